"""The report as a review sheet: keys decide in a file with no server; what it saves comes in."""

import json
import re
from dataclasses import replace

import pytest
from playwright.sync_api import expect

from pipeline.decisions.journal import Decision
from pipeline.report import report_bytes
from pipeline.review.making import Sight, accept
from pipeline.review.page.keys import KEYS, ON_THE_PAGE
from pipeline.review.page.state import open_state
from pipeline.review.validity import column_of, fault_of
from pipeline.storage.files import read_table_rows
from tests.helpers.commands import run_pipeline
from tests.helpers.paths import ROOT
from tests.helpers.review_page import SELECT_IN, folders_of
from tests.review.test_page_hostile import HOSTILE, edition_of

WORDS = "#text [data-at]"
NO_STORAGE = """Object.defineProperty(window, "localStorage", {
  get() { throw new DOMException("no", "SecurityError"); } });"""
FULL = """let left = 4; const set = Storage.prototype.setItem;
Storage.prototype.setItem = function (...given) {
  if (--left < 0) throw new DOMException("full", "QuotaExceededError");
  set.apply(this, given);
};"""


@pytest.fixture(scope="module")
def folders(outputs_2019, tmp_path_factory):
    made = folders_of(outputs_2019, tmp_path_factory.mktemp("mailed"))
    (made.outputs / "report.html").write_bytes(report_bytes(made))
    return made


@pytest.fixture
def mailed(chromium, folders):
    """Opens the file in a browser of its own; fails if anything was fetched or complained."""
    contexts, said = [], []

    def open_file(path=folders.outputs / "report.html", name="Aiko", script=""):
        context = chromium.new_context(offline=True, viewport={"width": 1366, "height": 800})
        contexts.append(context)
        context.add_init_script(script)
        page = context.new_page()
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.on("request", lambda request: said.append(request.url) if is_far(request) else None)
        page.goto(path.as_uri())
        begin(page, name)
        return page

    yield open_file
    for context in contexts:
        context.close()
    assert said == []


def is_far(request):
    return not re.match(r"file:|blob:|data:", request.url)


def begin(page, name=""):
    page.click("#review-toggle")
    if name:
        page.fill("#name-field", name)
        page.keyboard.press("Enter")
    expect(page.locator("#fields")).to_be_visible()


def chosen(page):
    return page.evaluate("[window.report.chosen().table, window.report.chosen().row_id]")


def go_to(page, table, where=lambda row: True):
    """Opens the first row of a table that fits; returns it."""
    rows = page.evaluate(f"window.report.data.rows.{table}")
    row = next(row for row in rows if where(row))
    page.evaluate("id => window.report.choose(id)", row["row_id"])
    return row


def unfold(page):
    """Shows the fields that say nothing, too."""
    page.locator("#fields details").evaluate_all("all => all.forEach(one => { one.open = true; })")


def saved(page, path):
    """Presses Save; returns the file's lines after its first."""
    with page.expect_download() as download:
        page.click("#save")
    download.value.save_as(path)
    first, *lines = [json.loads(line) for line in path.read_text().splitlines()]
    assert first["decisions"] == len(lines)
    return lines


def taken(folders, path, reviews):
    done = run_pipeline(
        "import-decisions", "2019", path, "--outputs", folders.outputs, "--reviews", reviews
    )
    assert done.returncode == 0, done.stderr
    return done


def reviewed(folders, reviews, table):
    """The table once the real command has read the rows anew."""
    done = run_pipeline("reviewed", "2019", "--outputs", folders.outputs, "--reviews", reviews)
    assert done.returncode == 0, done.stderr
    rows = read_table_rows(folders.out("6_reviewed") / f"{table}.csv").to_dict("records")
    return {row["row_id"]: row for row in rows}


def test_rows_are_reviewed_by_keys_saved_and_merged_by_the_real_command(mailed, folders, tmp_path):
    page = mailed()
    first = chosen(page)
    page.keyboard.press("a")
    second = chosen(page)
    assert second != first
    page.keyboard.press("r")
    page.keyboard.press("5")
    money = go_to(page, "money")
    page.keyboard.press("c")
    page.fill("#field-currency", "AUD")
    page.keyboard.press("Enter")
    expect(page.locator("#ledger")).to_have_text("3 decisions not yet saved to a file")
    page.keyboard.press("a")
    page.keyboard.press("u")
    expect(page.locator("#said")).to_have_text("Undone")
    path = tmp_path / "decisions-2019-Aiko.jsonl"
    lines = saved(page, path)
    assert [
        (line["action"], line["reason"]) for line in lines if line["field"] != "field_spans"
    ] == [
        ("accept", ""),
        ("reject", "not_aid"),
        ("correct", "wrong_value"),
    ]
    assert "imported, 0 already there" in taken(folders, path, tmp_path / "reviews").stdout
    assert "0 decisions imported" in taken(folders, path, tmp_path / "reviews").stdout
    row = reviewed(folders, tmp_path / "reviews", "money")[money["row_id"]]
    assert (row["currency"], row["review_status"], row["reviewer"]) == ("AUD", "corrected", "Aiko")
    for (table, row_id), status in ((first, "accepted"), (second, "rejected")):
        rows = reviewed(folders, tmp_path / "reviews", table)
        assert rows[row_id]["review_status"] == status


