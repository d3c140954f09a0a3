"""Taking files in: one small document of each kind, and the text that must come of it."""

from pathlib import Path

import pytest

from pipeline.ingest import ingest
from pipeline.ingest.sources import natural_key
from pipeline.records.errors import BadInputError
from pipeline.storage.edition import parse_edition
from tests.helpers.commands import run_pipeline

HERE = Path(__file__).parent
PAGE = """{heading 1} Water for All

The agency gave 4 million euros (Note 1) to Chad for 30 km² of land.

{heading 2} Results

{item} • Ten wells in Mali

{item} • Two dams

{item} 1. First step

{item} 2. Second step

{caption} Table 1: Contributions

{table} Country\tSum
{table} Chad\t4

{caption} A well dug in the north of Mali

Note 1: Paid in two parts.
"""
LEFT = [
    "The fund paid for roads in the north and in",
    "the south, and for coun-",
    "ter-measures against floods in every one of",
    "the provinces that had asked it for help",
    "in the year before, as the board had wished",
]
RIGHT = [
    "and as the ministry of the country had said",
    "at the meeting held in spring of that year.",
    "Later the bank lent money for a new harbour",
    "which opened on time and brought more trade",
    "to the coast than anyone there had expected.",
]

LAST = "Region {} got its share in the last month, which all who live there had hoped for."


def make_pdf(path, pages=3, password=None):
    fpdf = pytest.importorskip("fpdf")
    pdf = fpdf.FPDF(unit="pt", format=(595, 842))
    pdf.set_title("Harbour Report 2022")
    if password:
        pdf.set_encryption(owner_password=password, user_password=password)
    for number in range(1, pages + 1):
        pdf.add_page()
        pdf.set_font("Helvetica", size=8)
        pdf.text(60, 30, "Harbour Report - Part Two")
        pdf.text(290, 820, str(number))
        pdf.set_font("Helvetica", "B", 16)
        pdf.text(60, 80, f"Roads and Harbours of Region {number}, at Length and in Full")
        pdf.set_font("Helvetica", size=10)
        for row, (left, right) in enumerate(zip(LEFT, RIGHT, strict=True)):
            pdf.text(60, 110 + 12 * row, left)
            pdf.text(315, 110 + 12 * row, right)
        pdf.text(
            60,
            182,
            LAST.format("ABC"[number - 1]),
        )
    pdf.output(str(path))


def make_docx(path):
    docx = pytest.importorskip("docx")
    document = docx.Document()
    document.core_properties.title = "Forest Report 2020"
    document.add_heading("Forests", 1)
    document.add_paragraph("The agency planted trees in Gabon.")
    document.add_paragraph("Oaks", style="List Bullet")
    document.add_paragraph("Survey", style="List Number")
    document.add_paragraph("Plant", style="List Number")
    table = document.add_table(rows=2, cols=2)
    for cell, text in zip(table._cells, ("Year", "Trees", "2019", "40"), strict=True):
        cell.text = text
    document.save(str(path))


def taken_in(source, tmp_path, edition="2020"):
    report = ingest(source, edition, tmp_path / "raw")
    return report.written[0].read_text(encoding="utf-8")


def test_a_page_gives_its_main_text_without_the_site(tmp_path):
    pytest.importorskip("selectolax")
    assert taken_in(HERE / "page.html", tmp_path) == PAGE


def test_a_pdf_is_read_column_by_column(tmp_path):
    make_pdf(tmp_path / "a.pdf")
    body = " ".join(LEFT + RIGHT).replace("coun- ter", "coun-\nter")
    heads = [
        ("ABC"[n - 1], f"{{heading 1}} Roads and Harbours of Region {n}, at Length and in Full")
        for n in (1, 2, 3)
    ]
    expected = "\n\n".join(f"{head}\n\n{body}\n\n{LAST.format(x)}" for x, head in heads) + "\n"
    assert taken_in(tmp_path / "a.pdf", tmp_path) == expected


