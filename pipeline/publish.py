"""Stage 7: the reviewed tables as a data package and a database, from the schema alone."""

import sqlite3
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from pipeline.edition import Edition
from pipeline.files import as_json, table_bytes
from pipeline.schema import TABLES, Column, Table

if TYPE_CHECKING:
    import pandas as pd

PACKAGE_TYPES = {
    "string": "string",
    "integer": "integer",
    "decimal": "number",
    "date": "date",
    "boolean": "boolean",
    "list": "string",
    "json": "string",
}
SQLITE_TYPES = {"integer": "INTEGER"}  # decimals stay text, which keeps them exact


def publish(tables: Mapping[str, "pd.DataFrame"], edition: Edition) -> dict[str, bytes]:
    """File name -> content: a CSV a table, datapackage.json and tables.sqlite."""
    contents = {
        f"{table.name}.csv": table_bytes(tables[table.name], table.columns) for table in TABLES
    }
    package = data_package(contents, edition)
    return {
        **contents,
        "datapackage.json": as_json(package).encode(),
        "tables.sqlite": database_bytes(tables),
    }


def data_package(contents: Mapping[str, bytes], edition: Edition) -> dict[str, Any]:
    """The descriptor of a Frictionless Data Package, version 2."""
    return {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": f"oda-tables-{edition.name.lower()}",
        "title": f"Tables of: {edition.title}",
        "sources": [{"title": f"{edition.publisher}: {edition.title}", "path": edition.address}],
        "resources": [_resource(table, contents[f"{table.name}.csv"]) for table in TABLES],
    }


def _resource(table: Table, content: bytes) -> dict[str, Any]:
    return {
        "name": table.name.replace("_", "-"),
        "path": f"{table.name}.csv",
        "title": table.meaning,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "hash": f"sha256:{sha256(content).hexdigest()}",
        "schema": {
            "fields": [_field(column) for column in table.columns],
            "primaryKey": ["row_id"],
            "missingValues": [""],
        },
    }


def _field(column: Column) -> dict[str, Any]:
    field: dict[str, Any] = {
        "name": column.name,
        "type": PACKAGE_TYPES[column.type],
        "description": column.meaning,
    }
    if column.values:
        field["constraints"] = {"enum": list(column.values)}
    return field


def database_bytes(tables: Mapping[str, "pd.DataFrame"]) -> bytes:
    """A SQLite database with a table each, keyed by row_id; empty cells are NULL."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "tables.sqlite"
        database = sqlite3.connect(path)
        for table in TABLES:
            _fill(database, table, tables[table.name])
        database.commit()
        database.close()
        return path.read_bytes()


def _fill(database: sqlite3.Connection, table: Table, frame: "pd.DataFrame") -> None:
    columns = ", ".join(
        f'"{column.name}" {SQLITE_TYPES.get(column.type, "TEXT")}' for column in table.columns
    )
    database.execute(f'CREATE TABLE "{table.name}" ({columns}, PRIMARY KEY ("row_id"))')
    marks = ", ".join("?" for _ in table.columns)
    rows = frame[[column.name for column in table.columns]].itertuples(index=False)
    cells = (tuple(cell or None for cell in row) for row in rows)
    database.executemany(f'INSERT INTO "{table.name}" VALUES ({marks})', cells)
