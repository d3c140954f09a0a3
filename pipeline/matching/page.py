"""The matches as one page that works offline: both sides of each contribution, nothing loaded."""

from collections.abc import Iterable
from decimal import Decimal
from importlib.resources import files

from pipeline.compare.page import style
from pipeline.matching import Matches, outcome_of
from pipeline.matching.records import Row
from pipeline.schema.code_names import label_of
from pipeline.storage.edition import Edition
from pipeline.storage.files import split_list

OUTCOME_WORDS = {
    "match": "Match",
    "near": "Near match",
    "none": "None found",
    "not_comparable": "Not comparable",
}


def page_bytes(found: Matches, edition: Edition, source: str) -> bytes:
    """The page of an edition's matches with a source, as UTF-8 HTML."""
    from jinja2 import Environment, StrictUndefined

    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters |= {
        "money": _money,
        "printed": _printed,
        "parties": _parties,
        "days": _days,
        "label": _label,
    }
    template = environment.from_string(
        files("pipeline.matching").joinpath("page.html").read_text(encoding="utf-8")
    )
    return template.render(
        style=style(),
        edition=edition,
        source=source,
        read=found.read,
        outcomes=OUTCOME_WORDS,
        by_provider=found.by_provider(),
        groups=_groups(found.rows),
    ).encode()


def _groups(rows: Iterable[Row]) -> dict[str, list[list[Row]]]:
    """Outcome -> its contributions, each with its candidates, in reading order."""
    contributions: dict[str, list[Row]] = {}
    for row in rows:
        contributions.setdefault(row["contribution_id"], []).append(row)
    groups: dict[str, list[list[Row]]] = {outcome: [] for outcome in OUTCOME_WORDS}
    for candidates in contributions.values():
        groups[outcome_of(candidates[0])].append(candidates)
    return groups


def _money(value: str, currency: str) -> str:
    return f"{currency} {Decimal(value):,f}".strip() if value else ""


def _printed(row: Row) -> str:
    """The amount as the report prints it, or its bounds where it is no longer as printed."""
    bounds = " to ".join(dict.fromkeys(filter(None, (row["low"], row["high"]))))
    return f"{row['amount'] or bounds} {row['currency'] if not row['amount'] else ''}".strip()


def _parties(row: Row, provider: str, recipients: str, channels: str) -> str:
    """`Norway to Kenya through UNDP`."""
    named = {name: ", ".join(split_list(row[name])) for name in (provider, recipients, channels)}
    words = (named[provider], f"to {named[recipients]}", f"through {named[channels]}")
    return " ".join(text for text, cell in zip(words, named.values(), strict=True) if cell)


def _days(row: Row, start: str, end: str) -> str:
    return row[start] if row[start] == row[end] else f"{row[start]} to {row[end] or 'open'}"


def _label(row: Row, column: str) -> str:
    return ", ".join(label_of(column, code) for code in split_list(row[column]))
