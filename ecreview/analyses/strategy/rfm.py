"""RFM: eight segments by how recently, how often and for how much a buyer bought.

Question: which buyers carry the sales, and which are about to be lost?
Unit of observation: a buyer with at least one paid order in the files.

Definitions:
    R: days from the last paid order to one day after the data end; near ⇔ R ≤ threshold.
    F: paid orders (option: days with a paid order); high ⇔ F > threshold.
    M: paid minus refunded in cents, over the whole file (option: before refunds); high ⇔ M > threshold.
    thresholds: fixed (R = 2 × median gap between visits from 100 repeaters on, else the median; F > 1;
        M = median; each editable), or the means, or the medians. Equal values get equal scores.
    refunded out: everything paid was refunded (M ≤ 0); its own group, and out of the thresholds.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from ecreview.analyses.base import SEGMENTS, Analysis, Choice, Inputs, Need, Number
from ecreview.analyses.customers import NO_BUYER_KEY, Buyers, buyers_of
from ecreview.analyses.limits import limit
from ecreview.analyses.strategy.segments import EIGHT, REFUNDED_OUT
from ecreview.analyses.strategy.shares import (
    AMOUNT_SHARE,
    BASIS,
    BUYER_SHARE,
    BUYERS,
    TREATMENT,
    Share,
    share_chart,
)
from ecreview.analyses.trust import Trust, trust_in
from ecreview.model.metrics import metric
from ecreview.model.section import Column, Figure, Grid, Note, NoteKind, Reason, Section
from ecreview.model.text import Text, Unit, say_count, say_rate

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

KEY = "rfm"
TITLE = Text(zh="RFM 分层", en="RFM segments")

MIN_BUYERS = 100  # fewer: a plain list
MIN_REPEATERS = 100  # fewer: gaps between visits do not tell a habit
GAPS_STILL_NEAR = 2  # a buyer is near for twice the usual gap
F_MIN = 2.0  # orders from which a buyer is frequent, by business rule
RULES = {
    "fixed": Text(zh="经营规则", en="Business rule"),
    "mean": Text(zh="均值", en="Mean"),
    "median": Text(zh="中位数", en="Median"),
}


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Where a score turns: R ≤ recency is near, F > frequency and M > monetary (cents) are high."""

    recency: float
    frequency: float
    monetary: float


@dataclass(frozen=True, slots=True, eq=False)
class RfmResult:
    """The buyers in segments.

    Attributes:
        buyers: None without buyer ids; then all else is empty.
        frequency, monetary: F and M (cents) per buyer, as chosen.
        is_net: whether M is after refunds.
        thresholds: per rule.
        rule: the chosen one.
        codes: segment code per buyer and rule; `REFUNDED_OUT.code` = refunded out.
        trust: what limits its numbers.
    """

    buyers: Buyers | None
    frequency: NDArray[np.int64]
    monetary: NDArray[np.int64]
    is_net: bool
    thresholds: Mapping[str, Thresholds]
    rule: str
    codes: Mapping[str, NDArray[np.int64]]
    trust: Trust


def analyze(inputs: Inputs) -> RfmResult:
    """Return R, F, M and the segment of each buyer under the three threshold rules."""
    options = inputs.options
    buyers, is_net = buyers_of(inputs), options.get("monetary", "net") == "net"
    rule, trust = str(options.get("rule", "fixed")), trust_in(inputs, "orders")
    if buyers is None:
        empty = np.array([], dtype=np.int64)
        return RfmResult(None, empty, empty, is_net, {}, rule, {}, trust)
    frequency = buyers.visits if options.get("frequency", "orders") == "days" else buyers.orders
    monetary = buyers.net if is_net else buyers.gross
    refunded_out = is_net & (monetary <= 0) & (buyers.refunded > 0)
    limits = _thresholds(buyers, frequency, monetary, ~refunded_out, options)
    codes = {
        key: np.where(refunded_out, REFUNDED_OUT.code, _score(buyers, frequency, monetary, at))
        for key, at in limits.items()
    }
    return RfmResult(buyers, frequency, monetary, is_net, limits, rule, codes, trust)


def _score(
    buyers: Buyers, frequency: NDArray[np.int64], monetary: NDArray[np.int64], at: Thresholds
) -> NDArray[np.int64]:
    """Return the segment code per buyer."""
    near = (buyers.recency <= at.recency).astype(np.int64)
    return 4 * near + 2 * (frequency > at.frequency) + (monetary > at.monetary)


