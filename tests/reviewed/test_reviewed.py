"""What people decided, applied to the tables of a rerun."""

from dataclasses import replace
from fractions import Fraction

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.decisions.journal import Decision
from pipeline.records.aligned import copied
from pipeline.records.errors import BadInputError
from pipeline.records.text import Block
from pipeline.reviewed import apply_decisions, review, seen
from pipeline.reviewed.agreement import View, kappa, read_policy
from pipeline.reviewed.fold import as_tables
from pipeline.reviewed.proposals import as_decision, propose
from pipeline.reviewed.summary import review_state
from pipeline.schema import TABLE, TABLES
from pipeline.storage.files import as_json
from tests.helpers.calls import calls_of

MONEY = TABLE["money"]
ROW = {column.name: "" for column in MONEY.columns} | {
    "row_id": "abc",
    "text": "$5 million",
    "low": "5000000",
    "high": "5000000",
    "currency": "USD",
    "evidence": "It gave $5 million.",
    "review_status": "unreviewed",
}
ACCEPT = Decision("d1", "2026-01-02T03:04:05Z", "Aiko", "money", "abc", "accept", note="yes")
ACCEPT = replace(ACCEPT, before=seen(ROW, MONEY))
CORRECT = replace(
    ACCEPT, id="d2", action="correct", field="currency", before="USD", after="AUD", note=""
)


def tables(*rows):
    empty = {t.name: pd.DataFrame(columns=[c.name for c in t.columns], dtype=str) for t in TABLES}
    return empty | {"money": pd.DataFrame(rows, dtype=str)}


def replayed(rows, *decisions):
    made, fates = review(tables(*rows), decisions)
    return made["money"].to_dict("records"), fates["fate"].tolist()


def test_an_accepted_row_says_who_and_when():
    [row], fates = replayed([ROW], ACCEPT)
    assert (row["review_status"], row["reviewer"], row["review_note"]) == (
        "accepted",
        "Aiko",
        "yes",
    )
    assert row["reviewed_at"] == "2026-01-02T03:04:05Z"
    assert fates == ["same"]


def test_a_correction_changes_its_cell_and_no_other():
    [row], fates = replayed([ROW], CORRECT)
    assert (row["currency"], row["review_status"]) == ("AUD", "corrected")
    assert {name for name in ROW if row[name] != ROW[name]} == {
        "currency",
        "review_status",
        "reviewer",
        "reviewed_at",
    }
    assert fates == ["same"]


def test_a_correction_that_the_rules_have_learned_still_stands():
    [row], fates = replayed([ROW | {"currency": "AUD"}], CORRECT)
    assert (row["currency"], row["review_status"], fates) == ("AUD", "corrected", ["same"])


def test_a_rejected_row_stays_rejected():
    [row], _ = replayed([ROW], replace(ACCEPT, action="reject", reason="not_aid"))
    assert row["review_status"] == "rejected"


def test_a_row_that_says_otherwise_now_is_asked_again():
    [row], fates = replayed([ROW | {"low": "6000000"}], ACCEPT)
    assert (row["review_status"], row["low"], fates) == ("lapsed", "6000000", ["changed"])


BEN = replace(CORRECT, id="d3", reviewer="Ben", after="CAD")


@pytest.mark.parametrize(
    "others",
    [
        [BEN],
        [replace(ACCEPT, id="d3", reviewer="Ben")],
        [replace(ACCEPT, id="d3", reviewer="Ben", action="reject", reason="wrong_value")],
        [replace(BEN, field="low", before="5000000", after="4000000"), replace(BEN, id="d4")],
    ],
)
def test_two_who_reviewed_a_row_without_seeing_each_other_disagree_in_either_order(others):
    for decisions in ([CORRECT, *others], [*others, CORRECT]):
        [row], fates = replayed([ROW], *decisions)
        assert row["review_status"] == "disputed"
        assert set(fates) == {"same"}


