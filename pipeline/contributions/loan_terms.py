"""The terms of loans: interest rate, maturity and grace period, read from the words beside them.

A number is a term by the words directly after it ("10-year grace") or by the last word of terms
before it ("a repayment period of 40 years").  The words are rows of vocab/loan_words.csv.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import zip_longest

from pipeline.contributions.loan_numbers import (
    BARE,
    PERCENT,
    YEARS,
    Number,
    are_listed,
    contexts,
    numbers_in,
    pattern,
)
from pipeline.records.facts import Phrase, Reading, Term
from pipeline.records.text import Span

RATE, MATURITY, GRACE = "interest_rate", "maturity_years", "grace_years"
ROLES = {"rate": RATE, "maturity": MATURITY, "grace": GRACE}
SENTENCES_AFTER = 3  # that may still state the terms of a loan
FAR = 60  # characters between a word of interest and its percentage
LOAN_AFTER = re.compile(r"\s+(?:[\w-]+\s+)?(?:loan|credit)s?\b", re.IGNORECASE)
PART_OF = re.compile(r"\s+of\s+(?!interest)", re.IGNORECASE)
AT = re.compile(r"\bat\s+(?:an?\s+|only\s+|just\s+)?\Z", re.IGNORECASE)
AFTER_RATE = re.compile(
    r"(?:\W+[\w.]+){0,3}?(?:\s+(?:over|for|in|within)\s+|\W*,\s*)", re.IGNORECASE
)
GIVEN_FOR = re.compile(r"\b(?:provided|granted|extended|lent) for\s+\Z", re.IGNORECASE)
LEADING = re.compile(r"(?:\s+periods?)?(?:\s*(?:of|is|:|=))?[\s(]+")  # a word of terms, its number
OTHERS = re.compile(r"\bwho\b", re.IGNORECASE)  # "farmers who pay 9 percent"
JOINED = re.compile(r"(?:\s+periods?)?\s+and\s+", re.IGNORECASE)
RESPECTIVELY = re.compile(r"\brespectively\b", re.IGNORECASE)

Labelled = tuple[Number, str]  # a number and the column of its term


def terms_in(
    reading: Reading, loans: Sequence[Span], others: Sequence[Span] = ()
) -> list[dict[str, Term]]:
    """For each loan its terms by column, from its sentence and up to three that follow it.

    `loans` are the spans of contributions that are loans, in reading order; `others` those of
    other contributions, which end what is said of a loan.  A term without a single value, such as
    a range, has the value None; a term that the text does not state is left out.
    """
    found: list[dict[str, Term]] = [{} for _ in loans]
    if not loans:
        return found
    text, numbers = reading.block.text.text, numbers_in(reading)
    scope: list[int] = []
    age = 0
    for sentence in reading.sentences:
        own = [k for k, loan in enumerate(loans) if _within(loan, sentence)]
        ended = any(_within(other, sentence) for other in others) or age == SENTENCES_AFTER
        scope, age = (own, 0) if own else ([] if ended else scope, age + 1)
        if not scope:
            continue
        labelled = list(_labelled(text, [n for n in numbers if _within(n, sentence)], sentence))
        said = text[slice(*sentence)]
        spans = {k: loans[k] for k in scope} if own else dict.fromkeys(scope)
        for loan, terms in _shared_out(said, labelled, spans).items():
            found[loan] = {**_terms(text, terms), **found[loan]}
    return found


def _within(place: Span | Number, sentence: Span) -> bool:
    start = place.start if isinstance(place, Number) else place[0]
    return sentence[0] <= start < sentence[1]


def _terms(text: str, labelled: Sequence[Labelled]) -> dict[str, Term]:
    """The first number of each column.

    Two different interest rates are no single one.  Of two lengths the longer is the maturity,
    which lasts until the last repayment: "repaid over 40 years, with a maturity of 50 years".
    """
    terms: dict[str, Term] = {}
    for number, column in labelled:
        at = Phrase(text[number.start : number.end], number.start, number.end)
        first = terms.setdefault(column, Term(number.value, at))
        if column == RATE and first.value != number.value:
            terms[column] = Term(None, first.at)
        if column == MATURITY and (number.value or 0) > (first.value or number.value or 0):
            terms[column] = Term(number.value, at)
    return terms


# ---- which loan ------------------------------------------------------------------------------


def _shared_out(
    said: str, labelled: Sequence[Labelled], loans: Mapping[int, Span | None]
) -> dict[int, list[Labelled]]:
    """Each loan with its numbers; a loan of an earlier sentence has no span."""
    made: dict[int, list[Labelled]] = {loan: [] for loan in loans}
    for column in ROLES.values():
        numbers = [one for one in labelled if one[1] == column]
        if RESPECTIVELY.search(said) and len(numbers) == len(loans):
            for loan, one in zip(loans, numbers, strict=True):
                made[loan].append(one)
        else:
            for one in numbers:
                for loan in _loans_of(said, one[0], loans):
                    made[loan].append(one)
    return made


def _loans_of(said: str, number: Number, loans: Mapping[int, Span | None]) -> list[int]:
    """All loans that share a number behind them, else the last one before it."""
    before = [loan for loan, span in loans.items() if span is None or span[0] < number.start]
    if len(before) == len(loans) and pattern("shared").search(said):
        return before
    return before[-1:] or list(loans)[:1]


# ---- which term ------------------------------------------------------------------------------


def _labelled(text: str, numbers: Sequence[Number], sentence: Span) -> Iterator[Labelled]:
    """The numbers of a sentence that are terms, each with its column."""
    last: Labelled | None = None
    second = ""  # the column of the next number, where two words of terms are joined by "and"
    around = contexts(text, numbers, sentence)
    for (number, before, after), then in zip_longest(around, numbers[1:]):
        listed = last is not None and are_listed(text, last[0], number)
        two = _two_columns(before) if then and are_listed(text, number, then) else ()
        column = second if second and listed else two[0] if two else _column(number, before, after)
        if not column and last is not None:
            column = last[1] if listed else _after_rate(number, before, last)
        second = two[1] if two else ""
        last = (number, column) if column else None
        if column:
            yield number, column


def _column(number: Number, before: str, after: str) -> str:
    return (
        _percent_column(before, after, number)
        if number.kind == PERCENT
        else _years_column(before, after, number)
    )


def _percent_column(before: str, after: str, number: Number) -> str:
    """Interest, unless it is a charge, a margin on another rate, or a part of something."""
    if number.value == 0 and number.end - number.start > len("0 percent"):
        return RATE  # "interest-free"
    if PART_OF.match(after) or _charged().match(after) or OTHERS.search(before):
        return ""
    words = list(pattern("rate", "charge", "benchmark").finditer(before))
    word = words[-1] if words and len(before) - words[-1].end() <= FAR else None
    if word is not None:
        return RATE if pattern("rate").fullmatch(word[0]) else ""
    return RATE if _near("rate").match(after) or AT.search(before) else ""


def _years_column(before: str, after: str, number: Number) -> str:
    if _follows("grace", after):
        return GRACE
    if number.kind == BARE and not _leading().search(before):
        return ""
    if _follows("maturity", after):
        return MATURITY
    words = list(pattern("grace", "maturity").finditer(before))
    if words:
        return GRACE if pattern("grace").fullmatch(words[-1][0]) else MATURITY
    is_length = LOAN_AFTER.match(after) or GIVEN_FOR.search(before)
    return MATURITY if number.kind == YEARS and is_length else ""


def _after_rate(number: Number, before: str, last: Labelled) -> str:
    """ "at 1 percent over 20 years", "0.65% p.a., 30 years"."""
    follows = number.kind == YEARS and last[1] == RATE and AFTER_RATE.fullmatch(before)
    return MATURITY if follows else ""


def _two_columns(before: str) -> tuple[str, ...]:
    """ "maturity and grace periods are": the columns of the two numbers that follow."""
    words = list(pattern("grace", "maturity").finditer(before))[-2:]
    if len(words) < 2 or not JOINED.fullmatch(before[words[0].end() : words[1].start()]):
        return ()
    columns = tuple(GRACE if pattern("grace").fullmatch(w[0]) else MATURITY for w in words)
    return columns if len(set(columns)) == 2 else ()


def _follows(role: str, after: str) -> bool:
    """Whether a word of the role belongs to the number before it, and not to the one behind it."""
    match = _near(role).match(after)
    return match is not None and not LEADING.fullmatch(after[match.end() :])


@cache
def _leading() -> re.Pattern[str]:
    words = pattern("grace", "maturity").pattern
    return re.compile(rf"{words}{LEADING.pattern}\Z", re.IGNORECASE)


@cache
def _near(*roles: str) -> re.Pattern[str]:
    """A word with one of the roles directly after a number, or after a few small words."""
    small = r"(?:(?:of|to|are|is|the|them|final|annual|fixed|additional|years?)\s+){0,2}"
    return re.compile(rf"[\s'’-]*{small}{pattern(*roles).pattern}", re.IGNORECASE)


@cache
def _charged() -> re.Pattern[str]:
    """A word of a charge or of another rate after a percentage: "0.5 percent commitment fee"."""
    no_link = r"(?:with|and|plus|a|the|interest|per|p)\b"
    words = pattern("charge", "benchmark").pattern
    return re.compile(rf"\s*(?:above\s+|(?!{no_link})[\w-]+\s+){{0,2}}{words}", re.IGNORECASE)
