"""An IATI activity file, 2.01 to 2.03, as records: one for each pledge, commitment, disbursement.

Read activity by activity, so that a file of any size takes the memory of one.
"""

from collections.abc import Iterator
from datetime import date
from typing import IO
from xml.etree import ElementTree as ET

from pipeline.matching.records import Money, Party, Record
from pipeline.matching.tables import days_of, number, parties
from pipeline.records.errors import BadInputError

TYPES = ("2", "3", "12")  # outgoing commitment, disbursement, outgoing pledge
ROOT, ACTIVITY = "iati-activities", "iati-activity"
IMPLEMENTING = "4"  # organisation role
CRS_VOCABULARIES = ("1", "2", None)  # DAC purposes and categories; the default is DAC
RECIPIENTS = (("recipient-country", "iso2"), ("recipient-region", "dac"))


def read_activities(file: IO[bytes], place: str) -> Iterator[Record]:
    """The records of an activity file; `place` names it in errors.

    Raises BadInputError for a file that is not XML, not of activities, or of IATI 1.
    """
    root: ET.Element | None = None
    try:
        for event, element in ET.iterparse(file, events=("start", "end")):
            if root is None:
                root = element
                _check_root(root, place)
            if event == "end" and element.tag == ACTIVITY:
                yield from _records(element)
                root.clear()
    except ET.ParseError as error:
        line, column = error.position
        raise BadInputError(
            f"{place}:{line}: not valid XML at column {column}; download the file again"
        ) from None


def _check_root(root: ET.Element, place: str) -> None:
    if root.tag not in (ROOT, ACTIVITY):
        raise BadInputError(f"{place}: <{root.tag}> is not <{ROOT}>; use an IATI activity file")
    version = root.get("version", "")
    if version.startswith("1."):
        raise BadInputError(f"{place}: is IATI {version}; use a file of IATI 2.01 or later")


def _records(activity: ET.Element) -> Iterator[Record]:
    identifier = _text(activity, "iati-identifier")
    for transaction in activity.iterfind("transaction"):
        kind = transaction.find("transaction-type")
        code = kind.get("code", "") if kind is not None else ""
        money = _money(transaction, activity)
        if code in TYPES and money:
            ref = transaction.get("ref", "").strip()
            start, end = _days(transaction)
            yield Record(
                f"{identifier} {ref}".strip(),
                _organisations(transaction, "provider-org")
                or _organisations(activity, "reporting-org"),
                _recipients(transaction) or _recipients(activity),
                _channels(transaction, activity),
                code,
                (money,),
                start,
                end,
                _title(transaction, activity),
                _purposes(transaction) or _purposes(activity),
            )


def _money(transaction: ET.Element, activity: ET.Element) -> Money | None:
    value = transaction.find("value")
    amount = number((value.text or "").strip()) if value is not None else None
    if value is None or amount is None:
        return None
    return Money(amount, value.get("currency") or activity.get("default-currency") or "")


def _days(transaction: ET.Element) -> tuple[date | None, date | None]:
    dated = transaction.find("transaction-date")
    stated = dated.get("iso-date", "") if dated is not None else ""
    value = transaction.find("value")
    return days_of(stated or (value.get("value-date", "") if value is not None else ""))


def _organisations(parent: ET.Element, name: str, role: str = "") -> tuple[Party, ...]:
    found = (e for e in parent.iterfind(name) if not role or e.get("role") == role)
    return parties(*(Party(_narrative(e), e.get("ref", "").strip(), "iati") for e in found))


def _channels(transaction: ET.Element, activity: ET.Element) -> tuple[Party, ...]:
    return _organisations(transaction, "receiver-org") or _organisations(
        activity, "participating-org", IMPLEMENTING
    )


def _recipients(parent: ET.Element) -> tuple[Party, ...]:
    return parties(
        *(
            Party(_narrative(e), e.get("code", "").strip(), scheme, e.get("percentage", "").strip())
            for name, scheme in RECIPIENTS
            for e in parent.iterfind(name)
            if e.get("vocabulary", "1") == "1"
        )
    )


def _purposes(parent: ET.Element) -> tuple[str, ...]:
    found = (e for e in parent.iterfind("sector") if e.get("vocabulary") in CRS_VOCABULARIES)
    return tuple(filter(None, (e.get("code", "").strip() for e in found)))


def _title(transaction: ET.Element, activity: ET.Element) -> str:
    titles = (_text(activity, "title"), _text(transaction, "description"))
    return ": ".join(dict.fromkeys(filter(None, titles)))


def _text(parent: ET.Element, name: str) -> str:
    element = parent.find(name)
    return _narrative(element) if element is not None else ""


def _narrative(element: ET.Element) -> str:
    """The first narrative, or the element's own text."""
    narrative = element.find("narrative")
    text = (narrative if narrative is not None else element).text or ""
    return " ".join(text.split())
