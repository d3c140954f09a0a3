"""Gifts whose giver, receiver, deed or time stands elsewhere than beside their sum."""

from dataclasses import replace

import pytest
from gifts import gifts_of
from readings import EDITION, reading_of

from pipeline.contributions import find_contributions


def gift_in(text, sum_, edition=EDITION):
    """The gift of one sum of a text."""
    return next(g for g in gifts_of(text, edition) if g.amount and g.amount.text == sum_)


def named(parties):
    return [str(party) for party in parties]


@pytest.mark.parametrize(
    ("text", "sum_", "provider"),
    [
        (  # a list of sums, each from its own giver
            "The clinics opened with €4 million from Spain, €3 million from Italy and €1 million "
            "from Malta.",
            "€1 million",
            "Malta",
        ),
        (  # money that goes somewhere has no giver for its subject
            "The aid will go to three countries: Mali (€4 million), Chad (€3 million) and Togo "
            "(€2 million).",
            "€4 million",
            "",
        ),
        (  # a clause that only describes tells no giver of the next sentence
            "The Seed Initiative will get $9 million, with which Norway plans to test maize. "
            "Another $3 million has been allocated to the Soil Fund.",
            "$3 million",
            "",
        ),
        (  # the government of a minister
            "Irish Prime Minister Aoife Byrne said that her government would give $3 million to "
            "Fiji.",
            "$3 million",
            "Ireland",
        ),
    ],
)
def test_each_sum_has_its_own_giver(text, sum_, provider):
    found = gift_in(text, sum_, replace(EDITION, provider="")).provider
    assert (str(found) if found else "") == provider


@pytest.mark.parametrize(
    ("text", "recipients", "reason"),
    [
        (
            "Norway gave $9 million to Mali. Of this, $2 million went to UNICEF.",
            ["Mali"],
            "recipient_before",
        ),
        (
            "Norway gave $2 million for flood relief. The additional funding will go to Fiji and "
            "Samoa.",
            ["Fiji", "Samoa"],
            "recipient_after",
        ),
        ("Spain gave $2 million to Asia’s Mekong region.", ["Mekong Region"], ""),
        ("Norway gave UNICEF $2 million to help Malians become farmers.", ["Mali"], ""),
    ],
)
def test_receivers_are_found_where_they_are_told(text, recipients, reason):
    gift = gift_in(text, "$2 million")
    assert named(gift.recipients) == recipients
    assert not reason or (reason in gift.basis.reasons and gift.basis.confidence != "high")


def test_a_sentence_about_something_else_adds_no_receiver():
    [gift] = gifts_of("Norway gave $2 million for flood relief. The rain went on in Fiji.", EDITION)
    assert gift.recipients == ()


def test_a_second_giver_without_a_verb_is_no_channel_of_the_first():
    gift = gift_in("Norway will give $4 million and the OPEC Fund $9 million.", "$4 million")
    assert gift.channels == ()


def test_those_on_whose_behalf_a_bank_lends_pass_nothing_on():
    gift = gift_in(
        "The bank KfW lent Peru $4 million on behalf of the Federal Ministry for Economic "
        "Cooperation and Development (BMZ).",
        "$4 million",
    )
    assert gift.channels == ()


def test_an_agency_that_invests_in_a_purpose_gives():
    gift = gift_in("KOICA will invest $4 million to improve rural clinics.", "$4 million")
    assert str(gift.provider) == "Korea International Cooperation Agency"


@pytest.mark.parametrize(
    ("text", "sum_", "provider"),
    [
        ("The €4 million received from BMZ will help 200 farmers.", "€4 million", "Federal Min"),
        ("Of that total, $4 million will come from the World Bank.", "$4 million", "World Bank"),
        ("The government and KfW signed a $4 million loan agreement.", "$4 million", "Kreditan"),
        ("Norway pledged an aid package totalling $4 million (NOK 40 million).", "$4 mi", "Norway"),
        ("The GFFO share of $4 million will support herders in Chad.", "$4 million", "Federal For"),
        ("The help includes $4 million from State/PRM to UNHCR.", "$4 million", "Bureau of Pop"),
    ],
)
def test_a_giver_is_found_behind_the_money_s_use(text, sum_, provider):
    gifts = gifts_of(text, replace(EDITION, provider=""))
    found = next(g for g in gifts if g.amount and g.amount.text.startswith(sum_)).provider
    assert str(found or "").startswith(provider)


