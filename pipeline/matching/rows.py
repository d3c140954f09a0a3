"""Candidates as rows of the table `matches`, with both sides."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from pipeline.matching.candidates import Candidate, Found, shared_records
from pipeline.matching.claims import Claim, why_not
from pipeline.matching.records import Money, Party, Record, Row
from pipeline.records.text import evidence_id
from pipeline.schema import EVIDENCE, MATCHES, PLACE
from pipeline.storage.files import joined_list

CONFIDENCE = {"match": "high", "near": "medium", "none": "low", "not_comparable": "low"}
COPIED = (  # from the contribution
    *("edition", *(column.name for column in PLACE), "evidence"),
    *("provider", "recipients", "channels", "purpose", "currency", "period_start", "period_end"),
)
UNREVIEWED = {"review_status": "unreviewed"}
EMPTY = dict.fromkeys((column.name for column in (*MATCHES.columns, *EVIDENCE)), "")
INCLUDED = ("part_of", "example_of")


@dataclass(frozen=True, slots=True)
class Links:
    """How the contributions depend on each other."""

    rows: Mapping[str, Row]  # contributions by row_id
    included: frozenset[tuple[str, str]]  # money_ids: a stated total and its component

    def words(self, row_id: str, others: Iterable[str]) -> Iterator[str]:
        """Why one record may fit several contributions."""
        row, rows = self.rows[row_id], [self.rows[other] for other in others]
        if any(self._repeats(row, other) for other in rows):
            yield "The record also fits a row that states the same contribution again."
        if any(self._includes(row, other) for other in rows):
            yield "The record also fits a component or the total of this amount."
        if any(not self._repeats(row, o) and not self._includes(row, o) for o in rows):
            yield "The record also fits another contribution."

    def _repeats(self, row: Row, other: Row) -> bool:
        first, second = (r["duplicate_of"] or r["row_id"] for r in (row, other))
        return first == second

    def _includes(self, row: Row, other: Row) -> bool:
        pair = row["money_id"], other["money_id"]
        return pair in self.included or pair[::-1] in self.included


def links_of(contributions: Sequence[Row], relations: Sequence[Row]) -> Links:
    """The links between contributions, from their rows and from `money_relations`."""
    included = {
        (relation["whole"], relation["part"])
        for relation in relations
        if relation["type"] in INCLUDED and relation["review_status"] != "rejected"
    }
    return Links({row["row_id"]: row for row in contributions}, frozenset(included))


def match_rows(
    claims: Sequence[Claim], found: Found, links: Links, source: str
) -> Iterator[dict[str, str]]:
    """The rows of each contribution, in reading order, its best record first."""
    by_id, shared = {claim.row_id: claim for claim in claims}, shared_records(found)
    for row_id, row in links.rows.items():
        if row["review_status"] == "rejected":
            continue
        kept = found.candidates.get(row_id, [])
        yield from (_candidate(one, shared, links, source) for one in kept)
        if not kept:
            yield _alone(row, by_id.get(row_id), source)


def _candidate(
    candidate: Candidate, shared: Mapping[tuple[str, ...], list[str]], links: Links, source: str
) -> dict[str, str]:
    made, claim = candidate.comparison, candidate.claim
    others = [r for r in shared[candidate.record.content] if r != claim.row_id]
    why = filter(None, (made.why, *links.words(claim.row_id, others)))
    return {
        **_ours(claim.row, claim),
        **_theirs(candidate.record),
        "row_id": candidate.match_id,
        "record_source": source,
        "outcome": made.outcome,
        "confidence": "low" if made.is_thin else CONFIDENCE[made.outcome],
        "score": f"{made.points / 100:.2f}",
        "agrees": joined_list(made.named("agree")),
        "differs": joined_list(made.named("near", "one_sided", "differ")),
        "why": " ".join(why),
        "shared_with": joined_list(others),
    }


def _alone(row: Row, claim: Claim | None, source: str) -> dict[str, str]:
    """A contribution of which the source has no record, or which cannot be looked up."""
    outcome = "none" if claim else "not_comparable"
    return {
        **_ours(row, claim),
        "row_id": evidence_id("match", row["row_id"], source),
        "record_source": source,
        "outcome": outcome,
        "confidence": CONFIDENCE[outcome],
        "why": why_not(row) or "No record has this provider and amount at this time.",
    }


def _ours(row: Row, claim: Claim | None) -> dict[str, str]:
    has_bounds = claim is not None and bool(row["low"] and row["high"])
    types = row["transaction_type"] or row["transaction_type_candidates"]
    return {
        **EMPTY,
        **UNREVIEWED,
        **{name: row[name] for name in COPIED},
        "rule": "match",
        "contribution_id": row["row_id"],
        "transaction_type": types,
        "amount": claim.printed if claim else "",
        "low": f"{claim.low:f}" if claim and has_bounds else row["low"],
        "high": f"{claim.high:f}" if claim and has_bounds else row["high"],
    }


def _theirs(record: Record) -> dict[str, str]:
    money = record.amounts[0]
    return {
        "record_id": record.record_id,
        "record_provider": _names(record.providers),
        "record_recipients": _names(record.recipients),
        "record_channels": _names(record.channels),
        "record_title": record.title,
        "record_transaction_type": record.transaction_type,
        "record_amount": _digits(money),
        "record_currency": money.currency,
        "record_usd": next((_digits(m) for m in record.amounts if m.is_converted), ""),
        "record_start": str(record.start or ""),
        "record_end": str(record.end or ""),
        "record_purpose_codes": joined_list(record.purposes),
    }


def _names(parties: Iterable[Party]) -> str:
    return joined_list([party.shown for party in parties])


def _digits(money: Money) -> str:
    text = f"{money.value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
