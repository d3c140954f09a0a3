"""The repairs inside a line, each named: odd spaces, control characters, ligatures, mojibake.

Curly quotes, accents and dashes are kept.
"""

import html
import re
import unicodedata
from collections.abc import Callable, Iterator
from functools import lru_cache

from pipeline.records.aligned import AlignedText, Edit, copied, edited

SPACE = " \t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000\x1c-\x1f"
UNSEEN = (
    "\u0000-\u0008\u000e-\u001b\u007f\u0081\u008d\u008f\u0090\u009d\u00ad\u180e\u200b\u200e\u200f"
    "\u202a-\u202e\u2060\u2066-\u2069\ufeff"
)
# the first byte of a UTF-8 character as Windows-1252 shows it, and a continuation byte
OPENS = "\u00c2-\u00f4"
GOES_ON = "\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ"
# ... and as Mac OS Roman shows them
MAC_OPENS = "¬√‚ƒ≈∆«»…"
MAC_GOES_ON = "†°¢£§•¶ß®©™´¨≠ÆØ∞±≤≥¥µ∂∑∏π∫ªºΩæøÄÅÇÉÑÖÜáàâäãåçéèêëíìîïñóòôöõúùûü"
LONGEST_RUN = 40  # characters that are repaired together
ODD = re.compile(
    rf"""
    (?P<letters>   (?<!\S)[A-Z](?:[ ]{{1,3}}[A-Z]){{5,60}}(?!\S) )
  | (?P<genitive>  (?<=[^\W\d_])[ ]?[’'][ ]?s(?![\w-]) )
  | (?P<entity>    &(?:amp;){{0,9}}(?:[a-zA-Z]{{2,8}}|\#\d{{2,7}}|\#x[0-9a-fA-F]{{2,6}}); )
  | (?P<blank>     [{SPACE}{UNSEEN}]+ )
  | (?P<ligature>  [\ufb00-\ufb06] )
  | (?P<parted>    (?: (?<![\w-])(?:ffi|ffl|fi|fl) | (?<=[a-zA-Z])(?:ffi|ffl)
                   | (?<=[a-z][b-tv-z])(?<!\bwi)fi | (?<=[a-z])fl
                   | (?<!\w)(?:[Ee]|[Dd]i|[Aa]|[Ss]u|[Cc]o)ff ) [ ](?=[a-z]) )
  | (?P<mangled>   [{OPENS}][{GOES_ON}][^\x00-\x7f]{{0,{LONGEST_RUN}}}
                 | [{MAC_OPENS}][{MAC_GOES_ON}][^\x00-\x7f]{{0,{LONGEST_RUN}}} )
  | (?P<quote>     (?<=[A-Za-z]{{4}})[íÕ](?=s\b) | (?<=n)[íÕ](?=t\b) | (?<=[a-z]s)[íÕ](?=\s[a-z]) )
  | (?P<byte>      [\u0080-\u009f] )
    """,
    re.VERBOSE,
)
LONGEST_WORD = 14  # letters, of a word printed with spaces between them
VOWEL = re.compile("[AEIOUY].*[AEIOUY]")
MOST_ROUNDS = 8  # a repair may bring another to light
MANY_BLANKS = 3  # this many in a row separate two cells of a table


def repaired(raw: str, start: int, end: int) -> AlignedText:
    """`raw[start:end]`, one line, repaired, without the white space at its ends.

    A repair takes out invisible characters at the ends, so that they still belong to the line.
    """
    text = copied(raw, *_inner(raw, start, end))
    for _ in range(MOST_ROUNDS):
        edits = list(_edits(text.text))
        if not edits:
            break
        text = edited(text, edits)
    if not text.text and re.search(rf"[^\s{UNSEEN}]", raw[start:end]):
        return copied(raw, *_inner(raw, start, end))
    return text


def _edits(text: str) -> Iterator[Edit]:
    for match in ODD.finditer(text):
        clean, repair = _repair(match)
        is_edge = match.start() == 0 or match.end() == len(text)
        clean = clean.strip() if is_edge else clean
        if clean != match[0]:
            yield *match.span(), clean, repair


def _inner(raw: str, start: int, end: int) -> tuple[int, int]:
    """The span without the white space at its ends."""
    line = raw[start:end]
    left = len(line) - len(line.lstrip())
    return start + left, start + max(left, len(line.rstrip()))


def _repair(match: re.Match[str]) -> tuple[str, str]:
    return FIXES[match.lastgroup or "byte"](match[0])


def _blank(text: str) -> tuple[str, str]:
    if text.isspace() and not text.strip(" "):
        many = len(text) >= MANY_BLANKS
        return " ", "column" if many else "space"
    spaces = [c for c in text if c.isspace()]
    if not spaces:
        return "", "hyphen" if text == "\u00ad" else "control"
    return " ", "column" if "\t" in spaces or len(spaces) >= MANY_BLANKS else "space"


def _unspaced(text: str) -> str:
    """`A N N U A L  R E P O R T` as words: where gaps separate them, or where all make one word."""
    words = [word.replace(" ", "") for word in re.split(" {2,}", text)]
    letters = "".join(words)
    is_row = any(len(word) == 1 for word in words) or "".join(sorted(letters)) == letters
    is_word = len(words) > 1 or (len(words[0]) <= LONGEST_WORD and VOWEL.search(words[0]))
    return " ".join(words) if is_word and not is_row else re.sub(" +", " ", text)


def _unescaped(text: str) -> str:
    """What an HTML entity stands for, even if it was escaped more than once."""
    for _ in range(MOST_ROUNDS):
        plain = html.unescape(text)
        if plain == text:
            break
        text = plain
    return text


def _byte(text: str) -> tuple[str, str]:
    """A Windows-1252 byte that was read as Latin-1."""
    try:
        return text.encode("latin-1").decode("cp1252"), "mojibake"
    except UnicodeDecodeError:
        return "", "control"


@lru_cache(maxsize=4096)
def _unmangled(text: str) -> str:
    import ftfy

    return ftfy.fix_encoding(text)


def _plain(text: str) -> str:
    """Repaired characters, cleaned as if they had been in the raw text."""
    return re.sub(rf"[{UNSEEN}]", "", re.sub(rf"[{SPACE}\s]+", " ", text))


FIXES: dict[str, Callable[[str], tuple[str, str]]] = {
    "letters": lambda text: (_unspaced(text), "space"),
    "genitive": lambda text: (text.replace(" ", ""), "space"),
    "entity": lambda text: (_plain(_unescaped(text)), "entity"),
    "blank": _blank,
    "ligature": lambda text: (unicodedata.normalize("NFKC", text), "ligature"),
    "parted": lambda text: (text[:-1], "ligature"),
    "mangled": lambda text: (_plain(_unmangled(text)), "mojibake"),
    "quote": lambda _: ("\u2019", "mojibake"),
    "byte": _byte,
}
