"""report.html as bytes: every row at its place, hostile text harmless, nothing from elsewhere."""

import base64
import json
import re
from hashlib import sha256
from html import unescape

import pytest

from pipeline.report import report_bytes, write_report
from pipeline.review.page.state import REVIEWED
from tests.helpers.review_page import folders_of
from tests.review.test_page_hostile import HOSTILE, edition_of

EMBEDDED = re.compile(r'<script type="application/json" id="report-data">(.*?)</script>', re.DOTALL)


def data_of(page):
    return json.loads(EMBEDDED.search(page)[1])


@pytest.fixture(scope="module")
def folders(outputs_2019, tmp_path_factory):
    return folders_of(outputs_2019, tmp_path_factory.mktemp("report"))


@pytest.fixture(scope="module")
def page(folders):
    return report_bytes(folders).decode()


def test_every_row_that_people_review_is_in_it(page, folders):
    rows = data_of(page)["rows"]
    assert set(rows) == set(REVIEWED)
    assert [row["row_id"] for row in rows["contributions"]] == [
        line.split(",")[0]
        for line in (folders.out("6_reviewed") / "contributions.csv").read_text().split("\n")[1:-1]
    ]


def test_a_field_s_place_in_the_text_holds_the_words_that_it_was_read_from(page):
    [contribution] = [
        row
        for row in data_of(page)["rows"]["contributions"]
        if row["cells"].get("low") == "8200000"
    ]
    block = re.search(rf'<p id="b-{contribution["block"]}".*?</p>', page, re.DOTALL)[0]
    text = re.sub(r"<[^>]+>", "", block[block.index(">") + 1 :])
    [(start, end)] = contribution["spans"]["low"]
    assert text[start:end] == "approximately $8.2 million"


def test_each_row_s_own_words_are_marked_with_its_number(page):
    keys = [row for rows in data_of(page)["rows"].values() for row in rows]
    marked = {int(n) for held in re.findall(r'data-rows="([\d ]+)"', page) for n in held.split()}
    entities = {row["row_id"] for row in data_of(page)["rows"]["entities"]}
    assert {keys[number]["row_id"] for number in marked} == {
        row["row_id"] for row in keys if row["row_id"] not in entities
    }


def test_it_loads_nothing_and_runs_its_own_scripts_alone(page):
    policy = unescape(re.search(r'Content-Security-Policy" content="([^"]+)"', page)[1])
    scripts = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    digests = [
        f"'sha256-{base64.b64encode(sha256(script.encode()).digest()).decode()}'"
        for script in scripts
    ]
    assert scripts
    assert policy.startswith(f"default-src 'none'; script-src {' '.join(digests)};")
    assert not re.search(r'(?:src|href)="(?!#|data:)', page)


def test_it_is_the_same_for_the_same_tables(page, folders):
    assert write_report(folders).read_bytes() == page.encode()


def test_text_of_a_report_cannot_break_out(tmp_path):
    page = report_bytes(edition_of(tmp_path, HOSTILE + "\nNorway gave </script> $4 million.\n"))
    text = page.decode()
    assert "<script>alert" not in text
    assert "<img" not in text
    assert "<b>P</b>" not in text
    assert any("</script>" in sentence for sentence in data_of(text)["sentences"])


def test_a_long_block_is_cut_without_losing_a_character(tmp_path):
    line = "Norway gave $5 million to Chad in 2019. " * 400
    page = report_bytes(edition_of(tmp_path, line)).decode()
    body = page[page.index('<article id="text"') : page.index("</article>")]
    text = re.sub(r"<[^>]+>", "", body)
    assert text.count("Norway gave $5 million to Chad in 2019.") == 400