def test_who_accepts_a_loan_from_a_bank_receives_it():
    gift = gift_in("The Kenyan cabinet endorsed a $4 million loan from IDA.", "$4 million")
    assert named(gift.recipients) == ["Kenya"]


def test_a_part_of_a_gift_is_given_as_its_whole():
    part = gift_in(
        "Norway pledged $9 million to Mali, including $4 million for maize.", "$4 million"
    )
    assert part.transaction_types == ("12",)


def test_a_second_grant_after_the_aims_of_the_first_has_the_first_s_verb():
    text = "IDA approved a $9 million grant to train teachers and mend roads as well as another "
    gift = gift_in(text + "grant of $4 million to dig wells in Chad.", "$4 million")
    assert str(gift.provider) == "International Development Association"
    assert gift.transaction_types == ("2",)


@pytest.mark.parametrize(
    ("text", "sum_", "provider", "types"),
    [
        (
            "Norway pledged $9 million to Mali. This was followed by Chile ($4 million) and Peru "
            "($1 million).",
            "$1 million",
            "Peru",
            ("12",),
        ),
        (
            "The government signed an agreement with the World Bank to receive a $4 million loan.",
            "$4 million",
            "World Bank",
            ("2",),
        ),
        (
            "The Kuwait Fund (KFAED) Board of Directors approved a $4 million loan to Chad.",
            "$4 million",
            "Kuwait Fund",
            ("2",),
        ),
        (
            "The help includes $4 million to WFP for maize and beans from Norad’s reserve.",
            "$4 million",
            "Norwegian Agency",
            ("2", "3"),
        ),
        ("The $4 million committed by the Trade Secretary is for Fiji.", "$4 million", "", ("2",)),
        (
            "Mr. Jo Ito, Ambassador of Japan, spoke in Apia. This $4 million grant will support "
            "Samoa.",
            "$4 million",
            "Japan",
            ("12", "2"),
        ),
    ],
)
def test_a_giver_is_found_in_other_constructions(text, sum_, provider, types):
    gift = gift_in(text, sum_, replace(EDITION, provider=""))
    assert str(gift.provider or "").startswith(provider)
    assert bool(provider) == bool(gift.provider)
    assert gift.transaction_types == types


@pytest.mark.parametrize(
    "text",
    [
        "IDA lent Mali $4 million to support the $9 million Roads Project.",
        "IDA gave a $4 million grant to a $9 million decentralised, rural roads programme in Mali.",
    ],
)
def test_the_size_of_what_a_gift_supports_is_no_second_gift(text):
    assert [g.amount.text for g in gifts_of(text, EDITION) if g.amount] == ["$4 million"]


def test_the_size_of_a_project_that_others_finance_is_no_gift():
    [gift] = gifts_of(
        "The $9 million Roads Project will be financed by a $4 million loan from IDA.", EDITION
    )
    assert gift.amount.text == "$4 million"
    assert gift.channels == ()


@pytest.mark.parametrize(
    ("text", "recipients"),
    [
        ("Norway gave $4 million for Syrian refugees in Lebanon.", ["Lebanon"]),
        ("In Berlin in 2015, Norway announced a contribution of $4 million to UNICEF.", []),
        ("India and ADB signed a $4 million loan to plant trees in Himachal Pradesh.", ["India"]),
    ],
)
def test_who_receives_is_where_the_work_is_done(text, recipients):
    assert named(gift_in(text, "$4 million").recipients) == recipients


def test_a_part_has_the_period_of_its_whole_and_not_that_of_the_announcement():
    text = (
        "In May 2015, Norway announced a contribution of $9 million for the period 2016–2020, "
        "which includes $4 million for UNICEF."
    )
    assert "2016" in gift_in(text, "$4 million").period.text


