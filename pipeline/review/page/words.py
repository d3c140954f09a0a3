"""What the page calls things: tables, columns, flags, statuses and reasons in plain words."""

import json
from collections.abc import Mapping

from pipeline.storage.files import split_list
from pipeline.vocab import meaning_of, read_vocab

ONE = {  # what a row of a table is
    "notes": "note",
    "note_anchors": "note anchor",
    "figures": "figure",
    "entities": "entity",
    "mentions": "mention",
    "acronyms": "acronym",
    "money": "amount",
    "contributions": "contribution",
    "money_relations": "money relation",
    "checks": "check",
    "results": "result",
    "events": "event",
    "dates": "date",
}
MANY = {"entities": "entities"}  # plurals that are not the name with an s
REASONS = {  # why a row is rejected, in the order of their keys
    "wrong_span": "the wrong words are marked",
    "wrong_value": "a value is wrong",
    "wrong_role": "it does not belong in this table",
    "duplicate": "another row already states it",
    "not_aid": "it is not aid",
    "typo_in_source": "the report has a typo",
    "other": "another reason",
}
STATUS = {
    "unreviewed": "not reviewed",
    "accepted": "accepted",
    "corrected": "corrected",
    "rejected": "rejected",
    "added": "added",
    "lapsed": "lapsed: review again",
    "disputed": "reviewers disagree",
    "awaiting": "awaiting another reviewer",
}
UNKNOWN = {
    "not_stated": "the text does not say",
    "ambiguous": "the text can be read in several ways",
    "conflicting": "the text contradicts itself",
    "outside_text": "stated outside this text",
}


def plural(table: str) -> str:
    """What the rows of a table are called."""
    return MANY.get(table, f"{ONE[table]}s")


def counted(table: str, count: int) -> str:
    """What a number of rows of a table is called: singular for one, else plural."""
    return ONE[table] if count == 1 else plural(table)


LABELS = {
    "iso3": "Country code",
    "recipient_iso3": "Country codes",
    "m49": "UN M49 code",
    "dac_code": "DAC code",
    "crs_channel_code": "CRS channel code",
    "iati_org_id": "IATI identifier",
    "oda_eligible": "ODA recipient",
    "known_only_from": "Known only from a",
    "period_edtf": "Period in EDTF",
    "date_edtf": "Date in EDTF",
}


def label(column: str) -> str:
    """A column's name as a form shows it."""
    if column in LABELS:
        return LABELS[column]
    words = column.replace("_", " ")
    words = words.removesuffix(" ids") + " (ids)" if words.endswith(" ids") else words
    words = words.removesuffix(" id") + " (id)" if words.endswith(" id") else words
    return words[:1].upper() + words[1:]


def in_words(code: str) -> str:
    """What a flag or reason means; an unknown code as it is."""
    known = {row["code"] for row in read_vocab("flags")}
    return meaning_of(code) if code in known else code


def flags_of(row: Mapping[str, str]) -> list[tuple[str, str]]:
    """The row's flags with their meaning."""
    return [(code, in_words(code)) for code in split_list(row.get("flags", ""))]


def reasons_of(row: Mapping[str, str]) -> list[tuple[str, str]]:
    """The row's reasons with their meaning."""
    return [(code, in_words(code)) for code in split_list(row.get("reasons", ""))]


def unknown_of(row: Mapping[str, str]) -> dict[str, str]:
    """Empty field -> why it is empty, in words."""
    unknown: dict[str, str] = json.loads(row.get("unknown") or "{}")
    return {column: UNKNOWN.get(why, why) for column, why in unknown.items()}


def summary(table: str, row: Mapping[str, str]) -> str:
    """A row in one line."""
    if table == "contributions":
        to = ", ".join(split_list(row["recipients"] or row["channels"]))
        given = " to ".join(filter(None, [money(row), to]))
        parties = [", ".join(split_list(row["provider"])) or "?", given]
        act = "" if money(row) else row["verb"]
        return ": ".join(filter(None, [" → ".join(filter(None, parties)), act]))
    names = ("text", "what", "name", "caption", "acronym", "anchor_term", "stated", "currency")
    return next((row[name] for name in names if row.get(name)), row.get("evidence", ""))


def money(row: Mapping[str, str]) -> str:
    """A row's amount with thousands separators: USD 8,200,000."""
    bounds = dict.fromkeys(filter(None, (row.get("low", ""), row.get("high", ""))))
    if not bounds:
        return ""
    figures = "–".join(grouped(bound) for bound in bounds)
    return " ".join(filter(None, (row.get("currency", ""), figures)))


def grouped(number: str) -> str:
    """A number with thousands separators."""
    integer, point, decimals = number.partition(".")
    sign = "-" if integer.startswith("-") else ""
    digits = integer.removeprefix("-")
    if not digits.isascii() or not digits.isdigit():
        return number
    return f"{sign}{int(digits):,}{point}{decimals}"
