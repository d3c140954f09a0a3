"""A file of decisions that somebody hands in: its lines, and from what it was made.

A colleague's journal holds decisions alone.  A file that the report page saved says first from
which edition and text it was made and how many decisions follow, so that a file that was cut, or
that is about another text, is told before anything is taken.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from pipeline.decisions.journal import Decision, cells_of, decision_of, is_cut
from pipeline.records.errors import BadInputError

ORIGIN = ("edition", "sources", "decisions")  # of the first line
SHOWN = 20  # faults told of one file
AGAIN = "ask for the file again"


@dataclass(frozen=True, slots=True)
class Origin:
    """What a report page says of a file that it saved."""

    edition: str
    sources: Mapping[str, str]  # raw file -> sha256 of its bytes
    decisions: int  # lines that follow

    def fault(self, edition: str, sources: Mapping[str, str]) -> str:
        """Why its decisions cannot be about an edition, with the mend; nothing where they can."""
        if self.edition != edition:
            return f"made on the report of {self.edition}, not {edition}; name it by EDITION=…"
        if other := sorted(self.sources.items() ^ sources.items()):
            return (
                f"made on another text ({other[0][0]} has another sha256); "
                "judge it anew in the report of today's text"
            )
        return ""


@dataclass(frozen=True, slots=True)
class Handed:
    """A file's decisions, each with its line number, in their order."""

    lines: tuple[tuple[int, Decision], ...]
    origin: Origin | None = None  # None for a journal


def read_handed(path: Path) -> Handed:
    """Read a journal, or what a report page saved.

    Raises BadInputError with a line for each fault if a line is no decision, or lines are missing.
    """
    if not path.is_file():
        raise BadInputError(f"{path}: no such file; name the decisions by FILE=…")
    numbered = [n for n in enumerate(path.read_bytes().split(b"\n"), 1) if n[1].strip()]
    faults: list[str] = []
    origin = _origin(numbered[0][1], f"{path}:{numbered[0][0]}") if numbered else None
    lines: list[tuple[int, Decision]] = []
    for number, line in numbered[1:] if origin else numbered:
        try:
            lines.append((number, decision_of(line, f"{path}:{number}")))
        except BadInputError as error:
            faults.append(f"{path}:{number}: cut short; {AGAIN}" if is_cut(line) else str(error))
    if origin and not faults and len(lines) != origin.decisions:
        faults.append(
            f"{path}: {origin.decisions} decisions were saved, {len(lines)} are here; {AGAIN}"
        )
    refuse(path, faults)
    return Handed(tuple(lines), origin)


def refuse(path: Path, faults: Iterable[str]) -> None:
    """Raise BadInputError with the faults, one a line, if there are any."""
    found = list(faults)
    if found:
        more = [f"{path}: {len(found) - SHOWN} more faults"] if len(found) > SHOWN else []
        raise BadInputError(
            "\n".join([*found[:SHOWN], *more, f"{path}: not valid, so nothing is taken"])
        )


def _origin(line: bytes, place: str) -> Origin | None:
    """What the first line says of the file; None for a decision.  Raises BadInputError."""
    try:
        cells = cells_of(line, place)
    except BadInputError:
        return None
    if cells.keys() != set(ORIGIN):
        return None
    edition, sources, count = (cells[name] for name in ORIGIN)
    texts = (*sources, *sources.values()) if isinstance(sources, dict) else (None,)
    if not all(isinstance(text, str) for text in (edition, *texts)) or type(count) is not int:
        raise BadInputError(f"{place}: does not say from what the file was made; {AGAIN}")
    return Origin(edition, sources, count)
