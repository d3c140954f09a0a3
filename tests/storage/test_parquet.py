"""Tables as Parquet: exact decimals, days, lists; an empty cell is null."""

import io
from datetime import date
from decimal import Decimal

import pytest

from pipeline.records.errors import BadInputError
from pipeline.schema import TABLES, Column
from pipeline.stages import read_tables
from pipeline.storage.parquet import arrow_table, parquet_bytes

pq = pytest.importorskip("pyarrow.parquet")
COLUMNS = (
    Column("who", "who gives"),
    Column("low", "the sum", "decimal"),
    Column("start", "when", "date"),
    Column("open", "whether", "boolean"),
    Column("order", "place", "integer"),
    Column("to", "whom", "list"),
)


def table_of(*rows):
    cells = zip(*rows, strict=True) if rows else [()] * len(COLUMNS)
    return arrow_table({c.name: column for c, column in zip(COLUMNS, cells, strict=True)}, COLUMNS)


def test_cells_have_real_types():
    table = table_of(("Norway", "8200000.1", "2019-04-01", "false", "3", "Chad;Peru"))
    assert table.to_pylist() == [
        {
            "who": "Norway",
            "low": Decimal("8200000.1"),
            "start": date(2019, 4, 1),
            "open": False,
            "order": 3,
            "to": ["Chad", "Peru"],
        }
    ]


def test_an_empty_cell_is_null_and_an_empty_list_is_empty():
    assert list(table_of(("",) * 6).to_pylist()[0].values()) == [None] * 5 + [[]]


def test_a_table_without_rows_has_its_types_too():
    assert table_of().schema.equals(table_of(("",) * 6).schema)


def test_a_number_too_long_is_reported():
    with pytest.raises(BadInputError, match="low: a number has more than 29 digits"):
        table_of(("Norway", "9" * 30, "", "", "", ""))


def test_the_real_tables_come_back_and_are_written_the_same_twice(outputs_2019):
    tables = read_tables(outputs_2019 / "6_reviewed")
    for table in TABLES:
        made = arrow_table(tables[table.name].to_dict("list"), table.columns)
        content = parquet_bytes(made)
        assert content == parquet_bytes(made)
        assert pq.read_table(io.BytesIO(content)).equals(made)
