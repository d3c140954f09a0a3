"""Who is who: decided once, applied in every table of every edition."""

from dataclasses import replace

import pytest

from pipeline.decisions.journal import Decision
from pipeline.records.errors import BadInputError
from pipeline.review.entities import effects, keep_apart, merge, split
from pipeline.review.making import Sight, accept, correct, reject
from pipeline.reviewed import apply_decisions, seen
from pipeline.reviewed.entities import merged
from pipeline.reviewed.fold import as_tables
from pipeline.schema import TABLE


def row_of(table, row_id, **cells):
    place = {"source": "a.txt", "raw_start": "0", "raw_end": "1", "review_status": "unreviewed"}
    return (
        dict.fromkeys((c.name for c in TABLE[table].columns), "")
        | place
        | {
            "row_id": row_id,
            **cells,
        }
    )


def entity(entity_id, name, **cells):
    return row_of("entities", entity_id, entity_id=entity_id, name=name, evidence=name, **cells)


def mention(row_id, entity_id, text, at, **cells):
    place = {"raw_start": str(at), "raw_end": str(at + 5), "evidence": f"{text} gave."}
    return row_of("mentions", row_id, entity_id=entity_id, text=text, **place, **cells)


FUND = entity("water-fund", "Water Fund", kind="fund", acronym="WF", mentions="1")
TRUST = entity("water-trust-fund", "Water Trust Fund", kind="fund", mentions="1", aliases="WTF")
GEORGIA = entity("georgia", "Georgia", kind="country", iso3="GEO", mentions="2")
GIFT = row_of(
    "contributions",
    "g1",
    provider="Water Fund",
    provider_id="water-fund",
    recipients="Georgia;its neighbours",
    recipient_ids="georgia;",
    recipient_iso3="GEO",
    field_spans='{"recipients":[[20,25],[30,44]]}',
)
TABLES_HERE = as_tables(
    {
        "entities": [FUND, TRUST, GEORGIA],
        "mentions": [
            mention("m1", "water-fund", "Water Fund", 0, kind="fund"),
            mention("m2", "water-trust-fund", "Water Trust Fund", 10, kind="fund"),
            mention("m3", "georgia", "Georgia", 20, kind="country"),
            mention("m4", "georgia", "Georgia", 60, kind="country"),
        ],
        "acronyms": [row_of("acronyms", "a1", acronym="WF", entity_id="water-fund")],
        "contributions": [GIFT],
    }
)
ONE = merge(Sight("entities", FUND), TRUST, "Aiko")


def replayed(*decisions, tables=TABLES_HERE):
    made = apply_decisions(tables, decisions)
    return made.tables, [fate.fate for fate in made.fates]


def test_two_that_are_one_are_one_everywhere():
    made, fates = replayed(ONE)
    assert list(made["entities"]) == ["water-trust-fund", "georgia"]
    whole = made["entities"]["water-trust-fund"]
    assert (whole["aliases"], whole["acronym"], whole["mentions"]) == (
        *("WTF;Water Fund;WF", "WF", "2"),
    )
    assert made["mentions"]["m1"]["entity_id"] == "water-trust-fund"
    assert made["acronyms"]["a1"]["entity_id"] == "water-trust-fund"
    contribution = made["contributions"]["g1"]
    assert (contribution["provider"], contribution["provider_id"]) == (
        "Water Trust Fund",
        "water-trust-fund",
    )
    assert fates == ["same"]
    assert TABLES_HERE["contributions"]["g1"]["provider"] == "Water Fund", "what was given stays"


def test_an_edition_that_prints_one_of_the_two_names_calls_it_by_the_other():
    alone = TABLES_HERE | {"entities": {"water-fund": FUND}}
    made, fates = replayed(ONE, tables=alone)
    [row] = made["entities"].values()
    assert (row["entity_id"], row["name"], row["aliases"]) == (
        *("water-trust-fund", "Water Trust Fund", "Water Fund;WF"),
    )
    assert fates == ["same"]
    assert replayed(ONE, tables=TABLES_HERE | {"entities": {}})[1] == [], "it names neither"


def test_two_that_are_kept_apart_are_two_again():
    apart = keep_apart(Sight("entities", FUND), TRUST, "Ben")
    made, fates = replayed(ONE, apart)
    assert made["entities"].keys() == TABLES_HERE["entities"].keys()
    assert fates == ["changed", "same"]
    assert replayed(apart, ONE)[1] == ["changed", "same"], "the later one holds"


def pair(action, one, other):
    return Decision("d", "t", "A", "entities", one, action, after=other)


def test_merges_chain_and_a_pair_kept_apart_breaks_the_last_link_between_them():
    chain = [pair("merge", "a", "b"), pair("merge", "b", "c")]
    assert merged(chain) == {"a": "c", "b": "c"}
    assert merged([*chain, pair("merge", "c", "a")]) == {"a": "c", "b": "c"}, "a ring is one"
    assert merged([*chain, pair("keep_apart", "a", "c")]) == {"a": "b"}


def test_a_new_name_is_used_wherever_the_entity_is():
    renamed = correct(Sight("entities", FUND), "Aiko", {"name": "Fund for Water"})
    made, fates = replayed(*renamed)
    assert made["contributions"]["g1"]["provider"] == "Fund for Water"
    row = made["entities"]["water-fund"]
    assert (row["name"], row["aliases"], row["review_status"]) == (
        *("Fund for Water", "Water Fund", "corrected"),
    )
    assert fates == ["same"]


