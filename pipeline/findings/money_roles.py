"""What each amount is: a contribution, its component or total; or a budget, need, price, loss …"""

from collections.abc import Iterator, Sequence

from pipeline.contributions import Money
from pipeline.records.facts import Bearer, Contribution, MoneyRole, Reading
from pipeline.records.numbers import Amount, Period

OF_KINDS = {"share": "component", "same": "restated"}  # the reader's kinds; others stay the same
OF_ROWS = ("example", "cumulative")  # why totals leave a contribution out; also its amount's role


def find_roles(readings: Sequence[Reading], money: Money) -> list[MoneyRole]:
    """One role for each amount of every reading, in reading order."""
    rows = {row.bearer: row for row in money.contributions if row.amount}
    return [role for reading in readings for role in _roles(reading, money.kinds, rows)]


def _roles(
    reading: Reading, kinds: dict[Bearer, str], rows: dict[Bearer, Contribution]
) -> Iterator[MoneyRole]:
    for amount in reading.amounts:
        bearer = Bearer(reading.block.block_id, amount.start, amount.end)
        first = _stated_first(reading, amount)
        row = rows.get(Bearer(reading.block.block_id, first.start, first.end))
        if row is not None:
            role = row.not_countable if row.not_countable in OF_ROWS else kinds[row.bearer]
            yield MoneyRole(bearer, role, row.period, row.period_basis)
        else:
            kind = kinds.get(bearer, "other")
            near = _nearest(reading, amount)
            yield MoneyRole(bearer, OF_KINDS.get(kind, kind), near, "stated" if near else "")


def _stated_first(reading: Reading, amount: Amount) -> Amount:
    """The amount that this one states again in another currency, or itself."""
    if amount.equivalent_of is None:
        return amount
    return next((a for a in reading.amounts if a.start == amount.equivalent_of), amount)


def _nearest(reading: Reading, amount: Amount) -> Period | None:
    """The period of the amount's sentence that is nearest to it."""
    inside = [s for s in reading.sentences if s[0] <= amount.start < s[1]]
    start, end = inside[0] if inside else (0, len(reading.block.text.text))
    near = [p for p in reading.periods if start <= p.start < end]
    return min(near, key=lambda p: abs(p.start - amount.start), default=None)
