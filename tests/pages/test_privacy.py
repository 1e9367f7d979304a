"""Names, phones and addresses planted in every export are on no page."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from ecreview.app.state import Session
from ecreview.intake.ingest import ingest
from ecreview.intake.worker import run_inline
from tests.conftest import ROOT
from tests.formats.test_golden import CASES, FALSE_PEOPLE, export_of
from tests.pages.conftest import PAGES, SECONDS
from tests.pages.reading import frames_on, words_on


@pytest.fixture(scope="module")
def session() -> Session:
    """Return a visit with all exports at once."""
    uploads = tuple(export_of(case) for case in CASES)
    return Session(uploads=uploads, dataset=ingest(uploads, run=run_inline, salt=b"s"))


@pytest.mark.parametrize("page", PAGES)
def test_no_page_names_a_person(session: Session, page: str) -> None:
    at = AppTest.from_file(str(ROOT / "streamlit_app.py"), default_timeout=SECONDS)
    at.session_state["ecreview"] = session
    at.run()
    if page != "upload":
        at.switch_page(PAGES[page]).run()
    assert not at.exception
    shown = words_on(at) + "".join(frame.to_csv() for frame in frames_on(at))
    assert len(shown) > 200
    assert [word for word in FALSE_PEOPLE if word in shown] == []
