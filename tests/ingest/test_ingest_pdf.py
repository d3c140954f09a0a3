"""PDFs made here, column by column, and the text that must come of them."""

import html
import re
import shutil
import subprocess
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.helpers.properties import examples
from tests.helpers.report_2019 import report_2019, with_marks, words_kept

pytest.importorskip("pdfplumber")
pytest.importorskip("fpdf")

from pipeline.ingest.pdf import read_pdf
from pipeline.ingest.pdf_columns import columns_in_order
from pipeline.ingest.pdf_page import Word
from pipeline.records.errors import BadInputError
from tests.helpers.print_font import font_faces
from tests.helpers.print_pdf import MARGIN, Press

CHROMIUM = shutil.which("chromium")
FLAGS = re.findall(
    r"\S+",
    """
    --headless --no-sandbox --disable-gpu --disable-quic --no-first-run --no-pdf-header-footer
    --disable-background-networking --disable-component-update --disable-sync
""",
)
STYLES = {
    "one column": "p{margin:0;text-indent:1.5em;text-align:justify;hyphens:auto}",
    "two narrow columns": "main{column-count:2;column-gap:4mm;text-align:justify;hyphens:auto}"
    "@page{size:A5;margin:12mm}",
    "three columns": "main{column-count:3;column-gap:5mm;text-align:justify}body{font-size:8.5pt}",
}
STYLE = (
    "@page{size:A4;margin:18mm}body{font:10pt Printed}figure{margin:6pt 0;break-inside:avoid}"
    "figcaption,.note{font-size:8pt}sup{font-size:6pt;line-height:0}"
    "h1{column-span:all;font-size:20pt}h2{font-size:15pt}h3{font-size:12pt}h4{font-size:10.5pt}"
)
DOT = (
    "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGA"
    "WjR9awAAAABJRU5ErkJggg=="
)
SIZES = {1: 20, 2: 15, 3: 12, 4: 10}
HEAD = "Report on Aid - Part Two"
FIRST = "The agency paid for roads in every one of the provinces that had asked it for help. "
SECOND = (
    "Later the bank lent money for a new harbour, which opened on time and brought more trade. "
)


def blocks(press):
    return read_pdf(press.bytes(), "a.pdf").content.decode().strip().split("\n\n")


def plain(block):
    """A block without its mark, and with the words that a line's end parted whole."""
    return re.sub(r"^\{.*?\} ", "", block).replace("-\n", "-")


def press_2019(columns):
    """The report of 2019 in columns, its notes at the foot of their page."""
    pieces = report_2019()
    notes = dict(re.match(r"(?:\d+\. )?Note (\d+): (.*)", p.text).groups() for p in pieces[-4:])
    press = Press(columns=columns, head=HEAD)
    for piece in pieces[:-4]:
        if piece.kind == "heading":
            press.heading(latin(piece.text), SIZES[piece.level], across=piece.level == 1)
        elif piece.kind == "caption":
            press.picture(latin(piece.text))
        else:
            cited = [(number, latin(notes[number])) for _, number in piece.marks]
            press.paragraph(latin(with_marks(piece, "\0{}".format)), cited)
    return press


def latin(text):
    """The text in characters that the fonts built into every PDF reader have."""
    plain_quotes = text.translate(str.maketrans("‘’“”–—●", "''\"\"--*"))
    return plain_quotes.encode("latin-1", "replace").decode("latin-1")


@cache
def blocks_2019(columns):
    """What is read from that report, of which each test looks at something else."""
    return blocks(press_2019(columns))


@pytest.mark.parametrize("columns", [1, 2, 3])
def test_the_report_of_2019_keeps_its_words_in_order_in_columns(columns):
    found = blocks_2019(columns)
    body = [latin(piece.text) for piece in report_2019() if piece.kind == "body"]
    unmarked = [re.sub(r" \(Note \d+\)", "", plain(block)) for block in found]
    assert words_kept(body, unmarked) == 1
    assert [text for text in body if text not in unmarked] == []


@pytest.mark.parametrize("columns", [1, 2, 3])
def test_headings_captions_and_notes_of_the_report_are_found(columns):
    found = blocks_2019(columns)
    pieces = report_2019()
    assert [block for block in found if block.startswith("{heading")] == [
        f"{{heading {piece.level}}} {latin(piece.text)}"
        for piece in pieces
        if piece.kind == "heading"
    ]
    assert [plain(block) for block in found if block.startswith("{caption")] == [
        latin(piece.text) for piece in pieces if piece.kind == "caption"
    ]
    notes = [block for block in found if block.startswith("Note ")]
    assert notes == [latin(piece.text).partition(". ")[2] for piece in pieces[-4:]]


