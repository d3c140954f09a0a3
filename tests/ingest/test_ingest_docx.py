"""Word documents made here, and the text that must come of them."""

import io
import zipfile

import docx
import pytest
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from hypothesis import given
from hypothesis import strategies as st

from pipeline.ingest.docx import read_docx
from pipeline.ingest.docx_numbers import written as number_written
from pipeline.ingest.incoming import MOST_CELLS
from pipeline.records.errors import BadInputError
from tests.helpers.properties import examples

RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
KIND = "application/vnd.openxmlformats-officedocument.wordprocessingml"
LONG = "The agency has worked with the ministry in every province of the country, as agreed. " * 4


def content(document):
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def blocks(document):
    return read_docx(content(document), "a.docx").content.decode().strip().split("\n\n")


def xml(words):
    """A paragraph as Word writes it; `words` are its runs."""
    namespaces = nsdecls("w", "wp", "a")
    shapes = "http://schemas.microsoft.com/office/word/2010/wordprocessingShape"
    mc = "http://schemas.openxmlformats.org/markup-compatibility/2006"
    return parse_xml(f'<w:p {namespaces} xmlns:wps="{shapes}" xmlns:mc="{mc}">{words}</w:p>')


def run(text, properties=""):
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def with_notes(document, kind, notes):
    """The document with notes of a kind; `notes` are their ids and texts."""
    inner = "".join(
        f'<w:{kind} w:id="{key}"><w:p>{run(text)}</w:p></w:{kind}>' for key, text in notes
    )
    root = f"<w:{kind}s {nsdecls('w')}>{inner}</w:{kind}s>"
    place = PackURI(f"/word/{kind}s.xml")
    part = Part(place, f"{KIND}.{kind}s+xml", root.encode(), document.part.package)
    document.part.relate_to(part, f"{RELATION}/{kind}s")
    return document


def with_list(document, levels):
    """A list of the document's own; `levels` are (form, text) from the outermost in."""
    numbering = document.part.numbering_part.element
    inner = "".join(
        f'<w:lvl w:ilvl="{n}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
        for n, (form, text) in enumerate(levels)
    )
    pattern = f'<w:abstractNum {nsdecls("w")} w:abstractNumId="90">{inner}</w:abstractNum>'
    numbering.insert(0, parse_xml(pattern))
    named = f'<w:num {nsdecls("w")} w:numId="90"><w:abstractNumId w:val="90"/></w:num>'
    numbering.append(parse_xml(named))


def listed(text, level=0):
    label = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="90"/></w:numPr>'
    return xml(f"<w:pPr>{label}</w:pPr>{run(text)}")


def body_of(document, *paragraphs):
    for paragraph in paragraphs:
        document.element.body.insert(-1, paragraph)
    return document


def test_styles_say_what_is_a_heading_and_a_caption():
    document = docx.Document()
    document.add_heading("Annual Report", 0)
    document.add_heading("Water", 1)
    document.add_heading("Wells", 2)
    document.add_paragraph("It paid for wells.")
    document.add_paragraph("Women at a well", style="Caption")
    document.add_paragraph().add_run("Dams in the North").bold = True
    document.add_paragraph("It paid for dams.").add_run(" All of them.").bold = True
    assert blocks(document) == [
        "{heading 1} Annual Report",
        "{heading 1} Water",
        "{heading 2} Wells",
        "It paid for wells.",
        "{caption} Women at a well",
        "{heading 3} Dams in the North",
        "It paid for dams. All of them.",
    ]


def test_numbers_that_word_sets_by_itself_are_written_out():
    document = docx.Document()
    with_list(document, [("decimal", "%1."), ("lowerLetter", "(%2)"), ("upperRoman", "%1.%3")])
    body_of(
        document,
        listed("Survey"),
        listed("soil", 1),
        listed("rock", 1),
        listed("Plant"),
        listed("oaks", 1),
        listed("of spring", 2),
        listed(LONG.strip()),
    )
    assert blocks(document) == [
        "{item} 1. Survey",
        "{item} (a) soil",
        "{item} (b) rock",
        "{item} 2. Plant",
        "{item} (a) oaks",
        "{item} 2.I of spring",
        f"3. {LONG.strip()}",
    ]


