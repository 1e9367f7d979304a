from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pytest

from ecreview.analyses.strategy.clusters import ClustersResult, analyze, present
from ecreview.model.scope import Settings
from ecreview.model.section import Reason
from tests.analyses.real_orders import inputs_of, retail_orders
from tests.builders import dataset, inputs, period

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

YEAR = period("2026-01-01", "2026-12-31")
Row = dict[str, object]


def order(buyer: str, day: int, cents: int, **more: object) -> Row:
    month, day_of_month = 1 + day // 28, 1 + day % 28
    return {
        "paid_at": f"2026-{month:02d}-{day_of_month:02d}",
        "order_amount": cents,
        "buyer_key": buyer,
        "refunded": 0,
    } | more


def regulars(size: int) -> list[Row]:
    """Buyers who came six times until lately, for much."""
    return [
        order(f"r{i}", 200 + 20 * visit + i % 7, 30_000 + 100 * (i % 50))
        for i in range(size)
        for visit in range(6)
    ]


def strangers(size: int) -> list[Row]:
    """Buyers who came once, long ago, for little."""
    return [order(f"s{i}", i % 9, 1_000 + 10 * (i % 30)) for i in range(size)]


def middling(size: int) -> list[Row]:
    """Buyers who came twice in between."""
    return [
        order(f"m{i}", 100 + 40 * visit + i % 5, 5_000 + 20 * (i % 40))
        for i in range(size)
        for visit in range(2)
    ]


def found(rows: list[Row], **options: Any) -> ClustersResult:
    quiet = Settings(calendar=())  # no campaign days: they would be a feature of their own
    return analyze(inputs(dataset(orders=rows), YEAR, settings=quiet, **options))


def shop() -> list[Row]:
    return [*strangers(150), *regulars(100), *middling(120)]


def test_groups_are_numbered_by_median_amount_and_named_by_what_sets_them_apart() -> None:
    result = found(shop())
    assert [g.buyers for g in result.groups] == [100, 120, 150]
    assert [g.number for g in result.groups] == [1, 2, 3]
    medians = [dict(g.medians)["amount_median_cents"] for g in result.groups]
    assert medians == sorted(medians, reverse=True)
    assert len({g.name for g in result.groups}) == 3
    assert result.groups[2].name.zh in {
        "很久没来、花得少",
        "花得少、很久没来",
        "来得少、花得少",
        "花得少、来得少",
        "很久没来、来得少",
        "来得少、很久没来",
    }


def test_amounts_of_the_groups_sum_to_the_net_of_all_buyers() -> None:
    rows = [*shop(), order("x", 3, 700, refunded=700), order("y", 3, 900, refunded=200)]
    result = found(rows)
    assert sum(g.amount_cents for g in result.groups) == sum(
        int(str(r["order_amount"])) - int(str(r["refunded"])) for r in rows
    )
    assert sum(g.buyers for g in result.groups) == 372


def test_who_has_nothing_left_after_refunds_is_group_0() -> None:
    result = found([*shop(), order("x", 3, 700, refunded=700)])
    assert [(g.number, g.buyers) for g in result.groups][-1] == (0, 1)


def test_199_buyers_are_too_few_and_200_are_not() -> None:
    def section_of(size: int) -> ClustersResult:
        return found([*strangers(size - 120), *regulars(60), *middling(60)])

    few, enough = section_of(199), section_of(200)
    assert (few.k, few.trials) == (None, ())
    assert enough.trials
    figure = present(few).figure("cluster_count")
    assert figure is not None
    assert figure.reason is Reason.BELOW_MIN_N
    assert "199" in present(few).answer.zh


def test_one_time_buyers_without_another_varying_feature_are_refused() -> None:
    one_time = [order(f"b{i}", i % 300, 1_000 + 37 * i) for i in range(400)]
    assert found(one_time).trials == ()
    with_refunds = [row | {"refunded": 500 if i % 3 == 0 else 0} for i, row in enumerate(one_time)]
    assert found(with_refunds).trials


