"""Bytes to characters: which encoding a raw file is in."""

import re
from hashlib import sha256
from unicodedata import category

from pipeline.records.errors import BadInputError
from pipeline.records.text import Source

# characters that do not occur in text; line ends, tabs, form feeds and NULs do
CONTROL = re.compile("[\x01-\x08\x0e-\x1f\x7f]")
MOST_CONTROLS = 0.02  # of all characters; data with more is not text
MOST_NULS = 0.3  # of the bytes; more than that is UTF-16 without a byte order mark


def decode(data: bytes, place: str) -> Source:
    """Find the codec and decode; `data.decode(source.encoding)` gives the raw characters again.

    UTF-8 and UTF-16 with or without a byte order mark, else Windows-1252.  `place` is the file's
    path; its last part names the source.  Raises BadInputError for an empty file and for bytes
    that are not text.
    """
    encoding = _encoding(data)
    try:
        raw = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise BadInputError(
            f"{place}: byte {error.start} is no text in {encoding}; save it as UTF-8 text"
        ) from None
    controls = CONTROL.findall(raw)
    if len(controls) > MOST_CONTROLS * len(raw):
        at = CONTROL.search(raw)
        where = at.start() if at else 0
        raise BadInputError(f"{place}: character {where} is no text; save the report as UTF-8 text")
    if all(letter.isspace() or category(letter) in ("Cc", "Cf") for letter in raw):
        raise BadInputError(f"{place}: holds no text; put the text of the report in it")
    return Source(
        place.replace("\\", "/").rsplit("/", 1)[-1], encoding, sha256(data).hexdigest(), raw
    )


def _encoding(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    for parity, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
        half = data[parity::2]
        if half and half.count(0) > 2 * MOST_NULS * len(half):
            return encoding
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8"
