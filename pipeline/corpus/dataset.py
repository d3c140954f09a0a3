"""The partitioned Parquet dataset: a folder for each table, a file for each bucket of documents.

A document's bucket follows from its name, so that a new document rewrites only one bucket.
"""

from collections import defaultdict
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.corpus.packing import joined, unpacked
from pipeline.corpus.state import State
from pipeline.schema import TABLES, Table
from pipeline.storage import files
from pipeline.storage.parquet import parquet_bytes

if TYPE_CHECKING:
    import pyarrow as pa

AT_MOST = 128  # documents in a bucket, about: what is in memory at once


def bucket_count(documents: int) -> int:
    """A power of two, so that a growing archive seldom moves its documents."""
    count = 1
    while documents > count * AT_MOST:
        count *= 2
    return count


def bucket_of(name: str, count: int) -> int:
    """The bucket of a document, from 0 to count - 1, the same on every machine."""
    return int.from_bytes(sha256(name.encode()).digest()[:8]) % count


def write_dataset(state: State, target: Path) -> Iterator[int]:
    """Write the files of each bucket whose documents changed; yields its number."""
    written = state.written()
    listing = groupby(state.listing(), key=itemgetter(0))
    for bucket, rows in [(bucket, list(rows)) for bucket, rows in listing]:
        digest = sha256(repr([row[1:] for row in rows]).encode()).hexdigest()
        if written.pop(bucket, "") != digest:
            _write_bucket(state, target, bucket)
            state.wrote(bucket, digest)
            yield bucket
    for bucket in written:
        for table in TABLES:
            _path(target, table.name, bucket).unlink(missing_ok=True)
        state.wrote(bucket, "")
        yield bucket


def _write_bucket(state: State, target: Path, bucket: int) -> None:
    parts: dict[str, list[pa.Buffer]] = defaultdict(list)
    for content in state.tables(bucket):
        for name, part in unpacked(content).items():
            parts[name].append(part)

    def write(table: Table) -> None:
        path = _path(target, table.name, bucket)
        if table.name in parts:
            files.write_bytes(path, parquet_bytes(joined(parts[table.name], table)))
        else:
            path.unlink(missing_ok=True)

    with ThreadPoolExecutor() as pool:
        list(pool.map(write, TABLES))


def _path(target: Path, table: str, bucket: int) -> Path:
    return target / table / f"part-{bucket:05}.parquet"
