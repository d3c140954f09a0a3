"""Contributions: who gives how much to whom, through whom, for what, when.

The trained reader says what each amount is, which words state help without an amount, and who has
which part in it (`reader`, `statements`); what it says becomes rows with codes and evidence
(`parties`, `records`); what became of it comes from its verb (`status`, `pledges`); a total leaves
out what another row holds (`counting`, `restated`, `references`).  Rules add the terms of loans,
what is given in kind, and the DAC's rules (`details`).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from pipeline.contributions.confidence import with_confidence
from pipeline.contributions.details import with_details
from pipeline.contributions.passages import Passage, passages_of, whose
from pipeline.contributions.reader import Network, load_network, read_text
from pipeline.contributions.records import Context, contribution_of
from pipeline.contributions.references import with_references
from pipeline.contributions.restated import marked_duplicates
from pipeline.contributions.statements import CONTRIBUTION, Statement, statement_of
from pipeline.language import may_give
from pipeline.records.facts import Bearer, Contribution, Party, Reading
from pipeline.records.numbers import Amount
from pipeline.storage.edition import Edition

ACT = 0.5  # from this probability on, words that state help are a contribution
UNREAD = ("furniture", "banner")


@dataclass(frozen=True, slots=True)
class Money:
    """What the reader makes of an edition's amounts and acts."""

    contributions: tuple[Contribution, ...]  # in reading order
    kinds: dict[Bearer, str]  # of every amount: contribution, total, share, budget, cost …


def find_contributions(readings: Sequence[Reading], edition: Edition) -> list[Contribution]:
    """Every contribution that the readings state, in reading order."""
    return list(read_money(readings, edition).contributions)


def read_money(
    readings: Sequence[Reading], edition: Edition, *, network: Network | None = None
) -> Money:
    """Every contribution, and what each amount is, by the shipped network or another one.

    Raises BadInputError for damaged weights.
    """
    network, source = network or load_network(), whose(edition)
    weights = network.settings.get("calibration", {})
    found: list[Contribution] = []
    before: Party | None = None
    kinds: dict[Bearer, str] = {}
    section: tuple[str, ...] = ()
    for passage in passages_of(readings):
        if passage.reading.section_path != section:
            section, before = passage.reading.section_path, None
        amounts = {amount.start + passage.begin: amount for amount in passage.reading.amounts}
        for statement in _statements(network, source, passage):
            amount = amounts.get(statement.start) if not statement.is_act else None
            if amount is not None:
                kinds[_bearer(passage, amount)] = statement.kind
            if _is_row(passage, statement, amount):
                row = contribution_of(passage, statement, amount, Context(edition, before))
                found.append(with_confidence(row, weights))
                before = replace(row.provider, at=None) if row.provider else before
    sections = {reading.block.block_id: reading.section_path for reading in readings}
    rows = with_references(marked_duplicates(found, sections), readings)
    return Money(tuple(with_details(rows, readings, edition)), kinds)


def _statements(network: Network, source: str, passage: Passage) -> Iterator[Statement]:
    reading = passage.reading
    if reading.block.kind in UNREAD or not (reading.amounts or may_give(reading.block.text.text)):
        return
    spans = [(a.start + passage.begin, a.end + passage.begin) for a in reading.amounts]
    for head in read_text(network, source, passage.text, spans, passage.begin):
        yield statement_of(network, passage.text, head)


def _is_row(passage: Passage, statement: Statement, amount: Amount | None) -> bool:
    """A contribution or a stated total; what a heading promises, the text below it states."""
    if statement.is_act:
        return passage.reading.block.kind != "heading" and statement.score >= ACT
    equivalent = amount is None or amount.equivalent_of is not None
    return not equivalent and statement.kind in (CONTRIBUTION, "total")


def _bearer(passage: Passage, amount: Amount) -> Bearer:
    return Bearer(passage.reading.block.block_id, amount.start, amount.end)
