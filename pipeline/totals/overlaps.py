"""Amounts that may overlap: which of them are certainly no other's money."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal

from pipeline.totals.inputs import Cells

OVERLAP = "overlap_unknown"
CLUSTER = 20  # amounts; of a larger cluster only the largest amount is certain


def doubtful_rows(
    sizes: Mapping[str, Decimal], money_ids: Mapping[str, str], relations: Iterable[Cells]
) -> frozenset[str]:
    """The rows to leave out so that no two of the others may overlap.

    `sizes` are the rows of one total by row_id, `money_ids` their amounts.  Of amounts that may
    overlap, those stay that add up to most: the total is at least that.
    """
    beside = _neighbours({money_ids[row_id]: row_id for row_id in sizes}, relations)
    doubtful: set[str] = set()
    for cluster in _clusters(beside):
        doubtful |= cluster - {*_certain(cluster, beside, sizes)}
    return frozenset(doubtful)


def _neighbours(rows: Mapping[str, str], relations: Iterable[Cells]) -> dict[str, set[str]]:
    beside: dict[str, set[str]] = {}
    for relation in relations:
        one, other = rows.get(relation["whole"]), rows.get(relation["part"])
        is_valid = relation["type"] == OVERLAP and relation.get("review_status") != "rejected"
        if is_valid and one and other and one != other:
            beside.setdefault(one, set()).add(other)
            beside.setdefault(other, set()).add(one)
    return beside


def _clusters(beside: Mapping[str, Collection[str]]) -> Iterator[set[str]]:
    """The rows that are connected by overlaps, each row once."""
    seen: set[str] = set()
    for start in beside:
        cluster: set[str] = set()
        left = [start]
        while left:
            row = left.pop()
            if row not in cluster | seen:
                cluster.add(row)
                left += beside[row]
        seen |= cluster
        if cluster:
            yield cluster


def _certain(
    cluster: Collection[str], beside: Mapping[str, Collection[str]], sizes: Mapping[str, Decimal]
) -> Sequence[str]:
    """The rows of a cluster that do not overlap and add up to most; the first ids where equal."""
    rows = sorted(cluster, key=lambda row: (-sizes[row], row))
    if len(rows) > CLUSTER:
        return rows[:1]
    return _largest(tuple(rows), beside, sizes)


def _largest(
    rows: Sequence[str], beside: Mapping[str, Collection[str]], sizes: Mapping[str, Decimal]
) -> Sequence[str]:
    if not rows:
        return ()
    first, rest = rows[0], rows[1:]
    apart = [row for row in rest if row not in beside[first]]
    with_it = (first, *_largest(apart, beside, sizes))
    if len(apart) == len(rest):
        return with_it
    without = _largest(rest, beside, sizes)
    return max(with_it, without, key=lambda found: sum(sizes[row] for row in found))
