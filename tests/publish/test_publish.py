"""The published formats say what the reviewed tables say."""

import csv
import io
import json
import re
import shutil
import sqlite3
from datetime import date, datetime
from decimal import Decimal
from hashlib import sha256
from importlib.metadata import distribution
from zipfile import ZipFile

import openpyxl
import pandas as pd
import pyarrow.parquet
import pytest
from frictionless import Package

from pipeline.language import chosen_model
from pipeline.publish import publish, publish_more
from pipeline.publish.database import database_bytes
from pipeline.publish.package import data_package
from pipeline.publish.reviewed_rows import reviewed_only
from pipeline.publish.run import code_digest, run_record
from pipeline.publish.workbook import workbook_bytes
from pipeline.report import FILE_NAME
from pipeline.schema import TABLE, TABLES
from pipeline.stages import STAGES, read_tables
from pipeline.storage.edition import Edition
from pipeline.storage.files import read_table_rows
from pipeline.vocab import COLUMNS
from tests.helpers.commands import run_pipeline
from tests.helpers.paths import ROOT

EDITION = Edition("2021", "Aid in Brief", "Ministry of Aid", "NOR", 2021)


def empty_tables():
    return {t.name: pd.DataFrame(columns=[c.name for c in t.columns], dtype=str) for t in TABLES}


def published(tmp_path):
    tables = empty_tables()
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


# ---- the database ----------------------------------------------------------------------------


def contribution(row_id, **cells):
    empty = dict.fromkeys((column.name for column in TABLE["contributions"].columns), "")
    stated = {
        "edition": "2021",
        "countable": "true",
        "review_status": "accepted",
        "currency": "USD",
    }
    return empty | stated | {"row_id": row_id, "evidence": f"Contribution {row_id}."} | cells


CONTRIBUTIONS = (
    contribution(
        "a",
        **{"low": "10", "high": "20", "recipients": "Chad;Mali", "fiscal_year": "2021"},
        transaction_type="3",
    ),
    contribution(
        "b",
        **{"low": "5", "high": "5", "recipients": "Chad", "channels": "UNDP"},
        **{"period_start": "2020-04-01", "transaction_type_candidates": "2;3"},
    ),
    contribution("c", low="7", recipients="Chad", review_status="rejected"),
    contribution("d", low="99", high="99", countable="false", review_status="unreviewed"),
)


@pytest.fixture
def database(tmp_path):
    frame = pd.DataFrame(CONTRIBUTIONS, dtype=str)
    path = tmp_path / "tables.sqlite"
    path.write_bytes(database_bytes(empty_tables() | {"contributions": frame}))
    with sqlite3.connect(path) as database:
        yield database


@pytest.mark.parametrize(
    ("view", "rows"),
    [
        (
            "by_recipient",
            [
                ("2021", "Chad", "2/3", "USD", 1, 5.0, 0),
                ("2021", "Chad", "3", "USD", 1, 15.0, 1),
                ("2021", "Mali", "3", "USD", 1, 15.0, 1),
            ],
        ),
        (
            "by_channel",
            [
                ("2021", "UNDP", "2/3", "USD", 1, 5.0, 0),
                ("2021", "(not stated)", "3", "USD", 1, 15.0, 0),
            ],
        ),
        (
            "by_year",
            [("2021", "2020", "2/3", "USD", 1, 5.0), ("2021", "2021", "3", "USD", 1, 15.0)],
        ),
    ],
)
def test_views_answer_common_questions_without_what_is_rejected_or_counted_twice(
    database, view, rows
):
    assert database.execute(f"SELECT * FROM {view}").fetchall() == rows


def test_large_amounts_that_nobody_has_reviewed_come_first(database):
    assert database.execute("SELECT row_id, amount FROM unreviewed_large_sums").fetchall() == [
        ("d", 99.0)
    ]


def test_the_evidence_can_be_searched(database):
    search = (
        "SELECT table_name, row_id FROM evidence_search WHERE evidence MATCH 'contribution NOT a'"
    )
    assert ("contributions", "b") in database.execute(search).fetchall()


