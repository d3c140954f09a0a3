"""The files of a folder to read, and their order: by number, or by the links of an index page."""

import re
from collections.abc import Collection, Sequence
from pathlib import Path
from urllib.parse import unquote

from pipeline.records.errors import BadInputError

NUMBERS = re.compile(r"(\d+)")
UNSAFE = re.compile(r"[^\w.-]+")
LINK = re.compile(rb"<a\s[^>]{0,500}?href\s{0,9}=\s{0,9}[\"']?([^\"'#?>\s]{1,500})", re.IGNORECASE)
INDEX_NAMES = ("index", "contents", "toc", "default", "home")
PAGES = (".html", ".htm")
FEWEST_LINKS = 2  # from an index page to other pages of its folder
# file types that other programs can convert
FIXES = {
    ".doc": "save it as .docx",
    ".rtf": "save it as .docx",
    ".odt": "save it as .docx",
    ".xhtml": "rename it to .html",
    ".mht": "save the page as .html",
    ".mhtml": "save the page as .html",
    ".epub": "save its pages as .html",
    ".zip": "unpack it and name the folder",
}


def list_sources(source: Path, known: Collection[str]) -> tuple[list[Path], list[Path]]:
    """The files to read, in reading order, and the skipped ones.  Raises BadInputError."""
    kinds = ", ".join(known)
    if source.is_dir():
        files = [p for p in source.iterdir() if p.is_file() and not p.name.startswith(".")]
        files.sort(key=lambda path: (natural_key(path.name), path.name))
        paths = [path for path in files if path.suffix.lower() in known]
        if not paths:
            raise BadInputError(f"{source}: contains no readable file; put {kinds} there")
        return _in_index_order(paths), [path for path in files if path not in paths]
    if not source.is_file():
        raise BadInputError(f"{source}: no such file or folder; write the path of the report")
    if source.suffix.lower() not in known:
        fix = FIXES.get(source.suffix.lower(), f"choose {kinds}")
        raise BadInputError(f"{source}: this file type cannot be read; {fix}")
    return [source], []


def raw_names(paths: Sequence[Path]) -> list[str]:
    """The names of the raw files, numbered if there are several."""
    stems = [UNSAFE.sub("-", path.stem).strip("-.") or "text" for path in paths]
    if len(stems) == 1:
        return [f"{stems[0]}.txt"]
    width = max(2, len(str(len(stems))))
    return [f"{number:0{width}}-{stem}.txt" for number, stem in enumerate(stems, 1)]


def read_bytes(path: Path) -> bytes:
    """A file's bytes.  Raises BadInputError."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise BadInputError(
            f"{path}: cannot be read ({error.strerror}); check its permissions"
        ) from None


def natural_key(name: str) -> tuple[tuple[int, str], ...]:
    """A sorting key in which 2 comes before 10."""
    parts = NUMBERS.split(name.casefold())
    return tuple((int(p), "") if i % 2 else (-1, p) for i, p in enumerate(parts))


def is_index(path: Path) -> bool:
    """Whether a page is an index of others, by its name."""
    return path.suffix.lower() in PAGES and path.stem.lower() in INDEX_NAMES


def _in_index_order(paths: list[Path]) -> list[Path]:
    """The files in the order of an index page's links; those without a link last, by number."""
    index = next((path for path in paths if is_index(path)), None)
    if index is None:
        return paths
    names = {path.name: path for path in paths if path != index}
    linked = [unquote(link.decode("utf-8", "replace")) for link in LINK.findall(read_bytes(index))]
    found = [names[name] for link in linked if (name := link.rsplit("/", 1)[-1]) in names]
    ordered = list(dict.fromkeys(found))
    if len(ordered) < FEWEST_LINKS:
        return paths
    return [index, *ordered, *(p for p in paths if p != index and p not in ordered)]
