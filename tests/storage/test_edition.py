"""An edition's facts: what edition.toml may say, and the one line that a fault gives."""

import pytest

from pipeline.records.errors import BadInputError
from pipeline.storage.edition import check_name, parse_edition
from pipeline.storage.files import read_edition, read_raw

GOOD = """
title = "Aid in Brief 2021"
publisher = "Ministry of Aid"
provider = "NOR"
year = 2021
"""


def test_the_least_that_an_edition_must_say():
    edition = parse_edition("2021", GOOD, "edition.toml")
    assert (edition.provider, edition.year, edition.fiscal_year_start) == ("NOR", 2021, 1)
    assert edition.symbols["$"] == "USD"


def test_a_symbol_means_what_the_edition_says():
    edition = parse_edition("2021", GOOD + '[symbols]\n"$" = "AUD"\n"Rs" = "LKR"\n', "x")
    assert (edition.symbols["$"], edition.symbols["Rs"], edition.symbols["¥"]) == (
        "AUD",
        "LKR",
        "JPY",
    )


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("title = ", "not TOML"),
        ("year = 2021", "'title' is missing"),
        (GOOD.replace("2021\n", '"2021"\n'), "year must be a whole number"),
        (GOOD.replace("NOR", "Norway"), "'Norway' is not a code; write provider"),
        (GOOD + "colour = 1", "'colour' is not known"),
        (GOOD + "fiscal_year_start = 13", "fiscal_year_start must be a whole number from 1 to 12"),
        (GOOD + '[symbols]\n"$" = 1', r"\[symbols\] must hold lines"),
        (GOOD + '[symbols]\n"$" = "dollar"', "'dollar' is not a code"),
        (GOOD.replace('"Ministry of Aid"', "3"), "publisher must be text in quotes"),
    ],
)
def test_a_fault_is_one_line_with_its_place(text, says):
    with pytest.raises(BadInputError, match=says) as caught:
        parse_edition("2021", text, "raw/2021/edition.toml")
    assert str(caught.value).startswith("raw/2021/edition.toml: ")
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("name", ["../2019", "a/b", "", ".hidden", "a..b", "x" * 80, "a b"])
def test_an_edition_is_a_name_never_a_path(name):
    with pytest.raises(BadInputError, match="not a path"):
        check_name(name)


def test_a_missing_edition_names_those_that_are_there(tmp_path):
    (tmp_path / "2018").mkdir()
    (tmp_path / "2018" / "edition.toml").write_text(GOOD)
    with pytest.raises(BadInputError, match=r"no such edition \(there: 2018\)"):
        read_edition(tmp_path, "2020")


def test_an_edition_without_text_says_so(tmp_path):
    (tmp_path / "2018").mkdir()
    with pytest.raises(BadInputError, match=r"contains no \.txt file"):
        read_raw(tmp_path, "2018")
