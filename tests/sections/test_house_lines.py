"""Lines around the text: what a site prints, notes of tables, units, credits, contents, boxes."""

import random

import pytest

from pipeline.clean import clean
from pipeline.clean.decode import decode
from pipeline.clean.site import is_site_line
from pipeline.records.text import Source
from tests.helpers.structure_examples import NAMES, STRUCTURE
from tests.sections.test_house_styles import kinds, structure, texts, tied

BODY = "Work began early in the year."
END = "It went on well in all of the towns."


def kind_of(line, before=BODY):
    """The kind of a line between two paragraphs."""
    return kinds(f"{BODY}\n\n{before}\n\n{line}\n\n{END}\n")[2]


@pytest.mark.parametrize(
    "line",
    [
        "Home / Where we work / Nepal",
        "Contact us | Privacy | Site map",
        "Last updated: 12 March 2017",
        "Published on Monday, 3 May 2021 at 10:30",
        "Posted: 2021-05-03",
        "5 minute read",
        "© 2022 Ministry of Foreign Affairs",
        "© Crown copyright 2022",
        "Nepal aid fact sheet (PDF, 1.2 MB)",
        "Read more: Building back better",
        "Size 4.1 Mb.",
        "• File size: 3.2 MB",
        "Uploaded by: Mai Okafor",
        "Page 3/28",
        "Budget »",
        "Skip to main contentAbout us Our work",
        "Cover of the strategy - Click to read this publication",
        "date 2031-07-04 4 Jul 2031",
        "Date : 4/2/2031 Time : 16:02",
        "Published on 4 Jul 2031 View Original",
        'Download "Nordland Aid in 2031"',
        "Sist oppdatert 16.02.2031",
        "1 ... 4 5 6 7 8 ... 31",
        "Transcript of Nordland Aid in 2031",
    ],
)
def test_a_site_s_line(line):
    assert is_site_line(line)


@pytest.mark.parametrize(
    "line",
    [
        "Published in 2019, the plan names five aims.",
        "© UNICEF/2019/Silva",
        "It may be read more than once.",
        "Wells | Pumps | Pipes",
        "Homes for 400 families",
    ],
)
def test_what_is_no_site_s_line(line):
    assert not is_site_line(line)


@pytest.mark.parametrize(
    ("line", "before", "kind"),
    [
        ("Note: Totals may not add up.", "Figure 3 Aid by region", "note"),
        ("Notes to Table 2:", "Table 2 Aid by region", "note"),
        ("*Figures are rounded.", "Table 2 Aid by region", "note"),
        ("※ Figures for 2016 are provisional.", BODY, "note"),
        ("(Unit: USD million, %)", "[Table 3-1] Health Aid by Year", "caption"),
        ("(Phase 2 of the same project)", "Figure 3 Aid by region", "body"),
        ("[Table 3-1] Health Aid by Year", BODY, "caption"),
        ("* Source: statistics of the ministry", BODY, "caption"),
        ("▲ Opening of the clinic in Dili (UNICEF)", BODY, "caption"),
        ("Women carrying the harvest home", BODY, "heading"),
        ("Reforms for lasting peace", BODY, "heading"),
        ("- Mongolia -", BODY, "heading"),
        (">> Good practice", BODY, "heading"),
    ],
)
def test_what_a_line_is_below_another(line, before, kind):
    assert kind_of(line, before) == kind


def test_notes_under_a_label_go_on_while_their_numbers_do():
    raw = f"{BODY}\n\nTable 1 Aid\n\nNotes:\n1. In euros.\n2. Net of loans.\n\n2. Health\n\n{END}\n"
    assert kinds(raw)[2:] == ["note", "note", "note", "heading", "body"]


def test_a_note_of_a_table_is_not_the_text_s():
    raw = (
        "Aid grew (Note 1) again.\n\nTable 1 Aid\n\nNotes:\n1. In euros.\n\n"
        f"{END}\n\nNote 1: By a tenth.\n"
    )
    assert tied(raw) == [("grew", "Note 1: By a")]


