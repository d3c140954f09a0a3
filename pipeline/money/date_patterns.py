"""The patterns of single expressions of time, each small and named, tried in this order."""

import re
from collections.abc import Mapping

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            ("January", "Jan"),
            ("February", "Feb"),
            ("March", "Mar"),
            ("April", "Apr"),
            ("May",),
            ("June", "Jun"),
            ("July", "Jul"),
            ("August", "Aug"),
            ("September", "Sept", "Sep"),
            ("October", "Oct"),
            ("November", "Nov"),
            ("December", "Dec"),
        ),
        start=1,
    )
    for name in names
}
MONTHS |= {name.upper(): number for name, number in MONTHS.items() if len(name) > 3}
_ORDINAL_WORDS = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "latter": 2, "final": 4, "last": 4,
    "fifteenth": 15, "sixteenth": 16, "seventeenth": 17, "eighteenth": 18, "nineteenth": 19,
    "twentieth": 20, "twenty-first": 21,
}  # fmt: skip
_ENDINGS = {1: "st", 2: "nd", 3: "rd", 21: "st"}
ORDINALS = {f"{n}{_ENDINGS.get(n, 'th')}": n for n in range(1, 22)} | _ORDINAL_WORDS

FULL = ("May", "June", "July")  # short names that are not abbreviations
_LONG = "|".join(name for name in MONTHS if name.istitle() and (len(name) > 4 or name in FULL))
_ANY = "|".join(
    name if name.capitalize() in FULL or len(name) > 4 else f"{name}\\.?"
    for name in sorted(MONTHS, key=len)[::-1]
)
_Y = r"(?:1[5-9]|20|21)[0-9][0-9]"
_D = r"(?:[12]?[0-9]|0[1-9]|3[01])(?:st|nd|rd|th)?(?![0-9])"
_DASH = r"\s?[-–—‐‑]\s?"
_SAME = r"(?:of\s)?(?:the\ssame|that)\syear"
_FY = (
    r"(?:J?FYs?|(?:[Ff]iscal|[Ff]inancial|FISCAL|FINANCIAL)"
    r"(?:\s(?:[Yy]ears?|YEARS?))?(?:\s\(FY\))?)"
)
_PART = (
    r"(?:(?P<{0}>(?:[Ee]arly|[Ll]ate)(?:\sin)?|[Mm]id|[Mm]id-?year"
    r"|(?:[Yy]ear-)?[Ee]nd|(?:[Tt]he\s)?(?:end|beginning|start|middle)\sof)[\s-](?:the\s)?)?"
)

_PART_OR_HALF = _PART.replace("middle)", r"middle|(?:first|second|latter)\shalf)")

