"""Reads a page saved from a publisher's site: its main text without the site around it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from pipeline.ingest.incoming import Incoming, join_blocks, load, one_line, raised, reader_name
from pipeline.model import BadInputError

BLOCKS = frozenset(
    re.findall(
        r"\S+",
        """
    address article aside blockquote body caption center dd details div dl dt figcaption
    figure footer h1 h2 h3 h4 h5 h6 header hr li main ol p pre section summary table tbody
    tfoot thead tr ul
""",
    )
)
SILENT = frozenset(
    re.findall(
        r"\S+",
        """
    script style nav noscript template iframe svg form button head select textarea -comment
""",
    )
)
SITE = re.compile(
    r"(?:^|[\s_-])(?:bread-?crumbs?|nav|navbar|navigation|menu|cookies?|skip|share|sharing|"
    r"social|sidebar|pager|pagination|topic-?path)(?:$|[\s_-])",
    re.IGNORECASE,
)
SITE_ROLES = ("navigation", "banner", "contentinfo", "search", "menu")
MAIN = ("main", "[role=main]", "article", "#main", "#content", "#maincontents")
CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s{0,9}=\s{0,9}[\"']?([A-Za-z0-9_-]{2,40})", re.I)
BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
SAVED_FROM = re.compile(rb"<!-- saved from url=\(\d+\)(\S{1,500}) -->")
NOTE_MARK = re.compile(r"[\[(]?(?:[Nn]otes?\.?\s?)?(\d{1,3})[\])]?")
NOTE_ID = re.compile(r"(?:cite_note|fn|footnote|endnote|note)s?[-_:]?(\d{1,3})", re.IGNORECASE)
NUMBERED = re.compile(r"[\[(]?(?:Note\s?)?\d{1,3}[\]).:]?\s", re.IGNORECASE)
YEAR = re.compile(r"\b(?:19|20)\d\d\b")
LONG_ALT = 5  # words: a shorter alternative text names a picture and states nothing


@dataclass(slots=True)
class Page:
    """The blocks read so far, and the one being read."""

    blocks: list[str] = field(default_factory=list)
    alts: list[tuple[int, str]] = field(default_factory=list)  # place among the blocks, text
    buffer: list[str] = field(default_factory=list)
    rows: list[str] = field(default_factory=list)
    counters: list[int | None] = field(default_factory=list)  # of the open lists; None: bullets
    tables: int = 0
    mark: str = ""  # of the list item whose text comes next

    def flush(self) -> None:
        """End the block being read."""
        lines = [one_line(line) for line in "".join(self.buffer).split("\n")]
        self.buffer.clear()
        text = re.sub(r"\n{2,}", "\n\n", "\n".join(lines)).strip()
        if not text:
            return
        if self.mark and not (self.mark != "• " and NUMBERED.match(text)):
            text = self.mark + text
        self.mark = ""
        self.blocks.append(text)


def read_html(content: bytes, place: str) -> Incoming:
    """The main text of a page, a block a line.  Raises BadInputError."""
    parser = load("selectolax.lexbor", "html", place).LexborHTMLParser
    text, checks = _decode(content, place)
    tree = parser(text)
    root, doubt = _main_node(tree)
    page = Page()
    if root is not None:
        _walk(root, page)
    blocks = _with_alts(page)
    if not blocks:
        raise BadInputError(f"{place}: holds no text; save the page itself, not a frame or script")
    title = _title(tree)
    address = _address(tree, content)
    found = YEAR.search(title)
    return Incoming(
        join_blocks(blocks),
        reader_name("selectolax"),
        title=title,
        publisher=_meta(tree, "og:site_name", "publisher", "DC.publisher", "author"),
        year=int(found[0]) if found else None,
        language=_language(tree),
        address=address,
        checks=(*checks, *doubt),
    )


def _decode(content: bytes, place: str) -> tuple[str, list[str]]:
    for bom, name in BOMS:
        if content.startswith(bom):
            return content.decode(name, "replace"), []
    stated = CHARSET.search(content[:4096])
    names = [stated[1].decode("ascii")] if stated else []
    for name in (*names, "utf-8", "cp1252"):
        try:
            text = content.decode("cp1252" if name.lower() == "iso-8859-1" else name)
        except (UnicodeDecodeError, LookupError):
            continue
        doubt = f"{place}: states no charset that fits; read as {name}: look at accents and quotes"
        return text, [] if name in names or name == "utf-8" else [doubt]
    raise BadInputError(f"{place}: its characters fit no known encoding; save it as UTF-8")


def _main_node(tree: Any) -> tuple[Any, tuple[str, ...]]:
    body = tree.body
    for selector in MAIN:
        nodes = tree.css(selector)
        if len(nodes) == 1 and len(nodes[0].text(strip=True)) > 80:
            return nodes[0], ()
    return body, ("The page marks no main part: look for menus left at its beginning and end.",)


def _walk(root: Any, page: Page) -> None:
    """Read a node and all below it; an own stack, for pages may nest deeper than Python calls."""
    stack = [(root, False)]
    while stack:
        node, leaving = stack.pop()
        if leaving:
            _leave(node, page)
        elif node.tag == "-text":
            page.buffer.append(re.sub(r"\s+", " ", node.text_content or ""))
        elif (node is root or not _is_site(node)) and _enter(node, page):
            stack.append((node, True))
            stack.extend((child, False) for child in reversed(list(_children(node))))
    page.flush()


def _children(node: Any) -> Iterator[Any]:
    child = node.child
    while child is not None:
        yield child
        child = child.next


def _is_site(node: Any) -> bool:
    if node.tag in SILENT:
        return True
    if node.tag in ("-text", "br", "img", "sup"):
        return False
    facts = node.attributes
    if facts.get("role") in SITE_ROLES or "hidden" in facts:
        return True
    if node.tag in ("header", "footer") and node.parent is not None and node.parent.tag == "body":
        return True
    return bool(SITE.search(f"{facts.get('class') or ''} {facts.get('id') or ''}"[:300]))


def _enter(node: Any, page: Page) -> bool:
    """Begin a node; whether what is inside is still to be read."""
    tag = node.tag
    if tag == "sup":
        page.buffer.append(_sup(node, "".join(page.buffer[-3:])))
        return False
    if tag == "img":
        page.alts.append((len(page.blocks), one_line(node.attributes.get("alt") or "")))
        return False
    if tag == "br":
        page.buffer.append(" " if page.tables else "\n")
    elif tag == "table":
        page.flush()
        page.tables += 1
    elif tag in BLOCKS and page.tables and tag != "caption":
        page.buffer.append(" ")
    elif tag in BLOCKS:
        page.flush()
        _open_list(node, page)
    return True


def _open_list(node: Any, page: Page) -> None:
    if node.tag in ("ul", "ol"):
        start = str(node.attributes.get("start") or "1")
        first = int(start) if start.isascii() and start.isdigit() else 1
        page.counters.append(first - 1 if node.tag == "ol" else None)
    elif node.tag == "li":
        count = page.counters[-1] if page.counters else None
        if count is not None:
            page.counters[-1] = count + 1
        noted = NOTE_ID.fullmatch(node.attributes.get("id") or "")
        page.mark = f"Note {noted[1]}: " if noted else "• " if count is None else f"{count + 1}. "


def _leave(node: Any, page: Page) -> None:
    tag = node.tag
    if tag in ("td", "th"):
        page.buffer.append("\t")
    elif tag == "tr" and page.tables:
        cells = [one_line(cell) for cell in "".join(page.buffer).split("\t")]
        page.buffer.clear()
        page.rows.append("\t".join(cells[:-1] if not cells[-1] else cells))
    elif tag == "table":
        page.flush()
        page.tables -= 1
        page.blocks.append("\n".join(row for row in page.rows if row.strip()))
        page.rows.clear()
    elif tag in BLOCKS and (not page.tables or tag == "caption"):
        page.flush()
        if tag in ("ul", "ol") and page.counters:
            page.counters.pop()
        page.mark = "" if tag == "li" else page.mark


def _sup(node: Any, before: str) -> str:
    text = one_line(node.text())
    number = NOTE_MARK.fullmatch(text)
    if number is None:
        return text
    linked = node.css_first("a") is not None or (node.parent and node.parent.tag == "a")
    return f" (Note {number[1]})" if linked or not text.isdigit() else raised(number[1], before)


def _with_alts(page: Page) -> list[str]:
    """The blocks, with the alternative texts that say more than a caption printed beside them."""
    seen = set(page.blocks)
    blocks = list(page.blocks)
    for place, alt in reversed(page.alts):
        if len(alt.split()) >= LONG_ALT and alt not in seen:
            blocks.insert(place, alt)
            seen.add(alt)
    return [block for block in blocks if block]


def _title(tree: Any) -> str:
    heading = tree.css_first("title") or tree.css_first("h1")
    return _meta(tree, "og:title", "DC.title") or (one_line(heading.text()) if heading else "")


def _meta(tree: Any, *names: str) -> str:
    facts = {
        (node.attributes.get("property") or node.attributes.get("name") or "").lower(): one_line(
            node.attributes.get("content") or ""
        )
        for node in tree.css("meta")
    }
    return next((facts[name.lower()] for name in names if facts.get(name.lower())), "")


def _language(tree: Any) -> str:
    root = tree.css_first("html")
    stated = (root.attributes.get("lang") or "") if root is not None else ""
    return stated.split("-")[0].lower() if stated[:2].isalpha() else ""


def _address(tree: Any, content: bytes) -> str:
    link = tree.css_first("link[rel=canonical]")
    stated = (link.attributes.get("href") or "") if link is not None else ""
    saved = SAVED_FROM.search(content[:4096])
    found = (
        stated or _meta(tree, "og:url") or (saved[1].decode("ascii", "replace") if saved else "")
    )
    try:
        return found if urlsplit(found).scheme in ("http", "https") else ""
    except ValueError:
        return ""
