from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
from msoffcrypto.format.ooxml import OOXMLFile

from ecreview.intake.ingest import ingest
from ecreview.intake.read import read_file
from ecreview.intake.unlock import unlock
from ecreview.intake.worker import Job, run_inline, run_isolated
from ecreview.model.dataset import Upload
from ecreview.model.errors import FileRefused
from tests.intake.books import number, parts_of, row, text, zipped

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

KNOWN = frozenset(("订单编号", "实付金额"))
ROWS = row(1, text("A1", "订单编号"), text("B1", "实付金额")) + row(
    2, text("A2", "D1"), number("B2", "9.9")
)
# The library that encrypts it here needs more than the small streams of the container hold.
PLAIN = zipped(parts_of(("订单", ROWS)) | {"xl/media/filler.bin": bytes(8_192)}, level=0)


def locked(password: str) -> bytes:
    """Return the book as Excel encrypts it today."""
    target = io.BytesIO()
    OOXMLFile(io.BytesIO(PLAIN)).encrypt(password, target)
    return target.getvalue()


LOCKED = locked("六一八618")


def refusal(content: bytes, *passwords: str) -> str:
    with pytest.raises(FileRefused) as refused:
        read_file(Upload.of("a.xlsx", content), KNOWN, passwords)
    return refused.value.code


def test_an_encrypted_book_reads_as_the_same_book_without_a_password() -> None:
    opened = read_file(Upload.of("a.xlsx", LOCKED), KNOWN, ("wrong", "六一八618"))
    plain = read_file(Upload.of("a.xlsx", PLAIN), KNOWN)
    assert opened.sheets[0].cells.equals(plain.sheets[0].cells)
    assert (opened.engine, opened.findings) == (plain.engine, plain.findings)


def test_without_the_right_password_the_book_is_refused_and_a_wrong_one_is_told() -> None:
    assert refusal(LOCKED) == "FILE_PASSWORD"
    assert refusal(LOCKED, "") == "FILE_PASSWORD_WRONG"
    assert refusal(LOCKED, "618") == "FILE_PASSWORD_WRONG"


def test_a_book_that_excel_opens_for_everybody_needs_no_password() -> None:
    assert unlock(locked("VelvetSweatshop"), ()) == PLAIN


def test_an_encrypted_book_in_a_zip_stops_the_zip_until_its_password_is_given() -> None:
    content = zipped({"订单.xlsx": LOCKED, "b.csv": "订单编号,实付金额\nD1,9.90\n"})
    assert refusal(content) == "FILE_PASSWORD"
    file = read_file(Upload.of("a.zip", content), KNOWN, ("六一八618",))
    assert [sheet.sheet for sheet in file.sheets] == ["订单.xlsx", "b.csv"]


def test_a_cut_encrypted_book_is_refused_whatever_the_library_throws() -> None:
    for share in range(1, 100, 7):
        assert refusal(LOCKED[: len(LOCKED) * share // 100], "六一八618") in {
            "FILE_DAMAGED", "FILE_LOCKED", "FILE_PASSWORD_WRONG", "FILE_UNKNOWN",
        }  # fmt: skip


def test_another_way_of_encryption_is_told_where_a_password_was_given() -> None:
    manifest = '<m xmlns="x"><encryption-data/></m>'
    content = zipped({"content.xml": "<office/>", "META-INF/manifest.xml": manifest})
    assert refusal(content) == "FILE_PASSWORD"
    assert refusal(content, "618") == "FILE_LOCKED"


def test_passwords_reach_the_worker_and_leave_no_trace() -> None:
    upload = Upload.of("a.xlsx", LOCKED)
    one = ingest([upload], run=run_isolated, passwords=("六一八618",))
    several = ingest([upload], run=run_inline, passwords=("no", "六一八618"))
    assert one.files[0].error is None
    assert one.version == several.version
    assert "六一八618" not in repr((one, Job("a", b"", ("六一八618",))))


def test_a_wrong_password_is_told_at_the_file() -> None:
    data = ingest([Upload.of("a.xlsx", LOCKED)], run=run_isolated, passwords=("no",))
    assert data.files[0].error is not None
    assert data.files[0].error.code == "FILE_PASSWORD_WRONG"


@pytest.mark.real_data
@pytest.mark.parametrize(
    ("name", "password"),
    [
        ("xls/msoffcrypto__tests_inputs_rc4cryptoapi_password.xls", "Password1234_"),
        ("xls/msoffcrypto__tests_inputs_xor_password_123456789012345.xls", "123456789012345"),
        ("xls/sheetjs__password_2002_128_strong.xls", "password"),
        ("xls/sheetjs__password_2002_40_basecrypto.xls", "password"),
        ("xls/poi__test-data_spreadsheet_35897-type4.xls", "freedom"),
        ("xlsb/poi__test-data_spreadsheet_protected_passtika.xlsb", "tika"),
        ("xlsx/excelize__test_encryptSHA512.xlsx", "password"),
        ("xlsx/excelize__test_encryptAES.xlsx", "password"),
    ],
)
def test_books_encrypted_by_office_programs_are_opened(
    nasty: Callable[[str], Path], name: str, password: str
) -> None:
    upload = Upload.of(name, nasty(name).read_bytes())
    assert refusal(upload.content) == "FILE_PASSWORD"
    assert read_file(upload, KNOWN, (password,)).sheets[0].cells.num_rows > 0
