"""Known names, found in a text: the longest match at each word."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cache

from pipeline.entities.codes import listed, people_id, slug
from pipeline.entities.words import Line, Word, split_words
from pipeline.records.text import Span
from pipeline.vocab import read_vocab

SHOUTED = 4  # least letters of a known name that may be printed in capitals
ALSO_WORDS = frozenset(  # acronyms that are also words in capitals
    (
        *("WHO", "US", "CARE", "CARD", "AID", "MAG", "TI", "NAM", "PATH", "GOAL", "FIND", "ACTED"),
        *("CAR", "CAN", "LIFT", "TRAFFIC", "GAIN", "SUN", "PRISM", "FIP", "PIF", "GEF"),
    )
)
UNNAMED = "unnamed"
AMERICA = "united-states"  # "US $5 million" is an amount
# other spellings of a name with such a beginning
SHORTENED = {
    "United Nations ": ("UN ", "U.N. "),
    "UN ": ("United Nations ", "U.N. "),
    "United States ": ("US ", "U.S. ", "U.S ", "American "),
    "US ": ("U.S. ", "U.S "),
    "European Union ": ("EU ",),
    "EU ": ("European Union ",),
}
AMBIGUOUS_COUNTRIES = frozenset(("Congo",))  # two countries have this name
AMBIGUOUS_PEOPLES = frozenset(("Congolese", "Dominican", "Guinean", "Samoan"))


@dataclass(frozen=True, slots=True)
class Known:
    """A spelling of a known entity."""

    spelling: str
    entity_id: str
    kind: str
    rule: str  # the list that it comes from
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Match:
    """A known name at words first .. last - 1."""

    first: int
    last: int
    known: Known


@dataclass(slots=True)
class Node:
    """A word of the tree of spellings."""

    next: "dict[str, Node]" = field(default_factory=dict)
    ends: list[tuple[Known, tuple[str, ...]]] = field(default_factory=list)


def build_tree(names: Iterable[Known], below: "Node | None" = None) -> Node:
    """A tree of spellings by their words; earlier names precede later ones and `below`."""
    root = Node()
    for known in names:
        _add(root, known)
    return _merged(root, below) if below else root


def _add(root: Node, known: Known) -> None:
    node = root
    words = split_words(known.spelling)
    for word in words:
        node = node.next.setdefault(word.key, Node())
    node.ends.append((known, tuple(word.text for word in words)))


def _merged(above: Node, below: Node) -> Node:
    """Both trees as one; only the branches of `above` are copied."""
    branches = dict(below.next)
    for key, node in above.next.items():
        branches[key] = _merged(node, branches[key]) if key in branches else node
    return Node(branches, [*above.ends, *below.ends])


def find_known(line: Line, tree: Node) -> list[Match]:
    """The known names of a text: at each word the longest, none overlapping."""
    found: list[Match] = []
    i = 0
    while i < len(line.words):
        match = _longest(line, tree, i) if line.words[i].key in tree.next else None
        if match and match.known.rule != UNNAMED:
            found.append(match)
        i = match.last if match else i + 1
    return found


def find_inside(line: Line, tree: Node, span: Span) -> list[Match]:
    """The longest known names inside words span[0] .. span[1] - 1, shorter than the span."""
    found: list[Match] = []
    i, end = span
    while i < end:
        match = _longest(line, tree, i, end - 1 if i == span[0] else end)
        if match and match.known.rule != UNNAMED:
            found.append(match)
        i = match.last if match else i + 1
    return found


def _longest(line: Line, tree: Node, first: int, end: int | None = None) -> Match | None:
    node: Node | None = tree
    best: Match | None = None
    for last in range(first, len(line.words) if end is None else end):
        node = node.next.get(line.words[last].key) if node else None
        if node is None:
            break
        known = _spelled(line.words[first : last + 1], node, line.is_shouted)
        if known and not _cut(line, first, last + 1, known):
            best = Match(first, last + 1, known)
    return best


def _spelled(words: tuple[Word, ...], node: Node, shouting: bool) -> Known | None:
    """The first name with this spelling, which may also be printed all in capitals."""
    for known, spelling in node.ends:
        if all(_same(word.text, part) for word, part in zip(words, spelling, strict=True)):
            return known
    is_phrase = len(words) > 1 and max(len(word.text) for word in words) >= SHOUTED  # "NEW ZEALAND"
    if not (shouting or is_phrase) or sum(len(word.text) for word in words) < SHOUTED:
        return None
    if not all(word.text.isupper() or not word.text.isalpha() for word in words):
        return None
    return next((known for known, parts in node.ends if not _is_short(parts)), None)


def _same(printed: str, listed_as: str) -> bool:
    if printed == listed_as:
        return True
    short = listed_as.isupper() or printed.isupper()
    return not short and printed[:1].isupper() == listed_as[:1].isupper()


def _is_short(parts: tuple[str, ...]) -> bool:
    return len(parts) == 1 and sum(c.isupper() for c in parts[0]) > 1


def _cut(line: Line, first: int, last: int, known: Known) -> bool:
    """Whether the match is part of something longer: "US" of "US$", "WHO" of "who's"."""
    after, final = line.at(last), line.at(last - 1)
    money = after and after in "$£€¥" and (line.joined(last) or known.entity_id == AMERICA)
    if money and (known.rule == "country" or known.spelling.isupper()):
        return True
    if line.is_shouted and known.spelling in ALSO_WORDS:
        return True
    if known.spelling in ("US", "U.S.") and after in ("dollar", "dollars"):
        return True
    if final == "State" and after == "for":
        return True  # "Department of State for Agriculture"
    if final in ("of", "the", "The", "South") and line.spaced(last) and line.is_capital(last):
        return True  # "Congo, Democratic Republic of the Congo"
    led = line.at(first - 1) == "New" and line.spaced(first) and not line.opens_sentence(first - 1)
    return led and known.kind in ("country", "place")  # "New England" is no England


# ---- the lists -------------------------------------------------------------------------------


@cache
def vocabulary() -> Node:
    """The tree of all names of the vocabularies."""
    return build_tree(vocabulary_names())


@cache
def listed_tree(*uses: str) -> Node:
    """The tree of the words that names.csv lists for some uses, with their kinds."""
    rows = (row for row in read_vocab("names") if row["use"] in uses)
    return build_tree(Known(row["word"], row["word"], row["kind"], row["use"]) for row in rows)


@cache
def vocabulary_names() -> tuple[Known, ...]:
    """Every spelling of the vocabularies: countries first, then regions, organisations, places."""
    names = [*_unnamed()]
    names += _spellings("country", "countries", _hyphened)
    names += _spellings("region", "regions")
    names += _spellings("organisation", "organisations", _shortened)
    names += _spellings("place", "places")
    names += _peoples()
    claims: dict[str, set[str]] = {}
    for known in names:
        if known.rule == "organisation" and known.spelling.isupper():
            claims.setdefault(known.spelling, set()).add(known.entity_id)
    shared = {spelling for spelling, ids in claims.items() if len(ids) > 1}
    return tuple(k for k in names if k.rule != "organisation" or k.spelling not in shared)


def _unnamed() -> Iterator[Known]:
    """Words that hold a country's name but name none: "Guinea worm"."""
    for row in read_vocab("names"):
        if row["use"] == UNNAMED:
            yield Known(row["word"], "", "other", UNNAMED)


