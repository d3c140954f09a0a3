"""Texts that are printed twice: an image's alternative text and its caption, a title cut short."""

from collections.abc import Sequence

from pipeline.sections.figures import LONGEST, is_credit
from pipeline.sections.lines import Line

NEAR = 3  # paragraphs between two copies of a caption
CUT_SHORT = 20  # characters that a title or caption cut short keeps at least
ALIKE = str.maketrans("‘’“”‐‑–—（）", "''\"\"----()")  # characters that copies differ in


def link_copies(lines: Sequence[Line]) -> None:
    """Link each copy close to the first with it; of two, the one cut short is the copy."""
    near: list[tuple[Line, str]] = []
    for line in lines:
        if line.paragraph.furniture:
            continue
        here = (line, line.text[:2000].casefold().translate(ALIKE))
        for other in near[-NEAR:]:
            (first, long), (second, short) = sorted((other, here), key=_shortness)
            if other[0].copy_of is None and _repeats(long, short):
                second.copy_of = first.copy_of or first
        near.append(here)


def _shortness(printed: tuple[Line, str]) -> int:
    """How short the words are, without the dots that show that they are cut short."""
    return -len(printed[1].rstrip(" .…"))


def _letters(text: str) -> str:
    """The letters and digits of a text without the brackets at its end."""
    bare = text.rstrip(" .")
    cut = bare.rfind("(") if bare.endswith(")") else -1
    return "".join(c for c in (bare[:cut] if cut > CUT_SHORT else bare) if c.isalnum())


def _repeats(long: str, short: str) -> bool:
    """Whether two texts are the same but for marks; one may be cut short or lack its credit."""
    if len(short) <= CUT_SHORT or long[:CUT_SHORT] != short[:CUT_SHORT] or len(long) > LONGEST:
        return len(short) > CUT_SHORT and long == short
    bare = short.rstrip(" .…")
    if _letters(long) == _letters(short) or not long.startswith(bare):
        return _letters(long) == _letters(short)
    return short.endswith(("…", "...")) or is_credit(long[len(bare) :].strip(" ."))
