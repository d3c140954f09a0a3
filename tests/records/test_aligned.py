"""Aligned text: edits keep the place of every character, and can be undone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.records.aligned import chained, copied, edited, is_tiled, restored
from tests.helpers.properties import examples

RAW = "Aid  reached (Note 3) Mali."


def test_a_copied_span_has_its_own_offsets():
    assert copied(RAW).raw_span(5, 12) == (5, 12)


def test_a_span_after_a_removal_points_behind_it():
    text = edited(copied(RAW), [(3, 5, " ", "space"), (12, 21, "", "note_marker")])
    assert text.text == "Aid reached Mali."
    at = text.text.index("Mali")
    assert text.raw_span(at, at + 4) == (22, 26)
    assert restored(text, RAW) == text.text


def test_a_span_that_cuts_a_repair_takes_all_of_it():
    text = edited(copied("Kenyaâ€™s"), [(5, 8, "’", "mojibake")])
    assert text.raw_span(5, 7) == (5, 9)


def test_an_edit_that_cuts_a_repair_takes_all_of_it():
    once = edited(copied("ﬁve"), [(0, 1, "fi", "ligature")])
    twice = edited(once, [(1, 2, "I", "mojibake")])
    assert twice.text == "fIve"
    assert twice.pieces[0].raw_end == 1


def test_chained_texts_keep_what_stands_between():
    raw = "one\n12\ntwo"
    between = [(" ", 3, 4, "line_wrap"), ("", 4, 6, "furniture"), ("", 6, 7, "line_wrap")]
    text = chained([(copied(raw, 0, 3), between), (copied(raw, 7, 10), [])])
    assert text.text == "one two"
    assert text.raw_span(4, 7) == (7, 10)
    assert [piece.repair for piece in text.repairs] == ["line_wrap", "furniture", "line_wrap"]


@pytest.mark.parametrize("span", [(0, 0), (2, 1), (-1, 2), (0, 99)])
def test_a_span_outside_the_text_is_refused(span):
    with pytest.raises(ValueError, match="leaves a text of 27"):
        copied(RAW).raw_span(*span)


@examples(150)
@given(st.text("ab \n", min_size=1, max_size=30), st.data())
def test_edits_of_edits_tile_and_restore(raw, data):
    text = copied(raw)
    for repair in ("space", "control"):
        cuts = sorted(data.draw(st.sets(st.integers(0, len(text.text)), max_size=6)))
        pairs = list(zip(cuts[::2], cuts[1::2], strict=False))
        new = data.draw(st.sampled_from(["", " ", "xy"]))
        text = edited(text, [(start, end, new, repair) for start, end in pairs])
        assert is_tiled(text.pieces)
        assert restored(text, raw) == text.text
        assert (text.raw_start, text.raw_end) == (0, len(raw))
        for at in range(len(text.text)):
            start, end = text.raw_span(at, at + 1)
            assert 0 <= start < end <= len(raw)
            low, high = text.clean_span(start, end)
            assert low <= at < high
            assert text.raw_span(low, high) == (start, end)


def test_a_raw_span_leads_back_to_the_clean_words():
    text = edited(copied(RAW), [(3, 5, " ", "space"), (12, 21, "", "note_marker")])
    at = RAW.index("Mali")
    assert text.text[slice(*text.clean_span(at, at + 4))] == "Mali"
    assert text.clean_span(13, 20) is None, "what cleaning took out is nowhere"
