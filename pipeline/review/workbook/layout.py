"""Which sheet shows which columns, and which of them a person may change.

One sheet per table that people review, the most important first.  Its first columns hold the
evidence and the decision; then come the table's own columns, which a person may change; then,
locked, the row's place in the report and earlier decisions.
"""

from dataclasses import dataclass

from pipeline.decisions.consequences import NAMES
from pipeline.decisions.journal import REASONS
from pipeline.explain.probabilities import READ
from pipeline.schema import MATCHES, REVIEW, TABLE, TABLES, Column, Table

FIRST = ("contributions", "money", "results", "events", "entities")
HOW_TO = "how to"
TEXT = "text"
LISTS = "_lists"
MADE_FROM = "_made_from"
FILE_NAME = "review.xlsx"

LEADING = {
    "contributions": (
        *("provider", "recipients", "channels", "purpose", "low", "high", "currency"),
        *("qualifier", "period_text", "transaction_type", "countable"),
    ),
    "money": ("text", "low", "high", "currency", "qualifier", "role"),
    "matches": (
        *("outcome", "score", "why", "amount", "currency", "record_amount", "record_currency"),
        *("record_usd", "provider", "record_provider", "recipients", "record_recipients"),
        *("channels", "record_channels", "period_start", "period_end", "record_start"),
        *("record_end", "purpose", "record_title", "record_id", "record_source"),
    ),
}
NEW_ROWS = 25  # empty rows at the end of a sheet, for what was missed
LAST_ROW = 1_000_000  # a sheet has 1,048,576 rows; the rest is for the header and new rows

ACTIONS = ("accept", "reject", "add")
DECISION = Column("decision", "your decision about the row", values=ACTIONS)
REASON = Column("reason", "why you reject or correct the row", values=tuple(filter(None, REASONS)))
NOTE = Column("note", "optional; kept with your decision or correction")
LOOK = Column("look", "why the row needs review, and what the text does not state")


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """A column of a sheet; `own` columns are the table's, `asked` ones hold a decision."""

    column: Column
    part: str  # asked, shown, own, or place

    @property
    def name(self) -> str:
        return self.column.name

    @property
    def is_open(self) -> bool:
        """Whether a person may change it in an existing row."""
        return self.part in ("asked", "own")


def sheet_tables() -> tuple[Table, ...]:
    """The tables that have a sheet, in the order of their sheets."""
    first = tuple(TABLE[name] for name in FIRST)
    return first + tuple(table for table in TABLES if table.extracted and table not in first)


def known_sheets() -> tuple[Table, ...]:
    """The same with matches, which have a sheet once `make match` has found any."""
    return (*sheet_tables(), MATCHES)


def own_columns(table: Table) -> list[Column]:
    """The table's own columns that a person reviews, the most important first.

    Ids, which follow from names, come last.
    """
    first = LEADING.get(table.name, ())
    ids = set(NAMES.values())
    rank = {name: at for at, name in enumerate(first)}
    reviewed = (column for column in table.own if column.name not in READ)
    return sorted(reviewed, key=lambda c: (c.name in ids, rank.get(c.name, len(first))))


def sheet_columns(table: Table) -> tuple[SheetColumn, ...]:
    """The columns of a table's sheet, from the left."""
    by_name = {column.name: column for column in table.columns}
    part = "place" if table is MATCHES else "own"  # a match is right or wrong as it is
    places = (by_name["section"], *REVIEW, by_name["row_id"])
    return (
        SheetColumn(DECISION, "asked"),
        SheetColumn(by_name["evidence"], "shown"),
        SheetColumn(REASON, "asked"),
        SheetColumn(NOTE, "asked"),
        SheetColumn(by_name["confidence"], "shown"),
        *(SheetColumn(by_name[name], "shown") for name in ("probability",) if name in by_name),
        SheetColumn(LOOK, "shown"),
        *(SheetColumn(column, part) for column in own_columns(table)),
        *(SheetColumn(column, "place") for column in places),
    )


FROZEN = 2  # decision and evidence stay while the others scroll
