"""What a person reads on a page run by AppTest."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from streamlit.testing.v1 import AppTest

_ICON = re.compile(r":material/\w+:")
_STYLE = re.compile(r":(?:gray|red|green|orange|blue|small)(?:-badge)?\[")
_ESCAPED = re.compile(r"\\(.)")


def words_on(at: AppTest) -> str:
    """Return all words of the page: labels, texts, values, help, options, column headers."""
    return "\n".join(_readable(text) for text in _texts(at._tree) if text)


def frames_on(at: AppTest) -> list[Any]:
    """Return the frames shown on the page."""
    return [frame.value for frame in at.dataframe]


def _readable(text: str) -> str:
    """Return Markdown as it is read."""
    return _ESCAPED.sub(r"\1", _STYLE.sub("[", _ICON.sub("", text)))


def _texts(node: Any) -> Iterator[str]:
    """Yield the texts of an element and of what stands in it."""
    for child in getattr(node, "children", {}).values():
        yield from _texts(child)
    options = getattr(node, "options", None) or ()
    names = ["label", "help", "placeholder", "delta", "body"]
    for name in names if options else [*names, "value"]:  # what is chosen is one of the options
        value = getattr(node, name, None)
        if isinstance(value, str) and not value.startswith("<script"):
            yield value
    yield from (str(option) for option in options)
    proto = getattr(node, "proto", None)
    columns = getattr(proto, "columns", "")
    if isinstance(columns, str) and columns.startswith("{"):
        yield from (c["label"] for c in json.loads(columns).values() if c and c.get("label"))
