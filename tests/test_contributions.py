"""Gifts: one sentence in, the expected rows out; and the figures on our own examples."""

import re
from pathlib import Path

import pytest
from gift_figures import FILES, report, scored
from gifts import Gift, as_gift, gifts_of, read_examples
from hypothesis import given, settings
from hypothesis import strategies as st
from readings import EDITION, reading_of, readings_of

from pipeline.contributions import find_contributions
from pipeline.vocab import read_vocab

EXAMPLES = Path(__file__).parent / "examples"


def gifts_in(text: str) -> list[Gift]:
    return [as_gift(found) for found in gifts_of(text, EDITION)]


def one(text: str):
    [gift] = gifts_of(text, EDITION)
    return gift


TARGETS = {"provider": 0.97, "amount": 0.99, "recipients": 0.85, "period": 0.90, "type": 0.90}


@pytest.mark.parametrize("name", FILES)
def test_our_examples_meet_the_targets(name):
    result = scored(name)
    assert result.f1 >= 0.92, result.wrong
    assert result.high >= 0.95, result.wrong
    reached = {field: result.accuracy(field) for field in TARGETS}
    assert all(reached[field] >= least for field, least in TARGETS.items()), reached


def test_the_figures_tell_what_each_level_is_worth():
    lines = list(report(0))
    worth = re.findall(r"(\d+) of (\d+) ([01]\.\d{3})", "\n".join(lines))
    assert len(lines) == 2 + 2 * len(FILES)
    assert [share for *_, share in worth] == [f"{int(r) / int(n):.3f}" for r, n, _ in worth]
    assert len(worth) >= 2 * len(FILES)


def test_every_code_of_a_row_is_explained():
    codes = {row["code"] for row in read_vocab("flags")}
    for example in read_examples(EXAMPLES / "contributions.txt"):
        for gift in gifts_of(example.text, EDITION):
            emitted = {*gift.basis.reasons, *gift.basis.flags, gift.not_countable} - {""}
            assert emitted <= codes, example.text


def test_one_sum_for_two_carriers_is_one_row():
    gift = one("Japan contributed $2.4 million to projects implemented by UNDP and UN Women.")
    assert [party.at.text for party in gift.implementers] == ["UNDP", "UN Women"]


def test_two_sums_of_one_verb_are_two_rows_with_one_giver():
    first, second = gifts_of(
        "Norway gave $2 million to Kenya, as well as $1 million to Uganda.", EDITION
    )
    assert str(first.provider) == str(second.provider) == "Norway"
    assert [str(party) for party in second.recipients] == ["Uganda"]


def test_private_money_is_a_row_but_no_official_aid():
    gift = one("The work is done with a grant of $2 million from the Nippon Foundation.")
    assert gift.provider_type == "60"
    assert "private_money" in gift.basis.flags


@pytest.mark.parametrize(
    ("text", "types"),
    [
        ("Norway disbursed $2 million to Kenya.", ("3",)),
        ("Norway committed $2 million to Kenya.", ("2",)),
        ("Norway pledged $2 million to Kenya.", ("12",)),
        ("Norway announced $2 million in aid to Kenya.", ("12", "2")),
        ("Norway’s contribution of $2 million to Kenya was small.", ("2", "3")),
    ],
)
def test_the_verb_tells_the_transaction_type_or_its_candidates(text, types):
    assert one(text).transaction_types == types


@pytest.mark.parametrize(
    ("text", "finance", "modality"),
    [
        ("Japan gave a grant of $2 million to Laos.", "110", "money"),
        ("Japan extended a loan of $2 million to Laos.", "421", "loan"),
        ("Japan gave $2 million to Laos.", "", "money"),
        ("Japan dispatched experts to Laos.", "", "experts"),
        ("Japan provided vehicles to Laos.", "", "equipment"),
    ],
)
def test_grant_and_loan_are_told_only_where_the_words_say_so(text, finance, modality):
    gift = one(text)
    assert (gift.finance_type, gift.modality) == (finance, modality)


def test_a_gift_since_a_year_is_cumulative_and_not_countable():
    gift = one("Since 2007, Japan has disbursed $480 million to Somalia.")
    assert gift.cumulative
    assert gift.not_countable == "cumulative"


def test_a_total_is_not_counted_beside_its_parts():
    gifts = gifts_of(
        "Japan gave $17 million to Kenya and $8 million to Mali, "
        "making its total contributions $25 million.",
        EDITION,
    )
    assert [gift.not_countable for gift in gifts] == ["", "", "total"]


