"""Where documents are read: in this process, on this machine's cores, on a Dask cluster.

Each engine takes jobs and yields outcomes in whichever order they come; only a few jobs are under
way at once, so that memory does not grow with the archive.
"""

import multiprocessing
import os
import time
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, CancelledError, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from functools import partial
from itertools import islice
from typing import Any

from pipeline.corpus.work import Job, Outcome, read_document, read_with_stages
from pipeline.model import BadInputError

Engine = Callable[[Iterable[Job]], Iterator[Outcome]]
Reader = Callable[[Job], Outcome]
UNDER_WAY = 4  # jobs a worker: enough to keep it busy
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


def on_dask(jobs: Iterable[Job], address: str) -> Iterator[Outcome]:
    """On the workers of a Dask scheduler, wherever they are.

    A killed worker's documents are done again by others.  A scheduler that is lost is waited for.
    Raises BadInputError if it cannot be reached.
    """
    left = iter(jobs)
    taken: dict[str, Job] = {}
    heard = time.monotonic()
    reached = False
    while True:
        try:
            with _client(address) as client:
                reached = True
                for outcome in _with_client(client, left, taken):
                    heard = time.monotonic()
                    yield outcome
            return
        except (OSError, CancelledError) as error:
            if not reached or time.monotonic() - heard > PATIENCE:
                raise BadInputError(
                    f"--scheduler {address}: cannot be reached; start it, then run this again"
                ) from error


def _client(address: str) -> Any:
    from distributed import Client

    return Client(address, timeout=PATIENCE / 6)


def _with_client(client: Any, jobs: Iterator[Job], taken: dict[str, Job]) -> Iterator[Outcome]:
    """Outcomes until the jobs end; `taken` holds what is under way, here and on return."""
    from distributed import as_completed

    futures = as_completed([_submitted(client, job) for job in taken.values()])
    asked, workers = 0.0, 1
    while True:
        if time.monotonic() - asked > FRESH:
            workers, asked = _workers(client), time.monotonic()
        for job in islice(jobs, max(0, workers * UNDER_WAY - len(taken))):
            taken[job.name] = job
            futures.add(_submitted(client, job))
        if not taken:
            return
        future = next(futures)
        name = future.key.split("/", 1)[1]
        outcome = _outcome(future, taken[name])
        del taken[name]
        yield outcome


def _workers(client: Any) -> int:
    return max(1, len(client.scheduler_info(n_workers=-1)["workers"]))


def _submitted(client: Any, job: Job) -> Any:
    return client.submit(read_with_stages, job, key=f"read/{job.name}", pure=False)


def _outcome(future: Any, job: Job) -> Outcome:
    from distributed import KilledWorker

    try:
        found: Outcome = future.result()
        return found
    except KilledWorker:
        return Outcome(job.name, job.key, reason=KILLED)