def test_two_who_corrected_a_cell_alike_without_seeing_each_other_agree():
    [row], fates = replayed([ROW], CORRECT, replace(BEN, after="AUD"))
    assert (row["currency"], row["review_status"], fates) == ("AUD", "corrected", ["same"] * 2)


def test_a_dispute_of_two_who_had_not_seen_each_other_is_settled_as_one_of_them_decided():
    settled = replace(ACCEPT, id="d5", action="adjudicate", after="Ben", reviewer="Chi")
    settled = replace(settled, before=seen(ROW | {"currency": "AUD"}, MONEY))
    [row], _ = replayed([ROW], CORRECT, BEN, settled)
    assert (row["currency"], row["review_status"]) == ("CAD", "corrected")


def test_a_decision_whose_row_is_gone_is_reported():
    rows, fates = replayed([ROW | {"row_id": "other"}], ACCEPT)
    assert fates == ["gone"]
    assert rows[0]["review_status"] == "unreviewed"


def test_a_row_that_a_person_added_is_there():
    added = replace(ACCEPT, action="add", row_id="new", after='{"text":"$7","currency":"USD"}')
    rows, fates = replayed([ROW], added)
    assert rows[1]["row_id"] == "new"
    assert (rows[1]["text"], rows[1]["review_status"], rows[1]["low"]) == ("$7", "added", "")
    assert fates == ["same"]


def test_nothing_missed_in_a_sentence_holds_while_the_sentence_stands():
    nothing = replace(ACCEPT, action="nothing", row_id="none", evidence="It gave on.")
    block = {"row_id": "b", "text": "It met. It gave on. It left."}
    made = tables(ROW) | {"blocks": pd.DataFrame([block])}
    assert review(made, [nothing])[1]["fate"].tolist() == ["same"]
    assert review(tables(ROW), [nothing])[1]["fate"].tolist() == ["gone"]


# ---- where a row has gone --------------------------------------------------------------------

SENTENCE = "Norway gave $5 million to wells, and its neighbours gave nothing at all."
QUOTED = replace(
    ACCEPT,
    evidence=SENTENCE,
    quotation="$5 million",
    at="2",
    words_before="Norway gave",
    words_after="to wells, and",
)


def block_of(text, name="b1"):
    return Block(name, "s1", 1, "body", "a.txt", copied(text))


def sum_row(sentence, row_id, **cells):
    """A row of money that stands in a block of its own."""
    start = sentence.index("$")
    place = {"block_id": row_id, "raw_start": str(start), "raw_end": str(start + 10)}
    return ROW | {"row_id": row_id, "evidence": sentence} | place | cells


def fates_of(decision, *rows):
    blocks = {row["block_id"]: block_of(row["evidence"], row["block_id"]) for row in rows}
    given = as_tables({"money": rows})
    found = apply_decisions(given, [decision], lambda: blocks)
    fate = found.fates[0]
    return fate.fate, fate.row_id, {i: r["review_status"] for i, r in found.tables["money"].items()}


def seen_at(sentence, **more):
    before = seen(sum_row(sentence, "abc"), MONEY)
    return replace(QUOTED, evidence=sentence, before=before, **more)


def test_a_row_that_moved_keeps_its_decision():
    assert fates_of(seen_at(SENTENCE), sum_row(SENTENCE, "new")) == (
        *("moved", "new"),
        {"new": "accepted"},
    )


def test_white_space_and_signs_do_not_matter():
    wrapped = SENTENCE.replace("wells, and", "wells,\u00a0and")
    assert fates_of(seen_at(SENTENCE), sum_row(wrapped, "new"))[0] == "moved"


def test_a_corrected_typo_does_not_matter():
    slip = SENTENCE.replace("neighbours", "nieghbours")
    assert fates_of(seen_at(slip), sum_row(SENTENCE, "abc"))[0] == "same"
    assert fates_of(seen_at(slip), sum_row(SENTENCE, "new"))[:2] == ("moved", "new")


