"""Lines that a web site or a printer prints around a text: menus, buttons, dates of the page."""

import re
from collections.abc import Sequence
from functools import cache

from pipeline.vocab import read_vocab

LONGEST = 400  # characters of such a line
LONGEST_LINK = 140
MOST_HOST_LINES = 30
BREADCRUMB = re.compile(r"[^>›»|]{1,80}?\s[>›»]\s[^>›»|]{1,80}?\s[>›»]\s.{1,200}")
HOME_CRUMB = re.compile(r"(?:(?:Home|Top|HOME)\s?[>›»]|Home\s[/|•·]\s)\s?.{1,200}")
# one step of a path alone: "Main text > Foreword", but not "a share > 5 per cent"
STEP = re.compile(r"[^\W\da-z][^<>.;:=]{2,60}\s[>›»]\s[^\W\da-z][^<>.;:=]{2,100}")
BUTTONS = re.compile(r"(?:\[\s?[^\W\d_][^][]{1,40}\]\s?){2,12}")
COUNT = re.compile(
    r"\d[\d.,]{0,9}\s(?:views?|downloads?|shares?|likes?|comments?|reads?)", re.IGNORECASE
)
PARTS = re.compile(r"\s[|•·›»>/]\s")
MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}\.?"
DATE = rf"""(?:(?:[A-Z][a-z]{{2,8}}day,?\s)?
    (?: \d{{1,2}}(?:st|nd|rd|th)?\s{MONTH},?\s\d{{4}} | {MONTH}\s(?:\d{{1,2}},?\s)?\d{{4}}
      | \d{{1,2}}-{MONTH}-\d{{4}}
      | \d{{1,2}}[./-]\d{{1,2}}[./-]\d{{2,4}} | \d{{4}}[./-]\d{{1,2}}[./-]\d{{1,2}} ))"""
STAMP = re.compile(
    rf"""(?:(?:(?:last|page|date)\s)?(?:updated?|modified|reviewed|published|posted|changed|uploaded)
         |post|date)
         (?:\s(?:on|at|date))?\s?:?\s {DATE} 
         (?:,?\s(?:at\s)?\d{{1,2}}[:.]\d\d.{{0,12}} | \sview\soriginal )?
       | \d{{1,3}}\smin(?:ute)?s?\s(?:to\s)?read""",
    re.VERBOSE | re.IGNORECASE,
)
RIGHTS = re.compile(
    r"(?:©|\([cC]\)|Copyright)\s?(?:©\s?)?(?:\d{4}\b|[A-Z]\w+\s[Cc]opyright\b).{0,120}"
    r"|©\s?[A-Z]\w+\s(?:of|for)\s.{0,60}\d{4}\.?"
    r"|.{0,120}\b[Aa]ll [Rr]ights [Rr]eserved\.?"
)
DOWNLOAD = re.compile(
    r".{3,120}[(\[](?:\d[^()]{0,20}\s)?(?:PDF|DOCX?|XLSX?|CSV|ODS|ZIP|HTML)\b[^()]{0,30}[)\]]",
    re.IGNORECASE,
)

# what a site that hosts documents says of a file: "Size 2.9 Mb.", "Uploaded by: Ana", its pager
HOSTED = re.compile(
    rf"""(?:file\s|download\s)?(?:size|download):?\s?\d[\d.,]{{0,8}}\s?[kmg]i?b\.?
       | (?:file\s)?type:\s?[a-z]{{1,20}}/[a-z.-]{{1,60}} | (?:words|pages):\s?\d[\d,]{{0,9}}
       | (?:uploaded|submitted|upload)(?:\sby)?:\s?\S{{1,30}}(?:\s\S{{1,30}})?
       | [^\W\d_][^»]{{1,60}}» | skip\sto\s(?:main\s|sub-)?(?:content|navigation).{{0,120}}
       | download\s["“].{{1,200}}["”]
       | date:?\s\d{{4}}-\d\d-\d\d(?:\s{DATE})? | date\s?:\s?{DATE}\stime\s?:\s?[\d:.]{{4,8}}
       | (?:sist\s)?(?:oppdatert|publisert|utgitt):?\s?.{{6,20}}
       | page\s?\d{{1,4}}/\d{{1,4}} | date:?\s?{DATE} | \#\d{{4,9}}
       | transcript(?:ion)?\sof\s.{{1,200}}
       | 1(?:\s+(?:\d{{1,4}}|\.\.\.|…)){{2,20}}\s+(?:\.\.\.|…)\s+\d{{1,4}}""",
    re.VERBOSE | re.IGNORECASE,
)
CLICK = re.compile(
    r"(?:(?:[^.!?]|\.(?=\S)|(?<=\b[a-z])\.){0,240}\W)?click\s(?:here|to\s(?:read|view|download|enlarge|open))\b[^.!?]{0,60}\W{0,3}"
)


@cache
def words_for(*uses: str) -> frozenset[str]:
    """The words of layout_words.csv that have one of these uses."""
    return frozenset(row["word"] for row in read_vocab("layout_words") if row["use"] in uses)


def is_site_line(text: str) -> bool:
    """Whether a line is a site's own: a breadcrumb, a menu, a button, a page's date, a download."""
    if len(text) > LONGEST:
        return False
    folded = halved(text.casefold().strip(" ↑^|•[]"))
    if folded in words_for("site"):
        return True
    forms = (BREADCRUMB, HOME_CRUMB, STEP, BUTTONS, COUNT, STAMP, RIGHTS, DOWNLOAD)
    is_hosted = HOSTED.fullmatch(text.lstrip("•* ")) is not None
    is_hosted = is_hosted or ("click " in folded and CLICK.fullmatch(folded) is not None)
    return is_hosted or any(f.fullmatch(text) for f in forms) or _is_menu(folded) or _is_link(text)


def halved(text: str) -> str:
    """Words that are printed twice in a row, as a button and its image, once."""
    first, second = text[: len(text) // 2], text[(len(text) + 1) // 2 :]
    return first if first == second and text[len(first) : -len(first)] in ("", " ") else text


def _is_menu(folded: str) -> bool:
    """Whether at least half of the parts between bars are words of a web site."""
    parts = [part.strip() for part in PARTS.split(folded)]
    known = sum(part in words_for("site") for part in parts)
    return len(parts) > 1 and known * 2 >= len(parts)


def _is_link(text: str) -> bool:
    """Whether a short line opens as links do: "Read more: …", "Follow us on …"."""
    is_short = len(text) <= LONGEST_LINK and text[0].isupper()
    return is_short and text.casefold().startswith(tuple(words_for("link")))


def host_end(texts: Sequence[str]) -> int:
    """How many lines at the top a site that hosts documents prints above the document's text.

    They end with a line such as "Transcript", and another of them is a site's own as well.
    """
    for place, text in enumerate(texts[:MOST_HOST_LINES]):
        folded = text.casefold().strip(" ↑^|•[]")
        if folded in words_for("host") or folded.startswith("transcript of "):
            own = sum(is_site_line(line) for line in texts[:place])
            return place if own > 1 else 0
    return 0
