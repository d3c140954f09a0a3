"""Stretches of words become parties: each snaps to the names under it and takes their codes."""

from dataclasses import replace

import pytest

from pipeline.contributions.parties import parties_in, phrase_of, providers_in, recipients_in
from pipeline.contributions.passages import passages_of
from pipeline.contributions.statements import Words
from tests.helpers.marked_reader import read_as
from tests.helpers.readings import readings_of


def passage_of(*texts):
    """The last of some blocks with what stands before it."""
    return list(passages_of(readings_of(*texts)))[-1]


def words_in(passage, said):
    start = passage.text.index(said)
    return Words(start, start + len(said), 0.8)


@pytest.mark.parametrize(
    ("text", "said", "names"),
    [
        ("Norwegian aid of $5 million went to Chad.", "Norwegian", [("Norway", "NOR")]),
        ("Norway gave Chad $5 million.", "Norway", [("Norway", "NOR")]),
        ("Norway gave Chad $5 million.", "Norway gave", [("Norway", "NOR")]),
        (
            "The Government of Japan gave Chad $5 million.",
            "The Government of Japan",
            [("Government of Japan", "JPN")],
        ),
        (
            "Norway, Sweden and Denmark gave Chad $5 million.",
            "Norway, Sweden and Denmark",
            [("Norway", "NOR"), ("Sweden", "SWE"), ("Denmark", "DNK")],
        ),
        ("Bluefield Aid gave Chad $5 million.", "Bluefield Aid", [("Bluefield Aid", "")]),
    ],
)
def test_the_provider_is_named_with_its_country(text, said, names):
    passage = passage_of(text)
    found = providers_in(passage, [words_in(passage, said)])
    assert [(named.party.name, named.party.iso3) for named in found] == names
    assert all(named.by_name and named.score == 0.8 for named in found)


@pytest.mark.parametrize(
    ("said", "name"),
    [("Norwegian charities", "Norwegian charities"), ("the Norwegian Government", "Norway")],
)
def test_a_nationality_names_a_channel_only_with_whom_it_describes(said, name):
    passage = passage_of("Aid went through Norwegian charities and the Norwegian Government.")
    [named] = parties_in(passage, words_in(passage, said))
    assert named.party.name == name


@pytest.mark.parametrize("said", ["We", "It", "The Ministry"])
def test_a_pronoun_is_no_name(said):
    passage = passage_of(f"{said} gave $5 million to Chad.")
    [named] = providers_in(passage, [words_in(passage, said)])
    assert (named.by_name, named.party.entity_id, named.party.iso3) == (False, "", "")


@pytest.mark.parametrize(
    ("said", "names"),
    [
        ("UNHCR and UNICEF", ["UNHCR", "UNICEF"]),
        ("UNHCR", ["UNHCR"]),
        ("UNHC", ["UNHCR"]),
        ("a local NGO", ["local NGO"]),
        ("the World Bank", ["World Bank"]),
    ],
)
def test_each_channel_is_a_party(said, names):
    passage = passage_of("Norway gave $5 million to UNHCR and UNICEF, a local NGO, the World Bank.")
    found = list(parties_in(passage, words_in(passage, said)))
    assert [named.party.at.text for named in found] == names


@pytest.mark.parametrize(
    ("said", "names"),
    [
        ("northern Kenya", [("Kenya", "KEN")]),
        ("Kenyan hospitals", [("Kenya", "KEN")]),
        ("Chad and Mali", [("Chad", "TCD"), ("Mali", "MLI")]),
        ("eight countries in Asia", [("eight countries in Asia", "")]),
        ("the Sahel", [("Sahel", "")]),
        ("their neighbours", [("neighbours", "")]),
    ],
)
def test_who_receives_is_a_country_or_a_group_as_printed(said, names):
    text = (
        "Norway gave $5 million to northern Kenya, Kenyan hospitals, Chad and Mali, eight "
        "countries in Asia, the Sahel and their neighbours."
    )
    passage = passage_of(text)
    found = list(recipients_in(passage, words_in(passage, said)))
    assert [(named.party.name, named.party.iso3) for named in found] == names


