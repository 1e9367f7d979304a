"""The empty forms that a shop downloads are recognised once they are filled in."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import openpyxl
import pytest

from ecreview.intake.formats import FORMATS
from ecreview.intake.header import find_tables
from ecreview.intake.read import read_file
from ecreview.intake.recognise import known_names, map_columns, recognise
from ecreview.model.dataset import Upload
from ecreview.samples.templates import template_xlsx

if TYPE_CHECKING:
    from ecreview.intake.formats.base import Format
    from ecreview.model.text import Lang


FORMS = [form for form in FORMATS if form.instruction.zh]


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.key)
def test_a_form_filled_in_is_recognised_below_its_instruction(form: Format, lang: Lang) -> None:
    book = openpyxl.load_workbook(io.BytesIO(template_xlsx(form, lang)))
    assert book.active is not None
    book.active.append(["1"] * len(form.columns))
    filled = io.BytesIO()
    book.save(filled)
    upload = Upload.of("表.xlsx", filled.getvalue())
    (table,) = find_tables(read_file(upload, known_names()).sheets[0], known_names())
    assert table.header_row == 2
    assert recognise(table).format is form
    assert len(map_columns(table, form).columns) == len(form.columns)


def test_every_layout_of_our_own_is_offered_as_a_form() -> None:
    assert {form.key for form in FORMS} == {f.key for f in FORMATS if f.key.startswith("own-")}


def test_a_form_holds_the_headers_by_which_the_table_is_recognised() -> None:
    (form,) = [form for form in FORMS if form.table == "targets"]
    book = openpyxl.load_workbook(io.BytesIO(template_xlsx(form, "zh")))
    assert book.active is not None
    header = [cell.value for cell in book.active[2]]
    assert header == ["期间开始", "期间结束", "范围", "指标", "目标值", "单位", "负责人"]
