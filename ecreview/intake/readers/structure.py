"""How a zipped book hangs together: which part holds which sheet, and its date system.

Read by regular expressions from parts that the guard found harmless.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ecreview.intake.binary import is_date_1904, sheet_entries
from ecreview.intake.guard import plain_name
from ecreview.intake.readers.opendocument import error_marks
from ecreview.model.errors import FileRefused
from ecreview.model.finding_kinds import FILE_PASSWORD

if TYPE_CHECKING:
    from collections.abc import Mapping

_SHEET = re.compile(rb"<(?:\w+:)?sheet\b([^>]*)>")
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\b([^>]*)>")
_ATTRIBUTE = re.compile(rb"([\w:]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
_DATE_1904 = re.compile(rb"\bdate1904\s*=\s*[\"'](?:1|true)[\"']")


@dataclass(frozen=True, slots=True)
class Structure:
    """The sheets of a zipped book.

    Attributes:
        parts: sheet name → `plain_name` of its part.
        date_1904: whether serial dates count from 1904.
        marks: of an OpenDocument, per position of a sheet, which of its empty texts are errors.
    """

    parts: Mapping[str, str] = field(default_factory=dict)
    date_1904: bool = False
    marks: Mapping[int, list[bool]] = field(default_factory=dict)


def structure_of(small: Mapping[str, bytes]) -> Structure:
    """Return the structure told by the small parts of a book.

    Raises:
        FileRefused: the book is an encrypted OpenDocument.
    """
    if b"encryption-data" in small.get("meta-inf/manifest.xml", b""):
        raise FileRefused(FILE_PASSWORD)
    if "content.xml" in small:
        return Structure(marks=error_marks(small["content.xml"]))
    binary = small.get("xl/workbook.bin")
    if binary is not None:
        targets = _targets(small.get("xl/_rels/workbook.bin.rels", b""))
        return Structure(_parts(sheet_entries(binary), targets), is_date_1904(binary))
    book = small.get("xl/workbook.xml", b"")
    targets = _targets(small.get("xl/_rels/workbook.xml.rels", b""))
    sheets = [_attributes(tag) for tag in _SHEET.findall(book)]
    entries = tuple((sheet.get("name", ""), _relation(sheet)) for sheet in sheets)
    return Structure(_parts(entries, targets), _DATE_1904.search(book) is not None)


def _targets(relations: bytes) -> dict[str, str]:
    """Return relation id → name of the part it points to."""
    tags = [_attributes(tag) for tag in _RELATION.findall(relations)]
    return {tag.get("Id", ""): _part(tag.get("Target", "")) for tag in tags}


def _parts(entries: tuple[tuple[str, str], ...], targets: dict[str, str]) -> dict[str, str]:
    """Return sheet name → name of its part."""
    return {name: targets.get(relation, "") for name, relation in entries}


def _attributes(tag: bytes) -> dict[str, str]:
    """Return the attributes of a tag."""
    found = _ATTRIBUTE.findall(tag)
    return {
        name.decode(): html.unescape((double or single).decode("utf-8", "replace"))
        for name, double, single in found
    }


def _relation(sheet: dict[str, str]) -> str:
    """Return the relation id of a sheet, whatever its prefix."""
    return next((value for key, value in sheet.items() if key.endswith(":id")), "")


def _part(target: str) -> str:
    """Return the name of the part that a relation of the book points to."""
    return plain_name(target if target.startswith("/") else f"xl/{target}")