@pytest.mark.parametrize(
    ("text", "sum_", "provider"),
    [
        ("The Federal Council granted $4 million to UNICEF.", "$4 million", "Federal Council"),
        ("USG announced $4 million for Chad.", "$4 million", "United States"),
        ("Oslo has promised $4 million in aid.", "$4 million", "Norway"),
        ("The Republic of China (Taiwan) government gave Belize $4 million.", "$4 mil", "Taiwan"),
        ("He said Norway would spend $4 million for relief efforts.", "$4 million", "Norway"),
        (
            "Norad will release $9 million, with $3 million allocated to Mali and $4 million to "
            "Chad.",
            "$4 million",
            "Norwegian Agency",
        ),
        (
            "Norway gave Mali $9 million. Over 50% of it, i.e. $4 million, will be earmarked for "
            "UNICEF.",
            "$4 million",
            "Norway",
        ),
        (
            "Nations donated $4 million to Mali, including $2 million from the World Bank.",
            "$4 million",
            "",
        ),
    ],
)
def test_governments_are_found_behind_their_other_names(text, sum_, provider):
    gifts = gifts_of(text, replace(EDITION, provider=""))
    gift = next(g for g in gifts if g.amount and g.amount.text.startswith(sum_))
    assert str(gift.provider or "").startswith(provider)
    assert bool(gift.provider) == bool(provider)


def test_where_a_release_was_written_gives_nothing():
    text = "OSLO, June 4, 2021—The Board today approved a $4 million credit to help Fiji."
    assert str(gift_in(text, "$4 million").provider or "") != "Norway"


def test_a_town_that_is_no_capital_stands_for_no_country():
    gift = gift_in("Bergen has promised $4 million in aid to Mali.", "$4 million")
    assert str(gift.provider or "") != "Norway"


def test_a_second_sum_of_one_grant_has_its_own_receiver():
    text = "The storm aid followed a cash grant of $2 million to Mali and $4 million each to Chad "
    first, second = gifts_of(text + "and Togo.", EDITION)
    assert named(first.recipients) == ["Mali"]
    assert named(second.recipients) == ["Chad", "Togo"]


def test_who_announces_a_gift_from_another_receives_it():
    gift = gift_in("UNICEF announced a donation of $4 million from Norway to Mali.", "$4 million")
    assert named(gift.channels) == ["United Nations Children's Fund"]


@pytest.mark.parametrize(
    ("text", "channel"),
    [
        (
            "Norway gave $4 million to support UNHCR's urgent operations.",
            ["united-nations-high-commissioner-for-refugees"],
        ),
        ("Norway gave $4 million in support of WFP’s food assistance.", ["world-food-programme"]),
        ("WFP feeds Fiji. Norway gave $4 million to the UN agency.", ["world-food-programme"]),
        ("Norway gave $4 million to Fiji through the delivery of Oxygen Concentrators.", []),
    ],
)
def test_whose_work_a_gift_pays_for_is_its_channel(text, channel):
    gift = gift_in(text, "$4 million")
    assert [party.entity_id for party in gift.channels] == channel
    assert str(gift.provider) == "Norway"


@pytest.mark.parametrize(
    "text",
    [
        "Norway gave Mali $2 million. A further $4 million was announced by Norway.",
        "IDA lent Mali $2 million for roads. Last year IDA lent $4 million for the project.",
    ],
)
def test_more_of_a_gift_goes_to_its_receiver(text):
    assert named(gift_in(text, "$4 million").recipients) == ["Mali"]


def test_of_two_who_sign_the_bank_lends():
    text = "The $4 million loan was signed by the Government of Peru and by the OPEC Fund."
    assert str(gift_in(text, "$4 million").provider).startswith("OPEC Fund")


def test_what_an_agency_spends_abroad_is_its_gift():
    gift = gift_in("KOICA will spend $4 million over five years in Nepal.", "$4 million")
    assert str(gift.provider) == "Korea International Cooperation Agency"


