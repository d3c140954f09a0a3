"""One row told whole: its raw words, its repairs, who found it and how, who judged it."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.files import split_list
from pipeline.model import BadInputError
from pipeline.schema import TABLES, Table
from pipeline.vocab import meaning_of

if TYPE_CHECKING:
    import pandas as pd
    from spacy.tokens import Span

Row = Mapping[str, str]
AROUND = 200  # raw characters shown on each side


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of an edition: its reviewed tables, its raw texts, each decision's fate."""

    tables: "Mapping[str, pd.DataFrame]"
    texts: Mapping[str, str]  # raw file -> its characters
    decisions: "pd.DataFrame"

    def find(self, row_id: str) -> tuple[Table, Row]:
        """The row of an id.  Raises BadInputError where no table has it."""
        for table in TABLES:
            frame = self.tables[table.name]
            for row in frame[frame["row_id"] == row_id].to_dict("records"):
                return table, {str(name): str(cell) for name, cell in row.items()}
        raise BadInputError(f"row '{row_id}': in no table of this edition; copy it from a CSV")


def explain(known: Known, row_id: str, sentence: "Span | None") -> str:
    """The row's whole story as lines of text; `sentence` is its parse where the text was read.

    Raises BadInputError where no table has the row.
    """
    table, row = known.find(row_id)
    parts = (
        ("row", _cells(table, row)),
        ("raw text", _raw(known, row)),
        ("repairs", _repairs(known, row)),
        ("found by", _found_by(row)),
        ("parse", _parse(sentence)),
        ("decisions", _decisions(known, row_id)),
    )
    lines = [f"{row_id} of {table.name}: {table.meaning}", row["section"]]
    for title, told in parts:
        body = [f"  {line}" for line in told]
        lines += ["", title, *(body or ["  none"])]
    return "\n".join(lines)


def _cells(table: Table, row: Row) -> Iterator[str]:
    """The row's own cells, each with the raw characters that it was read from."""
    spans = json.loads(row.get("field_spans") or "{}")
    unknown = json.loads(row.get("unknown") or "{}")
    for column in table.own:
        if row[column.name]:
            where = ", ".join(f"{start}-{end}" for start, end in spans.get(column.name, ()))
            yield f"{column.name}: {row[column.name]}" + (f"  [{where}]" if where else "")
        elif column.name in unknown:
            yield f"{column.name}: ({unknown[column.name].replace('_', ' ')})"


def _raw(known: Known, row: Row) -> Iterator[str]:
    start, end = int(row["raw_start"]), int(row["raw_end"])
    text = known.texts[row["source"]]
    before, after = text[max(start - AROUND, 0) : start], text[end : end + AROUND]
    yield f"{row['source']}, characters {start} to {end}"
    yield f"…{before}⟦{text[start:end]}⟧{after}…".replace("\n", "\n  ")


def _repairs(known: Known, row: Row) -> Iterator[str]:
    """The repairs in the row's own span and in its sentence."""
    spans = json.loads(row.get("field_spans") or "{}").get("evidence", ())
    places = [(int(row["raw_start"]), int(row["raw_end"])), *map(tuple, spans)]
    frame = known.tables["repairs"]
    for repair in frame[frame["source"] == row["source"]].to_dict("records"):
        start, end = int(repair["raw_start"]), int(repair["raw_end"])
        if any(start < high and end > low for low, high in places):
            yield f"{repair['kind']} at {start}: {repair['before']} became {repair['after']}"


def _found_by(row: Row) -> Iterator[str]:
    if "rule" not in row:
        return
    yield f"rule {row['rule']}, confidence {row['confidence']}"
    for name in ("reasons", "flags"):
        for code in split_list(row[name]):
            yield f"{code}: {meaning_of(code)}"


def _parse(sentence: "Span | None") -> Iterator[str]:
    """Each token with its tag, its relation and its head."""
    for token in sentence or ():
        yield f"{token.text:<20}{token.tag_:<7}{token.dep_:<12}{token.head.text}"


def _decisions(known: Known, row_id: str) -> Iterator[str]:
    for decision in known.decisions.to_dict("records"):
        if decision["row_id"] == row_id:
            what = " ".join(
                filter(None, (decision["action"], decision["field"], decision["after"]))
            )
            yield f"{decision['time']} {decision['reviewer']}: {what} ({decision['fate']})"
