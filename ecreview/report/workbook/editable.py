"""The tables that people edit and the next review reads back: goals, actions, risks, decisions on differences.

A hidden row of language-free keys stands right above each visible header; its first cell, in the margin, is
the marker `#ec:<name>:<version>`. Ids join the rows with what the hidden sheet remembers.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Font, PatternFill
from openpyxl.worksheet.datavalidation import DataValidation

from ecreview.memory.pages import HINTS
from ecreview.model.action import Status
from ecreview.model.metrics import BY_KEY
from ecreview.model.text import EMPTY, Text, Unit, say_cents, say_date
from ecreview.report.palette import LIGHT
from ecreview.report.workbook import look as looks
from ecreview.report.workbook.cells import address, format_of, sheet_value
from ecreview.report.workbook.grids import add_data_bars
from ecreview.report.workbook.names import KINDS, OWNERS, STATES
from ecreview.report.workbook.page import HEAD_ROWS, LEFT, Col, Page, row_formats
from ecreview.report.workbook.sections import basis_line, start_sheet, write_missing, write_sections

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ecreview.model.action import Action
    from ecreview.model.scope import Goal
    from ecreview.report.workbook.book import Book
    from ecreview.report.workbook.cells import Value

SPARE_ROWS = 5  # empty rows below each table, ready to be filled
OPEN_ROWS = 60  # rows below the header that get the drop-downs
_STATE_LOOKS = (
    (Status.DOING, LIGHT.actual, looks.ACTUAL_FILL), (Status.DONE, LIGHT.good, looks.GOOD_FILL), (Status.LATE, LIGHT.bad, looks.BAD_FILL),
)  # fmt: skip
GOALS_MARK, RISKS_MARK, ACTIONS_MARK = "#ec:goals:1", "#ec:risks:1", "#ec:actions:1"

ACTION_KEYS = (
    ACTIONS_MARK, "id", "kind", "text", "metric", "baseline", "target", "owner", "due", "status", "note", "worth",
    "effort", "evidence",
)  # fmt: skip
_ACTION_COLUMNS = (
    (Text("编号", "Id"), Unit.ID), (Text("类型", "Kind"), Unit.TEXT), (Text("行动", "Action"), Unit.TEXT),
    (Text("看哪个数", "Check metric"), Unit.TEXT), (Text("当时", "Then"), Unit.NUMBER), (Text("目标", "Target"), Unit.NUMBER),
    (Text("负责人", "Owner"), Unit.TEXT), (Text("到期", "Due"), Unit.DATE), (Text("状态", "Status"), Unit.TEXT),
    (Text("备注", "Note"), Unit.TEXT), (Text("可能多赚", "May bring"), Unit.CENTS), (Text("费力 1～5", "Effort 1–5"), Unit.COUNT),
    (Text("证据", "Evidence"), Unit.TEXT),
)  # fmt: skip
_ACTIONS_ANSWER = Text(
    zh="这次 {n} 件{worth}；{due}。",
    en="{n:action|actions}{worth}; {due}.",
)
_WORTH = Text(zh="，估得出的值 {worth}", en="; those with an estimate may bring {worth}")
_NO_ACTIONS = Text(
    zh="这次没有建议的行动，可以自己加。", en="No action is suggested; add your own."
)
_FIRST_DUE = Text(zh="最早 {day}到期", en="the first is due {day}")
_NO_DUE = Text(zh="还没有定到期日", en="no due dates yet")
_EDIT_BASIS = Text(
    zh="黄底可以改，有下拉；逾期整行变橙。下次把这份工作簿和新数据一起上传。",
    en="Yellow cells can be edited; overdue rows turn orange. Upload this workbook with the new data next time.",
)
_ACTION_HINTS = (
    (Text("行动", "Action"), Text("动词加对象，例如“两款连衣裙换尺码表”；“提升用户体验”不算行动。", "A verb and an object, such as “replace the size chart of two dresses”; “improve the experience” is no action.")),
    (Text("看哪个数", "Check metric"), Text("写指标和当时、目标两个数；没有数的行动下次没法判定。", "Name the metric with its value then and its target; an action without numbers cannot be judged.")),
    (Text("类型", "Kind"), Text("保留优势、修正短板、捕捉机会、预防风险，四选一。", "Keep, fix, seize or prevent: one of the four.")),
)  # fmt: skip


def write_actions(book: Book) -> None:
    """Write the sheet of actions."""
    page = Page(book, "16")
    actions = book.review.actions
    page.head(book.say(_actions_answer(actions, book.currency)), book.say(_EDIT_BASIS))
    columns = editable_columns(book, _ACTION_COLUMNS, inputs={6, 7, 8, 9})
    columns[2] = replace(columns[2], look=looks.BODY_BOLD)
    rows = [_action_row(book, action) for action in actions]
    units = [_unit_of(action.metric) for action in actions]
    formats = [row_formats(columns, {4: unit, 5: unit}) for unit in units]
    first, last = write_editable(page, columns, rows, ACTION_KEYS, formats)
    for row, action in enumerate(actions, start=first):
        for exhibit in book.evidence.behind(action.evidence[:1]):
            page.link_evidence(page.cell(row, LEFT + 12), exhibit)
    end = last + OPEN_ROWS
    drop_down(page, KINDS, LEFT + 1, first, end)
    drop_down(page, OWNERS, LEFT + 6, first, end, strict=False)
    drop_down(page, STATES, LEFT + 8, first, end)
    if actions:
        add_data_bars(page, first, last, LEFT + 10)
    _mark_overdue(page, first, end, width=len(columns))
    _mark_states(page, first, end)
    _write_hints(page)
    page.freeze(first)
    page.close()


def _actions_answer(actions: Sequence[Action], currency: str) -> Text:
    """Return how many actions there are, what they may bring and when the first is due."""
    if not actions:
        return _NO_ACTIONS
    days = [a.due for a in actions if a.due is not None]
    due = _FIRST_DUE.fill(day=say_date(min(days))) if days else _NO_DUE
    worth = sum(a.worth_cents or 0 for a in actions)
    words = _WORTH.fill(worth=say_cents(worth, currency)) if worth else EMPTY
    return _ACTIONS_ANSWER.fill(n=len(actions), worth=words, due=due)


def editable_columns(
    book: Book, titles: Sequence[tuple[Text, Unit]], *, inputs: set[int]
) -> list[Col]:
    """Return the columns of an editable table; the ones to fill in stand on yellow."""
    columns = []
    for i, (title, unit) in enumerate(titles):
        look = looks.BODY_INPUT if i in inputs else None
        cap = 38 if unit is Unit.TEXT else 16
        columns.append(Col(book.with_unit(title, unit), unit, look, cap))
    return columns


def _unit_of(metric: str) -> Unit:
    """Return the unit of a metric, a plain number where nobody knows it."""
    known = BY_KEY.get(metric)
    return known.unit if known else Unit.NUMBER


def _action_row(book: Book, action: Action) -> list[Value]:
    """Return an action as its row shows it."""
    metric, unit = BY_KEY.get(action.metric), _unit_of(action.metric)
    labels = [e.label for e in book.evidence.behind(action.evidence)]
    return [
        action.id, book.say(action.kind.text), book.say(action.text), book.say(metric.title) if metric else action.metric,
        sheet_value(action.baseline, unit, book.lang), sheet_value(action.target, unit, book.lang),
        book.say(action.owner), action.due, book.say(action.status.text),
        "; ".join(f"{entry.day.isoformat()} {entry.note}" for entry in action.log) or None,
        sheet_value(action.worth_cents, Unit.CENTS, book.lang), action.effort, "、".join(labels) or None,
    ]  # fmt: skip


def write_editable(
    page: Page,
    columns: list[Col],
    rows: list[list[Value]],
    keys: Sequence[str],
    formats: list[list[str]],
) -> tuple[int, int]:
    """Write a table with its key row, and empty rows to go on; return its first and last filled row."""
    spare: list[list[Value]] = [[None] * len(columns) for _ in range(SPARE_ROWS)]
    usual = [row_formats(columns, {})] * SPARE_ROWS
    first, end = page.table(columns, [*rows, *spare], keys=keys, formats=[*formats, *usual])
    return first, max(end - SPARE_ROWS, first)


def drop_down(
    page: Page, name: str, column: int, first: int, last: int, *, strict: bool = True
) -> None:
    """Offer the words of a named list in the cells of a column; other words are allowed unless strict."""
    rule = DataValidation(type="list", formula1=name, allow_blank=True, showErrorMessage=strict)
    rule.add(f"{address(first, column)}:{address(last, column)}")
    page.sheet.add_data_validation(rule)


def _mark_overdue(page: Page, first: int, last: int, *, width: int) -> None:
    """Colour rows whose due date has passed while they are neither done nor dropped."""
    due, status = (f"${address(first, LEFT + c)}" for c in (7, 8))
    done = ",".join(f'{status}<>"{page.book.say(s.text)}"' for s in (Status.DONE, Status.DROPPED))
    cells = f"{address(first, LEFT)}:{address(last, LEFT + width - 1)}"
    _colour_where(page, cells, f'AND({due}<>"",{due}<TODAY(),{done})', looks.BAD_FILL)


def _mark_states(page: Page, first: int, last: int) -> None:
    """Colour the words of the states that tell something; they follow what people choose."""
    status = address(first, LEFT + 8)
    cells = f"{status}:{address(last, LEFT + 8)}"
    for state, ink, fill in _STATE_LOOKS:
        font = Font(bold=True, color=looks.rgb(ink))
        _colour_where(page, cells, f'${status}="{page.book.say(state.text)}"', fill, font)


def _colour_where(
    page: Page, cells: str, formula: str, fill: str, font: Font | None = None
) -> None:
    """Colour the cells of which the formula is true."""
    make: Any = FormulaRule  # the stubs leave its arguments untyped
    rule = make(formula=[formula], fill=PatternFill("solid", bgColor=looks.rgb(fill)), font=font)
    page.sheet.conditional_formatting.add(cells, rule)


def _write_hints(page: Page) -> None:
    """Write how the table is filled in."""
    page.heading(page.book.say(HINTS))
    for title, hint in _ACTION_HINTS:
        page.writer.write_cell(page.row, LEFT, page.book.say(title), looks.KICKER)
        page.writer.write_cell(page.row, LEFT + 2, page.book.say(hint), looks.KICKER)
        page.row += 1


GOAL_KEYS = (
    GOALS_MARK, "metric", "title", "scope", "start", "last", "target", "actual", "attainment", "gap", "owner",
)  # fmt: skip
_GOAL_COLUMNS = (
    (Text("指标 id", "Metric id"), Unit.ID), (Text("指标", "Metric"), Unit.TEXT), (Text("范围", "Scope"), Unit.TEXT),
    (Text("开始", "First day"), Unit.DATE), (Text("结束", "Last day"), Unit.DATE), (Text("目标", "Target"), Unit.NUMBER),
    (Text("实际", "Actual"), Unit.NUMBER), (Text("达成率", "Attainment"), Unit.RATE), (Text("差距", "Gap"), Unit.NUMBER),
    (Text("负责人", "Owner"), Unit.TEXT),
)  # fmt: skip
_GOALS_TITLE = Text(
    zh="目标清单（黄底可以改，达成率和差距会跟着算）",
    en="Targets (edit the yellow cells; attainment and gap follow)",
)
_NO_GOALS = Text(
    zh="这次没有提供目标。填好后下次一起上传，就能算达成率。",
    en="No targets were given. Fill them in and upload this workbook next time.",
)
_ATTAINMENT, _GAP = (
    '=IF(OR({0}="",{1}=""),"",IF({0}=0,"",{1}/{0}))',
    '=IF(OR({0}="",{1}=""),"",{1}-{0})',
)
_WHOLE = Text(zh="全店", en="all")


def write_goals(book: Book) -> None:
    """Write the sheet of goals: what the analysis tells, then the table of targets."""
    page = start_sheet(book, "02")
    write_sections(page)
    goals = book.review.goals.items
    page.heading(book.say(_GOALS_TITLE))
    if not goals:
        page.flow(book.say(_NO_GOALS), looks.CAPTION)
    columns = editable_columns(book, _GOAL_COLUMNS, inputs={5, 9})
    columns[5] = replace(columns[5], look=looks.BODY_INPUT_NUMBER)
    rows = [_goal_row(book, goal) for goal in goals]
    units = [_unit_of(goal.metric) for goal in goals]
    formats = [row_formats(columns, {5: unit, 6: unit, 8: unit}) for unit in units]
    first, _ = write_editable(page, columns, rows, GOAL_KEYS, formats)
    for column in (LEFT + 7, LEFT + 8):
        page.widen(column, 16)
    for row, unit in enumerate(units, start=first):
        cells = (address(row, LEFT + 5), address(row, LEFT + 6))
        page.writer.write_formula(row, LEFT + 7, _ATTAINMENT, cells, looks.BODY, looks.RATE)
        page.writer.write_formula(row, LEFT + 8, _GAP, cells, looks.BODY, format_of(unit))
    page.freeze(HEAD_ROWS + 1)
    page.close()


def _goal_row(book: Book, goal: Goal) -> list[Value]:
    """Return a goal as its row shows it; the actual is the review's own figure of the same period."""
    metric, unit = BY_KEY.get(goal.metric), _unit_of(goal.metric)
    exhibit = book.evidence.of_metric(goal.metric)
    is_same = goal.period == book.review.scope.period and not goal.scope
    actual = exhibit.figure.value if exhibit and is_same else None
    words = book.with_unit(metric.title, unit) if metric else goal.metric
    return [
        goal.metric, words, goal.scope or book.say(_WHOLE), goal.period.start, goal.period.last,
        sheet_value(goal.target, unit, book.lang), sheet_value(actual, unit, book.lang), None, None, goal.owner or None,
    ]  # fmt: skip


