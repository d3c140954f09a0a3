"""Finds dates and periods: ISO bounds, EDTF text, the antecedent of a relative date.

Single expressions (date_atoms, date_relative) are read in order, each against the last date
before it; the words around them make ranges ("from … to …") and open intervals ("since", "by").
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from pipeline.money.date_atoms import Context, build
from pipeline.money.date_names import verdict
from pipeline.money.date_patterns import ATOM
from pipeline.money.date_relative import (
    AGO,
    DURATION,
    RECURRING,
    RELATIVE,
    ago,
    duration,
    recurring,
)
from pipeline.money.date_relative import relative as build_relative
from pipeline.money.date_values import TimeInterval, beyond, fiscal, joined, opened, year_of
from pipeline.records.numbers import Period

LOOK_BACK = 40  # characters before a date that are searched for such words
FINDERS = {
    "atom": ATOM,
    "relative": RELATIVE,
    "ago": AGO,
    "recurring": RECURRING,
    "duration": DURATION,
}

_PERIOD = r"(?:(?:during|over|for|in|covering)\s+)?(?:the\s+)?(?:\w+\s+)?period\s+(?:of\s+)?"
_FROM = re.compile(rf"(?<!\w)((?:{_PERIOD})?(?:from|between)\s+(?:the\s+)?)\Z", re.IGNORECASE)
_SPAN_OF = re.compile(
    r"(?<!\w)((?:during|over|for|in)\s+the\s+(?:\w+\s+)?period\s+(?:of\s+)?)\Z", re.I
)
_TO = re.compile(r"\s+(?:to|until|till|through|and|up\s+to)\s+(?:the\s+)?\Z|\s?[-–—]\s?\Z", re.I)
_AFTER_OPEN = re.compile(
    r"(?:\s+(?:onwards?|on(?=[\s,.;]*(?:\Z|[,.;]))|and\s+(?:beyond|after)|to\s+(?:date|the\s+present))"
    r"|\s?[-–—]\s?(?:present|ongoing|today|date))(?!\w)"
)
_EVERY_SINCE = re.compile(
    r"(?<!\w)((?:every|each)\s+(?:\w+\s+)?(?:years?|months?)|annually|yearly)\s+since\s+(?:the\s+)?\Z",
    re.IGNORECASE,
)
_SINCE = re.compile(
    r"(?<!\w)((?:ever\s+)?since\s+|(?:starting|beginning)\s+(?:in|from|on)\s+|as\s+from\s+)"
    r"(?:the\s+)?\Z",
    re.IGNORECASE,
)
_UNTIL = re.compile(
    r"(?<!\w)(until\s+|till\s+|up\s+(?:to|until)\s+|by\s+(?:the\s+year\s+)?|no\s+later\s+than\s+"
    r"|through\s+)(?:the\s+)?\Z",
    re.IGNORECASE,
)
_BEFORE = re.compile(r"(?<!\w)((?:before|prior\s+to)\s+)(?:the\s+)?\Z", re.IGNORECASE)
_AFTER = re.compile(r"(?<!\w)(after\s+)(?:the\s+)?\Z", re.IGNORECASE)
_FROM_OPEN = re.compile(r"(?:(?<=[.;:]\s)|(?<=\n)|^)(From\s+)(?:the\s+)?\Z")
_FROM_COMMA = re.compile(r"(?<!\w)(from\s+)(?:the\s+)?\Z", re.IGNORECASE)
_FISCAL_BEFORE = re.compile(
    r"(?:\bFYs|\b(?:fiscal|financial)\s+years)\s?[0-9]{4}(?:,\s[0-9]{4}){0,3},?\s(?:and\s)?\Z",
    re.IGNORECASE,
)
_ABOUT = re.compile(r"(?<!\w)((?:about|around|circa|ca\.|c\.|approximately)\s*)\Z", re.IGNORECASE)
READERS: Mapping[str, Callable[[re.Match[str], Context], TimeInterval | None]] = {
    "atom": build,
    "relative": build_relative,
    "ago": ago,
    "recurring": recurring,
    "duration": duration,
}
FRAMES: tuple[
    tuple[re.Pattern[str], Callable[[TimeInterval, str], TimeInterval | None], str], ...
] = (
    (_SINCE, opened, "after"),
    (_UNTIL, opened, "before"),
    (_BEFORE, beyond, "before"),
    (_AFTER, beyond, "after"),
    (_FROM_OPEN, opened, "after"),
)


@dataclass(frozen=True, slots=True)
class Hit:
    """The match of one expression of time, not yet read."""

    finder: str
    match: re.Match[str]

    @property
    def start(self) -> int:
        return self.match.start()

    @property
    def end(self) -> int:
        return self.match.end()


def find_periods(
    text: str, *, year: int, fiscal_year_start: int = 1, before: Period | None = None
) -> list[Period]:
    """Every expression of time, in reading order, never overlapping; never raises.

    `year` is the edition's; `fiscal_year_start` the month in which its fiscal year begins; `before`
    the last period read earlier (in the paragraph before).
    """
    context = Context(year, fiscal_year_start, _interval_of(before), before.text if before else "")
    found: list[Period] = []
    hits = _hits(text)
    at = 0
    while at < len(hits):
        following = hits[at + 1] if at + 1 < len(hits) else None
        floor = found[-1].end if found else 0
        period, used = _read(text, hits[at], following, context, floor)
        at += used
        if period is None:
            continue
        found.append(period)
        if period.date_start or period.date_end:
            context = replace(context, last=_interval_of(period), last_text=period.text)
    return found


def _hits(text: str) -> list[Hit]:
    """Every possible expression of time; the longer of those that overlap."""
    hits = [
        Hit(name, match) for name, pattern in FINDERS.items() for match in pattern.finditer(text)
    ]
    hits.sort(key=lambda hit: (hit.start, -hit.end, hit.finder))
    return list(_apart(hits))


def _apart(hits: Sequence[Hit]) -> Iterator[Hit]:
    end = 0
    for hit in hits:
        if hit.start >= end:
            yield hit
            end = hit.end


def _read(
    text: str, hit: Hit, following: Hit | None, context: Context, floor: int
) -> tuple[Period | None, int]:
    """The period that begins with `hit`, and how many hits it holds."""
    if following and _begins_since(text, hit, following):
        return None, 1
    ranged = _ranged(text, hit, following, context) if following else None
    interval, used = (ranged, 2) if ranged else (_interval(text, hit, context), 1)
    if interval is None:
        return None, 1
    start, end = hit.start, (following.end if used == 2 and following else hit.end)
    interval, start, end = _framed(text, interval, (start, end), used)
    start = max(start, floor)
    return _period(text, interval, (start, end), hit), used


def _begins_since(text: str, hit: Hit, following: Hit) -> bool:
    """Whether a recurrence belongs to the date after it: "every year since 2004"."""
    between = text[hit.end : following.start]
    return (
        hit.finder == "recurring" and re.fullmatch(r"\s+since\s+(?:the\s+)?", between) is not None
    )


def _interval(text: str, hit: Hit, context: Context) -> TimeInterval | None:
    """What one expression states by itself."""
    built = READERS[hit.finder](hit.match, context)
    if hit.match.lastgroup == "year" and _FISCAL_BEFORE.search(
        text[max(0, hit.start - 40) : hit.start]
    ):
        return fiscal(int(hit.match["wy"]), context.fiscal_start)
    if built is None or hit.match.lastgroup not in ("year", "year_span", "split_year"):
        return built
    said = verdict(text, hit.start, hit.end)
    if said == "none":
        return None
    return replace(built, flags=(*built.flags, "year_in_name")) if said == "name" else built


def _ranged(text: str, hit: Hit, following: Hit, context: Context) -> TimeInterval | None:
    """Two dates as one range: "from 2013 to 2017", "between May and June 2019"."""
    between = text[hit.end : following.start]
    if hit.finder != "atom" or following.finder != "atom" or not _TO.fullmatch(between):
        return None
    lead = _FROM.search(text[max(0, hit.start - LOOK_BACK) : hit.start])
    tie = between.split()[0].lower() if between.split() else "-"
    wanted = "between" if tie == "and" else ""
    if wanted and not (lead and "between" in lead[1].lower()):
        return None
    high = _interval(text, following, context)
    if high is None:
        return None
    leaning = replace(context, last=high, last_text=following.match.group())
    leans = hit.match.lastgroup in ("month", "day_month", "month_day", "on_month_day")
    low = _interval(text, hit, leaning if leans else context)
    if low is None:
        return None
    if not leans or low.antecedent != leaning.last_text:
        return joined(low, high)
    if low.first > high.last and high.year is not None:  # "from 1 April to 31 March 2019"
        low = _interval(text, hit, replace(leaning, last=year_of(high.year - 1))) or low
    return joined(replace(low, basis="explicit", antecedent=""), high)


def _framed(
    text: str, interval: TimeInterval, span: tuple[int, int], used: int
) -> tuple[TimeInterval, int, int]:
    """The interval as opened or bounded by the words around it, and the span with those words."""
    start, end = span
    lead = text[max(0, start - LOOK_BACK) : start]
    if used == 2 or interval.granularity == "range":
        match = _FROM.search(lead) or (_SPAN_OF.search(lead) if used == 1 else None)
        return interval, start - (len(match[1]) if match else 0), end
    if not interval.edtf:
        return interval, start, end
    if match := _EVERY_SINCE.search(lead):
        return _recurring_since(interval, match[1]), start - len(match.group()), end
    for pattern, make, side in FRAMES:
        if (match := pattern.search(lead)) and (made := make(interval, side)):
            onwards = _AFTER_OPEN.match(text, end) if side == "after" else None
            return made, start - len(match.group()), onwards.end() if onwards else end
    if (match := _AFTER_OPEN.match(text, end)) and (made := opened(interval, "after")):
        from_word = _FROM_COMMA.search(lead)
        return made, start - (len(from_word.group()) if from_word else 0), match.end()
    return _from_or_about(text, interval, (start, end), lead)


def _from_or_about(
    text: str, interval: TimeInterval, span: tuple[int, int], lead: str
) -> tuple[TimeInterval, int, int]:
    start, end = span
    if (match := _FROM_COMMA.search(lead)) and text[end : end + 1] == ",":
        made = opened(interval, "after")
        return (made, start - len(match.group()), end) if made else (interval, start, end)
    if (match := _ABOUT.search(lead)) and "/" not in interval.edtf:
        return replace(interval, edtf=f"{interval.edtf}~"), start - len(match.group()), end
    return interval, start, end


def _recurring_since(interval: TimeInterval, words: str) -> TimeInterval:
    made = opened(interval, "after") or interval
    return replace(made, granularity="recurrence", recurrence=words.lower())


def _period(text: str, interval: TimeInterval, span: tuple[int, int], hit: Hit) -> Period:
    start, end = span
    rule = hit.match.lastgroup if hit.finder == "atom" else hit.finder
    return Period(
        start,
        end,
        text[start:end],
        interval.first,
        interval.last,
        interval.edtf,
        interval.granularity,
        interval.basis,
        interval.antecedent,
        interval.recurrence,
        interval.duration,
        interval.fiscal_year,
        rule or "",
        interval.flags,
    )


def _interval_of(period: Period | None) -> TimeInterval | None:
    if period is None or not (period.date_start or period.date_end):
        return None
    return TimeInterval(
        period.date_start,
        period.date_end,
        period.edtf,
        period.granularity,
        fiscal_year=period.fiscal_year,
    )
