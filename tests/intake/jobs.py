"""Functions for the worker tests: each is called in a worker by its name."""

from __future__ import annotations

import json
import os
import signal
import sys
import time

import pyarrow as pa
import pyarrow.compute as pc

from ecreview.intake.cells import filled
from ecreview.intake.header import find_tables
from ecreview.intake.read import read_file
from ecreview.model.dataset import Upload
from ecreview.model.errors import FileRefused
from ecreview.model.finding_kinds import FILE_TOO_BIG

Answer = tuple[str, dict[str, bytes]]


def echo(name: str, content: bytes, word: object) -> Answer:
    return f"{name} {word}", {"t": content}


def refuse(_name: str, _content: bytes) -> Answer:
    raise FileRefused(FILE_TOO_BIG, mb=301)


def only_bad(name: str, content: bytes, role: str, function: str) -> Answer:
    if role == "bad":
        globals()[function](name, content)
    return "well", {}


def abort(_name: str, _content: bytes) -> None:
    os.abort()


def leave(_name: str, _content: bytes) -> None:
    os._exit(3)


def killed(_name: str, _content: bytes) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def bug(_name: str, _content: bytes) -> None:
    raise ValueError("13800138000")


def panic(_name: str, _content: bytes) -> None:
    raise BaseException("as the engine's panics are")  # noqa: TRY002 - that is the point


def greedy(_name: str, _content: bytes) -> None:
    bytearray(3 << 30)


def memory_words(_name: str, _content: bytes) -> None:
    os.write(2, b"memory allocation of 8600000000 bytes failed\n")
    os.abort()


def sleep(_name: str, _content: bytes) -> None:
    time.sleep(60)


def modules(_name: str, _content: bytes) -> Answer:
    main = getattr(sys.modules["__main__"], "__file__", "") or ""
    pa.array(["x"]).to_numpy(zero_copy_only=False)
    has_pandas = "pandas" in sys.modules
    return f"pandas {has_pandas}, script {main.endswith('without_a_main_guard.py')}", {}


def read(name: str, content: bytes, *known: str) -> Answer:
    """Return, as JSON, which codes and how many cells a file gives."""
    names = frozenset(known)
    file = read_file(Upload.of(name, content), names)
    tables = [table for sheet in file.sheets for table in find_tables(sheet, names)]
    findings = [*file.findings, *(f for table in tables for f in table.sheet.findings)]
    codes = {finding.kind.code for finding in findings}
    codes |= {finding.kind.code for sheet in file.sheets for finding in sheet.findings}
    noticed = {
        "CELL_ERROR": any(sheet.census.errors for sheet in file.sheets),
        "FORMULA_NO_VALUE": any(sheet.census.formulas_without_value for sheet in file.sheets),
        "ID_TRUNCATED": any(sheet.census.long_columns for sheet in file.sheets),
    }
    codes |= {code for code, is_there in noticed.items() if is_there}
    counted = {
        "sheets": len(file.sheets),
        "rows": sum(sheet.total for sheet in file.sheets),
        "cells": sum(pc.sum(filled(c)).as_py() or 0 for s in file.sheets for c in s.cells.columns),
    }
    return json.dumps({"codes": sorted(codes), **counted}), {}
