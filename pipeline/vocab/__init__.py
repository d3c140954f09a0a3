"""Loads vocab/*.csv: words as data, each row with its source, for an analyst to edit."""

import csv
from functools import cache
from importlib.resources import files

from pipeline.records.closed_lists import (
    ENTITY_KINDS,
    EVENT_KINDS,
    LEDGER_KINDS,
    MODALITIES,
    NOT_PROVIDED,
    QUALIFIERS,
)
from pipeline.records.errors import BadInputError

# what a word in flows.csv says: its subject gives, funds, helps, receives, promises, sends …
FLOW_ACTS = (
    "give",
    "spend",
    "fund",
    "help",
    "receive",
    "promise",
    "sum",
    "send",
    "train",
    "make",
    "implement",
    "manage",
    "light",
    "contribution",
    "aid",
    "thing",
    "handing",
    "project",
)

# file -> its columns, and the closed lists among them
COLUMNS: dict[str, dict[str, tuple[str, ...]]] = {
    "flags": {
        "code": (),
        "kind": ("flag", "reason", "issue", "ignore"),
        "meaning": (),
        "source": (),
    },
    "flows": {
        "word": (),  # lemmas, lower case, and past forms that do not begin like them
        "pos": ("verb", "noun"),
        "act": FLOW_ACTS,
        "types": (),  # IATI transaction types, separated by |; several are candidates
        "modality": ("", *MODALITIES),
        "finance_type": (),  # OECD DAC, where the word says it
        "source": (),
    },
    "status_words": {
        "word": (),  # lemmas, lower case; a verb with its particle: "call off"
        "pos": ("object", "subject", "noun"),  # a verb whose object or subject the amount is
        "status": NOT_PROVIDED,
        "source": (),
    },
    "result_words": {
        "word": (),
        "pos": ("verb", "noun"),
        # deed: an aid activity even if nobody is named; talk: parts of the text are counted;
        # credit: "with support from"; actor: who does it; aim: "a target of";
        # paper: what is signed, planned or listed, not a result itself
        "sort": ("result", "deed", "context", "talk", "paper", "credit", "actor", "aim"),
        "source": (),
    },
    "event_words": {"word": (), "pos": ("verb", "noun"), "kind": EVENT_KINDS, "source": ()},
    "relation_words": {
        "word": (),  # lemmas, lower case
        "class": ("person", "group", "programme", "government", "capital"),
        "source": (),
    },
    "purpose_codes": {"word": (), "code": (), "source": ()},
    "loan_words": {
        "word": (),  # lower case
        # free: states that there is no interest; charge: what a percentage is besides interest;
        # benchmark: a rate that the text does not state; shared: said of several loans
        "role": ("rate", "maturity", "grace", "free", "charge", "benchmark", "shared"),
        "source": (),
    },
    "oda_recipients": {
        "iso3": (),
        "from_year": (),  # the file is complete from 2018, when the groups began to matter
        "to_year": (),  # the last year for which the group is known
        "group": ("ldc", "lic", "lmic", "umic"),
        "source": (),
    },
    "purpose_names": {"code": (), "name": (), "source": ()},  # OECD CRS, also codes now withdrawn
    "currencies": {
        "marker": (),
        "sort": ("symbol", "code", "word", "cent", "ignored_code"),
        "codes": (),  # ISO 4217, separated by |; several where countries share the marker
        "family": (),  # the currencies that an edition chooses from
        "wary": ("", "mild", "yes", "tied"),  # also an English word, another acronym, a letter
        "source": (),
    },
    "qualifiers": {
        "phrase": (),
        "side": ("before", "after"),
        "qualifier": QUALIFIERS,
        "source": (),
    },
    "units": {
        "word": (),
        "unit": (),  # its standard name: "per" of a rate, unit of a measure
        "kind": ("rate", "measure", "both", "adverb"),
        "source": (),
    },
    "number_context": {
        "word": (),  # lower case
        "role": (
            "function",
            "money_noun",
            "unit_noun",
            "label",
            "giving",
            "people",
            "game",
            "ranging",
            "changing",
            "title",
        ),
        "source": (),
    },
    "number_words": {
        "word": (),
        "value": (),  # a decimal; of a part its denominator: "quarter" 4
        # sign: one character; part: of a fraction; scale: after a number
        "role": ("number", "sign", "ordinal", "part", "scale", "month"),
        "source": (),
    },
    "hyphen_prefixes": {"prefix": (), "proof": ("none", "rest"), "source": ()},
    "layout_words": {
        "word": (),  # lower case
        # imprint: opens a line of a publisher's address
        # heading: before a number; caption: before a number or colon; credit: before the name of
        # a photographer; note: head of a note; note_title: above notes; site: words of a web
        # site; link: opens a link of a site; contents: above a table of contents; unit: states
        # the unit of a table; signer: below a name;
        # box: opens the title of a box; glossary: above terms; acronyms: above acronyms;
        # host: where a site begins to show a document; chapter_title: of chapters without a
        # number; glued: two words run together
        "use": (
            "heading",
            "caption",
            "credit",
            "note",
            "note_title",
            "site",
            "link",
            "contents",
            "unit",
            "signer",
            "box",
            "imprint",
            "glossary",
            "acronyms",
            "host",
            "chapter_title",
            "glued",
        ),
        "source": (),
    },
    "ledger_words": {"word": (), "kind": LEDGER_KINDS, "source": ()},
    "regions": {
        "name": (),
        "kind": ("region", "group"),
        "m49": (),
        "dac_code": (),  # OECD DAC recipient code
        "aliases": (),  # separated by |
        "demonyms": (),  # "Asian", separated by |
        "members": (),  # of a closed group: BRN|KHM:1999-|GBR:-2019, ISO 3166-1 with years
        "source": (),
    },
    "group_members": {
        "name": (),  # of a row in regions.csv or organisations.csv
        "members": (),  # ISO 3166-1 with years as in regions.csv, or the M49 code of a region there
        "source": (),
    },
    "places": {"name": (), "iso3": (), "aliases": (), "source": ()},  # cities, provinces
    "names": {
        "word": (),
        # head: the noun of a name; title: before a person; vessel: before a ship; thing: the
        # noun before a quoted name; common: an acronym that is not a name; start: never in a
        # name; opener: not in a name that opens a sentence; plain: capitalised, but not a name;
        # abbreviation: its full stop ends no sentence; named: a noun before a name ("Typhoon");
        # people: one without a country of its own; portfolio: before a title ("Finance
        # Secretary"); unnamed: holds a word of names but names none ("Guinea worm");
        # subject: a subject of study, not a place ("Nursing")
        "use": (
            *("head", "title", "vessel", "thing", "common", "start", "opener", "plain"),
            *("portfolio", "abbreviation", "named", "people", "unnamed", "subject"),
        ),
        "kind": ("", *ENTITY_KINDS),
        "source": (),
    },
    "countries": {
        "name": (),  # as reports print it, the entity's name
        "iso3": (),
        "m49": (),
        "dac_code": (),  # OECD DAC recipient or provider code
        "oda_from": (),  # first year on the DAC list of ODA recipients; empty where never on it
        "oda_to": (),  # last year on it, empty if it is still on it
        "aliases": (),  # other spellings and former names, separated by |
        "demonyms": (),  # adjectives and names of its people, separated by |
        "source": (),
    },
    "organisations": {
        "name": (),
        "acronym": (),
        "kind": ENTITY_KINDS,
        "aliases": (),  # separated by |
        "iso3": (),  # of government organisations, agencies and companies; empty for others
        "crs_channel_code": (),
        "iati_org_id": (),
        "source": (),
    },
}


