"""Rows: records with their place in the raw text, evidence, reasons and ids."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from pipeline.records.facts import Basis, Bearer, Party, Phrase
from pipeline.records.numbers import Amount, Period
from pipeline.records.text import Block, FieldSpans, Section, Span, evidence_id
from pipeline.storage.edition import Edition
from pipeline.storage.files import as_json, joined_list

Row = dict[str, str]
CONTEXT_WORDS = 3  # on each side of a quotation, to distinguish equal quotations


@dataclass(frozen=True, slots=True)
class Book:
    """What the rows of an edition refer to."""

    edition: Edition
    blocks: Mapping[str, Block]
    sections: Mapping[str, Section]
    sentences: Mapping[str, Sequence[Span]]  # by block_id

    def path(self, block: Block) -> str:
        """The section's path as a cell."""
        section = self.sections.get(block.section_id)
        return " / ".join(section.path) if section else ""

    def text(self, bearer: Bearer) -> str:
        """The words that a row stands for."""
        return self.blocks[bearer.block_id].text.text[bearer.start : bearer.end]

    def sentence(self, bearer: Bearer) -> Span:
        """The sentence that holds the bearer's start, or the whole block."""
        for start, end in self.sentences.get(bearer.block_id, ()):
            if start <= bearer.start < end:
                return start, max(end, bearer.end)
        return 0, len(self.blocks[bearer.block_id].text.text)


@dataclass(slots=True)
class TableRows:
    """The rows of one table while it is built; ids come from the evidence as rows are added."""

    name: str
    book: Book
    rows: list[Row] = field(default_factory=list)
    seen: Counter[tuple[str, ...]] = field(default_factory=Counter)
    ids: dict[tuple[str, int, int], str] = field(default_factory=dict)  # bearer -> row_id

    def place(self, bearer: Bearer) -> Row:
        """Begin a row whose own span is the bearer."""
        block = self.book.blocks[bearer.block_id]
        text = block.text.text
        quotation = self.book.text(bearer)
        before = " ".join(text[: bearer.start][-120:].split()[-CONTEXT_WORDS:])
        after = " ".join(text[bearer.end :][:120].split()[:CONTEXT_WORDS])
        row = self._row(quotation, before, after)
        raw_start, raw_end = block.text.raw_span(bearer.start, bearer.end)
        row |= {
            "section": self.book.path(block),
            "block_id": block.block_id,
            "source": block.source,
            "raw_start": str(raw_start),
            "raw_end": str(raw_end),
        }
        self.ids.setdefault((bearer.block_id, bearer.start, bearer.end), row["row_id"])
        return row

    def place_raw(
        self, source: str, span: tuple[int, int], quotation: str, block: Block | None
    ) -> Row:
        """Begin a row whose own span is a span of a raw file."""
        row = self._row(source, quotation, "")
        row |= {
            "section": self.book.path(block) if block else "",
            "block_id": block.block_id if block else "",
            "source": source,
            "raw_start": str(span[0]),
            "raw_end": str(span[1]),
        }
        return row

    def extracted(self, bearer: Bearer, spans: FieldSpans, basis: Basis, sentence: Span) -> Row:
        """Begin an unreviewed row with its evidence and reasons."""
        block = self.book.blocks[bearer.block_id]
        raw = {
            name: [list(block.text.raw_span(*span)) for span in places]
            for name, places in {**spans, "evidence": (sentence,)}.items()
        }
        row = self.place(bearer)
        row |= {
            "evidence": block.text.text[slice(*sentence)],
            "field_spans": as_json(raw),
            "rule": basis.rule,
            "confidence": basis.confidence,
            "reasons": joined_list(basis.reasons),
            "unknown": as_json(basis.unknown) if basis.unknown else "",
            "flags": joined_list(basis.flags),
            "review_status": "unreviewed",
        }
        return row

    def id_of(self, bearer: Bearer | None) -> str:
        """The id of a bearer's row, or nothing."""
        if bearer is None:
            return ""
        return self.ids.get((bearer.block_id, bearer.start, bearer.end), "")

    def _row(self, *evidence: str) -> Row:
        self.seen[evidence] += 1
        row_id = evidence_id(self.name, *evidence, str(self.seen[evidence]))
        row = {"row_id": row_id, "edition": self.book.edition.name}
        self.rows.append(row)
        return row


# ---- cells -----------------------------------------------------------------------------------


def boolean(value: bool) -> str:
    return "true" if value else "false"


def decimal(value: Decimal | None) -> str:
    """An exact decimal without exponent or needless zeros."""
    if value is None:
        return ""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def amount_cells(amount: Amount | None) -> Row:
    if amount is None:
        return {}
    return {
        "low": decimal(amount.low),
        "high": decimal(amount.high),
        "currency": amount.currency or "",
        "qualifier": amount.qualifier,
    }


def period_cells(period: Period | None, basis: str) -> Row:
    if period is None:
        return {}
    return {
        "period_text": period.text,
        "period_start": period.date_start,
        "period_end": period.date_end,
        "period_edtf": period.edtf,
        "period_basis": basis,
    }


def stated_period(period: Period | None, basis: str) -> dict[str, tuple[Span, ...]]:
    """The span of a period that the row's own sentence prints; an inherited one has none."""
    if period is None or basis != "stated":
        return {}
    return {"period_text": ((period.start, period.end),)}


def names(parties: Iterable[Party]) -> str:
    return joined_list([party.name for party in parties])


def entity_ids(parties: Iterable[Party]) -> str:
    return joined_list([party.entity_id for party in parties])


def countries(parties: Iterable[Party]) -> str:
    return joined_list([party.iso3 for party in parties if party.iso3])


def places_of(**fields: "Phrase | Party | Sequence[Phrase] | Sequence[Party] | None") -> FieldSpans:
    """The spans of fields that hold phrases or parties; fields that are not printed have none."""
    spans: dict[str, tuple[Span, ...]] = {}
    for name, value in fields.items():
        items = value if isinstance(value, Sequence) else (value,)
        phrases = [item.at if isinstance(item, Party) else item for item in items]
        found = tuple((phrase.start, phrase.end) for phrase in phrases if phrase)
        if found:
            spans[name] = found
    return spans
