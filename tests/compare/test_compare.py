"""Two editions side by side: what is new, gone and changed, and what changed in silence."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.compare import compare
from pipeline.compare.columns import TABLE, TABLES
from pipeline.compare.page import page_bytes
from pipeline.compare.pairing import Pair, pair_texts
from pipeline.stages import read_tables
from pipeline.storage.files import list_editions, read_edition
from tests.helpers.commands import run_pipeline
from tests.helpers.paths import ROOT

EDITIONS = ROOT / "tests" / "editions"


@pytest.fixture(scope="module")
def outputs(tmp_path_factory):
    folder = tmp_path_factory.mktemp("outputs")
    for name in list_editions(EDITIONS):
        done = run_pipeline("run", name, "--raw", EDITIONS, "--outputs", folder)
        assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture(scope="module")
def tables(outputs):
    return [read_tables(outputs / name / "6_reviewed") for name in ("2021", "2022")]


@pytest.fixture(scope="module")
def found(tables):
    return compare(*tables)


def rows(frame, *columns):
    return [tuple(row) for row in frame[list(columns)].itertuples(index=False)]


# ---- which text is which ---------------------------------------------------------------------


def test_equal_texts_pair_first_then_those_equal_but_for_numbers():
    before = ["Chad got 5 wells.", "Chad got 6 wells."]
    assert pair_texts(before, ["Chad got 6 wells.", "Chad got 7 wells."]) == [
        Pair(0, 1, 0.99),
        Pair(1, 0, 1.0),
    ]


def test_texts_pair_by_the_words_that_set_them_apart():
    before = ["It gave wells to Chad.", "It gave nurses to Peru.", "It gave ports to Fiji."]
    after = ["It gave ports and roads to Fiji.", "It gave many wells to Chad."]
    assert [(pair.before, pair.after) for pair in pair_texts(before, after)] == [(0, 1), (2, 0)]


TEXTS = st.lists(st.text("ab 1.", max_size=12), max_size=8)


@given(TEXTS, TEXTS)
def test_a_text_is_in_one_pair_at_most(before, after):
    pairs = pair_texts(before, after)
    assert len({pair.before for pair in pairs}) == len({pair.after for pair in pairs}) == len(pairs)


@given(TEXTS)
def test_a_text_is_most_like_itself(texts):
    assert pair_texts(texts, texts) == [Pair(n, n, 1.0) for n in range(len(texts))]


# ---- what became of it -----------------------------------------------------------------------


def test_a_contribution_is_new_gone_changed_or_repeated(found):
    frame = found["contributions"]
    assert rows(frame, "change", "from_recipients", "to_recipients", "difference") == [
        ("changed", "Malawi", "Malawi", "2500000"),
        ("changed", "Zambia", "Zambia", "0"),
        ("reworded", "", "", ""),  # technicians whom the programme trained
        ("gone", "", "", ""),  # the pledge to the Lake Basin Fund
        ("changed", "Nepal", "Nepal", "1000000"),
        ("repeated", "Gaza", "Gaza", ""),
        ("gone", "Ghana", "", ""),
        ("new", "", "Mozambique", ""),
    ]
    assert rows(frame, "fields")[1] == ("period_edtf",)


def test_silent_changes_are_reported(found):
    assert rows(found["signals"], "kind", "from_value", "to_value") == [
        ("number_changed", "5", "6"),
        ("counter_fell", "350 technicians", "320 technicians"),
        (
            "event_not_told",
            "The next Nordic Education Forum will be held in Bergen in May 2022",
            "",
        ),
        ("commitment_not_told", "30000000 USD", ""),
        ("commitment_not_told", "2500000 USD", ""),
    ]


def test_a_counter_that_grew_and_an_edition_beside_itself_are_silent(tables):
    kinds = compare(tables[1], tables[0])["signals"]["kind"].tolist()
    assert kinds == ["number_changed", "commitment_not_told"]
    same = compare(tables[0], tables[0])
    assert same["signals"].empty
    assert set(same["contributions"]["change"]) == {"repeated"}
    assert set(same["sections"]["change"]) == {"same"}


def test_totals_follow_a_section_that_has_another_title(found):
    frame = found["totals"]
    themes = frame[(frame["by"] == "theme") & (frame["currency"] == "USD")]
    assert rows(themes, "key", "type", "from_low", "from_high", "to_low", "to_high") == [
        ("1. Water and Sanitation", "12", "29500000", "30500000", "0", "0"),
        ("1. Water and Sanitation", "3", "11500000", "12500000", "14450000", "14550000"),
        ("2. Schools and Teachers", "3", "4500000", "5500000", "5500000", "6500000"),
        ("3. Energy", "2", "0", "0", "8500000", "9500000"),
        ("3. Fisheries", "2", "2450000", "2550000", "0", "0"),
    ]
    assert rows(themes, "difference_low", "difference_high")[2] == ("0", "2000000")


def test_sections_are_matched_by_title_and_by_what_they_say(found):
    assert rows(found["sections"], "change", "from_path", "to_path", "repeated", "kept") == [
        ("same", "1. Water and Sanitation", "1. Water and Sanitation", "0.33", "1.00"),
        ("retitled", "2. Education", "2. Schools and Teachers", "0.50", "1.00"),
        ("gone", "3. Fisheries", "", "", ""),
        ("new", "", "3. Energy", "0.00", "0.00"),
    ]


def test_names_come_and_go(found):
    frame = found["entities"]
    assert set(frame[frame["change"] == "new"]["name"]) == {"Mozambique"}
    assert "Ghana" in set(frame[frame["change"] == "gone"]["name"])


def test_every_value_is_of_its_closed_list(found):
    for table in TABLES:
        for column in table.own:
            if column.values:
                assert set(found[table.name][column.name]) <= set(column.values)


# ---- the page --------------------------------------------------------------------------------


def test_a_decision_and_a_hostile_text_are_shown_as_text(tables):
    evil = '<script>alert("x")</script>'
    before = {name: frame.copy() for name, frame in tables[0].items()}
    before["contributions"].loc[0, ["evidence", "review_status"]] = [evil, "accepted"]
    found = compare(before, tables[1])
    assert rows(found["decisions"], "table", "from_review_status", "to_review_status") == [
        ("contributions", "accepted", "")
    ]
    page = page_bytes(found, *(read_edition(EDITIONS, name) for name in ("2021", "2022"))).decode()
    assert "<script" not in page
    assert "&lt;script&gt;" in page
    assert "http://" not in page.replace("http://www.w3.org/", "")


def test_the_command_writes_a_page_and_a_table_each(outputs):
    folders = ["--raw", EDITIONS, "--outputs", outputs]
    done = run_pipeline("compare", "2021", "2022", *folders)
    assert done.returncode == 0, done.stderr
    written = {path.name for path in (outputs / "compare" / "2021-2022").iterdir()}
    assert written == {"compare.html", *(f"{name}.csv" for name in TABLE)}


@pytest.mark.parametrize(
    ("editions", "said"),
    [
        (("2021", "2021"), "FROM and TO are both '2021'; name two editions"),
        (("2021", "2030"), "no such edition (there: 2021, 2022)"),
        (("", ""), "FROM and TO are both ''; name two editions"),
        (("all", "2021"), "edition 'all': that folder is reserved; choose another name"),
    ],
)
def test_editions_that_cannot_be_compared(outputs, editions, said):
    done = run_pipeline("compare", *editions, "--raw", EDITIONS, "--outputs", outputs)
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert said in done.stderr
