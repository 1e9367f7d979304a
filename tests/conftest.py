"""Fixtures shared by all tests."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from ecreview.intake.ingest import ingest
from ecreview.intake.worker import run_inline
from ecreview.model.scope import Period, Scope
from ecreview.review import review
from ecreview.samples import sample_truths, sample_uploads

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from ecreview.model.dataset import Dataset, Upload
    from ecreview.review import Review

ROOT = Path(__file__).resolve().parents[1]
REAL_DATA = Path(os.environ.get("ECREVIEW_REAL_DATA") or ROOT.parent / "shared" / "data")
# The same examples on every machine, and no verdict by the clock.
settings.register_profile("ecreview", deadline=None, derandomize=True)
settings.load_profile("ecreview")

NASTY = REAL_DATA.parent / "nasty"


def _finder(folder: Path, what: str) -> Callable[[str], Path]:
    def find(name: str) -> Path:
        path = folder / name
        if not path.exists():
            pytest.skip(f"{what} absent: {path} (set ECREVIEW_REAL_DATA to the data folder)")
        return path

    return find


@pytest.fixture(scope="session")
def real_data() -> Callable[[str], Path]:
    """Return a function from a name below the real-data folder to its path; skips where absent."""
    return _finder(REAL_DATA, "real data")


@pytest.fixture(scope="session")
def nasty() -> Callable[[str], Path]:
    """Return a function from a name below the folder of odd spreadsheets to its path; skips where absent."""
    return _finder(NASTY, "odd spreadsheets")


# --- the made-up shop, written, read and reviewed once for all tests; nobody writes into its frames ---


@pytest.fixture(scope="session")
def sample() -> tuple[Upload, ...]:
    return sample_uploads()


@pytest.fixture(scope="session")
def sample_planted() -> dict[str, Any]:
    """Return what is planted in the made-up files."""
    return sample_truths()


@pytest.fixture(scope="session")
def sample_dataset(sample: tuple[Upload, ...]) -> Dataset:
    return ingest(sample, run=run_inline)


@pytest.fixture(scope="session")
def sample_review(sample_dataset: Dataset, sample_planted: dict[str, Any]) -> Review:
    """Return the review of the planted campaign against the days before it."""
    first, last, *before = (
        date.fromisoformat(day) for name in ("period", "baseline") for day in sample_planted[name]
    )
    return review(sample_dataset, scope=Scope(Period.over(first, last), Period.over(*before)))
