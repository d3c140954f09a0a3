"""An edition's facts, as raw/<edition>/edition.toml states them, with their defaults."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from pipeline.records.errors import BadInputError

NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
RESERVED = ("all", "compare", "rates")  # folders of outputs/ and raw/ that are not editions
REQUIRED = ("title", "publisher", "provider", "year")
TEXT_FACTS = ("title", "publisher", "provider", "language", "address", "licence", "partial")
TABLES = ("symbols", "sha256", "headings", "origin")
KNOWN = (*TEXT_FACTS, "year", "fiscal_year_start", "constant_base_year", *TABLES)
DEFAULT_SYMBOLS: Mapping[str, str] = {"$": "USD", "¥": "JPY", "£": "GBP", "€": "EUR"}


@dataclass(frozen=True, slots=True)
class Edition:
    """The facts of a report, apart from its text."""

    name: str  # its folder in raw/
    title: str
    publisher: str
    provider: str  # whose aid it reports, ISO 3166-1 alpha-3
    year: int
    fiscal_year_start: int = 1  # month in which the provider's fiscal year begins
    constant_base_year: int | None = None  # of constant US dollars; None: the deflators' own
    language: str = "en"
    symbols: Mapping[str, str] = field(default_factory=lambda: dict(DEFAULT_SYMBOLS))
    partial: str = ""  # which part of the report the text is
    address: str = ""
    licence: str = ""
    sha256: Mapping[str, str] = field(default_factory=dict)  # file name -> digest, where stated
    headings: Mapping[str, int] = field(default_factory=dict)  # heading as printed -> its level
    origin: Mapping[str, str] = field(default_factory=dict)  # source file -> its digest and reader


def check_name(name: str) -> str:
    """The name, if it can be a folder inside raw/ and outputs/.  Raises BadInputError."""
    if name in RESERVED:
        raise BadInputError(f"edition '{name}': that folder is reserved; choose another name")
    if not NAME.fullmatch(name) or ".." in name:
        raise BadInputError(f"edition '{name}': write letters, digits, '.', '_' or '-', not a path")
    return name


def parse_edition(name: str, text: str, place: str) -> Edition:
    """Read edition.toml's text; `place` names the file in errors.  Raises BadInputError."""
    try:
        facts = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadInputError(f"{place}: not TOML: {error}; correct that line") from None
    return edition_of(name, facts, place)


def edition_of(name: str, facts: Mapping[str, Any], place: str) -> Edition:
    """The edition of these facts; `place` names them in errors.  Raises BadInputError."""
    _check_facts(facts, place)
    return Edition(
        name=name,
        year=_integer(facts, "year", None, (1900, 2200), place),
        fiscal_year_start=_integer(facts, "fiscal_year_start", 1, (1, 12), place),
        constant_base_year=_integer(facts, "constant_base_year", None, (1900, 2200), place)
        if "constant_base_year" in facts
        else None,
        symbols={**DEFAULT_SYMBOLS, **_table(facts, "symbols", str, place)},
        sha256=_table(facts, "sha256", str, place),
        headings=_table(facts, "headings", int, place),
        origin=_table(facts, "origin", str, place),
        **{fact: facts[fact] for fact in TEXT_FACTS if fact in facts},
    )


def _check_facts(facts: Mapping[str, Any], place: str) -> None:
    for fact in facts:
        if fact not in KNOWN:
            raise BadInputError(f"{place}: '{fact}' is not known; write {', '.join(KNOWN)}")
    for fact in REQUIRED:
        if fact not in facts:
            raise BadInputError(f"{place}: '{fact}' is missing; add a line {fact} = …")
    for fact in TEXT_FACTS:
        if not isinstance(facts.get(fact, ""), str):
            raise BadInputError(f"{place}: {fact} must be text in quotes")
    _check_code(facts["provider"], "provider as ISO 3166-1 alpha-3, such as JPN", place)
    for symbol, code in _table(facts, "symbols", str, place).items():
        _check_code(code, f"symbols, {symbol} as ISO 4217, such as USD", place)


def _check_code(code: str, what: str, place: str) -> None:
    if not re.fullmatch("[A-Z]{3}", code):
        raise BadInputError(f"{place}: '{code}' is not a code; write {what}")


def _integer(
    facts: Mapping[str, Any], fact: str, default: int | None, bounds: tuple[int, int], place: str
) -> int:
    value = facts.get(fact, default)
    low, high = bounds
    if type(value) is not int or not low <= value <= high:
        raise BadInputError(f"{place}: {fact} must be a whole number from {low} to {high}")
    return value


def _table(facts: Mapping[str, Any], fact: str, kind: type, place: str) -> dict[str, Any]:
    table = facts.get(fact, {})
    if not isinstance(table, dict) or any(type(value) is not kind for value in table.values()):
        word = "text in quotes" if kind is str else "a whole number"
        raise BadInputError(f"{place}: [{fact}] must hold lines of name = {word}")
    return table
