"""What was extracted, with what confidence, how much of it is reviewed, and what is in doubt."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from pipeline.contributions.confidence import HIGH, MEDIUM
from pipeline.explain.probabilities import LEAST, in_doubt, percent
from pipeline.records.closed_lists import CONFIDENCES
from pipeline.report.wording import amount_in_words, share, short
from pipeline.review.page.missed import find_gaps
from pipeline.review.page.queue import OPEN, WEIGHT
from pipeline.review.page.state import ReviewState
from pipeline.review.page.words import plural
from pipeline.reviewed.rows import Row, Tables
from pipeline.vocab import meaning_of

UNREAD = ("furniture", "banner")
VERDICT_WORDS = {
    "exact": "agrees with its components",
    "within_rounding": "agrees with its components, allowing for rounding",
    "inconsistent": "does not agree with its components",
    "not_checkable": "cannot be checked",
}
WORST = ("inconsistent", "not_checkable", "within_rounding", "exact")


@dataclass(frozen=True, slots=True)
class Line:
    """A table's rows, in numbers."""

    table: str
    name: str  # in words
    rows: int
    by_confidence: Mapping[str, int]
    reviewed: int
    share: str  # of the rows that are reviewed
    flagged: int  # unreviewed rows with a flag or a doubtful field


@dataclass(frozen=True, slots=True)
class Trust:
    """How many reviewed rows of one confidence were right."""

    confidence: str
    reviewed: int
    right: int  # accepted as they were


@dataclass(frozen=True, slots=True)
class Money:
    """How much of the printed money of contributions is in reviewed rows."""

    currency: str
    printed: str
    reviewed: str
    share: str


@dataclass(frozen=True, slots=True)
class Check:
    """A stated total and what its components add up to."""

    row_id: str
    words: str
    stated: str
    computed: str
    is_wrong: bool
    evidence: str


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage with an amount or a verb such as "give" from which no row was extracted."""

    block_id: str
    text: str
    bears: tuple[str, ...]  # the words that suggest a contribution


@dataclass(frozen=True, slots=True)
class Doubt:
    """Issues of one kind: what was not understood."""

    code: str
    words: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Summary:
    lines: tuple[Line, ...]
    trust: tuple[Trust, ...]  # empty until a row is reviewed
    money: tuple[Money, ...]
    checks: tuple[Check, ...]  # the worst first
    gaps: tuple[Passage, ...]
    issues: tuple[Doubt, ...]
    words: int  # of the text, without furniture and copies
    disputed: int  # rows about which reviewers disagree

    high_from: str = percent(Decimal(str(HIGH)))  # of a contribution's probability
    medium_from: str = percent(Decimal(str(MEDIUM)))
    doubt_below: str = percent(LEAST)  # of a field's

    @property
    def rows(self) -> int:
        return sum(line.rows for line in self.lines)

    @property
    def reviewed(self) -> int:
        return sum(line.reviewed for line in self.lines)

    @property
    def share(self) -> str:
        return _share(self.reviewed, self.rows)

    @property
    def wrong(self) -> int:
        return sum(check.is_wrong for check in self.checks)


def build_summary(tables: Tables, state: Iterable[Row], gaps: Sequence[Passage] = ()) -> Summary:
    """The summary of reviewed tables; `state` are the rows of review.csv."""
    rows = [row for table in WEIGHT for row in tables[table].values()]
    return Summary(
        lines=tuple(
            _line(table, list(tables[table].values())) for table in WEIGHT if tables[table]
        ),
        trust=tuple(_trust(rows)),
        money=tuple(_money(state)),
        checks=tuple(_checks(tables["checks"].values())),
        gaps=tuple(gaps),
        issues=tuple(_issues(tables["issues"].values())),
        words=sum(_words(block) for block in tables["blocks"].values()),
        disputed=sum(row["review_status"] == "disputed" for row in rows),
    )


def passages(state: ReviewState) -> list[Passage]:
    """The passages from which no row was extracted though one may be expected, in reading order."""
    found = []
    for gap in find_gaps(state):
        text = state.text.blocks[gap.block_id].text.text
        bears = tuple(dict.fromkeys(text[start:end] for start, end in gap.words))
        found.append(Passage(gap.block_id, text[gap.start : gap.end], bears))
    return found


# ---- its sections ----------------------------------------------------------------------------


def _line(table: str, rows: Sequence[Row]) -> Line:
    confidences = Counter(row["confidence"] for row in rows)
    open_rows = [row for row in rows if row["review_status"] in OPEN]
    return Line(
        table,
        plural(table),
        len(rows),
        {name: confidences[name] for name in CONFIDENCES},
        len(rows) - len(open_rows),
        _share(len(rows) - len(open_rows), len(rows)),
        sum(bool(row["flags"] or in_doubt(row)) for row in open_rows),
    )


def _share(part: int, whole: int) -> str:
    return share(Decimal(part), Decimal(whole)) if whole else "0%"


def _trust(rows: Iterable[Row]) -> Iterator[Trust]:
    """How often each confidence was right so far; rows that people added have none."""
    reviewed = [
        row for row in rows if row["review_status"] in ("accepted", "corrected", "rejected")
    ]
    for name in CONFIDENCES:
        statuses = [row["review_status"] for row in reviewed if row["confidence"] == name]
        if statuses:
            yield Trust(name, len(statuses), statuses.count("accepted"))


def _money(state: Iterable[Row]) -> Iterator[Money]:
    for row in sorted(state, key=lambda row: -int(row["rows"])):
        if row["table"] == "contributions" and row["currency"] and Decimal(row["amount"] or 0):
            amount, reviewed = Decimal(row["amount"]), Decimal(row["amount_reviewed"])
            yield Money(row["currency"], short(amount), short(reviewed), share(reviewed, amount))


def _checks(rows: Iterable[Row]) -> Iterator[Check]:
    for row in sorted(rows, key=lambda row: WORST.index(row["verdict"])):
        if row["review_status"] != "rejected":
            yield Check(
                row["row_id"],
                VERDICT_WORDS[row["verdict"]],
                _interval(row, "stated"),
                _interval(row, "computed"),
                row["verdict"] == "inconsistent",
                row["evidence"],
            )


def _interval(row: Row, side: str) -> str:
    low, high = row[f"{side}_low"], row[f"{side}_high"]
    if not (low or high):
        return "not known"
    most = Decimal(high) if high else None
    return amount_in_words(row["currency"], Decimal(low or 0), most).strip()


def _issues(rows: Iterable[Row]) -> Iterator[Doubt]:
    groups: dict[str, list[Row]] = {}
    for row in rows:
        groups.setdefault(row["code"], []).append(row)
    for code, found in sorted(groups.items(), key=lambda group: (-len(group[1]), group[0])):
        yield Doubt(code, meaning_of(code).rstrip("."), tuple(found))


def _words(block: Row) -> int:
    is_read = block["kind"] not in UNREAD and not block["duplicate_of"]
    return len(block["text"].split()) if is_read else 0
