"""The hidden record of the last review: JSON → memory."""

from __future__ import annotations

import json
import math
import re
from datetime import date
from typing import Any

from ecreview.analyses.goals.targets import metric_id
from ecreview.memory.memory import Memory, Remembered
from ecreview.model.action import Action, ActionKind, LogEntry, Status
from ecreview.model.grade import Grade
from ecreview.model.scope import Decision, Goal, Goals, Period, Scope
from ecreview.model.text import Unit, same

_SCHEMA = re.compile(r'^\{"schema": "ecreview\.memory/(\d+)"')


def schema_version(text: str) -> int:
    """Return the schema version that a record names, 0 where there is no record."""
    found = _SCHEMA.match(text)
    return int(found[1]) if found else 0


def parse_record(text: str) -> Memory | None:
    """Return what the record says, None where it is damaged or missing."""
    try:
        return _memory(json.loads(text))
    except (ValueError, TypeError, KeyError, AttributeError, OverflowError, RecursionError):
        return None


def _memory(given: Any) -> Memory:
    """Return the record as values."""
    shops, channels = (tuple(map(str, given[key])) for key in ("shops", "channels"))
    baseline = given["baseline"] and _period(given["baseline"])
    goals = [goal for goal in given["goals"] if metric_id(goal["metric"]) == goal["metric"]]
    return Memory(
        str(given["review"]),
        Scope(_period(given["period"]), baseline, shops, channels),
        str(given["currency"]),
        {str(key): _remembered(figure) for key, figure in given["kpis"].items()},
        Goals(tuple(map(_goal, goals))),  # of metrics that this version still has
        tuple(_action(action) for action in given["actions"]),
        decisions=tuple(map(_decision, given.get("decisions", ()))),
    )


def _period(given: Any) -> Period:
    """Return a period."""
    return Period(date.fromisoformat(given["start"]), date.fromisoformat(given["end"]))


def _finite(given: Any) -> float:
    """Return a number.

    Raises:
        ValueError: it is none, or not a finite one.
    """
    if not math.isfinite(number := float(given)):
        raise ValueError(given)
    return number


def _number(given: Any) -> float | None:
    """Return a number, or None."""
    return None if given is None else _finite(given)


def _cents(given: Any) -> int | None:
    """Return an amount, or None."""
    return None if given is None else round(_finite(given))


def _remembered(given: Any) -> Remembered:
    """Return a figure."""
    return Remembered(_number(given["value"]), Unit(given["unit"]), str(given["basis"]))


def _goal(given: Any) -> Goal:
    """Return a goal."""
    words = (str(given[key]) for key in ("scope", "owner"))
    return Goal(given["metric"], _finite(given["target"]), _period(given["period"]), *words)


def _decision(given: Any) -> Decision:
    """Return a decision on a difference between files."""
    words = {key: str(given[key]) for key in ("pair", "left", "right", "note")}
    return Decision(**words, is_accepted=bool(given["is_accepted"]))


def _action(given: Any) -> Action:
    """Return an action; its texts are in the language of the workbook."""
    return Action(
        id=str(given["id"]),
        kind=ActionKind(given["kind"]),
        text=same(str(given["text"])),
        metric=str(given["metric"]),
        owner=same(str(given["owner"])),
        why=same(str(given["why"])),
        baseline=_number(given["baseline"]),
        target=_number(given["target"]),
        due=given["due"] and date.fromisoformat(given["due"]),
        effort=int(given["effort"]),
        worth_cents=_cents(given["worth_cents"]),
        worth_low=_cents(given["worth_low"]),
        worth_high=_cents(given["worth_high"]),
        evidence=tuple(map(str, given["evidence"])),
        grade=given["grade"] and Grade(given["grade"]),
        status=Status(given["status"]),
        log=tuple(LogEntry(date.fromisoformat(e["day"]), str(e["note"])) for e in given["log"]),
    )
