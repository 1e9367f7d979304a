"""Matching two tables by a text id in a column database: group, outer join, case.

python benchmarks/peers/duckdb_join.py LEFT.arrow RIGHT.arrow
"""

from __future__ import annotations

import json
import sys
import time
from typing import Any

import duckdb
import pyarrow as pa
from pyarrow import feather

STATES = """
with sums as (select id, sum(amount) as total, count(*) as many from entries group by id)
select case
    when sums.id is null then 'order_only'
    when orders.id is null then 'payment_only'
    when many > 1 then 'twice'
    when abs(total - amount) < 0.005 then 'equal'
    else 'differs' end as state, count(*)
from orders full outer join sums on orders.id = sums.id
group by state
"""


def main(orders: pa.Table, entries: pa.Table) -> dict[str, int]:
    """Return how many ids are in each state."""
    base: Any = duckdb.connect(config={"threads": 1})
    base.register("orders", orders)
    base.register("entries", entries)
    count = dict(base.execute(STATES).fetchall())
    return {**count, "differs_or_twice": count["differs"] + count["twice"]}


if __name__ == "__main__":
    tables = [feather.read_table(path) for path in sys.argv[1:3]]
    begin = time.process_time()
    controls = main(*tables)
    print(json.dumps({"work": time.process_time() - begin, "controls": controls}))
