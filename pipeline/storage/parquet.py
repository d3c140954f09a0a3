"""A table as Parquet, with the types of the schema: exact decimals, days, lists."""

import io
from collections.abc import Iterable, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

from pipeline.records.errors import BadInputError
from pipeline.schema import Column
from pipeline.storage.files import column_values

if TYPE_CHECKING:
    import pyarrow as pa

DIGITS, PLACES = 38, 9  # of a decimal: as many as all readers of Parquet support


@cache
def arrow_schema(columns: tuple[Column, ...]) -> "pa.Schema":
    """The columns with their descriptions, as an Arrow schema."""
    import pyarrow as pa

    types = {
        "integer": pa.int64(),
        "decimal": pa.decimal128(DIGITS, PLACES),
        "date": pa.date32(),
        "boolean": pa.bool_(),
        "list": pa.list_(pa.string()),
    }
    return pa.schema(
        pa.field(
            column.name,
            types.get(column.type, pa.string()),
            metadata={"description": column.meaning},
        )
        for column in columns
    )


def arrow_table(cells: Mapping[str, Iterable[str]], columns: tuple[Column, ...]) -> "pa.Table":
    """The table from text cells by column, with real types; an empty cell is null.

    Raises BadInputError for a number that does not fit into a decimal of Parquet.
    """
    import pyarrow as pa

    schema = arrow_schema(columns)
    arrays = [
        _array(column_values(cells[column.name], column), field)
        for column, field in zip(columns, schema, strict=True)
    ]
    return pa.Table.from_arrays(arrays, schema=schema)


def parquet_bytes(table: "pa.Table") -> bytes:
    """The content of a Parquet file, the same for the same table."""
    import pyarrow.parquet as pq

    sink = io.BytesIO()
    pq.write_table(table, sink, compression="zstd")
    return sink.getvalue()


def _array(values: list[Any], field: "pa.Field") -> "pa.Array":
    import pyarrow as pa

    try:
        return pa.array(values, type=field.type)
    except pa.ArrowInvalid:
        raise BadInputError(
            f"{field.name}: a number has more than {DIGITS - PLACES} digits before the point or"
            f" {PLACES} after it; reject its row"
        ) from None
