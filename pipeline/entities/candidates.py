"""Names that a layer proposes, and definitions with the name that they define."""

from dataclasses import dataclass

from pipeline.entities.acronyms import Definition


@dataclass(frozen=True, slots=True)
class Candidate:
    """A name that a layer proposes."""

    start: int
    end: int
    layer: str
    kind: str
    entity_id: str = ""  # if the vocabulary knows it
    rule: str = ""
    flags: tuple[str, ...] = ()
    head: str = ""  # a person's name without title, the noun of a back reference

    def holds(self, other: "Candidate") -> bool:
        return self.start <= other.start and other.end <= self.end


@dataclass(frozen=True, slots=True)
class Defined:
    """A definition with the name that it defines; the name may be longer than the long form."""

    definition: Definition
    name: Candidate
    within: str = ""  # the longer name that the long form is part of
    is_name: bool = True  # false for "foreign terrorist fighters (FTF)"
