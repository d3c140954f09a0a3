"""Totals, workbooks and further formats, and the import of decisions."""

import json
import os
import subprocess
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.decisions.imported import read_handed, refuse
from pipeline.decisions.journal import Decision, standing
from pipeline.records.errors import BadInputError
from pipeline.review.merging import Merge, merge_decisions
from pipeline.reviewed.agreement import read_policy
from pipeline.reviewed.rows import Row
from pipeline.schema import MATCHES, TABLES
from pipeline.stages import (
    Folders,
    read_published,
    read_rows,
    read_structure,
    read_tables,
    replay_journals,
)
from pipeline.storage import files

if TYPE_CHECKING:
    import pandas as pd

    from pipeline.matching import Matches
    from pipeline.review.workbook.changes import Plan as SheetPlan
    from pipeline.review.workbook.changes import State
    from pipeline.totals import Totals

TYPES = "types"  # of `types=all`, which is no filter
MATCHED = "match"  # folder of an edition's outputs
Opener = Callable[[str], Folders]  # an edition's name -> its folders


def make_more(folders: Folders) -> Path:
    """6_reviewed -> the larger formats, added to those of stage 7; returns their folder.

    Raises BadInputError where stage 7 has not run.
    """
    from pipeline.publish import publish_more
    from pipeline.publish.package import with_parquet

    folder = folders.out("7_publish")
    descriptor = folder / "datapackage.json"
    if not descriptor.is_file():
        raise BadInputError(f"{descriptor}: missing; run make to create it")
    made = dict(publish_more(read_published(folders), folders.facts()))
    package = with_parquet(json.loads(descriptor.read_bytes()), made)
    for name, content in (made | {descriptor.name: files.as_json(package).encode()}).items():
        files.write_bytes(folder / name, content)
    return folder


@dataclass(frozen=True, slots=True)
class TotalsAsked:
    """What `make total` adds up, of which edition."""

    totals: "Totals"
    edition: str  # its title, its year and the folder of its tables, in words


def total_contributions(folders: Folders, by: str, filters: Sequence[str]) -> TotalsAsked:
    """6_reviewed of an edition -> the totals of its contributions.

    `by` are columns separated by commas; `filters` are FIELD=value, and `types=all` adds all
    transaction types together.  Raises BadInputError for a missing table, an unknown field or
    value, a filter without `=`.
    """
    from pipeline.totals import add_up
    from pipeline.totals.inputs import Tables

    where = _where(filters)
    types = where.pop(TYPES, "")
    if types not in ("", "all"):
        raise BadInputError(f"{TYPES}={types}: not known; write {TYPES}=all, or leave it out")
    columns = list(dict.fromkeys(name.strip() for name in by.split(",") if name.strip()))
    folder = folders.out("6_reviewed")
    [contributions, money, relations, entities, documents] = [
        _cells(folder / f"{name}.csv")
        for name in ("contributions", "money", "money_relations", "entities", "documents")
    ]
    title, year = documents[0]["title"], int(documents[0]["year"])
    tables = Tables(contributions, money, relations, entities, year)
    found = add_up(tables, columns, where, all_types=types == "all")
    return TotalsAsked(found, f"{title}, year {year}, {folder}")


def _where(filters: Sequence[str]) -> dict[str, str]:
    where: dict[str, str] = {}
    for text in filters:
        name, equals, value = text.partition("=")
        if not (equals and name.strip()):
            raise BadInputError(f"{text}: not a filter; write FIELD=value")
        if name in where:
            raise BadInputError(f"{text}: {name} has two values; write one")
        where[name] = value
    return where


def write_totals(path: Path, totals: "Totals", edition: str) -> list[Path]:
    """Write the totals as CSV, and what they leave out beside it; returns both paths.

    Raises BadInputError for a path that cannot be written or that holds anything else.
    """
    from pipeline.totals.table import is_ours, left_out_bytes, totals_bytes

    if not path.name or path.is_dir():
        raise BadInputError(f"{path}: is a folder; name a file with CSV=")
    beside = path.with_name(f"{path.stem}-left-out.csv")
    contents = {
        beside: left_out_bytes(totals, edition),
        path: totals_bytes(totals, edition),
    }
    for target in contents:
        if target.is_dir():
            raise BadInputError(f"{target}: is a folder; name a file with CSV=")
        if target.exists() and not is_ours(_head(target)):
            raise BadInputError(f"{target}: holds something else; name another file with CSV=")
    for target, content in contents.items():
        try:
            files.write_bytes(target, content)
        except OSError as error:
            raise BadInputError(
                f"{target}: cannot be written ({error.strerror}); name another file with CSV="
            ) from None
    return [path, beside]