@pytest.mark.parametrize(
    ("raw", "anchors"),
    [
        ("It gave aid to Chad (1).\n\n(1) Net of loans.\n", [("Chad", "(1) Net of l")]),
        ("Some spoke for Pristina (*).\n\n(*) Not a view.\n", [("Pristina", "(*) Not a vi")]),
        ("It is told in point (1).\n\nIt has two aims:\n(1) Water;\n(2) Work.\n", []),
        ("A road begins near Dili. Note 12\n\nNote 12: A loan.\n", [("Dili", "Note 12: A l")]),
        (
            "They fled the conflict* at home.\n\nTerminology\n\nConflict\nThe war up to 2009.\n",
            [("conflict", "Conflict The")],
        ),
        (
            'He spoke of "human security"(note 1).\n\nNotes: (1) It looks at each person.\n',
            [("human security", "Notes: (1) I")],
        ),
        ("The State US$22 million[2] more.\n\n[2] In kind.\n", [("US$22 million", "[2] In kind.")]),
    ],
)
def test_markers_find_their_notes(raw, anchors):
    assert tied(raw) == anchors


def test_a_list_of_contents_without_dots_holds_no_headings():
    raw = f"Contents\n1. Main findings  2\nAnnex A  40\n\n1. Main findings\n\n{BODY}\n"
    assert kinds(raw) == ["heading", "list_item", "list_item", "heading", "body"]


def test_a_chart_s_number_and_its_words_are_one_caption():
    assert texts(f"{BODY}\n\nFIGURE 3\nAid by region, 2022\n\n{END}\n")[1] == (
        "FIGURE 3 Aid by region, 2022"
    )


def test_a_credit_below_a_caption_belongs_to_it():
    [figure] = structure(f"{BODY}\n\nA nurse at work.\n© UN/Osman\n\n{END}\n").figures
    assert (figure.caption, figure.credit) == ("A nurse at work.", "UN/Osman")


def test_a_signature_is_no_heading():
    raw = f"Foreword\n\n{BODY}\n\nIngrid Dahl\nExecutive Director\n\n1. Water\n\n{END}\n"
    assert kinds(raw) == ["heading", "body", "body", "body", "heading", "body"]


def test_facts_below_a_title_are_no_letterhead():
    raw = f"CHAD\n\nKEY FACTS\n\nPeople: 17 million\nIncome: Low\nStatus: Open\n\nAID\n\n{BODY}\n"
    assert kinds(raw) == ["banner", "heading", "body", "body", "body", "heading", "body"]


def test_a_label_inside_a_sentence_opens_no_paragraph():
    assert texts("The shares are shown in\nFigure 3 and were told before.\n\nMore came.\n") == [
        "The shares are shown in Figure 3 and were told before.",
        "More came.",
    ]


# ---- promises for every input ----------------------------------------------------------------


def cleaned(raw):
    return [p.text.text for p in clean(Source("a.txt", "utf-8", "", raw))]


@pytest.mark.parametrize("name", NAMES)
def test_cleaning_a_cleaned_edition_changes_nothing(name):
    source = decode((STRUCTURE / f"{name}.txt").read_bytes(), name)
    once = [p.text.text for p in clean(source) if not p.furniture]
    again = clean(Source(name, "utf-8", "", "\n\n".join(once)))
    assert [p.text.text for p in again if not p.furniture] == once


@pytest.mark.parametrize("seed", range(20))
def test_a_cleaned_paragraph_stays_as_it_is_when_cleaned_again(seed):
    lines = [
        line
        for name in NAMES
        for line in (STRUCTURE / f"{name}.txt").read_text("utf-8").split("\n")
    ]
    for text in cleaned("\n".join(random.Random(seed).sample(lines, 60))):
        assert cleaned(text) == [text]


def test_lines_below_acronyms_are_items_and_no_titles():
    entries = ["EiE Education in Emergencies", "EU", "ODA Official Development Assistance"]
    text = "\n\n".join(["Acronyms", *entries, "Our Year", BODY])
    assert kinds(text + "\n") == ["heading", *["list_item"] * 3, "heading", "body"]


