"""Totals of contributions: which rows a total adds, and its interval."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.records.errors import BadInputError
from pipeline.totals import add_up
from pipeline.totals.inputs import Tables
from tests.helpers.total_examples import contribution, of, part, total


def test_plain_contributions_are_added():
    assert total(contribution("1", 2), contribution("2", 3)) == (of(5), {})


def test_a_total_is_not_added_beside_its_parts():
    contributions = (
        contribution("1", 2),
        contribution("2", 3),
        contribution("3", 5, not_countable_reason="total"),
    )
    relations = [part("3", "1"), part("3", "2")]
    assert total(*contributions, relations=relations) == (of(5), {"3": "total"})


def test_a_total_counts_where_its_parts_are_filtered_out():
    contributions = (
        contribution("1", 2),
        contribution("2", 3),
        contribution("3", 5, not_countable_reason="total", recipients=""),
    )
    relations = [part("3", "1"), part("3", "2")]
    assert total(*contributions, relations=relations, recipients="") == (of(5), {})


def test_a_total_counts_beside_none_of_its_components_where_a_filter_leaves_some():
    contributions = (
        contribution("1", 2),
        contribution("2", 3, recipients="Mali"),
        contribution("3", 5, not_countable_reason="total"),
    )
    relations = [part("3", "1"), part("3", "2")]
    found = total(*contributions, relations=relations, recipients="Kenya")
    assert found == (of(5), {"1": "part"})


def test_a_total_that_includes_more_than_its_known_components_never_counts():
    contributions = (
        contribution("1", 2),
        contribution("2", 5, not_countable_reason="total", recipients=""),
    )
    relations = [part("2", "1")]
    assert total(*contributions, relations=relations) == (of(2), {"2": "total"})
    found = total(*contributions, relations=relations, recipients="")
    assert found == ({}, {"2": "total"})


def test_a_component_in_another_currency_is_left_out_beside_its_whole():
    contributions = contribution("1", 10), contribution("2", 60, currency="NOK")
    assert total(*contributions, relations=[part("1", "2")]) == (of(10), {"2": "part"})


def test_a_component_of_what_was_cancelled_never_counts():
    contributions = contribution("1", 10, not_countable_reason="cancelled"), contribution("2", 6)
    found = total(*contributions, relations=[part("1", "2")])
    assert found == ({}, {"1": "cancelled", "2": "part"})


def test_a_total_whose_parts_nobody_knows_is_left_out():
    assert total(contribution("1", 5, not_countable_reason="total")) == ({}, {"1": "total"})


def test_a_part_is_not_added_beside_its_whole():
    contributions = contribution("1", 10), contribution("2", 6, not_countable_reason="part")
    assert total(*contributions) == (of(10), {"2": "part"})


def test_a_part_counts_where_its_whole_is_filtered_out():
    contributions = (
        contribution("1", 10, recipients=""),
        contribution("2", 6, not_countable_reason="part"),
    )
    assert total(*contributions, recipients="Kenya") == (of(6), {})


def test_a_part_of_a_part_is_not_added_beside_either():
    contributions = (
        contribution("1", 10),
        contribution("2", 6, not_countable_reason="part"),
        contribution("3", 2),
    )
    found = total(*contributions, relations=[part("1", "2"), part("2", "3")])
    assert found == (of(10), {"2": "part", "3": "part"})


def test_an_example_is_not_added_beside_what_it_illustrates():
    contributions = contribution("1", 10), contribution("2", 6, not_countable_reason="example")
    assert total(*contributions, relations=[part("1", "2", "example_of")])[1] == {"2": "example"}


def test_a_repeated_amount_counts_once_also_where_the_first_is_gone():
    contributions = (
        contribution("1", 2, review_status="rejected"),
        contribution("2", 2, duplicate_of="1"),
    )
    assert total(*contributions) == (of(2), {"1": "rejected"})


def test_an_amount_since_a_year_is_not_added_beside_others_of_its_provider_of():
    contributions = contribution("1", 2), contribution("2", 90, not_countable_reason="cumulative")
    assert total(*contributions) == (of(2), {"2": "cumulative"})
    assert total(contributions[1]) == (of(90), {})


def test_a_filter_does_not_make_a_cumulative_amount_count():
    contributions = (
        contribution("1", 2),
        contribution("2", 90, not_countable_reason="cumulative", recipients="Mali"),
    )
    assert total(*contributions, recipients="Mali") == ({}, {"2": "cumulative"})


def test_an_amount_a_year_and_a_contribution_without_an_amount_are_left_out():
    contributions = (
        contribution("1", 2, not_countable_reason="rate"),
        contribution("2", not_countable_reason="no_amount"),
    )
    assert total(*contributions) == ({}, {"1": "rate", "2": "no_amount"})


def test_what_people_decided_comes_first():
    contributions = (
        contribution("1", 2, not_countable_reason="example", countable="true"),
        contribution("2", 3, countable="false"),
    )
    assert total(*contributions) == (of(2), {"2": "not_countable"})


def test_currencies_are_never_mixed():
    sums, _ = total(
        contribution("1", 2),
        contribution("2", 3, currency="EUR"),
        contribution("3", 4, currency=""),
    )
    assert {currency for _, currency in sums} == {"USD", "EUR", "not stated"}


def test_several_recipients_share_one_amount():
    joint = contribution("1", 9, recipients="Kenya;Mali", recipient_iso3="KEN;MLI")
    sums, _ = total(joint, contribution("2", 1), by="recipient_iso3")
    assert set(sums) == {("KEN, MLI (joint)", "USD"), ("KEN", "USD")}
    assert total(joint, contribution("2", 1), recipient_iso3="KEN") == (of(1), {"1": "joint"})


def test_pledges_commitments_and_disbursements_are_totals_of_their_own():
    found = add_up(
        Tables(
            [
                contribution("1", 2),
                contribution("2", 3, transaction_type="2"),
                contribution("3", 4, transaction_type="12"),
                contribution("4", 5, transaction_type="", transaction_type_candidates="2;3"),
                contribution("5", 6, transaction_type=""),
            ]
        )
    )
    assert [(t.type, t.rows) for t in found.totals] == [
        ("12", ("3",)),
        ("2", ("2",)),
        ("2/3", ("4",)),
        ("3", ("1",)),
        ("not stated", ("5",)),
    ]


def test_what_was_disbursed_of_a_commitment_counts_among_disbursements():
    contributions = [contribution("1", 10, transaction_type="2"), contribution("2", 6)]
    found = add_up(Tables(contributions, (), [part("1", "2")]))
    assert [(t.type, t.certain.central / 10**6) for t in found.totals] == [("2", 10), ("3", 6)]


def test_a_contribution_mentioned_again_with_another_type_counts_once():
    contributions = (
        contribution("1", 10),
        contribution("2", 10, transaction_type="2", duplicate_of="1"),
    )
    assert total(*contributions) == (of(10), {"2": "duplicate"})
    assert total(*contributions, transaction_type="2") == ({}, {"2": "duplicate"})


@pytest.mark.parametrize(
    ("paid", "counted", "reasons"),
    [
        (10, 10, {"1": "fulfilled"}),  # fulfilled
        (12, 12, {"1": "fulfilled"}),
        (6, 10, {"2": "part"}),  # partly: the pledge includes what was paid
    ],
)
def test_a_pledge_and_its_disbursement_are_added_once_where_all_types_are(paid, counted, reasons):
    tables = Tables(
        [contribution("1", 10, transaction_type="12"), contribution("2", paid)],
        (),
        [part("1", "2", "fulfils")],
    )
    [found] = add_up(tables, all_types=True).totals
    assert (found.type, found.certain.central / 10**6) == ("all types", counted)
    left = {left.row_id: left.reason for left in add_up(tables, all_types=True).left_out}
    assert left == reasons
    assert len(add_up(tables).totals) == 2, "types for themselves: both count"


def test_amounts_that_may_overlap_make_a_total_without_and_one_with_them():
    tables = Tables(
        [contribution("1", 10), contribution("2", 6), contribution("3", 5)],
        (),
        [part("1", "2", "overlap_unknown")],
    )
    [found] = add_up(tables).totals
    assert found.rows == ("1", "3")
    assert found.doubtful == ("2",)
    assert (found.certain.central / 10**6, found.with_doubtful.central / 10**6) == (15, 21)
    assert (found.together.low / 10**6, found.together.high / 10**6) == (15, 21)


def test_of_a_chain_of_overlaps_the_amounts_that_add_up_to_most_are_certain():
    tables = Tables(
        [contribution("1", 4), contribution("2", 5), contribution("3", 4)],
        (),
        [part("1", "2", "overlap_unknown"), part("2", "3", "overlap_unknown")],
    )
    [found] = add_up(tables).totals
    assert (found.rows, found.doubtful) == (("1", "3"), ("2",))


def test_an_overlap_that_a_reviewer_rejected_is_none():
    overlap = part("1", "2", "overlap_unknown") | {"review_status": "rejected"}
    [found] = add_up(Tables([contribution("1", 4), contribution("2", 5)], (), [overlap])).totals
    assert found.doubtful == ()


@pytest.mark.parametrize(
    ("cells", "central"),
    [({}, 8), ({"high": "10000000"}, 9), ({"high": ""}, 8), ({"low": ""}, 8)],
)
def test_the_central_figure_is_the_stated_amount_or_the_middle_of_a_range(cells, central):
    [found] = add_up(Tables([contribution("1", 8, **cells)])).totals
    assert found.certain.central == central * 10**6


def test_money_that_is_not_official_stands_apart():
    tables = Tables(
        [
            contribution("1", 2),
            contribution("2", 3, provider_type="60"),
            contribution("3", 4, provider_type=""),
        ]
    )
    assert [t.official for t in add_up(tables).totals] == ["no", "not stated", "yes"]


@pytest.mark.parametrize(
    ("cells", "words", "interval"),
    [
        ({}, "$8 million", ("7.5", "8.5")),
        ({"qualifier": "approximately"}, "about $8.0 million", ("7.95", "8.05")),
        ({"high": "9000000"}, "$8,000,000 to $9,000,000", ("8", "9")),
        ({"high": "", "qualifier": "over"}, "over $8 million", ("8", None)),
        ({"low": "", "qualifier": "up_to"}, "up to $8 million", ("0", "8")),
    ],
)
def test_rounding_ranges_and_open_bounds_make_an_interval(cells, words, interval):
    row = contribution("1", 8, **cells)
    money = {name: row[name] for name in ("low", "high", "currency")}
    sums, _ = total(row, money=[{"row_id": "m1", "text": words, **money}])
    low, high = interval
    assert sums[("all", "USD")] == (Decimal(low), None if high is None else Decimal(high))


def test_an_amount_that_a_person_corrected_is_taken_as_it_is():
    money = [{"row_id": "m1", "text": "$8 million", "low": "8000000", "high": "8000000"}]
    assert total(contribution("1", 7), money=money)[0] == of(7)


def test_a_field_that_is_none_is_reported():
    with pytest.raises(BadInputError, match="colour: not a field of contributions; use"):
        total(contribution("1", 2), by="colour")


MILLIONS = st.lists(st.integers(1, 99), min_size=1, max_size=6)


@given(MILLIONS, st.integers(0, 5))
def test_a_repeated_contribution_changes_no_total(millions, at):
    contributions = [contribution(str(k), million) for k, million in enumerate(millions)]
    again = contribution(
        "99", millions[at % len(contributions)], duplicate_of=str(at % len(contributions))
    )
    assert total(*contributions, again)[0] == total(*contributions)[0]


@given(MILLIONS)
def test_parts_add_up_to_their_whole(millions):
    parts = [contribution(str(k), million) for k, million in enumerate(millions)]
    whole = contribution("99", sum(millions), not_countable_reason="total")
    relations = [part("99", row["row_id"]) for row in parts]
    assert (
        total(*parts, whole, relations=relations)[0] == total(contribution("99", sum(millions)))[0]
    )


REASONS = ("", "total", "part", "example", "cumulative", "rate", "duplicate")
TYPES = ("12", "2", "3", "")


@st.composite
def editions(draw):
    """Contributions of several recipients, providers and types, which may include each other.

    An amount is included in one at most, and a repetition states the amount that it repeats.
    """
    size = draw(st.integers(1, 8))
    contributions = [
        contribution(
            str(k),
            draw(st.integers(1, 9)),
            recipient_iso3=draw(st.sampled_from(["KEN", "MLI", "KEN;MLI", ""])),
            recipients="",
            provider_id=draw(st.sampled_from(["norway", "chad", ""])),
            transaction_type=draw(st.sampled_from(TYPES)),
            not_countable_reason=draw(st.sampled_from(REASONS)),
            review_status=draw(st.sampled_from(["unreviewed", "rejected"])),
            theme=draw(st.sampled_from(["Water", "Health"])),
            block_id=str(k),
        )
        for k in range(size)
    ]
    for at in range(1, size):
        original = contributions[draw(st.integers(0, at - 1))]
        if draw(st.integers(0, 4)) == 0 and not original["duplicate_of"]:
            amount = {name: original[name] for name in ("low", "high")}
            contributions[at] |= amount | {"duplicate_of": original["row_id"]}
    relations = [
        part(str(draw(st.integers(0, size - 1))), str(k), draw(st.sampled_from(RELATIONS)))
        for k in range(size)
        if draw(st.booleans())
    ]
    return Tables(contributions, (), relations)


RELATIONS = ("part_of", "example_of", "overlap_unknown", "fulfils")
FILTERS = (
    ("recipient_iso3", "KEN"),
    ("recipient_iso3", "not stated"),
    ("theme", "Water"),
    ("provider_id", "norway"),
    ("transaction_type", "3"),
)


def figures(found):
    """Each line's central figure, with what may overlap, and without."""
    return {
        (t.type, t.currency, t.official): (
            t.certain.central,
            (t.with_doubtful or t.certain).central,
        )
        for t in found.totals
    }


