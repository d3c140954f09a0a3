"""Totals and parts: what belongs together, and whether it adds up."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.contributions import read_money
from pipeline.findings.checks import check_totals
from pipeline.findings.money_relations import find_relations
from pipeline.money.amounts import find_amounts
from pipeline.records.intervals import interval_of
from pipeline.records.numbers import Amount
from tests.helpers.check_examples import check_examples, said_of
from tests.helpers.readings import EDITION, readings_of


def interval(text: str) -> tuple[Decimal, Decimal]:
    [amount] = find_amounts(text)
    found = interval_of(amount)
    return found.low, found.high


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("approximately $25 million", 24_500_000, 25_500_000),
        ("approximately $8.2 million", 8_150_000, 8_250_000),
        ("$2.4 million", 2_350_000, 2_450_000),
        ("$1,234,567", 1_234_567, 1_234_567),
        ("about $25,000", 24_500, 25_500),
        ("¥10.50 billion", 10_495_000_000, 10_505_000_000),
    ],
)
def test_a_printed_amount_stands_for_the_values_that_round_to_it(text, low, high):
    assert interval(text) == (low, high)


def relations_and_checks(*texts: str):
    readings = readings_of(*texts)
    money = read_money(readings, EDITION)
    relations = find_relations(readings, money)
    return relations, check_totals(readings, relations)


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        (
            "Japan gave approximately $17 million to Kenya. Japan also gave approximately "
            "$8.2 million to Mali, making its total contributions approximately $25 million.",
            "within_rounding",
        ),
        (
            "Japan gave $17 million to Kenya and $8 million to Mali, making its total "
            "contributions $25 million.",
            "exact",
        ),
        (
            "Japan gave $17 million to Kenya and $8 million to Mali, making its total "
            "contributions $35 million.",
            "inconsistent",
        ),
        (
            "Norway gave $10 million to Kenya, of which $6 million was provided to schools and "
            "$4 million to clinics.",
            "exact",
        ),
        ("Norway gave $10 million to Kenya, including $6 million for schools.", "not_checkable"),
    ],
)
def test_a_stated_total_is_checked_against_its_parts(text, verdict):
    _, checks = relations_and_checks(text)
    assert [check.verdict for check in checks] == [verdict]


def test_a_total_that_differs_is_flagged():
    _, [check] = relations_and_checks(
        "Japan gave $1 million to Kenya and $2 million to Mali, making its total aid $9 million."
    )
    assert check.basis.flags == ("total_differs",)


def test_a_total_without_an_upper_bound_has_none_in_its_check():
    _, [check] = relations_and_checks(
        "Norway gave more than $10 million to Kenya, of which $6 million was provided to schools "
        "and $4 million to clinics."
    )
    assert (check.stated_low, check.stated_high) == (10_000_000, None)


def test_examples_of_a_total_are_no_parts_of_it():
    relations, checks = relations_and_checks(
        "In 2019, Norway gave $20 million to Kenya. For example, it gave $2 million to Kenya "
        "for schools."
    )
    assert [relation.type for relation in relations] == ["example_of"]
    assert checks == []


@given(
    st.lists(st.integers(1, 10**6), min_size=1, max_size=8),
    st.sampled_from(["exact", "approximately"]),
)
def test_the_true_total_of_rounded_components_lies_in_their_added_intervals(values, qualifier):
    parts = []
    for value in values:
        rounded = round(value, -3)
        text = f"${rounded // 1000} thousand"
        amount = Decimal(rounded)
        parts.append(Amount(0, len(text), text, amount, amount, "USD", qualifier=qualifier))
    intervals = [found for part in parts if (found := interval_of(part))]
    known = sum(value for value, part in zip(values, parts, strict=True) if part.low)
    low = sum(i.low for i, part in zip(intervals, parts, strict=True) if part.low)
    high = sum(i.high for i, part in zip(intervals, parts, strict=True) if part.low)
    assert low <= known <= high


def test_parts_in_the_next_sentence_belong_to_the_amount_before():
    relations, [check] = relations_and_checks(
        "In 2019, Norway gave $10 million to Kenya. Of this, $6 million was provided to schools "
        "and $4 million to clinics."
    )
    assert [relation.type for relation in relations] == ["part_of", "part_of"]
    assert check.verdict == "exact"


def test_a_total_finds_its_parts_in_the_paragraphs_before():
    _, [check] = relations_and_checks(
        "In 2019, Norway gave $6 million to Kenya.",
        "In 2019, Norway gave $4 million to Mali.",
        "In 2019, Norway thus brought its total contributions to $10 million.",
    )
    assert (check.verdict, len(check.parts)) == ("exact", 2)


def test_our_examples_are_checked_as_marked():
    examples = check_examples()
    wrong = [example.text for example in examples if said_of(example) != example.wanted]
    assert len(wrong) <= 0.05 * len(examples)


def test_no_sound_total_of_our_examples_is_called_wrong():
    sound = [example for example in check_examples() if example.wanted != "differs"]
    assert [example.text for example in sound if said_of(example) == "differs"] == []


@pytest.mark.parametrize(
    "text",
    [
        "A first tranche of $3 million of Norway's $9 million grant to Mali was paid in 2018.",
        "Norway gave Mali $9 million in 2018. About $3 million of this went to schools.",
        "Norway gave Mali $9 million in 2018. The rest, $3 million, went to schools.",
        "Norway gave $9 million to Mali, with $3 million for schools.",
        "Norway gave $9 million to Mali – $3 million for schools.",
    ],
)
def test_a_part_is_tied_to_its_whole(text):
    [relation], _ = relations_and_checks(text)
    words_of = [text[bearer.start : bearer.end] for bearer in (relation.whole, relation.part)]
    assert relation.type == "part_of"
    assert [words.removeprefix("About ") for words in words_of] == ["$9 million", "$3 million"]


@pytest.mark.parametrize(
    "text",
    [
        "Norway gave $9 million to Mali, with $3 million to Chad.",
        "Norway gave $9 million for the road. A part of it was built with $3 million from the EU.",
        "In addition to its annual contribution of $9 million, Norway gave UNICEF $3 million.",
    ],
)
def test_what_is_no_part_is_tied_to_nothing(text):
    assert relations_and_checks(text) == ([], [])
