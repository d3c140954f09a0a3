"""The progress of the review by table, rows and amounts, and the agreement of reviewers."""

from collections import Counter
from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

from pipeline.reviewed.agreement import Views, kappa
from pipeline.reviewed.fold import ReviewedTables
from pipeline.reviewed.rows import Row
from pipeline.schema import TABLES
from pipeline.schema.review_tables import COUNTED_STATUSES

REVIEWED = ("accepted", "corrected", "rejected", "added")
AMOUNT = ("low", "high")
OPTIONAL = ("amount", "amount_reviewed", "amount_share", "judged_twice", "kappa")
PLACES = 4  # decimals of a share


def review_state(reviewed: ReviewedTables) -> list[Row]:
    """The rows of review.csv."""
    made = []
    for table in TABLES:
        if not table.extracted:
            continue
        rows = list(reviewed.tables[table.name].values())
        views = [
            two for key, two in reviewed.views.items() if key[0] == table.name and len(two) > 1
        ]
        made.append(_counts(table.name, "", rows) | _agreement(views))
        if {"currency", *AMOUNT} <= {column.name for column in table.own}:
            made += _by_currency(table.name, rows)
    return made


def _by_currency(table: str, rows: Sequence[Row]) -> list[Row]:
    found: dict[str, list[Row]] = {}
    for row in rows:
        if row["currency"] and _size(row) is not None:
            found.setdefault(row["currency"], []).append(row)
    return [
        _counts(table, currency, found[currency]) | _amounts(found[currency])
        for currency in sorted(found)
    ]


def _counts(table: str, currency: str, rows: Sequence[Row]) -> Row:
    counts = Counter(row["review_status"] for row in rows)
    reviewed = sum(counts[status] for status in REVIEWED)
    return {
        "table": table,
        "currency": currency,
        "rows": str(len(rows)),
        "reviewed": str(reviewed),
        **{status: str(counts[status]) for status in COUNTED_STATUSES},
        "share": _share(Fraction(reviewed, len(rows))) if rows else "",
        **dict.fromkeys(OPTIONAL, ""),
    }


def _amounts(rows: Sequence[Row]) -> Row:
    kept = [row for row in rows if row["review_status"] != "rejected"]
    total = sum((_size(row) or Decimal(0) for row in kept), Decimal(0))
    done = [row for row in kept if row["review_status"] in REVIEWED]
    reviewed = sum((_size(row) or Decimal(0) for row in done), Decimal(0))
    share = _share(Fraction(reviewed) / Fraction(total)) if total else ""
    return {"amount": f"{total:f}", "amount_reviewed": f"{reviewed:f}", "amount_share": share}


def _agreement(views: Sequence[Views]) -> Row:
    value = kappa(views)
    return {"judged_twice": str(len(views)), "kappa": "" if value is None else _share(value)}


def _size(row: Mapping[str, str]) -> Decimal | None:
    amount = row["high"] or row["low"]
    return Decimal(amount) if amount else None


def _share(value: Fraction) -> str:
    """Four decimals, rounded towards zero, so that 1 means all."""
    scaled = int(value * 10**PLACES)
    text = f"{Decimal(scaled).scaleb(-PLACES):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
