"""What the source itself keeps to, beside what ruff, mypy and import-linter watch."""

from __future__ import annotations

import ast
import re
from functools import cache
from typing import TYPE_CHECKING

from ecreview.app.frame import PAGES
from tests.conftest import ROOT

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

PAGE_LINES, ENTRY_LINES, FILE_LINES = 40, 60, 500
CATALOGUES = {
    "ecreview/model/finding_kinds.py",  # one entry per kind, nothing to split
    "tests/report/test_workbook.py",  # one test per promise of the workbook
}
ENTRY = ROOT / "streamlit_app.py"
PAGE_FILES = sorted((ROOT / "pages").rglob("*.py"))
SOURCE = [*sorted((ROOT / "ecreview").rglob("*.py")), *PAGE_FILES, ENTRY]
TESTS = sorted((ROOT / "tests").rglob("*.py"))
THE_WRITER = "ecreview/report/workbook/cells.py"
SAMPLES = "ecreview/samples/"  # writes the made-up exports, no review
EVALUATING = {"eval", "exec", "compile", "__import__"}
UNSAFE_OPTIONS = {"unsafe_allow_html", "allow_pickle"}
PICKLING = {"pickle", "cPickle", "shelve", "dill", "joblib", "marshal"}
NETWORKS = {"socket", "urllib", "http", "requests", "httpx", "aiohttp", "ftplib", "smtplib"}
APPENDING = re.compile(r"(.*\.)?(ws|sheet|worksheet|active)\.append")


def _name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@cache
def _nodes(path: Path) -> tuple[ast.AST, ...]:
    return tuple(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))


def _lines(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def _modules(path: Path) -> set[str]:
    """Return the names of the packages that a file imports."""
    imported = [n for n in _nodes(path) if isinstance(n, ast.Import)]
    names = [name.name for node in imported for name in node.names]
    names += [n.module or "" for n in _nodes(path) if isinstance(n, ast.ImportFrom)]
    return {name.split(".")[0] for name in names}


def _offenders(is_wrong: Callable[[Path], object]) -> list[str]:
    return [_name(path) for path in SOURCE if is_wrong(path)]


# --- sizes and places -------------------------------------------------------------------------------


def test_no_page_stands_directly_in_the_folder_of_pages() -> None:
    """Streamlit would run it without the frame when it is the first page asked of a fresh server."""
    assert [*(ROOT / "pages").glob("*.py")] == []


def test_the_menu_lists_every_page_once() -> None:
    listed = [f"pages/{path}.py" for group in PAGES.values() for path, _, _ in group]
    assert sorted(listed) == [_name(path) for path in PAGE_FILES]


def test_pages_and_the_entry_script_are_thin() -> None:
    assert [_name(path) for path in PAGE_FILES if _lines(path) > PAGE_LINES] == []
    assert _lines(ENTRY) <= ENTRY_LINES
    defined = (ast.FunctionDef, ast.ClassDef)
    assert [p for p in PAGE_FILES if any(isinstance(n, defined) for n in _nodes(p))] == []


def test_no_file_grows_beyond_one_idea() -> None:
    long = {_name(path) for path in (*SOURCE, *TESTS) if _lines(path) > FILE_LINES}
    assert long <= CATALOGUES


# --- what no file does ------------------------------------------------------------------------------


def test_nothing_is_evaluated() -> None:
    def calls(path: Path) -> set[str]:
        called = (n.func for n in _nodes(path) if isinstance(n, ast.Call))
        return {f.id for f in called if isinstance(f, ast.Name)} & EVALUATING

    assert _offenders(calls) == []


def test_nothing_is_unpickled() -> None:
    assert _offenders(lambda path: _modules(path) & PICKLING) == []


def test_no_html_of_ours_reaches_the_page() -> None:
    def options(path: Path) -> set[str | None]:
        return {n.arg for n in _nodes(path) if isinstance(n, ast.keyword)} & UNSAFE_OPTIONS

    assert _offenders(options) == []


def test_nothing_speaks_to_a_network() -> None:
    assert _offenders(lambda path: _modules(path) & NETWORKS) == []


def test_frames_are_never_keys_of_a_cache() -> None:
    """Streamlit hashes a large frame by a sample, and would hand out what belongs to another file."""

    def caches(path: Path) -> bool:
        return any(isinstance(n, ast.Attribute) and n.attr == "cache_data" for n in _nodes(path))

    assert _offenders(caches) == []


def test_what_is_kept_between_runs_is_named_by_texts_alone() -> None:
    def hashes_more(path: Path) -> bool:
        cached = [
            node
            for node in _nodes(path)
            if isinstance(node, ast.FunctionDef)
            and any("cache_resource" in ast.unparse(d) for d in node.decorator_list)
        ]
        hashed = [a for f in cached for a in f.args.args if not a.arg.startswith("_")]
        return any(a.annotation is None or ast.unparse(a.annotation) != "str" for a in hashed)

    assert _offenders(hashes_more) == []


# --- the one writer -----------------------------------------------------------------------------------


def _writes(path: Path) -> list[str]:
    """Return the ways in which a file puts something into a workbook."""
    return [way for node in _nodes(path) if (way := _way_of_writing(node))]


def _way_of_writing(node: ast.AST) -> str:
    """Return how a piece of code writes into a sheet, nothing where it does not."""
    match node:
        case ast.Attribute(attr="to_excel" | "ExcelWriter"):
            return node.attr
        case ast.Attribute(attr="value", ctx=ast.Store()):
            return ast.unparse(node)
        case ast.Call() if APPENDING.fullmatch(ast.unparse(node.func)):
            return ast.unparse(node.func)
        case ast.Call(func=ast.Attribute(attr="cell")):
            has_value = len(node.args) > 2 or any(k.arg == "value" for k in node.keywords)
            return "cell(…, value)" if has_value else ""
        case _:
            return ""


def test_cells_are_written_in_one_place_only() -> None:
    """There text is kept from becoming a formula; whoever writes past it opens that door again."""
    writers = [name for name in _offenders(_writes) if not name.startswith(SAMPLES)]
    assert writers == [THE_WRITER]


def test_every_way_of_writing_is_seen(tmp_path: Path) -> None:
    lines = (
        "ws.append([1])",
        "self.sheet.append(row)",
        "cell.value = text",
        "ws.cell(1, 2, text)",
        "ws.cell(row=1, column=2, value=text)",
        "frame.to_excel(path)",
    )
    for number, line in enumerate(lines):
        path = tmp_path / f"{number}.py"
        path.write_text(line, encoding="utf-8")
        assert _writes(path), line
