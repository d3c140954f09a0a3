"""The one model: sentences, the one pass, the check of its files."""

from functools import cache
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.language import check_model, dated_or_counted, load_model, may_give, read_docs
from pipeline.records.errors import BadInputError
from tests.helpers.properties import examples


@cache
def nlp() -> Any:
    return load_model()


def sentences_of(text: str) -> list[str]:
    [doc] = read_docs(nlp(), [text], lambda _: False)
    return [sentence.text for sentence in doc.sents]


@pytest.mark.parametrize(
    "text",
    [
        "It gave U.S.$ 5 million in aid.| The rest came later.",
        "See No. 3 of the list.| It is long.",
        "Mr. Abe and Dr. Kim met Ms. Lee.| They talked.",
        "Schools, clinics, etc. were built in Kenya.",
        "Some partners, i.e. farms and firms, took part.",
        "It was built by Toyota Co., Ltd. of Japan in 2018.",
        "He said: “We will help.| We must.”| The envoy agreed.",
        "(1) Roads were built.| (2) Bridges were repaired.",
        "1. Roads were built.| 2. Bridges were repaired.",
        "The fund, e.g. for wells, grew; the rest fell; nothing changed.",
        "The U.S. and the U.K. gave £5 million.| The U.S. Government agreed.",
        "In Washington, D.C., the bank met.| It lent US$1.5 billion approx. for roads.",
        "It rose by 3.5 percent (approx. $2 million) in St. Lucia.",
        "The report (Fig. 3 and p. 12) shows it.| Vol. 2 follows.",
        "Wells were dug for “Asagao” and “Kiku-2.”| Japan will go on.",
    ],
)
def test_sentences_end_where_they_end(text: str) -> None:
    marked = [part.strip() for part in text.split("|")]
    assert sentences_of(text.replace("|", "")) == marked


def test_only_wanted_sentences_are_parsed() -> None:
    text = "Norway gave 5 million kroner to Chad in 2018. The sky was blue."
    [doc] = read_docs(nlp(), [text], dated_or_counted)
    first, second = doc.sents
    assert first.root.text == "gave"
    assert [token.dep_ for token in second][1:] == [""] * (len(second) - 1)
    assert doc.text == text


def test_a_parse_stays_inside_its_sentence() -> None:
    text = "The sky was blue. Norway gave 5 million kroner to Chad. It rained."
    [doc] = read_docs(nlp(), [text], dated_or_counted)
    assert [s.text for s in doc.sents] == [part.strip() + "." for part in text.split(".")[:-1]]
    for token in doc:
        assert token.head.sent.start == token.sent.start


def test_every_text_has_tags_lemmas_and_names() -> None:
    [doc] = read_docs(nlp(), ["Norway gave wells to Chad."], lambda _: False)
    assert [token.lemma_ for token in doc][:3] == ["Norway", "give", "well"]
    assert doc[1].tag_ == "VBD"
    assert doc.ents[0].text == "Norway"


def test_a_text_reads_the_same_alone_and_among_others() -> None:
    texts = ["Norway gave wells to Chad.", "Kenya built roads in 2018 for $5 million."]
    together = read_docs(nlp(), texts, dated_or_counted)
    for text, doc in zip(texts, together, strict=True):
        [alone] = read_docs(nlp(), [text], dated_or_counted)
        assert [(t.tag_, t.dep_, t.ent_type_) for t in alone] == [
            (t.tag_, t.dep_, t.ent_type_) for t in doc
        ]


@examples(40)
@given(st.text(max_size=80))
def test_a_doc_is_its_text(text: str) -> None:
    [doc] = read_docs(nlp(), [text], lambda _: True)
    assert doc.text == text


def test_no_text_is_no_trouble() -> None:
    assert read_docs(nlp(), [], dated_or_counted) == []
    [empty] = read_docs(nlp(), [""], dated_or_counted)
    assert len(empty) == 0


@pytest.mark.parametrize(
    ("sentence", "wanted"),
    [
        ("The talks began in May.", True),
        ("It opened in 2018.", True),
        ("It trained 300 nurses.", True),
        ("Norway gave wells.", False),
        ("The sky was blue.", False),
        ("Piracy is a threat.", False),
    ],
)
def test_which_sentences_may_state_an_event_or_a_result(sentence: str, wanted: bool) -> None:
    assert dated_or_counted(sentence) is wanted


def test_a_missing_model_is_one_line() -> None:
    with pytest.raises(BadInputError, match="spaCy model 'no_such_model'"):
        load_model("no_such_model")


def test_the_environment_names_a_model(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SPACY_MODEL", "no_such_model_either")
    with pytest.raises(BadInputError, match="no_such_model_either"):
        load_model()


def test_a_changed_file_of_the_model_is_reported(tmp_path: Path) -> None:
    folder = tmp_path / "model"
    copytree(nlp().path, folder)
    check_model(folder)
    (folder / "ner" / "moves").write_bytes(b"other")
    with pytest.raises(BadInputError, match="ner/moves: differs"):
        check_model(folder)
    (folder / "ner" / "moves").unlink()
    with pytest.raises(BadInputError, match="ner/moves: missing"):
        check_model(folder)


@pytest.mark.parametrize("verb", ["supplied", "supplies", "provides", "paid", "gave"])
def test_an_inflected_word_of_giving_is_one(verb: str) -> None:
    assert may_give(f"Australia {verb} boats.")
