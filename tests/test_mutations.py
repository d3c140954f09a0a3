"""Decisions travel with their sentences, and to no other: a part of the bench of mutations."""

import pytest

from tests.bench import mutations

KINDS = (
    "sentence inserted 0",
    "paragraphs reordered",
    "word changed 0",
    "typo mended 0",
    "new edition",
)


@pytest.fixture(scope="module")
def real():
    text = mutations.read_text()
    tables, blocks = mutations.run(text, "2019")
    return text, tables, mutations.accept_all(tables, blocks), blocks


@pytest.mark.parametrize("kind", KINDS)
def test_no_decision_is_carried_wrongly_and_few_that_hold_are_asked_again(real, kind):
    text, tables, decisions, blocks = real
    [mutation] = [m for m in mutations.mutations(text, 0.05) if m.name == kind]
    after, there = mutations.run(mutation.text, mutation.edition, mutation.data)
    if mutation.slip[0]:
        typos = mutations.accept_all(after, there)
        counts = mutations.outcome(mutation, typos, after, (tables, blocks))
    else:
        counts = mutations.outcome(mutation, decisions, tables, (after, there))
    assert counts["wrongly"] == 0
    held = sum(counts[name] for name in ("carried", "asked", "orphaned", "re-read"))
    assert held > 500
    assert counts["carried"] >= 0.9 * held
    assert (counts["lapsed"] > 0) == (kind == "word changed 0")
    if counts["carried"] < 0.95 * held:
        pytest.xfail("the reader says otherwise of some rows beside other paragraphs")
