"""What people decided about differences (RC-10): rows that belong together, and differences that are accepted.

A decision names its rows by their numbers, not by their place in a file, so that it holds when the files are
exported and uploaded again.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from ecreview.model.text import Text, same
from ecreview.reconcile.base import State
from ecreview.reconcile.groups import STATE_CODE, Rule, group_sums, judge
from ecreview.reconcile.sources import REFS

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd
    from numpy.typing import NDArray

    from ecreview.model.scope import Decision, Settings
    from ecreview.reconcile.groups import Side, Verdicts
    from ecreview.reconcile.keys import Keys
    from ecreview.reconcile.tolerance import Tolerance

_BY_HAND = Text(zh="人工核平", en="matched by hand")
_NOTE = Text(zh="（备注：{note}）", en=" (note: {note})")


@dataclass(frozen=True, slots=True)
class Decided:
    """The decisions on one pair, with the groups that they are about.

    Attributes:
        keys: with the rows that a person linked in one group.
        made: each decision with its group; decisions whose rows are not in these files are left out.
    """

    keys: Keys
    made: tuple[tuple[Decision, int], ...]

    def judge(
        self, rules: Sequence[Rule], sides: tuple[Side, Side], tolerance: Tolerance
    ) -> Verdicts:
        """Return the verdicts by the rules, those of people last.

        Linked rows are matched by hand where their sums agree; what remains apart is settled only where the
        person accepted it. A decision that does neither is a note: it stands beside the reason.
        """
        size = self.keys.size
        if not self.made:
            return judge(size, rules)
        owed, came = (group_sums(side, size) for side in sides)
        agrees = tolerance.allows(owed - came, owed)
        own = [
            Rule(np.array([group]), state, same(decision.note) if decision.note else _BY_HAND)
            for decision, group in self.made
            if (state := _state(decision, agrees=bool(agrees[group]))) is not None
        ]
        return _noted(judge(size, [*rules, *own]), self.made)


def _noted(verdicts: Verdicts, made: tuple[tuple[Decision, int], ...]) -> Verdicts:
    """Return the verdicts with the notes of people beside the reasons of groups that they left as they are."""
    reasons, texts = verdicts.reasons.copy(), list(verdicts.texts)
    decided = [STATE_CODE[State.MANUAL], STATE_CODE[State.FORCED]]
    for decision, group in made:
        if decision.note and verdicts.states[group] not in decided:
            texts.append(texts[reasons[group]] + _NOTE.fill(note=decision.note))
            reasons[group] = len(texts) - 1
    return replace(verdicts, reasons=reasons, texts=tuple(texts))


def _state(decision: Decision, *, agrees: bool) -> State | None:
    """Return the state that a decision makes, None for a mere note."""
    if decision.left and decision.right and agrees:
        return State.MANUAL
    return State.FORCED if decision.is_accepted else None


def apply_decisions(
    settings: Settings, pair: str, keys: Keys, left: pd.DataFrame, right: pd.DataFrame
) -> Decided:
    """Return the groups with linked rows joined, and what was decided about which group."""
    mine = [d for d in settings.decisions if d.pair == pair]
    if not mine:
        return Decided(keys, ())
    ours = _find(left, [d.left for d in mine], ("order_id", "sku_code"))
    theirs = _find(right, [d.right for d in mine], REFS)
    groups, made = keys.right.copy(), []
    for decision in mine:
        here, there = ours.get(decision.left), theirs.get(decision.right)
        if here is not None and there is not None:
            groups[there] = keys.left[here[0]]
        if here is not None:
            made.append((decision, int(keys.left[here[0]])))
        elif there is not None:
            made.append((decision, int(groups[there[0]])))
    return Decided(replace(keys, right=groups), tuple(made))


def _find(
    frame: pd.DataFrame, numbers: list[str], columns: tuple[str, ...]
) -> dict[str, NDArray[np.int64]]:
    """Return the rows of each number that some row carries in the first of the columns that has it."""
    found: dict[str, NDArray[np.int64]] = {}
    wanted = {number for number in numbers if number}
    for column in columns:
        if column not in frame.columns or not wanted:
            continue
        values = frame[column].astype("str")
        rows = np.flatnonzero(values.isin(wanted))
        names = values.to_numpy()[rows]
        found |= {n: rows[names == n] for n in wanted if (names == n).any()}
        wanted -= found.keys()
    return found
