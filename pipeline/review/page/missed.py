"""Passages from which a row may have been missed: the costliest error is the one nobody sees.

A sentence is asked about if it has an amount that may be a contribution's, or a verb of giving, and
no contribution, result or event was read from it.  "Nothing here" is a decision like any other: it
is kept under the sentence's own words, so that no edition with the sentence asks again.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from pipeline.decisions.journal import Decision
from pipeline.records.text import Block, Span, evidence_id
from pipeline.review.making import new_id, now
from pipeline.review.page.state import ReviewState
from pipeline.reviewed.rows import Key, Row
from pipeline.vocab import read_vocab

TABLE = "contributions"  # the table from which nothing is missing
COVERING = ("contributions", "results", "events")
ACTS = (("give", "spend", "send"), ("fund", "promise", "train"))  # the second may be nouns
BEFORE_NOUN = frozenset(
    [
        "a",
        "an",
        "the",
        "of",
        "from",
        "against",
        "such",
        "this",
        "these",
        "those",
        "for",
        "on",
        "with",
        "in",
        "its",
    ]
)
NOT_GIVEN = ("budget", "need", "price", "loss", "threshold")  # roles of amounts not provided
UNREAD = ("furniture", "banner", "heading")


@dataclass(frozen=True, slots=True)
class Gap:
    """A sentence with an amount or a verb of giving, from which nothing was read."""

    block_id: str
    start: int  # of the sentence in the block's clean text
    end: int
    words: tuple[Span, ...]  # what makes it suspicious

    def key(self, text: str) -> Key:
        """The key of a decision that nothing is here: it comes from the sentence's own words."""
        return TABLE, gap_id(text[self.start : self.end])


def gap_id(sentence: str) -> str:
    """The id of "nothing was missed in this sentence"."""
    return evidence_id(TABLE, "nothing", sentence)


def find_gaps(state: ReviewState) -> list[Gap]:
    """Every such sentence of the edition that nobody has reviewed, in reading order."""
    covered = _spans_by_block(state, COVERING)
    amounts = _spans_by_block(state, ("money",), NOT_GIVEN)
    gaps = []
    for block_id in state.text.order:
        block = state.text.blocks[block_id]
        if block.kind in UNREAD or block.duplicate_of:
            continue
        for gap in _gaps(block, state.text.sentences.get(block_id, ()), amounts, covered):
            if not state.standing(gap.key(block.text.text)):
                gaps.append(gap)
    return gaps


def nothing_here(state: ReviewState, gap: Gap, reviewer: str) -> Decision:
    """The decision that a sentence holds no row that was missed."""
    text = state.text.blocks[gap.block_id].text.text
    sentence = text[gap.start : gap.end]
    return Decision(
        new_id(), now(), reviewer, TABLE, gap_id(sentence), "nothing", evidence=sentence
    )


def giving_verbs(text: str) -> Iterator[Span]:
    """Where a verb of giving is; a word after an article or preposition is a noun."""
    for match in _verbs().finditer(text):
        start, end = match.span()
        before = text[max(start - 20, 0) : start].split()
        if not (before and before[-1].lower() in BEFORE_NOUN):
            yield start, end


def _gaps(
    block: Block,
    sentences: Sequence[Span],
    amounts: Mapping[str, list[Span]],
    covered: Mapping[str, list[Span]],
) -> Iterator[Gap]:
    text = block.text.text
    candidates = sorted([*amounts.get(block.block_id, ()), *giving_verbs(text)])
    for start, end in sentences:
        inside = tuple(span for span in candidates if start <= span[0] < end)
        taken = any(low < end and start < high for low, high in covered.get(block.block_id, ()))
        if inside and not taken:
            yield Gap(block.block_id, start, end, inside)


def _spans_by_block(
    state: ReviewState, tables: Iterable[str], without: Sequence[str] = ()
) -> dict[str, list[Span]]:
    found: dict[str, list[Span]] = {}
    for table in tables:
        for row in state.rows[table].values():
            block = state.text.blocks.get(row["block_id"])
            if block and row.get("role", "") not in without:
                found.setdefault(row["block_id"], []).extend(_places(row, block))
    return found


def _places(row: Row, block: Block) -> Iterator[Span]:
    raw = [(int(row["raw_start"]), int(row["raw_end"]))]
    raw += [tuple(place) for place in json.loads(row["field_spans"] or "{}").get("evidence", ())]
    for start, end in raw:
        low, high = max(start, block.text.raw_start), min(end, block.text.raw_end)
        if low < high and (span := block.text.clean_span(low, high)):
            yield span


@cache
def _verbs() -> re.Pattern[str]:
    verbs = [row for row in read_vocab("flows") if row["pos"] == "verb"]
    stems = {
        act: [row["word"].removesuffix("e") for row in verbs if row["act"] in act] for act in ACTS
    }
    always, seldom = ("|".join(sorted(map(re.escape, words))) for words in stems.values())
    return re.compile(
        rf"""\b(?:
            (?:{always})(?:e|es|ed|s|d|[a-z]?ted|[a-z]?ting|ing)?  # provides, providing, committed
          | (?:{seldom})(?:e|ed|es|d|[a-z]ned)                     # funded, not "funds", "training"
        )\b""",
        re.VERBOSE,
    )
