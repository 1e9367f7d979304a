from __future__ import annotations

import numpy as np
import pytest

from ecreview.intake.durations import read_durations
from tests.intake.cleaning import words


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("83", 83),
        ("12.5", 12.5),
        ("1:23", 83),
        ("00:01:23", 83),
        ("42:00:00", 151_200),
        ("1分23秒", 83),
        ("1小时2分3秒", 3723),
        ("2天", 172_800),
        ("5分钟", 300),
        ("1899-12-31 12:30:00", 45_000),
        ("1900-01-01 18:00:00", 151_200),  # a cell of 42:00
    ],
)
def test_a_duration_is_read_in_seconds(text: str, seconds: float) -> None:
    values, bad = read_durations(words(text))
    assert values.tolist() == [seconds]
    assert not bad.any()


def test_text_that_is_no_duration_is_bad_and_a_blank_one_is_not() -> None:
    values, bad = read_durations(words("很久", "", "60"))
    assert np.isnan(values).tolist() == [True, True, False]
    assert bad.tolist() == [True, False, False]
