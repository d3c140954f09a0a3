"""Learn what the reader's scores are worth, on passages that it was not trained on.

    python -m training.calibrate training/out/reader.zip pipeline/contributions/reader.zip

For each field a small logistic regression over `confidence.features_of`; they are written into the
archive, and its digest beside it.
"""

import argparse
from hashlib import sha256
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from pipeline.contributions.confidence import FIELDS, ROW, features_of, row_features
from pipeline.contributions.reader import unpack
from training.archive import with_settings
from training.evaluate import passages_in
from training.measure import Row, rows_of

PULL = 2.0  # towards no change, in rows: few rows say little


def calibration(rows: list[Row]) -> dict[str, list[float]]:
    """Field -> weights and constant, from rows that an uncalibrated reader found."""
    found = [row for row in rows if row.found]
    made = {}
    shares: list[dict[str, float]] = [{} for _ in found]
    for name in FIELDS:
        features = np.array([features_of(row.found)[name] for row in found])
        right = np.array([row.head is not None and row.right.get(name, True) for row in found])
        hit = np.array([row.head is not None for row in found]) | (name == "found")
        weights = fit(features[hit], right[hit].astype(float))
        made[name] = [round(float(w), 4) for w in weights]
        for share, p in zip(shares, _sigmoid(_with_one(features) @ weights), strict=True):
            share[name] = float(p)
    features = np.array([row_features(r.found, s) for r, s in zip(found, shares, strict=True)])
    right = np.array([row.every for row in found], dtype=float)
    made[ROW] = [round(float(w), 4) for w in fit(features, right)]
    return made


def fit(features: NDArray[np.float64], right: NDArray[np.float64]) -> NDArray[np.float64]:
    """Weights and constant of a logistic regression, by Newton's steps, pulled to (1, 0, …)."""
    x = _with_one(features)
    start = np.zeros(x.shape[1])
    start[0] = 1.0
    weights = start.copy()
    for _ in range(50):
        p = _sigmoid(x @ weights)
        slope = x.T @ (p - right) + PULL * (weights - start)
        bend = (x * (p * (1 - p))[:, None]).T @ x + PULL * np.eye(len(weights))
        weights = weights - np.linalg.solve(bend, slope)
    return weights


def _with_one(features: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.hstack([features, np.ones((len(features), 1))])


def _sigmoid(x: NDArray[np.float64]) -> NDArray[np.float64]:
    return 1 / (1 + np.exp(-np.clip(x, -30, 30)))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("weights", type=Path)
    parser.add_argument("out", type=Path)
    arguments = parser.parse_args()
    bare = with_settings(arguments.weights.read_bytes(), calibration={})
    rows = list(rows_of(passages_in(["dev"]), unpack(bare)))
    made = with_settings(bare, calibration=calibration(rows))
    arguments.out.write_bytes(made)
    digest = sha256(made).hexdigest()
    arguments.out.with_suffix(".sha256").write_text(digest + "\n", encoding="utf-8")
    print(f"{arguments.out}: {len(made) / 1e6:.1f} MB, sha256 {digest[:12]}…")


if __name__ == "__main__":
    main()
