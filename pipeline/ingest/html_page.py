"""Walks a page's nodes: its blocks in order, each with the mark of its kind."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from pipeline.ingest.html_notes import (
    is_back,
    is_note_link,
    mark_last_notes,
    note_headed,
    sup_text,
    targets_of,
)
from pipeline.ingest.incoming import cell_span, one_line

BLOCKS = frozenset(
    re.findall(
        r"\S+",
        """
    address article aside blockquote body caption center dd details div dl dt fieldset figcaption
    figure footer h1 h2 h3 h4 h5 h6 header hr li main ol p pre section summary table tbody td th
    tfoot thead tr ul
""",
    )
)
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
ENDS = re.compile(r"[.!?:;。][\"'”’)\]]*$")
LABEL = re.compile(r"(?:figure|fig|table|chart|box|photo|source|notes?)\b", re.IGNORECASE)
TITLE = re.compile(
    r"(?:^|[\s_-])(?:sub-?)?(?:title|heading|headline|head|ttl|midashi)\d?(?:$|[\s_-])", re.I
)
CAPTION = re.compile(r"(?:^|[\s_-])captions?(?:$|[\s_-])", re.IGNORECASE)
NOTE_ID = re.compile(r"_?(?:cite_note|fn|ftn|edn|footnote|endnote|note)s?[-_:]?(\d{1,3})", re.I)
NUMBERED = re.compile(r"[\[(]?(?:Note\s?)?\d{1,3}[\]).:]?\s", re.IGNORECASE)
NOTE_TEXT = re.compile(r"Notes?\s?\d{1,3}\s?[:.]")
NOTE_HEAD = re.compile(r"\(Note (\d+)\)[.:\s]*")
LONG_ALT = 5  # words: a shorter alternative text only names the image
MOST_TITLE_WORDS = 20
MOST_CELL_WORDS = 40  # on average: a table with longer cells is only page layout


@dataclass(slots=True)
class Page:
    """The blocks read so far, and the one being read."""

    blocks: list[str] = field(default_factory=list)
    alts: list[tuple[int, str]] = field(default_factory=list)  # place among the blocks, text
    buffer: list[str] = field(default_factory=list)
    rows: list[str] = field(default_factory=list)
    counters: list[int | None] = field(default_factory=list)  # of the open lists; None for bullets
    forms: list[str] = field(default_factory=list)  # kinds of text by the open nodes
    level: int = 0  # of the last heading with a tag
    tables: int = 0
    column: int = 0  # of the next cell, counted in its row alone
    tall: dict[int, int] = field(default_factory=dict)  # column -> rows below that its cell spans
    held: dict[int, int] = field(default_factory=dict)  # the same for cells of rows above
    mark: str = ""  # of the list item whose text follows
    targets: dict[str, str] = field(default_factory=dict)  # id of a note -> its number
    starred: bool = False  # whether the last term of a list of terms has a star

    def flush(self) -> None:
        """End the block being read."""
        lines = [one_line(line) for line in "".join(self.buffer).split("\n")]
        self.buffer.clear()
        text = re.sub(r"\n{2,}", "\n\n", "\n".join(lines)).strip()
        if not text:
            return
        form = next((form for form in reversed(self.forms) if form), "")
        note = NOTE_HEAD.match(text)
        if NOTE_TEXT.match(text):
            self.mark = ""
        elif self.mark.startswith("Note"):
            own = note or NUMBERED.match(text)
            text = self.mark + (text[own.end() :] if own and own.end() < len(text) else text)
        elif note and note.end() < len(text):
            text = f"Note {note[1]}: {text[note.end() :]}"
        elif self.mark:
            is_numbered = self.mark != "• " and NUMBERED.match(text)
            text = "{item} " + ("" if is_numbered else self.mark) + text
        elif form and not self._is_starred(form, text):
            text = f"{{{form}}} " + text.replace("\n", " ")
        self.mark = ""
        self.blocks.append(text)

    def _is_starred(self, form: str, text: str) -> bool:
        """Whether it is a term that the text marks with a star, or its explanation."""
        self.starred = form == "item" and (text.startswith("*") or self.starred)
        return self.starred


def read_blocks(root: Any, left_out: set[Any]) -> list[str]:
    """The blocks below a node, without the nodes whose mem_id is in `left_out`.

    Uses its own stack, as pages may nest deeper than Python calls.
    """
    page = Page(targets=targets_of(root))
    stack = [(root, False)]
    while stack:
        node, leaving = stack.pop()
        if leaving:
            _leave(node, page)
        elif node.tag == "-text":
            page.buffer.append(re.sub(r"\s+", " ", node.text_content or ""))
        elif node.mem_id not in left_out and _enter(node, page):
            stack.append((node, True))
            stack.extend((child, False) for child in reversed(list(children(node))))
    page.flush()
    page.blocks = mark_last_notes(page.blocks)
    return _with_alts(page)


def children(node: Any) -> Iterator[Any]:
    """A node's children in order, including texts."""
    child = node.child
    while child is not None:
        yield child
        child = child.next


