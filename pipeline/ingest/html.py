"""Reads a saved web page: its main text without navigation and other site elements."""

import re
from typing import Any
from urllib.parse import urlsplit

from pipeline.ingest.html_page import children, read_blocks
from pipeline.ingest.incoming import Incoming, join_blocks, load, one_line, reader_name
from pipeline.records.errors import BadInputError

SILENT = frozenset(
    re.findall(
        r"\S+",
        """
    script style nav noscript template iframe frame svg form button head select textarea dialog
    audio video object canvas -comment
""",
    )
)
# class names and ids of site elements that are not part of the text
SITE = re.compile(
    r"(?:^|[\s_-])(?:bread-?crumbs?|topic-?path|nav|navbar|navigation|menu|cookies?|consent|skip|"
    r"share|sharing|social|sidebar|pager|pagination|related|recommended|newsletter|subscribe|"
    r"comments|advert|byline|post-?meta|entry-?meta|tags|timestamp|pub-?date|published|updated|"
    r"modal|popup|toolbar|page-?top|back-?to-?top|to-?top|toc|language-?switcher|lang-?switch|"
    r"print-?page|feedback|login)(?:$|[\s_-])",
    re.IGNORECASE,
)
DATE_NAME = re.compile(r"(?:^|[\s_-])(?:date|meta)(?:$|[\s_-])", re.IGNORECASE)
SITE_ROLES = ("navigation", "banner", "contentinfo", "search", "menu", "dialog", "alert")
MAIN = ("main", "[role=main]", "article", "#main", "#content", "#maincontents", "#main-content")
CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s{0,9}=\s{0,9}[\"']?([A-Za-z0-9_-]{2,40})", re.I)
BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
SAVED_FROM = re.compile(rb"<!-- saved from url=\(\d+\)(\S{1,500}) -->")
YEAR = re.compile(r"\b(?:19|20)\d\d\b")
MOST_SITE = 0.5  # of a page's text: an element with more is not a menu, whatever its name
LEAST_PROSE = 0.85  # share of the words of all long paragraphs that the main part contains
DEEPEST = 60  # ancestors of a paragraph among which the main part is searched for
LONG = 20  # fewest words of a paragraph of prose
DATE_WORDS = 10  # most words of a line of dates and keywords
FEWEST_LINKS = 3  # in a list that is a menu
SCRIPTED = 40  # words: scripts may load the text of a page with fewer


def read_html(content: bytes, place: str) -> Incoming:
    """The main text of a page, one block per line.  Raises BadInputError."""
    parser = load("selectolax.lexbor", "html", place).LexborHTMLParser
    text, checks = _decode(content, place)
    tree = parser(text)
    root, doubt = _main_node(tree)
    left_out, menus = _left_out(root) if root is not None else (set(), [])
    blocks = read_blocks(root, left_out) if root is not None else []
    if not blocks:
        raise BadInputError(f"{place}: {_why_empty(tree)}")
    words = sum(len(block.split()) for block in blocks)
    if words < SCRIPTED and tree.css_first("script") is not None:
        checks.append(f"contains only {words} words; if scripts load the rest, print it as PDF.")
    title = _title(tree)
    found = YEAR.search(title)
    return Incoming(
        join_blocks(blocks),
        reader_name("selectolax"),
        title=title,
        publisher=_meta(tree, "og:site_name", "publisher", "DC.publisher", "author"),
        year=int(found[0]) if found else None,
        language=_language(tree),
        address=_address(tree, content),
        checks=tuple(f"{place}: {check}" for check in (*checks, *doubt, *menus)),
    )


def _why_empty(tree: Any) -> str:
    frame = tree.css_first("iframe[src], frame[src]")
    if frame is not None:
        source = one_line(frame.attributes.get("src") or "")[:80]
        return f"contains only a frame of {source}; save that page"
    if tree.css_first("script") is not None:
        return "contains no text, scripts load it; print it from the browser as PDF"
    return "contains no text; save the page with the report"


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
        doubt = f"states no valid charset; read as {name}; check accents and quotes."
        return text, [] if name in names or name == "utf-8" else [doubt]
    raise BadInputError(f"{place}: its characters fit no known encoding; save it as UTF-8")


def _main_node(tree: Any) -> tuple[Any, list[str]]:
    """The node of the main text: as marked in the page, or where most prose is."""
    for selector in MAIN:
        nodes = tree.css(selector)
        if len(nodes) == 1 and len(nodes[0].text(strip=True)) > 80:
            return nodes[0], []
    found = _common(tree)
    doubt = "marks no main part; check the start and end of the text for menus."
    return (tree.body if found is None else found), [doubt]


def _common(tree: Any) -> Any:
    """The innermost node with nearly all words of long paragraphs, and the first h1."""
    held: dict[int, int] = {}
    nodes: dict[int, Any] = {}
    total = 0
    for paragraph in tree.css("p, li, td, div"):
        own = "".join(n.text_content or "" for n in children(paragraph) if n.tag == "-text")
        words = len(own.split())
        if words < LONG:
            continue
        total += words
        node = paragraph.parent
        for _ in range(DEEPEST):
            if node is None or node.tag == "html":
                break
            held[node.mem_id] = held.get(node.mem_id, 0) + words
            nodes[node.mem_id] = node
            node = node.parent
    inner = [key for key, words in held.items() if words >= LEAST_PROSE * total]
    found = min(inner, key=lambda key: len(nodes[key].text()), default=None)
    heading = tree.css_first("h1")
    node = nodes[found] if found is not None else None
    if heading is not None and node is not None and node.css_first("h1") is None:
        while node is not None and node.css_first("h1") is None:
            node = node.parent
    return node


def _left_out(root: Any) -> tuple[set[int], list[str]]:
    """The mem_ids of nodes that are not part of the text, and a sentence on lists of links."""
    total = max(len(root.text()), 1)
    out: set[int] = set()
    menus: list[str] = []
    for node in root.traverse(include_text=False):
        if node.mem_id == root.mem_id:
            continue
        if _is_site(node) and (node.tag in SILENT or len(node.text()) <= MOST_SITE * total):
            out.add(node.mem_id)
        elif node.tag in ("ul", "ol") and _is_menu(node):
            out.add(node.mem_id)
            menus.append(one_line(node.text(separator=" "))[:40])
    checks = [f"lists of only links were left out: {'; '.join(menus[:5])}."] if menus else []
    return out, checks


def _is_site(node: Any) -> bool:
    if node.tag in SILENT:
        return True
    if node.tag in ("br", "img", "sup"):
        return False
    facts = node.attributes
    if facts.get("role") in SITE_ROLES or "hidden" in facts or facts.get("aria-hidden") == "true":
        return True
    if node.tag in ("header", "footer") and node.parent is not None and node.parent.tag == "body":
        return True
    names = f"{facts.get('class') or ''} {facts.get('id') or ''}"[:300]
    if DATE_NAME.search(names) and len(node.text(separator=" ").split()) <= DATE_WORDS:
        return True
    return bool(SITE.search(names))


def _is_menu(node: Any) -> bool:
    """Whether every item of a list is only a link to another page."""
    items = [child for child in children(node) if child.tag == "li"]
    links = [item.css_first("a") for item in items]
    return len(items) >= FEWEST_LINKS and all(
        link is not None
        and not (link.attributes.get("href") or "#").startswith("#")
        and one_line(link.text()) == one_line(item.text())
        for link, item in zip(links, items, strict=True)
    )


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
