"""The frame around all pages: navigation in three groups, and the sidebar."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import streamlit as st

from ecreview.app.cache import scope_of
from ecreview.app.files import forget_all, remove
from ecreview.app.mark import MARK, NAME, mark_with_name
from ecreview.app.state import change, session
from ecreview.app.words import md_escape, plain, translate_streamlit
from ecreview.model.text import LANGS, Lang, Text

if TYPE_CHECKING:
    from collections.abc import Callable

    from streamlit.navigation.page import StreamlitPage

    from ecreview.model.dataset import Dataset
    from ecreview.model.scope import Scope

SIDEBAR_WIDTH = 248

_PREPARE = Text(zh="准备", en="Prepare")
_REVIEW = Text(zh="复盘", en="Review")
_ACT = Text(zh="落地", en="Act")
# file below pages/, name, Material icon; the url is the name of the file
PAGES: dict[Text, tuple[tuple[str, Text, str], ...]] = {
    _PREPARE: (
        ("prepare/upload", Text(zh="上传", en="Upload"), "upload_file"),
        ("prepare/check", Text(zh="体检与对账", en="Check"), "fact_check"),
    ),
    _REVIEW: (
        ("review/verdict", Text(zh="结论", en="Verdict"), "flag"),
        ("review/insight", Text(zh="数据洞察", en="Insight"), "insights"),
        ("review/strategy", Text(zh="经营策略", en="Strategy"), "tune"),
        ("review/process", Text(zh="组织流程", en="Process"), "account_tree"),
        ("review/risk", Text(zh="风险", en="Risk"), "shield"),
    ),
    _ACT: (
        ("act/actions", Text(zh="行动", en="Actions"), "checklist"),
        ("act/export", Text(zh="导出", en="Export"), "ios_share"),
    ),
}
FIRST_PAGE = "prepare/upload"
_LANG_NAMES: dict[Lang, str] = {"zh": "中文", "en": "EN"}
_LANGUAGE = Text(zh="语言", en="Language")
_SAMPLE_NAME = Text(zh="示例店铺", en="Sample shop")
_OWN_NAME = Text(zh="本次复盘", en="This review")
_PERIOD = Text(zh=":small[:gray[本期] {period}]", en=":small[:gray[Period] {period}]")
_BASELINE = Text(zh=":small[:gray[对比] {period}]", en=":small[:gray[vs] {period}]")
_NO_BASELINE = Text(zh=":small[:gray[对比] 无]", en=":small[:gray[vs] nothing]")
_GRADE = Text(zh="数据等级 **{grade}** {verdict}", en="Grade **{grade}**, {verdict}")
_ALL_SHOPS = Text(zh="全部店铺", en="All shops")
_ALL_CHANNELS = Text(zh="全部渠道", en="All channels")
_MADE_UP = Text(zh="示例数据", en="made up")
_FILES = Text(zh=":gray[使用中的文件] **{n}**", en=":gray[Files used] **{n}**")
_MANAGE = Text(zh="管理", en="Manage")
_REMOVE = Text(zh="移除", en="Remove")
_CLEAR = Text(zh="清除我的数据", en="Clear my data")
_VOLATILE = Text(
    zh="数据只在内存里，刷新或关闭页面即清空；请先下载工作簿。",
    en="Data stay in memory only; reloading or closing the page clears them. Download the workbook first.",
)
_WHY_GRADE = Text(
    zh="取日期覆盖、对账、退款是否已知和列的识别中最差的一项；单个数还看样本、成本和退款成熟度，见体检页。"
    "A、B 可下结论，C 仅供参考，D 数据不足。",
    en="The worst of day coverage, reconciliation, refunds told and recognition; single numbers also have their "
    "sample, costs and refunds to come, see Check. "
    "A and B allow a conclusion, C is indicative, D is not enough data.",
)


def configure() -> None:
    """Set the browser tab, the logo and the width of the sidebar."""
    lang = session().lang
    st.set_page_config(
        page_title=NAME.of(lang),
        page_icon=MARK,
        layout="wide",
        initial_sidebar_state=SIDEBAR_WIDTH,
    )
    st.logo(mark_with_name(lang), icon_image=MARK, size="large")
    translate_streamlit()


def menu() -> dict[str, list[StreamlitPage]]:
    """Return the pages by group, named in the language of the page."""
    groups = {
        plain(group): [_page(path, plain(name), icon) for path, name, icon in pages]
        for group, pages in PAGES.items()
    }
    # the first page answers at the root; its own address shall answer too
    groups[plain(_PREPARE)].append(
        st.Page(f"pages/{FIRST_PAGE}.py", url_path="upload", visibility="hidden")
    )
    return groups


def _page(path: str, name: str, icon: str) -> StreamlitPage:
    """Return one page of the navigation."""
    is_first = path == FIRST_PAGE
    return st.Page(
        f"pages/{path}.py",
        title=name,
        icon=f":material/{icon}:",
        url_path="home" if is_first else path.rsplit("/", maxsplit=1)[-1],
        default=is_first,
    )


def sidebar() -> None:
    """Draw the sidebar below the navigation: the open review, files in use, language."""
    with st.sidebar:
        if session().dataset is not None:
            _review_card()
            _filters()
            _files()
        _language()


def _review_card() -> None:
    """Draw name, period, baseline and grade of the open review."""
    now = session()
    if now.dataset is None or not now.dataset.tables:
        return
    scope = scope_of(now)
    with st.container(border=True, gap="xsmall"):
        badge = f" :orange-badge[{plain(_MADE_UP)}]" if now.is_sample else ""
        st.markdown(f"**{plain(_SAMPLE_NAME if now.is_sample else _OWN_NAME)}**{badge}")
        st.markdown(plain(_PERIOD.fill(period=scope.period.text)))
        compared = _BASELINE.fill(period=scope.baseline.text) if scope.baseline else _NO_BASELINE
        st.markdown(plain(compared))
        if now.grade is not None:
            words = plain(_GRADE.fill(grade=now.grade.value, verdict=now.grade.verdict))
            with st.popover(words, type="tertiary", icon=":material/verified:"):
                st.markdown(plain(_WHY_GRADE))


def _filters() -> None:
    """Draw the filters that apply everywhere, each where the data know more than one value."""
    now = session()
    if now.dataset is None or not now.dataset.tables:
        return
    scope = scope_of(now)
    _filter(
        _ALL_SHOPS,
        _values(now.dataset, "shop"),
        scope.shops,
        lambda picked: replace(scope, shops=picked),
    )
    _filter(
        _ALL_CHANNELS,
        _values(now.dataset, "channel"),
        scope.channels,
        lambda picked: replace(scope, channels=picked),
    )


def _filter(
    everything: Text,
    values: list[str],
    chosen: tuple[str, ...],
    narrowed: Callable[[tuple[str, ...]], Scope],
) -> None:
    """Draw one filter; a choice reviews anew."""
    key = f"filter/{everything.en}"

    def take() -> None:
        change(scope=narrowed(tuple(st.session_state[key])))

    if len(values) > 1:
        st.multiselect(
            plain(everything),
            values,
            default=[value for value in chosen if value in values],
            placeholder=plain(everything),
            label_visibility="collapsed",
            key=key,
            on_change=take,
        )


def _values(dataset: Dataset, column: str) -> list[str]:
    """Return the distinct values of a column over all tables, sorted."""
    frames = [t.frame[column] for t in dataset.tables.values() if column in t.frame.columns]
    return sorted({str(value) for frame in frames for value in frame.dropna().unique()})


def _used() -> int:
    """Return how many of the files hold a table that a review uses."""
    dataset = session().dataset
    if dataset is None:
        return 0
    return sum(any(t.table in dataset.tables for t in file.tables) for file in dataset.files)


def _files() -> None:
    """Draw how many of the files are in use, with a way to remove each and to clear everything."""
    uploads = session().uploads
    used = _used()
    said = f"{used}" if used == len(uploads) else f"{used}/{len(uploads)}"
    with st.container(
        horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"
    ):
        st.markdown(plain(_FILES.fill(n=said)), width="content")
        with st.popover(plain(_MANAGE), type="tertiary"):
            for upload in uploads:
                left, right = st.columns([3, 2], vertical_alignment="center")
                left.markdown(md_escape(upload.name))
                if right.button(
                    plain(_REMOVE), key=f"remove/{upload.digest}/{upload.name}", type="tertiary"
                ):
                    remove(upload.name, upload.digest)
                    st.rerun()
            st.caption(plain(_VOLATILE))
            st.button(
                plain(_CLEAR), on_click=forget_all, icon=":material/delete:", key="clear_my_data"
            )


def _language() -> None:
    """Draw the language switch."""

    def take() -> None:
        change(lang=st.session_state["lang_switch"])

    st.segmented_control(
        plain(_LANGUAGE),
        LANGS,
        default=session().lang,
        required=True,
        format_func=_LANG_NAMES.__getitem__,
        key="lang_switch",
        on_change=take,
        label_visibility="collapsed",
        width="stretch",
    )
