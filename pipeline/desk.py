"""What people are handed and hand in: the workbook for review."""

from pathlib import Path

from pipeline import files
from pipeline.decisions import read_journal
from pipeline.stages import Folders, read_structure, read_tables


def make_sheet(folders: Folders) -> Path:
    """6_reviewed -> review.xlsx, the workbook in which people review; returns its path."""
    from pipeline.sheet.layout import FILE_NAME
    from pipeline.sheet.write import Review, review_bytes

    review = Review(
        folders.facts(),
        read_tables(folders.out("6_reviewed")),
        {block.block_id: block.text for block in read_structure(folders).blocks},
        [decision.id for decision in read_journal(folders.journal).decisions],
    )
    path = folders.out(FILE_NAME)
    files.write_bytes(path, review_bytes(review))
    return path