RISK_KEYS = (
    RISKS_MARK, "id", "family", "cause", "severity", "occurrence", "detection", "rpn", "plan", "trigger", "owner",
    "due", "status", "note",
)  # fmt: skip
_RISK_COLUMNS = (
    (Text("编号", "Id"), Unit.ID), (Text("类别", "Family"), Unit.TEXT), (Text("风险和起因", "Risk and cause"), Unit.TEXT),
    (Text("严重 1～10", "Severity 1–10"), Unit.COUNT), (Text("频度 1～10", "Occurrence 1–10"), Unit.COUNT),
    (Text("难发现 1～10", "Detection 1–10"), Unit.COUNT), (Text("优先数", "RPN"), Unit.COUNT), (Text("预案", "Plan"), Unit.TEXT),
    (Text("什么时候启动", "Trigger"), Unit.TEXT), (Text("负责人", "Owner"), Unit.TEXT), (Text("到期", "Due"), Unit.DATE),
    (Text("状态", "Status"), Unit.TEXT), (Text("备注", "Note"), Unit.TEXT),
)  # fmt: skip
_RISKS_ANSWER = Text(
    zh="风险清单：未提供。可以直接在这张表里填。",
    en="Risk register: not provided. Fill it in on this sheet.",
)
_RPN = '=IF(COUNT({0},{1},{2})=3,{0}*{1}*{2},"")'


def write_risks(book: Book) -> None:
    """Write the empty register of risks, ready to be filled in."""
    page = Page(book, "15")
    page.head(book.say(_RISKS_ANSWER), basis_line(book))
    write_missing(page)
    page.row += 1
    inputs = set(range(len(_RISK_COLUMNS))) - {6}
    columns = [
        replace(column, cap=18) for column in editable_columns(book, _RISK_COLUMNS, inputs=inputs)
    ]
    first, _ = write_editable(page, columns, [], RISK_KEYS, [])
    for row in range(first, first + SPARE_ROWS):
        cells = tuple(address(row, LEFT + c) for c in (3, 4, 5))
        page.writer.write_formula(row, LEFT + 6, _RPN, cells, looks.BODY, looks.COUNT)
    drop_down(page, OWNERS, LEFT + 9, first, first + OPEN_ROWS, strict=False)
    drop_down(page, STATES, LEFT + 11, first, first + OPEN_ROWS)
    page.freeze(first)
    page.close()
