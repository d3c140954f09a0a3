"""Flags, reasons and gaps of a row in words."""

import json
from collections.abc import Mapping
from functools import cache

from pipeline.explain.probabilities import DOUBTFUL, in_doubt
from pipeline.storage.files import split_list
from pipeline.vocab import read_vocab

GAPS = {
    "not_stated": "not stated",
    "ambiguous": "ambiguous",
    "conflicting": "conflicting",
    "outside_text": "stated outside this text",
}


def why_look(row: Mapping[str, str]) -> str:
    """Flags, doubtful fields, reasons for the confidence, and what the text does not state."""
    flags = [_meaning(code) for code in split_list(row["flags"])]
    doubts = in_doubt(row)
    codes = split_list(row["reasons"])
    reasons = [_meaning(code) for code in codes if not (doubts and code.endswith(DOUBTFUL))]
    gaps: dict[str, list[str]] = {}
    for column, gap in json.loads(row["unknown"] or "{}").items():
        name = column.replace("_text", "").replace("_", " ")
        gaps.setdefault(GAPS.get(gap, gap), []).append(name)
    return "\n".join(
        (
            *(f"LOOK: {flag}" for flag in flags),
            *([f"IN DOUBT: {', '.join(doubts)}"] if doubts else ()),
            *reasons,
            *(f"{gap}: {', '.join(columns)}" for gap, columns in gaps.items()),
        )
    )


@cache
def _meanings() -> dict[str, str]:
    return {row["code"]: row["meaning"] for row in read_vocab("flags")}


def _meaning(code: str) -> str:
    return _meanings().get(code, code)
