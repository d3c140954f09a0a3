"""Lines of a CSV, pipe-delimited text or workbook as records: OECD CRS and OCHA FTS.

Columns are found by their names, whatever their case, order and punctuation: `USD_Commitment`,
`usd_commitment` and `UsdCommitment` are one.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation

from pipeline.matching.names import currency_of_provider
from pipeline.matching.records import Money, Party, Record

MILLION = Decimal(1_000_000)
ISO_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)")
DAY_FIRST = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})")
YEAR = re.compile(r"(?:19|20)\d\d")
CRS_TYPES = (("2", "commitment"), ("3", "disbursement"))
FTS_TYPES = {"pledge": "12", "commitment": "2", "paid": "3", "contribution": "3"}
FTS_ID = ("flowid", "id")
FTS_SOURCE = ("sourceorg", "sourceorganization", "srcorganization", "donor")


class Line:
    """One line, whose cells are read by the folded names of their columns."""

    __slots__ = ("_at", "_cells")

    def __init__(self, at: dict[str, int], cells: Sequence[str]) -> None:
        self._at, self._cells = at, cells

    def get(self, *names: str) -> str:
        """The first filled cell among these columns, or nothing."""
        for name in names:
            place = self._at.get(name, -1)
            if 0 <= place < len(self._cells) and (cell := self._cells[place].strip()):
                return "" if cell.upper() in ("NA", "NULL", "NONE") else cell
        return ""


def folded(header: str) -> str:
    """A column's name in lower-case letters and digits."""
    return re.sub(r"[^a-z0-9]", "", header.casefold())


def format_of(header: Sequence[str]) -> str:
    """crs, explorer (CRS in the OECD Data Explorer), fts, or nothing."""
    names = {folded(cell) for cell in header}
    if names & {"usdcommitment", "usddisbursement"} and names & {"donorname", "donorcode"}:
        return "crs"
    if {"donor", "recipient", "flowtype", "obsvalue"} <= names:
        return "explorer"
    if names & {"amountusd", "originalamount"} and names & set(FTS_SOURCE):
        return "fts"
    return ""


def read_lines(
    kind: str, header: Sequence[str], lines: Iterator[Sequence[str]]
) -> Iterator[Record]:
    """The records of the lines below a header; a line without an amount gives none."""
    at: dict[str, int] = {}
    for place, cell in enumerate(header):
        at.setdefault(folded(cell), place)
    read = READERS[kind]
    for cells in lines:
        yield from read(Line(at, cells))


# ---- OECD Creditor Reporting System ----------------------------------------------------------


def _crs(line: Line) -> Iterator[Record]:
    """A line reports what was committed and what was disbursed in its year, in millions."""
    year = line.get("year")
    currency = _code(line.get("currencycode"))
    currency = currency if currency.isalpha() else currency_of_provider(currency)
    purposes = (_code(line.get("purposecode")),)
    for kind, word in CRS_TYPES:
        usd, own = number(line.get(f"usd{word}")), number(line.get(f"{word}national"))
        amounts = _amounts(own, currency, usd, MILLION)
        if not amounts:
            continue
        start, end = days_of(year)
        if kind == "2":
            start, end = _within(line.get("commitmentdate"), start, end)
        yield Record(
            f"{line.get('crsid') or line.get('projectnumber')} {year} {word}".strip(),
            parties(
                Party(line.get("donorname"), _code(line.get("donorcode")), "dac"),
                Party(line.get("agencyname")),
            ),
            parties(Party(line.get("recipientname"), _code(line.get("recipientcode")), "dac")),
            parties(
                Party(line.get("channelname"), _code(line.get("channelcode")), "channel"),
                Party(line.get("channelreportedname")),
            ),
            kind,
            amounts,
            start,
            end,
            line.get("projecttitle", "shortdescription"),
            tuple(filter(None, purposes)),
        )


def _explorer(line: Line) -> Iterator[Record]:
    """A line of microdata at current prices; totals and constant prices are other figures."""
    kind = {"C": "2", "D": "3"}.get(line.get("flowtype"), "")
    is_total = line.get("mddim") == "_T" or not line.get("mdid", "oecdid", "donorprojectid")
    if not kind or is_total or line.get("pricebase") not in ("V", ""):
        return
    value = number(line.get("obsvalue"))
    amounts = _amounts(None, "", value, Decimal(10) ** int(line.get("unitmult") or 0))
    if not amounts:
        return
    year = line.get("timeperiod")
    start, end = days_of(year)
    yield Record(
        f"{line.get('mdid', 'oecdid', 'donorprojectid')} {year}",
        parties(Party("", line.get("donor"), "iso3")),
        parties(Party("", line.get("recipient"), "iso3")),
        parties(Party("", line.get("channel"), "channel")),
        kind,
        amounts,
        start,
        end,
        line.get("projecttitle", "shortdescription", "longdescription"),
        tuple(filter(None, (line.get("sector"),))),
    )


