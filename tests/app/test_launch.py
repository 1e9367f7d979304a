"""Starting the app: every setting of config.toml reaches the server as a flag."""

from __future__ import annotations

import json
import tomllib
from typing import TYPE_CHECKING, Any

from streamlit import config
from streamlit.runtime.pages_manager import PagesManager
from streamlit.web import cli

from ecreview.app.launch import _leave_legacy_pages, app_folder, command, settings
from tests.conftest import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pytest


def _flat(nested: dict[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    for name, value in nested.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{prefix}{name}.")
        else:
            yield f"{prefix}{name}", value


def _parsed(arguments: list[str]) -> dict[str, Any]:
    """Return the options as Streamlit's own command line understands them."""
    context = cli.main_run.make_context("run", list(arguments))
    return {name.replace("_", "."): value for name, value in context.params.items()}


def test_the_entry_script_is_found_in_the_source_tree() -> None:
    assert app_folder() == ROOT
    assert (app_folder() / "streamlit_app.py").exists()


def test_every_setting_of_the_file_is_one_that_streamlit_knows() -> None:
    unknown = [
        name for name, _ in _flat(dict(settings())) if name not in config._config_options_template
    ]
    assert unknown == []


def _read(value: object) -> object:
    """Return a value as Streamlit reads it: lists come as JSON, words for true and false as such."""
    if isinstance(value, str) and value.startswith("["):
        return json.loads(value)
    return {"true": True, "false": False}.get(value, value) if isinstance(value, str) else value


def test_flags_equal_the_settings_of_the_file() -> None:
    written = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    expected = dict(_flat(written))
    parsed = _parsed(command(port=8501, host=expected["server.address"])[1:])
    assert {name: _read(parsed[name]) for name in expected} == expected


def test_the_address_of_the_caller_counts_more_than_the_file() -> None:
    parsed = _parsed(command(port=9123, host="127.0.0.1")[1:])
    assert (parsed["server.port"], parsed["server.address"]) == (9123, "127.0.0.1")


def test_the_safe_settings_are_on() -> None:
    found = dict(_flat(dict(settings())))
    assert found["server.address"] == "localhost"
    assert found["browser.gatherUsageStats"] is False
    assert found["client.showErrorDetails"] == "type"
    assert found["client.showErrorLinks"] is False
    assert "server.enableXsrfProtection" not in found
    assert "server.enableCORS" not in found


def test_the_mode_of_the_pages_folder_is_left_before_the_server_starts(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(PagesManager, "uses_pages_directory", None)
    _leave_legacy_pages()
    assert PagesManager.uses_pages_directory is False


def test_no_page_stands_directly_in_the_pages_folder() -> None:
    assert list((ROOT / "pages").glob("*.py")) == []
