"""`ecreview sample DIR`: write the made-up exports and their planted truths."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ecreview.samples import write_sample

if TYPE_CHECKING:
    from argparse import Namespace


def run(call: Namespace) -> int:
    """Write the sample and return the exit code."""
    write_sample(call.folder, seed=call.seed, orders=call.orders)
    return 0