def is_data_table(node: Any) -> bool:
    """Whether a table contains rows of cells, and is not only page layout."""
    if node.attributes.get("role") == "presentation" or _holds(node, "table, h1, h2, h3, h4"):
        return False
    cells, rows = node.css("td, th"), node.css("tr")
    words = len(node.text(separator=" ").split())
    return len(cells) > len(rows) and words <= MOST_CELL_WORDS * len(cells)


# ---- nodes ---------------------------------------------------------------------------------------


def _enter(node: Any, page: Page) -> bool:
    """Begin a node; returns whether its children are still to be read."""
    tag = node.tag
    if tag == "sup" or (tag == "a" and is_note_link(node)):
        page.buffer.append(sup_text(node, "".join(page.buffer[-3:])))
        return False
    if tag in ("s", "del", "strike") or (tag == "a" and (is_back(node) or _opens_note(node, page))):
        return False
    if tag == "img":
        page.alts.append((len(page.blocks), one_line(node.attributes.get("alt") or "")))
        return False
    if tag == "br":
        page.buffer.append(" " if page.tables else "\n")
    elif tag == "table" and (page.tables or is_data_table(node)):
        page.flush()
        page.tables += 1
    elif tag in BLOCKS and page.tables and tag != "caption":
        page.buffer.append(" ")
    elif tag in BLOCKS:
        page.flush()
        _open_list(node, page)
        page.forms.append(_form(node, page))
        target = page.targets.get(node.attributes.get("id") or "")
        page.mark = f"Note {target}: " if target else page.mark
    return True


def _opens_note(node: Any, page: Page) -> bool:
    """Whether a link at the start of a block begins a note; the block is then marked as one."""
    number = note_headed(node, page.targets)
    if number and not "".join(page.buffer).strip():
        page.mark = f"Note {number}: "
        return True
    return False


def _leave(node: Any, page: Page) -> None:
    tag = node.tag
    if page.tables and tag in ("td", "th"):
        wide, high = (cell_span(node.attributes.get(f"{way}span") or "") for way in ("col", "row"))
        page.buffer.append("\t" * wide)
        columns = range(page.column, page.column + wide)
        page.tall.update(dict.fromkeys(columns, high - 1) if high > 1 else {})
        page.column += wide
    elif page.tables and tag == "tr":
        cells = [one_line(cell) for cell in "".join(page.buffer).split("\t")]
        page.buffer.clear()
        page.rows.append("\t".join(_in_columns(cells, page)).rstrip("\t"))
    elif page.tables and tag == "table":
        page.flush()
        page.tables -= 1
        page.blocks.append("\n".join(f"{{table}} {row}" for row in page.rows if row.strip()))
        page.rows.clear()
        page.held.clear()
    elif tag in BLOCKS and (not page.tables or tag == "caption"):
        page.flush()
        page.forms.pop()
        if tag in ("ul", "ol") and page.counters:
            page.counters.pop()
        page.mark = "" if tag in ("li", "dt", "dd") else page.mark


