"""Reviewed contributions as IATI activities that validate; what they lack is listed."""

from xml.etree import ElementTree as ET

import pandas as pd
import pytest
from okfn_iati import IatiValidator

from pipeline.publish.iati import build_activities, facts_of, summary_lines
from pipeline.publish.iati_values import last_day
from pipeline.schema import TABLE, TABLES
from pipeline.stages import read_tables
from pipeline.storage.edition import Edition
from pipeline.storage.files import read_edition
from tests.helpers.paths import ROOT

EDITION = Edition("2021", "Aid in Brief", "Ministry of Aid", "NOR", 2021)
EMPTY = dict.fromkeys((column.name for column in TABLE["contributions"].columns), "")
UNDP = dict.fromkeys((column.name for column in TABLE["entities"].columns), "") | {
    "row_id": "e1",
    "entity_id": "undp",
    "name": "UNDP",
    "kind": "international_organisation",
    "iati_org_id": "XM-DAC-41114",
    "crs_channel_code": "41114",
}
SAHEL = UNDP | {
    "row_id": "e2",
    "entity_id": "east-africa",
    "kind": "region",
    "dac_code": "1027",
    "iati_org_id": "",
}
GIFT = EMPTY | {
    "row_id": "0123456789ab",
    "provider": "Norway",
    "provider_type": "10",
    "recipients": "Kenya",
    "recipient_ids": "kenya",
    "recipient_iso3": "KEN",
    "channels": "UNDP",
    "channel_ids": "undp",
    "purpose": "clean water",
    "purpose_codes": "14030",
    "theme": "Water",
    "transaction_type": "3",
    "finance_type": "110",
    "low": "1234567890123456.78",
    "high": "1234567890123456.78",
    "currency": "USD",
    "qualifier": "exact",
    "period_text": "2 March 2021",
    "period_start": "2021-03-02",
    "period_end": "2021-03-02",
    "countable": "true",
    "review_status": "accepted",
    "evidence": "On 2 March 2021, Norway gave … <to> Kenya & “others”.",
}


def activities_of(*contributions):
    """The file's text, the root of its tree, and the notices as (element, what)."""
    tables = {t.name: pd.DataFrame(columns=[c.name for c in t.columns], dtype=str) for t in TABLES}
    tables["entities"] = pd.DataFrame([UNDP, SAHEL], dtype=str)
    made, notices = build_activities(
        pd.DataFrame(contributions, dtype=str), facts_of(EDITION, tables)
    )
    return made, made and ET.fromstring(made), [(n.element, n.what) for n in notices]


def test_a_reviewed_contribution_is_an_activity_that_validates():
    made, root, _ = activities_of(GIFT)
    valid, faults = IatiValidator().validate(made.decode())
    assert valid, faults
    activity = root[0]
    assert activity.findtext("iati-identifier") == "XM-DAC-8-oda-tables-0123456789ab"
    assert activity.find("reporting-org").get("secondary-reporter") == "1"
    assert activity.findtext("title/narrative") == "clean water"
    assert activity.findtext("description/narrative") == GIFT["evidence"]
    assert activity.find("recipient-country").get("code") == "KE"
    assert activity.find("sector").attrib == {"vocabulary": "1", "code": "14030"}
    [provider, channel] = activity.findall("participating-org")
    assert (provider.get("role"), provider.get("type")) == ("1", "10")
    assert (channel.get("role"), channel.get("crs-channel-code")) == ("4", "41114")


def test_an_amount_is_stated_digit_for_digit_on_its_day():
    transaction = activities_of(GIFT)[1].find("iati-activity/transaction")
    assert transaction.findtext("value") == "1234567890123456.78"
    assert transaction.find("value").attrib == {"currency": "USD", "value-date": "2021-03-02"}
    assert transaction.find("receiver-org").get("ref") == "XM-DAC-41114"
    assert transaction.find("finance-type").get("code") == "110"


def test_what_the_sentence_does_not_say_in_these_words_is_listed_as_derived():
    year = {"period_text": "2021", "period_start": "2021-01-01", "period_end": "2021-12-31"}
    more = {"qualifier": "approximately", "purpose_codes": "14030;14031"}
    made, root, notices = activities_of(GIFT | year | more)
    assert sorted(notices) == [
        ("activity-status", "derived"),
        ("sector", "derived"),
        ("transaction-date", "derived"),
        ("value", "derived"),
    ]
    sector = root.find("iati-activity/sector")
    assert (sector.get("vocabulary"), sector.findtext("narrative")) == ("99", "Water")
    assert IatiValidator().validate(made.decode())[0]


