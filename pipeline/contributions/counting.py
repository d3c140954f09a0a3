"""Which contributions a total may add: not what another row holds, nor what was cancelled."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from pipeline.records.facts import Contribution
from pipeline.records.numbers import Period

LONGEST_YEAR = 371  # days, a fiscal year of 53 weeks
TO_DATE = re.compile(r"\b(?:to date|so far|thus far|cumulative(?:ly)?|until now)\b", re.IGNORECASE)
IN_ALL = re.compile(r"\b(?:has|have)\b[^.;]{0,60}\btotal\b", re.IGNORECASE)
AS_OF = re.compile(r"\bas of (?:the )?(?:end of )?\Z", re.IGNORECASE)
SINCE = re.compile(r"\bsince (?:the )?[\w\s-]{0,30}\Z", re.IGNORECASE)
SINCE_YEAR = re.compile(r"\bsince (?:the )?[\w\s-]{0,30}\b(?:19|20)\d\d\b", re.IGNORECASE)
EXAMPLE = re.compile(r"\W*(?:for example|for instance|as an example)\b", re.IGNORECASE)
CANCELLED = "x"


def is_cumulative(
    sentence: str, at: int, period: Period | None, before: str, types: tuple[str, ...]
) -> bool:
    """An amount over several years: "since the 2010 flood", "to date", "has given a total of".

    `at` is where the amount stands in its sentence; `period` the contribution's own; `before` what
    stands before the period.
    """
    if period is not None and period.granularity == "open" and not period.date_end:
        return True
    if period is not None and (AS_OF.search(before) or SINCE.search(before)):
        return True
    if TO_DATE.search(sentence):
        return True
    if period is None:
        return bool(IN_ALL.search(sentence[:at]) or SINCE_YEAR.search(sentence[:at]))
    return types == ("3",) and _spans_years(period)


def _spans_years(period: Period) -> bool:
    """ "Between 2015 and 2018": longer than any one year."""
    if period.granularity != "range" or not (period.date_start and period.date_end):
        return False
    days = date.fromisoformat(period.date_end) - date.fromisoformat(period.date_start)
    return days.days > LONGEST_YEAR


def marked_duplicates(found: Sequence[Contribution]) -> list[Contribution]:
    """Tie a contribution stated again to the row that stated it first.

    The same are amount, provider and recipients; without recipients in both rows, those two alone.
    """
    first: dict[tuple[object, ...], Contribution] = {}
    marked = []
    for contribution in found:
        key = _sameness(contribution)
        original = first.setdefault(key, contribution) if key else contribution
        if original is contribution or _are_two(original, contribution):
            marked.append(contribution)
        else:
            bearer = original.bearer
            marked.append(replace(contribution, duplicate_of=bearer, not_countable="duplicate"))
    return marked


def _are_two(one: Contribution, other: Contribution) -> bool:
    """In one sentence, or of different times: of the same size, but not one stated twice."""
    together = one.bearer.block_id == other.bearer.block_id and one.sentence == other.sentence
    times = {row.period.edtf or row.period.text for row in (one, other) if row.period}
    return together or len(times) > 1


def _sameness(found: Contribution) -> tuple[object, ...]:
    amount, provider = found.amount, found.provider
    if amount is None or provider is None or found.not_countable == "cancelled":
        return ()
    reached = {p.key for p in (*found.recipients, *found.channels, *found.implementers)}
    return (amount.low, amount.high, amount.currency, provider.key, frozenset(reached))
