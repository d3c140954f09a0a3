"""Text of a table <-> value of a cell.

A spreadsheet program may change the type of a value: a date becomes a time, an integer a float,
TRUE a boolean.  `shown` writes what changes least, `read` takes what comes back, and `is_same`
separates what a person changed from what only the program did.
"""

import re
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import TypeAlias

from pipeline.schema import Column
from pipeline.schema.code_names import CODE_NAMES, label_of
from pipeline.storage.files import XML_CANNOT, joined_list, split_list

Value: TypeAlias = str | int | float | bool | datetime | date | None

LONGEST = 32_000  # characters; a cell holds 32,767 UTF-16 units and drops the rest
EXACT_DIGITS = 15  # a cell's number is a double
NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")
BOOLEANS = {
    "yes": "true",
    "true": "true",
    "1": "true",
    "no": "false",
    "false": "false",
    "0": "false",
}
YES = {"true": "yes", "false": "no"}
LABELLED = re.compile(r"(\S+) – .*", re.DOTALL)  # a code with its name


def shown(cell: str, column: Column) -> str | Decimal:
    """What the sheet shows for a cell of a table; a Decimal where a number holds it exactly."""
    if column.type in ("integer", "decimal") and is_exact(cell):
        return Decimal(cell)
    if column.type == "boolean":
        return YES.get(cell, cell)
    if column.type == "list":
        items = (label_of(column.name, item.strip()) for item in _escaped_items(cell))
        return writable("; ".join(items))
    return writable(cell if column.values else label_of(column.name, cell))


def is_exact(cell: str) -> bool:
    """Whether a spreadsheet's number holds the decimal digit for digit."""
    if not NUMBER.fullmatch(cell) or len(cell) > 60:
        return False
    digits = cell.lstrip("-").replace(".", "").strip("0")
    return len(digits) <= EXACT_DIGITS and str(Decimal(cell)) == cell


def writable(text: str) -> str:
    """The text as a cell can hold it: no character that a workbook cannot store, not too long."""
    text = XML_CANNOT.sub("\ufffd", text).replace("\r\n", "\n").replace("\r", "\n")
    return text if is_short(text) else text[: LONGEST // 2] + " …"


def is_short(text: str) -> bool:
    """Whether a cell holds the whole text."""
    return len(text) <= LONGEST // 2 or len(text.encode("utf-16-le", "replace")) // 2 <= LONGEST


def read(value: Value, column: Column) -> str:
    """A cell as the table's text.  Raises ValueError with the fault and the fix."""
    if not is_filled(value):
        return ""
    text = _codes(READERS.get(column.type, _text)(value), column)
    if column.values and text not in column.values:
        if text.casefold() in column.values:
            return text.casefold()
        raise ValueError(f"'{_brief(text)}' is not known; write one of {', '.join(column.values)}")
    return text


def _codes(text: str, column: Column) -> str:
    """The text without the names that the sheet shows after codes."""
    if column.name not in CODE_NAMES or column.values:
        return text
    if column.type != "list":
        return LABELLED.sub(r"\1", text)
    return joined_list([LABELLED.sub(r"\1", item) for item in split_list(text)])


def is_filled(value: Value) -> bool:
    """Whether a cell holds more than white space."""
    return value is not None and (not isinstance(value, str) or bool(value.strip()))


def is_same(value: Value, cell: str, column: Column) -> bool:
    """Whether a value of the sheet still says what the table's cell said."""
    plain = shown(cell, column)
    if isinstance(value, str):
        return _folded(value) == _folded(str(plain))
    if value is None:
        return not str(plain).strip()
    if isinstance(value, bool):
        return BOOLEANS.get(str(plain).casefold()) == ("true" if value else "false")
    if isinstance(value, datetime | date):
        day = value.isoformat()[:10]
        return str(plain) in (day, day[:7])
    return _is_number(str(plain)) and Decimal(str(plain)) == _decimal(value)


def _is_number(text: str) -> bool:
    return bool(NUMBER.fullmatch(text)) and len(text) <= 60


def _folded(text: str) -> str:
    """The words alone; readers of workbooks take `_x005F_` for an escaped `_`."""
    return " ".join(text.replace("_x005F_", "_").split())


def _brief(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:59]}…"


# ---- one reader a type -----------------------------------------------------------------------


def _decimal(value: Value) -> Decimal:
    """A number as the person sees it: a spreadsheet shows 15 digits of a double."""
    if isinstance(value, float):
        return Decimal(f"{value:.{EXACT_DIGITS}g}")
    return Decimal(str(value))


def _read_decimal(value: Value) -> str:
    if isinstance(value, str) and _is_number(value.strip()):
        number = Decimal(value.strip())
    elif isinstance(value, int | float) and not isinstance(value, bool):
        number = _decimal(value)
    else:
        raise ValueError(f"'{_brief(str(value))}' is not a number; write digits, such as 2500000")
    if not number.is_finite():
        raise ValueError("is not a number; write digits, such as 2500000")
    text = f"{number:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("-0", "") else text


def _read_integer(value: Value) -> str:
    text = _read_decimal(value)
    if "." in text:
        raise ValueError(f"'{text}' is not a whole number; write digits only")
    return text


def _read_date(value: Value) -> str:
    if isinstance(value, datetime | date):
        return value.isoformat()[:10]
    text = str(value).strip()
    try:
        if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
            raise ValueError(text)
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise ValueError(f"'{_brief(text)}' is not a date; write it as 2019-04-01") from None


def _read_boolean(value: Value) -> str:
    text = str(value).strip().casefold()
    if text not in BOOLEANS:
        raise ValueError(f"'{_brief(text)}' is neither; write yes or no")
    return BOOLEANS[text]


def _read_list(value: Value) -> str:
    return joined_list([item.strip() for item in split_list(_text(value))])


def _text(value: Value) -> str:
    if isinstance(value, datetime | date):
        raise ValueError(
            "the program turned the text into a date; format the cell as text and retype it"
        )
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float):
        return _read_decimal(value)
    text = XML_CANNOT.sub("\ufffd", str(value)).strip().replace("\r\n", "\n").replace("\r", "\n")
    if not is_short(text):
        raise ValueError(f"is longer than {LONGEST} characters; shorten it")
    return text


def _escaped_items(cell: str) -> list[str]:
    """The items with their escapes kept, so that a `;` inside one does not split it."""
    return [joined_list([item]) for item in split_list(cell)]


READERS: dict[str, Callable[[Value], str]] = {
    "decimal": _read_decimal,
    "integer": _read_integer,
    "date": _read_date,
    "boolean": _read_boolean,
    "list": _read_list,
}
