"""A file of decisions that somebody sends: its lines, and what it was made from.

A colleague's journal contains only decisions.  The first line of a file that the report page saved
states the edition, the text and the number of decisions, so that an incomplete file, or one about
another text, is refused before anything is imported.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from pipeline.decisions.journal import Decision, cells_of, decision_of, is_cut
from pipeline.records.errors import BadInputError

ORIGIN = ("edition", "sources", "decisions")  # fields of the first line
SHOWN = 20  # faults reported for one file
AGAIN = "ask for the file again"


@dataclass(frozen=True, slots=True)
class Origin:
    """The first line of a file that a report page saved."""

    edition: str
    sources: Mapping[str, str]  # raw file -> sha256 of its bytes
    decisions: int  # lines that follow

    def fault(self, edition: str, sources: Mapping[str, str]) -> str:
        """Why its decisions do not belong to an edition, with the fix; empty if they do."""
        if self.edition != edition:
            return f"made from the report of {self.edition}, not {edition}; name it with EDITION=…"
        if other := sorted(self.sources.items() ^ sources.items()):
            return (
                f"made from another text ({other[0][0]} has another sha256); "
                "review the current report instead"
            )
        return ""


@dataclass(frozen=True, slots=True)
class Received:
    """The decisions of a file, each with its line number, in order."""

    lines: tuple[tuple[int, Decision], ...]
    origin: Origin | None = None  # None for a journal


def read_handed(path: Path) -> Received:
    """Read a journal, or a file that a report page saved.

    Raises BadInputError with one line for each fault: a line that is not a decision, or missing
    lines.
    """
    if not path.is_file():
        raise BadInputError(f"{path}: no such file; name the decisions with FILE=…")
    numbered = [n for n in enumerate(path.read_bytes().split(b"\n"), 1) if n[1].strip()]
    faults: list[str] = []
    origin = _origin(numbered[0][1], f"{path}:{numbered[0][0]}") if numbered else None
    lines: list[tuple[int, Decision]] = []
    for number, line in numbered[1:] if origin else numbered:
        try:
            lines.append((number, decision_of(line, f"{path}:{number}")))
        except BadInputError as error:
            faults.append(
                f"{path}:{number}: incomplete line; {AGAIN}" if is_cut(line) else str(error)
            )
    if origin and not faults and len(lines) != origin.decisions:
        faults.append(
            f"{path}: {origin.decisions} decisions were saved, {len(lines)} are here; {AGAIN}"
        )
    refuse(path, faults)
    return Received(tuple(lines), origin)


def refuse(path: Path, faults: Iterable[str]) -> None:
    """Raise BadInputError with the faults, one a line, if there are any."""
    found = list(faults)
    if found:
        more = [f"{path}: {len(found) - SHOWN} more faults"] if len(found) > SHOWN else []
        raise BadInputError(
            "\n".join([*found[:SHOWN], *more, f"{path}: not valid, so nothing is imported"])
        )


def _origin(line: bytes, place: str) -> Origin | None:
    """The first line of a saved file; None if it is a decision.  Raises BadInputError."""
    try:
        cells = cells_of(line, place)
    except BadInputError:
        return None
    if cells.keys() != set(ORIGIN):
        return None
    edition, sources, count = (cells[name] for name in ORIGIN)
    texts = (*sources, *sources.values()) if isinstance(sources, dict) else (None,)
    if not all(isinstance(text, str) for text in (edition, *texts)) or type(count) is not int:
        raise BadInputError(f"{place}: does not say what the file was made from; {AGAIN}")
    return Origin(edition, sources, count)
