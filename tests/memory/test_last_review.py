"""The workbook of one review read back for the next: the same as exported, apart from what people edited."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import replace
from datetime import date
from io import BytesIO
from typing import TYPE_CHECKING, Any

import pytest
from openpyxl import Workbook

from ecreview.memory.last_review import NotAReview, read_last_review
from ecreview.memory.memory import Remembered, with_decisions
from ecreview.model.action import Action, ActionKind, LogEntry, Risk, Status
from ecreview.model.errors import FileRefused
from ecreview.model.scope import Decision, Goal, Period, Settings
from ecreview.model.text import EMPTY, Text, Unit, same
from ecreview.report.workbook import build_workbook
from tests.memory.workbooks import ACTIONS, GOALS, RISKS, Table, edited, exported, read
from tests.report.story import LAST_YEAR, PERIOD, story

if TYPE_CHECKING:
    from pathlib import Path

    from ecreview.model.findings import Finding
    from ecreview.model.text import Lang


def in_language(action: Action, lang: Lang) -> Action:
    """Return the action as a workbook in one language can remember it."""
    texts: dict[str, Text] = {
        n: same(getattr(action, n).of(lang)) for n in ("text", "why", "owner")
    }
    return replace(action, text=texts["text"], why=texts["why"], owner=texts["owner"])


def as_exported(lang: Lang = "zh") -> tuple[Action, ...]:
    return tuple(in_language(action, lang) for action in story().actions)


def codes(findings: tuple[Finding, ...]) -> list[str]:
    return [finding.kind.code for finding in findings]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_an_untouched_workbook_reads_back_as_it_was_exported(lang: Lang) -> None:
    memory, findings = read(exported(lang))
    assert findings == ()
    assert memory.review == "story"
    assert memory.scope == replace(story().scope, period=PERIOD, baseline=LAST_YEAR)
    assert memory.currency == "CNY"
    assert memory.goals == story().goals
    assert memory.actions == as_exported(lang)
    assert memory.risks == ()


def test_figures_are_remembered_with_their_basis_and_undefined_ones_as_undefined() -> None:
    values = read(exported())[0].values
    net = "time=pay;refund=pay_cohort;subsidy=buyer_paid;unit=order;shipping=in"
    assert values["overview/gsv"] == Remembered(183_046_580, Unit.CENTS, net)
    assert values["overview/rep_30"].value is None


def test_tables_are_found_wherever_they_went() -> None:
    def move(book: Any) -> None:
        actions, goals = Table.of(book, ACTIONS).sheet, Table.of(book, GOALS).sheet
        actions.title = "待办"
        book.move_sheet(actions, -16)
        actions.insert_rows(1, 3)
        actions.insert_cols(1, 2)
        goals.insert_rows(Table.of(book, GOALS).top, 2)

    memory, findings = read(edited(move))
    assert findings == ()
    assert (memory.goals, memory.actions) == (story().goals, as_exported())


def test_rows_put_in_above_the_visible_header_land_below_the_hidden_keys() -> None:
    def insert(book: Any) -> None:
        table = Table.of(book, ACTIONS)
        table.sheet.insert_rows(table.top + 1, 2)
        table.sheet.cell(table.top + 1, 4).value = "周会后更新"

    memory, findings = read(edited(insert))
    assert findings == ()
    assert memory.actions == as_exported()


def test_sorted_rows_keep_what_only_the_record_knows() -> None:
    def swap(book: Any) -> None:
        table = Table.of(book, ACTIONS)
        for column in table.columns.values():
            cells = [table.sheet.cell(table.row(at), column) for at in (0, 2)]
            cells[0].value, cells[1].value = cells[1].value, cells[0].value

    assert read(edited(swap))[0].actions == as_exported()[::-1]


def test_edits_win_over_the_record() -> None:
    def edit(book: Any) -> None:
        table = Table.of(book, ACTIONS)
        table.write(0, status="In progress", owner="张店长", due=date(2026, 8, 1), kind="seize")
        table.write(0, target=0.36, worth=90_000, effort=4, note="先补两款")
        table.write(1, note="2026-06-22 已停一个; 2026-06-25 全停；看一周", due="无", worth="-")

    first, second, _ = read(edited(edit))[0].actions
    old = as_exported()
    assert first == replace(
        old[0],
        kind=ActionKind.SEIZE,
        status=Status.DOING,
        owner=same("张店长"),
        due=date(2026, 8, 1),
        target=0.36,
        effort=4,
        worth_cents=9_000_000,
        worth_low=None,
        worth_high=None,
        log=(LogEntry(PERIOD.last, "先补两款"),),
    )
    notes = (LogEntry(date(2026, 6, 22), "已停一个"), LogEntry(date(2026, 6, 25), "全停；看一周"))
    assert second == replace(
        old[1], log=notes, due=None, worth_cents=None, worth_low=None, worth_high=None
    )


def test_a_cleared_row_is_gone_and_rows_below_it_stay() -> None:
    memory, findings = read(edited(lambda book: Table.of(book, ACTIONS).clear(1)))
    assert memory.actions == (as_exported()[0], as_exported()[2])
    assert findings == ()


def test_a_row_without_id_or_with_one_from_above_is_new() -> None:
    def add(book: Any) -> None:
        table = Table.of(book, ACTIONS)
        table.write(
            3, text="换尺码表", metric="退款率", baseline="31.8%", target=25, status="未开始"
        )
        table.write(4, id="RE-14", text="补 L 码")

    *_, third, fourth = read(edited(add))[0].actions
    blank = Action("", ActionKind.FIX, EMPTY, "", EMPTY, status=Status.OPEN)
    assert third == replace(
        blank,
        id="NEW-1",
        text=same("换尺码表"),
        metric="refund_rate_amt",
        baseline=0.318,
        target=0.25,
    )
    assert fourth == replace(blank, id="NEW-2", text=same("补 L 码"))


def test_words_nobody_knows_are_told_with_their_place_and_the_row_is_kept() -> None:
    def edit(book: Any) -> None:
        table = Table.of(book, ACTIONS)
        table.write(0, status="快好了", due="下周", metric="心情")
        table.write(2, status="差不多", effort=9)

    memory, findings = read(edited(edit))
    first, _, third = memory.actions
    old = as_exported()
    assert first == replace(old[0], metric="心情")
    assert third == old[2]
    assert set(codes(findings)) == {"MEMORY_WORD_UNKNOWN"}
    told = {f.place.column: (f.place.rows, f.count, f.of) for f in findings}
    assert told == {
        "状态": ((8, 10), 2, 3),
        "到期": ((8,), 1, 3),
        "看哪个数": ((8,), 1, 3),
        "费力 1～5": ((10,), 1, 3),
    }
    assert findings[0].place.sheet == "16 行动清单"
    assert "快好了" in next(f.message.zh for f in findings if f.place.column == "状态")


def test_goals_are_edited_added_and_given_to_the_next_period() -> None:
    def edit(book: Any) -> None:
        table = Table.of(book, GOALS)
        table.write(0, target=3_500_000, owner="老板")
        table.write(1, start=date(2026, 11, 1), last=date(2026, 11, 11))
        days = {"start": "2026/11/1", "last": "2026年11月11日"}
        table.write(2, title="支付金额（元）", scope="旗舰店", target="500万", **days)
        table.write(3, metric="退款率", target=20, **days)

    memory, findings = read(edited(edit))
    november = Period.over(date(2026, 11, 1), date(2026, 11, 11))
    assert memory.goals.items == (
        Goal("gmv_pay", 350_000_000, PERIOD, owner="老板"),
        Goal("pay_cvr", 0.0354, november),
        Goal("gmv_pay", 500_000_000, november, scope="旗舰店"),
        Goal("refund_rate_amt", 0.2, november),
    )
    assert findings == ()


def test_a_goal_without_value_days_or_known_metric_is_left_out_and_told() -> None:
    def edit(book: Any) -> None:
        table = Table.of(book, GOALS)
        table.write(0, target=None)
        table.write(1, last=date(2026, 5, 30))
        table.write(2, metric="心情", start=date(2026, 6, 1), last=date(2026, 6, 1), target=1)

    memory, findings = read(edited(edit))
    assert memory.goals.items == ()
    incomplete, unknown = sorted(findings, key=lambda f: f.kind.code)
    assert (incomplete.kind.code, incomplete.place.rows) == ("MEMORY_ROW_UNUSABLE", (9, 10, 11))
    assert (unknown.kind.code, unknown.place.column) == ("MEMORY_WORD_UNKNOWN", "指标 id")


def test_an_unchanged_target_keeps_the_digits_that_the_sheet_does_not_show() -> None:
    third = Goal("pay_cvr", 1 / 30, PERIOD)
    odd = Goal("aov_buyer", 17_643.333333333332, PERIOD)
    made = replace(story(), goals=replace(story().goals, items=(third, odd)))
    assert read(build_workbook(made, "zh"))[0].goals == made.goals


def test_a_rate_above_one_that_we_wrote_is_no_percentage() -> None:
    made = replace(story(), goals=replace(story().goals, items=(Goal("attainment", 1.05, PERIOD),)))
    content = build_workbook(made, "zh")
    raised = edited(lambda book: Table.of(book, GOALS).write(0, target=1.1), content)
    assert read(raised)[0].goals.items == (Goal("attainment", 1.1, PERIOD),)


def test_risks_that_people_wrote_are_read_with_what_they_left_open() -> None:
    def fill(book: Any) -> None:
        table = Table.of(book, RISKS)
        table.write(
            0, family="流程", cause="爆仓", severity=9, occurrence=4, detection=3, plan="加人"
        )
        table.write(1, id="K-1", cause="改规则", due=date(2026, 7, 1), status="完成", severity=11)
        table.write(2, family="品牌")

    memory, findings = read(edited(fill))
    burst = Risk("NEW-1", "流程", same("爆仓"), 9, 4, 3, plan=same("加人"))
    rule = Risk(
        "K-1", "", same("改规则"), None, None, None, due=date(2026, 7, 1), status=Status.DONE
    )
    assert memory.risks == (burst, rule)
    assert [(r.priority_number, r.is_high) for r in memory.risks] == [(108, True), (None, False)]
    assert codes(findings) == ["MEMORY_ROW_UNUSABLE", "MEMORY_WORD_UNKNOWN"]


def test_without_the_hidden_record_the_tables_alone_are_read_and_that_is_told() -> None:
    memory, findings = read(edited(lambda book: book.remove(book["_ecreview"])))
    assert codes(findings) == ["MEMORY_GONE"]
    assert (memory.scope, memory.values) == (None, {})
    assert memory.goals == story().goals
    seen = [(a.id, a.text, a.status, a.log) for a in memory.actions]
    assert seen == [(a.id, a.text, a.status, a.log) for a in as_exported()]


@pytest.mark.parametrize("text", ["{", "[" * 100_000, '"kpis": 1}', '"period": {"start": "?"}}'])
def test_a_damaged_record_counts_as_gone(text: str) -> None:
    def damage(book: Any) -> None:
        book["_ecreview"]["A1"].value = f'{{"schema": "ecreview.memory/1", {text}'[:32_000]

    memory, findings = read(edited(damage))
    assert codes(findings) == ["MEMORY_GONE"]
    assert len(memory.actions) == 3


def test_a_table_that_was_removed_is_taken_as_exported_and_told() -> None:
    memory, findings = read(edited(lambda book: book.remove(Table.of(book, ACTIONS).sheet)))
    assert memory.actions == as_exported()
    assert codes(findings) == ["MEMORY_TABLE_GONE"]
    assert "行动" in findings[0].message.zh


def test_of_two_copies_of_a_table_the_first_is_read_and_that_is_told() -> None:
    memory, findings = read(edited(lambda book: book.copy_worksheet(Table.of(book, ACTIONS).sheet)))
    assert memory.actions == as_exported()
    assert codes(findings) == ["MEMORY_TABLE_AGAIN"]
    assert findings[0].place.sheet == "16 行动清单 Copy"


def test_a_record_longer_than_one_cell_reads_back_whole() -> None:
    many = tuple(replace(story().actions[0], id=f"A-{i}") for i in range(200))
    memory, findings = read(build_workbook(replace(story(), actions=many), "zh"))
    assert memory.actions == tuple(in_language(action, "zh") for action in many)
    assert findings == ()


def newer_record(book: Any) -> None:
    cell = book["_ecreview"]["A1"]
    cell.value = cell.value.replace("ecreview.memory/1", "ecreview.memory/2")


def newer_table(book: Any) -> None:
    table = Table.of(book, GOALS)
    table.sheet.cell(table.top, 1).value = "#ec:goals:2"


@pytest.mark.parametrize("change", [newer_record, newer_table])
def test_a_workbook_of_a_newer_version_is_refused_in_plain_words(change: Any) -> None:
    with pytest.raises(NotAReview) as refused:
        read(edited(change))
    assert refused.value.code == "REVIEW_NEWER"
    assert "升级" in refused.value.text.zh


def other_workbook() -> bytes:
    book = Workbook()
    book.worksheets[0].append(["订单编号", "金额"])
    saved = BytesIO()
    book.save(saved)
    return saved.getvalue()


@pytest.mark.parametrize("content", [other_workbook(), "订单编号,金额\n1,2\n".encode()])
def test_any_other_table_is_no_review(content: bytes) -> None:
    with pytest.raises(NotAReview) as refused:
        read(content)
    assert refused.value.code == "NOT_A_REVIEW"
    assert "不是本系统导出的复盘工作簿" in refused.value.text.zh


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 broken", b"%PDF-1.7", exported()[:-2_000]])
def test_a_file_that_cannot_be_read_is_refused_before_any_library_opens_it(content: bytes) -> None:
    with pytest.raises(FileRefused):
        read(content)


def test_the_worker_reads_the_same() -> None:
    assert read_last_review(exported()) == read(exported())


@pytest.mark.parametrize("form", ["xlsx", "ods", "xls"])
def test_another_program_saves_it_and_nothing_changes(form: str, tmp_path: Path) -> None:
    program = shutil.which("soffice")
    if program is None:
        pytest.skip("not installed: soffice")

    def edit(book: Any) -> None:
        table = Table.of(book, ACTIONS)
        table.write(1, status="完成", owner="老王")
        table.sheet.title = "行动（周会版）"
        table.sheet.insert_rows(1)

    (tmp_path / "review.xlsx").write_bytes(edited(edit))
    command = [program, "--headless", f"-env:UserInstallation=file://{tmp_path}/profile"]
    command += [
        "--convert-to",
        form,
        "--outdir",
        str(tmp_path / "out"),
        str(tmp_path / "review.xlsx"),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=120)  # noqa: S603 - our own arguments
    memory, findings = read((tmp_path / "out" / f"review.{form}").read_bytes())
    first, second, third = as_exported()
    done = replace(second, status=Status.DONE, owner=same("老王"))
    assert findings == ()
    assert memory.actions == (first, done, third)
    assert memory.goals == story().goals
    assert memory.values == read(exported())[0].values


def test_decisions_on_differences_come_back_and_those_that_people_wrote_are_read() -> None:
    made = story()
    known = Decision(
        "orders.payments", "3420618093340118205", "", is_accepted=True, note="换号支付"
    )
    made = replace(made, settings=replace(made.settings, decisions=(known,)))

    def fill(book: Any) -> None:
        table = Table.of(book, "#ec:decisions:1")
        table.write(1, pair="订单 ↔ 订单明细", left="A", right="B")
        table.write(2, pair="orders.payments", left="C", accepted="否", note="问客服")
        table.write(3, pair="没有这一对", left="D")
        table.write(4, pair="orders.payments", note="没有编号")

    memory, findings = read(edited(fill, build_workbook(made, "zh")))
    assert memory.decisions == (
        known,
        Decision("orders.order_lines", "A", "B"),
        Decision("orders.payments", "C", note="问客服"),
    )
    assert codes(findings) == ["MEMORY_ROW_UNUSABLE", "MEMORY_WORD_UNKNOWN"]
    settings = with_decisions(Settings(decisions=(replace(known, note="已查清"),)), memory)
    assert [d.note for d in settings.decisions] == ["已查清", "", "问客服"]
