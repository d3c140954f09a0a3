"""The pledge tracker: what became of each pledge and commitment, in its edition and the next.

A payment fulfils a pledge if a relation of its own edition says so, or if, in the later edition,
provider, currency, parties and purpose agree and it is no larger than what was pledged.  A payment
is counted for one pledge only: the one that it fits best.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from pipeline.compare.columns import PLEDGED
from pipeline.compare.contributions import pair_contributions
from pipeline.compare.pairing import WORD
from pipeline.compare.rows import Row, Tables, rows_of
from pipeline.records.closed_lists import NOT_PROVIDED
from pipeline.storage.files import as_json, joined_list, split_list

PAYING_RELATIONS = ("fulfils", "part_of")
SHORTEST = 4  # letters of a word that says what a contribution is for
SHOWN = ("provider", "recipients", "channels", "purpose", "status", "currency", "evidence")


@dataclass(slots=True)
class Pledge:
    """A pledge or commitment, and the rows that followed, in reading order."""

    row: Row
    paid: list[Row] = field(default_factory=list)
    others: list[Row] = field(default_factory=list)  # stated again, committed, cancelled

    def is_mentioned_by(self, later: Sequence[Row]) -> bool:
        """Whether one of the later edition's rows is among those that followed."""
        ids = {row["row_id"] for row in later}
        return any(row["row_id"] in ids for row in (*self.paid, *self.others))


def track_pledges(before: Tables, after: Tables) -> Iterator[Row]:
    """A row for each pledge and commitment of the earlier edition, then for new ones of the later.

    A pledge of the later edition that states one of the earlier again has no row of its own.
    """
    earlier, later = follow_pledges(before, after)
    known = {row["row_id"] for pledge in earlier for row in (*pledge.paid, *pledge.others)}
    yield from (_tracked(pledge, "not_mentioned_again") for pledge in earlier)
    yield from (_tracked(pledge, "open") for pledge in later if pledge.row["row_id"] not in known)


def follow_pledges(before: Tables, after: Tables) -> tuple[list[Pledge], list[Pledge]]:
    """The pledges and commitments with an amount of each edition, with what followed."""
    old, new = (rows_of(tables, "contributions") for tables in (before, after))
    earlier, later = _pledges(old), _pledges(new)
    again = _stated_again(old, new)
    for pledge in earlier:
        if row := again.get(pledge.row["row_id"]):
            pledge.others.append(row)
    _add_own_payments(earlier, before)
    _add_own_payments(later, after)
    taken = [*again.values(), *(row for pledge in earlier for row in pledge.paid)]
    _add_later(earlier, new, {row["row_id"] for row in taken})
    for pledge in earlier:
        own = next((one for one in later if one.row in pledge.others), None)
        pledge.paid += own.paid if own else []
    return earlier, later


def _pledges(rows: Iterable[Row]) -> list[Pledge]:
    return [
        Pledge(row)
        for row in rows
        if row["status"] in PLEDGED and not row["duplicate_of"] and (row["low"] or row["high"])
    ]


def _stated_again(old: Sequence[Row], new: Sequence[Row]) -> dict[str, Row]:
    """row_id of an earlier row -> the later row that repeats it or says what became of it."""
    return {
        one["row_id"]: other
        for one, other, _ in pair_contributions(list(old), list(new))
        if one and other and _agree(one, other) and other["status"] != "disbursed"
    }


def _add_own_payments(pledges: Iterable[Pledge], tables: Tables) -> None:
    """The payments that relations of the pledge's own edition name."""
    rows = {row["money_id"]: row for row in rows_of(tables, "contributions") if row["money_id"]}
    money = {row["row_id"]: row for row in rows_of(tables, "money")}
    parts: dict[str, list[Row]] = defaultdict(list)
    for relation in rows_of(tables, "money_relations"):
        part = rows.get(relation["part"]) or money.get(relation["part"])
        is_paid = relation["type"] == "fulfils" or (part or {}).get("status") == "disbursed"
        if part and relation["type"] in PAYING_RELATIONS and is_paid:
            parts[relation["whole"]].append(part)
    for pledge in pledges:
        pledge.paid += parts.get(pledge.row["money_id"], [])


