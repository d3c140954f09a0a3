"""The published formats say what the reviewed tables say."""

import json
import sqlite3

import pandas as pd

from pipeline.edition import Edition
from pipeline.publish import publish
from pipeline.schema import TABLE, TABLES

EDITION = Edition("2021", "Aid in Brief", "Ministry of Aid", "NOR", 2021)


def published(tmp_path):
    tables = {t.name: pd.DataFrame(columns=[c.name for c in t.columns], dtype=str) for t in TABLES}
    cells = dict.fromkeys(tables["money"].columns, "")
    cells |= {"row_id": "abc", "text": "=5", "low": "1104900000000.05", "raw_start": "7"}
    tables["money"] = pd.DataFrame([cells])
    contents = publish(tables, EDITION)
    for name, content in contents.items():
        (tmp_path / name).write_bytes(content)
    return contents


def test_the_database_keeps_decimals_exact_and_empty_cells_null(tmp_path):
    published(tmp_path)
    with sqlite3.connect(tmp_path / "tables.sqlite") as database:
        rows = database.execute("SELECT text, low, high, raw_start FROM money").fetchall()
    assert rows == [("=5", "1104900000000.05", None, 7)]


def test_the_package_names_every_file_field_and_digest(tmp_path):
    contents = published(tmp_path)
    package = json.loads(contents["datapackage.json"])
    assert [resource["path"] for resource in package["resources"]] == [
        f"{table.name}.csv" for table in TABLES
    ]
    [money] = [r for r in package["resources"] if r["name"] == "money"]
    assert [field["name"] for field in money["schema"]["fields"]] == [
        column.name for column in TABLE["money"].columns
    ]
    header = (tmp_path / "money.csv").read_text().splitlines()[0]
    assert header.split(",") == [field["name"] for field in money["schema"]["fields"]]


def test_what_a_spreadsheet_opens_runs_no_formula(tmp_path):
    published(tmp_path)
    assert ",'=5," in (tmp_path / "money.csv").read_text()
