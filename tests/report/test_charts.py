"""Each shape drawn: valid, in its language, with shared axes, true to its numbers."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import altair as alt
import pandas as pd
import pytest

from ecreview.model.section import Band
from ecreview.model.text import LANGS, Unit, same
from ecreview.report.charts import draw
from ecreview.report.charts.brush import Brush
from ecreview.report.charts.trend import spread
from ecreview.report.charts.waterfall import fold
from ecreview.report.palette import DARK, DARK_STEPS_FROM, LIGHT, Palette
from ecreview.report.shapes import wide
from tests.report import examples

if TYPE_CHECKING:
    from ecreview.model.section import Chart, HeatmapChart
    from ecreview.model.text import Lang

CHARTS = examples.all_charts()
CJK = re.compile(r"[\u4e00-\u9fff]")


def spec(chart: Chart, lang: Lang = "zh", *, dark: bool = False) -> dict[str, Any]:
    drawn: dict[str, Any] = draw(
        chart, lang, dark=dark
    ).to_dict()  # validates against the schema of Vega-Lite
    return drawn


def texts(drawn: dict[str, Any]) -> str:
    """Return the whole specification without the names of fonts."""
    return json.dumps({**drawn, "config": None}, ensure_ascii=False)


@pytest.mark.parametrize("chart", CHARTS, ids=lambda c: f"{type(c).__name__}-{c.key}")
@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("dark", [False, True])
def test_every_shape_is_a_valid_chart_with_words_for_those_who_cannot_see_it(
    chart: Chart,
    lang: Lang,
    dark: bool,  # noqa: FBT001 - given by the parameters
) -> None:
    drawn = spec(chart, lang, dark=dark)
    assert drawn["description"] == chart.alt.of(lang)
    assert drawn["width"] == "container"
    assert drawn["background"] == "transparent"


@pytest.mark.parametrize("chart", CHARTS, ids=lambda c: f"{type(c).__name__}-{c.key}")
def test_layers_of_a_chart_share_axis_and_scale(chart: Chart) -> None:
    layers = spec(chart)["layer"]
    for channel in ("x", "y"):
        used = [
            layer["encoding"][channel]
            for layer in layers
            if "axis" in layer["encoding"].get(channel, {})
        ]
        assert used
        assert all((e["axis"], e["scale"]) == (used[0]["axis"], used[0]["scale"]) for e in used)
        others = [layer["encoding"][channel] for layer in layers if channel in layer["encoding"]]
        assert all("axis" in e or "value" in e for e in others)


@pytest.mark.parametrize("chart", CHARTS, ids=lambda c: f"{type(c).__name__}-{c.key}")
def test_no_legend_no_title_and_no_time_zone_in_a_chart(chart: Chart) -> None:
    drawn = texts(spec(chart))
    assert '"temporal"' not in drawn
    assert '"title": {' not in drawn
    legends = [
        e
        for layer in spec(chart)["layer"]
        for e in layer["encoding"].values()
        if isinstance(e, dict) and e.get("legend")
    ]
    assert not legends


@pytest.mark.parametrize("chart", [c for c in CHARTS if c.key != "rows"], ids=lambda c: c.key)
def test_an_english_chart_has_no_chinese_word(chart: Chart) -> None:
    assert not CJK.search(texts(spec(chart, "en")))


def test_drawing_leaves_the_frame_untouched() -> None:
    chart = examples.trend()
    before = chart.frame.copy(deep=True)
    draw(chart, "zh")
    pd.testing.assert_frame_equal(chart.frame, before)


def rows_of(drawn: dict[str, Any]) -> list[dict[str, Any]]:
    return (
        [row for values in drawn["datasets"].values() for row in values]
        if "datasets" in drawn
        else [row for layer in drawn["layer"] for row in layer.get("data", {}).get("values", [])]
    )


def labels(chart: Chart, lang: Lang = "zh") -> set[str]:
    return {str(v) for row in rows_of(spec(chart, lang)) for v in row.values()}


def test_the_gap_is_labelled_with_signed_amounts_in_wan() -> None:
    assert {"+18.7 万", "+9.3 万", "−55.7 万", "−6.7 万", "+2.7 万", "−31.6 万"} <= labels(
        examples.gap_waterfall()
    )
    assert {"+¥187.4K", "−¥556.8K"} <= labels(examples.gap_waterfall(), "en")


def test_a_bridge_says_a_tiny_step_in_full_where_its_unit_would_give_zero() -> None:
    found = labels(examples.bridge())
    assert {"321.5", "−85.4", "−¥312.60", "179.2"} <= found


def test_a_funnel_says_more_or_less_than_the_target_in_words() -> None:
    assert {"多 32,600", "少 1,933"} <= labels(examples.funnel())
    assert {"32,600 more", "1,933 fewer"} <= labels(examples.funnel(), "en")


def test_a_row_with_too_small_a_sample_shows_its_counts_and_no_rate() -> None:
    found = labels(examples.intervals())
    assert "4 / 168 人 · 样本不足" in found
    assert "2.38%" not in found


def test_a_heat_map_whose_colour_says_all_carries_no_values() -> None:
    def values(chart: HeatmapChart) -> set[str]:
        return {row["c5"] for row in rows_of(spec(chart)) if "c12" in row}

    whole = examples.heatmap()
    assert "8.4%" in values(whole)
    assert values(replace(whole, has_labels=False)) == {""}


def test_only_unfinished_cells_of_a_heat_map_are_hatched() -> None:
    hatched = [
        row for row in rows_of(spec(examples.heatmap())) if set(row) == {"c0", "c1", "c2", "c3"}
    ]
    columns = {round((row["c0"] + row["c1"]) / 2) for row in hatched}
    assert columns == {1, 2}  # third month of February, second and third of March
    whole = examples.heatmap()
    done = replace(whole, frame=whole.frame.assign(complete=True))
    assert not [row for row in rows_of(spec(done)) if set(row) == {"c0", "c1", "c2", "c3"}]


def test_a_day_without_a_value_stays_empty_and_is_not_zero() -> None:
    rows = [
        r for r in rows_of(spec(examples.trend())) if r.get("c2") == "本期" and r.get("c0") == 4
    ]
    assert rows[0]["c1"] is None
    assert rows[0]["c8"] == "—"


def test_days_stand_at_their_distance_from_the_first_one() -> None:
    rows = [r for r in rows_of(spec(examples.trend())) if r.get("c7") == "2026-06-16"]
    assert {r["c0"] for r in rows} == {16}


def test_equal_labels_stay_two_bars() -> None:
    rows = [r for r in rows_of(spec(examples.bars())) if r.get("c4") == "退款"]
    assert [r["c0"] for r in rows] == [3, 4]


def test_a_name_with_quotes_cannot_break_the_label_expression() -> None:
    evil = examples.bars()
    chart = replace(evil, frame=evil.frame.assign(label='"]+alert(1)+["\\'))
    axis = spec(chart)["layer"][0]["encoding"]["y"]["axis"]
    names, _, rest = axis["labelExpr"].rpartition("[datum.value]")
    assert json.loads(names)[0] == '"]+alert(1)+["\\'
    assert rest == " || ''"


def test_a_crowd_of_points_is_thinned_to_five_thousand() -> None:
    frame = pd.DataFrame({"x": range(12_000), "y": [100.0] * 12_000})
    chart = replace(examples.scatter(), frame=frame)
    assert 3_000 < len([r for r in rows_of(spec(chart)) if "c5" in r]) <= 5_000


def test_a_chart_without_rows_is_still_a_chart() -> None:
    for chart in (
        examples.bars(),
        examples.funnel(),
        examples.gap_waterfall(),
        examples.tree(),
        examples.matrix(),
    ):
        assert isinstance(draw(replace(chart, frame=chart.frame.head(0)), "zh"), alt.LayerChart)


@pytest.mark.parametrize(
    ("unit", "peak", "lang", "suffix"),
    [
        (Unit.CENTS, 999_999, "zh", ""),
        (Unit.CENTS, 1_000_000, "zh", " 万"),
        (Unit.CENTS, 99_999_999, "en", "K"),
        (Unit.CENTS, 100_000_000, "en", "M"),
        (Unit.COUNT, 99_999, "zh", ""),
        (Unit.COUNT, 100_000, "zh", " 万"),
        (Unit.COUNT, 100_000, "en", ""),
        (Unit.SECONDS, 7_199, "zh", " 分钟"),
        (Unit.SECONDS, 7_200, "zh", " 小时"),
        (Unit.SECONDS, 59, "en", " s"),
    ],
)
def test_an_axis_takes_the_unit_that_keeps_its_numbers_short(
    unit: Unit, peak: float, lang: Lang, suffix: str
) -> None:
    assert Brush(lang, LIGHT, "CNY").measure(unit, [0.0, -peak]).suffix == suffix


def test_labels_at_line_ends_keep_their_order_and_distance() -> None:
    places = spread([10.0, 9.9, 9.8, 1.0], gap=1.0)
    assert places[-1] == 1.0
    assert all(a - b >= 1.0 - 1e-9 for a, b in pairwise(places))
    assert sum(places[:3]) == pytest.approx(29.7)


def test_names_fold_between_words_and_between_characters() -> None:
    assert fold("Closed before it was paid", 11) == ["Closed", "before it", "was paid"]
    assert fold("下单", 11) == ["下单"]


@pytest.mark.parametrize("palette", [LIGHT, DARK])
def test_good_and_bad_differ_in_more_than_hue(palette: Any) -> None:
    assert len({palette.good, palette.bad, palette.actual, palette.total}) == 4
    assert palette.step(5, 10) == 5
    assert palette.step(-1, 10) == 0


def test_a_stacked_bar_has_its_parts_behind_each_other_and_its_sum_at_the_end() -> None:
    rows = rows_of(spec(examples.stacked()))
    parts = [(r["c0"], r["c1"], r["c8"]) for r in rows if "c8" in r]
    assert parts == [(0, 0, 900), (0, 900, 1_000), (1, 0, 8)]
    assert [(r["c0"], r["c1"], r["c3"]) for r in rows if "c8" not in r] == [
        (0, 1_000, "1,000"),
        (1, 8, "8"),
    ]


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("step", range(10))
def test_words_on_every_colour_of_a_heat_map_can_be_read(palette: Palette, step: int) -> None:
    ink = palette.paper if step >= DARK_STEPS_FROM else palette.ink
    assert contrast(palette.sequential[step], ink) >= 4.5  # WCAG 2.2, level AA


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of WCAG 2.2."""
    low, high = sorted(map(_luminance, (one, other)))
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize(
    ("chart", "longest"),
    [
        (examples.gap_waterfall(), "−31.6 万"),
        (examples.trend(), "去年 71.4 万"),
        (examples.shares(), "38.6%"),
    ],
    ids=lambda c: getattr(c, "key", ""),
)
def test_the_longest_label_has_its_room_in_pixels_at_any_width(chart: Chart, longest: str) -> None:
    assert longest in " ".join(labels(chart))
    scales = [
        layer["encoding"]["x"]["scale"]
        for layer in spec(chart)["layer"]
        if "scale" in layer["encoding"].get("x", {})
    ]
    right = scales[0]["range"][1]["expr"]
    assert int(right.split("width - ")[1].split(",")[0]) > 6 * wide(longest)  # 12.5 px type


