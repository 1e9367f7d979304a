"""The tables that people edit, read over what is remembered: what stands in a cell wins.

An empty cell means "none" where that makes sense, else what was there before. A cell that cannot be read is
noted and changes nothing. Numbers stand as sheets show them: money in yuan, rates as fractions.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from itertools import count
from typing import TYPE_CHECKING, Any, TypeVar

import pyarrow as pa

from ecreview.analyses.goals.targets import in_metric_unit, metric_id
from ecreview.intake.numerals import NO_VALUE, read_number
from ecreview.intake.times import read_times
from ecreview.model.action import Action, ActionKind, LogEntry, Risk, Status
from ecreview.model.metrics import metric
from ecreview.model.scope import Decision, Goal, Period
from ecreview.model.text import EMPTY, Unit, same
from ecreview.reconcile import PAIRS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from ecreview.memory.memory import Memory
    from ecreview.memory.pages import Page

T = TypeVar("T")
Row = TypeVar("Row", Action, Risk)

SHOWN_TO = 1e-9  # the reader of workbooks gives nine decimals
# What a formula or we fill in: a row with nothing else is empty.
_FILLED_IN = frozenset({"scope", "actual", "attainment", "gap", "rpn", "evidence"})
_WHOLE_SHOP = frozenset({"", "全店", "all"})
_UNIT_IN_TITLE = re.compile(r"\s*[（(][^（()）]*[)）]$")
_DATED = re.compile(r"\d{4}-\d\d-\d\d\s")
_NEXT_NOTE = re.compile(rf"[;；\n]\s*(?={_DATED.pattern})")


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of a table, and where the keys of cells that cannot be read are noted."""

    cells: Mapping[str, str]
    unread: list[str] = field(default_factory=list)

    def word(self, key: str) -> str:
        """Return what stands in a cell, empty where nothing does."""
        return self.cells.get(key, "")

    def read(self, key: str, parse: Callable[[str], T | None], *, known: T, empty: T) -> T:
        """Return what the cell says, `empty` where it says nothing, `known` where it cannot be read."""
        if (word := self.word(key)) in NO_VALUE:
            return empty
        value = parse(word)
        if value is None:
            self.unread.append(key)
            return known
        return value


def entries_of(page: Page) -> dict[int, Entry]:
    """Return the rows in which somebody wrote something, by row number."""
    return {number: Entry(cells) for number, cells in page.rows if cells.keys() - _FILLED_IN}


def read_goals(entries: Iterable[Entry], memory: Memory) -> Iterator[Goal | None]:
    """Yield the goal of each row, None where metric, days or target are missing."""
    known = {replace(goal, target=0, owner=""): goal.target for goal in memory.goals.items}
    for entry in entries:
        yield _goal(entry, known)


def read_actions(entries: Sequence[Entry], memory: Memory) -> Iterator[Action | None]:
    """Yield the action of each row, None where it does not say what to do.

    Rows are joined with remembered actions by their id; all others are new.
    """
    known = {action.id: action for action in memory.actions}
    for entry, name in zip(entries, _ids(entries, known), strict=True):
        blank = Action(name, ActionKind.FIX, EMPTY, "", EMPTY, status=Status.OPEN)
        old = known.get(name, blank)
        yield _action(entry, old, memory.last_day) if entry.word("text") else None


def read_risks(entries: Sequence[Entry], memory: Memory) -> Iterator[Risk | None]:
    """Yield the risk of each row, None where no cause is written."""
    for entry, name in zip(entries, _ids(entries, ()), strict=True):
        risk = _read_over(Risk(name, "", EMPTY, None, None, None), entry, _RISK_CELLS)
        log = _notes(entry, (), memory.last_day)
        yield replace(risk, log=log) if entry.word("cause") else None


def read_decisions(entries: Sequence[Entry], memory: Memory) -> Iterator[Decision | None]:  # noqa: ARG001 - the cells say all of it
    """Yield the decision of each row, None where it names no pair of files or no row of them."""
    for entry in entries:
        pair = entry.read("pair", _PAIR_KEYS.get, known="", empty="")
        left, right = entry.word("left"), entry.word("right")
        is_accepted = entry.read("accepted", _YES_NO.get, known=False, empty=False)
        decision = Decision(pair, left, right, is_accepted, entry.word("note"))
        yield decision if pair and (left or right) else None


def _goal(entry: Entry, known: Mapping[Goal, float]) -> Goal | None:
    """Return the goal of a row; `known` has the remembered targets by goals without target and owner."""
    title = _UNIT_IN_TITLE.sub("", entry.word("title"))
    key = metric_id(entry.word("metric")) or metric_id(title)
    start, last = (entry.read(k, _day, known=None, empty=None) for k in ("start", "last"))
    if key is None:
        entry.unread.extend([k for k in ("metric", "title") if entry.word(k)][:1])
    if key is None or start is None or last is None or last < start:
        return None
    scope = entry.word("scope")
    goal = Goal(key, 0, Period.over(start, last), "" if scope.casefold() in _WHOLE_SHOP else scope)
    old = known.get(goal)
    parse = partial(_measure, key=key, old=old, is_shown=old is not None)
    target = entry.read("target", parse, known=old, empty=None)
    return None if target is None else replace(goal, target=target, owner=entry.word("owner"))