PATTERNS: Mapping[str, str] = {
    "iso_day": r"(?P<iy>[12][0-9]{3})-(?P<im>[01][0-9])-(?P<id>[0-3][0-9])",
    "dot_day": rf"(?P<pd>[0-3]?[0-9])\.(?P<pm>[01]?[0-9])\.(?P<py>{_Y})",
    "named_day": rf"(?P<nd>[0-3]?[0-9])(?P<ns>[-./])(?P<nm>{_ANY})(?P=ns)(?P<ny>{_Y})",
    "number_month_span": rf"(?P<ua1>0[1-9]|1[0-2])/(?P<ub1>{_Y}){_DASH}"
    rf"(?P<uc1>0[1-9]|1[0-2])/(?P<ud1>{_Y})(?![0-9/])",
    "slash_day": rf"(?P<sa>[0-3]?[0-9])/(?P<sb>[0-3]?[0-9])/(?P<sy>{_Y})",
    "day_span": rf"(?P<da>{_D})(?:{_DASH}|\s(?:to|and|through)\s)(?P<db>{_D})\s(?:of\s)?"
    rf"(?P<dm>{_ANY})(?:(?:,\s?|\s)(?P<dy>{_Y}))?",
    "month_day_span": rf"(?P<em>{_ANY})\s(?P<ea>{_D})(?:{_DASH}|\s(?:to|and|through)\s)"
    rf"(?P<eb>{_D})(?:(?:,\s?|\s)(?P<ey>{_Y}))?",
    "day_month": rf"(?P<fd>{_D})\s(?:of\s)?(?P<fm>{_ANY})"
    rf"(?:(?:,\s?|\s)(?P<fy>{_Y})|\s(?P<fs>{_SAME}))?",
    "month_day": rf"(?P<gm>{_ANY})\s(?P<gd>{_D})(?:(?:,\s?|\s)(?P<gy>{_Y})|,?\s(?P<gs>{_SAME})"
    rf"|(?=[,.;:)]|\Z|(?:\s(?:to|and|until|through)\s|{_DASH})(?:{_ANY})\s{_D}))",
    "on_month_day": rf"(?:(?<=[Oo]n\s)|(?<=as\sof\s)|(?<=[Ss]ince\s)|(?<=[Uu]ntil\s))"
    rf"(?P<om>{_ANY})\s(?P<od>{_D})(?!,?\s?{_Y})",
    "month_span": rf"(?P<ha>{_ANY})(?:{_DASH}|/|\s(?:and|to|through|until)\s)(?P<hb>{_ANY})"
    rf"(?:,?\s(?:of\s)?(?P<hy>{_Y})|\s(?P<hs>{_SAME}))",
    "month_pair": rf"(?:(?<=[Ff]rom\s)|(?<=[Bb]etween\s))(?P<na1>{_LONG})\s(?:to|until|through|and)"
    rf"\s(?P<na2>{_LONG})(?!\s(?:[0-9]|[A-Z]|of\b))",
    "month_year": rf"{_PART_OR_HALF.format('ip')}(?P<imn>{_ANY})"
    rf"(?:,?\s(?:of\s|in\s)?(?P<iyr>{_Y})|,?\s(?P<isame>{_SAME}))",
    "season": rf"{_PART.format('jp')}(?P<js>[Ss]pring|[Ss]ummer|[Aa]utumn|[Ff]all|[Ww]inter)\s"
    rf"(?:of\s)?(?P<jy>{_Y})(?:[-–/][0-9]{{2}}(?![0-9]))?",
    "quarter": rf"(?:(?P<ka>first|second|third|fourth|final|last|1st|2nd|3rd|4th)"
    rf"\squarter\s(?:of\s)?"
    rf"|Q(?P<kb>[1-4])\s?(?:of\s)?,?|(?P<kc>[1-4])Q\s?)(?P<kf>(?:the\s)?{_FY}\s?)?(?P<ky>{_Y})",
    "year_quarter": rf"(?P<ly>{_Y})\s?[-:,]?\s?Q(?P<lq>[1-4])",
    "half": rf"(?:(?P<ma>first|second|latter|last|1st|2nd)\shalf\sof\s|H(?P<mb>[12])\s?)"
    rf"(?P<mf>(?:the\s)?{_FY}\s?)?(?P<my>{_Y})",
    "fiscal_span": rf"{_FY}\s?(?P<na>{_Y})(?:{_DASH}|/|\sto\s|\sthrough\s)(?:FY\s?)?(?P<nb>{_Y})",
    "fiscal": rf"{_PART.format('op')}(?:Japanese\s)?{_FY}\s?(?P<oa>{_Y}|[0-9]{{2}})"
    r"(?:[-–/](?P<ob>[0-9]{2}))?(?![0-9])",
    "fiscal_end": rf"(?:[Ff]iscal|[Ff]inancial)\s[Yy]ear\s(?:ending|ended|to)\s(?:in\s|on\s)?"
    rf"(?:{_D}\s)?(?P<zm>{_ANY})\s(?:{_D},\s)?(?P<zy>{_Y})",
    "first_months": rf"(?P<yw>first|last)\s(?P<yn>two|three|four|five|six|seven|eight|nine|ten"
    rf"|eleven)\smonths\sof\s(?P<yf>(?:the\s)?{_FY}\s?)?(?P<yy>{_Y})",
    "year_fiscal": rf"(?P<qa>{_Y})(?:[-–/](?P<qb>(?:20)?[0-9]{{2}}))?\s(?:Japanese\s)?"
    r"(?:[Ff]iscal|[Ff]inancial)\s[Yy]ear",
    "decade_span": rf"(?P<bd>(?:1[5-9]|20)[0-9]0)s?(?:{_DASH}|\sto\s(?:the\s)?)"
    r"(?P<be>(?:1[5-9]|20)[0-9]0)s",
    "decade": rf"{_PART_OR_HALF.format('rp')}(?P<ry>(?:1[5-9]|20)[0-9]0)[’']?s",
    "short_decade": r"(?<=the\s)[’']?(?P<sd>[2-9]0)[’']?s(?=[\s.,;)])",
    "century": rf"{_PART.format('tp')}(?P<tn>1[5-9]th|20th|21st|twentieth|twenty-first"
    r"|(?:fif|six|seven|eigh|nine)teenth)[\s-]century",
    "split_year": rf"(?P<ua>{_Y})/(?P<ub>[0-9]{{2}}|{_Y})(?![0-9/])",
    "year_span": rf"(?P<va>{_Y}){_DASH}(?P<vb>{_Y}|[0-9]{{2}})(?![0-9]|[-–/][0-9])",
    "year": rf"{_PART.format('wp')}(?:calendar\s)?(?:year\s)?(?P<wy>{_Y})(?!/[0-9]{{2}})",
    "month": r"(?:(?<=[Ii]n\s)|(?<=[Ss]ince\s)|(?<=[Uu]ntil\s)|(?<=[Bb]y\s)|(?<=[Ff]rom\s)"
    rf"|(?<=last\s)|(?<=this\s)|(?<=early\s)|(?<=late\s)|(?<=mid-)|(?<=[Dd]uring\s)"
    rf"|(?<=following\s))(?P<xm>{_LONG})(?!\s(?:[0-9]|[A-Z]))",
}
# how any of them begins: most words of a text are skipped at their first letter
_OPENING = (
    r"[0-9A-Z'’]|the\s|early|late|latter|last|mid|end|beginning|start|first|second|third|fourth"
    r"|final|spring|summer|autumn|fall|winter|fiscal|financial|calendar|year|twent|fif|six|seven"
    r"|eigh|nine"
)
ATOM = re.compile(
    rf"(?<![\w$€£¥.,/+])(?=(?:{_OPENING}))(?:(?<!-)|(?<=[0-9]{{4}}-))(?:"
    + "|".join(f"(?P<{name}>{pattern})" for name, pattern in PATTERNS.items())
    + r")(?![\w%])"
    + rf"(?![-–](?!{_D}\s(?:of\s)?(?:{_ANY})\b)[0-9])"
    + r"(?!,[0-9]{3}|\.[0-9])"
)

