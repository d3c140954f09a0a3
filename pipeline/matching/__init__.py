"""Every contribution looked up in a second source: IATI, the OECD's CRS, or OCHA's FTS.

records     what a source states
opening     a file, recognised by its content; iati and tables read the formats
names       parties of both sides as entities
claims      the contributions that can be looked up
comparing   a contribution and a record, field by field
candidates  the best records of each contribution
rows        the table `matches`
page        the same as one page to read

Pure but for the source's file: reviewed tables, records and decisions in, rows and a summary out.
"""

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from pipeline.decisions.journal import Decision
from pipeline.matching.candidates import find_candidates
from pipeline.matching.claims import claims_of
from pipeline.matching.records import Record, Row
from pipeline.matching.rows import links_of, match_rows
from pipeline.reviewed.agreement import Policy
from pipeline.reviewed.fold import apply_decisions, as_tables
from pipeline.schema import MATCHES
from pipeline.storage.files import split_list

ACCEPTED, REJECTED = ("accepted",), ("rejected",)
NOT_NAMED = "no provider named"


@dataclass(frozen=True, slots=True)
class Matches:
    """What a second source says about the contributions of an edition."""

    rows: tuple[dict[str, str], ...]
    read: int  # records of the source
    fates: Mapping[str, int]  # decisions about this source that are same, changed, gone

    def outcomes(self) -> dict[str, tuple[str, str]]:
        """A contribution -> its provider and its outcome, as people decided where they did."""
        best = (row for row in self.rows if row["candidate"] == "1")
        return {row["contribution_id"]: (row["provider"], outcome_of(row)) for row in best}

    def by_provider(self) -> dict[str, dict[str, int]]:
        """A provider -> how many of its contributions have each outcome, the most first."""
        counts: dict[str, dict[str, int]] = {}
        for provider, outcome in self.outcomes().values():
            name = ", ".join(split_list(provider)) or NOT_NAMED
            row = counts.setdefault(name, dict.fromkeys(MATCHES.own[0].values, 0))
            row[outcome] += 1
        return dict(sorted(counts.items(), key=lambda item: (-sum(item[1].values()), item[0])))


def outcome_of(row: Row) -> str:
    """The outcome of a contribution whose best row this is."""
    if row["review_status"] in ACCEPTED and row["record_id"]:
        return "match"
    return "none" if row["review_status"] in REJECTED and row["record_id"] else row["outcome"]


def match(
    tables: Mapping[str, Sequence[Row]],
    records: Iterable[Record],
    source: str,
    decisions: Sequence[Decision] = (),
    policy: Policy | None = None,
) -> Matches:
    """Look the reviewed contributions up among the records of the source of this name.

    `tables` has contributions, money and money_relations; `decisions` are those in force.  A pair
    that a person accepted or rejected stays, however many better records there are.
    """
    made = [decision for decision in decisions if decision.table == MATCHES.name]
    contributions = tables["contributions"]
    claims = list(claims_of(contributions, tables["money"]))
    found = find_candidates(claims, records, {decision.row_id for decision in made})
    links = links_of(contributions, tables["money_relations"])
    given = as_tables({MATCHES.name: match_rows(claims, found, links, source)})
    reviewed = apply_decisions(given, made, policy=policy)
    rows = _ranked(reviewed.tables[MATCHES.name].values())
    fates = Counter(
        fate.fate
        for fate in reviewed.fates
        if fate.fate != "gone" or _is_about(fate.decision, source)
    )
    return Matches(tuple(rows), found.read, fates)


def _is_about(decision: Decision, source: str) -> bool:
    """Whether a decision was made about a record of the source of this name."""
    return bool(json.loads(decision.before or "{}").get("record_source") == source)


def _ranked(rows: Iterable[dict[str, str]]) -> list[dict[str, str]]:
    """The rows with the place of each candidate: accepted ones first, rejected ones last."""
    groups: dict[str, list[dict[str, str]]] = {}
    for row in rows:
        groups.setdefault(row["contribution_id"], []).append(row)
    return [
        {**row, "candidate": str(place)}
        for group in groups.values()
        for place, row in enumerate(sorted(group, key=_rank), start=1)
    ]


def _rank(row: Row) -> int:
    if row["review_status"] in ACCEPTED:
        return 0
    return 2 if row["review_status"] in REJECTED else 1
