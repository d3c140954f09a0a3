"""Any bytes at all give tables or one clear line and exit code 2; never a traceback."""

import pytest

from tests.helpers.commands import run_pipeline
from tests.helpers.properties import share

FACTS = 'title = "Aid"\npublisher = "Ministry"\nprovider = "NOR"\nyear = 2021\n'
TEXT = "A. Health\n\nIn 2021, Norway gave $5 million to Kenya’s hospitals through UNICEF.\n"


def outcome(tmp_path, text, facts=FACTS):
    folder = tmp_path / "raw" / "2021"
    folder.mkdir(parents=True)
    if facts is not None:
        (folder / "edition.toml").write_bytes(facts if isinstance(facts, bytes) else facts.encode())
    if text is not None:
        (folder / "report.txt").write_bytes(text)
    return run_pipeline(
        "run", "2021", *("--raw", tmp_path / "raw"), *("--outputs", tmp_path / "out")
    )


@pytest.mark.parametrize(
    ("text", "facts", "place"),
    [
        (None, FACTS, "2021: contains no .txt file"),
        (b"", FACTS, "report.txt"),
        (b" \n\t\n ", FACTS, "report.txt"),
        (bytes(range(256)) * 40, FACTS, "report.txt"),
        (TEXT.encode(), None, "edition.toml: missing"),
        (TEXT.encode(), "title = ", "edition.toml: not TOML"),
        (TEXT.encode(), b"\xff\xfe\x00", "edition.toml: byte 0 is not UTF-8"),
    ],
    ids=["no text", "empty", "white space", "binary", "no facts", "broken facts", "binary facts"],
)
def test_one_line_names_the_file_and_the_fault(tmp_path, text, facts, place):
    done = outcome(tmp_path, text, facts)
    assert done.returncode == 2
    assert place in done.stderr
    assert len(done.stderr.splitlines()) == 1


@pytest.mark.parametrize(
    "text",
    [
        TEXT.encode("utf-16"),
        TEXT.encode("cp1252"),
        ("\ufeff" + TEXT).encode(),
        TEXT.replace("’", "â€™").encode(),
        TEXT.replace(" ", "\0 ", 1).encode(),
        TEXT.replace("\n", "\r\n").encode(),
    ],
    ids=["UTF-16", "Windows-1252", "BOM", "mojibake", "NUL", "CRLF"],
)
def test_however_it_is_encoded_the_amount_is_found(tmp_path, text):
    done = outcome(tmp_path, text)
    assert done.returncode == 0, done.stderr
    table = (tmp_path / "out/2021/6_reviewed/contributions.csv").read_text()
    assert ",5000000,5000000,USD,exact," in table


@pytest.mark.parametrize(
    "text",
    [
        "internationalisation " * share(50_000),
        "no heading at all, nor a full stop",
        "Im Jahr 2019 stellte Deutschland 5 Millionen Euro bereit.\n",
        "2019年度、日本は約1,700万ドルを拠出した。\n",
        "-" * share(100_000),
        "((((" * share(20_000),
        "$" * share(50_000),
        "1,1" * share(30_000),
    ],
    ids=["endless line", "no heading", "German", "Japanese", "dashes", "brackets", "$", "digits"],
)
def test_strange_text_gives_tables(tmp_path, text):
    done = outcome(tmp_path, text.encode())
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "out/2021/6_reviewed/blocks.csv").stat().st_size > 100
