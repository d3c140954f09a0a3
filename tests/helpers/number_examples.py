"""Reads the examples of amounts, dates and counts, and states the findings in the same form."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from pipeline.money.amounts import find_amounts
from pipeline.money.counts import find_counts
from pipeline.money.dates import find_periods
from pipeline.records.numbers import Amount, Count, Period
from tests.helpers.paths import EXAMPLES

SAID_BY_EDTF = {"quarter", "half"}  # granularities that the EDTF text does not show
YEAR = 2019  # of the edition that the examples of dates belong to

Stated = tuple[int, int, str]  # a span of the text and what it says, in the files' notation


@dataclass(frozen=True, slots=True)
class Example:
    """A text without its marks, under the heading of its kind."""

    kind: str
    setting: str  # what stands in [brackets] before it: "Rs=LKR", "4"
    text: str
    wanted: tuple[Stated, ...]


def read_examples(name: str) -> list[Example]:
    """The examples of a file, in order.  Raises ValueError where marks and answers differ.

    A line without " => " goes on in the next one.
    """
    found = []
    kind, held = "", ""
    for line in (EXAMPLES / name).read_text(encoding="utf-8").splitlines():
        if line.startswith("#") or not line:
            kind = line[3:] if line.startswith("## ") else kind
        elif " => " not in line:
            held += line + "\n"
        else:
            found.append(parse(kind, held + line))
            held = ""
    return found


def parse(kind: str, line: str) -> Example:
    """ "[4] In «FY2019» … => 2019-04/2020-03 fy:2019" as an example."""
    marked, _, expected = line.rpartition(" => ")
    answers = [] if expected == "nothing" else expected.split(" ; ")
    setting = re.match(r"\[(\S+=[A-Z]{3}|\d+)\] ", marked)
    text, spans = _unmarked(marked[setting.end() if setting else 0 :])
    if len(spans) != len(answers):
        raise ValueError(f"{len(spans)} marks and {len(answers)} answers: {line}")
    wanted = [(*span, answer.strip()) for span, answer in zip(spans, answers, strict=True)]
    return Example(kind, setting[1] if setting else "", text, tuple(wanted))


def _unmarked(marked: str) -> tuple[str, list[tuple[int, int]]]:
    text, spans = "", []
    for index, part in enumerate(re.split(r"«([^«»]*)»", marked)):
        if index % 2:
            spans.append((len(text), len(text) + len(part)))
        text += part
    if "«" in text or "»" in text:
        raise ValueError(f"a mark does not close: {marked}")
    return text, spans


def symbols_of(example: Example) -> dict[str, str]:
    """What the edition says of shared symbols."""
    symbol, is_set, code = example.setting.partition("=")
    return {symbol: code} if is_set else {}


def amounts_in(example: Example) -> list[Amount]:
    return find_amounts(example.text, symbols_of(example))


def periods_in(example: Example) -> list[Period]:
    return find_periods(example.text, year=YEAR, fiscal_year_start=int(example.setting or 1))


def counts_in(example: Example) -> list[Count]:
    return find_counts(example.text)


def tell_amount(amount: Amount) -> str:
    """LOW..HIGH CURRENCY, then what is not plain."""
    same = amount.low == amount.high
    bounds = f"{amount.low:f}" if same else f"{_bound(amount.low)}..{_bound(amount.high)}"
    words = [bounds, amount.currency or "none"]
    words += [amount.qualifier] if amount.qualifier != "exact" else []
    words += [f"/{amount.per}"] if amount.per else []
    words += ["again"] if amount.equivalent_of is not None else []
    words += [f"carried:{','.join(amount.carried)}"] if amount.carried else []
    words += [f"flag:{flag}" for flag in amount.flags]
    return " ".join(words)


def _bound(value: Decimal | None) -> str:
    return "" if value is None else f"{value:f}"


def period_words(period: Period) -> str:
    """The EDTF text, then what is not plain."""
    words = [period.edtf] if period.edtf else []
    words += [period.granularity] if period.granularity in SAID_BY_EDTF else []
    words += [period.basis] if period.basis in ("relative", "inherited") else []
    words += [f"from:{period.antecedent}"] if period.antecedent else []
    words += [f"every:{period.recurrence}"] if period.recurrence else []
    words += [f"for:{period.duration}"] if period.duration else []
    words += [f"fy:{period.fiscal_year}"] if period.fiscal_year and ".." not in period.edtf else []
    words += [f"flag:{flag}" for flag in period.flags]
    return " ".join(words)


def count_words(count: Count) -> str:
    """VALUE or LOW..HIGH, the unit in slashes, what is counted in braces, what is not plain."""
    value = f"{count.value:f}" if count.value is not None else ""
    words = [f"{value}..{count.high:f}" if count.high is not None else value]
    words += [f"/{count.unit}/"] if count.unit else []
    words += [f"{{{count.of_what}}}"] if count.of_what not in ("", count.unit) else []
    words += [count.bound] if count.bound != "exact" else []
    words += [count.kind] if count.kind != "count" else []
    return " ".join(words).strip()


def found_amounts(example: Example) -> tuple[Stated, ...]:
    return tuple((a.start, a.end, tell_amount(a)) for a in amounts_in(example))


def found_periods(example: Example) -> tuple[Stated, ...]:
    return tuple((p.start, p.end, period_words(p)) for p in periods_in(example))


def found_counts(example: Example) -> tuple[Stated, ...]:
    return tuple((c.start, c.end, count_words(c)) for c in counts_in(example))


FINDERS: dict[str, Callable[[Example], tuple[Stated, ...]]] = {
    "amounts": found_amounts,
    "dates": found_periods,
    "counts": found_counts,
}