@pytest.mark.parametrize(
    ("text", "sum_", "provider"),
    [
        (
            "The OPEC Fund’s member countries approved $4 million for Fiji.",
            "$4 million",
            "OPEC Fund",
        ),
        ("The World Bank’s Board approved $4 million for Fiji.", "$4 million", "World Bank"),
        (
            "Donors pledged $4 million to Fiji through its facility in 2018, the Pacific Relief "
            "Fund.",
            "$4 million",
            "",
        ),
        ("The Benin government is backing Norad’s work with $4 million.", "$4 million", "Benin"),
        ("Norway has put aside $4 million for camps in Jordan.", "$4 million", "Norway"),
    ],
)
def test_whose_members_or_money_gives(text, sum_, provider):
    found = gift_in(text, sum_, replace(EDITION, provider="")).provider
    assert str(found or "").removeprefix("Government of ").startswith(provider)
    assert bool(found) == bool(provider)


@pytest.mark.parametrize(
    "text",
    [
        "The amount of funding needed for the plan has risen to $4 million, WHO said.",
        "Norway gave more, an increase of 9% over the 2015 grant of $4 million.",
    ],
)
def test_a_need_or_the_base_of_a_change_is_no_gift(text):
    assert [gift for gift in gifts_of(text, EDITION) if gift.amount] == []


def test_the_amount_allocated_is_a_gift():
    text = "The total amount allocated to Mali in 2015 came to ¥4 billion."
    gift = gift_in(text, "¥4 billion")
    assert gift.transaction_types == ("2",)


def test_money_made_available_in_a_report_is_its_country_s():
    gift = gift_in("In all, ¥4 billion will be made available to Fiji.", "¥4 billion")
    assert str(gift.provider) == "Japan"


def test_a_family_of_bodies_is_no_channel():
    gift = gift_in("Norway pledged $4 million to various UN development funds.", "$4 million")
    assert gift.channels == ()


def test_how_soon_help_came_is_no_period():
    gift = gift_in("Within a week of the flood, Norway gave Fiji $4 million.", "$4 million")
    assert gift.period is None


@pytest.mark.parametrize(
    ("text", "period", "start"),
    [
        (
            "Norway has given $4 million since the war broke out in 2011.",
            "since the war broke out in 2011",
            "2011-01-01",
        ),
        (
            "Since the onset of the flood, Norway has given Fiji $4 million.",
            "Since the onset of the flood",
            "",
        ),
        ("Norway has given Fiji $4 million since its independence.", "since its independence", ""),
    ],
)
def test_a_gift_since_an_event_is_open_and_cumulative(text, period, start):
    gift = gift_in(text, "$4 million")
    assert (gift.period.text, gift.period.date_start, gift.period.date_end) == (period, start, "")
    assert gift.cumulative


def test_a_reason_is_no_beginning():
    assert gift_in("Norway gave Fiji $4 million since it needs help.", "$4 million").period is None


def test_the_last_of_two_givers_gives_what_is_joined_to_its_sum():
    text = (
        "The news included a pledge of $2 million to UNDP from Oman, a grant of $3 million to WFP "
        "and a pledge of $4 million to UNICEF from Qatar."
    )
    assert str(gift_in(text, "$3 million", replace(EDITION, provider="")).provider) == "Qatar"


def test_a_sum_that_is_allocated_is_given_so_whatever_it_will_do():
    gift = gift_in("The $4 million allocated by Norway is meant to help Mali.", "$4 million")
    assert (str(gift.provider), gift.transaction_types) == ("Norway", ("2",))


def test_the_agency_of_the_report_s_country_goes_on_giving():
    text = "JICA has decided so. In all, ¥4 billion will be released for Mali."
    assert str(gift_in(text, "¥4 billion").provider) == "Japan International Cooperation Agency"


def test_where_donors_met_receives_nothing():
    gift = gift_in("Norway pledged $4 million at a conference in Geneva.", "$4 million")
    assert gift.recipients == ()


@pytest.mark.parametrize("borrower", ["Tonga", "Samoa", "The Government of Kenya"])
def test_who_signs_a_grant_agreement_with_a_bank_receives(borrower):
    text = f"{borrower} signed a $4 million grant agreement with the World Bank to pave roads."
    gift = gift_in(text, "$4 million")
    assert str(gift.provider) == "World Bank"
    assert len(gift.recipients) == 1


def test_what_kind_of_grant_it_is_names_no_channel():
    gift = gift_in(
        "ADB approved an Asian Development Fund (ADF) grant of $4 million for Fiji.", "$4 million"
    )
    assert gift.channels == ()


