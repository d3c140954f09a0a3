"""Exchange rates and deflators: amounts of contributions in US dollars, current and constant.

sheets      files of rates as lines of cells
own         rates that people write themselves
oecd        exchange rates of the OECD
dac         tables of the OECD DAC: deflators, exchange rates
world_bank  indicators of the World Bank
reading     recognises each file and combines them
countries   the currency of a country in a year
years       the years of a period
conversion  the cells of a contribution
"""

from collections.abc import Mapping, Sequence

from pipeline.rates.conversion import EMPTY, Facts, to_usd, usd_cells
from pipeline.rates.reading import read_rates
from pipeline.rates.records import Rates
from pipeline.storage.edition import Edition

__all__ = ["convert", "read_rates", "to_usd"]

Row = dict[str, str]


def convert(
    tables: Mapping[str, Sequence[Row]], rates: Rates | None, edition: Edition
) -> list[Row]:
    """The contributions with their amounts in US dollars; without rates these cells are empty."""
    contributions = tables["contributions"]
    if rates is None:
        return [{**row, **EMPTY} for row in contributions]
    countries = {row["entity_id"]: row["iso3"] for row in tables["entities"]}
    facts = Facts(rates, edition.year, edition.constant_base_year, countries)
    return [{**row, **usd_cells(row, facts)} for row in contributions]
