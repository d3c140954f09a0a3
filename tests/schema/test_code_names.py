"""No code is shown without its name: every code that can occur has one."""

import pytest

from pipeline.review.workbook.cells import is_same, read, shown
from pipeline.schema import TABLE
from pipeline.schema.code_names import CODE_NAMES, label_of
from pipeline.storage.files import split_list
from pipeline.vocab import read_vocab

PURPOSES = next(c for c in TABLE["contributions"].own if c.name == "purpose_codes")


def codes_of(vocabulary, column):
    return {code for row in read_vocab(vocabulary) for code in row[column].split("|") if code}


@pytest.mark.parametrize(
    ("column", "codes"),
    [
        ("purpose_codes", codes_of("purpose_codes", "code")),
        ("crs_channel_code", codes_of("organisations", "crs_channel_code")),
        ("dac_code", codes_of("countries", "dac_code") | codes_of("regions", "dac_code")),
        ("finance_type", codes_of("flows", "finance_type")),
        ("transaction_type", codes_of("flows", "types")),
    ],
)
def test_every_code_that_a_vocabulary_gives_has_a_name(column, codes):
    assert codes and codes <= set(CODE_NAMES[column])


def test_a_purpose_code_is_shown_with_its_name():
    assert label_of("purpose_codes", "31163") == "31163 – Livestock"


def test_names_do_not_break_lists():
    """A `;` separates the codes of a cell, and ` – ` a code from its name."""
    for row in read_vocab("purpose_names"):
        assert len(row["code"]) == 5 and row["code"].isdigit() and row["source"]
        assert row["name"] and ";" not in row["name"], row


def test_the_workbook_shows_codes_with_names_and_reads_the_codes_alone():
    cell = "14030;31163"
    value = shown(cell, PURPOSES)
    assert value.startswith("14030 – ") and value.endswith("31163 – Livestock")
    assert is_same(value, cell, PURPOSES) and read(value, PURPOSES) == cell
    assert split_list(read("31163; 14030 – any words", PURPOSES)) == ["31163", "14030"]
