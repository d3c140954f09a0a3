"""The figures on our own examples: marks are read strictly, misses are stated."""

import doctest
import re

import pytest

from tests.bench.examples import Reading, figures, misses, of_numbers
from tests.helpers.number_examples import FINDERS, amounts_in, parse, read_examples
from tests.helpers.paths import ROOT


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


def test_exact_is_of_what_is_stated_and_precise_of_what_is_found() -> None:
    assert figures(READINGS).split() == ["2", "1", "2", "100.0", "50.0"]


def test_a_miss_is_shown_with_its_words() -> None:
    assert list(misses(READINGS, 20)) == [
        "  rates: 'It rained 5 times.'",
        "    found  «5» 5 USD",
    ]
    assert list(misses(READINGS, 0)) == ["  … and 1 more"]


GUIDE = ROOT / "docs" / "money.md"


def test_the_guide_s_commands_print_what_it_shows() -> None:
    done = doctest.testfile(str(GUIDE), module_relative=False)
    assert (done.attempted > 3, done.failed) == (True, 0)


@pytest.mark.parametrize("name", FINDERS)
def test_the_guide_shows_the_figures_of_today(name: str) -> None:
    assert f"{name:32}{figures(of_numbers(name))}\n" in GUIDE.read_text(encoding="utf-8")


def test_the_guide_states_every_flag_of_money() -> None:
    stated = set(re.findall(r"^\| `(\w+)` \|", GUIDE.read_text(encoding="utf-8"), re.MULTILINE))
    used = {
        flag
        for example in read_examples("amounts.txt")
        for amount in amounts_in(example)
        for flag in amount.flags
    }
    assert stated == used