def test_a_word_document_keeps_lists_and_tables(tmp_path):
    make_docx(tmp_path / "a.docx")
    assert taken_in(tmp_path / "a.docx", tmp_path) == (
        "{heading 1} Forests\n\nThe agency planted trees in Gabon.\n\n{item} • Oaks\n\n"
        "{item} 1. Survey\n\n{item} 2. Plant\n\n{table} Year\tTrees\n{table} 2019\t40\n"
    )


def test_text_is_copied_byte_for_byte_in_natural_order(tmp_path):
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "part10.txt").write_bytes(b"ten\r\n")
    (folder / "part2.txt").write_bytes(b"Kenya\x92s\r\n")
    report = ingest(folder, "2020", tmp_path / "raw")
    assert [path.name for path in report.written] == [
        "01-part2.txt",
        "02-part10.txt",
        "edition.toml",
    ]
    assert report.written[0].read_bytes() == b"Kenya\x92s\r\n"


def test_the_draft_lacks_only_what_the_page_does_not_say(tmp_path):
    pytest.importorskip("selectolax")
    report = ingest(HERE / "page.html", "2021", tmp_path)
    draft = report.written[-1].read_text(encoding="utf-8")
    with pytest.raises(BadInputError, match="'provider' is missing"):
        parse_edition("2021", draft, "edition.toml")
    facts = parse_edition("2021", 'provider = "FRA"\n' + draft, "edition.toml")
    assert (facts.title, facts.publisher, facts.year, facts.language, facts.address) == (
        "Aid Report 2021",
        "Ministry of Examples",
        2021,
        "en",
        "https://aid.example.org/2021/water",
    )
    assert "selectolax" in facts.origin["page.html"]


def test_a_second_run_overwrites_nothing_unless_asked(tmp_path):
    source = tmp_path / "a.txt"
    source.write_text("one")
    ingest(source, "2020", tmp_path / "raw")
    source.write_text("two")
    with pytest.raises(BadInputError, match="exists already"):
        ingest(source, "2020", tmp_path / "raw")
    assert (tmp_path / "raw/2020/a.txt").read_text() == "one"
    ingest(source, "2020", tmp_path / "raw", replace=True)
    assert (tmp_path / "raw/2020/a.txt").read_text() == "two"


@pytest.mark.parametrize(
    ("name", "content", "fault"),
    [
        ("a.xyz", b"text", "this file type cannot be read"),
        ("a.txt", b"  ", "is empty"),
        ("a.txt", b"a\0b", "is not text"),
        ("a.html", b"<html><nav>Menu</nav></html>", "contains no text"),
        ("a.pdf", b"%PDF-1.4 broken", "is broken"),
        ("a.docx", b"no zip", "is broken"),
    ],
)
def test_what_cannot_be_read_is_reported_in_one_line(name, content, fault, tmp_path):
    (tmp_path / name).write_bytes(content)
    with pytest.raises(BadInputError, match=fault) as error:
        ingest(tmp_path / name, "2020", tmp_path / "raw")
    assert "\n" not in str(error.value)
    assert not (tmp_path / "raw").exists()


def test_a_locked_and_an_empty_pdf_are_reported(tmp_path):
    fpdf = pytest.importorskip("fpdf")
    make_pdf(tmp_path / "locked.pdf", password="x")
    with pytest.raises(BadInputError, match="encrypted"):
        ingest(tmp_path / "locked.pdf", "2020", tmp_path / "raw")
    pdf = fpdf.FPDF()
    pdf.add_page()
    pdf.output(str(tmp_path / "image.pdf"))
    with pytest.raises(BadInputError, match="no text layer"):
        ingest(tmp_path / "image.pdf", "2020", tmp_path / "raw")


@pytest.mark.parametrize("edition", ["../x", "a/b", ""])
def test_an_edition_is_a_name(edition, tmp_path):
    with pytest.raises(BadInputError):
        ingest(HERE / "page.html", edition, tmp_path)


def test_an_empty_folder_is_reported(tmp_path):
    with pytest.raises(BadInputError, match="contains no readable file"):
        ingest(tmp_path, "2020", tmp_path / "raw")


