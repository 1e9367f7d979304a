"""One campaign from the files to the workbook: the same figures in the record, on the sheets and as planted."""

from __future__ import annotations

import csv
import json
import socket
from datetime import date
from functools import cache
from io import BytesIO, StringIO
from typing import TYPE_CHECKING, Any, NoReturn

import numpy as np
import pytest
from openpyxl import load_workbook

from ecreview.intake.ingest import ingest
from ecreview.intake.worker import run_inline
from ecreview.model.dataset import Upload
from ecreview.model.scope import Period, Scope
from ecreview.model.text import LANGS
from ecreview.report.record import build_record, dump_record
from ecreview.report.workbook import build_workbook
from ecreview.review import Review, review
from tests.conftest import ROOT

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ecreview.model.text import Lang

TRUTHS = json.loads((ROOT / "sample_data/truths.json").read_text(encoding="utf-8"))
TOTALS = TRUTHS["totals"]["period"]
ORDERS_CSV = "ExportOrderList202606211000.csv"
# Stated by hand: 138,677.60 yuan paid in 804 orders of 699 buyers, 24,733.90 refunded; 160,000 were aimed at.
PAID, REFUNDED, ORDERS, BUYERS, TARGET = 138_677_60, 24_733_90, 804, 699, 160_000_00
# A sheet holds yuan and days; the record's whole cents are rounded.
SHEET_UNITS = {"cents": (100, 0.005), "seconds": (86_400, 1e-9)}


def _period(name: str) -> Period:
    first, last = TRUTHS[name]
    return Period.over(date.fromisoformat(first), date.fromisoformat(last))


SCOPE = Scope(_period("period"), _period("baseline"))


def told_from(uploads: Sequence[Upload]) -> Review:
    """Return the review of the campaign from those files."""
    return review(ingest(uploads, run=run_inline), scope=SCOPE)


def figures(record: dict[str, Any]) -> dict[str, Any]:
    """Return the value of each figure by `section/key`, with what it was divided from."""
    return {
        f"{section['key']}/{figure['key']}": (
            figure["value"], figure["numerator"], figure["denominator"], figure["target"], figure["baseline"],
        )
        for section in record["sections"]
        for figure in section["figures"]
    }  # fmt: skip


@cache
def opened(content: bytes) -> Any:
    """Return the workbook as it reads when opened again."""
    return load_workbook(BytesIO(content))


def evidence(content: bytes) -> list[tuple[str, float | None, str]]:
    """Return metric, value and place of each row of the evidence index, in its order."""
    rows = [[cell.value for cell in row] for row in opened(content).worksheets[21].iter_rows()]
    return [(row[2], row[4], row[13]) for row in rows if str(row[1]).startswith("E-")]


@pytest.fixture(scope="module")
def record(sample_review: Review) -> dict[str, Any]:
    return build_record(sample_review, "zh")


@pytest.fixture(scope="module")
def workbooks(sample_review: Review) -> dict[Lang, bytes]:
    return {lang: build_workbook(sample_review, lang) for lang in LANGS}


@pytest.fixture(scope="module")
def workbook(workbooks: dict[Lang, bytes]) -> bytes:
    return workbooks["zh"]


# --- the same numbers everywhere --------------------------------------------------------------------


def test_the_record_tells_what_was_planted(record: dict[str, Any]) -> None:
    told = {key: value[0] for key, value in figures(record).items()}
    overview = ("gmv_pay", "refunded", "orders_paid", "buyers_paid")
    assert [told[f"overview/{key}"] for key in overview] == [PAID, REFUNDED, ORDERS, BUYERS]
    assert [TOTALS[key] for key in overview] == [PAID, REFUNDED, ORDERS, BUYERS]
    assert told["gap/gap"] == PAID - TARGET


def test_rates_are_those_of_the_planted_counts(record: dict[str, Any]) -> None:
    told = figures(record)
    assert told["overview/refund_rate_amt"][:3] == (
        pytest.approx(0.1783554, abs=5e-8),
        REFUNDED,
        PAID,
    )
    assert told["overview/refund_rate_ord"][:3] == (pytest.approx(0.2101990, abs=5e-8), 169, ORDERS)
    assert told["overview/aov_order"][:3] == (172_48, PAID, ORDERS)  # 138,677.60 / 804 = 172.485
    assert told["overview/aov_buyer"][:3] == (198_39, PAID, BUYERS)  # 138,677.60 / 699 = 198.394


