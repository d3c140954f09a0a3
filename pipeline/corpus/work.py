"""One document's way to its tables, on whichever machine it is done."""

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
    """What a worker needs to read a document: no path, since its disk may be another."""

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
    """The tables of one document; whatever is wrong with it becomes its reason."""
    from pipeline.corpus.packing import packed
    from pipeline.extract import extract_cells

    try:
        raw = {f"{job.name}.txt": job.content}
        tables = extract_cells(job.edition, raw, _model(), during=during)
        return Outcome(job.name, job.key, packed(tables))
    except BadInputError as error:
        return Outcome(job.name, job.key, reason=str(error))
    except Exception as error:  # a fault of ours must not stop the other documents
        logging.getLogger(__name__).exception("%s", job.name)
        return Outcome(job.name, job.key, reason=f"{type(error).__name__}: {error}")


def read_with_stages(jobs: Sequence[Job]) -> list[Outcome]:
    """As `read_document`; a Dask worker's dashboard shows the time of each stage by name."""
    from distributed.metrics import context_meter

    return [read_document(job, context_meter.meter) for job in jobs]


@cache
def _model() -> "Language":
    from pipeline.language import load_model

    nlp = load_model()
    gc.freeze()  # the model stays: the collector need not look through it again
    return nlp