def _head(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(100)
    except OSError as error:
        raise BadInputError(
            f"{path}: cannot be read ({error.strerror}); name another file with CSV="
        ) from None


def _cells(path: Path) -> list[dict[str, str]]:
    rows = files.read_table_rows(path)
    return [dict(zip(rows.columns, cells, strict=True)) for cells in rows.to_numpy().tolist()]


def match_source(folders: Folders, source: Path) -> "tuple[Matches, Path]":
    """6_reviewed and a second source -> match/<source>.csv and .html; the path of the CSV.

    Raises BadInputError for a missing table, and for a source that is damaged or unknown.
    """
    from pipeline.matching import match
    from pipeline.matching.opening import name_of, read_source
    from pipeline.matching.page import page_bytes

    folder = folders.out("6_reviewed")
    names = ("contributions", "money", "money_relations")
    tables = {name: files.read_rows(folder / f"{name}.csv") for name in names}
    policy = read_policy(*(os.environ.get(name, "") for name in ("REVIEWERS", "REVIEWERS_ABOVE")))
    decisions = standing(folders.journals.read().decisions)
    name = name_of(source)
    found = match(tables, read_source(source), name, decisions, policy)
    path = folders.out(MATCHED) / f"{name}.csv"
    page = page_bytes(found, folders.facts(), source.name)
    files.write_bytes(path, files.rows_bytes(found.rows, MATCHES.columns))
    files.write_bytes(path.with_suffix(".html"), page)
    return found, path


def read_matches(folders: Folders) -> list[Row]:
    """The rows that `match_source` has written, of every second source."""
    paths = sorted(folders.out(MATCHED).glob("*.csv"))
    return [row for path in paths for row in files.read_rows(path)]


def make_sheet(folders: Folders) -> list[Path]:
    """6_reviewed -> review.xlsx, the workbook in which people review.

    Returns its path, then the new path of an older workbook that somebody had edited.
    """
    from pipeline.review.workbook.layout import FILE_NAME
    from pipeline.review.workbook.write import Review, review_bytes

    review = Review(
        folders.facts(),
        read_tables(folders.out("6_reviewed")) | _match_table(folders),
        {block.block_id: block.text for block in read_structure(folders).blocks},
        [decision.id for decision in folders.journals.read().decisions],
    )
    content = review_bytes(review)
    path = folders.out(FILE_NAME)
    kept = _set_aside(path)
    files.write_bytes(path, content)
    return [path, *kept]


def _match_table(folders: Folders) -> "dict[str, pd.DataFrame]":
    """The table of matches, where there is any."""
    import pandas as pd

    columns = [column.name for column in MATCHES.columns]
    rows = read_matches(folders)
    return {MATCHES.name: pd.DataFrame(rows, columns=columns, dtype=str)} if rows else {}


def _set_aside(path: Path) -> list[Path]:
    """Rename a workbook that somebody has edited, or that cannot be read."""
    from pipeline.review.workbook.changes import has_edits
    from pipeline.review.workbook.read import read_workbook

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


def plan_sheet(path: Path, opener: Opener, reviewer: str) -> "tuple[Folders, SheetPlan]":
    """What the import of a workbook would change, and in which edition.

    Raises BadInputError, one line for each cell that cannot be imported.
    """
    from pipeline.review.workbook.changes import plan_import
    from pipeline.review.workbook.read import read_workbook
    from pipeline.review.workbook.read import refuse as refuse_cells

    filled = read_workbook(path)
    folders = opener(filled.origin.edition)
    plan = plan_import(filled, _state(folders, reviewer))
    refuse_cells(path, plan.refusals)
    return folders, plan


def _state(folders: Folders, reviewer: str) -> "State":
    from pipeline.review.workbook.added import Texts
    from pipeline.review.workbook.changes import State

    made, journal = replay_journals(folders, read_rows(folders.out("5_tables")))
    structure = read_structure(folders)
    paths = {section.section_id: " / ".join(section.path) for section in structure.sections}
    return State(
        rows=_by_id(folders, made),
        texts=Texts(structure.blocks, paths),
        taken={decision.id for decision in journal.decisions},
        reviewer=reviewer,
        time=datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
    )


def _by_id(folders: Folders, made: Mapping[str, Sequence[Row]]) -> dict[str, dict[str, Row]]:
    """All rows that people review, by table and id."""
    rows = {table.name: made[table.name] for table in TABLES}
    rows |= {MATCHES.name: read_matches(folders)}
    return {name: {row["row_id"]: row for row in table} for name, table in rows.items()}


def append_all(folders: Folders, decisions: Iterable[Decision]) -> None:
    """Append decisions in order to the journals that they belong to; each gets all or none."""
    folders.journals.append(decisions)


@dataclass(frozen=True, slots=True)
class Plan:
    """What the import of a file of decisions would change."""

    merge: Merge
    messages: tuple[str, ...]  # rows that somebody has to review afterwards


def plan_merge(path: Path, folders: Folders) -> Plan:
    """What the import of a file of decisions would change in an edition's journals.

    Raises BadInputError, one line for each fault, if anything in it is not valid, or if it is
    about another edition or text.
    """
    handed = read_handed(path)
    tables = read_rows(folders.out("5_tables"))
    sources = {row["source"]: row["sha256"] for row in tables["documents"].values()}
    if handed.origin and (fault := handed.origin.fault(folders.edition, sources)):
        raise BadInputError(f"{path}: {fault}")
    made, journal = replay_journals(folders, tables)
    merge = merge_decisions(handed.lines, journal.decisions, _by_id(folders, made))
    refuse(path, (f"{path}:{number}: {fault}" for number, fault in merge.refusals))
    if merge.gone and len(merge.gone) == len(merge.new):
        raise BadInputError(
            f"{path}: it has no row of {folders.edition}; name the edition with EDITION=…"
        )
    then, _ = replay_journals(folders, tables, merge.new) if merge.new else (made, journal)
    messages = (*_undone(merge, journal.decisions), *_to_review(merge, made, then))
    return Plan(merge, messages)


def _undone(merge: Merge, journal: Sequence[Decision]) -> Iterator[str]:
    """Decisions of one person that another person's file undoes."""
    known = {made.id: made for made in (*journal, *merge.new)}
    for made in merge.new:
        other = known.get(made.after) if made.action == "undo" else None
        if other and other.reviewer != made.reviewer:
            name = f"{other.table} {other.row_id}"
            yield f"{made.reviewer} undoes what {other.reviewer} decided: {name}"


def _to_review(
    merge: Merge, before: Mapping[str, Sequence[Row]], after: Mapping[str, Sequence[Row]]
) -> Iterator[str]:
    """What somebody has to review once the decisions of a file are imported."""
    for made in merge.gone:
        yield f"row no longer exists: {made.table} {made.row_id}, {made.action} by {made.reviewer}"
    ids = {made.id for made in merge.new}
    for row in after["decisions"]:
        if row["id"] in ids and row["fate"] == "changed":
            name = f"{row['table']} {row['row_id']}"
            yield f"row has changed and is asked again: {name}, by {row['reviewer']}"
    for table in (table.name for table in TABLES if table.extracted):
        was = {row["row_id"] for row in before[table] if row["review_status"] == "disputed"}
        for row in after[table]:
            if row["review_status"] == "disputed" and row["row_id"] not in was:
                yield f"reviewers disagree now: {table} {row['row_id']}"


def reviewer_named(name: str) -> str:
    """The name given, or else git's user.name.  Raises BadInputError if there is neither."""
    if name.strip():
        return name.strip()
    try:
        command = ["git", "config", "user.name"]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        known = done.stdout.strip()
    except OSError:
        known = ""
    if not known:
        raise BadInputError("the reviewer is not known; name one with REVIEWER=name")
    return known
