"""Results are kept by what they were worked out from."""

from __future__ import annotations

from datetime import date

from ecreview.app.cache import fingerprint
from ecreview.app.guard import where
from ecreview.model.scope import Goal, Goals, Period, Scope, Settings

JUNE = Period(date(2026, 6, 1), date(2026, 7, 1))


def test_equal_values_have_one_fingerprint() -> None:
    assert fingerprint("v", Scope(JUNE), Settings()) == fingerprint("v", Scope(JUNE), Settings())


def test_every_part_of_what_is_reviewed_changes_the_fingerprint() -> None:
    variants = [
        ("v", Scope(JUNE), Settings(), Goals()),
        ("w", Scope(JUNE), Settings(), Goals()),
        ("v", Scope(JUNE, JUNE.shifted(-30)), Settings(), Goals()),
        ("v", Scope(JUNE, shops=("a",)), Settings(), Goals()),
        ("v", Scope(JUNE), Settings(options={"rfm.rule": "mean"}), Goals()),
        ("v", Scope(JUNE), Settings(thresholds={"x": 1.0}), Goals()),
        ("v", Scope(JUNE), Settings(), Goals((Goal("gmv_pay", 1.0, JUNE),))),
    ]
    assert len({fingerprint(*variant) for variant in variants}) == len(variants)


def test_a_defect_is_described_by_its_places_in_the_code_without_its_message() -> None:
    try:
        int("Li Lei")
    except ValueError as defect:
        told = where(defect)
    assert told.startswith("ValueError at test_cache.py:")
    assert "Li Lei" not in told
