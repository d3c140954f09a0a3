"""The report's charts: what is added, what is said instead of one bar, what is left out."""

from decimal import Decimal
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.report.amounts import year_of
from pipeline.report.charts import build_charts
from pipeline.report.figures import BARS
from pipeline.report.wording import amount_in_words, between, listed, share, short
from pipeline.schema import TABLE, TABLES
from pipeline.totals.bars import Bar, bars_svg

COLUMNS = [column.name for column in TABLE["contributions"].columns]


def contribution(row_id, millions="", **cells):
    """A contribution as text: Norway's dollars, exact, disbursed in 2021, unless `cells` differ."""
    number = f"{millions}000000" if millions else ""
    plain = {
        **{"row_id": row_id, "low": number, "high": number, "currency": number and "USD"},
        **{"source": "a.txt", "raw_start": "1", "block_id": f"b{row_id}", "qualifier": "exact"},
        **{"provider": "Norway", "provider_id": "NO", "provider_type": "10", "money_id": row_id},
        **{"transaction_type": "3", "fiscal_year": "2021", "theme": "Health", "modality": "money"},
        **{"review_status": "unreviewed"},
    }
    return dict.fromkeys(COLUMNS, "") | plain | cells


def tables_of(*contributions, entities=()):
    tables = {table.name: {} for table in TABLES}
    tables["contributions"] = {row["row_id"]: row for row in contributions}
    tables["entities"] = {row["iso3"]: row | {"review_status": ""} for row in entities}
    return tables


def chapters(*contributions, entities=()):
    return {
        chapter.heading: chapter
        for chapter in build_charts(tables_of(*contributions, entities=entities))
    }


# ---- numbers in words ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("number", "words"),
    [
        ("0", "0"),
        ("8200", "8,200"),
        ("999999", "999,999"),
        ("1000000", "1 million"),
        ("17500000", "17.5 million"),
        ("24650000", "24.7 million"),
        ("480000000", "480 million"),
        ("1500000000", "1.5 billion"),
        ("10640000000000", "10.6 trillion"),
        ("0.5", "0.5"),
    ],
)
def test_an_amount_in_words(number, words):
    assert short(Decimal(number)) == words


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [
        ("16500000", "17500000", "USD 16.5–17.5 million"),
        ("17000000", "17000000", "USD 17 million"),
        ("900000", "1100000", "USD 900,000 to 1.1 million"),
        ("4000000", None, "at least USD 4 million"),
        ("24650000", "25750000", "USD 24.6–25.8 million"),
        ("0", "40000000", "up to USD 40 million"),
    ],
)
def test_an_interval_in_words(low, high, words):
    assert amount_in_words("USD", Decimal(low), high and Decimal(high)) == words


def number_of(words):
    digits, _, scale = words.partition(" ")
    powers = {"": 0, "million": 6, "billion": 9, "trillion": 12}
    return Decimal(digits.replace(",", "")).scaleb(powers[scale])


@given(st.decimals(0, 10**13, places=2), st.decimals(0, 10**13, places=2))
def test_an_interval_in_words_is_never_narrower_than_it_is(one, two):
    low, high = sorted((one, two))
    shown = between(low, high)
    if shown.startswith("up to "):
        shown = f"0 to {shown.removeprefix('up to ')}"
    least, _, most = shown.replace("–", " to ").partition(" to ")
    most = most or least
    least = f"{least} {most.partition(' ')[2]}".strip() if "–" in shown else least
    said = [number_of(words) for words in (least, most)]
    slack = Decimal("0.005") * high if low == high else 0
    assert said[0] <= low + slack
    assert high - slack <= said[1]


@pytest.mark.parametrize(
    ("part", "words"), [(0, "0%"), (1, "under 1%"), (667, "67%"), (999, "over 99%"), (1000, "100%")]
)
def test_a_share_never_rounds_to_nothing_or_all(part, words):
    assert share(Decimal(part), Decimal(1000)) == words


def test_a_list_in_words():
    assert [listed(list(words)) for words in ("", "a", "ab", "abc")] == [
        "",
        "a",
        "a and b",
        "a, b and c",
    ]


# ---- sums ------------------------------------------------------------------------------------


def test_two_receivers_are_a_chart_whose_title_is_the_finding():
    shown = chapters(
        contribution("1", 6, recipients="Kenya"), contribution("2", 2, recipients="Chad")
    )
    [chart] = shown["By recipient"].charts
    assert chart.title == "Most of USD 8 million disbursed, 75%, goes to Kenya"
    assert [(bar.key, bar.label, bar.rows) for bar in chart.bars] == [
        ("Kenya", "6 million", ("1",)),
        ("Chad", "2 million", ("2",)),
    ]
    assert chart.words == "Kenya: 6 million; Chad: 2 million"


