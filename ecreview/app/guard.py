"""What a page shows where it cannot go on: no data yet, a file that cannot be used, a defect of ours."""

from __future__ import annotations

import logging
import secrets
import traceback
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

from ecreview.app.cache import review_of
from ecreview.app.files import UPLOAD_PAGE, sample_button
from ecreview.app.progress import REVIEWING, steps
from ecreview.app.state import change, session
from ecreview.app.words import plain, safe
from ecreview.model.errors import ReviewError
from ecreview.model.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ecreview.review import Review

_LOG = logging.getLogger("ecreview.app")

_DEFECT = Text(
    zh="这一页出错了，不是您的文件的问题。其他页仍可使用；如果再次出现，请把错误号 **{id}** 告诉维护者。",
    en="This page failed; it is a defect of the program, not of your files. The other pages still work. "
    "If it happens again, tell the maintainer error id **{id}**.",
)
_NO_DATA = Text(zh="还没有数据", en="No data yet")
_WHY_EMPTY = Text(
    zh="先上传这次活动的表格，或用示例店铺试一试。刷新或关闭页面会清空数据，需要重新上传。",
    en="Upload this campaign's exports first, or try the sample shop. "
    "Reloading or closing the page clears the data; upload them again then.",
)
_GO_UPLOAD = Text(zh="去上传", en="Go to upload")


@contextmanager
def error_boundary(page: str) -> Iterator[None]:
    """Turn what goes wrong on a page into words; the log tells where in the code, never data."""
    try:
        yield
    except ReviewError as trouble:
        st.error(f"{safe(trouble.text)} `{trouble.code}`", icon=":material/error:")
        st.page_link(UPLOAD_PAGE, label=plain(_GO_UPLOAD), icon=":material/upload_file:")
    except Exception as defect:  # noqa: BLE001 - the one place where a defect meets a person
        error_id = secrets.token_hex(4)
        _LOG.error("page %s, error %s: %s", page, error_id, where(defect))
        st.error(plain(_DEFECT.fill(id=error_id)), icon=":material/error:")


def where(defect: BaseException) -> str:
    """Return the kind of the defect and the places in the code it came through, without any value."""
    frames = traceback.extract_tb(defect.__traceback__)
    places = " < ".join(f"{Path(f.filename).name}:{f.lineno} {f.name}" for f in reversed(frames))
    return f"{type(defect).__name__} at {places}"


def require_review(name: Text, belongs: Text) -> Review:
    """Return the review of the visitor's data, or show what belongs on the page and end the run.

    Args:
        name: of the page.
        belongs: what the page will answer once it has data.
    """
    now = session()
    if now.dataset is None or not now.dataset.tables:
        st.markdown(f":gray[{plain(name)}]")
        _show_empty(belongs)
        st.stop()
    with steps(REVIEWING) as progress:
        made = review_of(now, progress)
    if made.grade is not now.grade:
        change(grade=made.grade)
        st.rerun()  # the sidebar above the page shows the grade
    return made


def _show_empty(belongs: Text) -> None:
    """Show what the page is for and the two ways to fill it."""
    with st.container(border=True, gap="small"):
        st.subheader(plain(_NO_DATA), anchor=False)
        st.markdown(plain(belongs))
        st.caption(plain(_WHY_EMPTY))
        with st.container(horizontal=True, vertical_alignment="center"):
            if st.button(plain(_GO_UPLOAD), type="primary", icon=":material/upload_file:"):
                st.switch_page(UPLOAD_PAGE)
            sample_button(width="content")
