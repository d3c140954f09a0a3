"""Every small edition of tests/structure gives the tree that a person marked."""

import pytest

from tests.helpers.structure_examples import MEASURES, NAMES, things


@pytest.mark.parametrize("measure", MEASURES)
@pytest.mark.parametrize("name", NAMES)
def test_an_edition_s_tree_is_found(name, measure):
    marked, found = things(name, measure)
    assert found == marked


def test_every_measure_is_covered_by_many_editions():
    for measure in MEASURES:
        assert sum(bool(things(name, measure)[0]) for name in NAMES) > len(NAMES) / 2