@pytest.mark.parametrize(
    ("number", "form", "text"),
    [(4, "lowerRoman", "iv"), (28, "upperLetter", "BB"), (7, "decimalZero", "07"), (9, "x", "9")],
)
def test_numbers_take_the_form_that_the_list_has(number, form, text):
    assert number_written(number, form) == text


def test_foot_and_end_notes_are_marked_and_stand_at_the_end():
    document = docx.Document()
    for words, kind in (("Peru got 5 boats.", "footnote"), ("Chad got 2.", "endnote")):
        paragraph = document.add_paragraph(words)
        mark = f'<w:r {nsdecls("w")}><w:{kind}Reference w:id="2"/></w:r>'
        paragraph._p.append(parse_xml(mark))
    with_notes(document, "footnote", [(2, "Two of them used.")])
    with_notes(document, "endnote", [(2, "Both new.")])
    assert blocks(document) == [
        "Peru got 5 boats. (Note 1)",
        "Chad got 2. (Note 2)",
        "Note 1: Two of them used.",
        "Note 2: Both new.",
    ]


def test_a_raised_number_is_a_note_or_a_power():
    up = '<w:vertAlign w:val="superscript"/>'
    words = run("It gave 4 boats.") + run("7", up) + run(" They cross 40 km") + run("2", up)
    assert blocks(body_of(docx.Document(), xml(words))) == [
        "It gave 4 boats. (Note 7) They cross 40 km²"
    ]


def test_tracked_changes_are_settled_and_reported():
    change = 'w:id="1" w:author="A" w:date="2020-01-01T00:00:00Z"'
    words = (
        run("It gave ")
        + f"<w:del {change}><w:r><w:delText>4</w:delText></w:r></w:del>"
        + f"<w:ins {change}>{run('5')}</w:ins>"
        + f"<w:moveFrom {change}>{run(' old')}</w:moveFrom>"
        + run(" boats.")
    )
    read = read_docx(content(body_of(docx.Document(), xml(words))), "a.docx")
    assert read.content == b"It gave 5 boats.\n"
    assert any("1 deletions, 1 insertions" in check for check in read.checks)


def test_a_text_box_comes_after_its_paragraph_and_once():
    box = f"<w:txbxContent><w:p>{run('Inside the box.')}</w:p></w:txbxContent>"
    both = (
        "<w:r><mc:AlternateContent><mc:Choice Requires='wps'><wps:txbx>"
        f"{box}</wps:txbx></mc:Choice><mc:Fallback>{box}</mc:Fallback></mc:AlternateContent></w:r>"
    )
    paragraph = xml(run("Before ") + both + run("and after."))
    assert blocks(body_of(docx.Document(), paragraph)) == ["Before and after.", "Inside the box."]


def test_what_a_content_control_holds_is_not_lost():
    inner = f"<w:sdtContent><w:p>{run('Held by a control.')}</w:p></w:sdtContent>"
    control = parse_xml(f"<w:sdt {nsdecls('w')}>{inner}</w:sdt>")
    assert blocks(body_of(docx.Document(), control)) == ["Held by a control."]


def test_a_table_that_only_sets_out_the_page_is_read_as_text():
    document = docx.Document()
    table = document.add_table(rows=1, cols=2)
    for cell, text in zip(table.rows[0].cells, (f"Left. {LONG}", f"Right. {LONG}"), strict=True):
        cell.text = text.strip()
    assert [block.split(".")[0] for block in blocks(document)] == ["Left", "Right"]


def test_a_cell_over_two_columns_keeps_the_others_in_place():
    document = docx.Document()
    table = document.add_table(rows=2, cols=3)
    table.cell(0, 0).merge(table.cell(0, 1)).text = "Sums"
    table.cell(0, 2).text = "Year"
    for cell, text in zip(table.rows[1].cells, ("Chad", "4", "2019"), strict=True):
        cell.text = text
    assert blocks(document) == ["{table} Sums\t\tYear\n{table} Chad\t4\t2019"]


