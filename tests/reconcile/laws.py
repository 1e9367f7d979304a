"""What holds for every pair, whatever its tables say."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ecreview.model.dataset import Dataset, Table

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ecreview.reconcile.base import Reconciliation


def assert_conserved(result: Reconciliation, left_rows: int, right_rows: int) -> None:
    """Every row of both sides is in one state, and the states sum to both sides to the cent."""
    tallies = result.states.values()
    assert sum(t.left_rows for t in tallies) == left_rows == result.left_rows
    assert sum(t.right_rows for t in tallies) == right_rows == result.right_rows
    assert sum(t.left_cents for t in tallies) == result.left_cents
    assert sum(t.right_cents for t in tallies) == result.right_cents
    open_rows = result.differences.loc[result.differences["is_open"], "difference_cents"]
    assert open_rows.sum() == result.unexplained_cents


def backwards(data: Dataset) -> Dataset:
    """Return the same rows, read in the opposite order."""
    tables = {
        key: Table(t.spec, t.frame.iloc[::-1].reset_index(drop=True), t.facts, t.is_derived)
        for key, t in data.tables.items()
    }
    return Dataset(tables, data.files, data.findings, data.version)


def assert_same_backwards(
    reconcile: Callable[[Dataset], Reconciliation], data: Dataset
) -> Reconciliation:
    """The order of the rows changes nothing; returns the reconciliation."""
    forth, back = reconcile(data), reconcile(backwards(data))
    assert forth.states == back.states
    assert forth.explained == back.explained
    assert _rows(forth) == _rows(back)
    return forth


def _rows(result: Reconciliation) -> Sequence[Any]:
    """Return the differences and the further tables as comparable values."""
    frames = [result.differences, *(grid.frame for grid in result.grids)]
    return [
        frame.astype("object").where(frame.notna(), None).to_numpy().tolist() for frame in frames
    ]
