"""The gold of 2019 stands in its text, and the real run reaches it."""

import pytest

from pipeline.evaluation.scores import OWN_COLUMNS, nth_place, score_tables
from pipeline.schema import TABLE
from pipeline.storage.files import read_table_rows
from tests.helpers.paths import ROOT

GOLD = ROOT / "tests" / "golden" / "2019"
PATHS = sorted(GOLD.glob("*.csv"))
RAW = "security-and-stability.txt"
F1_FLOORS = {
    "sections": 0.99,
    "notes": 0.99,
    "note_anchors": 0.99,
    "figures": 0.99,
    "entities": 0.98,
    "mentions": 0.99,
    "acronyms": 0.96,
    "money": 0.99,
    "contributions": 0.85,
    "money_relations": 0.99,
    "checks": 0.99,
    "results": 0.90,
    "events": 0.97,
    "dates": 0.99,
}
RIGHT_FLOORS = {  # rows of gold whose cell is as in gold
    ("money", "low"): 8,
    ("money", "role"): 8,
    ("contributions", "provider"): 31,
    ("contributions", "recipients"): 27,
    ("contributions", "low"): 33,
    ("contributions", "countable"): 33,
    ("contributions", "transaction_type"): 29,
    ("dates", "date_start"): 30,
    ("events", "date_start"): 25,
    ("entities", "name"): 105,
    ("mentions", "kind"): 341,
}


@pytest.fixture(scope="module")
def raw():
    return (ROOT / "raw" / "2019" / RAW).read_bytes().decode("utf-8")


@pytest.fixture(scope="module")
def scores(outputs_2019, raw):
    return {one.table: one for one in score_tables(GOLD, outputs_2019 / "6_reviewed", {RAW: raw})}


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_every_quote_stands_in_the_text_once_for_each_row(path, raw):
    places = [
        (nth_place(raw, row.quote, int(row.nth)), row.quote)
        for row in read_table_rows(path).itertuples()
    ]
    assert places
    assert all(place >= 0 for place, _ in places)
    assert len(set(places)) == len(places)


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_every_scored_column_is_in_the_schema_and_every_cell_allowed(path):
    rows = read_table_rows(path)
    columns = {column.name: column for column in TABLE[path.stem].columns}
    for name in rows.columns:
        if name not in OWN_COLUMNS:
            allowed = columns[name].values
            assert not allowed or set(rows[name]) <= {*allowed, "", "?"}, name


def test_every_table_of_gold_has_its_floor():
    assert {path.stem for path in PATHS} == set(F1_FLOORS)


SHORT_OF_FLOOR = {  # what the reader reaches of the contributions' floors on long paragraphs
    "contributions": 0.55,
    ("contributions", "provider"): 18,
    ("contributions", "recipients"): 7,
    ("contributions", "low"): 22,
    ("contributions", "countable"): 22,
    ("contributions", "transaction_type"): 17,
}


def holds(reached, key, floor, says=""):
    """At least the floor; a known shortfall is an expected failure, and may not grow."""
    assert reached >= SHORT_OF_FLOOR.get(key, floor), says
    if reached < floor:
        pytest.xfail(f"{key}: {reached:.3g} of {floor}: the reader is unsure of long paragraphs")


@pytest.mark.parametrize(("table", "floor"), F1_FLOORS.items())
def test_the_real_run_finds_the_rows(scores, table, floor):
    one = scores[table]
    lost = [row.cells["quote"] for row in one.missed]
    holds(one.f1, table, floor, f"{table}: F1 {one.f1:.3f}; missed {lost}")


@pytest.mark.parametrize(("place", "floor"), RIGHT_FLOORS.items())
def test_the_real_run_fills_the_cells(scores, place, floor):
    table, column = place
    holds(scores[table].right(column), place, floor)
