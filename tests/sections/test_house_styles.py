"""House styles of reports: glossaries, letterheads, running heads, wrapped text, near copies."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.clean import clean
from pipeline.records.text import Source
from pipeline.sections import build_structure
from pipeline.sections.headings import STYLES, read_marker
from pipeline.storage.edition import Edition
from tests.helpers.properties import examples


def structure(raw, **facts):
    edition = Edition("test", "Aid report", "Ministry", "NLD", 2024, **facts)
    return build_structure(clean(Source("test.txt", "utf-8", "", raw)), edition)


def kinds(raw, **facts):
    return [block.kind for block in structure(raw, **facts).blocks]


def texts(raw):
    return [block.text.text for block in structure(raw).blocks]


def tied(raw):
    """Each anchor's term with the first words of the note that it points to."""
    found = structure(raw)
    words = {block.block_id: block.text.text for block in found.blocks}
    return [(a.anchor_term, words.get(a.note_block_id, "")[:12]) for a in found.anchors]


@pytest.mark.parametrize(("style", "finds", "skips"), [(s[0], s[2], s[3]) for s in STYLES])
def test_a_style_finds_its_example_and_skips_its_near_miss(style, finds, skips):
    found, missed = read_marker(finds), read_marker(skips)
    assert found is not None and finds.startswith((found.marker[0], "<"))
    assert found.title in finds
    assert missed is None or missed.style != found.style


GLOSSARY = """\
The ministry fights traffic in persons* and helps those who flee within
their country (internally displaced persons)*.

Glossary

*Traffic in persons
The act of moving persons in order to exploit them.
*Internally displaced persons (IDPs)
Those who have fled but crossed no border.
"""


def test_a_glossary_s_term_and_text_are_one_note_and_its_marker_finds_it():
    assert kinds(GLOSSARY) == ["body", "heading", "note", "note"]
    assert tied(GLOSSARY) == [
        ("traffic in persons", "*Traffic in "),
        ("internally displaced persons", "*Internally "),
    ]


def test_a_footnote_below_a_star_does_not_swallow_the_next_paragraph():
    raw = "It spent 2 million*.\n\n* First figures\n\nThe work goes on in all of the towns.\n"
    assert kinds(raw) == ["body", "note", "body"]


def test_numbers_that_start_again_point_to_the_next_note():
    raw = (
        "Help for schools.1 More came.\n\n1 In the north.\n\n"
        "Help for clinics.1 It goes on.\n\n1 In the south.\n"
    )
    assert tied(raw) == [("schools", "1 In the nor"), ("clinics", "1 In the sou")]


@pytest.mark.parametrize(
    ("raw", "terms"),
    [
        (
            "It began aid (ODA)1 in 1954, and its ODA2 grew.\n\n1 Grants.\n2 Gross.\n",
            ["ODA", "ODA"],
        ),
        ("It spoke at COP26 in Glasgow.\n\n26 Talks of 2021.\n", []),
        ("The alliance of the WHO.3 More came.\n\n3 See annex.\n", ["WHO"]),
        ("Food for 12.4 million people.1 It went on.\n\n1 A survey.\n", ["12.4 million people"]),
        ("It has gone on since FY2018.1 More came.\n\n1: From April to March.\n", ["FY2018"]),
        (
            "The boat cost 4 million dollars (Note 7).\n\nNote 7: With training.\n",
            ["4 million dollars"],
        ),
        ("Peace is the aim.¹) It lasts.\n\n¹) Guidelines.\n", ["aim"]),
    ],
)
def test_markers_after_acronyms_numbers_and_brackets(raw, terms):
    assert [term for term, _ in tied(raw)] == terms


def test_letters_without_a_sign_are_markers_where_they_follow_one_another():
    found = structure(
        "(1) Aid\n\nA Plans for Peace\n\nWork began early.\n\nB Plans for Health\n\nIt went on.\n"
    )
    assert [(s.level, s.marker) for s in found.sections] == [(1, "(1)"), (2, "A"), (2, "B")]
    [section] = structure("A Year of Change\n\nWork began early in the year.\n").sections
    assert section.marker == ""


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("The fi rst offi ce had diffi cult years.", "The first office had difficult years."),
        ("Confl icts and cash fl ows; eff orts.", "Conflicts and cash flows; efforts."),
        ("The wifi is slow; sufi leaders met the staff of Gaddafi at sea.", None),
        ("Norway met us. Norwayfs share grew.", "Norway met us. Norway’s share grew."),
        ("The partiesf talks: all parties came.", "The parties’ talks: all parties came."),
        ("The UnitedStates met the United States.", "The United States met the United States."),
        ("PowerPoint is no power, YouTube no tube.", None),
        ("Chiefs of staff met the chefs near reefs.", None),
    ],
)
def test_broken_letters_are_repaired_where_it_is_certain(raw, expected):
    assert texts(raw) == [expected or raw]


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (
            "the devel-\nopment of pro-\ngrammes in all of the towns",
            "the development of programmes",
        ),
        ("a non-\ngovernmental body in all of the many towns", "a non-governmental body"),
        ("an inter-\nagency group; the agency met; each agency", "an inter-agency group"),
    ],
)
def test_a_hyphen_of_a_doubtful_prefix_stays_only_with_proof(raw, expected):
    assert texts(raw)[0].startswith(expected)


DOUBLE = """\
In 2018 the ministry gave 12 million francs to the

Global Fund against three diseases. The money was

used in nine countries, among them Chad, Mali and

Niger. In Chad alone 4,000 nurses were trained.


Norway gave as much again. The work is done with a

body that has people in all of the districts.
"""


