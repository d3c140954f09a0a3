"""Classes of names that texts of many donors hold: one sentence in, its names and kinds out."""

import pytest

from tests.entities.test_entities import names_in
from tests.helpers.name_figures import names_of


def kinds_in(text: str) -> list[str]:
    return [f"{m.text}|{m.kind}" for m in names_in(text)]


def ids(*texts: str) -> dict[str, str]:
    """What is called how in some blocks -> its entity."""
    named = names_of(*texts).names
    return {m.text: m.entity_id for block in named for m in block.mentions if m.role != "name_part"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "It was signed by Minister of Trade and Fisheries Tomas Okello on Friday.",
            "Minister of Trade and Fisheries Tomas Okello",
        ),
        (
            "They met Deputy Minister of Planning, Ports and Energy John Carter there.",
            "Deputy Minister of Planning, Ports and Energy John Carter",
        ),
        (
            "She thanked Vice President for East Asia Marten Vries for the loan.",
            "Vice President for East Asia Marten Vries",
        ),
        ("Finance Secretary Dr Hari Gurung signed it.", "Finance Secretary Dr Hari Gurung"),
        ("Irina Sokolova, the Director of Health, opened it.", "Irina Sokolova"),
        ("TANABE Hiroko, Professor at the college, led the panel.", "TANABE Hiroko"),
        ("The Minister of Energy and Water, Paulo Mendes, came.", "Paulo Mendes"),
        ("Moira McKellar, Head of Mission, spoke first.", "Moira McKellar"),
        ("They thanked Salome Nkulu, Wetlands Program Coordinator, for it.", "Salome Nkulu"),
        ("A guest was Mr. SENDA Kenji of the embassy.", "Mr. SENDA Kenji"),
        ("It is for the Minister for Water and Energy and Asif Talpur to say.", "Asif Talpur"),
        ("Moira McKellar, minister of finance, spoke first.", "Moira McKellar"),
        ("The Country Director, Asif Talpur, spoke first.", "Asif Talpur"),
        ("Foreign Affairs Minister Baatar spoke first.", "Foreign Affairs Minister Baatar"),
    ],
)
def test_an_office_goes_with_its_person_and_a_comma_parts_them(text: str, expected: str) -> None:
    assert f"{expected}|person" in kinds_in(text)


@pytest.mark.parametrize(
    "text",
    [
        "The Minister of Foreign Affairs agreed.",
        "It was read out by the Resident Representative.",
        "A letter came from the Minister of the Economy, Planning and Trade.",
    ],
)
def test_an_office_alone_is_nobody(text: str) -> None:
    assert kinds_in(text) == []


def test_a_person_is_known_by_the_surname_alone() -> None:
    found = ids("Irina Sokolova, the Director of Health, came.", "Later Sokolova left.")
    assert found["Sokolova"] == found["Irina Sokolova"] == "irina-sokolova"


