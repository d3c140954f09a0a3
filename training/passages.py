"""Marked passages: one paragraph a line, its marks as FORMAT.md says.

    python -m training.passages training/corpus/*.txt    # every fault, then what the files hold

A passage is `context ¶ paragraph` or a paragraph alone.  Marks are `[words]{label; label}`.
"""

import re
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROLES = ("provider", "recipient", "channel", "implementer", "beneficiary", "purpose", "time")
TYPES = ("12", "2", "3", "2/3", "x")
MONEY_KINDS = (
    *("total", "share", "previous", "increase", "budget", "cost", "need", "loss", "price"),
    *("income", "trade", "threshold", "leverage", "domestic", "debt", "other"),
)
SEPARATOR = " ¶ "
_MARK = re.compile(r"\[([^\[\]{}]+)\]\{([^{}]+)\}")
_HEAD = re.compile(rf"(?:amount|action) [1-9]\d? type=(?:{'|'.join(TYPES)})")
_ROLE = re.compile(rf"(?:{'|'.join(ROLES)}|same) [1-9]\d?")
_MONEY = re.compile(rf"money (?:{'|'.join(MONEY_KINDS)})")


class MarkError(ValueError):
    """A passage whose marks cannot be read, said in one line."""


@dataclass(frozen=True, slots=True)
class Mark:
    """One label of one span; offsets are code points of the passage's text, half-open."""

    start: int
    end: int
    kind: str  # amount, action, a role, money, same, or "-"
    number: int = 0  # of the contribution; 0 where it belongs to none
    value: str = ""  # the type of an amount or action, the kind of money


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage without its marks; `text[:paragraph]` is what stands before the paragraph."""

    source: str  # the file's stem, whose first letter is the part
    style: str  # whose text it is, as its heading says: "Denmark, annual report"
    provider: str  # ISO 3166-1 alpha-3 of the country whose own report it is, or empty
    text: str
    paragraph: int  # where the paragraph begins
    marks: tuple[Mark, ...]


def read_passages(path: Path) -> Iterator[Passage]:
    """Every passage of a file.  Raises MarkError at the first that is not as it should be."""
    style = provider = ""
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if line.startswith("#"):
            style, provider = _style(line[1:].strip())
        elif line.strip():
            try:
                yield _passage(path.stem, style, provider, line.strip())
            except MarkError as error:
                raise MarkError(f"{path}:{number}: {error}") from None


def _style(line: str) -> tuple[str, str]:
    parts = [part.strip() for part in line.split(",")]
    stated = next((part for part in parts if re.fullmatch(r"provider=[A-Z]{3}", part)), "")
    return ", ".join(p for p in parts if "=" not in p), stated.removeprefix("provider=")


def _passage(source: str, style: str, provider: str, line: str) -> Passage:
    text, marks, at, paragraph = "", [], 0, 0
    for match in [*_MARK.finditer(line), None]:
        piece = line[at : match.start()] if match else line[at:]
        if SEPARATOR in piece:
            paragraph = len(text) + piece.index(SEPARATOR) + 1
            piece = piece.replace(SEPARATOR, " ", 1)
        text += piece
        if match:
            marks += _marks(len(text), match)
            text += match[1]
            at = match.end()
    if found := re.search(r"[\[\]{}¶]", text):
        raise MarkError(f"'{found[0]}' stands outside a mark near '{text[:40]}'")
    _check(marks, paragraph)
    return Passage(source, style, provider, text, paragraph, tuple(marks))


def _marks(start: int, match: re.Match[str]) -> list[Mark]:
    if match[1] != match[1].strip():
        raise MarkError(f"the mark '{match[0]}' has a space at its edge")
    return [_mark(start, start + len(match[1]), label.strip()) for label in match[2].split(";")]


def _mark(start: int, end: int, label: str) -> Mark:
    parts = label.split()
    if label == "-":
        return Mark(start, end, "-")
    if _MONEY.fullmatch(label):
        return Mark(start, end, "money", value=parts[1])
    if _HEAD.fullmatch(label):
        return Mark(start, end, parts[0], int(parts[1]), parts[2].removeprefix("type="))
    if _ROLE.fullmatch(label):
        return Mark(start, end, parts[0], int(parts[1]))
    raise MarkError(f"the label '{label}' is not known")


def _check(marks: list[Mark], paragraph: int) -> None:
    heads = Counter(mark.number for mark in marks if mark.kind in ("amount", "action"))
    if twice := [number for number, count in heads.items() if count > 1]:
        raise MarkError(f"contribution {twice[0]} has two amounts or actions")
    for mark in marks:
        if mark.number and mark.number not in heads:
            raise MarkError(f"'{mark.kind} {mark.number}' has no amount or action {mark.number}")
        if mark.start < paragraph and mark.kind in ("amount", "action", "money", "same"):
            raise MarkError(f"'{mark.kind}' stands before ' ¶ ', where only parties and times do")


def main(paths: list[str]) -> int:
    counts: Counter[str] = Counter()
    faults = 0
    for path in map(Path, paths):
        style = provider = ""
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if line.startswith("#"):
                style, provider = _style(line[1:].strip())
            elif line.strip():
                try:
                    passage = _passage(path.stem, style, provider, line.strip())
                except MarkError as error:
                    faults += 1
                    print(f"{path}:{number}: {error}")
                    continue
                counts["passages"] += 1
                counts.update({m.kind for m in passage.marks} and [m.kind for m in passage.marks])
    print(", ".join(f"{count} {kind}" for kind, count in counts.most_common()), f"{faults} faults")
    return min(faults, 1)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
