"""Check every cell against the raw text, with a program that shares no code with the pipeline.

    python -I pipeline/verify.py raw/2019 outputs/2019/6_reviewed

Reads only the CSVs and the raw files.  For each row and each field the raw characters at its span,
with the repairs of repairs.csv applied, must be what the row says; undoing the repairs must give
the raw text; every non-space raw character lies in exactly one block; every id exists.  Amounts in
US dollars must follow from the amount, the rate and the deflator in the row, and the rate from the
rate file with the columns currency, year, units_per_usd that the row names.
"""

import csv
import hashlib
import json
import re
import sys
import unicodedata
from collections import defaultdict
from decimal import Decimal, localcontext
from itertools import accumulate, product
from pathlib import Path

PARTIES = ("recipient", "channel", "implementer", "participant")
NAMES = {name: f"{name}_id" for name in ("provider", "place", "programme")}
NAMES |= {f"{name}s": f"{name}_ids" for name in PARTIES}
LISTS = (*(f"{name}s" for name in PARTIES), "beneficiaries", "places", "people", "in_kind")
NUMBERS = ("low", "high", "value", "quantity")
TERMS = ("interest_rate", "maturity_years", "grace_years")
REFERENCES = {"block_id": "blocks", "note_id": "notes", "pair_id": "results"}
REFERENCES |= {"duplicate_of": "", "parent_id": "sections", "section_id": "sections"}  # "": its own
REFERENCES |= dict.fromkeys(("money_id", "equivalent_of", "whole", "part", "parts"), "money")
COUNTRY_KINDS = ("nationality", "place", "government_body")  # names that may mean a country
OWN_TEXT = ("text", "anchor_term")  # columns that hold the text of the row's own span
CURRENCY = re.compile(r"[$¥€£₩₹₱฿₫₦₴₽]|[A-Z]{3}|[a-z]{3,}|[A-Z]{1,3}\$|Rs|CHF|SDR")
CENT = Decimal("0.01")
BASIS = re.compile(
    r"[\d.]+ [A-Z]{3} per USD (?:in|as the mean of) "
    r"(?P<first>\d{4})(?:–(?P<last>\d{4}))?(?:, the edition's year)?, (?P<file>.+?\.csv)\b"
)
WORDS = (
    "no one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen twenty"
)
UNITS = {word: value for value, word in enumerate(WORDS.split())}
UNITS |= {"zero": 0, "free": 0, "without": 0, "a": 0}
UNITS |= {"decade": 10, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60}
FRACTIONS = {"½": "0.5", "¼": "0.25", "¾": "0.75", "half": "0.5", "quarter": "0.25"}
DISCOUNTS = (5, 6, 7, 9, 10)  # percent: the DAC's discount rates of loans
TYPES = {"12": "pledged", "2": "committed", "3": "disbursed"}  # IATI transaction type: its status
NO_LARGER = ("fulfils", "overlap_unknown")  # relations whose part is no larger than its whole
LEFT_OUT = ("cancelled", "suspended", "returned", "redirected")  # a status that totals leave out
RELATIONS = ("part_of", "fulfils", "example_of", "same_as", "overlap_unknown", "disjoint")
SAME = {"%": "percent", "per cent": "percent", "percent": "percent"}
UNSEEN = "\0\ufeff\u200b\u00ad"

Row = dict[str, str]
Repair = tuple[int, int, str]


