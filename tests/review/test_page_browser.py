"""The review page in a real browser: keys decide, the journal keeps, nothing complains."""

import re

import pytest
from playwright.sync_api import expect

from pipeline.decisions.journal import read_journal
from pipeline.explain.probabilities import FIELD_TITLE
from pipeline.stages import run_reviewed
from pipeline.storage.files import read_table_rows
from tests.helpers.review_page import SELECT_IN, folders_of, read_with, served

WORDS = ".here [data-at], .words [data-at]"


@pytest.fixture
def folders(outputs_2019, tmp_path):
    return folders_of(outputs_2019, tmp_path)


@pytest.fixture
def page(chromium, folders):
    """The open queue; the test fails if the browser's console said anything."""
    said = []
    with served(folders) as address:
        context = chromium.new_context(base_url=address, viewport={"width": 1366, "height": 768})
        opened = context.new_page()
        opened.on("console", lambda message: said.append(message.text))
        opened.on("pageerror", lambda error: said.append(str(error)))
        opened.goto("/")
        yield opened
        context.close()
    assert said == []


def row_of(page):
    card = page.locator("#card")
    return card.get_attribute("data-table"), card.get_attribute("data-row-id")


def press(page, *keys):
    """Press keys, and wait for the row that comes next."""
    before = row_of(page)
    for key in keys:
        page.keyboard.press(key)
    expect(page.locator("#card")).not_to_have_attribute("data-row-id", before[1])
    return before


def made(folders):
    return list(read_journal(folders.journal).decisions)


def test_one_key_accepts_and_the_next_row_comes(page, folders):
    accepted = press(page, "a")
    [decision] = made(folders)
    assert (decision.table, decision.row_id) == accepted
    assert (decision.action, decision.reviewer) == ("accept", "Aiko")
    assert decision.evidence


def test_a_rejection_names_its_reason_in_two_keys(page, folders):
    rejected = press(page, "r", "5")
    [decision] = made(folders)
    assert (decision.table, decision.row_id) == rejected
    assert (decision.action, decision.reason) == ("reject", "not_aid")


def test_a_correction_is_typed_and_saved_by_enter(page, folders):
    page.goto("/?table=contributions&q=2.4+million")
    page.keyboard.press("c")
    page.locator("[name=purpose]").fill("border posts")
    page.keyboard.press("Enter")
    expect(page.locator("#said")).to_have_text("Corrected")
    changed = {decision.field: decision.after for decision in made(folders)}
    assert changed["purpose"] == "border posts"
    assert "purpose" not in changed["field_spans"], "what is written by hand is read nowhere"


def test_undo_takes_back_the_last_press_and_shows_its_row(page, folders):
    first = press(page, "a")
    page.keyboard.press("u")
    expect(page.locator("#card")).to_have_attribute("data-row-id", first[1])
    actions = [decision.action for decision in made(folders)]
    assert actions == ["accept", "undo"]


def test_a_reload_shows_what_was_decided_and_make_gives_it(page, folders):
    table, row_id = press(page, "a")
    page.goto(f"/?status=all&at={table}.{row_id}")
    assert page.locator(".facts .status").inner_text() == "accepted"
    run_reviewed(folders)
    text = (folders.out("6_reviewed") / f"{table}.csv").read_text()
    assert any(line.startswith(row_id) and ",accepted,Aiko," in line for line in text.splitlines())


def test_words_selected_in_the_text_fill_the_field_and_are_its_evidence(page, folders):
    page.goto("/?table=contributions&q=2.4+million")
    page.locator("[name=purpose]").focus()
    page.evaluate(SELECT_IN, [WORDS, "border"])
    page.mouse.up()
    expect(page.locator("[name=purpose]")).to_have_value("border")
    page.keyboard.press("Enter")
    expect(page.locator("#said")).to_have_text("Corrected")
    changed = {decision.field: decision.after for decision in made(folders)}
    assert changed["purpose"] == "border"
    assert '"purpose":[[' in changed["field_spans"]


def test_words_can_be_chosen_without_a_mouse(page):
    page.goto("/?table=contributions&q=2.4+million")
    purpose = page.locator("[name=purpose]")
    purpose.focus()
    for key in ("F2", "ArrowRight", *["Shift+ArrowRight"] * 2, "Enter"):
        page.keyboard.press(key)
    expect(purpose).to_have_value("example, in")  # of "For example, in FY2019, …"


