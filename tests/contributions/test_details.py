"""Terms of loans: the example file, what the words rest on, and what holds for every text."""

import re
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.contributions.loan_terms import GRACE, MATURITY, RATE, terms_in
from tests.helpers.loan_examples import IN_KIND, LOANS, goods_in, read_examples, terms_of
from tests.helpers.marked_reader import read_as
from tests.helpers.readings import reading_of

MISSED = ("the first seven are grace years",)  # "the first seven" is no count


def _expected(example):
    missed = any(words in example.text for words in MISSED)
    marks = [pytest.mark.xfail(strict=True, reason="not read")] if missed else []
    return pytest.param(example, id=example.text[:40], marks=marks)


@pytest.mark.parametrize("example", [_expected(e) for e in read_examples(LOANS)])
def test_an_example_of_terms(example):
    assert terms_of(example) == list(example.answers)


@pytest.mark.parametrize("example", read_examples(IN_KIND), ids=lambda e: e.text[:40])
def test_an_example_of_goods(example):
    assert goods_in(example) == list(example.answers)


def rows_of(monkeypatch, text):
    return read_as(monkeypatch, text).contributions


def values(row):
    return {name: term.value for name, term in row.terms.items()}


def test_a_grant_beside_a_loan_has_no_terms(monkeypatch):
    grant, loan = rows_of(
        monkeypatch,
        "[Norway]{provider} gave Mali a grant of [$3 million]{amount 3}. It signed a loan of "
        "[$9 million]{amount 2} with a maturity of 30 years.",
    )
    assert (values(grant), values(loan)) == ({}, {MATURITY: 30})
    assert "interest_rate" not in grant.basis.unknown
    assert loan.basis.unknown["interest_rate"] == "not_stated"


def test_two_rates_of_one_loan_are_ambiguous(monkeypatch):
    [row] = rows_of(
        monkeypatch,
        "[Norway]{provider} signed a loan of [$9 million]{amount 2} with interest of 1 percent "
        "during construction and 1.5 percent interest thereafter.",
    )
    assert values(row) == {RATE: None}
    assert row.basis.unknown["interest_rate"] == "ambiguous"


def test_another_contribution_ends_what_is_said_of_a_loan(monkeypatch):
    loan, _grant = rows_of(
        monkeypatch,
        "[Norway]{provider} signed a loan of [$9 million]{amount 2}. It gave a grant of "
        "[$1 million]{amount 3}. Farmers repay the bank over 5 years.",
    )
    assert values(loan) == {}


def goods_of_rows(rows):
    return [[(one.value, one.unit) for one in row.in_kind] for row in rows]


def test_behind_a_light_verb_the_things_themselves_are_the_act(monkeypatch):
    rows = rows_of(
        monkeypatch,
        "[Norway]{provider} provided 200 [tents and 50 generators]{act 3} to [Kenya]{recipient}.",
    )
    assert goods_of_rows(rows) == [[(200, "tents"), (50, "generators")]]


def test_goods_belong_to_one_contribution(monkeypatch):
    rows = rows_of(
        monkeypatch, "Three patrol [boats]{act 3} were [donated]{act 3} by [Norway]{provider}."
    )
    assert goods_of_rows(rows) == [[(3, "boats")], []]


def test_training_is_nothing_in_kind(monkeypatch):
    rows = rows_of(monkeypatch, "[Norway]{provider} held 12 [training courses]{act 3}.")
    assert goods_of_rows(rows) == [[]]


def test_months_are_years():
    text = "The loan of $5 million has a grace period of 18 months."
    [terms] = terms_in(reading_of(text), [(12, 22)])
    assert (terms[GRACE].value, terms[GRACE].at.text) == (Decimal("1.5"), "18 months")


WORDS = re.findall(
    r"[^|]+",
    "a loan of | $5 million | 1 percent | interest | 40 years | grace | period | maturity | and |,"
    "| of | in | 10-year | respectively | 30 | LIBOR plus | fee |. The loan | both | over | half"
    "| interest-free | at | a decade | and a half | repayable |(|)| 6-month | ago | p.a.",
)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=20))
def test_any_words_give_terms_that_lie_in_the_text(words):
    text = "A loan of $4 million " + "".join(words)
    reading = reading_of(text)
    spans = [(amount.start, amount.end) for amount in reading.amounts]
    found = terms_in(reading, spans)
    assert len(found) == len(spans)
    for terms in found:
        assert set(terms) <= {RATE, MATURITY, GRACE}
        for term in terms.values():
            assert text[term.at.start : term.at.end] == term.at.text
            assert term.value is None or term.value >= 0
