"""The attribute ruler's answers: the same as its own, asked once for each word and tag."""

from functools import cache

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st
from spacy.pipeline import AttributeRuler

from pipeline.language import MODEL
from pipeline.language.attributes import AttributeAnswers
from tests.helpers.properties import examples

SENTENCES = [
    "Japan is providing a grant of $5 million to Kenya, which wasn't planned.",
    "We're gonna help them; let's say that it's got ta be done, y'all.",
    "There are wells.  There's a  road \n and it ain't new.",
    "The Ministry's staff have trained 72 officers; one of them has left.",
]


@cache
def nlp():
    return spacy.load(MODEL)


def tagged(text):
    doc = nlp().make_doc(text)
    for name in ("tok2vec", "tagger"):
        doc = nlp().get_pipe(name)(doc)
    return doc


def attributes_of(doc):
    return [(t.text, t.tag_, t.pos_, str(t.morph), t.lemma_) for t in doc]


@pytest.mark.parametrize("text", SENTENCES)
def test_the_answers_are_those_of_the_ruler(text):
    ruler = nlp().get_pipe("attribute_ruler")
    answers = AttributeAnswers(ruler)
    [first], [again] = answers.pipe([tagged(text)]), answers.pipe([tagged(text)])
    assert attributes_of(first) == attributes_of(again) == attributes_of(ruler(tagged(text)))


@examples(50)
@given(st.lists(st.sampled_from(" ".join(SENTENCES).split(" ")), max_size=12))
def test_in_whatever_order_the_words_stand(words):
    ruler = nlp().get_pipe("attribute_ruler")
    [doc] = AttributeAnswers(ruler).pipe([tagged(" ".join(words))])
    assert attributes_of(doc) == attributes_of(ruler(tagged(" ".join(words))))


def test_a_word_with_its_tag_is_asked_for_once(monkeypatch):
    asked = []
    ruler = nlp().get_pipe("attribute_ruler")
    call = AttributeRuler.__call__
    monkeypatch.setattr(
        AttributeRuler, "__call__", lambda self, doc: asked.append(doc.text) or call(self, doc)
    )
    list(AttributeAnswers(ruler).pipe([tagged("the well, the road, the well")] * 3))
    assert sorted(word.strip() for word in asked) == [",", "road", "the", "well"]


def test_a_rule_that_sees_its_neighbours_reads_the_whole_text():
    ruler = AttributeRuler(nlp().vocab)
    ruler.add([[{"LOWER": "aid"}]], {"LEMMA": "help"})
    ruler.add([[{"LOWER": "grant"}, {"LOWER": "aid"}]], {"LEMMA": "grant aid"}, index=1)
    docs = [tagged("Grant aid."), tagged("More aid.")]
    assert [doc[1].lemma_ for doc in AttributeAnswers(ruler).pipe(docs)] == ["grant aid", "help"]
