"""Totals as CSV for a spreadsheet: the totals in one table, what is left out in another."""

from collections.abc import Iterator
from decimal import Decimal

from pipeline.storage.files import joined_list, rows_bytes
from pipeline.totals import Share, Total, Totals
from pipeline.totals.columns import LEFT_OUT, TOTALS, with_groups
from pipeline.totals.drawing import reason_in_words
from pipeline.totals.filters import type_label

Line = dict[str, str]


def totals_bytes(totals: Totals, edition: str) -> bytes:
    """The totals as CSV, with the ids of the rows that each adds up."""
    columns = with_groups(totals.by)
    empty = dict.fromkeys((column.name for column in columns), "")
    shared = empty | {"edition": edition, "filters": joined_list(totals.where)}
    lines = (
        shared | _groups(total, totals.by) | cells
        for total in totals.totals
        for cells in _lines(total)
    )
    return rows_bytes(lines, columns)


def left_out_bytes(totals: Totals, edition: str) -> bytes:
    """The rows that no total adds as CSV, with the reasons."""
    lines = (
        {
            "edition": edition,
            "filters": joined_list(totals.where),
            "reason": left.reason,
            "meaning": reason_in_words(left.reason),
            "row_id": left.row_id,
            "type": type_label(left.type),
            "currency": left.currency,
            "low": left.low,
            "high": left.high,
            "text": left.text,
        }
        for left in totals.left_out
    )
    return rows_bytes(lines, LEFT_OUT.own)


def is_ours(head: bytes) -> bool:
    """Whether a file that begins with these bytes is empty or one of the two tables."""
    starts = (",".join(column.name for column in table.own[:4]) for table in (TOTALS, LEFT_OUT))
    return not head or head.startswith(tuple(start.encode() for start in starts))


def _groups(total: Total, by: tuple[str, ...]) -> Line:
    return {f"by_{name}": value for name, value in zip(by, total.groups, strict=True)}


def _lines(total: Total) -> Iterator[Line]:
    kind = {
        "type": type_label(total.type),
        "currency": total.currency,
        "official": total.official,
    }
    yield kind | _total(total)
    for share in total.shares:
        yield kind | _share(share)


def _total(total: Total) -> Line:
    certain, doubtful, at_most = total.certain, total.with_doubtful, total.at_most
    return {
        "kind": "total",
        "central": _text(certain.central),
        "low": _text(certain.low),
        "high": _text(certain.high),
        "central_with_doubtful": _text(doubtful.central) if doubtful else "",
        "low_with_doubtful": _text(doubtful.low) if doubtful else "",
        "high_with_doubtful": _text(doubtful.high) if doubtful else "",
        "at_most": _text(at_most.high) if at_most else "",
        "rows": str(len(total.rows)),
        "row_ids": joined_list(total.rows),
        "doubtful_row_ids": joined_list(total.doubtful),
    }


def _share(share: Share) -> Line:
    return {
        "kind": "share",
        "why": share.why,
        "low": "0",
        "high": _text(share.most.high),
        "rows": str(len(share.rows)),
        "row_ids": joined_list(share.rows),
    }


def _text(value: Decimal | None) -> str:
    """In units of the currency, without exponent or needless zeros."""
    if value is None:
        return ""
    return f"{value:f}" if value != value.to_integral_value() else f"{value.to_integral_value():f}"