def test_a_closed_tab_loses_nothing_and_the_decision_on_a_row_is_one_line(mailed, tmp_path):
    page = mailed()
    money = go_to(page, "money")
    for currency in ("AUD", "CAD"):
        page.fill("#field-currency", currency)
        page.keyboard.press("Enter")
        page.reload()
        expect(page.locator("#ledger")).to_have_text("1 decision not yet saved to a file")
        begin(page)
        go_to(page, "money", lambda row: row["row_id"] == money["row_id"])
    expect(page.locator("#field-currency")).to_have_value("CAD")
    lines = saved(page, tmp_path / "file.jsonl")
    [line] = [line for line in lines if line["field"] == "currency"]
    assert (line["before"], line["after"]) == (money["cells"]["currency"], "CAD")
    expect(page.locator("#ledger")).to_have_text("1 decision, all saved to a file")


def test_two_tabs_of_one_report_lose_nothing_of_each_other(mailed, folders, tmp_path):
    page = mailed()
    first = chosen(page)
    other = page.context.new_page()
    other.goto((folders.outputs / "report.html").as_uri())
    begin(other)
    page.keyboard.press("a")
    expect(other.locator("#ledger")).to_have_text("1 decision not yet saved to a file")
    money = go_to(other, "money")
    other.keyboard.press("a")
    expect(page.locator("#ledger")).to_have_text("2 decisions not yet saved to a file")
    lines = saved(page, tmp_path / "file.jsonl")
    assert [line["row_id"] for line in lines] == [first[1], money["row_id"]]


def test_what_was_decided_in_another_copy_of_the_report_is_taken_over(mailed, folders, tmp_path):
    page = mailed()
    first = chosen(page)
    page.keyboard.press("a")
    copy = tmp_path / "report.html"
    told = (folders.outputs / "report.html").read_text()
    copy.write_text(re.sub(r'"digest":"\w+"', '"digest":"other"', told))
    page.goto(copy.as_uri())
    begin(page)
    expect(page.locator("#waiting")).to_contain_text("1 decision from another copy")
    page.click("#waiting button")
    expect(page.locator("#waiting")).to_be_hidden()
    expect(page.locator("#reviewer-name")).to_have_text("Aiko")
    [line] = saved(page, tmp_path / "file.jsonl")
    assert [line["table"], line["row_id"], line["action"]] == [*first, "accept"]
    page.goto((folders.outputs / "report.html").as_uri())
    begin(page)
    expect(page.locator("#waiting")).to_be_hidden()


def test_what_is_in_a_file_already_is_taken_back_by_a_line(mailed, folders, tmp_path):
    page = mailed()
    table, row_id = chosen(page)
    page.keyboard.press("a")
    saved(page, tmp_path / "first.jsonl")
    page.keyboard.press("u")
    assert chosen(page) == [table, row_id]
    lines = saved(page, tmp_path / "second.jsonl")
    assert [line["action"] for line in lines] == ["accept", "undo"]
    for name in ("first", "second"):
        taken(folders, tmp_path / f"{name}.jsonl", tmp_path / "reviews")
    assert reviewed(folders, tmp_path / "reviews", table)[row_id]["review_status"] == "unreviewed"


def test_what_a_reviewer_saw_is_written_as_the_server_writes_it(mailed, folders, tmp_path):
    page = mailed()
    keys = [go_to(page, table)["row_id"] for table in ("money", "entities", "checks")]
    for table in ("money", "entities", "checks"):
        go_to(page, table)
        page.keyboard.press("a")
    page.reload()
    begin(page)
    lines = saved(page, tmp_path / "file.jsonl")
    assert [line["row_id"] for line in lines] == keys
    state = open_state(folders)
    for line in lines:
        row = state.rows[line["table"]][line["row_id"]]
        made = accept(Sight(line["table"], row, state.text.blocks.get(row["block_id"])), "Aiko")
        assert Decision(**line) == replace(made, id=line["id"], time=line["time"])