@pytest.mark.parametrize(("bars", "is_standing"), [(11, True), (12, False)])
def test_a_bridge_of_many_bars_lies_down(bars: int, is_standing: bool) -> None:  # noqa: FBT001
    chart = examples.bridge()
    steps = pd.DataFrame({"label": list("abc"), "value": -100, "kind": "step", "tone": "bad"})
    frame = pd.concat([steps.head(bars - len(chart.frame)), chart.frame])
    names_on_x = json.dumps(spec(replace(chart, frame=frame))["layer"][1]["encoding"]["x"])
    assert ("labelAngle" in names_on_x) == is_standing


def test_names_of_stretches_that_would_touch_stand_on_two_lines() -> None:
    chart = examples.trend()
    bands = tuple(Band(date(2026, 6, d), date(2026, 6, d), same(f"活动 {d}")) for d in (8, 9, 16))
    rows = [r for r in rows_of(spec(replace(chart, bands=bands))) if "c15" in r]
    assert {(r["c3"], r["c15"]) for r in rows} == {("活动 8", 0), ("活动 9", 1), ("活动 16", 0)}


def test_many_stretches_leave_the_chart_its_height() -> None:
    """Forty days with a name each: four lines of names at most, the rest is shaded only."""
    chart = examples.trend()
    day = date(2026, 6, 1)
    bands = tuple(
        Band(day + timedelta(days=2 * d), day + timedelta(days=2 * d), same("缺数据的一天"))
        for d in range(40)
    )
    drawn = spec(replace(chart, bands=bands))
    heights = [
        s["range"][0] for s in scales_of(drawn) if s.get("nice") is False and s["range"][1] == 0
    ]
    assert set(heights) == {260 - 4 * 15}
    shown = [t["filter"] for t in transforms_of(drawn)]
    assert all("datum.c15 < 4" in f for f in shown if "c16" in f)


def scales_of(node: Any) -> list[Any]:
    """Return all scales in a drawing."""
    return _found(node, "scale")


def transforms_of(node: Any) -> list[Any]:
    """Return all filters in a drawing."""
    return [step for steps in _found(node, "transform") for step in steps if "filter" in step]


def _found(node: Any, key: str) -> list[Any]:
    """Return what stands under that key, anywhere."""
    if isinstance(node, list):
        return [hit for part in node for hit in _found(part, key)]
    if not isinstance(node, dict):
        return []
    own = [node[key]] if isinstance(node.get(key), dict | list) else []
    return own + [hit for part in node.values() for hit in _found(part, key)]
