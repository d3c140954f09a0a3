"""An archive: every document once, whichever engine reads it, whatever dies meanwhile."""

import os
import signal
import socket
import subprocess
import sys
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import pytest

from pipeline.corpus import Progress, build_corpus, engines
from pipeline.corpus.dataset import bucket_count, bucket_of
from pipeline.corpus.documents import find_documents
from pipeline.corpus.engines import choose_engine, in_this_process, on_cores, on_dask
from pipeline.corpus.state import open_state
from pipeline.corpus.work import Job, Outcome
from pipeline.records.errors import BadInputError
from pipeline.storage.edition import Edition
from tests.helpers.commands import run_pipeline
from tests.helpers.paths import ROOT

pq = pytest.importorskip("pyarrow.parquet")
COUNTRIES = ("Chad", "Peru", "Nepal", "Fiji", "Ghana", "Malawi")
FACTS = 'publisher = "Example"\nprovider = "NOR"\nyear = 2021\n'
KEPT = "TABLES_KEPT_FOR_WORKERS"  # the variable that names the folder


@pytest.fixture
def source(tmp_path):
    """Six documents; one has facts of its own."""
    folder = tmp_path / "archive"
    (folder / "africa").mkdir(parents=True)
    (folder / "corpus.toml").write_text(FACTS)
    for number, country in enumerate(COUNTRIES, 1):
        place = folder / ("africa" if country in ("Chad", "Ghana", "Malawi") else "")
        text = f"In 2020, Norway gave ${number} million to {country} for schools.\n"
        (place / f"{country.lower()}.txt").write_text(text)
    (folder / "peru.toml").write_text("year = 2020\n")
    return folder


def run(source, target, engine=in_this_process):
    shown = []
    done = build_corpus(source, target, engine, shown.append)
    assert shown[0].read == 0
    return done


def contributions(target):
    table = pq.read_table(target / "contributions")
    rows = zip(table["edition"], table["recipients"], table["low"], strict=True)
    return {(str(name), to.as_py()[0], int(low.as_py())) for name, to, low in rows}


def content(target):
    return {p.relative_to(target): p.read_bytes() for p in target.rglob("*.parquet")} | {
        "corpus.csv": (target / "corpus.csv").read_bytes()
    }


ALL = {
    ("africa.chad", "Chad", 1_000_000),
    ("peru", "Peru", 2_000_000),
    ("nepal", "Nepal", 3_000_000),
    ("fiji", "Fiji", 4_000_000),
    ("africa.ghana", "Ghana", 5_000_000),
    ("africa.malawi", "Malawi", 6_000_000),
}


def test_every_document_is_an_edition_of_its_own(source, tmp_path):
    assert run(source, tmp_path / "out") == Progress(6, 6, 6, 0)
    assert contributions(tmp_path / "out") == ALL


def test_facts_of_a_document_win_over_those_of_all(source):
    years = {document.name: document.edition().year for document in find_documents(source)}
    assert years["peru"] == 2020
    assert years["fiji"] == 2021


def test_facts_come_from_a_list_too(source):
    (source / "documents.csv").write_text("file,title,year\nfiji.txt,Fiji Brief,2018\n")
    [fiji] = [d.edition() for d in find_documents(source) if d.name == "fiji"]
    assert (fiji.title, fiji.year, fiji.provider) == ("Fiji Brief", 2018, "NOR")


def test_only_what_changed_is_read_again(source, tmp_path):
    target = tmp_path / "out"
    run(source, target)
    assert run(source, target).read == 0
    (source / "fiji.txt").write_text("In 2020, Norway gave $9 million to Fiji for schools.\n")
    (source / "peru.txt").unlink()
    assert run(source, target).read == 1
    assert contributions(target) == ALL - {
        ("fiji", "Fiji", 4_000_000),
        ("peru", "Peru", 2_000_000),
    } | {("fiji", "Fiji", 9_000_000)}


