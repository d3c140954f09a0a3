"""Which contributions a total may add: not what another row holds, nor what was cancelled."""

import re
from datetime import date

from pipeline.records.facts import Contribution
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


def why_not_countable(row: Contribution, text: str, *, is_total: bool) -> str:
    """Why totals leave a contribution out, as a code of vocab/flags.csv, or nothing.

    `text` is its block's; `is_total` says that the reader takes its amount for a stated total.
    """
    before = text[row.sentence[0] : row.bearer.start]
    tests = (
        ("no_amount", row.amount is None),
        ("total", is_total or BROUGHT_TO.search(before)),
        ("example", EXAMPLE.match(text[slice(*row.sentence)])),
        ("rate", row.amount and row.amount.per),
        ("cumulative", row.cumulative),
    )
    return next((reason for reason, holds in tests if holds), "")


def is_cumulative(row: Contribution, text: str, year: int) -> bool:
    """An amount over several years: "since the 2010 flood", "to date", "has given a total of".

    `text` is its block's; `year` the edition's: what began in it adds up no other year.
    """
    period, sentence = row.period, text[slice(*row.sentence)]
    if row.amount is None:
        return False
    if period is None:
        before = text[row.sentence[0] : row.bearer.start]
        said = IN_ALL.search(before) or SINCE_YEAR.search(before)
        return bool(said or TO_DATE.search(sentence))
    before = text[: period.start] if row.period_basis == "stated" else ""
    is_open = period.granularity == "open" and not period.date_end
    if is_open or SINCE.search(before):
        return period.date_start < str(year)
    if AS_OF.search(before) or TO_DATE.search(sentence):
        return True
    return row.transaction_types == ("3",) and _spans_years(period)


def _spans_years(period: Period) -> bool:
    """ "Between 2015 and 2018": longer than any one year."""
    if period.granularity != "range" or not (period.date_start and period.date_end):
        return False
    days = date.fromisoformat(period.date_end) - date.fromisoformat(period.date_start)
    return days.days > LONGEST_YEAR
