"""The app run without a server: every page, in both languages, with and without data."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from streamlit.testing.v1 import AppTest

from ecreview.app.state import Session
from ecreview.intake.worker import run_inline
from tests.conftest import ROOT

if TYPE_CHECKING:
    from collections.abc import Callable

    from ecreview.model.dataset import Dataset, Upload
    from ecreview.model.text import Lang

PAGES = {
    "upload": "pages/prepare/upload.py",
    "check": "pages/prepare/check.py",
    "verdict": "pages/review/verdict.py",
    "insight": "pages/review/insight.py",
    "strategy": "pages/review/strategy.py",
    "process": "pages/review/process.py",
    "risk": "pages/review/risk.py",
    "actions": "pages/act/actions.py",
    "export": "pages/act/export.py",
}
SECONDS = 60


@pytest.fixture(autouse=True)
def _inline(monkeypatch: pytest.MonkeyPatch) -> None:
    """Read files in this process; the worker has tests of its own."""
    monkeypatch.setattr("ecreview.app.cache.run_isolated", run_inline)


@pytest.fixture(scope="session")
def dataset(sample_dataset: Dataset) -> Dataset:
    return sample_dataset


@pytest.fixture
def open_page(sample: tuple[Upload, ...], dataset: Dataset) -> Callable[..., AppTest]:
    """Return a function that opens a page, with the made-up shop unless told otherwise."""

    def open_page(name: str, lang: Lang = "zh", *, filled: bool = True) -> AppTest:
        at = AppTest.from_file(str(ROOT / "streamlit_app.py"), default_timeout=SECONDS)
        at.session_state["ecreview"] = (
            Session(lang=lang, uploads=sample, dataset=dataset, is_sample=True)
            if filled
            else Session(lang=lang)
        )
        at.run()
        if name != "upload":
            at.switch_page(PAGES[name]).run()
        return at

    return open_page
