"""What counts where one amount is the total of others, in other sentences and paragraphs."""

import pytest

from tests.helpers.related import reasons, ties

PACKAGE = "[Norway]{provider} announced [$25 million]{amount 12} for [the Sahel]{purpose}."


def test_components_that_add_up_count_instead_of_their_total(monkeypatch):
    divided = "[$18 million]{amount 2} is for schools and [$7 million]{amount 2} for clinics."
    assert reasons(monkeypatch, PACKAGE, divided) == [
        ("$25 million", "total"),
        ("$18 million", ""),
        ("$7 million", ""),
    ]


def test_a_total_counts_where_one_of_its_components_has_no_row(monkeypatch):
    divided = "[$18 million]{amount 2} is for schools and [$7 million]{money budget} for clinics."
    assert reasons(monkeypatch, PACKAGE, divided) == [("$25 million", ""), ("$18 million", "part")]


@pytest.mark.parametrize(
    "sentence",
    [
        "The package includes [$9 million]{amount 2} for wells.",
        "The bulk of the money, [$19 million]{amount 2}, is for wells.",
        "[Mali]{recipient} will get [$9 million]{amount 2} of the money.",
        "Nearly [$9 million]{amount 2} will go to wells.",
    ],
)
def test_a_sentence_about_a_component_of_what_was_announced(monkeypatch, sentence):
    [(_, whole), (_, part)] = reasons(monkeypatch, PACKAGE, sentence)
    assert (whole, part) == ("", "part")


@pytest.mark.parametrize(
    "sentence",
    [
        "[Norway]{provider} also gave [$9 million]{amount 3} for wells.",
        "Another [$9 million]{amount 3} came from [Sweden]{provider}.",
        "[Norway]{provider} paid [$90 million]{amount 3} of the money for wells.",
    ],
)
def test_a_sentence_about_another_amount(monkeypatch, sentence):
    assert [reason for _, reason in reasons(monkeypatch, PACKAGE, sentence)] == ["", ""]


def test_another_is_one_more_component_where_the_one_before_is(monkeypatch):
    first = "The package includes [$9 million]{amount 2} for wells."
    second = "Another [$4 million]{amount 2} will support clinics."
    found = reasons(monkeypatch, PACKAGE, first, second)
    assert [reason for _, reason in found] == ["", "part", "part"]


def test_a_total_stated_again_counts_no_second_time(monkeypatch):
    divided = "[$18.4 million]{amount 2} is for schools, [$7.3 million]{amount 2} for clinics."
    first = "[Norway]{provider} gave [$25.7 million]{amount 2}."
    again = "[The ministry]{provider} will report on [$25.7 million]{amount 2}."
    found = reasons(monkeypatch, first, divided, again)
    assert [reason for _, reason in found] == ["total", "", "", "total"]


def test_of_two_divisions_of_one_amount_the_finer_counts(monkeypatch):
    total = "[Norway]{provider} gave [$25.7 million]{amount 2}."
    by_country = (
        "[$9.4 million]{amount 2} is for Mali, [$8.2 million]{amount 2} for Chad and "
        "[$8.1 million]{amount 2} for Niger."
    )
    again = "The [$25.7 million]{money total} is [$20.3 million]{amount 2} in loans and"
    by_kind = f"{again} [$5.4 million]{{amount 2}} in grants."
    found = dict(reasons(monkeypatch, total, by_country, by_kind))
    assert [found[f"${size} million"] for size in (9.4, 8.2, 8.1)] == ["", "", ""]
    assert [found[f"${size} million"] for size in (20.3, 5.4)] == ["example", "example"]


def test_the_relation_says_what_adds_up(monkeypatch):
    divided = "[$18 million]{amount 2} is for schools and [$7 million]{amount 2} for clinics."
    assert ties(monkeypatch, PACKAGE, divided) == [
        ("part_of", "$25 million", "$18 million"),
        ("part_of", "$25 million", "$7 million"),
    ]
