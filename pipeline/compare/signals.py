"""Silent changes: a number that changed in a sentence that did not, a cumulative figure that fell,
a planned event, commitment or pledge that is no longer mentioned."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from pipeline.compare.contributions import pair_contributions
from pipeline.compare.pairing import NUMBER, masked, pair_texts
from pipeline.compare.pledges import follow_pledges
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
    yield from _promises(before, after)


def _numbers(before: Tables, after: Tables) -> Iterator[Row]:
    """Sentences that are equal except for numbers; a cumulative figure may grow."""
    old, new = (_sentences(tables) for tables in (before, after))
    counters = {
        row["evidence"]
        for name in ("results", "contributions")
        for row in _cumulative(rows_of(before, name))
    }
    for pair in pair_texts([s.text for s in old], [s.text for s in new]):
        one, other = old[pair.before], new[pair.after]
        if masked(one.text) == masked(other.text):
            kind, places = _moved(one.text, other.text)
            if kind and not (kind == "number_changed" and one.text in counters):
                yield from _signals_of(kind, places, (one, other))


def _signals_of(
    kind: str, places: Sequence[int], pair: "tuple[Sentence, Sentence]"
) -> Iterator[Row]:
    """A signal for each row of the earlier sentence that holds changed numbers."""
    groups: dict[str, list[int]] = {}
    for place in places:
        groups.setdefault(pair[0].row_at(place)["row_id"], []).append(place)
    for held in groups.values():
        rows = [sentence.row_at(held[0]) for sentence in pair]
        values = [", ".join(sentence.numbers[n] for n in held) for sentence in pair]
        yield _signal(kind, rows[0]["table"], (rows[0], rows[1]), (values[0], values[1]))


def _moved(before: str, after: str) -> tuple[str, list[int]]:
    """The kind of change between two otherwise equal sentences, and which numbers differ."""
    pairs = list(zip(NUMBER.findall(before), NUMBER.findall(after), strict=True))
    years = [n for n, pair in enumerate(pairs) if all(_is_year(number) for number in pair)]
    figures = [n for n in range(len(pairs)) if n not in years]
    changed = [n for n in figures if pairs[n][0] != pairs[n][1]]
    moved = [n for n in years if pairs[n][0] != pairs[n][1]]
    if changed and not moved:
        return "number_changed", changed
    if figures and not changed and moved:
        return "same_number_new_year", moved
    return "", []


def _is_year(number: str) -> bool:
    return number.isdecimal() and int(number) in YEARS


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence with a number, and the rows extracted from it, in the order of `NUMBERED`."""

    text: str
    rows: tuple[Row, ...]

    @property
    def numbers(self) -> list[str]:
        return NUMBER.findall(self.text)

    def row_at(self, place: int) -> Row:
        """The row whose own words hold a number of the sentence; the first row if none does.

        Of rows with the same number the first is that of its first mention.
        """
        number = self.numbers[place]
        holding = [row for row in self.rows if number in NUMBER.findall(row.get("text", ""))]
        times = self.numbers[:place].count(number)
        first = [row for row in holding if row["table"] == holding[0]["table"]]
        return first[min(times, len(first) - 1)] if first else self.rows[0]


def _sentences(tables: Tables) -> list[Sentence]:
    """Each sentence with a number once."""
    found: dict[tuple[str, str], list[Row]] = {}
    for name in NUMBERED:
        for row in rows_of(tables, name):
            if NUMBER.search(row["evidence"]):
                key = (row["block_id"], row["evidence"])
                found.setdefault(key, []).append({**row, "table": name})
    return [Sentence(text, tuple(rows)) for (_, text), rows in found.items()]


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


def _promises(before: Tables, after: Tables) -> Iterator[Row]:
    """Commitments and pledges of which the later edition mentions nothing, by the pledge tracker.

    Those without an amount are matched by their sentences alone.
    """
    old, new = (rows_of(tables, "contributions") for tables in (before, after))
    tracked, _ = follow_pledges(before, after)
    known = {pledge.row["row_id"] for pledge in tracked}
    gone = {pledge.row["row_id"] for pledge in tracked if not pledge.is_mentioned_by(new)}
    for row, paired, _ in pair_contributions(old, new):
        if row is None or row["duplicate_of"] or row["transaction_type"] not in PROMISED:
            continue
        if row["row_id"] in gone or (row["row_id"] not in known and paired is None):
            value = f"{row['low']} {row['currency']}".strip() or row["purpose"]
            yield _signal("commitment_not_told", "contributions", (row, None), (value, ""))


def _signal(kind: str, table: str, rows: tuple[Row, Row | None], values: tuple[str, str]) -> Row:
    return {
        "kind": kind,
        "table": table,
        "from_value": values[0],
        "to_value": values[1],
        **both(PLACE, *rows),
    }
