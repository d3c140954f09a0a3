"""Names: full spans, kinds, entities, codes, roles; one sentence in, names out."""

from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given
from hypothesis import strategies as st

from pipeline.entities.candidates import PRECEDENCE, Candidate, settle
from pipeline.records.names import Mention
from tests.helpers.name_examples import parse, read_examples, spans
from tests.helpers.name_figures import FILES, figures, names_of
from tests.helpers.properties import examples


def mentions_in(text: str) -> list[Mention]:
    return [m for block in names_of(text).names for m in block.mentions]


def names_in(text: str) -> list[Mention]:
    """The names that stand by themselves."""
    return [m for m in mentions_in(text) if m.role != "name_part"]


def parts_in(text: str) -> list[str]:
    return [m.text for m in mentions_in(text) if m.role == "name_part"]


LENDER = "Caribbean Development Bank"

# ---- full names ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He sailed the Gulf of Aden and the Gulf of Guinea.", ["Gulf of Aden", "Gulf of Guinea"]),
        ("UNDP and UN Women met.", ["UNDP", "UN Women"]),
        (
            "The Protocol to Prevent, Suppress and Punish Piracy in Lakes binds all.",
            ["Protocol to Prevent, Suppress and Punish Piracy in Lakes"],
        ),
        (
            "The G7 Energy Ministers’ Meeting and the G7 Health Ministers’ Meeting were held.",
            ["G7 Energy Ministers’ Meeting", "G7 Health Ministers’ Meeting"],
        ),
        ("The Ministry of Health of Kenya built it.", ["Ministry of Health", "Kenya"]),
        (
            "The Government of Kenya for the Coast Road Project signed it.",
            ["Government of Kenya", "Coast Road Project"],
        ),
        ("The Bank of Ghana lent money.", ["Bank of Ghana"]),
        ("The 2014 Action Plan to Combat Smuggling was drawn up.", None),
        ("They met at the University of Lagos in Nigeria.", ["University of Lagos", "Nigeria"]),
        ("In 2019 Kenya joined the 5th Africa-Asia Port Dialogue.", None),
        ("The Food and Nutrition Council advised.", ["Food and Nutrition Council"]),
        ("The Ministry of Health and the Ministry of Education signed.", None),
        ("The IMO Djibouti Code of Conduct Trust Fund grew.", None),
        ("Hitachi, Ltd. built it.", ["Hitachi, Ltd."]),
        ("The staff of the EU Delegation met.", ["EU Delegation"]),
        ("The Board of Directors of the Caribbean Development Bank met.", [LENDER]),
        ("The Executive Board of the Caribbean Development Bank met.", [LENDER]),
        ("The Kenya Trade and Ports Authority paid.", ["Kenya Trade and Ports Authority"]),
        (
            "Japan Airlines and Tokyo Port Authority paid.",
            ["Japan Airlines", "Tokyo Port Authority"],
        ),
        ("The Ana R. T. Solberg Hospital opened.", ["Ana R. T. Solberg Hospital"]),
        ("The Line of Credit was signed at Lakeside House.", ["Lakeside House"]),
    ],
)
def test_a_name_is_whole(text: str, expected: list[str] | None) -> None:
    whole = {
        "The 2014": ["2014 Action Plan to Combat Smuggling"],
        "In 2019 ": ["Kenya", "5th Africa-Asia Port Dialogue"],
        "The Mini": ["Ministry of Health", "Ministry of Education"],
        "The IMO ": ["IMO Djibouti Code of Conduct Trust Fund"],
    }
    assert [m.text for m in names_in(text)] == (expected or whole[text[:8]])


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("They sailed the Gulf of Guinea.", ["Guinea"]),
        ("The ASEAN-Japan Centre opened.", ["ASEAN", "Japan"]),
        ("The University of Tokyo helped.", ["Tokyo"]),
        ("Ships left Guinea-Bissau.", []),
    ],
)
def test_a_place_inside_a_longer_name_is_a_part(text: str, parts: list[str]) -> None:
    assert parts_in(text) == parts


