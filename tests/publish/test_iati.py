"""Reviewed contributions as IATI activities that validate; what they lack is listed."""

from xml.etree import ElementTree as ET

import pandas as pd
import pytest
from okfn_iati import IatiValidator

from pipeline.publish.iati import build_activities, facts_of
from pipeline.schema import TABLE, TABLES
from pipeline.storage.edition import Edition

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
        ({"high": "2000000000000000000"}, "value"),
        ({"currency": ""}, "value"),
        ({"period_end": ""}, "transaction-date"),
        ({"recipients": "Kenya;Chad", "recipient_iso3": "KEN;TCD"}, "recipient-country"),
        ({"recipients": "various countries", "recipient_iso3": ""}, "recipient-country"),
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
