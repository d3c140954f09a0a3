"""The packages keep their order: imports point back, every word list is sound."""

import re
from graphlib import TopologicalSorter
from itertools import pairwise

import pytest

from docs.draw_packages import ORDER, STANDALONE, drawing, imports_of
from pipeline.schema import REVIEW, TABLES
from pipeline.vocab import COLUMNS, read_vocab
from tests.helpers.paths import ROOT

PIPELINE = ROOT / "pipeline"

FILES = sorted(path for path in PIPELINE.rglob("*.py") if path.stem != STANDALONE)


def module_of(path):
    """The path as a dotted name inside pipeline: `money.amounts`, `money` for its __init__."""
    parts = path.relative_to(PIPELINE).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" and len(parts) > 1 else parts)


MODULES = {module_of(path) for path in FILES}


def test_every_file_stands_in_the_order():
    packages = {module.split(".")[0] for module in MODULES}
    assert packages == set(ORDER)
    assert len(ORDER) == len(set(ORDER))


@pytest.mark.parametrize("path", FILES, ids=module_of)
def test_a_file_imports_only_from_its_package_and_those_before(path):
    package = module_of(path).split(".")[0]
    allowed = ORDER[: ORDER.index(package) + 1]
    for imported in imports_of(path):
        assert imported.split(".")[0] in allowed, f"{module_of(path)} imports {imported}"


def test_the_drawing_of_the_packages_is_that_of_today():
    """`make docs` draws it anew."""
    assert (ROOT / "docs" / "packages.svg").read_text() == drawing()


def test_no_two_files_import_each_other():
    graph = {module_of(path): set(imports_of(path)) - {module_of(path)} for path in FILES}
    assert len(list(TopologicalSorter(graph).static_order())) >= len(MODULES)


def test_each_stage_s_file_is_written_by_the_package_of_its_name(outputs_2019):
    names = sorted(path.name for path in outputs_2019.iterdir() if path.name[0] != ".")
    numbered = [re.fullmatch(r"(\d)_(\w+)(\.\w+)?", name) for name in names]
    assert all(match and match[2] in ORDER for match in numbered), names
    order = [ORDER.index(match[2]) for match in numbered]
    assert all(before <= after for before, after in pairwise(order))


def test_no_file_is_too_long_to_read_in_one_sitting():
    written = [*FILES, *PIPELINE.rglob("*.js"), *PIPELINE.rglob("*.css")]
    lengths = {str(path.relative_to(PIPELINE)): path.read_text().count("\n") for path in written}
    assert {name: length for name, length in lengths.items() if length > 400} == {}


@pytest.mark.parametrize("name", COLUMNS)
def test_every_vocabulary_is_sound(name):
    rows = read_vocab(name)
    assert rows, f"vocab/{name}.csv is empty"
    assert all(row["source"] for row in rows if "source" in row)
    assert len({tuple(row.values()) for row in rows}) == len(rows), "a row stands twice"


def test_every_vocabulary_file_is_read():
    files = {path.stem for path in (PIPELINE / "vocab").glob("*.csv")}
    assert files == set(COLUMNS)


def test_every_code_has_its_words():
    """Codes are written as string constants beside the word that takes them."""
    known = {row["code"] for row in read_vocab("flags")}
    assert len(known) == len(read_vocab("flags")), "a code stands twice"
    pattern = re.compile(r'Issue\(\s*"(\w+)"|(?:flags|reasons)=\("(\w+)"')
    for path in FILES:
        for match in pattern.finditer(path.read_text()):
            assert (match[1] or match[2]) in known, f"{path.name}: {match[0]}"


def test_every_code_of_the_real_tables_has_its_words(outputs_2019):
    from pipeline.storage.files import read_table_rows, split_list

    known = {row["code"] for row in read_vocab("flags")}
    for table in TABLES:
        rows = read_table_rows(outputs_2019 / "5_tables" / f"{table.name}.csv")
        for column in ("flags", "reasons", "code", "ignored_as"):
            for cell in rows.get(column, ()):
                assert set(split_list(cell)) <= known, cell


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
