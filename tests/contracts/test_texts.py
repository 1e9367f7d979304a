"""Every sentence for people, wherever it stands: both languages, the same placeholders, no foreign words."""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
import string
from dataclasses import fields, is_dataclass
from enum import Enum
from functools import cache
from typing import TYPE_CHECKING

import pytest

import ecreview
from ecreview.model.text import Text
from tests.conftest import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

CHINESE = re.compile(r"[一-鿿，。；：！？、（）]")
QUOTED = re.compile(r"“[^”]*”")  # words as they stand in a file may be quoted in either language
SHOUT = re.compile(r"！|\S!")  # a leading `! ` is a sign, not a shout
FILES = sorted((ROOT / "ecreview").rglob("*.py"))
MODULES = sorted(
    module.name
    for module in pkgutil.walk_packages(ecreview.__path__, "ecreview.")
    if not module.name.endswith("__main__")
)


def _texts(value: object, seen: set[int]) -> Iterator[Text]:
    """Yield every text that can be reached from a value."""
    if isinstance(value, Text):
        yield value
    elif id(value) not in seen:
        seen.add(id(value))
        for part in _parts(value):
            yield from _texts(part, seen)


def _parts(value: object) -> Iterator[object]:
    """Yield what a container holds; nothing for all else."""
    if isinstance(value, dict):
        yield from value
        yield from value.values()
    elif isinstance(value, tuple | list | set | frozenset):
        yield from value
    elif isinstance(value, type) and issubclass(value, Enum):
        yield from (member.text for member in value if hasattr(member, "text"))
    elif is_dataclass(value) and not isinstance(value, type):
        yield from (getattr(value, field.name) for field in fields(value))


@cache
def _placeholders(sentence: str) -> frozenset[str]:
    return frozenset(
        name for _, name, _, _ in string.Formatter().parse(sentence) if name is not None
    )


def _faults(text: Text) -> list[str]:
    """Return what is wrong with a text; one that reads the same in both languages is a name."""
    faults = []
    if bool(text.zh.strip()) != bool(text.en.strip()):
        faults.append("one language is missing")
    if _placeholders(text.zh) != _placeholders(text.en):
        faults.append("the placeholders differ")
    if text.zh != text.en and CHINESE.search(QUOTED.sub("", text.en)):
        faults.append("Chinese in the English half")
    if SHOUT.search(text.zh) or SHOUT.search(text.en):
        faults.append("an exclamation mark")
    return faults


@pytest.mark.parametrize("name", MODULES)
def test_texts_held_by_a_module_are_whole_in_both_languages(name: str) -> None:
    held = vars(importlib.import_module(name))
    texts = set(_texts({k: v for k, v in held.items() if not k.startswith("__")}, set()))
    assert [(text, _faults(text)) for text in texts if _faults(text)] == []


def _literal(node: ast.expr | None) -> str | None:
    """Return a sentence written in the source, a filled-in part as `{…}`; None for a computed one."""
    match node:
        case ast.Constant(value=str(sentence)):
            return sentence
        case ast.JoinedStr(values=parts):
            return "".join(
                part.value
                if isinstance(part, ast.Constant) and isinstance(part.value, str)
                else "…"
                for part in parts
            )
        case _:
            return None


def _written(call: ast.Call) -> Text | None:
    """Return the text that a call `Text(…)` writes out, None where a half is computed."""
    named = {keyword.arg: keyword.value for keyword in call.keywords}
    halves = [*call.args, *(named[key] for key in ("zh", "en") if key in named)]
    zh, en = (_literal(half) for half in halves) if len(halves) == 2 else (None, None)
    return None if zh is None or en is None else Text(zh, en)


def _is_text(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Text"


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_texts_written_inside_functions_are_whole_too(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and _is_text(node)]
    texts = [text for text in map(_written, calls) if text is not None]
    assert [(text, _faults(text)) for text in texts if _faults(text)] == []


def test_the_walk_finds_the_texts_of_every_room() -> None:
    """A walk that finds nothing would pass all of the above."""
    counts = {
        room: len(set(_texts(vars(importlib.import_module(name)), set())))
        for room, name in {
            "model": "ecreview.model.finding_kinds",
            "intake": "ecreview.intake.formats",
            "analyses": "ecreview.analyses",
            "report": "ecreview.report.workbook.catalogue",
            "app": "ecreview.app.frame",
        }.items()
    }
    assert all(count >= 20 for count in counts.values()), counts


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (Text("有 {n} 单", "orders"), "the placeholders differ"),
        (Text("有", ""), "one language is missing"),
        (Text("好", "fine，yes"), "Chinese in the English half"),
        (Text("好！", "fine"), "an exclamation mark"),
        (Text("“万”字", "the word “万”"), None),
        (Text("淘宝", "淘宝"), None),
    ],
)
def test_the_rule_itself_tells_good_from_bad(text: Text, fault: str | None) -> None:
    assert _faults(text) == ([fault] if fault else [])