@pytest.mark.skipif(CHROMIUM is None, reason="Chromium, which prints web pages, is not installed")
@pytest.mark.parametrize("style", STYLES)
def test_a_printed_web_page_keeps_its_words_in_order(style, tmp_path):
    target = tmp_path / "a.pdf"
    printed(page_2019(STYLES[style]), target)
    found = read_pdf(target.read_bytes(), "a.pdf").content.decode().split("\n\n")
    body = [piece.text for piece in report_2019() if piece.kind == "body"]
    texts = [re.sub(r" \(Note \d+\)", "", plain(block)) for block in found]
    # Chromium sets a hyphen of its own where it breaks a word, which stage 1 takes out
    assert words_kept(body, [text.replace("\u2010\n", "") for text in texts]) > 0.99


@pytest.mark.skipif(CHROMIUM is None, reason="Chromium, which prints web pages, is not installed")
def test_a_printed_web_page_holds_no_font_of_the_machine(tmp_path):
    target = tmp_path / "a.pdf"
    printed(page_2019(STYLES["one column"]), target)
    fonts = set(re.findall(rb"/FontName /\w+\+([\w-]+)", target.read_bytes()))
    assert fonts == {b"Printed-Regular", b"Printed-Bold"}


def printed(page, target):
    """Have Chromium print a page."""
    source = target.with_suffix(".html")
    source.write_text(page)
    command = [CHROMIUM, *FLAGS, f"--print-to-pdf={target}", str(source)]
    subprocess.run(command, check=True, capture_output=True, timeout=100)


def page_2019(style, *, notes=True):
    """The report as a page: headings by tags, notes in small print at its end."""
    parts = []
    for piece in report_2019():
        if piece.kind == "note":
            number, text = re.match(r"(?:\d+\. )?Note (\d+): (.*)", piece.text).groups()
            note = f'<p class="note"><sup>{number}</sup> {html.escape(text)}</p>'
            parts.append(note if notes else "")
            continue
        text = html.escape(with_marks(piece, "\0{}\1".format))
        text = text.replace("\0", "<sup>").replace("\1", "</sup>")
        if piece.kind == "heading":
            parts.append(f"<h{piece.level}>{text}</h{piece.level}>")
        elif piece.kind == "caption":
            image = f'<img src="{DOT}" style="width:100%;height:60px">'
            parts.append(f"<figure>{image}<figcaption>{text}</figcaption></figure>")
        else:
            parts.append(f"<p>{text}</p>")
    rules = f"{font_faces()}{STYLE}{style}"
    head = f'<!DOCTYPE html><html lang="en"><meta charset="utf-8"><style>{rules}</style>'
    return f"{head}<main>{''.join(parts)}</main>"


# ---- parts of a page -----------------------------------------------------------------------------


@pytest.mark.parametrize("ruled", [True, False])
@pytest.mark.parametrize("columns", [1, 2])
def test_a_table_stays_whole_between_its_paragraphs(columns, ruled):
    press = Press(columns=columns)
    press.paragraph(f"Before it. {FIRST * 3}")
    press.table(
        [("Country", "Wells", "Dams"), ("Chad", "14", "2"), ("Mali", "5", "31")], ruled=ruled
    )
    press.paragraph(f"After it. {SECOND * 3}")
    before, table, after = blocks(press)
    assert before.startswith("Before it.")
    assert table == "{table} Country\tWells\tDams\n{table} Chad\t14\t2\n{table} Mali\t5\t31"
    assert after.startswith("After it.")


def test_a_title_whose_space_falls_on_a_gutter_stays_whole():
    title = [Word("Aid", 0, 105, 0, 20, 20), Word("abroad", 113, 212, 0, 20, 20)]
    columns = [
        [
            Word("word", start + 26 * place, start + 26 * place + 22, top, top + 10, 10)
            for top in range(40, 160, 12)
            for place in range(4)
        ]
        for start in (0, 113)
    ]
    found = list(columns_in_order([*title, *columns[0], *columns[1]], 10))
    assert found == [title, *columns]


def test_three_columns_whose_lines_do_not_stand_level_are_read_one_by_one():
    columns = [
        [
            Word("word", start + 26 * place, start + 26 * place + 22, top, top + 10, 10)
            for top in range(first, first + 240, 12)
            for place in range(4)
        ]
        for start, first in ((0, 0), (113, 6), (226, 0))
    ]
    assert list(columns_in_order([word for column in columns for word in column], 10)) == columns


def test_a_table_of_all_columns_below_two_columns_stays_whole():
    press = Press(columns=2)
    for number in range(2):
        for part in range(3):
            press.paragraph(f"Column {number}, part {part}. {FIRST * 3}")
        press.column, press.y = 1, press.top
    press.column, press.y, press.width = 0, 400, press.width * 2 + press.gap
    press.paragraph("Table 1: Wells and dams")
    rows = [("Country", "", "2018", "2019"), ("Chad", "", "14", "2"), ("Mali", "", "5", "31")]
    press.table(rows, ruled=False)
    press.paragraph(f"After it. {SECOND * 3}")
    found = blocks(press)
    assert [block[:16] for block in found[:6]] == [
        f"Column {number}, part {part}" for number in range(2) for part in range(3)
    ]
    assert found[6] == "Table 1: Wells and dams"
    assert found[7].split("\n")[1:] == ["{table} Chad\t14\t2", "{table} Mali\t5\t31"]
    assert found[8].startswith("After it.")