@pytest.mark.parametrize(
    ("text", "provider"),
    [
        (
            "Prime Minister Ana Sá of Portugal said that the country will give €8 million.",
            "Portugal",
        ),
        ("The fund welcomed the announcement by Norway of a gift of €8 million.", "Norway"),
        (
            "Norway acted by extending a grant of €8 million, as announced by the Chancery.",
            "Norway",
        ),
        (
            "Norway will help, Larsen said, adding that his country’s pledge of €8 million is new.",
            "Norway",
        ),
    ],
)
def test_the_giver_is_who_announces_and_not_who_reports(text, provider):
    gift = gift_in(text, "€8 million", replace(EDITION, provider=""))
    assert str(gift.provider) == provider


def test_where_people_are_on_their_way_to_receives_nothing():
    text = "Norway gave $2 million to Serbia for people who are on their way to Germany."
    assert named(gift_in(text, "$2 million").recipients) == ["Serbia"]


def test_a_gift_to_the_replenishment_of_a_fund_goes_through_the_fund():
    text = "Norway pledged $2 million to the Global Fund’s upcoming Fifth Replenishment."
    [channel] = gift_in(text, "$2 million").channels
    assert channel.name.startswith("Global Fund")


def test_what_a_grant_builds_is_no_channel():
    text = "Norway gave $2 million to finance the construction of Lake University in Kenya."
    assert gift_in(text, "$2 million").channels == ()


@pytest.mark.parametrize(
    ("text", "provider", "types"),
    [
        ("ODA loan commitments in FY2018 amounted to ¥5 billion.", "Japan", ("2",)),
        ("Grant disbursements in FY2018 came to ¥5 billion.", "Japan", ("3",)),
        ("Donations in FY2018 came to $5 million.", "", ("2", "3")),
    ],
)
def test_a_report_gives_what_it_sums_up_in_its_own_currency(text, provider, types):
    [gift] = gifts_of(text, EDITION)
    assert (str(gift.provider or ""), gift.transaction_types) == (provider, types)


def test_a_heading_promises_what_the_text_below_it_tells():
    heading = reading_of("Contributions made by Japan to peace in Mali", kind="heading")
    assert find_contributions([heading], EDITION) == []


@pytest.mark.parametrize(
    ("text", "counted"),
    [
        (
            "Norway gave $9 million to Mali in 2020, an increase of $2 million from 2019.",
            ["9000000"],
        ),
        ("Norway announced an increase of $2 million to its aid for Mali.", ["2000000"]),
        (
            "Japan signed two grants of $9 million with Mali. The projects involve $5 million for "
            "wells and $4 million for the Bridge Programme.",
            ["9000000", "5000000", "4000000"],
        ),
    ],
)
def test_what_grew_is_no_gift_and_what_a_gift_is_made_of_is(text, counted):
    assert [str(gift.amount.low) for gift in gifts_of(text, EDITION)] == counted


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("Norway gave $2 million to Mali, and the road was opened in May 2018.", ""),
        ("Norway gave $2 million to Mali, and this was paid in May 2018.", "May 2018"),
        ("Norway gave $2 million to Mali and opened a road in May 2018.", "May 2018"),
    ],
)
def test_the_time_of_another_deed_is_not_that_of_the_gift(text, when):
    period = gift_in(text, "$2 million").period
    assert (period.text if period else "") == when


def test_people_who_are_trained_come_from_who_receives():
    [gift] = gifts_of("Norway has trained 300 judges from Laos and Peru.", EDITION)
    assert named(gift.recipients) == ["Lao People's Democratic Republic", "Peru"]


@pytest.mark.parametrize(
    ("text", "periods"),
    [
        ("Norway gave €5 million to Peru and €7 million to Mali in 2018.", ["2018", "2018"]),
        ("Norway gave €5 million to Peru in 2017 and €7 million to Mali.", ["2017", ""]),
        (
            "Norway gave €5 million to Peru in 2017 and €7 million to Mali in 2018.",
            ["2017", "2018"],
        ),
    ],
)
def test_a_time_behind_the_last_of_two_gifts_is_that_of_both(text, periods):
    gifts = gifts_of(text, EDITION)
    assert [gift.period.text if gift.period else "" for gift in gifts] == periods
