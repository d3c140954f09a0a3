"""The rows of money, contributions, money relations and checks."""

from collections.abc import Iterable, Sequence

from pipeline.records.facts import (
    Basis,
    Bearer,
    Check,
    Contribution,
    MoneyRelation,
    MoneyRole,
    Party,
    Reading,
)
from pipeline.records.numbers import Amount
from pipeline.records.text import FieldSpans, Span
from pipeline.storage.files import as_json, joined_list
from pipeline.tables.details import detail_cells, detail_spans
from pipeline.tables.rows import (
    Row,
    TableRows,
    amount_cells,
    boolean,
    countries,
    decimal,
    entity_ids,
    names,
    period_cells,
    places_of,
    stated_period,
)

UNSURE_FLAGS = ("currency_missing",)  # flags of an amount that give its row low confidence


def add_money(table: TableRows, readings: Iterable[Reading], roles: Iterable[MoneyRole]) -> None:
    """Every amount, with its role."""
    role_of = {role.bearer: role for role in roles}
    for reading in readings:
        ids: dict[int, str] = {}
        for amount in reading.amounts:
            bearer = Bearer(reading.block.block_id, amount.start, amount.end)
            role = role_of.get(bearer)
            row = _amount_row(table, bearer, amount, role)
            ids[amount.start] = row["row_id"]
            if amount.equivalent_of is not None:
                row["equivalent_of"] = ids.get(amount.equivalent_of, "")


def _amount_row(table: TableRows, bearer: Bearer, amount: Amount, role: MoneyRole | None) -> Row:
    flags = (*amount.flags, *(role.flags if role else ()))
    reasons = ("currency_by_edition",) if amount.currency_basis == "edition_rule" else ()
    doubtful = any(flag in UNSURE_FLAGS for flag in flags)
    confidence = "low" if doubtful else "medium" if flags else "high"
    unknown = {} if amount.currency else {"currency": "not_stated"}
    basis = Basis(amount.rule, confidence, reasons, flags, unknown)
    span = ((amount.start, amount.end),)
    spans: dict[str, tuple[Span, ...]] = {"text": span}
    spans |= {name: span for name in ("low", "high") if getattr(amount, name) is not None}
    if amount.currency and "currency" not in amount.carried:
        spans["currency"] = span
    period, period_basis = (role.period, role.period_basis) if role else (None, "")
    spans |= stated_period(period, period_basis)
    row = table.extracted(bearer, spans, basis, table.book.sentence(bearer))
    row |= {
        "text": amount.text,
        **amount_cells(amount),
        "currency_basis": amount.currency_basis if amount.currency else "",
        "per": amount.per,
        "role": role.role if role else "other",
        **period_cells(period, period_basis),
    }
    return row


def add_contributions(
    table: TableRows, money: TableRows, contributions: Sequence[Contribution]
) -> None:
    """Contributions in reading order, so that a restated one finds the row that came first."""
    for contribution in contributions:
        basis = contribution.basis
        row = table.extracted(
            contribution.bearer, _contribution_spans(contribution), basis, contribution.sentence
        )
        money_id = money.id_of(contribution.bearer) if contribution.amount else ""
        row |= _party_cells(contribution) | amount_cells(contribution.amount)
        row |= period_cells(contribution.period, contribution.period_basis)
        row |= {
            "purpose": contribution.purpose.text if contribution.purpose else "",
            "purpose_codes": joined_list(contribution.purpose_codes),
            "theme": row["section"].split(" / ")[-1],
            "verb": contribution.verb.text if contribution.verb else "",
            **_type_cells(contribution),
            "status": contribution.status,
            "modality": contribution.modality,
            "finance_type": contribution.finance_type,
            **detail_cells(contribution),
            "money_id": money_id,
            "fiscal_year": contribution.period.fiscal_year if contribution.period else "",
            "cumulative": boolean(contribution.cumulative),
            "known_only_from": contribution.known_only_from,
            "countable": boolean(not contribution.not_countable),
            "not_countable_reason": contribution.not_countable,
            "duplicate_of": table.id_of(contribution.duplicate_of),
            **_probability_cells(basis),
        }


def _probability_cells(basis: Basis) -> Row:
    """Probabilities with two decimals: more would be false precision."""
    shares = {name: f"{share:.2f}" for name, share in basis.probabilities.items()}
    row = shares.pop("row", "")
    return {
        "probability": row,
        "field_probabilities": as_json({name: float(share) for name, share in shares.items()}),
    }


def _party_cells(contribution: Contribution) -> Row:
    return {
        "provider": names(_providers(contribution)),
        "provider_id": entity_ids(_providers(contribution)),
        "provider_type": contribution.provider_type,
        "recipients": names(contribution.recipients),
        "recipient_ids": entity_ids(contribution.recipients),
        "recipient_iso3": countries(contribution.recipients),
        "recipient_scope": contribution.recipient_scope,
        "beneficiaries": joined_list([phrase.text for phrase in contribution.beneficiaries]),
        "channels": names(contribution.channels),
        "channel_ids": entity_ids(contribution.channels),
        "implementers": names(contribution.implementers),
        "implementer_ids": entity_ids(contribution.implementers),
    }


def _providers(contribution: Contribution) -> tuple[Party, ...]:
    return (
        (contribution.provider, *contribution.co_providers)
        if contribution.provider
        else contribution.co_providers
    )


def _type_cells(contribution: Contribution) -> Row:
    certain = len(contribution.transaction_types) == 1
    return {
        "transaction_type": contribution.transaction_types[0] if certain else "",
        "transaction_type_candidates": ""
        if certain
        else joined_list(contribution.transaction_types),
    }


def _contribution_spans(contribution: Contribution) -> FieldSpans:
    spans = dict(
        places_of(
            provider=_providers(contribution),
            recipients=contribution.recipients,
            beneficiaries=contribution.beneficiaries,
            channels=contribution.channels,
            implementers=contribution.implementers,
            purpose=contribution.purpose,
            verb=contribution.verb,
            status=contribution.status_words,
        )
    )
    if contribution.amount:
        span = ((contribution.amount.start, contribution.amount.end),)
        spans |= {
            name: span for name in ("low", "high") if getattr(contribution.amount, name) is not None
        }
    spans |= detail_spans(contribution)
    return spans | stated_period(contribution.period, contribution.period_basis)


def add_relations(table: TableRows, money: TableRows, relations: Iterable[MoneyRelation]) -> None:
    for relation in relations:
        here = relation.whole.block_id == relation.part.block_id
        spans = places_of(stated=relation.stated) if here else {}
        sentence = table.book.sentence(relation.part)
        row = table.extracted(relation.part, spans, relation.basis, sentence)
        row |= {
            "whole": money.id_of(relation.whole),
            "part": money.id_of(relation.part),
            "type": relation.type,
            "stated": relation.stated.text if relation.stated else "",
        }


def add_checks(table: TableRows, money: TableRows, checks: Iterable[Check]) -> None:
    for check in checks:
        sentence = table.book.sentence(check.whole)
        row = table.extracted(check.whole, {}, check.basis, sentence)
        row |= {
            "money_id": money.id_of(check.whole),
            "parts": joined_list([money.id_of(part) for part in check.parts]),
            "currency": check.currency,
            "stated_low": decimal(check.stated_low),
            "stated_high": decimal(check.stated_high),
            "computed_low": decimal(check.computed_low),
            "computed_high": decimal(check.computed_high),
            "verdict": check.verdict,
        }
