"""The vocabularies: every row is sound, and facts agree with a well-kept library where it is."""

import re
from collections import Counter
from pathlib import Path

import pytest

from pipeline import vocab
from pipeline.entities.codes import listed, slug
from pipeline.entities.gazetteer import vocabulary_names
from pipeline.records.errors import BadInputError
from pipeline.vocab import read_vocab


@pytest.mark.parametrize("name", ["countries", "regions", "places", "organisations", "names"])
def test_every_row_has_a_source(name: str) -> None:
    rows = read_vocab(name)
    assert rows and all(row["source"] for row in rows)


@pytest.mark.parametrize("name", ["countries", "regions", "places", "organisations"])
def test_no_name_stands_twice(name: str) -> None:
    counts = Counter(slug(row["name"]) for row in read_vocab(name))
    assert [key for key, n in counts.items() if n > 1] == []


def test_ids_are_those_of_one_thing() -> None:
    lists = ("countries", "regions", "organisations")
    counts = Counter(slug(row["name"]) for name in lists for row in read_vocab(name))
    assert [key for key, n in counts.items() if n > 1] == []


def test_countries_have_the_shape_of_their_codes() -> None:
    for row in read_vocab("countries"):
        assert re.fullmatch("[A-Z]{3}", row["iso3"]), row
        assert re.fullmatch(r"\d{3}", row["m49"]), row
        assert re.fullmatch(r"\d{0,3}", row["dac_code"]), row
        assert not row["oda_to"] or int(row["oda_from"]) <= int(row["oda_to"]), row
    assert len(read_vocab("countries")) == 250  # ISO 3166-1 and Kosovo


@pytest.mark.parametrize("column", ["iso3", "m49", "dac_code"])
def test_no_code_stands_twice(column: str) -> None:
    counts = Counter(row[column] for row in read_vocab("countries") if row[column])
    assert [code for code, n in counts.items() if n > 1] == []


def test_a_spelling_means_one_country() -> None:
    counts: dict[str, set[str]] = {}
    for known in vocabulary_names():
        if known.rule == "country":
            counts.setdefault(known.spelling, set()).add(known.entity_id)
    assert {spelling for spelling, ids in counts.items() if len(ids) > 1} == set()


def test_places_and_members_point_to_countries() -> None:
    known = {row["iso3"] for row in read_vocab("countries")}
    for row in (*read_vocab("places"), *read_vocab("organisations")):
        assert not row["iso3"] or row["iso3"] in known, row
    for row in read_vocab("regions"):
        for member in listed(row["members"]):
            assert re.fullmatch(r"[A-Z]{3}(:(\d{4})?-(\d{4})?)?", member), row
            assert member[:3] in known, row


def test_there_are_enough_organisations() -> None:
    assert len(read_vocab("organisations")) >= 250


def test_countries_agree_with_country_converter() -> None:
    converter = pytest.importorskip("country_converter", reason="country_converter not installed")
    data = converter.CountryConverter().data.set_index("ISO3")
    # the library gives Samoa's DAC code to American Samoa, and leaves out most former recipients
    for row in read_vocab("countries"):
        assert int(row["m49"]) == int(data.loc[row["iso3"], "ISOnumeric"]), row
        code = data.loc[row["iso3"], "DACcode"]
        if code > 0 and row["iso3"] != "ASM":  # not a number where it has none
            assert row["dac_code"] == str(int(code)), row


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        ("name,iso3,aliases\n", "1: the columns must be name,iso3,aliases,source"),
        ("name,iso3,aliases,source\nBonn,DEU\n", "2: 2 cells; write 4"),
    ],
)
def test_a_fault_in_a_vocabulary_is_reported(
    content: str, fault: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "vocab").mkdir()
    (tmp_path / "vocab" / "places.csv").write_text(content, encoding="utf-8")
    monkeypatch.setattr(vocab, "files", lambda _: tmp_path)
    with pytest.raises(BadInputError, match=re.escape(fault)):
        read_vocab.__wrapped__("places")