def test_without_structure_the_section_refuses_and_shows_its_trials() -> None:
    # everybody bought twice; last day and amount are uniform and independent
    generator = np.random.default_rng(5)
    rows = [
        order(f"b{i}", day, int(cents))
        for i, cents in enumerate(generator.integers(500, 90_000, 600))
        for day in (0, int(generator.integers(1, 330)))
    ]
    result = found(rows, features="rfm")
    assert result.k is None
    section = present(result)
    assert "不支持稳定分群" in section.answer.zh
    assert [g.key for g in section.grids] == ["k_table"]
    assert found(rows, features="rfm", k="4").is_forced


def test_neither_row_order_nor_buyer_keys_change_the_groups() -> None:
    rows = shop()
    renamed = [
        row | {"buyer_key": f"{hash_}"}
        for row in rows
        for hash_ in [str(row["buyer_key"])[::-1] + "k"]
    ]
    assert found(rows).groups == found(list(reversed(renamed))).groups


def test_the_grid_leads_with_the_columns_of_the_record() -> None:
    grid = present(found(shop())).grids[0]
    assert grid.key == "groups"
    assert {"group", "name", "buyers", "amount_cents"} <= set(grid.frame.columns)
    assert list(grid.frame.columns) == [c.key for c in grid.columns]


def test_every_group_has_a_card_with_its_treatment() -> None:
    result = found(shop())
    cards = [note for note in present(result).notes if note.title.zh]
    assert [note.title for note in cards] == [g.name for g in result.groups]
    assert all(g.treatment.zh in note.text.zh for g, note in zip(result.groups, cards, strict=True))


def test_without_buyer_ids_nothing_is_grouped() -> None:
    section = present(found([{"paid_at": "2026-01-01", "order_amount": 100}]))
    assert {(f.value, f.reason) for f in section.figures} == {(None, Reason.NO_BUYER_KEY)}


def test_shares_close_to_one() -> None:
    frame = present(found(shop())).grids[0].frame
    assert frame["buyer_share"].sum() == pytest.approx(1)
    assert frame["amount_share"].sum() == pytest.approx(1)
    assert pd.api.types.is_integer_dtype(frame["amount_cents"])


@pytest.mark.real_data
def test_retail_silhouettes_and_sizes_equal_the_published_ones(
    real_data: Callable[[str], Path],
) -> None:
    orders = retail_orders(real_data("uci_online_retail/online_retail.parquet"))
    published = {
        2: (0.4329, [2671, 1667]),
        3: (0.3365, [1872, 1696, 770]),
        4: (0.3371, [1612, 1173, 837, 716]),
        5: (0.3161, [1185, 1015, 944, 851, 343]),
    }
    for k, (silhouette, sizes) in published.items():
        result = analyze(inputs_of(orders, features="rfm", k=str(k)))
        trial = next(t for t in result.trials if t.k == k)
        assert trial.silhouette == pytest.approx(silhouette, abs=0.005)
        assert sorted((g.buyers for g in result.groups), reverse=True) == pytest.approx(
            sizes, rel=0.02
        )


def test_a_group_says_how_much_a_buyer_brings_beside_the_average() -> None:
    section = present(found(shop()))
    grid, chart = section.grids[0], section.charts[0]
    row = grid.frame.iloc[0]
    times = f"{row['amount_share'] / row['buyer_share']:.2g}"
    assert row["text"].zh == f"每人金额是全体平均的 {times} 倍。"
    assert chart.title != section.answer


def test_every_column_that_a_card_shows_is_in_the_grid() -> None:
    grid = present(found(shop())).grids[0]
    assert grid.card is not None
    card = grid.card
    named = {card.title, *card.size, card.lead, card.text, *card.lines, card.action}
    assert named <= set(grid.frame.columns)
