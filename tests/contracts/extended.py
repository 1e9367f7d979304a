"""A fresh interpreter in which the two tuples have one line more; prints what all rooms make of it, as JSON.

Run as a script: whoever reads the tuples is imported only after the lines were added, as after an edit.
"""

from __future__ import annotations

import json
import sys
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ecreview import analyses
from ecreview.intake import formats

ROOT = Path(__file__).resolve().parents[2]
READERS = ("ecreview.review", "ecreview.intake.recognise", "ecreview.report.workbook.book")

if TYPE_CHECKING:
    from ecreview.model.dataset import Dataset
    from ecreview.review import Review


def add_the_lines() -> None:
    """Add the toy format and the toy analyses to the tuples, before anybody has read them."""
    from tests.contracts import toys  # noqa: PLC0415 - the analyses package is loaded by now

    early = [name for name in READERS if name in sys.modules]
    if early:
        raise AssertionError(f"{early} read the tuples before the lines were added")
    formats.FORMATS = (*formats.FORMATS, toys.FORMAT)
    analyses.ANALYSES = (*analyses.ANALYSES, toys.ANALYSIS, toys.UNMET)


def what_all_rooms_make_of_it() -> dict[str, Any]:
    """Return what ingest, record, workbook and pages hold of the toys."""
    from ecreview.intake.ingest import ingest  # noqa: PLC0415 - only after the lines were added
    from ecreview.intake.worker import run_inline  # noqa: PLC0415
    from ecreview.model.dataset import Upload  # noqa: PLC0415
    from ecreview.report.record import build_record  # noqa: PLC0415
    from ecreview.review import review  # noqa: PLC0415
    from tests.contracts import toys  # noqa: PLC0415

    upload = Upload.of(toys.FILE, toys.CONTENT.encode())
    dataset = ingest([upload], run=run_inline)
    made = review(dataset)
    return {
        "record": build_record(made, "zh"),
        "sheets": _sheets(made),
        "pages": {
            f"{name}/{lang}": _page(upload, dataset, path, lang)
            for name, path in (("process", "pages/review/process.py"), ("upload", ""))
            for lang in ("zh", "en")
        },
    }


def _sheets(made: Review) -> dict[str, list[Any]]:
    """Return the filled cells of each sheet, by its number, and how many charts stand on it."""
    from openpyxl import load_workbook  # noqa: PLC0415 - only after the lines were added

    from ecreview.report.workbook import build_workbook  # noqa: PLC0415

    book: Any = load_workbook(BytesIO(build_workbook(made, "zh")))
    return {
        sheet.title[:2]: [len(sheet._charts)]
        + [cell.value for row in sheet.iter_rows() for cell in row if cell.value is not None]
        for sheet in book.worksheets
    }


def _page(upload: Any, dataset: Dataset, path: str, lang: Any) -> dict[str, Any]:
    """Return the words of a page and the keys of its options."""
    from streamlit.testing.v1 import AppTest  # noqa: PLC0415 - only after the lines were added

    from ecreview.app.state import Session  # noqa: PLC0415
    from tests.pages.reading import words_on  # noqa: PLC0415

    at = AppTest.from_file(str(ROOT / "streamlit_app.py"), default_timeout=60)
    at.session_state["ecreview"] = Session(lang=lang, uploads=(upload,), dataset=dataset)
    at.run()
    if path:
        at.switch_page(path).run()
    return {
        "words": words_on(at),
        "options": [str(control.key) for control in at.segmented_control],
        "troubles": [str(e.value) for e in (*at.exception, *at.error)],
    }


if __name__ == "__main__":
    add_the_lines()
    json.dump(what_all_rooms_make_of_it(), sys.stdout, default=str)
