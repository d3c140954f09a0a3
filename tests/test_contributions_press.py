"""Gifts as the press tells them, in texts that are no donor's own report."""

from dataclasses import replace

import pytest
from gifts import gifts_of
from readings import EDITION

PRESS = replace(EDITION, provider="")


def give(text):
    """The first gift with a sum of a text."""
    return next(gift for gift in gifts_of(text, PRESS) if gift.amount)


@pytest.mark.parametrize(
    "text",
    [
        "The Norwegian Minister for Trade, Aid and Climate, Ann Lind, gave $4 million to Chad.",
        "Norway's Minister for Foreign Affairs, Climate and Trade gave $4 million to Chad.",
        "Norway helps. The money is on top of the $4 million that the Government gave Chad.",
        "Norway's Federal Government met. In all, $4 million will be provided to Chad.",
        "The Norwegian government met. In all, $4 million will be provided to Chad.",
        "Norway has reacted. The additional $4 million will be used by Oxfam in Chad.",
        "The aid that Norway has given to Chad amounted to $4 million.",
        "Ann Lind, minister of international development of Norway, gave $4 million to Chad.",
        "The Norwegian Federal Government gave $4 million to Chad.",
        "Chad got $4 million in Norwegian aid.",
        "Norway has signed a commitment. UNICEF will receive $4 million for Chad.",
    ],
)
def test_the_country_behind_a_sum_of_the_press(text):
    assert give(text).provider.iso3 == "NOR"


def test_where_a_minister_is_gives_nothing():
    assert (
        give("In Kenya, Minister Ann Lind announced a grant of $4 million to Chad.").provider
        is None
    )


@pytest.mark.parametrize(
    "board",
    ["The ADB board of directors", "The board of executive directors of the ADB", "ADB's board"],
)
def test_a_board_in_small_letters_is_its_bank_s(board):
    gift = give(f"{board} approved $4 million for Chad.")
    assert str(gift.provider) == "Asian Development Bank"


def test_a_bank_known_by_its_letters_alone_is_the_bank():
    gifts = gifts_of(
        "ADB lent $3 million to Fiji. The bank approved $4 million for Samoa.", EDITION
    )
    assert {str(gift.provider) for gift in gifts} == {"Asian Development Bank"}


@pytest.mark.parametrize("bodies", ["Austrian NGOs", "Austrian aid organisations"])
def test_the_charities_of_a_donor_receive_to_pass_its_aid_on(bodies):
    gift = give(f"{bodies} will receive $4 million for projects in Chad.")
    assert [str(party) for party in gift.channels] == [bodies]
    assert [str(party) for party in gift.recipients] == ["Chad"]


@pytest.mark.parametrize("bodies", ["Austrian NGOs", "Austrian aid organisations"])
def test_the_charities_of_a_donor_pass_its_aid_on(bodies):
    gift = give(f"Austria gave $4 million to {bodies} in Chad.")
    assert [str(party) for party in gift.channels] == [bodies]
    assert [str(party) for party in gift.recipients] == ["Chad"]


def test_the_organisations_of_a_country_that_gives_no_aid_pass_none_on_by_that_name():
    assert give("Austria gave $4 million to Kenyan organisations in Turkana.").channels == ()


@pytest.mark.parametrize(
    "bodies",
    ["two local NGOs", "civil society organisations", "six Non-Governmental Organizations"],
)
def test_charities_without_a_name_pass_aid_on(bodies):
    gift = give(f"Austria gave $48,000 to {bodies} for wells in Chad.")
    assert [str(party) for party in gift.channels] == [bodies]


def test_charities_beside_names_pass_aid_on_with_them():
    gift = give("Austria gave $4 million to UNICEF, Oxfam and six foreign NGOs.")
    assert len(gift.channels) == 3
    assert str(gift.channels[2]) == "six foreign NGOs"


@pytest.mark.parametrize("bodies", ["the organisation", "54 organisations", "these NGOs"])
def test_organisations_of_which_nothing_is_told_are_no_channel(bodies):
    assert give(f"Austria gave $4 million to {bodies} in Chad.").channels == ()


def test_countries_of_a_region_receive_together():
    gift = give("Norway gave $4 million to eight countries in the Arab States.")
    assert [str(party) for party in gift.recipients] == ["eight countries in the Arab States"]


def test_whose_scheme_pays_gives():
    text = "The Tonga Sailing Club received $48,000 under Japan's scheme for small projects."
    assert give(text).provider.iso3 == "JPN"


@pytest.mark.parametrize("told", ["was nearly $4 million", "amounted to $4 million"])
def test_a_donor_s_contribution_is_a_gift_to_whatever_it_is(told):
    assert give(f"In 2018, Norway's overall contribution {told}.").provider.iso3 == "NOR"


