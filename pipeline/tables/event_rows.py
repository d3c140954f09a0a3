"""The rows of results, events and dates."""

from collections.abc import Iterable, Sequence

from pipeline.records.facts import Basis, Bearer, Event, Reading, Result
from pipeline.records.numbers import Period
from pipeline.tables.rows import (
    Row,
    TableRows,
    boolean,
    decimal,
    entity_ids,
    names,
    period_cells,
    places_of,
    stated_period,
)


def add_results(table: TableRows, results: Sequence[Result]) -> None:
    pairs: list[tuple[Row, Bearer]] = []
    for result in results:
        count = result.count
        spans = {**count.spans, "text": ((count.start, count.end),)}
        if count.value is None:  # "in millions of pounds" is not a count
            spans.pop("value", None)
        spans |= places_of(programme=result.programme, provider=result.provider)
        spans |= stated_period(result.period, result.period_basis)
        row = table.extracted(result.bearer, spans, result.basis, result.sentence)
        row |= {
            "text": count.text,
            "value": decimal(count.value),
            "value_high": decimal(count.high),
            "bound": count.bound,
            "kind": count.kind,
            "unit": count.unit,
            "of_what": count.of_what,
            "is_aid_result": boolean(result.is_aid_result),
            "cumulative": boolean(result.cumulative),
            "programme": result.programme.name if result.programme else "",
            "programme_id": result.programme.entity_id if result.programme else "",
            "provider": result.provider.name if result.provider else "",
            "provider_id": result.provider.entity_id if result.provider else "",
            "iso3": result.iso3,
            **period_cells(result.period, result.period_basis),
        }
        if result.pair:
            pairs.append((row, result.pair))
    for row, pair in pairs:
        row["pair_id"] = table.id_of(pair)


def add_events(table: TableRows, events: Iterable[Event]) -> None:
    for event in events:
        spans = dict(places_of(what=event.what, participants=event.participants, place=event.place))
        spans["date_text"] = ((event.period.start, event.period.end),)
        row = table.extracted(event.bearer, spans, event.basis, event.sentence)
        row |= {
            "what": event.what.text,
            "kind": event.kind,
            "participants": names(event.participants),
            "participant_ids": entity_ids(event.participants),
            "place": event.place.name if event.place else "",
            "place_id": event.place.entity_id if event.place else "",
            "iso3": event.place.iso3 if event.place else "",
            "date_text": event.period.text,
            **_date_cells(event.period),
            "tense": event.tense,
        }


def add_dates(table: TableRows, readings: Iterable[Reading]) -> None:
    for reading in readings:
        for period in reading.periods:
            bearer = Bearer(reading.block.block_id, period.start, period.end)
            reasons = {"relative": ("relative_date",), "fiscal": ("fiscal_rule",)}
            confidence = "medium" if period.flags else "high"
            basis = Basis(period.rule, confidence, reasons.get(period.basis, ()), period.flags)
            spans = {"text": ((period.start, period.end),)}
            row = table.extracted(bearer, spans, basis, table.book.sentence(bearer))
            row |= {
                "text": period.text,
                **_date_cells(period),
                "duration": period.duration,
                "fiscal_year": period.fiscal_year,
            }


def _date_cells(period: Period) -> Row:
    return {
        "date_start": period.date_start,
        "date_end": period.date_end,
        "date_edtf": period.edtf,
        "granularity": period.granularity,
        "basis": period.basis,
        "antecedent": period.antecedent,
        "recurrence": period.recurrence,
    }
