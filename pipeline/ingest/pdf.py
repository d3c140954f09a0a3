"""Reads a PDF: columns in reading order, running heads dropped, headings and notes set apart.

Hyphens at line ends stay as printed: stage 1 repairs them and keeps count.
"""

import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, groupby, pairwise
from statistics import median
from typing import Any

from pipeline.ingest.incoming import Incoming, join_blocks, load, one_line, raised, reader_name
from pipeline.model import BadInputError

YEAR = re.compile(r"\b(?:19|20)\d\d\b")
DIGITS = re.compile(r"\d+")
BARE_NUMBER = re.compile(r"\W{0,3}(?:[Pp]age\s)?\d{1,4}(?:\s(?:of|/)\s\d{1,4})?\W{0,3}")
ENDS_SENTENCE = re.compile(r"[.!?:;][\"'”’)\]]*(?: \(Note \d+\))?$")
EDGE = 2  # lines at the top and foot of a page among which running heads are sought
GAP = 1.1  # in font sizes: a wider one parts columns or cells
DEEPEST = 3  # columns within columns


@dataclass(frozen=True, slots=True)
class Segment:
    """Words that stand together on one line of one column."""

    left: float  # points from the page's left
    right: float
    top: float  # points from the page's top
    bottom: float
    size: float  # of most of its letters, in points
    bold: bool
    text: str


def read_pdf(content: bytes, place: str) -> Incoming:
    """The text of a PDF, paragraphs parted by blank lines.  Raises BadInputError."""
    pages, facts = _read_pages(content, place)
    empty = [number for number, page in enumerate(pages, 1) if not page]
    if len(empty) == len(pages):
        raise BadInputError(f"{place}: has no text layer, only images; run OCR on it first")
    kept, dropped = _without_furniture([list(_in_order(page)) for page in pages])
    title = one_line(str(facts.get("Title") or "")) or _largest(pages)
    found = YEAR.search(title)
    checks = [f"{place}: left out as running heads or page numbers: {dropped} lines."]
    if empty:
        checks.append(f"{place}: no text on page {', '.join(map(str, empty[:20]))}: images?")
    return Incoming(
        join_blocks(list(_paragraphs(kept))),
        reader_name("pdfplumber"),
        title=title,
        year=int(found[0]) if found else None,
        checks=tuple(checks),
    )


def _read_pages(content: bytes, place: str) -> tuple[list[list[Segment]], dict[str, Any]]:
    library = load("pdfplumber", "pdf", place)
    try:
        with library.open(io.BytesIO(content)) as document:
            pages = []
            for page in document.pages:
                pages.append(list(_segments(_words(page))))
                page.close()
            facts = dict(document.metadata or {})
    except Exception as error:  # the library raises whatever its parsers meet in a broken file
        locked = "Password" in f"{error!r} {error.__context__!r} {error.__cause__!r}"
        fault = "is encrypted; save it without its password" if locked else "is broken; get it anew"
        raise BadInputError(f"{place}: {fault}") from None
    if not pages:
        raise BadInputError(f"{place}: has no pages; get it anew")
    return pages, facts


def _words(page: Any) -> list[dict[str, Any]]:
    words = page.dedupe_chars().extract_words(
        extra_attrs=["size", "fontname"], x_tolerance_ratio=0.15, keep_blank_chars=False
    )
    return [word for word in words if word.get("upright", True)]


def _segments(words: Sequence[dict[str, Any]]) -> Iterator[Segment]:
    """Words on one baseline, parted where the space between them is wide."""
    for line in _baselines(words):
        run: list[dict[str, Any]] = []
        for word in sorted(line, key=lambda word: float(word["x0"])):
            if run and word["x0"] - run[-1]["x1"] > GAP * max(run[-1]["size"], word["size"], 6):
                yield _segment(run)
                run = []
            run.append(word)
        yield _segment(run)


