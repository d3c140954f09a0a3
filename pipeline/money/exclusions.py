"""What looks like an amount of money but is not; each test with an example and a near miss."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from pipeline.money.numbers import words_of
from pipeline.money.ranges import ReadAmount, counts_something
from pipeline.money.tokens import Token, glued, kind_at, text_at

_BASE_YEAR = frozenset({"constant", "current", "real", "in", "at", "to", "(", "nominal"})
_WEIGHING = frozenset({"weigh", "weighs", "weighed", "weighing", "weight"})


@dataclass(frozen=True, slots=True)
class Place:
    """An amount in its text."""

    text: str
    tokens: Sequence[Token]
    amount: ReadAmount
    plain: bool  # a scale or grouped thousands show that it is no label and no year

    def word(self, offset: int) -> str:
        """The token `offset` places before (negative) or after the amount, in lower case."""
        start = self.amount.first if offset < 0 else self.amount.last - 1
        return text_at(self.tokens, start + offset).lower()

    @property
    def after_word(self) -> bool:
        """Whether a currency word ends the amount: "5 yen"."""
        marker = self.amount.marker
        word = marker is not None and marker.sort == "word"
        return word and self.tokens[self.amount.last - 1].kind == "money"


@dataclass(frozen=True, slots=True)
class Veto:
    """A reason why an amount is none, an example without money, and a near miss with money."""

    name: str
    test: Callable[[Place], bool]
    skips: str
    finds: str


def _loan(place: Place) -> bool:
    following = place.word(2) if place.word(1) == "-" else place.word(1)
    return place.after_word and not place.plain and following in words_of("unit_noun")


def _base_year(place: Place) -> bool:
    low, high = place.amount.low, place.amount.high
    if place.plain or low != high or not 1900 <= low <= 2199:
        return False
    ends = place.tokens[place.amount.last - 1].kind == "money"
    return (ends and place.word(-1) in _BASE_YEAR) or place.word(1) in ("prices", "terms")


def _weight(place: Place) -> bool:
    marker = place.amount.marker
    if marker is None or marker.family != "pound" or not place.after_word:
        return False
    weighed = bool(_WEIGHING.intersection((place.word(-1), place.word(-2))))
    return weighed or (place.word(1) == "of" and place.word(2) not in words_of("money_noun"))


def _name(place: Place) -> bool:
    """A capitalised currency word before another capital is a name: "45 Pound Street"."""
    at = place.amount.last
    if place.plain or not place.after_word or kind_at(place.tokens, at) != "word":
        return False
    return all(place.text[t.start : t.end].istitle() for t in place.tokens[at - 1 : at + 1])


def _wary_code(place: Place) -> bool:
    """A code or symbol that is also a word ("ALL") before things, or after an acronym."""
    marker = place.amount.marker
    if marker is None or marker.sort == "word" or not marker.wary:
        return False
    first, second = place.tokens[place.amount.first : place.amount.first + 2]
    tied = marker.sort == "symbol" and (glued(first, second) or not marker.text.isupper())
    if first.kind == "money" and not tied and counts_something(place.tokens, place.amount.last):
        return True
    before = text_at(place.tokens, place.amount.first - 1)
    return not place.plain and len(before) > 1 and before.isupper()


def _header(place: Place) -> bool:
    """The unit of a table, alone in brackets on its line: "(¥100 million)"."""
    first, last = place.tokens[place.amount.first], place.tokens[place.amount.last - 1]
    before = place.text[place.text.rfind("\n", 0, first.start) + 1 : first.start]
    after = place.text[last.end :].partition("\n")[0]
    alone = before.strip() == "(" and after.strip() == ")"
    return alone and place.plain and str(place.amount.low).rstrip("0") in ("1", "1.")


VETOES: tuple[Veto, ...] = (
    Veto(
        "loan",
        _loan,
        skips="Three yen loans went to the 19 euro area lenders.",
        finds="A 3 billion yen loan was signed.",
    ),
    Veto(
        "base_year",
        _base_year,
        skips="All sums are in constant 2015 US dollars.",
        finds="Each school received 2,015 US dollars.",
    ),
    Veto(
        "weight",
        _weight,
        skips="Every family took home 50 pounds of maize.",
        finds="The fund holds 50 million pounds of aid.",
    ),
    Veto(
        "name",
        _name,
        skips="The 45 Pound Street residents met.",
        finds="It paid 45 Pounds Sterling to residents.",
    ),
    Veto(
        "wary_code",
        _wary_code,
        skips="ALL 5 million children are to be reached under SDG 4.",
        finds="The road cost ALL 5 million in wages.",
    ),
    Veto(
        "header",
        _header,
        skips="(¥100 million)",
        finds="A sum (¥100 million) was lent.",
    ),
)


def vetoed(text: str, tokens: Sequence[Token], found: ReadAmount) -> bool:
    """Whether one of the tests says that this is not money."""
    place = Place(text, tokens, found, any(map(_is_plain, tokens[found.first : found.last])))
    return any(veto.test(place) for veto in VETOES)


def _is_plain(token: Token) -> bool:
    grouped = token.kind == "number" and any(sign in token.text for sign in ", '\u00a0\u202f\u2009")
    return token.kind == "scale" or grouped
