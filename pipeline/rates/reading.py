"""The rate files of an edition; each is recognised by its content, whatever its name."""

from collections.abc import Callable, Mapping, Sequence

from pipeline.rates.dac import is_dac, read_dac
from pipeline.rates.oecd import is_oecd, read_oecd
from pipeline.rates.own import is_own, read_own
from pipeline.rates.records import Deflators, Quote, RateFile, Rates
from pipeline.rates.sheets import Sheet, read_sheets
from pipeline.rates.world_bank import is_beside, is_world_bank, read_world_bank
from pipeline.records.errors import BadInputError

Format = tuple[Callable[[Sheet], bool], Callable[[Sheet], RateFile]]
FORMATS: Sequence[Format] = (
    (is_own, read_own),
    (is_oecd, read_oecd),
    (is_world_bank, read_world_bank),
    (is_dac, read_dac),
)
EXPECTED = (
    "the columns currency, year, units_per_usd; or a CSV of rates or deflators "
    "from the OECD or the World Bank"
)


def read_rates(folders: Sequence[Mapping[str, bytes]]) -> Rates | None:
    """What the rate files state; None without files.

    `folders` hold path -> bytes, in order: if two files have the same rate, that of the earlier
    folder is used; in one folder, what people wrote themselves comes first, then the OECD, then
    the World Bank.  Deflators come from one file, since a mixture has no base year.  Raises
    BadInputError for a file that is not understood, or for two files of deflators of one kind.
    """
    if not any(folders):
        return None
    yearly: dict[tuple[str, int], Quote] = {}
    stated: dict[tuple[str, str, str], Quote] = {}
    deflators: Deflators | None = None
    for folder in folders:
        found = [table for place in sorted(folder) for table in _tables(place, folder[place])]
        found.sort(key=lambda table: table.rank)
        for table in found:
            yearly = {**table.yearly, **yearly}
            stated = {**table.stated, **stated}
        deflators = deflators or _only([table for table in found if table.deflators], folder)
    return Rates(yearly, stated, deflators)


def _tables(place: str, content: bytes) -> list[RateFile]:
    sheets = [sheet for sheet in read_sheets(place, content) if not is_beside(sheet)]
    return [_table(sheet) for sheet in sheets]


def _table(sheet: Sheet) -> RateFile:
    for is_format, read in FORMATS:
        if is_format(sheet):
            return read(sheet)
    line = sheet.lines[0][0] if sheet.lines else 1
    raise sheet.fault(line, f"not understood; expected {EXPECTED}")


def _only(tables: Sequence[RateFile], folder: Mapping[str, bytes]) -> Deflators | None:
    """The deflators of the lowest rank."""
    best = [table.deflators for table in tables if table.rank == tables[0].rank]
    names = [deflators.file for deflators in best if deflators]
    if len(names) > 1:
        place = next(place for place in sorted(folder) if place.endswith(names[1]))
        raise BadInputError(f"{place}:1: deflators also in {names[0]}; keep one of the two")
    return best[0] if best else None
