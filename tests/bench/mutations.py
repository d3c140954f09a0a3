"""Do decisions travel?  All rows of the real edition are accepted, then the text is changed.

    python -m tests.bench.mutations [FRACTION]

For each mutation the table tells what became of the decisions:

    carried     rightly: the row's sentence is the one that the person saw
    asked       asked again though the sentence stands and the rules read it as before
    orphaned    said to be gone though the sentence stands
    re-read     asked again: the sentence stands, but the rules read another thing in it now
    lapsed      asked again or orphaned: the sentence was changed or taken away
    wrongly     carried to a row of another sentence

Whether a sentence stands is found from the texts alone, by its letters and digits: a sentence that
was moved, re-wrapped or repeated stands, one in which a word or a number is another does not; one
with a typo stands in its mended form.
"""

import random
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cache

from pipeline.records.text import Paragraph, Source
from pipeline.review.making import Sight, accept
from pipeline.reviewed import apply_decisions
from pipeline.reviewed.fold import as_tables
from pipeline.schema import TABLES
from tests.helpers.paths import ROOT

SEED = 20190401
WORDS = re.compile(r"\w+")


@dataclass(frozen=True)
class Mutation:
    name: str
    text: str  # the raw text as mutated
    data: bytes | None = None  # where the bytes are not the text's own
    edition: str = "2019"
    slip: tuple[str, str] = ("", "")  # a word, and how the mutation misspells it


def read_text() -> str:
    path = ROOT / "raw" / "2019" / "security-and-stability.txt"
    return path.read_bytes().decode("utf-8-sig")


# ---- mutations -------------------------------------------------------------------------------


def paragraphs_of(text):
    """Where running paragraphs of one line stand, those with a full stop and thirty words."""
    return [
        match.span()
        for match in re.finditer(r"(?m)^.+$", text)
        if len(match[0].split()) > 30 and match[0].rstrip().endswith((".", "”", ")"))
    ]


def mutations(text: str, fraction: float = 1.0) -> Iterator[Mutation]:
    """The mutations in a fixed order; `fraction` takes some of those that come in many kinds."""
    chance = random.Random(SEED)
    spans = paragraphs_of(text)
    some = spans[:: max(1, round(1 / fraction))]
    new = "In Ghana, a new school was opened by the district."
    for number, (start, end) in enumerate(some):
        first = text.find(". ", start, end)
        if first > 0:
            at = first + 2
            yield Mutation(f"sentence inserted {number}", f"{text[:at]}{new} {text[at:]}")
            yield Mutation(f"sentence removed {number}", text[:start] + text[at:])
    yield Mutation("paragraphs reordered", reordered(text, spans, chance))
    yield Mutation("re-wrapped", rewrapped(text, spans))
    for number, (start, end) in enumerate(some):
        yield from worded(text, (start, end), chance, number)
    for number, (start, end) in enumerate(some):
        yield Mutation(
            f"paragraph repeated {number}", f"{text[:end]}\n\n{text[start:end]}{text[end:]}"
        )
    yield Mutation("re-encoded", text, text.encode("utf-16"))
    yield Mutation("new edition", moved(text, spans), edition="2020")


def reordered(text, spans, chance):
    bodies = [text[start:end] for start, end in spans]
    chance.shuffle(bodies)
    made, at = [], 0
    for (start, end), body in zip(spans, bodies, strict=True):
        made += [text[at:start], body]
        at = end
    return "".join([*made, text[at:]])


def rewrapped(text, spans):
    import textwrap

    made, at = [], 0
    for start, end in spans:
        lines = textwrap.wrap(text[start:end], 72, break_long_words=False, break_on_hyphens=False)
        made += [text[at:start], "\n".join(lines)]
        at = end
    return "".join([*made, text[at:]])


def worded(text: str, span, chance, number: int) -> Iterator[Mutation]:
    """A word changed, a typo mended, a number changed, each once in a paragraph."""
    start, end = span
    word = chance.choice(list(re.finditer(r"\b[a-z]{7,}\b", text[start:end])))
    low, high = start + word.start(), start + word.end()
    other = "wholly" if word[0] != "wholly" else "partly"
    yield Mutation(f"word changed {number}", text[:low] + other + text[high:])
    slip = word[0][:3] + word[0][4] + word[0][3] + word[0][5:]
    if slip != word[0]:
        made = text[:low] + slip + text[high:]
        yield Mutation(f"typo mended {number}", made, slip=(word[0], slip))
    figure = re.search(r"(?<![\w.,])\d{1,3}(?![\w.,]*\w)", text[start:end])
    if figure:
        low, high = start + figure.start(), start + figure.end()
        more = str(int(figure[0]) + 1)
        yield Mutation(f"number changed {number}", text[:low] + more + text[high:])


def moved(text, spans):
    """Last year's paragraphs among new ones."""
    made, at = [], 0
    for number, (start, end) in enumerate(spans):
        made.append(text[at:start])
        if number % 2:
            made.append(f"Work went on in the year under review, in {number} districts.\n\n")
        made.append(text[start:end])
        at = end
    return "".join([*made, text[at:]])


def flat(text: str) -> str:
    """Letters and digits alone: how a sentence is recognised here, whatever the pipeline thinks."""
    return " ".join(WORDS.findall(text)).casefold()


