"""The visitor's files: taken over from the uploader, read, removed; and the made-up shop."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Literal

import streamlit as st

from ecreview.app.cache import clear, dataset_of
from ecreview.app.progress import READING, steps
from ecreview.app.state import change, forget, session
from ecreview.app.templates import ENDING, with_template
from ecreview.app.words import plain
from ecreview.intake.mapping import NO_CHOICES, Choices
from ecreview.model.errors import ReviewError
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
    """Read the files together with those already there; one uploaded again counts once, a template is applied."""
    now = session()
    known = {(u.name, u.digest) for u in now.uploads}
    templates = [u for u in uploads if u.name.casefold().endswith(f".{ENDING}")]
    fresh = tuple(u for u in uploads if (u.name, u.digest) not in known and u not in templates)
    kept = () if now.is_sample else now.uploads
    choices, trouble = _with_templates(templates, NO_CHOICES if now.is_sample else now.choices)
    change(round=now.round + 1, template_trouble=trouble)
    read((*kept, *fresh), choices=choices)


def _with_templates(templates: Sequence[Upload], choices: Choices) -> tuple[Choices, Text | None]:
    """Return the choices with those of the templates, and why the last unreadable one is not among them."""
    trouble = None
    for upload in templates:
        try:
            choices = with_template(upload.content.decode("utf-8-sig", "replace"), choices)
        except ReviewError as error:
            trouble = Text(zh=f"{upload.name}：", en=f"{upload.name}:") + error.text
    return choices, trouble


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
        settings = replace(session().settings, currency=dataset.currency or "CNY")
        change(dataset=dataset, settings=settings)


def clean_again(choices: Choices) -> None:
    """Clean the same files under other choices; the visitor's answers to them stay."""
    with steps(READING) as progress:
        dataset = dataset_of(replace(session(), choices=choices), progress)
    change(choices=choices, dataset=dataset, grade=None)


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
