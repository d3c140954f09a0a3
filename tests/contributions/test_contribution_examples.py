"""How many of our own examples are read as they are meant: a share that may not fall."""

import re

import pytest

from pipeline.vocab import read_vocab
from tests.helpers.contribution_examples import contributions_of, read_examples
from tests.helpers.contribution_figures import EXAMPLES, FILES, report, scored
from tests.helpers.readings import EDITION

FLOORS = {
    # file: F1 of rows, and of the rows found the share with the right provider and recipients
    "contributions.txt": (0.91, 0.87, 0.9),
    "contributions_unseen.txt": (0.9, 0.93, 0.93),
    "contributions_fresh.txt": (0.92, 0.83, 0.94),
    "contributions_donors.txt": (0.95, 0.85, 0.93),
    "contributions_kept.txt": (0.93, 0.86, 0.89),
}


@pytest.mark.parametrize("name", FILES)
def test_as_many_examples_are_read_as_meant_as_before(name):
    found = scored(name)
    reached = (found.f1, found.accuracy("provider"), found.accuracy("recipients"))
    assert all(share >= least for share, least in zip(reached, FLOORS[name], strict=True)), reached


def test_every_file_of_examples_has_its_floors():
    files = {path.name for path in EXAMPLES.glob("contributions*.txt")}
    assert files == set(FILES) == set(FLOORS)


def test_no_example_is_written_twice():
    texts = [example.text for name in FILES for example in read_examples(EXAMPLES / name)]
    assert len(texts) == len(set(texts))


def test_the_figures_tell_what_each_level_is_worth():
    lines = list(report(0))
    worth = re.findall(r"(\d+) of (\d+) ([01]\.\d{3})", "\n".join(lines))
    assert len(lines) == 2 + 2 * len(FILES)
    assert [share for *_, share in worth] == [f"{int(r) / int(n):.3f}" for r, n, _ in worth]
    assert len(worth) >= len(FILES)


def test_every_code_of_a_row_is_explained():
    codes = {row["code"] for row in read_vocab("flags")}
    for example in read_examples(EXAMPLES / "contributions_unseen.txt"):
        for row in contributions_of(example.text, EDITION):
            emitted = {*row.basis.reasons, *row.basis.flags, row.not_countable} - {""}
            assert emitted <= codes, example.text
