"""What a reviewer asks for becomes checked lines of the journal."""

from dataclasses import replace

import pytest

from pipeline.decisions.by_edition import Journals
from pipeline.decisions.journal import read_journal
from pipeline.records.aligned import copied
from pipeline.records.errors import BadInputError
from pipeline.records.text import Block
from pipeline.review.making import Sight, accept, add, adjudicate, correct, reject, take, undo
from pipeline.reviewed.quoting import folded, mended, quotation_of
from pipeline.schema import TABLE

RAW = "Aid went on. Norway gave Kenya $5 million for wells in 2021, and stopped there."
BLOCK = Block("b1", "s1", 1, "body", "a.txt", copied(RAW))
START = RAW.index("$5 million")
ROW = {column.name: "" for column in TABLE["money"].columns} | {
    "row_id": "abc",
    "block_id": "b1",
    "source": "a.txt",
    "raw_start": str(START),
    "raw_end": str(START + 10),
    "text": "$5 million",
    "low": "5000000",
    "high": "5000000",
    "currency": "USD",
    "evidence": RAW[13:],
}
SIGHT = Sight("money", ROW, BLOCK, {"money": {"abc"}})


def test_a_decision_quotes_the_sentence_the_words_and_what_stands_around_them():
    made = accept(SIGHT, " Aiko ", "clear")
    assert (made.reviewer, made.action, made.note) == ("Aiko", "accept", "clear")
    assert made.evidence == RAW[13:]
    assert (made.words_before, made.quotation, made.words_after) == (
        "Norway gave Kenya",
        "$5 million",
        "for wells in",
    )
    assert made.at == "3"
    assert '"low":"5000000"' in made.before


def test_a_correction_is_a_line_for_each_changed_cell():
    changes = {"low": "4000000", "high": "5000000", "currency": "CAD"}
    made = correct(SIGHT, "Aiko", changes)
    assert [(d.field, d.before, d.after) for d in made] == [
        ("low", "5000000", "4000000"),
        ("currency", "USD", "CAD"),
    ]
    assert len({d.id for d in made}) == 2
    assert {d.reason for d in made} == {"wrong_value"}


def test_a_cell_written_by_hand_is_no_longer_read_from_the_text():
    row = ROW | {"field_spans": '{"evidence":[[13,79]],"low":[[31,33]]}'}
    made = correct(Sight("money", row, BLOCK), "Aiko", {"low": "4000000"})
    assert [(d.field, d.after) for d in made] == [
        ("low", "4000000"),
        ("field_spans", '{"evidence":[[13,79]]}'),
    ]
    selected = correct(
        Sight("money", row, BLOCK),
        "Aiko",
        {"low": "4000000", "field_spans": row["field_spans"].replace("31", "30")},
    )
    assert selected[1].after == '{"evidence":[[13,79]],"low":[[30,33]]}'


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"currency": "DOLLARS"}, "currency 'DOLLARS': write an ISO 4217 code"),
        ({"low": "five"}, "low 'five': write a number"),
        ({"low": "6000000"}, "low '6000000' is above high '5000000'"),
        ({"qualifier": "roughly"}, "qualifier 'roughly': choose exact, approximately"),
        ({"period_start": "2021-02-30"}, "period_start '2021-02-30': write a day"),
        ({"equivalent_of": "nowhere"}, "equivalent_of 'nowhere': not a row_id of money"),
        ({"colour": "red"}, "'colour' is not a column"),
        ({"currency": "USD"}, "nothing has changed"),
    ],
)
def test_a_value_that_its_column_cannot_hold_is_refused_in_one_line(changes, says):
    with pytest.raises(BadInputError, match=says.replace("(", r"\(")) as caught:
        correct(SIGHT, "Aiko", changes)
    assert "\n" not in str(caught.value)


def test_a_rejection_needs_a_reason_and_a_reviewer_a_name():
    with pytest.raises(BadInputError, match="needs a reason"):
        reject(SIGHT, "Aiko", "")
    with pytest.raises(BadInputError, match="reason 'ugly' is not known"):
        reject(SIGHT, "Aiko", "ugly")
    with pytest.raises(BadInputError, match="write your name"):
        accept(SIGHT, "  ")
    assert reject(SIGHT, "Aiko", "not_aid").reason == "not_aid"