@pytest.mark.parametrize(
    ("change", "element", "text"),
    [
        ({"low": "2000000", "high": "3000000"}, "value", "2500000"),
        ({"low": "2000000", "high": "", "qualifier": "over"}, "value", "2000000"),
        ({"low": "", "high": "3000000", "qualifier": "up_to"}, "value", "3000000"),
        ({"period_start": "", "period_end": "", "period_text": ""}, "transaction-date", ""),
        ({"period_end": ""}, "transaction-date", ""),
    ],
)
def test_a_range_or_an_open_period_gives_a_derived_value(change, element, text):
    made, root, notices = activities_of(GIFT | change)
    assert (element, "derived") in notices
    transaction = root.find("iati-activity/transaction")
    assert text in ("", transaction.findtext("value"))
    if element == "transaction-date":
        assert transaction.find("transaction-date").get("iso-date") == "2021-12-31"
    assert IatiValidator().validate(made.decode())[0]


def test_the_edition_ends_with_its_fiscal_year():
    assert str(last_day(Edition("2019", "T", "P", "JPN", 2019, 4))) == "2020-03-31"
    assert str(last_day(Edition("2019", "T", "P", "NOR", 2019))) == "2019-12-31"


@pytest.mark.parametrize(
    ("change", "names"),
    [
        ({"recipients": "Kenya;Chad", "recipient_iso3": "KEN;TCD"}, "Kenya, Chad"),
        ({"recipients": "coastal countries", "recipient_iso3": ""}, "coastal countries"),
        ({"recipients": "", "recipient_iso3": "", "recipient_ids": ""}, None),
    ],
)
def test_recipients_without_a_code_or_shares_are_unspecified_and_named(change, names):
    made, root, notices = activities_of(GIFT | change)
    region = root.find("iati-activity/recipient-region")
    assert (region.get("code"), region.findtext("narrative")) == ("998", names)
    assert root.find("iati-activity/recipient-country") is None
    assert ("recipient-region", "derived") in notices
    assert IatiValidator().validate(made.decode())[0]


def test_the_summary_counts_activities_and_says_why_the_others_are_left_out():
    rows = [
        {"row_id": "a", "what": "derived", "why": "…"},
        {"row_id": "b", "what": "left_out", "why": "no currency"},
        {"row_id": "c", "what": "left_out", "why": "no currency"},
        {"row_id": "d", "what": "left_out", "why": "not countable: a stated total"},
    ]
    assert summary_lines(rows) == [
        "iati.xml: 1 activities; left out: 2 rows: no currency; "
        "1 row: not countable: a stated total; see iati_left_out.csv"
    ]
    assert summary_lines([]) == []


def test_when_every_row_is_accepted_each_countable_amount_is_an_activity(outputs_2019):
    tables = read_tables(outputs_2019 / "6_reviewed")
    accepted = tables["contributions"].assign(review_status="accepted")
    countable = accepted[(accepted["countable"] == "true")]
    made, notices = build_activities(accepted, facts_of(read_edition(ROOT / "raw", "2019"), tables))
    assert made is not None and IatiValidator().validate(made.decode())[0]
    activities = ET.fromstring(made)
    assert len(activities) == len(countable) > 0
    left = {n.row_id for n in notices if n.what == "left_out"}
    assert left == set(accepted["row_id"]) - set(countable["row_id"])


def test_a_region_that_the_dac_knows_can_receive():
    region = {"recipients": "East Africa", "recipient_ids": "east-africa", "recipient_iso3": ""}
    made, root, _ = activities_of(GIFT | region)
    assert root.find("iati-activity/recipient-region").get("code") == "1027"
    assert IatiValidator().validate(made.decode())[0]


@pytest.mark.parametrize(
    ("change", "element"),
    [
        ({"review_status": "unreviewed"}, "iati-activity"),
        ({"review_status": "rejected"}, "iati-activity"),
        ({"countable": "false", "not_countable_reason": "total"}, "iati-activity"),
        ({"provider": ""}, "participating-org"),
        ({"transaction_type": ""}, "transaction-type"),
        ({"low": "", "high": ""}, "value"),
        ({"currency": ""}, "value"),
        ({"purpose_codes": "", "theme": ""}, "sector"),
    ],
)
def test_a_contribution_that_lacks_what_iati_needs_is_left_out_and_listed(change, element):
    _, root, notices = activities_of(GIFT | change, GIFT | {"row_id": "other"})
    assert (element, "left_out") in notices
    assert [a.findtext("iati-identifier")[-5:] for a in root] == ["other"]
    assert activities_of(GIFT | change)[0] is None, "no file without an activity"


def test_a_publisher_without_a_code_publishes_nothing():
    tables = {t.name: pd.DataFrame(columns=[c.name for c in t.columns], dtype=str) for t in TABLES}
    facts = facts_of(Edition("x", "T", "P", "XXX", 2021), tables)
    made, [notice] = build_activities(pd.DataFrame([GIFT], dtype=str), facts)[0:2]
    assert (made, notice.element) == (None, "reporting-org")


def test_hostile_words_stay_words():
    words = "<script>\x00]]>&#0;\ufffe"
    hostile = GIFT | {"purpose": words, "evidence": words, "channels": words, "channel_ids": ""}
    made, root, _ = activities_of(hostile)
    assert IatiValidator().validate(made.decode())[0]
    assert root.findtext("iati-activity/title/narrative") == "<script>\ufffd]]>&#0;\ufffd"
