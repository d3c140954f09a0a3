"""Where the repository and the texts of the tests are."""

from pathlib import Path

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "tests" / "examples"  # our own sentences, with what they state
STRUCTURE = ROOT / "tests" / "structure"  # small editions in many house styles
