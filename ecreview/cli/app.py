"""`ecreview app`: start the browser app."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ecreview.app.launch import serve

if TYPE_CHECKING:
    from argparse import Namespace


def run(call: Namespace) -> int:
    """Serve the app until it is stopped and return the exit code."""
    serve(port=call.port, host=call.host)
    return 0
