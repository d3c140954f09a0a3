"""The workbook for review: what it shows, what it lets a person change, what it never runs."""

import io
from datetime import date, datetime
from decimal import Decimal
from itertools import pairwise

import openpyxl
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.records.aligned import copied
from pipeline.review.workbook.cells import LONGEST, is_same, read, shown
from pipeline.review.workbook.evidence_words import marked
from pipeline.review.workbook.formats import CONFIDENCE
from pipeline.review.workbook.layout import MADE_FROM, NEW_ROWS, sheet_columns, sheet_tables
from pipeline.review.workbook.write import Review, review_bytes
from pipeline.schema import TABLE, TABLES, Column
from pipeline.storage.edition import Edition
from pipeline.vocab import meaning_of
from tests.helpers.paths import ROOT

EDITION = Edition("2021", "Aid in Brief", "Ministry of Aid", "NOR", 2021)
TEXT = "In 2021, Norway gave about $2.5 million to Kenya."
BLOCK = copied(TEXT)
ROW = {column.name: "" for column in TABLE["money"].columns} | {
    "row_id": "0123456789ab",
    "edition": "2021",
    "block_id": "b1",
    "source": "a.txt",
    "raw_start": "21",
    "raw_end": "39",
    "text": "about $2.5 million",
    "low": "2500000",
    "high": "2500000",
    "currency": "USD",
    "qualifier": "approximately",
    "period_text": "2021",
    "period_start": "2021-01-01",
    "evidence": TEXT,
    "field_spans": '{"evidence":[[0,49]],"text":[[21,39]],"period_text":[[3,7]]}',
    "confidence": "medium",
    "reasons": "currency_by_edition",
    "unknown": '{"per":"not_stated"}',
    "flags": "scale_missing",
    "review_status": "unreviewed",
}


def tables_with(**rows):
    """Empty tables, but for those named."""
    empty = {t.name: pd.DataFrame(columns=[c.name for c in t.columns], dtype=str) for t in TABLES}
    return empty | {name: pd.DataFrame(made, dtype=str) for name, made in rows.items()}


def review_of(*rows, **others):
    return Review(EDITION, tables_with(money=rows or [ROW], **others), {"b1": BLOCK})


def opened(review, **options):
    return openpyxl.load_workbook(io.BytesIO(review_bytes(review)), **options)


def columns_of(sheet):
    return {cell.value: cell.column_letter for cell in sheet[1]}


def test_a_sheet_a_table_after_one_that_explains():
    names = opened(review_of()).sheetnames
    assert names[:4] == ["how to", "contributions", "money", "results"]
    assert names[-3:] == ["text", "_lists", MADE_FROM]
    assert {table.name for table in sheet_tables()} == {t.name for t in TABLES if t.extracted}


def test_the_header_stays_can_be_filtered_and_says_what_each_column_means():
    sheet = opened(review_of())["money"]
    assert sheet.freeze_panes == "C2"
    assert sheet.auto_filter.ref.startswith("A1:")
    columns = columns_of(sheet)
    assert list(columns)[:4] == ["decision", "evidence", "reason", "note"]
    assert all(sheet[f"{letter}1"].comment.text for letter in columns.values())
    assert "exact, approximately, over" in sheet[f"{columns['qualifier']}1"].comment.text


def test_people_may_change_decisions_and_cells_but_no_id_and_no_evidence():
    sheet = opened(review_of())["money"]
    columns = columns_of(sheet)
    assert sheet.protection.sheet
    for name, is_locked in {"decision": False, "note": False, "low": False, "row_id": True}.items():
        assert sheet[f"{columns[name]}2"].protection.locked is is_locked, name
    assert sheet[f"{columns['evidence']}2"].protection.locked
    last = 2 + NEW_ROWS
    assert sheet.max_row == last
    assert not sheet[f"{columns['evidence']}{last}"].protection.locked, "a new row has its own"
    assert sheet[f"{columns['row_id']}{last}"].protection.locked


def test_closed_lists_are_drop_downs():
    book = opened(review_of())
    sheet = book["money"]
    letter = columns_of(sheet)["qualifier"]
    [rule] = [v for v in sheet.data_validations.dataValidation if f"{letter}2" in v.sqref]
    lists = book["_lists"]
    column = rule.formula1.split("!")[1].split("$")[1]
    values = [cell.value for cell in lists[column] if cell.value]
    assert values == list(TABLE["money"].own[5].values)
    assert lists.sheet_state == "veryHidden"


