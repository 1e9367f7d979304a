"""Settings as a TOML file: what a person may set without the app.

currency = "CNY"
[options]
"rfm.money" = "gross"
[[calendar]]
name = "店庆"
phase = "peak"
start = 2026-05-20
end = 2026-05-21   # last day
[[decision]]       # on a difference between two files
pair = "orders.payments"
left = "3900618000011838918"
right = "54600000002521"
accepted = true
note = "换号支付"
"""

from __future__ import annotations

import tomllib
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from ecreview.model.calendar import Campaign, Phase
from ecreview.model.errors import ReviewError
from ecreview.model.scope import Decision, Settings
from ecreview.model.text import Text, same


class SettingsUnreadable(ReviewError):
    """The settings file cannot be used."""

    def __init__(self, what: str) -> None:
        super().__init__(
            "SETTINGS_UNREADABLE",
            Text(zh="设置文件有误：{what}。", en="The settings file is wrong: {what}.").fill(
                what=what
            ),
        )


def parse_settings(text: str) -> Settings:
    """Return the settings that the TOML text describes; what it leaves out keeps its default.

    Raises:
        SettingsUnreadable: it is no TOML, or holds an unknown word or a wrong value.

    Examples:
        >>> parse_settings('currency = "GBP"').currency
        'GBP'
    """
    try:
        given = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise SettingsUnreadable(str(error)) from None
    unknown = sorted(given.keys() - {"currency", "options", "thresholds", "calendar", "decision"})
    if unknown:
        raise SettingsUnreadable(f"unknown word {unknown[0]!r}")
    settings = Settings(
        currency=str(given.get("currency", "CNY")),
        options=_options(given.get("options", {})),
        thresholds=given.get("thresholds", {}),
        decisions=tuple(map(_decision, given.get("decision", ()))),
    )
    if "calendar" not in given:
        return settings
    return replace(settings, calendar=tuple(_campaign(row) for row in given["calendar"]))


def _options(given: dict[str, Any], prefix: str = "") -> dict[str, str | float | bool]:
    """Return the options flat: a quoted `"rfm.money"` and a nested `rfm.money` mean the same."""
    flat: dict[str, str | float | bool] = {}
    for key, value in given.items():
        flat |= (
            _options(value, f"{prefix}{key}.") if isinstance(value, dict) else {prefix + key: value}
        )
    return flat


def _decision(row: dict[str, Any]) -> Decision:
    """Return what was decided on a difference.

    Raises:
        SettingsUnreadable: it names no pair or no row of it.
    """
    words = {key: str(row.get(key, "")) for key in ("pair", "left", "right", "note")}
    if not words["pair"] or not (words["left"] or words["right"]):
        raise SettingsUnreadable("decision: pair, and left or right, are needed")
    return Decision(**words, is_accepted=bool(row.get("accepted", False)))


def _campaign(row: dict[str, Any]) -> Campaign:
    """Return one row of the calendar.

    Raises:
        SettingsUnreadable: a word is missing or wrong.
    """
    try:
        phase = Phase[str(row["phase"]).upper()]
        start, last = row["start"], row["end"]
    except KeyError as error:
        raise SettingsUnreadable(f"calendar: {error.args[0]}") from None
    if not isinstance(start, date) or not isinstance(last, date) or last < start:
        raise SettingsUnreadable("calendar: start and end are days, in that order")
    return Campaign(same(str(row.get("name", phase.name))), phase, start, last + timedelta(days=1))
