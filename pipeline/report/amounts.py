"""What the contributions add up to by recipient, channel, theme and year, and by transaction type.

Only amounts that `pipeline.totals` allows to be added are added: a chart holds one transaction
type, one currency, and either official aid or other money.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from pipeline.report.figures import BARS, BOUNDS, Chapter, Chart, chart_of
from pipeline.report.left_out import left_out
from pipeline.report.wording import amount_in_words, between, count_of, first_of, share
from pipeline.reviewed.rows import Row, Tables
from pipeline.schema.code_names import label_of
from pipeline.totals import Total, Totals, add_up
from pipeline.totals.bars import Bar
from pipeline.totals.figures import added
from pipeline.totals.filters import type_label
from pipeline.totals.inputs import NOT_STATED
from pipeline.totals.inputs import Tables as TotalTables

TYPE_WORDS = {  # IATI transaction types
    "2": "committed",
    "3": "disbursed",
    "12": "pledged",
    NOT_STATED: "of a type that the text does not state",
}
OFFICIAL_WORDS = {
    "yes": "",
    "no": ", not official aid",
    NOT_STATED: ", from providers of unknown type",
}
OTHERS = "all others"
CHARTS = 3  # per grouping: the currencies with most contributions; the others are sentences
SENTENCES = 6  # per grouping
YEAR = re.compile("[0-9]{4}")


@dataclass(frozen=True, slots=True)
class Group:
    """A way to group amounts, with the words that its sentences are made of."""

    by: str  # a column of contributions, or `year`
    heading: str
    head: str  # of the table's first column
    goes: str  # the verb for the amounts of a key: "goes to Kenya"
    unknown: str  # the same where the text does not state the key
    without: str  # the same for several amounts, as the start of a list


GROUPS = (
    Group(
        *("recipients", "By recipient", "recipient", "goes to {}"),
        *("has no recipient in the text", "Without a recipient in the text"),
    ),
    Group(
        *("channels", "By channel", "channel", "goes through {}"),
        *("has no channel in the text", "Without a channel in the text"),
    ),
    Group(
        *("theme", "By theme", "theme", "is reported under “{}”"),
        *("is reported under no heading", "Under no heading"),
    ),
    Group(
        *("year", "Over time", "year", "is reported for {}"),
        *("has no stated year", "Without a stated year"),
    ),
)


def amount_chapters(tables: Tables) -> list[Chapter]:
    """A chapter on what is added up and what is not, then one for each grouping."""
    contributions = [row | {"year": year_of(row)} for row in tables["contributions"].values()]
    known = TotalTables(
        tuple(contributions),
        tuple(tables["money"].values()),
        tuple(tables["money_relations"].values()),
    )
    if not any(row["low"] or row["high"] for row in contributions):
        return []
    all_rows = add_up(known)
    grouped = [_chapter(group, add_up(known, [group.by])) for group in GROUPS]
    return [_overview(all_rows, tables["contributions"]), *_by_type(all_rows), *grouped]


def year_of(row: Row) -> str:
    """The year or years of a contribution, for reading; fiscal years are marked `FY`."""
    if row["fiscal_year"]:
        return f"FY{row['fiscal_year']}"
    first, last = row["period_start"][:4], row["period_end"][:4]
    if first == last:
        return first
    return (
        f"{first}–{last}"
        if first and last
        else f"{first or last} and {'after' if first else 'before'}"
    )


# ---- what may be added up --------------------------------------------------------------------


def _overview(totals: Totals, rows: Mapping[str, Row]) -> Chapter:
    left = [out for out in totals.left_out if out.reason != "no_amount"]
    counted = sum(len(_rows(total)) for total in totals.totals)
    by_rows = sorted(totals.totals, key=lambda total: -len(_rows(total)))
    amounts = first_of([_money(total) for total in by_rows], SENTENCES)
    stated = count_of(counted + len(left), "contribution")
    sentence = f"{stated} with an amount; {counted} of them may be added up"
    return Chapter(
        "What may be added up",
        sentences=(f"{sentence}{': ' if counted else ''}{amounts}.",),
        notes=tuple(left_out(left, rows)),
    )


def _by_type(totals: Totals) -> list[Chapter]:
    """The transaction types of each currency side by side; they are never added."""
    groups: dict[tuple[str, str], list[Total]] = {}
    for total in totals.totals:
        groups.setdefault((total.currency, total.official), []).append(total)
    several = [parts for parts in groups.values() if len(parts) > 1]
    charts = [
        chart_of(
            first_of([_money(total) for total in parts], SENTENCES),
            ("transaction type", parts[0].currency),
            [_bar(type_label(total.type), total) for total in parts],
            BOUNDS,
        )
        for parts in sorted(several, key=_size)[:CHARTS]
    ]
    return [Chapter("By transaction type", tuple(charts))] if charts else []


# ---- a chapter -------------------------------------------------------------------------------


def _chapter(group: Group, totals: Totals) -> Chapter:
    """Charts for the currencies with most contributions, then sentences for the rest."""
    charts: list[Chart] = []
    sentences: list[str] = []
    unknown: list[Total] = []
    for parts in _comparable(totals.totals):
        if len(parts) > 1 and len(charts) < CHARTS:
            charts.append(_chart(group, parts))
        elif len(parts) == 1 and _is_unknown(parts[0]):
            unknown += parts
        else:
            sentences.append(_sentence(group, parts))
    if len(unknown) == 1:
        sentences.append(_sentence(group, unknown))
    elif unknown:
        counted = [_counted(total) for total in unknown]
        sentences.append(f"{group.without}: {first_of(counted, SENTENCES)}.")
    more = f"For {len(sentences) - SENTENCES} more currencies, see the output of make total."
    shown = [*sentences[:SENTENCES], more] if len(sentences) > SENTENCES + 1 else sentences
    return Chapter(group.heading, tuple(charts), tuple(shown))


def _comparable(totals: Sequence[Total]) -> list[list[Total]]:
    """The totals that may share a chart; those with most contributions first."""
    groups: dict[tuple[str, str, str], list[Total]] = {}
    for total in totals:
        groups.setdefault((total.type, total.currency, total.official), []).append(total)
    return sorted(groups.values(), key=_size)


def _size(parts: Sequence[Total]) -> int:
    """The sort key that puts most contributions first."""
    return -sum(len(_rows(total)) for total in parts)


def _rows(total: Total) -> tuple[str, ...]:
    return (*total.rows, *total.doubtful)


def _sentence(group: Group, parts: Sequence[Total]) -> str:
    if len(parts) == 1:
        return f"{_capital(_counted(parts[0]))} {_does(group, parts[0])}."
    by_size = _by_size(parts)
    return f"{_finding(group, by_size, _together(by_size, ''))}."


def _counted(total: Total) -> str:
    return f"{_money(total)} ({count_of(len(_rows(total)), 'contribution')})"


def _by_size(parts: Sequence[Total]) -> list[Total]:
    return sorted(parts, key=lambda total: (-_middle(total), total.group))


def _year(total: Total) -> tuple[str, str]:
    """The sort key of a year; totals without a year come last."""
    found = YEAR.search(total.group)
    return (found[0] if found else "9999", total.group)


def _chart(group: Group, parts: Sequence[Total]) -> Chart:
    by_size = _by_size(parts)
    total = _together(by_size, "")
    shown = sorted(by_size, key=_year) if group.by == "year" else by_size
    if len(by_size) > BARS + 1:
        kept = set(by_size[:BARS])
        others = _together(by_size[BARS:], OTHERS)
        shown = [*(total for total in shown if total in kept), others]
    bars = [_bar(_key(group, total), total) for total in shown]
    return chart_of(_finding(group, by_size, total), (group.head, total.currency), bars, BOUNDS)


def _finding(group: Group, by_size: Sequence[Total], total: Total) -> str:
    """What the chart shows: where most of the money goes."""
    first, second = by_size[:2]
    percent = share(_middle(first), _middle(total))
    if _middle(first) == _middle(second):
        return f"{_capital(_money(total))}: no share is larger than {percent}"
    size = "Most" if _middle(first) * 2 > _middle(total) else "The largest share"
    known = "" if total.together.high is None else f", {percent},"
    rest = f"; the largest share of the rest {_does(group, second)}" if _is_unknown(first) else ""
    return f"{size} of {_money(total)}{known} {_does(group, first)}{rest}"


def _is_unknown(total: Total) -> bool:
    return total.group in ("", NOT_STATED)


def _does(group: Group, total: Total) -> str:
    return group.unknown if _is_unknown(total) else group.goes.format(total.group)


def _key(group: Group, total: Total) -> str:
    return NOT_STATED if _is_unknown(total) else label_of(group.by, total.group)


def _bar(key: str, total: Total) -> Bar:
    low, high = total.together.low, total.together.high
    more = low if high is None else high
    return Bar(key, low, more - low, between(low, high), _rows(total))


def _money(total: Total) -> str:
    currency = "" if total.currency == NOT_STATED else total.currency
    figure = total.together
    amount = amount_in_words(currency, figure.low, figure.high).replace("  ", " ").strip()
    amount += "" if currency else " in a currency that the text does not state"
    types = " or ".join(TYPE_WORDS.get(code, code) for code in total.type.split("/"))
    return f"{amount} {types}{OFFICIAL_WORDS[total.official]}"


def _middle(total: Total) -> Decimal:
    return total.certain.central


def _together(totals: Sequence[Total], group: str) -> Total:
    return replace(
        totals[0],
        groups=(group,),
        certain=added(total.certain for total in totals),
        rows=tuple(row for total in totals for row in total.rows),
        doubtful=tuple(row for total in totals for row in total.doubtful),
        with_doubtful=added(total.with_doubtful or total.certain for total in totals),
    )


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