def test_a_title_with_a_surname_is_the_person_named_in_full() -> None:
    found = ids("Irina Sokolova, the Director of Health, came.", "Ms. Sokolova left.")
    assert found["Ms. Sokolova"] == "irina-sokolova"
    two = ids(
        "Irina Sokolova, the Director, and Anna Sokolova, the Minister, met.", "Ms. Sokolova left."
    )
    assert two["Ms. Sokolova"] == "sokolova"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The cities of Orsha, Temir and Vorna flooded.", ["Orsha", "Temir", "Vorna"]),
        ("It reached the districts of Hambe and Kolari.", ["Hambe", "Kolari"]),
        ("They live in the village of Mbesa.", ["Mbesa"]),
    ],
)
def test_places_follow_the_noun_for_them(text: str, expected: list[str]) -> None:
    assert kinds_in(text) == [f"{name}|place" for name in expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The UN Mission in Liberia left.", "united-nations-mission-in-liberia"),
        ("The U.S Department of State paid.", "united-states-department-of-state"),
        ("The US Agency for International Development paid.", "united-states-agency-for"),
        ("The United Nations Peacebuilding Commission met.", "united-nations-peacebuilding"),
    ],
)
def test_the_nations_are_written_long_and_short(text: str, expected: str) -> None:
    [entity] = ids(text).values()
    assert entity.startswith(expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It gave US $4 million and US $ 2.5 million.", []),
        ("The US gave $4 million.", ["US|country"]),
        ("The EPAs and FTAs were signed.", []),
        (
            "Oxfam Kenya and World Vision Canada helped.",
            ["Oxfam Kenya|ngo", "World Vision Canada|ngo"],
        ),
        (
            "The Report on the European Union’s development policies came out.",
            ["European Union|group"],
        ),
        (
            "The White Paper on Partner Cities was read by the Norwegian Parliament.",
            ["White Paper on Partner Cities|agreement", "Norwegian Parliament|government_body"],
        ),
        ("It cited the Annual Report 2011.", []),
        (
            "The Pacific Skills and Trade Precinct opened.",
            ["Pacific Skills and Trade Precinct|facility"],
        ),
        ("It helped Disarmament, Demobilization and Reintegration (DDR).", []),
        ("It got AU$3 million and NZ$2 million.", []),
        (
            "A contribution of the Government of Peru of US$3 million came.",
            ["Government of Peru|government_body"],
        ),
        ("The Government of The Gambia agreed.", ["Government of The Gambia|government_body"]),
        (
            "The Kyoto Strategy 2010 for Mekong-Japan Trade began.",
            ["Kyoto Strategy 2010 for Mekong-Japan Trade|agreement"],
        ),
        (
            "The Tonga Transport Plan 2011 - 2015 ended.",
            ["Tonga Transport Plan 2011 - 2015|agreement"],
        ),
        (
            "The National Wetlands Strategy and Action Plan began.",
            ["National Wetlands Strategy and Action Plan|agreement"],
        ),
        (
            "It was led by the Department of State for Fisheries.",
            ["Department of State for Fisheries|government_body"],
        ),
        (
            "Nepal’s Electoral Commission met.",
            ["Nepal|country", "Electoral Commission|government_body"],
        ),
        (
            "It helps the least developed countries (LDCs).",
            ["least developed countries|group", "LDCs|group"],
        ),
        (
            "The Palm Beach Hotel and the Niue Resort closed.",
            ["Palm Beach Hotel|facility", "Niue Resort|facility"],
        ),
        ("On World Water Day the well opened.", ["World Water Day|other"]),
        ("The “emerging South” grew.", []),
        (
            "The Deputy Head of Mission of the Embassy of Chile came.",
            ["Embassy of Chile|government_body"],
        ),
        ("The Camp Renewal Initiative began.", ["Camp Renewal Initiative|programme"]),
        ("The Global Cancer Concern met.", ["Global Cancer Concern|other"]),
        ("The Grant Contract Signing Ceremony was short.", []),
        (
            "Congo, Democratic Republic of the Congo and Togo signed.",
            ["Congo|country", "Democratic Republic of the Congo|country", "Togo|country"],
        ),
        ("It followed Cyclones Ada and Bela.", ["Cyclones Ada|other", "Bela|other"]),
        ("The Norwegian State Secretary agreed.", ["Norwegian|nationality"]),
        ("Floods hit Chittagong Division.", ["Chittagong Division|place"]),
        (
            "The UN Sustainable Development Goals bind all.",
            ["UN|international_organisation", "Sustainable Development Goals|agreement"],
        ),
        (
            "The Kenyan Land and Surveys Department paid.",
            ["Kenyan Land and Surveys Department|government_body"],
        ),
        (
            "The Tourism Development Committee met.",
            ["Tourism Development Committee|government_body"],
        ),
        (
            "The Lisbon Consensus was read by the Ghana Green Party.",
            ["Lisbon Consensus|agreement", "Ghana Green Party|other"],
        ),
        ("The Annual Review was late. It names a Third Party.", []),
        ("The CAR and Chad share a border.", ["CAR|country", "Chad|country"]),
        ("The Milk Marketing Board objected.", ["Milk Marketing Board|government_body"]),
        (
            "The Procurement Division of the Ministry of Works bought it.",
            ["Procurement Division of the Ministry of Works|government_body"],
        ),
    ],
)
def test_a_name_ends_where_it_ends(text: str, expected: list[str]) -> None:
    assert kinds_in(text) == expected


@pytest.mark.parametrize(
    ("text", "short", "long"),
    [
        (
            "The Ministry of Climate and Forests (KLS) paid.",
            "KLS",
            "Ministry of Climate and Forests",
        ),
        ("The Adjusted Second Action Plan (PA2S) began.", "PA2S", "Adjusted Second Action Plan"),
        (
            "The Water Sub-Committee (hereafter referred to as the WSC or the Committee) met.",
            "WSC",
            "Water Sub-Committee",
        ),
        ("It began “Clean Rivers for All (CRA)” in 2009.", "CRA", "Clean Rivers for All"),
    ],
)
def test_an_acronym_in_brackets_is_the_names_before(text: str, short: str, long: str) -> None:
    assert [(a.acronym, a.long_form) for a in names_of(text).acronyms if a.defined] == [
        (short, long)
    ]


@pytest.mark.parametrize(
    "text",
    [
        "The Ministry of Health (JICA) paid.",  # another's well-known short form
        "The Ministry of Health (ODA) paid.",  # a term that names nothing
        "The Ministry of Health (Photo) paid.",
    ],
)
def test_not_every_bracket_defines(text: str) -> None:
    assert not any(a.defined for a in names_of(text).acronyms)