def _thresholds(
    buyers: Buyers,
    frequency: NDArray[np.int64],
    monetary: NDArray[np.int64],
    use: NDArray[np.bool_],
    options: Mapping[str, object],
) -> dict[str, Thresholds]:
    """Return the thresholds of each rule, over the buyers in use; all where none is."""
    use = use if use.any() else np.ones(len(use), dtype=bool)
    columns = [column[use] for column in (buyers.recency, frequency, monetary)]
    means = [float(column.mean()) for column in columns]
    medians = [float(np.median(column)) for column in columns]
    chosen = {key: float(str(options.get(key, 0))) for key in ("r_days", "f_min", "m_min")}
    habit = medians[0]
    if buyers.is_repeater.sum() >= MIN_REPEATERS:
        habit = GAPS_STILL_NEAR * float(np.median(buyers.gaps))
    fixed = Thresholds(
        chosen["r_days"] or habit,
        ceil(chosen["f_min"] or F_MIN) - 1,
        chosen["m_min"] * 100 or medians[2],
    )
    return {"fixed": fixed, "mean": Thresholds(*means), "median": Thresholds(*medians)}


def present(result: RfmResult) -> Section:
    """Return the section: segments, the choice of thresholds, or the reason why there are none."""
    buyers = result.buyers
    if buyers is None:
        return _refused(0, NO_BUYER_KEY, Reason.NO_BUYER_KEY)
    if len(buyers) < MIN_BUYERS:
        text = _TOO_FEW.fill(n=len(buyers), need=MIN_BUYERS)
        return _refused(len(buyers), text, Reason.BELOW_MIN_N, grids=(_buyer_list(result, buyers),))
    segments, rules = _segments(result, buyers), _rules(result)
    return Section(
        KEY,
        "strategy",
        TITLE,
        answer=_answer(segments),
        figures=_figures(result, segments),
        grids=(_segment_grid(result, buyers, segments), _rule_grid(rules)),
        charts=(share_chart("segments", _shares(segments), _amount_column(result).title),),
        notes=_notes(result, buyers, rules),
    )


def _refused(n: int, why: Text, reason: Reason, *, grids: tuple[Grid, ...] = ()) -> Section:
    """Return the section without segments, and why."""
    figures = tuple(
        Figure(key, metric(key).title, None, metric(key).unit, n=n, basis=BASIS, reason=reason)
        for key in ("rfm_buyers", "rfm_value_share")
    )
    note = Note(NoteKind.LIMIT, why)
    return Section(KEY, "strategy", TITLE, answer=why, figures=figures, grids=grids, notes=(note,))


_TOO_FEW = Text(
    zh="样本不足：{n} 位买家，至少需要 {need} 位才分层；下面逐个列出。",
    en="Sample too small: {n} buyers, at least {need} needed for segments; they are listed one by one.",
)


def _buyer_list(result: RfmResult, buyers: Buyers) -> Grid:
    """Return the buyers one by one under running numbers, the largest first."""
    frame = pd.DataFrame(
        {
            "recency_days": buyers.recency,
            "frequency": result.frequency,
            "amount_cents": result.monetary,
        }
    ).sort_values(
        ["amount_cents", "recency_days", "frequency"],
        ascending=[False, True, False],
        ignore_index=True,
    )
    frame.insert(0, "number", np.arange(1, len(frame) + 1))
    return Grid(
        "buyers",
        Text(zh="买家清单", en="Buyers"),
        (
            Column("number", Text(zh="序号", en="No."), Unit.COUNT),
            Column(
                "recency_days", Text(zh="最近一次（天前）", en="Last order (days ago)"), Unit.COUNT
            ),
            Column("frequency", Text(zh="买过几次", en="Orders"), Unit.COUNT),
            _amount_column(result),
        ),
        frame,
    )


def _amount_column(result: RfmResult) -> Column:
    """Return the money column under the name of what it holds."""
    net, gross = Text(zh="净额", en="Net amount"), Text(zh="支付金额", en="Paid amount")
    return Column("amount_cents", net if result.is_net else gross, Unit.CENTS)


