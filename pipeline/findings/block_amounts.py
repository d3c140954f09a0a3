"""The amounts of a block, each with its contribution, as relations between amounts see them."""

from bisect import bisect_right
from dataclasses import dataclass

from pipeline.findings.addition import Term
from pipeline.findings.component_words import is_component_of_earlier, only_says_what_for
from pipeline.records.facts import Bearer, Contribution, Reading
from pipeline.records.intervals import half_unit, value_of
from pipeline.records.numbers import Amount

NEAR = 2  # blocks between an announced amount, or a component of it, and the next component


@dataclass(frozen=True, slots=True)
class BlockAmount:
    """An amount in its block, with the number of its sentence and its contribution, if any."""

    reading: Reading
    contribution: Contribution | None
    amount: Amount
    sentence: int

    @property
    def bearer(self) -> Bearer:
        if self.contribution is not None:
            return self.contribution.bearer
        return Bearer(self.reading.block.block_id, self.amount.start, self.amount.end)

    @property
    def not_countable(self) -> str:
        """Why totals leave the amount out; empty for a contribution that they count."""
        return "no_contribution" if self.contribution is None else self.contribution.not_countable

    def is_not_of(self, other: "BlockAmount") -> bool:
        """Contributions of two providers: the EU's $5 million is no part of Norway's $9 million."""
        return bool(
            self.contribution
            and other.contribution
            and of_others(self.contribution, other.contribution)
        )

    @property
    def may_be_total(self) -> bool:
        """Neither an example nor an amount that other rows include already."""
        return self.not_countable in ("", "total")

    @property
    def may_be_added(self) -> bool:
        """Whether it may be a total or a component; not what was cancelled, no example."""
        return self.not_countable in ("", "total", "part", "duplicate", "no_contribution")

    def is_near(self, other: "BlockAmount") -> bool:
        return self.reading.block.order - other.reading.block.order <= NEAR

    def is_component_of(self, total: "BlockAmount", *, follows: bool) -> bool:
        """Whether its sentence speaks of a component of something larger."""
        row, text = self.contribution, self.reading.block.text.text
        same = self.amount.currency == total.amount.currency
        if not (row and same and value_of(self.amount) < value_of(total.amount)):
            return False
        words = text[row.sentence[0] : self.amount.start], text[self.amount.end :]
        nobody_gives = row.provider is None or row.provider.at is None
        is_component = is_component_of_earlier(*words, follows=follows)
        return is_component or (nobody_gives and only_says_what_for(*words))

    @property
    def term(self) -> Term:
        row, block = self.contribution, self.reading.block
        countries = [party.iso3 for party in row.recipients] if row else []
        return Term(
            value_of(self.amount),
            half_unit(self.amount),
            self.amount.currency or "",
            row is not None and row.not_countable in ("", "total", "duplicate"),
            block.block_id if block.kind == "list_item" else "",
            row.provider.iso3 if row and row.provider and row.provider.at else "",
            frozenset(countries) if all(countries) else frozenset(),
        )


def block_amounts(reading: Reading, contributions: list[Contribution]) -> list[BlockAmount]:
    """The amounts of a block in order, without rates and equivalents in another currency."""
    starts = [start for start, _ in reading.sentences]
    whose = {
        (contribution.amount.start, contribution.amount.end): contribution
        for contribution in contributions
        if contribution.amount
    }
    return [
        BlockAmount(reading, whose.get((a.start, a.end)), a, bisect_right(starts, a.start))
        for a in reading.amounts
        if (a.start, a.end) in whose or (a.equivalent_of is None and not a.per)
    ]


def of_others(one: Contribution, other: Contribution) -> bool:
    """Whether two contributions have different providers; a missing provider may be any."""
    return (
        len({contribution.provider.key for contribution in (one, other) if contribution.provider})
        > 1
    )
