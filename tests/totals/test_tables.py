"""Totals as a person gets them: in the terminal and as CSV."""

import csv
import re
import subprocess
import sys
from decimal import Decimal

import pytest
from rich.console import Console

from pipeline.commands import write_totals
from pipeline.records.errors import BadInputError
from pipeline.storage.files import read_rows
from pipeline.totals import add_up
from pipeline.totals.columns import LEFT_OUT, TOTALS
from pipeline.totals.drawing import NARROWEST, draw, exact
from pipeline.totals.inputs import Tables
from tests.helpers.commands import run_pipeline
from tests.helpers.paths import ROOT
from tests.helpers.total_examples import contribution, part


def printed(*contributions, by=(), relations=(), **where):
    console = Console(width=NARROWEST)
    with console.capture() as found:
        for table in draw(add_up(Tables(contributions, (), relations), by, where)):
            console.print(table)
    return re.sub(r" {2,}", " | ", found.get())


def test_a_line_states_the_type_by_name_the_central_figure_and_the_range():
    row = contribution("1", 8, high="10000000")
    assert "3 – Disbursement | USD | 9 million | 8 to 10 million | 1" in printed(row)


def test_lines_of_several_types_come_with_a_warning():
    rows = contribution("1", 8), contribution("2", 8, transaction_type="12")
    assert "12 – Outgoing Pledge | USD | 8 million | exact | 1" in printed(*rows)
    assert "do not add them together" in printed(*rows)
    assert "do not add them together" not in printed(rows[0])


def test_amounts_that_may_overlap_have_a_line():
    rows = contribution("1", 8), contribution("2", 3)
    words = printed(*rows, relations=[part("1", "2", "overlap_unknown")])
    assert "8 million | exact | 1" in words
    assert "11 million | exact | 2 | with 1 that may overlap" in words


def test_shares_and_the_most_have_lines():
    rows = (
        contribution("1", 2),
        contribution("2", 6, recipients="Kenya;Mali", recipient_iso3="KEN;MLI"),
    )
    words = printed(*rows, recipient_iso3="KEN")
    assert "0 to 6 million | 1 | joint with MLI" in words
    assert "at most 8 million" in words


def test_what_is_left_out_is_counted_by_reason_with_its_amounts():
    rows = [contribution(str(k), k, not_countable_reason="rate") for k in range(1, 7)]
    words = printed(*rows)
    assert "| 6 | USD 6 million, USD 5 million" in words
    assert "and 2 more" in words
    assert "No contribution may be added up here." in words


def test_no_digit_of_an_amount_is_cut():
    console = Console(width=NARROWEST)
    found = add_up(Tables([contribution("1", 123456789)]), ["provider"])
    with console.capture() as lines:
        for table in draw(found):
            console.print(table)
    assert "123,456.789 billion" in lines.get()


@pytest.mark.parametrize(
    ("number", "words"),
    [
        ("0", "0"),
        ("999999", "999,999"),
        ("24650000", "24.65 million"),
        ("1234567", "1,234,567"),
        ("1234567000", "1,234.567 million"),
        ("2000000000", "2 billion"),
        ("0.5", "0.5"),
    ],
)
def test_a_number_in_words_has_every_digit(number, words):
    assert exact(Decimal(number)) == words


# ---- CSV -------------------------------------------------------------------------------------


def written(path, *contributions, by=(), relations=(), **where):
    found = add_up(Tables(contributions, (), relations), by, where)
    return [read_rows(made) for made in write_totals(path, found, "2019")]


def test_the_table_holds_each_total_with_the_ids_of_its_rows(tmp_path):
    rows = contribution("1", 8, high=""), contribution("2", 3)
    [[line], left] = written(
        tmp_path / "a.csv", *rows, by=["provider"], relations=[part("1", "2", "overlap_unknown")]
    )
    assert line == {
        **{"edition": "2019", "filters": "", "kind": "total", "why": "", "by_provider": "Norway"},
        **{"type": "3 – Disbursement", "currency": "USD", "official": "yes"},
        **{"central": "8000000", "low": "8000000", "high": ""},
        **{"central_with_doubtful": "11000000", "low_with_doubtful": "11000000"},
        **{"high_with_doubtful": "", "at_most": "", "rows": "1", "row_ids": "1"},
        "doubtful_row_ids": "2",
    }
    assert left == []


