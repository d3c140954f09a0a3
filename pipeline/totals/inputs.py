"""What totals are made from: the reviewed tables as text cells, and one contribution of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pipeline.schema import TABLE
from pipeline.storage.files import split_list

Cells = Mapping[str, str]
NOT_STATED = "not stated"
ALL_TYPES = "all types"  # the type of a total that adds up every type


@dataclass(frozen=True, slots=True)
class Tables:
    """Rows as text cells by column; `contributions` in reading order."""

    contributions: Sequence[Cells]
    money: Sequence[Cells] = ()
    relations: Sequence[Cells] = ()
    entities: Sequence[Cells] = ()
    year: int = 9999  # the edition's, in which groups have their members

    def columns(self) -> tuple[str, ...]:
        if self.contributions:
            return tuple(self.contributions[0])
        return tuple(column.name for column in TABLE["contributions"].columns)


@dataclass(frozen=True, slots=True)
class Row:
    cells: Cells
    place: tuple[str, int]  # order of reading

    @property
    def row_id(self) -> str:
        return self.cells["row_id"]


def row_of(cells: Cells) -> Row:
    return Row(cells, (cells["source"], int(cells["raw_start"] or 0)))


def type_of(cells: Cells) -> str:
    """The IATI transaction type: `3`; `2/3` where the words leave it open; or not stated."""
    candidates = split_list(cells["transaction_type_candidates"])
    return cells["transaction_type"] or "/".join(sorted(candidates)) or NOT_STATED
