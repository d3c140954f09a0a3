"""What people decided about entities, in every table and every edition.

merge: two entities are one.  keep_apart: two are not; it takes back a merge of theirs that came
before it.  split: chosen mentions are another entity's.  correct and reject on the table entities:
a new name, kind or code; no entity at all.  Where two decisions disagree the later one holds.
"""

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from pipeline.decisions.by_edition import is_for_every_edition
from pipeline.decisions.consequences import COUNTRIES, NAMES
from pipeline.decisions.journal import Decision
from pipeline.reviewed.rows import Row, Rows, Tables
from pipeline.schema import TABLE, TABLES
from pipeline.storage.files import as_json, joined_list, split_list

CODES = ("iso3", "m49", "dac_code", "crs_channel_code", "iati_org_id", "oda_eligible", "acronym")
SAID = ("name", "kind")  # what a person judges who rejects an entity
WITH_IDS = {
    table.name: [
        (names, ids)
        for names, ids in NAMES.items()
        if {names, ids} <= {column.name for column in table.own}
    ]
    for table in TABLES
}
PLAIN = ("mentions", "acronyms")  # tables that hold one entity_id
Place = tuple[str, str, str]  # source, raw_start, raw_end


@dataclass(slots=True)
class Who:
    """Who is who, once all decisions about entities are taken together."""

    one: dict[str, str] = field(default_factory=dict)  # id -> the id that it is one with
    none: set[str] = field(default_factory=set)  # ids that are no entities
    names: dict[str, tuple[str, str]] = field(default_factory=dict)  # id -> old name, new name
    kinds: dict[str, tuple[str, str]] = field(default_factory=dict)
    countries: dict[str, tuple[str, str]] = field(default_factory=dict)  # id -> old iso3, new iso3
    own: dict[Place, tuple[str, str]] = field(default_factory=dict)  # mention -> old id, new id
    told: dict[str, str] = field(default_factory=dict)  # id -> its name in this edition

    @property
    def is_empty(self) -> bool:
        return not (self.one or self.none or self.names or self.kinds or self.countries or self.own)

    def id_of(self, entity_id: str) -> str:
        """The id that stands for an id today; nothing where it is no entity."""
        entity_id = self.one.get(entity_id, entity_id)
        return "" if entity_id in self.none else entity_id

    def restate(self, table: str, cells: Mapping[str, str]) -> Row:
        """Cells of a row, given with any of its columns, with the entities of today."""
        row = dict(cells)
        if self.is_empty:
            return row
        if table in PLAIN and "entity_id" in row:
            entity_id = row["entity_id"]
            is_short = table == "acronyms"  # a mention keeps the id of what it is no entity of
            row["entity_id"] = self.id_of(entity_id) if is_short else self._kept(entity_id)
            row["kind"] = _changed(row.get("kind"), self.kinds.get(entity_id))
            row = {name: cell for name, cell in row.items() if name in cells}
        for names, ids in WITH_IDS.get(table, ()):
            if row.get(ids):
                self._restate_parties(row, names, ids)
        return row

    def _kept(self, entity_id: str) -> str:
        return self.one.get(entity_id, entity_id)

    def _restate_parties(self, row: Row, names: str, ids: str) -> None:
        old = split_list(row[ids])
        told = split_list(row.get(names, ""))
        if len(told) == len(old):
            row[names] = joined_list(list(map(self._name, told, old)))
        row[ids] = joined_list([self.id_of(entity_id) for entity_id in old])
        row[ids] = "" if row[ids].strip(";") == "" else row[ids]
        codes = COUNTRIES.get(names, "")
        if row.get(codes):
            row[codes] = self._codes(row[codes], old)

    def _name(self, name: str, entity_id: str) -> str:
        """A party's name: the entity's where it was that, else the words as printed."""
        today = self.one.get(entity_id, entity_id)
        if today != entity_id and today in self.told:
            return self.told[today]
        return _changed(name, self.names.get(today)) or ""

    def _codes(self, cell: str, ids: Sequence[str]) -> str:
        codes = split_list(cell)
        for entity_id in ids:
            was, now = self.countries.get(entity_id, ("", ""))
            codes = [now if code == was else code for code in codes] if was else codes
        return joined_list(list(dict.fromkeys(filter(None, codes))))


def _changed(cell: str | None, pair: tuple[str, str] | None) -> str:
    return pair[1] if pair and cell == pair[0] else cell or ""


# ---- decisions -> who is who -----------------------------------------------------------------


def who_is_who(entities: Rows, mentions: Rows, decisions: Iterable[Decision]) -> Who:
    """Take an edition's decisions about entities together."""
    who = Who(told={row_id: row["name"] for row_id, row in entities.items()})
    made = [decision for decision in decisions if is_for_every_edition(decision)]
    who.one = merged(made)
    for decision in made:
        row = entities.get(decision.row_id, {})
        if decision.action == "correct":
            _correct(who, decision, row)
        elif decision.action == "reject" and _is_seen(decision, row):
            who.none.add(decision.row_id)
        elif decision.action == "split":
            _split(who, decision, mentions)
        elif decision.action == "merge":
            _tell_merged(who, decision, entities)
    return who