def test_numbers_in_names_count_as_numbers():
    assert sorted(["b10", "b9", "a"], key=natural_key) == ["a", "b9", "b10"]


def page(title, *links):
    anchors = "".join(f'<li><a href="{link}">Part</a></li>' for link in links)
    text = f"<p>{title} was well under way in all of the regions.</p>"
    return f"<title>{title}</title>{text}<ul>{anchors}</ul>"


def test_pages_come_in_the_order_in_which_an_index_links_to_them(tmp_path):
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "index.html").write_text(
        page("Aid 2019", "./water.html", "fish%20a.htm", "air.html#x")
    )
    for name in ("air.html", "fish a.htm", "water.html", "zoo.html"):
        (folder / name).write_text(page(name))
    report = ingest(folder, "2020", tmp_path / "raw")
    assert [path.name for path in report.written[:-1]] == [
        "01-index.txt",
        "02-water.txt",
        "03-fish-a.txt",
        "04-air.txt",
        "05-zoo.txt",
    ]


def test_an_index_of_links_alone_gives_the_order_and_is_reported(tmp_path):
    folder = tmp_path / "in"
    folder.mkdir()
    links = "".join(f'<li><a href="{name}">x</a></li>' for name in ("b.html", "a.html", "b.html"))
    (folder / "index.html").write_text(f"<ul>{links}</ul>")
    for name in ("a.html", "b.html"):
        (folder / name).write_text(page(name))
    report = ingest(folder, "2020", tmp_path / "raw")
    assert [path.name for path in report.written[:-1]] == ["01-b.txt", "02-a.txt"]
    assert any("index.html: gives the order" in check for check in report.checks)


def test_what_another_program_can_save_anew_is_reported(tmp_path):
    (tmp_path / "a.doc").write_bytes(b"old")
    with pytest.raises(BadInputError, match=r"a\.doc: .*save it as \.docx"):
        ingest(tmp_path / "a.doc", "2020", tmp_path / "raw")


def test_the_closing_message_counts_and_names_what_to_check(tmp_path):
    (tmp_path / "a.html").write_text(page("Aid in the Year 2019"))
    (tmp_path / "b.xyz").write_text("?")
    (tmp_path / "raw" / "2020").mkdir(parents=True)
    (tmp_path / "raw" / "2020" / "old.txt").write_text("old")
    report = ingest(tmp_path, "2020", tmp_path / "raw", replace=True)
    printed = "\n".join(report.checks)
    assert "b.xyz: was skipped" in printed
    assert "old.txt: was there before" in printed
    assert "a.txt: has 14 words: does the report have as many?" in printed
    assert "no heading was marked" in printed
    assert "the name states the year 2020, but the title 2019" in printed
    assert "check every line marked '# check'" in printed
    assert "'publisher' is missing" in printed


def test_nothing_is_written_where_one_file_of_a_folder_cannot_be_read(tmp_path):
    (tmp_path / "a.txt").write_text("one")
    (tmp_path / "b.pdf").write_bytes(b"no PDF")
    with pytest.raises(BadInputError, match=r"b\.pdf"):
        ingest(tmp_path, "2020", tmp_path / "raw")
    assert not (tmp_path / "raw").exists()


def test_the_command_says_what_to_do_next(tmp_path):
    (tmp_path / "a.txt").write_text("Norway gave 3 million dollars.")
    done = run_pipeline("new", "2020", tmp_path / "a.txt", "--raw", tmp_path / "raw")
    assert done.returncode == 0
    assert done.stdout.splitlines()[0] == f"wrote {tmp_path / 'raw/2020/a.txt'}"
    assert done.stdout.splitlines()[-1].endswith("then make outline EDITION=2020")
    again = run_pipeline("new", "2020", tmp_path / "a.txt", "--raw", tmp_path / "raw")
    assert (again.returncode, again.stderr.count("\n")) == (2, 1)
    assert "exists already" in again.stderr
