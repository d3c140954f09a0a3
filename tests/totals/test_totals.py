"""Totals of contributions: which rows a total adds, and its interval."""

import subprocess
import sys
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from pipeline.records.errors import BadInputError
from pipeline.schema import TABLE
from pipeline.totals import add_up
from pipeline.totals.chosen import Tables
from pipeline.totals.drawing import NARROWEST, draw
from tests.helpers.paths import ROOT

COLUMNS = [column.name for column in TABLE["contributions"].columns]


def contribution(row_id, millions="", **cells):
    """A row as text: Norway's dollars to Kenya, exact, unless the cells say otherwise."""
    number = f"{millions}000000" if millions != "" else ""
    plain = {
        **{"row_id": row_id, "low": number, "high": number, "currency": number and "USD"},
        **{"source": "a.txt", "raw_start": "".join(filter(str.isdigit, row_id)) or "0"},
        **{"provider": "Norway", "provider_id": "NO", "provider_type": "10"},
        **{"recipients": "Kenya", "recipient_iso3": "KEN", "transaction_type": "3"},
        **{"block_id": "b1", "qualifier": "exact", "money_id": f"m{row_id}"},
    }
    return dict.fromkeys(COLUMNS, "") | plain | cells


def part(whole, part, kind="part_of"):
    return {"whole": f"m{whole}", "part": f"m{part}", "type": kind, "review_status": "unreviewed"}


def total(*contributions, by="", relations=(), money=(), **where):
    """Totals by group and currency, in millions, and the reasons of what was left out."""
    found = add_up(Tables(contributions, money, relations), by, where)
    sums = {
        (t.group, t.currency): (t.low / 10**6, None if t.high is None else t.high / 10**6)
        for t in found.totals
    }
    return sums, {left.row_id: left.reason for left in found.left_out}


def of(low, high=None):
    return {("all", "USD"): (Decimal(low), Decimal(low if high is None else high))}


def test_plain_contributions_are_added():
    assert total(contribution("1", 2), contribution("2", 3)) == (of(5), {})


def test_no_digit_of_an_amount_is_cut():
    console = Console(width=NARROWEST)
    found = add_up(Tables([contribution("1", 123456789)], (), ()), "provider", {})
    with console.capture() as printed:
        for table in draw(found):
            console.print(table)
    assert "123,456,789,000,000   123,456,789,000,000" in printed.get()
    assert "rows" in printed.get()


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
        contribution("2", 5, not_countable_reason="total", recipients=""),
    )
    assert total(*contributions, relations=[part("2", "1")], recipients="") == (of(5), {})


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


def test_money_that_is_not_official_stands_apart():
    tables = Tables(
        [
            contribution("1", 2),
            contribution("2", 3, provider_type="60"),
            contribution("3", 4, provider_type=""),
        ]
    )
    assert [t.official for t in add_up(tables, "", {}).totals] == ["no", "not stated", "yes"]


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


@given(st.data())
def test_groups_add_up_to_the_total_of_all(data):
    size = data.draw(st.integers(1, 8))
    ids = st.sampled_from([str(k) for k in range(size)])
    contributions = [
        contribution(
            str(k),
            data.draw(st.integers(1, 9)),
            recipient_iso3=data.draw(st.sampled_from(["KEN", "MLI", "KEN;MLI", ""])),
            not_countable_reason=data.draw(st.sampled_from(REASONS)),
            duplicate_of=data.draw(st.just("") | ids),
        )
        for k in range(size)
    ]
    relations = [part(*pair) for pair in data.draw(st.lists(st.tuples(ids, ids), max_size=6))]
    together, _ = total(*contributions, relations=relations)
    groups, _ = total(*contributions, relations=relations, by="recipient_iso3")
    assert sum(low for low, _ in groups.values()) == sum(low for low, _ in together.values())


def test_the_command_prints_the_totals_and_loads_no_model(outputs_2019):
    script = (
        "import sys; from pipeline.__main__ import app; app(standalone_mode=False); "
        "assert 'spacy' not in sys.modules"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, "total", "2019", "--outputs", outputs_2019.parent],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "24,650,000   25,750,000" in done.stdout
