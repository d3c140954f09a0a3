"""What the pages compute from the state once, and keep while no row is added or removed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from pipeline.review.page.missed import Gap, find_gaps
from pipeline.review.page.progress import Progress, progress_of
from pipeline.review.page.queue import WEIGHT, Item, ordered
from pipeline.review.page.reader import margin_of
from pipeline.review.page.state import REVIEWED, ReviewState
from pipeline.reviewed.rows import Key
from pipeline.storage.files import split_list


@dataclass(slots=True)
class Lists:
    """The state with its lists; `follow` brings all of them up to date."""

    state: ReviewState
    reviewer: str  # where the browser has no name yet
    shape: int = -1
    items: list[Item] = field(default_factory=list)  # every row in the order of the queue
    places: dict[Key, int] = field(default_factory=dict)  # row -> its place in the queue
    flags: list[str] = field(default_factory=list)
    margin: Mapping[str, Sequence[Key]] = field(default_factory=dict)
    gaps_at: int = -1  # how many decisions were known when the gaps were looked for
    found_gaps: list[Gap] = field(default_factory=list)
    counted: dict[str, tuple[int, Progress]] = field(default_factory=dict)  # by table, with its age

    def follow(self) -> None:
        """Take in what others decided; remake the lists if rows were added or removed."""
        with self.state.lock:
            self.state.follow()
            if self.shape == self.state.shape:
                return
            self.items = ordered(self.state.rows, self.state.proposals)
            self.places = {item.key: place for place, item in enumerate(self.items)}
            self.margin = margin_of(self.state.rows)
            rows = (row for table in REVIEWED for row in self.state.rows[table].values())
            cells = {row["flags"] for row in rows}
            self.flags = sorted({flag for cell in cells for flag in split_list(cell)})
            self.shape, self.gaps_at = self.state.shape, -1

    def reviewed_by(self, reviewer: str) -> frozenset[Key]:
        """The rows that this reviewer has done and that wait for another one."""
        if self.state.policy.reviewers < 2:
            return frozenset()
        rows = self.state.rows
        return frozenset(
            key
            for key, views in self.state.views.items()
            if reviewer in views and rows[key[0]][key[1]]["review_status"] == "awaiting"
        )

    def progress(self) -> list[Progress]:
        """Each table's progress, in the order of the queue; only what changed is counted again."""
        with self.state.lock:
            for table in WEIGHT:
                age = self.state.ages[table]
                if self.counted.get(table, (-1, None))[0] != age:
                    rows = self.state.rows[table].values()
                    self.counted[table] = age, progress_of(table, rows)
            return [self.counted[table][1] for table in WEIGHT]

    def gaps(self) -> list[Gap]:
        """The passages from which nothing was read and that nobody has reviewed."""
        with self.state.lock:
            if self.gaps_at < 0:
                self.found_gaps = find_gaps(self.state)
            elif self.gaps_at != len(self.state.decisions):
                self.found_gaps = [
                    gap for gap in self.found_gaps if not _is_reviewed(self.state, gap)
                ]
            self.gaps_at = len(self.state.decisions)
            return self.found_gaps


def _is_reviewed(state: ReviewState, gap: Gap) -> bool:
    return bool(state.standing(gap.key(state.text.blocks[gap.block_id].text.text)))
