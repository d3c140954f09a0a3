"""The tables about the review itself, which stage 6 writes along with the reviewed tables."""

from pipeline.records import closed_lists
from pipeline.schema import Column, Table

DECISION_COLUMNS = (
    Column("id", "id of the decision"),
    Column("time", "when it was made, ISO 8601 in UTC"),
    Column("reviewer", "who made it"),
    Column("table", "the table that it is about"),
    Column("row_id", "the row that it is about"),
    Column("action", "one of accept, correct, reject, add, adjudicate, merge, keep_apart, split"),
    Column("field", "the column that it corrects"),
    Column("before", "the value that the reviewer saw"),
    Column("after", "the value that the reviewer entered"),
    Column("reason", "the reason given"),
    Column("note", "the reviewer's comment"),
    Column("evidence", "the quotation that the reviewer saw"),
)
DECISIONS = Table(
    "decisions",
    "Every decision in force, and how it applies to the current rows.",
    (
        *DECISION_COLUMNS,
        Column("fate", "whether it still applies in this run", values=closed_lists.FATES),
        Column("now", "the current value of the field"),
        Column("row_now", "the row that it applies to now, or the nearest one if that row is gone"),
    ),
    extracted=False,
)
PROPOSALS = Table(
    "proposals",
    "Decisions about the same sentence in another edition, waiting to be taken over.",
    (
        *DECISION_COLUMNS,
        Column("from_edition", "the edition in which it was made"),
        Column(
            "fate",
            "whether the row is at the same place in both editions",
            values=closed_lists.FATES,
        ),
    ),
    extracted=False,
)
COUNTED_STATUSES = ("accepted", "corrected", "rejected", "added", "lapsed", "disputed", "awaiting")
REVIEW_STATE = Table(
    "review",
    "Progress of the review: a row for each table, and for each currency of its amounts.",
    (
        Column("table", "the name of the table"),
        Column("currency", "ISO 4217; empty for the table as a whole"),
        Column("rows", "number of rows", "integer"),
        Column("reviewed", "rows accepted, corrected, rejected or added", "integer"),
        *(
            Column(status, f"rows whose review_status is {status}", "integer")
            for status in COUNTED_STATUSES
        ),
        Column("share", "share of rows reviewed, 0 to 1", "decimal"),
        Column(
            "amount", "total of all rows not rejected, a range counted by its upper end", "decimal"
        ),
        Column("amount_reviewed", "total of the reviewed rows among them", "decimal"),
        Column("amount_share", "share of the amount reviewed, 0 to 1", "decimal"),
        Column("judged_twice", "rows reviewed by two people", "integer"),
        Column("kappa", "Cohen's kappa of those rows, -1 to 1; empty if there are none", "decimal"),
    ),
    extracted=False,
)
BESIDE = (DECISIONS, PROPOSALS, REVIEW_STATE)
