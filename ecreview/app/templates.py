"""What the visitor confirmed, as a file to keep: dropped next month, it is applied again."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import streamlit as st

from ecreview.app.state import session
from ecreview.app.words import plain
from ecreview.intake.mapping import Choices
from ecreview.model.text import Text

if TYPE_CHECKING:
    from ecreview.intake.mapping import TableChoice

ENDING = "json"
FILE_NAME = "mapping.json"
_DIGITS = re.compile(r"\d+")

_SAVE = Text(zh="存成模板", en="Save as template")
_HELP = Text(
    zh="下个月把模板和新表格一起拖进来，就按这次确认的读；列有变化会告诉您。",
    en="Drop it with next month's files and they are read as confirmed now; changed columns are told.",
)


def save_button() -> None:
    """Draw the download of what was confirmed; nothing where nothing was."""
    chosen = session().choices
    if not chosen.tables:
        return
    st.download_button(
        plain(_SAVE),
        data=template_of(chosen).to_json(),
        file_name=FILE_NAME,
        mime="application/json",
        icon=":material/save:",
        on_click="ignore",
        help=plain(_HELP),
        type="tertiary",
    )


def template_of(choices: Choices) -> Choices:
    """Return the choices for files of the same names with other numbers in them: dates, months, versions.

    Examples:
        >>> from ecreview.intake.mapping import TableChoice
        >>> template_of(Choices((TableChoice("订单202606.xlsx", "orders"),))).tables[0].file
        '订单*.xlsx'
    """
    return Choices(tuple(map(_of_any_number, choices.tables)))


def _of_any_number(choice: TableChoice) -> TableChoice:
    """Return the choice for file names with any number in the place of each number."""
    return replace(choice, file=_DIGITS.sub("*", choice.file))


def with_template(text: str, chosen: Choices) -> Choices:
    """Return the choices made so far and, where they say nothing, those of a template.

    Raises:
        MappingUnreadable: the text is no template.
    """
    return replace(chosen, tables=(*chosen.tables, *Choices.from_json(text).tables))
