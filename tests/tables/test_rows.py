"""Rows: placed in the raw text, with ids that come from the evidence alone."""

import json
from decimal import Decimal

import pytest

from pipeline.records.aligned import AlignedText, Piece, copied
from pipeline.records.facts import Basis, Bearer, Party, Phrase
from pipeline.records.text import Block, Section
from pipeline.storage.edition import Edition
from pipeline.tables.rows import Book, TableRows, decimal, places_of

EDITION = Edition("2021", "Aid in Brief", "Ministry of Aid", "NOR", 2021)
SECTION = Section("s1", "", 1, "A.", "Health", ("A. Health",), "heading", "marker", 1)


def rows_of(*texts, name="money", offset=0):
    blocks, raw = {}, offset
    for number, text in enumerate(texts):
        block = AlignedText(text, (Piece(0, len(text), raw, raw + len(text)),))
        blocks[f"b{number}"] = Block(f"b{number}", "s1", number, "body", "a.txt", block)
        raw += len(text) + 2
    sentences = {block_id: ((0, len(block.text.text)),) for block_id, block in blocks.items()}
    return TableRows(name, Book(EDITION, blocks, {"s1": SECTION}, sentences))


def test_a_row_shows_where_its_words_stand_in_the_raw_file():
    table = rows_of("Norway gave $5.", offset=100)
    row = table.place(Bearer("b0", 12, 14))
    assert (row["source"], row["raw_start"], row["raw_end"]) == ("a.txt", "112", "114")
    assert (row["section"], row["block_id"], row["edition"]) == ("A. Health", "b0", "2021")


def test_the_same_evidence_has_the_same_id_wherever_it_stands():
    here = rows_of("Norway gave $5 to Chad.").place(Bearer("b0", 12, 14))
    there = rows_of("Once.", "In May Norway gave $5 to Chad.", offset=9).place(Bearer("b1", 19, 21))
    assert here["row_id"] != there["row_id"], "the words before differ"
    moved = rows_of("Once.", "Norway gave $5 to Chad.", offset=9).place(Bearer("b1", 12, 14))
    assert moved["row_id"] == here["row_id"]


def test_equal_evidence_is_distinguished_by_its_count():
    table = rows_of("Norway gave $5.", "Norway gave $5.")
    ids = [table.place(Bearer(block, 12, 14))["row_id"] for block in ("b0", "b1")]
    assert len(set(ids)) == 2


def test_tables_do_not_share_ids():
    ids = {rows_of("$5", name=n).place(Bearer("b0", 0, 2))["row_id"] for n in ("money", "dates")}
    assert len(ids) == 2


def test_each_field_has_its_own_raw_span_and_so_has_the_sentence():
    table = rows_of("Norway gave $5.", offset=100)
    spans = places_of(provider=Party("Norway", "norway", Phrase("Norway", 0, 6)))
    row = table.extracted(Bearer("b0", 12, 14), spans, Basis("giving"), (0, 15))
    assert json.loads(row["field_spans"]) == {"evidence": [[100, 115]], "provider": [[100, 106]]}
    assert row["evidence"] == "Norway gave $5."
    assert row["review_status"] == "unreviewed"


def test_a_party_that_is_not_printed_has_no_span():
    assert places_of(provider=Party("Norway", "norway"), recipients=()) == {}


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        (Decimal("17E6"), "17000000"),
        (Decimal("8.20"), "8.2"),
        (Decimal("1104900000000.00"), "1104900000000"),
        (Decimal("0.5"), "0.5"),
        (Decimal("100"), "100"),
        (None, ""),
    ],
)
def test_a_decimal_is_exact_and_plain(value, cell):
    assert decimal(value) == cell


def test_a_span_that_cuts_a_repair_shows_the_whole_repair():
    text = AlignedText(
        "a b", (Piece(0, 1, 10, 11), Piece(1, 2, 11, 14, "space"), Piece(2, 3, 14, 15))
    )
    assert text.raw_span(1, 3) == (11, 15)
    assert copied("a b").raw_span(1, 3) == (1, 3)
