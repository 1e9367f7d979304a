"""Start the browser app: Streamlit's own command in this process, every safe setting passed as a flag.

Streamlit looks for config.toml in the working directory, which may be anywhere; a flag always counts.
"""

from __future__ import annotations

import json
import sys
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

ENTRY = "streamlit_app.py"
CONFIG = Path(".streamlit", "config.toml")


def app_folder() -> Path:
    """Return the folder of the entry script: `ecreview/_app` of a wheel, else the root of the source tree."""
    package = Path(__file__).resolve().parents[1]
    packed = package / "_app"
    return packed if (packed / ENTRY).exists() else package.parent


def settings() -> Mapping[str, Any]:
    """Return the app's own config.toml, nested as in the file."""
    return tomllib.loads((app_folder() / CONFIG).read_text(encoding="utf-8"))


def flags(nested: Mapping[str, Any], *, prefix: str = "") -> Iterator[str]:
    """Return the settings as flags of Streamlit's command line; lists are told as JSON.

    Examples:
        >>> list(flags({"server": {"port": 1}, "browser": {"stats": False}, "sizes": ["a", "b"]}))
        ['--server.port=1', '--browser.stats=false', '--sizes=["a", "b"]']
    """
    for name, value in nested.items():
        if isinstance(value, dict):
            yield from flags(value, prefix=f"{prefix}{name}.")
        else:
            yield f"--{prefix}{name}={value if isinstance(value, str) else json.dumps(value)}"


def command(*, port: int, host: str) -> list[str]:
    """Return the arguments of `streamlit run` for this address."""
    own = {"server": {"port": port, "address": host}}
    return ["run", str(app_folder() / ENTRY), *flags(settings()), *flags(own)]


def serve(*, port: int, host: str) -> None:
    """Serve the app until it is stopped; ends the process as Streamlit's command does."""
    from streamlit.web import cli  # noqa: PLC0415 - the other commands do without Streamlit

    _leave_legacy_pages()
    sys.stdout.write(f"电商复盘 / ecreview: http://{host}:{port}  (Ctrl+C)\n")
    sys.stdout.flush()
    cli.main(command(port=port, host=host), prog_name="streamlit")


def _leave_legacy_pages() -> None:
    """Switch off the mode that a folder named `pages` starts, before the first visitor comes.

    Otherwise the first deep link of a fresh server meets an English "Page not found" dialog.
    """
    from streamlit.runtime.pages_manager import PagesManager  # noqa: PLC0415 - as in serve

    if hasattr(PagesManager, "uses_pages_directory"):
        PagesManager.uses_pages_directory = False
