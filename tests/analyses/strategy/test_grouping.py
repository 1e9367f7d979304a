from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import adjusted_rand_score, silhouette_score

from ecreview.analyses.strategy.grouping import adjusted_rand, group_points, silhouettes

if TYPE_CHECKING:
    from numpy.typing import NDArray

CENTRES = np.array([[0, 0, 0], [6, 6, 0], [0, 6, 6], [6, 0, 6]], dtype=np.float64)


def scaled(points: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray((points - points.mean(axis=0)) / points.std(axis=0))


def gaussians(
    size: int, centres: NDArray[np.float64] = CENTRES
) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    truth = np.repeat(np.arange(len(centres)), size)
    noise = np.random.default_rng(1).normal(size=(len(truth), centres.shape[1]))
    return scaled(centres[truth] + noise), truth


def noise(dimensions: int, *, is_log: bool) -> NDArray[np.float64]:
    points = np.random.default_rng(7).uniform(size=(2000, dimensions))
    spread = np.array([365, 10, 1000, 5])[:dimensions]
    return scaled(np.log1p(points * spread) if is_log else points)


def test_four_planted_gaussians_are_found() -> None:
    points, truth = gaussians(250)
    found = group_points(points)
    assert found.k == 4
    assert adjusted_rand_score(truth, found.labels) >= 0.98


def test_planted_groups_on_a_grid_are_found() -> None:
    # each feature alone shows both halves, so shuffled features would do as well
    points, truth = gaussians(250, np.array([[0, 0], [8, 8], [0, 8], [8, 0]], dtype=np.float64))
    found = group_points(points)
    assert found.k == 4
    assert adjusted_rand_score(truth, found.labels) >= 0.98


@pytest.mark.parametrize("dimensions", [2, 3, 4])
@pytest.mark.parametrize("is_log", [False, True])
def test_uniform_noise_is_refused(dimensions: int, *, is_log: bool) -> None:
    found = group_points(noise(dimensions, is_log=is_log))
    assert found.k is None
    assert len(found.labels) == 0
    assert [t.k for t in found.trials] == list(range(2, 9))


def test_the_partition_does_not_depend_on_row_order() -> None:
    points, _ = gaussians(80)
    order = np.random.default_rng(3).permutation(len(points))
    first, second = group_points(points), group_points(points[order])
    assert np.array_equal(first.labels[order], second.labels)
    assert [t.silhouette for t in first.trials] == [t.silhouette for t in second.trials]


def test_a_person_may_overrule_the_number_of_groups() -> None:
    found = group_points(noise(3, is_log=False), k=5)
    assert found.k == 5
    assert len(np.unique(found.labels)) == 5


def test_a_group_of_29_is_too_small_and_one_of_30_is_not() -> None:
    def verdict(size: int) -> str:
        main, _ = gaussians(200, CENTRES[:2])
        far = np.full((size, 3), 9.0) + np.random.default_rng(2).normal(size=(size, 3)) / 10
        return next(t.verdict for t in group_points(np.vstack([main, far])).trials if t.k == 3)

    assert (verdict(29), verdict(30)) == ("small", "chosen")


def test_fewer_distinct_points_than_groups_are_tried_as_far_as_they_go() -> None:
    points = np.repeat(np.array([[0.0], [1.0], [5.0]]), 100, axis=0)
    assert [t.k for t in group_points(points).trials] == [2, 3]


@settings(deadline=None, max_examples=30)
@given(st.integers(0, 10_000), st.integers(2, 5))
def test_the_silhouette_equals_that_of_scikit_learn(seed: int, k: int) -> None:
    generator = np.random.default_rng(seed)
    points = generator.normal(size=(60, 3))
    labels = np.concatenate([np.arange(k), generator.integers(k, size=60 - k)])
    assert silhouettes(points, [labels])[0] == pytest.approx(silhouette_score(points, labels))


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=2, max_size=50))
def test_the_adjusted_rand_index_equals_that_of_scikit_learn(pairs: list[tuple[int, int]]) -> None:
    one, two = (np.array(side) for side in zip(*pairs, strict=True))
    assert adjusted_rand(one, two) == pytest.approx(adjusted_rand_score(one, two))
