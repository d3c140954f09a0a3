"""Reads the examples of loan terms and of goods, and states what is found in the same form."""

import re
from dataclasses import dataclass
from pathlib import Path

from pipeline.contributions.in_kind import goods_of
from pipeline.contributions.loan_terms import GRACE, MATURITY, RATE, terms_in
from pipeline.records.facts import Phrase
from pipeline.tables.rows import decimal
from tests.helpers.paths import EXAMPLES
from tests.helpers.readings import reading_of

MARKED = re.compile(r"«([^»]+)»")


@dataclass(frozen=True, slots=True)
class Example:
    """A text without its marks, the spans of what was marked, and an answer for each."""

    text: str
    spans: tuple[tuple[int, int], ...]
    answers: tuple[str, ...]


def read_examples(path: Path) -> list[Example]:
    """The examples of a file.  Raises ValueError where marks and answers differ in number."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [_example(line) for line in lines if line and not line.startswith("#")]


def _example(line: str) -> Example:
    marked, _, expected = line.rpartition(" => ")
    answers = tuple(answer.strip() for answer in expected.split(" ; "))
    text, spans = "", []
    at = 0
    for match in MARKED.finditer(marked):
        text += marked[at : match.start()]
        spans.append((len(text), len(text) + len(match[1])))
        text += match[1]
        at = match.end()
    if len(spans) != len(answers):
        raise ValueError(f"{len(spans)} marks and {len(answers)} answers: {line}")
    return Example(text + marked[at:], tuple(spans), answers)


def terms_of(example: Example) -> list[str]:
    """For each marked loan "rate maturity grace", with "-" for what is not found."""
    found = terms_in(reading_of(example.text), example.spans)
    return [" ".join(_shown(terms, name) for name in (RATE, MATURITY, GRACE)) for terms in found]


def _shown(terms, name: str) -> str:
    value = terms[name].value if name in terms else None
    return "-" if value is None else decimal(value)


LOANS = EXAMPLES / "loan_terms.txt"
IN_KIND = EXAMPLES / "in_kind.txt"


def goods_in(example: Example) -> list[str]:
    """For each marked verb or noun what it hands over, joined by "; ", or "-"."""
    reading = reading_of(example.text)
    starts = [*(start for start, _ in example.spans[1:]), len(example.text)]
    return [
        "; ".join(goods.at.text for goods in goods_of(reading, _phrase(example.text, span), until))
        or "-"
        for span, until in zip(example.spans, starts, strict=True)
    ]


def _phrase(text: str, span: tuple[int, int]) -> Phrase:
    return Phrase(text[slice(*span)], *span)
