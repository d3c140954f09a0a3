"""The stages with their files: each reads files, calls a pure function, writes files."""

import gc
import os
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from pipeline.decisions.by_edition import Journals
from pipeline.extract import UNREAD
from pipeline.records.errors import BadInputError
from pipeline.records.names import EditionNames
from pipeline.records.text import Paragraph, Source, Structure
from pipeline.schema import TABLE, TABLES
from pipeline.schema.review_tables import BESIDE
from pipeline.storage import files
from pipeline.storage.edition import Edition

if TYPE_CHECKING:
    import pandas as pd
    from spacy.tokens import Doc, Span

    from pipeline.decisions.journal import Decision, Journal
    from pipeline.reviewed.rows import Row, Tables
    from pipeline.tables import Found


Kind = TypeVar("Kind")
COLUMNS = {table.name: table.columns for table in TABLES} | {
    table.name: table.own for table in BESIDE
}
SECONDS = ".seconds"  # one file for each stage: how long its latest run took
DOC_ATTRIBUTES = ("ORTH", "SPACY", "LEMMA", "POS", "TAG", "HEAD", "DEP", "SENT_START")


@dataclass(frozen=True, slots=True)
class Folders:
    """Where an edition's files are."""

    edition: str
    raw: Path
    outputs: Path
    reviews: Path

    def out(self, name: str) -> Path:
        """A file or folder of the edition's outputs."""
        return self.outputs / self.edition / name

    @property
    def journal(self) -> Path:
        return self.reviews / f"{self.edition}.jsonl"

    @property
    def journals(self) -> Journals:
        return Journals(self.reviews, self.edition)

    def facts(self) -> Edition:
        return files.read_edition(self.raw, self.edition)


def run_stage(name: str, folders: Folders) -> list[str]:
    """Run one stage and keep how long it took; returns its warnings.  Raises BadInputError."""
    began = time.monotonic()
    warnings = STAGES[name](folders) or []
    seconds = f"{time.monotonic() - began:.3f}\n"
    files.write_bytes(folders.out(SECONDS) / name, seconds.encode())
    return warnings


def run_clean(folders: Folders) -> None:
    """Repair the text: raw/<edition>/*.txt -> 1_clean.jsonl.

    Raises BadInputError for a text or an edition.toml that is not valid.
    """
    files.write_records(folders.out("1_clean.jsonl"), _clean(folders))


def _clean(folders: Folders) -> list[Source | Paragraph]:
    from pipeline.clean import clean
    from pipeline.clean.decode import decode

    edition = folders.facts()
    raw = files.read_raw(folders.raw, edition.name)
    sources = [decode(data, str(folders.raw / edition.name / name)) for name, data in raw.items()]
    for source in sources:
        stated = edition.sha256.get(source.name, source.sha256)
        if stated != source.sha256:
            place = folders.raw / edition.name / source.name
            raise BadInputError(
                f"{place}: its sha256 differs from edition.toml; correct one of them"
            )
    records: list[Source | Paragraph] = []
    for source in sources:
        records.extend((source, *clean(source)))
    return records


def draw_outline(folders: Folders) -> str:
    """The tree of headings with repairs and doubts, made from raw/."""
    from pipeline.sections import build_structure
    from pipeline.sections.outline import outline

    records = _clean(folders)
    paragraphs = [record for record in records if isinstance(record, Paragraph)]
    sources = [record for record in records if isinstance(record, Source)]
    return outline(build_structure(paragraphs, folders.facts()), sources)


def run_sections(folders: Folders) -> None:
    """Find headings, paragraphs, captions and notes: 1_clean.jsonl -> 2_sections.jsonl."""
    from pipeline.sections import build_structure

    paragraphs = [
        record
        for record in files.read_records(folders.out("1_clean.jsonl"))
        if isinstance(record, Paragraph)
    ]
    structure = build_structure(paragraphs, folders.facts())
    files.write_records(folders.out("2_sections.jsonl"), [structure])


def run_entities(folders: Folders) -> None:
    """Find names and their codes: 2_sections.jsonl -> 3_entities.jsonl.

    The spaCy Doc of each block goes into 3_entities.spacy.
    """
    from spacy.tokens import DocBin

    from pipeline.entities import read_names
    from pipeline.language import chosen_model, dated_or_counted, load_model, read_docs
    from pipeline.language.annotations import read_kept

    def read(texts: Sequence[str]) -> "list[Doc]":
        nlp = load_model()
        gc.freeze()  # the model stays in memory: the collector need not scan it again
        return read_docs(nlp, texts, dated_or_counted)

    structure = read_structure(folders)
    blocks = [b for b in structure.blocks if b.kind not in UNREAD and not b.duplicate_of]
    texts = [block.text.text for block in blocks]
    found = read_kept(folders.outputs / ".annotations", chosen_model(), texts, read)
    docs = dict(zip([block.block_id for block in blocks], found, strict=True))
    edition_names = read_names(structure, docs, folders.facts())
    stored = DocBin(attrs=DOC_ATTRIBUTES, docs=docs.values())
    files.write_bytes(folders.out("3_entities.spacy"), stored.to_bytes())
    files.write_records(folders.out("3_entities.jsonl"), [edition_names])


