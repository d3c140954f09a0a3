"""The command line: the only file that prints, reads arguments or exits."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.records.errors import BadInputError
from pipeline.stages import STAGES, Folders, iati_summary, run_stage

if TYPE_CHECKING:
    from pipeline.corpus import Progress

app = typer.Typer(
    help="Turn the text of an annual aid report into tables that people can check.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

EditionName = Annotated[str, typer.Argument(help="The edition: its folder in raw/, such as 2019.")]
Raw = Annotated[Path, typer.Option(help="Folder with one folder of text per edition.")]
Outputs = Annotated[Path, typer.Option(help="Folder for the results of the stages.")]
Reviews = Annotated[Path, typer.Option(help="Folder with the reviewers' decisions.")]

RAW, OUTPUTS, REVIEWS = Path("raw"), Path("outputs"), Path("reviews")
GOLDEN = Path("tests") / "golden"


def _stage_command(name: str) -> Callable[..., None]:
    def command(
        edition: EditionName, raw: Raw = RAW, outputs: Outputs = OUTPUTS, reviews: Reviews = REVIEWS
    ) -> None:
        _run(name, Folders(edition, raw, outputs, reviews))

    return command


for _name, _function in STAGES.items():
    _help = (_function.__doc__ or "").partition("\n")[0]
    app.command(_name, help=_help, rich_help_panel="Stages")(_stage_command(_name))


@app.command()
def run(
    edition: EditionName, raw: Raw = RAW, outputs: Outputs = OUTPUTS, reviews: Reviews = REVIEWS
) -> None:
    """Run all stages in order."""
    for name in STAGES:
        _run(name, Folders(edition, raw, outputs, reviews))


@app.command()
def new(
    edition: EditionName,
    source: Annotated[Path, typer.Argument(help="A .txt, .html, .pdf or .docx file, or a folder.")],
    raw: Raw = RAW,
    replace: Annotated[bool, typer.Option(help="Overwrite existing files.")] = False,
) -> None:
    """Add a report: write its text to raw/<edition>/ and draft its edition.toml."""
    from pipeline.ingest import ingest

    report = ingest(source, edition, raw, replace=replace)
    for path in report.written:
        print(f"wrote {path}")
    for check in report.checks:
        print(f"check: {check}")
    print(f"next: fill in {report.written[-1]}, then make outline EDITION={edition}")


@app.command()
def outline(edition: EditionName, raw: Raw = RAW) -> None:
    """Show the tree of headings, with repairs and doubts."""
    from pipeline.stages import draw_outline

    colour = None
    for line in draw_outline(Folders(edition, raw, OUTPUTS, REVIEWS)).splitlines():
        colour = typer.colors.YELLOW if line == "doubts:" else colour
        typer.secho(line, fg=colour, bold=line.endswith("]"))


@app.command()
def sheet(
    edition: EditionName, raw: Raw = RAW, outputs: Outputs = OUTPUTS, reviews: Reviews = REVIEWS
) -> None:
    """Write the workbook in which people review an edition's tables."""
    from pipeline.commands import make_sheet

    path, *kept = make_sheet(Folders(edition, raw, outputs, reviews))
    for other in kept:
        print(f"kept {other}, because somebody has edited it")
    print(f"wrote {path}")


@app.command("publish-more")
def publish_more(
    edition: EditionName, raw: Raw = RAW, outputs: Outputs = OUTPUTS, reviews: Reviews = REVIEWS
) -> None:
    """Add Parquet files and a workbook for reading to the output of stage 7."""
    from pipeline.commands import make_more

    print(f"wrote {make_more(Folders(edition, raw, outputs, reviews))}")


@app.command("import-sheet")
def import_sheet(
    file: Annotated[Path, typer.Argument(help="A workbook written by make sheet.")],
    reviewer: Annotated[str, typer.Option(help="The reviewer; git's user.name if empty.")] = "",
    dry: Annotated[bool, typer.Option(help="Show what would change and write nothing.")] = False,
    outputs: Outputs = OUTPUTS,
    reviews: Reviews = REVIEWS,
) -> None:
    """Import the decisions written into a workbook."""
    from pipeline.commands import append_all, plan_sheet, reviewer_named

    who = reviewer_named(reviewer)
    folders, plan = plan_sheet(file, lambda name: Folders(name, RAW, outputs, reviews), who)
    for line in plan.lines():
        print(line)
    for line in plan.not_imported:
        print(f"not imported: {line}", file=sys.stderr)
    if not dry:
        append_all(folders, [change.decision for change in plan.changes])
    to = "nothing written" if dry else f"kept in {folders.reviews}"
    print(f"{len(plan.changes)} decisions by {who}, {plan.taken} imported before: {to}")