def test_one_bar_is_a_sentence():
    shown = chapters(contribution("1", 6, channels="UNDP"))
    assert shown["By channel"].charts == ()
    assert shown["By channel"].sentences == (
        "USD 6 million disbursed (1 contribution) goes through UNDP.",
    )


def test_what_the_text_does_not_state_is_marked_so():
    shown = chapters(contribution("1", 6), contribution("2", 2, channels="UNDP"))
    assert shown["By channel"].charts[0].title == (
        "Most of USD 8 million disbursed, 75%, has no channel in the text; "
        "the largest share of the rest goes through UNDP"
    )
    assert shown["By recipient"].sentences == (
        "USD 8 million disbursed (2 contributions) has no recipient in the text.",
    )


def test_currencies_and_other_than_official_money_are_never_in_one_chart():
    shown = chapters(
        contribution("1", 6, recipients="Kenya"),
        contribution("2", 2, recipients="Chad", currency="NOK"),
        contribution("3", 3, recipients="Chad", provider_type="60", provider_id="F"),
    )
    assert shown["By recipient"].charts == ()
    assert sorted(shown["By recipient"].sentences) == [
        "NOK 2 million disbursed (1 contribution) goes to Chad.",
        "USD 3 million disbursed, not official aid (1 contribution) goes to Chad.",
        "USD 6 million disbursed (1 contribution) goes to Kenya.",
    ]


def test_receivers_together_are_not_split():
    shown = chapters(
        contribution("1", 6, recipients="Kenya;Chad"), contribution("2", 2, channels="UNDP;WHO")
    )
    assert shown["By recipient"].charts[0].bars[0].key == "Kenya, Chad (joint)"
    assert shown["By channel"].charts[0].bars[1].key == "UNDP, WHO (joint)"


def test_kinds_of_transaction_are_shown_in_words():
    shown = chapters(contribution("1", 6), contribution("2", 2, transaction_type="12"))
    [chart] = shown["By transaction type"].charts
    assert chart.title == "USD 2 million pledged and USD 6 million disbursed"
    assert [bar.key for bar in chart.bars] == ["12 – Outgoing Pledge", "3 – Disbursement"]


def test_pledges_and_disbursements_are_never_in_one_chart():
    shown = chapters(
        contribution("1", 6, recipients="Kenya"),
        contribution("2", 2, recipients="Chad", transaction_type="12"),
        contribution("3", 1, transaction_type="", transaction_type_candidates="2;3"),
    )
    assert shown["By recipient"].charts == ()
    assert sorted(shown["By recipient"].sentences) == [
        "USD 1 million committed or disbursed (1 contribution) has no recipient in the text.",
        "USD 2 million pledged (1 contribution) goes to Chad.",
        "USD 6 million disbursed (1 contribution) goes to Kenya.",
    ]


def test_years_stand_in_their_order_and_fiscal_years_are_shown_as_such():
    shown = chapters(
        contribution("1", 6),
        contribution("2", 2, fiscal_year="2019"),
        contribution("3", 9, fiscal_year="2020"),
    )
    [chart] = shown["Over time"].charts
    assert [bar.key for bar in chart.bars] == ["FY2019", "FY2020", "FY2021"]
    assert chart.title == "Most of USD 17 million disbursed, 53%, is reported for FY2020"


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        ("2021-04-01", "2021-06-30", "2021"),
        ("2019-01-01", "2021-12-31", "2019–2021"),
        ("2019-01-01", "", "2019 and after"),
        ("", "2021-12-31", "2021 and before"),
        ("", "", ""),
    ],
)
def test_a_period_as_a_year(start, end, words):
    assert year_of(contribution("1", fiscal_year="", period_start=start, period_end=end)) == words


def test_an_amount_without_an_upper_bound_has_no_share():
    shown = chapters(
        contribution("1", 6, high="", recipients="Kenya"), contribution("2", 2, recipients="Chad")
    )
    [chart] = shown["By recipient"].charts
    assert chart.title == "Most of at least USD 8 million disbursed goes to Kenya"
    assert chart.bars[0].label == "at least 6 million"


def test_what_no_total_adds_is_reported_with_its_amounts_and_the_reason():
    shown = chapters(
        contribution("1", 6),
        contribution("2", 6, duplicate_of="1"),
        contribution("3", 5, review_status="rejected"),
        contribution("4"),
    )["What may be added up"]
    assert shown.sentences == (
        "3 contributions with an amount; 1 of them may be added up: USD 6 million disbursed.",
    )
    assert sorted(shown.notes) == [
        "USD 5 million: rejected in review",
        "USD 6 million: already stated in another row",
    ]


