"""The tables as a SQLite database: keys, indexes, search in the evidence, views.

It may hold several editions: a row's key is its edition and its row_id.  No view adds up several
editions, since one contribution may be reported in two of them.

Decimals are stored as text, which keeps them exact; the views add them up as numbers.
"""

import sqlite3
from collections.abc import Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from pipeline.publish.package import references
from pipeline.schema import TABLES, Table
from pipeline.storage.files import split_list

if TYPE_CHECKING:
    import pandas as pd

SQLITE_TYPES = {"integer": "INTEGER"}
INDEXED = ("entity_id", "iso3", "source", "review_status")

# the items of every list, one per row, so that one recipient among several can be queried
ITEMS = """
CREATE TABLE list_items (
  edition TEXT NOT NULL, table_name TEXT NOT NULL, row_id TEXT NOT NULL, column_name TEXT NOT NULL,
  position INTEGER NOT NULL, item TEXT,
  PRIMARY KEY (edition, table_name, row_id, column_name, position)
) WITHOUT ROWID;
CREATE INDEX list_items_item ON list_items (column_name, item);
"""
SEARCH = """
CREATE VIRTUAL TABLE evidence_search USING fts5 (
  evidence, edition UNINDEXED, table_name UNINDEXED, row_id UNINDEXED,
  tokenize = 'unicode61 remove_diacritics 2'
);
"""
COUNTED = "countable = 'true' AND review_status <> 'rejected'"
# pledges, commitments and disbursements are never added together; an open type is 2/3
TYPE = (
    "coalesce(nullif(transaction_type, ''),"
    " nullif(replace(transaction_type_candidates, ';', '/'), ''), '(not stated)')"
)
MIDDLE = "(CAST(coalesce(low, high) AS REAL) + CAST(coalesce(high, low) AS REAL)) / 2"
# a contribution to several recipients counts under each, as the text does not state the shares
BY_ITEM = """
CREATE VIEW {view} AS
SELECT c.edition, coalesce(i.item, '(not stated)') AS {name}, {type} AS transaction_type, currency,
  count(*) AS contributions, sum({middle}) AS amount,
  sum(EXISTS (SELECT 1 FROM list_items o WHERE o.edition = c.edition
    AND o.table_name = 'contributions' AND o.row_id = c.row_id AND o.column_name = '{column}'
    AND o.position > 0)) AS shared_contributions
FROM contributions c
LEFT JOIN list_items i ON i.edition = c.edition AND i.table_name = 'contributions'
  AND i.row_id = c.row_id AND i.column_name = '{column}'
WHERE {counted} GROUP BY 1, 2, 3, 4 ORDER BY 1, 4, 3, 6 DESC, 2;
"""
PARTS = {"middle": MIDDLE, "counted": COUNTED, "type": TYPE}
VIEWS = (
    BY_ITEM.format(view="by_recipient", name="recipient", column="recipients", **PARTS),
    BY_ITEM.format(view="by_channel", name="channel", column="channels", **PARTS),
    f"""
CREATE VIEW by_year AS
SELECT edition,
  coalesce(nullif(fiscal_year, ''), substr(period_start, 1, 4), '(not stated)') AS year,
  {TYPE} AS transaction_type, currency, count(*) AS contributions, sum({MIDDLE}) AS amount
FROM contributions WHERE {COUNTED} GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 4, 3;
""",
    f"""
CREATE VIEW unreviewed_large_sums AS
SELECT edition, row_id, provider, recipients, channels, {MIDDLE} AS amount, currency, qualifier,
  confidence, flags, evidence, source, raw_start, raw_end
FROM contributions
WHERE review_status IN ('unreviewed', 'lapsed') AND coalesce(low, high) IS NOT NULL
ORDER BY 6 DESC, 1, 2;
""",
)


def database_bytes(tables: "Mapping[str, pd.DataFrame]") -> bytes:
    """The database's file, of one edition or of several; empty cells are NULL."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "tables.sqlite"
        database = sqlite3.connect(path)
        database.execute("PRAGMA synchronous = OFF")  # a scratch file: nothing to keep on a crash
        database.execute("PRAGMA journal_mode = OFF")
        database.executescript(ITEMS + SEARCH)
        for table in TABLES:
            _create(database, table)
        for table in TABLES:
            _fill(database, table, tables[table.name])
        for view in VIEWS:
            database.execute(view)
        database.execute("INSERT INTO evidence_search (evidence_search) VALUES ('optimize')")
        database.commit()
        database.close()
        return path.read_bytes()


def _create(database: sqlite3.Connection, table: Table) -> None:
    lines = [f'"{column.name}" {SQLITE_TYPES.get(column.type, "TEXT")}' for column in table.columns]
    lines.append('PRIMARY KEY ("edition", "row_id")')
    lines.extend(
        f'FOREIGN KEY ("edition", "{column.name}")'
        f' REFERENCES "{column.table}" ("edition", "row_id")'
        for column in references(table)
    )
    database.execute(f'CREATE TABLE "{table.name}" ({", ".join(lines)})')
    indexed = {column.name for column in references(table)} | set(INDEXED)
    for column in table.columns:
        if column.name in indexed:
            name = f"{table.name}_{column.name}"
            database.execute(f'CREATE INDEX "{name}" ON "{table.name}" ("{column.name}")')


def _fill(database: sqlite3.Connection, table: Table, frame: "pd.DataFrame") -> None:
    names = [column.name for column in table.columns]
    marks = ", ".join("?" for _ in names)
    rows = [dict(zip(names, row, strict=True)) for row in frame[names].itertuples(index=False)]
    cells = (tuple(row[name] or None for name in names) for row in rows)
    database.executemany(f'INSERT INTO "{table.name}" VALUES ({marks})', cells)
    items = (item for row in rows for item in _items(table, row))
    database.executemany("INSERT INTO list_items VALUES (?, ?, ?, ?, ?, ?)", items)
    if table.extracted:
        sentences = (
            (row["evidence"], row["edition"], table.name, row["row_id"])
            for row in rows
            if row["evidence"]
        )
        database.executemany("INSERT INTO evidence_search VALUES (?, ?, ?, ?)", sentences)


def _items(table: Table, row: Mapping[str, str]) -> Iterator[tuple[str | int | None, ...]]:
    for column in table.columns:
        if column.type == "list":
            for at, item in enumerate(split_list(row[column.name])):
                yield row["edition"], table.name, row["row_id"], column.name, at, item or None
