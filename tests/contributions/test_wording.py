"""What single words around a head say: verb, modality, finance type; codes of purposes."""

import pytest

from pipeline.clauses.sentence import parsed_sentences
from pipeline.contributions import wording
from pipeline.records.facts import Party, Phrase
from tests.helpers.readings import reading_of


def near(text, head):
    """The words of giving around a head of a sentence."""
    start = text.index(head)
    return wording.words_near(parsed_sentences(reading_of(text))[0], (start, start + len(head)))


@pytest.mark.parametrize(
    ("text", "head", "verb", "modality", "finance"),
    [
        ("Japan gave a grant of $2 million to Laos.", "$2 million", "gave", "money", "110"),
        ("Japan extended a loan of $2 million to Laos.", "$2 million", "extended", "loan", "421"),
        ("Japan gave $2 million to Laos.", "$2 million", "gave", "money", ""),
        ("Japan dispatched experts to Laos.", "dispatched", "dispatched", "experts", ""),
        ("Japan provided vehicles to Laos.", "vehicles", "provided", "equipment", ""),
    ],
)
def test_the_nearest_words_say_how_it_is_given(text, head, verb, modality, finance):
    words = near(text, head)
    assert wording.giving_word(words).text == verb
    assert wording.modality(words, has_amount="$" in head) == modality
    assert wording.finance_type(words) == finance


def test_a_word_stands_where_its_phrase_says_and_the_nearest_comes_first():
    text = "Norway pledged a loan, and Sweden gave $2 million to Laos."
    words = near(text, "$2 million")
    assert [text[w.phrase.start : w.phrase.end] for w in words] == [w.phrase.text for w in words]
    assert words[0].phrase.text == "gave"
    assert [word.far for word in words] == sorted(word.far for word in words)


def test_a_sentence_without_a_word_of_giving_says_nothing():
    words = near("The tower in Laos costs $2 million.", "$2 million")
    assert (words, wording.giving_word(words), wording.finance_type(words)) == ([], None, "")
    assert wording.modality(words, has_amount=True) == "money"
    assert wording.modality(words, has_amount=False) == ""


@pytest.mark.parametrize(
    ("text", "name", "code"),
    [
        ("Norway gave $2 million.", "Norway", "10"),
        ("UNICEF gave $2 million.", "UNICEF", "40"),
        ("Oxfam gave $2 million.", "Oxfam", "21"),
        ("The Nippon Foundation gave $2 million.", "Nippon Foundation", "60"),
        ("Bluefield gave $2 million.", "Some Other Name", ""),
    ],
)
def test_the_kind_of_a_provider_is_its_organisation_type(text, name, code):
    mentions = reading_of(text).mentions
    ids = {m.text: (m.entity_id, "NOR" if m.text == "Norway" else "") for m in mentions}
    entity_id, iso3 = ids.get(name, ("", ""))
    assert wording.provider_type(Party(name, entity_id, None, iso3), mentions) == code


def codes(words):
    return wording.purpose_codes(Phrase(words, 0, len(words)))


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("border control", ("15190",)),
        ("police and judges", ("15210", "15130")),
        ("judges and police", ("15130", "15210")),
        ("police, coast guard and Police Academy", ("15210",)),
        ("prosecutors", ("15130",)),
        ("clean thoughts", ()),
        ("unborderly conduct", ()),
    ],
)
def test_a_purpose_has_the_codes_of_its_words_in_their_order(words, found):
    assert codes(words) == found


def test_no_purpose_has_no_code_and_a_long_one_has_three_at_most():
    assert wording.purpose_codes(None) == ()
    assert len(codes("borders, police, prisons, elections, women and corruption")) == 3
