"""Write docs/exports.md and docs/exports.zh-CN.md from the code: which files, from where, and what for.

Run: python docs/build_exports.py.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ecreview.intake.formats import FORMATS
from ecreview.model.platforms import platform_name
from ecreview.model.tables import table_spec
from ecreview.model.text import Lang, Text

if TYPE_CHECKING:
    from ecreview.intake.formats.base import Format

PAGES: dict[Lang, Path] = {
    "zh": Path(__file__).with_name("exports.zh-CN.md"),
    "en": Path(__file__).with_name("exports.md"),
}
_TITLE = Text(
    zh="哪些文件能用，从哪里导出", en="Which files can be used, and where they are exported"
)
_WRITTEN = Text(
    zh="本页由 `python docs/build_exports.py` 按程序里的格式清单生成，请不要手改。",
    en="Written by `python docs/build_exports.py` from the formats in the code; do not edit by hand.",
)
_USE = Text(
    zh="直接放平台导出的原文件：不用改列名、删表头或转编码。xlsx、xls、csv、zip 都可以，列的顺序和多少不要紧。",
    en="Upload the files as the platform exports them: no renaming, no deleting of header lines, no"
    " conversion. xlsx, xls, csv and zip are fine; order and number of columns do not matter.",
)
_HEAD = Text(zh="文件|从哪里导出|用作|买家标识", en="File|Where to export it|Used as|Names buyers")
_NOBODY = Text(zh="不属于某个平台", en="Of no platform")
_REFUSED = Text(zh="会被拒绝的文件", en="Files that are refused")
_REFUSED_HEAD = Text(zh="文件|该换成", en="File|What to upload instead")
_YES, _NO, _NONE = Text(zh="有", en="yes"), Text(zh="没有", en="no"), Text(zh="–", en="–")
_ORDERS = ("orders", "order_lines", "erp_orders")


def build_exports(lang: Lang) -> str:
    """Return the page as Markdown."""
    used = [form for form in FORMATS if not form.is_refused]
    parts = [f"# {_TITLE.of(lang)}", _WRITTEN.of(lang), _USE.of(lang)]
    for platform in dict.fromkeys(form.platform for form in used):
        title = platform_name(platform) or _NOBODY
        own = [form for form in used if form.platform == platform]
        parts += [f"## {title.of(lang)}", _table(_HEAD.of(lang), [_row(f, lang) for f in own])]
    refused = [[f.title.of(lang), f.refusal[1].of(lang)] for f in FORMATS if f.is_refused]
    parts += [f"## {_REFUSED.of(lang)}", _table(_REFUSED_HEAD.of(lang), refused)]
    return "\n\n".join(parts) + "\n"


def _row(form: Format, lang: Lang) -> list[str]:
    """Return what is said about a format."""
    spec = table_spec(form.table)
    where = form.menu.of(lang) or spec.export.of(lang)
    buyers = (_NO if form.is_buyerless else _YES) if form.table in _ORDERS else _NONE
    return [form.title.of(lang), where, spec.title.of(lang), buyers.of(lang)]


def _table(head: str, rows: list[list[str]]) -> str:
    """Return a Markdown table."""
    names = head.split("|")
    lines = [names, ["---"] * len(names), *rows]
    return "\n".join(f"| {' | '.join(cell.replace('|', '/') for cell in row)} |" for row in lines)


if __name__ == "__main__":
    for language, page in PAGES.items():
        page.write_text(build_exports(language), encoding="utf-8")
