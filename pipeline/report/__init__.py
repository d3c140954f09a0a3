"""report.html: one file that works offline, in which an edition is read, checked and reviewed.

`text` lays out the text with the place of every row, `data` gives the rows to the scripts,
`summary` and `charts` describe what was found; `page.html` puts them together.  Nothing is loaded
from elsewhere, and only the scripts of this package may run in it.
"""

import base64
from collections.abc import Iterator
from hashlib import sha256
from importlib.resources import files as resources
from pathlib import Path

from pipeline.report.charts import build_charts
from pipeline.report.data import Numbered, as_json, report_data
from pipeline.report.forms import review_data, review_script, review_words
from pipeline.report.summary import build_summary, passages
from pipeline.report.text import contents, paragraphs
from pipeline.review.page.state import open_state
from pipeline.reviewed.rows import Row
from pipeline.stages import Folders
from pipeline.storage import files

FILE_NAME = "report.html"
STYLES = (
    "review/page/static/colours.css",
    "review/page/static/fields.css",
    "report/report.css",
    "report/front.css",
    "report/review.css",
)
SCRIPTS = ("report/report.js",)


def write_report(folders: Folders) -> Path:
    """Write the edition's report to the folder of its published tables; returns its path.

    Raises BadInputError where the edition's tables are not there.
    """
    path = folders.out("7_publish") / FILE_NAME
    files.write_bytes(path, report_bytes(folders))
    return path


def report_bytes(folders: Folders) -> bytes:
    """The report as UTF-8 HTML, the same for the same tables and journals."""
    from jinja2 import Environment, PackageLoader, PrefixLoader, StrictUndefined

    state = open_state(folders)
    numbered = Numbered.of(state.rows)
    environment = Environment(
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        loader=PrefixLoader(
            {
                "report": PackageLoader("pipeline.report", ""),
                "page": PackageLoader("pipeline.review.page"),
            }
        ),
    )
    scripts = [*(_text(name) for name in SCRIPTS), review_script()]
    page = environment.get_template("report/page.html").render(
        edition=folders.facts(),
        contents=list(contents(state.text)),
        paragraphs=list(paragraphs(state, numbered)),
        tables=numbered.tables,
        summary=build_summary(state.rows, _review_state(folders), passages(state)),
        charts=build_charts(state.rows),
        styles=[_text(name) for name in STYLES],
        scripts=scripts,
        policy=_policy(scripts),
        data=as_json(report_data(folders, state, numbered)),
        review={**review_words(), "data": as_json(review_data(state, numbered))},
    )
    return page.encode()


def _review_state(folders: Folders) -> list[Row]:
    return files.read_rows(folders.out("6_reviewed") / "review.csv")


def _text(name: str) -> str:
    return resources("pipeline").joinpath(*name.split("/")).read_text(encoding="utf-8")


def _policy(scripts: list[str]) -> str:
    """The Content Security Policy: only these scripts run, and nothing is fetched or sent."""
    hashes = " ".join(f"'sha256-{digest}'" for digest in _digests(scripts))
    return (
        f"default-src 'none'; script-src {hashes}; style-src 'unsafe-inline'; img-src data:;"
        " base-uri 'none'; form-action 'none'"
    )


def _digests(scripts: list[str]) -> Iterator[str]:
    for script in scripts:
        yield base64.b64encode(sha256(script.encode()).digest()).decode()
