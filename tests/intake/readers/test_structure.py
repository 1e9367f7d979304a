from __future__ import annotations

import pytest

from ecreview.intake.readers.structure import structure_of
from ecreview.model.errors import FileRefused


def test_each_sheet_is_led_to_its_part() -> None:
    small = {
        "xl/workbook.xml": b'<x:sheet r:id="rId2" name="A &amp; B"/><x:sheet name="C" r:id="rId1"/>',
        "xl/_rels/workbook.xml.rels": b'<Relationship Target="worksheets/s1.xml" Id="rId1"/>'
        b"<Relationship Id='rId2' Target='/XL/worksheets/S2.xml'/>",
    }
    structure = structure_of(small)
    assert structure.parts == {"A & B": "xl/worksheets/s2.xml", "C": "xl/worksheets/s1.xml"}
    assert not structure.date_1904


def test_an_encrypted_opendocument_asks_for_the_password_to_be_removed() -> None:
    with pytest.raises(FileRefused) as refused:
        structure_of({"meta-inf/manifest.xml": b"<manifest:encryption-data/>", "content.xml": b""})
    assert refused.value.code == "FILE_PASSWORD"


def test_a_book_that_says_nothing_has_no_parts() -> None:
    assert structure_of({}).parts == {}
