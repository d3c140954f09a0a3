"""The row on this run that a decision is about.

The rules in order; the first that fits applies:

1. A row has the same id and the same sentence: it is the same.
2. One row of the table has the same sentence and in it, at the same word, the same own words: it
   has moved.  Among several, the words before and after decide; rows that say the same are
   interchangeable, and each takes the decisions of only one row.
   An acronym is found by itself and its long form, an entity or match by its id, in any sentence.
3. Like 1 and 2, with a sentence in which one misspelt word was corrected.
4. A row has the same id, or the sentence of one row shares most of its words and has the same own
   words, or other words at the same place: it has changed.
5. The row is gone; the row whose sentence shares most words is the nearest.

A row with decisions of its own takes none of another row, unless its own are all later and were
made with other neighbouring words.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from pipeline.decisions.journal import Decision
from pipeline.records.text import Block
from pipeline.reviewed.quoting import Quotation, folded, mended, quotation_of
from pipeline.reviewed.rows import Key, Row, Rows, Tables, seen
from pipeline.reviewed.unchanged import Typo
from pipeline.schema import TABLE

ALIKE = 0.6  # share of words that a changed sentence keeps
BY_ID = ("entities", "matches")  # their ids are their names, or name both of their sides
ACRONYM = ("acronym", "long_form")  # columns that identify a row of acronyms
COMMON = 50  # sentences that may share a word, or half a sentence, that still identifies them
Blocks = Callable[[], Mapping[str, Block]]  # read only if a row has to be searched for


@dataclass(frozen=True, slots=True)
class Found:
    fate: str  # same, moved, changed, gone
    row_id: str = ""  # of the row, or of the nearest one if it is gone
    typo: Typo | None = None


@dataclass(slots=True)
class Sentences:
    """A table's rows by their sentences."""

    rows: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    halves: dict[tuple[int, int, str], list[str]] = field(default_factory=lambda: defaultdict(list))
    words: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    @classmethod
    def of(cls, rows: Rows) -> "Sentences":
        made = cls()
        for row_id, row in rows.items():
            made.rows[folded(row.get("evidence", ""))].append(row_id)
        for sentence in made.rows:
            for key in _halves(sentence):
                made.halves[key].append(sentence)
            for word in set(sentence.split(" ")):
                made.words[word].append(sentence)
        return made

    def misspelt(self, then: str) -> Iterable[tuple[str, Typo]]:
        """Sentences that differ from this one only in a corrected word, with that word."""
        holders = [self.halves.get(key, ()) for key in _halves(then)]
        near = [sentence for those in holders if len(those) <= COMMON for sentence in those]
        for sentence in dict.fromkeys(near):
            typo = mended(then, sentence)
            if typo and typo[0] not in self.words:
                yield sentence, typo

    def nearest(self, then: str) -> tuple[str, float]:
        """The sentence that shares most words with this one, and the share of shared words."""
        old = set(then.split(" "))
        votes: Counter[str] = Counter()
        for word in old:
            holders = self.words.get(word, ())
            if len(holders) <= COMMON:
                votes.update(holders)
        best = ("", 0.0)
        for sentence, _ in votes.most_common(5):
            new = set(sentence.split(" "))
            share = len(old & new) / len(old | new)
            best = max(best, (sentence, share), key=lambda pair: pair[1])
        return best


def _halves(sentence: str) -> Sequence[tuple[int, int, str]]:
    words = sentence.split(" ")
    middle = len(words) // 2
    return ((len(words), 0, " ".join(words[:middle])), (len(words), 1, " ".join(words[middle:])))