@given(editions(), st.sampled_from(["recipient_iso3", "theme", "provider_id"]), st.booleans())
def test_groups_add_up_to_the_total_of_all(tables, by, all_types):
    groups: dict[tuple[str, ...], list[Decimal]] = {}
    for group in add_up(tables, [by], all_types=all_types).totals:
        key = (group.type, group.currency, group.official)
        most = (group.with_doubtful or group.certain).central
        without, with_doubtful = groups.get(key, (0, 0))
        groups[key] = (without + group.certain.central, with_doubtful + most)
    assert groups == figures(add_up(tables, all_types=all_types))


@given(editions(), st.lists(st.sampled_from(FILTERS), unique=True), st.booleans())
def test_a_filter_never_makes_a_total_larger(tables, filters, all_types):
    where = {column: value for column, value in filters if has(tables, column, value)}
    larger = figures(add_up(tables, all_types=all_types))
    for count in range(1, len(where) + 1):
        chosen = dict(list(where.items())[:count])
        smaller = figures(add_up(tables, (), chosen, all_types=all_types))
        for key, (without, with_doubtful) in smaller.items():
            assert without <= larger.get(key, (0, 0))[0] or not without
            assert with_doubtful <= larger.get(key, (0, 0))[1] or not with_doubtful
        larger = smaller


