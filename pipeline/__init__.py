"""oda-tables: from the text of an annual aid report to tables that people can check.

raw/<edition>/*.txt + edition.toml     what the publisher wrote
  1  clean      repair the text; every character remembers where it came from
  2  sections   headings, paragraphs, captions, notes, in a tree
  3  entities   organisations, countries and places, with codes
  4  money      amounts, dates, counts
  5  tables     contributions, results, events …: typed rows, each with its evidence
  6  reviewed   the rows as people reviewed them (reviews/<edition>.jsonl)
  7  publish    CSV, SQLite, data package
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pipeline.components import load
    from pipeline.money.amounts import find_amounts
    from pipeline.stages import read_table

__all__ = ["find_amounts", "load", "read_table"]
MODULES = {
    "find_amounts": "pipeline.money.amounts",
    "load": "pipeline.components",
    "read_table": "pipeline.stages",
}


def __getattr__(name: str) -> Any:
    """Import a public name on first use, so that `import pipeline` stays fast."""
    from importlib import import_module

    if name not in MODULES:
        raise AttributeError(f"module 'pipeline' has no attribute '{name}'")
    return getattr(import_module(MODULES[name]), name)
