"""Pages in the styles of several publishers' sites, and the text that must come of them."""

import pytest

pytest.importorskip("selectolax")

from pipeline.ingest.html import read_html
from pipeline.ingest.incoming import MOST_CELLS
from pipeline.records.errors import BadInputError

LONG = "The ministry and its partners have worked in every province of the country for many years, "
PROSE = f"{LONG}and they go on with it until the last village has its own well."

# a ministry's site: no main part marked, titles in divs, lines parted by br, bare note links
MINISTRY = f"""
<html><head><meta charset="utf-8"><title>Aid 2020</title></head><body>
<div id="skip"><a href="#c">Skip to content</a></div>
<div class="global-nav"><ul><li><a href="/a">About us</a></li><li><a href="/b">News</a></li>
<li><a href="/c">Contact</a></li></ul></div>
<div class="topic-path"><a href="/">Home</a> &gt; <a href="/p">Policy</a> &gt; Aid</div>
<div id="wrap"><div id="c"><h1>Part II Aid by Region</h1>
<div class="date">3 March 2021</div>
<div class="title">1. South Asia</div>
<p>{PROSE}<a href="#fn4">[4]</a></p>
<p><b>Roads in the North</b></p>
<p>{PROSE}<br><br>It cost 3 million dollars.<br>It was paid in May.</p>
<div class="photo-caption">Workers mend a road near Birgunj</div>
<p><a id="fn4" href="#back">[4]</a> Without loans. <a href="#r4">↩</a></p>
<ul class="links"><li><a href="2019.html">Aid 2019</a></li><li><a href="2018.html">Aid 2018</a>
</li><li><a href="2017.html">Aid 2017</a></li></ul>
</div></div>
<div class="cookie-banner">We use cookies. <button>Accept</button></div>
<div class="page-top"><a href="#">To the top of this page</a></div>
</body></html>"""

# an agency's weblog: article, meta line, sharing, figures, notes as a list with links back
AGENCY = f"""
<!DOCTYPE html><html lang="en-GB"><head><meta charset="utf-8">
<meta property="og:title" content="Health | Annual Review 2020"></head>
<body class="single has-sidebar"><header><a href="/">Agency</a></header>
<main><article class="post no-sidebar">
<header><h1>Health</h1><div class="entry-meta">By A. Berg, <time>4 May 2020</time></div></header>
<div class="social-share"><a href="https://s.example">Share this</a></div>
<h2>Clinics</h2>
<p>{PROSE}<sup id="r1"><a href="#fn1" class="footnote-ref">1</a></sup> It grew by 20&nbsp;%.</p>
<figure><img src="a.jpg" alt="A nurse weighs a child in a clinic at the coast of the country">
<figcaption>A nurse weighs a child</figcaption></figure>
<h4>Staff</h4>
<p>It hired <del>12</del><ins>14</ins> nurses for a ward of 40 m<sup>2</sup>.</p>
<dl><dt>ORS</dt><dd>oral rehydration salts</dd></dl>
<ul><li>Care<ul><li>of mothers</li><li>of children</li></ul></li><li>Drugs</li></ul>
<table><thead><tr><th>Year</th><th colspan="2">Clinics (number)</th></tr></thead>
<tbody><tr><td>2019</td><td>14</td><td>new</td></tr></tbody></table>
<section class="footnotes"><ol><li id="fn1"><p>As counted in May. <a href="#r1">↩︎</a></p></li></ol>
</section>
<aside class="related-posts"><h3>Related</h3><p>{PROSE}</p></aside>
</article></main><footer>© Agency</footer></body></html>"""