def test_many_receivers_end_in_one_bar_that_holds_all_others():
    contributions = [contribution(str(n), n, recipients=f"R{n:02}") for n in range(1, BARS + 4)]
    [chart] = chapters(*contributions)["By recipient"].charts
    assert len(chart.bars) == BARS + 1
    assert (chart.bars[-1].key, chart.bars[-1].label) == ("all others", "6 million")
    assert sum(bar.size for bar in chart.bars) == sum(range(1, BARS + 4)) * 10**6


def test_of_many_currencies_those_of_most_contributions_are_drawn_and_the_others_are_sentences():
    contributions = [
        contribution(f"{currency}{n}", n + 1, recipients=f"R{n}", currency=currency)
        for place, currency in enumerate(("CAD", "NOK", "SEK", "USD", "EUR"))
        for n in range(2 + place)
    ]
    shown = chapters(*contributions)
    assert [chart.head[1] for chart in shown["By recipient"].charts] == ["EUR", "USD", "SEK"]
    assert [sentence[:12] for sentence in shown["By recipient"].sentences] == [
        "The largest ",
        "Most of CAD ",
    ]
    assert shown["By channel"].sentences == (
        "Without a channel in the text: EUR 21 million disbursed (6 contributions), "
        "USD 15 million disbursed (5 contributions), SEK 10 million disbursed (4 contributions), "
        "NOK 6 million disbursed (3 contributions) and CAD 3 million disbursed (2 contributions).",
    )


def test_of_many_amounts_that_are_left_out_the_largest_are_reported():
    contributions = [contribution(str(n), n, review_status="rejected") for n in range(1, 8)]
    assert chapters(*contributions)["What may be added up"].notes == (
        "7 amounts, the largest USD 7 million: rejected in review",
    )


# ---- contributions ---------------------------------------------------------------------------

STATES = ({"iso3": "KEN", "name": "Kenya", "kind": "country"},)


def test_countries_are_counted_by_contributions_and_regions_are_reported():
    shown = chapters(
        contribution("1", 6, recipients="Kenya", recipient_iso3="KEN"),
        contribution("2", recipients="Kenya;Chad", recipient_iso3="KEN;TCD"),
        contribution("3", recipients="the Sahel"),
        contribution("4"),
        entities=(*STATES, {"iso3": "TCD", "name": "Chad", "kind": "country"}),
    )["By country"]
    [chart] = shown.charts
    assert chart.title == "2 of 4 contributions name a country: most often Kenya (2)"
    assert [(bar.key, bar.label) for bar in chart.bars] == [
        ("Kenya", "2 (1 with an amount)"),
        ("Chad", "1"),
    ]
    assert shown.notes == (
        "Recipients that are not a single country: the Sahel (1)",
        "1 contribution without a named recipient",
    )


def test_repeated_or_rejected_contributions_do_not_count():
    shown = chapters(
        contribution("1", recipients="Kenya", recipient_iso3="KEN"),
        contribution("2", recipients="Kenya", recipient_iso3="KEN", duplicate_of="1"),
        contribution("3", recipients="Kenya", recipient_iso3="KEN", review_status="rejected"),
        entities=STATES,
    )
    assert shown["By country"].sentences == ("1 of 1 contribution names a country: Kenya.",)


def test_contributions_without_an_amount_by_kind_and_theme():
    shown = chapters(
        contribution("1"), contribution("2"), contribution("3", modality=""), contribution("4", 5)
    )["Contributions without an amount"]
    [chart] = shown.charts
    assert chart.title == "3 of 4 contributions state no amount: most are “money” (2)"
    assert [(bar.key, bar.size, bar.more) for bar in chart.bars] == [
        ("money", 2, 0),
        ("not stated", 1, 0),
    ]


def test_no_contribution_no_chart():
    assert build_charts(tables_of()) == []


# ---- the picture -----------------------------------------------------------------------------


def test_words_of_the_report_are_text_in_the_chart_and_nothing_else():
    svg = bars_svg(
        [
            Bar("<script>x</script>", Decimal(1), Decimal(0), "&lt;1"),
            Bar("b", Decimal(2), Decimal(1), "3"),
        ],
        ("at least", "at most"),
    )
    texts = [
        element.text for element in ET.fromstring(svg).iter("{http://www.w3.org/2000/svg}text")
    ]
    assert {"<script>x</script>", "&lt;1", "b", "3", "at least", "at most"} <= set(texts)
    assert "<script" not in svg


def test_the_same_bars_are_the_same_bytes():
    bars = [Bar("a", Decimal(1), Decimal(0), "1"), Bar("b", Decimal(2), Decimal(0), "2")]
    assert bars_svg(bars, ("sure", "more")) == bars_svg(bars, ("sure", "more"))
