"""What people are told while refunds of the period still come in; nothing once nearly all are visible."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ecreview.analyses.limits import limit
from ecreview.model.grade import Grade, grade_refund_maturity
from ecreview.model.section import Note, NoteKind
from ecreview.model.text import Text, say_rate

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ecreview.analyses.maturity import Maturity


def immature_note(found: Maturity, evidence: tuple[str, ...]) -> Iterator[Note]:
    """Yield that net numbers will still fall: with the share visible by now, or with the age alone."""
    grade = grade_refund_maturity(found.share, found.past_refunds, found.age_days)
    if found.share is not None and grade is not Grade.A:
        yield replace(limit("L-2", maturity=say_rate(found.share)), evidence=evidence)
    if found.share is None and not grade.is_conclusive:
        when = _DAYS_OLD.fill(days=found.age_days) if found.age_days else _JUST_OVER
        yield Note(NoteKind.LIMIT, _YOUNG.fill(when=when), evidence=evidence)


_DAYS_OLD = Text(
    zh="数据截止时期间才过去 {days} 天", en="the data end {days:day|days} after the period"
)
_JUST_OVER = Text(zh="数据截止时期间刚结束", en="the data end with the period")
_YOUNG = Text(
    zh="退款还在发生：{when}，文件也给不出最终退款的估计，已见退款只是下限；净销售额还会下降，退款率还会上升。",
    en="Refunds are still coming in: {when}, and the files do not allow an estimate of the final refunds. What is visible is the least; net sales will fall and the refund rate will rise.",
)
