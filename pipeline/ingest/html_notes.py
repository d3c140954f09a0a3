"""Notes of a web page: their anchors, and their texts."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from pipeline.ingest.incoming import one_line, raised

NOTE_MARK = re.compile(r"[\[(*]?(?:[Nn]otes?\.?\s?)?(\d{1,3})[\])]?")
NOTE_LINK = re.compile(r"#.{0,40}?(?:fn|ftn|edn|note|cite|ref)", re.IGNORECASE)
BACK = re.compile(r"(?:[↩↑^⏎\ufe0e\s]|back(?: to (?:text|top))?|return|\[|\])+", re.IGNORECASE)
NOTE_ANCHOR = re.compile(r"\(Note (\d{1,3})\)")
LAST_NOTE = re.compile(r"(\d{1,3})[.):]?\s(?=\S)")


def is_note_link(node: Any) -> bool:
    """Whether a link is the number of a note, without a sup element."""
    if not NOTE_LINK.match(node.attributes.get("href") or ""):
        return False
    return NOTE_MARK.fullmatch(one_line(node.text())) is not None


def targets_of(root: Any) -> dict[str, str]:
    """The ids that raised numbers link to -> the numbers, for notes at the foot of a page."""
    found: dict[str, str] = {}
    for node in root.css("sup a, a sup"):
        link = node if node.tag == "a" else node.parent
        number = NOTE_MARK.fullmatch(one_line(node.text()))
        address = (link.attributes.get("href") or "") if link is not None else ""
        if number and address.startswith("#"):
            found[address[1:]] = number[1]
    return found


def note_headed(node: Any, targets: Mapping[str, str]) -> str:
    """The number of the note that begins with a back link, `<a name="n1" href="#r1">1</a>`."""
    facts = node.attributes
    number = targets.get(facts.get("name") or "") or targets.get(facts.get("id") or "") or ""
    mark = NOTE_MARK.fullmatch(one_line(node.text())) if number else None
    return number if mark and mark[1] == number else ""


def mark_last_notes(blocks: Sequence[str]) -> list[str]:
    """The blocks; those at the end that begin with the number of a note anchor become notes."""
    anchors = set(NOTE_ANCHOR.findall("\n".join(blocks)))
    found = list(blocks)
    for place in range(len(found) - 1, -1, -1):
        match = LAST_NOTE.match(found[place])
        if match is None or match[1] not in anchors:
            break
        found[place] = f"Note {match[1]}: {found[place][match.end() :]}"
    return found


def is_back(node: Any) -> bool:
    """Whether a link only leads back from a note to its anchor."""
    text = one_line(node.text())
    return (node.attributes.get("href") or "").startswith("#") and bool(BACK.fullmatch(text))


def sup_text(node: Any, before: str) -> str:
    """A raised text after the text `before` it: `(Note 3)` for a note's number, else unchanged."""
    text = one_line(node.text())
    number = NOTE_MARK.fullmatch(text)
    if number is None:
        return text
    linked = node.tag == "a" or node.css_first("a") or (node.parent and node.parent.tag == "a")
    if linked or not text.isdigit() or not before.strip():
        return f" (Note {number[1]})"
    return raised(number[1], before)