@app.command("import-decisions")
def import_decisions(
    edition: EditionName,
    file: Annotated[Path, typer.Argument(help="Decisions as JSON lines.")],
    dry: Annotated[bool, typer.Option(help="Show what would change and write nothing.")] = False,
    outputs: Outputs = OUTPUTS,
    reviews: Reviews = REVIEWS,
) -> None:
    """Merge a file of decisions into an edition's journal."""
    from pipeline.commands import append_all, plan_merge

    folders = Folders(edition, RAW, outputs, reviews)
    plan = plan_merge(file, folders)
    merge = plan.merge
    for line in merge.lines():
        print(line)
    for line in plan.messages:
        print(line, file=sys.stderr)
    if not dry:
        append_all(folders, merge.new)
    to = "nothing written" if dry else f"kept in {folders.reviews}"
    print(f"{len(merge.new)} decisions imported, {merge.taken} already there: {to}")


@app.command()
def evaluate(
    edition: EditionName,
    raw: Raw = RAW,
    outputs: Outputs = OUTPUTS,
    golden: Annotated[Path, typer.Option(help="Folder with the tables made by hand.")] = GOLDEN,
) -> None:
    """Compare the tables with tables that a person made by hand."""
    from pipeline.evaluation import evaluate as measure

    tables = outputs / edition / "6_reviewed"
    print(measure(golden / edition, tables, raw / edition), end="")


@app.command()
def compare(
    before: Annotated[str, typer.Argument(help="The earlier edition.")],
    after: Annotated[str, typer.Argument(help="The later edition.")],
    raw: Raw = RAW,
    outputs: Outputs = OUTPUTS,
    reviews: Reviews = REVIEWS,
) -> None:
    """Compare two editions: one page, and a CSV for each of its tables."""
    from pipeline.stages import compare_editions

    editions = (Folders(edition, raw, outputs, reviews) for edition in (before, after))
    print(f"{before} compared with {after}: {compare_editions(*editions)}")


@app.command()
def match(
    edition: EditionName,
    source: Annotated[Path, typer.Argument(help="An IATI, OECD CRS or OCHA FTS file.")],
    raw: Raw = RAW,
    outputs: Outputs = OUTPUTS,
    reviews: Reviews = REVIEWS,
) -> None:
    """Look every contribution up in a second source: matches, near matches, none."""
    from rich.console import Console

    from pipeline.commands import match_source
    from pipeline.matching.drawing import NARROWEST, draw

    found, path = match_source(Folders(edition, raw, outputs, reviews), source)
    console = Console()
    console.width = max(console.width, NARROWEST)
    for part in draw(found, source.name):
        console.print(part, highlight=False)
    print(f"written: {path} and {path.with_suffix('.html')}")


@app.command()
def total(
    edition: EditionName,
    where: Annotated[
        list[str] | None, typer.Argument(help="FIELD=value: only such rows; types=all.")
    ] = None,
    by: Annotated[str, typer.Option(help="Columns: one total for each of their values.")] = "",
    csv: Annotated[Path | None, typer.Option(help="Also write the totals to this file.")] = None,
    outputs: Outputs = OUTPUTS,
) -> None:
    """Add up contributions without counting any twice; list what is left out and why."""
    from rich.console import Console

    from pipeline.commands import total_contributions, write_totals
    from pipeline.totals.drawing import NARROWEST, draw, headline, printable

    asked = total_contributions(Folders(edition, RAW, outputs, REVIEWS), by, where or [])
    written = write_totals(csv, asked.totals, edition) if csv else []
    console = Console()
    console.width = max(console.width, NARROWEST)
    print(printable(f"{asked.edition}: {headline(asked.totals)}"))
    for table in draw(asked.totals):
        console.print(table)
    for path in written:
        print(f"written: {path}")


@app.command()
def review(
    edition: EditionName,
    raw: Raw = RAW,
    outputs: Outputs = OUTPUTS,
    reviews: Reviews = REVIEWS,
    reviewer: Annotated[
        str, typer.Option(envvar="REVIEWER", help="Your name; git's user.name if empty.")
    ] = "",
) -> None:
    """Start the review page of an edition on this machine."""
    from pipeline.review.page import git_name, serve

    def announce(address: str) -> None:
        print(f"review {edition} at {address}  (Ctrl+C stops it)", flush=True)

    with suppress(KeyboardInterrupt):
        serve(Folders(edition, raw, outputs, reviews), reviewer or git_name(), announce)


