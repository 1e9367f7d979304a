from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa
import pytest

from ecreview.intake.columns import TEXT
from ecreview.intake.entries import tell_subjects
from ecreview.intake.formats.douyin_ledger import DOUYIN_SUBJECTS
from ecreview.model.tables import SUBJECTS, TRANSFER_SUBJECTS
from tests.formats.exports.base import names

if TYPE_CHECKING:
    from collections.abc import Sequence

# The official list of 动账场景, and five words seen in files beyond it.
SCENES = names(
    "其他,消费者赔付,小额打款,判罚扣款,物流赔付,充值保证金,权益保险,欠票扣款-商家开票,公益捐款,上门取件运费,"
    "供应链QIC费用,抖音支付与商家联合补贴营销活动,抖音月付与商家联合补贴营销活动,"
    "抖音月付与商家联合贴息活动,放心借·贷款还款,人工调账,提前收款,充值千川广告费,营销费用-评价有礼,年框返点,"
    "抖店货款充值云仓服务账户,供应链平台代发费用,退款-结算后退款-退用户,退款-订单退款触发-退补贴,"
    "退款-价保补差退回,退款-退转付扣减商家货款,退款-极速退二阶段商家资金回补,"
    "退款-商家赔付扣减商家货款,退款-极速退二次售后-退用户,上门取件平台分佣,货款结算入账,"
    "货款完结分账-执照注销场景,保证金垫付退款结算分账,福袋业务结算入账,退款-订单退款触发-分账,"
    "退款-订单退款触发-退分账,退款-价保补差,退款-退款失败资金退回,退款-赔付失败资金退回,"
    "上门取件结算入账,上门取件保司理赔金,上门取件平台激励金,上门取件平台改派补贴,佣金入账,提现,提现退票,"
    "退换货运费险,货款直投千川,货款充值保证金,保证金充值,保证金退还"
)
TRANSFERS = names(
    "充值保证金,保证金垫付退款结算分账,货款充值保证金,保证金充值,保证金退还,充值千川广告费,货款直投千川,"
    "抖店货款充值云仓服务账户,放心借·贷款还款,提现,提现退票"
)


def _subjects(words: Sequence[str]) -> list[str | None]:
    told = tell_subjects(pa.array(words, TEXT), pa.array([""] * len(words), TEXT), DOUYIN_SUBJECTS)
    subjects: list[str | None] = told.to_pylist()
    return subjects


def test_every_scene_of_the_official_list_has_a_subject() -> None:
    assert set(_subjects(SCENES)) <= set(SUBJECTS)


def test_moved_money_is_no_cost_and_nothing_else_is_moved_money() -> None:
    moved = [scene for scene in SCENES if _subjects([scene])[0] in TRANSFER_SUBJECTS]
    assert sorted(moved) == sorted(TRANSFERS)


@pytest.mark.parametrize(
    ("scene", "subject"),
    [
        ("货款结算入账", "goods"),
        ("退款-结算后退款-退用户", "refund"),
        ("退换货运费险", "freight_insurance"),
        ("判罚扣款", "compensation"),
    ],
)
def test_a_scene_says_what_the_money_was_for(scene: str, subject: str) -> None:
    assert _subjects([scene]) == [subject]
