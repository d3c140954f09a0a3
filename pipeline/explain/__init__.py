"""Everything about one row: its raw text, repairs, origin, parse and decisions."""

import json
import unicodedata
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.explain.probabilities import READ, in_doubt, likely_columns, row_percent
from pipeline.records.errors import BadInputError
from pipeline.schema import TABLES, Table
from pipeline.storage.files import split_list
from pipeline.vocab import meaning_of

if TYPE_CHECKING:
    import pandas as pd
    from spacy.tokens import Span, Token

    from pipeline.decisions.journal import Decision

Row = Mapping[str, str]
CONTEXT = 200  # raw characters shown on each side
FOUND_IN = {  # the module that finds a table's rows
    "documents": "clean.decode",
    "sections": "sections.headings",
    "blocks": "sections",
    "repairs": "clean.repairs",
    "notes": "sections.notes",
    "note_anchors": "sections.notes",
    "figures": "sections.figures",
    "entities": "entities",
    "mentions": "entities",
    "acronyms": "entities.acronyms",
    "money": "money.amounts",
    "contributions": "contributions",
    "money_relations": "findings.money_relations",
    "checks": "findings.checks",
    "results": "findings.results",
    "events": "findings.events",
    "dates": "money.dates",
    "ledger": "tables.ledger",
    "issues": "tables",
}
CONFIDENCE_WORDS = {
    "high": "stated plainly in the text",
    "medium": "one step was inferred",
    "low": "check it before use",
}
FATE_WORDS = {
    "same": "applies: the row is unchanged",
    "moved": "applies: the same words are at another place now",
    "changed": "lapsed: the row has changed since",
    "gone": "its row no longer exists",
}


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of an edition: its reviewed tables, raw texts, decisions with their fates."""

    tables: "Mapping[str, pd.DataFrame]"
    texts: Mapping[str, str]  # raw file -> its characters
    decisions: "pd.DataFrame"
    undone: "Sequence[Decision]" = ()  # those that somebody undid

    def find(self, row_id: str) -> tuple[Table, Row]:
        """The table and the row of an id.  Raises BadInputError if no table has it."""
        for table in TABLES:
            frame = self.tables[table.name]
            for row in frame[frame["row_id"] == row_id].to_dict("records"):
                return table, {str(name): str(cell) for name, cell in row.items()}
        raise BadInputError(f"row '{row_id}': not in any table of this edition; copy it from a CSV")


def explain(known: Known, row_id: str, sentence: "Span | None") -> str:
    """Everything about the row as lines of text; `sentence` is its parsed sentence, if any.

    Raises BadInputError if no table has the row.
    """
    table, row = known.find(row_id)
    parts = (
        ("row", _cells(table, row, _corrected(known, row_id))),
        ("raw text", _raw(known, row)),
        ("repairs", _repairs(known, row)),
        ("found by", _found_by(table, row)),
        ("parse", _parse(sentence)),
        ("decisions", _decisions(known, row_id)),
    )
    lines = [f"{row_id} of {table.name}: {table.meaning}", row["section"]]
    for title, contents in parts:
        body = [f"  {line}" for line in contents]
        lines += ["", title, *(body or ["  none"])]
    return "".join(map(_shown, "\n".join(lines)))


def _shown(character: str) -> str:
    """The character; a control or invisible character as its code point."""
    if character == "\n" or unicodedata.category(character) not in ("Cc", "Cf", "Cs", "Co"):
        return character
    return f"[U+{ord(character):04X}]"


def _cells(table: Table, row: Row, corrected: Collection[str]) -> Iterator[str]:
    """The row's own cells, each with its raw characters and its probability."""
    spans = json.loads(row.get("field_spans") or "{}")
    unknown = json.loads(row.get("unknown") or "{}")
    likely = likely_columns(row, corrected)
    for name in (column.name for column in table.own if column.name not in READ):
        where = ", ".join(f"{start}-{end}" for start, end in spans.get(name, ()))
        notes = [f"[{where}]"] if where else []
        if name in likely:
            notes.append(likely[name].percent + (" doubtful" if likely[name].is_doubtful else ""))
        empty = f"({unknown[name].replace('_', ' ')})" if name in unknown else ""
        if row[name] or empty or notes:
            yield "  ".join((f"{name}: {row[name] or empty or '(empty)'}", *notes))
    derived = {column.name: row.get(column.name, "") for column in table.derived}
    yield from (f"{name}: {cell}" for name, cell in derived.items() if cell)