@cache
def read_vocab(name: str) -> tuple[dict[str, str], ...]:
    """The rows of `vocab/<name>.csv`, every cell stripped.

    Raises BadInputError for a file whose columns differ from `COLUMNS`, a value outside a closed
    list, or a row of another length.
    """
    text = (files("pipeline") / "vocab" / f"{name}.csv").read_text(encoding="utf-8")
    place = f"pipeline/vocab/{name}.csv"
    columns = COLUMNS[name]
    lines = list(csv.reader(text.splitlines()))
    if not lines or tuple(lines[0]) != tuple(columns):
        raise BadInputError(f"{place}:1: the columns must be {','.join(columns)}")
    return tuple(_row(columns, cells, f"{place}:{n}") for n, cells in enumerate(lines[1:], start=2))


def _row(columns: dict[str, tuple[str, ...]], cells: list[str], place: str) -> dict[str, str]:
    if len(cells) != len(columns):
        raise BadInputError(f"{place}: {len(cells)} cells; write {len(columns)}")
    row = {column: cell.strip() for column, cell in zip(columns, cells, strict=True)}
    for column, allowed in columns.items():
        if allowed and row[column] not in allowed:
            known = ", ".join(allowed)
            raise BadInputError(f"{place}: {column} '{row[column]}'; write one of {known}")
    return row


def meaning_of(code: str) -> str:
    """The meaning of a flag, reason, issue or ignore class."""
    return _meanings()[code]


@cache
def _meanings() -> dict[str, str]:
    return {row["code"]: row["meaning"] for row in read_vocab("flags")}
