"""spaCy components: the same finders, for any spaCy pipeline.

`oda_money` needs no model and fills `doc.spans["money"]` and `doc._.amounts`; `oda_entities`
needs tags and entities and fills `doc.spans["entities"]`; `oda_contributions` needs both and a
parse, and fills `doc._.contributions`.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc, SpanGroup

from pipeline.aligned import copied
from pipeline.contributions import find_contributions
from pipeline.edition import DEFAULT_SYMBOLS, Edition
from pipeline.entities import read_names
from pipeline.facts import Reading
from pipeline.language import load_model
from pipeline.model import Block, Structure
from pipeline.money import read_numbers
from pipeline.money.amounts import find_amounts

Component = Callable[[Doc], Doc]

FACTS: dict[str, Any] = {
    "edition": {
        "provider": "",
        "year": 2020,
        "fiscal_year_start": 1,
        "symbols": dict(DEFAULT_SYMBOLS),
    }
}

Doc.set_extension("amounts", default=(), force=True)
Doc.set_extension("contributions", default=(), force=True)


def load(model: str | None = None, **facts: Any) -> Language:
    """A spaCy pipeline that finds money, entities and contributions.

    `model` is an installed spaCy model, by default the project's own.  `facts` say what an
    edition.toml would: `provider`, whose text it is (ISO 3166-1 alpha-3); `year`;
    `fiscal_year_start`, a month; `symbols`, what shared currency symbols mean (ISO 4217).
    Raises BadInputError if the model is missing.
    """
    nlp = load_model(model)
    for name in ("oda_money", "oda_entities", "oda_contributions"):
        nlp.add_pipe(name, config={"edition": facts})
    return nlp


@Language.factory("oda_money", default_config=FACTS)
def make_money(nlp: Language, name: str, edition: dict[str, Any]) -> Component:
    """The component `oda_money`: every sum of the text."""
    del nlp, name
    facts = _edition(**edition)

    def money(doc: Doc) -> Doc:
        doc._.amounts = tuple(find_amounts(doc.text, facts.symbols))
        _group(doc, "money", ((a.start, a.end, "MONEY", "") for a in doc._.amounts))
        return doc

    return money


@Language.factory("oda_entities", default_config=FACTS)
def make_entities(nlp: Language, name: str, edition: dict[str, Any]) -> Component:
    """The component `oda_entities`: every name, labelled with its kind, its id as `span.id_`."""
    del nlp, name
    facts = _edition(**edition)

    def entities(doc: Doc) -> Doc:
        mentions = _reading(doc, facts).mentions
        _group(doc, "entities", ((m.start, m.end, m.kind, m.entity_id) for m in mentions))
        return doc

    return entities


@Language.factory("oda_contributions", default_config=FACTS)
def make_contributions(nlp: Language, name: str, edition: dict[str, Any]) -> Component:
    """The component `oda_contributions`: who gives how much to whom, for what, when."""
    del nlp, name
    facts = _edition(**edition)

    def contributions(doc: Doc) -> Doc:
        doc._.contributions = tuple(find_contributions([_reading(doc, facts)], facts))
        return doc

    return contributions


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