def run_money(folders: Folders) -> None:
    """Find amounts, dates and counts: 2_sections.jsonl -> 4_money.jsonl."""
    from pipeline.money import read_numbers

    edition = folders.facts()
    files.write_records(
        folders.out("4_money.jsonl"), read_numbers(read_structure(folders), edition)
    )


def run_tables(folders: Folders) -> None:
    """Build the tables: the results of stages 1 to 4 -> 5_tables/*.csv."""
    from pipeline.tables import build_tables

    write_tables(folders.out("5_tables"), build_tables(read_found(folders)))


def run_reviewed(folders: Folders) -> list[str]:
    """Apply the decisions of reviewers: 5_tables and the journals -> 6_reviewed/*.csv.

    Amounts are converted to US dollars with the rate files, if there are any.  Returns warnings
    about the journals; raises BadInputError for a rate file that is not valid.
    """
    from pipeline.rates import convert, read_rates

    rates = read_rates(files.read_rate_files(folders.raw, folders.edition))
    tables = read_rows(folders.out("5_tables"))
    made, journal = replay_journals(folders, tables)
    made["contributions"] = convert(made, rates, folders.facts())
    contents = {}
    for name, rows in made.items():
        path = folders.out("5_tables") / f"{name}.csv"
        same = name in tables and rows == list(tables[name].values())
        contents[path.name] = path.read_bytes() if same else files.rows_bytes(rows, COLUMNS[name])
    files.write_folder(folders.out("6_reviewed"), contents)
    return list(journal.warnings)


def replay_journals(
    folders: Folders, tables: "Tables", more: "Sequence[Decision]" = ()
) -> "tuple[dict[str, list[Row]], Journal]":
    """The tables of stage 6 by the current journals, and these journals.

    `more` decisions are applied as if they had been appended.
    """
    from pipeline.decisions.journal import read_journal, standing
    from pipeline.reviewed import review_edition
    from pipeline.reviewed.agreement import read_policy

    journals = folders.journals
    journal = journals.read()
    others = {path.stem: standing(read_journal(path).decisions) for path in journals.others}
    policy = read_policy(*(os.environ.get(name, "") for name in ("REVIEWERS", "REVIEWERS_ABOVE")))
    blocks = cache(lambda: {block.block_id: block for block in read_structure(folders).blocks})
    decisions = standing([*journal.decisions, *more])
    made = review_edition(tables, decisions, others, blocks, policy)
    return made, journal


def run_publish(folders: Folders) -> None:
    """Publish the reviewed tables in other formats: 6_reviewed -> 7_publish."""
    from pipeline.publish import publish

    began = time.monotonic()
    tables = read_published(folders)
    state = (folders.out("6_reviewed") / "review.csv").read_bytes()
    contents = publish(tables, folders.facts(), state)
    record = _run_record(folders, tables) | {"seconds": _seconds(folders, began)}
    contents["run.json"] = files.as_json(record).encode() + b"\n"
    files.write_folder(folders.out("7_publish"), contents)


def iati_summary(folders: Folders) -> list[str]:
    """What the published IATI file of an edition holds and lacks, in a line or two."""
    from pipeline.publish.iati import summary_lines

    return summary_lines(files.read_rows(folders.out("7_publish") / "iati_left_out.csv"))


def _run_record(folders: Folders, tables: "Mapping[str, pd.DataFrame]") -> dict[str, Any]:
    from pipeline.language import chosen_model
    from pipeline.publish.run import run_record

    inputs = files.read_inputs(folders.raw, folders.edition)
    journals = [folders.journals.own, folders.journals.entities]
    return run_record(tables, inputs, journals, chosen_model())


def _seconds(folders: Folders, began: float) -> dict[str, float]:
    """How long the latest run of each stage took; for publishing, up to its record."""
    kept = {name: folders.out(SECONDS) / name for name in STAGES if name != "publish"}
    texts = {name: path.read_text() for name, path in kept.items() if path.is_file()}
    return {
        **{name: float(text) for name, text in texts.items()},
        "publish": round(time.monotonic() - began, 3),
    }


def compare_editions(before: Folders, after: Folders) -> Path:
    """6_reviewed of two editions -> outputs/compare/<earlier>-<later>/; returns the page's path.

    Raises BadInputError if an edition is missing or both are the same.
    """
    from pipeline.compare import compare
    from pipeline.compare.columns import TABLES as COMPARED
    from pipeline.compare.page import page_bytes

    if before.edition == after.edition:
        raise BadInputError(f"FROM and TO are both '{before.edition}'; name two editions")
    facts = before.facts(), after.facts()
    found = compare(*(read_tables(folders.out("6_reviewed")) for folders in (before, after)))
    contents = {
        f"{table.name}.csv": files.table_bytes(found[table.name], table.own) for table in COMPARED
    }
    folder = after.outputs / "compare" / f"{before.edition}-{after.edition}"
    files.write_folder(folder, {**contents, "compare.html": page_bytes(found, *facts)})
    return folder / "compare.html"


