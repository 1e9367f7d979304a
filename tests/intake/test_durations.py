from __future__ import annotations

import numpy as np
import pytest

from ecreview.intake.durations import read_durations, seconds_per_unit
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
        ("83秒", 83),
        ("1天2小时3分4秒", 93_784),
        ("1.5小时", 5_400),
        ("2个小时", 7_200),
        ("1h 2m 3s", 3_723),
        ("3 min", 180),
        ("2 Hours", 7_200),
        ("1,234", 1_234),
        ("1899-12-31 12:30:00", 45_000),
        ("1900-01-01 18:00:00", 151_200),  # a cell of 42:00
    ],
)
def test_a_duration_is_read_in_seconds(text: str, seconds: float) -> None:
    values, bad = read_durations(words(text))
    assert values.tolist() == [seconds]
    assert not bad.any()


def test_text_that_is_no_duration_is_bad_and_a_blank_one_is_not() -> None:
    values, bad = read_durations(words("很久", "", "60", "1.2.3天"))
    assert np.isnan(values).tolist() == [True, True, False, True]
    assert bad.tolist() == [True, False, False, True]


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("首次响应时长（秒)", 90),
        ("平均响应时长(分钟)", 5_400),
        ("揽收时长（小时）", 324_000),
        ("时效(天)", 7_776_000),
        ("平均停留时长", 90),
    ],
)
def test_a_plain_number_counts_what_the_header_says(header: str, seconds: float) -> None:
    values, _ = read_durations(words("90", "00:01:30"), unit=seconds_per_unit(header))
    assert values.tolist() == [seconds, 90]
