"""The words around an amount: qualifiers before and after it, rates, and equivalents."""

import re
from collections.abc import Sequence
from dataclasses import replace

from pipeline.records.numbers import Amount
from pipeline.vocab import read_vocab

LOOK_BACK = 48  # characters before an amount that are searched for a qualifier
GAP = r"[^\S\n]{0,9}(?:\n[^\S\n]{0,9})?"  # white space without a blank line


def _phrases(side: str) -> dict[str, str]:
    rows = read_vocab("qualifiers")
    return {row["phrase"]: row["qualifier"] for row in rows if row["side"] == side}


def _alternatives(phrases: Sequence[str]) -> str:
    longest_first = sorted(phrases, key=len, reverse=True)
    return "|".join(re.escape(phrase).replace(r"\ ", r"[\s-]") for phrase in longest_first)


BEFORE = _phrases("before")
AFTER = _phrases("after")
_BEFORE = re.compile(
    r"(?:(?<![^\W_])|(?=[<>~≈≤≥]))(?<!hand\s)(?<!handed\s)(?<!handing\s)(?<!took\s)(?<!taken\s)"
    rf"(?<!turned\s)(?<!presided\s)({_alternatives(tuple(BEFORE))})"
    rf"(?:{GAP}(?:a\s)?(?:combined\s|grand\s)?total\s(?:amount\s|sum\s)?of)?{GAP}\Z",
    re.IGNORECASE,
)
_ENDINGS = frozenset({phrase.split()[-1] for phrase in BEFORE} | {"of"})
_WORDS = re.compile(r"[^\W\d_]+\.?")
_SIGNS = frozenset(phrase for phrase in BEFORE if not phrase[0].isalpha())
_AFTER = re.compile(
    rf"{GAP}(?:,[^\S\n]?)?(?P<phrase>{_alternatives(tuple(AFTER))})(?![^\W_]|[^\S\n]*[$€£¥])",
    re.IGNORECASE,
)


def _rates(*kinds: str) -> dict[str, str]:
    """The words of rates ("per head"), and the standard name of each."""
    return {row["word"]: row["unit"] for row in read_vocab("units") if row["kind"] in kinds}


UNITS, ADVERBS = _rates("rate", "both"), _rates("adverb")
_UNIT = "|".join(re.escape(unit) for unit in sorted(UNITS, key=len, reverse=True))
_RATE = re.compile(
    rf"""{GAP}(?:
        -?(?:a|an|per|each|every)[\s-](?P<unit>{_UNIT})\b
        (?!\s(?:before|earlier|later|ago|after)\b)                # "a year earlier"
      | /\s?(?P<slash>{_UNIT})\b
      | (?P<adverb>{_alternatives(tuple(ADVERBS))})(?![^\W_])
      | per[\s-](?P<any>[a-z]+)\b
    )""",
    re.VERBOSE | re.IGNORECASE,
)
_EQUIVALENT_LINK = re.compile(
    rf"""{GAP}(?:
        [(\[]{GAP}(?:(?:or|i\.e\.,?|which\sis|that\sis,?|worth|=|≈|~)\s*)?
            (?:(?:the\s|(?:approximately|roughly|about)\s)?equivalent\s(?:to|of)\s
              |equal\sto\s|equals\s|corresponding\sto\s)?
      | ,?\s?(?:or|i\.e\.,?|=|which\sis|that\sis,?)\s(?:(?:the\s)?equivalent\s(?:to|of)\s)?
      | (?:,|\s[–—-])?\s?(?:the\s|(?:approximately|roughly|about)\s)?
          (?:equivalent\sto|equivalent\sof|equal\sto|corresponding\sto)\s
      | \s?[=≈]\s?
      | \s/\s|/
    )""",
    re.VERBOSE | re.IGNORECASE,
)
_ROUGHLY = re.compile(
    r"\b(?:approximately|roughly|about)\sequivalent\s(?:to|of)\s\Z", re.IGNORECASE
)
_EQUIVALENT = re.compile(rf"{GAP}equivalent{GAP}[)\]]")
_CODE = re.compile(r"^\s?\([A-Z]{3}\)")  # "5 million Swiss francs (CHF), equivalent to"
_PLACE_BETWEEN = re.compile(r"^(?:\s(?!(?:and|or|of|plus)\s)[\w’'-]+){1,5}(?=\s\()")
_CLOSES = re.compile(
    rf"{GAP}(?:equivalent{GAP})?(?:[)\],;:.]|or\b|at\b|in\b|using\b|as\b|based\b|\n[^\S\n]*\n|\Z)"
)


def framed(text: str, amount: Amount) -> Amount:
    """The amount with the qualifiers and the rate next to it, its span widened."""
    start, qualifier = qualifier_before(text, amount.start)
    end = amount.end + 2 * text.startswith("/-", amount.end)  # "Rs. 5,000/-"
    end, per = _rate(text, end)
    end, after = qualifier_after(text, end)
    if after and not per:
        end, per = _rate(text, end)
    if qualifier == "exact" or after in ("at_least", "up_to"):
        qualifier = after or qualifier
    low = None if qualifier in ("under", "up_to") else amount.low
    high = None if qualifier in ("over", "at_least") else amount.high
    return replace(
        amount,
        start=start,
        end=end,
        text=text[start:end],
        low=low,
        high=high,
        qualifier=qualifier,
        per=per,
    )


