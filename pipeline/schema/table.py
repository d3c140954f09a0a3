"""What a table and a column are, and the columns that tables share."""

from dataclasses import dataclass

from pipeline.records import closed_lists as lists


@dataclass(frozen=True, slots=True)
class Column:
    """A column; `type` is string, integer, decimal, date, boolean, list (joined by `;`), json."""

    name: str
    meaning: str
    type: str = "string"
    values: tuple[str, ...] = ()  # the closed list, where there is one
    table: str = ""  # the table whose row_id it holds


@dataclass(frozen=True, slots=True)
class Table:
    name: str
    meaning: str
    own: tuple[Column, ...]
    extracted: bool = True  # read from a sentence: carries evidence, reasons and review columns
    derived: tuple[
        Column, ...
    ] = ()  # computed after review from the other cells; nobody edits them

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns in the order in which files hold them."""
        if self.extracted:
            return (*self.editable, *REVIEW, *self.derived)
        return self.editable

    @property
    def editable(self) -> tuple[Column, ...]:
        """The columns that are found in the text or that a reviewer fills in."""
        return (*IDENTITY, *PLACE, *self.own, *(EVIDENCE if self.extracted else ()))


IDENTITY = (
    Column(
        "row_id", "12 hex digits derived from the evidence, never from a position or an edition"
    ),
    Column("edition", "the edition's name, e.g. 2019"),
)
PLACE = (
    Column("section", "the section's path, titles joined by ` / `"),
    Column("block_id", "the block that holds the evidence", table="blocks"),
    Column("source", "the raw file"),
    Column("raw_start", "first raw character of the row's own span, in code points", "integer"),
    Column("raw_end", "the raw character after its last", "integer"),
)
EVIDENCE = (
    Column("evidence", "the cleaned sentence"),
    Column("field_spans", "for each field, the raw spans [start, end] it was read from", "json"),
    Column("rule", "the rule that proposed the row"),
    Column("confidence", "confidence in the row", values=lists.CONFIDENCES),
    Column("reasons", "what the confidence rests on, as codes of vocab/flags.csv", "list"),
    Column("unknown", f"for each empty field, why it is empty: {', '.join(lists.UNKNOWN)}", "json"),
    Column("flags", "what to check in the row, as codes of vocab/flags.csv", "list"),
)
REVIEW = (
    Column("review_status", "the outcome of review", values=lists.REVIEW_STATUSES),
    Column("reviewer", "who reviewed it"),
    Column("reviewed_at", "when it was reviewed, ISO 8601 in UTC"),
    Column("review_note", "the reviewer's comment"),
)
