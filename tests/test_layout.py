"""The house keeps its order: imports point back, every word is sound, tables are told once."""

import ast
import re

import pytest
from conftest import ROOT

from pipeline.schema import REVIEW, TABLES
from pipeline.vocab import COLUMNS, read_vocab

# a file imports only from files above it
ORDER = re.findall(
    r"\w+",
    """
aligned model schema edition files vocab
ingest
clean sections
language codes acronyms words gazetteer headed reach_left reach_right shapes persons proposals layers
identity venues coreference naming entities
numerals currencies money dates counts numbers
scene verbs frames places referents givers parties shares purposes times kinds sums gifts wholes
contributions roles intervals checks results events
rows text_rows name_rows money_rows event_rows ledger tables
decisions reviewed publish
scores evaluate components stages __init__ __main__
""",
)

STANDALONE = {"verify"}  # imports nothing of the pipeline, so that it cannot share its faults


def imports_of(path):
    tree = ast.parse(path.read_text())
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("pipeline."):
            yield node.module.split(".")[1]


def test_every_file_has_its_place_in_the_order():
    files = {path.stem for path in (ROOT / "pipeline").glob("*.py")}
    assert files - STANDALONE == set(ORDER)
    assert len(ORDER) == len(set(ORDER))


@pytest.mark.parametrize("name", [name for name in ORDER if name != "__init__"])
def test_a_file_imports_only_from_files_above_it(name):
    above = ORDER[: ORDER.index(name)]
    for imported in imports_of(ROOT / "pipeline" / f"{name}.py"):
        assert imported in above, f"{name}.py imports {imported}.py, which stands below it"


def test_no_file_is_too_long_to_read_in_one_sitting():
    lengths = {p.name: p.read_text().count("\n") for p in (ROOT / "pipeline").glob("*.py")}
    assert {name: length for name, length in lengths.items() if length > 400} == {}


@pytest.mark.parametrize("name", COLUMNS)
def test_every_vocabulary_is_sound(name):
    rows = read_vocab(name)
    assert rows, f"vocab/{name}.csv is empty"
    assert all(row["source"] for row in rows if "source" in row)
    assert len({tuple(row.values()) for row in rows}) == len(rows), "a row stands twice"


def test_every_vocabulary_file_is_read():
    files = {path.stem for path in (ROOT / "pipeline" / "vocab").glob("*.csv")}
    assert files == set(COLUMNS)


def test_every_code_has_its_words():
    """Codes are written as string constants beside the word that takes them."""
    known = {row["code"] for row in read_vocab("flags")}
    assert len(known) == len(read_vocab("flags")), "a code stands twice"
    pattern = re.compile(r'Issue\(\s*"(\w+)"|(?:flags|reasons)=\("(\w+)"')
    for path in (ROOT / "pipeline").glob("*.py"):
        for match in pattern.finditer(path.read_text()):
            assert (match[1] or match[2]) in known, f"{path.name}: {match[0]}"


def test_tables_have_no_column_twice_and_point_to_tables_that_are_there():
    names = {table.name for table in TABLES}
    for table in TABLES:
        columns = [column.name for column in table.columns]
        assert len(columns) == len(set(columns)), table.name
        assert {column.table for column in table.columns} - {""} <= names
    assert [column.name for column in REVIEW] == [
        "review_status",
        "reviewer",
        "reviewed_at",
        "review_note",
    ]


def test_make_knows_every_table():
    text = re.search(r"TABLES\s*:= ((?:.*\\\n)*.*)", (ROOT / "Makefile").read_text())[1]
    assert text.replace("\\", "").split() == [table.name for table in TABLES]