# a bank's page of old: tables set it out, fonts make its titles, no charset is stated
BANK = f"""
<HTML><HEAD><TITLE>Annual Report</TITLE></HEAD><BODY>
<TABLE WIDTH=700><TR><TD COLSPAN=2><FONT SIZE=1>Search</FONT></TD></TR>
<TR><TD VALIGN=top><UL><LI><A HREF="a.htm">Home</A><LI><A HREF="b.htm">Loans</A>
<LI><A HREF="c.htm">Grants</A></UL></TD>
<TD><H2>The Bank’s Year</H2>
<P>{PROSE}
<P><STRONG>Energy for Côte d’Ivoire</STRONG>
<P>It lent €4.5 million. {PROSE}
<OL START=3><LI>A dam<LI>Two lines</OL>
<TABLE BORDER=1><TR><TD>Chad</TD><TD>4</TD></TR><TR><TD>Mali</TD><TD>5</TD></TR></TABLE>
</TD></TR></TABLE></BODY></HTML>"""


def blocks(page):
    content = page if isinstance(page, bytes) else page.encode()
    return read_html(content, "a.html").content.decode().strip().split("\n\n")


def test_a_page_without_a_main_part_is_found_by_its_prose():
    assert blocks(MINISTRY) == [
        "{heading 1} Part II Aid by Region",
        "{heading 2} 1. South Asia",
        f"{PROSE} (Note 4)",
        "{heading 3} Roads in the North",
        PROSE,
        "It cost 3 million dollars.\nIt was paid in May.",
        "{caption} Workers mend a road near Birgunj",
        "[4] Without loans.",
    ]
    checks = " ".join(read_html(MINISTRY.encode(), "a.html").checks)
    assert "marks no main part" in checks
    assert "lists of only links were left out: Aid 2019" in checks


def test_an_article_comes_without_what_a_site_sets_around_it():
    assert blocks(AGENCY) == [
        "{heading 1} Health",
        "{heading 2} Clinics",
        f"{PROSE} (Note 1) It grew by 20 %.",
        "{caption} A nurse weighs a child in a clinic at the coast of the country",
        "{caption} A nurse weighs a child",
        "{heading 4} Staff",
        "It hired 14 nurses for a ward of 40 m².",
        "{item} ORS",
        "{item} oral rehydration salts",
        "{item} • Care",
        "{item} • of mothers",
        "{item} • of children",
        "{item} • Drugs",
        "{table} Year\tClinics (number)\n{table} 2019\t14\tnew",
        "Note 1: As counted in May.",
    ]


def test_a_page_set_out_by_tables_in_an_unstated_charset_is_read_and_reported():
    page = BANK.encode("cp1252")
    assert blocks(page) == [
        "{heading 2} The Bank’s Year",
        PROSE,
        "{heading 4} Energy for Côte d’Ivoire",
        f"It lent €4.5 million. {PROSE}",
        "{item} 3. A dam",
        "{item} 4. Two lines",
        "{table} Chad\t4\n{table} Mali\t5",
    ]
    assert any("read as cp1252" in check for check in read_html(page, "a.html").checks)


@pytest.mark.parametrize(
    ("page", "fault"),
    [
        ("<body><script>draw()</script><div id=app></div></body>", "scripts load it"),
        ("<body><iframe src='part1.html'></iframe></body>", "only a frame of part1.html"),
        ("<frameset><frame src=a.htm></frameset>", "only a frame of a.htm"),
        ("<body><nav>Menu</nav></body>", "contains no text"),
    ],
)
def test_a_page_without_text_says_what_to_do(page, fault):
    with pytest.raises(BadInputError, match=fault) as error:
        blocks(page)
    assert "\n" not in str(error.value)


def test_a_page_that_scripts_may_fill_in_is_reported():
    page = "<body><script>draw()</script><p>Please wait while the report is drawn.</p></body>"
    assert any("scripts load the rest" in check for check in read_html(page.encode(), "a").checks)


@pytest.mark.parametrize("charset", ["utf-8", "shift_jis", "iso-8859-1", "utf-16"])
def test_the_charset_is_that_of_the_mark_or_of_the_page(charset):
    words = "“日本” gave" if charset == "shift_jis" else "Côte d’Ivoire gave"
    words = words.replace("’", "'") if charset == "iso-8859-1" else words
    page = f"<meta charset={charset}><p>{words} {LONG}</p>"
    assert blocks(page.encode(charset))[0].startswith(words)