def _ids(entries: Sequence[Entry], known: Iterable[str]) -> Iterator[str]:
    """Yield the id of each row; a missing one, or one that stood above, is replaced by a new one."""
    taken = {*known, *(entry.word("id") for entry in entries)}
    spare = (name for n in count(1) if (name := f"NEW-{n}") not in taken)
    seen = {""}
    for entry in entries:
        name = entry.word("id")
        yield name if name not in seen else next(spare)
        seen.add(name)


def _action(entry: Entry, old: Action, day: date | None) -> Action:
    """Return an action as its row has it; what the table does not show stays."""
    action = _read_over(old, entry, _ACTION_CELLS)
    key = entry.read("metric", metric_id, known=entry.word("metric"), empty="")
    worth = entry.read("worth", _cents, known=old.worth_cents, empty=None)
    if worth != old.worth_cents:
        action = replace(action, worth_cents=worth, worth_low=None, worth_high=None)
    return replace(
        action,
        metric=key,
        baseline=_value(entry, "baseline", key, old),
        target=_value(entry, "target", key, old),
        log=_notes(entry, old.log, day),
    )


def _value(entry: Entry, name: str, key: str, old: Action) -> float | None:
    """Return baseline or target of an action whose check metric is that one now."""
    before: float | None = getattr(old, name)
    is_shown = key == old.metric
    parse = partial(_measure, key=key, old=before if is_shown else None, is_shown=is_shown)
    return entry.read(name, parse, known=before, empty=None)


def _read_over(old: Row, entry: Entry, cells: Mapping[str, Callable[[str], Any]]) -> Row:
    """Return the old value with the cells read over its fields."""
    read: dict[str, Any] = {}
    for key, parse in cells.items():
        known = getattr(old, key)
        read[key] = entry.read(key, parse, known=known, empty=_EMPTIED.get(key, known))
    return replace(old, **read)


def _among(kinds: type[ActionKind | Status]) -> Callable[[str], ActionKind | Status | None]:
    """Return what reads a word of the list, in either language."""
    words = {word.casefold(): k for k in kinds for word in (k, k.text.zh, k.text.en)}
    return lambda word: words.get(word.casefold())


def _day(word: str) -> date | None:
    """Return the day that a cell says."""
    moment = read_times(pa.array([word], pa.large_string())).values[0].as_py()
    return None if moment is None else date(moment.year, moment.month, moment.day)


def _cents(word: str) -> int | None:
    """Return an amount in yuan as cents."""
    found = read_number(word)
    return None if found is None else round(found[0] * 100)


def _scale(top: int) -> Callable[[str], int | None]:
    """Return what reads a whole number from 1 up to the top of a scale."""
    return {str(level): level for level in range(1, top + 1)}.get


_PAIR_KEYS = {
    word: pair.key
    for pair in PAIRS
    for word in (pair.key, pair.wording.title.zh, pair.wording.title.en)
}
_YES_NO = {"是": True, "否": False, "yes": True, "no": False, "Yes": True, "No": False}
_EMPTIED = {"owner": EMPTY, "due": None}
_ACTION_CELLS: dict[str, Callable[[str], Any]] = {
    "kind": _among(ActionKind), "text": same, "owner": same, "due": _day, "effort": _scale(5),
    "status": _among(Status),
}  # fmt: skip
_RISK_CELLS: dict[str, Callable[[str], Any]] = {
    "family": str, "cause": same, "severity": _scale(10), "occurrence": _scale(10), "detection": _scale(10),
    "plan": same, "trigger": same, "owner": same, "due": _day, "status": _among(Status),
}  # fmt: skip


def _measure(word: str, *, key: str, old: float | None, is_shown: bool) -> float | None:
    """Return a value of a metric in its unit; one that still shows the old value is the old value.

    Args:
        word: of the cell.
        key: metric id; the number is taken as it is where nobody knows it.
        old: remembered value.
        is_shown: whether the cell was written by us, so that a rate in it is a fraction.
    """
    found = read_number(word)
    if found is None:
        return None
    number, _, is_percent = found
    if metric_id(key) != key:
        return number
    shown = old and (old / 100 if metric(key).unit is Unit.CENTS else old)
    if shown is not None and abs(number - shown) <= SHOWN_TO:
        return old
    return in_metric_unit(number, key, "fraction" if is_shown or is_percent else "")


def _notes(entry: Entry, known: tuple[LogEntry, ...], day: date | None) -> tuple[LogEntry, ...]:
    """Return the notes of a row, each behind its date; the first may lack it and carries the day then."""
    return entry.read("note", partial(_log, day=day), known=known, empty=())


def _log(word: str, *, day: date | None) -> tuple[LogEntry, ...] | None:
    """Return the notes of a cell, None where one has no date."""
    dated = word if _DATED.match(word) or day is None else f"{day} {word}"
    try:
        notes = [(date.fromisoformat(n[:10]), n[10:].strip()) for n in _NEXT_NOTE.split(dated)]
    except ValueError:
        return None
    return tuple(LogEntry(on, note) for on, note in notes)
