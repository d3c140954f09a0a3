"""Filters: which contributions have a value in full, and of which it may get only a share."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from pipeline.records.errors import BadInputError
from pipeline.schema import TABLE
from pipeline.schema.code_names import CODE_NAMES, label_of
from pipeline.storage.files import split_list
from pipeline.totals.inputs import NOT_STATED, Cells, Tables
from pipeline.totals.parties import COLUMNS, ISO3, Parties, Party, country_name, iso3_of

LISTS = frozenset(column.name for column in TABLE["contributions"].columns if column.type == "list")
TYPE = "transaction_type"
LISTED = 10  # values in a message
FULL = ""  # how a row fits: entirely; else the words that say why only a share of it may fit


@dataclass(frozen=True)
class Condition:
    """A filter: a column and the value that it must have, by name, id or code in any case."""

    column: str
    value: str
    parties: Parties

    @property
    def key(self) -> str:
        return self.value.strip().casefold()

    @property
    def is_not_stated(self) -> bool:
        return self.key in ("", NOT_STATED)

    def fit(self, cells: Cells) -> str | None:
        """FULL; or why only a share of the row may fit; None where nothing of it fits."""
        cell = cells[self.column]
        if self.is_not_stated:
            open_type = self.column == TYPE and cells["transaction_type_candidates"]
            return None if cell or open_type else FULL
        if self.column in COLUMNS:
            return self._party_fit(cells)
        if self.column == TYPE and not cell:
            candidates = split_list(cells["transaction_type_candidates"])
            is_open = any(self.key in spellings(TYPE, code) for code in candidates)
            return type_words("/".join(sorted(candidates))) if is_open else None
        items = split_list(cell) if self.column in LISTS else [cell]
        others = [item for item in items if self.key not in spellings(self.column, item)]
        if len(others) == len(items):
            return None
        return f"joint with {', '.join(others)}" if others else FULL

    def _party_fit(self, cells: Cells) -> str | None:
        parties = self.parties.of(cells, self.column)
        others = [party.label for party in parties if not self._is(party)]
        if len(others) < len(parties):
            return f"joint with {', '.join(others)}" if others else FULL
        iso3 = iso3_of(self.key)
        groups = [party.label for party in parties if self.parties.includes(party, iso3)]
        if not groups:
            return None
        rest = [label for label in others if label not in groups]
        joint = f", joint with {', '.join(rest)}" if rest else ""
        return f"through {', '.join(groups)}{joint}"

    def _is(self, party: Party) -> bool:
        same_country = self.column == ISO3 and party.iso3 and party.iso3 == iso3_of(self.key)
        return bool(same_country) or self.key in party.spellings

    def __str__(self) -> str:
        """`recipient_iso3 = THA – Thailand`."""
        if self.is_not_stated:
            return f"{self.column} = {NOT_STATED}"
        if self.column == ISO3:
            iso3 = iso3_of(self.key) or self.value
            return f"{self.column} = {iso3} – {country_name(iso3)}"
        codes = (code for code in CODE_NAMES.get(self.column, {}) if self._means(code))
        return f"{self.column} = {label_of(self.column, next(codes, self.value))}"

    def _means(self, code: str) -> bool:
        return self.key in spellings(self.column, code)


def spellings(column: str, item: str) -> frozenset[str]:
    """How a value may be written, without case: `3`, `disbursement`, `3 – disbursement`."""
    name = CODE_NAMES.get(column, {}).get(item, "")
    last = name.split()[-1:] if column.startswith(TYPE) else []  # outgoing commitment: commitment
    words = (item, name, label_of(column, item), *last)
    return frozenset(word.casefold() for word in words if word)


def type_words(types: str) -> str:
    """A transaction type in words: `commitment or disbursement` of `2/3`."""
    names = (CODE_NAMES[TYPE].get(code, code) for code in types.split("/"))
    return " or ".join(name.split()[-1].lower() if name else "" for name in names)


def type_label(types: str) -> str:
    """A transaction type as a code with its name: `2 – Outgoing Commitment or 3 – Disbursement`."""
    return " or ".join(label_of(TYPE, code) for code in types.split("/"))


def conditions_of(where: Mapping[str, str], tables: Tables, parties: Parties) -> list[Condition]:
    """The filters `column: value`.  Raises BadInputError for a value that no contribution has."""
    found = [Condition(column, value, parties) for column, value in where.items()]
    for condition in found:
        has_rows = any(condition.fit(cells) is not None for cells in tables.contributions)
        if tables.contributions and not has_rows and not condition.is_not_stated:
            raise BadInputError(_unknown(condition, tables.contributions))
    return found


def _unknown(condition: Condition, contributions: Sequence[Cells]) -> str:
    column = condition.column
    labels: dict[str, str] = {}  # a spelling -> the value that it means
    counts: Counter[str] = Counter()
    for cells in contributions:
        for label, words in _values(column, cells, condition.parties):
            counts[label] += 1
            labels |= dict.fromkeys(words, label)
    near = get_close_matches(condition.key, labels, LISTED)
    meant = list(dict.fromkeys(labels[word] for word in near))[:3]
    question = f"; did you mean {' or '.join(meant)}?" if meant else ";"
    kind = f"no {column} of that name" if column in COLUMNS else f"no {column} has that value"
    values = [label for label, _ in counts.most_common(LISTED)]
    more = f" and {len(counts) - LISTED} more" if len(counts) > LISTED else ""
    known = f"{', '.join(values)}{more}" if values else "none"
    return f"{column}={condition.value}: {kind}{question} there are: {known}"


def _values(column: str, cells: Cells, parties: Parties) -> Iterable[tuple[str, frozenset[str]]]:
    if column in COLUMNS:
        found = parties.of(cells, column)
        only = [party for party in found if party.iso3] if column == ISO3 else found
        return [(party.label, party.spellings) for party in only]
    items = split_list(cells[column]) if column in LISTS else filter(None, [cells[column]])
    return [(label_of(column, item), spellings(column, item)) for item in items]
