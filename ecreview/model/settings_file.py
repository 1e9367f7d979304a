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
[costs]            # money in currency units, rates as fractions; what is left out stays unknown
fee_rates = { taobao = 0.05, "*" = 0.06 }
payment_rate = 0.006
freight = 4.5      # a parcel
return_freight = 8
packaging = 0.6    # a parcel
resaleable = 0.9   # share of returned goods that can be sold again
fixed = { "人工" = 30000, "房租" = 8000 }
"""

from __future__ import annotations

import math
import tomllib
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from ecreview.model.calendar import Campaign, Phase
from ecreview.model.costs import CostSettings
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
    known = {"currency", "options", "thresholds", "calendar", "decision", "costs"}
    unknown = sorted(given.keys() - known)
    if unknown:
        raise SettingsUnreadable(f"unknown word {unknown[0]!r}")
    settings = Settings(
        currency=str(given.get("currency", "CNY")),
        options=_options(given.get("options", {})),
        thresholds=given.get("thresholds", {}),
        decisions=tuple(map(_decision, given.get("decision", ()))),
        costs=_costs(given.get("costs", {})),
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


_COST_RATES = ("payment_rate", "resaleable")
_COST_PRICES = ("freight", "return_freight", "packaging")


def _costs(given: Any) -> CostSettings:
    """Return the table of costs.

    Raises:
        SettingsUnreadable: it holds an unknown word, an amount below 0 or a rate that is no fraction.
    """
    known = {*_COST_RATES, *_COST_PRICES, "fee_rates", "fixed"}
    unknown = sorted(_table("costs", given).keys() - known)
    if unknown:
        raise SettingsUnreadable(f"costs: unknown word {unknown[0]!r}")
    rates = _table("costs.fee_rates", given.get("fee_rates", {}))
    fixed = _table("costs.fixed", given.get("fixed", {}))
    told: dict[str, Any] = {key: _rate(key, given[key]) for key in _COST_RATES if key in given}
    told |= {key: _cents(key, given[key]) for key in _COST_PRICES if key in given}
    return CostSettings(
        fee_rates={key: _rate(f"fee_rates.{key}", rate) for key, rate in rates.items()},
        fixed={name: _cents(f"fixed.{name}", amount) for name, amount in fixed.items()},
        **told,
    )


def _table(name: str, given: Any) -> dict[str, Any]:
    """Return a TOML table as it is.

    Raises:
        SettingsUnreadable: it is none.
    """
    if not isinstance(given, dict):
        raise SettingsUnreadable(f"{name}: a table is expected")
    return given


def _rate(key: str, given: Any) -> float:
    """Return a fraction from 0 to 1.

    Raises:
        SettingsUnreadable: it is none.
    """
    if isinstance(given, bool) or not isinstance(given, int | float) or not 0 <= given <= 1:
        raise SettingsUnreadable(f"costs: {key} is a fraction from 0 to 1, not {given!r}")
    return float(given)


def _cents(key: str, given: Any) -> int:
    """Return an amount in currency units as cents.

    Raises:
        SettingsUnreadable: it is no amount of at least 0.
    """
    if isinstance(given, bool) or not isinstance(given, int | float) or not 0 <= given < math.inf:
        raise SettingsUnreadable(f"costs: {key} is an amount of at least 0, not {given!r}")
    return round(given * 100)


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
