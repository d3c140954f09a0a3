"""Draw which package imports which, from the imports themselves: docs/packages.svg.

python docs/draw_packages.py          # as `make docs` runs it
"""

import ast
from collections.abc import Iterator
from pathlib import Path

HERE = Path(__file__).parent
PIPELINE = HERE.parent / "pipeline"
STANDALONE = "verify"  # imports nothing of the pipeline, so that it cannot share its faults
# packages and single modules: a file imports only from its own and from those before
ORDER = (
    *("records", "vocab", "schema", "storage", "rates"),
    *("ingest", "clean", "sections", "language", "entities", "money"),
    *("clauses", "contributions", "findings", "tables", "decisions", "reviewed", "publish"),
    *("explain", "totals", "compare", "matching", "extract", "stages", "review", "report"),
    *("evaluation", "corpus", "commands", "components", "__init__", "__main__"),
)
CELL, LEFT, TOP = 17, 118, 96
STYLE = """text { font: 12px system-ui, sans-serif; fill: #1d2126 } .row { text-anchor: end }
rect { fill: #fbfaf7 } .line { stroke: #e4e0d7 } .own { fill: #d8e8f7 } circle { fill: #0b5596 }"""


def imports_of(path: Path) -> Iterator[str]:
    """What a file imports of the pipeline, as dotted names inside it: `money.amounts`."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "pipeline":
            module = (node.module or "").removeprefix("pipeline").lstrip(".")
            for alias in node.names:
                name = f"{module}.{alias.name}".lstrip(".")
                there = PIPELINE / name.replace(".", "/")
                is_module = there.with_suffix(".py").is_file() or there.is_dir()
                yield name if is_module or not module else module


def arrows() -> set[tuple[str, str]]:
    """Pairs of packages of which the first imports from the second."""
    found = set()
    for path in PIPELINE.rglob("*.py"):
        package = path.relative_to(PIPELINE).with_suffix("").parts[0]
        found |= {(package, name.split(".")[0]) for name in imports_of(path)}
    return {(one, two) for one, two in found if one != two and STANDALONE not in (one, two)}


def drawing() -> str:
    """A matrix as SVG: a dot where the package of the row imports from that of the column."""
    at = {name: k for k, name in enumerate(name for name in ORDER if name[0] != "_")}
    size = CELL * len(at)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {LEFT + size + 12} '
        f'{TOP + size + 12}" role="img" aria-label="Which package imports from which">',
        f'<style>{STYLE}</style>\n<rect width="100%" height="100%" rx="10"/>',
    ]
    for name, k in at.items():
        x, y = LEFT + k * CELL, TOP + k * CELL
        parts += [
            f'<path class="line" d="M{LEFT} {y}H{LEFT + size}M{x} {TOP}V{TOP + size}"/>',
            f'<rect class="own" x="{x}" y="{y}" width="{CELL}" height="{CELL}"/>',
            f'<text class="row" x="{LEFT - 6}" y="{y + 12.5}">{name}</text>',
            f'<text transform="translate({x + 12.5} {TOP - 6}) rotate(-90)">{name}</text>',
        ]
    parts += [
        f'<circle cx="{LEFT + at[two] * CELL + CELL / 2}" '
        f'cy="{TOP + at[one] * CELL + CELL / 2}" r="4.2"/>'
        for one, two in sorted(arrows())
        if one in at and two in at
    ]
    return "\n".join([*parts, "</svg>", ""])


if __name__ == "__main__":
    (HERE / "packages.svg").write_text(drawing(), encoding="utf-8")
