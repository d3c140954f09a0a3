"""A corrected status moves what follows from it."""

import pytest

from pipeline.decisions.journal import Decision
from pipeline.reviewed.fold import apply_decisions, as_tables
from pipeline.reviewed.unchanged import Reading, is_same_cell
from pipeline.schema import TABLE

FOLLOWING = ("status", "transaction_type", "countable", "not_countable_reason")
DISBURSED = ("disbursed", "3", "true", "")
SUSPENDED = ("suspended", "3", "false", "suspended")


def row_of(cells, low="5"):
    empty = {column.name: "" for column in TABLE["contributions"].columns}
    return {**empty, "row_id": "r", "evidence": "It gave $5.", "low": low} | dict(
        zip(FOLLOWING, cells, strict=True)
    )


def corrections(row, **after):
    """Decisions of one key press, one for each field."""
    return [
        Decision(
            f"d{n}", "2024-01-01T00:00:00Z", "Aiko", "contributions", "r", "correct",
            field=name, before=row[name], after=cell, evidence=row["evidence"], quotation="$5",
            reason="wrong_value",
        )
        for n, (name, cell) in enumerate(after.items())
    ]  # fmt: skip


def after(row, *decisions):
    made = apply_decisions(as_tables({"contributions": [row]}), decisions)
    return tuple(made.tables["contributions"]["r"][name] for name in FOLLOWING)


@pytest.mark.parametrize(
    ("before", "status", "expected"),
    [
        (DISBURSED, "suspended", SUSPENDED),
        (SUSPENDED, "disbursed", DISBURSED),
        (SUSPENDED, "pledged", ("pledged", "12", "true", "")),
        (SUSPENDED, "returned", ("returned", "3", "false", "returned")),
        (("", "3", "false", "not_provided"), "disbursed", DISBURSED),
        (
            ("pledged", "12", "false", "duplicate"),
            "disbursed",
            ("disbursed", "3", "false", "duplicate"),
        ),
    ],
)
def test_a_corrected_status_moves_countable_and_type(before, status, expected):
    row = row_of(before)
    assert after(row, *corrections(row, status=status)) == expected


def test_a_row_without_an_amount_still_does_not_count():
    row = row_of(SUSPENDED, low="")
    expected = ("disbursed", "3", "false", "no_amount")
    assert after(row, *corrections(row, status="disbursed")) == expected


def test_what_the_person_corrects_too_has_the_last_word_in_any_order():
    row = row_of(DISBURSED)
    wish = {"countable": "true", "status": "suspended"}
    row["countable"] = "false"
    expected = ("suspended", "3", "true", "suspended")
    assert after(row, *corrections(row, **wish)) == expected
    assert after(row, *corrections(row, **dict(reversed(wish.items())))) == expected


def test_a_corrected_type_moves_the_status():
    row = row_of(DISBURSED)
    assert after(row, *corrections(row, transaction_type="2"))[:2] == ("committed", "2")


def test_undone_it_is_as_before():
    row = row_of(DISBURSED)
    assert after(row) == DISBURSED


@pytest.mark.parametrize(("now", "same"), [("suspended", True), ("total", False)])
def test_what_earlier_versions_called_cancelled_is_as_they_saw_it(now, same):
    reading = Reading(lambda _, cells: dict(cells), {})
    cells = ("cancelled", now)
    assert is_same_cell("contributions", "not_countable_reason", cells, reading) is same
