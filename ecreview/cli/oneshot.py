"""What a process that does one job and ends can spare itself."""

from __future__ import annotations

import atexit
import gc

_MANY = 50_000  # new objects between two looks for garbage; Python's own 700 serves long lives


def collect_rarely() -> None:
    """Look for garbage rarely, and not at all at the end, where the system takes back everything at once.

    A tenth of the command's processor time went into walking objects that live until its end.
    """
    gc.set_threshold(_MANY)
    atexit.register(gc.freeze)
