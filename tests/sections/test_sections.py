"""The tree: a few lines in, headings, notes, captions and doubts out."""

from dataclasses import replace

import pytest

from pipeline.clean import clean
from pipeline.clean.decode import decode
from pipeline.records.text import Source
from pipeline.sections import build_structure
from pipeline.sections.headings import looks_like_title, read_marker, read_plain
from pipeline.sections.notes import anchor_term
from pipeline.sections.outline import outline
from pipeline.storage.edition import Edition
from tests.helpers.calls import calls_of
from tests.helpers.paths import ROOT

EDITION = Edition("test", "Aid report", "Ministry", "KOR", 2022)
BODY = "The ministry and its partners have worked on this for years, and they go on."


def structure(*lines, edition=EDITION):
    bodies = (f"{BODY} So it was in year {n}." for n in range(1, 99))
    raw = "\n\n".join(next(bodies) if line == "…" else line for line in lines)
    return build_structure(clean(Source("test.txt", "utf-8", "", raw)), edition)


def tree(*lines, edition=EDITION):
    return [(s.level, s.path[-1]) for s in structure(*lines, edition=edition).sections]


@pytest.mark.parametrize(
    ("text", "marker", "title", "value"),
    [
        ("(3) Peace", "(3)", "Peace", 3),
        ("●Efforts", "●", "Efforts", None),
        ("<Japan’s Efforts> s", "<…>", "Japan’s Efforts", None),
        ("1-2 Water", "1-2", "Water", 2),
        ("Part IV: Trends", "Part IV", "Trends", 4),
        ("Chapter Two Health", "Chapter Two", "Health", 2),
        ("3.2.1 Roads", "3.2.1", "Roads", 1),
        ("XIV. Money", "XIV.", "Money", 14),
    ],
)
def test_a_marker_is_read(text, marker, title, value):
    heading = read_marker(text)
    assert (heading.marker, heading.title, heading.value) == (marker, title, value)


@pytest.mark.parametrize(
    "text",
    [
        "2.1 million people",
        "317 JOCV members",
        "2013-17 was dry",
        "5 per cent",
        "A cup of tea",
        "Parting words",
    ],
)
def test_what_only_looks_like_a_marker_is_none(text):
    assert read_marker(text) is None


def test_a_number_that_starts_again_stands_below_what_stands_between():
    assert tree(
        "Health", "…", "1. Clinics", "…", "2. Nurses", "…", "Water", "…", "1. Wells", "…"
    ) == [
        (1, "Health"),
        (2, "1. Clinics"),
        (2, "2. Nurses"),
        (1, "Water"),
        (2, "1. Wells"),
    ]


def test_what_stands_between_two_and_three_is_below():
    assert tree("1. A", "…", "2. B", "…", "Boats", "…", "3. C", "…", "Kites", "…") == [
        (1, "1. A"),
        (1, "2. B"),
        (2, "Boats"),
        (1, "3. C"),
        (2, "Kites"),
    ]


def test_a_letter_after_h_is_no_numeral():
    assert tree("H. Horses", "…", "I. Ibises", "…", "J. Jays", "…") == [
        (1, "H. Horses"),
        (1, "I. Ibises"),
        (1, "J. Jays"),
    ]


def test_items_after_a_colon_are_no_headings():
    assert tree("A. Aims", "There are two aims:", "1. Water for all", "2. Work for all", "…") == [
        (1, "A. Aims")
    ]


@pytest.mark.parametrize(
    "line",
    [
        "(1) World Food Programme (WFP): 2.5 million dollars",
        "Assistance through UNICEF: $4 million",
        "2. Roads and Bridges [USD 1 million]",
    ],
)
def test_a_line_that_ends_in_an_amount_is_no_heading(line):
    marked = read_marker(line)
    assert not looks_like_title(marked) if marked else read_plain(line) is None


def test_a_text_without_headings_is_one_section():
    [section] = structure("…", "…").sections
    assert (section.title, section.marker, section.level) == ("Aid report", "", 1)


def test_the_edition_settles_a_heading():
    edition = replace(EDITION, headings={"Boats": 1, "Water": 0})
    assert tree("A. Aims", "…", "Boats", "…", "Water", "…", edition=edition) == [
        (1, "A. Aims"),
        (1, "Boats"),
    ]


