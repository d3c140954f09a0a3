"""The figures on our own examples: marks are read strictly, misses are told."""

import pytest
from evaluate_examples import Reading, figures, misses
from number_examples import parse


def test_a_marked_line_is_read() -> None:
    example = parse("rates", "[Rs=LKR] It cost «Rs 5 million» then. => 5000000 LKR")
    assert (example.setting, example.text) == ("Rs=LKR", "It cost Rs 5 million then.")
    assert example.wanted == ((8, 20, "5000000 LKR"),)


@pytest.mark.parametrize(
    "line",
    ["It cost «$5. => 5 USD", "It cost $5. => 5 USD", "It cost «$5». => nothing"],
)
def test_a_line_whose_marks_and_answers_differ_is_refused(line: str) -> None:
    with pytest.raises(ValueError):
        parse("rates", line)


READINGS = [
    Reading("rates", "It cost $5.", frozenset({(8, 10, "5 USD")}), frozenset({(8, 10, "5 USD")})),
    Reading("rates", "It rained 5 times.", frozenset(), frozenset({(10, 11, "5 USD")})),
]


def test_exact_is_of_what_is_told_and_precise_of_what_is_found() -> None:
    assert figures(READINGS).split() == ["2", "1", "2", "100.0", "50.0"]


def test_a_miss_is_shown_with_its_words() -> None:
    assert list(misses(READINGS, 20)) == [
        "  rates: 'It rained 5 times.'",
        "    found  «5» 5 USD",
    ]
    assert list(misses(READINGS, 0)) == ["  … and 1 more"]