def test_an_added_row_has_its_place_and_an_id_from_its_evidence():
    row = {name: ROW[name] for name in ROW if ROW[name] and name != "row_id"}
    made = add(Sight("money", row, BLOCK), "Aiko")
    assert len(made.row_id) == 12
    assert made.row_id == add(Sight("money", row, BLOCK), "Ben").row_id
    assert f'"row_id":"{made.row_id}"' in made.after
    assert '"rule":"reviewer"' in made.after
    for lost in ("source", "raw_start", "evidence"):
        with pytest.raises(BadInputError, match=f"{lost} is missing"):
            add(Sight("money", row | {lost: ""}, BLOCK), "Aiko")
    with pytest.raises(BadInputError, match="low 'x'"):
        add(Sight("money", row | {"low": "x"}, BLOCK), "Aiko")


def test_a_decision_of_another_edition_is_taken_over_as_ones_own():
    old = reject(SIGHT, "Aiko", "not_aid", "a loss")
    [mine] = take(old, Sight("money", ROW | {"edition": "2020"}, BLOCK), "Ben")
    assert (mine.reviewer, mine.action, mine.reason, mine.note) == (
        *("Ben", "reject", "not_aid", "a loss"),
    )
    assert mine.id != old.id
    with pytest.raises(BadInputError, match="cannot be taken over"):
        take(undo(old, "Ben"), SIGHT, "Ben")


def test_a_dispute_is_settled_by_naming_whose_version_stands():
    made = adjudicate(SIGHT, "Chair", "Aiko", "see the note")
    assert (made.action, made.after, made.note) == ("adjudicate", "Aiko", "see the note")


def test_what_is_decided_about_an_entity_goes_to_the_journal_of_all_editions(tmp_path):
    journals = Journals(tmp_path, "2019")
    entity = {column.name: "" for column in TABLE["entities"].columns}
    entity |= {"row_id": "unicef", "entity_id": "unicef", "name": "UNICEF", "evidence": "UNICEF."}
    [renamed] = correct(Sight("entities", entity), "Aiko", {"name": "UN Children’s Fund"})
    accepted = accept(Sight("entities", entity), "Aiko")
    journals.append([renamed, accepted])
    assert read_journal(journals.entities).decisions == (renamed,)
    assert read_journal(journals.own).decisions == (accepted,)
    taken_back = undo(renamed, "Aiko")
    journals.append([taken_back])
    assert read_journal(journals.entities).decisions == (renamed, taken_back)
    assert journals.read().decisions == (renamed, taken_back, accepted)
    assert replace(journals, edition="2020").others == (journals.own,)


def test_no_edition_can_have_the_name_of_the_journal_of_entities(tmp_path):
    with pytest.raises(BadInputError, match="choose another"):
        Journals(tmp_path, "entities").read()


# ---- quotations ------------------------------------------------------------------------------


def test_white_space_and_the_form_of_signs_do_not_part_quotations():
    assert folded("the “Fund”\n for  2019–20") == folded('the "Fund" for 2019-20')


@pytest.mark.parametrize(
    ("then", "now", "is_mended"),
    [
        ("to countires in need", "to countries in need", True),
        ("the agreemnt of Oslo", "the agreement of Oslo", True),
        ("it was not given", "it was now given", False),
        ("of 15,000 tents", "of 16,000 tents", False),
        ("the north gained", "the south gained", False),
        ("export of rice", "import of rice", False),
        ("a loan of rice", "a contribution of rice", False),
        ("exactly the same", "exactly the same", False),
        ("two wrods wrnog", "two words wrong", False),
    ],
)
def test_only_one_slip_of_the_pen_in_a_longer_word_is_a_typo(then, now, is_mended):
    assert (mended(then, now) is not None) is is_mended


def test_a_row_without_its_block_is_quoted_by_its_sentence():
    quoted = quotation_of(ROW, None)
    assert (quoted.evidence, quoted.quotation, quoted.at) == (RAW[13:], "", "")
