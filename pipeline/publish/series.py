"""Every table over all editions, one edition after another, ready for a time series.

Ids of entities are the same in every edition; a row's key is its edition and its row_id.  A
contribution that two editions report is two rows here: `make compare` shows which rows these are.
"""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from pipeline.publish.database import database_bytes
from pipeline.schema import TABLES
from pipeline.storage.files import table_bytes

if TYPE_CHECKING:
    import pandas as pd


def series(editions: "Sequence[Mapping[str, pd.DataFrame]]") -> dict[str, bytes]:
    """File name -> content: one CSV per table and tables.sqlite, the editions in their order."""
    import pandas as pd

    tables = {
        table.name: pd.concat([tables[table.name] for tables in editions], ignore_index=True)
        for table in TABLES
    }
    contents = {
        f"{table.name}.csv": table_bytes(tables[table.name], table.columns) for table in TABLES
    }
    return {**contents, "tables.sqlite": database_bytes(tables)}
