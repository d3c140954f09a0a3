"""Codes of countries, regions, groups, organisations."""

import pytest

from pipeline.entities.codes import country_by_iso3, known_entities, members_of, oda_eligible, slug
from pipeline.vocab import read_vocab


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Côte d’Ivoire", "cote-divoire"),
        ("Côte d'Ivoire", "cote-divoire"),
        ("Türkiye", "turkiye"),
        ("UN Women", "un-women"),
        ("  ", ""),
    ],
)
def test_a_slug(name: str, expected: str) -> None:
    assert slug(name) == expected


@pytest.mark.parametrize(
    ("entity_id", "iso3", "m49", "dac"),
    [
        ("afghanistan", "AFG", "004", "625"),
        ("philippines", "PHL", "608", "755"),
        ("viet-nam", "VNM", "704", "769"),
        ("somalia", "SOM", "706", "273"),
        ("democratic-republic-of-the-congo", "COD", "180", "235"),
        ("congo", "COG", "178", "234"),
        ("republic-of-korea", "KOR", "410", "742"),
        ("japan", "JPN", "392", "701"),
        ("united-kingdom", "GBR", "826", "12"),
        ("samoa", "WSM", "882", "880"),
        ("american-samoa", "ASM", "016", ""),
        ("kosovo", "XKX", "412", "57"),
    ],
)
def test_the_codes_of_a_country(entity_id: str, iso3: str, m49: str, dac: str) -> None:
    entity = known_entities(2019)[entity_id]
    assert (entity.iso3, entity.m49, entity.dac_code) == (iso3, m49, dac)
    assert country_by_iso3(iso3) == entity_id


@pytest.mark.parametrize(
    ("iso3", "year", "expected"),
    [
        ("CHL", 2017, "yes"),
        ("CHL", 2018, "no"),
        ("COK", 2019, "yes"),
        ("COK", 2020, "no"),
        ("SSD", 2010, "no"),
        ("SSD", 2011, "yes"),
        ("SYC", 2018, "no"),
        ("JPN", 2019, "no"),
        ("THA", 2019, "yes"),
        ("BRN", 2019, "no"),
        ("UKR", 2019, "yes"),
    ],
)
def test_eligibility_by_year(iso3: str, year: int, expected: str) -> None:
    [row] = [row for row in read_vocab("countries") if row["iso3"] == iso3]
    assert oda_eligible(row, year) == expected


def test_members_by_year() -> None:
    asean = known_entities(2019)["association-of-southeast-asian-nations"]
    assert len(asean.members) == 10 and "TLS" not in asean.members
    assert "TLS" in known_entities(2025)["association-of-southeast-asian-nations"].members
    assert len(known_entities(2019)["group-of-seven"].members) == 7


def test_an_open_group_stays_open() -> None:
    [row] = [row for row in read_vocab("regions") if row["name"] == "African Union"]
    assert members_of(row, 2019) == ()
