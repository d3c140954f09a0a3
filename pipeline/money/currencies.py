"""What currency symbols, codes and words mean: CLDR's names (Babel), vocab/currencies.csv.

A marker that several currencies share has a family ("dollar", "rupee"); the word next to it, the
edition's facts, or the only country that the sentence is about decide among them.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from babel import Locale
from babel.core import get_global

from pipeline.storage.edition import DEFAULT_SYMBOLS
from pipeline.vocab import read_vocab

ENGLISH = Locale("en")
NEAR = 2  # passages around an amount, its sentence and its paragraph, that outweigh a default
YEARS = re.compile(r"\s*\(.*\)$")  # "Ghanaian Cedi (1979–2007)"


@dataclass(frozen=True, slots=True)
class Marker:
    """What a currency symbol, code or word can mean."""

    text: str
    sort: str  # symbol, code, word
    codes: tuple[str, ...]  # ISO 4217; several where countries share it
    family: str = ""  # the currencies that an edition chooses from
    wary: str = ""  # mild, yes: also an English word or acronym; needs a number that is clearly an
    # amount; tied: a letter, which must also touch the number
    parts: int = 1  # how many of it make one unit of the currency: 100 cents


@dataclass(frozen=True, slots=True)
class Decision:
    """Which currency a marker means, and how that is known (CURRENCY_BASES)."""

    code: str | None
    basis: str
    flags: tuple[str, ...] = ()
    outside: bool = False  # decided by words outside the amount itself


def _listed(*sorts: str) -> Iterator[Marker]:
    """The markers of vocab/currencies.csv of some sorts; a cent is a word or a symbol, too."""
    for row in read_vocab("currencies"):
        cent = row["sort"] == "cent"
        sort = ("word" if row["marker"][-1].isalpha() else "symbol") if cent else row["sort"]
        if sort in sorts:
            codes, parts = tuple(row["codes"].split("|")), 100 if cent else 1
            yield Marker(row["marker"], sort, codes, row["family"], row["wary"], parts)


def _code_markers() -> dict[str, Marker]:
    ignored = {marker.text for marker in _listed("ignored_code")}
    known = {code: Marker(code, "code", (code,)) for code in map(str, ENGLISH.currencies)}
    listed = {marker.text: marker for marker in _listed("code")}
    return {**{code: known[code] for code in known if code not in ignored}, **listed}


def _symbol_markers() -> dict[str, Marker]:
    printed = {symbol: code for code, symbol in ENGLISH.currency_symbols.items() if symbol != code}
    known = {symbol: Marker(symbol, "symbol", (code,)) for symbol, code in printed.items()}
    known.pop("¤", None)  # of no currency
    return {**known, **{marker.text: marker for marker in _listed("symbol")}}


def _word_markers() -> dict[str, Marker]:
    """Full names ("kenyan shillings") from CLDR, overridden by the words of the vocabulary."""
    entries = get_global("territory_currencies").values()
    current = {entry[0] for listed in entries for entry in listed if entry[2] is None}
    plurals = ENGLISH._data["currency_names_plural"]
    words: dict[str, Marker] = {}
    for code in sorted(CODES, key=lambda code: (code not in current, code)):
        for name in {ENGLISH.currencies.get(code, ""), *dict(plurals.get(code, {})).values()}:
            plain = YEARS.sub("", name).lower().replace(" & ", " and ")
            words.setdefault(plain, Marker(plain, "word", (code,)))
    words.pop("", None)
    return {**words, **{marker.text: marker for marker in _listed("word")}}


CODES: Mapping[str, Marker] = _code_markers()
SYMBOLS: Mapping[str, Marker] = _symbol_markers()  # as printed
WORDS: Mapping[str, Marker] = _word_markers()  # in lower case


def marker_of(printed: str) -> Marker | None:
    """The marker with this spelling, if any: a symbol, a code, or a word in any case."""
    spaced = re.sub(r"\s+", " ", printed)
    known = SYMBOLS.get(spaced) or CODES.get(spaced)
    return known or WORDS.get(spaced.lower().replace("-", " "))


def own_markers(symbols: Mapping[str, str]) -> dict[str, Marker]:
    """Markers for an edition's words that no list decides ("K" = "ZMW"); a letter is wary."""
    listed = {word: marker_of(word) for word in symbols if word.isalpha()}
    return {
        word: Marker(word, "symbol", (symbols[word],), wary="yes" if len(word) == 1 else "")
        for word, marker in listed.items()
        if marker is None or marker.wary == "tied"
    }


def letters_of(printed: str) -> str:
    """A name without its spaces, points and hyphens."""
    return re.sub(r"[\s.-]", "", printed)


def decide(
    marker: Marker, symbols: Mapping[str, str], passages: Callable[[], Iterable[Set[str]]]
) -> Decision:
    """Which currency the marker means: its own word, the edition's facts, the country named.

    `passages` gives, if needed, the currencies of the countries named around the amount: in its
    sentence, then further away; the first passage with a currency of the marker decides.
    Passages beyond NEAR decide only if no fact or default does.
    `symbols` holds the edition's facts with the defaults; a default decides a shared symbol or
    "dollar", but a shared word ("pounds") only after the country.
    """
    if marker.text in symbols and not marker.family:
        known = marker_of(marker.text)
        same = known is not None and known.codes == (symbols[marker.text],)
        return Decision(symbols[marker.text], "explicit" if same else "edition_rule")
    if not marker.family:
        return Decision(marker.codes[0], "explicit")
    default = _edition_says(marker, symbols)
    if default and (default[1] or marker.sort == "symbol" or marker.family == "dollar"):
        return Decision(default[0], "edition_rule")
    near = islice(passages(), NEAR if default else None)
    named = ([code for code in marker.codes if code in codes] for codes in near)
    found = next((codes for codes in named if codes), [])
    agreed = default is not None and found == [default[0]]
    if len(found) == 1 and not agreed:
        return Decision(found[0], "context", ("currency_by_country",), outside=True)
    if default and (agreed or not found):
        return Decision(default[0], "edition_rule")
    return Decision(None, "explicit", ("currency_ambiguous",))


def _edition_says(marker: Marker, symbols: Mapping[str, str]) -> tuple[str, bool] | None:
    """The edition's code for the marker's family, and whether it is more than a default."""
    same = [key for key in symbols if _family(key) == marker.family]
    same.sort(key=lambda key: (key != marker.text, symbols[key] == DEFAULT_SYMBOLS.get(key)))
    if not same:
        return None
    return symbols[same[0]], DEFAULT_SYMBOLS.get(same[0]) != symbols[same[0]]


@lru_cache(maxsize=256)
def _family(key: str) -> str:
    marker = marker_of(key) or marker_of(key.rstrip("."))
    return marker.family if marker else ""
