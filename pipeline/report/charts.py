"""The charts of the report: what the contributions add up to, and how many there are.

Each has its finding as its title and its numbers as a table; a single bar becomes a sentence.
"""

from pipeline.report.amounts import amount_chapters
from pipeline.report.contributions import contribution_chapters
from pipeline.report.figures import Chapter
from pipeline.reviewed.rows import Tables


def build_charts(tables: Tables) -> list[Chapter]:
    """The chapters in reading order; none for tables without contributions."""
    return [*amount_chapters(tables), *contribution_chapters(tables)]
