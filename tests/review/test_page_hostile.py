"""Report text is untrusted: whatever it holds is shown as text, and the page stays usable."""

import json

import pytest

from pipeline.stages import Folders
from tests.helpers.calls import calls_of
from tests.helpers.commands import run_pipeline
from tests.helpers.review_page import client_of, served
from tests.review.test_page import decide, shown

TOML = 'title = "T"\npublisher = "<b>P</b>"\nprovider = "NOR"\nyear = 2020\n'
HOSTILE = (
    "Norway gave <script>alert(1)</script> $5 million to Chad in 2019.\n\n"
    'Norway gave "><img src=x onerror=alert(2)> $6 million to Mali in 2019.\n\n'
    "Norway gave \u202e$7 million\u202c to Niger {{ 7*7 }} in 2019.\n\n"
    '=HYPERLINK("http://aid.example") Norway gave $8 million to Togo in 2019.\n\n'
    "Norway gave $9 million to Ben\U0001f600in and to O'Brien & Co in 2019.\n"
)


def edition_of(folder, text):
    (folder / "raw" / "x").mkdir(parents=True)
    (folder / "raw" / "x" / "report.txt").write_text(text)
    (folder / "raw" / "x" / "edition.toml").write_text(TOML)
    places = ("--raw", folder / "raw", "--outputs", folder / "outputs")
    done = run_pipeline("run", "x", *places, "--reviews", folder / "reviews")
    assert done.returncode == 0, done.stderr
    return Folders("x", folder / "raw", folder / "outputs", folder / "reviews")


@pytest.fixture(scope="module")
def folders(tmp_path_factory):
    return edition_of(tmp_path_factory.mktemp("hostile"), HOSTILE)


def test_markup_in_a_report_is_shown_as_text(folders):
    client, state = client_of(folders)
    for address in ("/read", *(f"/?at=contributions.{row}" for row in state.rows["contributions"])):
        text = client.get(address).get_data(as_text=True)
        assert "<script>alert" not in text
        assert "<img" not in text
        assert ">49<" not in text
        assert "<b>P</b>" not in text
    assert "&lt;script&gt;alert(1)" in client.get("/read").get_data(as_text=True)


def test_characters_that_turn_the_text_around_are_made_visible(tmp_path):
    """Cleaning takes them out; if a way is found around it, the page still shows them."""
    folders = edition_of(tmp_path, "Norway gave $5 million|to Chad in 2019.\n")
    for path in (folders.out("2_sections.jsonl"), folders.out("5_tables") / "contributions.csv"):
        path.write_text(path.read_text().replace("|", "\u202e"))
    client, _ = client_of(folders)
    text = client.get("/?table=contributions").get_data(as_text=True)
    assert "\u202e" not in text.split('class="text"')[1].split("</p>")[0]
    assert "U+202E" in text


def test_what_a_reviewer_writes_is_text_too(folders):
    client, _ = client_of(folders)
    _, card = shown(client, "/?table=contributions")
    evil = "<script>alert(3)</script>"
    decide(client, card, "correct", changes={"purpose": evil}, note=evil, reviewer=evil)
    for address in ("/read", "/progress", f"/?status=all&at={card['table']}.{card['row-id']}"):
        assert evil not in client.get(address).get_data(as_text=True)


def test_in_a_browser_nothing_of_it_runs(folders, chromium):
    said = []
    with served(folders) as address, chromium.new_page() as page:
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.on("dialog", lambda dialog: said.append(dialog.message))
        asked = []
        page.on("request", lambda request: asked.append(request.url))
        for path in ("/", "/read", "/?table=contributions&status=all"):
            page.goto(address + path, wait_until="networkidle")  # else the next page cuts its loads
            page.keyboard.press("j")
            page.wait_for_load_state("networkidle")
            page.wait_for_timeout(100)
    assert said == []
    assert all(url.startswith(address) for url in asked)


def test_a_place_beyond_the_bmp_is_counted_as_the_tables_count(folders, chromium):
    """A selection's offsets are code points, whatever the browser counts in."""
    with served(folders) as address, chromium.new_page(base_url=address) as page:
        page.goto("/read")
        page.evaluate(
            """() => {
              const run = [...document.querySelectorAll(".words [data-at]")]
                .find((one) => one.textContent.includes("O'Brien"));
              const at = run.textContent.indexOf("O'Brien");
              const range = document.createRange();
              range.setStart(run.firstChild, at);
              range.setEnd(run.firstChild, at + 7);
              getSelection().removeAllRanges();
              getSelection().addRange(range);
            }"""
        )
        page.wait_for_selector("#maker:not([hidden])")
        found = json.loads(page.locator("#maker").get_attribute("data-selected"))
    _, state = client_of(folders)
    text = state.text.blocks[found["block"]].text.text
    assert text[found["start"] : found["end"]] == "O'Brien"


def test_a_paragraph_of_ten_megabytes_stays_usable(tmp_path):
    folders = edition_of(tmp_path, "Norway gave $5 million to Chad in 2019.\n\nShort.\n")
    _swell(folders, 10_000_000)
    client, _ = client_of(folders)
    pages = [client.get(address).get_data() for address in ("/", "/?table=contributions", "/read")]
    assert max(map(len, pages)) < 200_000
    assert b"$5 million" in pages[1]


def _swell(folders, length):
    """Make the first paragraph long, as a report without line breaks has it."""
    path = folders.out("2_sections.jsonl")
    [(name, structure)] = json.loads(path.read_text()).items()
    block = next(block for block in structure["blocks"] if "Norway" in block["text"]["text"])
    last = block["text"]["pieces"][-1]
    block["text"]["text"] += " more" * (length // 5)
    last["end"] += length
    last["raw_end"] += length
    path.write_text(json.dumps({name: structure}))


def work_of(folders, rows):
    """How many calls an answer and a decision make with so many rows."""
    client, state = client_of(folders)
    original = next(iter(state.rows["mentions"].values()))
    for n in range(rows):
        made = {**original, "row_id": f"{n:012x}"}
        state.found["mentions"][made["row_id"]] = state.rows["mentions"][made["row_id"]] = made
    state.shape += 1
    _, card = shown(client)
    return calls_of(lambda: decide(client, card))


def test_a_decision_costs_hardly_more_among_many_rows(folders):
    few, many = work_of(folders, 1_000), work_of(folders, 4_000)
    assert (many - few) / 3_000 < 25, "calls for each further row: filters only, no row is updated"