class Checker:
    """The raw files, the tables, and the faults found so far."""

    def __init__(self, raw_dir: Path, out_dir: Path) -> None:
        csv.field_size_limit(2**31 - 1)
        self.faults: list[str] = []
        self.spans = 0
        self.tables = {
            path.stem: _read(path)
            for path in sorted(out_dir.glob("*.csv"))
            if path.stem not in ("decisions", "proposals", "review")
        }
        self.raw: dict[str, str] = {}
        for row in self.tables["documents"]:
            data = (raw_dir / row["source"]).read_bytes()
            self.raw[row["source"]] = data.decode(row["encoding"])
            if (digest := hashlib.sha256(data).hexdigest()) != row["sha256"]:
                self.fault("documents", row, "sha256", f"the file's is {digest!r}")
        self.repairs: dict[str, list[Repair]] = defaultdict(list)
        for row in self.tables["repairs"]:
            start, end = _span(row)
            self.repairs[row["source"]].append((start, end, json.loads(row["after"])))
            text = self.raw[row["source"]][start:end]
            self.fault_unless(json.loads(row["before"]) == text, "repairs", row, "before", text)
        for repairs in self.repairs.values():
            repairs.sort()
        self.names = {
            row["entity_id"]: {row["name"], row["acronym"], *row["aliases"].split(";")}
            for row in self.tables["entities"]
        }
        self.countries = {row["entity_id"]: row["iso3"] for row in self.tables["entities"]}
        self.named = {
            (row["source"], row["raw_start"], row["raw_end"]): row["entity_id"]
            for row in self.tables["mentions"]
        }
        self.ids = {name: {row["row_id"] for row in rows} for name, rows in self.tables.items()}
        self.rates = _rates(raw_dir)

    def fault(self, table: str, row: Row, column: str, problem: str) -> None:
        cell = row.get(column, "")
        self.faults.append(f"{table}.csv: {row['row_id']}: {column}: {cell!r}, but {problem}")

    def fault_unless(self, good: bool, table: str, row: Row, column: str, text: str) -> None:
        """A fault if the cell is not what the raw text says at its span."""
        if not good:
            self.fault(table, row, column, f"the raw text has {text!r}")

    def shown(self, source: str, start: int, end: int) -> str:
        """The raw text from start to end with the repairs of repairs.csv applied."""
        raw, at, parts = self.raw[source], start, []
        for low, high, after in self.repairs[source]:
            if low >= end:
                break
            if low <= start and end <= high and not after:
                continue  # furniture, checked as a block of its own
            if high > at or (low == high and low > start):
                parts.append(raw[at : max(low, at)] + after)
                at = max(high, at)
        return "".join([*parts, raw[at:end]])

    def check(self) -> None:
        for name, rows in self.tables.items():
            if len(self.ids[name]) != len(rows):
                self.faults.append(f"{name}.csv: a row_id occurs twice")
            for row in rows:
                self.check_references(name, row)
                self.check_own_span(name, row)
                for column, places in json.loads(row.get("field_spans") or "{}").items():
                    self.check_field(name, row, column, places)
        for row in self.tables["contributions"]:
            self.check_conversion(row)
            self.check_rate(row)
            self.check_status(row)
            if row.get("grant_element") and not _is_grant_element(row):
                self.fault("contributions", row, "grant_element", "its terms give another one")
        amounts = {row["row_id"]: row for row in self.tables["money"]}
        for row in self.tables["money_relations"]:
            self.check_relation(row, amounts.get(row["whole"]), amounts.get(row["part"]))
        self.check_entities()
        self.check_coverage()

    def check_status(self, row: Row) -> None:
        """A status agrees with the transaction type, or with the reason why totals leave it out."""
        status, reason = row["status"], row["not_countable_reason"]
        if is_reviewed(row):
            return  # a person has the last word
        if status in LEFT_OUT or reason in LEFT_OUT:
            if status != reason or row["countable"] != "false":
                self.fault("contributions", row, "status", f"it is not countable as {reason!r}")
        elif status not in ("", known := TYPES.get(row["transaction_type"], "")):
            self.fault("contributions", row, "status", f"its transaction type means {known!r}")

    def check_relation(self, row: Row, whole: Row | None, part: Row | None) -> None:
        """The type is known; a payment, or what may overlap, is no larger than its whole."""
        if row["type"] not in RELATIONS:
            self.fault("money_relations", row, "type", f"it may be {', '.join(RELATIONS)}")
        elif row["whole"] == row["part"]:
            self.fault("money_relations", row, "part", "it is the same amount as whole")
        elif row["type"] in NO_LARGER and whole and part and not is_reviewed(whole, part):
            sizes = [amount["high"] or amount["low"] for amount in (part, whole)]
            fits = all(sizes) and Decimal(sizes[0]) <= Decimal(sizes[1])
            if whole["currency"] != part["currency"] or not fits:
                more = f"{part['text']!r} is no component of {whole['text']!r}"
                self.fault("money_relations", row, "part", more)

    def check_references(self, table: str, row: Row) -> None:
        for column, target in REFERENCES.items():
            for item in filter(None, row.get(column, "").split(";")):
                if item not in self.ids[target or table]:
                    self.fault(table, row, column, "no row has this id")

    def check_own_span(self, table: str, row: Row) -> None:
        start, end = _span(row)
        self.spans += 1
        if not 0 <= start < end <= len(self.raw[row["source"]]):
            self.fault(table, row, "raw_start", "the raw file has no such span")
        elif table not in ("documents", "repairs", "issues"):
            text = self.shown(row["source"], start, end)
            if table == "ledger" and row["held_by"] == "note_anchors":  # not in the clean text
                raised = unicodedata.normalize("NFKC", self.raw[row["source"]][start:end])
                text = row["text"] if row["text"] in raised else raised
            for column in OWN_TEXT:  # a repair may have added a space: "Chapter 1Aid"
                good = column not in row or row[column] == text.strip()
                self.fault_unless(good, table, row, column, text)

    def check_field(self, table: str, row: Row, column: str, places: list[list[int]]) -> None:
        words = [self.shown(row["source"], start, end) for start, end in places]
        self.spans += len(words)
        cell = row.get(column, "")
        if column in NUMBERS:
            good = _is_number(cell, words[0])
        elif column in TERMS:
            good = _is_term(cell, words[0])
        elif column == "currency":
            good = bool(cell and CURRENCY.search(words[0]))
        elif column in NAMES and row.get(NAMES[column]):
            good = self.are_names(row, column, words, places)
        elif column == "status":
            good = cell in LEFT_OUT and bool(words[0].strip())
        elif column in LISTS:
            good = all(word in _items(cell) for word in words)
        else:
            good = cell == SAME.get(" ".join(words).lower(), " ".join(words))
        self.fault_unless(good, table, row, column, " | ".join(words))

    def are_names(self, row: Row, column: str, words: list[str], places: list[list[int]]) -> bool:
        """Whether each of the words names one of the entities, or the government of one.

        A party that is not an entity, such as "its neighbours", is in the cell as printed.
        If a reason says so, "we" or "the Government" is the country whose report it is.
        """
        if column == "provider" and "speaker_is_provider" in row["reasons"].split(";"):
            return bool(row["provider_id"])  # documents.csv states whose report it is
        ids = row[NAMES[column]].split(";")
        plain = _items(row[column]) if "" in ids else []
        codes = row.get(NAMES[column].replace("_ids", "_iso3"), "").split(";")
        countries = {*codes, *(self.countries.get(i) for i in ids)} - {"", None}
        named = [self.named.get((row["source"], str(start), str(end)), "") for start, end in places]
        return all(
            (entity and entity in ids)
            or self.countries.get(entity) in countries
            or word in plain
            or any(word in self.names.get(i, ()) for i in ids)
            for word, entity in zip(words, named, strict=True)
        )

    def check_conversion(self, row: Row) -> None:
        """The amounts in US dollars, computed again for both ends that the amount has."""
        for name, end in product(("usd", "constant_usd"), ("low", "high")):
            cell, value = row.get(f"{name}_{end}", ""), _in_dollars(row, name, row[end])
            good = cell and abs(Decimal(cell) - value) < CENT if value is not None else not cell
            if not good:
                shown = "none" if value is None else f"{value:.2f}"
                self.fault("contributions", row, f"{name}_{end}", f"its rate gives {shown!r}")

    def check_rate(self, row: Row) -> None:
        """The rate, where the file that the row names states it in plain columns."""
        stated = row.get("usd_rate", "")
        if stated and row["currency"] == "USD" and stated != "1":
            self.fault("contributions", row, "usd_rate", "that of US dollars is '1'")
        basis = BASIS.match(row.get("usd_basis", ""))
        known = self.rates.get((basis["file"], row["currency"])) if basis else None
        if basis and known:
            years = range(int(basis["first"]), int(basis["last"] or basis["first"]) + 1)
            mean = sum((known.get(year, Decimal(0)) for year in years), Decimal(0)) / len(years)
            if abs(mean - Decimal(stated or 0)) > Decimal("1e-8"):
                self.fault("contributions", row, "usd_rate", f"{basis['file']} has '{mean:f}'")

    def check_entities(self) -> None:
        """Each unreviewed entity has a mention of its own, not only inside longer names.

        A country may be mentioned only by a nationality, its capital or its government, "the
        Egyptian army", "Oslo pledged"; the one whose report it is, not at all.
        """
        speakers = {row["provider"] for row in self.tables["documents"]} - {""}
        named = {m["entity_id"] for m in self.tables["mentions"] if m["role"] != "name_part"}
        rows = self.tables["entities"]
        implied = {row["iso3"] for row in rows if row["kind"] in COUNTRY_KINDS}
        for row in rows:
            is_mentioned = row["entity_id"] in named or (
                row["kind"] == "country" and row["iso3"] in implied | speakers
            )
            if row["review_status"] == "unreviewed" and not is_mentioned:
                self.fault("entities", row, "entity_id", "no mention names it alone")

    def check_coverage(self) -> None:
        """Each non-space raw character lies in one block; furniture is left out of the others."""
        blocks, repairs = self.tables["blocks"], self.tables["repairs"]
        inner = [(r["source"], *_span(r)) for r in repairs if r["kind"] == "furniture"]
        for source, raw in self.raw.items():
            changes = [0] * (len(raw) + 1)
            for start, end in (_span(row) for row in blocks if row["source"] == source):
                holes = [hole[1:] for hole in inner if hole[0] == source]
                holes = [(low, high) for low, high in holes if start < low and high < end]
                for low, high in [(start, end), *((high, low) for low, high in holes)]:
                    changes[low] += 1
                    changes[high] -= 1
            for at, times in enumerate(accumulate(changes[:-1])):
                if times != 1 and not (raw[at].isspace() or raw[at] in UNSEEN):
                    where = f"character {at} of {source}, {raw[at : at + 20]!r}"
                    self.faults.append(f"blocks.csv: {where}, is in {times} blocks")
                    break


