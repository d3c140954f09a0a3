"""The tables of a comparison: every column, defined once."""

from pipeline.schema import Column, Table

CHANGES = ("new", "gone", "changed", "reworded", "repeated")
SECTION_CHANGES = ("new", "gone", "retitled", "moved", "rewritten", "same")
PLEDGE_STATES = ("open", "partly_fulfilled", "fulfilled", "cancelled", "not_mentioned_again")
PLEDGED = ("pledged", "committed")
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
        "Silent changes, which a reader of only one edition cannot see.",
        (
            Column("kind", "what happened", values=SIGNALS),
            Column("table", "the table of the two rows"),
            *_both("row_id", "the row"),
            *_both("value", "the number or words that changed"),
            *_both("evidence", "the sentence"),
            *_both("section", "its section"),
        ),
        extracted=False,
    ),
    Table(
        "contributions",
        "Contributions: new, gone, changed, reworded, or repeated word for word.",
        (
            Column("change", "how the contribution changed", values=CHANGES),
            Column("fields", "which cells differ", "list"),
            Column("likeness", "similarity of the two sentences, 0 to 1", "decimal"),
            *_both("row_id", "the row"),
            *_both("provider", "who provides"),
            *_both("recipients", "who receives"),
            *_both("channels", "through whom"),
            *_both("purpose", "for what"),
            *_both("transaction_type", "IATI transaction type"),
            *_both("low", "the least amount", "decimal"),
            *_both("high", "the most amount", "decimal"),
            *_both("currency", "ISO 4217"),
            Column("difference", "later less earlier amount, where both are exact", "decimal"),
            *_both("period_edtf", "when, in EDTF"),
            *_both("review_status", "the review status"),
            *_both("evidence", "the sentence"),
            *_both("section", "its section"),
        ),
        extracted=False,
    ),
    Table(
        "pledges",
        "Pledges and commitments, and what followed: payments, commitments, cancellations.",
        (
            Column("state", "what became of it", values=PLEDGE_STATES),
            Column("edition", "the edition that states it"),
            Column("row_id", "its row of that edition's `contributions`"),
            Column("status", "pledged or committed", values=PLEDGED),
            Column("provider", "who provides", "list"),
            Column("recipients", "who receives", "list"),
            Column("channels", "through whom", "list"),
            Column("purpose", "for what"),
            Column("currency", "ISO 4217"),
            Column("pledged_low", "the least amount", "decimal"),
            Column("pledged_high", "the most amount; empty without an upper bound", "decimal"),
            Column("followed_row_ids", "the rows that followed, payments first", "list"),
            Column("followed_editions", "the edition of each", "list"),
            Column("followed_amounts", "the amount of each", "list"),
            Column("open_low", "the least that is still to be paid", "decimal"),
            Column("open_high", "the most; empty without an upper bound", "decimal"),
            Column("evidence", "the sentence"),
            Column("followed_evidence", "the sentence of each row that followed", "json"),
        ),
        extracted=False,
    ),
    Table(
        "totals",
        "Totals by recipient, channel, theme and transaction type.",
        (
            Column("by", "what the totals are grouped by"),
            Column("key", "its value; `not stated` where the text does not say"),
            Column("type", "IATI transaction type; `2/3` if it is open; types are never added"),
            Column("currency", "ISO 4217"),
            Column("official", "whether official aid: yes, no, not stated"),
            *_both("rows", "how many rows were added", "integer"),
            *_both("low", "least of the total", "decimal"),
            *_both("high", "most of the total; empty where there is no upper bound", "decimal"),
            Column("difference_low", "least by which the total rose", "decimal"),
            Column("difference_high", "most by which it rose", "decimal"),
        ),
        extracted=False,
    ),
    Table(
        "sections",
        "Sections, matched by title and content.",
        (
            Column("change", "how the section changed", values=SECTION_CHANGES),
            Column("repeated", "share of later sentences that the earlier has", "decimal"),
            Column("kept", "the same share, ignoring numbers", "decimal"),
            *_both("row_id", "the section"),
            *_both("path", "titles from the top"),
            *_both("words", "number of words of its own text", "integer"),
        ),
        extracted=False,
    ),
    Table(
        "entities",
        "Entities: new, gone, or named in both editions.",
        (
            Column("change", "which editions name it", values=ENTITY_CHANGES),
            Column("entity_id", "the same in every edition"),
            Column("name", "its full name"),
            Column("kind", "what it is"),
            Column("iso3", "ISO 3166-1 alpha-3"),
            *_both("mentions", "number of mentions", "integer"),
        ),
        extracted=False,
    ),
    Table(
        "decisions",
        "Rows reviewed in the earlier edition, with their status in the later one.",
        (
            Column("table", "the table"),
            Column("row_id", "the row; the same in both editions if its evidence is the same"),
            Column("from_review_status", "its status in the earlier edition"),
            Column("to_review_status", "its status in the later edition; empty where it is gone"),
            Column("evidence", "the sentence"),
        ),
        extracted=False,
    ),
)
TABLE = {table.name: table for table in TABLES}