def has_rate(text: str, at: int) -> bool:
    """Whether a rate ("a day", "per head") begins at `at`."""
    return _rate(text, at)[1] != ""


_ADDING = re.compile(  # "adding up to", "shot up to": a total or the end of a change, not a bound
    r"""\b(?:add(?:s|ed|ing)?|topp(?:ed|ing)|tops?|shot|shoots?|rose|rises?|risen|rising|went|go|goes
        |gone|going|climb(?:s|ed|ing)?|jump(?:s|ed|ing)?|round(?:s|ed|ing)?|scal(?:es?|ed|ing))
    \sup\sto\s\Z""",
    re.VERBOSE | re.IGNORECASE,
)


def qualifier_before(text: str, at: int) -> tuple[int, str]:
    """Where the amount begins with the qualifiers before it, and what they say."""
    start, qualifier = at, "exact"
    while match := _phrase_before(text[max(0, start - LOOK_BACK) : start]):
        initial = len(match[1]) < 4 and match[1][0] == "C"  # "Washington, D.C. $5 million"
        if initial or _ADDING.search(text[max(0, start - LOOK_BACK) : start]):
            break
        phrase = re.sub(r"[\s-]", " ", match[1].lower())
        qualifier = _stronger(BEFORE[phrase], qualifier)
        start -= len(match.group())
    return start, qualifier


def _phrase_before(text: str) -> re.Match[str] | None:
    """A qualifier at the end of the text, which is searched only if its last word can be in one."""
    last = text.rsplit(None, 1)[-1:]
    words = _WORDS.findall(last[0].lower()) if last else []
    if not last or not (last[0][-1] in _SIGNS or _ENDINGS.intersection(words[-1:])):
        return None
    return _BEFORE.search(text)


def _stronger(left: str, right: str) -> str:
    """The one of two qualifiers that sets a bound: "at least approximately $5 million"."""
    return right if right not in ("exact", "approximately") else left


def qualifier_after(text: str, at: int) -> tuple[int, str]:
    """Where the amount ends with a qualifier after it ("or more"), and what it says, or empty."""
    match = _AFTER.match(text, at)
    if not match:
        return at, ""
    phrase = re.sub(r"\s", " ", match["phrase"].lower())
    if phrase in ("plus", "approximately", "maximum", "approx.", "+") and not _ends(text, match):
        return at, ""
    return match.end(), AFTER[phrase]


def _ends(text: str, match: re.Match[str]) -> bool:
    """Whether the phrase belongs to the amount before it, not to the words that follow."""
    return not re.match(
        r"[^\S\n]+[^\W_]|[^\S\n]*[$€£¥0-9]", text[match.end() : match.end() + 8]
    ) or (match["phrase"] == "+" and text[match.end() : match.end() + 1] in (" ", ""))


def _rate(text: str, at: int) -> tuple[int, str]:
    match = _RATE.match(text, at)
    if not match:
        return at, ""
    word = re.sub(r"\s", " ", match[match.lastgroup or 0].lower())
    return match.end(), ADVERBS.get(word) or UNITS.get(word, word)


def with_equivalents(text: str, amounts: Sequence[Amount]) -> list[Amount]:
    """The amounts; those that restate the one before are marked: "¥1.9 billion (US$17 million)"."""
    marked: list[Amount] = []
    for amount in amounts:
        original = _original_of(text, marked[-1], amount) if marked else None
        rough = original is not None and _ROUGHLY.search(text, original, amount.start)
        qualifier = "approximately" if rough and amount.qualifier == "exact" else amount.qualifier
        marked.append(replace(amount, equivalent_of=original, qualifier=qualifier))
    return marked


def _original_of(text: str, last: Amount, amount: Amount) -> int | None:
    """The start of the amount that this one restates; None if it is a new one."""
    if _is_equivalent(text, last, amount):
        return last.start
    third = last.equivalent_of is not None and amount.currency != last.currency
    if third and re.fullmatch(r"\s?[;,/]\s?|\sor\s", text[last.end : amount.start]):
        return last.equivalent_of
    return None


def _is_equivalent(text: str, first: Amount, second: Amount) -> bool:
    between = _CODE.sub("", text[first.end : second.start])
    if _EQUIVALENT.match(text, second.end):  # "a credit of SDR 3 million (US$4 million equivalent)"
        between = re.sub(r"^(?:\s[a-z]+){1,2}(?=\s\()", "", between)
    elif first.currency != second.currency:  # "5 million euros to Chad (about $5.6 million)"
        between = _PLACE_BETWEEN.sub("", between)
    if len(between) > LOOK_BACK or not _EQUIVALENT_LINK.fullmatch(between):
        return False
    bracketed = "(" in between or "[" in between
    known = first.currency and second.currency
    if first.equivalent_of is not None or not (known or bracketed):  # "£2 (P140)" is an equivalent
        return False
    same = first.currency == second.currency
    if same and (first.low, first.high) != (second.low, second.high):
        return False
    if bracketed:
        return bool(_CLOSES.match(text, second.end))
    return not same
