"""Reads the examples of contributions and compares them with what was found."""

import re
from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from pipeline.entities.identity import identify
from pipeline.records.facts import Contribution, Party
from pipeline.storage.edition import Edition

LEVELS = ("high", "medium", "low")
FIELDS = ("provider", "recipients", "channels", "type", "period", "amount")
KEYS = {
    "from": "provider",
    "to": "recipients",
    "via": "channels",
    "type": "type",
    "when": "period",
}


@dataclass(frozen=True, slots=True)
class Expected:
    """A contribution as an example writes it; names in lower case, without articles."""

    amount: str  # "USD 5000000", or "none"
    provider: str = ""
    recipients: frozenset[str] = frozenset()
    channels: frozenset[str] = frozenset()
    type: frozenset[str] = frozenset()
    period: str = ""


@dataclass(frozen=True, slots=True)
class Example:
    text: str
    contributions: tuple[Expected, ...]


def read_examples(path: Path) -> list[Example]:
    """The examples of a file.  Raises ValueError for a text without rows and without "-"."""
    found: list[Example] = []
    text, contributions, stated = "", [], True
    for line in [*path.read_text(encoding="utf-8").splitlines(), ""]:
        if line.startswith("+"):
            contributions.append(_contribution(line[1:]))
            stated = True
        elif line.strip() == "-":
            stated = True
        elif line.strip() and not line.startswith(("#", "==")):
            text, contributions, stated = line.strip(), [], False
        elif not line.strip() and text:
            if not stated:
                raise ValueError(f"{path.name}: '{text[:40]}' has no rows; write + or -")
            found.append(Example(text, tuple(contributions)))
            text = ""
    return found


def _contribution(line: str) -> Expected:
    amount, *fields = (part.strip() for part in line.split("|"))
    values = {KEYS[key]: value for key, _, value in (f.partition(" ") for f in fields)}
    return Expected(
        amount,
        known(values.get("provider", "")),
        frozenset(known(n) for n in values.get("recipients", "").split(";") if n.strip()),
        frozenset(known(n) for n in values.get("channels", "").split(";") if n.strip()),
        frozenset(values.get("type", "").split("/")) - {""},
        plain(values.get("period", "")),
    )


def plain(words: str) -> str:
    """Words in lower case without their article or the short form in brackets behind them."""
    bare = re.sub(r"\s*\([^)]*\)$", "", words.strip().lower().replace("’", "'"))
    return re.sub(r"^the\s+", "", bare)


def known(name: str) -> str:
    """The id of a name, so that "UNDP" equals its long form."""
    return identify(name.strip()) if name.strip() else ""


def as_contribution(found: Contribution) -> Expected:
    amount = found.amount
    return Expected(
        f"{amount.currency} {_number(amount.low or amount.high)}" if amount else "none",
        _id(found.provider) if found.provider else "",
        _names(found.recipients),
        _names((*found.channels, *found.implementers)),
        frozenset(found.transaction_types),
        plain(found.period.text) if found.period else "",
    )


def _number(value: Decimal | None) -> str:
    return "" if value is None else f"{value:f}".removesuffix(".0").rstrip(".")


def _names(parties: tuple[Party, ...]) -> frozenset[str]:
    return frozenset(_id(party) for party in parties)


def _id(party: Party) -> str:
    return party.entity_id or known(party.name)


def contributions_of(text: str, edition: Edition) -> list[Contribution]:
    from pipeline.contributions import find_contributions
    from tests.helpers.readings import reading_of

    return find_contributions([reading_of(text, edition=edition)], edition)


@dataclass(slots=True)
class Score:
    """Counts over examples; `wrong` holds what to look at."""

    counts: Counter[str]
    wrong: list[str]

    @property
    def f1(self) -> float:
        hit, missed, extra = (self.counts[key] for key in ("hit", "missed", "extra"))
        return 2 * hit / (2 * hit + missed + extra)

    def accuracy(self, field: str) -> float:
        return self.counts[field] / max(self.counts["hit"], 1)

    @property
    def high(self) -> float:
        """How many of the rows called high are right in every field."""
        return self.counts["high_right"] / max(self.counts["high"], 1)


def score(examples: list[Example], edition: Edition) -> Score:
    """Compare what is found in each example with its rows, matched by their sums in order."""
    result = Score(Counter(), [])
    for example in examples:
        left = list(example.contributions)
        for found in contributions_of(example.text, edition):
            contribution = as_contribution(found)
            gold = next((g for g in left if _same_amount(g, contribution)), None)
            if gold:
                left.remove(gold)
            _count(result, example, found, gold)
        result.counts["missed"] += len(left)
        result.wrong += [f"MISSED {gold.amount}: {example.text}" for gold in left]
    return result


def _same_amount(gold: Expected, contribution: Expected) -> bool:
    """The same amount; one read wrongly still stands for the only one of another currency."""
    return gold.amount.split()[-1] == contribution.amount.split()[-1]


def _count(result: Score, example: Example, found: Contribution, gold: Expected | None) -> None:
    level = found.basis.confidence
    result.counts[level] += 1
    if gold is None:
        result.counts["extra"] += 1
        result.wrong.append(f"EXTRA {as_contribution(found).amount}: {example.text}")
        return
    result.counts["hit"] += 1
    contribution = as_contribution(found)
    bad = [name for name in FIELDS if getattr(contribution, name) != getattr(gold, name)]
    for name in set(FIELDS) - set(bad):
        result.counts[name] += 1
    result.counts[f"{level}_right"] += not bad
    result.wrong += [
        f"{name.upper()} [{found.basis.confidence}] {_shown(getattr(contribution, name))} for "
        f"{_shown(getattr(gold, name))}: {example.text}"
        for name in bad
    ]


def _shown(value: str | frozenset[str]) -> str:
    return value if isinstance(value, str) else ";".join(sorted(value))
