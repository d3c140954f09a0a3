"""Silent changes: a number that changed in a sentence that did not, a cumulative figure that fell,
a planned event, commitment or pledge that is no longer mentioned."""

from collections.abc import Iterator
from decimal import Decimal

from pipeline.compare.contributions import pair_contributions
from pipeline.compare.pairing import NUMBER, masked, pair_texts
from pipeline.compare.rows import Row, Tables, both, rows_of

NUMBERED = (
    "money",
    "contributions",
    "results",
    "events",
    "dates",
)  # with numbers in their evidence
YEARS = range(1900, 2201)
PROMISED = ("2", "12")  # IATI transaction types: commitment, pledge
PLACE = ("row_id", "evidence", "section")


def find_signals(before: Tables, after: Tables, *, last_day: str) -> Iterator[Row]:
    """Every silent change between two editions.

    `last_day` is the end of the later edition's year, ISO 8601: an event planned for that day or
    before should be mentioned.
    """
    yield from _numbers(before, after)
    yield from _counters(before, after)
    yield from _events(rows_of(before, "events"), rows_of(after, "events"), last_day)
    yield from _promises(rows_of(before, "contributions"), rows_of(after, "contributions"))


def _numbers(before: Tables, after: Tables) -> Iterator[Row]:
    """Sentences that are equal except for numbers; a cumulative figure may grow."""
    old, new = (_sentences(tables) for tables in (before, after))
    counters = {
        row["evidence"]
        for name in ("results", "contributions")
        for row in _cumulative(rows_of(before, name))
    }
    for pair in pair_texts([row["evidence"] for row in old], [row["evidence"] for row in new]):
        one, other = old[pair.before], new[pair.after]
        if masked(one["evidence"]) == masked(other["evidence"]):
            kind, values = _moved(one["evidence"], other["evidence"])
            if kind and not (kind == "number_changed" and one["evidence"] in counters):
                yield _signal(kind, one["table"], (one, other), values)


def _moved(before: str, after: str) -> tuple[str, tuple[str, str]]:
    """The kind of change between two otherwise equal sentences, and the numbers that differ."""
    pairs = list(zip(NUMBER.findall(before), NUMBER.findall(after), strict=True))
    years = [pair for pair in pairs if all(_is_year(number) for number in pair)]
    figures = [pair for pair in pairs if pair not in years]
    changed = [pair for pair in figures if pair[0] != pair[1]]
    years_moved = any(old != new for old, new in years)
    if changed and not years_moved:
        return "number_changed", _joined(changed)
    if figures and not changed and years_moved:
        return "same_number_new_year", _joined(years)
    return "", ("", "")


def _is_year(number: str) -> bool:
    return number.isdecimal() and int(number) in YEARS


def _joined(pairs: list[tuple[str, str]]) -> tuple[str, str]:
    return ", ".join(old for old, _ in pairs), ", ".join(new for _, new in pairs)


def _sentences(tables: Tables) -> list[Row]:
    """Each sentence with a number once, as the first row extracted from it."""
    found: dict[tuple[str, str], Row] = {}
    for name in NUMBERED:
        for row in rows_of(tables, name):
            if NUMBER.search(row["evidence"]):
                found.setdefault((row["block_id"], row["evidence"]), {**row, "table": name})
    return list(found.values())


def _counters(before: Tables, after: Tables) -> Iterator[Row]:
    """Cumulative counts and amounts, which can only grow, that fell."""
    old, new = (_cumulative(rows_of(tables, "results")) for tables in (before, after))
    for pair in pair_texts([_counted(row) for row in old], [_counted(row) for row in new]):
        one, other = old[pair.before], new[pair.after]
        same = (one["unit"], one["iso3"]) == (other["unit"], other["iso3"])
        if same and Decimal(other["value"]) < Decimal(one["value"]):
            yield _signal("counter_fell", "results", (one, other), (one["text"], other["text"]))
    contributions = (_cumulative(rows_of(tables, "contributions")) for tables in (before, after))
    for earlier, later, _ in pair_contributions(*contributions):
        if earlier and later and _fell(earlier, later):
            values = (earlier["high"], later["high"])
            yield _signal("counter_fell", "contributions", (earlier, later), values)


def _cumulative(rows: list[Row]) -> list[Row]:
    return [row for row in rows if row["cumulative"] == "true"]


def _counted(row: Row) -> str:
    return f"{row['evidence']} {row['of_what']} {row['programme']} {row['iso3']}"


def _fell(old: Row, new: Row) -> bool:
    same = old["currency"] == new["currency"] and old["provider_id"] == new["provider_id"]
    return (
        same
        and bool(old["high"] and new["high"])
        and Decimal(new["high"]) < Decimal(old["low"] or old["high"])
    )


def _events(before: list[Row], after: list[Row], last_day: str) -> Iterator[Row]:
    """Planned events whose date has passed and that the later edition does not mention."""
    texts = [[f"{row['what']} {row['place']}" for row in rows] for rows in (before, after)]
    mentioned = {pair.before for pair in pair_texts(*texts)}
    for place, row in enumerate(before):
        due = row["date_end"] or row["date_start"]
        if row["tense"] == "planned" and place not in mentioned and due <= last_day:
            yield _signal("event_not_told", "events", (row, None), (row["what"], ""))


def _promises(before: list[Row], after: list[Row]) -> Iterator[Row]:
    """Commitments and pledges that the later edition does not mention."""
    for old, new, _ in pair_contributions(before, after):
        if old and not new and old["transaction_type"] in PROMISED:
            value = f"{old['low']} {old['currency']}".strip() or old["purpose"]
            yield _signal("commitment_not_told", "contributions", (old, None), (value, ""))


def _signal(kind: str, table: str, rows: tuple[Row, Row | None], values: tuple[str, str]) -> Row:
    return {
        "kind": kind,
        "table": table,
        "from_value": values[0],
        "to_value": values[1],
        **both(PLACE, *rows),
    }
