"""The documents that are done: each outcome, kept until its content, facts or code change."""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from pipeline.corpus.work import Outcome
from pipeline.records.errors import BadInputError

NAME = "state.sqlite"
TABLES = """
CREATE TABLE IF NOT EXISTS outcomes (
    name TEXT PRIMARY KEY, key TEXT NOT NULL, bucket INTEGER NOT NULL, reason TEXT NOT NULL,
    tables BLOB NOT NULL
);
CREATE INDEX IF NOT EXISTS by_bucket ON outcomes (bucket, name);
CREATE TABLE IF NOT EXISTS buckets (bucket INTEGER PRIMARY KEY, digest TEXT NOT NULL);
"""


class State:
    """The outcomes of one target, in one SQLite file that survives a crash."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database

    def keys(self) -> dict[str, str]:
        """Name -> key of every document that is done."""
        return dict(self._database.execute("SELECT name, key FROM outcomes"))

    def keep(self, outcome: Outcome, bucket: int) -> None:
        """Store an outcome, replacing an earlier one of the document."""
        row = (outcome.name, outcome.key, bucket, outcome.reason, outcome.tables)
        with self._database:
            self._database.execute("INSERT OR REPLACE INTO outcomes VALUES (?, ?, ?, ?, ?)", row)

    def forget(self, names: Iterable[str]) -> None:
        """Remove documents that are no longer in the source."""
        with self._database:
            rows = ((name,) for name in names)
            self._database.executemany("DELETE FROM outcomes WHERE name = ?", rows)

    def place(self, buckets: Mapping[str, int]) -> None:
        """Put each document into its bucket."""
        with self._database:
            rows = ((bucket, name, bucket) for name, bucket in buckets.items())
            query = "UPDATE outcomes SET bucket = ? WHERE name = ? AND bucket != ?"
            self._database.executemany(query, rows)

    def listing(self) -> Iterator[tuple[int, str, str, str]]:
        """Bucket, name, key and reason of each document, by bucket and name."""
        query = "SELECT bucket, name, key, reason FROM outcomes ORDER BY bucket, name"
        yield from self._database.execute(query)

    def tables(self, bucket: int) -> Iterator[bytes]:
        """The packed tables of a bucket's documents, sorted by name."""
        query = "SELECT tables FROM outcomes WHERE bucket = ? AND reason = '' ORDER BY name"
        for (packed,) in self._database.execute(query, (bucket,)):
            yield packed

    def written(self) -> dict[int, str]:
        """Bucket -> digest of the documents that its files were last written from."""
        return dict(self._database.execute("SELECT bucket, digest FROM buckets"))

    def wrote(self, bucket: int, digest: str) -> None:
        """Record that a bucket's files are written; an empty digest: that they are deleted."""
        with self._database:
            self._database.execute("DELETE FROM buckets WHERE bucket = ?", (bucket,))
            if digest:
                self._database.execute("INSERT INTO buckets VALUES (?, ?)", (bucket, digest))


@contextmanager
def open_state(target: Path) -> Iterator[State]:
    """The state of a target, for one run at a time.

    Raises BadInputError while another run uses it.
    """
    from filelock import FileLock, Timeout

    target.mkdir(parents=True, exist_ok=True)
    lock = FileLock(target / ".lock")
    try:
        lock.acquire(timeout=0)
    except Timeout:
        raise BadInputError(
            f"{target}: another run is using it; wait, or choose another folder"
        ) from None
    database = sqlite3.connect(target / NAME)
    try:
        database.execute("PRAGMA journal_mode = WAL")
        database.execute("PRAGMA synchronous = NORMAL")  # a power cut may lose the last documents
        database.executescript(TABLES)
        yield State(database)
    finally:
        database.close()
        lock.release()
