"""Amounts of money: the example file, the rules' own sentences, and what holds for every text."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pipeline.money.amounts import RULES, find_amounts
from pipeline.money.exclusions import VETOES, Veto
from pipeline.records.closed_lists import CURRENCY_BASES, QUALIFIERS
from pipeline.records.numbers import Amount
from tests.helpers.calls import calls_of
from tests.helpers.number_examples import Example, amounts_in, found_amounts, read_examples
from tests.helpers.properties import examples
from tests.helpers.readings import readings_of

EXAMPLES = read_examples("amounts.txt")


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.text[:40])
def test_an_example(example: Example) -> None:
    assert found_amounts(example) == example.wanted


@pytest.mark.parametrize("veto", VETOES, ids=lambda veto: veto.name)
def test_a_veto_skips_its_sentence_and_keeps_its_near_miss(veto: Veto) -> None:
    assert find_amounts(veto.skips) == []
    assert find_amounts(veto.finds)


def check(amount: Amount, text: str) -> None:
    """What holds for every amount: its words, its bounds, its closed lists."""
    assert text[amount.start : amount.end] == amount.text
    assert amount.low is not None or amount.high is not None
    assert amount.low is None or amount.high is None or amount.low <= amount.high
    assert amount.qualifier in QUALIFIERS
    assert amount.currency_basis in CURRENCY_BASES


PIECES = [
    *("$", "US$", "EUR", "yen", " dollars", "Rs.", "kr", "SDG", "pounds", "won", "£", "USDm"),
    *("5", "1,250", "2019", "3.75", "07", "1 250", "million", " billion", "bn", "k", "crore"),
    *(" to ", "-", "–", " and ", ", ", " or ", "between ", "from ", " of ", " a day", "(", ")"),
    *("about ", "over ", "or more", "+", "half a ", "two ", "hundred ", "people", "Nepal", "%"),
    *("\n(US$ million)\n", "\nAsia 45 ", " cents", " milion", " mil-\nlion", "kEUR ", "1. 5 "),
    *("€'000 ", "86p", "\nAsia\t1,204\t", " (¥100 million)\n", "EUR 3", "Total (USD)", "¢", "R"),
    *("\n", "\n\n", " ", "  ", "\t", ".", "½", "−", "🌍", "A", "a "),
]
texts = st.lists(st.sampled_from(PIECES) | st.text(max_size=2), max_size=14).map("".join)


@examples(400)
@given(texts)
def test_any_text_gives_sound_amounts_that_never_overlap(text: str) -> None:
    amounts = find_amounts(text)
    for amount in amounts:
        check(amount, text)
    assert all(a.end <= b.start for a, b in pairwise(amounts))


@examples(400)
@given(texts)
def test_the_text_of_a_span_alone_gives_the_same_amount(text: str) -> None:
    for amount in find_amounts(text):
        if not amount.carried:
            [again] = find_amounts(amount.text)
            assert replace(again, start=0, end=0, equivalent_of=None) == replace(
                amount, start=0, end=0, equivalent_of=None
            )


@examples(200)
@given(texts, texts)
@example("Rs.1. 5 ", "Nepal")
def test_two_texts_parted_by_a_blank_line_give_the_amounts_of_both(one: str, two: str) -> None:
    shift = len(one) + 2
    apart = [*find_amounts(one), *(_moved(amount, shift) for amount in find_amounts(two))]
    together = find_amounts(f"{one}\n\n{two}")
    assert [_by_itself(amount) for amount in together] == [_by_itself(amount) for amount in apart]


def _by_itself(amount: Amount) -> Amount:
    """Without a currency that a country named elsewhere in the text gives it."""
    if amount.currency is not None and amount.currency_basis != "context":
        return amount
    carried = tuple(part for part in amount.carried if part != "currency")
    flags = tuple(flag for flag in amount.flags if not flag.startswith("currency_"))
    return replace(amount, currency=None, currency_basis="", carried=carried, flags=flags)


def _moved(amount: Amount, shift: int) -> Amount:
    again = None if amount.equivalent_of is None else amount.equivalent_of + shift
    return replace(amount, start=amount.start + shift, end=amount.end + shift, equivalent_of=again)


STYLES = (
    lambda n: f"US${n:,}",
    lambda n: f"USD {n}",
    lambda n: f"USD {n:,}.00",
    lambda n: f"{n:,} US dollars",
    lambda n: f"{n:,} USD",
    lambda n: f"US${Decimal(n) / 10**6:f} million",
    lambda n: f"US${Decimal(n) / 10**6:f}m",
    lambda n: f"{Decimal(n) / 10**9:f} billion dollars",
    lambda n: f"$US {n:,}".replace(",", " "),
    lambda n: f"{Decimal(n) / 1000:f}-thousand-dollar",
    lambda n: f"USDm {Decimal(n) / 10**6:f}",
    lambda n: f"{Decimal(n) / 10**6:f} USD million",
)


@examples(200)
@given(st.integers(1000, 10**13), st.sampled_from(STYLES))
def test_an_amount_written_in_any_style_is_read_back(
    value: int, style: Callable[[int], str]
) -> None:
    for text in (style(value), f"The fund gave {style(value)} to the port."):
        [amount] = find_amounts(text)
        assert (amount.low, amount.high, amount.currency) == (value, value, "USD")


UNITS = ["$", "1,", "$1,", "million ", "half a ", "US$ 5 or ", "(", "- ", "1. ", "86p"]
TABLES = ["\nA 5", "\n($)\nA 5", "\nA\t5\t", "\n$ "]


@pytest.mark.parametrize("unit", [*UNITS, *TABLES])
def test_work_grows_with_the_text_and_no_faster(unit: str) -> None:
    find_amounts(unit * 10)
    assert calls_of(find_amounts, unit * 4000) < 4.4 * calls_of(find_amounts, unit * 1000) + 500
    find_amounts(unit * (300_000 // len(unit)))  # a pattern that backtracks would not come back


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_finds_its_sentence_and_skips_its_near_miss(rule: str) -> None:
    finds, skips = RULES[rule]
    assert rule in [amount.rule for amount in find_amounts(finds)]
    assert rule not in [amount.rule for amount in find_amounts(skips)]


def test_every_rule_is_listed() -> None:
    assert {amount.rule for example in EXAMPLES for amount in amounts_in(example)} <= set(RULES)


@pytest.mark.parametrize(
    ("lines", "wanted"),
    [
        (
            ["Grants by agency (USD)", "UNICEF: 1.5 million", "2. Chad", "WFP 300,000"],
            "1500000 300000",
        ),
        (["Aid to Asia (US$ million)", "Nepal 4.5"], "4500000"),
        (["Grants by agency (USD)", "Rain fell.", "Wind blew.", "Sun shone.", "WFP 300,000"], ""),
        (["Norway helps its partners (see below).", "WFP 300,000"], ""),
    ],
)
def test_lines_of_their_own_take_the_unit_of_the_line_above(lines, wanted):
    found = [amount for reading in readings_of(*lines) for amount in reading.amounts]
    assert " ".join(str(amount.low) for amount in found) == wanted
    assert all("unit_from_header" in amount.flags for amount in found)
