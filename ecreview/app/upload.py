"""The upload page: the drop zone, and what to try without files of one's own."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from ecreview.app.files import add, sample_button
from ecreview.app.state import session
from ecreview.app.templates import ENDING
from ecreview.app.words import plain, safe
from ecreview.intake.formats import FORMATS
from ecreview.model.dataset import Upload
from ecreview.model.platforms import platform_name
from ecreview.model.text import Text, join_texts, same

if TYPE_CHECKING:
    from ecreview.intake.formats.base import Format
    from ecreview.model.dataset import Dataset
    from ecreview.model.text import Lang

TYPES = (
    "xlsx",
    "xlsm",
    "xls",
    "xlsb",
    "ods",
    "zip",
    "gz",
    "csv",
    "tsv",
    "txt",
    "htm",
    "html",
    "xml",
    "et",
    ENDING,
)
MAX_UPLOAD_MB = 300
CARDS_PER_ROW = 3
NARROWEST_CARD = 260  # pixels; one card per row on a phone

NAME = Text(zh="上传", en="Upload")
ASK = Text(zh="把这次活动的表格都拖进来", en="Drop all the exports of this campaign here")
_WHICH = Text(
    zh="订单、明细、退款、账单、流量、成本、库存、目标，有几张放几张，平台不限；认不出的会一步步问您。",
    en="Orders, items, refunds, bills, traffic, costs, stock, targets: any of them, from any platform. "
    "Where a table is not recognised, you are asked step by step.",
)
_PRIVATE = Text(
    zh="姓名、电话、地址在读取时丢弃，不保存、不导出；数据不离开这台电脑。",
    en="Names, phones and addresses are dropped at reading, not saved or exported; "
    "the data do not leave this computer.",
)
_NOT_LIVE = Text(
    zh="本系统在上传时计算，不做实时监控和自动推送；预警以数据截止日为准。",
    en="Calculated at upload; no live monitoring or push. Alerts are as of the last day of the data.",
)
_NO_FILES = Text(zh="手边没有文件？", en="No files at hand?")
_NO_FILES_HELP = Text(
    zh="示例店铺能看到完整的复盘；平台导不出来的（目标、成本、运单、工单等）用模板填。",
    en="The sample shop shows a whole review; the templates take what no platform exports: targets, costs, parcels, tickets and more.",
)
_TEMPLATES = Text(zh="下载模板", en="Download templates")
_READ = Text(zh="已读懂 {n} 张表，可以开始复盘", en="Tables understood: {n}; the review can start")
_NOTHING = Text(
    zh="没有认出可用的表格，请看下面的说明", en="No usable table was recognised; see below"
)
_UNKNOWN = Text(
    zh="；{n} 张表没认出，请在下面指定", en="; not recognised: {n}, please say below what they are"
)
_REFUSED = Text(zh="；{n} 个文件用不了，已跳过", en="; files that cannot be used: {n}, skipped")
_WHERE = Text(zh="放哪些文件，从哪里导出", en="Which files, and where to export them")
_PLATFORM = Text(zh="选平台", en="Platform")
_STOP = Text(zh="。", en=".")


def answer(dataset: Dataset | None) -> Text:
    """Return the headline: the request, or what was understood."""
    if dataset is None:
        return ASK
    tables = sum(1 for file in dataset.files for t in file.tables if t.table in dataset.tables)
    unknown = sum(1 for file in dataset.files for t in file.tables if t.table is None)
    refused = sum(1 for file in dataset.files if file.error)
    said = [
        _READ.fill(n=tables) if tables else _NOTHING,
        *([_UNKNOWN.fill(n=unknown)] if unknown and tables else []),
        *([_REFUSED.fill(n=refused)] if refused else []),
        _STOP,
    ]
    return join_texts(said, zh="", en="")


def drop_zone() -> None:
    """Draw the uploader; what is dropped is taken over at once and the uploader emptied."""
    dropped = st.file_uploader(
        plain(ASK),
        type=list(TYPES),
        accept_multiple_files=True,
        key=f"uploader/{session().round}",
        max_upload_size=MAX_UPLOAD_MB,
        label_visibility="visible" if session().uploads else "collapsed",
    )
    st.caption(plain(_WHICH))
    st.caption(plain(_PRIVATE))
    st.caption(plain(_NOT_LIVE))
    if dropped:
        add([Upload.of(file.name, file.getvalue()) for file in dropped])
        st.rerun()
    refused = session().template_trouble
    if refused is not None:
        st.warning(safe(refused), icon=":material/block:")


def without_files() -> None:
    """Draw the card for visitors without files: the made-up shop and the templates."""
    with st.container(border=True, gap="small"):
        st.markdown(f"**{plain(_NO_FILES)}**  \n:gray[{plain(_NO_FILES_HELP)}]")
        sample_button()
        with st.popover(plain(_TEMPLATES), icon=":material/download:", width="stretch"):
            for form in (form for form in FORMATS if form.instruction.zh):
                st.download_button(
                    plain(form.title),
                    data=partial(_template, form, session().lang),
                    file_name=f"{plain(form.title)}.xlsx",
                    on_click="ignore",
                    key=f"template/{form.key}",
                    width="stretch",
                )


def _template(form: Format, lang: Lang) -> bytes:
    """Return an empty form; made when it is asked for, since writing workbooks takes a library."""
    from ecreview.samples.templates import template_xlsx  # noqa: PLC0415 - see above

    return template_xlsx(form, lang)


def where_to_export() -> None:
    """Draw which files belong here and where a platform exports them, for a visitor who begins."""
    st.subheader(plain(_WHERE), anchor=False)
    offered = [form for form in FORMATS if form.platform and not form.is_refused]
    platforms = list(dict.fromkeys(form.platform for form in offered))
    picked = st.pills(
        plain(_PLATFORM),
        platforms,
        default=platforms[0],
        format_func=lambda key: plain(platform_name(key) or same(key)),
        key="where/platform",
    )
    grid = st.grid(CARDS_PER_ROW, min_column_width=NARROWEST_CARD)
    for form in (form for form in offered if form.platform == (picked or platforms[0])):
        with grid.container(border=True, height="stretch", gap=None):
            st.markdown(f"**{plain(form.title)}**")
            st.caption(plain(form.menu))
