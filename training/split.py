"""Which marked passages are for training, development and the test; no file is split."""

from pathlib import Path

PARTS = ("train", "dev", "test")
TEST = frozenset(
    ["a8", "b8", "c7", "d9", "e7", "f7", "g7", *(f"{part}6" for part in "hijklmnopqrst")]
)
DEV = frozenset(
    ["a7", "b7", "c6", "d8", "e6", "f6", "g6", *(f"{part}5" for part in "hijklmnopqrst")]
)


def files_of(part: str, folder: Path) -> list[Path]:
    """The files of a part, "train", "dev" or "test", in order."""
    return [path for path in sorted(folder.glob("[a-z][0-9]*.txt")) if _part(path.stem) == part]


def _part(stem: str) -> str:
    return "test" if stem in TEST else "dev" if stem in DEV else "train"