def has(tables, column, value):
    """Whether a contribution has the value: a filter for any other is refused."""
    return value == "not stated" or any(
        value in row[column].split(";") for row in tables.contributions
    )


@given(editions(), st.booleans())
def test_no_row_and_no_contribution_counts_twice(tables, all_types):
    found = add_up(tables, all_types=all_types)
    counted = [row for t in found.totals for row in (*t.rows, *t.doubtful)]
    left = [row.row_id for row in found.left_out]
    assert sorted(counted + left) == sorted(row["row_id"] for row in tables.contributions)
    originals = {
        row["row_id"]: row["duplicate_of"] or row["row_id"] for row in tables.contributions
    }
    firsts = [originals[row] for row in counted]
    assert len(firsts) == len(set(firsts))


@given(editions(), st.sampled_from(["part_of", "example_of"]))
def test_no_amount_counts_beside_one_of_its_type_that_includes_it(tables, kind):
    types = {row["money_id"]: row["transaction_type"] for row in tables.contributions}
    money = {row["row_id"]: row["money_id"] for row in tables.contributions}
    counted = {money[row] for t in add_up(tables).totals for row in (*t.rows, *t.doubtful)}
    for relation in tables.relations:
        one, other = relation["whole"], relation["part"]
        if relation["type"] == kind and one != other and types[one] == types[other]:
            assert not {one, other} <= counted
