"""Stage 7: the reviewed tables in the formats that people open, from the schema alone.

package   datapackage.json, which describes the CSVs
database  tables.sqlite
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from pipeline.edition import Edition
from pipeline.files import as_json, table_bytes
from pipeline.publish.database import database_bytes
from pipeline.publish.package import data_package
from pipeline.schema import TABLES

if TYPE_CHECKING:
    import pandas as pd


def publish(tables: "Mapping[str, pd.DataFrame]", edition: Edition) -> dict[str, bytes]:
    """File name -> content: a CSV a table, datapackage.json and tables.sqlite."""
    contents = {
        f"{table.name}.csv": table_bytes(tables[table.name], table.columns) for table in TABLES
    }
    package = data_package(contents, tables, edition)
    return {
        **contents,
        "datapackage.json": as_json(package).encode(),
        "tables.sqlite": database_bytes(tables),
    }
