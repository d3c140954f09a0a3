"""Counts: the example file, and what holds for every text."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.money.counts import find_counts
from pipeline.records.closed_lists import COUNT_KINDS, QUALIFIERS
from pipeline.records.numbers import Count
from tests.helpers.number_examples import Example, counts_in, found_counts, read_examples
from tests.helpers.properties import examples


@pytest.mark.parametrize("example", read_examples("counts.txt"), ids=lambda e: e.text[:40])
def test_an_example(example: Example) -> None:
    assert found_counts(example) == example.wanted
    for count in counts_in(example):
        check(count, example.text)


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


@examples(150)
@given(st.lists(st.sampled_from(PARTS) | st.text(max_size=3), max_size=12).map("".join))
def test_any_text_gives_sound_counts_that_never_overlap(text: str) -> None:
    counts = find_counts(text)
    for count in counts:
        check(count, text)
    assert all(a.end <= b.start for a, b in pairwise(counts))