@pytest.mark.parametrize(
    ("old", "new"),
    [("gave nothing", "gave little"), ("Norway", "Sweden"), ("at all", "at first"), ("$5", "$6")],
)
def test_a_changed_word_is_asked_again(old, new):
    changed = sum_row(SENTENCE.replace(old, new), "new")
    assert fates_of(seen_at(SENTENCE), changed) == ("changed", "new", {"new": "lapsed"})
    same_id = changed | {"row_id": "abc"}
    assert fates_of(seen_at(SENTENCE), same_id) == ("changed", "abc", {"abc": "lapsed"})


def test_a_row_whose_sentence_is_gone_is_an_orphan_and_the_nearest_is_named():
    other = sum_row("Norway gave $9 million to two schools in its own north this year.", "far")
    assert fates_of(seen_at(SENTENCE), other) == ("gone", "far", {"far": "unreviewed"})
    assert fates_of(seen_at(SENTENCE)) == ("gone", "", {})


def test_of_rows_that_say_the_same_one_takes_the_decision():
    twice = (sum_row(SENTENCE, "one"), sum_row(SENTENCE, "two"))
    assert fates_of(seen_at(SENTENCE), *twice)[2] == {"one": "accepted", "two": "unreviewed"}


def test_two_repeated_rows_keep_a_decision_each():
    twice = (sum_row(SENTENCE, "one"), sum_row(SENTENCE, "two"))
    blocks = {row["block_id"]: block_of(SENTENCE, row["block_id"]) for row in twice}
    decided = [seen_at(SENTENCE), seen_at(SENTENCE, row_id="def", action="reject", reason="other")]
    made = apply_decisions(as_tables({"money": twice}), decided, lambda: blocks)
    statuses = [row["review_status"] for row in made.tables["money"].values()]
    assert statuses == ["accepted", "rejected"]


def test_a_row_that_was_reviewed_beside_it_takes_no_decision_of_another():
    decided = [seen_at(SENTENCE), seen_at(SENTENCE, row_id="gone", action="reject", reason="other")]
    made = apply_decisions(as_tables({"money": [sum_row(SENTENCE, "abc")]}), decided)
    assert [fate.fate for fate in made.fates] == ["same", "gone"]
    assert made.tables["money"]["abc"]["review_status"] == "accepted"


def test_a_duplicate_that_lost_its_original_is_asked_again():
    duplicate = seen_at(SENTENCE, action="reject", reason="duplicate")
    assert fates_of(duplicate, sum_row(SENTENCE, "other"))[::2] == (
        "changed",
        {"other": "lapsed"},
    )


def test_rejected_for_good_stays_rejected_whatever_the_rules_now_read():
    rejected = seen_at(SENTENCE, action="reject", reason="not_aid")
    assert fates_of(rejected, sum_row(SENTENCE, "abc", low="6"))[2] == {"abc": "rejected"}
    wrong = seen_at(SENTENCE, action="reject", reason="wrong_value")
    assert fates_of(wrong, sum_row(SENTENCE, "abc", low="6"))[2] == {"abc": "lapsed"}


def test_a_reference_to_a_row_that_is_there_no_longer_is_as_good_as_the_new_one():
    saw = sum_row(SENTENCE, "abc", equivalent_of="old")
    decision = replace(seen_at(SENTENCE), before=seen(saw, MONEY))
    other = sum_row("It gave $9 million.", "new")
    assert fates_of(decision, saw | {"equivalent_of": "new"}, other)[0] == "same"
    old = sum_row("They gave $8 million.", "old")
    assert fates_of(decision, saw | {"equivalent_of": "new"}, other, old)[0] == "changed"