def join_editions(editions: Sequence[Folders]) -> Path:
    """6_reviewed of every edition -> outputs/all/, by year; returns that folder."""
    from pipeline.publish.series import series

    known = sorted(editions, key=lambda folders: (folders.facts().year, folders.edition))
    folder = known[0].outputs / "all"
    files.write_folder(
        folder, series([read_tables(folders.out("6_reviewed")) for folders in known])
    )
    return folder


def explain_row(folders: Folders, row_id: str) -> str:
    """Everything about one row, as text.  Raises BadInputError if no table has it."""
    from pipeline.decisions.journal import standing
    from pipeline.explain import Known, explain

    folder = folders.out("6_reviewed")
    records = files.read_records(folders.out("1_clean.jsonl"))
    made = folders.journals.read().decisions
    held = {decision.id for decision in standing(made)}
    known = Known(
        tables=read_tables(folder),
        texts={record.name: record.raw for record in records if isinstance(record, Source)},
        decisions=files.read_table_rows(folder / "decisions.csv"),
        undone=[d for d in made if d.action != "undo" and d.id not in held],
    )
    _, row = known.find(row_id)
    return explain(known, row_id, _sentence_of(folders, row))


def _sentence_of(folders: Folders, row: Mapping[str, str]) -> "Span | None":
    """The parsed sentence with a row's evidence; None where its block was not read."""
    edition_names = _one(files.read_records(folders.out("3_entities.jsonl")), EditionNames)
    doc = _read_docs(folders.out("3_entities.spacy"), edition_names).get(row["block_id"])
    start = doc.text.find(row["evidence"]) if doc is not None and row.get("evidence") else -1
    if doc is None or start < 0:
        return None
    return doc.char_span(start, start + len(row["evidence"]), alignment_mode="expand")


STAGES: Mapping[str, Callable[[Folders], "list[str] | None"]] = {
    "clean": run_clean,
    "sections": run_sections,
    "entities": run_entities,
    "money": run_money,
    "tables": run_tables,
    "reviewed": run_reviewed,
    "publish": run_publish,
}


# ---- inputs of the stages --------------------------------------------------------------------


def read_structure(folders: Folders) -> Structure:
    """The result of stage 2."""
    return _one(files.read_records(folders.out("2_sections.jsonl")), Structure)


def read_found(folders: Folders) -> "Found":
    """The results of stages 1 to 4, the input of stage 5."""
    from pipeline.tables import Found

    edition_names = _one(files.read_records(folders.out("3_entities.jsonl")), EditionNames)
    records = files.read_records(folders.out("1_clean.jsonl"))
    return Found(
        edition=folders.facts(),
        sources=[record for record in records if isinstance(record, Source)],
        structure=read_structure(folders),
        edition_names=edition_names,
        numbers=files.read_records(folders.out("4_money.jsonl")),
        docs=_read_docs(folders.out("3_entities.spacy"), edition_names),
    )


def _read_docs(path: Path, edition_names: EditionNames) -> dict[str, "Doc"]:
    from spacy.tokens import DocBin
    from spacy.vocab import Vocab

    if not path.is_file():
        raise BadInputError(f"{path}: missing; run make to create it")
    docs = DocBin().from_bytes(path.read_bytes()).get_docs(Vocab())
    return dict(zip([named.block_id for named in edition_names.names], docs, strict=True))


def _one(records: list[Any], kind: type[Kind]) -> Kind:
    return next(record for record in records if isinstance(record, kind))


# ---- tables ----------------------------------------------------------------------------------


def read_tables(folder: Path) -> "dict[str, pd.DataFrame]":
    """Every table of the schema from a folder of CSVs.  Raises BadInputError."""
    return {table.name: files.read_table_rows(folder / f"{table.name}.csv") for table in TABLES}


def read_published(folders: Folders) -> "dict[str, pd.DataFrame]":
    """The tables to publish; with REVIEWED_ONLY=1 only rows accepted, corrected or added."""
    from pipeline.publish.reviewed_rows import reviewed_only

    tables = read_tables(folders.out("6_reviewed"))
    return tables if os.environ.get("REVIEWED_ONLY", "") in ("", "0") else reviewed_only(tables)


def read_rows(folder: Path) -> "Tables":
    """The same tables as plain rows by row_id, without pandas.  Raises BadInputError."""
    return {
        table.name: {row["row_id"]: row for row in files.read_rows(folder / f"{table.name}.csv")}
        for table in TABLES
    }


def read_table(name: str, edition: str, outputs: Path = Path("outputs")) -> "pd.DataFrame":
    """A reviewed table with real types: Int64, exact Decimals, days, booleans, lists.

    Raises BadInputError if `make` has not written it.
    """
    path = outputs / edition / "6_reviewed" / f"{name}.csv"
    return files.typed(files.read_table_rows(path), TABLE[name].columns)


def write_tables(folder: Path, tables: "Mapping[str, pd.DataFrame]") -> None:
    """Write one CSV for each table, all at once."""
    contents = {
        f"{table.name}.csv": files.table_bytes(tables[table.name], table.columns)
        for table in TABLES
    }
    files.write_folder(folder, contents)
