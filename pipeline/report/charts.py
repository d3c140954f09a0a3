"""The charts of the report: what the contributions add up to, and how many are told of what.

Each has its finding as its title and its numbers as a table; one bar alone is a sentence.
"""

from pipeline.report.amounts import sum_chapters
from pipeline.report.contributions import contribution_chapters
from pipeline.report.figures import Chapter
from pipeline.reviewed.rows import Tables


def build_charts(tables: Tables) -> list[Chapter]:
    """The chapters in the order of reading; none for tables that hold no contribution."""
    return [*sum_chapters(tables), *contribution_chapters(tables)]