def test_a_corrected_place_moves_with_its_sentence():
    then = sum_row(SENTENCE, "abc", field_spans='{"evidence":[[0,73]],"text":[[12,22]]}')
    wish = '{"evidence":[[0,73]],"text":[[12,16]]}'
    decision = replace(
        seen_at(SENTENCE),
        action="correct",
        field="field_spans",
        before=then["field_spans"],
        after=wish,
    )
    moved = then | {"field_spans": '{"evidence":[[40,113]],"text":[[52,62]]}'}
    made = apply_decisions(as_tables({"money": [moved]}), [decision])
    assert made.tables["money"]["abc"]["field_spans"] == '{"evidence":[[40,113]],"text":[[52,56]]}'
    longer = then | {"field_spans": '{"evidence":[[40,114]],"text":[[52,62]]}'}
    made = apply_decisions(as_tables({"money": [longer]}), [decision])
    assert made.tables["money"]["abc"]["field_spans"] == '{"evidence":[[40,114]]}'


# ---- rows that people added ------------------------------------------------------------------

ADDED = replace(
    QUOTED,
    id="d9",
    action="add",
    row_id="add1",
    after=as_json(
        {name: cell for name, cell in sum_row(SENTENCE, "b1").items() if cell}
        | {
            "field_spans": f'{{"evidence":[[0,{len(SENTENCE)}]],"text":[[12,22]]}}',
            "source": "a.txt",
        }
    ),
)


def test_an_added_row_moves_with_its_sentence():
    text = "Something stands before it. " + SENTENCE
    made = apply_decisions(as_tables({"money": []}), [ADDED], lambda: {"b7": block_of(text, "b7")})
    row = made.tables["money"]["add1"]
    assert text[int(row["raw_start"]) : int(row["raw_end"])] == "$5 million"
    assert (row["block_id"], row["review_status"]) == ("b7", "added")
    assert row["field_spans"] == f'{{"evidence":[[28,{len(text)}]],"text":[[40,50]]}}'


def test_an_added_row_whose_sentence_is_gone_is_an_orphan():
    made = apply_decisions(
        as_tables({"money": []}), [ADDED], lambda: {"b7": block_of("Nothing.", "b7")}
    )
    assert (made.fates[0].fate, made.tables["money"]) == ("gone", {})


def test_an_added_row_that_the_rules_find_now_stands_once():
    found = sum_row(SENTENCE, "found", block_id="b1", source="a.txt")
    accepted = replace(ACCEPT, row_id="add1", before=seen(found, MONEY))
    made = apply_decisions(
        as_tables({"money": [found]}), [ADDED, accepted], lambda: {"b1": block_of(SENTENCE)}
    )
    assert list(made.tables["money"]) == ["found"]
    assert [(fate.fate, fate.row_id) for fate in made.fates] == [("moved", "found")] * 2


# ---- several people --------------------------------------------------------------------------


def by(name, decision, **more):
    return replace(decision, id=f"{name}{more.get('field', '')}", reviewer=name, **more)


def status_of(*decisions, policy=None, row=ROW):
    made = apply_decisions(as_tables({"money": [row]}), decisions, policy=policy)
    return made.tables["money"][row["row_id"]]["review_status"], made


def test_people_who_decide_differently_on_a_row_are_in_dispute():
    assert status_of(by("A", ACCEPT), by("B", ACCEPT, action="reject", reason="other"))[0] == (
        "disputed"
    )
    assert status_of(by("A", ACCEPT), by("B", CORRECT))[0] == "disputed"
    assert status_of(by("A", ACCEPT), by("B", ACCEPT))[0] == "accepted"


def test_who_accepts_a_corrected_row_agrees_with_the_correction():
    accepted = by("B", ACCEPT, before=seen(ROW | {"currency": "AUD"}, MONEY))
    assert status_of(by("A", CORRECT), accepted)[0] == "corrected"


def test_who_changes_their_own_mind_is_in_no_dispute():
    rejected = by("A", ACCEPT, action="reject", reason="other")
    assert status_of(by("A", ACCEPT), rejected)[0] == "rejected"


