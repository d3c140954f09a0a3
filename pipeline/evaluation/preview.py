"""Before a rule is changed: how the current code would change the rows that people reviewed.

Stages 1 to 5 run into a temporary folder, and the decisions are applied to their tables.  A loss is
explained if a person has reviewed the row again, or if the row was rejected and is no longer found;
undone decisions do not count.
"""

import json
import shutil
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from pipeline.decisions.journal import Decision, standing
from pipeline.reviewed import apply_decisions
from pipeline.reviewed.fold import Fate
from pipeline.reviewed.proposals import HOLDS
from pipeline.schema import TABLE
from pipeline.stages import STAGES, Folders, read_rows, read_structure
from pipeline.storage import files

BEFORE_REVIEW = ("clean", "sections", "entities", "money", "tables")
STORE = ".annotations"  # cached output of the language model, by content


@dataclass(frozen=True, slots=True)
class Effect:
    """What the current code does to one decision."""

    kind: str  # changes, loses, gains
    fate: Fate
    explained: bool

    def lines(self) -> list[str]:
        """The effect in words: the row, the decision and its reviewer, the changed cells."""
        made = self.fate.decision
        mark = " (explained)" if self.explained and self.kind != "gains" else ""
        head = f"{self.kind}{mark}: {made.table} {made.row_id}, {made.action} by {made.reviewer}"
        quoted = f"  “{_brief(made.evidence)}”" if made.evidence else ""
        nearest = f"  nearest row: {self.fate.row_id}" if self.kind == "loses" else ""
        changes = list(_differences(self.fate)) if self.kind == "changes" else []
        return [line for line in (head, quoted, *changes, nearest) if line]


def preview(folders: Folders) -> list[Effect]:
    """The effects on an edition's decisions, in order.  Raises BadInputError."""
    decisions = standing(folders.journals.read().decisions)
    with TemporaryDirectory() as scratch:
        trial = replace(folders, outputs=Path(scratch))
        store = folders.outputs / STORE
        if store.is_file():
            shutil.copyfile(store, trial.outputs / STORE)
        for name in BEFORE_REVIEW:
            STAGES[name](trial)
        blocks = {block.block_id: block for block in read_structure(trial).blocks}
        fates = apply_decisions(read_rows(trial.out("5_tables")), decisions, lambda: blocks).fates
    return list(effects(fates, _fates_before(folders)))


def effects(fates: Sequence[Fate], before: Mapping[str, str]) -> Iterable[Effect]:
    """Decisions that no longer apply, or apply again; `before`: id -> fate on the last run."""
    last: dict[tuple[str, str], Decision] = {}
    for fate in fates:
        if fate.fate in HOLDS:
            last[fate.decision.table, fate.row_id] = fate.decision
    for fate in fates:
        if fate.fate in HOLDS:
            if before.get(fate.decision.id, "same") not in HOLDS:
                yield Effect("gains", fate, True)
            continue
        made, later = fate.decision, last.get((fate.decision.table, fate.row_id))
        again = later is not None and later.time > made.time
        learned = fate.fate == "gone" and made.action == "reject"
        yield Effect("loses" if fate.fate == "gone" else "changes", fate, again or learned)


def _fates_before(folders: Folders) -> dict[str, str]:
    path = folders.out("6_reviewed") / "decisions.csv"
    return {row["id"]: row["fate"] for row in files.read_rows(path)} if path.is_file() else {}


def _differences(fate: Fate) -> Iterable[str]:
    made = fate.decision
    if made.action == "correct":
        yield f"  {made.field}: was '{made.before}', corrected to '{made.after}', now '{fate.now}'"
        return
    then, now = (json.loads(text) if text[:1] == "{" else {} for text in (made.before, fate.now))
    for name in (*(column.name for column in TABLE[made.table].own), "evidence"):
        if name in then and name in now and then[name] != now[name]:
            yield f"  {name}: was '{_brief(then[name])}', now '{_brief(now[name])}'"


def _brief(text: str) -> str:
    return text if len(text) <= 160 else f"{text[:159]}…"
