"""Made-up exports of every source, written byte by byte as the platforms write them.

One module per platform with `EXPORTS`; to add an export: a value there, and its expected rows as
`tests/formats/<format>/<case>.expected.csv` and `.json` (see `test_golden.py`). All feed on one campaign:
shop 示例旗舰店, 618, 2026-06-16 … 2026-06-20, exported 2026-06-21; names, phones and addresses are false.
"""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.formats.exports.base import Export

MODULES = tuple(m.name for m in iter_modules(__path__) if m.name != "base")
EXPORTS: tuple[Export, ...] = tuple(
    export for name in MODULES for export in import_module(f"{__name__}.{name}").EXPORTS
)