def test_a_dispute_is_settled_and_can_flare_up_again():
    rejected = by("B", ACCEPT, action="reject", reason="other")
    settled = by("Chair", ACCEPT, action="adjudicate", after="A")
    status, made = status_of(by("A", ACCEPT), rejected, settled)
    assert (status, made.fates[-1].fate) == ("accepted", "same")
    assert status_of(by("A", ACCEPT), rejected, settled, by("C", rejected))[0] == "disputed"
    assert status_of(by("A", ACCEPT), rejected, replace(settled, after="B"))[0] == "rejected"
    nobody = status_of(by("A", ACCEPT), rejected, replace(settled, after="Nobody"))[1]
    assert nobody.fates[-1].fate == "changed"


def test_a_policy_asks_for_a_second_person():
    two = read_policy("2", "")
    assert status_of(by("A", ACCEPT), policy=two)[0] == "awaiting"
    assert status_of(by("A", ACCEPT), by("B", ACCEPT), policy=two)[0] == "accepted"
    large = read_policy("2", "5000000")
    assert status_of(by("A", ACCEPT), policy=large)[0] == "awaiting"
    assert status_of(by("A", ACCEPT), policy=read_policy("2", "5000001"))[0] == "accepted"


@pytest.mark.parametrize("words", [("two", ""), ("0", ""), ("2", "1e6"), ("2", "-1")])
def test_a_policy_that_is_none_is_refused(words):
    with pytest.raises(BadInputError, match="REVIEWERS"):
        read_policy(*words)


def test_kappa_is_what_cohen_computes_by_hand():
    """20 rows: both accept 10, both reject 4, A alone accepts 4, B alone accepts 2.

    Observed 14/20; by chance (14·12 + 6·8)/400 = 0.54; kappa (0.7 - 0.54)/(1 - 0.54).
    """
    yes, no = View("accept", {}), View("reject", {})
    pairs = [(yes, yes)] * 10 + [(no, no)] * 4 + [(yes, no)] * 4 + [(no, yes)] * 2
    assert kappa([{"A": a, "B": b} for a, b in pairs]) == Fraction(16, 46)
    assert kappa([{"A": yes}]) is None
    assert kappa([{"A": yes, "B": yes}] * 3) == 1


def test_the_state_of_the_review_counts_rows_and_money():
    rows = [
        ROW,
        ROW | {"row_id": "x", "low": "1", "high": "15000000"},
        ROW | {"row_id": "y", "currency": ""},
    ]
    made = apply_decisions(as_tables({"money": rows}), [by("A", ACCEPT), by("B", ACCEPT)])
    state = {(row["table"], row["currency"]): row for row in review_state(made)}
    whole, dollars = state["money", ""], state["money", "USD"]
    assert (whole["rows"], whole["reviewed"], whole["share"]) == ("3", "1", "0.3333")
    assert (whole["judged_twice"], whole["kappa"]) == ("1", "1")
    assert (dollars["amount"], dollars["amount_reviewed"], dollars["amount_share"]) == (
        *("20000000", "5000000", "0.25"),
    )


# ---- other editions --------------------------------------------------------------------------


def proposals(decision, *rows, decided=()):
    replayed_rows = apply_decisions(as_tables({"money": rows}), decided)
    blocks = {row["block_id"]: block_of(row["evidence"], row["block_id"]) for row in rows}
    return propose(replayed_rows, {"2018": [decision]}, lambda: blocks)


def test_the_same_sentence_in_another_edition_gets_a_proposal_and_no_decision():
    [row] = proposals(seen_at(SENTENCE), sum_row(SENTENCE, "new"))
    assert (row["from_edition"], row["row_id"], row["fate"]) == ("2018", "new", "moved")
    assert as_decision(row).action == "accept"
    assert proposals(seen_at(SENTENCE), sum_row(SENTENCE, "abc"))[0]["fate"] == "same"


