"""Decisions about entities, applied in every table and every edition.

merge: two entities are the same.  keep_apart: two are not; it undoes an earlier merge of the two.
split: chosen mentions belong to another entity.  correct and reject in the table entities: a new
name, kind or code; not an entity.  Where two decisions conflict the later one applies.
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
IDENTITY = ("name", "kind")  # columns that the rejection of an entity depends on
WITH_IDS = {
    table.name: [
        (names, ids)
        for names, ids in NAMES.items()
        if {names, ids} <= {column.name for column in table.own}
    ]
    for table in TABLES
}
PLAIN = ("mentions", "acronyms")  # tables with one entity_id in each row
Place = tuple[str, str, str]  # source, raw_start, raw_end


@dataclass(slots=True)
class Who:
    """Who is who, after all decisions about entities."""

    one: dict[str, str] = field(default_factory=dict)  # id -> the id that it is merged into
    none: set[str] = field(default_factory=set)  # ids that were rejected
    names: dict[str, tuple[str, str]] = field(default_factory=dict)  # id -> old name, new name
    kinds: dict[str, tuple[str, str]] = field(default_factory=dict)
    countries: dict[str, tuple[str, str]] = field(default_factory=dict)  # id -> old iso3, new iso3
    own: dict[Place, tuple[str, str]] = field(default_factory=dict)  # mention -> old id, new id
    current: dict[str, str] = field(default_factory=dict)  # id -> its name in this edition

    @property
    def is_empty(self) -> bool:
        return not (self.one or self.none or self.names or self.kinds or self.countries or self.own)

    def id_of(self, entity_id: str) -> str:
        """The current id for an id; empty if the entity was rejected."""
        entity_id = self.one.get(entity_id, entity_id)
        return "" if entity_id in self.none else entity_id

    def restate(self, table: str, cells: Mapping[str, str]) -> Row:
        """Some cells of a row, with the current entities."""
        row = dict(cells)
        if self.is_empty:
            return row
        if table in PLAIN and "entity_id" in row:
            entity_id = row["entity_id"]
            is_acronym = table == "acronyms"  # a mention keeps the id of a rejected entity
            row["entity_id"] = self.id_of(entity_id) if is_acronym else self._kept(entity_id)
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
        parties = split_list(row.get(names, ""))
        if len(parties) == len(old):
            row[names] = joined_list(list(map(self._name, parties, old)))
        row[ids] = joined_list([self.id_of(entity_id) for entity_id in old])
        row[ids] = "" if row[ids].strip(";") == "" else row[ids]
        codes = COUNTRIES.get(names, "")
        if row.get(codes):
            row[codes] = self._codes(row[codes], old)

    def _name(self, name: str, entity_id: str) -> str:
        """A party's name: the entity's current name, else the words as printed."""
        today = self.one.get(entity_id, entity_id)
        if today != entity_id and today in self.current:
            return self.current[today]
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
    """Combine all decisions about the entities of an edition."""
    who = Who(current={row_id: row["name"] for row_id, row in entities.items()})
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
            _note_merged(who, decision, entities)
    return who


def merged(decisions: Iterable[Decision]) -> dict[str, str]:
    """Each merged id -> the id that now represents all of them.

    keep_apart undoes the earlier merges that connect the two.
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
    """The last merge without which two entities are separate."""
    for at in range(len(pairs) - 1, -1, -1):
        heads = _one((*pairs[:at], *pairs[at + 1 :]))
        if heads.get(ends[0], ends[0]) != heads.get(ends[1], ends[1]):
            return pairs[at]
    return pairs[-1]


def _correct(who: Who, decision: Decision, row: Mapping[str, str]) -> None:
    """Note a new name, kind or country if the row still says what the person saw."""
    noted = {"name": who.names, "kind": who.kinds, "iso3": who.countries}.get(decision.field)
    if noted is None or not row:
        return
    first = noted.get(decision.row_id, (row[decision.field],))[0]
    now = noted.get(decision.row_id, (first, first))[1]
    if now in (decision.before, decision.after):
        noted[decision.row_id] = (first, decision.after)
        if decision.field == "name":
            who.current[decision.row_id] = decision.after


