"""The documents say what the code says."""

from __future__ import annotations

import importlib.util
from typing import TYPE_CHECKING

import pytest

from ecreview.analyses import ANALYSES
from ecreview.cli import build_parser
from tests.conftest import ROOT

if TYPE_CHECKING:
    from types import ModuleType

    from ecreview.model.text import Lang


GUIDES: tuple[tuple[str, Lang], ...] = (
    ("docs/guide.zh-CN.md", "zh"),
    ("docs/guide.md", "en"),
)


def _script(path: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location("script", ROOT / path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_glossary_is_what_the_code_says() -> None:
    built = _script("docs/build_glossary.py").build_glossary()
    on_disk = (ROOT / "docs/glossary.md").read_text(encoding="utf-8")
    assert on_disk == built, "run: python docs/build_glossary.py"


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_list_of_exports_is_what_the_code_says(lang: Lang) -> None:
    script = _script("docs/build_exports.py")
    on_disk = script.PAGES[lang].read_text(encoding="utf-8")
    assert on_disk == script.build_exports(lang), "run: python docs/build_exports.py"


def test_every_command_is_in_both_readmes() -> None:
    commands = next(a for a in build_parser()._actions if a.dest == "command").choices or ()
    for readme in ("README.md", "README.zh-CN.md"):
        text = (ROOT / readme).read_text(encoding="utf-8")
        assert [c for c in commands if f"ecreview {c}" not in text] == []


def test_every_analysis_is_in_the_guide() -> None:
    for guide, lang in GUIDES:
        text = (ROOT / guide).read_text(encoding="utf-8")
        assert [a.key for a in ANALYSES if a.title.of(lang) not in text] == []