@pytest.mark.parametrize(
    ("before", "term"),
    [
        ("Crimes include trafficking in persons", "trafficking in persons"),
        ("It gave $5 million to the Trust Fund for Somalia", "Trust Fund for Somalia"),
        ("fraud and money laundering", "money laundering"),
        ("They built schools for the children.", "children"),
        ("Furthermore, homegrown terrorism", "homegrown terrorism"),
    ],
)
def test_an_anchor_s_term(before, term):
    start, end = anchor_term(before, len(before))
    assert before[start:end] == term


def test_notes_are_counted_from_one():
    assert structure("(1) Trade", "…", "0 forum post", "…").notes == ()


def test_a_marker_without_note_and_a_note_without_marker_are_reported():
    found = structure("A. Aims", "Aid for nurses (Note 4) came.", "Note 5: Nurses of all ranks.")
    assert [issue.code for issue in found.issues] == ["anchor_without_note", "note_without_anchor"]


@pytest.mark.parametrize(
    ("line", "caption", "credit", "date"),
    [
        ("A well in Chad (Photo: GIZ)", "A well in Chad", "GIZ", ""),
        ("A well in Chad. © A. Berg / KfW", "A well in Chad.", "A. Berg / KfW", ""),
        ("A well (May 2021) (Photo: UN)", "A well (May 2021)", "UN", "May 2021"),
        ("Figure 3: Wells in Chad, 2019", "Figure 3: Wells in Chad, 2019", "", ""),
    ],
)
def test_a_caption_and_its_credit(line, caption, credit, date):
    [figure] = structure("A. Aims", line, "…").figures
    assert (figure.caption, figure.credit, figure.date) == (caption, credit, date)


def test_the_2019_text():
    data = (ROOT / "raw/2019/security-and-stability.txt").read_bytes()
    found = build_structure(clean(decode(data, "a.txt")), EDITION)
    levels = [(section.level, section.marker) for section in found.sections]
    assert levels == [
        *((1, "(3)"), (2, "●"), (3, "A."), (3, "B."), (3, "C."), (4, ""), (4, ""), (4, "")),
        *((3, "D."), (4, ""), (4, ""), (4, "")),
    ]
    assert found.blocks[0].kind == "banner"
    assert [anchor.anchor_term for anchor in found.anchors] == [
        "trafficking in persons",
        "money laundering",
        "homegrown terrorism",
        "International Trust Fund",
    ]
    assert [figure.copies for figure in found.figures] == [2] * 6
    assert found.issues == ()
    assert "D. Capacity Building" in outline(found)


def cleaned_and_built(raw):
    build_structure(clean(Source("test.txt", "utf-8", "", raw)), EDITION)


@pytest.mark.parametrize(
    "unit",
    [
        "a\n",
        "12\n\n",
        "A. Title\n\n",
        "• water\n",
        "¹",
        "[1]",
        "  x",
        "â€™",
        "hy-\n",
        "The Sea\n\nx.\n\n",
        "a (1) b.\n",
        "Notes:\n1. a\n",
        "*Term\nIt is.\n",
        "© UN\nA boy.\n\n",
        "Contents\n\nA b\n\n",
        "Goal 1\n",
        "1. A\n\n",
        "(in %)\nA\n",
        "Page 1: x\n",
        "&amp;",
        "A B ",
    ],
)
def test_work_grows_with_the_text_and_no_faster(unit):
    cleaned_and_built(unit * 10)
    work = [calls_of(cleaned_and_built, unit * size) for size in (500, 2000)]
    assert work[1] < 4.4 * work[0] + 500


