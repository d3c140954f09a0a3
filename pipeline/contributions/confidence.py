"""How likely each field of a contribution is right, and the row as a whole.

The reader's own scores are weighed with what the row rests on; the weights are learned on passages
that the reader was not trained on (training/calibrate.py) and stand in the reader's archive.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from math import exp, log

from pipeline.records.facts import Contribution

FIELDS = ("found", "provider", "recipients", "channels", "type", "period")
ROW = "row"
HIGH, MEDIUM = 0.9, 0.6  # of a row's probability; `make evaluate` prints what rows above are worth
SURE = 0.8  # a field below it is named among the reasons
FAR = 200  # characters between the parts of a contribution: nearer ones are stated together
Weights = Mapping[str, Sequence[float]]  # field -> a weight for each feature, and the constant


def with_confidence(found: Contribution, weights: Weights) -> Contribution:
    """The contribution with a probability for each field and the row, and its level.

    Without weights the reader's own scores stand.
    """
    features = features_of(found)
    shares = {field: _probability(features[field], weights.get(field)) for field in FIELDS}
    shares[ROW] = _probability(row_features(found, shares), weights.get(ROW))
    level = "high" if shares[ROW] >= HIGH else "medium" if shares[ROW] >= MEDIUM else "low"
    doubts = (f"{field}_doubtful" for field in FIELDS if shares[field] < SURE)
    reasons = (*found.basis.reasons, *doubts)
    basis = replace(found.basis, confidence=level, reasons=reasons, probabilities=shares)
    return replace(found, basis=basis)


def features_of(found: Contribution) -> dict[str, list[float]]:
    """Field -> what its weights weigh, the reader's own score as a logit first."""
    score = found.basis.probabilities
    provider, reasons = found.provider, found.basis.reasons
    known = provider is not None and bool(provider.entity_id or provider.iso3)
    without = found.amount is None
    placed = all(party.iso3 for party in found.recipients)
    coded = all(party.entity_id for party in found.channels)
    return {
        "found": [_logit(score["found"]), float(without)],
        "provider": [
            _logit(score["provider"]),
            float(known),
            float("report_is_provider" in reasons),
            float("provider_before" in reasons or "speaker_is_provider" in reasons),
            float(provider is None),
            float(bool(found.co_providers)),
        ],
        "recipients": [
            _logit(score["recipients"]),
            float(not found.recipients),
            float(len(found.recipients) > 1),
            float(placed),
        ],
        "channels": [
            _logit(score["channels"]),
            float(not found.channels),
            float(len(found.channels) > 1),
            float(coded),
        ],
        "type": [_logit(score["type"]), float(without)],
        "period": [
            _logit(score["period"]),
            float(found.period is None),
            float(found.period_basis == "inherited"),
        ],
    }


def row_features(found: Contribution, shares: Mapping[str, float]) -> list[float]:
    """What the row's weights weigh: all fields together, and the most doubtful one."""
    product = 1.0
    for field in FIELDS:
        product *= shares[field]
    return [
        _logit(product),
        _logit(min(shares[field] for field in FIELDS)),
        float(_distance(found) > FAR),
    ]


def _distance(found: Contribution) -> int:
    """How many characters lie between the first and the last word of a contribution."""
    parties = (found.provider, *found.recipients, *found.channels)
    spans = [(party.at.start, party.at.end) for party in parties if party and party.at]
    spans.append((found.bearer.start, found.bearer.end))
    return max(end for _, end in spans) - min(start for start, _ in spans)


def _probability(features: Sequence[float], weights: Sequence[float] | None) -> float:
    """A logistic regression; without weights the first feature speaks for itself."""
    total = features[0]
    if weights is not None:
        total = weights[-1] + sum(w * x for w, x in zip(weights[:-1], features, strict=True))
    return 1 / (1 + exp(-max(min(total, 30.0), -30.0)))


def _logit(p: float) -> float:
    p = min(max(p, 0.002), 0.998)
    return log(p / (1 - p))
