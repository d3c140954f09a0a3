"""Where documents are read: in this process, on this machine's cores, on a Dask cluster.

Each engine takes jobs and yields outcomes in any order; only a few jobs are in progress at once,
so that memory does not grow with the archive.
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
IN_PROGRESS = 4  # jobs or batches for each worker: enough to keep it busy
MOST_TOGETHER, BYTES_TOGETHER = 32, 100_000  # documents and bytes of a batch
KILLED = "its worker was killed repeatedly; give it more memory"
HOPELESS = 8  # documents in a row that killed their worker
NO_WORKER = (
    f"--workers: {HOPELESS} workers in a row were killed or could not start; give them more memory;"
    " a script that calls this needs `if __name__ == '__main__':`"
)
FRESH = 1.0  # seconds after which the workers of a cluster are counted again
PATIENCE = 60.0  # seconds to wait for a lost scheduler


def choose_engine(workers: int = 0, scheduler: str = "") -> Engine:
    """The Dask cluster of a scheduler, else `workers` processes; 0: one for each core."""
    if scheduler:
        return partial(on_dask, address=scheduler)
    count = workers or len(os.sched_getaffinity(0))
    return partial(on_cores, workers=count) if count > 1 else in_this_process


def in_this_process(jobs: Iterable[Job]) -> Iterator[Outcome]:
    """One document after another in this process."""
    return map(read_document, jobs)


# ---- this machine's cores --------------------------------------------------------------------


def on_cores(
    jobs: Iterable[Job], workers: int, *, read: Reader = read_document
) -> Iterator[Outcome]:
    """In `workers` processes of this machine.

    When a worker is killed, the documents in progress are read again, each alone; one whose
    worker dies again is given up.  Raises BadInputError if every worker dies.
    """
    left = iter(jobs)
    killed: list[Outcome] = []  # in a row
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
    """Outcomes until the jobs end or a worker dies; returns the jobs in progress then."""
    taken: dict[str, Job] = {}
    pending: set[Future[Outcome]] = set()
    pool = ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("spawn"))
    try:
        while True:
            for job in islice(jobs, workers * IN_PROGRESS - len(pending)):
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
    """The remaining work on a cluster; it survives the loss of a scheduler."""

    batches: Iterator[Batch]
    taken: dict[str, Batch] = field(default_factory=dict)  # in progress, by the key of their task
    suspects: list[Job] = field(default_factory=list)  # their worker was killed
    isolated: set[str] = field(default_factory=set)  # names of suspects that were read alone

    def next(self, free: int) -> Sequence[Batch]:
        """The batches for `free` places; suspects come last, each alone."""
        batches = list(islice(self.batches, max(free, 0)))
        if batches or self.taken or not self.suspects:
            return batches
        job = self.suspects.pop(0)
        self.isolated.add(job.name)
        return [(job,)]

    def killed(self, batch: Batch) -> Sequence[Outcome]:
        """The outcome of a document that was read alone; else all of them become suspects."""
        if batch[0].name in self.isolated:
            return [Outcome(job.name, job.key, reason=KILLED) for job in batch]
        self.suspects.extend(batch)
        return []


def on_dask(
    jobs: Iterable[Job], address: str, *, read: BatchReader = read_with_stages
) -> Iterator[Outcome]:
    """On the workers of a Dask scheduler, on any machine.

    A killed worker's documents are read again by others and, if that fails, each alone.  A lost
    scheduler is waited for.  Raises BadInputError if it cannot be reached.
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
    """Documents that a worker gets together: scheduling a task costs as much as reading a page."""
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
        for batch in work.next(workers * IN_PROGRESS - len(work.taken)):
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
