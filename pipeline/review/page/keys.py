"""The keys of the review, on the page and in the report, with what each does."""

KEYS = (
    ("a", "accept the row, or save your changes"),
    ("c", "correct: go to the first field"),
    ("r", "reject, then 1 to 7 for the reason"),
    ("s", "skip"),
    ("t", "take over the decision made in another edition"),
    ("1 2", "settle a dispute: keep that reviewer's version"),
    ("u", "undo your last decision"),
    ("j →", "next row"),
    ("k ←", "previous row"),
    ("/", "search"),
    ("Tab", "next field"),
    ("Enter", "in a field: save"),
    ("↓", "in a field with suggestions: show them"),
    ("F2", "in a field: choose its words with the arrow keys"),
    ("w", "while reading: choose words with the arrow keys"),
    ("n p", "next, previous passage where nothing was found"),
    ("y", "confirm that nothing is there"),
    ("Esc", "leave the field"),
    ("?", "this help"),
)
# not in the report: other editions' decisions, disputes, missed rows
ON_THE_PAGE = ("t", "1 2", "w", "n p", "y")
