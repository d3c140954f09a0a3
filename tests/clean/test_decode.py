"""Bytes to characters: the codec is found, and gives the same bytes again."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.clean import clean
from pipeline.clean.decode import decode
from pipeline.records.errors import BadInputError
from pipeline.sections import build_structure
from pipeline.storage.edition import Edition
from tests.helpers.properties import examples

EDITION = Edition("test", "Aid report", "Ministry", "SWE", 2023)
TEXT = "Côte d’Ivoire received €4 million – “a start”.\r\n"


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (TEXT.encode("utf-8"), "utf-8"),
        (TEXT.encode("utf-8-sig"), "utf-8"),
        (TEXT.encode("utf-16"), "utf-16"),
        (TEXT.encode("utf-16-le"), "utf-16-le"),
        (TEXT.encode("utf-16-be"), "utf-16-be"),
        (TEXT.encode("cp1252"), "cp1252"),
    ],
)
def test_the_codec_is_found(data, encoding):
    source = decode(data, "raw/2023/part.txt")
    assert (source.name, source.encoding) == ("part.txt", encoding)
    assert source.raw.lstrip("\ufeff") == TEXT
    assert data.decode(source.encoding) == source.raw


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        (b"", "holds no text"),
        (b" \r\n\t", "holds no text"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(1, 9)) * 9, "is no text"),
        (b"It cost \x81\x8d\xff.", "is no text"),
    ],
)
def test_what_is_no_text_is_refused_in_one_line(data, fault):
    with pytest.raises(BadInputError, match=fault) as raised:
        decode(data, "raw/2023/part.txt")
    assert str(raised.value).startswith("raw/2023/part.txt: ")
    assert "\n" not in str(raised.value)


@examples(200)
@given(st.one_of(st.binary(max_size=60), st.text(max_size=60).map(str.encode)))
def test_any_bytes_give_a_tree_or_one_clear_error(data):
    try:
        source = decode(data, "part.txt")
    except BadInputError:
        return
    assert data.decode(source.encoding) == source.raw
    assert build_structure(clean(source), EDITION).blocks