@pytest.mark.parametrize(
    "text",
    [
        "In addition, training was given to officers.",
        "The programme supports farmers and their families.",
        "Official Development Assistance (ODA) rose by 3 percent.",
        "Measures against Drug Trafficking",
        "It cost KES 5 million, or 40 million ZMW, and 12 PHCs were built.",
        "The plant of 100 GWp cost XAF120 million.",
        "Cases of Ebola fell, as Table 2 shows.",
        "The Steering Committee met, and the Project Manager wrote the Inception Report.",
        "It focuses on Climate Change, Gender Equality and Good Governance.",
        "The Minister for Humanitarian Aid and Crisis Management met farmers of the Kingdom.",
        "The Conference Room was full, and the Programme Manager came late.",
        "The State-backed mill and a Fund-supported road opened for an INGO.",
        "She holds a degree in Economics, Nursing and Engineering.",
        "Courses in Statistics, Accounting and Medicine were held.",
        "Japan's Efforts to Enhance Security Authorities"[8:],
    ],
)
def test_no_name_where_none_is(text: str) -> None:
    assert names_in(text) == []


def test_a_heading_breeds_no_people() -> None:
    edition_names = names_of("Suppress Piracy and Punish Smuggling in Kenya", kinds=["heading"])
    assert [m.text for m in edition_names.names[0].mentions] == ["Kenya"]


def test_a_heading_in_capitals_shouts_its_countries() -> None:
    edition_names = names_of("COUNTRIES WHO BENEFIT: SRI LANKA AND KENYA", kinds=["heading"])
    assert [m.entity_id for m in edition_names.names[0].mentions] == ["sri-lanka", "kenya"]


def test_dollars_are_no_country() -> None:
    assert names_in("It cost US$480 million, or 500 million US dollars.") == []


@pytest.mark.parametrize(
    ("text", "flag"),
    [("Farmers in Congo sold it.", "ambiguous_country"), ("Congolese fled.", "ambiguous_people")],
)
def test_a_name_of_two_countries_is_flagged(text: str, flag: str) -> None:
    assert [m.flags for m in names_in(text)] == [(flag,)]


def test_a_heading_knows_the_names_of_the_body() -> None:
    texts = ("The Rural Wells Fund", "The Rural Wells Fund grew in 2018.")
    edition_names = names_of(*texts, kinds=["heading", "body"])
    assert [m.text for m in edition_names.names[0].mentions] == ["Rural Wells Fund"]


# ---- kinds and persons -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("There Foreign Minister Motegi spoke.", "Foreign Minister Motegi", "person"),
        ("It was launched by Ms. Rosa de la Cruz.", "Ms. Rosa de la Cruz", "person"),
        ("They boarded BRP Malabrigo at noon.", "BRP Malabrigo", "vessel"),
        ("The satellite “Asagao-2” was launched.", "Asagao-2", "vessel"),
        ("Under the “Project on Clean Rivers”, wells were dug.", "Project on Clean Rivers", None),
        ("TICAD7 was a success.", "TICAD7", "meeting"),
        ("The Kenyan police came.", "Kenyan", "nationality"),
        ("Boko Haram attacked.", "Boko Haram", "armed_group"),
        ("It was held in Quelimane, Mozambique.", "Quelimane", "place"),
        ("The envoy met Michael Jordan in Amman.", "Michael Jordan", "person"),
        ("He spoke in Amman, Jordan.", "Jordan", "country"),
        ("Farmers of Binh Phuoc province came.", "Binh Phuoc", "place"),
        ("He met farmers in Nakuro, Eldoreto and Kisumo yesterday.", "Eldoreto", "place"),
        ("She taught in Upper Guinea.", "Upper Guinea", "region"),
        ("She met Her Excellency Ana Lind there.", "Her Excellency Ana Lind", "person"),
        (
            "Minister of Planning and Water Tomas Okellu, who signed, spoke.",
            "Minister of Planning and Water Tomas Okellu",
            "person",
        ),
        (
            "It was given to Minister of Health, Wellness and the Environment St. John Berry.",
            "Minister of Health, Wellness and the Environment St. John Berry",
            "person",
        ),
    ],
)
def test_the_kind_of_a_name(text: str, name: str, kind: str | None) -> None:
    kinds = {m.text: m.kind for m in names_in(text)}
    assert kinds[name] == (kind or "programme")


