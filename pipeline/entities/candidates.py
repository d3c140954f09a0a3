"""What a layer proposes as a name, and a definition with the name that it defines."""

from dataclasses import dataclass

from pipeline.entities.acronyms import Definition


@dataclass(frozen=True, slots=True)
class Candidate:
    """A name that a layer proposes."""

    start: int
    end: int
    layer: str
    kind: str
    entity_id: str = ""  # where the vocabulary knows it
    rule: str = ""
    flags: tuple[str, ...] = ()
    head: str = ""  # the part that names: a person's name without title, a reference's noun

    def holds(self, other: "Candidate") -> bool:
        return self.start <= other.start and other.end <= self.end


@dataclass(frozen=True, slots=True)
class Defined:
    """A definition with the name that it defines; the name may be longer than the long form."""

    definition: Definition
    name: Candidate
    within: str = ""  # the longer name that the long form is only a part of
    is_name: bool = True  # "foreign terrorist fighters (FTF)" is none
