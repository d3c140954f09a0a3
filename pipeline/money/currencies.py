"""What currency symbols, codes and words mean: CLDR's names (Babel), vocab/currencies.csv.

A marker that several currencies share has a family ("dollar", "rupee"); the word next to it, the
edition's facts, or the only country that the sentence is about decide among them.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Set
from dataclasses import dataclass
from functools import cache, lru_cache
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
    lent: bool = False  # money only because a neighbour is: "£1 and 86p"


@dataclass(frozen=True, slots=True)
class Decision:
    """Which currency a marker means, and how that is known (CURRENCY_BASES)."""

    code: str | None
    basis: str
    flags: tuple[str, ...] = ()
    outside: bool = False  # decided by words outside the amount itself


def _rows(sort: str) -> list[dict[str, str]]:
    return [row for row in read_vocab("currencies") if row["sort"] == sort]


def _from_vocab(row: Mapping[str, str]) -> Marker:
    codes = tuple(row["codes"].split("|"))
    if row["sort"] != "cent":
        return Marker(row["marker"], row["sort"], codes, row["family"], row["wary"])
    sort = "word" if row["marker"][-1].isalpha() else "symbol"
    return Marker(row["marker"], sort, codes, row["family"], row["wary"], parts=100)


def _current_codes() -> set[str]:
    """The codes that are legal tender today; their names take precedence over those of old ones."""
    territories = get_global("territory_currencies").values()
    return {entry[0] for entries in territories for entry in entries if entry[2] is None}


def _code_markers() -> dict[str, Marker]:
    ignored = {row["marker"] for row in _rows("ignored_code")}
    codes = map(str, ENGLISH.currencies)
    plain = {code: Marker(code, "code", (code,)) for code in codes}
    known = {code: marker for code, marker in plain.items() if code not in ignored}
    return {**known, **{row["marker"]: _from_vocab(row) for row in _rows("code")}}


def _symbol_markers() -> dict[str, Marker]:
    symbols = {row["marker"]: _from_vocab(row) for row in _rows("symbol")}
    cents = {row["marker"]: _from_vocab(row) for row in _rows("cent")}
    symbols |= {name: marker for name, marker in cents.items() if marker.sort == "symbol"}
    for code, symbol in ENGLISH.currency_symbols.items():
        if symbol != code and symbol not in symbols and code != "XXX":
            symbols[symbol] = Marker(symbol, "symbol", (code,))
    return symbols


def _word_markers() -> dict[str, Marker]:
    """Full names ("kenyan shillings") from CLDR, overridden by the words of the vocabulary."""
    named: dict[str, list[str]] = defaultdict(list)
    current = _current_codes()
    plurals = ENGLISH._data["currency_names_plural"]
    for code in sorted(CODES, key=lambda code: (code not in current, code)):
        for name in {ENGLISH.currencies.get(code, ""), *dict(plurals.get(code, {})).values()}:
            plain = YEARS.sub("", name).lower().replace(" & ", " and ")
            if plain and not named[plain]:
                named[plain].append(code)
    words = {name: Marker(name, "word", tuple(codes)) for name, codes in named.items()}
    known = [_from_vocab(row) for row in (*_rows("word"), *_rows("cent"))]
    return {**words, **{marker.text: marker for marker in known if marker.sort == "word"}}


CODES: Mapping[str, Marker] = _code_markers()
SYMBOLS: Mapping[str, Marker] = _symbol_markers()  # as printed
WORDS: Mapping[str, Marker] = _word_markers()  # in lower case


def marker_of(printed: str) -> Marker | None:
    """The marker with this spelling, if any: a symbol, a code, or a word in any case."""
    spaced = re.sub(r"\s+", " ", printed)
    if spaced in SYMBOLS or spaced in CODES:
        return SYMBOLS.get(spaced) or CODES[spaced]
    return WORDS.get(spaced.lower().replace("-", " ")) or _by_letters().get(_letters(printed))


def own_markers(symbols: Mapping[str, str]) -> dict[str, Marker]:
    """Markers for an edition's words that no list decides ("K" = "ZMW"); a letter is wary."""
    unknown = [word for word in symbols if word.isalpha() and _is_unsure(marker_of(word))]
    return {
        word: Marker(word, "symbol", (symbols[word],), wary="yes" if len(word) == 1 else "")
        for word in unknown
    }


def _is_unsure(marker: Marker | None) -> bool:
    return marker is None or marker.wary == "tied"


def _letters(printed: str) -> str:
    return re.sub(r"[\s.-]", "", printed).casefold()


@cache
def _by_letters() -> dict[str, Marker]:
    """Markers by their letters alone, for words that a lost line end glued together."""
    return {_letters(name): marker for name, marker in {**SYMBOLS, **WORDS}.items()}


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
        basis = "context" if marker.lent else "explicit"
        return Decision(marker.codes[0], basis, outside=marker.lent)
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
