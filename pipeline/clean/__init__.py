"""Stage 1: repair the text; every character remembers where it came from.

Lines become paragraphs: wrapped lines are joined, furniture (page numbers, running heads,
breadcrumbs) is kept apart, note markers are taken out of the running text.  Each repair has a name.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from pipeline.clean.lines import (
    HYPHENS,
    Line,
    joins,
    mark_furniture,
    read_lines,
    wrap_width,
)
from pipeline.clean.markers import HEAD, NUMBERED, KnownNotes, known_notes, take_markers
from pipeline.clean.site import words_for
from pipeline.records.aligned import AlignedText, Edit, Part, Piece, chained, edited
from pipeline.records.text import Paragraph, Source
from pipeline.vocab import read_vocab

LONGEST = 60  # letters of half a word
SHORTEST_HALF = 4  # letters from which half a word may be a word of its own
WORD = re.compile(r"[^\W\d_]+(?:[-\u2010][^\W\d_]+)*")
LAST_WORD = re.compile(r"[^\W\d_]+$")
FIRST_WORD = re.compile(r"[^\W\d_]*")
NOTE = re.compile(rf"(?:{HEAD.pattern})|(?:{NUMBERED.pattern})", re.VERBOSE)
GLUED = re.compile(
    r"\b(?P<first>[a-z]{3,30}\.?|[A-Z][a-z]{2,30})(?P<second>[A-Z][a-z]{2,30})\b|\b[a-z]{5,8}\b"
)

BROKEN = re.compile(r"\b(?P<head>[^\W\d_]{2,30})-(?P<tail>[a-zà-ÿ]{2,30})\b")
NUMBERED_TITLE = re.compile(r"(?P<word>[^\W\d_]{3,12})\s\d{1,2}(?=[A-Z][a-z])")
PAIR = re.compile(r"\b(?=([A-Z][a-z]{2,30})\s([A-Z][a-z]{2,30})\b)")
FALSE_F = re.compile(
    r"\b(?:(?P<plural>[^\W\d_]{3,30}s)|(?P<name>[A-Z][a-z]{2,30}(?=fs)))(?P<end>fs?)(?=\s)"
)


def clean(source: Source) -> tuple[Paragraph, ...]:
    """The paragraphs of a source, in the order in which they begin.

    Every raw character but white space and what is invisible belongs to exactly one of them.
    """
    lines = mark_furniture(read_lines(source.raw))
    words = Counter(
        word.lower() for text in _without_broken_words(lines) for word in WORD.findall(text)
    )
    words.update(" ".join(pair).lower() for line in lines for pair in PAIR.findall(line.text))
    notes = known_notes(line.text for line in lines if not line.furniture)
    paragraphs = [
        _paragraph(source.name, group, words, notes) for group in _groups(lines, wrap_width(lines))
    ]
    return tuple(paragraphs)


def _without_broken_words(lines: Sequence[Line]) -> Iterator[str]:
    """The lines, without the two halves of a word that a hyphen splits at a line's end."""
    cut = False
    for line in lines:
        text = FIRST_WORD.sub("", line.text, count=1) if cut else line.text
        cut = text.endswith(HYPHENS) and text[-2:-1].isalpha()
        yield text[:-LONGEST] + LAST_WORD.sub("", text[-LONGEST:-1]) if cut else text


def _groups(lines: Sequence[Line], width: int) -> list[list[Line]]:
    """The lines of each paragraph, in order; furniture inside one is also a group of its own."""
    groups: list[list[Line]] = []
    held: list[Line] = []  # furniture since the last line of text
    for line in lines:
        if line.furniture:
            held.append(line)
            continue
        footnote = _footnote(groups, held)
        if footnote and joins(groups[-2], line, width, broken=True):
            groups[-2].extend((footnote, *held, line))
            groups.append(groups.pop(-2))
        elif groups and joins(groups[-1], line, width, broken=bool(held)):
            groups[-1].extend((*held, line))
        else:
            groups.append([line])
        held = []
    alone = [[line] for line in lines if line.furniture]
    return sorted((*groups, *alone), key=lambda group: group[0].number)


def _footnote(groups: Sequence[Sequence[Line]], held: Sequence[Line]) -> Line | None:
    """A footnote at the foot of a page that interrupts the paragraph above it, as furniture."""
    if not held or len(groups) < 2 or not NOTE.match(groups[-1][0].text):
        return None
    first, last = groups[-1][0], groups[-1][-1]
    start, end = first.aligned.raw_start, last.aligned.raw_end
    nothing = AlignedText("", (Piece(0, 0, start, end, "furniture"),))
    return Line(nothing, first.number, first.gap, furniture=True)


def _paragraph(
    source: str, group: Sequence[Line], words: Counter[str], notes: KnownNotes
) -> Paragraph:
    first = group[0]
    if first.furniture:
        return Paragraph(source, first.aligned, (), True, first.number, first.gap)
    text = _unbroken(_unglued(chained(_seamed(group, words)), words), words)
    text = _with_apostrophes(text, words)
    bare, markers = take_markers(text, notes)
    return Paragraph(source, bare, markers, False, first.number, first.gap, first.form)


