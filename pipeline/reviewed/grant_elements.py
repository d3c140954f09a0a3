"""The grant element of loans whose terms, recipients or period a person wrote."""

from collections.abc import Mapping
from decimal import Decimal

from pipeline.contributions.oda import discount_rate, grant_element
from pipeline.reviewed.rows import Row, Tables
from pipeline.storage.files import split_list
from pipeline.tables.rows import decimal

CELL = "grant_element"
TERMS = ("interest_rate", "maturity_years", "grace_years")
INPUTS = (*TERMS, "recipients", "recipient_iso3", "channel_ids", "period_start", "period_end")


def with_grant_elements(made: Tables, found: Tables) -> None:
    """Calculate it anew in the reviewed tables where what it follows from was changed.

    One that a person wrote stays.  `found` are the tables before the decisions.
    """
    years = [row["year"] for row in found.get("documents", {}).values() if row.get("year")]
    for row_id, row in made.get("contributions", {}).items():
        if years and _is_outdated(row, found["contributions"].get(row_id)):
            made["contributions"][row_id] = {**row, CELL: _grant_element(row, int(years[0]))}


def _is_outdated(row: Row, before: Row | None) -> bool:
    if before is None:  # added by a person
        return not row.get(CELL)
    changed = any(row.get(name, "") != before.get(name, "") for name in INPUTS)
    return changed and row.get(CELL, "") == before.get(CELL, "")


def _grant_element(row: Mapping[str, str], edition_year: int) -> str:
    """The cell; empty where a term, the income group or the recipient is not known."""
    if not all(row.get(name) for name in TERMS):
        return ""
    rate, maturity, grace = (Decimal(row[name]) for name in TERMS)
    day = row.get("period_start") or row.get("period_end") or str(edition_year)
    recipients, countries = split_list(row["recipients"]), split_list(row["recipient_iso3"])
    codes = countries if len(countries) == len(recipients) else [""]
    discount = discount_rate(codes, split_list(row["channel_ids"]), int(day[:4]))
    found = grant_element(rate, maturity, grace, discount) if discount is not None else None
    return decimal(found)
