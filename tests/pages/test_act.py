"""Deciding and exporting: decisions stay in the session and go into the workbook; options are recorded."""

from __future__ import annotations

import csv
from dataclasses import replace
from io import BytesIO, StringIO
from typing import TYPE_CHECKING
from zipfile import ZipFile

from ecreview.analyses.base import Choice
from ecreview.analyses.strategy import rfm
from ecreview.app.actions import answer, with_decisions
from ecreview.app.export import file_name, tables_zip
from ecreview.app.state import Session
from ecreview.model.action import Action, ActionKind, Status
from ecreview.model.text import same
from ecreview.review import review
from tests.pages.reading import words_on

if TYPE_CHECKING:
    from collections.abc import Callable

    import pytest
    from streamlit.testing.v1 import AppTest

    from ecreview.model.dataset import Dataset

    OpenPage = Callable[..., AppTest]


def _action(number: int, status: Status, worth: int | None) -> Action:
    return Action(
        f"A-{number}", ActionKind.FIX, same("do"), "pay_cvr", same("shop"), worth_cents=worth, status=status
    )  # fmt: skip


def test_the_answer_counts_what_is_taken_and_undecided_and_adds_only_what_is_estimated() -> None:
    words = answer(
        [
            _action(1, Status.OPEN, 100_000),
            _action(2, Status.SUGGESTED, None),
            _action(3, Status.DROPPED, 50_000),
        ]
    ).zh
    assert words == "3 条建议，能估的合计约值 ¥1,500.00；已采纳 1 条，待定 1 条。"


def test_suggestions_without_an_estimate_are_not_said_to_be_worth_nothing() -> None:
    assert answer([_action(1, Status.SUGGESTED, None)]).zh == "1 条建议；已采纳 0 条，待定 1 条。"


def test_taken_suggestions_go_on_the_board_and_stay_there_on_other_pages(
    open_page: OpenPage,
) -> None:
    at = open_page("actions")
    first = at.session_state["ecreview"]
    control = next(c for c in at.segmented_control if str(c.key).startswith("decision/"))
    identity = str(control.key).removeprefix("decision/")
    control.set_value(Status.OPEN)
    at.text_input(key=f"who/{identity}").set_value("陈佳")
    next(b for b in at.button if b.label == "保存决定").click().run()
    stored = {a.id: a for a in at.session_state["ecreview"].actions}
    assert first.actions == ()
    assert stored[identity].status is Status.OPEN
    assert stored[identity].owner == same("陈佳")
    at.switch_page("pages/review/verdict.py").run()
    at.switch_page("pages/act/actions.py").run()
    assert "陈佳" in words_on(at)
    assert at.session_state["ecreview"].actions[0].id in stored


def test_decisions_replace_the_suggestions_of_the_same_id(
    dataset: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = review(dataset)
    taken = replace(made.actions[0], status=Status.OPEN)
    monkeypatch.setattr("ecreview.app.actions.session", lambda: Session(actions=(taken,)))
    decided = with_decisions(made).actions
    assert decided[0].status is Status.OPEN
    assert decided[1:] == made.actions[1:]


def test_an_option_changes_the_section_and_is_recorded(open_page: OpenPage) -> None:
    at = open_page("strategy")
    option = next(o for o in rfm.ANALYSIS.options if isinstance(o, Choice))
    other = next(value for value, _ in option.values if value != option.default)
    before = words_on(at)
    at.segmented_control(key=f"option/rfm.{option.key}").set_value(other).run()
    assert at.session_state["ecreview"].settings.options == {f"rfm.{option.key}": other}
    assert words_on(at) != before


def test_cleaned_tables_are_exported_row_by_row_without_keys_of_persons(dataset: Dataset) -> None:
    with ZipFile(BytesIO(tables_zip(dataset, "en"))) as archive:
        assert sorted(archive.namelist()) == sorted(f"{key}.csv" for key in dataset.tables)
        text = archive.read("orders.csv").decode("utf-8-sig")
    rows = list(csv.reader(StringIO(text, newline="")))
    assert len(rows) == 1 + len(dataset.tables["orders"].frame)
    assert "Buyer id" not in rows[0]


def test_the_same_tables_give_the_same_zip(dataset: Dataset) -> None:
    assert tables_zip(dataset, "zh") == tables_zip(dataset, "zh")


def test_the_name_of_a_file_tells_the_period(dataset: Dataset) -> None:
    made = review(dataset)
    assert file_name(made.scope, "zh").startswith("复盘_2026-")
    assert file_name(made.scope, "en").startswith("review_2026-")
