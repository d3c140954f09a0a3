"""How many contributions there are: by country, and those without an amount by kind and theme.

A contribution that is stated twice counts once; one that people rejected does not count.  Countries
are bars and no map: a report's regions and groups have no border, and most reports name few
countries.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from pipeline.report.figures import BARS, COUNTED, Chapter, Chart, chart_of
from pipeline.report.wording import count_of, listed
from pipeline.reviewed.rows import Row, Tables
from pipeline.storage.files import split_list
from pipeline.totals.bars import Bar

NOT_STATED = "not stated"
OTHERS = "all others"
Keys = Callable[[Row], Sequence[str]]  # the bars under which a contribution counts


def contribution_chapters(tables: Tables) -> list[Chapter]:
    """Countries by number of contributions; contributions without an amount by kind and theme."""
    contributions = [
        row
        for row in tables["contributions"].values()
        if row["review_status"] != "rejected" and not row["duplicate_of"]
    ]
    names = country_names(tables)
    without = [row for row in contributions if not _has_amount(row)]
    chapters = [_countries(contributions, names)] if contributions else []
    return [*chapters, *([_without(without, len(contributions))] if without else [])]


def country_names(tables: Tables) -> dict[str, str]:
    """The name that the tables give to each country's code."""
    return {
        row["iso3"]: row["name"]
        for row in tables["entities"].values()
        if row["iso3"] and row["kind"] == "country" and row["review_status"] != "rejected"
    }


# ---- countries -------------------------------------------------------------------------------


def _countries(contributions: Sequence[Row], names: Mapping[str, str]) -> Chapter:
    placed = [row for row in contributions if row["recipient_iso3"]]
    bars = _bars(placed, lambda row: [names.get(c, c) for c in split_list(row["recipient_iso3"])])
    named = f"{_part_of(len(placed), len(contributions))} {'names' if len(placed) == 1 else 'name'}"
    notes = tuple(_unplaced(contributions, names))
    if len(bars) > 1:
        title = f"{named} a country: {_lead(bars)}"
        charts = (chart_of(title, ("country", "contributions"), _cut(bars), COUNTED),)
        return Chapter("By country", charts, notes=notes)
    sentence = f"{named} a country{f': {bars[0].key}' if bars else ''}."
    return Chapter("By country", sentences=(sentence,), notes=notes)


def _part_of(number: int, contributions: int) -> str:
    return f"{number:,} of {count_of(contributions, 'contribution')}"


def _lead(bars: Sequence[Bar]) -> str:
    """The countries that most contributions name."""
    count = len(bars[0].rows)
    most = [bar.key for bar in bars if len(bar.rows) == count]
    if len(most) > 3:
        return f"{len(most)} countries {count} each"
    return f"most often {listed(most)} ({count}{' each' if len(most) > 1 else ''})"


def _unplaced(contributions: Sequence[Row], names: Mapping[str, str]) -> Iterator[str]:
    """The recipients that no bar of a country can show."""
    countries = {*names.values()}
    others = Counter(
        name
        for row in contributions
        for name in split_list(row["recipients"])
        if name not in countries
    )
    if others:
        counts = [f"{name} ({number})" for name, number in others.most_common(BARS)]
        more = f" and {len(others) - BARS} more" if len(others) > BARS else ""
        yield f"Recipients that are not a single country: {', '.join(counts)}{more}"
    nobody = sum(not row["recipients"] for row in contributions)
    if nobody:
        yield f"{count_of(nobody, 'contribution')} without a named recipient"


# ---- contributions without an amount ---------------------------------------------------------


def _without(contributions: Sequence[Row], all_contributions: int) -> Chapter:
    number = len(contributions)
    verb = "states" if number == 1 else "state"
    without = f"{_part_of(number, all_contributions)} {verb} no amount"
    kinds = _bars(contributions, lambda row: [row["modality"].replace("_", " ") or NOT_STATED])
    themes = _bars(contributions, lambda row: [row["theme"] or NOT_STATED])
    titles = (
        (f"{without}: {_largest(kinds, number)}", "kind", kinds),
        (
            f"Contributions without an amount by theme: {_largest(themes, number)}",
            "theme",
            themes,
        ),
    )
    charts = [_contributions_chart(*chart) for chart in titles if len(chart[2]) > 1]
    sentences = () if charts else (f"{without}: {kinds[0].key}.",)
    return Chapter("Contributions without an amount", tuple(charts), sentences)


def _contributions_chart(title: str, head: str, bars: Sequence[Bar]) -> Chart:
    plain = [replace(bar, size=bar.size + bar.more, more=Decimal(0)) for bar in bars]
    return chart_of(title, (head, "contributions"), _cut(plain), ("contributions", ""))


def _largest(bars: Sequence[Bar], total: int) -> str:
    first, count = bars[0].key, len(bars[0].rows)
    if len(bars) > 1 and len(bars[1].rows) == count:
        return f"none of the {len(bars)} groups has more than {count}"
    return f"{'most are' if count * 2 > total else 'the largest group is'} “{first}” ({count})"


# ---- bars ------------------------------------------------------------------------------------


def _has_amount(row: Row) -> bool:
    return bool(row["low"] or row["high"])


def _bars(contributions: Sequence[Row], keys: Keys) -> list[Bar]:
    """One bar per key, the longest first; a contribution under several keys counts under each."""
    groups: dict[str, list[Row]] = {}
    for row in contributions:
        for key in dict.fromkeys(keys(row)):
            groups.setdefault(key, []).append(row)
    ordered = sorted(groups.items(), key=lambda group: (-len(group[1]), group[0]))
    return [_bar(key, rows) for key, rows in ordered]


def _bar(key: str, contributions: Sequence[Row]) -> Bar:
    stated = sum(map(_has_amount, contributions))
    label = f"{len(contributions):,}" + (f" ({stated:,} with an amount)" if stated else "")
    rows = tuple(row["row_id"] for row in contributions)
    return Bar(key, Decimal(stated), Decimal(len(contributions) - stated), label, rows)


def _cut(bars: Sequence[Bar]) -> list[Bar]:
    """The longest bars, and one for all others, where each contribution counts once."""
    if len(bars) <= BARS + 1:
        return list(bars)
    rest = bars[BARS:]
    rows = tuple(dict.fromkeys(row for bar in rest for row in bar.rows))
    size = sum((bar.size for bar in rest), Decimal(0))
    more = sum((bar.more for bar in rest), Decimal(0))
    return [*bars[:BARS], Bar(OTHERS, size, more, f"{len(rows):,}", rows)]