# ---- who is who ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("spellings", "entity_id"),
    [
        (("Vietnam", "Viet Nam", "Socialist Republic of Viet Nam"), "viet-nam"),
        (("Turkey", "Türkiye"), "turkiye"),
        (("Cote d'Ivoire", "Côte d’Ivoire", "Ivory Coast"), "cote-divoire"),
        (("DR Congo", "DRC", "Zaire", "DRCongo"), "democratic-republic-of-the-congo"),
        (("Guinée-Bissau", "Guinea Bissau"), "guinea-bissau"),
        (("South-Sudan", "Sudan South", "South Sudan2"), "south-sudan"),
        (("Papua-New Guinea", "Papua New-Guinea"), "papua-new-guinea"),
        (("Peoples Republic of China", "Peoples’ Republic of China", "PRC"), "china"),
        (("Republic of China (Taiwan)", "Republic of China, Taiwan"), "taiwan"),
        (("Phillipines", "Philipines"), "philippines"),
        (("Zimbawe", "Zimbabwe3"), "zimbabwe"),
        (("World Food programme", "United Nations World Food programme"), "world-food-programme"),
        (("UNDP", "United Nations Development Program"), "united-nations-development-programme"),
        (("Government of Japan", "Japanese Government"), "government-of-japan"),
        (("TICAD7", "TICAD 7", "TICAD VII"), "ticad-7"),
    ],
)
def test_spellings_of_one_thing_have_one_id(spellings: tuple[str, ...], entity_id: str) -> None:
    for spelling in spellings:
        found = names_in(f"We read of the {spelling} there.")
        assert [m.entity_id for m in found] == [entity_id], spelling


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It works in Sudan, South Sudan and Chad.", ["sudan", "south-sudan", "chad"]),
        ("It works in Gambia, The Bahamas and Chad.", ["gambia", "bahamas", "chad"]),
        ("It taught at Columbia University with Peru.", ["columbia-university", "peru"]),
    ],
)
def test_a_tail_is_not_the_next_name(text: str, expected: list[str]) -> None:
    assert [m.entity_id for m in names_in(text)] == expected


def test_a_government_is_not_merged_with_its_country() -> None:
    [edition_names] = [names_of("The Government of Japan met Japan.")]
    assert [e.entity_id for e in edition_names.entities] == ["government-of-japan", "japan"]
    assert [e.iso3 for e in edition_names.entities] == ["JPN", "JPN"]


def test_a_reference_stands_for_the_last_fitting_name() -> None:
    text = "Japan joined the Tuna Convention and the Rice Fund. Under the Convention, it pays."
    [reference] = [m for m in names_in(text) if m.rule == "reference"]
    assert (reference.text, reference.antecedent) == ("Convention", "Tuna Convention")
    assert (reference.entity_id, reference.confidence) == ("tuna-convention", "medium")
    assert reference.flags == ("back_reference",)


def test_a_reference_to_nothing_is_no_name() -> None:
    assert names_in("Under the Convention, all states pay.") == []


def test_an_acronym_links_later_and_earlier_uses() -> None:
    edition_names = names_of("RWF pays.", "The Rural Wells Fund (RWF) was set up.", "RWF grew.")
    ids = {m.entity_id for names in edition_names.names for m in names.mentions}
    assert ids == {"rural-wells-fund"}
    [acronym] = edition_names.acronyms
    assert (acronym.acronym, acronym.long_form) == ("RWF", "Rural Wells Fund")
    assert acronym.defined and acronym.used_before_definition


def test_an_acronym_that_nobody_explains_is_flagged() -> None:
    [acronym] = names_of("Money went to the ZQXR last year.").acronyms
    assert (acronym.acronym, acronym.defined, acronym.long_form) == ("ZQXR", False, "")