def test_the_same_gift_told_twice_points_to_its_first_telling():
    text = "Norway gave $2 million to Kenya in 2018."
    first, second = find_contributions(readings_of(text, text), EDITION)
    assert second.duplicate_of == first.bearer
    assert second.not_countable == "duplicate"


def test_a_caption_says_that_nothing_else_tells_its_gift():
    caption = "A patrol vessel constructed with a yen loan from the Government of Japan, Manila."
    [gift] = find_contributions([reading_of(caption, kind="caption")], EDITION)
    assert (gift.known_only_from, gift.modality) == ("caption", "loan")


def test_a_government_keeps_its_name_and_has_its_country():
    gift = one("Kenya received $2 million from the Government of Norway.")
    provider = gift.provider
    assert (provider.name, provider.iso3) == ("Government of Norway", "NOR")


def test_an_aim_is_no_gift():
    assert gifts_in("In order to quickly and fairly offer aid to Chad, Norway wrote a plan.") == []


def test_what_a_gift_consists_of_is_not_told_twice():
    gift = one("Norway provides support for refugees in Chad through contributions to UNHCR.")
    assert [party.at.text for party in gift.channels] == ["UNHCR"]


def test_a_purpose_is_no_passive():
    gift = one("Norway gave $2 million to Kenya to be jointly administered by UNDP.")
    assert gift.purpose is None


def test_what_the_text_does_not_say_is_not_stated():
    gift = one("A grant of €2 million was provided to Kenya.")
    assert gift.provider is None
    assert gift.basis.unknown["provider"] == "not_stated"


def test_a_report_speaks_for_its_country():
    gift = one("We contributed $2 million to Kenya.")
    assert (gift.provider.iso3, gift.basis.reasons) == ("JPN", ("speaker_is_provider",))


def test_a_text_of_nobody_has_no_we():
    from dataclasses import replace

    nobody = replace(EDITION, provider="")
    [gift] = gifts_of("We contributed $2 million to Kenya.", nobody)
    assert gift.provider is None


def test_a_verb_that_does_not_tell_leaves_the_type_ambiguous():
    gift = one("Norway’s contribution of $2 million to Kenya was small.")
    assert gift.basis.unknown["transaction_type"] == "ambiguous"


def test_parts_are_left_out_beside_their_whole():
    gifts = gifts_of(
        "Norway gave $10 million to Kenya, of which $6 million was provided to schools.", EDITION
    )
    assert [gift.not_countable for gift in gifts] == ["", "part"]


def test_a_sum_a_year_is_a_rate_and_not_countable():
    assert one("Norway gives $2 million a year to Kenya.").not_countable == "rate"


def test_each_of_two_givers_has_its_own_sum_where_the_text_says_respectively():
    gifts = gifts_of(
        "Norway and Sweden pledged $2 million and $3 million, respectively, to Kenya.", EDITION
    )
    assert [str(gift.provider) for gift in gifts] == ["Norway", "Sweden"]


def test_every_part_of_a_row_stands_where_its_span_says():
    text = "In 2018, Norway gave $2 million to Kenya through UNICEF for clean water."
    gift = one(text)
    phrases = [
        gift.verb,
        gift.purpose,
        gift.provider.at,
        *(party.at for party in (*gift.recipients, *gift.channels)),
    ]
    assert all(phrase and text[phrase.start : phrase.end] == phrase.text for phrase in phrases)


def test_a_doc_read_from_a_file_gives_the_same_rows():
    from dataclasses import replace

    from spacy.tokens import DocBin
    from spacy.vocab import Vocab

    reading = reading_of("In 2018, Norway gave $2 million to Kenya through UNICEF for clean water.")
    attributes = ("ORTH", "SPACY", "LEMMA", "POS", "TAG", "HEAD", "DEP", "SENT_START")
    data = DocBin(attrs=list(attributes), docs=[reading.doc]).to_bytes()
    [doc] = DocBin().from_bytes(data).get_docs(Vocab())
    again = replace(reading, doc=doc)
    assert find_contributions([again], EDITION) == find_contributions([reading], EDITION)


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                "Japan",
                "gave",
                "$5 million",
                "to",
                "Kenya",
                ",",
                "and",
                "a",
                "loan",
                "of",
                "was",
                "by",
                "UNDP",
                "for",
                "in 2018",
                ".",
                "which",
                "total",
                "making",
                "(",
                ")",
                "from",
                "its",
            ]
        ),
        max_size=25,
    )
)
def test_any_words_give_rows_whose_spans_lie_in_the_text(words):
    text = " ".join(words)
    for gift in find_contributions([reading_of(text)], EDITION):
        assert text[gift.bearer.start : gift.bearer.end].strip()
        for party in (*gift.recipients, *gift.channels, *gift.implementers):
            assert party.at is None or text[party.at.start : party.at.end] == party.at.text


