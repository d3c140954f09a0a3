"""Loads vocab/*.csv: words as data, each row with its source, for an analyst to edit."""

import csv
from functools import cache
from importlib.resources import files

from pipeline.model import BadInputError
from pipeline.schema import ENTITY_KINDS, LEDGER_KINDS

# file -> its columns, and the closed lists among them
COLUMNS: dict[str, dict[str, tuple[str, ...]]] = {
    "flags": {
        "code": (),
        "kind": ("flag", "reason", "issue", "ignore"),
        "meaning": (),
        "source": (),
    },
    "ledger_words": {"word": (), "kind": LEDGER_KINDS, "source": ()},
    "organisations": {
        "name": (),
        "acronym": (),
        "kind": ENTITY_KINDS,
        "aliases": (),  # separated by |
        "iso3": (),  # seat country's government bodies, agencies, companies; empty for others
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
    """The words behind a flag, reason, issue or ignore class."""
    return _meanings()[code]


@cache
def _meanings() -> dict[str, str]:
    return {row["code"]: row["meaning"] for row in read_vocab("flags")}
