"""A column of a table."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Column:
    """A column; `type` is string, integer, decimal, date, boolean, list (joined by `;`), json."""

    name: str
    meaning: str
    type: str = "string"
    values: tuple[str, ...] = ()  # the closed list, where there is one
    table: str = ""  # the table whose row_id it holds
