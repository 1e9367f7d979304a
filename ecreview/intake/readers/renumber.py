"""Sheets in which row numbers repeat, as some exporters write all rows as the first: put in their order.

The engine keeps the last of all cells with the same address, so that such rows would be lost. Their numbers are
mended in the XML, and the book is read again: styles, dates and shared texts stay the engine's business.
"""

from __future__ import annotations

import io
import re
import zipfile
from typing import TYPE_CHECKING

from ecreview.intake.guard import plain_name

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

_ROW = re.compile(rb"<((?:\w+:)?)row\b([^>]*)(?<!/)>(.*?)</\1row>", re.DOTALL)
_STATED = re.compile(rb"\sr=\"(\d{1,7})\"")
_ADDRESS = re.compile(rb"(<(?:\w+:)?c\b[^>]*?\sr=\"[A-Z]{1,3})(\d{1,7})\"")


def put_in_order(content: bytes, parts: Collection[str]) -> tuple[bytes, Mapping[str, int]]:
    """Return the book with the rows of these parts in order, and how many rows each mended part has.

    Args:
        content: a book that the guard has passed.
        parts: by `plain_name`; one in which no row number repeats is left as it is.
    """
    mended: dict[str, int] = {}
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as new,
    ):
        for entry in old.infolist():
            name, part = plain_name(entry.filename), old.read(entry)
            if name in parts and (numbers := _numbers(part)):
                part = _mended(part, numbers)
                mended[name] = len(numbers)
            new.writestr(entry.filename, part)
    return target.getvalue(), mended


def _numbers(part: bytes) -> list[int]:
    """Return a number for each row in order, its own where it can be kept; none where no number repeats."""
    stated = [int(claim) for row in _ROW.finditer(part) if (claim := _claim(row))]
    numbers: list[int] = []
    for number in stated:
        last = numbers[-1] if numbers else 0
        numbers.append(max(number, last + 1))
    return numbers if len(set(stated)) < len(stated) else []


def _mended(part: bytes, numbers: list[int]) -> bytes:
    """Return the part with these numbers on its rows with cells."""
    following = iter(numbers)

    def mend(row: re.Match[bytes]) -> bytes:
        if not _claim(row):
            return row[0]
        number = b"%d" % next(following)
        head = _STATED.sub(b' r="' + number + b'"', row[2])
        cells = _ADDRESS.sub(rb"\g<1>" + number + b'"', row[3])
        return b"<%(p)srow%(head)s>%(cells)s</%(p)srow>" % {
            b"p": row[1],
            b"head": head,
            b"cells": cells,
        }

    return _ROW.sub(mend, part)


def _claim(row: re.Match[bytes]) -> bytes:
    """Return the number that a row claims: that of its first cell, else its own; empty where there is none."""
    address, own = _ADDRESS.search(row[3]), _STATED.search(row[2])
    return address[2] if address else own[1] if own else b""