def test_every_field_and_button_has_a_name_for_screen_readers(page):
    nameless = page.evaluate(
        """() => [...document.querySelectorAll("input, select, textarea, button, a")]
          .filter((one) => !(one.labels?.length || one.ariaLabel || one.textContent.trim()))
          .map((one) => one.outerHTML)"""
    )
    assert nameless == []


def test_a_row_is_added_from_words_selected_in_the_reader(page, folders):
    page.goto("/read")
    page.evaluate(SELECT_IN, [WORDS, "approximately $1.4 million"])
    page.get_by_role("toolbar").get_by_role("button", name="contribution").click()
    page.wait_for_url("**/add?*")  # and for its scripts, which take the keys
    expect(page.locator("[name=low]")).to_have_value("1400000")
    page.locator("[name=recipients]").fill("Somalia")
    page.keyboard.press("Enter")
    expect(page.locator(".facts .status")).to_have_text("added")
    [decision] = made(folders)
    assert (decision.action, decision.table) == ("add", "contributions")
    run_reviewed(folders)
    rows = read_table_rows(folders.out("6_reviewed") / "contributions.csv")
    row = rows.set_index("row_id").loc[decision.row_id]
    assert (row["currency"], row["recipient_iso3"]) == ("USD", "SOM")
    assert (row["review_status"], row["reviewer"]) == ("added", "Aiko")
    assert row["evidence"]


def test_nothing_found_here_is_asked_once(page, folders):
    for table in ("contributions", "results", "events"):
        path = folders.out("5_tables") / f"{table}.csv"
        path.write_text(path.read_text().split("\n")[0] + "\n")
    with served(folders) as address:
        page.goto(f"{address}/read")
        before = page.locator(".gap").count()
        page.keyboard.press("n")
        page.keyboard.press("y")
        expect(page.locator(".gap")).to_have_count(before - 1)
        [decision] = made(folders)
        assert decision.action == "nothing"
        assert decision.evidence.endswith(".")
        page.reload()
        assert page.locator(".gap").count() == before - 1


@pytest.mark.parametrize("path", ["/", "/read", "/entities", "/progress"])
@pytest.mark.parametrize("width", [390, 768, 1366])
def test_no_page_has_to_be_scrolled_sideways(page, path, width):
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(path)
    assert page.evaluate("document.scrollingElement.scrollWidth") <= width


def test_the_name_is_asked_once_and_kept_with_each_decision(chromium, folders):
    with served(folders, reviewer="") as address:
        page = chromium.new_page(base_url=address)
        page.goto("/")
        page.keyboard.press("a")
        page.get_by_label("Your name").fill("Ben")
        page.keyboard.press("Enter")
        press(page, "a")
        page.reload()
        press(page, "a")
        page.close()
    assert [decision.reviewer for decision in made(folders)] == ["Ben", "Ben"]


def test_a_probability_stands_beside_its_field_and_a_doubtful_field_is_marked(chromium, folders):
    shares = (
        '{"channels":0.95,"found":0.98,"period":1.0,"provider":0.92,"recipients":0.62,"type":0.9}'
    )
    said = {"probability": "0.74", "field_probabilities": shares, "reasons": "recipients_doubtful"}
    row_id = read_with(folders, recipients="Chad", **said)
    with served(folders) as address:
        page = chromium.new_page(base_url=address)
        page.goto(f"/?at=contributions.{row_id}")
        provider, recipients = (
            page.locator(f".field[data-field={name}]") for name in ("provider", "recipients")
        )
        expect(provider.locator(".likely")).to_have_text("92 %")
        expect(provider.locator(".likely")).to_have_attribute("title", FIELD_TITLE)
        expect(recipients.locator(".likely")).to_have_text("62 % doubtful")
        marked = page.locator("#fields .doubtful").evaluate_all(
            "all => all.map(f => f.dataset.field)"
        )
        assert marked == ["recipients"]
        expect(page.locator(".facts")).to_contain_text("row: 74 %")
        expect(page.locator("#fields [name*=probabilit]")).to_have_count(0)
        recipients.locator("[name]").fill("Kenya")
        expect(recipients.locator(".likely")).to_be_hidden()  # what a person writes is theirs
        page.close()


def test_a_filter_and_a_search_narrow_the_queue_by_keys(page):
    page.keyboard.press("/")
    page.keyboard.type("djibouti code")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"q=djibouti\+code"))
    expect(page.locator(".here")).to_contain_text("Djibouti Code of Conduct")


def test_help_is_there_for_a_question_mark(page):
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_contain_text("reject, then 1 to 7 for the reason")
    page.keyboard.press("Escape")
    press(page, "j")
