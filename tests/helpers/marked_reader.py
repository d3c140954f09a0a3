"""A made-up reader, so that what is done with its words is tested whatever the weights say.

What it says of a text stands as marks in the text itself:
"[Norway]{provider} gave [$5 million]{amount 3} to [Kenya]{recipient}."  A head is `amount`, `act`
(both with a transaction type) or `money` (with the kind of an amount that is no contribution); any
other mark is a role in every contribution of the text.
"""

import re

import numpy as np
import pytest

from pipeline import contributions
from pipeline.contributions import Money, read_money
from pipeline.contributions.reader import Head, Network
from pipeline.records.text import Span
from pipeline.storage.edition import Edition
from tests.helpers.readings import EDITION, readings_of

KINDS = ("contribution", "same", "total", "share", "budget", "other")
TYPES = ("12", "2", "3", "2/3", "x")
ROLES = ("provider", "recipient", "channel", "implementer", "beneficiary", "purpose", "time")
PARTS = ("none", *ROLES)
NETWORK = Network(None, None, None, PARTS, KINDS, TYPES, {})
SURE = 0.9
MARK = re.compile(r"\[([^\]]+)\]\{([^}]+)\}")
PIECE = re.compile(r"\w+|[^\w\s]")
Marks = list[tuple[int, int, str]]


def unmarked(marked: str) -> tuple[str, Marks]:
    """The text without its marks, and each mark's start, end and label."""
    text, marks, at = "", [], 0
    for match in MARK.finditer(marked):
        text += marked[at : match.start()]
        marks.append((len(text), len(text) + len(match[1]), match[2]))
        text += match[1]
        at = match.end()
    return text + marked[at:], marks


def read_as(
    monkeypatch: pytest.MonkeyPatch, *marked: str, kind: str = "body", edition: Edition = EDITION
) -> Money:
    """What is made of some blocks in one section, read as their marks say."""
    texts = [unmarked(block) for block in marked]

    def read(_network, _whose, text, amounts, begin=0):
        marks = [mark for plain, own in texts for mark in _placed(text, plain, own)]
        return heads_of(text, marks, amounts, begin)

    monkeypatch.setattr(contributions, "read_text", read)
    readings = readings_of(*(text for text, _ in texts), kind=kind, edition=edition)
    return read_money(readings, edition, network=NETWORK)


def _placed(text: str, plain: str, marks: Marks) -> Marks:
    """A block's marks in the passage that holds it, as its own text or as context."""
    shift = text.rfind(plain)
    return [(a + shift, b + shift, label) for a, b, label in marks] if shift >= 0 else []


def heads_of(text: str, marks: Marks, amounts: list[Span], begin: int = 0) -> list[Head]:
    """A head for each amount and each marked act; an amount without a mark is `other`."""
    said = {}
    for start, end, label in marks:
        name, _, value = label.partition(" ")
        spans = [(start, end)] if name == "act" else [a for a in amounts if _meet(a, (start, end))]
        if name in ("amount", "money", "act"):
            said |= dict.fromkeys(spans, (name, value))
    heads = dict.fromkeys(amounts, ("money", "other")) | said
    parts = parts_of(text, marks)
    return [_head(span, *heads[span], parts, text) for span in sorted(heads) if span[0] >= begin]


def _head(span: Span, name: str, value: str, parts: np.ndarray, text: str) -> Head:
    money = name == "money"
    return Head(
        *span,
        SURE if name == "act" else None,
        scores(KINDS, value if money else "contribution"),
        scores(TYPES, "3" if money else value),
        parts,
        tuple(match.span() for match in PIECE.finditer(text)),
    )


def parts_of(text: str, marks: Marks) -> np.ndarray:
    """Each part's probability (rows) for each piece of the text (columns)."""
    columns = [scores(PARTS, _part(match.span(), marks)) for match in PIECE.finditer(text)]
    return np.array(columns, dtype=np.float32).T


def _part(piece: Span, marks: Marks) -> str:
    found = (label for a, b, label in marks if _meet(piece, (a, b)) and label in PARTS)
    return next(found, "none")


def scores(names: tuple[str, ...], chosen: str) -> np.ndarray:
    """Probabilities of which the chosen name has most."""
    rest = (1 - SURE) / (len(names) - 1)
    return np.array([SURE if name == chosen else rest for name in names], dtype=np.float32)


def _meet(one: Span, two: Span) -> bool:
    return one[0] < two[1] and two[0] < one[1]
