"""The tables of a comparison: every column, told once."""

from pipeline.schema import Column, Table

CHANGES = ("new", "gone", "changed", "reworded", "repeated")
SECTION_CHANGES = ("new", "gone", "retitled", "moved", "rewritten", "same")
ENTITY_CHANGES = ("new", "gone", "stayed")
SIGNALS = (
    "number_changed",
    "same_number_new_year",
    "counter_fell",
    "event_not_told",
    "commitment_not_told",
)


def _both(name: str, meaning: str, kind: str = "string") -> tuple[Column, Column]:
    """The column for the earlier edition and for the later one."""
    return Column(f"from_{name}", meaning, kind), Column(f"to_{name}", meaning, kind)


TABLES = (
    Table(
        "signals",
        "Silent changes: what a reader of one edition alone cannot see.",
        (
            Column("kind", "what happened", values=SIGNALS),
            Column("table", "the table of the two rows"),
            *_both("row_id", "the row"),
            *_both("value", "what it said"),
            *_both("evidence", "the sentence"),
            *_both("section", "its section"),
        ),
        extracted=False,
    ),
    Table(
        "contributions",
        "Who gives how much to whom: what is new, gone, changed, reworded, repeated word for word.",
        (
            Column("change", "what became of the contribution", values=CHANGES),
            Column("fields", "which cells differ", "list"),
            Column("likeness", "how alike the sentences are, 0 to 1; empty for one", "decimal"),
            *_both("row_id", "the row"),
            *_both("provider", "who gives"),
            *_both("recipients", "who receives"),
            *_both("channels", "through whom"),
            *_both("purpose", "for what"),
            *_both("transaction_type", "IATI"),
            *_both("low", "least of the sum", "decimal"),
            *_both("high", "most of the sum", "decimal"),
            *_both("currency", "ISO 4217"),
            Column("difference", "later less earlier, where both are exact sums", "decimal"),
            *_both("period_edtf", "when, in EDTF"),
            *_both("review_status", "what people decided"),
            *_both("evidence", "the sentence"),
            *_both("section", "its section"),
        ),
        extracted=False,
    ),
    Table(
        "totals",
        "Sums by recipient, channel, theme and type, of the rows that a total may add.",
        (
            Column("by", "what the sums are grouped by"),
            Column("key", "its value, `not stated` where the text does not tell"),
            Column("currency", "ISO 4217"),
            Column("official", "whether official aid: yes, no, not stated"),
            *_both("rows", "how many rows were added", "integer"),
            *_both("low", "least of the total", "decimal"),
            *_both("high", "most of the total, empty where the words set no bound", "decimal"),
            Column("difference_low", "least by which the total rose", "decimal"),
            Column("difference_high", "most by which it rose", "decimal"),
        ),
        extracted=False,
    ),
    Table(
        "sections",
        "Sections matched by title and content.",
        (
            Column("change", "what became of the section", values=SECTION_CHANGES),
            Column("repeated", "share of the later sentences that stood before", "decimal"),
            Column("kept", "the same, also where a number is another now", "decimal"),
            *_both("row_id", "the section"),
            *_both("path", "titles from the top"),
            *_both("words", "how long its own text is", "integer"),
        ),
        extracted=False,
    ),
    Table(
        "entities",
        "Names that came, went and stayed.",
        (
            Column("change", "whether both editions name it", values=ENTITY_CHANGES),
            Column("entity_id", "the same in every edition"),
            Column("name", "its full name"),
            Column("kind", "what it is"),
            Column("iso3", "ISO 3166-1 alpha-3"),
            *_both("mentions", "how often it is named", "integer"),
        ),
        extracted=False,
    ),
    Table(
        "decisions",
        "Rows that people judged in the earlier edition, and what the later one makes of them.",
        (
            Column("table", "the table"),
            Column("row_id", "the row, the same in both where its evidence is"),
            Column("from_review_status", "what people decided"),
            Column("to_review_status", "its state in the later edition; empty where it is gone"),
            Column("evidence", "the sentence"),
        ),
        extracted=False,
    ),
)
TABLE = {table.name: table for table in TABLES}
