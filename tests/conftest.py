"""Fixtures shared by all tests."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from collections.abc import Callable

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
