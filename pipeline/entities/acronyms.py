"""Acronyms as a text defines them: long form then acronym, or acronym then long form.

The method is Schwartz and Hearst, "A simple algorithm for identifying abbreviation definitions in
biomedical text" (2003), after a stricter match by the initials of words.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_PAREN = re.compile(r"\(([^()]{2,120})(?=[()])")
_SHORT = re.compile(
    r"[A-Za-z][\w.&/‐‑–-]{0,14}[\w.](?:\ (?:Office|Centre|Center|Fund|Women|[IVX]+|\d+))?"
)
_CALLED = re.compile(
    r"^(?:(?:here(?:in)?after|hereinafter|henceforth)?\s*(?:referred\s+to\s+as|called|known\s+as)?"
    r"|abbreviated\s+(?:as|to)|or|the)\s*[:,]?\s*(?:the\s+)?[“\"‘']?",
    re.IGNORECASE,
)
_REMARK = re.compile(r"[,;:]|\s(?:or|and)\s")
_POSSESSIVE = re.compile(r"['’]s?$")  # "the World Food Programme’s (WFP) work"
_TOKEN = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_BREAK = re.compile(r"[.;:!?]\s|[()“]")
_WORD_BEFORE = re.compile(r"([^\s()“”\",;]{2,16})\s*$")
_LEADING = frozenset(
    ("the", "a", "an", "of", "for", "on", "and", "in", "to", "by", "with", "its", "their", "this")
)
_SMALL = frozenset(
    (
        *("of", "for", "on", "and", "in", "to", "the", "a", "an", "with", "against", "at", "by"),
        *("de", "du", "la", "des", "et", "or"),
    )
)


@dataclass(frozen=True, slots=True)
class Definition:
    """An acronym and its long form, with their offsets."""

    short: str
    long: str
    short_start: int
    short_end: int
    long_start: int
    long_end: int


def find_definitions(text: str) -> list[Definition]:
    """Every acronym that the text defines, in order."""
    return [found for match in _PAREN.finditer(text) if (found := _defined(text, match))]


def _defined(text: str, match: re.Match[str]) -> Definition | None:
    inside, start = match[1], match.start(1)
    called = _CALLED.match(inside)
    offset = called.end() if called else 0
    shown = _REMARK.split(inside[offset:], maxsplit=1)[0].strip().strip("“”\"‘’'").rstrip(".")
    if is_short(shown):
        at = start + inside.index(shown, offset)
        return _long_before(text, match.start(), shown, at)
    return _short_before(text, match.start(), inside, start)


def is_short(text: str) -> bool:
    """Whether a text looks like an acronym: few letters, at least two of them capitals."""
    capitals = sum(c.isupper() for c in text)
    digits = any(c.isdigit() for c in text)
    return bool(_SHORT.fullmatch(text)) and (capitals >= 2 or (capitals == 1 and digits))


def _long_before(text: str, end: int, short: str, at: int) -> Definition | None:
    low = _sentence_start(text, end, len(short))
    window = _POSSESSIVE.sub("", text[low:end].rstrip())
    for read in (match_initials, _named_long_form):
        for part in _parts(short):
            begin = read(part, window)
            if begin is not None and _plausible(part, window[begin:]):
                return Definition(
                    short, window[begin:], at, at + len(short), low + begin, low + len(window)
                )
    return None


def _named_long_form(short: str, window: str) -> int | None:
    begin = best_long_form(short, window)
    if begin is None or window[begin].islower():  # "between the Bank of …" begins no name
        return None
    return begin if is_named(window[begin:]) else None


def is_named(long: str) -> bool:
    """Whether a long form is written as a name: its long words begin with capitals."""
    words = [w for w in _TOKEN.findall(long) if len(w) > 3]
    return bool(words) and sum(w[0].isupper() for w in words) >= 0.7 * len(words)


def _parts(short: str) -> Iterator[str]:
    """The acronym, then its parts: "ReCAAP-ISC" may have the long form of "ISC"."""
    yield short
    if short.endswith("s") and short[:-1].isupper():
        yield short[:-1]
    pieces = [p for p in re.split(r"[\s/‐‑–-]", short) if len(p) > 1]
    if len(pieces) > 1:
        yield from reversed([p for p in pieces if p.isupper()])


def _sentence_start(text: str, end: int, letters: int) -> int:
    """Where the search begins: within the sentence, a few words for each letter."""
    low = max(0, end - 300)
    breaks = [m.end() for m in _BREAK.finditer(text, low, end)]
    low = breaks[-1] if breaks else low
    words = list(_TOKEN.finditer(text, low, end))
    most = max(letters + 5, letters * 2) + 2
    return words[-most].start() if len(words) > most else low


def match_initials(short: str, window: str) -> int | None:
    """Where the words begin whose initials spell the acronym; small words may be left out."""
    letters = [c.casefold() for c in short if c.isalnum()]
    left = {len(letters)}  # how many letters may be left to spell
    for match in reversed(list(_TOKEN.finditer(window))):
        word = match.group().casefold()
        small = word in _SMALL
        spelled = {n - 1 for n in left if word[0] == letters[n - 1]}
        if 0 in spelled and not small:
            return match.start()
        left = (spelled | (left if small else set())) - {0}
        if not left:
            return None
    return None


def best_long_form(short: str, window: str) -> int | None:
    """Where the shortest long form begins, by Schwartz and Hearst; None if none fits."""
    at = len(window) - 1
    for index in range(len(short) - 1, -1, -1):
        letter = short[index].casefold()
        if not letter.isalnum():
            continue
        while at >= 0 and (
            window[at].casefold() != letter or (index == 0 and at > 0 and window[at - 1].isalnum())
        ):
            at -= 1
        if at < 0:
            return None
        at -= 1
    return window.rfind(" ", 0, at + 2) + 1


def _plausible(short: str, long: str) -> bool:
    words = _TOKEN.findall(long)
    letters = sum(c.isalnum() for c in short)
    return (
        len(words) >= 2
        and len(long) > len(short)
        and len(words) <= 2 * letters + 4
        and words[0].casefold() not in _LEADING
        and short not in words
    )


def _short_before(text: str, end: int, inside: str, start: int) -> Definition | None:
    before = _WORD_BEFORE.search(text, max(0, end - 40), end)
    if not before or not is_short(before[1]):
        return None
    short = before[1]
    long = _REMARK.split(inside, maxsplit=1)[0].rstrip() if "," in inside else inside.rstrip()
    for candidate in (inside.rstrip(), long):
        bare = re.sub(r"^(?:the|an?)\s+", "", candidate)
        skipped = len(candidate) - len(bare)
        fits = match_initials(short, bare) == 0 or best_long_form(short, bare) == 0
        if fits and _plausible(short, bare):
            first = start + skipped
            return Definition(short, bare, *before.span(1), first, first + len(bare))
    return None
