"""Contributions: what holds whatever the reader's weights say, and plain sentences that it reads.

How many sentences are read right is measured in test_contribution_examples.py.
"""

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline import contributions
from pipeline.contributions import find_contributions, read_money, reader
from pipeline.contributions.encoding import windows_of
from pipeline.contributions.reader import load_network
from pipeline.records.errors import BadInputError
from pipeline.records.facts import Contribution
from pipeline.vocab import read_vocab
from tests.helpers.commands import run_script
from tests.helpers.marked_reader import NETWORK, read_as
from tests.helpers.paths import ROOT
from tests.helpers.properties import examples
from tests.helpers.readings import EDITION, reading_of, readings_of

PLAIN = "In 2018, Norway gave $5 million to Kenya through UNICEF for clean water."


def phrases(row: Contribution):
    """All words of a block that a row rests on."""
    parties = (row.provider, *row.co_providers, *row.recipients, *row.channels, *row.implementers)
    yield from (party.at for party in parties if party and party.at)
    yield from (phrase for phrase in (row.purpose, row.verb, *row.beneficiaries) if phrase)


# ---- read by the shipped weights -------------------------------------------------------------


def test_a_plain_sentence_gives_its_row():
    [row] = find_contributions([reading_of(PLAIN)], EDITION)
    assert (row.provider.iso3, row.amount.text, row.status) == ("NOR", "$5 million", "disbursed")
    assert [party.name for party in row.recipients] == ["Kenya"]
    assert [party.at.text for party in row.channels] == ["UNICEF"]
    assert (row.period.text, row.period_basis) == ("2018", "stated")
    assert (row.purpose.text, row.verb.text, row.not_countable) == ("clean water", "gave", "")


def test_each_field_is_the_characters_of_the_text():
    [row] = find_contributions([reading_of(PLAIN)], EDITION)
    said = list(phrases(row))
    assert len(said) >= 5
    assert all(PLAIN[phrase.start : phrase.end] == phrase.text for phrase in said)
    assert PLAIN[row.bearer.start : row.bearer.end] == row.amount.text
    assert PLAIN[slice(*row.sentence)].strip() == PLAIN


def test_help_without_an_amount_is_a_row_that_no_total_adds():
    [row] = find_contributions([reading_of("Norway sent doctors to Kenya in 2018.")], EDITION)
    assert (row.amount, row.not_countable, row.provider.iso3) == (None, "no_amount", "NOR")


WORDS = re.findall(
    r"[^|]+",
    "Japan|Norway|UNDP|we|It|gave|$5 million|¥3 billion|to|Kenya|northern|countries|in 2018|,|"
    "since 2007|a|loan|of|which|was|by|for|schools|and|total|making|trained|(|)|.|;|“|”|’s",
)


@examples(30)
@given(st.lists(st.sampled_from(WORDS), max_size=25), st.sampled_from(WORDS))
def test_any_words_give_rows_whose_spans_lie_in_the_block(words, before):
    texts = (f"{before} helped Chad in 2016.", " ".join(words))
    for row in find_contributions(readings_of(*texts), EDITION):
        text = texts[int(row.bearer.block_id[1:])]
        assert all(text[phrase.start : phrase.end] == phrase.text for phrase in phrases(row))
        assert 0 <= row.bearer.start < row.bearer.end <= len(text)
        if row.period_basis == "stated":
            assert text[row.period.start : row.period.end] == row.period.text


def test_probabilities_are_shares_and_the_row_s_is_among_them():
    [row] = find_contributions([reading_of(PLAIN)], EDITION)
    shares = row.basis.probabilities
    assert {"row", "provider", "recipients", "channels", "type", "period"} <= set(shares)
    assert all(0 <= share <= 1 for share in shares.values())


def test_a_long_paragraph_is_read_in_windows_and_each_amount_once():
    contribution = "In {}, Norway gave ${} million to Kenya. "
    filler = "The rains came late and the roads to the north stayed closed for many weeks. "
    text = "".join(contribution.format(2001 + n, n + 2) + filler * 7 for n in range(8)).strip()
    reading = reading_of(text)
    assert len(windows_of(load_network().tokenizer, "", text)) > 3
    money = read_money([reading], EDITION)
    assert [bearer.start for bearer in money.kinds] == [a.start for a in reading.amounts]
    found = [row.amount.low for row in money.contributions if row.amount]
    assert found == [(n + 2) * 1_000_000 for n in range(8)]


