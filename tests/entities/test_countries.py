"""Country codes: names inside names are no countries, and like names are distinguished."""

import pytest

from pipeline.entities.codes import known_entities
from tests.entities.test_entities import names_in


def codes(text: str) -> str:
    """The countries that a text names, by ISO 3166-1 alpha-3, in order."""
    known = known_entities(2019)
    return " ".join(known[m.entity_id].iso3 for m in names_in(text) if m.kind == "country")


def peoples(text: str) -> str:
    known = known_entities(2019)
    return " ".join(known[m.entity_id].iso3 for m in names_in(text) if m.kind == "nationality")


@pytest.mark.parametrize(
    "text",
    [
        "Ships crossed the Gulf of Guinea and the Gulf of Mexico.",
        "Students came from New Mexico and New England.",
        "A team of Georgia Tech won.",
        "Jordan Peters and Michael Jordan spoke.",
        "They thanked Mr. Jordan and Ms. Georgia Rossi.",
        "Chad Brown is the director.",
        "They raised turkeys and used china plates.",
        "The Niger Delta and the Niger River flooded.",
        "Guinea worm disease is nearly gone, and Guinea Worm Disease is no more.",
        "The Congo Basin Forest Partnership met.",
        "The Mali Empire was rich, and so was the Empire of Mali.",
        "Lake Malawi, Lake Chad and Mount Kenya are high.",
        "The Panama Canal and the Suez Canal were closed.",
        "They met in Panama City, Mexico City and Kuwait City.",
        "Kenya Airways and Air India fly there.",
        "The China-Pakistan Economic Corridor was built.",
        "The India-Brazil-South Africa Fund paid.",
        "The Islamic State of Iraq and the Levant lost ground.",
        "The Bank of Ghana and the University of Malawi agreed.",
        "The two Koreas and the two Sudans talked.",
        "The costs were US $4 million and US$ 3 million.",
        "World Vision Canada and Oxfam Kenya helped.",
        "Brazil nuts and Bermuda grass grew.",
    ],
)
def test_a_name_inside_a_name_is_no_country(text: str) -> None:
    assert codes(text) == ""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Sudan and South Sudan signed.", "SDN SSD"),
        ("South Korea, North Korea, the ROK and the DPRK met.", "KOR PRK KOR PRK"),
        ("DR Congo, the DRC and the Democratic Republic of Congo are one.", "COD COD COD"),
        ("The Republic of Congo and Congo-Brazzaville are one.", "COG COG"),
        ("Guinea, Guinea-Bissau, Equatorial Guinea and Papua New Guinea came.", "GIN GNB GNQ PNG"),
        ("The Federated States of Micronesia lies in Micronesia.", "FSM"),
        ("The British Virgin Islands and the U.S. Virgin Islands were hit.", "VGB VIR"),
        ("Dominica and the Dominican Republic were hit.", "DMA DOM"),
        ("Niger and Nigeria share a border.", "NER NGA"),
        ("Samoa and American Samoa were hit.", "WSM ASM"),
        ("Western Sahara remains disputed.", "ESH"),
        ("Kosovo, Palestine, Taiwan and Hong Kong took part.", "XKX PSE TWN HKG"),
        ("St. Vincent, St Lucia and Saint Kitts and Nevis met.", "VCT LCA KNA"),
        ("The Gambia, the Bahamas and the Comoros signed.", "GMB BHS COM"),
        ("The former Yugoslav Republic of Macedonia joined.", "MKD"),
        ("Burma/Myanmar, East Timor, Swaziland and Cape Verde changed.", "MMR TLS SWZ CPV"),
        ("The US lent $4 million to Laos.", "USA LAO"),
        ("Iran (Islamic Republic of) and Korea, Republic of, voted.", "IRN KOR"),
        ("They live in Guatemala City, Guatemala.", "GTM"),
        ("Prince Hassan of Jordan spoke.", "JOR"),
    ],
)
def test_countries_of_like_names(text: str, expected: str) -> None:
    assert codes(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Nigerien and Nigerian traders met.", "NER NGA"),
        ("South Sudanese and Sudanese families fled.", "SSD SDN"),
        ("North Korean, South Korean and Korean ships sailed.", "PRK KOR KOR"),
        ("Bissau-Guinean, Equatorial Guinean and Papua New Guinean farmers.", "GNB GNQ PNG"),
        ("Ni-Vanuatu, I-Kiribati and Marshallese divers.", "VUT KIR MHL"),
        ("Basotho, Batswana, Burkinabe and Malagasy nurses.", "LSO BWA BFA MDG"),
    ],
)
def test_peoples_of_like_names(text: str, expected: str) -> None:
    assert peoples(text) == expected


@pytest.mark.parametrize("people", ["Congolese", "Dominican", "Guinean", "Samoan"])
def test_peoples_of_two_countries_are_flagged(people: str) -> None:
    [found] = names_in(f"The {people} farmers grow rice.")
    assert found.flags == ("ambiguous_people",)


def test_the_congo_alone_is_flagged() -> None:
    [found] = names_in("The Congo is vast.")
    assert found.flags == ("ambiguous_country",)