def test_what_cannot_be_read_is_listed_and_stops_nothing(source, tmp_path):
    target = tmp_path / "out"
    (source / "peru.toml").write_text('year = "last"\n')
    (source / "twin.txt").write_bytes((source / "fiji.txt").read_bytes())
    assert run(source, target) == Progress(7, 7, 7, 2)
    listed = (target / "corpus.csv").read_text().splitlines()
    assert listed[0] == "document,status,reason"
    assert "twin,not_read,the same text as fiji" in listed
    [peru] = [line for line in listed if line.startswith("peru,")]
    assert "year must be a whole number" in peru
    assert contributions(target) == ALL - {("peru", "Peru", 2_000_000)}
    (source / "fiji.txt").unlink()
    run(source, target)
    assert "twin,done," in (target / "corpus.csv").read_text().splitlines()


def test_a_second_run_into_one_target_is_refused(source, tmp_path):
    with (
        open_state(tmp_path / "out"),
        pytest.raises(BadInputError, match="another run is using it"),
    ):
        run(source, tmp_path / "out")


def test_a_source_that_is_not_there(tmp_path):
    done = run_pipeline("corpus", tmp_path / "none", tmp_path / "out")
    assert (done.returncode, done.stderr) == (
        2,
        f"{tmp_path / 'none'}: no such folder; name one with .txt files\n",
    )


def test_buckets_are_few_and_hold_about_as_many():
    assert [bucket_count(n) for n in (0, 128, 129, 10_000)] == [1, 1, 2, 128]
    places = [bucket_of(f"d{n}", 128) for n in range(10_000)]
    assert max(map(places.count, range(128))) < 128


# ---- engines ---------------------------------------------------------------------------------


@pytest.fixture
def kept(source, tmp_path, monkeypatch):
    """The six documents read into `here`; workers then take their tables from a folder."""
    folder = tmp_path / "kept"
    folder.mkdir()
    monkeypatch.setenv(KEPT, str(folder))

    def keeps(jobs):
        for outcome in in_this_process(jobs):
            (folder / outcome.name).write_bytes(outcome.tables)
            yield outcome

    run(source, tmp_path / "here", keeps)
    return content(tmp_path / "here")


def read_kept(job):
    """Read a document in no time: a worker that is to die need not load a model first."""
    return Outcome(job.name, job.key, Path(os.environ[KEPT], job.name).read_bytes())


def dies_once(job):
    """Kills its worker at the first of the documents, the first time."""
    mark = Path(os.environ[KEPT], "mark")
    if job.name == "fiji" and not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return read_kept(job)


def dies_always(job):
    if job.name == "fiji":
        os.kill(os.getpid(), signal.SIGKILL)
    return read_kept(job)


def all_die_always(jobs):
    return [dies_always(job) for job in jobs]


def cannot_start(job):
    os.kill(os.getpid(), signal.SIGKILL)


def test_several_cores_give_the_same(source, kept, tmp_path):
    assert run(source, tmp_path / "cores", choose_engine(2)) == Progress(6, 6, 6, 0)
    assert content(tmp_path / "cores") == kept


def test_a_killed_worker_costs_nothing_but_time(source, kept, tmp_path):
    done = run(source, tmp_path / "cores", lambda jobs: on_cores(jobs, 2, read=dies_once))
    assert (tmp_path / "kept" / "mark").exists()
    assert done == Progress(6, 6, 6, 0)
    assert content(tmp_path / "cores") == kept


@pytest.mark.usefixtures("kept")
def test_a_poisonous_document_is_given_up(source, tmp_path):
    target = tmp_path / "out"
    done = run(source, target, lambda jobs: on_cores(jobs, 2, read=dies_always))
    assert done == Progress(6, 6, 6, 1)
    assert "fiji,not_read,its worker was killed" in (target / "corpus.csv").read_text()
    assert contributions(target) == ALL - {("fiji", "Fiji", 4_000_000)}


def test_where_no_worker_lives_the_documents_are_not_blamed(source, tmp_path, monkeypatch):
    monkeypatch.setattr(engines, "HOPELESS", 2)
    with pytest.raises(BadInputError, match="workers in a row were killed or could not start"):
        run(source, tmp_path / "out", lambda jobs: on_cores(jobs, 1, read=cannot_start))
    assert run(source, tmp_path / "out") == Progress(6, 6, 6, 0)