def _raw(known: Known, row: Row) -> Iterator[str]:
    start, end = int(row["raw_start"]), int(row["raw_end"])
    text = known.texts[row["source"]]
    before, after = text[max(start - CONTEXT, 0) : start], text[end : end + CONTEXT]
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


def _found_by(table: Table, row: Row) -> Iterator[str]:
    if "rule" not in row:
        yield f"component {FOUND_IN[table.name]}"
        return
    if row["review_status"] == "added":
        yield f"added by {row['reviewer']}"
        return
    yield f"component {FOUND_IN[table.name]}, rule {row['rule']}{_example(table, row['rule'])}"
    if row["confidence"]:
        share = row_percent(row)
        meaning = f"probability {share}" if share else CONFIDENCE_WORDS[row["confidence"]]
        yield f"confidence {row['confidence']}: {meaning}"
    if doubts := in_doubt(row):
        yield f"doubtful fields: {', '.join(doubts)}"
    for name in ("reasons", "flags"):
        for code in split_list(row[name]):
            yield f"{name.removesuffix('s')} {code}: {meaning_of(code)}"


def _example(table: Table, rule: str) -> str:
    """An example of a rule of stage 4, as the end of a line; empty for other rules."""
    from pipeline.money.amounts import RULES

    return f", as in “{RULES[rule][0]}”" if table.name == "money" and rule in RULES else ""


# ---- the parse -------------------------------------------------------------------------------


def _parse(sentence: "Span | None") -> Iterator[str]:
    """The dependency tree of the sentence: each word below its head, in text order."""
    if sentence and not any(token.dep for token in sentence):
        yield "not parsed: it has no date, and no number with a result word"
    for root in (token for token in sentence or () if token.head.i == token.i):
        yield _token_line(root, "")
        yield from _descendants(root)


def _descendants(root: "Token") -> Iterator[str]:
    """Every word below a word, without recursion: a tree may be thousands of words deep."""
    waiting = _branches(root, "")
    while waiting:
        token, stem, inner = waiting.pop()
        yield _token_line(token, stem)
        waiting += _branches(token, inner)


def _branches(token: "Token", indent: str) -> list[tuple["Token", str, str]]:
    """The children of a word, last first, each with the lines drawn before it and below it."""
    children = list(token.children)
    drawn = [(child, f"{indent}├ ", f"{indent}│ ") for child in children[:-1]]
    drawn += [(child, f"{indent}└ ", f"{indent}  ") for child in children[-1:]]
    return drawn[::-1]


def _token_line(token: "Token", stem: str) -> str:
    return f"{stem + token.text:<44} {token.tag_:<6} {token.dep_}"


# ---- the decisions ---------------------------------------------------------------------------


def _decisions(known: Known, row_id: str) -> Iterator[str]:
    rows = known.decisions.to_dict("records")
    for decision in ({str(name): str(cell) for name, cell in row.items()} for row in rows):
        if row_id in (decision["row_id"], decision["row_now"]):
            yield _decision_line(decision)
            yield f"  {FATE_WORDS[decision['fate']]}"
            yield from _why(decision)
    for made in known.undone:
        if made.row_id == row_id:
            cells = {"time": made.time, "reviewer": made.reviewer, "action": made.action}
            cells |= {"field": made.field, "before": made.before, "after": made.after}
            yield _decision_line(cells)
            yield "  undone"
            yield from _why({"reason": made.reason, "note": made.note})


def _corrected(known: Known, row_id: str) -> set[str]:
    """The columns that people corrected."""
    made = known.decisions[known.decisions["action"] == "correct"]
    here = (made["row_id"] == row_id) | (made["row_now"] == row_id)
    return set(made[here]["field"])


def _decision_line(decision: Mapping[str, str]) -> str:
    line = f"{decision['time']} {decision['reviewer']}: {decision['action']}"
    if decision["action"] == "correct":
        line += f" {decision['field']} from '{decision['before']}' to '{decision['after']}'"
    elif decision["after"]:
        line += f" {decision['after']}"
    return line


def _why(decision: Mapping[str, str]) -> Iterator[str]:
    if decision["reason"]:
        yield f"  reason: {decision['reason'].replace('_', ' ')}"
    if decision["note"]:
        yield f"  note: {decision['note']}"