def test_a_text_read_twice_gives_the_same_rows():
    readings = readings_of(PLAIN, "It also trained 20 nurses in Uganda.")
    assert find_contributions(readings, EDITION) == find_contributions(readings, EDITION)


def test_rows_do_not_depend_on_the_number_of_threads(monkeypatch):
    code = f"""
from tests.helpers.readings import EDITION, reading_of
from pipeline.contributions import find_contributions
print(find_contributions([reading_of({PLAIN!r})], EDITION))
"""
    printed = []
    for threads in ("1", "2"):
        monkeypatch.setenv("OMP_NUM_THREADS", threads)
        printed.append(run_script(code, ROOT)[0])
    assert printed[0] == printed[1] != ["[]"]


# ---- what is read, and by which weights ------------------------------------------------------


def test_a_text_without_amounts_or_words_of_giving_is_not_read(monkeypatch):
    monkeypatch.setattr(contributions, "read_text", lambda *_: pytest.fail("the text was read"))
    readings = readings_of("The sky was grey.", "In May 2018 the two ministers met in Rome.")
    assert read_money(readings, EDITION, network=NETWORK).contributions == ()


def test_the_reader_is_given_whose_text_it_is(monkeypatch):
    told = []
    monkeypatch.setattr(contributions, "read_text", lambda _, whose, *__: told.append(whose) or [])
    read_money([reading_of(PLAIN)], EDITION, network=NETWORK)
    assert told == ["provider Japan; Aid report"]


@pytest.mark.parametrize("damage", [None, b"", b"no archive"])
def test_missing_or_damaged_weights_are_reported_in_one_line(tmp_path, monkeypatch, damage):
    if damage is not None:
        (tmp_path / reader.WEIGHTS).write_bytes(damage)
        (tmp_path / reader.DIGEST).write_text("0" * 64, encoding="utf-8")
    monkeypatch.setattr(reader, "files", lambda _: tmp_path)
    with pytest.raises(BadInputError, match=r"reader\.zip.*install oda-tables again") as caught:
        load_network.__wrapped__()
    assert "\n" not in str(caught.value)


def test_weights_that_are_no_reader_are_reported_in_one_line():
    with pytest.raises(BadInputError, match="is no reader"):
        reader.unpack(b"no archive")


# ---- what is made of the reader's words, whatever they are -----------------------------------

GIFT = "gave [$5 million]{amount 3} to [Kenya]{recipient}."


@pytest.mark.parametrize(
    ("marked", "iso3", "printed", "reason"),
    [
        ((f"[Norway]{{provider}} {GIFT}",), "NOR", "Norway", ""),
        ((f"[We]{{provider}} {GIFT}",), "JPN", "We", "speaker_is_provider"),
        ((f"[My office]{{provider}} {GIFT}",), "JPN", "My", "speaker_is_provider"),
        ((f"Nobody {GIFT}",), "JPN", None, "report_is_provider"),
        (("[Norway]{provider} helps.", f"[It]{{provider}} {GIFT}"), "NOR", None, "provider_before"),
        ((f"[Bluefield Aid]{{provider}} {GIFT}",), "", "Bluefield Aid", "unknown_name"),
    ],
)
def test_providers(monkeypatch, marked, iso3, printed, reason):
    [row] = read_as(monkeypatch, *marked).contributions
    assert (row.provider.iso3, row.provider.at and row.provider.at.text) == (iso3, printed)
    assert not reason or reason in row.basis.reasons


@pytest.mark.parametrize(
    ("publisher", "marked", "provider"),
    [
        ("Coastal Bank of Japan", f"[The Bank]{{provider}} {GIFT}", "Japan"),
        ("Coastal Bank of Japan", f"[The Trust]{{provider}} {GIFT}", "Trust"),
        ("Coastal Bank of Japan", f"[Bank]{{provider}} {GIFT}", "Bank"),
        ("Coastal Bank of Japan", f"[the World Bank]{{provider}} {GIFT}", "World Bank"),
    ],
)
def test_the_publisher_s_own_short_name_means_whose_text_it_is(
    monkeypatch, publisher, marked, provider
):
    edition = replace(EDITION, publisher=publisher)
    [row] = read_as(monkeypatch, marked, edition=edition).contributions
    assert row.provider.name == provider


def test_the_short_name_of_a_publisher_without_a_country_is_the_publisher(monkeypatch):
    edition = replace(EDITION, publisher="Coastal Bank", provider="")
    [row] = read_as(monkeypatch, f"[The Bank]{{provider}} {GIFT}", edition=edition).contributions
    assert row.provider.name == "Coastal Bank"


