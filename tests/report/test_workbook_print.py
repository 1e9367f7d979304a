"""The workbook as LibreOffice opens, recalculates and prints it; skipped where it is not installed."""

from __future__ import annotations

import re
import shutil
import subprocess
from io import BytesIO
from typing import TYPE_CHECKING, Any

import pytest
from openpyxl import load_workbook

from ecreview.report.workbook import build_workbook
from tests.report.story import story

if TYPE_CHECKING:
    from pathlib import Path

    from ecreview.model.text import Lang

# LibreOffice adds extensions of its own, which openpyxl drops with a warning.
pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported:UserWarning")
TOOLS = ("soffice", "pdftotext")
SECONDS, SHEETS = 120, 22


@pytest.fixture(scope="module")
def profile(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return the option that names LibreOffice's own folder; its first start fills it."""
    return f"-env:UserInstallation=file://{tmp_path_factory.mktemp('profile')}"


@pytest.fixture(scope="module", params=["zh", "en"])
def printed(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, profile: str
) -> tuple[Lang, Path]:
    """Return the language and the folder with the workbook as PDF and as recalculated by LibreOffice."""
    missing = [tool for tool in TOOLS if shutil.which(tool) is None]
    if missing:
        pytest.skip(f"not installed: {', '.join(missing)}")
    lang: Lang = request.param
    folder = tmp_path_factory.mktemp(lang)
    (folder / "review.xlsx").write_bytes(build_workbook(story(), lang))
    for form, out in (("pdf", folder), ("xlsx", folder / "again")):
        run(
            [
                "soffice",
                "--headless",
                profile,
                "--convert-to",
                form,
                "--outdir",
                str(out),
                str(folder / "review.xlsx"),
            ]
        )
    return lang, folder


def run(command: list[str]) -> str:
    done = subprocess.run(  # noqa: S603 - our own arguments
        command, check=True, capture_output=True, text=True, timeout=SECONDS
    )
    return done.stdout


def again(folder: Path) -> BytesIO:
    """Return the workbook as LibreOffice saved it."""
    return BytesIO((folder / "again" / "review.xlsx").read_bytes())


def pages(folder: Path) -> list[str]:
    return run(["pdftotext", "-layout", str(folder / "review.pdf"), "-"]).split("\f")


def test_the_verdict_is_exactly_one_page(printed: tuple[Lang, Path]) -> None:
    lang, folder = printed
    title = {"zh": "01 一页结论", "en": "01 One-page verdict"}[lang]
    following = {"zh": "02 目标达成", "en": "02 Goals"}[lang]
    found = pages(folder)
    verdict = [i for i, page in enumerate(found) if re.search(rf"^\s*{title}", page)]
    goals = [i for i, page in enumerate(found) if re.search(rf"^\s*{following}", page)]
    assert len(verdict) == len(goals) == 1
    assert goals[0] == verdict[0] + 1
    assert ("¥312.60") in found[verdict[0]]  # the last line is on the page


def test_a_small_review_prints_about_a_page_per_sheet(printed: tuple[Lang, Path]) -> None:
    assert SHEETS <= len(pages(printed[1])) - 1 <= SHEETS + 3  # the text ends with a page break


def test_no_cell_is_too_narrow_and_no_formula_fails(printed: tuple[Lang, Path]) -> None:
    text = "\f".join(pages(printed[1]))
    assert not re.search(r"###|#REF!|#NAME\?|#DIV/0!|#VALUE!|Err:", text)


def test_a_recalculation_equals_our_numbers(printed: tuple[Lang, Path]) -> None:
    lang, folder = printed
    book: Any = load_workbook(again(folder), data_only=True)
    sheet = book[{"zh": "02 目标达成", "en": "02 Goals"}[lang]]
    mark = next(c for row in sheet.iter_rows() for c in row if c.value == "#ec:goals:1")
    keys = {c.value: c.column for c in sheet[mark.row] if c.value}
    row = mark.row + 2
    assert sheet.cell(row, keys["attainment"]).value == pytest.approx(2_683_967.40 / 3_000_000)
    assert sheet.cell(row, keys["gap"]).value == pytest.approx(-316_032.60)


def test_hidden_keys_and_memory_survive_another_program(printed: tuple[Lang, Path]) -> None:
    _, folder = printed
    book: Any = load_workbook(again(folder))
    marks = {
        c.value
        for s in book.worksheets
        for row in s.iter_rows(max_col=1)
        for c in row
        if str(c.value).startswith("#ec:")
    }
    assert marks == {"#ec:goals:1", "#ec:risks:1", "#ec:actions:1", "#ec:decisions:1"}
    assert "ecreview.memory/1" in str(book["_ecreview"]["A1"].value)
