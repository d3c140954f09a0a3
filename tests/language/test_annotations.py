"""What was read once is not read again, and nobody can tell from the tables."""

import shutil
from itertools import count

import pytest

from pipeline.language import annotations, dated_or_counted, read_docs
from pipeline.language.annotations import read_kept
from tests.helpers.commands import run_pipeline
from tests.helpers.paths import ROOT
from tests.helpers.readings import model

TEXTS = ["Norway gave $5 million to Chad.", "It rained.", "Peru thanked Oslo for its help in 2020."]


class Reader:
    """Reads texts as the pipeline does, and remembers which."""

    def __init__(self):
        self.texts = []

    def __call__(self, texts):
        self.texts += texts
        return read_docs(model(), texts, dated_or_counted)


@pytest.fixture
def store(tmp_path):
    return tmp_path / "annotations"


def words(docs):
    return [
        (t.text, t.lemma_, t.tag_, t.dep_, t.head.i, t.ent_type_, t.is_sent_start)
        for doc in docs
        for t in doc
    ]


def test_only_a_new_text_is_read(store):
    first, again = Reader(), Reader()
    read_kept(store, "m", TEXTS, first)
    read_kept(store, "m", ["It snowed.", *TEXTS], again)
    assert (first.texts, again.texts) == (TEXTS, ["It snowed."])


def test_a_kept_text_says_the_same(store):
    read = read_kept(store, "m", TEXTS, Reader())
    kept = read_kept(store, "m", list(reversed(TEXTS)), Reader())
    assert words(reversed(kept)) == words(read)
    assert [[e.text for e in doc.ents] for doc in reversed(kept)] == [
        [e.text for e in doc.ents] for doc in read
    ]


def test_another_model_or_other_rules_read_anew_and_drop_the_old(store, monkeypatch):
    read_kept(store, "m", TEXTS, Reader())
    other, back = Reader(), Reader()
    read_kept(store, "other", TEXTS, other)
    read_kept(store, "m", TEXTS, back)
    assert other.texts == back.texts == TEXTS
    monkeypatch.setattr(annotations, "READERS", ("language/__init__.py",))
    ruled = Reader()
    read_kept(store, "m", TEXTS, ruled)
    assert ruled.texts == TEXTS


@pytest.mark.parametrize("damage", [b"", b"no database at all " * 99])
def test_a_damaged_store_is_an_empty_one(store, damage):
    read_kept(store, "m", TEXTS, Reader())
    store.write_bytes(damage)
    reader = Reader()
    read_kept(store, "m", TEXTS, reader)
    assert reader.texts == TEXTS


def test_tables_from_kept_annotations_are_byte_for_byte_those_read_anew(outputs_2019, tmp_path):
    """A paragraph taken out, so that some are kept and some are not."""
    raw = tmp_path / "raw"
    shutil.copytree(ROOT / "raw", raw)
    facts = raw / "2019" / "edition.toml"
    kept_lines = facts.read_text().split("[sha256]")[0]
    facts.write_text(kept_lines)
    [path] = (raw / "2019").glob("*.txt")
    paragraphs = path.read_text().split("\n")
    number = count(1)
    path.write_text("\n".join(p for p in paragraphs if len(p) < 300 or next(number) != 3))
    warm, cold = tmp_path / "warm", tmp_path / "cold"
    warm.mkdir()
    shutil.copy(outputs_2019.parent / ".annotations", warm)
    for outputs in (warm, cold):
        assert run_pipeline("run", "2019", "--raw", raw, "--outputs", outputs).returncode == 0
    for made in sorted((cold / "2019" / "6_reviewed").iterdir()):
        assert (warm / "2019" / "6_reviewed" / made.name).read_bytes() == made.read_bytes()