def is_reviewed(*rows: Row) -> bool:
    """Whether a person has changed one of the rows."""
    return any(row["review_status"] not in ("unreviewed", "accepted") for row in rows)


def _span(row: Row) -> tuple[int, int]:
    """Where a row lies in its raw file: code points, half-open."""
    return int(row["raw_start"]), int(row["raw_end"])


def _read(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as file:
        return [{name: _armed(cell) for name, cell in row.items()} for row in csv.DictReader(file)]


def _rates(raw_dir: Path) -> dict[tuple[str, str], dict[int, Decimal]]:
    """The rates of files with the columns currency, year, units_per_usd: by file and currency.

    Rates of periods, and tables downloaded from others, are not read.
    """
    found: dict[tuple[str, str], dict[int, Decimal]] = {}
    for folder in (raw_dir.parent / "rates", raw_dir / "rates"):
        for path in folder.rglob("*.csv"):
            with path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
                rows = [row for row in csv.DictReader(file) if _is_rate(row)]
            found |= {(path.name, row["currency"]): {} for row in rows}
            for row in rows:
                rate = Decimal(row["units_per_usd"])
                found[path.name, row["currency"]][int(row["year"])] = rate
    return found


def _is_rate(row: Row) -> bool:
    names = {"currency": "[A-Z]{3}", "year": r"\d{4}", "units_per_usd": r"\d+(\.\d+)?"}
    return all(re.fullmatch(pattern, row.get(name) or "") for name, pattern in names.items())


def _in_dollars(row: Row, name: str, amount: str) -> Decimal | None:
    """The amount in US dollars, `usd` or `constant_usd`; None if there is no amount or no rate."""
    rate, deflator = row.get("usd_rate", ""), row.get("usd_deflator", "")
    if not amount or not rate or (name == "constant_usd" and not deflator):
        return None
    with localcontext(prec=60):
        return Decimal(amount) * (1 if name == "usd" else 100 / Decimal(deflator)) / Decimal(rate)


def _armed(cell: str) -> str:
    return cell[1:] if re.match(r"'+[=+@\t\r-]", cell) else cell


def _items(cell: str) -> list[str]:
    return [item.replace("\\;", ";").replace("\\\\", "\\") for item in re.split(r"(?<!\\);", cell)]


def _is_number(cell: str, words: str) -> bool:
    """Whether the digits of a value are in the words, or the words spell a number."""
    if not cell:
        return False
    digits = re.sub(r"\D", "", str(Decimal(cell).normalize().as_tuple().digits))
    plain = re.sub(r"(?<=\d)[,. \u00a0\u2009](?=\d)", "", words)
    found = re.findall(r"\d+", plain)
    return any(number.strip("0") == digits.strip("0") for number in found) or not found


def _is_term(cell: str, words: str) -> bool:
    """Whether the words of a rate or a duration, in digits or spelled, give the value."""
    text = words.lower()
    digits = re.search(r"\d+(?:\.\d+)?", text)
    spelled = [UNITS[word] for word in re.findall(r"[a-z]+", text) if word in UNITS]
    parts = [value for word, value in FRACTIONS.items() if word in text]
    value = Decimal(digits[0]) if digits else Decimal(sum(spelled))
    value += sum(map(Decimal, parts))
    value = round(value / 12, 2) if "month" in text else value
    return bool(cell and (digits or spelled or parts)) and value == Decimal(cell)


def _is_grant_element(row: Row) -> bool:
    """Whether one of the DAC's discount rates gives it: face value less discounted payments.

    Equal repayments of principal twice a year, the first when the grace period ends.
    """
    if any(not row[name] for name in TERMS):
        return True  # a person removed or wrote one of them
    rate, last, first = (float(row[name]) for name in TERMS)
    halves = [n / 2 for n in range(1, round(last * 2) + 1)]
    due = [year for year in halves if year >= max(first, 0.5)] or [last]
    near = 0.06 if first * 2 % 1 == last * 2 % 1 == 0 else 1  # a schedule has whole half-years
    left, payments = 100.0, []
    for year in halves:
        principal = 100 / len(due) if year in due else 0
        payments.append((year, left * rate / 200 + principal))
        left -= principal
    present = (
        sum(paid / (1 + discount / 100) ** year for year, paid in payments)
        for discount in DISCOUNTS
    )
    stated = float(row["grant_element"])
    return any(abs(max(100 - value, 0) - stated) < near for value in present)


def main(arguments: list[str]) -> int:
    """Print each fault and a summary; 1 if there is any, 2 if there are no tables."""
    if len(arguments) != 2:
        print("usage: verify.py RAW_DIR OUT_DIR", file=sys.stderr)
        return 2
    if not (documents := Path(arguments[1]) / "documents.csv").is_file():
        print(f"{documents}: missing; run make to create it", file=sys.stderr)
        return 2
    checker = Checker(Path(arguments[0]), Path(arguments[1]))
    checker.check()
    counts = sum(map(len, checker.tables.values())), checker.spans, len(checker.faults)
    print(*checker.faults, "{} rows, {} spans checked, {} faults".format(*counts), sep="\n")
    return 1 if checker.faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
