"""Numbers in digits and words."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.money.numbers import SCALES, parse_digits, plain, read_words


@pytest.mark.parametrize(
    ("printed", "value"),
    [
        ("5", "5"),
        ("07", "7"),
        ("1,250", "1250"),
        ("1,250,000.50", "1250000.5"),
        ("1,25,00,000", "12500000"),
        ("1.250.000,75", "1250000.75"),
        ("1 250 000", "1250000"),
        ("1\u202f250\u202f000", "1250000"),
        ("1'250'000", "1250000"),
        ("3,75", "3.75"),
        ("12.500", "12.5"),
        ("1½", "1.5"),
        ("¾", "0.75"),
    ],
)
def test_digits(printed: str, value: str) -> None:
    assert parse_digits(printed) == Decimal(value)


def test_a_full_stop_parts_thousands_where_that_is_the_habit() -> None:
    assert parse_digits("12.500", dot_groups=True) == 12500
    assert parse_digits("12.50", dot_groups=True) == Decimal("12.5")


def test_a_very_long_row_of_digits_is_no_number() -> None:
    assert parse_digits("1" * 100) is None


@pytest.mark.parametrize(
    ("words", "value", "used"),
    [
        ("seven", 7, 1),
        ("forty one vessels", 41, 2),
        ("two hundred", 200, 2),
        ("two hundred and fifty one", 251, 5),
        ("nine hundred ninety nine thousand", 999, 4),
        ("two three", 2, 1),
        ("twenty thirty", 20, 1),
        ("one hundred and vessels", 100, 2),
    ],
)
def test_words(words: str, value: int, used: int) -> None:
    assert read_words(words.split()) == (value, used)


def test_no_number_word_no_number() -> None:
    assert read_words(["vessels"]) is None
    assert read_words([]) is None


def test_scales() -> None:
    assert [SCALES[word] for word in ("k", "lakh", "mn", "crore", "bn", "tn")] == [
        10**3,
        10**5,
        10**6,
        10**7,
        10**9,
        10**12,
    ]


@given(st.integers(0, 10**18))
def test_grouped_digits_are_read_back(number: int) -> None:
    assert parse_digits(f"{number:,}") == number
    assert str(plain(Decimal(number) / 1000 * 1000)) == str(number)
