"""The report's summary and charts in a real browser: numbers show their rows, charts are seen."""

import pytest
from playwright.sync_api import expect

from pipeline.report import write_report
from tests.helpers.review_page import folders_of


@pytest.fixture(scope="module")
def address(outputs_2019, tmp_path_factory):
    return write_report(folders_of(outputs_2019, tmp_path_factory.mktemp("front"))).as_uri()


@pytest.fixture
def opened(chromium, address):
    """Opens the report as somebody has their browser set; nothing may complain."""
    contexts, complaints = [], []

    def open_page(**settings):
        contexts.append(chromium.new_context(offline=True, **settings))
        page = contexts[-1].new_page()
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(address)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []


def test_a_number_of_the_summary_shows_its_rows(opened):
    page = opened()
    line = page.locator("#summary tr", has_text="Contributions")
    number = line.get_by_role("link").nth(1)
    count = number.inner_text()
    number.click()
    expect(page.locator("#count")).to_have_text("1 row" if count == "1" else f"{count} rows")
    expect(page.locator("#confidence")).to_have_value("medium")
    expect(page.locator("#rows .what").first).to_have_text("contribution")


def test_a_bar_s_rows_lead_to_their_place(opened):
    page = opened()
    chart = page.locator("figure.chart").first
    chart.locator("summary").click()
    link = chart.locator("tbody a").first
    row_id = link.get_attribute("href").removeprefix("#row-")
    link.click()
    expect(page.locator("#row .id")).to_contain_text(row_id)


def test_a_chart_states_its_numbers_to_who_cannot_see_it(opened):
    page = opened()
    for chart in page.locator("figure.chart").all():
        title = chart.locator("figcaption").inner_text()
        assert chart.get_by_role("img").get_attribute("aria-label").startswith(f"{title}. ")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_words_of_a_chart_have_the_page_s_colour(opened, scheme):
    page = opened(color_scheme=scheme)
    colour = "(query) => getComputedStyle(document.querySelector(query))"
    words = page.evaluate(f"({colour})('.chart svg text').fill")
    assert words == page.evaluate(f"({colour})('body').color")


@pytest.mark.parametrize("width", [1400, 390])
def test_no_word_of_a_chart_is_cut_off_and_no_page_scrolls_sideways(opened, width):
    page = opened(viewport={"width": width, "height": 900})
    outside = page.evaluate(
        """() => [...document.querySelectorAll(".chart svg text")].filter((text) => {
            const word = text.getBoundingClientRect();
            const picture = text.closest("svg").getBoundingClientRect();
            return word.left < picture.left - 1 || word.right > picture.right + 1;
        }).map((text) => text.textContent)"""
    )
    assert outside == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_on_paper_the_charts_are_there_and_what_only_a_screen_opens_is_not(opened):
    page = opened()
    page.emulate_media(media="print")
    expect(page.locator(".chart svg").first).to_be_visible()
    expect(page.locator(".chart details").first).to_be_hidden()
