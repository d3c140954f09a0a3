"""Amounts that add up: which run of amounts is taken for the components of a total."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.findings.addition import Term, find_additions

MILLION = 1_000_000


def terms(*millions: float | str, **more: object) -> list[Term]:
    """Amounts in millions, each with half a unit of its last digit as printed."""
    made = []
    for printed in map(str, millions):
        places = len(printed.partition(".")[2])
        half = Decimal(10) ** -places / 2 * MILLION
        made.append(Term(Decimal(printed) * MILLION, half, "USD", **more))  # type: ignore[arg-type]
    return made


def found(row: list[Term]) -> dict[int, tuple[int, ...]]:
    return {addition.total: addition.components for addition in find_additions(row)}


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        pytest.param(terms(25, 18, 7), {0: (1, 2)}, id="announced, then divided"),
        pytest.param(terms(18.4, 7.3, 25.7), {2: (0, 1)}, id="divided, then added up"),
        pytest.param(terms(90, 61, 24.5, 4.4), {0: (1, 2, 3)}, id="a rounded total"),
        pytest.param(terms(10, 7, 5, 2, 3), {0: (1, 4), 1: (2, 3)}, id="a component divided again"),
        pytest.param(terms(40, 31, 5), {}, id="no run equals it"),
        pytest.param(terms(40), {}, id="nothing to add"),
        pytest.param(terms(61, 13.37, 8, 48.6, 12.4), {0: (3, 4)}, id="two others stand between"),
        pytest.param(terms(30, 4, 9, 20, 10), {}, id="round amounts further on: an accident"),
    ],
)
def test_a_total_and_the_run_that_it_equals(
    row: list[Term], expected: dict[int, tuple[int, ...]]
) -> None:
    assert found(row) == expected


def test_amounts_of_another_currency_are_no_components() -> None:
    total, *others = terms(25, 18, 7)
    euros = [Term(term.value, term.half, "EUR") for term in others]
    assert found([total, *euros]) == {}


def test_one_item_of_a_list_is_not_the_total_of_other_items() -> None:
    [total], [first], [second] = (terms(size, item=f"item {size}") for size in (25, 18, 7))
    assert found([total, first, second]) == {}
    assert found(terms(25, 18, 7, item="item")) == {0: (1, 2)}


def test_an_amount_for_a_country_outside_the_total_needs_more_than_round_numbers() -> None:
    total = terms(25, recipients=frozenset({"MLI"}))
    to_mali = terms(18, 7, recipients=frozenset({"MLI"}))
    to_chad = terms(18, 7, recipients=frozenset({"TCD"}))
    assert found([*total, *to_mali]) == {0: (1, 2)}
    assert found([*total, *to_chad]) == {}


@given(st.lists(st.integers(1, 400), max_size=25))
def test_no_amount_is_a_component_twice_and_every_run_equals_its_total(numbers: list[int]) -> None:
    row = terms(*numbers)
    additions = find_additions(row)
    components = [at for addition in additions for at in addition.components]
    assert len(components) == len(set(components))
    for addition in additions:
        missed = abs(sum(row[at].value for at in addition.components) - row[addition.total].value)
        assert missed <= max(row[addition.total].half, row[addition.total].value / 200)
        assert addition.total not in addition.components


@given(st.lists(st.integers(1_000, 99_999), min_size=2, max_size=12, unique=True))
def test_an_announced_total_of_many_digits_is_always_found(numbers: list[int]) -> None:
    assert 0 in found(terms(sum(numbers), *numbers))
