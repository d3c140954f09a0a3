"""Words that point back from a payment to the pledge, agreement or commitment that it fulfils."""

import re

from pipeline.records.facts import Phrase
from pipeline.records.text import Span

_PROMISED = r"(?:pledged|promised|committed|announced)"
_PROMISE = r"(?:pledges?|promises?|commitments?)"
FULFILLING = re.compile(
    rf"""\b(?:
        (?:had|has|have)\ (?:\w+\ )?{_PROMISED}          # "the $5 million that it had promised"
      | (?:that\ |which\ )?(?:it|they|he|she|we)\ {_PROMISED}   # "the $5 million it pledged"
      | as\ {_PROMISED}
      | {_PROMISED}\ (?:in|at|on|by|earlier|last|a\ year\ ago)\b
      | (?:the|this|that|its|their|our|his|her|earlier|previous)\ (?:\w+\ )?{_PROMISE}
      | (?:fulfil(?:l?ed|ling|s)?|honou?r(?:ed|ing|s)?)\ [^.;]{{0,40}}\b{_PROMISE}
      | tranches? | instal?lments?
    )\b""",
    re.IGNORECASE | re.VERBOSE,
)
TRANCHE = re.compile(r"tranches?|instal?lments?", re.IGNORECASE)


def fulfilling_words(text: str, sentence: Span) -> Phrase | None:
    """The first words of a sentence that point back to a pledge; `text` is its block's."""
    found = FULFILLING.search(text, *sentence)
    return Phrase(found.group(), found.start(), found.end()) if found else None


def is_tranche(words: Phrase) -> bool:
    """Whether the words name a tranche or an instalment: a component of what was agreed."""
    return TRANCHE.fullmatch(words.text) is not None
