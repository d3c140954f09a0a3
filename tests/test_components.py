"""The finders as spaCy components, for any spaCy project."""

import subprocess
import sys
from decimal import Decimal

import pytest

import pipeline

SENTENCE = "In FY2019, Japan contributed approximately $8.2 million to UNDP."


@pytest.fixture(scope="module")
def nlp():
    return pipeline.load(provider="JPN", year=2019, fiscal_year_start=4)


def test_a_sentence_gives_its_amount_its_names_and_its_contribution(nlp):
    doc = nlp(SENTENCE)
    assert [(span.text, span.label_) for span in doc.spans["money"]] == [
        ("approximately $8.2 million", "MONEY")
    ]
    assert [(span.text, span.id_) for span in doc.spans["entities"]] == [
        ("Japan", "japan"),
        ("UNDP", "united-nations-development-programme"),
    ]
    [contribution] = doc._.contributions
    assert contribution.amount.low == contribution.amount.high == Decimal("8200000")
    assert (contribution.amount.currency, contribution.amount.qualifier) == ("USD", "approximately")
    assert str(contribution.provider) == "Japan"
    assert contribution.period.fiscal_year == "2019"
    assert (contribution.period.date_start, contribution.period.date_end) == (
        "2019-04-01",
        "2020-03-31",
    )


def test_a_text_without_contributions_has_none(nlp):
    doc = nlp("The sea is wide.")
    assert (list(doc.spans["money"]), doc._.contributions) == ([], ())


def test_plain_text_needs_no_model():
    code = (
        "import pipeline, sys; [amount] = pipeline.find_amounts('It gave $1.9 million.', "
        "symbols={'$': 'AUD'}); print(amount.low, amount.currency, 'spacy' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["1900000", "AUD", "False"]


def test_any_spacy_project_can_add_the_money_component():
    import spacy

    from pipeline import components  # noqa: F401 - registers the factories, as the entry points do

    nlp = spacy.blank("en")
    nlp.add_pipe("oda_money", config={"edition": {"symbols": {"$": "CAD"}}})
    [amount] = nlp("It cost $3.")._.amounts
    assert (amount.low, amount.currency) == (Decimal(3), "CAD")
