"""A process that does one job spends no time on garbage."""

from __future__ import annotations

import subprocess
import sys

_CYCLE = """
import gc, sys
from ecreview.cli.oneshot import collect_rarely
{call}
class Node:
    def __del__(self): sys.stdout.write("walked")
Node.__init__ = lambda self: setattr(self, "me", self)
Node()
print(gc.isenabled(), gc.get_threshold()[0] > 10_000)
"""


def _said(call: str) -> list[str]:
    """Return what a process says that leaves a cycle behind."""
    script = [sys.executable, "-c", _CYCLE.format(call=call)]
    done = subprocess.run(script, capture_output=True, text=True, check=True)  # noqa: S603 - our own script
    return done.stdout.split()


def test_the_end_walks_no_garbage_and_the_collector_stays_on() -> None:
    assert _said("collect_rarely()") == ["True", "True"]


def test_without_it_the_end_walks_all_garbage() -> None:
    assert _said("") == ["True", "False", "walked"]