def test_a_text_of_nobody_in_particular_has_no_provider_but_those_it_names(monkeypatch):
    nobody = replace(EDITION, provider="")
    [row] = read_as(monkeypatch, f"A donor {GIFT}", edition=nobody).contributions
    assert (row.provider, row.basis.unknown["provider"]) == (None, "not_stated")


@pytest.mark.parametrize(
    ("marked", "reason"),
    [
        ("[Norway]{provider} gave [$5 million]{amount 3} to [Kenya]{recipient}.", ""),
        ("[Norway]{provider} has [sent]{act 3} doctors to [Kenya]{recipient}.", "no_amount"),
        ("[Norway]{provider} took back [$5 million]{amount x}.", "returned"),
        ("[Norway]{provider} never paid [$5 million]{amount x}.", "not_provided"),
        ("[Norway]{provider} gave [$5 million]{money total} in all.", "total"),
        ("For example, [Norway]{provider} gave [$5 million]{amount 3}.", "example"),
        ("[Norway]{provider} gives [$5 million a year]{amount 3}.", "rate"),
        ("[Since 2007]{time}, [Norway]{provider} has given [$5 million]{amount 3}.", "cumulative"),
        ("[Norway]{provider} gave [$5 million]{amount 3} [from 2015 to 2018]{time}.", "cumulative"),
        ("[Norway]{provider} has given a total of [$5 million]{amount 3}.", "cumulative"),
        ("[Norway]{provider} will give [$5 million]{amount 12} [from 2019 to 2022]{time}.", ""),
    ],
)
def test_why_a_total_leaves_a_contribution_out(monkeypatch, marked, reason):
    [row] = read_as(monkeypatch, marked).contributions
    assert row.not_countable == reason
    assert row.cumulative == (reason == "cumulative")
    assert reason in {"", *(code["code"] for code in read_vocab("flags"))}


def test_an_amount_that_is_no_contribution_has_a_kind_and_no_row(monkeypatch):
    money = read_as(monkeypatch, "The road cost [$5 million]{money budget}, not $6 million.")
    assert (money.contributions, [*money.kinds.values()]) == ((), ["budget", "other"])


def test_an_equivalent_in_another_currency_bears_no_second_row(monkeypatch):
    marked = "[Norway]{provider} gave [$4 million]{amount 3} ([NOK 40 million]{amount 3}) to Chad."
    [row] = read_as(monkeypatch, marked).contributions
    assert row.amount.text == "$4 million"


def test_a_component_is_no_second_row(monkeypatch):
    marked = "[Norway]{provider} gave [$9 million]{amount 3}, of it [$4 million]{money share}."
    assert [r.amount.text for r in read_as(monkeypatch, marked).contributions] == ["$9 million"]


def test_a_contribution_stated_again_points_to_the_row_that_stated_it_first(monkeypatch):
    marked = "[Norway]{provider} gave [$5 million]{amount 3} to [Kenya]{recipient} in 2018."
    first, second = read_as(monkeypatch, marked, marked).contributions
    assert (first.not_countable, first.duplicate_of) == ("", None)
    assert (second.not_countable, second.duplicate_of) == ("duplicate", first.bearer)


def test_what_a_heading_promises_the_text_below_it_states(monkeypatch):
    marked = "[Japan]{provider} [trained]{act 3} nurses in [Kenya]{recipient}"
    assert read_as(monkeypatch, marked, kind="heading").contributions == ()


def test_a_caption_says_that_nothing_else_states_its_contribution(monkeypatch):
    marked = "A [patrol vessel]{act 3} built with a yen loan from [Japan]{provider}, Manila."
    [row] = read_as(monkeypatch, marked, kind="caption").contributions
    assert (row.known_only_from, row.finance_type) == ("caption", "421")


def test_the_type_that_the_words_leave_open_is_ambiguous(monkeypatch):
    marked = "A grant of [$5 million]{amount 2/3} from [Norway]{provider} is new."
    [row] = read_as(monkeypatch, marked).contributions
    assert (row.transaction_types, row.status) == (("2", "3"), "")
    assert row.basis.unknown["transaction_type"] == "ambiguous"
    assert row.basis.unknown["channels"] == row.basis.unknown["period_text"] == "not_stated"


def test_a_time_of_the_sentence_before_is_inherited(monkeypatch):
    marked = "The rains failed in [2018]{time}. Norway gave [$5 million]{amount 3}."
    [row] = read_as(monkeypatch, marked).contributions
    assert (row.period.text, row.period_basis) == ("2018", "inherited")
    assert "period_inherited" in row.basis.reasons
