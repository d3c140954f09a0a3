"""Files of a second source: recognised by content, read into records, refused in one line."""

import gzip
import io
import shutil
import zipfile
from decimal import Decimal

import pytest

from pipeline.matching.names import identity
from pipeline.matching.opening import name_of, read_source
from pipeline.matching.records import Party
from pipeline.records.errors import BadInputError
from tests.helpers.commands import run_pipeline
from tests.helpers.paths import ROOT

SOURCES = ROOT / "tests" / "matching" / "sources"
CRS = SOURCES / "CRS 2021 data.txt"


def said(record):
    """A record in short: its parties by entity, type, amounts and days."""
    parties = (record.providers, record.recipients, record.channels)
    ids = tuple(";".join(sorted(identity(party).ids)) for party in parties)
    amounts = ";".join(f"{money.value.normalize():f} {money.currency}" for money in record.amounts)
    return (*ids, record.transaction_type, amounts, str(record.start), str(record.end))


def test_transactions_of_an_iati_file_are_records():
    first, second = read_source(SOURCES / "activities.xml")
    assert said(first) == (
        *("norway", "kenya;uganda", "united-nations-development-programme"),
        *("3", "3400000 NOK", "2021-03-02", "2021-03-02"),
    )
    assert first.record_id == "XM-DAC-8-1-WATER T1"
    assert first.recipients[0].shown == "KE (60 %)"
    assert (first.title, first.purposes) == ("Wells for coastal villages", ("14030",))
    assert said(second)[2:5] == ("basin-trust", "2", "500000 USD")


def test_a_crs_line_is_a_commitment_a_disbursement_or_both_in_millions():
    first, second = read_source(CRS)
    assert said(first) == (
        *("ministry-of-rivers;norway", "kenya", "united-nations-development-programme"),
        *("3", "3400000 NOK;400000 USD", "2021-01-01", "2021-12-31"),
    )
    assert [money.is_converted for money in first.amounts] == [False, True]
    assert said(second)[1:] == ("", "", "2", "500000 USD", "2021-05-17", "2021-05-17")
    assert not second.amounts[0].is_converted


def test_the_data_explorer_gives_microdata_at_current_prices():
    [record] = read_source(SOURCES / "explorer.csv")
    assert said(record) == (
        *("norway", "kenya", "united-nations-development-programme"),
        *("3", "400000 USD", "2021-01-01", "2021-12-31"),
    )


def test_fts_flows_are_records_and_a_country_provides_only_through_its_government():
    first, second = read_source(SOURCES / "fts.csv")
    assert said(first) == (
        *("norway", "kenya", "united-nations-development-programme"),
        *("3", "3400000 NOK;400000 USD", "2021-03-02", "2021-03-02"),
    )
    assert first.record_id == "FTS flow 90001"
    assert "norway" not in said(second)[0]
    assert (second.transaction_type, second.amounts[0].value) == ("12", Decimal(1_000_000))


def test_columns_of_the_fts_website_are_found_below_a_title(tmp_path):
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    book.active.append(["Flows"])
    book.active.append([])
    book.active.append(["Flow ID", "Source org.", "Destination org.", "Destination country",
                        "Amount (USD)", "Funding status", "Decision date"])  # fmt: skip
    book.active.append([90003, "Norway, Government of", "Basin Trust", "Kenya",
                        400000, "Commitment", "2021-03-02"])  # fmt: skip
    path = tmp_path / "flows.xlsx"
    book.save(path)
    [record] = read_source(path)
    assert said(record) == (
        *("norway", "kenya", "basin-trust", "2", "400000 USD", "2021-03-02", "2021-03-02"),
    )


def zipped(*members):
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as parts:
        for name, data in members:
            parts.writestr(name, data)
    return content.getvalue()