def _is_seen(decision: Decision, row: Mapping[str, str]) -> bool:
    saw = json.loads(decision.before or "{}")
    return bool(row) and all(saw.get(name, row[name]) == row[name] for name in IDENTITY)


def _note_merged(who: Who, decision: Decision, entities: Rows) -> None:
    """Note the name and country after a merge, from this edition or from the decision."""
    head = who.one.get(decision.row_id, decision.row_id)
    into = json.loads(decision.before or "{}").get("into", {})
    if head == decision.after and head not in who.current and into.get("name"):
        who.current[head] = into["name"]
    was = entities.get(decision.row_id, {}).get("iso3", "")
    now = entities.get(head, into).get("iso3", "")
    if was and was != now and head != decision.row_id:
        who.countries[decision.row_id] = (was, now)


def _split(who: Who, decision: Decision, mentions: Rows) -> None:
    wish = json.loads(decision.after)
    who.current.setdefault(wish["entity_id"], wish.get("name", ""))
    for row in chosen(decision, mentions):
        place = (row["source"], row["raw_start"], row["raw_end"])
        who.own[place] = (decision.row_id, wish["entity_id"])


def chosen(decision: Decision, mentions: Rows) -> list[Row]:
    """The mentions of a split: by id, or by their sentence and words if they moved."""
    found = []
    for mention in json.loads(decision.after).get("mentions", ()):
        row = mentions.get(mention.get("row_id", ""))
        if row is None or row["entity_id"] != decision.row_id:
            alike = [
                other
                for other in mentions.values()
                if other["entity_id"] == decision.row_id
                and other["text"] == mention.get("text")
                and other["evidence"] == mention.get("evidence")
            ]
            row = alike[0] if len(alike) == 1 else None
        if row:
            found.append(row)
    return found


# ---- who is who -> tables --------------------------------------------------------------------


def apply_entities(tables: Tables, decisions: Sequence[Decision]) -> tuple[Tables, Who]:
    """The tables with the decisions about entities applied; unchanged tables are shared.

    Rejected entities and their mentions stay as rejected rows; the row of a merged entity is added
    to the other one.
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
    """A row with the ids and names of mentions that were split off to another entity."""
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
                parties = split_list(made[names])
                items[at] = new
                if len(parties) == len(items):
                    parties[at] = who.current.get(new) or parties[at]
                made |= {ids: joined_list(items), names: joined_list(parties)}
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
        _add_aliases(row, decision.after, (row["name"],))
        spans = json.loads(row["field_spans"] or "{}")
        row["field_spans"] = as_json({name: spans[name] for name in spans if name != "name"})
    row[decision.field] = decision.after


def _add_aliases(row: Row, name: str, others: Iterable[str]) -> None:
    """Add aliases to an entity's row, except its name."""
    aliases = dict.fromkeys((*split_list(row["aliases"]), *others))
    row["aliases"] = joined_list([alias for alias in aliases if alias not in ("", name)])


def _merge(made: Rows, old: str, head: str, who: Who) -> None:
    row = made.pop(old)
    into = made.get(head)
    if into is None:  # this edition has only the other name
        into = made[head] = row | {
            "row_id": head,
            "entity_id": head,
            "name": who.current.get(head, ""),
        }
        into["name"] = into["name"] or row["name"]
        spans = json.loads(row["field_spans"] or "{}")
        into["field_spans"] = as_json({name: spans[name] for name in spans if name != "name"})
    _add_aliases(into, into["name"], (row["name"], row["acronym"], *split_list(row["aliases"])))
    for column in CODES:
        into[column] = into[column] or row[column]


def _add_split(made: Rows, decision: Decision, mentions: Rows) -> None:
    """Add the row of the entity that the chosen mentions belong to, at the first of them."""
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
    _add_aliases(made[entity_id], given.get("name", ""), [mention["text"] for mention in own])


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
    """Table -> how many of its rows were changed, added or removed."""
    counts: dict[str, int] = {}
    for table in before:
        if before[table] is after[table]:
            continue
        ids = before[table].keys() | after[table].keys()
        count = sum(before[table].get(i) != after[table].get(i) for i in ids)
        counts |= {table: count} if count else {}
    return counts