def test_who_acts_on_behalf_of_another_gives():
    gift = give("KfW, acting on behalf of the Federal Government, granted Chad $4 million.")
    assert str(gift.provider) == "Kreditanstalt für Wiederaufbau"


def test_where_the_giver_has_been_receives_nothing():
    gift = give("Norway, which has toured camps in Chad, gave $4 million for seeds.")
    assert gift.recipients == ()
    gift = give("Norway announced $4 million for seeds on a visit to Chad.")
    assert gift.recipients == ()


def test_the_agency_between_giver_and_verb_passes_aid_on_with_those_after_it():
    gift = give("Norway, through Norad, will give $4 million to a UNICEF project in Chad.")
    assert {str(party) for party in gift.channels} >= {
        "Norwegian Agency for Development Cooperation"
    }


def test_a_sum_out_of_which_parts_are_given_is_no_second_gift():
    text = "Norway gave $9 million. Of the $9 million, $4 million will go to Chad."
    assert [str(gift.amount.low) for gift in gifts_of(text, PRESS)] == ["9000000", "4000000"]


@pytest.mark.parametrize("bank", ["The bank", "The lender", "The multilateral"])
def test_a_word_for_what_a_body_is_means_the_last_one_named(bank):
    gifts = gifts_of(f"ADB lent $3 million to Fiji. {bank} also gave Samoa $4 million.", PRESS)
    assert {str(gift.provider) for gift in gifts} == {"Asian Development Bank"}


def test_who_is_granted_a_loan_receives():
    gift = give("Bolivia was granted a $4 million loan to mend roads.")
    assert [str(party) for party in gift.recipients] == ["Bolivia"]


def test_a_country_in_capitals_gives():
    assert give("NEW ZEALAND has given $4 million to Fiji.").provider.iso3 == "NZL"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Norway gave $4 million to Chad on Tuesday.", "time_elsewhere"),
        ("In May 2018, Norway gave $4 million to Chad for 2019 and 2020.", "time_elsewhere"),
        ("Norway gave $4 million to Chad, as it said in its pledge.", "pledge_beside"),
    ],
)
def test_what_else_the_sentence_tells_leaves_a_gift_in_doubt(text, reason):
    gift = give(text)
    assert (gift.basis.confidence, reason in gift.basis.reasons) == ("medium", True)


def test_a_gift_told_plainly_is_sure():
    assert give("In 2019, Norway gave $4 million to Chad.").basis.confidence == "high"


def test_a_board_of_directors_in_capitals_is_its_fund_s():
    gift = give(
        "The Board of Directors of the African Development Fund on 3 July gave Mali $4 million."
    )
    assert str(gift.provider) == "African Development Fund"


def test_who_received_before_gives_nothing_after():
    gifts = gifts_of(
        "Malawi will receive $9 million. The aid comprises a loan of $4 million.", PRESS
    )
    assert [gift.provider for gift in gifts] == [None, None]


def test_what_describes_a_country_is_no_other_receiver():
    gift = give(
        "The African Development Bank lent $4 million to Mali, one of the driest countries."
    )
    assert [str(party) for party in gift.recipients] == ["Mali"]


def test_a_dateline_leaves_the_time_of_a_gift_in_doubt():
    gift = give("Tunis, 21 December 2005 – Norway gave $4 million to Mali.")
    assert "time_elsewhere" in gift.basis.reasons


def test_a_donor_s_region_is_known():
    gift = give("The Flemish Government gave $4 million to Malawi.")
    assert (str(gift.provider), gift.basis.confidence) == ("Government of Flanders", "high")


def test_whose_deed_stands_right_behind_the_sum():
    gift = give("The loan is part of a package of $4 million Norway has pledged for Malawi.")
    assert (gift.provider.iso3, gift.transaction_types) == ("NOR", ("12",))
    assert [str(party) for party in gift.recipients] == ["Malawi"]


def test_who_uses_a_contribution_to_a_fund_gives_it():
    gift = give("Norway used a contribution of $4 million to the Peacebuilding Fund for Niger.")
    assert gift.provider.iso3 == "NOR"


def test_all_aid_of_a_donor_is_a_total():
    text = "Norway reported to the DAC net ODA of $9 million, which comprised $8 million"
    gifts = gifts_of(f"{text} in bilateral ODA.", PRESS)
    assert [gift.provider.iso3 for gift in gifts] == ["NOR", "NOR"]
    assert [gift.not_countable for gift in gifts] == ["total", "total"]
    assert not any(gift.channels for gift in gifts)


def test_a_part_keeps_its_channel_to_itself():
    text = "Norway disbursed $9 million in ODA, of which $2 million was bilateral and"
    whole, *_ = gifts_of(f"{text} $4 million a contribution to the World Food Programme.", PRESS)
    assert whole.channels == ()


