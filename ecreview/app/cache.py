"""What was worked out is kept by what it was worked out from: digests of contents, never frames.

A visitor's own results live in the visitor's session and go with it. Results on the made-up shop hold
nobody's data, so all visitors share them.
"""

from __future__ import annotations

import secrets
from contextvars import copy_context
from hashlib import sha256
from typing import TYPE_CHECKING, TypeVar, cast

import streamlit as st

from ecreview.analyses.goals.targets import goals_of
from ecreview.app.proposal import proposed_scope
from ecreview.app.state import session
from ecreview.intake.ingest import ingest
from ecreview.intake.worker import run_isolated
from ecreview.review import review

if TYPE_CHECKING:
    from collections.abc import Callable

    from ecreview.app.progress import Progress
    from ecreview.app.state import Session
    from ecreview.model.dataset import Dataset
    from ecreview.model.scope import Goals, Scope
    from ecreview.review import Review

T = TypeVar("T")
KEPT = 6  # results per visitor: the current review and what a few options back looked like
SHARED = 12
TTL = "2h"


def fingerprint(*values: object) -> str:
    """Return a digest of values whose repr tells all of them: texts, numbers, frozen dataclasses of such."""
    return sha256("\x1f".join(map(repr, values)).encode()).hexdigest()


@st.cache_resource(scope="session", max_entries=KEPT, ttl=TTL, show_spinner=False)
def _own(key: str, _work: Callable[[], object]) -> object:  # noqa: ARG001 - the key is what is hashed
    """Return what the work gives, kept for this visitor."""
    return _work()


@st.cache_resource(max_entries=SHARED, ttl=TTL, show_spinner=False)
def _shared(key: str, _work: Callable[[], object]) -> object:  # noqa: ARG001 - as above
    """Return what the work gives, kept for all visitors."""
    return _work()


@st.cache_resource(show_spinner=False)
def _salt() -> bytes:
    """Return the secret that makes buyer keys unreadable; it changes with every start of the server."""
    return secrets.token_bytes(16)


def remember(work: Callable[[], T], *key: object) -> T:
    """Return what the work gives, from the cache where the same key was worked out before."""
    keep = _shared if session().is_sample else _own
    return cast("T", keep(fingerprint(*key), work))


def outside(progress: Progress) -> Progress:
    """Return the progress so that a cached function may call it: what it draws is not replayed later."""
    context = copy_context()
    return lambda text, done, total: context.run(progress, text, done, total)


def dataset_of(now: Session, progress: Progress) -> Dataset:
    """Return the clean tables of the visitor's uploads."""
    tell = outside(progress)
    return remember(
        lambda: ingest(
            now.uploads,
            choices=now.choices,
            salt=_salt(),
            passwords=now.passwords,
            run=run_isolated,
            progress=tell,
        ),
        "dataset",
        [(u.name, u.digest) for u in now.uploads],
        now.choices,
        [sha256(_salt() + word.encode()).hexdigest() for word in now.passwords],
    )


def scope_of(now: Session) -> Scope:
    """Return the period and baseline under review: the visitor's, else what the data propose."""
    assert now.dataset is not None  # noqa: S101 - checked by require_data
    return now.scope or proposed_scope(now.dataset)


def goals_in_use(now: Session) -> Goals:
    """Return the targets under review: the visitor's, else those of the files."""
    assert now.dataset is not None  # noqa: S101 - checked by require_data
    return goals_of(now.dataset) if now.goals is None else now.goals


def review_of(now: Session, progress: Progress) -> Review:
    """Return the review of the visitor's data as scope, settings and goals stand."""
    dataset, tell = now.dataset, outside(progress)
    assert dataset is not None  # noqa: S101 - checked by require_data
    scope, goals = scope_of(now), goals_in_use(now)
    return remember(
        lambda: review(dataset, scope=scope, settings=now.settings, goals=goals, progress=tell),
        "review",
        dataset.version,
        scope,
        now.settings,
        goals,
    )


def clear() -> None:
    """Drop the visitor's results."""
    _own.clear()