def test_keys_and_indexes_are_those_of_the_schema(database):
    keys = database.execute("PRAGMA foreign_key_list(contributions)").fetchall()
    assert {(key[3], key[2]) for key in keys if key[3] != "edition"} == {
        ("block_id", "blocks"),
        ("money_id", "money"),
        ("duplicate_of", "contributions"),
    }
    plan = database.execute(
        "EXPLAIN QUERY PLAN SELECT * FROM contributions WHERE money_id = 'x'"
    ).fetchone()
    assert "USING INDEX contributions_money_id" in plan[3]


# ---- the real edition ------------------------------------------------------------------------


def test_the_real_package_validates_with_its_keys_and_digests(outputs_2019):
    report = Package(str(outputs_2019 / "7_publish" / "datapackage.json")).validate()
    assert report.valid, report.flatten(["name", "type", "note"])[:5]
    assert report.stats["tasks"] == len(TABLES) + 1, "and review.csv"


def test_a_key_that_points_nowhere_does_not_validate(outputs_2019, tmp_path):
    folder = tmp_path / "package"
    shutil.copytree(outputs_2019 / "7_publish", folder)
    package = json.loads((folder / "datapackage.json").read_text())
    [money] = [r for r in package["resources"] if r["name"] == "money"]
    assert {"fields": ["block_id"], "reference": {"resource": "blocks", "fields": ["row_id"]}} in (
        money["schema"]["foreignKeys"]
    )
    lines = (folder / "blocks.csv").read_text().splitlines(keepends=True)
    (folder / "blocks.csv").write_text("".join(lines[:1]))
    for resource in package["resources"]:
        del resource["hash"], resource["bytes"]
    (folder / "datapackage.json").write_text(json.dumps(package))
    report = Package(str(folder / "datapackage.json")).validate()
    assert "foreign-key" in {row[0] for row in report.flatten(["type"])}


def test_the_real_package_names_its_source_licence_and_people(outputs_2019):
    package = json.loads((outputs_2019 / "7_publish" / "datapackage.json").read_text())
    [source] = package["sources"]
    facts = (ROOT / "raw/2019/edition.toml").read_text()
    assert source["hash"].removeprefix("sha256:") in facts
    assert package["licenses"][0]["title"].startswith("Ministry of Foreign Affairs of Japan")
    assert package["contributors"] == [
        {"title": "Ministry of Foreign Affairs of Japan", "roles": ["author"]}
    ]


def test_the_package_states_how_it_was_made(outputs_2019):
    folder = outputs_2019 / "7_publish"
    package = json.loads((folder / "datapackage.json").read_text())
    run = json.loads((folder / package["madeBy"]["path"]).read_text())
    assert package["madeBy"]["code"] == run["code"]


def test_every_field_of_the_package_is_described(outputs_2019):
    package = json.loads((outputs_2019 / "7_publish" / "datapackage.json").read_text())
    for resource in package["resources"]:
        fields = {field["name"]: field for field in resource["schema"]["fields"]}
        assert all(field["description"] for field in fields.values())
        assert set(resource["schema"]["primaryKey"]) <= set(fields)
    assert fields.keys() >= {"table", "rows", "reviewed"}


def test_who_reviewed_is_named_in_the_package():
    tables = empty_tables() | {"contributions": pd.DataFrame([contribution("a", reviewer="Aiko")])}
    package = data_package({f"{t.name}.csv": b"" for t in TABLES}, tables, EDITION)
    assert {"title": "Aiko", "roles": ["reviewer"]} in package["contributors"]


def test_the_real_database_holds_every_row_and_every_key(outputs_2019):
    with sqlite3.connect(outputs_2019 / "7_publish" / "tables.sqlite") as database:
        assert database.execute("PRAGMA foreign_key_check").fetchall() == []
        for table in TABLES:
            [[count]] = database.execute(f'SELECT count(*) FROM "{table.name}"')
            lines = read_table_rows(outputs_2019 / "7_publish" / f"{table.name}.csv")
            assert count == len(lines)


# ---- the formats that need more to be installed ----------------------------------------------


