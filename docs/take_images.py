"""Take README's images anew, from the real tables in a real browser: docs/images/*.png.

make images          # needs chromium
"""

import threading
from pathlib import Path

from playwright.sync_api import sync_playwright
from werkzeug.serving import make_server

from pipeline.report import write_report
from pipeline.review.page.app import make_app
from pipeline.review.page.state import open_state
from pipeline.stages import Folders
from pipeline.storage.files import read_rows

HERE = Path(__file__).parent
ROOT = HERE.parent
SIZE = {"width": 1120, "height": 760}


def likeliest(folders: Folders) -> str:
    """The row_id of the contribution that is likeliest right in every field."""
    rows = read_rows(folders.out("6_reviewed") / "contributions.csv")
    return max(rows, key=lambda row: float(row["probability"] or 0))["row_id"]


def take(folders: Folders, into: Path) -> None:
    """review.png and report.png; the journal of the edition is only read."""
    server = make_server("127.0.0.1", 0, make_app(open_state(folders), "Aiko"), threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with sync_playwright() as tool:
        browser = tool.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        page = browser.new_page(viewport=SIZE)
        page.goto(f"http://127.0.0.1:{server.port}/?at=contributions.{likeliest(folders)}")
        page.screenshot(path=into / "review.png")
        page.goto(f"{write_report(folders).as_uri()}#charts")
        page.wait_for_timeout(500)
        page.screenshot(path=into / "report.png")
        browser.close()
    server.shutdown()


if __name__ == "__main__":
    (HERE / "images").mkdir(exist_ok=True)
    take(Folders("2019", ROOT / "raw", ROOT / "outputs", ROOT / "reviews"), HERE / "images")