@pytest.mark.parametrize("wide", ["2000000000", "9" * 9000, "-4", "²", "0", ""])
def test_a_cell_over_a_huge_or_odd_count_of_columns_cannot_blow_up_the_text(wide):
    document = docx.Document()
    table = document.add_table(rows=2, cols=2)
    for cell, word in zip(table._cells, ("Sector", "2020", "Health", "12"), strict=True):
        cell.text = word
    table.cell(0, 0)._tc.get_or_add_tcPr().append(
        parse_xml(f'<w:gridSpan {nsdecls("w")} w:val="{wide}"/>')
    )
    head, below = blocks(document)[0].split("\n")
    assert head.split("\t")[0] == "{table} Sector" and head.endswith("\t2020")
    assert head.count("\t") <= MOST_CELLS
    assert below == "{table} Health\t12"


@pytest.mark.parametrize(
    ("char", "text"),
    [("20AC", "€4"), ("F0A0", "€4"), ("F0B7", "4"), ("D800", "4"), ("zz", "4"), ("", "4")],
)
def test_a_symbol_is_the_character_of_its_number(char, text):
    words = f'<w:r><w:sym w:font="Symbol" w:char="{char}"/></w:r>' + run("4")
    assert blocks(body_of(docx.Document(), xml(words))) == [text]


def test_contents_that_a_field_writes_stay_a_list_with_their_pages():
    begin, part, end = (
        f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end")
    )
    told = '<w:r><w:instrText xml:space="preserve"> TOC </w:instrText></w:r>'
    tab, style = "<w:r><w:tab/></w:r>", '<w:pPr><w:pStyle w:val="TOC1"/></w:pPr>'
    document = docx.Document()
    document.styles.add_style("TOC 1", docx.enum.style.WD_STYLE_TYPE.PARAGRAPH)
    body_of(document, xml(style + begin + told + part + run("1 Health") + tab + run("3")))
    body_of(document, xml(style + run("2 Water") + tab + run("5") + end))
    document.add_heading("1 Health", 1)
    body_of(
        document, xml(run("Nine clinics opened.") + '<w:r><w:footnoteReference w:id="2"/></w:r>')
    )
    with_notes(document, "footnote", [(2, "Counted in June.")])
    assert blocks(document) == [
        "{item} 1 Health 3",
        "{item} 2 Water 5",
        "{heading 1} 1 Health",
        "Nine clinics opened. (Note 1)",
        "Note 1: Counted in June.",
    ]


def test_hidden_words_are_left_out():
    words = run("It gave boats.") + run(" Check this!", "<w:vanish/>")
    assert blocks(body_of(docx.Document(), xml(words))) == ["It gave boats."]


def test_an_old_or_encrypted_document_is_reported():
    with pytest.raises(BadInputError, match=r"encrypted or an old \.doc"):
        read_docx(b"\xd0\xcf\x11\xe0" + b"\0" * 600, "a.docx")


def test_an_empty_document_is_reported():
    with pytest.raises(BadInputError, match="contains no text"):
        read_docx(content(docx.Document()), "a.docx")


def _parts():
    document = docx.Document()
    document.add_heading("Fish", 1)
    document.add_paragraph("Nets", style="List Number")
    with zipfile.ZipFile(io.BytesIO(content(document))) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


PARTS = _parts()


@examples(60)
@given(st.data())
def test_broken_parts_give_text_or_one_line(data):
    name = data.draw(st.sampled_from(sorted(n for n in PARTS if n.endswith((".xml", ".rels")))))
    part = bytearray(PARTS[name])
    for _ in range(data.draw(st.integers(1, 6))):
        part[data.draw(st.integers(0, len(part) - 1))] = data.draw(st.integers(32, 126))
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for other, held in PARTS.items():
            archive.writestr(other, bytes(part) if other == name else held)
    try:
        assert read_docx(file.getvalue(), "a.docx").content.strip()
    except BadInputError as error:
        assert "\n" not in str(error)
