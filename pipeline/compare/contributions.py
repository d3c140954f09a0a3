"""Contributions of two editions: which is which, and what became of each."""

from collections.abc import Iterator
from decimal import Decimal

from pipeline.compare.pairing import folded, pair_texts
from pipeline.compare.rows import Row, both

FACTS = ("provider_id", "recipient_ids", "channel_ids", "transaction_type", "modality")
COMPARED = (
    "provider",
    "recipients",
    "channels",
    "transaction_type",
    "low",
    "high",
    "currency",
    "qualifier",
    "period_edtf",
)
SHOWN = (
    "row_id",
    "provider",
    "recipients",
    "channels",
    "purpose",
    "transaction_type",
    "low",
    "high",
    "currency",
    "period_edtf",
    "review_status",
    "evidence",
    "section",
)


def pair_contributions(
    before: list[Row], after: list[Row]
) -> list[tuple[Row | None, Row | None, str]]:
    """The contributions of two editions as (earlier, later, likeness); either is None for new and gone.

    Contributions are alike by their sentence and by who, whom, how and for what.
    """
    pairs = pair_texts([_told(row) for row in before], [_told(row) for row in after])
    met = {pair.before: pair for pair in pairs}
    left = {pair.after for pair in pairs}
    found: list[tuple[Row | None, Row | None, str]] = []
    for place, row in enumerate(before):
        pair = met.get(place)
        found.append((row, after[pair.after] if pair else None, str(pair.likeness) if pair else ""))
    found += [(None, row, "") for place, row in enumerate(after) if place not in left]
    return found


def compare_contributions(before: list[Row], after: list[Row]) -> Iterator[Row]:
    """A row for each contribution of either edition."""
    for old, new, likeness in pair_contributions(before, after):
        change, fields = _change(old, new)
        yield {
            "change": change,
            "fields": ";".join(fields),
            "likeness": likeness,
            "difference": _difference(old, new),
            **both(SHOWN, old, new),
        }


def _told(row: Row) -> str:
    facts = " ".join(row[name] for name in (*FACTS, "purpose", "verb"))
    return f"{row['evidence']} | {facts}"


def _change(old: Row | None, new: Row | None) -> tuple[str, list[str]]:
    if old is None:
        return "new", []
    if new is None:
        return "gone", []
    fields = [name for name in COMPARED if old[name] != new[name]]
    if fields:
        return "changed", fields
    same = folded(old["evidence"]) == folded(new["evidence"])
    return ("repeated" if same else "reworded"), []


def _difference(old: Row | None, new: Row | None) -> str:
    if not old or not new or not old["currency"] or old["currency"] != new["currency"]:
        return ""
    if any(not row["low"] or row["low"] != row["high"] for row in (old, new)):
        return ""
    return str(Decimal(new["low"]) - Decimal(old["low"]))