def test_numbers_are_numbers_and_long_ones_are_kept_digit_for_digit():
    long = ROW | {"row_id": "b", "low": "1234567890123456.78", "high": "0.10"}
    sheet = opened(review_of(ROW, long))["money"]
    columns = columns_of(sheet)
    assert sheet[f"{columns['low']}2"].value == 2500000
    assert sheet[f"{columns['low']}2"].number_format == "#,##0"
    assert sheet[f"{columns['low']}3"].value == "1234567890123456.78"
    assert sheet[f"{columns['high']}3"].value == 0.1
    assert sheet[f"{columns['high']}3"].number_format == "#,##0.00"


def test_the_evidence_shows_the_words_that_the_row_was_read_from():
    assert marked(ROW, BLOCK) == [
        ("In ", ""),
        ("2021", "field"),
        (", Norway gave ", ""),
        ("about $2.5 million", "row"),
        (" to Kenya.", ""),
    ]
    book = opened(review_of(), rich_text=True)
    runs = book["money"]["B2"].value
    bold = [str(run) for run in runs if getattr(run, "font", None) and run.font.b]
    assert bold == ["2021", "about $2.5 million"]


@pytest.mark.parametrize("change", [{"evidence": "other"}, {"field_spans": ""}, {"block_id": "-"}])
def test_evidence_that_its_block_does_not_hold_is_shown_unmarked(change):
    row = ROW | change
    block = {"b1": BLOCK}.get(row["block_id"])
    assert marked(row, block) == [(row["evidence"], "")]


def test_flags_reasons_and_gaps_are_shown_in_words():
    sheet = opened(review_of())["money"]
    assert sheet[f"{columns_of(sheet)['look']}2"].value.splitlines() == [
        f"LOOK: {meaning_of('scale_missing')}",
        meaning_of("currency_by_edition"),
        "not stated: per",
    ]


CONTRIBUTION = dict.fromkeys((column.name for column in TABLE["contributions"].columns), "") | {
    "row_id": "ba9876543210",
    "confidence": "medium",
    "reasons": "provider_before;recipients_doubtful",
    "probability": "0.70",
    "field_probabilities": '{"found":0.98,"provider":0.92,"recipients":0.62}',
    "review_status": "unreviewed",
}


def test_a_contribution_s_probability_follows_its_confidence_and_is_locked():
    sheet = opened(review_of(contributions=[CONTRIBUTION]))["contributions"]
    heads = [cell.value for cell in sheet[1]]
    at = heads.index("confidence") + 1
    assert heads[at - 1 : at + 2] == ["confidence", "probability", "look"]
    cell = sheet.cell(2, at + 1)
    assert (cell.value, cell.number_format, cell.protection.locked) == (0.7, "0 %", True)
    assert "field_probabilities" not in heads


def test_doubtful_fields_are_named():
    sheet = opened(review_of(contributions=[CONTRIBUTION]))["contributions"]
    assert sheet[f"{columns_of(sheet)['look']}2"].value.splitlines() == [
        "IN DOUBT: recipients (62 %)",
        meaning_of("provider_before"),
    ]


def test_the_colours_of_confidence_differ_in_lightness_too():
    def lightness(colour):
        red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
        return 0.299 * red + 0.587 * green + 0.114 * blue

    shades = sorted(lightness(colour) for colour in CONFIDENCE.values())
    assert min(b - a for a, b in pairwise(shades)) > 3
    sheet = opened(review_of())["money"]
    cell = sheet[f"{columns_of(sheet)['confidence']}2"]
    assert (cell.value, cell.fill.fgColor.rgb[2:]) == ("medium", CONFIDENCE["medium"][1:])


HOSTILE = ("=HYPERLINK(1)", "@SUM(A1)", "+1", "-1", "{=1}", "http://x.invalid", "\t=1", "_x0041_")


@pytest.mark.parametrize("words", HOSTILE)
def test_no_text_runs_and_every_text_stays_what_it_is(words):
    row = ROW | {"evidence": words, "text": words, "period_text": words, "section": words}
    book = opened(review_of(row, blocks=[dict.fromkeys(tables_with()["blocks"].columns, words)]))
    cells = [cell for sheet in book for line in sheet.iter_rows() for cell in line]
    assert [cell.coordinate for cell in cells if cell.data_type == "f"] == []
    sheet = book["money"]
    assert sheet[f"{columns_of(sheet)['text']}2"].value.strip() == words.strip()


