"""What a boss sees: the figures themselves, causes and limits, colours only where data suffice, plain columns."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest

from ecreview.model.grade import Grade
from ecreview.model.scope import Settings
from ecreview.model.section import Column, Grid, Note, NoteKind, Section
from ecreview.model.text import Unit, same
from ecreview.report.palette import LIGHT
from tests.report.opening import find, opened, values
from tests.report.story import gap, overview, retold, story, with_long_list

if TYPE_CHECKING:
    from ecreview.model.text import Lang


@pytest.fixture(scope="module")
def book() -> Any:
    return opened(story())


def test_a_column_for_the_record_only_stands_on_no_sheet() -> None:
    frame = pd.DataFrame({"code": ["machine_word"], "is_open": [True], "people": [3]})
    columns = (
        Column("code", same("hidden title"), is_shown=False),
        Column("is_open", same("open")),
        Column("people", same("people"), Unit.COUNT),
    )
    section = Section(
        "funnel", "insight", same("t"), same("a"), grids=(Grid("g", same("g"), columns, frame),)
    )
    shown = values(opened(retold(section))["05 转化漏斗"])
    assert "machine_word" not in shown
    assert "hidden title" not in shown
    assert "是" in shown
    assert 3 in shown


def test_every_number_of_the_verdict_and_of_the_evidence_is_the_figure_itself(book: Any) -> None:
    verdict, index = book["01 一页结论"], book["21 证据索引"]
    scales = {"万元": 1e6, "元": 100, "万": 1e4, "": 1}
    for figure in overview().figures[:8]:
        title = next(
            c
            for row in verdict.iter_rows()
            for c in row
            if re.fullmatch(rf"{re.escape(figure.title.zh)}(（[^（）]+）)?", str(c.value))
            and c.hyperlink
        )
        unit = re.findall(r"（(万元|元|万)）$", title.value)
        shown = verdict.cell(title.row + 1, title.column).value
        assert shown * scales[unit[0] if unit else ""] == pytest.approx(figure.value, rel=1e-12)
    figures = [figure for section in story().told for figure in section.figures]
    for row, figure in enumerate(figures, start=find(index, "E-001").row):
        cents = 100 if figure.unit is Unit.CENTS else 1
        value, numerator = index.cell(row, 5).value, index.cell(row, 6).value
        assert value == (None if figure.value is None else pytest.approx(figure.value / cents))
        assert (numerator is None) == (figure.numerator is None)
        assert index.cell(row, 8).value == figure.n


def test_a_difference_of_grade_d_has_neither_a_good_nor_a_bad_colour() -> None:
    leading, *others = overview().figures
    doubtful = replace(leading, grade=Grade.D)
    sheet = opened(retold(replace(overview(), figures=(doubtful, *others))))["01 一页结论"]
    title = find(sheet, "支付金额（万元）")
    apart = sheet.cell(title.row + 1, title.column + 2)
    assert apart.value == pytest.approx(-0.1053442)
    assert apart.font.color.rgb[2:] == LIGHT.mute[1:]
    assert title.border.left.color.rgb[2:] == LIGHT.unknown[1:]


@pytest.mark.parametrize(
    ("currency", "lang", "header"),
    [
        ("CNY", "zh", "净额（元）"),
        ("GBP", "zh", "净额（£）"),
        ("GBP", "en", "Net sales (£)"),
        ("CNY", "en", "Net sales (¥)"),
    ],
)
def test_headers_name_the_currency_of_the_settings(currency: str, lang: Lang, header: str) -> None:
    made = replace(story(), settings=Settings(currency=currency))
    sheets = opened(made, lang).worksheets
    assert header in values(sheets[9])
    every = [str(v) for s in sheets if s.title != "_ecreview" for v in values(s)]
    assert currency == "CNY" or not [v for v in every if "元）" in v]


def test_the_verdict_leads_with_limits_about_its_own_figures() -> None:
    general = tuple(Note(NoteKind.LIMIT, same(f"general {i}")) for i in range(3))
    about = Note(NoteKind.LIMIT, same("about net sales"), ("overview/gsv",))
    sheet = opened(retold(replace(overview(), notes=(*general, about))))["01 一页结论"]
    assert [v for v in values(sheet) if str(v).startswith("! g") or "about" in str(v)] == [
        "! about net sales",
        "! general 0",
        "! general 1",
    ]


def test_what_else_cost_money_stands_below_a_single_cause() -> None:
    first = replace(gap().notes[0], evidence=("gap/effect_cart_order",))
    same_metric = Note(NoteKind.FINDING, same("the same again"), ("funnel/cart_order",), -900)
    other = Note(NoteKind.FINDING, same("fewer carts"), ("funnel/cart_rate",), -800)
    gain = Note(NoteKind.FINDING, same("more visitors"), ("overview/uv",), 700)
    told = replace(gap(), notes=(first, same_metric, other, gain))
    shown = values(opened(retold(told))["01 一页结论"])
    assert "主要原因，还少在哪里" in shown
    assert "fewer carts" in shown
    assert "the same again" not in shown
    assert "more visitors" not in shown


def test_a_long_list_is_printed_by_its_head_only_and_the_footer_says_so() -> None:
    sheet = opened(with_long_list(400))["05 转化漏斗"]
    last = max(int(row) for row in re.findall(r"\$(\d+)(?:,|$)", sheet.print_area))
    ids = [c.row for (c,) in sheet.iter_rows(min_col=3, max_col=3) if str(c.value)[:5] == "34206"]
    assert ids[0] < last < ids[30]
    assert "长清单只打印开头几行" in sheet.oddFooter.center.text
    assert "长清单" not in opened(story())["02 目标达成"].oddFooter.center.text
