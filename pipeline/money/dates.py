"""Finds dates and periods: ISO bounds, EDTF text, the antecedent of a relative date.

Single expressions (calendar_dates, relative_dates) are read in order, each against the last date
before it; the words around them make ranges ("from … to …") and open intervals ("since", "by").
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from pipeline.money.calendar_dates import ANY_DATE, Context, build
from pipeline.money.intervals import TimeInterval, beyond, fiscal, joined, opened, year_of
from pipeline.money.relative_dates import EXPRESSIONS
from pipeline.money.years import is_no_year, may_be_name
from pipeline.records.numbers import Period

LOOK_BACK = 40  # characters before a date that are searched for such words
BARE_YEARS = ("year", "year_span", "split_year")
WITHOUT_YEAR = ("month", "day_month", "month_day", "on_month_day")


def _before(words: str, flags: re.RegexFlag = re.IGNORECASE) -> re.Pattern[str]:
    """Words directly before a date, perhaps with an article: "since the"."""
    return re.compile(rf"(?<!\w)(?:{words})(?:the\s+)?\Z", flags)


_FROM = _before(
    r"(?P<words>(?:(?:(?:during|over|for|in|covering)\s+)?(?:the\s+)?(?:\w+\s+)?period\s+(?:of\s+)?)?"
    r"(?:from|between)\s+(?:the\s+)?)"
)
_SPAN_OF = _before(r"(?P<words>(?:during|over|for|in)\s+the\s+(?:\w+\s+)?period\s+(?:of\s+)?)")
_TO = re.compile(r"\s+(?:to|until|till|through|and|up\s+to)\s+(?:the\s+)?\Z|\s?[-–—]\s?\Z", re.I)
_ONWARDS = re.compile(
    r"(?:\s+(?:onwards?|on(?=[\s,.;]*(?:\Z|[,.;]))|and\s+(?:beyond|after)|to\s+(?:date|the\s+present))"
    r"|\s?[-–—]\s?(?:present|ongoing|today|date))(?!\w)"
)
_SINCE_EVERY = _before(
    r"(?P<words>(?:every|each)\s+(?:\w+\s+)?(?:years?|months?)|annually|yearly)\s+since\s+"
)
_FROM_OPEN = re.compile(r"(?:(?<=[.;:]\s)|(?<=\n)|^)From\s+(?:the\s+)?\Z")
_FROM_WORD = _before(r"from\s+")
_ABOUT = re.compile(r"(?<!\w)(?:about|around|circa|ca\.|c\.|approximately)\s*\Z", re.I)
_FISCAL_BEFORE = re.compile(
    r"(?:\bFYs|\b(?:fiscal|financial)\s+years)\s?[0-9]{4}(?:,\s[0-9]{4}){0,3},?\s(?:and\s)?\Z",
    re.IGNORECASE,
)
# words before a date, what they make of it, and the side that they leave open
FRAMES: Sequence[
    tuple[re.Pattern[str], Callable[[TimeInterval, str], TimeInterval | None], str]
] = (
    (
        _before(r"(?:ever\s+)?since\s+|(?:starting|beginning)\s+(?:in|from|on)\s+|as\s+from\s+"),
        opened,
        "after",
    ),
    (
        _before(
            r"until\s+|till\s+|up\s+(?:to|until)\s+|by\s+(?:the\s+year\s+)?|no\s+later\s+than\s+"
            r"|through\s+"
        ),
        opened,
        "before",
    ),
    (_before(r"before\s+|prior\s+to\s+"), beyond, "before"),
    (_before(r"after\s+"), beyond, "after"),
    (_FROM_OPEN, opened, "after"),
)


@dataclass(frozen=True, slots=True)
class Hit:
    """The match of one expression of time, not yet read."""

    rule: str
    match: re.Match[str]
    read: Callable[[re.Match[str], Context], TimeInterval | None] | None = None

    @property
    def start(self) -> int:
        return self.match.start()

    @property
    def end(self) -> int:
        return self.match.end()

    def interval(self, context: Context) -> TimeInterval | None:
        """What the expression states by itself; None if it is no date."""
        if self.read:
            return self.read(self.match, context)
        text, start, end = self.match.string, *self.match.span()
        if self.rule == "year" and _FISCAL_BEFORE.search(text[max(0, start - LOOK_BACK) : start]):
            return fiscal(int(text[end - 4 : end]), context.fiscal_start)
        if self.rule in BARE_YEARS and is_no_year(text, start, end):
            return None
        built = build(self.rule, self.match, context)
        named = self.rule in BARE_YEARS and may_be_name(text, start, end)
        return built.flagged("year_in_name") if built and named else built


def find_periods(
    text: str, *, year: int, fiscal_year_start: int = 1, before: Period | None = None
) -> list[Period]:
    """Every expression of time, in reading order, never overlapping; never raises.

    `year` is the edition's; `fiscal_year_start` the month in which its fiscal year begins; `before`
    the last period read earlier (in the paragraph before).
    """
    context = Context(year, fiscal_year_start)
    context = _after(context, before) if before else context
    found: list[Period] = []
    hits = _hits(text)
    at = 0
    while at < len(hits):
        following = hits[at + 1] if at + 1 < len(hits) else None
        period, used = _read(hits[at], following, context, found[-1].end if found else 0)
        at += used
        if period:
            found.append(period)
            context = _after(context, period)
    return found


def _after(context: Context, period: Period) -> Context:
    """What resolves the dates after this one."""
    if not (period.date_start or period.date_end):
        return context
    start, end, fiscal_year = period.date_start, period.date_end, period.fiscal_year
    last = TimeInterval(start, end, period.edtf, period.granularity, fiscal_year=fiscal_year)
    return replace(context, last=last, last_text=period.text)


def _hits(text: str) -> list[Hit]:
    """Every possible expression of time; the longer of those that overlap."""
    hits = [Hit(match.lastgroup or "", match) for match in ANY_DATE.finditer(text)]
    for rule, pattern, read in EXPRESSIONS:
        hits += [Hit(rule, match, read) for match in pattern.finditer(text)]
    hits.sort(key=lambda hit: (hit.start, -hit.end))
    apart: list[Hit] = []
    for hit in hits:
        if not apart or hit.start >= apart[-1].end:
            apart.append(hit)
    return apart


def _read(
    hit: Hit, following: Hit | None, context: Context, floor: int
) -> tuple[Period | None, int]:
    """The period that begins with `hit`, not before `floor`, and how many hits it holds."""
    text = hit.match.string
    between = text[hit.end : following.start] if following else ""
    if hit.rule == "recurring" and re.fullmatch(r"\s+since\s+(?:the\s+)?", between):
        return None, 1  # "every year since 2004" belongs to the date
    ranged = _ranged(text, hit, following, context) if following else None
    interval = ranged or hit.interval(context)
    if interval is None:
        return None, 1
    span = (hit.start, following.end if ranged and following else hit.end)
    interval, start, end = _framed(text, interval, span, two=ranged is not None)
    return _period(interval, text, (max(start, floor), end), hit.rule), 2 if ranged else 1


def _ranged(text: str, hit: Hit, following: Hit, context: Context) -> TimeInterval | None:
    """Two dates as one range: "from 2013 to 2017", "between May and June 2019"."""
    between = text[hit.end : following.start]
    if hit.read or following.read or not _TO.fullmatch(between):
        return None
    lead = _FROM.search(text[max(0, hit.start - LOOK_BACK) : hit.start])
    if between.split()[:1] == ["and"] and not (lead and "between" in lead["words"].lower()):
        return None
    high, low = following.interval(context), hit.interval(context)
    if high is None or low is None:
        return None
    if hit.rule not in WITHOUT_YEAR or low.basis == "explicit":
        return joined(low, high)
    low = hit.interval(replace(context, last=high)) or low
    if low.first > high.last and high.year:  # "from 1 April to 31 March 2019"
        low = hit.interval(replace(context, last=year_of(high.year - 1))) or low
    return joined(replace(low, basis="explicit", antecedent=""), high)


def _framed(
    text: str, interval: TimeInterval, span: tuple[int, int], *, two: bool
) -> tuple[TimeInterval, int, int]:
    """The interval as opened or bounded by the words around it, and the span with those words."""
    start, end = span
    lead = text[max(0, start - LOOK_BACK) : start]
    if interval.granularity == "range":
        match = _FROM.search(lead) or (None if two else _SPAN_OF.search(lead))
        return interval, start - (len(match["words"]) if match else 0), end
    if not interval.edtf:
        return interval, start, end
    if match := _SINCE_EVERY.search(lead):
        since, words = opened(interval, "after") or interval, match["words"].lower()
        since = replace(since, granularity="recurrence", recurrence=words)
        return since, start - len(match.group()), end
    for pattern, make, side in FRAMES:
        if (match := pattern.search(lead)) and (made := make(interval, side)):
            onwards = _ONWARDS.match(text, end) if side == "after" else None
            return made, start - len(match.group()), onwards.end() if onwards else end
    return _from_or_about(text, interval, span, lead)


def _from_or_about(
    text: str, interval: TimeInterval, span: tuple[int, int], lead: str
) -> tuple[TimeInterval, int, int]:
    """ "2019 onwards", "from 2019,", "around 2019"."""
    start, end = span
    onwards, from_word = _ONWARDS.match(text, end), _FROM_WORD.search(lead)
    if onwards or (from_word and text[end : end + 1] == ","):
        made = opened(interval, "after")
        begins = start - (len(from_word.group()) if from_word else 0)
        return (made, begins, onwards.end() if onwards else end) if made else (interval, *span)
    if (match := _ABOUT.search(lead)) and "/" not in interval.edtf:
        return replace(interval, edtf=f"{interval.edtf}~"), start - len(match.group()), end
    return interval, start, end


def _period(interval: TimeInterval, text: str, span: tuple[int, int], rule: str) -> Period:
    return Period(
        *span,
        text[slice(*span)],
        interval.first,
        interval.last,
        interval.edtf,
        interval.granularity,
        interval.basis,
        interval.antecedent,
        interval.recurrence,
        interval.duration,
        interval.fiscal_year,
        rule,
        interval.flags,
    )
