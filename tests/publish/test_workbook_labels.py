"""What the workbook for reading shows beside codes and ids, and which columns it hides."""

import io

import openpyxl
import pandas as pd

from pipeline.publish.workbook import workbook_bytes
from pipeline.schema import TABLES
from pipeline.storage.edition import Edition

EDITION = Edition("2020", "Aid in 2020", "Ministry", "NOR", 2020)


def sheet_of(name, **cells):
    """The cells of the first row of a table, by column, and the columns that are hidden."""
    tables = {t.name: pd.DataFrame(columns=[c.name for c in t.columns], dtype=str) for t in TABLES}
    for table, row in {"money": {"row_id": "aaa", "text": "$25 million"}, name: cells}.items():
        columns = tables[table].columns
        tables[table] = pd.DataFrame([{c: row.get(c, "") for c in columns}], dtype=str)
    sheet = openpyxl.load_workbook(io.BytesIO(workbook_bytes(tables, EDITION)))[name]
    hidden = {head.value for head in sheet[1] if sheet.column_dimensions[head.column_letter].hidden}
    return {head.value: sheet.cell(2, head.column).value for head in sheet[1]}, hidden


def test_the_id_of_another_row_is_shown_behind_its_name():
    cells, _ = sheet_of("checks", row_id="b", money_id="aaa", parts="aaa;ccc")
    assert cells["money_id"] == "$25 million (aaa)"
    assert cells["parts"] == "$25 million (aaa); ccc"


def test_an_id_without_a_row_stays_as_it_is():
    cells, _ = sheet_of("money_relations", row_id="b", whole="aaa", part="ccc")
    assert (cells["whole"], cells["part"]) == ("$25 million (aaa)", "ccc")


def test_a_reason_is_shown_with_its_meaning_and_a_country_with_its_name():
    cells, _ = sheet_of("results", row_id="b", iso3="LKA", reasons="fiscal_rule")
    assert cells["iso3"] == "LKA – Sri Lanka"
    assert cells["reasons"].startswith("fiscal_rule – The fiscal year's first and last days")


def test_columns_without_a_value_are_hidden():
    _, hidden = sheet_of("contributions", row_id="a", purpose="roofs")
    assert "interest_rate" in hidden
    assert not hidden & {"row_id", "purpose"}


def test_a_table_without_rows_shows_its_columns():
    tables = {t.name: pd.DataFrame(columns=[c.name for c in t.columns], dtype=str) for t in TABLES}
    sheet = openpyxl.load_workbook(io.BytesIO(workbook_bytes(tables, EDITION)))["checks"]
    assert not any(column.hidden for column in sheet.column_dimensions.values())
