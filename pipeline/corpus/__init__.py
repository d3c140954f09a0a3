"""An archive of documents -> one Parquet dataset for each table.

No work is repeated: a document is read again only if its bytes, its facts, the code or the model
changed.  The result does not depend on the engine or on the order of its work.
"""

import csv
import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from hashlib import sha256
from importlib.resources import files as resources
from importlib.resources.abc import Traversable
from pathlib import Path

from pipeline.corpus.dataset import bucket_count, bucket_of, write_dataset
from pipeline.corpus.documents import Document, find_documents
from pipeline.corpus.engines import Engine
from pipeline.corpus.state import State, open_state
from pipeline.corpus.work import Job, Outcome
from pipeline.language import chosen_model
from pipeline.records.errors import BadInputError
from pipeline.storage import files
from pipeline.storage.edition import Edition

LISTING = "corpus.csv"


@dataclass(frozen=True, slots=True)
class Progress:
    """The progress of a run: `done` of `total` documents, `read` of them by this run."""

    done: int
    total: int
    read: int
    failed: int


def build_corpus(
    source: Path, target: Path, engine: Engine, on_progress: Callable[[Progress], None]
) -> Progress:
    """Read every document of the source that is not done yet, then write what changed.

    `on_progress` is called after every document.  Raises BadInputError if the source cannot be
    read or another run uses the target; a document that cannot be read is listed in corpus.csv.
    """
    documents = list(find_documents(source))
    count = bucket_count(len(documents))
    with open_state(target) as state:
        intake = _Intake(documents, state.keys())
        state.forget(intake.known.keys() - {document.name for document in documents})
        state.place({document.name: bucket_of(document.name, count) for document in documents})
        read = failed = 0
        on_progress(Progress(0, len(documents), 0, 0))
        for outcome in _outcomes(engine, intake):
            state.keep(outcome, bucket_of(outcome.name, count))
            read += 1
            failed += bool(outcome.reason)
            on_progress(Progress(intake.passed + read, len(documents), read, failed))
        for _ in write_dataset(state, target):
            pass
        files.write_bytes(target / LISTING, _listing(state))
        return Progress(len(documents), len(documents), read, failed)


@dataclass(slots=True)
class _Intake:
    """Decides which documents to read; iterating over it yields the jobs."""

    documents: Sequence[Document]
    known: Mapping[str, str]  # name -> key of each document that is done
    passed: int = 0  # done already
    settled: list[Outcome] = field(default_factory=list)  # refused without being read

    def __iter__(self) -> Iterator[Job]:
        code = _code_digest()
        first: dict[bytes, str] = {}  # digest of a text -> the first document with it
        for document in self.documents:
            content = document.path.read_bytes()
            twin = first.setdefault(sha256(content).digest(), document.name)
            reason = f"the same text as {twin}" if twin != document.name else ""
            key = sha256(f"{code} {document.digest(content)} {reason}".encode()).hexdigest()
            if self.known.get(document.name) == key:
                self.passed += 1
            elif reason:
                self.settled.append(Outcome(document.name, key, reason=reason))
            elif (edition := self._edition(document, key)) is not None:
                yield Job(document.name, key, edition, content)

    def _edition(self, document: Document, key: str) -> Edition | None:
        try:
            return document.edition()
        except BadInputError as error:
            self.settled.append(Outcome(document.name, key, reason=str(error)))
            return None


def _outcomes(engine: Engine, intake: _Intake) -> Iterator[Outcome]:
    for outcome in engine(intake):
        yield outcome
        yield from _drained(intake.settled)
    yield from _drained(intake.settled)


def _drained(settled: list[Outcome]) -> Iterator[Outcome]:
    while settled:
        yield settled.pop(0)


@cache
def _code_digest() -> str:
    """The digest of the package and of the model's name, which determine the tables."""
    parts = [chosen_model().encode()]
    parts += [item.read_bytes() for item in _files(resources("pipeline"))]
    return sha256(b"\0".join(parts)).hexdigest()


def _files(folder: Traversable) -> Iterator[Traversable]:
    for item in sorted(folder.iterdir(), key=lambda item: item.name):
        if item.is_dir():
            yield from _files(item)
        elif item.name.endswith((".py", ".csv", ".txt")):
            yield item


def _listing(state: State) -> bytes:
    """The status of each document, sorted by name."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(("document", "status", "reason"))
    for name, reason in sorted((name, reason) for _, name, _, reason in state.listing()):
        writer.writerow((name, "not_read" if reason else "done", reason))
    return text.getvalue().encode()
