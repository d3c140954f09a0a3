"""Loans and goods through the whole pipeline: tables, verifier, review, page and workbook."""

import csv
import json
from dataclasses import replace

import pytest

from pipeline.decisions.journal import Decision
from pipeline.explain import Known, explain
from pipeline.review.page.forms import fields_of
from pipeline.review.workbook.layout import own_columns
from pipeline.reviewed import review
from pipeline.schema import TABLE
from pipeline.storage.files import read_table_rows
from tests.helpers.commands import run_pipeline
from tests.test_verify import change, verified

FACTS = 'title = "Aid report"\npublisher = "Ministry"\nprovider = "NOR"\nyear = 2019\n'
FACTS += 'fiscal_year_start = 1\n[symbols]\n"$" = "USD"\n'
TEXT = """Aid in 2019

In 2019, Norway signed a loan of $40 million for a ring road in Nepal. The loan carries an annual \
interest rate of 1 percent, with a repayment period of thirty years including a grace period of \
30 months.

In 2019, Norway provided 200 tents and 50 generators to Kenya.

In 2019, Norway provided $3 million to Kuwait for schools.
"""
COLUMNS = ("interest_rate", "maturity_years", "grace_years", "grant_element")
KIND = ("in_kind", "quantity", "quantity_unit")


@pytest.fixture(scope="module")
def edition(tmp_path_factory):
    """The folder of an edition with a loan, goods in kind, and a country outside the DAC list."""
    folder = tmp_path_factory.mktemp("loans")
    raw = folder / "raw" / "2019"
    raw.mkdir(parents=True)
    (raw / "edition.toml").write_text(FACTS)
    (raw / "report.txt").write_text(TEXT)
    done = run_pipeline(
        *("run", "2019", "--raw", folder / "raw", "--outputs", folder / "outputs"),
        *("--reviews", folder / "reviews"),
    )
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture(scope="module")
def rows(edition):
    path = edition / "outputs" / "2019" / "6_reviewed" / "contributions.csv"
    with path.open(newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture
def tables(edition, tmp_path):
    """A copy of the tables that a test may spoil."""
    source = edition / "outputs" / "2019" / "6_reviewed"
    for path in source.glob("*.csv"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    return tmp_path


def test_a_loan_goods_and_a_flag_are_in_the_table(rows):
    loan, goods, kuwait = rows
    assert [loan[name] for name in COLUMNS] == ["1", "30", "2.5", "61.1"]
    assert [goods[name] for name in KIND] == ["200 tents;50 generators", "200", "tents"]
    assert (kuwait["flags"], kuwait["countable"]) == ("not_oda_eligible", "true")
    assert set(json.loads(loan["field_spans"])) >= set(COLUMNS[:3])
    assert set(json.loads(goods["field_spans"])) >= set(KIND)


def test_the_verifier_finds_no_fault(edition):
    code, lines = verified(edition / "raw" / "2019", edition / "outputs" / "2019" / "6_reviewed")
    assert code == 0, lines


@pytest.mark.parametrize(
    ("column", "cell"),
    [
        ("interest_rate", "10"),
        ("maturity_years", "40"),
        ("grace_years", "30"),
        ("grant_element", "60.1"),
        ("in_kind", "200 tents"),
        ("quantity", "300"),
        ("quantity_unit", "tent"),
    ],
)
def test_the_verifier_finds_a_wrong_cell(edition, tables, column, cell):
    change(tables, "contributions", column, lambda _: cell, lambda row: row[column])
    code, lines = verified(edition / "raw" / "2019", tables)
    assert code == 1
    assert any(f": {column}: " in line for line in lines)


def test_the_page_and_the_workbook_offer_the_columns(rows):
    shown = {field.name: field for field in fields_of("contributions", rows[0], {})}
    assert [shown[name].kind for name in COLUMNS] == ["number"] * 4
    assert all(shown[name].is_main for name in COLUMNS)
    assert shown["in_kind"].kind == "list"
    names = [column.name for column in own_columns(TABLE["contributions"])]
    assert {*COLUMNS, *KIND} <= set(names)


def frames_of(edition):
    folder = edition / "outputs" / "2019" / "5_tables"
    return {path.stem: read_table_rows(path) for path in folder.glob("*.csv")}


def corrected(edition, rows, **cells):
    """The loan after a person corrected cells."""
    made = []
    for number, (name, cell) in enumerate(cells.items()):
        decision = Decision(
            f"d{number}", f"2026-01-0{number + 1}T00:00:00Z", "Aiko", "contributions",
            rows[0]["row_id"], "correct", field=name, before=rows[0][name], after=cell,
            reason="wrong_value", evidence=rows[0]["evidence"],
        )  # fmt: skip
        made.append(decision)
    reviewed, fates = review(frames_of(edition), made)
    assert set(fates["fate"]) == {"same"}
    frame = reviewed["contributions"]
    [row] = frame[frame["row_id"] == rows[0]["row_id"]].to_dict("records")
    return row


def test_the_grant_element_follows_a_corrected_term(edition, rows):
    row = corrected(edition, rows, interest_rate="2")
    assert (row["interest_rate"], row["review_status"]) == ("2", "corrected")
    assert float(row["grant_element"]) < float(rows[0]["grant_element"])


def test_a_grant_element_that_a_person_wrote_stays(edition, rows):
    row = corrected(edition, rows, interest_rate="2", grant_element="50")
    assert row["grant_element"] == "50"


def test_without_a_term_there_is_no_grant_element(edition, rows):
    assert corrected(edition, rows, grace_years="")["grant_element"] == ""


def test_explain_shows_where_a_term_was_read(edition, rows):
    known = Known(frames_of(edition), {"report.txt": TEXT}, frames_of(edition)["issues"].head(0))
    known = replace(known, decisions=known.decisions.assign(
        action="", row_id="", row_now="", field=""))  # fmt: skip
    shown = explain(known, rows[0]["row_id"], None)
    [[start, end]] = json.loads(rows[0]["field_spans"])["interest_rate"]
    assert f"interest_rate: 1  [{start}-{end}]" in shown
    assert TEXT[start:end] == "1 percent"
