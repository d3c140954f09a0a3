"""Hyphens at line ends: kept where lines break no words, left to stage 1 where they do."""

import re

import pytest

from pipeline.ingest.pdf_hyphens import with_own_hyphens
from tests.helpers.report_2019 import report_2019

UNITS = re.compile(r"(?<=[^\W\d_]-)(?=[^\W\d_])|(?<= )")  # what fits on a line or begins the next
SYLLABLES = re.compile(r"[^\W\d_]+[aeiou](?=[^\W\d_]{3})")
WIDTHS = range(28, 100, 8)  # characters
REPORT = [piece.text for piece in report_2019() if piece.kind == "body"]


def lines_of(text, width, breaks=""):
    """The text in lines; `breaks` is the hyphen that breaks words, if they are broken."""
    lines, line = [], ""
    for unit in UNITS.split(text):
        rest = unit
        if len(f"{line}{unit}".rstrip()) > width:
            fits = breaks and SYLLABLES.match(unit, 0, max(width - len(line), 0))
            head, rest = (fits[0], unit[fits.end() :]) if fits else ("", unit)
            lines.append(f"{line}{head}{breaks if head else ''}")
            line = ""
        line += rest
    return [*lines, line]


def as_printed(width, breaks=""):
    """The paragraphs of the report as a PDF's reader has them, and how many lines they fill."""
    pages = [lines_of(text, width, breaks) for text in REPORT]
    texts = [re.sub(r"(?<=[^\W\d_][-\u2010])\0(?=[^\W\d_])", "\n", "\0".join(p)) for p in pages]
    return [text.replace("\0", "") for text in texts], sum(map(len, pages))


@pytest.mark.parametrize("width", WIDTHS)
def test_hyphens_stay_where_no_words_are_broken(width):
    texts, lines = as_printed(width)
    assert any("-\n" in text for text in texts)
    assert with_own_hyphens(texts, lines) == REPORT


@pytest.mark.parametrize("width", WIDTHS)
def test_hyphens_are_left_to_stage_1_where_words_are_broken(width):
    texts, lines = as_printed(width, "-")
    assert with_own_hyphens(texts, lines) == texts


@pytest.mark.parametrize("width", WIDTHS)
def test_a_printer_with_a_hyphen_of_its_own_leaves_the_words_theirs(width):
    texts, lines = as_printed(width, "\u2010")
    found = with_own_hyphens(texts, lines)
    assert not any("-\n" in text for text in found)
    assert [text.replace("\u2010\n", "") for text in found] == REPORT


@pytest.mark.parametrize(
    "texts",
    [
        ["All of the schools are co-\norganizing courses for the teachers of the province."],
        ["Chad\t-\n{table} Mali\t-"],
        [],
    ],
)
def test_what_proves_nothing_stays_as_it_is(texts):
    assert with_own_hyphens(texts, 2) == texts
