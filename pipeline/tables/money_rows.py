"""The rows of sums and gifts: money, contributions, relations between sums, checks."""

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

UNSURE_FLAGS = ("currency_missing",)  # flags of an amount that leave its row doubtful


def add_money(table: TableRows, readings: Iterable[Reading], roles: Iterable[MoneyRole]) -> None:
    """Every sum, with what it is."""
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


def add_contributions(table: TableRows, money: TableRows, gifts: Sequence[Contribution]) -> None:
    """Gifts in reading order, so that a retelling finds the row that told it first."""
    for gift in gifts:
        basis = gift.basis
        row = table.extracted(gift.bearer, _gift_spans(gift), basis, gift.sentence)
        money_id = money.id_of(gift.bearer) if gift.amount else ""
        row |= _party_cells(gift) | amount_cells(gift.amount)
        row |= period_cells(gift.period, gift.period_basis)
        row |= {
            "purpose": gift.purpose.text if gift.purpose else "",
            "purpose_codes": joined_list(gift.purpose_codes),
            "theme": row["section"].split(" / ")[-1],
            "verb": gift.verb.text if gift.verb else "",
            **_type_cells(gift),
            "modality": gift.modality,
            "finance_type": gift.finance_type,
            "money_id": money_id,
            "fiscal_year": gift.period.fiscal_year if gift.period else "",
            "cumulative": boolean(gift.cumulative),
            "known_only_from": gift.known_only_from,
            "countable": boolean(not gift.not_countable),
            "not_countable_reason": gift.not_countable,
            "duplicate_of": table.id_of(gift.duplicate_of),
            **_probability_cells(basis),
        }


def _probability_cells(basis: Basis) -> Row:
    """Probabilities with two decimals: more would say more than the reader knows."""
    shares = {name: f"{share:.2f}" for name, share in basis.probabilities.items()}
    row = shares.pop("row", "")
    return {
        "probability": row,
        "field_probabilities": as_json({name: float(share) for name, share in shares.items()}),
    }


def _party_cells(gift: Contribution) -> Row:
    return {
        "provider": names(_providers(gift)),
        "provider_id": entity_ids(_providers(gift)),
        "provider_type": gift.provider_type,
        "recipients": names(gift.recipients),
        "recipient_ids": entity_ids(gift.recipients),
        "recipient_iso3": countries(gift.recipients),
        "recipient_scope": gift.recipient_scope,
        "beneficiaries": joined_list([phrase.text for phrase in gift.beneficiaries]),
        "channels": names(gift.channels),
        "channel_ids": entity_ids(gift.channels),
        "implementers": names(gift.implementers),
        "implementer_ids": entity_ids(gift.implementers),
    }


def _providers(gift: Contribution) -> tuple[Party, ...]:
    return (gift.provider, *gift.co_providers) if gift.provider else gift.co_providers


def _type_cells(gift: Contribution) -> Row:
    certain = len(gift.transaction_types) == 1
    return {
        "transaction_type": gift.transaction_types[0] if certain else "",
        "transaction_type_candidates": "" if certain else joined_list(gift.transaction_types),
    }


def _gift_spans(gift: Contribution) -> FieldSpans:
    spans = dict(
        places_of(
            provider=_providers(gift),
            recipients=gift.recipients,
            beneficiaries=gift.beneficiaries,
            channels=gift.channels,
            implementers=gift.implementers,
            purpose=gift.purpose,
            verb=gift.verb,
        )
    )
    if gift.amount:
        span = ((gift.amount.start, gift.amount.end),)
        spans |= {name: span for name in ("low", "high") if getattr(gift.amount, name) is not None}
    return spans | stated_period(gift.period, gift.period_basis)


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
