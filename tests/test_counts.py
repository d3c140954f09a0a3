"""Counts: the example file, and what holds for every text."""

import re
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.model import Count
from pipeline.money.counts import find_counts
from pipeline.terms import COUNT_KINDS, QUALIFIERS

EXAMPLES = Path(__file__).parent / "examples" / "counts.txt"


def told(count: Count) -> str:
    """A count as the example file tells it."""
    value = f"{count.value:f}" if count.value is not None else ""
    words = [f"{value}..{count.high:f}" if count.high is not None else value]
    words += [f"/{count.unit}/"] if count.unit else []
    words += [f"{{{count.of_what}}}"] if count.of_what not in ("", count.unit) else []
    words += [count.bound] if count.bound != "exact" else []
    words += [count.kind] if count.kind != "count" else []
    return " ".join(words).strip()


def examples() -> list[tuple[str, list[str]]]:
    found = []
    for line in EXAMPLES.read_text(encoding="utf-8").splitlines():
        if line.startswith("#") or not line:
            continue
        marked, _, expected = line.rpartition(" => ")
        wanted = [] if expected == "nothing" else expected.split(" ; ")
        assert marked.count("«") == marked.count("»") == len(wanted), line
        found.append((marked, [re.sub(r" \{(.*?)\}", r" {\1}", w) for w in wanted]))
    return found


@pytest.mark.parametrize(("marked", "wanted"), examples())
def test_an_example(marked: str, wanted: list[str]) -> None:
    text = re.sub("[«»]", "", marked)
    counts = find_counts(text)
    assert [told(count) for count in counts] == wanted
    assert [count.text for count in counts] == re.findall("«(.*?)»", marked)
    for count in counts:
        check(count, text)


def check(count: Count, text: str) -> None:
    """What holds for every count: its words, its closed lists, its fields inside it."""
    assert text[count.start : count.end] == count.text
    assert count.kind in COUNT_KINDS
    assert count.bound in QUALIFIERS
    for [(start, end)] in count.spans.values():
        assert count.start <= start < end <= count.end


def test_what_is_taken_is_left_alone() -> None:
    text = "In 2019 it gave 17 million to 41 countries."
    start = text.index("17")
    [count] = find_counts(text, [(3, 7), (start, start + 10)])
    assert count.text == "41 countries"


PARTS = ["41", " countries", "one", " in ", "five", "%", "3rd", " of", "\n", "half", "-", "(", "½"]


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(PARTS) | st.text(max_size=3), max_size=12).map("".join))
def test_any_text_gives_sound_counts_that_never_overlap(text: str) -> None:
    counts = find_counts(text)
    for count in counts:
        check(count, text)
    assert all(a.end <= b.start for a, b in pairwise(counts))
