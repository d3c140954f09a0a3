"""The cells of a contribution's terms of loan and goods, and where they were read."""

from pipeline.records.facts import Contribution
from pipeline.records.text import FieldSpans
from pipeline.storage.files import joined_list
from pipeline.tables.rows import Row, decimal, places_of


def detail_cells(contribution: Contribution) -> Row:
    """Terms of a loan, and goods and people in kind."""
    goods = contribution.in_kind
    return {
        **{column: decimal(term.value) for column, term in contribution.terms.items()},
        "grant_element": decimal(contribution.grant_element),
        "in_kind": joined_list([one.at.text for one in goods]),
        "quantity": decimal(goods[0].value) if goods else "",
        "quantity_unit": goods[0].unit if goods else "",
    }


def detail_spans(contribution: Contribution) -> FieldSpans:
    """The places of all but the grant element, which no words state."""
    goods = contribution.in_kind
    stated = {
        column: term.at for column, term in contribution.terms.items() if term.value is not None
    }
    return dict(
        places_of(
            **stated,
            in_kind=[one.at for one in goods],
            quantity=goods[0].value_at if goods else None,
            quantity_unit=goods[0].unit_at if goods else None,
        )
    )
