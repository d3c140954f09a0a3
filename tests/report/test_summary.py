"""The report's summary: how much, with what confidence, how much is reviewed, what is in doubt."""

import json
from html.parser import HTMLParser

import pytest
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from pipeline.report.charts import build_charts
from pipeline.report.summary import Passage, build_summary, passages
from pipeline.review.page.state import open_state
from pipeline.schema import TABLES
from pipeline.stages import read_rows as read_all
from pipeline.storage.edition import Edition
from pipeline.storage.files import read_rows
from tests.helpers.paths import ROOT
from tests.helpers.review_page import folders_of

EDITION = Edition("2021", "Aid in Brief", "Ministry of Aid", "NOR", 2021)
REPORT = ROOT / "pipeline" / "report"


def row(row_id, **cells):
    plain = {
        "row_id": row_id,
        "block_id": "b1",
        "review_status": "unreviewed",
        "confidence": "high",
        "flags": "",
    }
    return plain | cells


def tables_of(**rows):
    return {t.name: {row["row_id"]: row for row in rows.get(t.name, ())} for t in TABLES}


def summary_of(state=(), gaps=(), **rows):
    return build_summary(tables_of(**rows), state, gaps)


def page_of(summary, charts=()):
    """The parts as the page shows them."""
    loader = FileSystemLoader(REPORT)
    environment = Environment(autoescape=True, undefined=StrictUndefined, loader=loader)
    parts = (environment.get_template(f"_{name}.html") for name in ("summary", "charts"))
    return "".join(part.render(edition=EDITION, summary=summary, charts=charts) for part in parts)


def test_rows_are_counted_by_table_confidence_doubt_and_review():
    shown = summary_of(
        contributions=[
            row("1"),
            row("2", confidence="low", flags="x"),
            row("3", review_status="accepted", flags="x"),
        ]
    )
    [line] = shown.lines
    assert (line.name, line.rows, line.flagged, line.reviewed) == ("contributions", 3, 1, 1)
    assert line.by_confidence == {"high": 2, "medium": 0, "low": 1}
    assert (line.share, shown.share) == ("33%", "33%")


def test_what_a_confidence_is_worth_is_measured_by_reviewed_rows():
    shown = summary_of(
        money=[
            row("1", review_status="accepted"),
            row("2", review_status="corrected"),
            row("3", review_status="rejected", confidence="low"),
            row("4", review_status="added", confidence=""),
            row("5"),
        ]
    )
    found = [(t.confidence, t.reviewed, t.right) for t in shown.trust]
    assert found == [
        ("high", 2, 1),
        ("low", 1, 0),
    ]


def test_the_share_of_reviewed_money_comes_from_the_review_s_own_table():
    state = [
        {
            "table": "contributions",
            "currency": "",
            "amount": "",
            "amount_reviewed": "",
            "rows": "9",
        },
        {
            "table": "contributions",
            "currency": "NOK",
            "amount": "0",
            "amount_reviewed": "0",
            "rows": "1",
        },
        {
            **{"table": "contributions", "currency": "USD"},
            **{"amount": "553600000", "amount_reviewed": "480000000", "rows": "8"},
        },
        {"table": "money", "currency": "USD", "amount": "5", "amount_reviewed": "0", "rows": "1"},
    ]
    [money] = summary_of(state).money
    assert (money.reviewed, money.printed, money.share) == ("480 million", "554 million", "87%")


def check(row_id, verdict, **cells):
    numbers = dict.fromkeys(("stated_low", "stated_high", "computed_low", "computed_high"), "")
    return row(row_id, verdict=verdict, currency="EUR", evidence="All in all.", **(numbers | cells))


def test_totals_that_do_not_add_up_come_first_and_rejected_ones_not_at_all():
    shown = summary_of(
        checks=[
            check("1", "exact", stated_low="3", stated_high="3"),
            check("2", "inconsistent", stated_low="5", stated_high="5", computed_low="9"),
            check("3", "inconsistent", review_status="rejected"),
        ]
    )
    assert shown.wrong == 1
    assert [(c.row_id, c.stated, c.computed) for c in shown.checks] == [
        ("2", "EUR 5", "at least EUR 9"),
        ("1", "EUR 3", "not known"),
    ]
    assert "1 of 2 stated totals does not agree with its components." in page_of(shown)


def test_issues_are_grouped_the_most_frequent_first():
    shown = summary_of(
        issues=[
            row("1", code="note_without_anchor", text="Haelth"),
            row("2", code="maybe_misspelt", text="Keny"),
            row("3", code="maybe_misspelt", text="Cahd"),
        ]
    )
    assert (shown.issues[0].code, len(shown.issues[0].rows)) == ("maybe_misspelt", 2)
    assert "This may be a misspelling of a known name (2), for example <a href=" in page_of(shown)
    assert "<q>Keny</q>" in page_of(shown)


def test_words_are_counted_once_and_furniture_not():
    blocks = [
        row("1", kind="body", text="two words", duplicate_of=""),
        row("2", kind="body", text="two words", duplicate_of="1"),
        row("3", kind="furniture", text="Page 7", duplicate_of=""),
    ]
    assert summary_of(blocks=blocks).words == 2


# ---- the page's parts ------------------------------------------------------------------------


def test_nothing_extracted_is_said_plainly():
    text = page_of(summary_of())
    assert "0 rows were extracted from 0 words of text by rules and a trained reader" in text
    assert "so there is nothing to draw" in text


def test_the_text_is_shown_as_text():
    text = page_of(summary_of(gaps=[Passage("b1", "It gave <b>5</b> & more.", ("gave",))]))
    assert "It gave &lt;b&gt;5&lt;/b&gt; &amp; more." in text
    assert "1 sentence contains" in text


@pytest.fixture(scope="module")
def real(outputs_2019, tmp_path_factory):
    folders = folders_of(outputs_2019, tmp_path_factory.mktemp("state"))
    tables = read_all(outputs_2019 / "6_reviewed")
    state = read_rows(outputs_2019 / "6_reviewed" / "review.csv")
    return build_summary(tables, state, passages(open_state(folders))), build_charts(tables), tables


def test_the_real_summary_counts_what_the_tables_hold(real):
    summary, _, tables = real
    for line in summary.lines:
        assert line.rows == len(tables[line.table]) == sum(line.by_confidence.values())
    assert summary.reviewed == 0
    assert all(gap.bears and all(word in gap.text for word in gap.bears) for gap in summary.gaps)


class Links(HTMLParser):
    def __init__(self):
        super().__init__()
        self.rows = set()

    def handle_starttag(self, _tag, attributes):
        address = dict(attributes).get("href") or ""
        if address.startswith("#row-"):
            self.rows.add(address.removeprefix("#row-"))


def test_each_link_of_the_real_parts_leads_to_a_row(real):
    summary, charts, tables = real
    links = Links()
    links.feed(page_of(summary, charts))
    known = {row_id for rows in tables.values() for row_id in rows}
    assert links.rows
    assert links.rows <= known


def test_each_real_chart_has_more_than_one_bar_and_its_numbers_as_a_table(real):
    summary, charts, _ = real
    drawn = [chart for chapter in charts for chart in chapter.charts]
    assert drawn
    text = page_of(summary, charts)
    for chart in drawn:
        assert len(chart.bars) > 1
        assert all(f'<th scope="row">{json.dumps(bar.key)[1:-1]}' in text for bar in chart.bars)