def _add_later(pledges: Sequence[Pledge], rows: Iterable[Row], taken: Iterable[str]) -> None:
    """The later edition's payments, commitments and cancellations, each under its best pledge."""
    seen = set(taken)
    for row in rows:
        if row["duplicate_of"] or row["row_id"] in seen or not row["status"]:
            continue
        fits = [(_fit(pledge.row, row), -n) for n, pledge in enumerate(pledges)]
        score, place = max(fits, default=(0, 0))
        if score:
            pledge = pledges[-place]
            (pledge.paid if row["status"] == "disbursed" else pledge.others).append(row)


def _fit(pledge: Row, row: Row) -> int:
    """How well a later row fits a pledge; 0 where it cannot be of it."""
    if not _agree(pledge, row) or row["status"] == "pledged":
        return 0
    size, most = row["high"] or row["low"], pledge["high"] or pledge["low"]
    if not size or Decimal(size) > Decimal(most):
        return 0
    shared = len(_parties(pledge) & _parties(row)) + len(_words(pledge) & _words(row))
    is_equal = (row["low"], row["high"]) == (pledge["low"], pledge["high"])
    enough = bool(_parties(pledge) & _parties(row)) and (
        bool(_words(pledge) & _words(row)) or not pledge["purpose"] or is_equal
    )
    return shared + 2 * is_equal if enough else 0


def _agree(pledge: Row, row: Row) -> bool:
    """The same provider and currency, and no party of one that contradicts the other's."""
    if (pledge["provider_id"], pledge["currency"]) != (row["provider_id"], row["currency"]):
        return False
    for name in ("recipient_ids", "channel_ids"):
        one, other = set(split_list(pledge[name])), set(split_list(row[name]))
        if one and other and not one & other:
            return False
    return True


def _parties(row: Row) -> set[str]:
    cells = (row[name] for name in ("recipient_ids", "channel_ids", "implementer_ids"))
    return {item for cell in cells for item in split_list(cell) if item}


def _words(row: Row) -> set[str]:
    return {word for word in WORD.findall(row["purpose"].casefold()) if len(word) >= SHORTEST}


# ---- the row of a pledge ---------------------------------------------------------------------


def _tracked(pledge: Pledge, without: str) -> Row:
    followed = [*pledge.paid, *pledge.others]
    low, high = _open(pledge)
    row = pledge.row
    return {
        **{name: row[name] for name in SHOWN},
        "edition": row["edition"],
        "row_id": row["row_id"],
        "pledged_low": row["low"],
        "pledged_high": row["high"],
        "followed_row_ids": joined_list([one["row_id"] for one in followed]),
        "followed_editions": joined_list([one["edition"] for one in followed]),
        "followed_amounts": joined_list([_amount(one) for one in followed]),
        "followed_evidence": as_json([one["evidence"] for one in followed]),
        "open_low": str(low),
        "open_high": "" if high is None else str(high),
        "state": _state(pledge, low, without),
    }


def _state(pledge: Pledge, low: Decimal, without: str) -> str:
    if pledge.paid:
        return "partly_fulfilled" if low > 0 else "fulfilled"
    if any(row["status"] in NOT_PROVIDED for row in pledge.others):
        return "cancelled"
    return "open" if pledge.others else without


def _open(pledge: Pledge) -> tuple[Decimal, Decimal | None]:
    """What is still open, least and most; None where the pledge has no upper bound."""
    row = pledge.row
    most_paid = sum((_bound(one, "high") for one in pledge.paid), Decimal(0))
    least_paid = sum((_bound(one, "low") for one in pledge.paid), Decimal(0))
    low = max(_bound(row, "low") - most_paid, Decimal(0))
    return low, max(Decimal(row["high"]) - least_paid, Decimal(0)) if row["high"] else None


def _bound(row: Mapping[str, str], name: str) -> Decimal:
    other = {"low": "high", "high": "low"}[name]
    return Decimal(row[name] or row[other] or 0)


def _amount(row: Row) -> str:
    bounds = dict.fromkeys(filter(None, (row["low"], row["high"])))
    return f"{row['currency']} {'–'.join(bounds)}".strip()
