"""Acronyms as texts define them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.entities.acronyms import best_long_form, find_definitions, is_short
from tests.helpers.calls import calls_of


def pairs_in(text: str) -> list[tuple[str, str]]:
    return [(found.short, found.long) for found in find_definitions(text)]


@pytest.mark.parametrize(
    ("text", "short", "long"),
    [
        ("The Rural Wells Fund (RWF) grew.", "RWF", "Rural Wells Fund"),
        ("the Rural Wells Fund’s (RWF) work", "RWF", "Rural Wells Fund"),
        ("RWF (Rural Wells Fund) grew.", "RWF", "Rural Wells Fund"),
        ("RWF (the Rural Wells Fund) grew.", "RWF", "Rural Wells Fund"),
        ("Improvised explosive devices (IEDs) kill.", "IEDs", "Improvised explosive devices"),
        ("the Office on Ships and Trade (OST, in Bonn)", "OST", "Office on Ships and Trade"),
        ("the Lake Wells Plan (hereinafter “LWP”)", "LWP", "Lake Wells Plan"),
        ("the Lake Wells Plan (hereinafter referred to as “LWP”)", "LWP", "Lake Wells Plan"),
        ("the Lake Wells Plan (known as LWP)", "LWP", "Lake Wells Plan"),
        (
            "the Information Sharing Centre (TunaNet-ISC)",
            "TunaNet-ISC",
            "Information Sharing Centre",
        ),
        (
            "(ABC-DEF Flood Early Warning System (AD-FEWS))",
            "AD-FEWS",
            "ABC-DEF Flood Early Warning System",
        ),
        (
            "the Ocean Commission for Tuna (UNAGI-OCT) met",
            "UNAGI-OCT",
            "Ocean Commission for Tuna",
        ),
        (
            "the Regional Pact on Combating Piracy in Asia (RePCA)",
            "RePCA",
            "Regional Pact on Combating Piracy in Asia",
        ),
        ("the Multi-Donor Fund Office (MDF Office)", "MDF Office", "Multi-Donor Fund Office"),
    ],
)
def test_a_definition(text: str, short: str, long: str) -> None:
    assert pairs_in(text) == [(short, long)]


@pytest.mark.parametrize(
    "text",
    [
        "A seminar in Manila (Photo: UNODC) was held.",
        "The sum (US$5 million) was paid.",
        "It rose (see Figure 2).",
        "They met (in May) and (again) left.",
        "The harvest (FAO data) fell.",
        "nothing (XYZ) here",
        "the pact between the Central Bank of West Isles (BCEOI) and the state",
    ],
)
def test_no_definition(text: str) -> None:
    assert pairs_in(text) == []


def test_offsets_are_those_of_the_text() -> None:
    text = "First. The Rural Wells Fund (RWF) and the Lake Trust Office (LTO) met."
    for found in find_definitions(text):
        assert text[found.short_start : found.short_end] == found.short
        assert text[found.long_start : found.long_end] == found.long


@pytest.mark.parametrize(("text", "short"), [("RWF", True), ("Fund", False), ("a b c", False)])
def test_what_looks_like_an_acronym(text: str, short: bool) -> None:
    assert is_short(text) is short


@given(st.text("AaBb ()-.,", max_size=60))
def test_what_is_found_stands_in_the_text(text: str) -> None:
    for found in find_definitions(text):
        assert text[found.short_start : found.short_end] == found.short
        assert text[found.long_start : found.long_end] == found.long


@given(st.text("abcDEF ", min_size=1, max_size=8), st.text("abcDEF -", max_size=30))
def test_a_long_form_begins_inside_its_window(short: str, window: str) -> None:
    begin = best_long_form(short, window)
    assert begin is None or 0 <= begin <= len(window)


@pytest.mark.parametrize("piece", ["(", "((", "(A)", "A (", "x" * 50 + "(AB)", "-", ") ("])
def test_work_grows_with_the_text_alone(piece: str) -> None:
    work = [calls_of(find_definitions, piece * size) for size in (500, 2000)]
    assert work[1] < 4.4 * work[0] + 500
    find_definitions(piece * (200_000 // len(piece)))  # a pattern that backtracks would not end
