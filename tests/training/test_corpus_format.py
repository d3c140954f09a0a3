"""The marked passages are sound, and what the reader is tested on is not what it was trained on."""

import re
from collections import defaultdict
from itertools import combinations

import pytest

from tests.helpers.paths import ROOT
from training.passages import read_passages
from training.split import DEV, TEST, files_of

CORPUS = ROOT / "training" / "corpus"
FILES = sorted(CORPUS.glob("*.txt"))
PARTS = ("train", "dev", "test")
LONG = 8  # words from which a sentence that stands twice is no chance


@pytest.fixture(scope="module")
def by_part():
    """Part -> its passages."""
    return {
        part: [p for path in files_of(part, CORPUS) for p in read_passages(path)] for part in PARTS
    }


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_passage_reads_and_its_marks_are_words(path):
    passages = list(read_passages(path))
    assert passages
    for passage in passages:
        for mark in passage.marks:
            words = passage.text[mark.start : mark.end]
            assert words and words == words.strip(), f"{path.name}: '{words}' in {passage.text}"


def test_every_file_is_in_one_part():
    assert not DEV & TEST
    assert sorted(path for part in PARTS for path in files_of(part, CORPUS)) == FILES


@pytest.mark.parametrize("part", ["dev", "test"])
def test_enough_passages_are_kept_from_training(part, by_part):
    assert len(by_part[part]) >= 0.12 * sum(map(len, by_part.values()))


@pytest.mark.parametrize(("one", "two"), list(combinations(PARTS, 2)))
def test_no_long_sentence_stands_in_two_parts(one, two, by_part):
    """Part f tells one act several times, in files that are kept apart: there it may."""
    here, there = sentences_of(by_part[one]), sentences_of(by_part[two])
    twice = {
        words: sorted(here[words] | there[words])
        for words in here.keys() & there.keys()
        if {source[0] for source in here[words] | there[words]} != {"f"}
    }
    assert not twice


def sentences_of(passages):
    """Each sentence of LONG words or more, without case and punctuation -> the files it is in."""
    found = defaultdict(set)
    for passage in passages:
        for sentence in re.split(r"(?<=[.!?;:])\W*\s+", passage.text):
            words = re.findall(r"\w+", sentence.lower())
            if len(words) >= LONG:
                found[" ".join(words)].add(passage.source)
    return found