@pytest.mark.parametrize(
    "unit", ["-", "(", "word ", "1,", "<a", "(Photo: ", "a > ", "Note 1: ", "a (1) ", "Home | "]
)
def test_a_million_characters_in_one_line_end(unit):
    found = structure(unit * (1_000_000 // len(unit)))
    assert len(found.blocks) == 1


def test_marks_written_when_a_report_was_taken_in_say_what_a_line_is():
    found = structure(
        "{heading 1} (2) Fresh Water",
        "…",
        "{heading 3} Wells",
        "{caption} Villagers at a well",
        "…",
        "{table} Chad\t4",
        "{item} • Two Dams in Mali",
        "{text} Head Office",
        "…",
        "{heading 2} Wells",
        "…",
    )
    assert [(s.level, s.marker, s.title) for s in found.sections] == [
        (1, "(2)", "Fresh Water"),
        (2, "", "Wells"),
        (2, "", "Wells"),
    ]
    kinds = [block.kind for block in found.blocks if block.kind != "heading"]
    assert kinds == ["body", "caption", "body", "table", "list_item", "body", "body", "body"]
    assert [figure.caption for figure in found.figures] == ["Villagers at a well"]


def test_a_mark_is_no_word_of_the_report():
    [block] = structure("{caption} Villagers at a well").blocks
    assert block.text.text == "Villagers at a well"
    assert [piece.repair for piece in block.text.repairs] == ["mark"]
    assert structure("{captions} at a well").blocks[0].text.text == "{captions} at a well"


def test_a_title_right_above_the_first_of_a_count_stands_above_it():
    assert tree("Aid", "…", "Loans", "I. Rates", "…", "II. Terms", "…", "Contributions", "…") == [
        (1, "Aid"),
        (1, "Loans"),
        (2, "I. Rates"),
        (2, "II. Terms"),
        (1, "Contributions"),
    ]


def test_a_title_with_text_below_it_does_not_stand_above_a_count():
    assert tree("I. Rates", "…", "Loans", "…", "II. Terms", "…") == [
        (1, "I. Rates"),
        (2, "Loans"),
        (1, "II. Terms"),
    ]


@pytest.mark.parametrize(
    "line", ["ISBN 978 1 00 1", "Tel: +33 1 45", "This text can be had at the"]
)
def test_a_publisher_s_lines_and_unended_ones_are_no_titles(line):
    assert read_plain(line) is None


def test_contents_end_where_an_entry_comes_again():
    kinds = [b.kind for b in structure("Contents", "Wells", "Roads", "Law", "Wells", "…").blocks]
    assert kinds == ["heading", "list_item", "list_item", "list_item", "heading", "body"]


def test_a_contents_title_right_above_chapters_hides_none():
    assert [title for _, title in tree("Contents", "Wells", "…", "Roads", "…")][-2:] == [
        "Wells",
        "Roads",
    ]


def test_numbered_titles_are_no_table_of_contents():
    assert [title for _, title in tree("Goal 1", "…", "Goal 2", "…", "Goal 9", "…")] == [
        "Goal 1",
        "Goal 2",
        "Goal 9",
    ]


def test_a_line_that_holds_an_amount_is_no_banner():
    lines = ("Aid report", "Norway gave $5 million to Chad", "Sweden gave $2 million", "…")
    kinds = [block.kind for block in structure(*lines).blocks]
    assert "banner" not in kinds[1:]


def test_lines_without_page_numbers_are_no_contents_unless_they_come_again():
    lines = ("Contents", "Start date", "Long ago", "End date", "Never", "Aim", "…")
    kinds = [block.kind for block in structure(*lines).blocks]
    assert "list_item" not in kinds


def test_many_marked_titles_without_text_are_contents():
    lines = [f"{n}. Part {chr(64 + n)}" for n in range(1, 13)]
    assert [b.kind for b in structure("Report", "…", *lines, lines[0], "…").blocks][2:-2] == [
        "list_item"
    ] * 12


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("($ million)", "caption"),
        ("(¥100 million)", "caption"),
        ("(in thousands of euros)", "caption"),
        ("(It gave 5 million in 2019)", "body"),
        ("Ms. Ana Reyes, Minister of Health at the new clinic", "caption"),
        ("Mr. Abe Opens the Port", "heading"),
        ("Health $19.0 million $13.2 million", "table"),
    ],
)
def test_a_line_is_recognised_by_its_form(line, kind):
    assert structure("Aid", "…", line, "…").blocks[2].kind == kind


