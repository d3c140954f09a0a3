"""Sums of money: the example file, the rules' own sentences, and what holds for every text."""

import re
from decimal import Decimal
from pathlib import Path

import pytest

from pipeline.model import Amount
from pipeline.money import find_amounts
from pipeline.money_vetoes import VETOES, Veto

EXAMPLES = Path(__file__).parent / "examples" / "amounts.txt"


def told(amount: Amount) -> str:
    """An amount as the example file tells it."""
    same = amount.low == amount.high
    bounds = f"{amount.low:f}" if same else f"{_bound(amount.low)}..{_bound(amount.high)}"
    words = [bounds, amount.currency or "none"]
    words += [amount.qualifier] if amount.qualifier != "exact" else []
    words += [f"/{amount.per}"] if amount.per else []
    words += ["again"] if amount.equivalent_of is not None else []
    words += [f"carried:{','.join(amount.carried)}"] if amount.carried else []
    words += [f"flag:{flag}" for flag in amount.flags if flag != "scale_missing"]
    return " ".join(words)


def _bound(value: Decimal | None) -> str:
    return "" if value is None else f"{value:f}"


def examples() -> list[tuple[str, str, dict[str, str], list[str]]]:
    """Kind, marked sentence, the edition's symbols, and what must be found."""
    found = []
    kind, held = "", ""
    for line in EXAMPLES.read_text(encoding="utf-8").splitlines():
        if line.startswith("#") or not line:
            kind = line[3:] if line.startswith("## ") else kind
        elif " => " not in line:
            held += line + "\n"
        else:
            sentence, _, expected = (held + line).rpartition(" => ")
            held = ""
            symbols, sentence = _symbols(sentence)
            wanted = [] if expected == "nothing" else [_plain(e) for e in expected.split(" ; ")]
            assert sentence.count("«") == sentence.count("»") == len(wanted), line
            found.append((kind, sentence, symbols, wanted))
    return found


def _plain(expected: str) -> str:
    return re.sub(r" flag:(scale_missing)?(?= |$)", "", expected).strip()


def _symbols(sentence: str) -> tuple[dict[str, str], str]:
    match = re.match(r"\[(\S+)=([A-Z]{3})\] ", sentence)
    return ({match[1]: match[2]}, sentence[match.end() :]) if match else ({}, sentence)


@pytest.mark.parametrize(("kind", "marked", "symbols", "wanted"), examples())
def test_an_example(kind: str, marked: str, symbols: dict[str, str], wanted: list[str]) -> None:
    amounts = find_amounts(re.sub("[«»]", "", marked), symbols)
    assert [told(amount) for amount in amounts] == wanted
    assert [amount.text for amount in amounts] == re.findall("«(.*?)»", marked, re.DOTALL)


@pytest.mark.parametrize("veto", VETOES, ids=lambda veto: veto.name)
def test_a_veto_skips_its_sentence_and_keeps_its_near_miss(veto: Veto) -> None:
    assert find_amounts(veto.skips) == []
    assert find_amounts(veto.finds)
