"""What the workbook for reading shows in place of codes and ids: each with its name.

LKA – Sri Lanka
approximately $25 million (41dfabdc0a3c)
"""

from collections.abc import Callable, Mapping
from functools import cache
from typing import TYPE_CHECKING

from pipeline.schema import Column
from pipeline.schema.code_names import label_of
from pipeline.storage.files import split_list
from pipeline.vocab import read_vocab

if TYPE_CHECKING:
    import pandas as pd

FLAGS = ("reasons", "flags", "ignored_as")  # columns of codes of vocab/flags.csv
COUNTRIES = ("iso3", "recipient_iso3")
NAMED_BY = {"money": "text", "results": "text", "sections": "title", "contributions": "evidence"}
LISTS_OF = {"parts": "money"}  # lists of ids, and their table
LONGEST = 60  # characters of a name beside an id


def labels_of_rows(tables: "Mapping[str, pd.DataFrame]") -> dict[str, dict[str, str]]:
    """Table -> row_id -> the row's name and id, for the tables whose rows have a short name."""
    labels = {}
    for table, column in NAMED_BY.items():
        rows = zip(tables[table]["row_id"].tolist(), tables[table][column].tolist(), strict=True)
        labels[table] = {row_id: f"{_short(name)} ({row_id})" for row_id, name in rows if name}
    return labels


def shown(column: Column, cell: str, rows: Mapping[str, Mapping[str, str]]) -> str:
    """A cell as it is read: list items separated by "; ", codes and ids with their names.

    `rows` is what `labels_of_rows` returns; an unknown code or id stays as it is.
    """
    items = split_list(cell) if column.type == "list" else [cell]
    label = _labeller(column, rows)
    return "; ".join(label(item) for item in items)


def _labeller(column: Column, rows: Mapping[str, Mapping[str, str]]) -> Callable[[str], str]:
    """How an item of the column is shown."""
    table = column.table or LISTS_OF.get(column.name, "")
    if table in rows:
        return lambda row_id: rows[table].get(row_id, row_id)
    names: Mapping[str, str] = {}
    if column.name in FLAGS:
        names = _meanings()
    elif column.name in COUNTRIES:
        names = _countries()
    return lambda code: f"{code} – {names[code]}" if code in names else label_of(column.name, code)


def _short(name: str) -> str:
    return name if len(name) <= LONGEST else f"{name[:LONGEST].rsplit(' ', 1)[0]} …"


@cache
def _meanings() -> dict[str, str]:
    return {row["code"]: row["meaning"] for row in read_vocab("flags")}


@cache
def _countries() -> dict[str, str]:
    return {row["iso3"]: row["name"] for row in read_vocab("countries")}
