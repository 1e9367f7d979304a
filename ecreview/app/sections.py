"""Which sections stand on which page and tab, and the options that change them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import streamlit as st

from ecreview.analyses import ANALYSES, PLANNED
from ecreview.analyses.base import (
    CHECK,
    PROFIT,
    TABS,
    Analysis,
    Choice,
    Number,
    Option,
    Planned,
    Tab,
)
from ecreview.app.calculator import draw_calculator
from ecreview.app.render import draw_not_ready, draw_section, page_head
from ecreview.app.state import change, session
from ecreview.app.words import plain, safe
from ecreview.model.section import NotReady, Section
from ecreview.model.text import Text

if TYPE_CHECKING:
    from collections.abc import Callable

    from streamlit.delta_generator import DeltaGenerator

    from ecreview.review import Review


@dataclass(frozen=True, slots=True)
class Page:
    """A page of analyses.

    Attributes:
        key: of the page in `ecreview.analyses.base.TABS`.
        question: what it answers; its headline while no section can be told.
        belongs: what it shows once it has data.
    """

    key: str
    name: Text
    question: Text
    belongs: Text


INSIGHT = Page(
    "insight",
    Text(zh="数据洞察", en="Insight"),
    Text(zh="数据说明了什么", en="What the data say"),
    Text(
        zh="这一页看流量、转化漏斗、用户复购、利润和库存：哪一环漏了，谁会回来，钱留下多少。",
        en="This page shows traffic, funnel, repurchase, profit and stock: where buyers are lost, "
        "who comes back, what money stays.",
    ),
)
STRATEGY = Page(
    "strategy",
    Text(zh="经营策略", en="Strategy"),
    Text(zh="钱和人该往哪里投", en="Where money and effort belong"),
    Text(
        zh="这一页看渠道投放、商品结构、价格促销和用户分层：该加哪里，该停哪里，先联系谁。",
        en="This page shows channels, products, prices and segments: what to add, what to stop, "
        "whom to contact first.",
    ),
)
PROCESS = Page(
    "process",
    Text(zh="组织流程", en="Process"),
    Text(zh="哪一步卡住了", en="Which step is stuck"),
    Text(
        zh="这一页看订单从付款到发货、售后的每一步：卡在哪，比标准慢多少，谁负责。",
        en="This page follows orders from payment to delivery and after-sale: where they wait, "
        "how far from the standard, who answers for it.",
    ),
)
RISK = Page(
    "risk",
    Text(zh="风险", en="Risk"),
    Text(zh="有什么不对劲", en="What is out of line"),
    Text(
        zh="这一页看走势里的异常和机会：哪天不对劲，影响多少钱，要防什么。",
        en="This page shows what is out of line: which day, how much money, what to guard against.",
    ),
)

# What stands below the sections of a tab.
_BELOW: dict[Tab, Callable[[Review], None]] = {PROFIT: draw_calculator}
_ANALYSIS = {analysis.key: analysis for analysis in ANALYSES}
_PLANNED = Text(zh="这一版还不计算，所以没有结论，也不代表没有问题。",
                en="Not computed in this version: no statement is made, which is no all-clear.")  # fmt: skip
_ADJUST = Text(zh="更多选项", en="More options")
_USES = Text(zh="会用到：{uses}", en="Would use: {uses}")


def tab_of(key: str) -> Tab:
    """Return where the section of that key is drawn; reconciliations belong to the check."""
    return _ANALYSIS[key].tab if key in _ANALYSIS else CHECK


def sections_on(review: Review, page: str) -> tuple[Section | NotReady, ...]:
    """Return the sections of a page in telling order."""
    return tuple(s for s in review.sections if tab_of(s.key).page == page)


def told(sections: tuple[Section | NotReady, ...]) -> tuple[Section, ...]:
    """Return the sections that could be told."""
    return tuple(s for s in sections if isinstance(s, Section))


def draw_page(review: Review, page: Page) -> None:
    """Draw a page of analyses: its answer, then its tabs, or its sections where it has none."""
    head = st.container()
    tabs = [tab for tab in TABS if tab.page == page.key]
    if len(tabs) == 1:
        _draw_tab(review, page, tabs[0], head)
        return
    first = next((tab for tab in tabs if told(_sections_at(review, tab))), tabs[0])
    places = st.tabs(
        [plain(tab.title) for tab in tabs],
        default=plain(first.title),
        key=f"tabs/{page.key}",
        on_change="rerun",
    )
    for place, tab in zip(places, tabs, strict=True):
        if place.open:
            with place:
                _draw_tab(review, page, tab, head)


def _sections_at(review: Review, tab: Tab) -> tuple[Section | NotReady, ...]:
    """Return the sections of one tab in telling order."""
    return tuple(s for s in review.sections if tab_of(s.key) == tab)


def _draw_tab(review: Review, page: Page, tab: Tab, head: DeltaGenerator) -> None:
    """Draw what stands on one tab; its first answer becomes the answer of the page."""
    here = _sections_at(review, tab)
    first = next(iter(told(here)), None)
    with head:
        page_head(page.name, first.answer if first else page.question, told(here))
    for section in here:
        draw_any(section, with_head=section is not first)
    for planned in PLANNED:
        if planned.tab == tab:
            draw_planned(planned)
    if tab in _BELOW:
        _BELOW[tab](review)


def draw_any(section: Section | NotReady, *, with_head: bool = True) -> None:
    """Draw a section with its options, or what it lacks."""
    if isinstance(section, NotReady):
        draw_not_ready(section)
        return
    analysis = _ANALYSIS.get(section.key)
    if analysis is not None and analysis.options:
        options(analysis)
    draw_section(section, with_head=with_head)


def draw_planned(planned: Planned) -> None:
    """Draw a section that this version does not compute."""
    with st.container(border=True, gap="xsmall"):
        st.markdown(f"#### :material/schedule: {safe(planned.title)}")
        st.markdown(safe(planned.question))
        st.caption(f"{plain(_PLANNED)} {safe(_USES.fill(uses=planned.uses))}")


def options(analysis: Analysis) -> None:
    """Draw the options that an analysis declares, the first choice open and the others folded.

    A change reviews anew and is recorded in the settings.
    """
    first = next((o for o in analysis.options if isinstance(o, Choice)), None)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        if first is not None:
            _option(f"{analysis.key}.{first.key}", first)
        others = [option for option in analysis.options if option is not first]
        if others:
            with st.popover(plain(_ADJUST), icon=":material/tune:"):
                for option in others:
                    _option(f"{analysis.key}.{option.key}", option)


def _option(name: str, option: Option) -> None:
    """Draw one option."""
    key = f"option/{name}"
    now = session().settings.options.get(name, option.default)

    def take() -> None:
        settings = session().settings
        chosen = st.session_state[key]
        change(settings=replace(settings, options={**settings.options, name: chosen}))

    match option:
        case Choice():
            words = {value: safe(text) for value, text in option.values}
            st.segmented_control(
                safe(option.title), list(words), default=now, required=True, key=key, on_change=take,
                format_func=words.__getitem__,
            )  # fmt: skip
        case Number():
            st.number_input(
                safe(option.title), float(option.low), float(option.high), float(now), key=key,
                on_change=take, format="%g",
            )  # fmt: skip