def test_a_party_s_place_is_in_the_block_and_none_where_only_the_text_before_prints_it():
    passage = passage_of("Norway helps Chad.", "UNICEF received $5 million.")
    [before] = providers_in(passage, [words_in(passage, "Norway")])
    [inside] = parties_in(passage, words_in(passage, "UNICEF"))
    assert before.party.at is None
    assert (inside.party.at.start, inside.party.at.end) == (0, 6)


@pytest.mark.parametrize(
    ("said", "phrase"), [("the clean water,", "clean water"), ("(schools)", "schools"), (",", None)]
)
def test_a_phrase_has_no_article_or_mark_at_its_edges(said, phrase):
    text = "Norway gave $5 million for the clean water, (schools) and roads."
    passage = passage_of(text)
    found = phrase_of(passage, words_in(passage, said))
    assert (found and found.text) == phrase
    assert found is None or text[found.start : found.end] == phrase


# ---- parties of a row ------------------------------------------------------------------------


def test_those_who_give_one_amount_together_are_all_named(monkeypatch):
    marked = "[Norway, Sweden]{provider} and [Denmark]{provider} gave [$5 million]{amount 3}."
    [row] = read_as(monkeypatch, marked).contributions
    assert {row.provider.name, *(party.name for party in row.co_providers)} == {
        "Norway",
        "Sweden",
        "Denmark",
    }
    assert "several_givers" in row.basis.flags


def test_private_money_is_a_row_but_no_official_aid(monkeypatch):
    marked = "[The Nippon Foundation]{provider} gave [$5 million]{amount 3}."
    [row] = read_as(monkeypatch, marked).contributions
    assert (row.provider_type, "private_money" in row.basis.flags) == ("60", True)


@pytest.mark.parametrize(
    ("marked", "scope"),
    [
        ("Norway gave [$5 million]{amount 3}.", "not_stated"),
        ("Norway gave [$5 million]{amount 3} to [Kenya]{recipient}.", "single"),
        ("Norway gave [$5 million]{amount 3} to [Kenya and Chad]{recipient}.", "joint"),
        ("Norway gave [$5 million]{amount 3} to [the Sahel]{recipient}.", "group"),
    ],
)
def test_the_scope_says_how_many_receive(monkeypatch, marked, scope):
    [row] = read_as(monkeypatch, marked).contributions
    assert row.recipient_scope == scope


def test_a_provider_is_no_recipient_and_nobody_is_named_twice(monkeypatch):
    marked = (
        "[Norway]{provider} gave [$5 million]{amount 3} to [Kenya]{recipient}, [Kenyan]{recipient} "
        "schools and [Norway]{recipient}."
    )
    [row] = read_as(monkeypatch, marked).contributions
    assert [party.at.text for party in row.recipients] == ["Kenya"]


def test_an_item_of_a_list_is_read_with_the_sentence_above_the_list():
    texts = ("Norway gave help to Chad through:", "(1) UNICEF: $4 million", "(2) Tents: $6 million")
    lead, *items = readings_of(*texts)
    listed = [replace(i, block=replace(i.block, kind="list_item")) for i in items]
    found = [passage.text for passage in passages_of([lead, *listed])]
    assert found == [
        "Aid. " + texts[0],
        f"Aid. {texts[0]} {texts[1]}",
        f"Aid. {texts[0]} {texts[2]}",
    ]


def test_a_text_of_another_section_says_nothing_of_the_provider():
    one, two = readings_of("Norway helps Chad.", "It gave $5 million.")
    *_, passage = passages_of([one, replace(two, section_path=("Trade",))])
    assert passage.text == "Trade. It gave $5 million."
    assert passage.text[passage.begin :] == "It gave $5 million."
