"""What the contributions add up to by recipient, channel, theme, transaction type and year.

Only amounts that `pipeline.totals` allows to be added are added; a chart holds one currency, and
either official aid or other money.
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
from pipeline.totals import NOT_STATED, Total, Totals, add_up, chosen
from pipeline.totals.bars import Bar

TYPE_WORDS = {"2": "commitment", "3": "disbursement", "12": "pledge"}  # IATI transaction types
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
        *("transaction_type", "By transaction type", "transaction type", "is stated as a {}"),
        *("has no stated transaction type", "Without a stated transaction type"),
    ),
    Group(
        *("year", "Over time", "year", "is reported for {}"),
        *("has no stated year", "Without a stated year"),
    ),
)


def amount_chapters(tables: Tables) -> list[Chapter]:
    """A chapter on what is added up and what is not, then one for each grouping."""
    contributions = [row | {"year": year_of(row)} for row in tables["contributions"].values()]
    known = chosen.Tables(
        tuple(contributions),
        tuple(tables["money"].values()),
        tuple(tables["money_relations"].values()),
    )
    if not any(row["low"] or row["high"] for row in contributions):
        return []
    grouped = [_chapter(group, add_up(known, group.by, {})) for group in GROUPS]
    return [_overview(add_up(known, "", {}), tables["contributions"]), *grouped]


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
    added = sum(len(total.rows) for total in totals.totals)
    by_rows = sorted(totals.totals, key=lambda total: -len(total.rows))
    amounts = first_of([_money(total) for total in by_rows], SENTENCES)
    stated = count_of(added + len(left), "contribution")
    sentence = f"{stated} with an amount; {added} of them may be added up"
    return Chapter(
        "What may be added up",
        sentences=(f"{sentence}{': ' if added else ''}{amounts}.",),
        notes=tuple(left_out(left, rows)),
    )


# ---- a chapter -------------------------------------------------------------------------------


def _chapter(group: Group, totals: Totals) -> Chapter:
    """Charts for the currencies with most contributions, then sentences for the rest."""
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
        counted = [_counted(total) for total in unknown]
        sentences.append(f"{group.without}: {first_of(counted, SENTENCES)}.")
    more = f"For {len(sentences) - SENTENCES} more currencies, see the output of make total."
    shown = [*sentences[:SENTENCES], more] if len(sentences) > SENTENCES + 1 else sentences
    return Chapter(group.heading, tuple(charts), tuple(shown))


def _by_currency(totals: Sequence[Total]) -> list[list[Total]]:
    """The totals that may share a chart; those with most contributions first."""
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
    bars = [_bar(group, total) for total in shown]
    return chart_of(_finding(group, by_size, total), (group.head, total.currency), bars, BOUNDS)


def _finding(group: Group, by_size: Sequence[Total], total: Total) -> str:
    """What the chart shows: where most of the money goes."""
    first, second = by_size[:2]
    percent = share(_middle(first), _middle(total))
    if _middle(first) == _middle(second):
        return f"{_capital(_money(total))}: no share is larger than {percent}"
    size = "Most" if _middle(first) * 2 > _middle(total) else "The largest share"
    known = "" if total.high is None else f", {percent},"
    rest = f"; the largest share of the rest {_does(group, second)}" if _is_unknown(first) else ""
    return f"{size} of {_money(total)}{known} {_does(group, first)}{rest}"


def _is_unknown(total: Total) -> bool:
    return total.group in ("", NOT_STATED)


def _does(group: Group, total: Total) -> str:
    if _is_unknown(total):
        return group.unknown
    names = TYPE_WORDS if group.by == "transaction_type" else {}
    return group.goes.format(names.get(total.group, total.group))


def _key(group: Group, total: Total) -> str:
    return NOT_STATED if _is_unknown(total) else label_of(group.by, total.group)


def _bar(group: Group, total: Total) -> Bar:
    more = total.low if total.high is None else total.high
    label = between(total.low, total.high)
    return Bar(_key(group, total), total.low, more - total.low, label, total.rows)


def _money(total: Total) -> str:
    currency = "" if total.currency == NOT_STATED else total.currency
    amount = amount_in_words(currency, total.low, total.high).replace("  ", " ").strip()
    amount += "" if currency else " in a currency that the text does not state"
    return amount + OFFICIAL_WORDS[total.official]


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
