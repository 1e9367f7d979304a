"""The mark of the app as drawings: alone for the browser tab, with the name for the sidebar."""

from __future__ import annotations

from ecreview.model.text import Lang, Text

NAME = Text(zh="电商复盘", en="ecreview")

_INK = "#4A6EDD"  # between the accents of the light and the dark theme, readable on both
_SIGN = (
    f'<rect width="32" height="32" rx="8" fill="{_INK}"/>'
    '<g fill="#fff"><rect x="7" y="12" width="4" height="12" rx="2"/>'
    '<rect x="14" y="8" width="4" height="16" rx="2"/></g>'
    '<path d="M20 19l3.2 3.6L27 15" fill="none" stroke="#fff" stroke-width="2.6" '
    'stroke-linecap="round" stroke-linejoin="round"/>'
)
_OPEN = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="32" viewBox="0 0 {width} 32">'
)
MARK = f"{_OPEN.format(width=32)}{_SIGN}</svg>"


def mark_with_name(lang: Lang) -> str:
    """Return the mark beside the name of the app."""
    return (
        f"{_OPEN.format(width=150)}{_SIGN}"
        f'<text x="43" y="23" font-size="20" font-weight="600" fill="{_INK}" '
        "font-family=\"'PingFang SC','Microsoft YaHei','Noto Sans CJK SC',sans-serif\">"
        f"{NAME.of(lang)}</text></svg>"
    )
