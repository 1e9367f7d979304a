"""Actions and risks: who does what by when, how it will be checked, and what was worth it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from ecreview.model.text import EMPTY, Text

if TYPE_CHECKING:
    from datetime import date

    from ecreview.model.grade import Grade


class ActionKind(StrEnum):
    """The four kinds of conclusion."""

    KEEP = "keep"
    FIX = "fix"
    SEIZE = "seize"
    PREVENT = "prevent"

    @property
    def text(self) -> Text:
        """Return the kind in words."""
        return _KINDS[self]


_KINDS = {
    ActionKind.KEEP: Text(zh="保留优势", en="Keep"),
    ActionKind.FIX: Text(zh="修正短板", en="Fix"),
    ActionKind.SEIZE: Text(zh="捕捉机会", en="Seize"),
    ActionKind.PREVENT: Text(zh="预防风险", en="Prevent"),
}


class Status(StrEnum):
    """Where an action or a risk stands."""

    SUGGESTED = "suggested"
    OPEN = "open"
    DOING = "doing"
    DONE = "done"
    LATE = "late"
    DROPPED = "dropped"

    @property
    def text(self) -> Text:
        """Return the status in words."""
        return _STATUS[self]


_STATUS = {
    Status.SUGGESTED: Text(zh="待定", en="Suggested"),
    Status.OPEN: Text(zh="未开始", en="Not started"),
    Status.DOING: Text(zh="进行中", en="In progress"),
    Status.DONE: Text(zh="完成", en="Done"),
    Status.LATE: Text(zh="延期", en="Postponed"),
    Status.DROPPED: Text(zh="取消", en="Cancelled"),
}


@dataclass(frozen=True, slots=True)
class LogEntry:
    """One change: when, and what was noted."""

    day: date
    note: str


@dataclass(frozen=True, slots=True)
class Action:
    """One thing to do, with the metric that will tell whether it worked.

    Attributes:
        id: stable within a review, e.g. `RE-14`.
        kind: keep, fix, seize or prevent.
        text: verb, object, number.
        why: the evidence in one sentence.
        metric: id of the check metric.
        baseline, target: of that metric, in its unit; None = to be estimated.
        owner: role or name.
        due: by when it is done; None = to be set by the owner.
        effort: 1 (hours) to 5 (weeks).
        worth_cents, worth_low, worth_high: what it may bring; None = to be estimated, never 0.
        evidence: `section/key` of the figures it rests on.
        grade: of that evidence.
        status, log: where it stands.
    """

    id: str
    kind: ActionKind
    text: Text
    metric: str
    owner: Text
    why: Text = EMPTY
    baseline: float | None = None
    target: float | None = None
    due: date | None = None
    effort: int = 2
    worth_cents: int | None = None
    worth_low: int | None = None
    worth_high: int | None = None
    evidence: tuple[str, ...] = ()
    grade: Grade | None = None
    status: Status = Status.SUGGESTED
    log: tuple[LogEntry, ...] = ()


@dataclass(frozen=True, slots=True)
class Risk:
    """One thing that may go wrong.

    Attributes:
        family: process, policy, finance or brand.
        severity, occurrence, detection: 1 to 10 (FMEA); None = not estimated yet.
        plan, trigger: what is done, and when.
    """

    id: str
    family: str
    cause: Text
    severity: int | None
    occurrence: int | None
    detection: int | None
    plan: Text = EMPTY
    trigger: Text = EMPTY
    owner: Text = EMPTY
    due: date | None = None
    status: Status = Status.OPEN
    log: tuple[LogEntry, ...] = ()

    @property
    def priority_number(self) -> int | None:
        """Return severity × occurrence × detection (RPN), None where one of them is not estimated."""
        if self.severity is None or self.occurrence is None or self.detection is None:
            return None
        return self.severity * self.occurrence * self.detection

    @property
    def is_high(self) -> bool:
        """Return whether it ranks first whatever its number: severity 9 or 10."""
        return self.severity is not None and self.severity >= SEVERE


SEVERE = 9
