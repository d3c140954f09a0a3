"""Whole tables: what the schema allows, and what a small report becomes."""

import pytest

from pipeline.records.errors import BadInputError
from pipeline.schema import TABLE, TABLES
from pipeline.storage.files import read_table_rows
from pipeline.tables import check_table
from tests.helpers.commands import run_pipeline

MONEY = TABLE["money"]


def one_row(**cells):
    row = {column.name: "" for column in MONEY.columns} | {"row_id": "abc"} | cells
    return {name: [cell] for name, cell in row.items()}


@pytest.mark.parametrize(
    "cells",
    [{}, {"low": "8.25"}, {"raw_start": "7"}, {"period_start": "2019-04-01"}, {"role": "total"}],
)
def test_what_the_schema_allows_passes(cells):
    check_table(one_row(**cells), MONEY)


@pytest.mark.parametrize(
    ("cells", "says"),
    [
        ({"low": "1e6"}, "low '1e6' must be decimal"),
        ({"raw_start": "7.0"}, "raw_start '7.0' must be integer"),
        ({"period_start": "2019"}, "period_start '2019' must be date"),
        ({"role": "sum"}, "role 'sum' must be contribution or component"),
        ({"confidence": "sure"}, "confidence 'sure' must be high or medium or low"),
    ],
)
def test_a_cell_that_breaks_the_schema_is_reported(cells, says):
    with pytest.raises(BadInputError, match=says) as caught:
        check_table(one_row(**cells), MONEY)
    assert str(caught.value).startswith("money.csv: abc: ")


def test_a_small_report_fills_its_tables(tmp_path):
    folder = tmp_path / "raw" / "2021"
    folder.mkdir(parents=True)
    (folder / "edition.toml").write_text(
        'title = "Aid"\npublisher = "Ministry"\nprovider = "NOR"\nyear = 2021\n'
    )
    (folder / "a.txt").write_text(
        "A. Health\n\nIn 2021, Norway gave NOK 40 million to UNICEF (Note 1) for clinics in Kenya, "
        "where 300 nurses were trained.\n\nNote 1: The United Nations Children's Fund.\n"
    )
    done = run_pipeline("run", "2021", "--raw", tmp_path / "raw", "--outputs", tmp_path / "out")
    assert done.returncode == 0, done.stderr
    tables = {
        table.name: read_table_rows(tmp_path / f"out/2021/6_reviewed/{table.name}.csv")
        for table in TABLES
    }
    [money] = tables["money"].to_dict("records")
    [contribution] = tables["contributions"].to_dict("records")
    [anchor] = tables["note_anchors"].to_dict("records")
    [note] = tables["notes"].to_dict("records")
    assert (money["low"], money["currency"]) == ("40000000", "NOK")
    assert (contribution["provider"], contribution["recipient_iso3"], contribution["money_id"]) == (
        "Norway",
        "KEN",
        money["row_id"],
    )
    assert (anchor["anchor_term"], anchor["note_id"]) == ("UNICEF", note["row_id"])
    roles = dict(zip(tables["mentions"]["text"], tables["mentions"]["role"], strict=True))
    assert (roles["Norway"], roles["UNICEF"], roles["Kenya"]) == (
        "provider",
        "channel",
        "recipient",
    )
    assert "300" in tables["results"]["value"].tolist()