def _segments(result: RfmResult, buyers: Buyers) -> pd.DataFrame:
    """Return one row per segment, in telling order; groups outside the eight only where not empty."""
    codes, total = result.codes[result.rule], int(result.monetary.sum())
    rows = []
    for segment in (*EIGHT, REFUNDED_OUT):
        inside = codes == segment.code
        if segment is REFUNDED_OUT and not inside.any():
            continue
        money = int(result.monetary[inside].sum())
        rows.append(
            {
                "segment": segment.key,
                "name": segment.name,
                "buyers": int(inside.sum()),
                "buyer_share": inside.mean(),
                "amount_cents": money,
                "amount_share": money / total if total > 0 else np.nan,
                "orders": int(buyers.orders[inside].sum()),
                "treatment": segment.treatment,
            }
        )
    return pd.DataFrame(rows)


def _shares(segments: pd.DataFrame) -> list[Share]:
    """Return each segment's share of the buyers and of the money."""
    columns = (segments[c] for c in ("name", "buyer_share", "amount_share"))
    return [Share(*values) for values in zip(*columns, strict=True)]


def _rules(result: RfmResult) -> pd.DataFrame:
    """Return per threshold rule its thresholds and the size of the first segment under it."""
    best, total = EIGHT[0].code, int(result.monetary.sum())
    rows = []
    for rule, at in result.thresholds.items():
        inside = result.codes[rule] == best
        share = int(result.monetary[inside].sum()) / total if total > 0 else np.nan
        rows.append(
            {
                "rule": rule,
                "name": RULES[rule],
                "recency_days": at.recency,
                "frequency": at.frequency,
                "monetary_cents": at.monetary,
                "buyers": int(inside.sum()),
                "buyer_share": inside.mean(),
                "amount_share": share,
            }
        )
    return pd.DataFrame(rows)


def _answer(segments: pd.DataFrame) -> Text:
    """Return how much of the amount the first segment carries."""
    best = segments.iloc[0]
    return Text(
        zh="{buyers} 位买家里，{share} 的“重要价值”客户贡献 {money} 的金额。",
        en="{share} of {buyers} buyers are key and active; they carry {money} of the amount.",
    ).fill(
        buyers=say_count(int(segments["buyers"].sum())),
        share=say_rate(float(best["buyer_share"])),
        money=say_rate(float(best["amount_share"])),
    )


def _figures(result: RfmResult, segments: pd.DataFrame) -> tuple[Figure, ...]:
    """Return how many buyers were segmented, and what the first segment carries."""
    total, best = int(result.monetary.sum()), int(segments["amount_cents"].iloc[0])
    n = int(segments["buyers"].sum())
    return (
        Figure(
            "rfm_buyers", metric("rfm_buyers").title, n, Unit.COUNT, n=n, basis=BASIS, better=None
        ),
        Figure(
            "rfm_value_share",
            metric("rfm_value_share").title,
            best / total if total > 0 else None,
            Unit.RATE,
            best,
            total,
            n,
            BASIS,
            grade=result.trust.grade,
            reason=None if total > 0 else Reason.ZERO_DENOMINATOR,
            better=None,
        ),
    )


def _segment_grid(result: RfmResult, buyers: Buyers, segments: pd.DataFrame) -> Grid:
    """Return the segments, and the orders without a buyer id as a row of their own."""
    frame = segments.astype({"buyers": "Int64"})
    if buyers.unidentified_orders:
        refunds = buyers.unidentified_refunded if result.is_net else 0
        row = {
            "segment": "unidentified",
            "name": Text(zh="未识别买家", en="No buyer id"),
            "amount_cents": buyers.unidentified_gross - refunds,
            "orders": buyers.unidentified_orders,
            "treatment": Text(zh="不参与分层", en="Not segmented"),
        }
        frame = pd.concat([frame, pd.DataFrame([row])], ignore_index=True)
    return Grid(
        "segments",
        Text(zh="八类买家", en="The eight segments"),
        (
            Column("segment", Text(zh="编码", en="Key"), is_shown=False),
            Column("name", Text(zh="分层", en="Segment")),
            BUYERS,
            BUYER_SHARE,
            _amount_column(result),
            AMOUNT_SHARE,
            Column("orders", Text(zh="订单数", en="Orders"), Unit.COUNT),
            TREATMENT,
        ),
        frame,
        caption=_say_thresholds(result),
    )


