"""Every rule fires once and stays silent once; borders of thresholds on both sides."""

from dataclasses import replace
from datetime import date
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from ecreview.analyses.goals.actions import RULES, analyze, present, priority, suggest
from ecreview.analyses.goals.effects import Effect
from ecreview.analyses.goals.gap import GapResult
from ecreview.analyses.goals.rules import Facts, Rule
from ecreview.analyses.goals.vanity import Sign, Vanity
from ecreview.analyses.insight.funnel import FunnelResult
from ecreview.analyses.insight.funnel_stages import Funnel
from ecreview.analyses.insight.steps import Step
from ecreview.analyses.trust import Trust
from ecreview.model.action import Action, ActionKind, Status
from ecreview.model.grade import Grade
from ecreview.model.metrics import metric
from ecreview.model.scope import Settings
from ecreview.model.section import Basis, Figure, NoteKind
from ecreview.model.text import EMPTY, Text
from tests.builders import Row, dataset, inputs, period

TEN, BEFORE = period("2026-06-01", "2026-06-10"), period("2026-05-22", "2026-05-31")
END = date(2026, 6, 10)
WORD = Text(zh="词", en="word")
EMPTY_INPUTS = inputs(dataset(), TEN)


def figure(
    key: str, value: float, baseline: float | None, grade: Grade = Grade.A, **more: Any
) -> Figure:
    known = metric(key)
    return Figure(key, known.title, value, known.unit, baseline=baseline, grade=grade, **more)


def overview(*figures: Figure, vanity: Vanity | None = None) -> Any:
    made: Any = SimpleNamespace(figures=figures, vanity=vanity)
    return made


def effect(key: str, cents: int, grade: Grade = Grade.A) -> Effect:
    return Effect(
        key, WORD, metric(key).unit, 1.0, 2.0, cents, None, WORD, grade, cents - 5, cents + 5
    )


def gap(*effects: Effect, reference: int = 100_000) -> GapResult:
    total = reference + sum(e.cents for e in effects)
    return GapResult("baseline", total, reference, effects)


def funnel(key: str, lost_cents: int = 500, part: int = 400, whole: int = 1_000) -> FunnelResult:
    step = Step(key, WORD, part, whole, (500, 1_000), lost=100, lost_cents=lost_cents)
    made = Funnel("people", WORD, EMPTY, EMPTY, Basis(), (), (step,), Trust(()), Trust(()))
    return FunnelResult((made,), has_events=False, currency="CNY")


def repeats(twice: int, buyers: int) -> Any:
    return SimpleNamespace(twice=twice, buyers=buyers)


def cohorts(now: Any, before: Any) -> Any:
    return SimpleNamespace(repurchase=SimpleNamespace(now=now, before=before, trust=Trust(())))


def rfm(lapsed: int, others: int) -> Any:
    codes = np.array([1] * lapsed + [7] * others)
    return SimpleNamespace(
        rule="fixed",
        codes={"fixed": codes},
        monetary=np.full(len(codes), 1_000),
        trust=Trust(()),
    )


def quality(part: int, whole: int) -> Any:
    bill = SimpleNamespace(rate_amount=(part, whole), unexplained_cents=-30, key="orders.payments")
    return SimpleNamespace(bill=bill)


def goals(product: float) -> Any:
    return SimpleNamespace(product_and_target=(product, 100_000))


def costs(covered: int) -> Any:
    lines = [{"order_id": "1", "sku_code": sku, "quantity": 1, "line_amount": cents}
             for sku, cents in (("A", covered), ("B", 1_000 - covered))]  # fmt: skip
    data = dataset(
        orders=[{"order_id": "1", "paid_at": "2026-06-05", "order_amount": 1_000, "refunded": 0}],
        order_lines=lines,
        product_costs=[{"sku_code": "A", "unit_cost": 100}],
    )
    return inputs(data, TEN)


def channels(first: int, second: int) -> Any:
    rows: list[Row] = [
        {"order_id": name, "paid_at": "2026-06-05", "order_amount": cents, "channel": name}
        for name, cents in (("直播", first), ("搜索", second))
    ]
    return inputs(dataset(orders=rows), TEN)


RED = Vanity(
    1,
    (
        Sign("refund_rate_amt", WORD, 0.1, 0.2, rises=True),
        Sign("fee_ratio", WORD, 0.1, 0.2, rises=True),
    ),
)
PALE = Vanity(1, RED.signs[:1])
UV_WORST = gap(effect("uv", -900), effect("aov_buyer", -100))
UV_NOT_WORST = gap(effect("uv", -90), effect("aov_buyer", -100))
CVR = figure("pay_cvr", 0.03, 0.03)

