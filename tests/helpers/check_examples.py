"""Reads the examples of totals and parts, and what the checks say of them."""

from dataclasses import dataclass

from pipeline.contributions import read_money
from pipeline.findings.checks import check_totals
from pipeline.findings.money_relations import find_relations
from tests.helpers.number_examples import EXAMPLES
from tests.helpers.readings import EDITION, readings_of

SAID = {"exact": "adds", "within_rounding": "adds", "inconsistent": "differs"}


@dataclass(frozen=True, slots=True)
class CheckExample:
    kind: str
    text: str
    wanted: str  # adds, differs, nothing


def check_examples() -> list[CheckExample]:
    found, kind = [], ""
    for line in (EXAMPLES / "checks.txt").read_text(encoding="utf-8").splitlines():
        kind = line[3:] if line.startswith("## ") else kind
        if " => " in line and not line.startswith("#"):
            text, _, wanted = line.rpartition(" => ")
            found.append(CheckExample(kind, text, wanted))
    return found


def said_of(example: CheckExample) -> str:
    """What the checks of a text say; several in order, joined by commas."""
    readings = readings_of(*example.text.split(" | "))
    money = read_money(readings, EDITION)
    checks = check_totals(readings, find_relations(readings, money))
    said = [SAID[check.verdict] for check in checks if check.verdict in SAID]
    return ", ".join(said) or "nothing"