def test_an_entry_that_two_lines_hold_stays_in_the_list():
    lines = ["Abbreviations", "NGO Non-governmental", "Organisation", "WHO World Health Body",
             "WFP World Food Body", "Our Year", BODY]  # fmt: skip
    assert kinds("\n\n".join(lines) + "\n")[1:6] == [*["list_item"] * 4, "heading"]


def test_a_box_with_a_number_is_titled_in_small_letters_too():
    assert kind_of("Box II.1: How a village that had no road built one") == "heading"
    assert kind_of("Box 4 shows how a village that had no road built one.") == "body"


def test_the_number_of_a_label_is_no_note():
    note = "1 As told in the annex.\n"
    raw = f"Sales grew.1 So says Box II.1 in the main report.\n\n{END}\n\n{note}"
    [block] = [b for b in structure(raw).blocks if "Sales" in b.text.text]
    assert block.text.text == "Sales grew. So says Box II.1 in the main report."


def test_an_entry_of_a_table_of_contents_ends_its_line():
    dots = "." * 40
    lines = [f"Foreword {dots} 3", f"Our year, and what it brought {dots} 4", f"Donors {dots} 9"]
    assert texts("Contents\n" + "\n".join(lines) + f"\n\n{BODY}\n")[1:4] == lines


def test_what_a_host_prints_above_a_document_is_no_title():
    host = ["nordland aid in 2031 - home", "96", "NORDLAND AID IN 2031", "Upload: mokafor",
            "210 views", "Documents", "TRANSCRIPT"]  # fmt: skip
    found = structure("\n\n".join([*host, "Our Year", BODY, END]) + "\n").blocks
    assert [b.text.text for b in found if b.kind == "heading"] == ["Our Year"]
    assert {b.kind for b in found[: len(host)]} <= {"banner", "furniture"}


def test_a_transcript_of_a_talk_keeps_its_title():
    found = structure(f"Remarks on Water\n\nTranscript\n\n{BODY}\n\n{END}\n").blocks
    assert [b.text.text for b in found if b.kind == "heading"] == ["Remarks on Water"]


def test_stars_of_markdown_go_and_leave_titles_and_words():
    raw = f"**Where We Work**\n\n{BODY}\n\n**Roads:** they were **mended** by **all**.\n\n{END}\n"
    assert kinds(raw) == ["heading", "body", "body", "body"]
    assert texts(raw)[0] == "Where We Work"
    assert texts(raw)[2] == "Roads: they were mended by all."


def test_stars_that_mark_a_note_stay():
    assert (
        texts("It gave 4** in all and 5** in part.\n\n** Before costs.\n")[1] == "** Before costs."
    )


def test_a_title_in_the_contents_and_above_its_chapter_is_no_running_head():
    raw = f"CONTENTS\nFOREWORD\n2\nHealth and Water\n4\nMoney\n8\nFOREWORD\n2\n{BODY}\n{END}\n"
    blocks = [b.kind for b in structure(raw).blocks if b.text.text == "FOREWORD"]
    assert blocks == ["list_item", "heading"]


def test_a_label_with_a_colon_begins_a_line_of_its_own():
    assert texts("Contents\nWhat we spent\nWhom we worked with\nPart II: Results\n")[2:] == [
        "Whom we worked with",
        "Part II: Results",
    ]
    assert kind_of("Whom We Worked With") == "heading"


def test_a_long_title_in_small_letters_may_hold_a_colon():
    title = "Mangroves and crabs: a case study from the old harbour"
    assert kind_of(title, before="Nets were sold.") == "heading"


def test_a_sentence_above_a_button_s_words_is_no_site_line():
    assert not is_site_line("Chad paid 4 million dollars. Click here to read more")


def test_numbered_paragraphs_go_on_below_the_notes_that_their_numbers_would_fit():
    lines = [
        "1. The fund1 pays for wells in the north of the country, and for all roads.2",
        "2. The board meets in June, and the ministers of all of its members sit on it.",
        "3. Its staff of forty works in two offices, and most of the year in the field.",
    ]
    assert kinds("\n\n".join(lines) + "\n") == ["body"] * 3
    notes = ["1. It began in 2030, and grew.", "2. Roads came later, in 2031."]
    assert kinds("\n\n".join([lines[0], *notes]) + "\n")[1:] == ["note", "note"]
