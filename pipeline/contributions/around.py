"""The words around a sum: what leads up to it, what may follow, where a clause breaks."""

from pipeline.contributions.scene import Scene
from pipeline.model import Amount, Span

FILL = frozenset(
    (
        *("approximately", "about", "around", "some", "nearly", "almost", "over", "more", "than"),
        *("up", "to", "at", "least", "a", "an", "the", "total", "sum", "amount", "of"),
        *("additional", "further", "roughly", "only", "just", "us", "estimated", "tune", "extra"),
        *(
            "as",
            "much",
            "exactly",
            "additionally",
            "also",
            "cumulative",
            "combined",
            "grand",
            "its",
        ),
        *("sums", "record", "new", "initial", "first", "annual", "approx", "."),
    )
)
MEASURES = frozenset(("worth", "valued", "totalling", "totaling", "amounting", "amounts"))
LINKS = MEASURES | {"of", "(", ":", "—"}
JOINTS = frozenset((",", "and", "or", "plus", "as", "well", "also", "with", "while"))
AFTER_SUM = frozenset(
    ("(", ")", "in", "of", "worth", "as", "-", "a", "was", "were", "is", "are", "the")
)
BREAKS = frozenset((";", "while", "whereas", "but", "although", "though"))


def amount_tokens(scene: Scene, amount: Amount) -> Span:
    first, last = scene.token_span(amount.start, amount.end)
    return first, min(last, len(scene.tokens))


def fill_start(scene: Scene, first: int) -> tuple[int, bool]:
    """The first word of "a total of approximately", and whether it links to a noun before it."""
    k, linked = first, False
    while k > 0 and (scene.word(k - 1) in FILL or scene.word(k - 1) in LINKS):
        linked = linked or scene.word(k - 1) in LINKS
        k -= 1
    return k, linked


def opens_of_this(scene: Scene) -> bool:
    """ "Of this, $4 million": a sentence that begins with a part of what was told before."""
    return scene.word(0) == "of" and scene.word(1) in ("this", "these", "that", "which")
