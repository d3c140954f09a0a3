"""What rules add to a contribution: the terms of a loan, goods in kind, the DAC's rules."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from pipeline.contributions.in_kind import goods_of
from pipeline.contributions.loan_terms import GRACE, MATURITY, RATE, ROLES, terms_in
from pipeline.contributions.oda import discount_rate, grant_element, is_outside_list
from pipeline.records.facts import Contribution, Goods, Reading, Term
from pipeline.storage.edition import Edition

LOANS = ("42",)  # OECD DAC finance types of loans begin so


def with_details(
    found: Sequence[Contribution], readings: Sequence[Reading], edition: Edition
) -> list[Contribution]:
    """The contributions, in the same order, with what rules read beside them."""
    by_block: dict[str, list[int]] = {}
    for place, contribution in enumerate(found):
        by_block.setdefault(contribution.bearer.block_id, []).append(place)
    made = list(found)
    for reading in readings:
        places = by_block.get(reading.block.block_id, [])
        rows = [found[place] for place in places]
        details = zip(_terms_by_row(reading, rows), _goods_by_row(reading, rows), strict=True)
        for place, row, (terms, goods) in zip(places, rows, details, strict=True):
            detailed = replace(row, terms=terms, in_kind=goods)
            made[place] = _by_rules_of_dac(detailed, _year_of(row, edition.year))
    return made


def is_loan(contribution: Contribution) -> bool:
    """Whether the words call it a loan or a credit."""
    return contribution.finance_type.startswith(LOANS) or contribution.modality == "loan"


def _terms_by_row(reading: Reading, rows: Sequence[Contribution]) -> list[Mapping[str, Term]]:
    spans = [(row.bearer.start, row.bearer.end) for row in rows]
    loans = [k for k, row in enumerate(rows) if is_loan(row)]
    others = [span for k, span in enumerate(spans) if k not in loans]
    found = dict(zip(loans, terms_in(reading, [spans[k] for k in loans], others), strict=True))
    return [found.get(k, {}) for k in range(len(rows))]


def _goods_by_row(reading: Reading, rows: Sequence[Contribution]) -> Iterator[tuple[Goods, ...]]:
    """What each contribution hands over; the same goods belong to the first that does."""
    starts = sorted({row.verb.start for row in rows if row.verb})
    taken: set[int] = set()
    for row in rows:
        at = row.verb.start if row.verb else 0
        until = next((start for start in starts if start > at), len(reading.block.text.text))
        goods = tuple(g for g in goods_of(reading, row.verb, until) if g.at.start not in taken)
        taken.update(one.at.start for one in goods)
        yield goods


def _year_of(contribution: Contribution, edition_year: int) -> int:
    """The year whose rules apply: that in which the period begins, else the edition's."""
    period = contribution.period
    day = (period.date_start or period.date_end) if period else ""
    return int(day[:4]) if day else edition_year


def _by_rules_of_dac(row: Contribution, year: int) -> Contribution:
    """The row with its grant element, and a flag where a recipient is not on the year's list."""
    basis = row.basis
    if any(is_outside_list(party.iso3, year) for party in row.recipients):
        basis = replace(basis, flags=(*basis.flags, "not_oda_eligible"))
    if not is_loan(row):
        return replace(row, basis=basis)
    unknown = {
        column: "ambiguous" if column in row.terms else "not_stated"
        for column in (RATE, MATURITY, GRACE)
        if column not in row.terms or row.terms[column].value is None
    }
    basis = replace(basis, unknown={**basis.unknown, **unknown})
    return replace(row, basis=basis, grant_element=_grant_element(row, year))


def _grant_element(row: Contribution, year: int) -> Decimal | None:
    """From all three terms and the discount rate; None if one of them is not known."""
    terms = [row.terms[name].value for name in (RATE, MATURITY, GRACE) if name in row.terms]
    countries = [party.iso3 for party in row.recipients]
    discount = discount_rate(countries, [party.entity_id for party in row.channels], year)
    known = [value for value in terms if value is not None]
    if len(known) < len(ROLES) or discount is None:
        return None
    rate, maturity, grace = known
    return grant_element(rate, maturity, grace, discount)