def test_a_new_country_code_is_used_wherever_the_entity_is():
    made, _ = replayed(*correct(Sight("entities", GEORGIA), "Aiko", {"iso3": "USA"}))
    assert made["contributions"]["g1"]["recipient_iso3"] == "USA"
    assert made["entities"]["georgia"]["iso3"] == "USA"


def test_a_new_kind_is_its_mentions_kind():
    made, _ = replayed(*correct(Sight("entities", FUND), "Aiko", {"kind": "programme"}))
    assert made["mentions"]["m1"]["kind"] == "programme"
    assert made["mentions"]["m2"]["kind"] == "fund"


def test_no_entity_leaves_its_words_without_an_id():
    made, fates = replayed(reject(Sight("entities", FUND), "Aiko", "other"))
    contribution = made["contributions"]["g1"]
    assert (contribution["provider"], contribution["provider_id"]) == ("Water Fund", "")
    assert made["entities"]["water-fund"]["review_status"] == "rejected"
    assert made["mentions"]["m1"]["review_status"] == "rejected"
    assert made["acronyms"]["a1"]["entity_id"] == ""
    assert fates == ["same"]


def test_chosen_mentions_become_another_entity():
    new = {"entity_id": "georgia-usa", "name": "Georgia, USA", "kind": "place", "iso3": "USA"}
    first = TABLES_HERE["mentions"]["m3"]
    made, fates = replayed(split(Sight("entities", GEORGIA), new, [(first, None)], "Aiko"))
    assert made["mentions"]["m3"]["entity_id"] == "georgia-usa"
    assert made["mentions"]["m4"]["entity_id"] == "georgia"
    assert made["contributions"]["g1"]["recipient_ids"] == "georgia-usa;"
    added = made["entities"]["georgia-usa"]
    assert (added["name"], added["kind"], added["mentions"]) == ("Georgia, USA", "place", "1")
    assert made["entities"]["georgia"]["mentions"] == "1"
    assert fates == ["same"]


def test_a_split_finds_its_mention_by_the_sentence_where_the_id_is_another():
    new = {"entity_id": "georgia-usa", "name": "Georgia, USA"}
    first = TABLES_HERE["mentions"]["m3"] | {"row_id": "old", "evidence": "Only here Georgia."}
    decision = split(Sight("entities", GEORGIA), new, [(first, None)], "Aiko")
    there = TABLES_HERE["mentions"] | {"m3": first | {"row_id": "m3"}}
    made, _ = replayed(decision, tables=TABLES_HERE | {"mentions": there})
    assert made["mentions"]["m3"]["entity_id"] == "georgia-usa"


def test_a_decision_made_before_a_merge_still_holds_after_it():
    accepted = accept(Sight("contributions", GIFT), "Ben")
    made, fates = replayed(ONE, accepted)
    assert fates == ["same", "same"]
    assert made["contributions"]["g1"]["review_status"] == "accepted"


def test_a_decision_made_on_what_a_merge_shows_holds():
    shown = replayed(ONE)[0]["contributions"]["g1"]
    accepted = accept(Sight("contributions", shown), "Ben")
    assert replayed(ONE, accepted)[1] == ["same", "same"]


def test_a_rename_lapses_where_the_name_is_another_by_now():
    renamed = correct(Sight("entities", FUND), "Aiko", {"name": "Fund for Water"})
    other = TABLES_HERE["entities"] | {"water-fund": FUND | {"name": "The Water Facility"}}
    made, fates = replayed(*renamed, tables=TABLES_HERE | {"entities": other})
    assert (made["entities"]["water-fund"]["review_status"], fates) == ("lapsed", ["changed"])


def test_what_a_decision_would_change_is_reported_before_it_is_made():
    editions = {"2019": TABLES_HERE, "2020": TABLES_HERE | {"contributions": {}}}
    assert effects([], [ONE], editions) == {
        "2019": {"entities": 2, "mentions": 1, "acronyms": 1, "contributions": 1},
        "2020": {"entities": 2, "mentions": 1, "acronyms": 1},
    }
    assert effects([ONE], [ONE], editions)["2019"] == {}, "it is made already"


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (lambda: merge(Sight("entities", FUND), FUND, "Aiko"), "needs two entities"),
        (lambda: split(Sight("entities", FUND), {}, [], "Aiko"), "which other entity"),
        (
            lambda: split(Sight("entities", FUND), {"entity_id": "x"}, [], "Aiko"),
            "no mention is chosen",
        ),
        (
            lambda: split(
                Sight("entities", FUND),
                {"entity_id": "x"},
                [(TABLES_HERE["mentions"]["m3"], None)],
                "Aiko",
            ),
            "m3 is not its mention",
        ),
        (
            lambda: split(Sight("entities", FUND), {"entity_id": "x", "kind": "pot"}, [], "Aiko"),
            "kind 'pot'",
        ),
    ],
)
def test_a_wish_that_makes_no_sense_is_refused(make, says):
    with pytest.raises(BadInputError, match=says):
        make()


def test_an_accepted_entity_does_not_care_how_often_it_is_named():
    accepted = accept(Sight("entities", GEORGIA), "Aiko")
    more = GEORGIA | {"mentions": "9", "aliases": "Sakartvelo", "evidence": "Elsewhere."}
    there = TABLES_HERE["entities"] | {"georgia": more}
    assert replayed(accepted, tables=TABLES_HERE | {"entities": there})[1] == ["same"]
    other = TABLES_HERE["entities"] | {"georgia": more | {"iso3": "USA"}}
    assert replayed(accepted, tables=TABLES_HERE | {"entities": other})[1] == ["changed"]
    assert seen(GEORGIA, TABLE["entities"]) == replace(accepted).before