@app.command()
def report(
    edition: EditionName, raw: Raw = RAW, outputs: Outputs = OUTPUTS, reviews: Reviews = REVIEWS
) -> None:
    """Write report.html: the text with every row in place, in one file that works offline."""
    from pipeline.report import write_report

    print(f"the report of {edition}: {write_report(Folders(edition, raw, outputs, reviews))}")


@app.command()
def explain(
    edition: EditionName,
    row_id: Annotated[str, typer.Argument(help="The row_id, from any CSV.")],
    raw: Raw = RAW,
    outputs: Outputs = OUTPUTS,
    reviews: Reviews = REVIEWS,
) -> None:
    """Show everything about one row: raw text, repairs, rule, parse, decisions."""
    from pipeline.stages import explain_row

    print(explain_row(Folders(edition, raw, outputs, reviews), row_id))


@app.command()
def columns() -> None:
    """Print the reference of all tables and columns as Markdown, as in docs/columns.md."""
    from pipeline.schema.reference import column_reference

    print(column_reference(), end="")


@app.command("series")
def series_command(
    editions: Annotated[list[str], typer.Argument(help="The editions to combine.")],
    raw: Raw = RAW,
    outputs: Outputs = OUTPUTS,
    reviews: Reviews = REVIEWS,
) -> None:
    """Combine the tables of several editions, as CSV and SQLite."""
    from pipeline.stages import join_editions

    join_editions([Folders(edition, raw, outputs, reviews) for edition in editions])


@app.command()
def corpus(
    source: Annotated[Path, typer.Argument(help="A folder of .txt documents.")],
    target: Annotated[Path, typer.Argument(help="Folder for the Parquet datasets.")],
    workers: Annotated[int, typer.Option(help="Number of processes; 0: one for each core.")] = 0,
    scheduler: Annotated[str, typer.Option(help="A Dask scheduler: tcp://host:port.")] = "",
) -> None:
    """Read an archive: one edition for each document, one Parquet dataset for each table."""
    from pipeline.corpus import build_corpus
    from pipeline.corpus.engines import choose_engine

    with _progress_bar() as show:
        done = build_corpus(source, target, choose_engine(workers, scheduler), show)
    print(f"{target}: {done.total} documents, {done.read} read now, {done.failed} of these failed")
    if done.failed:
        print(f"the reasons are in {target / 'corpus.csv'}", file=sys.stderr)


@contextmanager
def _progress_bar() -> "Iterator[Callable[[Progress], None]]":
    """A bar with rate and time left, shown only in a terminal."""
    from rich import progress as bars
    from rich.console import Console

    columns = (
        bars.BarColumn(),
        bars.MofNCompleteColumn(),
        bars.TextColumn("{task.fields[rate]}"),
        bars.TimeRemainingColumn(),
    )
    began, console = time.monotonic(), Console(stderr=True)
    with bars.Progress(*columns, console=console, disable=not console.is_terminal) as bar:
        task = bar.add_task("documents", total=None, rate="")

        def show(now: "Progress") -> None:
            rate = f"{now.read / (time.monotonic() - began):.1f} documents/s"
            bar.update(task, completed=now.done, total=now.total, rate=rate)

        yield show


@app.command()
def preview(
    edition: EditionName, raw: Raw = RAW, outputs: Outputs = OUTPUTS, reviews: Reviews = REVIEWS
) -> None:
    """Show how the current code would change reviewed rows; exit 1 if any is lost."""
    from pipeline.evaluation.preview import preview as find_effects

    found = find_effects(Folders(edition, raw, outputs, reviews))
    for effect in found:
        print("\n".join(effect.lines()))
    lost = sum(not effect.explained for effect in found)
    print(f"{len(found)} decisions affected, {lost} of them lost without an explanation")
    if lost:
        raise typer.Exit(1)


def _run(name: str, folders: Folders) -> None:
    for warning in run_stage(name, folders):
        print(warning, file=sys.stderr)
    if name == "publish":
        for line in iati_summary(folders):
            print(line)


def main() -> None:
    """Run a command; bad input gives one line on standard error and exit code 2."""
    try:
        app()
    except BadInputError as error:
        print(error, file=sys.stderr)
        sys.exit(2)


if __name__ == "__main__":
    main()