def test_a_run_stopped_half_way_goes_on_where_it_was(source, tmp_path):
    def stops(jobs):
        for number, outcome in enumerate(in_this_process(jobs)):
            if number == 3:
                raise KeyboardInterrupt
            yield outcome

    with pytest.raises(KeyboardInterrupt):
        run(source, tmp_path / "out", stops)
    assert run(source, tmp_path / "out").read == 3
    assert contributions(tmp_path / "out") == ALL


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


@contextmanager
def process(*arguments):
    command = [sys.executable, "-m", "dask", *map(str, arguments)]
    env = {**os.environ, "PYTHONPATH": str(ROOT)}  # where the readers above are
    made = subprocess.Popen(command, cwd=ROOT, env=env, stderr=subprocess.DEVNULL)
    try:
        yield made
    finally:
        made.kill()
        made.wait()


def scheduler(port):
    return process(
        "scheduler", "--host", "127.0.0.1", "--port", port, "--dashboard-address", "127.0.0.1:0"
    )


def worker(port):
    places = ("--host", "127.0.0.1", "--dashboard-address", "127.0.0.1:0")
    return process("worker", f"tcp://127.0.0.1:{port}", "--nthreads", 1, *places)


def test_a_cluster_gives_the_same_though_a_worker_dies(source, kept, tmp_path):
    pytest.importorskip("distributed")
    port = free_port()
    address = f"tcp://127.0.0.1:{port}"
    with scheduler(port), worker(port) as first, worker(port):

        def kills(jobs):
            for number, outcome in enumerate(on_dask(jobs, address)):
                if number == 0:
                    first.kill()
                yield outcome

        assert run(source, tmp_path / "dask", kills) == Progress(6, 6, 6, 0)
    assert content(tmp_path / "dask") == kept


def test_a_scheduler_that_is_lost_is_waited_for(source, tmp_path):
    """Its workers end with it, and are started again as it is."""
    pytest.importorskip("distributed")
    port = free_port()
    with scheduler(port) as lost, worker(port):

        def loses(jobs):
            outcomes = on_dask(jobs, f"tcp://127.0.0.1:{port}")
            yield next(outcomes)
            lost.kill()
            lost.wait()
            with scheduler(port), worker(port):
                yield from outcomes

        assert run(source, tmp_path / "out", loses) == Progress(6, 6, 6, 0)
    assert contributions(tmp_path / "out") == ALL


@pytest.mark.usefixtures("kept")
def test_a_cluster_blames_only_the_document_that_kills(source, tmp_path, monkeypatch):
    pytest.importorskip("distributed")
    monkeypatch.setenv("DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES", "0")
    monkeypatch.setattr(engines, "MOST_TOGETHER", 2)
    port = free_port()
    with scheduler(port), worker(port):
        engine = partial(on_dask, address=f"tcp://127.0.0.1:{port}", read=all_die_always)
        assert run(source, tmp_path / "out", engine) == Progress(6, 6, 6, 1)
    assert contributions(tmp_path / "out") == ALL - {("fiji", "Fiji", 4_000_000)}
    assert "fiji,not_read,its worker was killed" in (tmp_path / "out" / "corpus.csv").read_text()


def test_documents_go_to_a_cluster_several_at_once(source):
    edition = Edition("x", "X", "Example", "NOR", 2021)
    sizes = [10] * 40 + [120_000, 10]
    jobs = [Job(str(n), "", edition, b"x" * size) for n, size in enumerate(sizes)]
    batches = list(engines._batched(iter(jobs)))
    assert [len(batch) for batch in batches] == [32, 9, 1]
    assert [job for batch in batches for job in batch] == jobs


def test_a_scheduler_that_is_not_there(monkeypatch, source, tmp_path):
    pytest.importorskip("distributed")
    monkeypatch.setattr("pipeline.corpus.engines.PATIENCE", 6)
    with pytest.raises(BadInputError, match="cannot be reached; start it"):
        run(source, tmp_path / "out", choose_engine(scheduler=f"tcp://127.0.0.1:{free_port()}"))


def test_the_command_reads_an_archive(source, tmp_path):
    done = run_pipeline("corpus", source, tmp_path / "out", "--workers", 1)
    assert done.returncode == 0, done.stderr
    assert "6 documents, 6 read now, 0 of these failed" in done.stdout
    assert contributions(tmp_path / "out") == ALL
