"""The tables that tell of the review itself: stage 6 writes them beside the reviewed ones."""

from pipeline.records import closed_lists
from pipeline.schema import Column, Table

DECIDED = (
    Column("id", "the decision"),
    Column("time", "when, ISO 8601 in UTC"),
    Column("reviewer", "who"),
    Column("table", "the table that it judges"),
    Column("row_id", "the row that it judges"),
    Column("action", "accept, correct, reject, add, adjudicate, merge, keep_apart, split"),
    Column("field", "the column that it corrects"),
    Column("before", "what the person saw"),
    Column("after", "what the person wrote"),
    Column("reason", "why"),
    Column("note", "the person's words"),
    Column("evidence", "the quotation that the person saw"),
)
DECISIONS = Table(
    "decisions",
    "Each decision that stands, and what became of it.",
    (
        *DECIDED,
        Column("fate", "whether it holds on this run", values=closed_lists.FATES),
        Column("now", "what the row says now"),
        Column("row_now", "the row that it judges now; where it is gone, the nearest one"),
    ),
    extracted=False,
)
PROPOSALS = Table(
    "proposals",
    "What people decided about the same sentence in another edition; each waits to be taken.",
    (
        *DECIDED,
        Column("from_edition", "where it was decided"),
        Column("fate", "whether the row has the same place in both", values=closed_lists.FATES),
    ),
    extracted=False,
)
COUNTED = ("accepted", "corrected", "rejected", "added", "lapsed", "disputed", "awaiting")
REVIEW_STATE = Table(
    "review",
    "How far the review is: a row for each table, and for each currency of its sums.",
    (
        Column("table", "the table"),
        Column("currency", "ISO 4217; empty for all rows of the table"),
        Column("rows", "how many rows", "integer"),
        Column("reviewed", "accepted, corrected, rejected and added ones", "integer"),
        *(Column(status, f"rows whose review_status is {status}", "integer") for status in COUNTED),
        Column("share", "reviewed rows of all, 0 to 1", "decimal"),
        Column("amount", "sum of rows that are not rejected, ranges by their upper end", "decimal"),
        Column("amount_reviewed", "the same of reviewed rows", "decimal"),
        Column("amount_share", "the one of the other, 0 to 1", "decimal"),
        Column("judged_twice", "rows that two people judged", "integer"),
        Column("kappa", "Cohen's kappa of those, -1 to 1; empty where there are none", "decimal"),
    ),
    extracted=False,
)
BESIDE = (DECISIONS, PROPOSALS, REVIEW_STATE)
