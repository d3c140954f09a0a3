"""Stage 7: the reviewed tables in the formats that people open, from the schema alone.

package        datapackage.json, which describes the CSVs
database       tables.sqlite
reviewed_rows  only the rows that people accepted, corrected or added
iati           iati.xml, and iati_left_out.csv
run            run.json: the inputs, versions and counts of a run
workbook       tables.xlsx, for reading
code_names     what the codes in tables mean
"""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from pipeline.publish.database import database_bytes
from pipeline.publish.iati import LEFT_OUT, build_activities, facts_of
from pipeline.publish.package import data_package
from pipeline.schema import TABLES
from pipeline.storage.edition import Edition
from pipeline.storage.files import as_json, table_bytes

if TYPE_CHECKING:
    import pandas as pd


def publish(
    tables: "Mapping[str, pd.DataFrame]", edition: Edition, state: bytes = b""
) -> dict[str, bytes]:
    """File name -> content: one CSV per table, datapackage.json, tables.sqlite, iati.xml.

    `state` is stage 6's review.csv, which states the progress of the review.

    There is no iati.xml where no reviewed contribution has all that IATI needs.
    """
    import pandas as pd

    contents = {
        f"{table.name}.csv": table_bytes(tables[table.name], table.columns) for table in TABLES
    }
    contents |= {"review.csv": state} if state else {}
    package = data_package(contents, tables, edition)
    activities, notices = build_activities(tables["contributions"], facts_of(edition, tables))
    contents["iati_left_out.csv"] = table_bytes(
        pd.DataFrame(notices, columns=[column.name for column in LEFT_OUT]), LEFT_OUT
    )
    if activities is not None:
        contents["iati.xml"] = activities
    return {
        **contents,
        "datapackage.json": as_json(package).encode(),
        "tables.sqlite": database_bytes(tables),
    }


def publish_more(
    tables: "Mapping[str, pd.DataFrame]", edition: Edition
) -> Iterator[tuple[str, bytes]]:
    """File name and content of each format that needs the extra `publish`.

    Raises BadInputError for a number that Parquet cannot hold.
    """
    from pipeline.publish.workbook import workbook_bytes
    from pipeline.storage.parquet import arrow_table, parquet_bytes

    yield "tables.xlsx", workbook_bytes(tables, edition)
    for table in TABLES:
        cells = {str(name): column.tolist() for name, column in tables[table.name].items()}
        columns = arrow_table(cells, table.columns)
        yield f"{table.name}.parquet", parquet_bytes(columns)
