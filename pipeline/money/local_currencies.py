"""The currencies of the places that a text names: countries, towns, provinces, nationalities."""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass
from functools import cache, lru_cache

from babel.core import get_global

from pipeline.money.currencies import ENGLISH, YEARS
from pipeline.vocab import read_vocab

LONGEST = 4  # words of a place's name
_WORDS = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class LocalCurrencies:
    """The offsets of the places that a text names, in order, and the currencies of each."""

    starts: tuple[int, ...]
    codes: tuple[frozenset[str], ...]
    everywhere: frozenset[str]  # the currencies of all places that the text names

    def between(self, start: int, end: int) -> Set[str]:
        """The currencies of the places named between `start` and `end`."""
        first, last = bisect_left(self.starts, start), bisect_left(self.starts, end)
        return frozenset().union(*self.codes[first:last])


@lru_cache(maxsize=4)
def local_currencies_of(text: str) -> LocalCurrencies:
    """The local currencies of a text, in one pass for all its amounts."""
    found = list(_named(text))
    codes = tuple(codes for _, codes in found)
    return LocalCurrencies(tuple(start for start, _ in found), codes, frozenset().union(*codes))


def _named(text: str) -> Iterator[tuple[int, frozenset[str]]]:
    places = [(match.start(), match.group().casefold()) for match in _WORDS.finditer(text)]
    words = [word for _, word in places]
    for at, (start, word) in enumerate(places):
        for length in _lengths().get(word, ()):
            if codes := _whose().get(" ".join(words[at : at + length])):
                yield start, codes


@cache
def currencies_of(iso3: str) -> frozenset[str]:
    """The currencies that a country uses now, ISO 4217; `iso3` is its ISO 3166-1 alpha-3."""
    territory = get_global("territory_aliases").get(iso3, [""])[0]
    entries = get_global("territory_currencies").get(territory, [])
    return frozenset(code for code, _, until, tender in entries if until is None and tender)


@cache
def _lengths() -> Mapping[str, tuple[int, ...]]:
    """The first word of each name -> the lengths of such names in words."""
    found: dict[str, set[int]] = defaultdict(set)
    for words in (name.split(" ") for name in _whose()):
        if len(words) <= LONGEST:
            found[words[0]].add(len(words))
    return {word: tuple(sorted(lengths)) for word, lengths in found.items()}


@cache
def _whose() -> Mapping[str, frozenset[str]]:
    """Each name of a place, in lower case -> the currencies that are used there."""
    found: dict[str, set[str]] = defaultdict(set)
    for name, code in (*_territories(), *_adjectives()):
        found[name].add(code)
    for name, iso3 in _homes():
        found[name] |= currencies_of(iso3)
    return {name: frozenset(codes) for name, codes in found.items()}


def _territories() -> Iterator[tuple[str, str]]:
    """The names of territories, and a currency of each; "Congo - Kinshasa" is also "Congo"."""
    for territory, entries in get_global("territory_currencies").items():
        name = ENGLISH.territories.get(territory, "")
        spellings = {name, *(part for part in re.split(r" - | \(|\)", name) if len(part) > 3)}
        for code in (entry[0] for entry in entries if entry[2] is None and entry[3]):
            yield from ((_plain(spelling), code) for spelling in spellings)


def _adjectives() -> Iterator[tuple[str, str]]:
    """The words before a currency's name ("kenyan"), and its code."""
    for code, name in ENGLISH.currencies.items():
        yield _plain(YEARS.sub("", name).rpartition(" ")[0]), code


def _homes() -> Iterator[tuple[str, str]]:
    """Towns, provinces and nationalities of only one country, and its ISO 3166-1 alpha-3."""
    homes: dict[str, set[str]] = defaultdict(set)
    for row in (*read_vocab("places"), *read_vocab("countries")):
        names = f"{row['name']}|{row['aliases']}|{row.get('demonyms', '')}"
        for name in names.split("|"):
            homes[_plain(name)].add(row["iso3"])
    for name, countries in homes.items():
        if len(countries) == 1 and len(name) > 3:
            yield name, next(iter(countries))


def _plain(name: str) -> str:
    return " ".join(_WORDS.findall(name.casefold()))
