"""A cache of annotations by content, so that no text is read twice.

What the model says of a text depends on the text, the model and the files in `READERS`; the key
is the digest of all of these.  A store that is missing, damaged or of another version counts as
empty: everything in it can be made again.
"""

import sqlite3
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from functools import cache
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Doc
    from spacy.vocab import Vocab

ATTRIBUTES = (
    *("ORTH", "SPACY", "LEMMA", "POS", "TAG", "HEAD", "DEP", "SENT_START"),
    *("ENT_IOB", "ENT_TYPE"),
)
READERS = (
    "language/__init__.py",
    "language/attributes.py",
    "language/annotations.py",
    "vocab/names.csv",
    "vocab/flows.csv",
)
AT_ONCE = 500  # keys a query

Reader = Callable[[Sequence[str]], "list[Doc]"]


def read_kept(store: Path, model: str, texts: Sequence[str], read: Reader) -> "list[Doc]":
    """The Docs of the texts, in order: from the store, or by `read` where it lacks them.

    `model` names the model that `read` uses.  New Docs are added to the store.
    """
    reader = _reader(model)
    keys = [_key(reader, text) for text in texts]
    kept = _load(store, sorted(set(keys)))
    missing = [(key, text) for key, text in zip(keys, texts, strict=True) if key not in kept]
    made = iter(read([text for _, text in missing]) if missing else [])
    docs = [_from_bytes(kept[key]) if key in kept else next(made) for key in keys]
    read_now = ((key, doc) for key, doc in zip(keys, docs, strict=True) if key not in kept)
    _save(store, reader, {key: _as_bytes(doc) for key, doc in read_now})
    return docs


def _key(reader: str, text: str) -> str:
    return sha256(f"{reader} {text}".encode("utf-8", "surrogatepass")).hexdigest()


def _reader(model: str) -> str:
    """The digest of all but the text that decides what a model says of it."""
    rules = [files("pipeline").joinpath(name).read_bytes() for name in READERS]
    facts_of_model = (version("spacy"), model, _version(model))
    return sha256(b"\0".join((*(word.encode() for word in facts_of_model), *rules))).hexdigest()


def _version(model: str) -> str:
    """The version of an installed model, or the metadata of one in a folder."""
    facts = Path(model) / "meta.json"
    if facts.is_file():
        return facts.read_text(encoding="utf-8")
    try:
        return version(model)
    except PackageNotFoundError:
        return ""


# ---- Docs as bytes ---------------------------------------------------------------------------


def _as_bytes(doc: "Doc") -> bytes:
    from spacy.tokens import DocBin

    return DocBin(attrs=ATTRIBUTES, docs=[doc]).to_bytes()


def _from_bytes(data: bytes) -> "Doc":
    from spacy.tokens import DocBin

    [doc] = DocBin().from_bytes(data).get_docs(_vocab())
    return doc


@cache
def _vocab() -> "Vocab":
    from spacy.vocab import Vocab

    return Vocab()


# ---- the store -------------------------------------------------------------------------------


def _load(store: Path, keys: Sequence[str]) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    if not store.exists():
        return found
    try:
        with closing(_open(store)) as database:
            for start in range(0, len(keys), AT_ONCE):
                some = keys[start : start + AT_ONCE]
                marks = ", ".join("?" * len(some))
                query = f"SELECT key, doc FROM docs WHERE key IN ({marks})"
                found.update(database.execute(query, some))
    except sqlite3.DatabaseError:
        store.unlink(missing_ok=True)
        return {}
    return found


def _save(store: Path, reader: str, docs: Mapping[str, bytes]) -> None:
    """Store Docs, and delete those made by other rules or another model."""
    if not docs:
        return
    store.parent.mkdir(parents=True, exist_ok=True)
    with closing(_open(store)) as database, database:
        database.execute("DELETE FROM docs WHERE reader != ?", (reader,))
        rows = ((key, reader, doc) for key, doc in docs.items())
        database.executemany("INSERT OR REPLACE INTO docs VALUES (?, ?, ?)", rows)


def _open(store: Path) -> sqlite3.Connection:
    database = sqlite3.connect(store, timeout=60)
    columns = "key TEXT PRIMARY KEY, reader TEXT, doc BLOB"
    database.execute(f"CREATE TABLE IF NOT EXISTS docs ({columns})")
    return database