def test_the_evidence_index_holds_every_figure_of_the_record(
    record: dict[str, Any], workbook: bytes
) -> None:
    told = [f for section in record["sections"] for f in section["figures"]]
    shown = evidence(workbook)
    assert [key for key, *_ in shown] == [figure["key"] for figure in told]
    for (key, value, _), figure in zip(shown, told, strict=True):
        scale, tolerance = SHEET_UNITS.get(figure["unit"], (1, 1e-12))
        expected = figure["value"] and pytest.approx(figure["value"] / scale, abs=tolerance)
        assert value == expected, key


def test_the_one_page_verdict_states_the_headline_numbers(workbook: bytes) -> None:
    cells = [cell.value for row in opened(workbook).worksheets[1].iter_rows() for cell in row]
    numbers = [cell for cell in cells if isinstance(cell, float)]
    in_ten_thousands = PAID / 1_000_000
    for number in (in_ten_thousands, PAID / TARGET - 1, REFUNDED / PAID):
        assert any(cell == pytest.approx(number, rel=1e-12) for cell in numbers), number


def test_every_figure_stands_where_its_evidence_leads(workbook: bytes) -> None:
    for key, value, place in evidence(workbook):
        title, _, address = place.rpartition("!")
        sheet = opened(workbook)[title]
        row = [cell.value for cell in sheet[sheet[address].row]]
        assert value is None or value in row, (key, place)


def test_both_languages_tell_the_same_numbers(
    sample_review: Review, record: dict[str, Any], workbooks: dict[Lang, bytes]
) -> None:
    assert figures(record) == figures(build_record(sample_review, "en"))
    zh, en = ([(k, v) for k, v, _ in evidence(workbooks[lang])] for lang in LANGS)
    assert zh == en


# --- again, and in another order ----------------------------------------------------------------------


def test_running_twice_gives_the_same_bytes(
    sample: tuple[Upload, ...], sample_review: Review, workbooks: dict[Lang, bytes]
) -> None:
    again = told_from(sample)
    for lang in LANGS:
        assert dump_record(again, lang) == dump_record(sample_review, lang)
        assert build_workbook(again, lang) == workbooks[lang]


def _rows_shuffled(upload: Upload) -> Upload:
    """Return a CSV file with its rows in another order; a cell may hold line breaks."""
    header, *rows = csv.reader(StringIO(upload.content.decode("gb18030"), newline=""))
    order = np.random.default_rng(5).permutation(len(rows))
    out = StringIO(newline="")
    csv.writer(out).writerows([header, *(rows[i] for i in order)])
    return Upload.of(upload.name, out.getvalue().encode("gb18030"))


def test_the_order_of_rows_in_a_file_changes_no_figure(
    sample: tuple[Upload, ...], record: dict[str, Any]
) -> None:
    uploads = [_rows_shuffled(u) if u.name == ORDERS_CSV else u for u in sample]
    assert uploads[0].digest != sample[0].digest
    again = build_record(told_from(uploads), "zh")
    assert figures(again) == figures(record)
    assert again["reconciliations"] == record["reconciliations"]
    assert [a["worth_cents"] for a in again["actions"]] == [
        a["worth_cents"] for a in record["actions"]
    ]


def test_the_order_of_files_changes_no_figure(
    sample: tuple[Upload, ...], record: dict[str, Any]
) -> None:
    """Which of two overlapping exports is newer stands in their names."""
    again = build_record(told_from(sample[::-1]), "zh")
    assert figures(again) == figures(record)
    assert again["reconciliations"] == record["reconciliations"]


# --- nothing leaves the computer --------------------------------------------------------------------------


def test_a_review_from_file_to_workbook_opens_no_connection(
    sample: tuple[Upload, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> NoReturn:
        raise AssertionError("a connection was tried")

    for name in ("connect", "connect_ex", "sendto"):
        monkeypatch.setattr(socket.socket, name, refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    told = told_from(sample[4:])
    assert build_workbook(told, "zh")
    assert dump_record(told, "zh")


@pytest.mark.parametrize("lang", LANGS)
def test_our_own_workbook_among_the_uploads_is_named_and_nothing_of_it_is_counted(
    lang: Lang, workbooks: dict[Lang, bytes]
) -> None:
    data = ingest([Upload.of("上次复盘.xlsx", workbooks[lang])], run=run_inline)
    (file,) = data.files
    assert file.error is not None
    assert file.error.code == "PAST_REVIEW"
    assert not data.tables
