"""Reads the examples of results, and states what the rules find in the same form."""

from pipeline.contributions import find_contributions
from pipeline.findings.results import find_results
from pipeline.records.facts import Result
from tests.helpers.number_examples import Example, Stated, read_examples
from tests.helpers.readings import EDITION, reading_of


def result_examples() -> list[Example]:
    return read_examples("results.txt")


def result_words(result: Result) -> str:
    """ "aid" with country and so_far, or "context"."""
    if not result.is_aid_result:
        return "context"
    return f"aid {result.iso3 or '-'}" + (" so_far" if result.cumulative else "")


def found_results(example: Example) -> tuple[Stated, ...]:
    """The results of a text; a span is that of the count."""
    reading = reading_of(example.text)
    contributions = find_contributions([reading], EDITION)
    found = find_results([reading], EDITION, contributions)
    return tuple((r.count.start, r.count.end, result_words(r)) for r in found)
