"""Files are whole or absent, and what is written is read back."""

from datetime import date
from decimal import Decimal

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.records.errors import BadInputError
from pipeline.records.numbers import Amount, Numbers, Period
from pipeline.schema import Column
from pipeline.storage import files

CELLS = st.text(st.characters(codec="utf-8"))


def test_a_record_comes_back_as_it_was_written(tmp_path):
    amount = Amount(0, 9, "$1.9 or so", Decimal("1.90"), None, "USD", flags=("currency_missing",))
    period = Period(3, 7, "2019", "2019-01-01", "2019-12-31", "2019", "year")
    numbers = Numbers("b1", (amount,), (period,), ())
    files.write_records(tmp_path / "4_money.jsonl", [numbers])
    assert files.read_records(tmp_path / "4_money.jsonl") == [numbers]


def test_a_stage_whose_input_is_missing_says_what_to_do(tmp_path):
    with pytest.raises(BadInputError, match=r"2_sections.jsonl: missing; run make"):
        files.read_records(tmp_path / "2_sections.jsonl")


def test_a_broken_line_names_its_place(tmp_path):
    (tmp_path / "x.jsonl").write_text('{"Numbers":{"block_id":"b"}}\nhello\n')
    with pytest.raises(BadInputError, match=r"x\.jsonl:1: .*; delete it and run make"):
        files.read_records(tmp_path / "x.jsonl")


def test_a_failed_write_leaves_the_old_file_and_nothing_beside_it(tmp_path, monkeypatch):
    path = tmp_path / "table.csv"
    files.write_bytes(path, b"old")

    def full(self, content):
        raise OSError("disk full")

    monkeypatch.setattr("pathlib.Path.write_bytes", full)
    with pytest.raises(OSError, match="disk full"):
        files.write_bytes(path, b"new")
    monkeypatch.undo()
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_folder_takes_the_place_of_the_old_one_and_of_leftovers(tmp_path):
    folder = tmp_path / "5_tables"
    files.write_folder(folder, {"a.csv": b"1", "b.csv": b"2"})
    (tmp_path / ".5_tables.part").mkdir()
    files.write_folder(folder, {"a.csv": b"3"})
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == {"a.csv": b"3"}
    assert [path.name for path in tmp_path.iterdir()] == ["5_tables"]


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ("=1+1", "'=1+1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("- first item", "'- first item"),
        ("'=1", "''=1"),
        ("Japan’s", "Japan’s"),
        ("'quoted'", "'quoted'"),
    ],
)
def test_a_spreadsheet_runs_no_cell(cell, written):
    assert files.disarmed(cell) == written


@given(CELLS)
def test_a_disarmed_cell_is_armed_again(cell):
    assert files.armed(files.disarmed(cell)) == cell
    assert not files.disarmed(cell).startswith(files.FORMULA_STARTS)


@given(st.lists(st.tuples(CELLS, CELLS), max_size=5))
def test_a_table_comes_back_cell_by_cell(tmp_path_factory, rows):
    columns = (Column("a", ""), Column("b", ""))
    path = tmp_path_factory.mktemp("csv") / "t.csv"
    files.write_bytes(path, files.table_bytes(pd.DataFrame(rows, columns=["a", "b"]), columns))
    read = files.read_table_rows(path)
    assert [tuple(row) for row in read.itertuples(index=False)] == rows


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"", "cannot be read as CSV"),
        (b"row_id,provider\nr1,Caf\xe9\n", "cannot be read as CSV"),
        (b"row_id;provider\nr1;Norway\n", "1: has no commas between its columns"),
        (b"row_id\tprovider\nr1\tNorway\n", "1: has no commas between its columns"),
        (b"row_id,provider\nr1,Norway\nr2\n", "row 3 has 1 of 2 cells"),
    ],
)
@pytest.mark.parametrize("read", [files.read_rows, files.read_table_rows])
def test_a_table_that_another_program_damaged_is_refused(tmp_path, content, fault, read):
    path = tmp_path / "contributions.csv"
    path.write_bytes(content)
    with pytest.raises(BadInputError, match=fault) as refused:
        read(path)
    assert str(refused.value).endswith("delete it and run make to create it again")


def test_a_table_saved_with_a_byte_order_mark_is_read(tmp_path):
    path = tmp_path / "contributions.csv"
    path.write_bytes(b"\xef\xbb\xbfrow_id,provider\r\nr1,Norway\r\n")
    assert files.read_rows(path) == [{"row_id": "r1", "provider": "Norway"}]


def test_numbers_are_not_disarmed():
    frame = pd.DataFrame([["-5"]], columns=["low"])
    assert files.table_bytes(frame, (Column("low", "", "decimal"),)) == b"low\n-5\n"


@pytest.mark.parametrize(
    ("items", "cell"),
    [(["a;b", "c"], "a\\;b;c"), (["a\\", ""], "a\\\\;"), (["a"], "a"), ([], "")],
)
def test_a_list_is_one_cell_and_its_items_may_hold_a_semicolon(items, cell):
    assert files.joined_list(items) == cell
    assert files.split_list(cell) == items


def test_typed_columns_are_exact():
    columns = (
        Column("low", "", "decimal"),
        Column("order", "", "integer"),
        Column("day", "", "date"),
        Column("defined", "", "boolean"),
        Column("members", "", "list"),
    )
    rows = pd.DataFrame([["8.2", "3", "2019-04-01", "true", "a;b"], ["", "", "", "", ""]])
    rows.columns = [column.name for column in columns]
    typed = files.typed(rows, columns)
    assert typed.loc[0].tolist() == [Decimal("8.2"), 3, date(2019, 4, 1), True, ["a", "b"]]
    assert typed["order"].dtype == "Int64"
    assert typed.loc[1, ["low", "order", "day", "defined"]].isna().all()
