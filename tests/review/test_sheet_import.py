"""What people write into the workbook becomes decisions, once, or is refused with its place."""

import io
import json
import shutil
import zipfile
from dataclasses import replace
from datetime import datetime
from decimal import Decimal

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.utils import get_column_letter

from pipeline.commands import make_sheet, plan_sheet
from pipeline.decisions.journal import read_journal, standing
from pipeline.records.errors import BadInputError
from pipeline.records.text import Block
from pipeline.review.workbook.added import Texts
from pipeline.review.workbook.cells import shown
from pipeline.review.workbook.changes import State, has_edits, plan_import
from pipeline.review.workbook.layout import MADE_FROM, sheet_columns
from pipeline.review.workbook.origin import Origin, made_from, packed, records, seen_cells, unpacked
from pipeline.review.workbook.read import Entry, Filled, read_workbook, refuse
from pipeline.review.workbook.write import Review, review_bytes
from pipeline.reviewed import review
from pipeline.schema import TABLE
from pipeline.stages import Folders
from tests.helpers.commands import run_pipeline
from tests.helpers.paths import ROOT
from tests.helpers.properties import examples
from tests.review.test_sheet import BLOCK, EDITION, ROW, columns_of, tables_with

OTHER = ROW | {
    "row_id": "ba9876543210",
    "text": "NA",
    "low": "7",
    "high": "7",
    "period_text": "TRUE",
}
TABLES = tables_with(money=[ROW, OTHER])
with pytest.MonkeyPatch.context() as patch:
    patch.setattr("pipeline.review.workbook.write.NEW_ROWS", 2)  # the fewer, the sooner it is read
    WORKBOOK = review_bytes(Review(EDITION, TABLES, {"b1": BLOCK}))
TEXTS = Texts([Block("b1", "s1", 0, "body", "a.txt", BLOCK)], {"s1": "A / B"})
TIME = "2026-01-02T03:04:05Z"

REJECT = ((3, "decision", "reject"), (3, "reason", "not_aid"))


def state(tables=TABLES, journal=(), reviewer="Aiko"):
    reviewed = review(tables, standing(journal))[0] if journal else {"money": tables["money"]}
    rows = {
        name: {row["row_id"]: row for row in frame.to_dict("records")}
        for name, frame in reviewed.items()
    }
    return State(rows, TEXTS, {decision.id for decision in journal}, reviewer, TIME)