def test_an_acronym_of_common_words_names_nothing() -> None:
    edition_names = names_of("Foreign terrorist fighters (FTF) returned. FTF are few.")
    assert edition_names.names[0].mentions == ()
    assert [a.acronym for a in edition_names.acronyms] == ["FTF"]


def test_codes_and_eligibility_are_those_of_the_year() -> None:
    for year, eligible in ((2017, "yes"), (2018, "no")):
        [chile] = names_of("Chile applied.", year=year).entities
        assert (chile.iso3, chile.dac_code, chile.oda_eligible) == ("CHL", "434", eligible)


def test_a_group_has_the_members_of_the_year() -> None:
    for year, count in ((2019, 28), (2020, 27)):
        [union] = names_of("The European Union paid.", year=year).entities
        assert len(union.members) == count


@pytest.mark.parametrize(
    ("text", "place", "role"),
    [
        ("The seminar was held in Nairobi.", "Nairobi", "venue"),
        ("The centre was established in Singapore.", "Singapore", "seat"),
        ("Poverty fell in Nairobi.", "Nairobi", "context"),
    ],
)
def test_the_role_of_a_place(text: str, place: str, role: str) -> None:
    assert {m.text: m.role for m in names_in(text)}[place] == role


def test_a_likely_misspelling_keeps_what_the_text_says() -> None:
    edition_names = names_of("It was held in Nairobbi and Lusaka.")
    [first, _] = edition_names.names[0].mentions
    assert (first.text, first.kind, first.flags) == ("Nairobbi", "place", ("maybe_misspelt",))
    assert [(issue.code, issue.note) for issue in edition_names.issues] == [
        ("maybe_misspelt", "Nairobi?")
    ]


def test_an_organisation_spelled_almost_like_a_known_one_stays_another() -> None:
    text = "Money went to the United Nations Develpment Programme last year."
    edition_names = names_of(text)
    [name] = [m for m in edition_names.names[0].mentions if m.role != "name_part"]
    assert (name.text, name.flags) == ("United Nations Develpment Programme", ("maybe_misspelt",))
    assert name.entity_id == "united-nations-develpment-programme"
    assert [i.note for i in edition_names.issues] == ["United Nations Development Programme?"]


def test_ids_are_the_same_in_two_editions() -> None:
    first = names_of(
        "The Rural Wells Fund (RWF) paid Kenya.",
        "Foreign Minister Motegi signed the Tuna Convention at the 3rd Ports Dialogue.",
        year=2019,
    )
    second = names_of(
        "At the Ports Dialogue, the Tuna Convention was signed by Motegi, Foreign Minister.",
        "KENYA RECEIVES MONEY",
        "The RURAL WELLS FUND and the Rural Wells Fund (RWF) are one.",
        kinds=["body", "heading", "body"],
        year=2021,
    )
    names = {e.entity_id for e in first.entities}
    assert names == {
        *("rural-wells-fund", "kenya", "motegi", "tuna-convention", "ports-dialogue"),
    }
    assert {"rural-wells-fund", "kenya", "tuna-convention", "ports-dialogue"} <= {
        e.entity_id for e in second.entities
    }


def test_two_meanings_of_one_acronym_are_reported() -> None:
    texts = ("The Rural Wells Fund (RWF) grew.", "The Royal Water Forum (RWF) met.")
    [issue] = names_of(*texts).issues
    assert (issue.code, issue.block_id) == ("acronym_two_meanings", "b1")


def test_a_name_only_inside_others_is_no_entity() -> None:
    edition_names = names_of("They sailed the Gulf of Guinea.")
    assert [e.name for e in edition_names.entities] == ["Gulf of Guinea"]
    assert [m.entity_id for m in edition_names.names[0].mentions] == ["gulf-of-guinea", "guinea"]
    both = names_of("They sailed the Gulf of Guinea.", "Guinea paid.")
    assert [e.name for e in both.entities] == ["Gulf of Guinea", "Guinea"]