def test_a_greeting_below_a_title_is_text_and_a_question_above_a_figure_a_title():
    kinds = [b.kind for b in structure("Message", "Dear readers,", "…").blocks]
    assert kinds == ["heading", "body", "body"]
    assert "Why give?" in [t for _, t in tree("Aid", "…", "Why give?", "2.5 billion", "…")]


def test_a_long_line_in_title_case_is_a_title_and_a_list_of_names_is_none():
    long = (
        "Merger of the Agency for Overseas Relief and the Department of Foreign Trade,"
        " Ports and Fisheries in the North"
    )
    names = (
        "Albania, Angola, Benin, Bhutan, Chad, Fiji, Ghana, Haiti, Kenya, Laos, Mali, Nepal,"
        " Niger and the Republic of Togo"
    )
    assert read_plain(long) is not None
    assert read_plain(names) is None


def test_numbered_sentences_are_paragraphs_and_short_ones_a_list():
    long = "The ministry decided to give five million dollars to four countries in southern Africa."
    assert [b.kind for b in structure("Aid", f"1. {long}", f"2. {long}", "…").blocks][1:3] == [
        "body",
        "body",
    ]
    assert [b.kind for b in structure("Aid", "1. It rained.", "2. It grew.", "…").blocks][1:3] == [
        "list_item",
        "list_item",
    ]


@pytest.mark.parametrize("line", ["(in NOK 1 000)", "(in EUR 1,000)", "[% of GNI]"])
def test_a_unit_alone_may_hold_its_own_number(line):
    assert structure("Aid", "…", line, "…").blocks[2].kind == "caption"


@pytest.mark.parametrize(
    "line", ["-" * 10**5, "a-" * 10**5, "A " + "." * 10**5 + "x", "1 " * 10**5]
)
def test_the_top_of_a_file_may_be_one_endless_line(line):
    assert len(structure("Aid", line, "…").blocks) == 3


def test_lines_of_two_cells_are_rows_and_two_lines_are_too_few():
    rows = "Norway      40.2 million\nSweden\t35 million\nDenmark        12 million"
    assert [b.kind for b in structure("Aid", "…", rows, "…").blocks][2:-1] == ["table"] * 3
    few = "Norway      40.2 million\nSweden\t35 million"
    assert "table" not in [b.kind for b in structure("Aid", "…", few, "…").blocks]


def test_a_known_title_without_a_number_stands_beside_the_numbered_chapters():
    assert tree(
        "Minister’s Foreword", "…", "Our Thanks", "…", "Chapter 1 Health", "…", "Nurses", "…",
        "Chapter 2 Water", "…", "References", "…",
    ) == [
        (1, "Minister’s Foreword"),
        (2, "Our Thanks"),
        (1, "Chapter 1 Health"),
        (2, "Nurses"),
        (1, "Chapter 2 Water"),
        (1, "References"),
    ]  # fmt: skip


def test_an_annex_belongs_to_the_whole_report():
    assert tree("Chapter 1 Health", "…", "Chapter 2 Water", "…", "Annex 1 People Met", "…") == [
        (1, "Chapter 1 Health"),
        (1, "Chapter 2 Water"),
        (1, "Annex 1 People Met"),
    ]


def test_objectives_stand_below_the_chapter_in_capitals_that_holds_them():
    assert tree(
        "CONTEXT", "…", "RESULTS", "…", "Objective 1: Health", "…", "Objective 2: Water", "…",
        "ADVICE", "…",
    ) == [
        (1, "CONTEXT"),
        (1, "RESULTS"),
        (2, "Objective 1: Health"),
        (2, "Objective 2: Water"),
        (1, "ADVICE"),
    ]  # fmt: skip


def test_objectives_with_capitals_under_each_stand_above_them():
    found = tree(
        "Objective 1: Health", "…", "RESULTS", "…", "Objective 2: Water", "…", "ADVICE", "…"
    )
    assert [level for level, _ in found] == [1, 2, 1, 2]


def test_a_signature_parts_the_titles_above_and_below_it():
    assert tree(
        "Preface", "…", "Bergen, May 2031", "Ingrid Haugen", "Director, Audit Department",
        "Summary", "Main Findings", "…",
    ) == [(1, "Preface"), (1, "Summary"), (1, "Main Findings")]  # fmt: skip
