"""The lines of a raw file: which are furniture, and which belong to one paragraph.

Furniture is what a page or a site prints around the text: page numbers, running heads,
breadcrumbs, buttons, ruled lines.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from itertools import pairwise

from pipeline.clean.repairs import repaired
from pipeline.clean.site import MOST_HOST_LINES, host_end, is_site_line, words_for
from pipeline.records.aligned import AlignedText, chained, edited

LINE_END = re.compile("\r\n|[\n\r\f\v\u2028\u2029]")
NUMBER = r"(?:\d{1,3}|[ivxl]{1,6})"
PAGE_NUMBER = re.compile(
    rf"""[-–—|•.\s]{{0,4}} (?:(?:[Pp]age|[Pp]\.|PAGE)\s)? {NUMBER}
         (?:\s?(?:of|/)\s?\d{{1,4}})? [-–—|•.\s]{{0,4}}""",
    re.VERBOSE,
)
RULE = re.compile(r"(?:[-–—_=*~.·|\s]|&(?:nbsp|\#160);)+")
HEAD_NUMBER = re.compile(r"(?:^(?P<first>\d{1,4})[\s|–-]+)|(?:[\s|–-]+(?P<last>\d{1,4})$)")
PAGE_HEAD = re.compile(r"Page\s(?P<page>\d{1,4})(?:\sof\s\d{1,4})?\s?[:|–—]\s\S")
OPENING = re.compile(
    r"""[¡](?=[^\Wa-z]) | [●○■□◆◇▶►◎★※▲△▼•▪‣◦·–*†‡<‹〈《【#©] | -\s | \[\d
      | [(（](?:\d{1,3}|[A-Za-z]|[IVXL]{1,6}|[ivxl]{1,6}|[*†])[)）] | [(（\[][Nn]otes?\s?\d
      | (?:\d{1,3}|[A-Za-z]|[IVX]{1,5}|[ivx]{1,5})[.)](?:\s|$)
      | \d{1,2}(?:[.-]\d{1,2})+\.?\s+(?=[^\W\da-z]) | [¹²³⁴-⁹]""",
    re.VERBOSE,
)
LABELLED = re.compile(
    r"(?P<word>[^\W\d_]{3,12})\.?\s?(?:[IVXLC]{1,5}|\d{1,3}|[A-Z])?\b\s?(?P<sign>[:.：]?)"
)
FINISHED = re.compile(r"[.!?:;。][\"'”’)\]）\d¹²³⁴-⁹*†]*$")
SMALL_MARKER = re.compile(r"(?:[a-z]|[ivx]{1,5})\)\s")
# only a line that breaks inside a sentence ends with one of these
UNENDED = re.compile(
    r"\s(?:of|in|under|the|an?|and|or|to|by|with|from|for|at|on|than|see|its|their)$"
)
FREE_NUMBER = re.compile(r"(\d{1,3})\s(?=[^\W\d])")
# ingest marks what it knows of a line from the document's format
MARK = re.compile(r"(?:\{(?P<form>heading\s[1-9]|caption|table|item|text)\}\s*)+(?=\S)")
LEADER = re.compile(r"(?:\.\s?){4}\s?(?:\d{1,4}|[ivxl]{1,6})$")  # an entry of a table of contents
ACRONYM = re.compile(r"[A-Za-z]{0,3}[A-Z][\w&/-]{0,8}[A-Z\d]\s")
BOLD = re.compile(r"(?<![\w*])\*\*(?=[^\s*])[^*]{1,160}(?<=\S)\*\*(?![\w*])")  # of Markdown
HYPHENS = ("-", "\u2010")
HEAD_LENGTH = 90  # no running head is longer
TITLE = 40  # a line this short above a gap may be a title, whatever follows
SHORT = 25  # a line this short ends no line of wrapped text
MOST_ENTRIES = 40  # lines of a table of contents, whose titles come again
WIDEST = 140  # no hard-wrapped line is longer
FULL = 0.8  # of the width: wrapped lines are at least this long


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the raw file, repaired, without the white space at its ends."""

    aligned: AlignedText
    number: int  # from 1
    gap: bool  # a blank line stands before it
    new_page: bool = False
    soft: bool = False  # ends in a soft hyphen
    blanks: int = 0  # blank lines before it
    furniture: bool = False
    form: str = ""  # what its mark says it is

    @property
    def text(self) -> str:
        return self.aligned.text

    @property
    def is_open(self) -> bool:
        """Whether a sentence continues after it."""
        return not FINISHED.search(self.text[-24:])

    @property
    def goes_on(self) -> bool:
        """Whether it can only be the middle of a sentence."""
        is_inner = self.text[0].islower() or self.text[0] in ",;)"
        return is_inner and SMALL_MARKER.match(self.text) is None

    @property
    def is_row(self) -> bool:
        """Whether it is a row of a table: cells separated by tabs or wide gaps."""
        columns = sum(piece.repair == "column" for piece in self.aligned.pieces)
        return columns > 1 or self.text.count(" | ") > 1

    @property
    def is_pair(self) -> bool:
        """Whether it is a name, a wide gap and words: an entry of a list of acronyms."""
        gaps = [piece.start for piece in self.aligned.pieces if piece.repair == "column"]
        return len(gaps) == 1 and gaps[0] <= SHORT


def read_lines(raw: str) -> list[Line]:
    """The lines that hold text; a line of invisible characters stays with the line before it."""
    lines: list[Line] = []
    unseen: list[AlignedText] = []  # before the first line of text
    gap, new_page, blanks = True, True, 0
    for number, (start, end, ending) in enumerate(_bounds(raw), start=1):
        aligned = repaired(raw, start, end)
        if aligned.text:
            soft = raw[start:end].rstrip().endswith("\u00ad")
            aligned, unseen = _spanning((*unseen, aligned)), []
            bare, form = _unmarked(aligned)
            lines.append(Line(bare, number, gap, new_page, soft, blanks, form=form))
            gap = new_page = False
        elif aligned.pieces and lines:
            lines[-1] = replace(lines[-1], aligned=_spanning((lines[-1].aligned, aligned)))
        elif aligned.pieces:
            unseen.append(aligned)
        new_page = new_page or ending == "\f"
        gap = gap or new_page or not aligned.text
        blanks = 0 if aligned.text else blanks + 1
    return _single_spaced(lines)


def _unmarked(text: AlignedText) -> tuple[AlignedText, str]:
    """The text without the mark before it, and what the mark says it is."""
    stars = BOLD.finditer(text.text) if "**" in text.text else ()
    ends = (end for star in stars for end in (star.start(), star.end() - 2))
    text = edited(text, [(end, end + 2, "", "mark") for end in ends])
    mark = MARK.match(text.text)
    if mark is None:
        return text, ""
    return edited(text, [(0, mark.end(), "", "mark")]), mark["form"]


def _single_spaced(lines: list[Line]) -> list[Line]:
    """The lines; one blank line between any two lines of wrapped text is no gap."""
    lines = _wide_spaced(lines)
    blanks = Counter(line.blanks for line in lines[1:])
    if blanks[1] * 2 < blanks.total() or blanks[0] * 10 > blanks.total():
        return lines
    closer = [replace(line, gap=line.blanks != 1 or line.new_page) for line in lines]
    return closer if wrap_width(closer) else lines


def _wide_spaced(lines: list[Line]) -> list[Line]:
    """The lines; a number of blank lines that mostly occurs inside sentences is no gap."""
    times: Counter[int] = Counter()
    inside: Counter[int] = Counter()
    for line, after in pairwise(lines):
        if after.blanks > 1 and not after.new_page:
            times[after.blanks] += 1
            inside[after.blanks] += line.is_open and after.goes_on
    loose = {blanks for blanks, n in inside.items() if n > 1 and n * 2 > times[blanks]}
    return [
        replace(line, gap=line.gap and (line.blanks not in loose or line.new_page))
        for line in lines
    ]


def _spanning(texts: Sequence[AlignedText]) -> AlignedText:
    """Texts of which only one is not empty, joined, with the line ends between them taken out."""
    if len(texts) == 1:
        return texts[0]
    return chained(
        (text, [("", text.raw_end, after.raw_start, "control")] if after else ())
        for text, after in zip(texts, (*texts[1:], None), strict=True)
    )


def mark_furniture(lines: Sequence[Line]) -> list[Line]:
    """The lines, with those that a page or a site prints around the text marked."""
    alone = [_stands_alone(lines, place) for place in range(len(lines))]
    paged = _page_heads(lines)
    ends = [
        is_alone and not is_site_line(line.text)
        for is_alone, line in zip(alone, lines, strict=True)
    ]
    broken = [n for n, line in enumerate(lines) if n and (line.new_page or ends[n] or n in paged)]
    adjacent = {near for n in broken for near in (n - 1, n, n + 1)}
    heads = _running_heads(lines, adjacent)
    host = host_end([line.text for line in lines[:MOST_HOST_LINES]])
    return [
        replace(
            line,
            furniture=not line.form
            and (place < host or alone[place] or place in paged or _is_head(line.text, heads)),
        )
        for place, line in enumerate(lines)
    ]


def _page_heads(lines: Sequence[Line]) -> frozenset[int]:
    """The places of lines such as `Page 4: Annual Report`, where the pages rise."""
    found = {place: m for place, line in enumerate(lines) if (m := PAGE_HEAD.match(line.text))}
    pages = [int(match["page"]) for match in found.values()]
    is_rising = len(pages) > 1 and all(first < second for first, second in pairwise(pages))
    return frozenset(found if is_rising else ())


def wrap_width(lines: Sequence[Line]) -> int:
    """The width at which lines were broken by hand, or 0 where each line is a paragraph.

    Broken lines end in the middle of a sentence as often as not, and many that follow begin with a
    small letter; paragraphs do neither.
    """
    pairs = [
        (line, after)
        for line, after in pairwise(lines)
        if not after.gap and not line.furniture and not after.furniture and not line.is_row
    ]
    long = sum(len(line.text) > WIDEST for line in lines)
    if len(pairs) < 2 or long * 10 > len(lines):
        return 0
    middles = sorted(len(line.text) for line, after in pairs if line.is_open and after.goes_on)
    if not middles:
        return 0
    width = middles[len(middles) * 9 // 10]
    full = [(line, after) for line, after in pairs if len(line.text) >= width * FULL]
    broken = [after.goes_on for line, after in full if line.is_open]
    is_wrapped = len(broken) * 2 >= len(full) and sum(broken) * 5 >= len(broken)
    return width if width > SHORT and is_wrapped else 0


def joins(group: Sequence[Line], line: Line, width: int, *, broken: bool) -> bool:
    """Whether `line` continues a group's paragraph; if `broken`, furniture is between them."""
    last = group[-1]
    if line.form or last.is_row or line.is_row or _is_next_note(group[0], line):
        return False
    if last.soft or (last.text.endswith(HYPHENS) and last.text[-2:-1].isalpha()):
        return line.text[0].isalpha() and (broken or not line.gap)
    if line.goes_on and last.is_open:
        return not (line.gap or broken) or _is_longer(group, SHORT if broken else TITLE)
    if UNENDED.search(last.text[-24:]) and not (line.gap or broken or starts_anew(line.text)):
        return _is_longer(group, TITLE)  # a title may end so: "What We Stand For"
    return _joins_full(group, line, width, broken=broken)


def _joins_full(group: Sequence[Line], line: Line, width: int, *, broken: bool) -> bool:
    """Whether a line that may open a sentence continues a group whose last line is full."""
    last = group[-1]
    if starts_label(line.text) and UNENDED.search(last.text[-24:]):
        label = LABELLED.match(line.text)
        return not (line.gap or broken or (label and label["sign"]))
    if starts_anew(line.text) or starts_label(last.text) or group[0].text[0] == "©":
        return False
    if LEADER.search(last.text[-24:]):
        return False
    if line.is_pair and (group[0].is_pair or ACRONYM.match(line.text)):
        return False
    is_full = 0 < width * FULL <= len(last.text) + 1 + len(line.text.split(maxsplit=1)[0])
    if line.gap or broken:
        return broken and is_full and last.is_open
    return is_full


def _is_next_note(first: Line, line: Line) -> bool:
    """Whether both open with a number set apart by a space, the second one more than the first."""
    before, here = FREE_NUMBER.match(first.text), FREE_NUMBER.match(line.text)
    return before is not None and here is not None and int(here[1]) == int(before[1]) + 1


def _is_longer(group: Sequence[Line], length: int) -> bool:
    """Whether the text of a group, without furniture, has more than `length` characters."""
    so_far = 0
    for line in reversed(group):
        so_far += 0 if line.furniture else len(line.text) + 1
        if so_far > length:
            return True
    return False


def starts_anew(text: str) -> bool:
    """Whether a line opens with a bullet, number, note head or label of its own."""
    return OPENING.match(text) is not None or starts_label(text)


def starts_label(text: str) -> bool:
    """Whether a line opens with a word such as Chapter, Note or Figure and its number."""
    match = LABELLED.match(text)
    if match is None or not text[0].isupper():
        return False
    word = match["word"].lower()
    has_number = match.end("word") < match.end() and not match[0].isalpha()
    return word in words_for("heading", "caption", "note") and has_number


def _bounds(raw: str) -> Iterator[tuple[int, int, str]]:
    at = 0
    for match in LINE_END.finditer(raw):
        yield at, match.start(), match[0]
        at = match.end()
    yield at, len(raw), ""


def _stands_alone(lines: Sequence[Line], place: int) -> bool:
    text = lines[place].text
    if len(text) > 400:
        return False
    if PAGE_NUMBER.fullmatch(text):
        near = [lines[n].text for n in (place - 1, place + 1) if 0 <= n < len(lines)]
        return not any(PAGE_NUMBER.fullmatch(other) for other in near)
    return is_site_line(text) or RULE.fullmatch(text) is not None


def _head(text: str) -> str:
    """A running head without its page number; empty for a line that cannot be one."""
    if len(text) > HEAD_LENGTH:
        return ""
    bare = HEAD_NUMBER.sub("", text, count=1).strip(" |-–").casefold()
    return " ".join(sorted(bare.split()))  # left and right pages print the parts in reverse order


def _is_head(text: str, heads: frozenset[str]) -> bool:
    parts = text.split("|") if len(text) <= HEAD_LENGTH else []
    folded = (" ".join(sorted(part.casefold().split())) for part in parts)
    return _head(text) in heads or any(part in heads for part in folded)


def _running_heads(lines: Sequence[Line], adjacent: Iterable[int]) -> frozenset[str]:
    """Lines that recur at page breaks, or whose page numbers rise."""
    at_break = set(adjacent)
    times: Counter[str] = Counter()
    broken: Counter[str] = Counter()
    numbers: dict[str, list[int]] = {}
    wide: set[str] = set()  # heads with a gap inside, as between the two ends of a line
    contents = 0  # where the lines end that a table of contents may hold
    for place, line in enumerate(lines):
        head = _head(line.text)
        contents = place + MOST_ENTRIES if head in words_for("contents") else contents
        if not head or not line.is_open:
            continue
        match = HEAD_NUMBER.search(line.text)
        if match:
            numbers.setdefault(head, []).append(int(match["first"] or match["last"]))
            wide.update([head] if _is_wide(line) else ())
        if not starts_anew(line.text):
            times[head] += 1
            broken[head] += place in at_break and place >= contents
    returning = {head for head, n in times.items() if broken[head] > 1 and broken[head] * 2 >= n}
    return frozenset(returning | _numbered_heads(numbers, wide))


def _is_wide(line: Line) -> bool:
    return any(piece.repair == "column" for piece in line.aligned.pieces)


def _numbered_heads(numbers: Mapping[str, Sequence[int]], wide: Set[str]) -> set[str]:
    """Heads whose numbers rise as page numbers do; two are enough where other heads have more.

    Two pages in a row, or two left pages, are enough where the head has a wide gap inside.
    """
    rising = {head: len(found) for head, found in numbers.items() if _rises(head, found)}
    is_sure = sum(rising.values()) > 3 or any(count > 2 for count in rising.values())
    near = {head for head in rising if head in wide and numbers[head][1] - numbers[head][0] < 3}
    return set(rising) if is_sure else near


def _rises(head: str, numbers: Sequence[int]) -> bool:
    is_rising = all(first < second < 1900 for first, second in pairwise(numbers))
    is_paged = len(numbers) > 1 and numbers[0] > 1
    return is_paged and is_rising and len(head.split()) > 1
