"""The export page: the workbook, the record, the cleaned tables, in the language chosen here."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import streamlit as st

from ecreview.app.actions import with_decisions
from ecreview.app.delimited import table_csv
from ecreview.app.state import session
from ecreview.app.words import plain, safe
from ecreview.model.text import LANGS, Lang, Text
from ecreview.report.record import dump_record
from ecreview.report.workbook import build_workbook

if TYPE_CHECKING:
    from ecreview.model.dataset import Dataset
    from ecreview.model.scope import Scope
    from ecreview.review import Review

NAME = Text(zh="导出", en="Export")
ANSWER = Text(zh="一份工作簿，全队都能接着用", en="One workbook that the whole team can work in")
BELONGS = Text(
    zh="这一页把复盘交给全队：Excel 工作簿、结构化记录和清洗后的表。",
    en="This page hands the review over: an Excel workbook, a structured record and the cleaned tables.",
)
_LANGUAGE = Text(zh="导出语言", en="Language of the files")
_LANG_NAMES: dict[Lang, str] = {"zh": "中文", "en": "English"}
_WORKBOOK = Text(zh="复盘工作簿", en="Review workbook")
_WORKBOOK_HELP = Text(
    zh="摘要一页可打印；其后是各节的表和图、行动清单、对账差异和口径。Excel、WPS 都能直接打开和修改。",
    en="A printable one-page summary, then the tables and charts of every section, the action list, "
    "the differences and the definitions. Opens and edits in Excel and WPS.",
)
_RECORD = Text(zh="结构化记录（JSON）", en="Structured record (JSON)")
_RECORD_HELP = Text(
    zh="每个数带分子、分母、样本量、口径和等级，供系统或脚本读取；同样的文件得到同样的字节。",
    en="Every number with numerator, denominator, sample, basis and grade, for systems and scripts; "
    "the same files give the same bytes.",
)
_TABLES = Text(zh="清洗后的表（CSV）", en="Cleaned tables (CSV)")
_TABLES_HELP = Text(
    zh="{tables}；每行带来源文件、工作表和行号，不含买家标识。",
    en="{tables}; every row names its file, sheet and row; buyer keys are left out.",
)
_DOWNLOAD = Text(zh="下载", en="Download")
_VOLATILE = Text(
    zh="关闭或刷新页面会丢失数据，请先下载工作簿。",
    en="Closing or reloading the page loses the data; download the workbook first.",
)
_EARLIEST = (
    1980,
    1,
    1,
    0,
    0,
    0,
)  # a zip cannot hold an earlier time; a fixed one gives the same bytes


def choose_language() -> Lang:
    """Return the language of the files, the page's own unless chosen otherwise."""
    chosen = st.segmented_control(
        plain(_LANGUAGE), LANGS, default=session().lang, required=True, key="export_lang",
        format_func=_LANG_NAMES.__getitem__,
    )  # fmt: skip
    return chosen or session().lang


def downloads(review: Review, lang: Lang) -> None:
    """Draw one card per kind of file; each file is made when it is asked for."""
    decided = with_decisions(review)
    name = file_name(review.scope, lang)
    first, second, third = st.columns(3)
    with first.container(border=True, height="stretch"):
        _card(_WORKBOOK, plain(_WORKBOOK_HELP))
        st.download_button(
            plain(_DOWNLOAD), lambda: build_workbook(decided, lang), f"{name}.xlsx", key="workbook",
            mime="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            type="primary", icon=":material/download:", on_click="ignore",
        )  # fmt: skip
    with second.container(border=True, height="stretch"):
        _card(_RECORD, plain(_RECORD_HELP))
        st.download_button(
            plain(_DOWNLOAD), lambda: dump_record(decided, lang).encode(), f"{name}.json",
            key="record", mime="application/json", icon=":material/download:", on_click="ignore",
        )  # fmt: skip
    with third.container(border=True, height="stretch"):
        titles = [table.spec.title for table in review.dataset.tables.values()]
        names = Text(zh="、".join(t.zh for t in titles), en=", ".join(t.en for t in titles))
        _card(_TABLES, safe(_TABLES_HELP.fill(tables=names)))
        st.download_button(
            plain(_DOWNLOAD), lambda: tables_zip(review.dataset, lang), f"{name}.zip",
            key="tables", mime="application/zip", icon=":material/download:", on_click="ignore",
        )  # fmt: skip
    st.caption(plain(_VOLATILE))


def _card(title: Text, words: str) -> None:
    """Draw title and explanation of one kind of file."""
    st.markdown(f"#### {plain(title)}")
    st.markdown(words)


def file_name(scope: Scope, lang: Lang) -> str:
    """Return the name of the exported files, without ending."""
    word = Text(zh="复盘", en="review").of(lang)
    return f"{word}_{scope.period.start}_{scope.period.last}"


def tables_zip(dataset: Dataset, lang: Lang) -> bytes:
    """Return all cleaned tables, one CSV each, in a zip that is the same for the same tables."""
    out = BytesIO()
    with ZipFile(out, "w") as archive:
        for key, table in dataset.tables.items():
            entry = ZipInfo(f"{key}.csv", date_time=_EARLIEST)
            archive.writestr(entry, table_csv(table, lang), compress_type=ZIP_DEFLATED)
    return out.getvalue()