def test_a_gift_of_which_little_is_told_is_a_row_to_doubt():
    gift = one("Japan has provided assistance in the field of health to emerging countries.")
    assert (gift.basis.confidence, [p.name for p in gift.recipients]) == (
        "low",
        ["emerging countries"],
    )
    assert "little_told" in gift.basis.reasons
    assert gifts_in("Japan provides assistance in a wide range of fields.") == []
    assert gifts_in("Japan should provide assistance to emerging countries.") == []


@pytest.mark.parametrize(
    "text",
    [
        "Based on the strategy drawn up in 2014, Norway provides equipment to Kenya.",
        "The school was rebuilt with a grant from Norway, which was established in 1905.",
    ],
)
def test_another_thing_s_date_is_no_period_of_the_gift(text):
    assert [gift.period for gift in gifts_of(text, EDITION)] == [None]


def test_a_picture_s_date_is_not_the_date_of_the_loan():
    caption = "A patrol vessel built with a yen loan from Japan, in Kenya (January 2020)"
    [found] = find_contributions([reading_of(caption, kind="caption")], EDITION)
    assert (found.modality, found.period) == ("loan", None)


# ---- doubts ----------------------------------------------------------------------------------


def test_a_name_that_no_gift_takes_up_makes_its_row_less_sure():
    sure = one("Norway gave $5 million to Chad.")
    doubted = one("Norway gave $5 million to Chad, as Peru had asked of the Lake Basin Fund.")
    assert (sure.basis.confidence, sure.basis.reasons) == ("high", ())
    assert doubted.basis.confidence == "medium"
    assert "name_left_over" in doubted.basis.reasons


def test_a_row_is_not_sure_where_nobody_is_told_to_receive():
    gift = one("Norway gave $5 million for schools.")
    assert (gift.basis.confidence, gift.basis.reasons) == ("medium", ("no_receiver",))


@pytest.mark.parametrize(
    ("text", "confidence", "reason"),
    [
        ("Norway gave $5 million to UNICEF.", "high", ""),  # through whom is told
        ("The Nordic Investment Bank gave €5 million to UNICEF.", "medium", "no_receiver"),
        ("Norway has given a total of $5 million to Chad.", "high", ""),
        ("Norway gave $5 million for schools in Chad.", "high", "recipient_by_place"),
        ("Norway gave $5 million for schools in the Sahel.", "medium", "place_no_country"),
        ("Norway gave $5 million for schools in Lima.", "medium", "place_no_country"),
        ("Norway gave tents to Chad through UNICEF.", "medium", "no_sum"),
        ("Norway gave $5 million to the Sahel.", "high", ""),
        ("Norway gave tents to Chad.", "high", ""),
        ("John Smith gave $5 million to Chad.", "medium", "unknown_name"),
        ("Norway gave Chad $5 million for the crisis in West Africa.", "high", ""),
        ("During the long rains, Norway gave $5 million to Chad.", "medium", "time_elsewhere"),
    ],
)
def test_a_row_is_sure_where_the_sentence_leaves_nothing_to_ask(text, confidence, reason):
    gift = one(text)
    assert gift.basis.confidence == confidence
    assert gift.basis.reasons[-1:] == ((reason,) if reason else ())


def test_a_total_of_several_gifts_is_not_sure():
    total = gifts_of(
        "Norway gave $2 million to Chad, bringing its total support to Chad to $5 million.", EDITION
    )[-1]
    assert (total.not_countable, total.basis.confidence) == ("total", "medium")
    assert "total_told" in total.basis.reasons


def test_a_long_sentence_is_doubtful_only_where_the_parts_of_a_gift_stand_far_apart():
    tail = ", where the rains failed in the spring" * 6 + "."
    near = one("Norway gave $5 million to Chad" + tail)
    far = one("Norway" + tail[:-1] + ", gave $5 million to Chad.")
    assert "long_sentence" not in near.basis.reasons
    assert "long_sentence" in far.basis.reasons


def test_a_sign_that_the_giver_s_own_money_shares_makes_its_row_less_sure():
    for text, reasons in (
        ("New Zealand gave $5 million to Fiji.", ("money_of_giver",)),
        ("New Zealand gave NZ$5 million to Fiji.", ()),
        ("The United States gave $5 million to Fiji.", ()),
    ):
        assert one(text).basis.reasons == reasons


