"""Which of the cells that a person wrote are not valid in their row: codes, references, bounds.

A cell's own type and closed list are checked where it is read.
"""

from collections.abc import Container, Iterator, Mapping

from pipeline.review.validity import RANGES, Ids, fault_of, is_above
from pipeline.schema import Table
from pipeline.storage.files import split_list


def faults_of(
    table: Table, cells: Mapping[str, str], written: Container[str], ids: Ids
) -> Iterator[tuple[str, str]]:
    """For each faulty cell among the written ones its column, and the fault with its fix.

    `ids` holds the row ids of every table that cells may point to.
    """
    for column in filter(lambda column: column.name in written, table.own):
        cell = cells[column.name]
        if cell and (fault := fault_of(column, cell)):
            yield column.name, f"'{cell[:40]}': {fault}"
        elif cell and column.table:
            for item in split_list(cell):
                if item not in ids[column.table]:
                    yield column.name, f"'{item[:40]}' is not a row_id of {column.table}; copy one"
    yield from _crossed(cells, written)


def _crossed(cells: Mapping[str, str], written: Container[str]) -> Iterator[tuple[str, str]]:
    for low, high in RANGES:
        first, last = cells.get(low), cells.get(high)
        if (low in written or high in written) and first and last and is_above(first, last):
            at = high if high in written else low
            yield at, f"{low} '{first}' is above {high} '{last}'; correct one"
