"""Where documents are read: in this process, on this machine's cores, on a Dask cluster.

Each engine takes jobs and yields outcomes in whichever order they come; only a few jobs are under
way at once, so that memory does not grow with the archive.
"""

import multiprocessing
import os
import time
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, CancelledError, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from functools import partial
from itertools import islice
from typing import Any

from pipeline.corpus.work import Job, Outcome, read_document, read_with_stages
from pipeline.records.errors import BadInputError

Engine = Callable[[Iterable[Job]], Iterator[Outcome]]
Reader = Callable[[Job], Outcome]
Batch = tuple[Job, ...]
BatchReader = Callable[[Batch], Sequence[Outcome]]
UNDER_WAY = 4  # jobs or batches a worker: enough to keep it busy
MOST_TOGETHER, BYTES_TOGETHER = 32, 100_000  # documents and bytes of a batch
KILLED = "its worker was killed again and again: too large for the memory?"
HOPELESS = 8  # documents that killed their worker, one after the other
NO_WORKER = (
    f"--workers: {HOPELESS} workers in a row were killed or could not start; give them more memory;"
    " a script of yours that runs this needs `if __name__ == '__main__':`"
)
FRESH = 1.0  # seconds for which the number of a cluster's workers holds
PATIENCE = 60.0  # seconds that a lost scheduler may take to come back


def choose_engine(workers: int = 0, scheduler: str = "") -> Engine:
    """The Dask cluster of a scheduler, else so many processes; 0: one for each core."""
    if scheduler:
        return partial(on_dask, address=scheduler)
    count = workers or len(os.sched_getaffinity(0))
    return partial(on_cores, workers=count) if count > 1 else in_this_process


def in_this_process(jobs: Iterable[Job]) -> Iterator[Outcome]:
    """One after the other."""
    return map(read_document, jobs)


# ---- this machine's cores --------------------------------------------------------------------


def on_cores(
    jobs: Iterable[Job], workers: int, *, read: Reader = read_document
) -> Iterator[Outcome]:
    """In so many processes of this machine.

    When a worker is killed, what was under way is done again, each document by itself; one whose
    worker dies then, too, is given up.  Raises BadInputError where no worker lives at all.
    """
    left = iter(jobs)
    killed: list[Outcome] = []  # one after the other
    while lost := (yield from _with_pool(left, workers, read)):
        for job in lost:
            if (yield from _with_pool(iter((job,)), 1, read)):
                killed.append(Outcome(job.name, job.key, reason=KILLED))
            else:
                yield from killed
                killed = []
            if len(killed) == HOPELESS:
                raise BadInputError(NO_WORKER)
    yield from killed


def _with_pool(
    jobs: Iterator[Job], workers: int, read: Reader
) -> Generator[Outcome, None, list[Job]]:
    """Outcomes until the jobs end or a worker dies; returns what was under way then."""
    taken: dict[str, Job] = {}
    pending: set[Future[Outcome]] = set()
    pool = ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("spawn"))
    try:
        while True:
            for job in islice(jobs, workers * UNDER_WAY - len(pending)):
                taken[job.name] = job
                pending.add(pool.submit(read, job))
            if not pending:
                return []
            done, pending = wait(pending, return_when=FIRST_COMPLETED)
            for future in done:
                outcome = future.result()
                del taken[outcome.name]
                yield outcome
    except BrokenProcessPool:
        return list(taken.values())
    finally:
        pool.shutdown(cancel_futures=True)


# ---- a Dask cluster --------------------------------------------------------------------------


@dataclass(slots=True)
class _Work:
    """What is left to do on a cluster; it outlives a scheduler that is lost."""

    batches: Iterator[Batch]
    taken: dict[str, Batch] = field(default_factory=dict)  # under way, by the key of their task
    suspects: list[Job] = field(default_factory=list)  # each was with a worker that was killed
    judged: set[str] = field(default_factory=set)  # names of suspects that were read alone

    def next(self, free: int) -> Sequence[Batch]:
        """What to send to so many free places; suspects last, each with nothing beside it."""
        batches = list(islice(self.batches, max(free, 0)))
        if batches or self.taken or not self.suspects:
            return batches
        job = self.suspects.pop(0)
        self.judged.add(job.name)
        return [(job,)]

    def killed(self, batch: Batch) -> Sequence[Outcome]:
        """The reason, where a document was read alone; else each of them is a suspect."""
        if batch[0].name in self.judged:
            return [Outcome(job.name, job.key, reason=KILLED) for job in batch]
        self.suspects.extend(batch)
        return []


def on_dask(
    jobs: Iterable[Job], address: str, *, read: BatchReader = read_with_stages
) -> Iterator[Outcome]:
    """On the workers of a Dask scheduler, wherever they are.

    A killed worker's documents are done again by others; where that ends no better, each by itself.
    A scheduler that is lost is waited for.  Raises BadInputError if it cannot be reached.
    """
    work = _Work(_batched(iter(jobs)))
    heard = time.monotonic()
    reached = False
    while True:
        try:
            with _client(address) as client:
                reached = True
                for outcome in _with_client(client, work, read):
                    heard = time.monotonic()
                    yield outcome
            return
        except (OSError, CancelledError) as error:
            if not reached or time.monotonic() - heard > PATIENCE:
                raise BadInputError(
                    f"--scheduler {address}: cannot be reached; start it, then run this again"
                ) from error


def _batched(jobs: Iterator[Job]) -> Iterator[Batch]:
    """Documents that go to a worker together: a task costs the scheduler as much as a page."""
    batch: list[Job] = []
    for job in jobs:
        batch.append(job)
        if len(batch) == MOST_TOGETHER or sum(len(one.content) for one in batch) > BYTES_TOGETHER:
            yield tuple(batch)
            batch = []
    if batch:
        yield tuple(batch)


def _client(address: str) -> Any:
    from distributed import Client

    return Client(address, timeout=PATIENCE / 6)


def _with_client(client: Any, work: _Work, read: BatchReader) -> Iterator[Outcome]:
    """Outcomes until nothing is left."""
    from distributed import as_completed

    futures = as_completed([_submitted(client, read, batch) for batch in work.taken.values()])
    asked, workers = 0.0, 1
    while True:
        if time.monotonic() - asked > FRESH:
            workers, asked = _workers(client), time.monotonic()
        for batch in work.next(workers * UNDER_WAY - len(work.taken)):
            future = _submitted(client, read, batch)
            work.taken[future.key] = batch
            futures.add(future)
        if not work.taken:
            return
        future = next(futures)
        outcomes = _outcomes(future, work)
        del work.taken[future.key]
        yield from outcomes


def _workers(client: Any) -> int:
    return max(1, len(client.scheduler_info(n_workers=-1)["workers"]))


def _submitted(client: Any, read: BatchReader, batch: Batch) -> Any:
    key = f"read/{len(batch)}/{batch[0].name}"
    return client.submit(read, batch, key=key, pure=False)


def _outcomes(future: Any, work: _Work) -> Sequence[Outcome]:
    from distributed import KilledWorker

    try:
        found: Sequence[Outcome] = future.result()
        return found
    except KilledWorker:
        return work.killed(work.taken[future.key])