def test_double_spaced_text_is_joined():
    assert [text[:12] for text in texts(DOUBLE)] == ["In 2018 the ", "Norway gave "]


def test_short_paragraphs_on_lines_of_their_own_stay_apart():
    lines = [
        "Nordland gave 3 million crowns to schools.",
        "Women at a well in Dili (Photo: NICA)",
        "Norway paid for 12 clinics in the north.",
        "B. Water for the Towns of the Coast",
        "Wells were dug in 40 villages near Baucau.",
    ]
    assert texts("\n".join(lines)) == lines


def test_a_contents_page_holds_no_headings():
    raw = "Contents\n\nForeword ........ 3\n1 Overview ..... 5\n\nForeword\n\nThe year tested us.\n"
    assert kinds(raw) == ["heading", "list_item", "list_item", "heading", "body"]


def test_rows_of_numbers_below_a_caption_are_a_table():
    raw = (
        "It grew.\n\nTable 3. Girls in school\nYear Girls Share\n2014 67,000 52 %\n"
        "2015 93,000 61 %\n\nThe share grew to 61 per cent in 2015.\n"
    )
    assert kinds(raw) == ["body", "caption", "table", "table", "table", "body"]


@pytest.mark.parametrize("line", ["2 August 2021", "3. 2019 in Numbers", "Results 2015"])
def test_titles_and_dates_are_no_rows(line):
    assert "table" not in kinds(f"Work began.\n\n{line}\n\nIt went on well.\n")


def test_a_letterhead_is_a_banner():
    raw = (
        "United Nations\nExecutive Board\n2 August 2021\nOriginal: English\n\n"
        "I. Income\n\nIncome came to $842 million.\n\nII. Costs\n\nCosts fell.\n"
    )
    assert kinds(raw)[:5] == ["banner"] * 4 + ["heading"]


def test_running_heads_with_rising_numbers_are_furniture():
    pages = "".join(
        f"{n}   AID REPORT 2020\n\nThe money for {town} was paid out in two parts.\n\n"
        for n, town in ((18, "Accra"), (20, "Lagos"), (22, "Dakar"))
    )
    assert kinds(pages) == ["furniture", "body"] * 3


def test_titles_with_rising_numbers_from_one_are_headings():
    raw = "".join(f"Priority area {n}\n\nMoney went to {n}0 towns.\n\n" for n in (1, 2, 3))
    assert kinds(raw) == ["heading", "body"] * 3


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("A “school” in Dili (Photo: NICA)", 'A "school" in Dili （Photo：NICA）'),
        ("Farmers at the market of Dori", "Farmers at the market of Dori (Photo: GIZ)"),
        ("Farmers at the market of Do…", "Farmers at the market of Dori (Photo: GIZ)"),
    ],
)
def test_near_copies_of_a_caption_are_one_figure(first, second):
    found = structure(f"Work began early in the year.\n\n{first}\n\n{second}\n\nIt went on well.\n")
    [figure] = found.figures
    assert figure.copies == 2
    assert figure.credit in ("NICA", "GIZ")


@pytest.mark.parametrize(
    "line",
    [
        "The minister visiting a pumping station built with a grant, in Dili (January 2020)",
        "A nurse measures a child in Ermera. Photo: Ivo Reis",
        "People queue for water. ©UNHCR/Ana Lopes",
        "Chart II-3 Share of Homes with Taps",
        "Source: FAO statistics. Figures are rounded.",
    ],
)
def test_captions(line):
    assert kinds(f"Work began early in the year.\n\n{line}\n\nIt went on well.\n")[1] == "caption"


@pytest.mark.parametrize("line", ["“We walked for two hours.”", "Last updated: 4 June 2021", "###"])
def test_what_is_no_heading(line):
    assert kinds(f"Water\n\nWork began.\n\n{line}\n\nIt went on well.\n")[2] != "heading"


def test_a_line_of_the_edition_settles_a_heading():
    raw = "Water\n\nWork began.\n\nWhat We Saw\n\nIt went on well.\n"
    assert kinds(raw)[2] == "heading"
    assert kinds(raw, headings={"What We Saw": 0})[2] == "body"
    found = structure(raw, headings={"What We Saw": 2})
    assert [section.level for section in found.sections] == [1, 2]


PIECES = st.sampled_from(
    [
        *("*Term\n", "term* ", "A Title\n", "B Title\n", "| Bar\n", "fi rst ", "12 HEAD\n", "\n\n"),
        *("Norwayfs ", "Norway ", "1 note.\n", "ODA1 ", "[Mines]\n", "...... 3\n", "Source: x\n"),
        *("Title cut sh...\n", "Title cut short\n", "Glossary\n", "The text. ", "¹) ", "a) b\n"),
    ]
)


@examples(200)
@given(st.lists(PIECES, max_size=25).map("".join))
def test_every_character_stays_in_one_block_and_every_anchor_finds_its_words(raw):
    found = structure(raw)
    times = [0] * len(raw)
    for block in found.blocks:
        for piece in block.text.pieces:
            if piece.repair != "furniture":
                for at in range(piece.raw_start, piece.raw_end):
                    times[at] += 1
    assert all(n == 1 for n, c in zip(times, raw, strict=True) if not c.isspace())
    notes = {note.block_id: note.number for note in found.notes}
    blocks = {block.block_id: block.text.text for block in found.blocks}
    for anchor in found.anchors:
        assert blocks[anchor.block_id][anchor.start : anchor.end] == anchor.anchor_term != ""
        assert notes.get(anchor.note_block_id, anchor.number) == anchor.number