# ---- runs ------------------------------------------------------------------------------------


@cache
def model():
    from pipeline.language import load_model

    return load_model()


def run(text: str, edition: str, data: bytes | None = None):
    """Tables and blocks of a text: stages 1 to 5 in memory."""
    from pipeline.clean import clean
    from pipeline.clean.decode import decode
    from pipeline.entities import read_names
    from pipeline.language import dated_or_counted, read_docs
    from pipeline.money import read_numbers
    from pipeline.sections import build_structure
    from pipeline.storage.edition import parse_edition
    from pipeline.tables import Found, build_tables

    facts = (ROOT / "raw" / "2019" / "edition.toml").read_text().split("[sha256]")[0]
    facts = replace(parse_edition(edition, facts, "edition.toml"), name=edition)
    source: Source = decode(data or text.encode(), "security-and-stability.txt")
    paragraphs: list[Paragraph] = list(clean(source))
    structure = build_structure(paragraphs, facts)
    unread = ("furniture", "banner")
    blocks = [b for b in structure.blocks if b.kind not in unread and not b.duplicate_of]
    docs = dict(
        zip(
            [block.block_id for block in blocks],
            read_docs(model(), [block.text.text for block in blocks], dated_or_counted),
            strict=True,
        )
    )
    edition_names = read_names(structure, docs, facts)
    numbers = read_numbers(structure, facts)
    frames = build_tables(Found(facts, [source], structure, edition_names, numbers, docs))
    tables = as_tables({name: frame.to_dict("records") for name, frame in frames.items()})
    return tables, {block.block_id: block for block in structure.blocks}


def accept_all(tables, blocks):
    """A decision to accept each row that people review."""
    return [
        accept(Sight(table.name, row, blocks.get(row["block_id"])), "Aiko")
        for table in TABLES
        if table.extracted
        for row in tables[table.name].values()
    ]


def outcome(mutation: Mutation, decisions, before, run_now) -> Counter:
    """What became of the decisions under one mutation."""
    after, blocks = run_now
    counts: Counter = Counter()
    texts = flat(" ".join(block.text.text for block in blocks.values()))
    for fate in apply_decisions(after, decisions, lambda: blocks).fates:
        then = before[fate.decision.table][fate.decision.row_id]
        now = after[fate.decision.table].get(fate.row_id, {})
        expected = flat(then["evidence"].replace(*reversed(mutation.slip)))
        if fate.fate in ("same", "moved"):
            right = flat(now["evidence"]) == expected or is_same_name(
                fate.decision.table, then, now
            )
            counts["carried" if right else "wrongly"] += 1
        elif expected not in texts:
            counts["lapsed"] += 1
        elif fate.fate == "changed" and says_otherwise(then, now):
            counts["re-read"] += 1
        else:
            counts["asked" if fate.fate == "changed" else "orphaned"] += 1
    return counts


def is_same_name(table, then, now) -> bool:
    """Whether two rows are of one entity or short form, wherever it is named first."""
    names = {"entities": ("entity_id", "name"), "acronyms": ("acronym", "long_form")}.get(table, ())
    return bool(names) and all(then[name] == now[name] for name in names)


def says_otherwise(then, now) -> bool:
    """Whether the rules read another thing now in a sentence that stands."""
    passed = ("edition", "section", "block_id", "raw_start", "raw_end", "field_spans", "row_id")
    return any(then[name] != now.get(name) for name in then if name not in passed)


COLUMNS = ("carried", "asked", "orphaned", "re-read", "lapsed", "wrongly")


def bench(fraction: float = 1.0, tell: Callable[[str], None] = print) -> Counter:
    """Run all mutations; print the table; return its sum."""
    text = read_text()
    tables, blocks = run(text, "2019")
    decisions = accept_all(tables, blocks)
    tell(f"{len(decisions)} decisions\n")
    tell(f"| {'mutation':<20} | runs | " + " | ".join(f"{name:>8}" for name in COLUMNS) + " |")
    tell("|---|---|" + "---|" * len(COLUMNS))
    kinds: dict[str, Counter] = {}
    for mutation in mutations(text, fraction):
        after, there = run(mutation.text, mutation.edition, mutation.data)
        kind = re.sub(r" \d+$", "", mutation.name)
        counts = kinds.setdefault(kind, Counter())
        counts["runs"] += 1
        if mutation.slip[0]:  # what the person saw is the typo
            counts += outcome(mutation, accept_all(after, there), after, (tables, blocks))
        else:
            counts += outcome(mutation, decisions, tables, (after, there))
        kinds[kind] = counts
    for kind, counts in kinds.items():
        cells = " | ".join(f"{counts[name]:>8}" for name in COLUMNS)
        tell(f"| {kind:<20} | {counts['runs']:>4} | {cells} |")
    total = sum(kinds.values(), Counter())
    held = sum(total[name] for name in ("carried", "asked", "orphaned", "re-read"))
    tell(f"\ncarried of those that still hold: {total['carried'] / held:.2%}")
    tell(f"carried wrongly: {total['wrongly']}")
    return total


if __name__ == "__main__":
    found = bench(float(sys.argv[1]) if len(sys.argv) > 1 else 1.0)
    sys.exit(1 if found["wrongly"] else 0)