def test_a_name_inside_a_purpose_is_placed():
    gift = one("Norway gave $5 million to Chad for the work of the Lake Basin Fund.")
    assert "name_left_over" not in gift.basis.reasons


@pytest.mark.parametrize(
    ("text", "provider", "reason"),
    [
        ("A loan of ¥3 billion was extended to Fiji.", "Japan", "report_is_provider"),
        ("Minister Lind of Sweden gave $3 million to Fiji.", "Sweden", "officer_speaks"),
        ("In 2015 Cuba joined the OPEC Fund. The Fund lent Fiji $3 million.", "OPEC", ""),
        ("Oman and WFP signed a grant of $3 million for Fiji.", "", ""),
        ("Norway and WFP signed a grant of $3 million for Fiji.", "Norway", "agreed_by_two"),
        ("Pledges by Norway and Oman to give $3 million to Fiji followed.", "Norway", ""),
        ("Cuba thanked Norway for giving $3 million to its schools.", "Norway", ""),
        ("The Norwegian agency, Norad, gave $3 million to Fiji.", "Norwegian Agency", ""),
        ("A $3 million IDA credit was signed for Fiji.", "International Development", ""),
    ],
)
def test_who_stands_behind_the_words_gives(text, provider, reason):
    [gift] = gifts_of(text, EDITION)
    assert provider in str(gift.provider or "")
    assert not reason or reason in gift.basis.reasons


def test_a_gift_that_names_nobody_is_that_of_the_gift_before():
    _, gift = gifts_of(
        "Cuba gave Fiji $3 million. A further $2 million was given to Tonga.", EDITION
    )
    assert str(gift.provider) == "Cuba"
    assert "provider_before" in gift.basis.reasons
    assert gift.basis.confidence != "high"


@pytest.mark.parametrize(
    "text",
    [
        "A loan of €3 million was extended to Fiji.",  # not in Japan's money
        "In Tokyo, $3 billion was pledged to Fiji.",  # by all who met
        "The Programme of the OPEC Fund gave €3 million to Fiji.",
        "A loan of ¥3 billion was extended to Fiji by five banks.",
    ],
)
def test_a_report_gives_nothing_that_may_be_from_others(text):
    assert all(gift.provider is None for gift in gifts_of(text, EDITION))


@pytest.mark.parametrize(
    "text",
    [
        "With Cuba's help, Norway gave $3 million to Fiji.",
        "Norway gave $3 million to Fiji for a school of the University of Oslo.",
    ],
)
def test_a_row_is_not_sure_where_a_name_has_no_part(text):
    [gift] = gifts_of(text, EDITION)
    assert (gift.basis.confidence, "name_left_over" in gift.basis.reasons) == ("medium", True)


@pytest.mark.parametrize(
    ("text", "provider", "recipient"),
    [
        ("Chile handed over 900 sunshades to the Ministry of Health of Peru.", "Chile", "Peru"),
        ("Chile donated three (3) motorbikes to Fiji.", "Chile", "Fiji"),
        ("Two kayaks were donated to Fiji by Chile.", "Chile", "Fiji"),
        ("Chile sent medical aid to Fiji in two aircraft from Lima.", "Chile", "Fiji"),
        ("Chile gifted to Fiji a consignment of blankets.", "Chile", "Fiji"),
    ],
)
def test_whatever_is_donated_is_a_gift(text, provider, recipient):
    gift = one(text)
    assert gift.amount is None
    assert (str(gift.provider), [party.name for party in gift.recipients]) == (
        provider,
        [recipient],
    )


@pytest.mark.parametrize(
    "text",
    [
        "Chile handed over power to the new president of Peru.",
        "Chile handed over two prisoners to Peru.",
        "Chile shipped 300 tonnes of copper to Peru.",
        "Chile will donate its views to the debate in Peru.",
        "Residents donated clothes to the poor.",
    ],
)
def test_what_is_handed_over_is_not_always_a_gift(text):
    assert gifts_of(text, EDITION) == []


def test_a_clause_about_a_sum_is_no_second_gift():
    [gift] = gifts_of("Norway gave Fiji $3 million that will provide tents to families.", EDITION)
    assert gift.amount is not None


def test_a_second_deed_beside_a_sum_is_a_second_gift():
    gifts = gifts_of("Norway gave $3 million to Fiji and dispatched experts to Tonga.", EDITION)
    assert [str(gift.recipients[0]) for gift in gifts] == ["Fiji", "Tonga"]
