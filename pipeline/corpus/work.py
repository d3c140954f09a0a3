"""From one document to its tables, on any machine."""

import gc
import logging
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from pipeline.records.errors import BadInputError
from pipeline.storage.edition import Edition

if TYPE_CHECKING:
    from spacy.language import Language

During = Callable[[str], AbstractContextManager[object]]


@dataclass(frozen=True, slots=True)
class Job:
    """What a worker needs to read a document: no path, since it may have another disk."""

    name: str
    key: str  # of the content, the facts and the code
    edition: Edition
    content: bytes


@dataclass(frozen=True, slots=True)
class Outcome:
    """A document's tables, or why it has none."""

    name: str
    key: str
    tables: bytes = b""  # packed
    reason: str = ""


def read_document(job: Job, during: During = nullcontext) -> Outcome:
    """The tables of one document, or the reason why it could not be read."""
    from pipeline.corpus.packing import packed
    from pipeline.extract import extract_cells

    try:
        raw = {f"{job.name}.txt": job.content}
        tables = extract_cells(job.edition, raw, _model(), during=during)
        return Outcome(job.name, job.key, packed(tables))
    except BadInputError as error:
        return Outcome(job.name, job.key, reason=str(error))
    except Exception as error:  # a bug must not stop the other documents
        logging.getLogger(__name__).exception("%s", job.name)
        return Outcome(job.name, job.key, reason=f"{type(error).__name__}: {error}")


def read_with_stages(jobs: Sequence[Job]) -> list[Outcome]:
    """Like `read_document` for several; the dashboard of Dask shows the time of each stage."""
    from distributed.metrics import context_meter

    return [read_document(job, context_meter.meter) for job in jobs]


@cache
def _model() -> "Language":
    from pipeline.language import load_model

    nlp = load_model()
    gc.freeze()  # the model stays in memory: the collector need not scan it again
    return nlp
