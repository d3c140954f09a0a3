"""What became of a contribution: the clause's verb says it, of the amount that it governs."""

import pytest

from pipeline.clauses.sentence import parsed_sentences
from pipeline.contributions.status import STANDS, what_became
from tests.helpers.marked_reader import read_as
from tests.helpers.readings import reading_of


def became(text, amount=0):
    reading = reading_of(text)
    [parsed, *_] = parsed_sentences(reading)
    found = reading.amounts[amount]
    said = what_became(parsed, (found.start, found.end))
    return said[0] if said else ""


@pytest.mark.parametrize(
    ("sentence", "status"),
    [
        ("Norway cancelled its grant of $5 million to Chad.", "cancelled"),
        ("A grant of $5 million for schools in Chad was cancelled in 2018.", "cancelled"),
        ("Norway called off $5 million for the road.", "cancelled"),
        ("$5 million for the road lapsed because nobody signed.", "cancelled"),
        ("Norway suspended $5 million in aid to Chad after the coup.", "suspended"),
        ("The $5 million that Norway had promised to Chad was suspended.", "suspended"),
        ("In May, $5 million of budget support was put on hold by Norway.", "suspended"),
        ("A loan of $5 million to Chad remains frozen.", "suspended"),
        ("Norway announced the suspension of $5 million for Chad.", "suspended"),
        ("Norway is withholding $5 million from Chad.", "suspended"),
        ("Chad returned $5 million to Norway.", "returned"),
        ("$5 million was refunded by the contractor.", "returned"),
        ("Norway recovered $5 million from the contractor.", "returned"),
        ("Norway redirected $5 million from roads to health.", "redirected"),
        ("$5 million was reallocated to flood relief.", "redirected"),
        ("Norway re-routed $5 million to Kenya.", "redirected"),
    ],
)
def test_the_verb_says_which(sentence, status):
    assert became(sentence) == status


@pytest.mark.parametrize(
    "sentence",
    [
        "Norway gave $5 million and the project was suspended.",
        "Norway gave $5 million after the meeting was cancelled.",
        "Norway suspended its office in Chad and gave $5 million to Kenya.",
        "Norway, which gave $5 million, was suspended from the fund.",
        "The trade, which was halted in May, brought in $5 million.",
        "Refugees returned home with $5 million in aid from Norway.",
        "Chad recovered from the drought with $5 million from Norway.",
        "Norway gave $5 million to schools.",
    ],
)
def test_another_clause_says_nothing(sentence):
    assert became(sentence) == ""


@pytest.mark.parametrize(
    "sentence",
    [
        "The grant of $5 million had not been cancelled.",
        "The grant of $5 million would be suspended if the vote were postponed.",
        "If the vote is postponed, $5 million will be withheld.",
        "Norway threatened to withhold $5 million.",
        "Norway never suspended the $5 million.",
    ],
)
def test_what_is_denied_or_only_possible_stands(sentence):
    assert became(sentence) == STANDS


def test_each_amount_has_its_own_verb():
    text = "Norway suspended $5 million for roads and paid $2 million for schools."
    assert (became(text, 0), became(text, 1)) == ("suspended", "")


@pytest.mark.parametrize(
    ("marked", "status", "reason"),
    [
        ("[Norway]{provider} pledged [$5 million]{amount 12} to Chad.", "pledged", ""),
        ("[Norway]{provider} lent [$5 million]{amount 2} to Chad.", "committed", ""),
        ("[Norway]{provider} gave [$5 million]{amount 3} to Chad.", "disbursed", ""),
        ("[Norway]{provider} lent [$5 million]{amount 2/3} to Chad.", "", ""),
        ("[Norway]{provider} suspended [$5 million]{amount x} to Chad.", "suspended", "suspended"),
        ("[Norway]{provider} never paid [$5 million]{amount x} to Chad.", "", "not_provided"),
        ("[Norway]{provider} has not cancelled [$5 million]{amount x} to Chad.", "pledged", ""),
    ],
)
def test_status_follows_the_type_and_then_the_verb(monkeypatch, marked, status, reason):
    [row] = read_as(monkeypatch, marked).contributions
    assert (row.status, row.not_countable) == (status, reason)


def test_the_words_that_say_it_are_its_evidence(monkeypatch):
    marked = (
        "[Norway]{provider} put [$5 million]{amount x} aside; [$4 million]{amount x} "
        "was put on hold."
    )
    first, second = read_as(monkeypatch, marked).contributions
    assert (first.status_words, second.status_words.text) == (None, "put on hold")