def test_every_table_is_a_parquet_file_with_exact_amounts_and_real_days(outputs_2019):
    tables = read_tables(outputs_2019 / "6_reviewed")
    made = dict(publish_more(tables, EDITION))
    assert set(made) == {"tables.xlsx", *(f"{table.name}.parquet" for table in TABLES)}
    contributions = pyarrow.parquet.read_table(
        io.BytesIO(made["contributions.parquet"])
    ).to_pylist()
    [dated] = [
        contribution for contribution in contributions if contribution["low"] == Decimal(17000000)
    ]
    assert dated["period_start"] == date(2019, 4, 1)
    assert [contribution["row_id"] for contribution in contributions] == tables["contributions"][
        "row_id"
    ].tolist()


def test_the_workbook_for_reading_has_numbers_days_filters_and_no_formula(outputs_2019):
    tables = read_tables(outputs_2019 / "6_reviewed")
    made = workbook_bytes(tables, EDITION)
    assert made == workbook_bytes(tables, EDITION)
    book = openpyxl.load_workbook(io.BytesIO(made))
    assert book.sheetnames == ["tables", *(table.name for table in TABLES)]
    sheet = book["contributions"]
    letters = {cell.value: cell.column_letter for cell in sheet[1]}
    amounts = [(c.value, c.number_format) for c in sheet[letters["low"]] if c.value]
    assert (17000000, "#,##0") in amounts
    assert datetime(2019, 4, 1) in [cell.value for cell in sheet[letters["period_start"]]]
    assert (sheet.freeze_panes, sheet.max_row) == ("B2", len(tables["contributions"]) + 1)
    assert sheet.auto_filter.ref
    assert "f" not in {cell.data_type for one in book for line in one.iter_rows() for cell in line}


def test_a_row_s_id_leads_to_its_place_in_the_report_beside_the_workbook(outputs_2019):
    tables = read_tables(outputs_2019 / "6_reviewed")
    with ZipFile(io.BytesIO(workbook_bytes(tables, EDITION))) as book:
        name = f"sheet{[table.name for table in TABLES].index('contributions') + 2}.xml"
        links = book.read(f"xl/worksheets/_rels/{name}.rels").decode()
        cells = book.read(f"xl/worksheets/{name}").decode()
    row_ids = tables["contributions"]["row_id"].tolist()
    assert f'Target="{FILE_NAME}" TargetMode="External"' in links, "relative, so that both may move"
    assert re.findall(r'<hyperlink [^>]*location="row-(\w+)"', cells) == row_ids


def test_probabilities_are_numbers_and_those_of_fields_go_the_way_of_field_spans():
    read = contribution(
        "a", probability="0.70", field_probabilities='{"found":0.98}', confidence="medium"
    )
    tables = empty_tables() | {"contributions": pd.DataFrame([read], dtype=str)}
    made = dict(publish_more(tables, EDITION)) | publish(tables, EDITION)
    [resource] = [
        r for r in json.loads(made["datapackage.json"])["resources"] if r["name"] == "contributions"
    ]
    types = {field["name"]: field["type"] for field in resource["schema"]["fields"]}
    assert types["probability"] == "number"
    assert types["field_probabilities"] == types["field_spans"] == "string"
    [row] = csv.DictReader(io.StringIO(made["contributions.csv"].decode("utf-8-sig")))
    assert (row["probability"], row["field_probabilities"]) == ("0.70", '{"found":0.98}')
    columns = pyarrow.parquet.read_table(io.BytesIO(made["contributions.parquet"]))
    [row] = columns.select(["probability", "field_probabilities"]).to_pylist()
    assert row == {"probability": Decimal("0.7"), "field_probabilities": '{"found":0.98}'}
    sheet = openpyxl.load_workbook(io.BytesIO(made["tables.xlsx"]))["contributions"]
    heads = [cell.value for cell in sheet[1]]
    at = heads.index("probability")
    assert heads[at - 1 : at + 2] == ["confidence", "probability", "field_probabilities"]
    assert (sheet.cell(2, at + 1).value, sheet.cell(2, at + 1).number_format) == (0.7, "#,##0.00")


