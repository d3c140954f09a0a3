"""What was extracted, how sure it is, how far it is reviewed, and what to doubt."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from pipeline.contributions.confidence import HIGH, MEDIUM
from pipeline.explain.probabilities import LEAST, in_doubt, percent
from pipeline.records.closed_lists import CONFIDENCES
from pipeline.report.wording import share, short, sum_in_words
from pipeline.review.page.missed import find_gaps
from pipeline.review.page.queue import OPEN, WEIGHT
from pipeline.review.page.state import ReviewState
from pipeline.review.page.words import plural
from pipeline.reviewed.rows import Row, Tables
from pipeline.vocab import meaning_of

UNREAD = ("furniture", "banner")
VERDICT_WORDS = {
    "exact": "agrees with its parts",
    "within_rounding": "agrees with its parts within the rounding of the printed numbers",
    "inconsistent": "does not agree with its parts",
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
    flagged: int  # rows that bear a flag or a field in doubt and that nobody has reviewed


@dataclass(frozen=True, slots=True)
class Trust:
    """How rows of one confidence fared with the people who judged them."""

    confidence: str
    judged: int
    right: int  # accepted as they were


@dataclass(frozen=True, slots=True)
class Money:
    """How much of the printed money of contributions stands in reviewed rows."""

    currency: str
    printed: str
    reviewed: str
    share: str


@dataclass(frozen=True, slots=True)
class Check:
    """A stated total beside the sum of its parts."""

    row_id: str
    words: str
    stated: str
    computed: str
    is_wrong: bool
    evidence: str


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage that bears a sum or a verb of giving and gave no row."""

    block_id: str
    text: str
    bears: tuple[str, ...]  # the words that make it suspicious


@dataclass(frozen=True, slots=True)
class Doubt:
    """Issues of one kind: what was not understood."""

    code: str
    words: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Summary:
    lines: tuple[Line, ...]
    trust: tuple[Trust, ...]  # empty while nobody has judged a row
    money: tuple[Money, ...]
    checks: tuple[Check, ...]  # the worst first
    gaps: tuple[Passage, ...]
    issues: tuple[Doubt, ...]
    words: int  # of the text, furniture and copies left out
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
    """The passages that should have given a row and gave none, in reading order."""
    found = []
    for gap in find_gaps(state):
        text = state.text.blocks[gap.block_id].text.text
        bears = tuple(dict.fromkeys(text[start:end] for start, end in gap.words))
        found.append(Passage(gap.block_id, text[gap.start : gap.end], bears))
    return found


# ---- its parts -------------------------------------------------------------------------------


def _line(table: str, rows: Sequence[Row]) -> Line:
    confidences = Counter(row["confidence"] for row in rows)
    still = [row for row in rows if row["review_status"] in OPEN]
    return Line(
        table,
        plural(table),
        len(rows),
        {name: confidences[name] for name in CONFIDENCES},
        len(rows) - len(still),
        _share(len(rows) - len(still), len(rows)),
        sum(bool(row["flags"] or in_doubt(row)) for row in still),
    )


def _share(part: int, whole: int) -> str:
    return share(Decimal(part), Decimal(whole)) if whole else "0%"


def _trust(rows: Iterable[Row]) -> Iterator[Trust]:
    """What a confidence has been worth so far; rows that people added had none."""
    judged = [row for row in rows if row["review_status"] in ("accepted", "corrected", "rejected")]
    for name in CONFIDENCES:
        statuses = [row["review_status"] for row in judged if row["confidence"] == name]
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
    return sum_in_words(row["currency"], Decimal(low or 0), Decimal(high) if high else None).strip()


def _issues(rows: Iterable[Row]) -> Iterator[Doubt]:
    groups: dict[str, list[Row]] = {}
    for row in rows:
        groups.setdefault(row["code"], []).append(row)
    for code, found in sorted(groups.items(), key=lambda group: (-len(group[1]), group[0])):
        yield Doubt(code, meaning_of(code), tuple(found))


def _words(block: Row) -> int:
    is_read = block["kind"] not in UNREAD and not block["duplicate_of"]
    return len(block["text"].split()) if is_read else 0
