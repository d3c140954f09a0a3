"""What a made-up network says of a head, decoded as stretches of words with probabilities."""

import numpy as np
import pytest

from pipeline.contributions.reader import Head
from pipeline.contributions.statements import CUT, JOIN, Words, statement_of
from tests.helpers.marked_reader import (
    KINDS,
    NETWORK,
    PARTS,
    SURE,
    TYPES,
    heads_of,
    scores,
    unmarked,
)

MARKED = (
    "In [2018]{time}, [Norway]{provider} gave [$5 million]{amount 3} to [Kenya]{recipient} for "
    "[clean water]{purpose}."
)


def read(marked=MARKED):
    text, marks = unmarked(marked)
    [head] = heads_of(text, marks, [(a, b) for a, b, label in marks if label[:6] == "amount"])
    return text, statement_of(NETWORK, text, head)


def test_each_role_is_a_stretch_of_the_text():
    text, statement = read()
    said = {role: [text[w.start : w.end] for w in words] for role, words in statement.parts.items()}
    assert said == {
        "provider": ["Norway"],
        "recipient": ["Kenya"],
        "channel": [],
        "implementer": [],
        "beneficiary": [],
        "purpose": ["clean water"],
        "time": ["2018"],
    }


def test_a_stretch_is_as_likely_as_its_words_and_an_empty_role_as_none_of_them():
    _, statement = read()
    [provider] = statement.parts["provider"]
    assert provider.score == pytest.approx(SURE)
    assert statement.none["provider"] == pytest.approx(1 - SURE)
    assert statement.none["channel"] > CUT


def test_kind_and_type_are_named():
    _, statement = read()
    assert (statement.kind, statement.is_act) == ("contribution", False)
    assert statement.score == pytest.approx(SURE)
    assert max(statement.types, key=statement.types.get) == "3"


def test_an_act_is_as_likely_as_its_words_state_help_and_it_is_a_contribution():
    text = "Norway sent doctors."
    [head] = heads_of(text, [(7, 11, "act 3")], [])
    statement = statement_of(NETWORK, text, head)
    assert statement.is_act
    assert statement.score == pytest.approx(SURE * SURE)


def decoded(text, pieces, shares):
    """The channels of a head whose pieces have these probabilities of being one."""
    parts = np.zeros((len(PARTS), len(pieces)), dtype=np.float32)
    parts[PARTS.index("channel")] = shares
    parts[0] = 1 - np.array(shares)
    kinds, types = scores(KINDS, "contribution"), scores(TYPES, "3")
    head = Head(0, 1, None, kinds, types, parts, tuple(pieces))
    found = statement_of(NETWORK, text, head)
    return [text[w.start : w.end] for w in found.parts["channel"]], found.none["channel"]


BODIES = "World Bank and UNICEF"
PLACES = [(0, 5), (6, 10), (11, 14), (15, 21)]


@pytest.mark.parametrize(
    ("between", "said"),
    [(JOIN + 0.1, [BODIES]), (JOIN - 0.1, ["World Bank", "UNICEF"])],
)
def test_a_word_that_is_nearly_of_a_part_joins_those_beside_it(between, said):
    assert decoded(BODIES, PLACES, [0.9, 0.8, between, 0.7])[0] == said


def test_words_below_the_cut_have_no_part():
    said, none = decoded(BODIES, PLACES, [0.4, 0.3, 0.2, 0.1])
    assert (said, none) == ([], pytest.approx(0.6))


def test_a_word_in_pieces_is_taken_whole_or_not_at_all():
    text, places = "UNICEF gave", [(0, 2), (2, 4), (4, 6), (7, 11)]
    assert decoded(text, places, [0.9, 0.2, 0.7, 0.1])[0] == ["UNICEF"]
    assert decoded(text, places, [0.9, 0.1, 0.2, 0.1])[0] == []


def test_marks_beside_a_word_are_words_of_their_own():
    text = "Chad’s"
    assert decoded(text, [(0, 4), (4, 5), (5, 6)], [0.9, 0.1, 0.1])[0] == ["Chad"]


def test_a_window_without_pieces_says_nothing():
    assert decoded("", [], []) == ([], 1.0)


def test_words_say_where_they_stand():
    text, statement = read()
    [words] = statement.parts["purpose"]
    assert words == Words(text.index("clean"), text.index("."), pytest.approx(SURE))