# ---- OCHA Financial Tracking Service ----------------------------------------------------------


def _fts(line: Line) -> Iterator[Record]:
    status = line.get("fundingstatus", "flowstatus", "status").casefold()
    kind = next((code for word, code in FTS_TYPES.items() if word in status), "")
    usd, own = number(line.get("amountusd")), number(line.get("originalamount"))
    amounts = _amounts(own, line.get("originalcurrency").upper(), usd, Decimal(1))
    if not amounts or not kind:
        return
    start, end = days_of(
        line.get("decisiondate", "date", "flowdate", "firstreporteddate")
        or line.get("budgetyear", "destinationusageyear", "destusageyearstart")
    )
    yield Record(
        f"FTS flow {line.get(*FTS_ID)}",
        parties(
            *_listed(line.get(*FTS_SOURCE)),
            *_countries(line.get("sourcecountry", "sourcelocation", "srclocations"))
            if _is_government(line)
            else (),
        ),
        parties(
            *_countries(line.get("destinationcountry", "destinationlocation", "destlocations"))
        ),
        parties(
            *_listed(
                line.get(
                    "destinationorg",
                    "destinationorganization",
                    "destorganization",
                    "recipientorganization",
                )
            )
        ),
        kind,
        amounts,
        start,
        end,
        line.get("description", "destinationproject", "destproject"),
        (),
    )


def _is_government(line: Line) -> bool:
    """A source's country provides only where the source is its government."""
    kind = line.get("sourceorganizationtype", "sourceorgtype", "srcorganizationtypes").casefold()
    return "government" in kind or "government" in line.get(*FTS_SOURCE).casefold()


def _listed(cell: str) -> list[Party]:
    return [Party(name.strip()) for name in re.split(r"[;|]", cell) if name.strip()]


def _countries(cell: str) -> list[Party]:
    """Country names, or the ISO codes that downloads from HDX have: `JPN`, `KEN,UGA`."""
    if re.fullmatch(r"[A-Z]{3}(?:[,;] ?[A-Z]{3})*", cell):
        return [Party("", code, "iso3") for code in re.findall(r"[A-Z]{3}", cell)]
    return _listed(cell)


READERS = {"crs": _crs, "explorer": _explorer, "fts": _fts}


# ---- cells -----------------------------------------------------------------------------------


def parties(*found: Party) -> tuple[Party, ...]:
    """The parties that have a name or a code, each once."""
    return tuple(dict.fromkeys(party for party in found if party.name or party.code))


def _code(cell: str) -> str:
    """A code, which programs that take it for a number write as `701.0`."""
    return cell.removesuffix(".0")


def number(cell: str) -> Decimal | None:
    """A positive amount; None for anything else."""
    try:
        value = Decimal(cell.replace(",", "").replace(" ", ""))
    except InvalidOperation:
        return None
    return value if value.is_finite() and value > 0 else None


def days_of(cell: str) -> tuple[date | None, date | None]:
    """The first and last day of a date or year: `2019-05-31`, `31/05/2019`, `2019`."""
    try:
        if found := ISO_DAY.match(cell):
            day = date(*map(int, found.groups()))
            return day, day
        if found := DAY_FIRST.match(cell):
            one, two, year = map(int, found.groups())
            day = date(year, two, one) if two <= 12 else date(year, one, two)
            return day, day
    except ValueError:
        return None, None
    years = [int(found) for found in YEAR.findall(cell)]
    return (date(min(years), 1, 1), date(max(years), 12, 31)) if years else (None, None)


def _within(cell: str, start: date | None, end: date | None) -> tuple[date | None, date | None]:
    """A more exact date, where it lies in the period; otherwise the period."""
    first, last = days_of(cell)
    if first and last and start and end and start <= first and last <= end:
        return first, last
    return start, end


def _amounts(
    own: Decimal | None, currency: str, usd: Decimal | None, scale: Decimal
) -> tuple[Money, ...]:
    """The amount in its own currency, then in US dollars as the source converted it."""
    has_own = own is not None and bool(currency) and currency != "USD"
    made = [Money(own * scale, currency)] if own is not None and has_own else []
    if usd is None and own is not None and currency == "USD":
        usd = own
    if usd is not None:
        made.append(Money(usd * scale, "USD", is_converted=has_own or currency not in ("USD", "")))
    return tuple(made)
