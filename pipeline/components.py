"""spaCy components: the same finders, for any spaCy pipeline.

`oda_money` needs no model and sets `doc.spans["money"]` and `doc._.amounts`; `oda_entities`
needs tags and entities and sets `doc.spans["entities"]`; `oda_contributions` needs the same and
sets `doc._.contributions`.  What was found is serialised with the Doc.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, partial
from typing import TYPE_CHECKING, Any

from spacy.language import Language
from spacy.tokens import Doc, SpanGroup

from pipeline.contributions import find_contributions
from pipeline.entities import read_names
from pipeline.language import load_model
from pipeline.money import read_numbers
from pipeline.money.amounts import find_amounts
from pipeline.records.aligned import copied
from pipeline.records.facts import Contribution, Reading
from pipeline.records.numbers import Amount
from pipeline.records.text import Block, Structure
from pipeline.storage.edition import DEFAULT_SYMBOLS, Edition

if TYPE_CHECKING:
    from pydantic import TypeAdapter

FACTS: dict[str, Any] = {
    "edition": {
        "provider": "",
        "year": 2020,
        "fiscal_year_start": 1,
        "symbols": dict(DEFAULT_SYMBOLS),
    }
}

KEPT: dict[str, Any] = {"amounts": tuple[Amount, ...], "contributions": tuple[Contribution, ...]}


@cache
def _adapter(name: str) -> "TypeAdapter[Any]":
    from pydantic import TypeAdapter

    return TypeAdapter(KEPT[name])


def _keep(doc: Doc, name: str, found: Iterable[object]) -> None:
    """Store records as JSON in the Doc's user data, so that they are serialised with it."""
    doc.user_data[f"oda_{name}"] = _adapter(name).dump_json(tuple(found)).decode()


def _kept(doc: Doc, name: str) -> tuple[Any, ...]:
    data = doc.user_data.get(f"oda_{name}")
    found: tuple[Any, ...] = _adapter(name).validate_json(data) if data else ()
    return found


for _name in KEPT:
    Doc.set_extension(_name, getter=partial(_kept, name=_name), force=True)


def load(model: str | None = None, **facts: Any) -> Language:
    """A spaCy pipeline that finds amounts of money, entities and contributions.

    `model` is an installed spaCy model, by default the project's own.  `facts` are those of an
    edition.toml: `provider`, whose aid is reported (ISO 3166-1 alpha-3); `year`;
    `fiscal_year_start`, a month; `symbols`, currency symbol -> ISO 4217 code.
    Raises BadInputError if the model is missing.
    """
    nlp = load_model(model)
    for name in ("oda_money", "oda_entities", "oda_contributions"):
        nlp.add_pipe(name, config={"edition": facts})
    return nlp


@dataclass(frozen=True, slots=True)
class Money:
    """Sets `doc._.amounts` and `doc.spans["money"]`."""

    edition: Edition

    def __call__(self, doc: Doc) -> Doc:
        amounts = tuple(find_amounts(doc.text, self.edition.symbols))
        _keep(doc, "amounts", amounts)
        _group(doc, "money", ((a.start, a.end, "MONEY", "") for a in amounts))
        return doc


@dataclass(frozen=True, slots=True)
class Entities:
    """Sets `doc.spans["entities"]`."""

    edition: Edition

    def __call__(self, doc: Doc) -> Doc:
        mentions = _reading(doc, self.edition).mentions
        _group(doc, "entities", ((m.start, m.end, m.kind, m.entity_id) for m in mentions))
        return doc


@dataclass(frozen=True, slots=True)
class Contributions:
    """Sets `doc._.contributions`."""

    edition: Edition

    def __call__(self, doc: Doc) -> Doc:
        found = find_contributions([_reading(doc, self.edition)], self.edition)
        _keep(doc, "contributions", found)
        return doc


@Language.factory("oda_money", default_config=FACTS)
def make_money(nlp: Language, name: str, edition: dict[str, Any]) -> Money:
    """The component `oda_money`: every amount of money in the text."""
    del nlp, name
    return Money(_edition(**edition))


@Language.factory("oda_entities", default_config=FACTS)
def make_entities(nlp: Language, name: str, edition: dict[str, Any]) -> Entities:
    """The component `oda_entities`: every mention, its kind as label, its id as `span.id_`."""
    del nlp, name
    return Entities(_edition(**edition))


@Language.factory("oda_contributions", default_config=FACTS)
def make_contributions(nlp: Language, name: str, edition: dict[str, Any]) -> Contributions:
    """The component `oda_contributions`: provider, recipient, amount, purpose and date."""
    del nlp, name
    return Contributions(_edition(**edition))


def _edition(
    provider: str, year: int, fiscal_year_start: int, symbols: Mapping[str, str]
) -> Edition:
    return Edition("", "", "", provider, year, fiscal_year_start, symbols=symbols)


def _reading(doc: Doc, edition: Edition) -> Reading:
    block = Block("", "", 0, "body", "", copied(doc.text))
    structure = Structure((), (block,), (), (), (), ())
    [names] = read_names(structure, {"": doc}, edition).names
    [numbers] = read_numbers(structure, edition)
    return Reading(
        block=block,
        section_path=(),
        sentences=names.sentences,
        mentions=names.mentions,
        amounts=numbers.amounts,
        periods=numbers.periods,
        counts=numbers.counts,
        doc=doc,
    )


def _group(doc: Doc, name: str, places: Iterable[tuple[int, int, str, str]]) -> None:
    spans = []
    for start, end, label, span_id in places:
        span = doc.char_span(start, end, label, span_id=span_id, alignment_mode="expand")
        if span is not None:
            spans.append(span)
    doc.spans[name] = SpanGroup(doc, name=name, spans=spans)
