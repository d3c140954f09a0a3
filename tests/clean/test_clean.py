"""Cleaning: raw text in, paragraphs out; every repair named, every character in its place."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.clean import clean
from pipeline.clean.repairs import UNSEEN
from pipeline.records.aligned import REPAIRS, is_tiled, restored
from pipeline.records.text import Source
from pipeline.sections import build_structure
from pipeline.storage.edition import Edition
from tests.helpers.properties import examples

EDITION = Edition("test", "Aid report", "Ministry", "IRL", 2021)


def source(raw):
    return Source("test.txt", "utf-8", "", raw)


def texts(raw):
    return [p.text.text for p in clean(source(raw)) if not p.furniture]


def furniture(raw):
    return [p.text.text for p in clean(source(raw)) if p.furniture]


def repairs(raw):
    return [piece.repair for p in clean(source(raw)) for piece in p.text.repairs]


@pytest.mark.parametrize(
    ("raw", "expected", "repair"),
    [
        ("Aid to Kenyaâ€™s schools.", "Aid to Kenya’s schools.", "mojibake"),
        ("Aid to Kenyaís schools.", "Aid to Kenya’s schools.", "mojibake"),
        ("It didnít arrive.", "It didn’t arrive.", "mojibake"),
        ("Aid to KenyaÕs schools.", "Aid to Kenya’s schools.", "mojibake"),
        ("CafÃ© in Abidjan.", "Café in Abidjan.", "mojibake"),
        ("Kenya\x92s schools.", "Kenya’s schools.", "mojibake"),
        ("The ﬁrst ofﬁce.", "The first office.", "ligature"),
        ("Some\u00a0aid  went\u2009out.", "Some aid went out.", "space"),
        ("Water\tand health.", "Water and health.", "column"),
        ("co\u00adoperation", "cooperation", "hyphen"),
        ("zero\u200bwidth", "zerowidth", "control"),
        ("a\x00b\x07c text.", "abc text.", "control"),
        ("Aid inthe region.", "Aid in the region.", "glued_words"),
        ("Chapter 2Health in Mali", "Chapter 2 Health in Mali", "glued_words"),
        ("Water &amp; health.", "Water & health.", "entity"),
        ("It cost &amp;#x20AC;5.", "It cost €5.", "entity"),
        ("Trade &ndash;&nbsp;it grew.", "Trade – it grew.", "entity"),
        ("Trade grew â&#x20AC;&#x201C; fast.", "Trade grew – fast.", "mojibake"),
        ("Mali ’ s aid.", "Mali’s aid.", "space"),
        ("Mali 's aid.", "Mali's aid.", "space"),
        ("A N N U A L  R E P O R T", "ANNUAL REPORT", "space"),
        ("S U M M A R Y", "SUMMARY", "space"),
        (
            "Its develop-ment, as development goes.",
            "Its development, as development goes.",
            "hyphen",
        ),
    ],
)
def test_a_repair_is_made_and_named(raw, expected, repair):
    assert texts(raw) == [expected]
    assert repair in repairs(raw)


@pytest.mark.parametrize(
    "raw",
    [
        "“Curly” ‘quotes’, Côte d’Ivoire, São Tomé – and Türkiye — stay…",
        "Luís went to País Vasco; París is Paris.",
        "Ελλάδα, Україна, 日本の援助、한국",
        "CAFÉ» stands in a French quotation.",
        "5 m² of land, 30 km² of forest, CO2, COVID-19, G20 and FY2019.",
        "It grew by 4.5% to €2.3 million in 2019-20.",
        "See p.12, No.5 and Art.3 of the treaty.",
        "e-government, iPhone and eLearning tools.",
        "AT&T; R&D; Q&A; &unknown; 5 < 6",
        "Groups A B C D E F met.",
        "He said ‘yes ’ and ’s-Hertogenbosch’.",
        "Co-operation, cooperation and operation; a re-form of form, and reform.",
        "Well-being and wellbeing: being well.",
        "Chapter 2nd is gone.",
    ],
)
def test_what_is_right_stays(raw):
    assert texts(raw) == [raw]


@pytest.mark.parametrize(
    "line",
    [
        "Main text > FOREWORD",
        "Next PageNext Page",
        "[ Home ] [ Aid policy ]",
        "1,204 views",
        "Post on 04-Apr-2018",
        "© Commonwealth of Tavora 2018",
        "&nbsp;",
    ],
)
def test_what_a_site_prints_is_furniture(line):
    assert furniture(f"The fund grew.\n{line}\nIt ended.") == [line]


@pytest.mark.parametrize(
    "line", ["A share > 5 per cent", "[3] [4]", "12 views were heard.", "© Anna Berg 2018"]
)
def test_what_only_looks_like_a_site_s_line_stays(line):
    assert furniture(f"The fund grew.\n\n{line}\n\nIt ended.") == []


def test_a_title_below_a_page_break_is_no_running_head_for_its_line_in_the_contents():
    raw = "Contents\nForeword 3\nResults 9\n\n2\n\fForeword\nThe year was good.\n\n3\n\fIt rained."
    assert "Foreword" in texts(raw)


def test_buttons_around_a_title_make_no_running_head_of_it():
    raw = "Print\nThe aid budget\nShare\n\nIt grew.\n\nPrint\nThe aid budget\nIt fell."
    assert "The aid budget" not in furniture(raw)


WRAPPED = """\
The programme reached four districts in the north of the country and
trained some two hundred teachers, who went on to work in schools that
had been closed for several years. A second phase begins next spring.

