from ecreview.analyses.insight.steps import Step, step_figure
from ecreview.model.grade import Grade
from ecreview.model.section import Basis, Reason
from ecreview.model.text import Text

PAY = Text(zh="支付", en="pay")


def step(
    part: int, whole: int, before: tuple[int, int] | None = None, **more: bool | float
) -> Step:
    return Step("pay_rate", PAY, part, whole, before, **more)  # type: ignore[arg-type]


def test_a_clear_change_is_called_better_or_worse() -> None:
    assert step(56, 70, (48, 80)).verdict.zh == "变好"
    assert step(480, 800, (560, 700)).verdict.zh == "变差"


def test_an_interval_over_zero_is_not_distinguishable() -> None:
    assert step(50, 100, (55, 100)).verdict.zh == "差异不可区分"


def test_a_sure_but_tiny_change_is_not_distinguishable_either() -> None:
    assert step(510_000, 1_000_000, (500_000, 1_000_000)).verdict.zh == "差异不可区分"
    assert step(526_000, 1_000_000, (500_000, 1_000_000)).verdict.zh == "变好"


def test_small_samples_get_no_verdict_although_their_intervals_do_not_meet() -> None:
    assert step(3, 40, (220, 10_000)).verdict.zh == "样本不足"


def test_a_ratio_has_no_interval_and_may_exceed_one() -> None:
    ratio = step(120, 100, (100, 100), is_nested=False)
    assert ratio.interval is None
    figure = step_figure(ratio, Basis())
    assert (figure.value, figure.low, figure.grade) == (1.2, None, None)


def test_a_figure_below_the_minimum_keeps_its_counts() -> None:
    figure = step_figure(step(4, 168), Basis(), Grade.A)
    assert (figure.value, figure.reason, figure.numerator, figure.denominator) == (
        None, Reason.BELOW_MIN_N, 4, 168,
    )  # fmt: skip
    assert figure.grade is Grade.D


def test_nobody_before_the_step_leaves_it_undefined() -> None:
    figure = step_figure(step(0, 0), Basis())
    assert (figure.value, figure.reason) == (None, Reason.ZERO_DENOMINATOR)
