"""What the pages work out from the state once, and keep while no row comes or goes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from pipeline.review.page.missed import Gap, find_gaps
from pipeline.review.page.progress import Progress, progress_of
from pipeline.review.page.queue import WEIGHT, Item, ordered
from pipeline.review.page.reader import margin_of
from pipeline.review.page.state import JUDGED, ReviewState
from pipeline.reviewed.rows import Key
from pipeline.storage.files import split_list


@dataclass(slots=True)
class Lists:
    """The state with its lists; `follow` brings all of them up to date."""

    state: ReviewState
    reviewer: str  # where the browser knows none
    shape: int = -1
    items: list[Item] = field(default_factory=list)  # every row in the order of the queue
    places: dict[Key, int] = field(default_factory=dict)  # row -> where it stands in the queue
    flags: list[str] = field(default_factory=list)
    margin: Mapping[str, Sequence[Key]] = field(default_factory=dict)
    gaps_at: int = -1  # how many decisions were known when the gaps were sought
    found_gaps: list[Gap] = field(default_factory=list)
    counted: dict[str, tuple[int, Progress]] = field(default_factory=dict)  # by table, with its age

    def follow(self) -> None:
        """Take in what others decided; make the lists anew if rows came or went."""
        with self.state.lock:
            self.state.follow()
            if self.shape == self.state.shape:
                return
            self.items = ordered(self.state.rows, self.state.proposals)
            self.places = {item.key: place for place, item in enumerate(self.items)}
            self.margin = margin_of(self.state.rows)
            rows = (row for table in JUDGED for row in self.state.rows[table].values())
            cells = {row["flags"] for row in rows}
            self.flags = sorted({flag for cell in cells for flag in split_list(cell)})
            self.shape, self.gaps_at = self.state.shape, -1

    def judged_by(self, reviewer: str) -> frozenset[Key]:
        """The rows that wait for somebody else, where two have to judge."""
        if self.state.policy.reviewers < 2:
            return frozenset()
        rows = self.state.rows
        return frozenset(
            key
            for key, views in self.state.views.items()
            if reviewer in views and rows[key[0]][key[1]]["review_status"] == "awaiting"
        )

    def progress(self) -> list[Progress]:
        """Each table's progress, in the order of the queue; only what changed is counted anew."""
        with self.state.lock:
            for table in WEIGHT:
                age = self.state.ages[table]
                if self.counted.get(table, (-1, None))[0] != age:
                    rows = self.state.rows[table].values()
                    self.counted[table] = age, progress_of(table, rows)
            return [self.counted[table][1] for table in WEIGHT]

    def gaps(self) -> list[Gap]:
        """The passages that nobody has judged and from which nothing was read."""
        with self.state.lock:
            if self.gaps_at < 0:
                self.found_gaps = find_gaps(self.state)
            elif self.gaps_at != len(self.state.decisions):
                self.found_gaps = [
                    gap for gap in self.found_gaps if not _is_judged(self.state, gap)
                ]
            self.gaps_at = len(self.state.decisions)
            return self.found_gaps


def _is_judged(state: ReviewState, gap: Gap) -> bool:
    return bool(state.standing(gap.key(state.text.blocks[gap.block_id].text.text)))
