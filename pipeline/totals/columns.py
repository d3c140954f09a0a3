"""The tables of totals that a spreadsheet opens: every column, defined once."""

from collections.abc import Sequence

from pipeline.schema import Column, Table

TOTALS = Table(
    "totals",
    "Totals of contributions, and amounts of which only a share may belong to them.",
    (
        Column("edition", "the edition's folder"),
        Column("filters", "which contributions were selected", "list"),
        Column("kind", "`total`, or `share`: an unknown share of an amount fits the filters"),
        Column("why", "of a share: why its size is unknown"),
        Column("type", "IATI transaction type, code and name; an open one has both"),
        Column("currency", "ISO 4217, or `not stated`"),
        Column("official", "whether official aid: yes, no, not stated"),
        Column("central", "total of the stated amounts; empty for a share", "decimal"),
        Column("low", "least that the words allow", "decimal"),
        Column("high", "most that the words allow; empty where there is no upper bound", "decimal"),
        Column("central_with_doubtful", "the same with amounts that may overlap", "decimal"),
        Column("low_with_doubtful", "least, with amounts that may overlap", "decimal"),
        Column("high_with_doubtful", "most, with amounts that may overlap", "decimal"),
        Column("at_most", "most, if all shares belong to it entirely", "decimal"),
        Column("rows", "number of rows added", "integer"),
        Column("row_ids", "the rows added", "list"),
        Column("doubtful_row_ids", "the rows that may overlap with these", "list"),
    ),
    extracted=False,
)
LEFT_OUT = Table(
    "totals-left-out",
    "Selected contributions that no total adds.",
    (
        Column("edition", "the edition's folder"),
        Column("filters", "which contributions were selected", "list"),
        Column("reason", "code of the reason"),
        Column("meaning", "the reason in words"),
        Column("row_id", "the row; the `row_id` of `contributions`"),
        Column("type", "IATI transaction type, code and name"),
        Column("currency", "ISO 4217"),
        Column("low", "the amount in contributions", "decimal"),
        Column("high", "the amount in contributions", "decimal"),
        Column("text", "its amount as printed, its provider and its recipients"),
    ),
    extracted=False,
)


def with_groups(by: Sequence[str]) -> tuple[Column, ...]:
    """The columns of `TOTALS`, with one for each column that the totals are grouped by."""
    own = list(TOTALS.own)
    at = 1 + [column.name for column in own].index("why")
    groups = [Column(f"by_{name}", "the value that the total is grouped by") for name in by]
    return (*own[:at], *groups, *own[at:])
