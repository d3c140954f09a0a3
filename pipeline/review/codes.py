"""Cells with the names of their codes, as a reviewer reads them: `60 – Foundation`."""

from pipeline.decisions.consequences import countries
from pipeline.review.validity import COUNTRIES
from pipeline.schema.code_names import CODE_NAMES
from pipeline.storage.files import split_list

COMPLETE = ("transaction_type", "provider_type")  # columns with every code that they may hold


def named(column: str, cell: str) -> str:
    """A cell with the name of each code in it; any other cell as it is."""
    known = dict(countries()) if column in COUNTRIES else CODE_NAMES.get(column, {})
    if not known:
        return cell
    codes = split_list(cell)
    return "; ".join(f"{code} – {known[code]}" if code in known else code for code in codes)
