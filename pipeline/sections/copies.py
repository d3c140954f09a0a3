"""Texts that are printed twice: an image's alternative text and its caption, a title cut short."""

from collections.abc import Sequence

from pipeline.records.text import Paragraph
from pipeline.sections.figures import LONGEST, is_credit

NEAR = 3  # paragraphs between two copies of a caption
CUT_SHORT = 20  # characters that a title or caption cut short keeps at least
ALIKE = str.maketrans("‘’“”‐‑–—（）", "''\"\"----()")  # characters that copies differ in


def find_copies(paragraphs: Sequence[Paragraph]) -> dict[int, int]:
    """Copies close to the first: paragraph -> the one that it repeats.

    If one text is the other cut short, the longer is the first.
    """
    copies: dict[int, int] = {}
    near: list[int] = []
    for number, paragraph in enumerate(paragraphs):
        if paragraph.furniture:
            continue
        text = _folded(paragraph)
        for other in near[-NEAR:]:
            first, second = sorted((other, number), key=lambda n: -_length(paragraphs[n]))
            long, short = _folded(paragraphs[first]), _folded(paragraphs[second])
            if other in copies or not (text and _repeats(long, short)):
                continue
            if long == short:
                first, second = other, number
            copies[second] = copies.get(first, first)
        near.append(number)
    return copies


def _folded(paragraph: Paragraph) -> str:
    return paragraph.text.text[:2000].casefold().translate(ALIKE)


def _length(paragraph: Paragraph) -> int:
    """How long the words are, without the dots that show that they are cut short."""
    return len(_folded(paragraph).rstrip(" .…"))


def _letters(text: str) -> str:
    """The letters and digits of a text without the brackets at its end."""
    bare = text.rstrip(" .")
    cut = bare.rfind("(") if bare.endswith(")") else -1
    return "".join(c for c in (bare[:cut] if cut > CUT_SHORT else bare) if c.isalnum())


def _repeats(long: str, short: str) -> bool:
    """Whether two texts are the same but for marks; one may be cut short or lack its credit."""
    if len(short) <= CUT_SHORT or long == short:
        return len(short) > CUT_SHORT
    begins = long[:CUT_SHORT] == short[:CUT_SHORT] and len(long) <= LONGEST
    if begins and _letters(long) == _letters(short):
        return True
    bare = short.rstrip(" .…")
    rest = long[len(bare) :]
    if not long.startswith(bare) or len(long) > LONGEST:
        return False
    is_cut = short.endswith(("…", "...")) or (bare[-1].isalnum() and rest[0].isalnum())
    is_bracketed = rest.strip()[0] in "(（[" and rest.rstrip(" .")[-1] in ")）]"
    return is_cut or is_bracketed or is_credit(rest.strip(" ."))