def test_a_name_of_a_site_s_part_on_the_whole_text_hides_nothing():
    page = f"<body><div class='layout-sidebar'><p>{PROSE}</p></div><div class=social>Share</div>"
    assert blocks(page) == [PROSE]


def test_pages_nested_without_end_are_read():
    page = "<div>" * 3000 + PROSE + "</div>" * 3000
    assert blocks(page) == [PROSE]


def blocks_of(body):
    page = f"<html><body><main>{body}</main></body></html>".encode()
    return read_html(page, "a.html").content.decode().rstrip().split("\n\n")


def test_what_a_raised_number_leads_to_is_a_note():
    last = blocks_of(
        f"<p>{PROSE}<sup><a href='#n1'>1</a></sup> It grew.<sup><a href='#n2'>2</a></sup></p>"
        "<ol><li id='n1'>Founded in 2005. <a href='#r'>↩</a></li></ol><p id='n2'>2. In May.</p>"
    )[-2:]
    assert last == ["Note 1: Founded in 2005.", "Note 2: In May."]


def test_numbered_lines_at_the_end_are_the_notes_of_raised_numbers():
    last = blocks_of(
        f"<p>{PROSE}<sup>48)</sup></p><p>{PROSE}<sup><a>49</a></sup></p><hr>49. A law."
    )
    assert last[-1] == "Note 49: A law."


def test_a_numbered_line_above_text_is_no_note():
    text = blocks_of(f"<p>{PROSE}<sup><a>2</a></sup></p><p>2. Roads</p><p>{PROSE}</p>")
    assert "2. Roads" in text


def test_a_term_with_a_star_is_left_for_the_glossary():
    text = blocks_of(
        f"<p>{PROSE} It ended traffic*.</p><dl><dt>*Traffic</dt><dd>The moving of persons.</dd>"
        "<dt>Aid</dt><dd>Help.</dd></dl>"
    )
    assert text[-4:-2] == ["*Traffic", "The moving of persons."]


TALL = """<table><tr><th>Country<th>Year<th>Sum<tr><td rowspan="2">Chad<td>2030<td>7
<tr><td>2031<td>9<tr><td colspan="2">All<td rowspan="3">16</table>"""


def test_a_cell_over_two_rows_keeps_the_others_in_place():
    assert blocks(f"<main><p>{PROSE}</p>{TALL}<p>{PROSE}</p></main>")[1].split("\n") == [
        "{table} Country\tYear\tSum",
        "{table} Chad\t2030\t7",
        "{table} \t2031\t9",
        "{table} All\t\t16",
    ]


@pytest.mark.parametrize("told", ["2000000000", "9" * 9000, "²", "-4"])
def test_a_cell_over_a_huge_or_odd_count_cannot_blow_up_the_text(told):
    page = TALL.replace('"2"', f'"{told}"').replace('"3"', f'"{told}"')
    table = blocks(f"<main><p>{PROSE}</p>{page}<p>{PROSE}</p></main>")[1]
    assert all(row.count("\t") <= MOST_CELLS + 3 for row in table.split("\n"))


def test_a_note_that_an_old_page_names_is_headed_by_its_number():
    page = f"""<table><tr><td><h2>Roads</h2><p>{PROSE}<sup><a name="r1" href="#n1">1</a></sup></p>
    <ul><li>Gravel<ul><li>by hand</ul><li>Steel</ul>
    <p><a name="n1" href="#r1">1</a> In prices of 2030.</p><p>{PROSE}</p></td></tr></table>"""
    assert blocks(page)[1:6] == [
        f"{PROSE} (Note 1)",
        "{item} • Gravel",
        "{item} • by hand",
        "{item} • Steel",
        "Note 1: In prices of 2030.",
    ]
