"""Results: counts tied to what brought them about."""

import pytest

from pipeline.contributions import find_contributions
from pipeline.extract import extract_cells
from pipeline.findings.results import find_results
from tests.helpers.readings import EDITION, model, reading_of
from tests.helpers.result_examples import found_results, result_examples


def results_in(text: str):
    readings = [reading_of(text)]
    return find_results(readings, EDITION, find_contributions(readings, EDITION))


def test_graduates_and_their_countries_are_a_pair():
    people, countries = results_in(
        "The training program has produced 72 graduates from 41 countries."
    )
    assert people.pair == countries.bearer
    assert countries.pair == people.bearer
    assert people.is_aid_result


def test_a_programme_named_before_is_behind_a_count():
    [result] = results_in(
        "Norway supports a literacy programme in Mali. The programme has trained 300 teachers."
    )
    assert str(result.programme) == "literacy programme"
    assert "programme_before" in result.basis.reasons


@pytest.mark.parametrize(
    ("text", "is_result"),
    [
        ("The project built 12 schools in Kenya.", True),
        ("JICA trained 300 nurses in Kenya.", True),
        ("Over 250 people were killed in serial bombings.", False),
        ("The flood displaced 30,000 people in Nepal.", False),
        ("Some 700 million people live in poverty.", False),
    ],
)
def test_what_aid_did_is_distinguished_from_what_happened(text, is_result):
    assert [result.is_aid_result for result in results_in(text)] == [is_result]


def test_an_ordinal_is_no_result():
    assert results_in("The 3rd dialogue was held in Brunei.") == []


def test_a_result_knows_its_country():
    [result] = results_in("The project built 12 schools in Kenya.")
    assert result.iso3 == "KEN"


def test_what_is_said_counts_nothing_in_the_world():
    assert results_in("Two reasons explain the delay: one example is the late harvest.") == []


@pytest.mark.parametrize("kind", ["first", "second", "third"])
def test_our_examples_are_read_as_marked(kind):
    examples = [example for example in result_examples() if example.kind == kind]
    marked = [(example.text, row) for example in examples for row in example.wanted]
    found = {(example.text, row) for example in examples for row in found_results(example)}
    assert len(found.intersection(marked)) >= 0.9 * len(marked)


def test_what_was_to_be_reached_is_no_result():
    text = "The project built 463 wells against a target of 400 wells."
    assert [r.is_aid_result for r in results_in(text)] == [True, False]


def test_trucks_that_are_needed_to_reach_people_are_no_result():
    text = "The agency needs 15 trucks to reach 2,000 people."
    assert [r.is_aid_result for r in results_in(text)] == [False, False]


def test_where_nobody_is_named_the_result_says_so():
    [result] = results_in("In all, 74 wells were drilled.")
    assert "doer_not_named" in result.basis.reasons


def test_of_what_is_signed_nothing_is_done_yet():
    assert [r.is_aid_result for r in results_in("JICA signed five agreements in Laos.")] == [False]


def test_it_points_to_who_acted_before():
    text = "UNICEF works in Chad. It has vaccinated 5,000 children."
    assert [r.is_aid_result for r in results_in(text)] == [True]


def test_the_number_of_a_heading_counts_nothing():
    raw = b"1 East Asia\n\nNorway trained 40 nurses.\n\n2 South Asia\n\nNorway built 3 schools."
    tables = extract_cells(EDITION, {"report.txt": raw}, model())
    assert tables["results"]["text"] == ["40 nurses", "3 schools"]
