"""What a gift is for: the text's own phrase and no more."""

import pytest
from gifts import gifts_of
from readings import EDITION


def purpose(told):
    """The purpose of the first gift with a sum of "Norway gave $4 million ..."."""
    gifts = gifts_of(f"Norway gave $4 million {told}.", EDITION)
    found = next(gift for gift in gifts if gift.amount).purpose
    return found.text if found else None


@pytest.mark.parametrize(
    ("told", "found"),
    [
        ("for wells in Chad", "wells in Chad"),
        ("to UNDP for the Clean Rivers Programme", "the Clean Rivers Programme"),
        ("to the World Food Programme for families in Chad", "families in Chad"),
        ("for Chad's government to mend roads", "mend roads"),
        ("for five African countries for the building of wells", "the building of wells"),
        ("for wells in Chad, according to the press", "wells in Chad"),
        ("for wells in Chad, following a decision of March", "wells in Chad"),
        ("for wells, mending roads and schools", "wells, mending roads and schools"),
        ("to UNHCR under its Grant Assistance for Small Rural Projects", None),
        ("for official development assistance", None),
        (", equivalent to NRs 5 million, to mend roads in Chad", "mend roads in Chad"),
    ],
)
def test_the_phrase_that_says_what_for(told, found):
    assert purpose(told) == found
