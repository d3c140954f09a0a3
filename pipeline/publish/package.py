"""The descriptor of a Frictionless Data Package, version 2, made from the schema."""

from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from pipeline.edition import Edition
from pipeline.review_tables import REVIEW_STATE
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


def data_package(
    contents: Mapping[str, bytes], tables: "Mapping[str, pd.DataFrame]", edition: Edition
) -> dict[str, Any]:
    """The package of the CSVs in `contents`: what they hold, where it comes from, who judged it."""
    package: dict[str, Any] = {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": f"oda-tables-{edition.name.lower()}",
        "title": f"Tables of: {edition.title}",
        "description": (
            f"Who gave how much to whom, for what and when, as {edition.title} says it: read by "
            "oda-tables, each row with its sentence, its place in the text and its review."
        ),
        "sources": _sources(tables["documents"], edition),
        "contributors": list(_contributors(tables, edition)),
        "resources": [
            _resource(table, contents[f"{table.name}.csv"])
            for table in (*TABLES, REVIEW_STATE)
            if f"{table.name}.csv" in contents
        ],
    }
    if edition.licence:
        address = {"path": edition.address} if edition.address else {}
        package["licenses"] = [{"name": "other", "title": edition.licence, **address}]
    return package


def _sources(documents: "pd.DataFrame", edition: Edition) -> list[dict[str, str]]:
    """Each raw file with the digest of its bytes."""
    address = {"path": edition.address} if edition.address else {}
    return [
        {
            "title": f"{edition.publisher}: {edition.title}",
            **address,
            "file": str(file),
            "hash": f"sha256:{digest}",
        }
        for file, digest in zip(documents["source"], documents["sha256"], strict=True)
    ]


def _contributors(
    tables: "Mapping[str, pd.DataFrame]", edition: Edition
) -> Iterator[dict[str, Any]]:
    """Who wrote the report, and who judged its tables, by name."""
    yield {"title": edition.publisher, "roles": ["author"]}
    people = {
        str(name)
        for table in TABLES
        if table.extracted
        for name in tables[table.name]["reviewer"].unique()
        if name
    }
    for name in sorted(people):
        yield {"title": name, "roles": ["reviewer"]}


def _resource(table: Table, content: bytes) -> dict[str, Any]:
    columns, key, others = table.columns, ["row_id"], _foreign_keys(table)
    if table is REVIEW_STATE:
        columns, key, others = table.own, ["table", "currency"], []
    return {
        "name": resource_name(table.name),
        "path": f"{table.name}.csv",
        "title": table.meaning,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(content),
        "hash": f"sha256:{sha256(content).hexdigest()}",
        "schema": {
            "fields": [_field(column) for column in columns],
            "primaryKey": key,
            "foreignKeys": others,
            "missingValues": [""],
        },
    }


def resource_name(table: str) -> str:
    """A table's name as packages write it."""
    return table.replace("_", "-")


def references(table: Table) -> Sequence[Column]:
    """The columns that hold one row_id of a table."""
    return [column for column in table.columns if column.table and column.type != "list"]


def _foreign_keys(table: Table) -> list[dict[str, Any]]:
    return [
        {
            "fields": [column.name],
            "reference": {
                "resource": "" if column.table == table.name else resource_name(column.table),
                "fields": ["row_id"],
            },
        }
        for column in references(table)
    ]


def _field(column: Column) -> dict[str, Any]:
    field: dict[str, Any] = {
        "name": column.name,
        "type": PACKAGE_TYPES[column.type],
        "description": column.meaning,
    }
    constraints: dict[str, Any] = {}
    if column.name == "row_id":
        constraints = {"required": True, "unique": True}
    if column.values:
        constraints["enum"] = list(column.values)
    if constraints:
        field["constraints"] = constraints
    return field
