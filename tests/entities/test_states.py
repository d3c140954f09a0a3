"""Organisations that many countries have: which country each belongs to, and when it is open."""

import pytest

from pipeline.entities import read_names
from pipeline.records.aligned import copied
from pipeline.records.names import EditionNames
from pipeline.records.text import Block, Section, Structure
from pipeline.storage.edition import Edition
from tests.helpers.name_figures import doc_of

REPORT = Edition("e", "A Report", "A Publisher", "NOR", 2019)


def read(*texts: str, titles: tuple[str, ...] = ()) -> EditionNames:
    """The names of blocks, each in the section of its title; one section where none is given."""
    titles = titles or ("Aid",) * len(texts)
    sections = tuple(
        Section(title, "", 1, "", title, (title,), "", "", n)
        for n, title in enumerate(dict.fromkeys(titles))
    )
    blocks = tuple(
        Block(f"b{n}", title, n, "body", "x.txt", copied(text))
        for n, (text, title) in enumerate(zip(texts, titles, strict=True))
    )
    docs = {block.block_id: doc_of(block.text.text) for block in blocks}
    return read_names(Structure(sections, blocks, (), (), (), ()), docs, REPORT)


def organisations(edition_names: EditionNames) -> list[str]:
    return [
        m.entity_id for b in edition_names.names for m in b.mentions if m.kind == "government_body"
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The Ministry of Finance of Kenya agreed.", ["of-kenya"]),
        ("The Ministry of Finance in Nepal agreed.", ["of-nepal"]),
        ("The Ministry of Finance (MoF) of Nepal agreed.", ["of-nepal", "of-nepal"]),
        ("Nepal’s Ministry of Finance agreed.", ["of-nepal"]),
        ("The Nepalese Ministry of Finance agreed.", ["of-nepal"]),
        ("The Kenya Ministry of Finance agreed.", ["of-kenya"]),
        ("The Ministry of Finance, Nepal, and UNICEF agreed.", ["of-nepal"]),
        (
            "The Ministry of Finance of Kenya met the Ministry of Finance of Nepal.",
            ["of-kenya", "of-nepal"],
        ),
        ("The Ministry of Finance agreed.", [""]),
        ("It helps the Ministry of Finance, Kenya, Nepal and Bhutan.", [""]),
    ],
)
def test_an_organisation_is_of_the_country_next_to_it(text: str, expected: list[str]) -> None:
    wanted = [f"ministry-of-finance-{country}".rstrip("-") for country in expected]
    assert organisations(read(text)) == wanted


def test_those_that_and_joins_share_their_country() -> None:
    assert organisations(read("Kenya’s Ministry of Finance and Ministry of Health agreed.")) == [
        "ministry-of-finance-of-kenya",
        "ministry-of-health-of-kenya",
    ]


def test_each_is_an_entity_with_its_country() -> None:
    edition_names = read("The Ministry of Finance of Kenya met the Ministry of Finance of Nepal.")
    found = [(e.name, e.iso3) for e in edition_names.entities if e.kind == "government_body"]
    assert found == [("Ministry of Finance", "KEN"), ("Ministry of Finance", "NPL")]


def test_later_in_its_section_a_name_is_of_the_same_country() -> None:
    edition_names = read(
        "Nepal’s Ministry of Health hired nurses. The Ministry of Health trained them.",
        "The Ministry of Health paid.",
    )
    assert organisations(edition_names) == ["ministry-of-health-of-nepal"] * 3


def test_an_acronym_is_of_the_country_of_the_words_that_define_it() -> None:
    edition_names = read(
        "The Ministry of Health (MoH) of Nepal paid.", "MoH built it.", titles=("A", "B")
    )
    assert set(organisations(edition_names)) == {"ministry-of-health-of-nepal"}


def test_a_heading_gives_the_country_save_of_what_deals_with_abroad() -> None:
    edition_names = read(
        "The Ministry of Health paid, and the Ministry of Foreign Affairs agreed.",
        titles=("Support to Nepal",),
    )
    assert organisations(edition_names) == [
        "ministry-of-health-of-nepal",
        "ministry-of-foreign-affairs",
    ]


@pytest.mark.parametrize("title", ["Nepal and Bhutan", "Norway’s aid", "Health"])
def test_a_heading_of_several_countries_or_of_the_provider_gives_none(title: str) -> None:
    assert organisations(read("The Ministry of Health paid.", titles=(title,))) == [
        "ministry-of-health"
    ]


def test_what_nothing_ties_is_flagged_where_a_country_has_one() -> None:
    edition_names = read(
        "Nepal’s Ministry of Health and Bhutan’s Ministry of Health met.",
        "The Ministry of Health paid.",
        titles=("Nepal and Bhutan", "Elsewhere"),
    )
    last = [m for m in edition_names.names[1].mentions if m.kind == "government_body"]
    assert [(m.entity_id, m.flags) for m in last] == [("ministry-of-health", ("which_country",))]
    alone = read("The Ministry of Health paid.").names[0].mentions
    assert [m.flags for m in alone] == [()]


@pytest.mark.parametrize(
    ("text", "entity"),
    [
        ("The Bank of Ghana in Ghana paid.", "bank-of-ghana"),
        ("The Government of Kenya paid.", "government-of-kenya"),
        ("Japan’s JICA paid.", "japan-international-cooperation-agency"),
        ("The Kenya Fisheries Service in Kenya paid.", "kenya-fisheries-service"),
    ],
)
def test_a_name_that_holds_its_country_keeps_its_id(text: str, entity: str) -> None:
    assert organisations(read(text)) == [entity]
