"""The column reference as Markdown: every table, column and code, made from the schema."""

from collections.abc import Iterator

from pipeline.schema import EVIDENCE, IDENTITY, MATCHES, PLACE, REVIEW, TABLES, Column, Table
from pipeline.vocab import read_vocab

HEAD = """# Tables and columns

Made from `pipeline/schema` by `make columns`. Types: *integer*, *decimal* (exact), *date* (ISO 8601
day), *boolean*, *list* (joined by `;` in a CSV), *json*; all other columns are text. An empty cell
means that the text states nothing; `unknown` says why. Parquet, SQLite and `pipeline.read_table`
have the same types.
"""
COMMON = (
    ("In every table", "", (*IDENTITY, *PLACE)),
    ("In every table read from sentences", "", (*EVIDENCE, *REVIEW)),
)


def column_reference() -> str:
    """docs/columns.md, the same for the same schema and vocabulary."""
    parts = [HEAD]
    parts += ["\n".join(_section(title, about, columns)) for title, about, columns in COMMON]
    parts += ["\n".join(_of_table(table)) for table in TABLES]
    about = f"{MATCHES.meaning} Made by `make match`, and reviewed like the others."
    parts.append("\n".join(_section(f"`{MATCHES.name}`", about, MATCHES.own)))
    parts.append("\n".join(_flags()))
    return "\n".join(parts)


def _of_table(table: Table) -> Iterator[str]:
    kind = "Read from sentences." if table.extracted else "About the text itself."
    return _section(f"`{table.name}`", f"{table.meaning} {kind}", (*table.own, *table.derived))


def _section(title: str, about: str, columns: tuple[Column, ...]) -> Iterator[str]:
    yield f"## {title}\n"
    if about:
        yield f"{about}\n"
    yield "| column | type | meaning |"
    yield "| --- | --- | --- |"
    for column in columns:
        yield f"| `{column.name}` | {column.type} | {_cell(_meaning(column))} |"
    yield ""


def _meaning(column: Column) -> str:
    parts = [column.meaning]
    if column.values:
        parts.append("one of " + ", ".join(f"`{value}`" for value in column.values if value))
    if column.table:
        parts.append(f"the `row_id` of `{column.table}`")
    return "; ".join(filter(None, parts))


def _flags() -> Iterator[str]:
    yield "## Flags, reasons and issues\n"
    yield "Codes in `flags`, `reasons`, `not_countable_reason`, `ignored_as` and `issues.code`.\n"
    yield "| code | meaning |"
    yield "| --- | --- |"
    for row in read_vocab("flags"):
        yield f"| `{row['code']}` | {_cell(row['meaning'])} |"
    yield ""


def _cell(text: str) -> str:
    """The text, escaped for a cell of a Markdown table."""
    return text.replace("|", "\\|").replace("<", "&lt;").replace("\n", " ")
