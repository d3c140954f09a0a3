"""An amount that refers to one stated elsewhere is that one stated again."""

from dataclasses import replace

import pytest

from pipeline.contributions.references import with_references
from tests.helpers.marked_reader import read_as, unmarked
from tests.helpers.readings import readings_of
from tests.helpers.related import reasons

FIRST = "[Norway]{provider} will give [$5 million]{amount 12} to [Kenya]{recipient}."


@pytest.mark.parametrize(
    "sentence",
    [
        "This [$5 million]{amount 12} will help [Somalia]{recipient}, too.",
        "The new grant of [$5 million]{amount 12} is for [wells]{purpose}.",
        "This new announcement of [$5 million]{amount 12} is for [wells]{purpose}.",
    ],
)
def test_a_definite_amount_is_the_one_before(monkeypatch, sentence):
    assert reasons(monkeypatch, FIRST, sentence)[1][1] == "duplicate"


@pytest.mark.parametrize(
    "sentence",
    [
        "A new grant of [$5 million]{amount 12} is for [wells]{purpose} in [Mali]{recipient}.",
        "This [$4 million]{amount 12} will help [Mali]{recipient}.",
        "This [€5 million]{amount 12} will help [Mali]{recipient}.",
    ],
)
def test_another_amount_is_not(monkeypatch, sentence):
    assert reasons(monkeypatch, FIRST, sentence)[1][1] == ""


@pytest.mark.parametrize(
    ("heading", "text", "expected"),
    [
        ("$23 million", "$23 million", "duplicate"),
        ("$233 million", "$232.6 million", "duplicate"),
        ("$734 million", "$734.7 million", "duplicate"),
        ("$20 million", "$24 million", ""),
        ("$23 million", "€23 million", ""),
    ],
)
def test_a_heading_repeats_what_its_text_states(monkeypatch, heading, text, expected):
    blocks = (
        f"[Norway]{{provider}} gives [{heading}]{{amount 12}}",
        f"[The government]{{provider}} will give [{text}]{{amount 12}} to [Mali]{{recipient}}.",
    )
    found = read_as(monkeypatch, *blocks).contributions
    first, *others = readings_of(*(unmarked(block)[0] for block in blocks))
    titled = replace(first, block=replace(first.block, kind="heading"))
    rows = with_references(found, [titled, *others])
    assert [row.not_countable for row in rows] == [expected, ""]
