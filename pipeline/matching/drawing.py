"""The summary of a look-up for a terminal: outcomes by provider, then decisions."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from pipeline.matching import Matches
from pipeline.schema.matches import OUTCOMES

if TYPE_CHECKING:
    from rich.table import Table

NARROWEST = 100  # characters
HEADS = ("match", "near match", "none", "not comparable")


def draw(found: Matches, source: str) -> "Iterator[Table | str]":
    """A table of outcomes by provider, the share that is found, and what became of decisions."""
    from rich import box
    from rich.table import Table

    table = Table(title=f"looked up in {source}", title_justify="left", box=box.SIMPLE_HEAD)
    table.add_column("provider", overflow="fold")
    for head in (*HEADS, "found"):
        table.add_column(head, justify="right", no_wrap=True)
    by_provider = found.by_provider()
    for provider, counts in by_provider.items():
        table.add_row(_printable(provider), *_cells(counts))
    totals = {outcome: sum(c[outcome] for c in by_provider.values()) for outcome in OUTCOMES}
    table.add_section()
    table.add_row("all", *_cells(totals))
    yield table
    yield f"{found.read:,} {'record' if found.read == 1 else 'records'} read"
    if found.fates:
        yield _decisions(found)


def _cells(counts: dict[str, int]) -> list[str]:
    """The counts, and the share found among those that can be compared."""
    comparable = sum(counts.values()) - counts["not_comparable"]
    share = f"{(counts['match'] + counts['near']) / comparable:.0%}" if comparable else ""
    return [*(str(counts[outcome] or "") for outcome in OUTCOMES), share]


def _decisions(found: Matches) -> str:
    parts = [f"{found.fates.get('same', 0)} decisions applied"]
    if changed := found.fates.get("changed"):
        parts.append(f"{changed} lapsed, because a side has changed")
    if gone := found.fates.get("gone"):
        parts.append(f"{gone} about pairs that are no longer there")
    return ", ".join(parts)


def _printable(text: str) -> str:
    """The text without control characters, which a terminal would obey, and without markup."""
    from rich.markup import escape

    return escape("".join(char if char.isprintable() else " " for char in text))
