"""The model's attribute ruler, asked once for each word and tag.

A rule of one token sees only a word and its tag, so its answer is the same wherever they occur.
Where a rule that sees more may match ("gon na", "let 's") the ruler reads the whole text.
"""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from spacy.matcher import Matcher
    from spacy.tokens import Doc

Key = tuple[int, int]  # a word and its tag, as spaCy numbers them

SET_ATTRIBUTES: list[int | str] = ["TAG", "POS", "MORPH", "LEMMA"]
SEES_MORE = frozenset(("OP", "SPACY", "SENT_START", "IS_SENT_START", "_", "ENT_TYPE", "ENT_IOB",
                       "ENT_ID", "ENT_KB_ID"))  # fmt: skip
MOST_KEPT = 200_000  # answers


class AttributeAnswers:
    """The answers of one AttributeRuler so far."""

    def __init__(self, ruler: Any) -> None:
        self._ruler = ruler
        self._wide = _wide_rules(ruler)
        self._known: dict[Key, list[int]] = {}

    def pipe(self, docs: "Iterable[Doc]") -> "Iterable[Doc]":
        """Set what the ruler sets on texts that are tagged and not yet parsed."""
        for doc in docs:
            if self._wide(doc, allow_missing=True):
                self._ruler(doc)
            else:
                doc.from_array(SET_ATTRIBUTES, self._answers(doc))
            yield doc

    def _answers(self, doc: "Doc") -> Any:
        import numpy as np

        if len(self._known) > MOST_KEPT:
            self._known.clear()
        keys = [(word, tag) for word, tag in doc.to_array(["ORTH", "TAG"]).tolist()]
        for key in set(keys) - self._known.keys():
            self._known[key] = self._ask(*key)
        rows = [self._known[key] for key in keys]
        return np.array(rows, dtype="uint64").reshape(len(rows), len(SET_ATTRIBUTES))

    def _ask(self, word: int, tag: int) -> list[int]:
        from spacy.tokens import Doc

        vocab = self._ruler.vocab
        doc = Doc(vocab, words=[vocab.strings[word]], tags=[vocab.strings[tag]])
        answer: list[int] = self._ruler(doc).to_array(SET_ATTRIBUTES)[0].tolist()
        return answer


def _wide_rules(ruler: Any) -> "Matcher":
    """The rules that see more than a word and its tag."""
    from spacy.matcher import Matcher

    matcher = Matcher(ruler.vocab)
    patterns = [pattern for rule in ruler.patterns for pattern in rule["patterns"]]
    wide = [pattern for pattern in patterns if _sees_more(pattern)]
    if wide:
        matcher.add("wide", wide)
    return matcher


def _sees_more(pattern: Sequence[dict[str, Any]]) -> bool:
    return len(pattern) > 1 or any(SEES_MORE & token.keys() for token in pattern)