def test_what_differs_or_is_reviewed_already_gets_no_proposal():
    changed = sum_row(SENTENCE.replace("wells", "roads"), "abc")
    assert proposals(seen_at(SENTENCE), changed) == []
    assert proposals(seen_at(SENTENCE), sum_row(SENTENCE, "abc", low="6")) == []
    own = seen_at(SENTENCE)
    assert proposals(seen_at(SENTENCE), sum_row(SENTENCE, "abc"), decided=[own]) == []


# ---- work ------------------------------------------------------------------------------------


@pytest.mark.parametrize("at", ["5", "9"])
def test_work_grows_with_the_decisions_and_no_faster(at):
    """Also where many sentences are half alike and none of them is found again."""

    def fold_of(count):
        sentences = [
            f"In case {n} Norway gave $5 million to wells of its own." for n in range(count)
        ]
        rows = [sum_row(sentence, f"new{n}") for n, sentence in enumerate(sentences)]
        made = [seen_at(sentence, row_id=f"old{n}", at=at) for n, sentence in enumerate(sentences)]
        made += [replace(one, action="nothing", evidence="Nothing at all.") for one in made]
        blocks = {row["block_id"]: block_of(row["evidence"], row["block_id"]) for row in rows}
        return as_tables({"money": rows}), made, lambda: blocks

    apply_decisions(*fold_of(5))
    small, large = (calls_of(apply_decisions, *fold_of(count)) for count in (200, 800))
    assert large < 4.5 * small


@pytest.mark.parametrize("stands", [True, False])
def test_a_sentence_without_a_missed_row_is_looked_for_in_the_text(stands):
    block = dict.fromkeys((c.name for c in TABLE["blocks"].columns), "") | {"row_id": "b"}
    block["text"] = f"It began. {SENTENCE}" if stands else "It began."
    nothing = replace(QUOTED, action="nothing")
    made = apply_decisions(as_tables({"blocks": [block]}), [nothing])
    assert made.fates[0].fate == ("same" if stands else "gone")


# ---- promises that hold for every journal ----------------------------------------------------

SENTENCES = (SENTENCE, SENTENCE.replace("wells", "roads"), SENTENCE.replace("nothing", "notihng"))
made_decisions = st.builds(
    lambda sentence, row_id, action, reviewer, number: replace(
        seen_at(SENTENCES[sentence], row_id=row_id),
        action=action,
        reason="other" if action == "reject" else "",
        after=reviewer if action == "adjudicate" else "",
        reviewer=reviewer,
        time=f"2026-01-{number:02}",
    ),
    st.integers(0, 2),
    st.sampled_from(("a", "b", "c")),
    st.sampled_from(("accept", "reject", "adjudicate")),
    st.sampled_from(("Aiko", "Ben")),
    st.integers(1, 28),
)
found_rows = st.lists(
    st.tuples(st.sampled_from(("a", "b", "c", "d")), st.integers(0, 2)),
    unique_by=lambda pair: pair[0],
)


@given(found_rows, st.lists(made_decisions, max_size=6))
def test_every_decision_has_a_fate_and_no_row_is_reviewed_by_another_sentence(places, decisions):
    rows = [sum_row(SENTENCES[sentence], row_id) for row_id, sentence in places]
    given_tables = as_tables({"money": rows})
    blocks = {row["block_id"]: block_of(row["evidence"], row["block_id"]) for row in rows}
    made = apply_decisions(given_tables, decisions, lambda: blocks)
    assert [fate.decision for fate in made.fates] == decisions
    assert given_tables == as_tables({"money": rows}), "what was given is left as it was"
    assert made.tables["money"].keys() == given_tables["money"].keys()
    for fate in made.fates:
        if fate.fate in ("same", "moved"):
            saw, now = (
                text.replace("notihng", "nothing")
                for text in (fate.decision.evidence, made.tables["money"][fate.row_id]["evidence"])
            )
            assert saw == now
