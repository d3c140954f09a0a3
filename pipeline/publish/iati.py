"""Reviewed contributions as IATI 2.03 activities, one activity each.

A contribution that no person has reviewed, or that lacks what IATI needs, is left out and listed
with what it lacks.  What an activity states beyond its sentence is listed as derived.  The
reporting organisation is the report's publisher, marked as a secondary reporter: whoever registers
the file with IATI puts their own organisation there.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from pipeline.publish.iati_values import REGION, day_of, recipient_of, start_of, value_of
from pipeline.schema import Column
from pipeline.schema.code_names import label_of
from pipeline.storage.edition import Edition
from pipeline.storage.files import XML_CANNOT, split_list
from pipeline.vocab import read_vocab

if TYPE_CHECKING:
    import pandas as pd

Row = Mapping[str, str]

REVIEWED = ("accepted", "corrected", "added")
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
FUNDING, IMPLEMENTING = "1", "4"  # IATI organisation roles
GOVERNMENT = "10"  # IATI organisation type
STATUS = {"12": "1", "2": "2", "3": "2"}  # IATI transaction type -> activity status
STATUS_NAMES = {"1": "Pipeline/identification", "2": "Implementation"}
PLANNED_START, ACTUAL_START, PLANNED_END, ACTUAL_END = "1", "2", "3", "4"
OWN_VOCABULARY = "99"  # sector vocabulary of the reporting organisation

LEFT_OUT = (
    Column("row_id", "the contribution", table="contributions"),
    Column("iati_identifier", "its activity; empty where it has none"),
    Column("element", "the IATI element"),
    Column("what", "left_out or derived", values=("left_out", "derived")),
    Column("why", "what is missing, or what it was derived from"),
)


@dataclass(frozen=True, slots=True)
class Notice:
    """What an activity lacks, or states beyond its sentence."""

    row_id: str
    iati_identifier: str
    element: str
    what: str  # left_out, derived
    why: str


@dataclass(frozen=True, slots=True)
class Facts:
    """What activities need beyond their own row."""

    edition: Edition
    reporter: str  # IATI identifier of the report's publisher, empty if not known
    entities: Mapping[str, Row]  # entity_id -> row
    alpha2: Mapping[str, str]  # ISO 3166-1 alpha-3 -> alpha-2, as IATI writes countries


def build_activities(
    contributions: "pd.DataFrame", facts: Facts
) -> tuple[bytes | None, list[Notice]]:
    """The file, None where no contribution qualifies; and what is left out or derived."""
    root = ET.Element("iati-activities", {"version": "2.03"})
    notices: list[Notice] = []
    names = [str(name) for name in contributions.columns]
    for cells in contributions.itertuples(index=False):
        row = dict(zip(names, map(str, cells), strict=True))
        lacking = list(_lacking(row, facts))
        if lacking:
            notices.extend(
                Notice(row["row_id"], "", name, "left_out", why) for name, why in lacking
            )
        else:
            root.append(_activity(row, facts))
            notices.extend(_derived(row, facts))
    if len(root) == 0:
        return None, notices
    ET.indent(root)
    return ET.tostring(root, encoding="utf-8", xml_declaration=True) + b"\n", notices


def _lacking(row: Row, facts: Facts) -> Iterator[tuple[str, str]]:
    """What IATI needs and the contribution does not state, element by element."""
    tests = (
        (
            "iati-activity",
            row["review_status"] in REVIEWED,
            "no reviewer has accepted, corrected or added the row",
        ),
        ("iati-activity", row["countable"] == "true", _not_countable(row)),
        ("reporting-org", bool(facts.reporter), "the publisher has no known IATI identifier"),
        ("participating-org", len(split_list(row["provider"])) == 1, "not exactly one provider"),
        ("transaction-type", bool(row["transaction_type"]), "no transaction type is stated"),
        ("value", bool(row["low"] or row["high"]), "no amount is stated"),
        ("value", bool(row["currency"]), "no currency"),
        ("sector", bool(_sector(row)[0]), "neither a purpose code nor a section"),
    )
    reviewed = tests[0][1]
    yield from ((name, why) for name, good, why in (tests if reviewed else tests[:1]) if not good)


def _not_countable(row: Row) -> str:
    """Why a row may not be added to others, so that no money is published twice."""
    reason = row["not_countable_reason"]
    meanings = {flag["code"]: flag["meaning"] for flag in read_vocab("flags")}
    words = meanings.get(reason, reason).rpartition(": ")[2].rstrip(".")
    return f"not countable: {words}" if words else "not countable"


def summary_lines(rows: Sequence[Row]) -> list[str]:
    """What iati.xml holds and lacks, in few lines; `rows` are those of iati_left_out.csv."""
    made = {row["row_id"] for row in rows if row["what"] == "derived"}
    left: dict[str, list[str]] = {}
    for row in rows:
        if row["what"] == "left_out":
            left.setdefault(row["row_id"], []).append(row["why"])
    if not made and not left:
        return []
    reasons = Counter(why[0] for why in left.values())
    counts = "; ".join(
        f"{count} {'row' if count == 1 else 'rows'}: {why.rstrip('.')}"
        for why, count in reasons.most_common()
    )
    tail = f"; left out: {counts}; see iati_left_out.csv" if left else ""
    return [f"iati.xml: {len(made)} activities{tail}"]


def _derived(row: Row, facts: Facts) -> Iterator[Notice]:
    """What an activity states that its sentence does not state in these words."""
    kind, status = row["transaction_type"], STATUS[row["transaction_type"]]
    derived = {
        "activity-status": f"{status} – {STATUS_NAMES[status]}, "
        f"from transaction type {label_of('transaction_type', kind)}"
    }
    recipient = recipient_of(row, facts.entities, facts.alpha2)
    derived |= {
        "transaction-date": day_of(row, facts.edition).why,
        "activity-date": start_of(row, facts.edition).why,
        "value": value_of(row).why,
        recipient.element: recipient.why,
    }
    if _sector(row)[0] == OWN_VOCABULARY:
        derived["sector"] = "the section's title: there is no single purpose code"
    identifier = _identifier(row, facts)
    for element, why in derived.items():
        if why:
            yield Notice(row["row_id"], identifier, element, "derived", why)


# ---- one activity, its elements in the order that the standard requires ------------------------


def _activity(row: Row, facts: Facts) -> ET.Element:
    activity = ET.Element(
        "iati-activity", {"default-currency": row["currency"], LANG: facts.edition.language}
    )
    _add(activity, "iati-identifier").text = _identifier(row, facts)
    reporter = {"ref": facts.reporter, "type": GOVERNMENT, "secondary-reporter": "1"}
    _narrate(activity, "reporting-org", facts.edition.publisher, **reporter)
    _narrate(activity, "title", row["purpose"] or row["theme"] or row["evidence"])
    _narrate(activity, "description", row["evidence"], type="1")
    for party, role in _parties(row, facts):
        _narrate(activity, "participating-org", party["name"], role=role, **_organisation(party))
    _add(activity, "activity-status", code=STATUS[row["transaction_type"]])
    is_planned = row["transaction_type"] == "12"
    for day, kind in (
        (start_of(row, facts.edition).text, PLANNED_START if is_planned else ACTUAL_START),
        (row["period_end"], PLANNED_END if is_planned else ACTUAL_END),
    ):
        if day:
            _add(activity, "activity-date", **{"type": kind, "iso-date": day})
    recipient = recipient_of(row, facts.entities, facts.alpha2)
    vocabulary = {"vocabulary": "1"} if recipient.element == REGION else {}
    place = _add(activity, recipient.element, code=recipient.code, **vocabulary)
    if recipient.names:
        _add(place, "narrative").text = XML_CANNOT.sub("\ufffd", recipient.names)
    scheme, code, words = _sector(row)
    sector = _add(activity, "sector", vocabulary=scheme, code=code)
    if words:
        _add(sector, "narrative").text = XML_CANNOT.sub("\ufffd", words)
    _transaction(activity, row, facts)
    return activity


def _transaction(activity: ET.Element, row: Row, facts: Facts) -> None:
    transaction = _add(activity, "transaction")
    _add(transaction, "transaction-type", code=row["transaction_type"])
    day = day_of(row, facts.edition).text
    _add(transaction, "transaction-date", **{"iso-date": day})
    value = {"currency": row["currency"], "value-date": day}
    _add(transaction, "value", **value).text = value_of(row).text
    _narrate(transaction, "description", row["evidence"])
    parties = _parties(row, facts)
    provider, *others = [party for party, _ in parties]
    _narrate(transaction, "provider-org", provider["name"], **_identified(provider))
    if len(others) == 1:
        _narrate(transaction, "receiver-org", others[0]["name"], **_identified(others[0]))
    if row["finance_type"]:
        _add(transaction, "finance-type", code=row["finance_type"])


def _parties(row: Row, facts: Facts) -> list[tuple[dict[str, str], str]]:
    """The provider, then channels and implementers, each once and with its role."""
    parties: dict[str, tuple[dict[str, str], str]] = {}
    for names, ids, role in (
        ("provider", "provider_id", FUNDING),
        ("channels", "channel_ids", IMPLEMENTING),
        ("implementers", "implementer_ids", IMPLEMENTING),
    ):
        known = split_list(row[ids]) if row[ids] else []
        for at, name in enumerate(split_list(row[names])):
            entity = facts.entities.get(known[at] if at < len(known) else "", {})
            party = {
                "name": name,
                "ref": entity.get("iati_org_id", ""),
                "crs-channel-code": entity.get("crs_channel_code", ""),
                "type": row["provider_type"] if role == FUNDING else "",
            }
            parties.setdefault(f"{role} {name}", (party, role))
    return list(parties.values())


def _organisation(party: Row) -> dict[str, str]:
    names = ("ref", "type", "crs-channel-code")
    return {name: party[name] for name in names if party[name]}


def _identified(party: Row) -> dict[str, str]:
    return {"ref": party["ref"]} if party["ref"] else {}


def _sector(row: Row) -> tuple[str, str, str]:
    """Vocabulary, code and narrative of the purpose; the section where no single code is known."""
    codes = split_list(row["purpose_codes"])
    if len(codes) == 1:
        return "1", codes[0], ""
    slug = re.sub(r"\W+", "-", row["theme"].casefold()).strip("-")
    return (OWN_VOCABULARY, slug, row["theme"]) if slug else ("", "", "")


def _identifier(row: Row, facts: Facts) -> str:
    return f"{facts.reporter}-oda-tables-{row['row_id']}"


def _add(parent: ET.Element, name: str, **attributes: str) -> ET.Element:
    safe = {key: XML_CANNOT.sub("\ufffd", value) for key, value in attributes.items()}
    return ET.SubElement(parent, name, safe)


def _narrate(parent: ET.Element, name: str, text: str, **attributes: str) -> None:
    """Add an element whose text is a narrative."""
    narrative = _add(_add(parent, name, **attributes), "narrative")
    narrative.text = XML_CANNOT.sub("\ufffd", text)


def facts_of(edition: Edition, tables: "Mapping[str, pd.DataFrame]") -> Facts:
    """The facts of an edition, from its tables and the vocabularies."""
    from babel.core import get_global

    from pipeline.vocab import read_vocab

    countries = read_vocab("countries")
    codes = {row["iso3"]: row["dac_code"] for row in countries}
    provider = codes.get(edition.provider, "")
    aliases: Mapping[str, Sequence[str]] = get_global("territory_aliases")
    names = [str(name) for name in tables["entities"].columns]
    entities = [
        dict(zip(names, map(str, cells), strict=True))
        for cells in tables["entities"].itertuples(index=False)
    ]
    return Facts(
        edition,
        f"XM-DAC-{provider}" if provider else "",
        {row["entity_id"]: row for row in entities},
        {iso3: aliases[iso3][0] for iso3 in codes if iso3 in aliases},
    )
