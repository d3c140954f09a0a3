"""What a heading looks like: its marker, its title, its style."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from pipeline.clean.site import words_for

LONGEST = 160  # characters of a heading with a marker
MOST_WORDS = 24
LONGEST_PLAIN = 90  # characters of a heading without
MOST_PLAIN_WORDS = 13
MOST_COMMAS = 3  # of a title; more separate the names of a list
ROMAN = "IVXLC"
SPELT = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
VALUES = dict(zip(ROMAN, (1, 5, 10, 50, 100), strict=True))
SMALL = re.compile(
    r"(?:an?|and|as|at|by|for|from|in|into|of|on|or|over|per|the|through|to|under|via|with|against"
    r"|among|between|towards?|within|without|than|its|their|our|vs|de|du|la|le|des|und|der|die)",
    re.IGNORECASE,
)
WORD = re.compile(r"[^\W\d_][\w’'-]*")
UNFINISHED = re.compile(r"(?<!\betc)(?<!\b[A-Z])(?<!\bInc)(?<!\bLtd)[.,;:!。]$|[.!?][\"”’]$")
ENDS_IN_AMOUNT = re.compile(
    r"""(?:[$€£¥]\s?\d[\d.,]*|\d[\d.,]*\s(?:thousand|million|billion|trillion|bn|mn)\b)
    (?:\s(?:million|billion|trillion|bn|mn))?
    \s*(?:[A-Z]{3}|dollars|yen|euros?|pounds|won|kroner|francs)?\s*\]?\s*$""",
    re.VERBOSE,
)  # "WFP: food, 2.5 million dollars": an item of a list
# titles do not end in one of these
UNENDED = frozenset(("a", "an", "and", "at", "by", "from", "of", "or", "the", "with"))
OWN = re.compile(r"\s(?i:we|I)\s[a-z]+\swith$")  # "Whom We Worked With"
ADDRESS = re.compile(r"www\.|https?:|@|\.(?:org|com|int)\b")
INNER_STOP = re.compile(r"[^\W\d_]{4}[.!?;]\s|\d{4}[.;]\s")
CONTENTS = re.compile(r"(?:\.\s?){4,}\d{1,4}|…\s?\d{1,4}|(?:…\s?){2,}\d{0,4}")
DAY = re.compile(
    r"\d{1,2}(?:\s?[-–]\s?\d{1,2})?\s(?:January|February|March|April|May|June|July|August"
    r"|September|October|November|December)\b(?:\s\d|$)"
)
SMALL_BULLETS = ("•", "▪", "◦", "・")
# the name of a style, the pattern of its marker, an example and a near miss
STYLES = (
    ("hash", r"(?P<marker>#{1,6})\s+(?P<title>.+)", "## Health", "#1 donor"),
    (
        "angled",
        r"(?P<marker>[<‹〈《【［[]{1,2})\s?(?P<title>[^\W\d][^<>‹›〈〉《》【】［］[\]]{1,120}?)\s?[]>›〉》】］]{1,2}\W{0,4}\w?",
        "<Japan’s Efforts>",
        "<5 per cent",
    ),
    (
        "ruled",
        r"(?P<marker>[-–—])\s?(?P<title>[^\W\d](?:[^-–—]|(?<=\w)-(?=\w)){1,100})\s?[-–—]$",
        "- Mongolia -",
        "- Wells - and pumps",
    ),
    (
        "glyph",
        r"(?P<marker>[●○■□◆◇▶►◎★※▼▲•▪◦・|➔⇒]+|>{1,3})\s?(?P<title>.+)",
        "●Efforts",
        "Efforts ●",
    ),
    (
        "dashed",
        r"(?P<marker>(?:\d{1,2}|[IVX]{1,4})(?:[-–]\d{1,2}){1,4}\.?)\s+(?P<title>\D.*)",
        "1-2 Peace",
        "2013-17 Aid",
    ),
    (
        "dotted",
        r"(?P<marker>\d{1,2}(?:\.\d{1,2}){1,4}\.?)(?:\s+|(?<=\.))(?P<title>[^\W\da-z].*|[“\"‘(].*)",
        "2.1 Water",
        "2.1 million",
    ),
    (
        "bracketed",
        r"(?P<marker>[(（](?P<value>\d{1,2}|[a-z]|[ivx]{1,5}|[A-Z])[)）])\s?(?P<title>\S.*)",
        "(3) Security",
        "(2019) Data",
    ),
    (
        "number",
        r"(?P<marker>(?P<value>\d{1,3}(?=[.)])|\d\d?)(?P<sign>[.)]|(?=\s+[^\Wa-z\d])))(?:\s+|(?<=\.))(?P<title>[^\W\d].*|[“\"‘(].*|(?<=[.)]\s)[$€£¥]?\d.*)",
        "3. Results",
        "317 JOCV members",
    ),
    (
        "letter",
        r"(?P<marker>(?P<value>[A-Za-z]|[IVX]{1,5}|[ivx]{1,5})(?P<sign>[.)]))\s+(?P<title>\S.*)",
        "B. Counter-Terrorism",
        "A Cup",
    ),
    ("circled", r"(?P<marker>(?P<value>[①-⑳Ⅰ-Ⅻ])\.?)\s?(?P<title>\S.*)", "① Water", "Water ①"),
)
FAINT = {"plain", "caps"}  # styles of titles without a marker
PATTERNS = tuple((name, re.compile(pattern)) for name, pattern, _, _ in STYLES)


@dataclass(frozen=True, slots=True)
class Heading:
    """A paragraph that may be a heading: its marker as printed, its title, its style.

    `value` is the number of the marker, None if it has none.
    """

    marker: str
    title: str
    style: str
    value: int | None = None
    is_direct: bool = False  # directly below another heading


def read_marker(text: str) -> Heading | None:
    """The marker that a paragraph opens with, and the words after it."""
    if match := _worded().match(text[:400]):
        value = _value(match["value"])
        title = text[match.end() :].strip(" \t:.–—-")
        return Heading(match["marker"], title, match["word"].lower(), value)
    for name, pattern in PATTERNS:
        match = pattern.match(text[:400])
        if match and not DAY.match(text):
            return _heading(name, match, text)
    return None


def looks_like_title(heading: Heading) -> bool:
    """Whether the words after a marker are a title: few, capitalised, without a full stop."""
    title = heading.title
    if not title:
        return heading.style in words_for("heading")
    if len(title) > LONGEST or len(title.split()) > MOST_WORDS or UNFINISHED.search(title):
        return False
    if INNER_STOP.search(title) or ENDS_IN_AMOUNT.search(title):
        return False
    return not title[0].islower() and (heading.marker not in SMALL_BULLETS or is_capitalised(title))


def read_plain(text: str) -> Heading | None:
    """The title that words without a marker may be, or None."""
    words = WORD.findall(text[:LONGEST])
    is_short = len(text) <= LONGEST_PLAIN and len(words) <= MOST_PLAIN_WORDS
    if not words or not (is_short or _is_long_title(text, words)):
        return None
    if UNFINISHED.search(text) or not (text[0].isupper() or text[0] in "“‘\"'"):
        return None
    if len(words) > 7 and not is_capitalised(text):
        return None
    if is_no_title(text):
        return None
    is_caps = text.isupper() and len(text) > 5
    return Heading("", text, "caps" if is_caps else "plain")


def _is_long_title(text: str, words: Sequence[str]) -> bool:
    """Whether a long line is a title by its capitals alone, and not a list of names."""
    content_words = [word for word in words if not SMALL.fullmatch(word)]
    is_in_title_case = all(not word[0].islower() for word in content_words) and len(
        content_words
    ) < len(words)
    is_short = len(text) <= LONGEST and len(words) <= MOST_WORDS
    return is_short and is_in_title_case and text.count(",") < MOST_COMMAS


def is_no_title(text: str) -> bool:
    """Whether a short line cannot be a title: an address, an amount, unfinished."""
    if ADDRESS.search(text) or ENDS_IN_AMOUNT.search(text):
        return True
    is_unended = text.rsplit(maxsplit=1)[-1] in UNENDED and not OWN.search(text)
    return is_unended or is_imprint(text)


def is_imprint(text: str) -> bool:
    """Whether a line is from an imprint: "ISBN 978 …", "Tel: +33 …", "Printed in …"."""
    words = text[:40].casefold().replace(":", " ").split()
    return any(" ".join(words[:count]) in words_for("imprint") for count in (1, 2, 3))


def is_capitalised(text: str) -> bool:
    """Whether nearly all words but small ones begin with a capital, as in a title."""
    content_words = [word for word in WORD.findall(text) if not SMALL.fullmatch(word)]
    return sum(not word[0].islower() for word in content_words) >= 0.7 * len(content_words) > 0


def settle_letter(heading: Heading, last: Mapping[str, int]) -> Heading:
    """A single I, V or X as a letter if the letter before it came last: H. I. J., not II. III.

    `last` holds the last value of each style.
    """
    name, _, sign = heading.style.partition(" ")
    value = heading.marker.strip("().（） ")
    if not name.endswith("roman") or len(value) > 1 or not value.isascii():
        return heading
    letter = f"{name.removesuffix('_roman')} {sign}"
    number = ord(value.upper()) - ord("A") + 1
    if last.get(letter) != number - 1:
        return heading
    return Heading(heading.marker, heading.title, letter, number)


def _heading(name: str, match: re.Match[str], text: str) -> Heading:
    marker, title = match["marker"], match["title"] + text[400:]
    if name == "angled":
        printed = "<…>" if marker[0] in "<‹〈" else marker
        return Heading(printed, match["title"], f"angled {marker}")
    if name == "ruled":
        return Heading("-…-", match["title"].rstrip(), name)
    if name in ("hash", "glyph"):
        return Heading(marker, title, f"{name} {len(marker) if name == 'hash' else marker}")
    if name in ("dotted", "dashed"):
        numbers = re.findall(r"\d+|[IVX]+", marker)
        return Heading(marker, title, f"{name} {len(numbers)}", _value(numbers[-1]))
    return _numbered(name, match, title)


def _numbered(name: str, match: re.Match[str], title: str) -> Heading:
    value = match["value"]
    sign = match.groupdict().get("sign") or ("()" if name == "bracketed" else "")
    if value.isdecimal() and name != "circled":
        kind = "number"
    elif name == "circled":
        kind = "circled" if value in "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳" else "upper_roman"
    elif set(value.upper()) <= set("IVX"):
        kind = "upper_roman" if value.isupper() else "lower_roman"
    else:
        kind = "upper" if value.isupper() else "lower"
    return Heading(match["marker"], title, f"{kind} {sign}".strip(), _value(value, kind))


def _value(text: str, kind: str = "roman") -> int:
    text = unicodedata.normalize("NFKC", text)
    if text.isdecimal():
        return int(text)
    if text.lower() in SPELT:
        return SPELT.index(text.lower()) + 1
    if kind.endswith("roman") and set(text.upper()) <= set(ROMAN):
        numbers = [VALUES[letter] for letter in text.upper()]
        signs = [-1 if n < max(numbers[k:]) else 1 for k, n in enumerate(numbers)]
        return sum(sign * n for sign, n in zip(signs, numbers, strict=True))
    return ord(text[0].upper()) - ord("A") + 1


@cache
def _worded() -> re.Pattern[str]:
    words = "|".join(sorted(words_for("heading")))
    numbers = rf"[{ROMAN}]{{1,6}}|\d{{1,2}}|[A-Z]|{'|'.join(SPELT)}"
    return re.compile(
        rf"(?P<marker>(?i:(?P<word>{words}))\s+(?P<value>(?i:{numbers})))(?=$|[\s:.–—-]\W*[^\Wa-z])"
    )