def _say_thresholds(result: RfmResult) -> Text:
    """Return the thresholds in words."""
    at = result.thresholds[result.rule]
    return Text(
        zh="门槛（{rule}）：最近一次 ≤ {r:.4g} 天为近，次数 > {f:.4g} 为高，金额 > {m:,.2f} 为高；看整份文件",
        en="Thresholds ({rule}): last order ≤ {r:.4g} days ago is near, more than {f:.4g} orders and more than {m:,.2f} are high; over the whole file",
    ).fill(rule=RULES[result.rule], r=at.recency, f=at.frequency, m=at.monetary / 100)


def _rule_grid(rules: pd.DataFrame) -> Grid:
    """Return what the choice of thresholds does to the first segment."""
    return Grid(
        "rules",
        Text(zh="门槛怎么定，结果差多少", en="What the choice of thresholds changes"),
        (
            Column("rule", Text(zh="编码", en="Key"), is_shown=False),
            Column("name", Text(zh="门槛", en="Thresholds")),
            Column("recency_days", Text(zh="R ≤（天）", en="R ≤ (days)"), Unit.NUMBER),
            Column("frequency", Text(zh="F >", en="F >"), Unit.NUMBER),
            Column("monetary_cents", Text(zh="M >", en="M >"), Unit.CENTS),
            Column("buyers", Text(zh="重要价值人数", en="Key: active"), Unit.COUNT),
            BUYER_SHARE,
            AMOUNT_SHARE,
        ),
        rules,
    )


def _notes(result: RfmResult, buyers: Buyers, rules: pd.DataFrame) -> tuple[Note, ...]:
    """Return how much hangs on the thresholds, and what the segments cannot say."""
    share = dict(zip(rules["rule"], rules["buyer_share"], strict=True))
    notes = [
        Note(
            NoteKind.LIMIT,
            _CHOICE.fill(**{rule: say_rate(float(share[rule])) for rule in RULES}),
            evidence=(f"{KEY}/rules",),
        ),
        limit("L-31"),
    ]
    if result.is_net and not buyers.has_refunds:
        notes.append(Note(NoteKind.LIMIT, _REFUNDS_UNKNOWN))
    if buyers.unidentified_orders:
        text = _UNIDENTIFIED.fill(n=say_count(buyers.unidentified_orders))
        notes.append(Note(NoteKind.LIMIT, text, amount_cents=buyers.unidentified_gross))
    return tuple(notes)


_CHOICE = Text(
    zh="门槛对结果影响很大：“重要价值”占买家的比例，按经营规则 {fixed}、按均值 {mean}、按中位数 {median}。",
    en="Much hangs on the thresholds: key active buyers are {fixed} by business rule, {mean} by means, {median} by medians.",
)
_REFUNDS_UNKNOWN = Text(
    zh="文件没有退款信息，金额未扣退款。",
    en="The files do not tell refunds; amounts are before refunds.",
)
_UNIDENTIFIED = Text(
    zh="{n} 笔支付订单没有买家标识，单列一行，不参与分层。",
    en="{n} paid orders have no buyer id; they are a row of their own and not segmented.",
)

ANALYSIS = Analysis(
    key=KEY,
    core="strategy",
    title=TITLE,
    tab=SEGMENTS,
    sheet="09",
    question=Text(
        zh="哪些买家撑起了销售，哪些快要流失？",
        en="Which buyers carry the sales, and which are about to be lost?",
    ),
    needs=(Need("orders", ("paid_at",)),),
    export=NO_BUYER_KEY,
    after=("cohorts",),
    options=(
        Choice("rule", Text(zh="门槛", en="Thresholds"), tuple(RULES.items()), "fixed"),
        Choice(
            "frequency",
            Text(zh="次数按", en="Frequency by"),
            (("orders", Text(zh="订单", en="Orders")), ("days", Text(zh="购买日", en="Days"))),
            "orders",
        ),
        Choice(
            "monetary",
            Text(zh="金额按", en="Amount"),
            (
                ("net", Text(zh="扣退款后", en="After refunds")),
                ("gross", Text(zh="未扣退款", en="Before refunds")),
            ),
            "net",
        ),
        Number("r_days", Text(zh="多少天内算近（0 = 自动）", en="Near within days (0 = automatic)"), 0, 3650, 0),
        Number("f_min", Text(zh="几次起算高", en="High from orders"), 1, 1000, F_MIN),
        Number("m_min", Text(zh="金额超过多少元算高（0 = 自动）", en="High above amount (0 = automatic)"), 0, 1e9, 0),
    ),
    analyze=analyze,
    present=present,
)  # fmt: skip
