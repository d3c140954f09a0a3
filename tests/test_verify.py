"""The verifier: it shares nothing with the pipeline, and one wrong character is a fault."""

import ast
import csv
import shutil
import subprocess
import sys

import pytest

from tests.helpers.commands import run_pipeline
from tests.helpers.paths import ROOT

VERIFY = ROOT / "pipeline" / "verify.py"


def verified(raw, tables):
    done = subprocess.run(
        [sys.executable, "-I", VERIFY, raw, tables], capture_output=True, text=True, check=False
    )
    return done.returncode, done.stdout.splitlines()


@pytest.fixture
def tables(outputs_2019, tmp_path):
    """A copy of the real tables that a test may spoil."""
    shutil.copytree(outputs_2019 / "6_reviewed", tmp_path / "tables")
    return tmp_path / "tables"


def change(tables, name, column, spoil, where=lambda row: True):
    """Spoil one cell of the first row that fits; return the row."""
    path = tables / f"{name}.csv"
    with path.open(newline="") as file:
        rows = list(csv.DictReader(file))
    row = next(row for row in rows if where(row))
    row[column] = spoil(row[column])
    with path.open("w", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys(), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    return row


def test_it_imports_only_the_standard_library():
    for node in ast.walk(ast.parse(VERIFY.read_text())):
        names = [a.name for a in node.names] if isinstance(node, ast.Import) else []
        names += [node.module] if isinstance(node, ast.ImportFrom) else []
        assert all(name.split(".")[0] in sys.stdlib_module_names for name in names)


def test_a_folder_without_tables_is_refused_in_one_line(tmp_path):
    command = [sys.executable, "-I", VERIFY, ROOT / "raw" / "2019", tmp_path]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    said = f"{tmp_path / 'documents.csv'}: missing; run make to create it\n"
    assert (done.returncode, done.stdout, done.stderr) == (2, "", said)


def test_the_real_tables_have_no_fault(outputs_2019):
    code, lines = verified(ROOT / "raw" / "2019", outputs_2019 / "6_reviewed")
    assert code == 0, lines
    assert lines[-1].endswith(" 0 faults")
    assert int(lines[-1].split()[0]) > 500


@pytest.mark.parametrize(
    ("name", "column", "spoil"),
    [
        ("contributions", "status", lambda _: "returned"),
        ("money_relations", "type", lambda _: "beside"),
        ("money", "text", lambda cell: cell.replace("million", "milion")),
        ("money", "low", lambda cell: cell.replace("17", "71")),
        ("money", "high", lambda cell: cell.replace("17", "18")),
        ("money", "evidence", lambda cell: cell[:-1]),
        ("money", "raw_start", lambda cell: str(int(cell) + 1)),
        ("contributions", "provider_id", lambda _: "uganda"),
        ("contributions", "verb", lambda cell: cell + "s"),
        ("contributions", "money_id", lambda _: "000000000000"),
        ("dates", "text", lambda cell: cell + " "),
        ("mentions", "text", str.upper),
        ("results", "value", lambda cell: cell + "1"),
        ("notes", "text", lambda cell: cell.replace("a", "e", 1)),
        ("figures", "caption", lambda cell: cell[1:]),
        ("blocks", "text", lambda cell: cell + "."),
        ("blocks", "raw_end", lambda cell: str(int(cell) - 1)),
        ("repairs", "before", lambda cell: cell.replace("N", "n")),
        ("documents", "sha256", lambda cell: cell[::-1]),
    ],
)
def test_one_wrong_cell_is_a_fault(tables, name, column, spoil):
    row = change(
        tables, name, column, spoil, lambda row: row[column] not in ("", spoil(row[column]))
    )
    code, lines = verified(ROOT / "raw" / "2019", tables)
    assert code == 1
    assert any(line.startswith(f"{name}.csv: ") for line in lines[:-1]), row


@pytest.mark.parametrize("text", sorted((ROOT / "tests" / "structure").glob("*.txt"))[::4])
def test_tables_of_other_house_styles_have_no_fault(text, tmp_path):
    folder = tmp_path / "raw" / "2021"
    folder.mkdir(parents=True)
    shutil.copy(text, folder)
    facts = 'title = "Aid"\npublisher = "Ministry"\nprovider = "NOR"\nyear = 2021\n'
    (folder / "edition.toml").write_text(facts)
    done = run_pipeline("run", "2021", "--raw", tmp_path / "raw", "--outputs", tmp_path / "out")
    assert done.returncode == 0, done.stderr
    code, lines = verified(folder, tmp_path / "out" / "2021" / "6_reviewed")
    assert code == 0, lines


def test_an_entity_that_is_named_only_inside_longer_names_is_a_fault(tables):
    def alone(row):
        return row["text"] == "Christchurch"

    change(tables, "mentions", "role", lambda _: "name_part", alone)
    code, lines = verified(ROOT / "raw" / "2019", tables)
    assert code == 1
    assert [line for line in lines if line.startswith("entities.csv: christchurch: entity_id")]


def test_a_country_known_by_its_nationality_alone_provides_and_receives(tmp_path):
    folder = tmp_path / "raw" / "2021"
    folder.mkdir(parents=True)
    text = "In 2021, the Egyptian government gave $2 million to Nepalese schools for new roofs.\n"
    (folder / "a.txt").write_text(text)
    facts = 'title = "Aid"\npublisher = "Ministry"\nprovider = "NOR"\nyear = 2021\n'
    (folder / "edition.toml").write_text(facts)
    done = run_pipeline("run", "2021", "--raw", tmp_path / "raw", "--outputs", tmp_path / "out")
    assert done.returncode == 0, done.stderr
    tables = tmp_path / "out" / "2021" / "6_reviewed"
    code, lines = verified(folder, tables)
    assert code == 0, lines
    with (tables / "entities.csv").open(newline="", encoding="utf-8") as file:
        countries = [row["iso3"] for row in csv.DictReader(file) if row["kind"] == "country"]
    assert sorted(countries) == ["EGY", "NPL"]
