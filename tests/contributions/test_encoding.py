"""Windows over a paragraph: every word piece is read, and its place leads back to the text."""

import re
from itertools import pairwise
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.contributions.encoding import OVERLAP, WHOSE, WINDOW, windows_of
from pipeline.contributions.reader import load_network, whole_words

CLS, SEP = 1, 2
PIECE = re.compile(r"\w{1,4}|[^\w\s]")


class Pieces:
    """A tokenizer that cuts words into pieces of four letters; a piece's id tells its length."""

    def encode(self, text: str, add_special_tokens: bool = True) -> SimpleNamespace:
        assert not add_special_tokens
        places = [match.span() for match in PIECE.finditer(text)]
        return SimpleNamespace(ids=[10 + end - start for start, end in places], offsets=places)

    def token_to_id(self, name: str) -> int:
        return {"[CLS]": CLS, "[SEP]": SEP}[name]


def windows(text: str, whose: str = "provider Japan; report"):
    return windows_of(Pieces(), whose, text)


texts = st.lists(
    st.sampled_from(["rain", "The roads", "$5 million", "Norwegian", ".", "; ", "\n", "é", "(a)"]),
    max_size=900,
).map(" ".join)


@given(texts)
def test_all_pieces_are_read_in_windows_that_overlap(text):
    found = windows(text)
    places = [match.span() for match in PIECE.finditer(text)]
    assert {place for w in found for place in zip(w.starts, w.ends, strict=True)} == set(places)
    assert all(len(window.starts) <= WINDOW for window in found)
    for one, two in pairwise(found):
        own = two.starts[two.lead]
        shared = sum(start >= own for start in one.starts[one.lead :])
        assert OVERLAP <= shared <= 2 * OVERLAP
        assert one.starts[one.lead] < own
        assert one.ends[-1] < two.ends[-1]


@given(texts)
def test_a_piece_s_place_is_its_characters(text):
    for window in windows(text):
        assert (window.ids[0], window.ids[window.text - 1], window.ids[-1]) == (CLS, SEP, SEP)
        own = window.ids[window.text : -1]
        assert len(own) == len(window.starts) == len(window.ends)
        for piece, start, end in zip(own, window.starts, window.ends, strict=True):
            assert PIECE.fullmatch(text[start:end])
            assert piece == 10 + end - start


@given(texts, st.data())
def test_a_stretch_of_the_text_finds_the_pieces_that_it_meets(text, data):
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    for window in windows(text):
        places = list(enumerate(zip(window.starts, window.ends, strict=True), window.text))
        met = [k for k, (a, b) in places if a < end and start < b]
        assert window.pieces(start, end) == ((met[0], met[-1] + 1) if met else None)


def test_a_short_text_is_one_window_and_an_empty_one_holds_no_piece():
    [window] = windows("Norway gave $5 million.")
    assert window.ids[window.text :] == (14, 12, 14, 11, 11, 14, 13, 11, SEP)
    assert [len(window.starts) for window in windows("")] == [0]


def test_what_is_said_before_the_text_has_no_place_and_is_cut_where_it_is_long():
    [window] = windows("Aid.", whose="report " * 40)
    assert window.text == WHOSE + 2
    assert (window.starts, window.ends) == ((0, 3), (3, 4))


def test_a_window_opens_with_a_sentence_where_one_begins_near():
    sentence = "The rain came late again this year to all of us here. "
    for window in windows(sentence * 40)[1:]:
        assert window.starts[0] % len(sentence) == 0


def test_words_without_a_full_stop_are_cut_all_the_same():
    found = windows("rain " * 500)
    own = [window.starts[window.lead] // 5 for window in found]
    assert own[0] == 0 and all(a < b for a, b in pairwise(own))
    assert all(window.starts[0] == 0 for window in found)  # what says who gives is read again


@pytest.mark.parametrize(
    ("cut", "whole"), [("orw", "Norway"), ("gave", "gave"), ("5", "5"), ("ay ga", "Norway gave")]
)
def test_a_stretch_grows_to_the_words_that_it_cuts(cut, whole):
    text = "Norway gave $5."
    start = text.index(cut)
    assert text[slice(*whole_words(text, start, start + len(cut)))] == whole


def test_the_shipped_tokenizer_cuts_and_fills_up_nothing():
    text = "Norvège gave €5 million to São Tomé. " * 60
    found = windows_of(load_network().tokenizer, "Aid", text)
    assert found[0].text == 3
    assert found[-1].ends[-1] == len(text.rstrip())
    said = [text[a:b] for a, b in zip(found[0].starts, found[0].ends, strict=True)]
    assert "".join(said[:10]).startswith("Norvègegave€5million")