@pytest.mark.parametrize(
    ("text", "iso3"),
    [
        ("She studied at the University of Nairobi.", "KEN"),
        ("The Kisumu Institute of Technology opened.", "KEN"),
        ("The Rapid Rescue Team (RRT) of Thailand came.", "THA"),
        ("Ghana’s Land Records Office opened.", "GHA"),
        ("The Kenyan Land Records Office opened.", "KEN"),
        ("The Land Records Office opened.", ""),
    ],
)
def test_the_country_of_an_organisation_is_in_its_name_or_next_to_it(text: str, iso3: str) -> None:
    organisations = [
        e for e in names_of(text).entities if e.kind in ("university", "government_body")
    ]
    assert [e.iso3 for e in organisations if e.iso3] == ([iso3] if iso3 else [])


def test_a_nickname_in_quotation_marks_is_the_same_thing() -> None:
    edition_names = names_of("The Lake Rescue Station “Kamome” was built.", "Kamome sank.")
    assert [(e.name, e.aliases) for e in edition_names.entities] == [
        ("Lake Rescue Station", ("Kamome",))
    ]


def test_a_name_keeps_the_apostrophe_of_the_text() -> None:
    [fund] = names_of("The United Nations Children’s Fund came.").entities
    assert (fund.entity_id, fund.name) == (
        "united-nations-childrens-fund",
        "United Nations Children’s Fund",
    )


def test_a_person_is_named_without_title() -> None:
    [person] = names_of("There Foreign Minister Motegi spoke. Motegi left.").entities
    assert (person.name, person.aliases) == ("Motegi", ("Foreign Minister Motegi",))


# ---- the precedence --------------------------------------------------------------------------


def test_a_higher_layer_keeps_its_place_against_a_crossing_one() -> None:
    high = Candidate(0, 10, "vocabulary", "country")
    low = Candidate(5, 20, "shape", "fund")
    assert settle([low, high]) == [high]


def test_a_lower_layer_that_holds_the_whole_widens() -> None:
    inner, outer = Candidate(5, 10, "vocabulary", "country"), Candidate(0, 20, "shape", "fund")
    assert settle([inner, outer]) == [outer]


spans_of_text = st.tuples(st.integers(0, 30), st.integers(1, 12), st.sampled_from(PRECEDENCE))


@given(st.lists(spans_of_text, max_size=12))
def test_names_that_stand_never_overlap(found: list[tuple[int, int, str]]) -> None:
    candidates = [Candidate(start, start + n, layer, "other") for start, n, layer in found]
    kept = settle(candidates)
    assert all(a.end <= b.start for a, b in pairwise(kept))


words = st.sampled_from(
    (
        *("Japan", "Fund", "of", "the", "and", ",", "(", ")", "“", "”", "’s", "-", "UN", "Trust"),
        *("Gulf", "Guinea", "for", "2019", "JICA's", "\n"),
    )
)


@examples(60, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(words, min_size=1, max_size=25).map(" ".join))
def test_every_mention_is_what_stands_in_the_text(text: str) -> None:
    mentions = mentions_in(text)
    assert all(text[m.start : m.end] == m.text and m.entity_id for m in mentions)
    tops = [m for m in mentions if m.role != "name_part"]
    assert all(a.end <= b.start for a, b in pairwise(tops))


# ---- how good ---------------------------------------------------------------------------------


def test_there_are_enough_examples() -> None:
    assert sum(len(read_examples(name)) for name in FILES) >= 250


def test_a_mark_that_does_not_close_is_refused() -> None:
    with pytest.raises(ValueError, match="does not close"):
        parse("The [Rural Wells Fund|fund grew.")


@pytest.mark.parametrize("name", FILES)
def test_names_reach_their_level(name: str) -> None:
    span, stock, kind, link, precision, recall, short = figures(name)
    assert span >= 0.96
    assert span > stock + 0.1
    assert kind >= 0.96
    assert link >= 0.98
    assert min(precision, recall) >= 0.995
    assert short >= 0.97


def test_spans_of_examples_are_found_as_marked() -> None:
    example = parse("[Kenya|country] gave.")
    assert spans(example.names) == {(0, 5)}
