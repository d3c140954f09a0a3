"""The keys of the review, on the page and in the report, with what each does."""

KEYS = (
    ("a", "accept the row, or save what you changed"),
    ("c", "correct: go to its first field"),
    ("r", "reject, then 1 to 7 for the reason"),
    ("s", "skip"),
    ("t", "take over what another edition's reviewer decided"),
    ("1 2", "settle a dispute as that reviewer judged"),
    ("u", "undo your last decision"),
    ("j →", "next row"),
    ("k ←", "row before"),
    ("/", "search"),
    ("Tab", "next field"),
    ("Enter", "save from a field"),
    ("↓", "suggestions, in a field that has some"),
    ("F2", "choose the words for a field by arrow keys"),
    ("w", "choose words when reading"),
    ("n p", "next passage with nothing found, one before"),
    ("y", "nothing there: right"),
    ("Esc", "leave the field"),
    ("?", "this help"),
)
# of the page alone: what another edition's people decided, who disagrees, what was missed
ON_THE_PAGE = ("t", "1 2", "w", "n p", "y")