def test_two_mailed_files_that_differ_make_a_dispute(mailed, folders, tmp_path):
    for name, currency in (("Aiko", "AUD"), ("Ben", "CAD")):
        page = mailed(name=name)
        money = go_to(page, "money")
        page.fill("#field-currency", currency)
        page.keyboard.press("Enter")
        saved(page, tmp_path / f"{name}.jsonl")
        done = taken(folders, tmp_path / f"{name}.jsonl", tmp_path / "reviews")
    assert f"reviewers disagree now: money {money['row_id']}" in done.stderr


def test_selected_words_fill_the_field_and_are_its_evidence(mailed, folders, tmp_path):
    page = mailed()
    contribution = go_to(page, "contributions", lambda row: row["cells"].get("low") == "8200000")
    page.fill("#field-low", "1")
    page.evaluate(SELECT_IN, [WORDS, "approximately $8.2 million"])
    expect(page.locator("#field-low")).to_have_value("8200000")
    page.focus("#field-purpose")
    page.evaluate(SELECT_IN, [WORDS, "empowerment of women and youth"])
    page.keyboard.press("Enter")
    lines = saved(page, tmp_path / "file.jsonl")
    assert {line["field"] for line in lines} == {"purpose", "field_spans"}
    taken(folders, tmp_path / "file.jsonl", tmp_path / "reviews")
    row = reviewed(folders, tmp_path / "reviews", "contributions")[contribution["row_id"]]
    assert row["purpose"] == "empowerment of women and youth"
    [[start, end]] = json.loads(row["field_spans"])["purpose"]
    raw = (ROOT / "raw" / "2019" / row["source"]).read_text()
    assert " ".join(raw[start:end].split()) == row["purpose"]


def test_a_row_that_was_missed_is_added_from_the_words_that_state_it(mailed, folders, tmp_path):
    page = mailed()
    page.evaluate("document.activeElement.blur()")
    page.evaluate(SELECT_IN, [WORDS, "staff working in prisons"])
    page.click("#maker [data-table=events]")
    expect(page.locator("#accept-word")).to_have_text("Add")
    page.evaluate("document.activeElement.blur()")
    looked_at = chosen(page)
    page.keyboard.press("a")
    expect(page.locator("#accept-word")).to_have_text("Accept")
    assert chosen(page) == looked_at  # which is still to be reviewed
    [line] = saved(page, tmp_path / "file.jsonl")
    assert line["action"] == "add"
    taken(folders, tmp_path / "file.jsonl", tmp_path / "reviews")
    row = reviewed(folders, tmp_path / "reviews", "events")[line["row_id"]]
    assert (row["what"], row["review_status"]) == (
        "staff working in prisons",
        "added",
    )
    raw = (ROOT / "raw" / "2019" / row["source"]).read_text()
    assert " ".join(raw[int(row["raw_start"]) : int(row["raw_end"])].split()) == row["what"]


CELLS = {
    "low": ("1e3", "5,000", "07.50", "-3", "five"),
    "period_start": ("2019-02-29", "2020-02-29", "2019", "2019-13-01", "19-01-01"),
    "currency": ("usd", "DEM", "EURO"),
    "recipient_iso3": ("KEN;UGA", "KE", "KEN; UGA"),
}


def test_a_value_is_refused_in_the_words_of_the_server_s_form(mailed):
    page = mailed()
    for name, cells in CELLS.items():
        for cell in cells:
            contribution = go_to(
                page, "contributions", lambda row: row["cells"].get("low") == "8200000"
            )
            unfold(page)
            page.fill(f"#field-{name}", cell)
            page.keyboard.press("Escape")  # closes what fits, where the field suggests something
            page.evaluate("document.activeElement.blur()")
            page.keyboard.press("a")
            wrong = fault_of(column_of("contributions", name), cell)
            note = page.locator(f"#field-{name}-note")
            if wrong:
                expect(note).to_have_text(wrong)
                assert chosen(page)[1] == contribution["row_id"]
                page.fill(f"#field-{name}", page.get_attribute(f"#field-{name}", "data-was"))
            elif page.locator("#trouble").inner_text():
                assert "is above" in page.locator("#trouble").inner_text(), (name, cell)


