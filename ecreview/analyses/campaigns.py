"""The campaign calendar that a review goes by: the user's table over the shipped one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ecreview.model.calendar import Campaign, campaigns_of, overrule

if TYPE_CHECKING:
    from ecreview.model.dataset import Dataset
    from ecreview.model.scope import Settings


def calendar_of(dataset: Dataset, settings: Settings) -> tuple[Campaign, ...]:
    """Return the campaigns of the settings, overruled by the `calendar` table where one was given."""
    frame = dataset.frame("calendar")
    if frame is None or frame.empty:
        return settings.calendar
    dated = frame.dropna(subset=["start", "end"])
    rows = zip(
        dated["name"].astype(str),
        dated["phase"].astype(str),
        dated["start"].dt.date,
        dated["end"].dt.date,
        strict=True,
    )
    return overrule(settings.calendar, campaigns_of(rows))
