"""Filters of totals: whose value a row has, of what only a share may fit, what is refused."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.entities.codes import known_entities, slug
from pipeline.records.errors import BadInputError
from pipeline.totals import add_up
from pipeline.totals.inputs import Tables
from pipeline.totals.parties import groups
from pipeline.vocab import read_vocab
from tests.helpers.total_examples import contribution, total


def to(row_id, millions, *recipients, **cells):
    """A contribution to recipients of the vocabularies, by their names."""
    ids = [slug(name) for name in recipients]
    codes = [code for name in ids if (code := known_entities(2019)[name].iso3)]
    cells = {"recipients": ";".join(recipients), "recipient_ids": ";".join(ids)} | cells
    return contribution(row_id, millions, recipient_iso3=";".join(codes), **cells)


def shares(*contributions, year=2019, **where):
    """Certain total, shares and most of the only line, in millions."""
    [found] = add_up(Tables(contributions, year=year), (), where).totals
    bounds = [(share.why, share.most.high / 10**6, share.rows) for share in found.shares]
    return found.certain.central / 10**6, bounds, found.at_most and found.at_most.high / 10**6


ASEAN = "Association of Southeast Asian Nations"


@pytest.mark.parametrize("value", ["Thailand", "thailand", "THAILAND", "THA", "tha"])
@pytest.mark.parametrize("column", ["recipients", "recipient_ids", "recipient_iso3"])
def test_a_country_is_known_by_its_name_its_id_and_its_code(column, value):
    assert shares(to("1", 2, "Thailand"), to("2", 3, "Viet Nam"), **{column: value})[0] == 2


@pytest.mark.parametrize("value", ["3", "Disbursement", "disbursement", "3 – Disbursement"])
def test_a_code_is_known_by_its_name(value):
    contributions = contribution("1", 2), contribution("2", 3, transaction_type="12")
    assert shares(*contributions, transaction_type=value)[0] == 2


def test_an_amount_to_a_group_bounds_the_share_of_its_member():
    contributions = to("1", 2, "Thailand"), to("2", 6, ASEAN)
    assert shares(*contributions, recipient_iso3="THA") == (2, [(f"through {ASEAN}", 6, ("2",))], 8)


def test_an_amount_to_several_countries_bounds_the_share_of_each():
    contributions = (
        to("1", 2, "Thailand"),
        to("2", 6, "Thailand", "Myanmar", "Lao People's Democratic Republic"),
    )
    found = shares(*contributions, recipient_iso3="THA")
    assert found == (2, [("joint with MMR, LAO", 6, ("2",))], 8)


def test_an_amount_to_a_country_and_an_organisation_is_shared_too():
    [(why, most, _)] = shares(to("1", 6, "Thailand", "World Bank"), recipient_iso3="THA")[1]
    assert (why, most) == ("joint with World Bank", 6)


@pytest.mark.parametrize(
    ("group", "member", "year"),
    [
        ("Group of Seven", "ITA", 2019),
        ("Pacific Islands Forum", "FJI", 2019),
        ("European Union", "POL", 2019),
        ("African Union", "ZMB", 2019),
        ("G5 Sahel", "TCD", 2019),
        ("Sub-Saharan Africa", "ZMB", 2019),
        ("Africa", "EGY", 2019),
        ("Middle East", "JOR", 2019),
    ],
)
def test_well_known_groups_have_their_members(group, member, year):
    [(why, _, _)] = shares(to("1", 6, group), year=year, recipient_iso3=member)[1]
    assert why == f"through {group}"


def test_a_group_has_the_members_of_the_edition_s_year():
    assert shares(to("1", 6, "G5 Sahel"), year=2019, recipient_iso3="MLI")[2] == 6
    with pytest.raises(BadInputError, match="recipient_iso3=MLI: no recipient_iso3 of that name"):
        shares(to("1", 6, "G5 Sahel"), year=2023, recipient_iso3="MLI")


def test_a_group_has_the_members_that_a_reviewer_wrote():
    entity = {"entity_id": "lake-fund", "kind": "group", "members": "TCD;NER", "iso3": ""}
    row = contribution("1", 6, recipients="Lake Fund", recipient_ids="lake-fund", recipient_iso3="")
    tables = Tables([row], entities=[entity])
    [found] = add_up(tables, (), {"recipient_iso3": "NER"}).totals
    assert [share.why for share in found.shares] == ["through Lake Fund"]


def test_the_most_for_a_country_counts_a_joint_amount_and_its_component_once():
    joint = to("1", 10, "Thailand", "Myanmar")
    own = to("2", 6, "Thailand")
    relation = {"whole": "m1", "part": "m2", "type": "part_of", "review_status": ""}
    [found] = add_up(Tables([joint, own], (), [relation]), (), {"recipient_iso3": "THA"}).totals
    assert found.certain.central == 6 * 10**6
    assert found.at_most.high == 10 * 10**6


def test_an_amount_by_several_providers_bounds_the_share_of_each():
    row = contribution("1", 9, provider="Norway;Sweden", provider_id="norway;sweden")
    assert shares(row, provider="Norway")[1] == [("joint with Sweden", 9, ("1",))]


def test_an_open_type_bounds_the_total_of_one_type():
    row = contribution("1", 9, transaction_type="", transaction_type_candidates="2;3")
    assert shares(row, transaction_type="3")[1] == [("commitment or disbursement", 9, ("1",))]


def test_an_amount_without_an_upper_bound_leaves_its_share_without_one():
    row = to("1", 6, ASEAN, high="")
    [found] = add_up(Tables([row]), (), {"recipient_iso3": "THA"}).totals
    assert (found.shares[0].most.high, found.at_most.high) == (None, None)


@pytest.mark.parametrize(
    ("where", "words"),
    [
        (
            {"provider": "Norwai"},
            "provider=Norwai: no provider of that name; did you mean Norway? there are: Norway",
        ),
        (
            {"provider": "Xyz"},
            "provider=Xyz: no provider of that name; there are: Norway",
        ),
        (
            {"recipient_iso3": "KNE"},
            "recipient_iso3=KNE: no recipient_iso3 of that name; did you mean KEN? there are: KEN",
        ),
        (
            {"transaction_type": "pledged"},
            "transaction_type=pledged: no transaction_type has that value; there are: "
            "3 – Disbursement",
        ),
        ({"colour": "red"}, "colour: not a field of contributions; use one of row_id"),
    ],
)
def test_a_value_that_no_contribution_has_is_refused_with_those_that_are_there(where, words):
    with pytest.raises(BadInputError) as error:
        total(contribution("1", 2), **where)
    assert str(error.value).startswith(words)


def test_a_refusal_lists_ten_values_at_most():
    rows = [contribution(str(k), 1, theme=f"Theme {k:02}") for k in range(14)]
    with pytest.raises(BadInputError, match=r"Theme 09 and 4 more$"):
        total(*rows, theme="Fish")


def test_what_the_text_does_not_state_can_be_selected():
    rows = contribution("1", 2, theme="Water"), contribution("2", 3)
    assert shares(*rows, theme="not stated")[0] == 3
    assert shares(*rows, theme="")[0] == 3


def test_several_columns_group_by_each_pair_of_values():
    rows = (
        contribution("1", 2, theme="Water"),
        contribution("2", 3, theme="Water", recipient_iso3="MLI"),
    )
    found = add_up(Tables(rows), ["theme", "recipient_iso3"])
    assert [t.groups for t in found.totals] == [("Water", "KEN"), ("Water", "MLI")]


COUNTRIES = st.lists(
    st.sampled_from(["Thailand", "Myanmar", "Kenya", ASEAN, "Asia"]), min_size=1, unique=True
)


@given(st.lists(st.tuples(st.integers(1, 9), COUNTRIES), min_size=1, max_size=6))
def test_the_shares_of_a_country_lie_between_the_certain_total_and_all(amounts):
    rows = [to("0", 1, "Thailand")]
    rows += [to(str(k), millions, *names) for k, (millions, names) in enumerate(amounts, 1)]
    certain, bounds, most = shares(*rows, recipient_iso3="THA")
    everything = Decimal(1 + sum(millions for millions, _ in amounts))
    assert certain + sum(high for _, high, _ in bounds) == (most or certain) <= everything


def test_every_group_is_of_the_vocabularies_and_no_group_is_inside_itself():
    names = {row["name"] for name in ("regions", "organisations") for row in read_vocab(name)}
    assert {row["name"] for row in read_vocab("group_members")} <= names
    countries = {row["iso3"] for row in read_vocab("countries")}
    assert all(members <= countries for members in groups(2019).values())