class Finder:
    """Finds the rows of decisions in the tables of one run."""

    def __init__(self, tables: Tables, blocks: Blocks, decisions: Iterable[Decision]) -> None:
        self._tables = tables
        self._read_blocks = blocks
        self._blocks: Mapping[str, Block] | None = None
        self._sentences: dict[str, Sentences] = {}
        self._given: dict[Key, str] = {}  # row -> the other id whose decisions it took
        self._found: dict[tuple[str, ...], Found] = {}
        self._own: dict[Key, list[Decision]] = defaultdict(list)
        for decision in decisions:
            self._own[decision.table, decision.row_id].append(decision)

    def find(self, decision: Decision) -> Found:
        """The row that a decision is about."""
        known = (decision.table, decision.row_id, decision.evidence, decision.quotation)
        if known not in self._found:
            found = self._found[known] = self._find(decision)
            if found.fate == "moved":
                self._given.setdefault((decision.table, found.row_id), decision.row_id)
        return self._found[known]

    def _find(self, decision: Decision) -> Found:
        row = self._tables[decision.table].get(decision.row_id)
        then = folded(decision.evidence)
        if decision.table in BY_ID or not then:
            return Found("same" if row else "gone", decision.row_id if row else "")
        if row and folded(row.get("evidence", "")) == then:
            return Found("same", decision.row_id)
        sentences = self._index(decision.table)
        moved = self._fitting(decision, sentences.rows.get(then, ()), None)
        if moved := moved or self._acronym(decision):
            return Found("moved", moved)
        return self._without_typo(decision, then, row) or self._changed(decision, then, row)

    def _acronym(self, decision: Decision) -> str:
        """The id of the acronym that a decision is about, wherever its first use is."""
        if decision.table != "acronyms" or not decision.before.startswith("{"):
            return ""
        saw = json.loads(decision.before)
        rows = self._tables[decision.table].items()
        alike = [i for i, row in rows if all(row[name] == saw.get(name) for name in ACRONYM)]
        return alike[0] if len(alike) == 1 and self._is_free(decision, alike[0]) else ""

    def _without_typo(self, decision: Decision, then: str, row: Row | None) -> Found | None:
        sentences = self._index(decision.table)
        for sentence, typo in sentences.misspelt(then):
            if row and folded(row["evidence"]) == sentence:
                return Found("same", decision.row_id, typo)
            if moved := self._fitting(decision, sentences.rows[sentence], typo):
                return Found("moved", moved, typo)
        return None

    def _changed(self, decision: Decision, then: str, row: Row | None) -> Found:
        if row:
            return Found("changed", decision.row_id)
        sentences = self._index(decision.table)
        sentence, share = sentences.nearest(then)
        near = sentences.rows.get(sentence, []) if sentence else []
        quoted = [(row_id, self._quotation(decision.table, row_id)) for row_id in near]
        same_words = [i for i, q in quoted if q.quotation and q.quotation == decision.quotation]
        same_place = [i for i, q in quoted if q.at and q.at == decision.at]
        best = next(iter((*same_words, *same_place, *near)), "")
        certain = len(same_words) == 1 or (not same_words and len(same_place) == 1)
        if share >= ALIKE and certain and self._is_free(decision, best):
            return Found("changed", best)
        return Found("gone", best)

    def _fitting(self, decision: Decision, ids: Sequence[str], typo: Typo | None) -> str:
        """The id of the one row of a sentence that a decision is about, or empty."""
        table = decision.table
        free = [row_id for row_id in ids if self._is_free(decision, row_id)]
        quoted = {row_id: self._quotation(table, row_id) for row_id in free}
        if decision.quotation:
            words = {decision.quotation, decision.quotation.replace(*typo) if typo else ""}
            free = [
                row_id
                for row_id in free
                if quoted[row_id].quotation in words and decision.at in ("", quoted[row_id].at)
            ]
        elif decision.action != "correct":
            free = [i for i in free if self._seen(table, i) == decision.before]
        if len(free) > 1:
            near = (decision.words_before, decision.words_after)
            alike = [i for i in free if (quoted[i].words_before, quoted[i].words_after) == near]
            free = alike or free
        kinds = {self._seen(table, row_id) for row_id in free}
        return free[0] if len(kinds) == 1 else ""

    def _seen(self, table: str, row_id: str) -> str:
        return seen(self._tables[table][row_id], TABLE[table])

    def _is_free(self, decision: Decision, row_id: str) -> bool:
        """Whether a row may take the decision of a row that had another id."""
        key = (decision.table, row_id)
        if self._given.get(key, decision.row_id) != decision.row_id:
            return False
        neighbours = (decision.words_before, decision.words_after)
        return all(
            own.time > decision.time and (own.words_before, own.words_after) != neighbours
            for own in self._own.get(key, ())
        )

    def _index(self, table: str) -> Sentences:
        if table not in self._sentences:
            self._sentences[table] = Sentences.of(self._tables[table])
        return self._sentences[table]

    def _quotation(self, table: str, row_id: str) -> Quotation:
        if self._blocks is None:
            self._blocks = self._read_blocks()
        row = self._tables[table][row_id]
        return quotation_of(row, self._blocks.get(row["block_id"]))
