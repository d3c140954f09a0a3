"""Currencies: what symbols, codes and words mean, and who decides among several."""

import pytest
from babel import Locale
from babel.core import get_global

from pipeline.money.amounts import find_amounts
from pipeline.money.currencies import CODES, SYMBOLS, WORDS, Marker, decide, marker_of
from pipeline.money.local_currencies import local_currencies_of
from pipeline.storage.edition import DEFAULT_SYMBOLS
from pipeline.vocab import read_vocab


def meaning(printed: str, sentence: str = "", **symbols: str) -> tuple[str | None, str]:
    marker = marker_of(printed)
    assert marker is not None, printed
    decision = decide(
        marker,
        {**DEFAULT_SYMBOLS, **symbols},
        lambda: [local_currencies_of(sentence).between(0, len(sentence))],
    )
    return decision.code, decision.basis


@pytest.mark.parametrize(
    ("printed", "code"),
    [
        ("US$", "USD"),
        ("U.S.$", "USD"),
        ("A$", "AUD"),
        ("€", "EUR"),
        ("₩", "KRW"),
        ("Japanese Yen", "JPY"),
        ("Kenyan shillings", "KES"),
        ("pounds sterling", "GBP"),
        ("special drawing rights", "XDR"),
        ("Swedish kronor", "SEK"),
        ("new Taiwan dollars", "TWD"),
        ("Malawian kwacha", "MWK"),
    ],
)
def test_a_marker_of_one_currency_is_explicit(printed: str, code: str) -> None:
    assert meaning(printed) == (code, "explicit")


@pytest.mark.parametrize(
    ("printed", "sentence", "symbols", "wanted"),
    [
        ("$", "", {}, ("USD", "edition_rule")),
        ("$", "", {"$": "AUD"}, ("AUD", "edition_rule")),
        ("dollars", "", {"$": "AUD"}, ("AUD", "edition_rule")),
        ("¥", "", {"¥": "CNY"}, ("CNY", "edition_rule")),
        ("Rs.", "", {"Rs": "LKR"}, ("LKR", "edition_rule")),
        ("rupees", "Farmers in India", {"Rs": "LKR"}, ("LKR", "edition_rule")),
        ("rupees", "Farmers in India", {}, ("INR", "context")),
        ("rupees", "Farmers in India and Nepal", {}, (None, "explicit")),
        ("rupees", "", {}, (None, "explicit")),
        ("pounds", "", {}, ("GBP", "edition_rule")),
        ("pounds", "Farmers in Egypt", {}, ("EGP", "context")),
        ("pounds", "", {"pound": "SDG"}, ("SDG", "edition_rule")),
        ("francs", "Schools in Guinea", {}, ("GNF", "context")),
    ],
)
def test_who_decides_among_several(
    printed: str, sentence: str, symbols: dict[str, str], wanted: tuple[str | None, str]
) -> None:
    assert meaning(printed, sentence, **symbols) == wanted


@pytest.mark.parametrize("code", sorted(CODES))
def test_every_code_is_read_before_and_after_an_amount(code: str) -> None:
    for text in (f"{code} 5 million", f"5 million {code}"):
        [amount] = find_amounts(f"The dam cost {text} in all.")
        assert (amount.text, amount.low, amount.currency) == (text, 5_000_000, code)


@pytest.mark.parametrize("name", sorted(WORDS))
def test_every_name_is_read_after_an_amount(name: str) -> None:
    [amount] = find_amounts(f"The dam cost 5 million {name} in all.")
    assert amount.text == f"5 million {name}"
    assert amount.currency in (None, *WORDS[name].codes)


@pytest.mark.parametrize("symbol", sorted(SYMBOLS))
def test_every_symbol_is_read_before_an_amount(symbol: str) -> None:
    [amount] = find_amounts(f"The dam cost {symbol}5 million in all.")
    assert amount.text == f"{symbol}5 million"
    assert amount.currency in (None, *SYMBOLS[symbol].codes)


def test_the_vocabulary_names_known_codes() -> None:
    known = {str(code) for code in Locale("en").currencies}
    for row in read_vocab("currencies"):
        if row["sort"] != "ignored_code":
            assert set(row["codes"].split("|")) <= known, row


def test_every_current_currency_is_known_by_its_bare_name() -> None:
    plurals = Locale("en")._data["currency_names_plural"]
    for code, marker in CODES.items():
        if code[0] == "X" or code not in _current() or code == "KPW":  # "won" is South Korea's
            continue
        for name in dict(plurals.get(code, {})).values():
            bare = name.lower().split()[-1]
            known = WORDS.get(bare)
            assert known is not None or bare in NO_MONEY, name
            assert known is None or code in known.codes, name
        assert marker.codes == (code,)


NO_MONEY = {"mark", "gold", "(offshore)", "soberano", "soberanos"}  # common words, variants


def _current() -> set[str]:
    entries = get_global("territory_currencies").values()
    return {entry[0] for listed in entries for entry in listed if entry[2] is None and entry[3]}


def test_nothing_is_stated_twice() -> None:
    keys = [(row["sort"], row["marker"]) for row in read_vocab("currencies")]
    assert len(keys) == len(set(keys))


def test_a_word_that_is_no_money_has_no_marker() -> None:
    assert marker_of("rice") is None
    assert isinstance(marker_of("USD"), Marker)