def test_a_fund_set_up_at_a_body_goes_through_it():
    gift = give("Norway gave Mali $4 million through a trust fund set up at UNESCO.")
    assert [str(party) for party in gift.channels] == [
        "United Nations Educational, Scientific and Cultural Organization"
    ]


@pytest.mark.parametrize(
    "told", ["$4 million up from", "$4 million, up from", "$4 million down from"]
)
def test_a_year_of_the_sum_before_is_no_time_of_this_one(told):
    gift = give(f"Norwegian assistance to Chad in 2018 was {told} $3 million in 2017.")
    assert gift.period.text == "2018"


def test_a_verb_that_looks_like_a_noun_tells_a_sum():
    assert give("Norwegian development assistance for 2018 amounts to NOK 4 billion.").amount


def test_the_frame_out_of_which_is_paid_is_no_second_gift():
    text = "UNICEF welcomes Norway's contribution of $4 million under its latest budget allocation"
    assert len(gifts_of(f"{text} to assist children in Chad.", PRESS)) == 1


@pytest.mark.parametrize(
    ("text", "iso3"),
    [
        ("It comes on top of the United States’ pledge of $4 million for Chad.", "USA"),
        ("The government of America gave $4 million to Chad.", "USA"),
        ("Norway has shown its interest to provide $4 million to Chad.", "NOR"),
        ("Norway is expected to provide $4 million to Chad.", "NOR"),
    ],
)
def test_the_country_of_a_promise(text, iso3):
    gift = give(text)
    assert gift.provider.iso3 == iso3
    assert "3" not in gift.transaction_types or "gave" in text


def test_a_board_of_executive_directors_is_its_bank_s():
    gift = give(
        "The Board of Executive Directors of the Asian Development Bank approved $4 million"
        " for Chad."
    )
    assert str(gift.provider) == "Asian Development Bank"


def test_a_dateline_gives_nothing():
    text = "Luxembourg: The European Investment Bank has signed a loan of $4 million with Chad."
    assert str(give(text).provider) == "European Investment Bank"


def test_of_two_governments_the_other_receives():
    first, second = gifts_of(
        "The U.S. and Malawian governments signed two agreements totalling $9 million."
        " These agreements provide $4 million for farms.",
        PRESS,
    )
    assert [str(party) for party in (*first.recipients, *second.recipients)] == ["Malawi"] * 2
    assert first.transaction_types == second.transaction_types == ("2",)


def test_each_of_several_receives_its_own_sum():
    gifts = gifts_of(
        "Lake Hospital will receive $3 million, the University of Chad (UOC) will receive"
        " $2 million and the Coast School will receive $1 million.",
        PRESS,
    )
    assert [[str(p) for p in gift.channels] for gift in gifts] == [
        ["Lake Hospital"],
        ["University of Chad"],
        ["Coast School"],
    ]


def test_the_partners_of_a_country_receive_there():
    assert [
        str(p) for p in give("Norway gave $4 million to its Lebanese partners.").recipients
    ] == ["Lebanon"]


def test_who_benefits_from_a_sum_receives():
    gift = give("Uganda will benefit from $4 million for roads.")
    assert [str(party) for party in gift.recipients] == ["Uganda"]


def test_each_of_two_sources_gives_its_own():
    first, second = gifts_of(
        "Mali got a 9 million euro loan from Oman and a 3 million euro grant from Qatar.", PRESS
    )
    assert (first.provider.iso3, second.provider.iso3) == ("OMN", "QAT")


@pytest.mark.parametrize(
    ("to", "receivers"),
    [
        ("five countries: Ghana (HIV) and Chad (TB)", ["five countries", "Ghana", "Chad"]),
        ("assist its developing member countries", ["its developing member countries"]),
    ],
)
def test_the_countries_of_a_group(to, receivers):
    gift = give(f"Norway gave $4 million to {to}.")
    assert [str(party) for party in gift.recipients] == receivers


def test_a_place_joined_to_a_group_of_places():
    gift = give("Norway gave $4 million for work in nine African countries and Cambodia.")
    assert [str(party) for party in gift.recipients] == ["nine African countries", "Cambodia"]


def test_what_countries_commit_at_home_is_no_aid():
    assert not gifts_of("Domestic commitments for the programmes came to $4 million.", PRESS)


@pytest.mark.parametrize("lie", ["around", "bordering", "neighbouring"])
def test_countries_beside_another_receive(lie):
    gift = give(f"Norway gave $4 million to the countries {lie} Mali.")
    assert [str(party) for party in gift.recipients] == [f"countries {lie} Mali"]


def test_where_the_trained_come_from_receives():
    [gift] = gifts_of("Norway trained 300 officers from the countries around Mali.", PRESS)
    assert [str(party) for party in gift.recipients] == ["countries around Mali"]
