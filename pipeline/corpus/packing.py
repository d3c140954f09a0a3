"""A document's tables as compressed bytes: what a worker sends and the state keeps.

The bytes are Arrow record batches without their schema, which the code defines: only the code that
wrote them reads them, as a change of the code invalidates the state.
"""

import json
from collections.abc import Mapping, Sequence
from itertools import accumulate
from typing import TYPE_CHECKING

from pipeline.schema import TABLES, Table
from pipeline.storage.parquet import arrow_schema, arrow_table

if TYPE_CHECKING:
    import pyarrow as pa

CODEC = "zstd"


def packed(tables: Mapping[str, Mapping[str, Sequence[str]]]) -> bytes:
    """Table -> column -> cells, as bytes.  Raises BadInputError like `arrow_table`."""
    import pyarrow as pa

    parts: dict[str, bytes] = {}
    for table in TABLES:
        if tables[table.name]["row_id"]:
            made = arrow_table(tables[table.name], table.columns)
            [batch] = made.combine_chunks().to_batches()
            parts[table.name] = batch.serialize().to_pybytes()
    sizes = json.dumps({name: len(part) for name, part in parts.items()})
    body: bytes = pa.compress(b"".join(parts.values()), CODEC, asbytes=True)
    return sizes.encode() + b"\n" + body


def unpacked(content: bytes) -> "dict[str, pa.Buffer]":
    """The bytes of each table with rows, by name."""
    import pyarrow as pa

    head, body = content.split(b"\n", 1)
    sizes: dict[str, int] = json.loads(head)
    parts = pa.decompress(body, sum(sizes.values()), CODEC)
    ends = accumulate(sizes.values())
    return {
        name: parts.slice(end - size, size)
        for (name, size), end in zip(sizes.items(), ends, strict=True)
    }


def joined(parts: "Sequence[pa.Buffer]", table: Table) -> "pa.Table":
    """One table with the rows of several documents."""
    import pyarrow as pa

    schema = arrow_schema(table.columns)
    batches = [pa.ipc.read_record_batch(part, schema) for part in parts]
    return pa.Table.from_batches(batches).combine_chunks()
