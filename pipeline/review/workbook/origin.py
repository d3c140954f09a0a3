"""What a workbook was made from, kept in a hidden sheet of its own.

Packed, with a digest, in cells that no program reads as numbers, dates or formulas.
"""

import base64
import binascii
import json
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from pipeline.explain.probabilities import READ
from pipeline.records.errors import BadInputError
from pipeline.schema import Table
from pipeline.storage.edition import check_name
from pipeline.storage.files import as_json

if TYPE_CHECKING:
    import pandas as pd

VERSION = "oda-tables review 1"
CELL = 32_000  # characters of a cell
LARGEST = 2**31  # bytes unpacked: our workbooks hold less


@dataclass(frozen=True, slots=True)
class Origin:
    """The rows as the sheet shows them, and the state of the journal then."""

    edition: str
    digest: str  # of all that the workbook was made from
    rows: Mapping[str, Mapping[str, Mapping[str, str]]]  # table -> row_id -> own cells, evidence


def seen_cells(row: Mapping[str, str], table: Table) -> dict[str, str]:
    """What a person reviews in a row: its own cells and its evidence."""
    names = [*(column.name for column in table.own), "evidence"]
    return {name: row[name] for name in names if name not in READ}


def records(frame: "pd.DataFrame") -> list[dict[str, str]]:
    """The rows of a table of text, in order."""
    names = [str(name) for name in frame.columns]
    return [dict(zip(names, row, strict=True)) for row in frame.itertuples(index=False)]


def made_from(
    edition: str, rows: Mapping[str, Mapping[str, Any]], journal: Iterable[str]
) -> Origin:
    """The origin of a workbook; `journal` holds the ids of the decisions so far."""
    digest = sha256(as_json([edition, rows, list(journal)]).encode("utf-8", "surrogatepass"))
    return Origin(edition, digest.hexdigest(), rows)


def packed(origin: Origin) -> list[str]:
    """The origin as texts that each fit a cell."""
    content = json.dumps([origin.edition, origin.digest, origin.rows], separators=(",", ":"))
    text = base64.b64encode(zlib.compress(content.encode(), 9)).decode()
    chunks = [text[at : at + CELL] for at in range(0, len(text), CELL)]
    return [VERSION, sha256(text.encode()).hexdigest(), *chunks]


def unpacked(cells: Iterable[object]) -> Origin | None:
    """The origin that `packed` wrote; None if it is incomplete or altered."""
    version, digest, *chunks = [str(cell).strip() for cell in cells] or ["", ""]
    text = "".join(chunks)
    if version != VERSION or sha256(text.encode("utf-8", "replace")).hexdigest() != digest:
        return None
    try:
        unpacker = zlib.decompressobj()
        content = unpacker.decompress(base64.b64decode(text, validate=True), LARGEST)
        edition, made, rows = json.loads(content)
        check_name(edition)
        cells = [cell for table in rows.values() for row in table.values() for cell in row.values()]
    except (binascii.Error, zlib.error, ValueError, TypeError, AttributeError, BadInputError):
        return None
    if not isinstance(made, str) or not all(isinstance(cell, str) for cell in cells):
        return None
    return Origin(edition, made, rows)
