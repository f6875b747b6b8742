"""Figures with 95 % intervals: percentile bootstrap over patients (clusters), never over pictures."""

import numpy as np
from scipy.stats import rankdata

RESAMPLES = 1000


def auc(score, label):
    """Area under the ROC curve by ranks (Mann-Whitney), ties counted half."""
    positives = int(label.sum())
    negatives = len(label) - positives
    if not positives or not negatives:
        return float("nan")
    return float((rankdata(score)[label == 1].sum() - positives * (positives + 1) / 2) / (positives * negatives))


def sensitivity_at_specificity(score, label, wanted):
    """Sensitivity at the lowest threshold whose specificity is at least `wanted`."""
    cut = np.quantile(score[label == 0], wanted, method="higher")
    return float((score[label == 1] > cut).mean())


def specificity_at_sensitivity(score, label, wanted):
    """Specificity at the highest threshold whose sensitivity is at least `wanted`."""
    positives = np.sort(score[label == 1])
    cut = positives[int(np.floor((1 - wanted) * len(positives)))]
    return float((score[label == 0] < cut).mean())


def calibration_error(score, label, bins=10):
    """Expected calibration error over equally filled bins."""
    order = np.array_split(np.argsort(score), bins)
    return float(sum(len(b) * abs(score[b].mean() - label[b].mean()) for b in order if len(b)) / len(score))


def kappa(predicted, truth, classes=5):
    """Cohen's kappa with quadratic weights."""
    seen = np.zeros((classes, classes))
    np.add.at(seen, (truth, predicted), 1)
    i, j = np.indices(seen.shape)
    weight = (i - j) ** 2
    chance = np.outer(seen.sum(1), seen.sum(0)) / seen.sum()
    return float(1 - (weight * seen).sum() / (weight * chance).sum())


def interval(figure, groups, *columns):
    """{"value", "low", "high"}: `figure(*columns)` with its interval when whole groups are drawn again."""
    _, index = np.unique(groups, return_inverse=True)
    members = np.split(np.argsort(index, kind="stable"), np.cumsum(np.bincount(index))[:-1])
    rng = np.random.default_rng(7)
    drawn = []
    for _ in range(RESAMPLES):
        pick = np.concatenate([members[k] for k in rng.integers(len(members), size=len(members))])
        try:
            drawn.append(figure(*(c[pick] for c in columns)))
        except (IndexError, ZeroDivisionError):
            continue
    low, high = np.nanpercentile(drawn, [2.5, 97.5]) if drawn else (np.nan, np.nan)
    return {"value": round(float(figure(*columns)), 4), "low": round(float(low), 4), "high": round(float(high), 4)}


def share(groups, hits):
    """A proportion with its interval."""
    return interval(lambda h: h.mean(), groups, hits.astype(float))
