"""The descriptor of a Frictionless Data Package, version 2, made from the schema."""

from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from pipeline.publish.run import code_digest
from pipeline.schema import TABLES, Column, Table
from pipeline.schema.review_tables import REVIEW_STATE
from pipeline.storage.edition import Edition

if TYPE_CHECKING:
    import pandas as pd

COLUMNAR = "-parquet"  # ends the name of a resource
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
    """The package of the CSVs in `contents`: their contents, their sources and their reviewers."""
    package: dict[str, Any] = {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": f"oda-tables-{edition.name.lower()}",
        "title": f"Tables of: {edition.title}",
        "description": (
            f"Who provides how much to whom, for what and when, according to {edition.title}. "
            "Extracted by oda-tables; each row has its sentence, its place in the text and its "
            "review status."
        ),
        "sources": _sources(tables["documents"], edition),
        "contributors": list(_contributors(tables, edition)),
        "madeBy": {
            "title": "oda-tables",
            "path": "run.json",
            "description": "every input, vocabulary, version and decision that made the tables",
            "code": code_digest(),
        },
        "resources": [
            _csv(table, contents[f"{table.name}.csv"])
            for table in (*TABLES, REVIEW_STATE)
            if f"{table.name}.csv" in contents
        ],
    }
    if edition.licence:
        address = {"path": edition.address} if edition.address else {}
        package["licenses"] = [{"name": "other", "title": edition.licence, **address}]
    return package


def with_parquet(package: Mapping[str, Any], contents: Mapping[str, bytes]) -> dict[str, Any]:
    """The package with the Parquet files of `contents` added to its CSVs."""
    csvs = [resource for resource in package["resources"] if resource["format"] == "csv"]
    columnar = [
        _parquet(table, contents[f"{table.name}.parquet"])
        for table in TABLES
        if f"{table.name}.parquet" in contents
    ]
    return {**package, "resources": [*csvs, *columnar]}


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
    """The report's author and the reviewers of its tables, by name."""
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


def _csv(table: Table, content: bytes) -> dict[str, Any]:
    columns, key, others = table.columns, ["row_id"], _foreign_keys(table)
    if table is REVIEW_STATE:
        columns, key, others = table.own, ["table", "currency"], []
    fields = [_field(column) for column in columns]
    return {
        "name": resource_name(table.name),
        **_file(f"{table.name}.csv", content),
        "bytes": len(content),
        "title": table.meaning,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": {**_schema(fields, key, others), "missingValues": [""]},
    }


def _parquet(table: Table, content: bytes) -> dict[str, Any]:
    """Parquet has real lists; no field type of a data package describes what its readers return."""
    lists = {column.name for column in table.columns if column.type == "list"}
    fields = [
        {**field, "type": "any", "description": f"{field['description']}; a list of strings"}
        if field["name"] in lists
        else field
        for field in map(_field, table.columns)
    ]
    return {
        "name": f"{resource_name(table.name)}{COLUMNAR}",
        **_file(f"{table.name}.parquet", content),
        "title": f"{table.meaning} As Parquet, with exact decimals, real dates and lists.",
        "format": "parquet",
        "mediatype": "application/vnd.apache.parquet",
        "schema": _schema(fields, ["row_id"], _foreign_keys(table, COLUMNAR)),
    }


def _file(path: str, content: bytes) -> dict[str, Any]:
    return {"type": "table", "path": path, "hash": f"sha256:{sha256(content).hexdigest()}"}


def _schema(
    fields: list[dict[str, Any]], key: list[str], others: list[dict[str, Any]]
) -> dict[str, Any]:
    return {"fields": fields, "primaryKey": key, "foreignKeys": others}


def resource_name(table: str) -> str:
    """A table's name as data packages require it."""
    return table.replace("_", "-")


def references(table: Table) -> Sequence[Column]:
    """The columns that hold one row_id of a table."""
    return [column for column in table.columns if column.table and column.type != "list"]


def _foreign_keys(table: Table, ending: str = "") -> list[dict[str, Any]]:
    """The foreign keys of a table, to resources whose names have the same ending."""
    return [
        {
            "fields": [column.name],
            "reference": {
                "resource": ""
                if column.table == table.name
                else f"{resource_name(column.table)}{ending}",
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
    if column.name in ("row_id", "edition"):
        constraints["required"] = True
    if column.name == "row_id":
        constraints["unique"] = True
    if column.name in ("raw_start", "raw_end"):
        constraints["minimum"] = 0
    if column.values:
        constraints["enum"] = list(column.values)
    if constraints:
        field["constraints"] = constraints
    return field