def test_a_share_has_a_line_without_a_central_figure(tmp_path):
    rows = (
        contribution("1", 2),
        contribution("2", 6, recipients="Kenya;Mali", recipient_iso3="KEN;MLI"),
    )
    [[total, share], [left]] = written(tmp_path / "a.csv", *rows, recipient_iso3="KEN")
    assert (total["central"], total["at_most"], total["filters"]) == (
        *("2000000", "8000000"),
        "recipient_iso3 = KEN – Kenya",
    )
    assert (share["kind"], share["why"]) == ("share", "joint with MLI")
    assert (share["central"], share["low"], share["high"]) == ("", "0", "6000000")
    assert (left["reason"], left["row_id"], left["low"]) == ("joint", "2", "6000000")


def test_a_spreadsheet_runs_no_formula_of_the_text(tmp_path):
    written(tmp_path / "a.csv", contribution("1", 2, theme="=1+2"), by=["theme"])
    assert ",'=1+2," in (tmp_path / "a.csv").read_text()


def test_a_table_is_written_again_but_no_other_file_is_overwritten(tmp_path):
    path = tmp_path / "a.csv"
    written(path, contribution("1", 2))
    [[line], _] = written(path, contribution("1", 3))
    assert line["central"] == "3000000"
    path.write_text("my notes")
    with pytest.raises(BadInputError, match=r"a\.csv: holds something else; name another file"):
        written(path, contribution("1", 2))
    assert path.read_text() == "my notes"


def test_a_path_that_cannot_be_written_is_refused_and_nothing_is_left(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(BadInputError, match="cannot be"):
        written(tmp_path / "file" / "a.csv", contribution("1", 2))
    with pytest.raises(BadInputError, match="is a folder"):
        written(tmp_path, contribution("1", 2))
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_the_docs_name_every_column_of_the_tables():
    text = (ROOT / "docs" / "totals.md").read_text()
    columns = {column.name: column.meaning for table in (TOTALS, LEFT_OUT) for column in table.own}
    missing = [name for name in columns if f"`{name}`" not in text]
    assert missing == []


# ---- the command -----------------------------------------------------------------------------


def test_the_command_prints_the_edition_and_the_totals_and_loads_no_model(outputs_2019):
    script = (
        "import sys; from pipeline.__main__ import app; app(standalone_mode=False); "
        "assert 'spacy' not in sys.modules"
    )
    arguments = ["total", "2019", "provider=japan", "--by", "provider,theme"]
    done = subprocess.run(
        [sys.executable, "-c", script, *arguments, "--outputs", outputs_2019.parent],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[0] == (
        "White Paper on Development Cooperation 2019, year 2019, "
        f"{outputs_2019 / '6_reviewed'}: contributions with provider = japan, by provider, theme"
    )
    assert "24.65 to 25.75 million" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["provider=Japn"], "did you mean Japan?"),
        (["provider"], "provider: not a filter; write FIELD=value"),
        (["=Japan"], "=Japan: not a filter; write FIELD=value"),
        (["providr=Japan"], "providr: not a field of contributions; did you mean provider"),
        (["--csv", ""], "is a folder; name a file with CSV="),
        (["--csv", "/"], "/: is a folder; name a file with CSV="),
        (["theme=", "theme=Water"], "theme=Water: theme has two values; write one"),
        (["types=some"], "types=some: not known; write types=all, or leave it out"),
    ],
)
def test_what_cannot_be_answered_is_refused_in_one_line(outputs_2019, arguments, words):
    done = run_pipeline("total", "2019", *arguments, "--outputs", outputs_2019.parent)
    assert (done.returncode, done.stderr.count("\n"), done.stdout) == (2, 1, "")
    assert words in done.stderr


def test_the_command_writes_both_tables(outputs_2019, tmp_path):
    path = tmp_path / "totals.csv"
    folders = ["--outputs", outputs_2019.parent]
    done = run_pipeline("total", "2019", "types=all", "--csv", path, *folders)
    assert done.returncode == 0, done.stderr
    with path.open(newline="") as file:
        [line] = csv.DictReader(file)
    assert (line["type"], line["central"], line["rows"]) == ("all types", "25200000", "2")
    assert (tmp_path / "totals-left-out.csv").is_file()