def _in_columns(cells: Sequence[str], page: Page) -> list[str]:
    """A row's cells, with an empty one wherever a cell of a row above spans this row."""
    row: list[str] = []
    below: dict[int, int] = {}
    for place, cell in enumerate(cells):
        while len(row) in page.held:
            row.append("")
        if place in page.tall:
            below[len(row)] = page.tall[place]
        row.append(cell)
    page.held = {column: rows - 1 for column, rows in page.held.items() if rows > 1} | below
    page.column = 0
    page.tall.clear()
    return row


def _open_list(node: Any, page: Page) -> None:
    noted = NOTE_ID.fullmatch(node.attributes.get("id") or "")
    if node.tag in ("ul", "ol"):
        start = str(node.attributes.get("start") or "1")
        first = int(start) if start.isascii() and start.isdigit() else 1
        page.counters.append(first - 1 if node.tag == "ol" else None)
    elif node.tag == "li":
        count = page.counters[-1] if page.counters else None
        if count is not None:
            page.counters[-1] = count + 1
        page.mark = f"Note {noted[1]}: " if noted else "• " if count is None else f"{count + 1}. "


def _form(node: Any, page: Page) -> str:
    """The kind of a node's text by its tag, class or bold print; empty for running text."""
    tag, facts = node.tag, node.attributes
    if tag in HEADINGS or facts.get("role") == "heading":
        stated = str(facts.get("aria-level") or "")
        page.level = (
            int(tag[1]) if tag in HEADINGS else int(stated) if stated in "123456" and stated else 2
        )
        return f"heading {page.level}"
    if tag in ("figcaption", "caption") or _is_named(node, CAPTION):
        return "caption"
    if tag in ("dt", "dd"):
        return "item"
    if tag in ("p", "div") and not page.counters and "caption" not in page.forms:
        if _is_named(node, TITLE) and _is_title(node):
            return f"heading {min(page.level + 1, 9)}"
        if _is_bold(node) and _is_title(node):
            return f"heading {min(page.level + 2, 9)}"
    return ""


def _is_named(node: Any, names: re.Pattern[str]) -> bool:
    is_named = names.search((node.attributes.get("class") or "")[:200]) is not None
    return is_named and not _holds(node, "p, div, ul, ol, table, figure")


def _holds(node: Any, selector: str) -> bool:
    """Whether a node has such nodes below it; the library also counts the node itself."""
    return any(found.mem_id != node.mem_id for found in node.css(selector))


def _is_title(node: Any) -> bool:
    """Whether a node contains only a few words, without a sentence or another block."""
    if _holds(node, "p, div, ul, ol, table, figure, img, br, li"):
        return False
    text = one_line(node.text())
    is_short = 0 < len(text.split()) <= MOST_TITLE_WORDS and any(map(str.isalpha, text))
    return is_short and not ENDS.search(text) and not LABEL.match(text)


def _is_bold(node: Any) -> bool:
    """Whether a node contains only one bold element."""
    inner = [n for n in children(node) if n.tag != "-text" or (n.text_content or "").strip()]
    return len(inner) == 1 and inner[0].tag in ("b", "strong")


def _with_alts(page: Page) -> list[str]:
    """The blocks, with those alternative texts that no adjacent block begins with."""
    seen = [_letters(block.partition("} ")[2] or block) for block in page.blocks]
    blocks = list(page.blocks)
    for place, alt in reversed(page.alts):
        letters = _letters(alt)
        near = seen[max(place - 3, 0) : place + 4]
        if len(alt.split()) >= LONG_ALT and not any(t.startswith(letters) for t in near):
            blocks.insert(place, f"{{caption}} {alt}")
    return [block for block in blocks if block]


def _letters(text: str) -> str:
    return "".join(letter for letter in text.casefold() if letter.isalnum())
