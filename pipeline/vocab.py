"""Loads vocab/*.csv: words as data, each row with its source, for an analyst to edit."""

import csv
from functools import cache
from importlib.resources import files

from pipeline.model import BadInputError
from pipeline.schema import ENTITY_KINDS

# file -> its columns, and the closed lists among them
COLUMNS: dict[str, dict[str, tuple[str, ...]]] = {
    "flags": {
        "code": (),
        "kind": ("flag", "reason", "issue", "ignore"),
        "meaning": (),
        "source": (),
    },
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

    Raises BadInputError for a file whose columns differ from `COLUMNS`, a value outside a closed list,
    a row of another length, or a row that stands twice.
    """
    text = (files("pipeline") / "vocab" / f"{name}.csv").read_text(encoding="utf-8")
    place = f"pipeline/vocab/{name}.csv"
    lines = list(csv.reader(text.splitlines()))
    columns = COLUMNS[name]
    if not lines or tuple(lines[0]) != tuple(columns):
        raise BadInputError(f"{place}:1: the columns must be {','.join(columns)}")
    rows: list[dict[str, str]] = []
    for number, cells in enumerate(lines[1:], start=2):
        if len(cells) != len(columns):
            raise BadInputError(f"{place}:{number}: {len(cells)} cells; write {len(columns)}")
        row = {column: cell.strip() for column, cell in zip(columns, cells, strict=True)}
        for column, allowed in columns.items():
            if allowed and row[column] not in allowed:
                known = ", ".join(allowed)
                raise BadInputError(
                    f"{place}:{number}: {column} '{row[column]}'; write one of {known}"
                )
        rows.append(row)
    return tuple(rows)


def meaning_of(code: str) -> str:
    """The words behind a flag, reason, issue or ignore class."""
    return _meanings()[code]


@cache
def _meanings() -> dict[str, str]:
    return {row["code"]: row["meaning"] for row in read_vocab("flags")}
