"""Which contributions a total may add: not what another row holds, nor what was cancelled."""

import re
from datetime import date

from pipeline.records.numbers import Period

LONGEST_YEAR = 371  # days, a fiscal year of 53 weeks
TO_DATE = re.compile(
    r"\b(?:to date|so far|thus far|cumulative(?:ly)?|until now)\b(?! this (?:year|month))",
    re.IGNORECASE,
)
IN_ALL = re.compile(r"\b(?:has|have)\b[^.;]{0,60}\btotal\b", re.IGNORECASE)
AS_OF = re.compile(r"\bas of (?:the )?(?:end of )?\Z", re.IGNORECASE)
SINCE = re.compile(r"\bsince (?:the )?[\w\s-]{0,30}\Z", re.IGNORECASE)
SINCE_YEAR = re.compile(r"\bsince (?:the )?[\w\s-]{0,30}\b(?:19|20)\d\d\b", re.IGNORECASE)
BROUGHT_TO = re.compile(  # "which brings the aid of this year to more than $80 million"
    r"\b(?:bring(?:s|ing)?|brought|tak(?:es|ing)|took)\b[^.;]{0,90}\bto\W+"
    r"(?:(?:over|more than|about|some|around|nearly|almost|approximately|a total of)\W+)?\Z"
)
EXAMPLE = re.compile(r"\W*(?:for example|for instance|as an example)\b", re.IGNORECASE)
NOT_PROVIDED = "x"  # the reader's type of what did not take place


def is_cumulative(
    sentence: str,
    at: int,
    period: Period | None,
    before: str,
    types: tuple[str, ...],
    year: int,
) -> bool:
    """An amount over several years: "since the 2010 flood", "to date", "has given a total of".

    `at` is where the amount stands in its sentence; `period` the contribution's own; `before` what
    stands before the period; `year` the edition's: what began in it adds up no other year.
    """
    if period is None:
        before_amount = sentence[:at]
        said = IN_ALL.search(before_amount) or SINCE_YEAR.search(before_amount)
        return bool(said or TO_DATE.search(sentence))
    is_open = period.granularity == "open" and not period.date_end
    if is_open or SINCE.search(before):
        return types != ("12",) and period.date_start < str(year)
    if AS_OF.search(before) or TO_DATE.search(sentence):
        return True
    return types == ("3",) and _spans_years(period)


def _spans_years(period: Period) -> bool:
    """ "Between 2015 and 2018": longer than any one year."""
    if period.granularity != "range" or not (period.date_start and period.date_end):
        return False
    days = date.fromisoformat(period.date_end) - date.fromisoformat(period.date_start)
    return days.days > LONGEST_YEAR
