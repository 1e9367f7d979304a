"""The made-up shop, reviewed once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ecreview.review import review
from tests.contracts.shop import RICH, SCOPE

if TYPE_CHECKING:
    from ecreview.review import Review


@pytest.fixture(scope="session")
def rich() -> Review:
    return review(RICH, scope=SCOPE)
