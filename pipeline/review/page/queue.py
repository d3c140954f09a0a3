"""Which row comes next: the most urgent first, within what the reviewer asks to see."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from pipeline.explain.probabilities import probability_of
from pipeline.records import closed_lists
from pipeline.review.page.state import REVIEWED
from pipeline.review.page.words import summary
from pipeline.reviewed.rows import Key, Row
from pipeline.storage.files import split_list

# contributions and amounts matter most; there are hundreds of names, and most are right
WEIGHT = (
    "contributions",
    "checks",
    "money",
    "money_relations",
    "results",
    "events",
    "acronyms",
    "notes",
    "note_anchors",
    "figures",
    "entities",
    "dates",
    "mentions",
)
URGENCY = (
    "lapsed",
    "disputed",
    "decided in another edition",
    "flagged",
    "low confidence",
    "large amount",
    "medium confidence",
    "",
)
OPEN: tuple[str, ...] = ("unreviewed", "lapsed", "disputed", "awaiting")
STATUSES: tuple[str, ...] = closed_lists.REVIEW_STATUSES
LARGE = 10  # one row in so many has a large amount, by currency
ADJACENT = 30  # rows of the list shown before and after the one that is open


@dataclass(frozen=True, slots=True)
class Filter:
    """What the reviewer asks to see; an empty field filters nothing."""

    table: str = ""
    status: str = "open"  # open, all, or a review status
    flag: str = ""
    confidence: str = ""
    q: str = ""  # words, each of which the row holds

    def arguments(self) -> dict[str, str]:
        """The fields that an address needs."""
        given = {
            "table": self.table,
            "status": "" if self.status == "open" else self.status,
            "flag": self.flag,
            "confidence": self.confidence,
            "q": self.q,
        }
        return {name: value for name, value in given.items() if value}


@dataclass(frozen=True, slots=True)
class Item:
    """A row in the queue."""

    key: Key
    why: str  # one of URGENCY
    rank: tuple[int, int, Decimal, Decimal, int]
    words: str  # what a search looks at, in lower case


def ordered(rows: Mapping[str, Mapping[str, Row]], proposed: Container[Key] = ()) -> list[Item]:
    """Every row that people review, the most urgent first, then in reading order.

    `proposed` holds the rows that reviewers of another edition have decided already.
    """
    items = []
    for table in REVIEWED:
        large, largest = large_amounts(rows[table].values()), largest_amounts(rows[table].values())
        for place, row in enumerate(rows[table].values()):
            why = urgency(row, large)
            if (table, row["row_id"]) in proposed and why not in URGENCY[:2]:
                why = "decided in another edition"
            rank = (URGENCY.index(why), WEIGHT.index(table), *precedence(row, largest), place)
            items.append(Item((table, row["row_id"]), why, rank, searchable(table, row)))
    return sorted(items, key=lambda item: item.rank)


def precedence(row: Row, largest: Mapping[str, Decimal]) -> tuple[Decimal, Decimal]:
    """A row's place among those of its urgency and table; the least comes first.

    Contributions are ordered by the money in doubt: the doubt times the amount, as a share of the
    largest amount in the currency; then by the doubt alone.  Other rows are ordered by amount.
    """
    size, probability = size_of(row), probability_of(row)
    if probability is None:
        return -size, Decimal(0)
    doubt = 1 - probability
    return (-doubt * size / largest[row["currency"]] if size else Decimal(0)), -doubt


def urgency(row: Row, large: Mapping[str, Decimal]) -> str:
    """Why a row should be reviewed before others."""
    if row["review_status"] in URGENCY[:2]:
        return row["review_status"]
    if row["flags"]:
        return "flagged"
    if row["confidence"] == "low":
        return "low confidence"
    size = size_of(row)
    if size and size >= large.get(row.get("currency", ""), size + 1):
        return "large amount"
    return "medium confidence" if row["confidence"] == "medium" else ""


def large_amounts(rows: Iterable[Row]) -> dict[str, Decimal]:
    """By currency the least of the largest tenth of the amounts."""
    return {
        currency: sorted(found, reverse=True)[(len(found) - 1) // LARGE]
        for currency, found in _sizes(rows).items()
    }


def largest_amounts(rows: Iterable[Row]) -> dict[str, Decimal]:
    """By currency the largest amount."""
    return {currency: max(found) for currency, found in _sizes(rows).items()}


def _sizes(rows: Iterable[Row]) -> dict[str, list[Decimal]]:
    """By currency the amounts of the rows that state one."""
    sizes = defaultdict(list)
    for row in rows:
        if size := size_of(row):
            sizes[row.get("currency", "")].append(size)
    return sizes


def size_of(row: Mapping[str, str]) -> Decimal:
    """How much money a row is about, in its own currency; 0 where it states none."""
    try:
        return Decimal(row.get("high") or row.get("low") or 0)
    except InvalidOperation:
        return Decimal(0)


def searchable(table: str, row: Row) -> str:
    """What a search looks at."""
    return "\n".join(
        (summary(table, row), row["evidence"], row["section"], row["row_id"], row["block_id"])
    ).lower()


def matching(
    items: Iterable[Item],
    rows: Mapping[str, Mapping[str, Row]],
    wanted: Filter,
    hidden: Container[Key] = (),
) -> list[Item]:
    """The items that the reviewer asks to see, in their order: one pass, cheap tests first."""
    tables = {wanted.table: rows[wanted.table]} if wanted.table else rows
    statuses = {"all": STATUSES, "open": OPEN}.get(wanted.status, (wanted.status,))
    words = wanted.q.lower().split()
    return [
        item
        for item in items
        if item.key[0] in tables
        and (row := tables[item.key[0]].get(item.key[1]))
        and row["review_status"] in statuses
        and (not hidden or item.key not in hidden)
        and (not wanted.confidence or row["confidence"] == wanted.confidence)
        and (not wanted.flag or wanted.flag in split_list(row["flags"]))
        and (not words or all(word in item.words for word in words))
    ]


def index_after(shown: Sequence[Item], places: Mapping[Key, int], key: Key) -> int:
    """The index, in what is shown, of the first row after a given one; 0 where none follows."""
    here = places.get(key, -1)
    found = bisect_right(shown, here, key=lambda item: places[item.key])
    return found if found < len(shown) else 0
