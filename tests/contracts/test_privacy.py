"""Names, phones and addresses planted in every export are nowhere in what comes out."""

from __future__ import annotations

import io
import logging
import zipfile
from typing import TYPE_CHECKING

import pytest

from ecreview.intake.ingest import ingest
from ecreview.intake.worker import run_inline
from ecreview.report.record import dump_record
from ecreview.report.workbook import build_workbook
from ecreview.review import review
from tests.formats.test_golden import CASES, FALSE_PEOPLE, export_of

if TYPE_CHECKING:
    from ecreview.model.dataset import Dataset


@pytest.fixture(scope="module")
def everything() -> tuple[Dataset, str]:
    """Return the dataset of all exports at once, and what was logged on the way."""
    log = io.StringIO()
    handler = logging.StreamHandler(log)
    logging.getLogger().addHandler(handler)
    try:
        dataset = ingest([export_of(case) for case in CASES], run=run_inline, salt=b"s")
    finally:
        logging.getLogger().removeHandler(handler)
    return dataset, log.getvalue()


def found_in(text: str) -> list[str]:
    """Return the planted words that a text holds."""
    return [word for word in FALSE_PEOPLE if word in text]


def test_the_plants_are_in_the_files() -> None:
    contents = [export_of(case).content for case in CASES]
    spelled = [
        any(
            word.encode(encoding) in content
            for content in contents
            for encoding in ("utf-8", "gb18030")
        )
        for word in FALSE_PEOPLE
    ]
    assert all(spelled)


def test_no_table_message_or_log_names_a_person(everything: tuple[Dataset, str]) -> None:
    dataset, log = everything
    assert found_in(log) == []
    said = [f.message.zh + f.message.en + f.place.text.zh for f in dataset.findings]
    assert found_in("\n".join(said)) == []
    assert found_in(repr(dataset.files)) == []
    for key, table in dataset.tables.items():
        cells = table.frame.to_csv()
        assert found_in(cells) == [], key


def test_no_record_and_no_workbook_names_a_person(everything: tuple[Dataset, str]) -> None:
    made = review(everything[0])
    for lang in ("zh", "en"):
        assert found_in(dump_record(made, lang)) == []
        with zipfile.ZipFile(io.BytesIO(build_workbook(made, lang))) as book:
            for part in book.namelist():
                assert found_in(book.read(part).decode("utf-8", "replace")) == [], part