# rule: facts that fire it, facts just beyond its border
CASES: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "RE-1": (
        {"overview": overview(figure("new_buyers", 90, 100)), "gap": UV_WORST},
        {"overview": overview(figure("new_buyers", 91, 100)), "gap": UV_WORST},
    ),
    "RE-6": (
        {"overview": overview(figure("uv", 900, 1_000), CVR)},
        {"overview": overview(figure("uv", 901, 1_000), CVR)},
    ),
    "RE-7": (
        {"overview": overview(figure("channel_share", 0.6, None)), "inputs": channels(600, 400)},
        {"overview": overview(figure("channel_share", 0.599, None)), "inputs": channels(599, 401)},
    ),
    "RE-13": ({"funnel": funnel("cart_rate")}, {"funnel": funnel("pay_rate")}),
    "RE-14": ({"funnel": funnel("pay_rate")}, {"funnel": funnel("cart_rate")}),
    "RE-17": (
        {"overview": overview(figure("aov_buyer", 9_500, 10_000))},
        {"overview": overview(figure("aov_buyer", 9_501, 10_000))},
    ),
    "RE-42": ({"gap": gap(effect("uv", 5_000))}, {"gap": gap(effect("uv", 4_999))}),
    "RE-24": (
        {"overview": overview(figure("refund_rate_amt", 0.13, 0.10, denominator=1_000))},
        {"overview": overview(figure("refund_rate_amt", 0.1299, 0.10, denominator=1_000))},
    ),
    "RE-25": (
        {"cohorts": cohorts(repeats(16, 200), repeats(20, 200))},
        {"cohorts": cohorts(repeats(17, 200), repeats(20, 200))},
    ),
    "RE-26": ({"rfm": rfm(10, 90)}, {"rfm": rfm(9, 91)}),
    "RE-30": (
        {"overview": overview(figure("fee_ratio", 0.13, 0.10, denominator=1_000))},
        {"overview": overview(figure("fee_ratio", 0.1299, 0.10, denominator=1_000))},
    ),
    "RE-32": ({"quality": quality(979, 1_000)}, {"quality": quality(980, 1_000)}),
    "RE-33": ({"inputs": costs(949)}, {"inputs": costs(950)}),
    "RE-40": (
        {"overview": overview(figure("gmv_pay", 2, 1), vanity=RED)},
        {"overview": overview(figure("gmv_pay", 2, 1), vanity=PALE)},
    ),
    "RE-41": ({"goals": goals(102_000)}, {"goals": goals(101_999)}),
}


def facts(**given: Any) -> Facts:
    return Facts(**({"inputs": EMPTY_INPUTS} | given))


def rule(key: str) -> Rule:
    return next(r for r in RULES if r.key == key)


@pytest.mark.parametrize("key", CASES)
def test_the_rule_fires_at_its_border_and_not_beyond(key: str) -> None:
    fires, silent = CASES[key]
    assert rule(key).fire(facts(**fires)) is not None
    assert rule(key).fire(facts(**silent)) is None


def test_every_rule_has_a_case_and_a_key_of_its_own() -> None:
    assert sorted(r.key for r in RULES) == sorted(CASES)


@pytest.mark.parametrize("key", CASES)
def test_without_the_numbers_it_needs_a_rule_is_silent(key: str) -> None:
    assert rule(key).fire(facts()) is None


@pytest.mark.parametrize("key", CASES)
def test_an_action_is_complete_in_both_languages(key: str) -> None:
    (action,) = suggest(facts(**CASES[key][0]), END, (rule(key),))
    for text in (action.text, action.why, action.owner):
        assert text.zh
        assert text.en
        assert "{" not in text.zh + text.en
    assert action.due is not None
    assert action.due > END
    assert action.evidence
    assert metric(action.metric).key == action.metric
    assert action.status is Status.SUGGESTED


def test_grade_d_fires_no_rule_but_those_that_mend_data() -> None:
    weak = {"overview": overview(figure("uv", 500, 1_000, Grade.D), CVR)}
    poor = {"overview": overview(figure("uv", 500, 1_000, Grade.C), CVR)}
    assert rule("RE-6").fire(facts(**weak)) is None
    assert rule("RE-6").fire(facts(**poor)) is not None
    shaky = replace(rule("RE-6"), mends_data=True)
    assert shaky.fire(facts(**weak)) is not None


def test_a_rule_follows_the_setting_of_its_threshold() -> None:
    strict = replace(EMPTY_INPUTS, settings=Settings(thresholds={"RE-6": 0.05}))
    told = {"overview": overview(figure("uv", 950, 1_000), CVR)}
    assert rule("RE-6").fire(facts(**told)) is None
    assert rule("RE-6").fire(facts(inputs=strict, **told)) is not None