def saved(edit, path, content=WORKBOOK):
    """Let `edit` change the workbook, and save it as spreadsheet programs do."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    edit(book)
    book.save(path)
    return read_workbook(path)


def edited(path, *cells, content=WORKBOOK):
    """Write (row, column, value) into the sheet of money."""

    def edit(book):
        columns = columns_of(book["money"])
        for row, column, value in cells:
            book["money"][f"{columns[column]}{row}"] = value

    return saved(edit, path, content)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "mine.xlsx"


def made(plan):
    return [
        (d.action, d.row_id, d.field, d.before, d.after, d.reason, d.note)
        for d in (change.decision for change in plan.changes)
    ]


def test_nothing_written_nothing_decided(path):
    filled = saved(lambda book: None, path)
    plan = plan_import(filled, state())
    assert (plan.changes, plan.refusals, plan.not_imported, plan.taken) == ((), (), (), 0)
    assert not has_edits(filled)


def test_a_changed_cell_is_a_correction(path):
    filled = edited(
        path, (2, "currency", "AUD"), (2, "reason", "wrong_value"), (2, "note", "see p. 3")
    )
    assert has_edits(filled)
    [change] = plan_import(filled, state()).changes
    decision = change.decision
    assert (decision.action, decision.row_id, decision.field) == (
        "correct",
        ROW["row_id"],
        "currency",
    )
    assert (decision.before, decision.after) == ("USD", "AUD")
    assert (decision.reason, decision.note, decision.reviewer) == (
        "wrong_value",
        "see p. 3",
        "Aiko",
    )
    assert (decision.evidence, decision.time) == (ROW["evidence"], TIME)
    assert change.place.startswith("money!")


def test_a_cell_written_by_hand_is_no_longer_read_from_the_text(path):
    plan = plan_import(edited(path, (2, "period_text", "2022"), (2, "per", "day")), state())
    decisions = [change.decision for change in plan.changes]
    row = review(TABLES, decisions)[0]["money"].to_dict("records")[0]
    assert (row["period_text"], row["per"]) == ("2022", "day")
    assert json.loads(row["field_spans"]) == {"evidence": [[0, 49]], "text": [[21, 39]]}


def test_an_id_follows_its_name():
    contribution = dict.fromkeys(tables_with()["contributions"].columns, "")
    contribution |= {"row_id": "c1", "recipients": "Kenya", "recipient_ids": "kenya"}
    entity = dict.fromkeys(tables_with()["entities"].columns, "")
    entity |= {"row_id": "e1", "entity_id": "chad", "name": "Chad", "iso3": "TCD"}
    tables = tables_with(contributions=[contribution], entities=[entity])
    row = {"row_id": "c1", "recipients": "Chad; its neighbours"}
    cells = seen_cells(contribution, TABLE["contributions"])
    origin = made_from("2021", {"contributions": {"c1": cells}}, ())
    filled = Filled(origin, (Entry("contributions", 2, "c1", row, {}),))
    rows = {name: {r["row_id"]: r for r in records(frame)} for name, frame in tables.items()}
    plan = plan_import(filled, replace(state(), rows=rows))
    assert {c.decision.field: c.decision.after for c in plan.changes} == {
        "recipients": "Chad;its neighbours",
        "recipient_ids": "chad;",
        "recipient_iso3": "TCD",
    }


def test_accept_and_reject_are_decisions_that_hold(path):
    plan = plan_import(edited(path, (2, "decision", "accept"), *REJECT), state())
    assert [d[:2] for d in made(plan)] == [("accept", ROW["row_id"]), ("reject", OTHER["row_id"])]
    reviewed, fates = review(TABLES, [change.decision for change in plan.changes])
    assert reviewed["money"]["review_status"].tolist() == ["accepted", "rejected"]
    assert fates["fate"].tolist() == ["same", "same"]


def test_a_corrected_and_accepted_row_holds_too(path):
    plan = plan_import(edited(path, (2, "decision", "accept"), (2, "per", "year")), state())
    assert [d[0] for d in made(plan)] == ["correct", "accept"]
    reviewed, fates = review(TABLES, [change.decision for change in plan.changes])
    assert reviewed["money"]["per"].tolist() == ["year", ""]
    assert fates["fate"].tolist() == ["same", "same"]


def test_a_new_row_is_found_in_the_text(path):
    cells = (
        (4, "decision", "add"),
        (4, "evidence", "Norway  gave about $2.5 million"),
        (4, "text", "$2.5 million"),
        (4, "low", 2500000.0),
    )
    plan = plan_import(edited(path, *cells), state())
    [change] = plan.changes
    reviewed, _ = review(TABLES, [change.decision])
    row = reviewed["money"].to_dict("records")[-1]
    assert (row["evidence"], row["low"]) == ("Norway gave about $2.5 million", "2500000")
    assert BLOCK.text[int(row["raw_start"]) : int(row["raw_end"])] == "$2.5 million"
    assert (row["section"], row["source"], row["review_status"]) == ("A / B", "a.txt", "added")
    assert (row["rule"], row["edition"]) == ("reviewer", "2021")


def test_two_equal_new_rows_are_two_rows(path):
    cells = [(n, c, v) for n in (4, 5) for c, v in (("decision", "add"), ("evidence", "Norway"))]
    plan = plan_import(edited(path, *cells), state())
    assert len({change.decision.row_id for change in plan.changes}) == 2
    journal = [change.decision for change in plan.changes]
    again = plan_import(edited(path, *cells), state(journal=journal))
    assert (again.changes, again.taken) == ((), 2)


def test_the_same_file_again_gives_nothing(path):
    cells = ((2, "decision", "accept"), (2, "per", "year"), *REJECT)
    filled = edited(path, *cells)
    journal = [change.decision for change in plan_import(filled, state()).changes]
    again = plan_import(filled, state(journal=journal))
    assert (again.changes, again.not_imported, again.taken) == ((), (), 3)


def test_more_written_into_an_imported_file_gives_only_the_new(path):
    first = plan_import(edited(path, (2, "per", "year")), state())
    journal = [change.decision for change in first.changes]
    cells = ((2, "per", "year"), (2, "role", "budget"), (3, "decision", "accept"))
    more = plan_import(edited(path, *cells), state(journal=journal))
    assert [d[:3] for d in made(more)] == [
        ("correct", ROW["row_id"], "role"),
        ("accept", OTHER["row_id"], ""),
    ]
    assert (more.taken, more.not_imported) == (1, ())


def test_a_second_reviewer_s_file_is_a_decision_of_its_own(path):
    filled = edited(path, (2, "decision", "accept"))
    journal = [change.decision for change in plan_import(filled, state()).changes]
    plan = plan_import(filled, state(journal=journal, reviewer="Ben"))
    assert [change.decision.reviewer for change in plan.changes] == ["Ben"]


def test_a_row_that_has_changed_since_is_reported_and_not_overwritten(path):
    filled = edited(path, (2, "decision", "accept"), (3, "low", 5), (3, "role", "budget"))
    now = tables_with(money=[ROW | {"per": "day"}, OTHER | {"low": "6", "high": "6"}])
    plan = plan_import(filled, state(now))
    assert [d[2:5] for d in made(plan)] == [("role", "", "budget")]
    assert len(plan.not_imported) == 2
    assert "low has changed since, from '7' to '6'; '5' is not imported" in plan.not_imported[1]
    assert "per changed since; accept is not imported" in plan.not_imported[0]


def test_a_row_that_is_gone_is_reported(path):
    filled = edited(path, (2, "decision", "accept"))
    plan = plan_import(filled, state(tables_with(money=[OTHER])))
    assert plan.changes == ()
    assert "the row no longer exists" in plan.not_imported[0]


@pytest.mark.parametrize(
    ("cells", "says"),
    [
        ([(2, "low", "2 million")], "money!H2: low: '2 million' is not a number"),
        (
            [(2, "qualifier", "about")],
            "qualifier: 'about' is not known; write one of exact, approx",
        ),
        ([(2, "currency", "US")], "currency: 'US': write an ISO 4217 code"),
        ([(2, "low", 3000000)], "low: low '3000000' is above high '2500000'"),
        ([(2, "period_start", "April")], "is not a date; write it as 2019-04-01"),
        ([(2, "equivalent_of", "x")], "'x' is not a row_id of money"),
        ([(2, "per", "=1+1")], "per: this is a formula; write the value itself"),
        ([(2, "per", datetime(2021, 1, 1))], "turned the text into a date"),
        ([(2, "note", "hm")], "note: there is no decision; choose one"),
        ([(2, "reason", "other")], "reason: there is no decision"),
        ([(2, "decision", "maybe")], "'maybe' is not known; write one of accept, reject, add"),
        ([(2, "decision", "reject")], "reason: a rejection needs a reason"),
        ([(2, "decision", "add")], "the row exists already; use an empty row"),
        ([(2, "decision", "reject"), (2, "per", "day")], "rejected and changed; undo one"),
        ([(4, "per", "day")], "a new row needs the decision add"),
        ([(4, "decision", "add")], "evidence: is missing; copy the sentence"),
        ([(4, "decision", "add"), (4, "evidence", "Chad")], "is not in the text"),
        ([(4, "decision", "add"), (4, "evidence", "n")], "occurs more than once"),
        (
            [(4, "decision", "add"), (4, "evidence", "Kenya"), (4, "text", "$9")],
            "evidence: does not contain the text, '$9'",
        ),
        ([(2, "row_id", "ffffffffffff")], "this row_id was not in the sheet"),
        ([(2, "row_id", OTHER["row_id"])], "2; delete one"),
    ],
)
def test_what_is_not_valid_is_refused_with_sheet_cell_and_reason(path, cells, says):
    plan = plan_import(edited(path, *cells, (3, "decision", "accept")), state())
    assert [refusal for refusal in plan.refusals if says in refusal], plan.refusals
    assert all(refusal.startswith("money!") for refusal in plan.refusals)
    with pytest.raises(BadInputError, match="so nothing is imported"):
        refuse(path, plan.refusals)


# ---- what programs and people do to files ----------------------------------------------------


def test_sorted_rows_hidden_columns_and_lines_above_change_nothing(path):
    def edit(book):
        sheet = book["money"]
        rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2, max_row=3)]
        for number, row in enumerate(reversed(rows), start=2):
            for at, value in enumerate(row, start=1):
                sheet.cell(number, at, value)
        sheet.column_dimensions["D"].hidden = True
        sheet.insert_rows(1, 2)
        sheet["A1"] = "my notes"

    plan = plan_import(saved(edit, path), state())
    assert (plan.changes, plan.refusals) == ((), ())


def test_a_column_that_is_gone_is_left_as_it_was(path):
    def edit(book):
        letters = columns_of(book["money"])
        book["money"].delete_cols(openpyxl.utils.column_index_from_string(letters["currency"]))

    plan = plan_import(saved(edit, path), state())
    assert (plan.changes, plan.refusals) == ((), ())
    assert plan.not_imported == ("money: missing columns, left unchanged: currency",)


def test_a_deleted_row_is_not_reviewed(path):
    plan = plan_import(saved(lambda book: book["money"].delete_rows(2), path), state())
    assert (plan.changes, plan.refusals) == ((), ())


def test_a_column_of_one_s_own_is_ignored_with_a_notice(path):
    def edit(book):
        book["money"].cell(1, 60, "my own")
        book["money"].cell(2, 60, "words")

    plan = plan_import(saved(edit, path), state())
    assert (plan.changes, plan.refusals) == ((), ())
    assert "unknown column 'my own' is ignored" in plan.not_imported[0]


def test_a_missing_sheet_is_reported_and_a_renamed_one_is_refused(path):
    plan = plan_import(saved(lambda book: book.remove(book["events"]), path), state())
    assert "events: the sheet is missing" in plan.not_imported[0]

    def rename(book):
        book["money"].title = "money (2)"

    plan = plan_import(saved(rename, path), state())
    assert plan.refusals == (
        "money (2): unknown sheet name; restore the old name or delete the sheet",
    )


def test_a_sheet_without_its_ids_is_refused(path):
    def edit(book):
        letter = columns_of(book["money"])["row_id"]
        book["money"].delete_cols(openpyxl.utils.column_index_from_string(letter))

    plan = plan_import(saved(edit, path), state())
    assert plan.refusals == ("money: the column row_id is missing; restore it",)


@pytest.mark.parametrize("content", [b"", b"PK", b"a,b\n1,2\n", WORKBOOK[:-50], b"\x00" * 999])
def test_any_other_bytes_give_one_clear_error(path, content):
    path.write_bytes(content)
    with pytest.raises(BadInputError, match=r"mine\.xlsx: cannot be read as a workbook"):
        read_workbook(path)


def test_a_workbook_that_we_did_not_make_is_refused(path):
    with pytest.raises(BadInputError, match="is missing or damaged"):
        saved(lambda book: book.remove(book[MADE_FROM]), path)


def test_a_workbook_whose_origin_was_touched_is_refused(path):
    with pytest.raises(BadInputError, match="is missing or damaged"):
        saved(lambda book: book[MADE_FROM].delete_rows(3), path)


def test_a_bomb_is_refused_unopened(path, monkeypatch):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("xl/workbook.xml", b" " * 10_000)
    monkeypatch.setattr("pipeline.review.workbook.read.LARGEST", 5_000)
    with pytest.raises(BadInputError, match="it is too large"):
        read_workbook(path)


@pytest.mark.parametrize(
    ("edition", "rows"),
    [("../2021", {}), ("2021", {"money": {"r": {"low": 5}}}), ("2021", []), (None, {})],
)
def test_an_origin_that_somebody_made_up_is_none(edition, rows):
    assert unpacked(packed(Origin(edition, "digest", rows))) is None
    assert unpacked(packed(Origin("2021", "digest", {}))) == Origin("2021", "digest", {})


def test_a_workbook_of_an_older_schema_is_still_read():
    """A column that the tables have got since is reported as changed, and nothing fails."""
    older = {name: cell for name, cell in ROW.items() if name != "per"}
    cells = {name: cell for name, cell in seen_cells(ROW, TABLE["money"]).items() if name in older}
    row = {"row_id": ROW["row_id"], "decision": "accept", "currency": "AUD"}
    origin = made_from("2021", {"money": {ROW["row_id"]: cells}}, ())
    filled = Filled(origin, (Entry("money", 2, ROW["row_id"], row, {}),))
    now = tables_with(money=[ROW | {"per": "day"}])
    plan = plan_import(filled, state(now))
    assert [change.decision.field for change in plan.changes] == ["currency"]
    assert "per changed since; accept is not imported" in plan.not_imported[0]


# ---- promises for every input ----------------------------------------------------------------

EDITABLE = [column for column in sheet_columns(TABLE["money"]) if column.is_open]
VALUES = (
    st.text(max_size=12)
    | st.integers(-(10**17), 10**17)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.booleans()
    | st.datetimes(datetime(1901, 1, 1), datetime(2100, 1, 1)).map(
        lambda d: d.replace(microsecond=0)
    )
    | st.sampled_from(["accept", "reject", "add", "exact", "USD", "day", "=1", "2021-01-01", "7"])
)


COLUMNS = sheet_columns(TABLE["money"])
LETTERS = {column.name: get_column_letter(at) for at, column in enumerate(COLUMNS, start=1)}


def as_opened(tables, *edits):
    """The sheet of money as `read_workbook` gives it, after edits of (row, column, value)."""
    lines = {
        number: {
            column.name: None if row[column.name] == "" else shown(row[column.name], column.column)
            for column in COLUMNS
            if column.part == "own" or column.name == "evidence"
        }
        | {"row_id": row["row_id"]}
        for number, row in enumerate(tables["money"].to_dict("records"), start=2)
    }
    for number, column, value in edits:
        lines.setdefault(number, {})[column] = value
    rows = {row["row_id"]: seen_cells(row, TABLE["money"]) for row in records(tables["money"])}
    entries = [
        Entry("money", number, cells.get("row_id", ""), plain(cells), LETTERS)
        for number, cells in lines.items()
    ]
    return Filled(made_from("2021", {"money": rows}, ()), tuple(entries))


def plain(cells):
    """Cells as a workbook holds them: numbers are doubles."""
    return {name: float(v) if isinstance(v, Decimal) else v for name, v in cells.items()}


@examples(150)
@given(row=st.sampled_from([2, 3, 4]), column=st.sampled_from(EDITABLE), value=VALUES)
def test_any_edit_is_a_decision_or_a_refusal_with_its_place(row, column, value):
    filled = as_opened(TABLES, (row, column.name, value))
    plan = plan_import(filled, state())
    if not has_edits(filled):
        assert (plan.changes, plan.refusals) == ((), ())
        return
    assert all(f"{row}: " in refusal for refusal in plan.refusals)
    decisions = [change.decision for change in plan.changes]
    if plan.refusals:
        return
    if decisions:
        assert plan_import(filled, state(journal=decisions)).changes == ()
        _, fates = review(TABLES, decisions)
        assert set(fates["fate"]) == {"same"}
    else:  # it says what the row says
        cell = (ROW, OTHER)[row - 2].get(column.name, "")
        assert str(value).casefold().strip() in (cell.casefold(), "")


@examples(60)
@given(
    words=st.text(max_size=40),
    number=st.decimals(allow_nan=False, allow_infinity=False, places=2),
)
def test_whatever_the_tables_say_an_unedited_workbook_decides_nothing(words, number):
    row = ROW | {"text": words, "period_text": words, "low": f"{number:f}", "evidence": words}
    tables = tables_with(money=[row])
    filled = as_opened(tables)
    plan = plan_import(filled, state(tables))
    assert (plan.changes, plan.refusals, plan.not_imported) == ((), (), ())
    assert not has_edits(filled)


LONG = ("é" * 40_000, "\U0001f30d" * 17_000)
HOSTILE = ("_x0041_ _x005F_", "\x01\x1f\ufffe", "a\r\nb\rc", "=1", "'=1", *LONG)


def test_hostile_text_comes_back_as_it_was(path, monkeypatch):
    monkeypatch.setattr("pipeline.review.workbook.write.NEW_ROWS", 2)
    rows = [
        ROW | {"row_id": f"r{n}", "text": words, "period_text": words, "evidence": words}
        for n, words in enumerate(HOSTILE)
    ]
    tables = tables_with(money=rows)
    path.write_bytes(review_bytes(Review(EDITION, tables, {})))
    filled = read_workbook(path)
    plan = plan_import(filled, state(tables))
    assert (plan.changes, plan.refusals, plan.not_imported) == ((), (), ())
    assert [entry.row_id for entry in filled.entries] == [row["row_id"] for row in rows]
    filled = edited(path, (7, "text", "short"), content=path.read_bytes())
    assert "too long for a sheet" in plan_import(filled, state(tables)).refusals[0]


# ---- the real edition ------------------------------------------------------------------------


def test_the_command_shows_then_does_and_takes_nothing_twice(outputs_2019, tmp_path):
    shutil.copytree(outputs_2019, tmp_path / "2019")
    folders = ("--outputs", tmp_path, "--reviews", tmp_path / "reviews")
    assert run_pipeline("sheet", "2019", *folders).returncode == 0
    content = (tmp_path / "2019" / "review.xlsx").read_bytes()
    mine = tmp_path / "mine.xlsx"
    edited(mine, (2, "decision", "accept"), (3, "currency", "AUD"), content=content)
    journal = tmp_path / "reviews" / "2019.jsonl"
    command = ("import-sheet", mine, "--reviewer", "Aiko", *folders)
    shown = run_pipeline(*command, "--dry")
    assert shown.stdout.splitlines()[0].split() == ["money!A2", "accept"]
    assert "currency: 'USD' -> 'AUD'" in shown.stdout
    assert not journal.exists()
    done = run_pipeline(*command)
    assert f"3 decisions by Aiko, 0 imported before: kept in {journal.parent}" in done.stdout
    again = run_pipeline(*command)
    assert "0 decisions by Aiko, 2 imported before" in again.stdout
    assert [(d.action, d.field) for d in read_journal(journal).decisions] == [
        ("accept", ""),
        ("correct", "currency"),
        ("correct", "field_spans"),
    ]


def test_a_workbook_that_somebody_wrote_into_is_kept(outputs_2019, tmp_path):
    shutil.copytree(outputs_2019, tmp_path / "2019")
    folders = Folders("2019", ROOT / "raw", tmp_path, tmp_path / "reviews")
    workbook = tmp_path / "2019" / "review.xlsx"
    assert make_sheet(folders) == [workbook]
    assert make_sheet(folders) == [workbook], "nobody wrote into the first"
    edited(workbook, (2, "decision", "accept"), (3, "low", "much"), content=workbook.read_bytes())
    written = workbook.read_bytes()
    kept = tmp_path / "2019" / "review-1.xlsx"
    assert make_sheet(folders) == [workbook, kept]
    assert kept.read_bytes() == written
    with pytest.raises(BadInputError, match="low: 'much' is not a number"):
        plan_sheet(kept, lambda _: folders, "Aiko")
    assert not (tmp_path / "reviews").exists(), "one bad cell keeps the whole file out"