def test_a_sheet_takes_no_more_links_than_a_spreadsheet_program_can(monkeypatch):
    monkeypatch.setattr("pipeline.publish.workbook.MOST_LINKS", 1)
    frame = pd.DataFrame([contribution("a"), contribution("b")], dtype=str)
    made = workbook_bytes(empty_tables() | {"contributions": frame}, EDITION)
    sheet = openpyxl.load_workbook(io.BytesIO(made))["contributions"]
    assert [(cell.value, bool(cell.hyperlink)) for cell in sheet["A"][1:]] == [
        ("a", True),
        ("b", False),
    ]


def test_what_a_cell_cannot_hold_exactly_is_text():
    row = contribution(
        "a", low="1234567890123456.78", high="0.50", period_start="1895-01-01", purpose="=1"
    )
    tables = empty_tables() | {"contributions": pd.DataFrame([row], dtype=str)}
    book = openpyxl.load_workbook(io.BytesIO(workbook_bytes(tables, EDITION)))
    sheet = book["contributions"]
    cells = {head.value: sheet.cell(2, head.column).value for head in sheet[1]}
    assert cells["low"] == "1234567890123456.78"
    assert cells["high"] == 0.5
    assert (cells["period_start"], cells["purpose"]) == ("1895-01-01", "=1")


def test_the_command_adds_the_formats_to_the_folder(outputs_2019, tmp_path):
    shutil.copytree(outputs_2019, tmp_path / "2019")
    done = run_pipeline("publish-more", "2019", "--outputs", tmp_path)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "2019" / "7_publish" / "tables.xlsx").is_file()
    assert (tmp_path / "2019" / "7_publish" / "money.parquet").is_file()


def test_the_package_holds_the_parquet_files_once_they_are_made(outputs_2019, tmp_path):
    shutil.copytree(outputs_2019, tmp_path / "2019")
    for _ in range(2):  # a second run puts them in place of the first ones
        done = run_pipeline("publish-more", "2019", "--outputs", tmp_path)
        assert done.returncode == 0, done.stderr
    package = Package(str(tmp_path / "2019" / "7_publish" / "datapackage.json"))
    assert len(package.resources) == 2 * len(TABLES) + 1
    report = package.validate()
    assert report.valid, report.flatten(["name", "type", "note"])[:5]
    [money] = [r for r in package.resources if r.name == "money-parquet"]
    assert money.schema.foreign_keys[0]["reference"]["resource"] == "blocks-parquet"


def test_formats_that_have_no_package_to_join_are_refused(outputs_2019, tmp_path):
    shutil.copytree(outputs_2019 / "6_reviewed", tmp_path / "2019" / "6_reviewed")
    done = run_pipeline("publish-more", "2019", "--outputs", tmp_path)
    assert done.returncode == 2
    assert "datapackage.json: missing; run make to create it" in done.stderr


# ---- what made them --------------------------------------------------------------------------


def test_run_json_states_what_went_in_and_what_came_out(outputs_2019):
    run = json.loads((outputs_2019 / "7_publish" / "run.json").read_text())
    facts = (ROOT / "raw/2019/edition.toml").read_text()
    assert run["inputs"]["security-and-stability.txt"].removeprefix("sha256:") in facts
    assert set(run["inputs"]) == {"security-and-stability.txt", "edition.toml"}
    assert run["model"]["version"] == "3.8.0"
    assert set(run["vocabularies"]) == {f"{name}.csv" for name in COLUMNS}
    assert run["rows"]["money"] == len(read_table_rows(outputs_2019 / "6_reviewed" / "money.csv"))
    assert run["review"]["money"] == {"unreviewed": run["rows"]["money"]}
    assert run["decisions"] == {}


def test_run_json_states_how_long_each_stage_took_and_what_it_found(outputs_2019):
    run = json.loads((outputs_2019 / "7_publish" / "run.json").read_text())
    assert run["seconds"].keys() == STAGES.keys()
    assert all(seconds > 0 for seconds in run["seconds"].values())
    counts = {name: count for found in run["stages"].values() for name, count in found.items()}
    assert counts == run["rows"], "each table is found by one stage"


def digest(path):
    return f"sha256:{sha256(path.read_bytes()).hexdigest()}"


