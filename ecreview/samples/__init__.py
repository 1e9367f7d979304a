"""A seeded, made-up campaign written as faithful platform exports, with planted truths."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from ecreview.model.dataset import Upload
from ecreview.samples.alipay import ledger_csv, make_entries
from ecreview.samples.readme import readme
from ecreview.samples.shop_report import traffic_xls
from ecreview.samples.taobao import lines_xlsx, orders_csv, orders_xlsx
from ecreview.samples.templates import calendar_xlsx, costs_xlsx, stock_xlsx, targets_xlsx
from ecreview.samples.truths import count_truths
from ecreview.samples.world import make_world

if TYPE_CHECKING:
    from pathlib import Path
    from typing import Any

    from ecreview.samples.alipay import Entry
    from ecreview.samples.world import World

SEED = 618


def write_sample(folder: Path, *, seed: int = SEED, orders: int | None = None) -> None:
    """Write the exports, `truths.json` and a README into the folder; the bytes depend on the seed alone."""
    world = make_world(seed, orders)
    entries = make_entries(world)
    truths = count_truths(world, entries)
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in _exports(world, entries).items():
        (folder / name).write_bytes(content)
    text = json.dumps(truths, ensure_ascii=False, indent=1)
    (folder / "truths.json").write_text(f"{text}\n", encoding="utf-8")
    (folder / "README.md").write_text(readme(truths, seed), encoding="utf-8")


def sample_uploads(seed: int = SEED) -> tuple[Upload, ...]:
    """Return the exports as uploads."""
    world = make_world(seed)
    exports = _exports(world, make_entries(world))
    return tuple(Upload.of(name, content) for name, content in exports.items())


def sample_truths(seed: int = SEED) -> dict[str, Any]:
    """Return what is planted in the exports of that seed."""
    world = make_world(seed)
    return count_truths(world, make_entries(world))


def _exports(world: World, entries: tuple[Entry, ...]) -> dict[str, bytes]:
    """Return the bytes of each export by file name."""
    return {
        "ExportOrderList202606211000.csv": orders_csv(world),
        "ExportOrderList202606261000.xlsx": orders_xlsx(world),
        "ExportOrderDetailList202606261000.xlsx": lines_xlsx(world),
        "20880000000000000000_202606_账务明细.csv": ledger_csv(entries),
        "店铺整体-2026-06-26.xls": traffic_xls(world),
        "成本表.xlsx": costs_xlsx(world),
        "库存快照.xlsx": stock_xlsx(world),
        "目标表.xlsx": targets_xlsx(world),
        "活动日历.xlsx": calendar_xlsx(),
    }
