"""The visitor's files: taken over from the uploader, read, removed; and the made-up shop."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import streamlit as st

from ecreview.app.cache import clear, dataset_of
from ecreview.app.progress import READING, steps
from ecreview.app.state import change, forget, session
from ecreview.app.words import plain
from ecreview.intake.mapping import NO_CHOICES, Choices
from ecreview.model.text import Text
from ecreview.samples import sample_uploads

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ecreview.model.dataset import Upload

UPLOAD_PAGE = "pages/prepare/upload.py"
VERDICT_PAGE = "pages/review/verdict.py"
SAMPLE_SEED = 618

_MAKING = Text(zh="准备示例店铺的表格", en="Making the files of the sample shop")
_TRY_SAMPLE = Text(zh="用示例店铺试一试", en="Try the sample shop")


def add(uploads: Sequence[Upload]) -> None:
    """Read the files together with those already there; a file uploaded again counts once."""
    now = session()
    known = {(u.name, u.digest) for u in now.uploads}
    fresh = tuple(u for u in uploads if (u.name, u.digest) not in known)
    kept = () if now.is_sample else now.uploads
    change(round=now.round + 1)
    read((*kept, *fresh), choices=NO_CHOICES if now.is_sample else now.choices)


def read(uploads: tuple[Upload, ...], *, choices: Choices, is_sample: bool = False) -> None:
    """Read these files and make them the visitor's data; answers to the old ones no longer count."""
    change(
        uploads=uploads,
        choices=choices,
        is_sample=is_sample,
        dataset=None,
        scope=None,
        goals=None,
        actions=(),
        grade=None,
    )
    if uploads:
        with steps(READING) as progress:
            dataset = dataset_of(session(), progress)
        change(dataset=dataset)


def remove(name: str, digest: str) -> None:
    """Remove one file and read the others again."""
    now = session()
    left = tuple(u for u in now.uploads if (u.name, u.digest) != (name, digest))
    read(left, choices=now.choices, is_sample=now.is_sample)


def forget_all() -> None:
    """Drop files, results and answers of the visitor."""
    clear()
    forget()


@st.cache_resource(show_spinner=False)
def _sample() -> tuple[Upload, ...]:
    """Return the files of the made-up shop, the same for all visitors."""
    return sample_uploads(SAMPLE_SEED)


def sample_button(*, width: Literal["content", "stretch"] = "stretch") -> None:
    """Draw the button that reads the made-up shop and opens its verdict."""
    if st.button(plain(_TRY_SAMPLE), icon=":material/storefront:", key="try_sample", width=width):
        with steps(READING) as progress:
            progress(_MAKING, 0, 1)
            uploads = _sample()
        read(uploads, choices=NO_CHOICES, is_sample=True)
        st.switch_page(VERDICT_PAGE)
