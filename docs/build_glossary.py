"""Write docs/glossary.md from the code: tables, fields, metrics, findings. Run: python docs/build_glossary.py."""

from __future__ import annotations

import re
from pathlib import Path

from ecreview.model.finding_kinds import FINDINGS
from ecreview.model.metrics import METRICS
from ecreview.model.tables import TABLES

GLOSSARY = Path(__file__).with_name("glossary.md")


def _plural(message: str) -> str:
    """Return a message as it reads for many."""
    return re.sub(r"\{(\w+):[^|{}]*\|([^|{}]*)\}", r"{\1} \2", message)


def build_glossary() -> str:
    """Return the glossary as Markdown."""
    parts = [
        "# Glossary · 术语表",
        "Written by `python docs/build_glossary.py` from the code; do not edit by hand.",
        "## Metrics · 指标",
        _table(
            ("id", "中文", "English", "口径", "formula", "unit"),
            [
                (m.key, m.title.zh, m.title.en, m.formula.zh, m.formula.en, m.unit.value)
                for m in METRICS
            ],
        ),
        "## Tables and fields · 表与字段",
    ]
    for spec in TABLES:
        parts += [
            f"### `{spec.key}` · {spec.title.zh} · {spec.title.en}",
            f"{spec.grain.zh} · {spec.grain.en}",
            _table(
                ("field", "中文", "English", "kind"),
                [(f.key, f.title.zh, f.title.en, f.kind.value) for f in spec.fields],
            ),
        ]
    parts += [
        "## Findings · 发现",
        _table(
            ("code", "level", "中文", "English"),
            [(k.code, k.level.value, k.message.zh, _plural(k.message.en)) for k in FINDINGS],
        ),
    ]
    return "\n\n".join(parts) + "\n"


def _table(head: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    """Return a Markdown table."""
    lines = [head, tuple("---" for _ in head), *rows]
    return "\n".join(
        "| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |" for row in lines
    )


if __name__ == "__main__":
    GLOSSARY.write_text(build_glossary(), encoding="utf-8")
