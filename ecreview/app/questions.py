"""The three questions before a review, and the questions that one more file would answer."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import streamlit as st

from ecreview.analyses import ANALYSES, PLANNED
from ecreview.analyses.goals.targets import goals_of
from ecreview.app.cache import goals_in_use, scope_of
from ecreview.app.files import VERDICT_PAGE
from ecreview.app.proposal import baselines
from ecreview.app.state import change, session
from ecreview.app.words import md_escape, plain, safe
from ecreview.intake.formats import FORMATS
from ecreview.model.scope import Goal, Goals, Period
from ecreview.model.tables import TABLES, table_spec
from ecreview.model.text import CURRENCIES, EMPTY, Text, currency_sign

if TYPE_CHECKING:
    from ecreview.analyses.base import Analysis
    from ecreview.model.dataset import Dataset

CARDS_PER_ROW = 3
QUESTION_WIDTHS = (
    22,
    25,
    20,
    11,
    17,
)  # the days, what they are compared with, targets, currency, start
CENTS = 100

_ASK = Text(zh="开始前确认四件事", en="Four things to confirm")
_WHICH_PERIOD = Text(zh="复盘哪一段", en="Which days")
_COMPARED = Text(zh="和谁比", en="Compared with")
_TARGETS = Text(zh="目标从哪来", en="Targets from")
_START = Text(zh="开始复盘", en="Start the review")
_NOTHING = Text(zh="不比", en="Nothing")
_OF_FILES = Text(zh="表格里的目标（{n} 项）", en="Targets in the files ({n})")
_TYPED = Text(zh="现在填支付金额目标", en="Type the paid-GMV target")
_NO_TARGETS = Text(zh="不比目标", en="No targets")
_AMOUNT = Text(zh="支付金额目标（{currency}）", en="Paid-GMV target ({currency})")
_YUAN = Text(zh="元", en="CNY")
_CURRENCY = Text(zh="币种", en="Currency")
_PICK_BOTH = Text(zh="请选开始和结束两天。", en="Pick the first and the last day.")
_MORE = Text(zh="再放一张表，还能回答", en="One more table answers")
_PUT_IN = Text(zh="放入", en="Put in")
_COLON = Text(zh="：", en=": ")
_EXPORT = Text(zh="{title}：{menu}", en="{title}: {menu}")
_LATER = Text(zh="会用到：{uses}", en="Would use: {uses}")
_LATER_TITLE = Text(
    zh="这一版还不回答的 {n} 个问题", en="{n:question|questions} that this version does not answer"
)


# What one more table adds to questions that are answered in part without it.
_ANSWERED_BY = {
    "traffic_daily": Text(
        zh="多少人来看，在哪一步走掉？", en="How many came, and where did they leave?"
    ),
    "refunds": Text(zh="退了多少，净额是多少？", en="How much came back, and what is the net?"),
    "payments": Text(
        zh="钱到账了没有，差在哪里？", en="Has the money arrived, and what is missing?"
    ),
    "product_costs": Text(zh="扣掉成本还赚不赚？", en="What is left after costs?"),
    "targets": Text(zh="目标达成了吗，差多少？", en="Was the target reached, and by how much?"),
}


@dataclass(frozen=True, slots=True)
class Locked:
    """A question that the data do not answer, and what would.

    Attributes:
        exports: name and menu path of each export that would.
        note: what else is lacking, in a sentence.
    """

    question: Text
    exports: tuple[Text, ...] = ()
    note: Text = EMPTY


def ask(dataset: Dataset) -> None:
    """Draw the four questions, filled in, and the button that starts the review."""
    st.subheader(plain(_ASK), anchor=False)
    first, second, third, fourth, last = st.columns(
        QUESTION_WIDTHS, gap="xsmall", vertical_alignment="bottom"
    )
    with first:
        period = _ask_period(dataset)
    if period is None:
        st.caption(plain(_PICK_BOTH))
        return
    with second:
        baseline = _ask_baseline(dataset, period)
    with fourth:
        currency = _ask_currency(dataset)
    with third:
        goals = _ask_goals(dataset, period, currency)
    with last:
        is_started = st.button(
            plain(_START), type="primary", icon=":material/play_arrow:", width="stretch"
        )
    if is_started:
        scope = replace(scope_of(session()), period=period, baseline=baseline)
        settings = replace(session().settings, currency=currency)
        change(scope=scope, goals=goals, settings=settings)
        st.switch_page(VERDICT_PAGE)


def _ask_period(dataset: Dataset) -> Period | None:
    """Return the days chosen, None while only one end is picked."""
    proposed = scope_of(session()).period
    picked = st.date_input(
        plain(_WHICH_PERIOD),
        value=(proposed.start, proposed.last),
        format="YYYY-MM-DD",
        key=f"period/{dataset.version}",
    )
    return Period.over(*picked) if len(picked) == 2 else None  # noqa: PLR2004 - both ends


def _ask_baseline(dataset: Dataset, period: Period) -> Period | None:
    """Return the days to compare with, None for none."""
    options = baselines(dataset, period)
    current = scope_of(session()).baseline
    names: dict[Period | None, str] = {
        p: plain(words.fill(period=p.text)) for p, words in options.items()
    }
    names[None] = plain(_NOTHING)
    return st.selectbox(
        plain(_COMPARED),
        list(names),
        index=list(options).index(current) if current in options else 0,
        format_func=names.__getitem__,
        key=f"baseline/{dataset.version}/{period.start}/{period.end}",
    )


def _ask_currency(dataset: Dataset) -> str:
    """Return the currency of all amounts in the files."""
    return st.selectbox(
        plain(_CURRENCY),
        CURRENCIES,
        index=CURRENCIES.index(session().settings.currency),
        format_func=lambda code: f"{code} {currency_sign(code)}",
        key=f"currency/{dataset.version}",
    )


def _ask_goals(dataset: Dataset, period: Period, currency: str) -> Goals:
    """Return the targets chosen."""
    of_files = goals_of(dataset)
    words = {"files": _OF_FILES.fill(n=len(of_files.items)), "typed": _TYPED, "none": _NO_TARGETS}
    names = {key: plain(text) for key, text in words.items()}
    options = [key for key in names if key != "files" or of_files.items]
    source = st.selectbox(
        plain(_TARGETS),
        options,
        index=options.index(_source_in_use(of_files)),
        format_func=names.__getitem__,
        key=f"goals/{dataset.version}",
    )
    if source == "typed":
        return _typed_goal(period, currency)
    return of_files if source == "files" else Goals()


def _source_in_use(of_files: Goals) -> str:
    """Return where the targets under review come from."""
    chosen = session().goals
    if chosen is None or chosen == of_files:
        return "files" if of_files.items else "none"
    return "typed" if chosen.items else "none"


def _typed_goal(period: Period, currency: str) -> Goals:
    """Return the one target typed here, none while it is empty."""
    known = goals_in_use(session()).target("gmv_pay", period)
    amount = st.number_input(
        plain(_AMOUNT.fill(currency=_YUAN if currency == "CNY" else currency)),
        min_value=0.0,
        value=known / CENTS if known else None,
        step=10_000.0,
    )
    return Goals((Goal("gmv_pay", round(amount * CENTS), period),)) if amount else Goals()


def locked(dataset: Dataset) -> tuple[Locked, ...]:
    """Return the questions that lack a table or a column, with the exports that hold it."""
    lacking = [a for a in ANALYSES if not all(need.is_met(dataset) for need in a.needs)]
    cards = [_locked(analysis, dataset) for analysis in lacking]
    told = {export for card in cards for export in card.exports}
    absent = [
        Locked(question, (export_of(table, dataset),))
        for table, question in _ANSWERED_BY.items()
        if not dataset.has(table) and not (table == "refunds" and _knows_refunds(dataset))
    ]
    return (*(card for card in absent if card.exports[0] not in told), *cards)


def _knows_refunds(dataset: Dataset) -> bool:
    """Return whether every order says what was refunded, or there is none."""
    orders = dataset.frame("orders")
    return orders is None or bool("refunded" in orders and orders["refunded"].notna().all())


def _locked(analysis: Analysis, dataset: Dataset) -> Locked:
    """Return a question with the exports of the tables that are absent, and what it says itself it lacks."""
    unmet = [need.table for need in analysis.needs if not need.is_met(dataset)]
    named = [spec.key for spec in TABLES if spec.export == analysis.export]
    absent = [table for table in (*unmet, *named) if not dataset.has(table)]
    note = EMPTY if named else analysis.export
    wanted = absent or ([] if note.zh else unmet)
    exports = dict.fromkeys(export_of(table, dataset) for table in wanted)
    return Locked(analysis.question, tuple(exports), note)


def export_of(table: str, dataset: Dataset) -> Text:
    """Return where a table is exported: on a platform that the files come from, else as a rule."""
    seen = {receipt.platform for file in dataset.files for receipt in file.tables}
    for form in FORMATS:
        if form.table == table and form.menu.zh and form.platform in seen:
            return _EXPORT.fill(title=form.title, menu=form.menu)
    return table_spec(table).export


def locked_cards(dataset: Dataset) -> None:
    """Draw the questions that one more file answers, and, folded, those of a later version."""
    cards = locked(dataset)
    if cards:
        st.subheader(plain(_MORE), anchor=False)
        _cards(cards)
    later = tuple(Locked(p.question, note=_LATER.fill(uses=p.uses)) for p in PLANNED)
    if later:
        with st.expander(plain(_LATER_TITLE.fill(n=len(later))), icon=":material/schedule:"):
            _cards(later)


def _cards(cards: tuple[Locked, ...]) -> None:
    """Draw cards of equal height, three in a row."""
    for start in range(0, len(cards), CARDS_PER_ROW):
        for place, card in zip(
            st.columns(CARDS_PER_ROW), cards[start : start + CARDS_PER_ROW], strict=False
        ):
            with place.container(border=True, height="stretch", gap="xsmall"):
                st.markdown(f":material/lock_open: **{safe(card.question)}**")
                for export in card.exports:
                    _draw_export(export)
                if card.note.zh:
                    st.markdown(f":small[{safe(card.note)}]")


def _draw_export(export: Text) -> None:
    """Draw an export by name and, below it, where it is found."""
    name, _, path = plain(export).partition(plain(_COLON))
    st.markdown(
        f":small[{plain(_PUT_IN)} **{md_escape(name)}**]  \n:small[:gray[{md_escape(path)}]]"
    )