def test_the_same_tables_give_the_same_bytes():
    assert review_bytes(review_of()) == review_bytes(review_of())


def test_no_column_that_asks_has_the_name_of_a_table_s_own():
    for table in sheet_tables():
        names = [column.name for column in sheet_columns(table)]
        assert len(names) == len(set(names)), table.name


# ---- cells -----------------------------------------------------------------------------------

TYPES = ("string", "integer", "decimal", "date", "boolean", "list")
COLUMNS = [Column("x", "", type_) for type_ in TYPES]


@pytest.mark.parametrize(
    ("type_", "value", "text"),
    [
        ("string", "  NA ", "NA"),
        ("string", 2019, "2019"),
        ("string", 2019.0, "2019"),
        ("string", True, "TRUE"),
        ("integer", 12.0, "12"),
        ("decimal", 8200000.0, "8200000"),
        ("decimal", 8199999.9999999991, "8200000"),
        ("decimal", "1234567890123456.78", "1234567890123456.78"),
        ("date", datetime(2019, 4, 1, 0, 0), "2019-04-01"),
        ("date", date(2019, 4, 1), "2019-04-01"),
        ("boolean", "No", "false"),
        ("boolean", True, "true"),
        ("list", "Kenya ;Chad", "Kenya;Chad"),
        ("list", "a\\;b; c", "a\\;b;c"),
        ("list", None, ""),
    ],
)
def test_a_cell_is_read_whatever_a_program_made_of_it(type_, value, text):
    assert read(value, Column("x", "", type_)) == text


@pytest.mark.parametrize(
    ("type_", "value", "says"),
    [
        ("string", datetime(2019, 4, 1), "turned the text into a date"),
        ("string", "x" * (LONGEST + 1), "is longer than"),
        ("integer", "1.5", "not a whole number"),
        ("decimal", "2 million", "'2 million' is not a number; write digits"),
        ("decimal", "1,000", "is not a number"),
        ("decimal", float("inf"), "is not a number"),
        ("decimal", True, "is not a number"),
        ("date", "April 2019", "is not a date; write it as 2019-04-01"),
        ("date", "2019-02-30", "is not a date"),
        ("boolean", "maybe", "write yes or no"),
    ],
)
def test_what_does_not_fit_is_refused_with_its_fix(type_, value, says):
    with pytest.raises(ValueError, match=says):
        read(value, Column("x", "", type_))


def test_a_closed_list_takes_its_words_and_no_other():
    column = Column("x", "", values=("exact", "over"))
    assert read("Over ", column) == "over"
    with pytest.raises(ValueError, match="'about' is not known; write one of exact, over"):
        read("about", column)


def cells_of(type_):
    """Cells as tables hold them."""
    words = st.text(max_size=30)
    return {
        "string": words | st.sampled_from(["NA", "TRUE", "0012", "2019", "2019-04", "1e5"]),
        "integer": st.integers().map(str),
        "decimal": st.decimals(allow_nan=False, allow_infinity=False, places=3).map("{:f}".format),
        "date": st.dates().map(date.isoformat),
        "boolean": st.sampled_from(["true", "false"]),
        "list": st.lists(words, max_size=3).map(lambda i: ";".join(w.replace(";", "") for w in i)),
    }[type_]


def through_a_program(plain):
    """What spreadsheet programs may make of a cell's value."""
    yield plain if isinstance(plain, str) else float(plain)
    if isinstance(plain, Decimal):
        yield str(plain)
        return
    yield f"{plain} "
    if plain.upper() in ("TRUE", "FALSE"):
        yield plain.upper() == "TRUE"
    if plain.isascii() and plain.isdigit() and len(plain) < 15:
        yield int(plain)
    if len(plain) == 10 and plain[4] == plain[7] == "-":
        yield datetime.fromisoformat(plain) if plain.replace("-", "").isdigit() else plain


@pytest.mark.parametrize("column", COLUMNS, ids=lambda column: column.type)
@given(data=st.data())
def test_a_cell_that_only_a_program_touched_is_the_same(column, data):
    cell = data.draw(cells_of(column.type) | st.just(""))
    for value in through_a_program(shown(cell, column)):
        assert is_same(value, cell, column), (cell, value)


def test_make_sheet_is_a_target():
    assert "\nsheet: all .venv/review  ## " in (ROOT / "Makefile").read_text()
