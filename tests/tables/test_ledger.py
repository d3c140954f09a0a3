"""Every numeral, money word and date word is held by a row or ignored by name."""

import pytest

from pipeline.records.aligned import copied
from pipeline.records.facts import Bearer
from pipeline.records.text import Block
from pipeline.schema import TABLES
from pipeline.storage.edition import Edition
from pipeline.tables.ledger import add_ledger, find_words
from pipeline.tables.rows import Book, TableRows

EDITION = Edition("2021", "Aid in Brief", "Ministry of Aid", "NOR", 2021)


def ledger_of(text, *held, kind="body", duplicate_of=""):
    """The ledger of one block, given (table, words) for the rows that hold some of its words."""
    block = Block("b0", "", 0, kind, "a.txt", copied(text), duplicate_of=duplicate_of)
    book = Book(EDITION, {"b0": block}, {}, {})
    tables = {table.name: TableRows(table.name, book) for table in TABLES}
    for name, words in held:
        start = text.index(words)
        tables[name].place(Bearer("b0", start, start + len(words)))
    issues = list(add_ledger(tables, [block], ()))
    return [
        (row["text"], row["held_by"] or row["ignored_as"]) for row in tables["ledger"].rows
    ], issues


def test_words_that_count_are_found_in_order():
    text = "In May 2019, two banks lent ¥1,250 million, or 9.5 dollars a year."
    assert [text[start:end] for (start, end), _ in find_words(text)] == [
        *("May", "2019", "two", "¥", "1,250", "million", "9.5", "dollars", "year")
    ]


def test_may_the_verb_is_no_date_word():
    assert list(find_words("It may march on.")) == []


def test_a_row_holds_each_word_inside_its_span():
    entries, issues = ledger_of("It gave $5 million in 2019.", ("money", "$5 million"))
    assert entries[:3] == [("$", "money"), ("5", "money"), ("million", "money")]
    assert entries[3] == ("2019", "numeral_without_row")
    assert [issue.code for issue in issues] == ["numeral_without_row"]


@pytest.mark.parametrize(
    ("text", "entry"),
    [
        ("A yen loan was signed.", ("yen", "kind_of_loan")),
        ("One of them spoke.", ("One", "one_in_prose")),
        ("The second phase began.", ("second", "order_in_prose")),
        ("It took years.", ("years", "time_in_prose")),
        ("The BIRDS-3 satellite.", ("3", "part_of_identifier")),
        ("The G7 met.", ("7", "part_of_identifier")),
        ("See Article 3 of it.", ("3", "reference")),
        ("It cost many dollars.", ("dollars", "money_without_row")),
        ("It ended in December.", ("December", "date_without_row")),
        ("It has 12 wells.", ("12", "numeral_without_row")),
    ],
)
def test_what_no_row_holds_is_ignored_by_name_or_reported(text, entry):
    entries, issues = ledger_of(text)
    assert entries == [entry]
    assert [issue.code for issue in issues] == [entry[1]] * entry[1].endswith("_without_row")


def test_a_heading_s_own_number_is_its_marker():
    assert ledger_of("(3) Health", kind="heading")[0] == [("3", "marker_of_block")]
    assert ledger_of("1. Norway helps Chad.")[0] == [("1", "marker_of_block")]
    assert ledger_of("Health in 12 towns", kind="heading")[1][0].code == "numeral_without_row"


def test_a_second_copy_counts_nothing():
    assert ledger_of("A well (May 2019)", duplicate_of="b9") == (
        [("May", "repeated_caption"), ("2019", "repeated_caption")],
        [],
    )
