"""What users read says the same word for the same thing: the field's own, never the house's."""

import ast
import re
from collections.abc import Iterator

import pytest
from typer.main import get_command

from pipeline.__main__ import app
from pipeline.schema import MATCHES, TABLES
from pipeline.vocab import read_vocab
from tests.helpers.paths import ROOT

PIPELINE = ROOT / "pipeline"
GONE = re.compile(  # beside each, what is said instead
    r"""\b(?:
        gifts? | donor\ country\ that\ gives  # contribution
      | givers? | receivers?                  # provider, recipient
      | sums?                                 # amount, total
      | told | tells? | telling | retelling   # states, stated, says, reported, restated
      | short\ forms?                         # acronym
      | pictures?                             # figure
      | namings?                              # mention
      | happenings?                           # event
      | deeds?                                # activity
      | land | lands                          # country
      | mend | mends | mended                 # fix, correct
      | judged | judgements?                  # reviewed, review
      | decided\ upon                         # reviewed
      | how\ sure                             # confidence
      | desk | rooms?                         # module, page
    )\b""",
    re.VERBOSE | re.IGNORECASE,
)
ALLOWED = re.compile(r"Sum of all|screen pictures?")
SCRIPT = re.compile(r"<(script|style)\b.*?</\1>", re.DOTALL)
CODE = re.compile(
    r"```.*?```|`[^`]*`|^[ ]{4}[^\n]*$|\{[{%#].*?[}%#]\}|<[^>]*>", re.DOTALL | re.MULTILINE
)


def pages() -> Iterator[tuple[str, str]]:
    """The documentation and the templates of pages, without code and marks."""
    for path in [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md"), *PIPELINE.rglob("*.html")]:
        yield str(path.relative_to(ROOT)), CODE.sub(" ", SCRIPT.sub(" ", path.read_text()))


def descriptions() -> Iterator[tuple[str, str]]:
    """What tables, columns and flags are said to mean, and the help of the command line."""
    for row in read_vocab("flags"):
        yield f"flags.csv {row['code']}", row["meaning"]
    for table in (*TABLES, MATCHES):
        yield table.name, table.meaning
        yield from ((f"{table.name}.{column.name}", column.meaning) for column in table.columns)
    for name, command in get_command(app).commands.items():
        yield name, command.help or ""
        yield from ((f"{name} {p.name}", getattr(p, "help", "") or "") for p in command.params)


def errors() -> Iterator[tuple[str, str]]:
    """The words of every error that a person is shown."""
    for path in PIPELINE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "BadInputError":
                words = [n.value for n in ast.walk(node) if isinstance(n, ast.Constant)]
                yield f"{path.name}:{node.lineno}", " ".join(w for w in words if isinstance(w, str))


@pytest.mark.parametrize("texts", [pages, descriptions, errors], ids=lambda f: f.__name__)
def test_what_users_read_has_no_word_of_the_house(texts):
    found = [
        f"{place}: …{text[max(match.start() - 40, 0) : match.end() + 30]!r}…"
        for place, text in texts()
        for match in GONE.finditer(text)
        if not ALLOWED.search(text[max(match.start() - 10, 0) : match.end() + 10])
    ]
    assert found == []


def test_the_texts_are_found_at_all():
    for texts in (pages, descriptions, errors):
        assert sum(len(text) for _, text in texts()) > 2000