@pytest.mark.parametrize(
    "pack",
    [
        gzip.compress,
        lambda data: zipped(("CRS 2021 data.txt", data)),
        lambda data: zipped(("a/", b""), ("a/crs.txt.gz", gzip.compress(data))),
        lambda data: data.decode().encode("utf-16"),
        lambda data: b"\xef\xbb\xbf" + data,
        lambda data: data.replace("ø".encode(), b"\xf8"),  # as older CRS files are encoded
        lambda data: data.replace(b"|", b",").replace(b"countries, un", b"countries un"),
    ],
)
def test_packing_encoding_and_name_do_not_matter(tmp_path, pack):
    path = tmp_path / "download.bin"
    path.write_bytes(pack(CRS.read_bytes()))
    assert [said(r)[3:] for r in read_source(path)] == [said(r)[3:] for r in read_source(CRS)]


def test_a_file_larger_than_any_buffer_is_read_line_by_line(tmp_path):
    header, line, *_ = CRS.read_text().splitlines()
    path = tmp_path / "crs.txt"
    path.write_text("\n".join((header, *([line] * 20_000))))
    assert sum(1 for _ in read_source(path)) == 20_000


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"", "its first lines have no columns of FTS or CRS"),
        (b"a,b\n1,2\n", "its first lines have no columns of FTS or CRS"),
        (b"<html></html>", "<html> is not <iati-activities>"),
        (b'<iati-activities version="1.05"/>', "is IATI 1.05; use a file of IATI 2.01 or later"),
        (b"<iati-activities><iati-act", ":1: not valid XML"),
        (zipped(), "is an empty archive"),
        (zipped(("a.txt", b"a,b")), "its first lines have no columns"),
        (b"PK\x03\x04 broken", "cannot be read"),
        (gzip.compress(CRS.read_bytes())[:-20], "cannot be read"),
    ],
)
def test_a_file_of_another_kind_is_refused_in_one_line(tmp_path, content, fault):
    path = tmp_path / "source"
    path.write_bytes(content)
    with pytest.raises(BadInputError) as error:
        list(read_source(path))
    assert fault in str(error.value) and str(error.value).startswith(str(path))
    assert "\n" not in str(error.value)


@pytest.mark.parametrize(
    ("party", "entity"),
    [
        (Party("Japan, Government of"), "japan"),
        (Party("Korea, Republic of"), "republic-of-korea"),
        (Party("World Food Programme (WFP)"), "world-food-programme"),
        (
            Party("UNICEF - Kenya Office"),
            "united-nations-childrens-fund",
        ),
        (Party("Whatever", "701", "dac"), "japan"),
        (Party("", "US-GOV-99", "iati"), "united-states"),
        (Party("", "JPN", "iso3"), "japan"),
        (Party("Developing countries, unspecified", "998", "dac"), ""),
        (Party("Basin Trust"), "basin-trust"),
    ],
)
def test_a_party_is_known_by_its_code_or_else_by_its_name(party, entity):
    assert ";".join(identity([party]).ids) == entity


@pytest.mark.parametrize(
    ("name", "expected"),
    [("CRS 2019 data.txt", "crs-2019-data"), ("a/b.xml.gz", "b"), ("…", "source")],
)
def test_a_source_is_named_after_its_file(name, expected, tmp_path):
    assert name_of(tmp_path / name) == expected


# ---- the command ------------------------------------------------------------------------------


def test_the_command_writes_both_sides_and_a_page_and_prints_a_summary(outputs_2019, tmp_path):
    outputs = shutil.copytree(outputs_2019, tmp_path / "outputs" / "2019")
    folders = ("--outputs", outputs.parent, "--reviews", tmp_path / "reviews")
    done = run_pipeline("match", "2019", CRS, *folders)
    assert done.returncode == 0, done.stderr
    assert "not comparable" in done.stdout and "2 records read" in done.stdout
    page = (outputs / "match" / "crs-2021-data.html").read_text()
    assert "None found" in page and "<script" not in page
    assert (outputs / "match" / "crs-2021-data.csv").is_file()


def test_a_bad_source_ends_the_command_with_one_line_and_writes_nothing(outputs_2019, tmp_path):
    path = tmp_path / "bad.csv"
    path.write_text("a,b\n")
    done = run_pipeline("match", "2019", path, "--outputs", outputs_2019.parent)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.count("\n") == 1 and "bad.csv" in done.stderr
    assert not (outputs_2019 / "match" / "bad.csv").exists()
