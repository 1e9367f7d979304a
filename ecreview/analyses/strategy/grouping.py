"""How many groups do the points fall into, and which: KMeans with gates that may refuse.

Candidates are k = 3 … 6. The best silhouette wins among those whose groups are large enough, come back when
the points are drawn anew (bootstrap), and are not what shuffled features would give as well.

Points are sorted first and drawn with a fixed seed, so neither row order nor buyer ids decide anything.
Centres are sought on at most SCAN_ROWS points; one last pass runs over all of them from the best centres.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray
    from sklearn.cluster import KMeans

    Points = NDArray[np.float64]
    Labels = NDArray[np.int64]

SEED = 20260618
SCANNED = range(2, 9)
CANDIDATES = range(3, 7)
SCAN_ROWS = 5_000  # a smaller draw makes the stability gate stricter, never laxer
SILHOUETTE_ROWS = 3_000
STARTS = 10
BOOTSTRAPS, BOOTSTRAP_STARTS = 20, 2
MIN_STABILITY = 0.80  # 10th percentile of the adjusted Rand index over the bootstraps
SETTLED = 3  # so many below the bar put the 10th percentile of 20 below it
MIN_SHARE, MIN_GROUP = 0.03, 30
CLEAR = 0.50  # from here on a silhouette speaks for itself (Kaufman & Rousseeuw 1990)
SHUFFLES, SHUFFLE_ROWS, SHUFFLE_STARTS = 3, 2_000, 3
MIN_LEAD = 0.03  # of a silhouette below CLEAR over that of shuffled features
_BLOCK = 256  # rows whose distances are computed together


@dataclass(frozen=True, slots=True, eq=False)
class Trial:
    """One number of groups.

    Attributes:
        centres: of shape (k, features).
        silhouette: how well apart, −1 to 1.
        smallest_share: of the smallest group.
        stability: 10th percentile of the adjusted Rand index; None where not needed for the choice.
        verdict: chosen, small, unstable, unclear (shuffled features do as well), weaker (the chosen one is
            further apart), or outside (not among the candidates).
    """

    k: int
    centres: Points
    silhouette: float
    smallest_share: float
    stability: float | None = None
    verdict: str = "outside"


@dataclass(frozen=True, slots=True, eq=False)
class Grouping:
    """The groups found.

    Attributes:
        trials: one per k.
        k: None where the points do not support stable groups.
        labels: group per point, 0 … k − 1 in no particular order; empty without groups.
    """

    trials: tuple[Trial, ...]
    k: int | None
    labels: Labels


def group_points(points: Points, *, k: int | None = None) -> Grouping:
    """Return the groups of the points, of shape (n, features); `k` overrules the choice, not the trials."""
    # The import costs more than a second, so it waits until here; it must come before the limit, which sees
    # only libraries that are loaded. More threads cost 6 to 27 times the CPU on so few rows.
    import sklearn.cluster  # noqa: F401, PLC0415 - see above
    from threadpoolctl import threadpool_limits  # noqa: PLC0415 - only needed beside scikit-learn

    with threadpool_limits(1):
        order = np.lexsort(points.T)
        rows = points[order]
        draw = _draw(rows, SCAN_ROWS)
        trials = _choose(draw, _scan(draw), len(rows))
        best = next((t for t in trials if t.verdict == "chosen"), None)
        trial = best if k is None else next((t for t in trials if t.k == k), None)
        labels = np.array([], dtype=np.int64)
        if trial is not None:
            labels = np.empty(len(rows), dtype=np.int64)
            model = _means(trial.k, starts=1, init=trial.centres, tol=0)
            labels[order] = model.fit(rows).labels_
    return Grouping(trials, None if trial is None else trial.k, labels)


def _draw(rows: Points, size: int) -> Points:
    """Return at most that many of the sorted rows, drawn with the fixed seed."""
    if len(rows) <= size:
        return rows
    keep = np.random.default_rng(SEED).choice(len(rows), size, replace=False)
    return rows[np.sort(keep)]


def _means(
    k: int, *, starts: int, init: str | Points = "k-means++", seed: int = SEED, tol: float = 1e-4
) -> KMeans:
    """Return the model."""
    from sklearn.cluster import KMeans  # noqa: PLC0415 - see `group_points`

    return KMeans(k, init=init, n_init=starts, random_state=seed, tol=tol)


def _scan(draw: Points) -> list[Trial]:
    """Return one trial per k, none judged yet; as many as there are distinct points allow."""
    most = len(np.unique(draw, axis=0))
    models = [_means(k, starts=STARTS).fit(draw) for k in SCANNED if k <= most]
    seen = _draw(draw, SILHOUETTE_ROWS)
    apart = silhouettes(seen, [model.predict(seen).astype(np.int64) for model in models])
    return [
        Trial(
            len(model.cluster_centers_),
            model.cluster_centers_,
            silhouette,
            float(np.bincount(model.labels_).min() / len(draw)),
        )
        for model, silhouette in zip(models, apart, strict=True)
    ]


def _choose(draw: Points, trials: list[Trial], total: int) -> tuple[Trial, ...]:
    """Return the trials with their verdicts; gates are tried from the best silhouette on until one passes."""
    judged, is_open = {}, True
    for trial in sorted(trials, key=lambda t: -t.silhouette):
        if trial.k not in CANDIDATES:
            judged[trial.k] = trial
        elif is_open:
            judged[trial.k] = _judge(draw, trial, total)
            is_open = judged[trial.k].verdict != "chosen"
        else:
            judged[trial.k] = replace(trial, verdict="weaker")
    return tuple(judged[trial.k] for trial in trials)


def _judge(draw: Points, trial: Trial, total: int) -> Trial:
    """Return the trial with its verdict, cheap gates first."""
    if trial.smallest_share < MIN_SHARE or trial.smallest_share * total < MIN_GROUP:
        return replace(trial, verdict="small")
    if trial.silhouette < CLEAR and trial.silhouette < _shuffled(draw, trial.k) + MIN_LEAD:
        return replace(trial, verdict="unclear")
    stability = _stability(draw, trial)
    verdict = "chosen" if stability >= MIN_STABILITY else "unstable"
    return replace(trial, stability=stability, verdict=verdict)


def _shuffled(draw: Points, k: int) -> float:
    """Return the silhouette that the same values give once each feature is shuffled on its own."""
    rows, generator = _draw(draw, SHUFFLE_ROWS), np.random.default_rng(SEED)
    apart = []
    for seed in range(SHUFFLES):
        loose = np.column_stack([generator.permutation(column) for column in rows.T])
        labels = _means(k, starts=SHUFFLE_STARTS, seed=seed).fit(loose).labels_
        apart += silhouettes(loose, [labels.astype(np.int64)])
    return float(np.mean(apart))


def _stability(draw: Points, trial: Trial) -> float:
    """Return how far the groups come back from rows drawn with replacement: 10th percentile of the ARI.

    Three of twenty below the bar settle it: then the percentile of those drawn so far is returned.
    """
    generator = np.random.default_rng(SEED)
    seen = _draw(draw, SILHOUETTE_ROWS)
    here = _nearest(seen, trial.centres)
    again = []
    for seed in range(BOOTSTRAPS):
        rows = draw[generator.integers(len(draw), size=len(draw))]
        model = _means(trial.k, starts=BOOTSTRAP_STARTS, seed=seed, tol=1e-3).fit(rows)
        again.append(adjusted_rand(here, _nearest(seen, model.cluster_centers_)))
        if sum(ari < MIN_STABILITY for ari in again) >= SETTLED:
            break
    return float(np.quantile(again, 0.1))


def _nearest(rows: Points, centres: Points) -> Labels:
    """Return the nearest centre of each row."""
    nearest = np.argmin((centres**2).sum(axis=1) - 2 * rows @ centres.T, axis=1)
    return np.asarray(nearest, dtype=np.int64)


def adjusted_rand(one: Labels, two: Labels) -> float:
    """Return how far two partitions of the same rows agree: 1 = the same, 0 = by chance.

    Source: Hubert & Arabie 1985, Journal of Classification 2, 193-218.

    Examples:
        >>> adjusted_rand(np.array([0, 0, 1, 1]), np.array([1, 1, 0, 0]))
        1.0
    """
    wide = int(two.max()) + 1
    table = np.bincount(one * wide + two, minlength=(int(one.max()) + 1) * wide).reshape(-1, wide)
    both, rows, columns = (
        (counts * (counts - 1) / 2).sum()
        for counts in (table, table.sum(axis=1), table.sum(axis=0))
    )
    expected = rows * columns / (len(one) * (len(one) - 1) / 2)
    most = (rows + columns) / 2
    return 1.0 if most == expected else float((both - expected) / (most - expected))


def silhouettes(rows: Points, labelings: Sequence[Labels]) -> list[float]:
    """Return the mean silhouette of each labeling; distances are computed once for all of them.

    Source: Rousseeuw 1987, Journal of Computational and Applied Mathematics 20, 53-65.
    """
    members = [np.eye(int(labels.max()) + 1)[labels] for labels in labelings]
    sums = _distance_sums(rows, np.hstack(members))
    means, at = [], 0
    for labels, member in zip(labelings, members, strict=True):
        size = member.sum(axis=0)
        own = np.arange(len(rows)), labels
        mine = sums[:, at : at + len(size)]
        inside = mine[own] / np.maximum(size[labels] - 1, 1)
        other = mine / np.maximum(size, 1)
        other[:, size == 0] = np.inf
        other[own] = np.inf
        outside = other.min(axis=1)
        far = np.maximum(inside, outside)
        apart = np.divide(outside - inside, far, out=np.zeros(len(far)), where=far > 0)
        means.append(float(np.where(size[labels] > 1, apart, 0).mean()))
        at += len(size)
    return means


def _distance_sums(rows: Points, members: Points) -> Points:
    """Return the sum of distances from each row to the rows of each group, in blocks that fit the cache."""
    squares, sums = (rows**2).sum(axis=1), np.empty((len(rows), members.shape[1]))
    for start in range(0, len(rows), _BLOCK):
        block = slice(start, start + _BLOCK)
        near = squares[block, None] + squares - 2 * rows[block] @ rows.T
        sums[block] = np.sqrt(np.maximum(near, 0)) @ members
    return sums
