"""What the contributions add up to by recipient, channel, theme, kind of transaction and year.

Only sums that `pipeline.totals` lets stand side by side are added; a chart holds one currency, and
either official aid or other money.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from pipeline.report.figures import BARS, SURE, Chapter, Chart, chart_of
from pipeline.report.left_out import left_out
from pipeline.report.wording import between, count_of, first_of, share, sum_in_words
from pipeline.reviewed.rows import Row, Tables
from pipeline.totals import NOT_STATED, Total, Totals, add_up, chosen
from pipeline.totals.bars import Bar

TYPE_WORDS = {  # IATI transaction types
    "2": "commitment: promised by contract",
    "3": "disbursement: spent",
    "12": "pledge: promised",
}
MONEY_OF = {"yes": "", "no": ", not official aid", NOT_STATED: ", of providers of unknown kind"}
OTHERS = "all others"
CHARTS = 3  # of a way of grouping: the currencies of most contributions; the others are sentences
SENTENCES = 6  # of a way of grouping
YEAR = re.compile("[0-9]{4}")


@dataclass(frozen=True, slots=True)
class Group:
    """A way to group sums."""

    by: str  # a column of contributions, or `year`
    heading: str
    head: str  # of the table's first column
    goes: str  # what the sums of a key do
    unknown: str  # what they do where the text does not tell the key
    without: str  # the same of several sums


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
        *("theme", "By theme", "theme", "is told under “{}”"),
        *("is told under no heading", "Under no heading"),
    ),
    Group(
        *("transaction_type", "By status", "kind of transaction", "is told as {}"),
        "is told without saying whether it is promised or spent",
        "Without saying whether it is promised or spent",
    ),
    Group(
        *("year", "Over time", "year", "is told for {}"),
        *("is told without a year", "Without a year"),
    ),
)


def sum_chapters(tables: Tables) -> list[Chapter]:
    """A chapter a way of grouping, after one on what is added up and what is not."""
    kinds = {
        row_id: row | {"year": year_of(row)} for row_id, row in tables["contributions"].items()
    }
    texts = chosen.Tables(
        tuple(kinds.values()),
        tuple(tables["money"].values()),
        tuple(tables["money_relations"].values()),
    )
    if not any(row["low"] or row["high"] for row in kinds.values()):
        return []
    told = [_chapter(group, add_up(texts, group.by, {})) for group in GROUPS]
    return [_whole(add_up(texts, "", {}), tables["contributions"]), *told]


def year_of(row: Row) -> str:
    """The year or years of a contribution, for reading; fiscal years are told as such."""
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


def _whole(totals: Totals, rows: Mapping[str, Row]) -> Chapter:
    left = [out for out in totals.left_out if out.reason != "no_amount"]
    added = sum(len(total.rows) for total in totals.totals)
    wholes = sorted(totals.totals, key=lambda total: -len(total.rows))
    told = first_of([_money(total) for total in wholes], SENTENCES)
    sentence = (
        f"{count_of(added + len(left), 'contribution')} with a sum: {added} of them may be added up"
    )
    return Chapter(
        "What may be added up",
        sentences=(f"{sentence}{': ' if added else ''}{told}.",),
        notes=tuple(left_out(left, rows)),
    )


# ---- a chapter -------------------------------------------------------------------------------


def _chapter(group: Group, totals: Totals) -> Chapter:
    """Charts of the currencies of most contributions, then what is left to say in sentences."""
    charts: list[Chart] = []
    sentences: list[str] = []
    unknown: list[Total] = []
    for parts in _by_currency(totals.totals):
        if len(parts) > 1 and len(charts) < CHARTS:
            charts.append(_chart(group, parts))
        elif len(parts) == 1 and _is_unknown(parts[0]):
            unknown += parts
        else:
            sentences.append(_sentence(group, parts))
    if len(unknown) == 1:
        sentences.append(_sentence(group, unknown))
    elif unknown:
        told = [_counted(total) for total in unknown]
        sentences.append(f"{group.without}: {first_of(told, SENTENCES)}.")
    more = f"{len(sentences) - SENTENCES} more currencies of fewer contributions are told by make total."
    shown = [*sentences[:SENTENCES], more] if len(sentences) > SENTENCES + 1 else sentences
    return Chapter(group.heading, tuple(charts), tuple(shown))


def _by_currency(totals: Sequence[Total]) -> list[list[Total]]:
    """The totals that may stand in one chart together, those of most contributions first."""
    groups: dict[tuple[str, str], list[Total]] = {}
    for total in totals:
        groups.setdefault((total.currency, total.official), []).append(total)
    return sorted(groups.values(), key=lambda parts: -sum(len(total.rows) for total in parts))


def _sentence(group: Group, parts: Sequence[Total]) -> str:
    if len(parts) == 1:
        return f"{_capital(_counted(parts[0]))} {_does(group, parts[0])}."
    by_size = _by_size(parts)
    return f"{_finding(group, by_size, _together(by_size, ''))}."


def _counted(total: Total) -> str:
    return f"{_money(total)} ({count_of(len(total.rows), 'contribution')})"


def _by_size(parts: Sequence[Total]) -> list[Total]:
    return sorted(parts, key=lambda total: (-_middle(total), total.group))


def _year(total: Total) -> tuple[str, str]:
    """By which years stand in order; no year comes last."""
    found = YEAR.search(total.group)
    return (found[0] if found else "9999", total.group)


def _chart(group: Group, parts: Sequence[Total]) -> Chart:
    by_size = _by_size(parts)
    whole = _together(by_size, "")
    shown = sorted(by_size, key=_year) if group.by == "year" else by_size
    if len(by_size) > BARS + 1:
        kept = set(by_size[:BARS])
        others = _together(by_size[BARS:], OTHERS)
        shown = [*(total for total in shown if total in kept), others]
    bars = [_bar(group, total) for total in shown]
    return chart_of(_finding(group, by_size, whole), (group.head, whole.currency), bars, SURE)


def _finding(group: Group, by_size: Sequence[Total], whole: Total) -> str:
    """What the chart shows: where most of the money goes."""
    first, second = by_size[:2]
    if _middle(first) == _middle(second):
        part = share(_middle(first), _middle(whole))
        return f"{_capital(_money(whole))}: no part is larger than {part}"
    size = "Most" if _middle(first) * 2 > _middle(whole) else "The largest part"
    told = "" if whole.high is None else f", {share(_middle(first), _middle(whole))},"
    rest = f"; of the rest the largest part {_does(group, second)}" if _is_unknown(first) else ""
    return f"{size} of {_money(whole)}{told} {_does(group, first)}{rest}"


def _is_unknown(total: Total) -> bool:
    return total.group in ("", NOT_STATED)


def _does(group: Group, total: Total) -> str:
    return group.unknown if _is_unknown(total) else group.goes.format(_key(group, total))


def _key(group: Group, total: Total) -> str:
    if _is_unknown(total):
        return NOT_STATED
    return (
        TYPE_WORDS.get(total.group, total.group) if group.by == "transaction_type" else total.group
    )


def _bar(group: Group, total: Total) -> Bar:
    more = total.low if total.high is None else total.high
    label = between(total.low, total.high)
    return Bar(_key(group, total), total.low, more - total.low, label, total.rows)


def _money(total: Total) -> str:
    currency = "" if total.currency == NOT_STATED else total.currency
    told = sum_in_words(currency, total.low, total.high).replace("  ", " ").strip()
    told += "" if currency else " in a currency that the text does not tell"
    return told + MONEY_OF[total.official]


def _middle(total: Total) -> Decimal:
    return total.low if total.high is None else (total.low + total.high) / 2


def _together(totals: Sequence[Total], group: str) -> Total:
    highs = [total.high for total in totals if total.high is not None]
    high = sum(highs, Decimal(0)) if len(highs) == len(totals) else None
    low = sum((total.low for total in totals), Decimal(0))
    rows = tuple(row for total in totals for row in total.rows)
    return replace(totals[0], group=group, low=low, high=high, rows=rows)


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
