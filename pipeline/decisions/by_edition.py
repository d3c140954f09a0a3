"""Which journal holds which decision: an edition's own, or that of the entities of all editions."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from pipeline.decisions.journal import (
    ABOUT_ENTITIES,
    Decision,
    Journal,
    append_decisions,
    read_journal,
)
from pipeline.records.errors import BadInputError

ENTITIES = "entities"  # reviews/entities.jsonl; not allowed as the name of an edition
FOR_EVERY_EDITION = (*ABOUT_ENTITIES, "correct", "reject")  # actions on an entity


@dataclass(frozen=True, slots=True)
class Journals:
    """The journals of reviews/, as one edition sees them."""

    reviews: Path
    edition: str

    @property
    def own(self) -> Path:
        return self.reviews / f"{self.edition}.jsonl"

    @property
    def entities(self) -> Path:
        return self.reviews / f"{ENTITIES}.jsonl"

    @property
    def others(self) -> tuple[Path, ...]:
        """The journals of other editions, by name."""
        return tuple(
            path
            for path in sorted(self.reviews.glob("*.jsonl"))
            if path not in (self.own, self.entities)
        )

    def read(self) -> Journal:
        """All decisions that apply to the edition: those about entities first, then its own.

        Raises BadInputError for a line that is not a decision.
        """
        if self.edition == ENTITIES:
            raise BadInputError(f"edition '{ENTITIES}': is the name of a journal; choose another")
        both = [read_journal(path) for path in (self.entities, self.own)]
        return Journal(
            tuple(decision for journal in both for decision in journal.decisions),
            tuple(warning for journal in both for warning in journal.warnings),
        )

    def append(self, decisions: Iterable[Decision]) -> None:
        """Append each decision to the journal that it belongs to; each journal gets all or none.

        Raises BadInputError if one is not valid, OSError if they cannot be written.
        """
        made = list(decisions)
        undoes = any(decision.action == "undo" for decision in made)
        ids = {d.id for d in read_journal(self.entities).decisions} if undoes else set()
        shared = [
            d for d in made if is_for_every_edition(d) or (d.action == "undo" and d.after in ids)
        ]
        own = [d for d in made if d not in shared]
        for path, lines in ((self.entities, shared), (self.own, own)):
            if lines:
                append_decisions(path, lines)


def is_for_every_edition(decision: Decision) -> bool:
    """Whether a decision is about an entity in every edition."""
    return decision.table == "entities" and decision.action in FOR_EVERY_EDITION