def test_a_note_at_the_foot_does_not_interrupt_a_paragraph_that_goes_over_the_page():
    press = Press(columns=2)
    for number in range(14):
        press.paragraph(f"Paragraph {number} is here. {FIRST * 3}")
    press.paragraph(f"The last one. {FIRST * 2}It was paid.\0{7} {SECOND * 12}", [("7", "In May.")])
    found = blocks(press)
    assert found[-1] == "Note 7: In May."
    assert found[-2].startswith("The last one.")
    assert "It was paid. (Note 7) Later the bank" in found[-2]


def test_a_power_is_no_note():
    press = Press()
    press.paragraph(f"They planted 40 km\0{2} of trees. {FIRST}")
    assert blocks(press)[0].startswith("They planted 40 km² of trees.")


def test_a_title_over_both_columns_parts_what_stands_above_and_below():
    press = Press(columns=2)
    for number in range(4):
        press.paragraph(f"Upper {number}. {FIRST * 3}")
        if number == 1:
            press.column, press.y = 1, press.top
    press.column = 0
    press.heading("Fish", 15, across=True)
    for number in range(4):
        press.paragraph(f"Lower {number}. {SECOND * 3}")
        if number == 1:
            press.column, press.y = 1, press.top
    starts = [block.split(".")[0] for block in blocks(press)]
    assert starts[:4] == [f"Upper {n}" for n in range(4)]
    assert starts[4:] == ["{heading 1} Fish", *(f"Lower {n}" for n in range(4))]


def test_contents_are_a_list_and_no_headings():
    press = Press(justify=False)
    press.heading("Contents", 15)
    for number, title in enumerate(("Water", "Roads", "Fish", "Health")):
        press.heading(f"{title} {'. ' * 40}{number * 7 + 3}", 10)
        press.y -= 10
    found = blocks(press)
    assert [block[:12] for block in found] == [
        "{heading 1} ",
        "{item} Water",
        "{item} Roads",
        "{item} Fish ",
        "{item} Healt",
    ]


def test_a_page_that_lies_on_its_side_is_read_along_its_lines():
    press = Press()
    press.paragraph(f"Upright. {FIRST * 8}")
    pdf = press.pdf
    pdf.add_page()
    for row, line in enumerate(
        ("The table that follows lies on its", "side and is read as it lies.")
    ):
        with pdf.rotation(90, 200 + 14 * row, 700):
            pdf.text(200 + 14 * row, 700, line)
    assert blocks(press)[-1] == "The table that follows lies on its side and is read as it lies."


def test_running_heads_and_page_numbers_go_and_are_reported():
    press = Press(head=HEAD)
    for number in range(30):
        press.paragraph(f"Paragraph {number} is here. {FIRST * 3}")
    read = read_pdf(press.bytes(), "a.pdf")
    assert b"Part Two" not in read.content
    assert [block[:12] for block in read.content.decode().split("\n\n")][:2] == [
        "Paragraph 0 ",
        "Paragraph 1 ",
    ]
    assert any("'Report on Aid - Part Two'" in check for check in read.checks)


def test_a_line_that_returns_inside_the_text_stays():
    press = Press()
    for _ in range(30):
        press.paragraph(FIRST * 4)
    assert sum(block.count("The agency paid") for block in blocks(press)) == 120


def test_print_at_the_side_is_left_out_and_reported():
    press = Press()
    press.paragraph(FIRST * 6)
    with press.pdf.rotation(90, MARGIN / 2, 400):
        press.pdf.text(MARGIN / 2, 400, "At the side")
    read = read_pdf(press.bytes(), "a.pdf")
    assert b"side" not in read.content
    assert any("printed sideways" in check and "page 1" in check for check in read.checks)


@examples(60)
@given(st.data())
def test_broken_bytes_give_text_or_one_line(data):
    content = bytearray(SMALL)
    for _ in range(data.draw(st.integers(1, 12))):
        at = data.draw(st.integers(0, len(content) - 1))
        content[at] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(1, len(content)))
    for broken in (bytes(content), bytes(content[:cut])):
        try:
            assert read_pdf(broken, "a.pdf").content.strip()
        except BadInputError as error:
            assert "\n" not in str(error)


def test_a_file_whose_facts_point_at_themselves_is_reported():
    facts = re.search(rb"8 0 obj\n(.*?)\nendobj", SMALL, re.DOTALL)[1]
    looped = SMALL.replace(facts, b"8 0 R".ljust(len(facts)))
    with pytest.raises(BadInputError, match=r"a\.pdf: is broken; get a new copy"):
        read_pdf(looped, "a.pdf")


def _small():
    press = Press()
    press.pdf.set_compression(False)
    press.heading("Fish", 15)
    press.paragraph(FIRST)
    return press.bytes()


SMALL = _small()
