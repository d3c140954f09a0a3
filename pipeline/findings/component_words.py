"""The words between two amounts that make one a component of the other."""

import re

COMPONENTS = re.compile(
    r"""
      (?P<all>\b(?:consist(?:s|ed|ing)\ of|compris(?:es|ed|ing)|made\ up\ of|broken\ down|namely
        |divided\ (?:between|into|among)|split\ (?:between|into))\b|:)
    | (?P<open>\bof\ which\b)
    | (?P<some>\b(?:including|includes|included|among\ (?:them|which))\b|\(\s*\Z|\s[–—]\s*\Z)
    """,
    re.IGNORECASE | re.VERBOSE,
)
_IT = r"(?:th(?:is|ese)|it|they|the\ (?:total|sum|amount|package|funding|support|aid|projects?))"
OF_THIS = re.compile(
    rf"""[.;]\s*(?:
      (?P<open>of\ (?:this|these|that|which)\b
        | (?:the|an?)\ (?:[a-z]+\ )?(?:share|part|portion|bulk|half|rest|remainder|balance)\b)
    | (?P<all>{_IT}\ (?:(?:sum|amount|figure|total)\ )?
        (?:compris(?:es?|ed)|consists?\ of|consisted\ of|(?:is|are|was|were)\ made\ up\ of)\b)
    | (?P<some>{_IT}\ (?:(?:sum|amount|figure|total)\ )?
        (?:includ(?:es?|ed)|involv(?:es?|ed)|cover(?:s|ed)?|span(?:s|ned)?)\b)
    )""",
    re.IGNORECASE | re.VERBOSE,
)
# the words between two amounts that make the second the total of those before it; what "brings
# the total to" something may include amounts that the text does not state
TOTALS = re.compile(
    r"""(?:
      (?P<open>\b(?:bring|tak|rais)(?:s|es|ing)?\b[^.;]{0,60}\btotals?\b[^.;]{0,40})
    | (?P<inside>  # in the sentence of the amount before
        ,\ (?:an?\ )?(?:combined\ |grand\ |overall\ )?total\ of
      | \bfor\ (?:an?\ |its\ |their\ )?(?:[a-z-]+\ )?total\b[^.;,]{0,40}
      | ,\ (?:in\ all\ )?totall?ing | ,\ adding\ up\ to
      | ,\ (?:altogether|in\ all|in\ total))
    | (?P<all>
        \bmak(?:e|es|ing)\b[^.;]{0,60}\btotals?\b[^.;]{0,40}
      | [.;]\ +(?:Together|Taken\ together|Combined|In\ all|In\ total|Altogether)\b
          (?:,|\ th(?:ese|ey|e\ two|e\ three)\b|\ with)[^.;]{0,60})
    )\s*\Z""",
    re.VERBOSE,
)
SENTENCE_END = re.compile(r"[.;]\s+(?=[A-Z])|[.;]\s*\Z")


def components_named(between: str, apart: bool) -> re.Match[str] | None:
    """The words between two amounts that make the second a component of the first.

    The group that matched says whether the components are `all`, `some` or `open`; `apart` means
    that the amounts are in two sentences.
    """
    if apart:
        return OF_THIS.search(between)
    found = COMPONENTS.search(between)
    closed = found and (between.startswith(")") or ";" in between[: found.start()])
    return None if closed else found


def total_named(between: str) -> re.Match[str] | None:
    """The words between two amounts that make the second the total of those before it.

    The group that matched says whether these are `all` of it, or it is `open` to others.
    """
    found = TOTALS.search(between)
    apart = found and found.lastgroup == "inside" and SENTENCE_END.search(between, 0, found.start())
    return None if apart else found


_WHOLE = (
    r"(?:amount|total|sum|money|funds?|funding|financing|assistance|aid|support|package|pledge"
    r"|contribution|grant|loan|credit|programme|program|announcement|commitment|allocation)"
)
# from the start of a sentence to its amount: the amount is a component of one stated before
OF_EARLIER = re.compile(
    rf"""\W*(?:
      (?:(?:the|this|these|its|their)\ (?:[a-z-]+\ ){{0,3}}{_WHOLE}|it|they)\ includ(?:es?|ed)\b
    | (?:the|a)\ (?:(?:[a-z]+\ )?(?:bulk|rest|remainder|balance|majority|half|third)
        |remaining|largest|biggest|smallest)\b
    | (?:[^.;:]{{0,60}}\ )?of\ (?:this|these|that|the)\ (?:[a-z-]+\ )?{_WHOLE}\b
    )[^;:]*\Z""",
    re.IGNORECASE | re.VERBOSE,
)
OF_IT = re.compile(  # directly after a component: "$2 million of the money"
    rf"\s(?P<open>of\s(?:it|this|that|which|(?:the|this|that)\s(?:[a-z-]+\s)?{_WHOLE})\b)"
)
ANOTHER = re.compile(r"\W*another\W+(?:[A-Z]{2,3}\W*)?\Z", re.IGNORECASE)
# "Nearly $31 million will go to …": what is given is said, who gives it is not
HEDGE = re.compile(
    r"\W*(?:(?:some|about|around|nearly|almost|over|roughly|approximately|up to|more than"
    r"|an estimated|a further|an additional)\W+)?\Z",
    re.IGNORECASE,
)
IS_GIVEN = re.compile(r"\s(?:will|would|has\ been|have\ been|is|are|was|were|goes?|went)\b")


def is_component_of_earlier(before: str, after: str, *, follows: bool) -> bool:
    """Whether the words of a sentence make its amount a component of one stated before.

    `before` is the sentence up to the amount, `after` what stands after it; `follows` says that
    the amount before is such a component itself.
    """
    another = follows and ANOTHER.match(before)
    return bool(another or OF_EARLIER.match(before) or OF_IT.match(after))


def only_says_what_for(before: str, after: str) -> bool:
    """Whether an amount is the subject of its sentence, as in "$3 million will go to Chad"."""
    return bool(HEDGE.match(before) and IS_GIVEN.match(after))
