"""What looks like an amount of money but is not; each test with an example and a near miss."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from pipeline.money.chains import ReadAmount, counts_something
from pipeline.money.items import words_of
from pipeline.money.tokens import Token, glued

_CODE_BEFORE = re.compile(r"[{`\\^#@|&_\[]\Z|\b(?:print|echo|awk|sed|grep)\b.{0,12}\Z")
_UNGROUPED = re.compile(r"[^,   ']*")
_BLANK = re.compile(r"\n[^\S\n]*\n")
_CODE_NEAR = re.compile(r"\b(?:regex|script|shell|variable|placeholder|argument)s?\b")
_CODE_AFTER = re.compile(r"[}`\\=\[\]{_]|\$[0-9]|/\$|/\w*['\"]")
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
        at = self.amount.first + offset if offset < 0 else self.amount.last + offset - 1
        return self.tokens[at].text.lower() if 0 <= at < len(self.tokens) else ""

    @property
    def after_word(self) -> bool:
        """Whether a currency word ends the amount: "5 yen"."""
        marker = self.amount.marker
        ends = self.tokens[self.amount.last - 1].kind == "money"
        return ends and marker is not None and marker.sort == "word"


@dataclass(frozen=True, slots=True)
class Veto:
    name: str
    test: Callable[[Place], bool]
    skips: str  # an example without money
    finds: str  # the near miss with money
    bare: bool = False  # only for amounts that are not plain


def _loan(place: Place) -> bool:
    following = place.word(1)
    following = place.word(2) if following == "-" else following
    return place.after_word and not place.plain and following in words_of("unit_noun")


def _base_year(place: Place) -> bool:
    value = place.amount.low
    if (
        place.plain
        or value != place.amount.high
        or not 1900 <= value <= 2199
        or value != int(value)
    ):
        return False
    ends = place.tokens[place.amount.last - 1].kind == "money"
    return (ends and place.word(-1) in _BASE_YEAR) or place.word(1) in ("prices", "terms")


def _weight(place: Place) -> bool:
    marker = place.amount.marker
    if marker is None or marker.family != "pound" or not place.after_word:
        return False
    before = [place.word(-1), place.word(-2), place.word(-3)]
    if _WEIGHING.intersection(before[: before.index("")] if "" in before else before):
        return True
    of_goods = place.word(1) == "of" and place.word(2) not in words_of("money_noun")
    return of_goods or (place.word(1) == "per" and place.word(2) in ("acre", "hectare", "square"))


def _game(place: Place) -> bool:
    marker = place.amount.marker
    if marker is None or marker.text.lower() != "won":
        return False
    return place.word(1) in words_of("game")


def _wary_code(place: Place) -> bool:
    marker = place.amount.marker
    if marker is None or marker.sort == "word" or not marker.wary:
        return False
    first, second = place.tokens[place.amount.first : place.amount.first + 2]
    leads = first.kind == "money"
    sign = marker.sort == "symbol" and (glued(first, second) or not marker.text.isupper())
    if leads and not sign and counts_something(place.tokens, place.amount.last):
        return True
    before = place.tokens[place.amount.first - 1].text if place.amount.first else ""
    return not place.plain and len(before) > 1 and before.isupper()


def _code(place: Place) -> bool:
    first, last = place.tokens[place.amount.first], place.tokens[place.amount.last - 1]
    if place.plain or first.text[-1:] != "$":
        return False
    before = _BLANK.split(place.text[max(0, first.start - 50) : first.start])[-1]
    after = _BLANK.split(place.text[last.end : last.end + 30])[0]
    near = f"{before} {after}"
    small = place.amount.low < 10 and _CODE_NEAR.search(near) is not None
    return bool(small or _CODE_BEFORE.search(before[-20:]) or _CODE_AFTER.match(after[:4]))


def _header(place: Place) -> bool:
    """The unit of a table, alone in brackets on its line: "(¥100 million)"."""
    before, after = place.amount.first - 1, place.amount.last
    if place.word(-1) != "(" or place.word(1) != ")":
        return False
    line = place.text[place.text.rfind("\n", 0, place.tokens[before].start) + 1 :]
    alone = line[: place.tokens[before].start - (len(place.text) - len(line))].strip() == ""
    digits = str(place.amount.low).rstrip("0")
    rest = place.text[place.tokens[after].end :].partition("\n")[0]
    return alone and not rest.strip() and digits in ("1", "1.") and place.plain


def _counted(place: Place) -> bool:
    """A lower-case currency word before a number of other things."""
    first = place.tokens[place.amount.first]
    word = place.amount.marker is not None and place.amount.marker.sort == "word"
    before = word and first.kind == "money" and first.text.islower()
    scaled = any(t.kind == "scale" for t in place.tokens[place.amount.first : place.amount.last])
    return bool(before) and not scaled and counts_something(place.tokens, place.amount.last)


def _street(place: Place) -> bool:
    """A capitalised currency word before another capital is a name: "45 Pound Street"."""
    at = place.amount.last
    if place.plain or not place.after_word or at >= len(place.tokens):
        return False
    printed = (place.tokens[at - 1], place.tokens[at])
    capital = [place.text[t.start : t.start + 1].isupper() for t in printed]
    lower = [place.text[t.start + 1 : t.end].islower() for t in printed]
    return all(capital) and all(lower) and printed[1].kind == "word"


def _rate_of_exchange(place: Place) -> bool:
    """Two codes with a slash: what one costs in the other."""
    first = place.amount.first
    pair = place.tokens[max(0, first - 2) : first + 1]
    return len(pair) == 3 and pair[0].kind == pair[2].kind == "money" and pair[1].text == "/"


VETOES: tuple[Veto, ...] = (
    Veto(
        "counted",
        _counted,
        skips="The pound sterling 1,200 years ago was silver.",
        finds="A fee of pounds sterling 1,200 was paid.",
    ),
    Veto(
        "street",
        _street,
        skips="The 45 Pound Street residents met.",
        finds="It paid 45 Pounds Sterling to residents.",
        bare=True,
    ),
    Veto(
        "rate_of_exchange",
        _rate_of_exchange,
        skips="The AUD/USD 0.75 mark held.",
        finds="It paid USD 0.75 a piece.",
    ),
    Veto(
        "loan",
        _loan,
        skips="Three yen loans went to the 19 euro area lenders.",
        finds="A 3 billion yen loan was signed.",
        bare=True,
    ),
    Veto(
        "base_year",
        _base_year,
        skips="All sums are in constant 2015 US dollars.",
        finds="Each school received 2,015 US dollars.",
        bare=True,
    ),
    Veto(
        "weight",
        _weight,
        skips="Every family took home 50 pounds of maize.",
        finds="The fund holds 50 million pounds of aid.",
    ),
    Veto(
        "game",
        _game,
        skips="In the 2018 won matches nobody was hurt; 2000 won prizes.",
        finds="Seoul lent 2,000 won.",
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
    Veto(
        "code",
        _code,
        skips="The script runs awk '{print $1}' and `echo $2`.",
        finds="The fee of $1 (or $2) is waived.",
        bare=True,
    ),
)


OF_BARE = tuple(veto.test for veto in VETOES)
OF_PLAIN = tuple(veto.test for veto in VETOES if not veto.bare)


def vetoed(text: str, tokens: Sequence[Token], found: ReadAmount) -> bool:
    """Whether one of the tests says that this is not money."""
    plain = any(map(_is_plain, tokens[found.first : found.last]))
    place = Place(text, tokens, found, plain)
    return any(test(place) for test in (OF_PLAIN if plain else OF_BARE))


def _is_plain(token: Token) -> bool:
    return token.kind == "scale" or (
        token.kind == "number" and not _UNGROUPED.fullmatch(token.text)
    )
