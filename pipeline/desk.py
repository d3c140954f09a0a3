"""What people are handed and hand in: workbooks and other formats, and their decisions."""

import subprocess
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline import files
from pipeline.decisions import Decision, read_journal
from pipeline.merge import Merge, merge_decisions
from pipeline.model import BadInputError
from pipeline.schema import TABLES
from pipeline.stages import (
    Folders,
    judge_now,
    read_published,
    read_rows,
    read_structure,
    read_tables,
)

if TYPE_CHECKING:
    from pipeline.sheet.changes import Plan, State

Opener = Callable[[str], Folders]  # an edition's name -> its folders


def make_more(folders: Folders) -> Path:
    """6_reviewed -> the larger formats, beside those of stage 7; returns their folder."""
    from pipeline.publish import publish_more

    folder = folders.out("7_publish")
    for name, content in publish_more(read_published(folders), folders.facts()):
        files.write_bytes(folder / name, content)
    return folder


def make_sheet(folders: Folders) -> list[Path]:
    """6_reviewed -> review.xlsx, the workbook in which people review.

    Returns its path; and, where one was there that somebody had written into, where that was put.
    """
    from pipeline.sheet.layout import FILE_NAME
    from pipeline.sheet.write import Review, review_bytes

    review = Review(
        folders.facts(),
        read_tables(folders.out("6_reviewed")),
        {block.block_id: block.text for block in read_structure(folders).blocks},
        [decision.id for decision in folders.journals.read().decisions],
    )
    content = review_bytes(review)
    path = folders.out(FILE_NAME)
    kept = _set_aside(path)
    files.write_bytes(path, content)
    return [path, *kept]


def _set_aside(path: Path) -> list[Path]:
    """Rename a workbook that holds anybody's work, or that cannot be read."""
    from pipeline.sheet.changes import has_edits
    from pipeline.sheet.read import read_workbook

    if not path.exists():
        return []
    try:
        if not has_edits(read_workbook(path)):
            return []
    except BadInputError:
        pass  # unreadable for us may be readable for its owner
    number = 1
    while (kept := path.with_name(f"{path.stem}-{number}{path.suffix}")).exists():
        number += 1
    path.rename(kept)
    return [kept]


def plan_sheet(path: Path, opener: Opener, reviewer: str) -> "tuple[Folders, Plan]":
    """What a workbook's import would do, and to which edition.

    Raises BadInputError, a line a cell, if anything in it cannot be taken.
    """
    from pipeline.sheet.changes import plan_import
    from pipeline.sheet.read import read_workbook, refuse

    filled = read_workbook(path)
    folders = opener(filled.origin.edition)
    plan = plan_import(filled, _state(folders, reviewer))
    refuse(path, plan.refusals)
    return folders, plan


def _state(folders: Folders, reviewer: str) -> "State":
    from pipeline.sheet.added import Texts
    from pipeline.sheet.changes import State

    made, journal = judge_now(folders, read_rows(folders.out("5_tables")))
    structure = read_structure(folders)
    paths = {section.section_id: " / ".join(section.path) for section in structure.sections}
    return State(
        rows={table.name: {row["row_id"]: row for row in made[table.name]} for table in TABLES},
        texts=Texts(structure.blocks, paths),
        taken={decision.id for decision in journal.decisions},
        reviewer=reviewer,
        time=datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
    )


def append_all(folders: Folders, decisions: Iterable[Decision]) -> None:
    """Append decisions to the journals that they belong to, in order, all or none of each."""
    folders.journals.append(decisions)


def plan_merge(path: Path, folders: Folders) -> Merge:
    """What a file of decisions would bring into an edition's journal.

    Raises BadInputError if anything in it is not valid, or if it is about another edition.
    """
    if not path.is_file():
        raise BadInputError(f"{path}: no such file; name the decisions by FILE=…")
    incoming = read_journal(path)
    made, journal = judge_now(folders, read_rows(folders.out("5_tables")))
    rows = {table.name: {row["row_id"] for row in made[table.name]} for table in TABLES}
    merge = merge_decisions(incoming.decisions, journal.decisions, rows)
    if merge.refusals or incoming.warnings:
        faults = [*incoming.warnings, *(f"{path}: {refusal}" for refusal in merge.refusals)]
        raise BadInputError("\n".join([*faults, f"{path}: not valid, so nothing is taken"]))
    if merge.gone and len(merge.gone) == len(merge.new):
        raise BadInputError(
            f"{path}: none of its rows is in {folders.edition}; name the edition by EDITION=…"
        )
    return merge


def reviewer_named(name: str) -> str:
    """The reviewer's name, or else the one that git knows.  Raises BadInputError."""
    if name.strip():
        return name.strip()
    try:
        command = ["git", "config", "user.name"]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        known = done.stdout.strip()
    except OSError:
        known = ""
    if not known:
        raise BadInputError("who reviews is not known; say it by REVIEWER=name")
    return known