def merged(decisions: Iterable[Decision]) -> dict[str, str]:
    """Each id that is one with another -> the id that stands for all of them.

    A pair that is kept apart parts the merges between the two that came before.
    """
    pairs: list[tuple[str, str]] = []
    for decision in decisions:
        pair = (decision.row_id, decision.after)
        if decision.action == "merge" and pair[0] != pair[1]:
            pairs.append(pair)
        elif decision.action == "keep_apart":
            while pairs and _one(pairs).get(pair[0], pair[0]) == _one(pairs).get(pair[1], pair[1]):
                direct = [p for p in pairs if set(p) == set(pair)]
                pairs.remove(direct[-1] if direct else _last_between(pairs, pair))
    return _one(pairs)


def _one(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    heads: dict[str, str] = {}
    for one, into in pairs:
        old, head = heads.get(one, one), heads.get(into, into)
        if old != head:
            heads |= {entity_id: head for entity_id, now in heads.items() if now == old}
            heads[old] = head
    return heads


def _last_between(pairs: Sequence[tuple[str, str]], ends: tuple[str, str]) -> tuple[str, str]:
    """The last merge without which two entities are not one."""
    for at in range(len(pairs) - 1, -1, -1):
        heads = _one((*pairs[:at], *pairs[at + 1 :]))
        if heads.get(ends[0], ends[0]) != heads.get(ends[1], ends[1]):
            return pairs[at]
    return pairs[-1]


def _correct(who: Who, decision: Decision, row: Mapping[str, str]) -> None:
    """Note a new name, kind or country where the row still says what the person saw."""
    noted = {"name": who.names, "kind": who.kinds, "iso3": who.countries}.get(decision.field)
    if noted is None or not row:
        return
    first = noted.get(decision.row_id, (row[decision.field],))[0]
    now = noted.get(decision.row_id, (first, first))[1]
    if now in (decision.before, decision.after):
        noted[decision.row_id] = (first, decision.after)
        if decision.field == "name":
            who.told[decision.row_id] = decision.after


def _is_seen(decision: Decision, row: Mapping[str, str]) -> bool:
    saw = json.loads(decision.before or "{}")
    return bool(row) and all(saw.get(name, row[name]) == row[name] for name in SAID)


def _tell_merged(who: Who, decision: Decision, entities: Rows) -> None:
    """The name and country that hold after a merge, from this edition or from the decision."""
    head = who.one.get(decision.row_id, decision.row_id)
    into = json.loads(decision.before or "{}").get("into", {})
    if head == decision.after and head not in who.told and into.get("name"):
        who.told[head] = into["name"]
    was = entities.get(decision.row_id, {}).get("iso3", "")
    now = entities.get(head, into).get("iso3", "")
    if was and was != now and head != decision.row_id:
        who.countries[decision.row_id] = (was, now)


def _split(who: Who, decision: Decision, mentions: Rows) -> None:
    wish = json.loads(decision.after)
    who.told.setdefault(wish["entity_id"], wish.get("name", ""))
    for row in chosen(decision, mentions):
        place = (row["source"], row["raw_start"], row["raw_end"])
        who.own[place] = (decision.row_id, wish["entity_id"])


def chosen(decision: Decision, mentions: Rows) -> list[Row]:
    """The mentions that a split names: by id, or by the sentence and the words where they moved."""
    found = []
    for told in json.loads(decision.after).get("mentions", ()):
        row = mentions.get(told.get("row_id", ""))
        if row is None or row["entity_id"] != decision.row_id:
            alike = [
                other
                for other in mentions.values()
                if other["entity_id"] == decision.row_id
                and (other["text"], other["evidence"]) == (told.get("text"), told.get("evidence"))
            ]
            row = alike[0] if len(alike) == 1 else None
        if row:
            found.append(row)
    return found


# ---- who is who -> tables --------------------------------------------------------------------


def apply_entities(tables: Tables, decisions: Sequence[Decision]) -> tuple[Tables, Who]:
    """The tables with what people decided about entities; tables that it leaves alone are shared.

    Rejected entities and their mentions stay as rejected rows; a merged entity's row goes into the
    other's.
    """
    who = who_is_who(tables["entities"], tables["mentions"], decisions)
    if who.is_empty and not any(is_for_every_edition(d) for d in decisions):
        return tables, who
    made = dict(tables)
    for name in (*PLAIN, *(name for name, pairs in WITH_IDS.items() if pairs)):
        if name in tables:
            made[name] = {row_id: _restated(who, name, row) for row_id, row in tables[name].items()}
    made["entities"] = _entities(tables["entities"], made["mentions"], who, decisions)
    _mark_rejected(made, who, decisions)
    return made, who


def _restated(who: Who, table: str, row: Row) -> Row:
    if who.own:
        row = _with_splits(who, table, row)
    return who.restate(table, row)


def _with_splits(who: Who, table: str, row: Row) -> Row:
    """A row that was read from a mention that is another entity's."""
    old, new = who.own.get((row["source"], row["raw_start"], row["raw_end"]), ("", ""))
    if table in PLAIN:
        return row | {"entity_id": new} if old and row["entity_id"] == old else row
    spans = json.loads(row["field_spans"] or "{}")
    made = dict(row)
    for names, ids in WITH_IDS[table]:
        for span in spans.get(names, ()):
            old, new = who.own.get((row["source"], str(span[0]), str(span[1])), ("", ""))
            items = split_list(made[ids])
            if old in items and old:
                at = items.index(old)
                told = split_list(made[names])
                items[at] = new
                if len(told) == len(items):
                    told[at] = who.told.get(new) or told[at]
                made |= {ids: joined_list(items), names: joined_list(told)}
    return made


def _entities(entities: Rows, mentions: Rows, who: Who, decisions: Sequence[Decision]) -> Rows:
    made = {row_id: dict(row) for row_id, row in entities.items()}
    for decision in filter(is_for_every_edition, decisions):
        row = made.get(decision.row_id)
        if decision.action == "correct" and row and row[decision.field] == decision.before:
            _rename(row, decision)
        elif decision.action == "split" and row:
            _add_split(made, decision, mentions)
    for old, head in who.one.items():
        if old in made:
            _merge(made, old, head, who)
    counts = Counter(mention["entity_id"] for mention in mentions.values())
    touched = {*who.one.values(), *(entity_id for pair in who.own.values() for entity_id in pair)}
    for row_id in touched & made.keys():
        made[row_id]["mentions"] = str(counts[row_id])
    return made


def _rename(row: Row, decision: Decision) -> None:
    if decision.field == "name":
        _call_also(row, decision.after, (row["name"],))
        spans = json.loads(row["field_spans"] or "{}")
        row["field_spans"] = as_json({name: spans[name] for name in spans if name != "name"})
    row[decision.field] = decision.after


def _call_also(row: Row, name: str, others: Iterable[str]) -> None:
    """Give an entity's row further aliases beside its name."""
    also = dict.fromkeys((*split_list(row["aliases"]), *others))
    row["aliases"] = joined_list([alias for alias in also if alias not in ("", name)])


def _merge(made: Rows, old: str, head: str, who: Who) -> None:
    row = made.pop(old)
    into = made.get(head)
    if into is None:  # this edition prints the other name alone
        into = made[head] = row | {
            "row_id": head,
            "entity_id": head,
            "name": who.told.get(head, ""),
        }
        into["name"] = into["name"] or row["name"]
        spans = json.loads(row["field_spans"] or "{}")
        into["field_spans"] = as_json({name: spans[name] for name in spans if name != "name"})
    _call_also(into, into["name"], (row["name"], row["acronym"], *split_list(row["aliases"])))
    for column in CODES:
        into[column] = into[column] or row[column]


def _add_split(made: Rows, decision: Decision, mentions: Rows) -> None:
    """The row of the entity that the chosen mentions name, placed at the first of them."""
    wish = json.loads(decision.after)
    entity_id = str(wish["entity_id"])
    own = [m for m in mentions.values() if m["entity_id"] == entity_id]
    if entity_id in made or not own:
        return
    columns = {column.name for column in TABLE["entities"].own}
    given = {name: str(cell) for name, cell in wish.items() if name in columns}
    row = dict.fromkeys(made[decision.row_id], "") | own[0]
    row = {name: row[name] for name in made[decision.row_id]} | dict.fromkeys(columns, "")
    spans = json.loads(own[0]["field_spans"] or "{}")
    row["field_spans"] = as_json({"evidence": spans["evidence"]} if "evidence" in spans else {})
    made[entity_id] = (
        row | {"kind": own[0]["kind"]} | given | {"row_id": entity_id, "rule": "reviewer"}
    )
    _call_also(made[entity_id], given.get("name", ""), [mention["text"] for mention in own])


def _mark_rejected(made: Tables, who: Who, decisions: Sequence[Decision]) -> None:
    by = {d.row_id: d for d in decisions if is_for_every_edition(d) and d.action == "reject"}
    for row in made["mentions"].values():
        decision = by.get(row["entity_id"])
        if decision and row["entity_id"] in who.none:
            row |= {
                "review_status": "rejected",
                "reviewer": decision.reviewer,
                "reviewed_at": decision.time,
                "review_note": decision.note,
            }


def differing(before: Tables, after: Tables) -> dict[str, int]:
    """Table -> how many of its rows differ, came or went."""
    counts: dict[str, int] = {}
    for table in before:
        if before[table] is after[table]:
            continue
        ids = before[table].keys() | after[table].keys()
        count = sum(before[table].get(i) != after[table].get(i) for i in ids)
        counts |= {table: count} if count else {}
    return counts
