"""Contributions of two editions: which belong together, and how each changed."""

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
    "status",
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
    """The contributions of two editions as (earlier, later, similarity); None where one is missing.

    They are matched by their sentence, parties, transaction type, modality, purpose and verb.
    """
    pairs = pair_texts([_described(row) for row in before], [_described(row) for row in after])
    by_earlier = {pair.before: pair for pair in pairs}
    paired_later = {pair.after for pair in pairs}
    found: list[tuple[Row | None, Row | None, str]] = []
    for place, row in enumerate(before):
        pair = by_earlier.get(place)
        found.append(
            (row, after[pair.after] if pair else None, str(pair.similarity) if pair else "")
        )
    found += [(None, row, "") for place, row in enumerate(after) if place not in paired_later]
    return found


def compare_contributions(before: list[Row], after: list[Row]) -> Iterator[Row]:
    """A row for each contribution of either edition."""
    for old, new, similarity in pair_contributions(before, after):
        change, fields = _change(old, new)
        yield {
            "change": change,
            "fields": ";".join(fields),
            "likeness": similarity,
            "difference": _difference(old, new),
            **both(SHOWN, old, new),
        }


def is_same(old: Row, new: Row) -> bool:
    """Whether two rows state the same facts."""
    return all(old[name] == new[name] for name in COMPARED)


def _described(row: Row) -> str:
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