def test_what_a_form_holds_is_there_when_the_row_is_looked_at_again(mailed):
    page = mailed()
    money = go_to(page, "money")
    page.fill("#field-currency", "AUD")
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("j")
    assert chosen(page)[1] != money["row_id"]
    page.keyboard.press("k")
    expect(page.locator("#field-currency")).to_have_value("AUD")
    expect(page.locator("#accept-word")).to_have_text("Save")
    page.keyboard.press("a")
    expect(page.locator("#said")).to_have_text("Corrected")


def test_a_lower_bound_above_the_upper_one_is_refused(mailed):
    page = mailed()
    go_to(page, "money", lambda row: row["cells"].get("high"))
    page.fill("#field-low", "9" * 30)
    page.keyboard.press("Enter")
    expect(page.locator("#trouble")).to_contain_text("is above high")
    expect(page.locator("#ledger")).to_have_text("")


def test_where_the_browser_keeps_nothing_the_page_says_so_and_asks_before_it_closes(mailed):
    page = mailed(script=NO_STORAGE)
    expect(page.locator("#unkept")).to_contain_text("save to a file before you close the page")
    page.keyboard.press("a")
    leaving = """() => { const leave = new Event("beforeunload", { cancelable: true });
      dispatchEvent(leave); return leave.defaultPrevented; }"""
    assert page.evaluate(leaving)
    page.click("#save")
    assert not page.evaluate(leaving)


def test_where_the_browser_is_full_nothing_is_lost_while_the_page_is_open(mailed, tmp_path):
    page = mailed(script=FULL)
    for _ in range(4):
        page.keyboard.press("a")
    expect(page.locator("#unkept")).to_contain_text("is full: save to a file")
    expect(page.locator("#ledger")).to_have_text("4 decisions not yet saved to a file")
    assert len(saved(page, tmp_path / "file.jsonl")) == 4


def test_an_earlier_file_is_gone_on_with_and_another_s_is_refused(mailed, tmp_path):
    page = mailed()
    page.keyboard.press("a")
    path = tmp_path / "mine.jsonl"
    saved(page, path)
    other = mailed(name="Ben")
    other.set_input_files("#decisions-file", path)
    expect(other.locator("#said")).to_contain_text("1 decision loaded from mine.jsonl")
    expect(other.locator("#ledger")).to_have_text("1 decision, all saved to a file")
    for wrong, says in (
        (path.read_text().replace('"edition":"2019"', '"edition":"2020"'), "is for edition 2020"),
        (path.read_text()[:-40], "is cut short"),
        (path.read_text().replace('"decisions":1', '"decisions":2'), "the file is cut short"),
        ('{"a":1}\n', "was not saved by a report"),
        (path.read_text().replace('"accept"', '"agree"'), "line 2 is not a decision"),
    ):
        (tmp_path / "wrong.jsonl").write_text(wrong)
        other.set_input_files("#decisions-file", tmp_path / "wrong.jsonl")
        expect(other.locator("#trouble")).to_contain_text(says)


def test_a_hostile_report_is_reviewed_as_text(mailed, tmp_path):
    folders = edition_of(tmp_path, HOSTILE)
    path = tmp_path / "report.html"
    path.write_bytes(report_bytes(folders))
    page = mailed(path, name="<b>Eve</b>")
    assert (
        page.evaluate("document.querySelectorAll('#text img, #fields b, #review bdi b').length")
        == 0
    )
    contribution = go_to(page, "contributions", lambda row: "onerror" in row["evidence"])
    unfold(page)
    page.fill("#field-purpose", "</script><img src=x onerror=alert(3)>")
    page.keyboard.press("Enter")
    page.reload()
    begin(page)
    page.evaluate("id => window.report.choose(id)", contribution["row_id"])
    expect(page.locator("#field-purpose")).to_have_value("</script><img src=x onerror=alert(3)>")
    assert page.evaluate("document.querySelectorAll('img').length") == 0


def test_the_report_s_keys_are_those_of_the_page():
    def keys_of(name):
        text = (ROOT / "pipeline" / name).read_text()
        table = re.search(r"const KEYS = \{(.*?)\};", text, re.S)[1]
        return dict(re.findall(r'"?([\w/?]+)"?: "(\w+)"', table))

    here, there = keys_of("report/deciding.js"), keys_of("review/page/static/page.js")
    assert here.items() <= there.items()
    assert there.keys() - here.keys() == {"t"}
    told = {key for keys, _ in KEYS if keys not in ON_THE_PAGE for key in keys.split()}
    arrows = {"ArrowRight": "→", "ArrowLeft": "←"}
    assert {arrows.get(key, key) for key in here} <= told
