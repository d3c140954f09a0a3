"""What the gifts add up to by receiver, channel, theme, kind of transaction and year.

Only sums that `pipeline.totals` lets stand side by side are added; a chart holds one currency, and
either official aid or other money.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from pipeline.bars import Bar
from pipeline.report.figures import BARS, SURE, Chapter, Chart, chart_of
from pipeline.report.wording import between, count_of, listed, share, sum_in_words
from pipeline.reviewed.rows import Row, Tables
from pipeline.totals import NOT_STATED, LeftOut, Total, Totals, add_up, chosen
from pipeline.vocab import meaning_of

TYPE_WORDS = {  # IATI transaction types
    "2": "commitment: promised by contract",
    "3": "disbursement: spent",
    "12": "pledge: promised",
}
MONEY_OF = {
    "yes": "",
    "no": ", not official aid",
    NOT_STATED: ", of givers whose kind is not known",
}
OTHERS = "all others"


@dataclass(frozen=True, slots=True)
class Group:
    """A way to group sums."""

    by: str  # a column of contributions, or `year`
    heading: str
    head: str  # of the table's first column
    goes: str  # what the sums of a key do
    unknown: str  # what they do where the text does not tell the key


GROUPS = (
    Group("recipients", "By recipient", "recipient", "goes to {}", "has no recipient in the text"),
    Group("channels", "By channel", "channel", "goes through {}", "has no channel in the text"),
    Group("theme", "By theme", "theme", "is told under “{}”", "is told under no heading"),
    Group(
        "transaction_type",
        "By status",
        "kind of transaction",
        "is told as {}",
        "is told without saying whether it is promised or spent",
    ),
    Group("year", "Over time", "year", "is of {}", "is told without a year"),
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
    return [_whole(add_up(texts, "", {}), tables), *told]


def year_of(row: Row) -> str:
    """The year or years of a gift, for reading; fiscal years are told as such."""
    if row["fiscal_year"]:
        return f"FY{row['fiscal_year']}"
    first, last = row["period_start"][:4], row["period_end"][:4]
    if first == last:
        return first
    return f"{first}–{last}" if first and last else f"since {first}" if first else f"until {last}"


# ---- a chapter -------------------------------------------------------------------------------


def _chapter(group: Group, totals: Totals) -> Chapter:
    charts: list[Chart] = []
    sentences: list[str] = []
    for currency, official in dict.fromkeys((t.currency, t.official) for t in totals.totals):
        parts = [t for t in totals.totals if (t.currency, t.official) == (currency, official)]
        if len(parts) == 1:
            sentences.append(_sentence(group, parts[0]))
        else:
            charts.append(_chart(group, parts))
    return Chapter(group.heading, tuple(charts), tuple(sentences))


def _sentence(group: Group, total: Total) -> str:
    gifts = count_of(len(total.rows), "gift")
    return f"{_capital(_money(total))} ({gifts}) {_does(group, total)}."


def _chart(group: Group, parts: Sequence[Total]) -> Chart:
    by_size = sorted(parts, key=lambda total: (-_middle(total), total.group))
    whole = _together(by_size, "")
    shown = sorted(by_size, key=lambda total: total.group) if group.by == "year" else by_size
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
    return f"{size} of {_money(whole)}{told} {_does(group, first)}"


def _does(group: Group, total: Total) -> str:
    return (
        group.unknown if total.group in ("", NOT_STATED) else group.goes.format(_key(group, total))
    )


def _key(group: Group, total: Total) -> str:
    if total.group in ("", NOT_STATED):
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


# ---- what is added up, and what is not -------------------------------------------------------


def _whole(totals: Totals, tables: Tables) -> Chapter:
    left = [out for out in totals.left_out if out.reason != "no_amount"]
    added = sum(len(total.rows) for total in totals.totals)
    told = listed([_money(total) for total in totals.totals])
    sentence = f"{count_of(added + len(left), 'gift')} with a sum: {added} of them may be added up"
    return Chapter(
        "What may be added up",
        sentences=(f"{sentence}, {told}." if added else f"{sentence}.",),
        notes=tuple(_left_out(left, tables["contributions"])),
    )


def _left_out(left: Sequence[LeftOut], rows: Mapping[str, Row]) -> Iterator[str]:
    """How many sums are not added and how much they are, for each reason."""
    for reason in dict.fromkeys(out.reason for out in left):
        cells = [rows[out.row_id] for out in left if out.reason == reason]
        sums = [f"{row['currency']} {between(*_bounds(row))}".strip() for row in cells]
        told = listed(sums[:BARS]) + (f" and {len(sums) - BARS} more" if len(sums) > BARS else "")
        yield f"{told}: {meaning_of(reason).partition(': ')[2]}"


def _bounds(row: Row) -> tuple[Decimal, Decimal | None]:
    low = Decimal(row["low"] or row["high"])
    return low, Decimal(row["high"]) if row["high"] else None