Health came next. The ministry built eleven clinics along the coast.
"""


def test_a_line_that_ends_in_the_middle_of_a_phrase_goes_on_without_other_signs_of_wrapping():
    raw = (
        "Norway gave NOK 40 million for wells in 2022. It also gave NOK 25 million to\n"
        "Zambia, making a total of NOK 65 million.\n\nWhat We Stand For\nSchools are built.\n"
    )
    assert texts(raw) == [
        "Norway gave NOK 40 million for wells in 2022. It also gave NOK 25 million to Zambia, "
        "making a total of NOK 65 million.",
        "What We Stand For",
        "Schools are built.",
    ]


def test_wrapped_lines_become_paragraphs():
    first, second = texts(WRAPPED)
    assert first.startswith(
        "The programme reached four districts in the north of the country and tr"
    )
    assert first.endswith("for several years. A second phase begins next spring.")
    assert second == "Health came next. The ministry built eleven clinics along the coast."


def test_a_line_that_begins_with_an_acronym_in_brackets_goes_on():
    raw = (
        "The survey of the northern coast was begun by the Lake Hydrographic Organization\n"
        "(LHO) together with ten of the states around it, and by the Basin Commission for\n"
        "(a) charts, and so on, until the end of the year in all of the ten states of the\n"
        "region that had asked for it.\n"
    )
    assert texts(raw)[0].startswith("The survey of the northern coast was begun by the Lake")
    assert "Organization (LHO) together" in texts(raw)[0]


def test_lines_that_are_paragraphs_stay_apart():
    long = "Ireland has long supported schools in the province, with funds for teachers and books. "
    raw = f"{long * 3}\nThe Sea\n{long * 3}\nFish landed at the quay in Tema (Photo: J. Boateng)\n"
    assert len(texts(raw)) == 4


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("counter-\nterrorism work has grown in all of the regions", "counter-terrorism work"),
        ("develop-\nment work has grown in all of the regions", "development work"),
        ("the Asia-\nPacific region has grown in all of its parts", "the Asia-Pacific region"),
        ("the devel\u00ad\nopment work has grown in all the regions", "the development work"),
        ("the border-\ncontrol law; a border has control of its own", "the border-control law"),
        ("the sea-\nsons of it; the sea has sons of its own here", "the seasons of it"),
        ("policy-\nmakers met; policy-makers agreed on all of it", "policy-makers met"),
    ],
)
def test_a_hyphen_at_a_line_end_goes_unless_it_belongs(raw, expected):
    [text] = texts(raw)
    assert text.startswith(expected)


@pytest.mark.parametrize("number", ["23", "- 23 -", "Page 23", "23 / 140", "xiv"])
def test_a_page_number_inside_a_sentence_stands_apart(number):
    raw = f"The two ministries agreed that the work should\n\n{number}\n\ngo on for another year.\n"
    assert texts(raw) == ["The two ministries agreed that the work should go on for another year."]
    assert furniture(raw) == [number]
    assert "furniture" in repairs(raw)


def test_a_running_head_inside_a_sentence_stands_apart():
    raw = "".join(
        f"Some of the money went to {place}, where the schools have\n{number}\n"
        f"Annual Review of Development Aid\nsince been rebuilt by the council of {place}.\n\n"
        for number, place in ((11, "Arusha"), (12, "Mwanza"), (13, "Tanga"))
    )
    assert len(texts(raw)) == 3
    assert set(furniture(raw)) == {"11", "12", "13", "Annual Review of Development Aid"}


def test_a_form_feed_parts_pages_and_not_sentences():
    raw = "The two ministries agreed that the work should\n\fgo on for another year.\n"
    assert texts(raw) == ["The two ministries agreed that the work should go on for another year."]


@pytest.mark.parametrize("crumb", ["Home > Aid > Report 2021", "Start » Topics » Water", "Print"])
def test_a_site_s_own_words_are_furniture(crumb):
    assert furniture(f"{crumb}\n\nWater for all.\n") == [crumb]


@pytest.mark.parametrize(
    ("raw", "clean_text", "numbers"),
    [
        ("Trafficking (Note17), cybercrime.", "Trafficking, cybercrime.", ["17"]),
        ("It ended. (Note 12) Then came rain.", "It ended. Then came rain.", ["12"]),
        ("A fund [3] for water.\n\n[3] Since 2011.", "A fund for water.", ["3"]),
        (
            "Help for children.21 More came.\n\n21 UNICEF, 2019.",
            "Help for children. More came.",
            ["21"],
        ),
        ("Help for children¹ came.", "Help for children came.", ["1"]),
        ("Human security* matters.\n\n* A term.", "Human security matters.", ["*"]),
        ("A fund [3] for water.", "A fund [3] for water.", []),
        ("Help for children.21 More came.", "Help for children.21 More came.", []),
        ("Some 5 * 3 metres.", "Some 5 * 3 metres.", []),
    ],
)
def test_note_markers_leave_the_text(raw, clean_text, numbers):
    first = clean(source(raw))[0]
    assert first.text.text == clean_text
    assert [marker.number for marker in first.markers] == numbers
    for marker in first.markers:
        assert marker.number in raw[marker.raw_start : marker.raw_end].replace("¹", "1")


# ---- promises for every input ----------------------------------------------------------------

ODDITIES = st.sampled_from(
    [
        *("\n", "\n\n", "\r\n", "\f", "\t", " ", "  ", "\u00a0", "\u200b", "\u00ad", "-\n", "\x00"),
        *(
            "â€™",
            "Ã©",
            "Â\u00a0",
            "ﬁ",
            "(Note 1)",
            " [3]",
            "¹",
            ".21 ",
            "* ",
            "*",
            "A. ",
            "(3) ",
            "●",
        ),
        *(
            "1. Note 1: ",
            "21 ",
            "12",
            "[3] ",
            "Home > Aid > 2019",
            "Chapter 2",
            "(Photo: GIZ)",
            ": ",
        ),
        *(
            "the aid ",
            "Water for All",
            "counter",
            "terrorism ",
            "Kenyaís ",
            "ofthe ",
            "| ",
            "…",
            ". ",
        ),
    ]
)
RAW = st.lists(st.one_of(ODDITIES, ODDITIES, st.text(max_size=4)), max_size=40).map("".join)


@examples(300)
@given(RAW)
def test_every_character_lies_in_one_block_and_every_repair_can_be_undone(raw):
    paragraphs = clean(source(raw))
    times = [0] * len(raw)
    for paragraph in paragraphs:
        text = paragraph.text
        assert text.text.strip() == text.text != ""
        assert is_tiled(text.pieces)
        assert restored(text, raw) == text.text
        assert {piece.repair for piece in text.repairs} <= set(REPAIRS)
        for piece in text.pieces:
            if piece.repair != "furniture":
                for at in range(piece.raw_start, piece.raw_end):
                    times[at] += 1
    seen = [n for n, c in zip(times, raw, strict=True) if not c.isspace()]
    assert all(n == 1 for n in seen) or not paragraphs
    if not paragraphs:
        assert not re.sub(rf"[\s{UNSEEN}]", "", raw)


SPOKEN = st.sampled_from(
    [
        *(
            "the ministry",
            "Kenyaís schools",
            "in ﬁve districts",
            "for children (Note 1)",
            "co\u00adoperation",
        ),
        *(
            "counter-\nterrorism",
            "educa-\ntion",
            "with\u00a0care",
            "of CafÃ© Olé",
            "an old  fund [3]",
        ),
        *(
            "it didnít end",
            "1.5 million euros",
            "by 2030",
            "Asia-\nPacific",
            "\u200bof water\u200b",
        ),
        *(
            "on page\n\n14\n\nand",
            "â€œso it isâ€\u009d",
            "inthe north",
            "land of 5 m²",
            "villages¹",
        ),
    ]
)
SENTENCE = st.lists(st.tuples(SPOKEN, st.sampled_from([" ", "\n", "  "])), min_size=3, max_size=12)
SPEECH = st.lists(
    SENTENCE.map(lambda pairs: "In all, " + "".join(w + s for w, s in pairs).strip() + "."),
    min_size=1,
    max_size=5,
)


@examples(300)
@given(SPEECH)
def test_cleaning_clean_text_changes_nothing(sentences):
    once = texts("\n\n".join([*sentences, "[3] Since 2011."]))
    assert texts("\n\n".join(once)) == once


@examples(150)
@given(RAW)
def test_any_text_gives_a_tree(raw):
    structure = build_structure(clean(source(raw)), EDITION)
    ids = [block.block_id for block in structure.blocks]
    assert len(set(ids)) == len(ids)
    sections = {section.section_id: section for section in structure.sections}
    assert len(sections) == len(structure.sections)
    for section in structure.sections:
        parent = sections.get(section.parent_id)
        assert section.level == (parent.level + 1 if parent else 1)
    assert all(b.section_id in sections for b in structure.blocks if b.section_id)
