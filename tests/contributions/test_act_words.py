"""The words of an act, and who is no party: what the tagger says around what the reader marks."""

import pytest

from tests.helpers.marked_reader import read_as


@pytest.mark.parametrize(
    ("marked", "verb"),
    [
        (
            "Training was carried [out]{act 3} by [Norway]{provider} in [Chad]{recipient}.",
            "carried out",
        ),
        (
            "[Norway]{provider} offered [technical]{act 3} cooperation to [Chad]{recipient}.",
            "technical cooperation",
        ),
        ("[Norway]{provider} [trained]{act 3} nurses in [Chad]{recipient}.", "trained"),
    ],
)
def test_a_particle_goes_with_its_verb_and_an_adjective_with_its_noun(monkeypatch, marked, verb):
    [row] = read_as(monkeypatch, marked).contributions
    assert row.verb.text == verb


def test_an_adjective_without_its_noun_provides_nothing(monkeypatch):
    text = (
        "[International]{provider} cooperation by [training]{act 3} staff helped [Chad]{recipient}."
    )
    [row] = read_as(monkeypatch, text).contributions
    assert row.provider.name == "Japan", "whose report it is"


def test_a_gerund_before_its_noun_does_not_benefit(monkeypatch):
    text = (
        "[Norway]{provider} [trained]{act 3} [staff]{beneficiary} engaged in "
        "[combatting]{beneficiary} crimes in [Chad]{recipient}."
    )
    [row] = read_as(monkeypatch, text).contributions
    assert [phrase.text for phrase in row.beneficiaries] == ["staff"]
