"""The detector: its rules on small series, and its bars on the suites S1 and S2 (methods §6.1)."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd
import pytest

from ecreview.analyses.risk.campaign_days import off_plan, plan_from_last_time
from ecreview.analyses.risk.detector import Detection, Measure, Signal, detect, shoulder_days
from ecreview.model.calendar import campaigns_of
from tests.analyses.suites import (
    ENCORE,
    PEAK,
    SHOULDERS,
    Planted,
    suite_1,
    suite_2,
    suite_2_checksum,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import date
    from pathlib import Path

    from numpy.typing import NDArray

    Ints = NDArray[np.int64]
    Floats = NDArray[np.float64]


# --- small series -----------------------------------------------------------------------------------------


def flat(days: int, level: float = 1000.0) -> Floats:
    """A level with two per cent of noise."""
    return np.round(level * np.exp(np.random.default_rng(8).normal(0, 0.02, days)))


def seen(
    values: Floats,
    phases: Ints | None = None,
    measure: Measure = Measure.COUNT,
    base: Floats | None = None,
) -> Detection:
    week = np.arange(len(values)) % 7
    none = np.zeros(len(values), dtype=np.int64)
    return detect(Signal(values, measure, week, base=base), none if phases is None else phases)


def with_day(values: Floats, day: int, factor: float) -> Floats:
    changed = values.copy()
    changed[day] = np.round(changed[day] * factor)
    return changed


def test_a_drop_and_a_spike_are_told_apart() -> None:
    values = with_day(with_day(flat(42), 20, 0.4), 30, 2.0)
    assert np.flatnonzero(seen(values).sign).tolist() == [20, 30]
    assert seen(values).sign[[20, 30]].tolist() == [-1, 1]


def test_a_mirrored_series_gives_mirrored_findings() -> None:
    logs = np.random.default_rng(2).normal(0, 0.05, 42)
    logs[20] = -0.9
    up, down = (seen(1e6 * np.exp(s * logs), measure=Measure.MONEY) for s in (1, -1))
    assert np.flatnonzero(up.sign).tolist() == [20]
    assert up.sign.tolist() == (-down.sign).tolist()


def test_a_constant_series_never_fires() -> None:
    for level in (0.0, 3.0, 5000.0):
        assert not seen(np.full(40, level)).sign.any()


def test_a_zero_is_data_and_a_missing_day_is_not() -> None:
    zero, missing = flat(40), flat(40)
    zero[17], missing[17] = 0, np.nan
    assert seen(zero).sign[17] == -1
    assert not seen(missing).sign.any()


def test_below_28_days_only_effects_from_30_per_cent_on_are_told() -> None:
    for days, told in ((27, False), (28, True)):
        quiet = np.full(days, 1_000_000.0)
        assert bool(seen(with_day(quiet, 14, 0.75)).sign[14] == -1) is told


def test_an_effect_below_20_per_cent_is_not_told() -> None:
    quiet = np.full(60, 1_000_000.0)
    assert seen(with_day(quiet, 30, 0.79)).sign[30] == -1
    assert seen(with_day(quiet, 30, 0.81)).sign[30] == 0


def test_small_counts_are_given_their_counting_noise() -> None:
    values = np.full(40, 16.0)
    assert not seen(with_day(values, 20, 0.5)).sign.any()
    assert seen(with_day(values * 100, 20, 0.5)).sign[20] == -1


def test_a_peak_of_the_calendar_is_never_flagged() -> None:
    phases = np.zeros(42, dtype=np.int64)
    phases[20] = PEAK
    assert not seen(with_day(flat(42), 20, 6.0), phases).sign.any()


def test_a_peak_one_day_beside_the_calendar_is_a_question() -> None:
    phases = np.zeros(42, dtype=np.int64)
    phases[20] = PEAK
    found = seen(with_day(flat(42), 21, 6.0), phases)
    assert not found.sign.any()
    assert np.flatnonzero(found.asks).tolist() == [21]


def test_without_a_calendar_a_rise_from_two_and_a_half_on_is_a_question() -> None:
    small, large = (seen(with_day(flat(42), 20, factor)) for factor in (2.3, 2.7))
    assert (small.sign[20], small.asks[20]) == (1, False)
    assert (large.sign[20], large.asks[20]) == (0, True)


def test_rises_within_two_days_of_such_a_question_belong_to_it() -> None:
    found = seen(with_day(with_day(with_day(flat(42), 20, 4.0), 22, 1.8), 23, 1.8))
    assert np.flatnonzero(found.asks).tolist() == [20, 22]
    assert np.flatnonzero(found.sign).tolist() == [23]


def test_five_days_off_to_one_side_are_one_spell_and_four_are_days() -> None:
    for days, spells in ((5, [(20, 25)]), (4, [])):
        values = flat(60)
        values[20 : 20 + days] *= 0.2
        found = seen(values)
        assert [(s.start, s.stop) for s in found.spells] == spells
        assert found.sign.any() != bool(spells)


def test_a_missing_day_does_not_break_a_spell() -> None:
    values = flat(60)
    values[20:26] *= 0.2
    values[23] = np.nan
    assert [(s.start, s.stop, s.sign) for s in seen(values).spells] == [(20, 26, -1)]


def test_a_rate_is_judged_by_its_counts() -> None:
    visitors = np.full(40, 20_000.0)
    paying = with_day(np.full(40, 600.0), 20, 0.5)
    assert seen(paying, measure=Measure.RATE, base=visitors).sign[20] == -1
    few = seen(paying / 100, measure=Measure.RATE, base=visitors / 100)
    assert not few.sign.any()


def test_the_band_of_a_rate_is_a_rate() -> None:
    found = seen(np.full(40, 600.0), measure=Measure.RATE, base=np.full(40, 20_000.0))
    assert found.expected.tolist() == pytest.approx([0.03] * 40, rel=0.01)


def test_shoulders_are_as_declared_else_three_days_before_and_four_after() -> None:
    only_peak = np.zeros(14, dtype=np.int64)
    only_peak[5:7] = PEAK
    assert np.flatnonzero(shoulder_days(only_peak)).tolist() == [2, 3, 4, 7, 8, 9, 10]
    declared = only_peak.copy()
    declared[4], declared[7] = 1, 5
    assert np.flatnonzero(shoulder_days(declared)).tolist() == [4, 7]


def test_too_few_days_say_nothing() -> None:
    found = seen(np.array([5.0, 6.0, np.nan, 7.0]))
    assert not found.sign.any()
    assert np.isnan(found.expected).all()


def test_a_campaign_is_planned_as_it_went_last_time() -> None:
    from datetime import date  # noqa: PLC0415 - only this test builds dates

    values = np.full(120, 1000.0)
    values[30], values[100] = 5000.0, 2000.0
    start = date(2026, 1, 1)

    def day(number: int) -> date:
        return date.fromordinal(start.toordinal() + number)

    calendar = campaigns_of([("店庆", "爆发", day(d), day(d)) for d in (30, 100)])
    phases = np.zeros(120, dtype=np.int64)
    phases[[30, 100]] = PEAK
    signal = Signal(values, Measure.COUNT, np.arange(120) % 7)
    plan = plan_from_last_time(signal, phases, calendar, start)
    assert np.flatnonzero(~np.isnan(plan)).tolist() == [100]
    assert plan[100] == pytest.approx(5, rel=0.01)
    assert np.flatnonzero(off_plan(signal, phases, plan)).tolist() == [100]


# --- suites -----------------------------------------------------------------------------------------------


class Score(NamedTuple):
    """Hits, false alarms and misses over ordinary anomalies."""

    hits: int = 0
    false: int = 0
    missed: int = 0

    @property
    def f1(self) -> float:
        return 2 * self.hits / (2 * self.hits + self.false + self.missed)

    def plus(self, flags: NDArray[np.bool_], truth: NDArray[np.bool_]) -> Score:
        return Score(
            self.hits + int((flags & truth).sum()),
            self.false + int((flags & ~truth).sum()),
            self.missed + int((~flags & truth).sum()),
        )


def signal_of(one: Planted) -> Signal:
    whole = np.ones(one.days, dtype=bool)
    whole[-1] = not one.is_partial
    measure = Measure.MONEY if one.is_money else Measure.COUNT
    return Signal(one.series, measure, one.cycle, is_whole=whole)


def calendar_given(phases: Ints, how: str) -> Ints:
    match how:
        case "late":
            return np.concatenate([[0], phases[:-1]])
        case "early":
            return np.concatenate([phases[1:], [0]])
        case "none":
            return np.zeros_like(phases)
        case _:
            return phases


def counted(one: Planted) -> NDArray[np.bool_]:
    """The days that are scored: no missing or partial ones, no hard anomalies, none beside a shift."""
    counts = ~np.isnan(one.series) & (one.labels < 2)
    counts[-1] &= not one.is_partial
    if one.shift >= 0:
        counts[max(one.shift - 1, 0) : one.shift + 5] = False
    return counts


class Run(NamedTuple):
    """A suite with what the detector said of each series."""

    pairs: tuple[tuple[Planted, Detection], ...]

    def by_length(self) -> dict[int, Score]:
        scores: dict[int, Score] = defaultdict(Score)
        for one, found in self.pairs:
            use = counted(one)
            scores[one.days] = scores[one.days].plus(found.sign[use] != 0, one.labels[use] == 1)
        return scores

    @property
    def all(self) -> Score:
        return Score(*(sum(column) for column in zip(*self.by_length().values(), strict=True)))

    def flags_on(self, phases: Iterable[int]) -> int:
        return sum(
            int(((found.sign != 0) & counted(one) & np.isin(one.phases, list(phases))).sum())
            for one, found in self.pairs
        )

    def false_per_30_clean_days(self) -> float:
        clean = [(o, f) for o, f in self.pairs if not o.labels.any() and o.shift < 0]
        days = sum(int((~np.isnan(one.series)).sum()) for one, _ in clean)
        return 30 * sum(int((found.sign != 0).sum()) for _, found in clean) / days


@pytest.fixture(scope="module")
def first_suite() -> Run:
    return Run(tuple((one, detect(signal_of(one), one.phases)) for one in suite_1()))


@pytest.fixture(scope="module")
def second_suite() -> Callable[[str], Run]:
    def run(how: str) -> Run:
        return Run(
            tuple(
                (one, detect(signal_of(one), calendar_given(one.phases, how))) for one in suite_2()
            )
        )

    return run


@pytest.fixture(scope="module")
def exact(second_suite: Callable[[str], Run]) -> Run:
    return second_suite("exact")


def test_the_suites_are_those_of_the_published_bars() -> None:
    first, second = suite_1(), suite_2()
    assert (len(first), sum(one.days for one in first)) == (720, 30_600)
    assert sum(int((one.labels == 1).sum()) for one in first) == 885
    assert sum(one.series.sum() for one in first) == 25_265_344
    assert first[0].series.tolist() == [84, 84, 64, 284, 285, 55, 60, 77, 55, 109, 83, 76, 73, 96]
    assert suite_2_checksum() == 609_919_860
    assert [sum(int((o.labels == k).sum()) for o in second) for k in (1, 2, 3)] == [700, 136, 104]


def test_s1_reaches_its_bars(first_suite: Run) -> None:
    bars = {14: 0.74, 21: 0.80, 28: 0.85, 42: 0.86, 60: 0.88, 90: 0.92}
    scores = {days: score.f1 for days, score in first_suite.by_length().items()}
    assert {days for days, bar in bars.items() if scores[days] < bar} == set()


def test_s1_flags_no_campaign_day(first_suite: Run) -> None:
    assert first_suite.flags_on([PEAK]) == 0
    assert first_suite.false_per_30_clean_days() <= 0.25


def test_s2_reaches_its_bars(exact: Run) -> None:
    bars = {14: 0.71, 21: 0.65, 28: 0.76, 45: 0.85, 60: 0.84, 90: 0.90}
    scores = {days: score.f1 for days, score in exact.by_length().items()}
    assert {days for days, bar in bars.items() if scores[days] < bar} == set()
    assert exact.all.f1 >= 0.82


def test_s2_flags_no_campaign_day_and_hardly_a_shoulder_day(exact: Run) -> None:
    assert exact.flags_on([PEAK, ENCORE]) == 0
    assert exact.flags_on(SHOULDERS) <= 10
    assert exact.false_per_30_clean_days() <= 0.25


@pytest.mark.parametrize(("how", "bar"), [("late", 0.78), ("early", 0.78), ("none", 0.60)])
def test_s2_forgives_a_wrong_calendar(
    second_suite: Callable[[str], Run], how: str, bar: float
) -> None:
    assert second_suite(how).all.f1 >= bar


def test_s2_finds_every_zero(exact: Run) -> None:
    zeros = [
        found.sign[day]
        for one, found in exact.pairs
        for day, kind in enumerate(one.kinds)
        if kind == "zero" and one.labels[day] == 1
    ]
    assert zeros == [-1] * 115


def test_s2_finds_the_level_shifts(exact: Run) -> None:
    long = [(one, found) for one, found in exact.pairs if one.days >= 45]
    hits = [any(abs(s.at - one.shift) <= 3 for s in f.shifts) for one, f in long if one.shift >= 0]
    false = [bool(found.shifts) for one, found in long if one.shift < 0]
    assert (len(hits), len(false)) == (77, 223)
    assert sum(hits) >= 45
    assert sum(false) <= 10


def test_s2_finds_campaign_days_that_miss_their_plan() -> None:
    hits, false, planted = 0, 0, 0
    for one in suite_2():
        assert one.plan is not None
        off = off_plan(signal_of(one), one.phases, one.plan) != 0
        use = np.isin(one.phases, [PEAK, ENCORE]) & ~np.isnan(one.series)
        use[-1] &= not one.is_partial
        planted += int((use & (one.labels == 2)).sum())
        hits += int((off & use & (one.labels == 2)).sum())
        false += int((off & use & (one.labels == 0)).sum())
    assert planted == 136
    assert hits >= 125
    assert false <= 30


@pytest.mark.real_data
@pytest.mark.parametrize(
    "name", ["art_daily_no_noise", "art_daily_perfect_square_wave", "art_daily_small_noise", "art_flatline", "art_noisy"]
)  # fmt: skip
def test_quiet_series_of_nab_stay_quiet_as_daily_sums(
    real_data: Callable[[str], Path], name: str
) -> None:
    points = pd.read_csv(
        real_data(f"nab/artificialNoAnomaly/{name}.csv"), parse_dates=["timestamp"]
    )
    daily = points.groupby(points["timestamp"].dt.date)["value"].sum()
    assert len(daily) == 14
    found = seen(daily.to_numpy(dtype=np.float64), measure=Measure.MONEY)
    assert not found.sign.any()
    assert not found.asks.any()
