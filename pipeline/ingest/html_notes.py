"""Notes of a web page: the links that lead to them, and the lines that they stand in."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from pipeline.ingest.incoming import one_line, raised

NOTE_MARK = re.compile(r"[\[(*]?(?:[Nn]otes?\.?\s?)?(\d{1,3})[\])]?")
NOTE_LINK = re.compile(r"#.{0,40}?(?:fn|ftn|edn|note|cite|ref)", re.IGNORECASE)
BACK = re.compile(r"(?:[↩↑^⏎\ufe0e\s]|back(?: to (?:text|top))?|return|\[|\])+", re.IGNORECASE)
TOLD_MARK = re.compile(r"\(Note (\d{1,3})\)")
LAST_NOTE = re.compile(r"(\d{1,3})[.):]?\s(?=\S)")


def is_note_link(node: Any) -> bool:
    """Whether a link is a note's number, without a sup around it."""
    if not NOTE_LINK.match(node.attributes.get("href") or ""):
        return False
    return NOTE_MARK.fullmatch(one_line(node.text())) is not None


def targets_of(root: Any) -> dict[str, str]:
    """The ids that raised numbers lead to, as notes stand at the foot of a page."""
    found: dict[str, str] = {}
    for node in root.css("sup a, a sup"):
        link = node if node.tag == "a" else node.parent
        number = NOTE_MARK.fullmatch(one_line(node.text()))
        address = (link.attributes.get("href") or "") if link is not None else ""
        if number and address.startswith("#"):
            found[address[1:]] = number[1]
    return found


def note_headed(node: Any, targets: Mapping[str, str]) -> str:
    """The number of the note that a link back heads, as `<a name="n1" href="#r1">1</a>` does."""
    facts = node.attributes
    number = targets.get(facts.get("name") or "") or targets.get(facts.get("id") or "") or ""
    mark = NOTE_MARK.fullmatch(one_line(node.text())) if number else None
    return number if mark and mark[1] == number else ""


def told_last(blocks: Sequence[str]) -> list[str]:
    """The blocks, where lines at the end that open with a raised marker's number are notes."""
    told = set(TOLD_MARK.findall("\n".join(blocks)))
    found = list(blocks)
    for place in range(len(found) - 1, -1, -1):
        match = LAST_NOTE.match(found[place])
        if match is None or match[1] not in told:
            break
        found[place] = f"Note {match[1]}: {found[place][match.end() :]}"
    return found


def is_back(node: Any) -> bool:
    """Whether a link only leads back from a note to its place in the text."""
    text = one_line(node.text())
    return (node.attributes.get("href") or "").startswith("#") and bool(BACK.fullmatch(text))


def sup_text(node: Any, before: str) -> str:
    """A raised text after what stands before it: `(Note 3)` for a note's number, as it is else."""
    text = one_line(node.text())
    number = NOTE_MARK.fullmatch(text)
    if number is None:
        return text
    linked = node.tag == "a" or node.css_first("a") or (node.parent and node.parent.tag == "a")
    if linked or not text.isdigit() or not before.strip():
        return f" (Note {number[1]})"
    return raised(number[1], before)