def test_the_digests_of_run_json_are_those_of_the_files(outputs_2019):
    run = json.loads((outputs_2019 / "7_publish" / "run.json").read_text())
    for name, stated in run["inputs"].items():
        assert stated == digest(ROOT / "raw" / "2019" / name)
    for name, stated in run["vocabularies"].items():
        assert stated == digest(ROOT / "pipeline" / "vocab" / name)
    assert run["code"] == code_digest()


def test_the_digest_of_the_model_is_that_of_the_list_of_its_files():
    model = run_record(empty_tables(), {}, [], chosen_model())["model"]
    record = distribution(model["name"].replace("_", "-")).read_text("RECORD")
    weights = [line for line in record.splitlines() if "/model," in line]
    assert all(line.split(",")[1].startswith("sha256=") for line in weights)
    assert weights
    assert re.fullmatch("sha256:[0-9a-f]{64}", model["files"])


def test_a_run_without_earlier_times_states_its_own(outputs_2019, tmp_path):
    shutil.copytree(outputs_2019, tmp_path / "2019", ignore=shutil.ignore_patterns(".seconds"))
    done = run_pipeline("publish", "2019", "--outputs", tmp_path)
    assert done.returncode == 0, done.stderr
    run, before = (
        json.loads((folder / "7_publish" / "run.json").read_text())
        for folder in (tmp_path / "2019", outputs_2019)
    )
    assert list(run.pop("seconds")) == ["publish"]
    before.pop("seconds")
    assert run == before, "all but the times is the same"


def test_run_json_changes_with_the_decisions(tmp_path):
    journal = tmp_path / "2021.jsonl"
    journal.write_text("{}\n{}\n")
    run = run_record(empty_tables(), {}, [journal, tmp_path / "entities.jsonl"], "no_such_model")
    assert list(run["decisions"]) == ["2021.jsonl"]
    assert run["decisions"]["2021.jsonl"]["lines"] == 2
    assert run["model"] == {"name": "no_such_model"}


# ---- how the docs say that it is opened ------------------------------------------------------

DOCS = (ROOT / "docs" / "outputs.md").read_text()


@pytest.mark.parametrize("query", re.search("```sql\n(.*?)```", DOCS, re.S)[1].split(";")[:-1])
def test_the_queries_of_the_docs_run(outputs_2019, query):
    with sqlite3.connect(outputs_2019 / "7_publish" / "tables.sqlite") as database:
        assert database.execute(query).fetchall()


def test_the_docs_name_every_file(outputs_2019):
    names = {path.name for path in (outputs_2019 / "7_publish").iterdir()}
    others = names - {f"{table.name}.csv" for table in TABLES}
    assert [name for name in others if f"`{name}`" not in DOCS] == []


def test_only_rows_that_people_stand_for_are_published_if_that_is_asked():
    tables = empty_tables()
    cells = dict.fromkeys(tables["money"].columns, "")
    statuses = ("unreviewed", "accepted", "corrected", "rejected", "added", "lapsed", "disputed")
    rows = [cells | {"row_id": s, "review_status": s, "block_id": "b1"} for s in statuses]
    rows[1]["equivalent_of"], rows[2]["equivalent_of"] = "corrected", "rejected"
    tables["money"] = pd.DataFrame(rows)
    tables["blocks"] = pd.DataFrame(
        [dict.fromkeys(tables["blocks"].columns, "") | {"row_id": "b1"}]
    )
    kept = reviewed_only(tables)["money"].set_index("row_id")
    assert list(kept.index) == ["accepted", "corrected", "added"]
    assert kept["equivalent_of"].tolist() == ["corrected", "", ""]
    assert kept["block_id"].tolist() == ["b1"] * 3
    assert len(tables["money"]) == 7, "what was given is left as it was"


def test_the_package_states_how_far_the_review_is():
    contents = publish(empty_tables(), EDITION, b"table,currency\n")
    package = json.loads(contents["datapackage.json"])
    [state] = [resource for resource in package["resources"] if resource["name"] == "review"]
    assert state["schema"]["primaryKey"] == ["table", "currency"]
    assert contents["review.csv"] == b"table,currency\n"