def _baselines(words: Sequence[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    """Words whose middles lie within each other's height; a raised number joins its line."""
    line: list[dict[str, Any]] = []
    for word in sorted(words, key=lambda word: (float(word["bottom"]) + float(word["top"])) / 2):
        if line:
            tall = max(line, key=lambda word: float(word["size"]))
            middle = (word["top"] + word["bottom"]) / 2
            # a small raised word comes before the line it belongs to, hence the test both ways
            inside = tall["top"] <= middle <= tall["bottom"]
            around = word["top"] <= (tall["top"] + tall["bottom"]) / 2 <= word["bottom"]
            if not (inside or around) or middle - _middle(tall) > 0.6 * max(
                tall["size"], word["size"]
            ):
                yield line
                line = []
        line.append(word)
    if line:
        yield line


def _middle(word: dict[str, Any]) -> float:
    return (float(word["top"]) + float(word["bottom"])) / 2


def _segment(run: Sequence[dict[str, Any]]) -> Segment:
    sizes: Counter[float] = Counter()
    for word in run:
        sizes[round(float(word["size"]), 1)] += len(word["text"])
    size = sizes.most_common(1)[0][0]
    text = ""
    for before, word in zip((None, *run), run, strict=False):
        small = word["size"] < 0.8 * size and word["bottom"] < max(w["bottom"] for w in run) - 0.5
        if before is not None and small and word["text"].isdigit() and len(word["text"]) <= 3:
            text += raised(word["text"], text)
            continue
        glued = before is not None and word["x0"] - before["x1"] < 0.12 * size
        text += word["text"] if glued or not text else f" {word['text']}"
    return Segment(
        left=float(run[0]["x0"]),
        right=float(run[-1]["x1"]),
        top=min(float(word["top"]) for word in run),
        bottom=max(float(word["bottom"]) for word in run),
        size=size,
        bold=all("bold" in word["fontname"].lower() for word in run),
        text=text,
    )


# ---- reading order -----------------------------------------------------------------------------


def _in_order(segments: Sequence[Segment], depth: int = 0) -> Iterator[Segment]:
    """Column by column between the lines that run across, cells of one line joined by tabs."""
    gutter = _find_gutter(segments) if depth < DEEPEST else None
    if gutter is None:
        yield from _rows(segments)
        return
    band: list[Segment] = []
    for segment in sorted(segments, key=lambda segment: segment.top):
        if segment.left < gutter < segment.right:
            yield from _columns(band, gutter, depth)
            yield segment
            band = []
        else:
            band.append(segment)
    yield from _columns(band, gutter, depth)


def _columns(band: Sequence[Segment], gutter: float, depth: int) -> Iterator[Segment]:
    yield from _in_order([s for s in band if s.right <= gutter], depth + 1)
    yield from _in_order([s for s in band if s.right > gutter], depth + 1)


def _find_gutter(segments: Sequence[Segment]) -> float | None:
    """Where few lines cross and prose stands on both sides; short cells on a side are a table."""
    if len(segments) < 6:
        return None
    left, right = min(s.left for s in segments), max(s.right for s in segments)
    width = right - left
    tries = [s.left - 1 for s in segments if left + 0.2 * width < s.left < left + 0.8 * width]
    best = None
    for x, _ in Counter(round(x) for x in tries).most_common(8):
        before = [s.right - s.left for s in segments if s.right <= x]
        after = [s.right - s.left for s in segments if s.left >= x]
        across = len(segments) - len(before) - len(after)
        if min(len(before), len(after)) < 3 or across > 0.34 * len(segments):
            continue
        prose = median(before) > 0.55 * (x - left) and median(after) > 0.55 * (right - x)
        if prose and (best is None or across < best[0]):
            best = (across, float(x))
    return None if best is None else best[1]


def _rows(segments: Sequence[Segment]) -> Iterator[Segment]:
    ordered = sorted(segments, key=lambda segment: (segment.top + segment.bottom) / 2)
    row: list[Segment] = []
    for segment in ordered:
        if row and (segment.top + segment.bottom) / 2 > row[-1].bottom:
            yield _joined(row)
            row = []
        row.append(segment)
    if row:
        yield _joined(row)


def _joined(row: list[Segment]) -> Segment:
    row = sorted(row, key=lambda segment: segment.left)
    return Segment(
        row[0].left,
        max(s.right for s in row),
        min(s.top for s in row),
        max(s.bottom for s in row),
        row[0].size,
        all(s.bold for s in row),
        "\t".join(s.text for s in row),
    )


# ---- furniture and paragraphs --------------------------------------------------------------------


def _without_furniture(pages: Sequence[list[Segment]]) -> tuple[list[list[Segment]], int]:
    """The pages without lines that come again at their edges, and how many those were."""
    body = _body_size(pages)
    edges = [{id(s): _shape(s, body) for s in _edge(page)} for page in pages]
    often = Counter(shape for page in edges for shape in set(page.values()))
    needed = 2 if len(pages) < 6 else 3
    kept = [
        [
            s
            for s in page
            if id(s) not in edge
            or not (often[edge[id(s)]] >= needed or BARE_NUMBER.fullmatch(s.text))
        ]
        for page, edge in zip(pages, edges, strict=True)
    ]
    return kept, sum(map(len, pages)) - sum(map(len, kept))


def _edge(page: Sequence[Segment]) -> list[Segment]:
    ordered = sorted(page, key=lambda segment: segment.top)
    return ordered[:EDGE] + ordered[EDGE:][-EDGE:]


def _shape(segment: Segment, body: float) -> str:
    """Its text, numbers aside; large print keeps them, for chapters differ by them alone."""
    text = one_line(segment.text)
    return text if segment.size >= body + 1 else DIGITS.sub("#", text)


def _body_size(pages: Sequence[Sequence[Segment]]) -> float:
    sizes: Counter[float] = Counter()
    for page in pages:
        for segment in page:
            sizes[segment.size] += len(segment.text)
    return sizes.most_common(1)[0][0]


def _paragraphs(pages: Sequence[Sequence[Segment]]) -> Iterator[str]:
    """Lines gathered into paragraphs; one goes on over a column's or page's end."""
    lines = [segment for page in pages for segment in page]
    pitches = [b.top - a.top for a, b in pairwise(lines) if 0 < b.top - a.top < 3 * a.size]
    pitch = median(pitches) if pitches else 12.0
    breaks = [False, *(_parts(a, b, pitch) for a, b in pairwise(lines))]
    numbers = accumulate(map(int, breaks))
    for _, group in groupby(zip(numbers, lines, strict=False), key=lambda item: item[0]):
        yield "\n".join(line.text for _, line in group)


def _parts(above: Segment, below: Segment, pitch: float) -> bool:
    """Whether a new paragraph begins at the lower line."""
    if abs(above.size - below.size) >= 0.8 or above.bold != below.bold:
        return True
    step = below.top - above.top
    if step <= 0 or step > 10 * pitch:  # the next column or page
        return bool(ENDS_SENTENCE.search(above.text)) or not below.text[:1].islower()
    indented = below.left - above.left > 0.8 * below.size and bool(ENDS_SENTENCE.search(above.text))
    return step > 1.35 * max(pitch, below.size) or indented


def _largest(pages: Sequence[Sequence[Segment]]) -> str:
    first = next(page for page in pages if page)
    size = max(segment.size for segment in first)
    return one_line(" ".join(s.text for s in first if s.size == size))[:200]
