"""The charts of the report: what the gifts add up to, and how many are told of what.

Each has its finding as its title and its numbers as a table; one bar alone is a sentence.
"""

from pipeline.report.amounts import sum_chapters
from pipeline.report.contributions import gift_chapters
from pipeline.report.figures import Chapter
from pipeline.reviewed.rows import Tables


def build_charts(tables: Tables) -> list[Chapter]:
    """The chapters in the order of reading; none for tables that hold no gift."""
    return [*sum_chapters(tables), *gift_chapters(tables)]
