"""Gold beside found rows: one pair of tiny tables in, the score or the report's line out."""

import csv

import pytest

from pipeline.evaluation import evaluate
from pipeline.evaluation.scores import nth_place, score_tables
from pipeline.records.errors import BadInputError

RAW = "Chad got $5 million and $7 million in 2018. Mali got $7 million from Norway.\n"
EVIDENCE = ("source", "raw_start", "raw_end", "field_spans", "confidence")


def write(path, rows):
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def found(quote, nth=1, confidence="high", **cells):
    """A found row whose own span is the quote and whose sentence is the one that holds it."""
    start = nth_place(RAW, quote, nth)
    first = 0 if start < RAW.index("Mali") else RAW.index("Mali")
    last = RAW.index(".", start) + 1
    spans = f'{{"evidence":[[{first},{last}]]}}'
    place = ("a.txt", str(start), str(start + len(quote)), spans, confidence)
    return dict(zip(EVIDENCE, place, strict=True)) | cells


@pytest.fixture
def folders(tmp_path):
    """Folders of gold, tables and raw text; `put` fills the first two."""
    gold, tables, raw = (tmp_path / name for name in ("gold", "tables", "raw"))
    for folder in (gold, tables, raw):
        folder.mkdir()
    (raw / "a.txt").write_text(RAW, encoding="utf-8")

    def put(table, gold_rows, found_rows):
        write(gold / f"{table}.csv", gold_rows)
        write(tables / f"{table}.csv", found_rows)
        return gold, tables, raw

    return put


def scored(folders, table, gold_rows, found_rows):
    gold, tables, _ = folders(table, gold_rows, found_rows)
    [score] = score_tables(gold, tables, {"a.txt": RAW})
    return score


def test_a_row_is_found_missed_or_extra(folders):
    gold = [
        {"quote": "$5 million", "nth": "1", "low": "5000000"},
        {"quote": "$7 million", "nth": "1", "low": "7000000"},
        {"quote": "$7 million", "nth": "2", "low": "7000000"},
    ]
    rows = [
        found("$5 million", low="5000000"),
        found("$7 million", 2, low="7000000.00"),
        found("2018", low="2018"),
    ]
    score = scored(folders, "money", gold, rows)
    assert (score.precision, score.recall, score.f1) == pytest.approx((2 / 3, 2 / 3, 2 / 3))
    assert score.right("low") == 2  # 7000000.00 is the same number
    assert [row.start for row in score.missed] == [RAW.index("$7 million")]
    assert [row.cells["low"] for row in score.extra] == ["2018"]


@pytest.mark.parametrize(("table", "pairs"), [("dates", 0), ("mentions", 0), ("results", 1)])
def test_dates_and_mentions_need_the_very_span(folders, table, pairs):
    column = {"dates": "granularity", "mentions": "kind", "results": "kind"}[table]
    gold = [{"quote": "in 2018", "nth": "1", column: "year"}]
    score = scored(folders, table, gold, [found("2018", **{column: "year"})])
    assert len(score.pairs) == pairs


def test_contributions_of_a_sentence_pair_by_amount_before_nearness(folders):
    gold = [
        {"quote": "$5 million", "nth": "1", "low": "5000000"},
        {"quote": "$7 million", "nth": "1", "low": "7000000"},
    ]
    rows = [found("$7 million", low="5000000"), found("$5 million", low="7000000")]
    score = scored(folders, "contributions", gold, rows)
    assert score.right("low") == 2


def test_contributions_of_another_sentence_do_not_pair(folders):
    gold = [{"quote": "$7 million", "nth": "1", "low": "7000000"}]
    score = scored(folders, "contributions", gold, [found("$7 million", 2, low="7000000")])
    assert not score.pairs


@pytest.mark.parametrize(
    ("gold", "said", "right"),
    [
        ("Chad;Mali", "Mali;Chad", 1),
        ("Chad", "Mali;Chad", 0),
        ("", "", 1),
        ("", "Chad", 0),
        ("Chad", "", 0),
    ],
)
def test_lists_compare_as_sets_and_an_empty_cell_must_be_empty(folders, gold, said, right):
    rows = [{"quote": "got", "nth": "1", "recipients": gold}]
    score = scored(folders, "contributions", rows, [found("got", recipients=said)])
    assert score.right("recipients") == right


def test_a_cell_that_gold_leaves_open_is_not_scored(folders):
    gold = [
        {"quote": "$5 million", "nth": "1", "role": "?"},
        {"quote": "$7 million", "nth": "1", "role": "total"},
    ]
    rows = [found("$5 million", role="need"), found("$7 million", role="total")]
    score = scored(folders, "money", gold, rows)
    assert (score.right("role"), score.compared("role")) == (1, 1)


def test_the_report_states_each_miss_with_its_place_and_what_confidence_is_worth(folders):
    gold = [
        {"quote": "$5 million", "nth": "1", "currency": "USD"},
        {"quote": "$7 million", "nth": "1", "currency": "USD"},
    ]
    rows = [
        found("$5 million", currency="CAD"),
        found("$7 million", 2, currency="USD"),
    ]
    text = evaluate(*folders("money", gold, rows))
    lines = text.splitlines()
    assert lines[1].split() == ["money", "2", "2", "1", "0.500", "0.500", "0.500"]
    assert "all             high             0    2   0.000" in lines
    assert "money: wrong currency: gold 'USD' found 'CAD' 9: Chad got [$5 million] and" in text
    assert "money: missed 24: Chad got $5 million and [$7 million] in 2018." in text
    assert "money: extra 53: " in text


@pytest.mark.parametrize(
    ("gold", "fault"),
    [
        ({"quote": "Oslo", "nth": "1"}, "'Oslo' does not occur 1 times in a.txt"),
        ({"quote": "$7 million", "nth": "3"}, "does not occur 3 times"),
        ({"quote": "Chad", "nth": "first"}, "does not occur first times"),
        ({"quote": "Chad"}, "the columns quote and nth are missing"),
        ({"quote": "Chad", "nth": "1", "colour": "red"}, "table money has no column colour"),
    ],
)
def test_gold_that_does_not_fit_is_reported(folders, gold, fault):
    with pytest.raises(BadInputError, match=fault.replace("$", r"\$")):
        evaluate(*folders("money", [gold], [found("Chad")]))