def test_new_buyers_are_no_matter_of_visitors_where_another_link_lost_more() -> None:
    told = overview(figure("new_buyers", 10, 100))
    assert rule("RE-1").fire(facts(overview=told, gap=UV_NOT_WORST)) is None


def test_fewer_visitors_of_worse_conversion_are_not_simply_bought_back() -> None:
    worse = overview(figure("uv", 500, 1_000), figure("pay_cvr", 0.026, 0.03))
    assert rule("RE-6").fire(facts(overview=worse)) is None


def test_lower_spend_that_the_target_expected_is_not_mended() -> None:
    told = overview(figure("aov_buyer", 9_000, 10_000), figure("upt", 1, 2))
    assert rule("RE-17").fire(facts(overview=told, gap=gap(effect("aov_buyer", 5)))) is None
    assert rule("RE-17").fire(facts(overview=told, gap=gap(effect("aov_buyer", -5)))) is not None


def test_what_went_well_needs_a_sure_number() -> None:
    assert rule("RE-42").fire(facts(gap=gap(effect("uv", 9_000, Grade.C)))) is None
    assert rule("RE-42").fire(facts(gap=gap(effect("uv", 9_000, Grade.B)))) is not None


def test_repurchase_of_fewer_than_a_hundred_buyers_is_not_judged() -> None:
    few = cohorts(repeats(5, 99), repeats(20, 200))
    assert rule("RE-25").fire(facts(cohorts=few)) is None


def test_no_rule_spends_more_while_the_growth_is_vain() -> None:
    vain = overview(figure("uv", 500, 1_000), CVR, figure("gmv_pay", 2, 1), vanity=RED)
    held = {a.id: a for a in suggest(facts(overview=vain), END)}
    assert "不加投放预算" in held["RE-6"].text.zh
    calm = overview(figure("uv", 500, 1_000), CVR, figure("gmv_pay", 2, 1))
    free = {a.id: a for a in suggest(facts(overview=calm), END)}
    assert "不加投放预算" not in free["RE-6"].text.zh


def test_actions_are_ordered_by_worth_and_unknown_worth_comes_last() -> None:
    told = facts(
        gap=gap(effect("uv", 6_000), effect("aov_buyer", -100)),
        funnel=funnel("pay_rate", lost_cents=700),
        overview=overview(figure("fee_ratio", 0.2, 0.1, denominator=10_000)),
    )
    assert [(a.id, a.worth_cents) for a in suggest(told, END)] == [
        ("RE-30", 1_000),
        ("RE-14", 700),
        ("RE-42", None),
    ]


def test_the_range_of_a_leak_follows_the_interval_of_its_rate() -> None:
    (action,) = suggest(facts(funnel=funnel("pay_rate", lost_cents=1_000)), END, (rule("RE-14"),))
    # 400 of 1,000 has the Wilson interval 0.3701 … 0.4307; 0.5 − 0.4 is worth 1,000.
    assert (action.worth_low, action.worth_cents, action.worth_high) == (693, 1_000, 1_299)


def action(worth: int | None, effort: int = 1) -> Action:
    return Action("X", ActionKind.FIX, WORD, "uv", WORD, worth_cents=worth, effort=effort)


@pytest.mark.parametrize(
    ("worth", "effort", "words"),
    [
        (None, 1, "待估"),
        (1_000_000, 1, "高"),
        (999_999, 1, "中"),
        (1_000_000, 2, "中"),
        (99_999, 1, "低"),
    ],
)
def test_priority_is_worth_by_effort_and_unknown_worth_is_not_low(
    worth: int | None, effort: int, words: str
) -> None:
    assert priority(action(worth, effort)).zh == words


def test_no_rule_fired_is_not_no_risk() -> None:
    section = present(analyze(EMPTY_INPUTS))
    (note,) = section.notes
    assert note.kind is NoteKind.LIMIT
    assert note.text.zh.endswith("未检查：目标或对比期、每日流量、买家标识、账单、成本表。")
    assert not section.actions


def test_results_of_other_analyses_reach_the_rules() -> None:
    given = replace(
        EMPTY_INPUTS, results={"funnel": funnel("pay_rate"), "gap": gap(effect("uv", 6_000))}
    )
    section = present(analyze(given))
    assert [a.id for a in section.actions] == ["RE-14", "RE-42"]
    assert section.grids[0].frame["check"].tolist()[0].zh == "下单-支付转化率 ≥ 50.0%"