# for each pattern a sentence that it finds, and a near miss that it skips
EXAMPLES: Mapping[str, tuple[str, str]] = {
    "iso_day": ("It began on 2019-03-12.", "It has the number 2019-03-123."),
    "dot_day": ("It began on 12.03.2019.", "It is section 12.03.4."),
    "named_day": ("It began on 12-Mar-2019.", "It is part 12-Mar-2."),
    "number_month_span": ("It ran 11/2014 - 04/2020.", "It is law 11/2014."),
    "slash_day": ("It began on 25/03/2019.", "It is file 25/03/20191."),
    "day_span": ("It met on 3-5 May 2019.", "It took 3-5 vessels."),
    "month_day_span": ("It met on May 3–5, 2019.", "It may take 3–5 days."),
    "day_month": ("It met on 3 May 2019.", "The 3 may meet."),
    "month_day": ("It met on May 3, 2019.", "In May 3 vessels left."),
    "on_month_day": ("It met on May 3 in Rome.", "It lasts until May 2003 ends."),
    "month_span": ("It met in March-April 2019.", "It met in March-like cold."),
    "month_pair": ("It ran from May to July.", "It ran from May to July 2019."),
    "month_year": ("It met in May 2019.", "It may reach 2019 people."),
    "season": ("It met in spring 2019.", "It found a spring in 2019."),
    "quarter": ("It met in the third quarter of 2019.", "It met in the old quarter of town."),
    "year_quarter": ("It met in 2019 Q3.", "It met in 2019 Quito."),
    "half": ("It met in the first half of 2019.", "The first half of it was late."),
    "fiscal_span": ("It grew in FY2015-2018.", "It grew in FY2015-16."),
    "fiscal": ("It grew in FY2019.", "It grew in fiscal space."),
    "fiscal_end": ("The fiscal year ending March 2019.", "The fiscal year ending soon."),
    "first_months": ("The first six months of 2019.", "The first six months of work."),
    "year_fiscal": ("The 2019 fiscal year.", "The 2019 fiscal gap."),
    "decade_span": ("It grew in the 1950s-1960s.", "It grew from 1950 to 1960."),
    "decade": ("It grew in the 1990s.", "It grew in 1990."),
    "short_decade": ("It grew in the 90s.", "It hit the 90."),
    "century": ("It began in the 19th century.", "It was the 19th centurion."),
    "split_year": ("The 2019/20 harvest.", "The ratio is 2019/200."),
    "year_span": ("It ran in 2017-18.", "The file is 2017-188."),
    "year": ("It ran in 2017.", "It reached 2017 people."),
    "month": ("It ran in May.", "It ran in Mayfair."),
}


def month_number(name: str) -> int:
    """1 for "January", "Jan." and "JANUARY"."""
    return MONTHS[name.rstrip(".")]
