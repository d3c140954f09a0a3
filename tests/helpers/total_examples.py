"""Contributions as text cells, and their totals in millions."""

from decimal import Decimal

from pipeline.schema import TABLE
from pipeline.totals import add_up
from pipeline.totals.inputs import Tables

COLUMNS = [column.name for column in TABLE["contributions"].columns]


def contribution(row_id, millions="", **cells):
    """A row as text: Norway's dollars to Kenya, exact, unless the cells say otherwise."""
    number = f"{millions}000000" if millions != "" else ""
    plain = {
        **{"row_id": row_id, "low": number, "high": number, "currency": number and "USD"},
        **{"source": "a.txt", "raw_start": "".join(filter(str.isdigit, row_id)) or "0"},
        **{"provider": "Norway", "provider_id": "NO", "provider_type": "10"},
        **{"recipients": "Kenya", "recipient_iso3": "KEN", "transaction_type": "3"},
        **{"block_id": "b1", "qualifier": "exact", "money_id": f"m{row_id}"},
    }
    return dict.fromkeys(COLUMNS, "") | plain | cells


def part(whole, part, kind="part_of"):
    return {"whole": f"m{whole}", "part": f"m{part}", "type": kind, "review_status": "unreviewed"}


def total(*contributions, by="", relations=(), money=(), **where):
    """Totals by group and currency, in millions, and the reasons of what was left out."""
    found = add_up(Tables(contributions, money, relations), [by] if by else [], where)
    sums = {
        (t.group, t.currency): (
            t.together.low / 10**6,
            None if t.together.high is None else t.together.high / 10**6,
        )
        for t in found.totals
    }
    return sums, {left.row_id: left.reason for left in found.left_out}


def of(low, high=None):
    return {("all", "USD"): (Decimal(low), Decimal(low if high is None else high))}
