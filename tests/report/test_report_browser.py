"""report.html in a real browser, from a file, with no network."""

import pytest
from playwright.sync_api import expect

from pipeline.report import write_report
from tests.helpers.review_page import folders_of, read_with

FOUND = """report.rows.filter((row) => ["contributions", "checks", "money", "results", "events"]
    .includes(row.table) && /djibouti code/i.test(row.evidence)).length"""


@pytest.fixture(scope="module")
def address(outputs_2019, tmp_path_factory):
    return write_report(folders_of(outputs_2019, tmp_path_factory.mktemp("report"))).as_uri()


@pytest.fixture
def page(chromium, address):
    """The report, open; nothing may be fetched and nothing may complain."""
    context = chromium.new_context(viewport={"width": 1400, "height": 900}, offline=True)
    opened = context.new_page()
    complaints, asked = [], []
    opened.on("console", lambda message: complaints.append(message.text))
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    opened.on("request", lambda request: asked.append(request.url))
    opened.goto(address)
    yield opened
    assert complaints == []
    assert [url for url in asked if not url.startswith((address, "data:"))] == []
    context.close()


def test_a_click_on_words_shows_their_row(page):
    page.locator("#text mark", has_text="$15.1 million").first.click()
    expect(page.locator("#row h2")).to_contain_text("USD 15,100,000")
    expect(page.locator("#rows [aria-current]")).to_have_count(1)


def test_a_second_click_goes_on_to_the_next_row_of_the_same_words(page):
    words = page.locator("#text mark", has_text="$15.1 million").first
    words.click()
    first = page.locator("#row .what").inner_text()
    words.click()
    expect(page.locator("#row .what")).not_to_have_text(first)


def test_a_click_on_a_row_shows_its_place(page):
    link = page.locator("#rows a", has_text="Djibouti Code of Conduct").first
    link.click()
    expect(page.locator("#text mark.lit").first).to_be_in_viewport()
    lit = page.evaluate("[...CSS.highlights.values()].flatMap((held) => [...held].map(String))")
    assert "Japan" in lit
    assert "IMO Djibouti Code of Conduct Trust Fund" in lit


def test_an_address_with_a_row_opens_it(page, address):
    row_id = page.evaluate("report.data.rows.events[0].row_id")
    page.goto(f"{address}#row-{row_id}")
    expect(page.locator("#row .id")).to_contain_text(row_id)


def test_filters_leave_what_is_asked_for(page):
    page.get_by_role("button", name="none", exact=True).click()
    expect(page.locator("#count")).to_have_text("0 rows")
    expect(page.locator("#text mark:not(.off)")).to_have_count(0)
    page.locator("input[value=contributions]").check()
    contributions = page.evaluate("report.data.rows.contributions")
    expect(page.locator("#count")).to_have_text(f"{len(contributions)} rows")
    page.locator("#confidence").select_option("high")
    high = sum(contribution["confidence"] == "high" for contribution in contributions)
    expect(page.locator("#count")).to_have_text(f"{high} row" if high == 1 else f"{high} rows")


def test_a_click_opens_no_row_that_the_filters_leave_out(page):
    page.get_by_role("button", name="all", exact=True).click()
    page.locator("#confidence").select_option("medium")
    for mark in page.locator("#text mark:not(.off)").all():
        mark.click()
        expect(page.locator("#row .facts")).to_contain_text("medium confidence")


def test_words_are_searched_in_rows(page):
    page.keyboard.press("/")
    page.keyboard.type("djibouti code")
    expect(page.locator("#rows a")).to_have_count(page.evaluate(FOUND))
    expect(page.locator("#rows a", has_text="15,100,000").first).to_be_visible()


def test_keys_go_from_row_to_row_in_reading_order(page):
    page.keyboard.press("j")
    first = page.locator("#row .id").inner_text()
    page.keyboard.press("j")
    expect(page.locator("#row .id")).not_to_have_text(first)
    page.keyboard.press("k")
    expect(page.locator("#row .id")).to_have_text(first)


def test_paper_holds_the_text_and_the_tables(page):
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    expect(page.locator("#tables h2").first).to_be_visible()
    expect(page.locator("#tables tr", has_text="15100000").first).to_be_visible()
    day = page.locator("#tables td", has_text="2019-03-01").first
    assert day.bounding_box()["height"] < 40, "a day is broken into lines"
    expect(page.locator(".side")).to_be_hidden()


@pytest.mark.parametrize("width", [390, 800, 1400])
def test_it_never_has_to_be_scrolled_sideways(page, width):
    page.set_viewport_size({"width": width, "height": 844})
    page.keyboard.press("j")
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_every_field_and_button_has_a_name_for_screen_readers(page):
    nameless = page.evaluate(
        """[...document.querySelectorAll("input, select, button, textarea")].filter((one) =>
        !(one.labels?.length || one.textContent.trim() || one.ariaLabel || one.title))
        .map((one) => one.outerHTML)"""
    )
    assert nameless == []


def test_a_row_shows_its_probability_and_its_fields_in_doubt_by_name(
    chromium, outputs_2019, tmp_path
):
    folders = folders_of(outputs_2019, tmp_path)
    shares = (
        '{"channels":0.95,"found":0.98,"period":1.0,"provider":0.92,"recipients":0.62,"type":0.9}'
    )
    said = {"probability": "0.74", "field_probabilities": shares, "reasons": "recipients_doubtful"}
    row_id = read_with(folders, recipients="Chad", **said)
    page = chromium.new_page()
    page.goto(f"{write_report(folders).as_uri()}#row-{row_id}")
    expect(page.locator("#row .facts")).to_contain_text("row: 74 %")
    expect(page.locator("#row .doubts")).to_have_text("In doubt: recipients (62 %).")
    expect(page.locator("#row dd.doubtful")).to_have_text("Chad 62 % doubtful")
    assert "probability" not in page.locator("#row .cells").inner_text().lower()
    page.close()