# ---- lines to one text -----------------------------------------------------------------------


def _seamed(
    group: Sequence[Line], words: Counter[str]
) -> Iterator[tuple[AlignedText, Sequence[Part]]]:
    """The lines of a paragraph, each with the parts between it and the next."""
    last, between = group[0], list[Line]()
    for line in group[1:]:
        if line.furniture:
            between.append(line)
            continue
        text, space = _seam_text(last, line, words)
        yield text, tuple(_seam(last.aligned.raw_end, between, line.aligned.raw_start, space))
        last, between = line, []
    yield last.aligned, ()


def _seam_text(line: Line, after: Line, words: Counter[str]) -> tuple[AlignedText, str]:
    """A line without the hyphen that only broke its last word, and the space to set after it."""
    text = line.text
    if line.soft:
        return line.aligned, ""
    if not (text.endswith(HYPHENS) and text[-2:-1].isalpha() and after.text[0].isalpha()):
        return line.aligned, " "
    if _keeps_hyphen(text[:-1], after.text, words):
        return line.aligned, ""
    return edited(line.aligned, [(len(text) - 1, len(text), "", "hyphen")]), ""


def _keeps_hyphen(before: str, after: str, words: Counter[str]) -> bool:
    """Whether a hyphen at a line's end belongs to the word, by the rest of the text if possible."""
    first, second = LAST_WORD.search(before[-60:]), FIRST_WORD.match(after[:60])
    head, tail = (first[0] if first else "").lower(), (second[0] if second else "").lower()
    with_hyphen, without = words[f"{head}-{tail}"], words[head + tail]
    if with_hyphen != without:
        return with_hyphen > without
    is_compound = before[-60:].rpartition(" ")[2].count("-") > 0
    proofs = {row["prefix"]: row["proof"] for row in read_vocab("hyphen_prefixes")}
    is_prefix = proofs.get(head) == "none" or (head in proofs and words[tail] > 1)
    are_words = min(len(head), len(tail)) >= SHORTEST_HALF and words[head] > 0 and words[tail] > 0
    return is_prefix or is_compound or are_words or after[0].isupper()


def _seam(at: int, between: Iterable[Line], start: int, space: str) -> Iterator[Part]:
    """White space between two lines of a paragraph, and the furniture between them."""
    for line in between:
        yield space, at, line.aligned.raw_start, "line_wrap"
        yield "", line.aligned.raw_start, line.aligned.raw_end, "furniture"
        space, at = "", line.aligned.raw_end
    yield space, at, start, "line_wrap"


def _unbroken(text: AlignedText, words: Counter[str]) -> AlignedText:
    """`develop-ment` as one word, where the text has that word and never the second half alone."""
    edits: list[Edit] = []
    prefixes = {row["prefix"] for row in read_vocab("hyphen_prefixes")}
    for match in BROKEN.finditer(text.text):
        head, tail = match["head"].lower(), match["tail"]
        is_part = words[tail] == 0 and head not in prefixes
        if is_part and words[head + tail] >= max(words[f"{head}-{tail}"], 1):
            edits.append((match.end("head"), match.start("tail"), "", "hyphen"))
    return edited(text, edits)


def _unglued(text: AlignedText, words: Counter[str]) -> AlignedText:
    """Words that a lost line end glued together, split where the rest of the text is proof."""
    edits: list[Edit] = []
    title = NUMBERED_TITLE.match(text.text)
    if title and title["word"].lower() in words_for("heading"):
        edits.append(
            (title.end() - 1, title.end(), f"{text.text[title.end() - 1]} ", "glued_words")
        )
    for match in GLUED.finditer(text.text, title.end() if edits and title else 0):
        cut = _cut(match, words)
        if cut:
            at = match.start() + cut
            edits.append((at - 1, at, text.text[at - 1] + " ", "glued_words"))
    return edited(text, edits)


def _with_apostrophes(text: AlignedText, words: Counter[str]) -> AlignedText:
    """An f that stands for an apostrophe, as in `Norwayfs`, where the text has the name without."""
    edits: list[Edit] = []
    for match in FALSE_F.finditer(text.text):
        name = match["plural"] or match["name"]
        if words[name.lower()] > 0 or words[name.lower().removesuffix("s")] > 0:
            edits.append(
                (match.end() - len(match["end"]), match.end(), f"’{match['end'][1:]}", "mojibake")
            )
    return edited(text, edits)


def _cut(match: re.Match[str], words: Counter[str]) -> int:
    """After how many letters to split a glued word; 0 for a single word."""
    first, second = match["first"], match["second"]
    if first is None:
        return len(match[0]) - len("the") if match[0] in words_for("glued") else 0
    if first[0].isupper():
        return len(first) if words[f"{first} {second}".lower()] > 0 else 0
    is_known = words[first.rstrip(".").lower()] > 0 and words[second.lower()] > 0
    return len(first) if is_known and words[match[0].lower()] <= 1 else 0
