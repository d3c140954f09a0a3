"""A row as a form: its fields, the suggestions for each, and what a field may hold."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from pipeline.decisions.consequences import NAMES, countries
from pipeline.explain.probabilities import READ, Likely
from pipeline.review.codes import COMPLETE, named
from pipeline.review.page.words import label, unknown_of
from pipeline.schema import TABLE, Column
from pipeline.schema.code_names import CODE_NAMES, labels_of
from pipeline.vocab import read_vocab

DERIVED = frozenset({*NAMES.values(), "recipient_iso3", "mentions", "copies"})
LONG = frozenset({"text", "evidence", "purpose", "caption", "what", "stated", "of_what"})
WORDS_OF = {name: labels_of(name) for name in CODE_NAMES}  # column -> code -> code with name


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a row, as the form shows it."""

    name: str
    label: str
    meaning: str
    value: str
    kind: str  # choice, number, date, list, text, long
    options: tuple[tuple[str, str], ...] = ()  # of a choice: value, label
    picks: str = ""  # countries, currencies or entities: what the server suggests
    colour: int = 0  # of its marks in the text, 1 to 8; 0 where it was not read from the text
    why_empty: str = ""
    likely: Likely | None = None  # the reader's probability; None where it gives none

    @property
    def is_derived(self) -> bool:
        """Whether it follows from another field."""
        return self.name in DERIVED

    @property
    def code_names(self) -> str:
        """The codes it holds, with their names; empty where it holds none or its choice says so."""
        shown = "" if self.options else named(self.name, self.value)
        return shown if shown != self.value else ""

    @property
    def is_main(self) -> bool:
        """Whether it is shown unfolded: it is filled, doubtful, or has a reason to be empty."""
        doubtful = self.likely is not None and self.likely.is_doubtful
        return not self.is_derived and bool(self.value or self.why_empty or doubtful)


def fields_of(
    table: str,
    row: Mapping[str, str],
    colours: Mapping[str, int],
    likely: Mapping[str, Likely] | None = None,
) -> list[Field]:
    """The table's own columns as fields, except those that nobody may change."""
    unknown, likely = unknown_of(row), likely or {}
    return [
        Field(
            column.name,
            label(column.name),
            column.meaning,
            row.get(column.name, ""),
            _kind(column),
            _options(column),
            _picks(column),
            colours.get(column.name, 0),
            "" if row.get(column.name) else unknown.get(column.name, ""),
            likely.get(column.name),
        )
        for column in TABLE[table].own
        if column.name not in READ
    ]


@cache
def currencies() -> tuple[tuple[str, str], ...]:
    """ISO 4217 codes with their names, by code."""
    from babel.numbers import get_currency_name

    codes = {code for row in read_vocab("currencies") for code in row["codes"].split("|") if code}
    return tuple((code, get_currency_name(code, locale="en")) for code in sorted(codes))


def suggestions(
    picks: str, words: str, entities: Iterable[Mapping[str, str]], limit: int = 12
) -> list[tuple[str, str]]:
    """The suggestions: (what the cell will hold, a hint to recognise it), best first."""
    if picks == "entities":
        known: Sequence[tuple[str, str]] = [
            (row["name"], " · ".join(filter(None, (row["acronym"], row["kind"]))).replace("_", " "))
            for row in entities
            if row["review_status"] != "rejected"
        ]
    else:
        known = {"countries": countries, "currencies": currencies}[picks]()
    sought = words.casefold().strip()
    ranked = sorted(
        (rank, place)
        for place, (value, help_) in enumerate(known)
        if (rank := _rank(sought, value.casefold(), help_.casefold())) is not None
    )
    return [known[place] for _, place in ranked[:limit]]


def _rank(sought: str, value: str, help_: str) -> int | None:
    tests = (
        value == sought,
        help_.split(" ", maxsplit=1)[0] == sought,
        value.startswith(sought),
        help_.startswith(sought),
        sought in value,
        sought in help_,
    )
    return tests.index(True) if True in tests else None


def _kind(column: Column) -> str:
    if column.values or column.type == "boolean" or column.name in COMPLETE:
        return "choice"
    kinds = {"decimal": "number", "integer": "number", "date": "date", "list": "list"}
    return kinds.get(column.type, "long" if column.name in LONG else "text")


def _options(column: Column) -> tuple[tuple[str, str], ...]:
    values = ("true", "false") if column.type == "boolean" else column.values
    if column.name in COMPLETE:
        values = values or tuple(CODE_NAMES[column.name])
    if not values:
        return ()
    names = WORDS_OF.get(column.name, {"true": "yes", "false": "no"})
    return (("", ""), *((value, names.get(value, value.replace("_", " "))) for value in values))


def _picks(column: Column) -> str:
    if column.name in NAMES:
        return "entities"
    if column.name in ("iso3", "recipient_iso3"):
        return "countries"
    return "currencies" if column.name == "currency" else ""