def _spellings(
    rule: str, vocab: str, others: Callable[[str], Iterable[str]] = lambda _: ()
) -> Iterator[Known]:
    """The names of a vocabulary as listed, then `others`, the spellings derived from each."""
    derived: list[Known] = []
    for row in read_vocab(vocab):
        for name in (row["name"], row.get("acronym", ""), *listed(row["aliases"])):
            if name:
                flags = ("ambiguous_country",) if name in AMBIGUOUS_COUNTRIES else ()
                known = Known(name, slug(row["name"]), row.get("kind", rule), rule, flags)
                yield known
                derived += (replace(known, spelling=other) for other in others(name))
    yield from derived


def _hyphened(name: str) -> Iterator[str]:
    """ "Papua-New Guinea", "Sri-Lanka"; "Peoples Republic", "Peoples' Republic"."""
    words = name.split(" ")
    if 2 <= len(words) <= 3 and all(word[0].isupper() and word.isalpha() for word in words):
        for i in range(1, len(words)):
            yield f"{' '.join(words[:i])}-{' '.join(words[i:])}"
        if len(words) > 2:
            yield "-".join(words)
    if "People's" in name:
        yield from (name.replace("People's", other) for other in ("Peoples", "Peoples'", "People"))


def _shortened(name: str) -> Iterator[str]:
    """Other spellings of a name: "UN Mission in Liberia", "U.S. Department of State"."""
    for opening, others in SHORTENED.items():
        if name.startswith(opening):
            yield from (other + name.removeprefix(opening) for other in others)


def _peoples() -> Iterator[Known]:
    for row in read_vocab("names"):
        if row["use"] == "people":
            yield Known(row["word"], people_id(row["word"]), "nationality", "people")
    for name in ("countries", "regions"):
        for row in read_vocab(name):
            peoples = listed(row["demonyms"])
            for people in peoples:
                flags = ("ambiguous_people",) if people in AMBIGUOUS_PEOPLES else ()
                yield Known(people, slug(peoples[0]), "nationality", "people", flags)
