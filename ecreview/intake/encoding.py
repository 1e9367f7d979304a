"""Which encoding and separator a text has: those that show most of the known column names.

No detector is asked: GB18030 accepts Big5 without an error, and a short GBK header passes for Korean.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ecreview.intake.header import hits
from ecreview.model.errors import FileRefused
from ecreview.model.finding_kinds import ENCODING_ASK

if TYPE_CHECKING:
    from collections.abc import Iterable

SAMPLE_BYTES = 65_536
SAMPLE_LINES = 40
BLANKS = " "  # separator word for columns parted by runs of blanks
FULL_WIDTH_COMMA = "，"
SEPARATORS = (",", "\t", ";", "|")

COMMON_SHARE = (
    0.90  # of the hanzi of a Chinese text, at least so many are among the 3,755 common ones
)
STRAY_SHARE = 0.25  # broken characters per sound one that a damaged UTF-8 text may hold
WESTERN_SHARE = 0.10  # of the bytes of a Western European text, accented letters

_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_SEP_LINE = re.compile(r"\ufeff?\"?sep=(.)\"?\s*$", re.IGNORECASE)
_BLANK_RUN = re.compile(r"\s+")
_HIGH_BYTES = re.compile(rb"[\x80-\xff]+")
_HANZI = ("\u4e00", "\u9fff")
_COMMON = (b"\xb0\xa1", b"\xd7\xf9")  # the common hanzi of GB 2312, its first level
BROKEN = "\ufffd"


@dataclass(frozen=True, slots=True)
class TextShape:
    """How to read a text.

    Attributes:
        encoding: name of the codec.
        separator: what parts the columns; BLANKS for runs of blanks.
        width: columns of its table.
        header: index of the line that shows most known names, None where none does.
    """

    encoding: str
    separator: str
    width: int
    header: int | None


def shape_of(content: bytes, known: frozenset[str]) -> TextShape:
    r"""Return encoding, separator and width of a text.

    Args:
        content: the whole file; the first SAMPLE_BYTES decide.
        known: normalised header names of all formats.

    Raises:
        FileRefused: no encoding can be told.

    Examples:
        >>> shape_of("订单编号;金额\n1;2,5\n".encode("gb18030"), frozenset({"订单编号"}))
        TextShape(encoding='gb18030', separator=';', width=2, header=0)
    """
    sample = content[:SAMPLE_BYTES]
    best: tuple[int, TextShape] | None = None
    for encoding in candidates(sample):
        lines = sample_lines(sample, encoding, is_whole=len(content) <= SAMPLE_BYTES)
        score, shape = _best_separator(lines, encoding, known)
        if best is None or score > best[0]:
            best = score, shape
    if best is not None and best[0] > 0:
        return best[1]
    encoding = _told_by_letters(sample)
    lines = sample_lines(sample, encoding, is_whole=len(content) <= SAMPLE_BYTES)
    return _best_separator(lines, encoding, known)[1]


def candidates(sample: bytes) -> tuple[str, ...]:
    """Return the encodings to try; one alone where a mark or plain ASCII decides."""
    for mark, encoding in _MARKS:
        if sample.startswith(mark):
            return (encoding,)
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if max(even, odd) > len(sample) // 20:
        return ("utf-16-le",) if odd >= even else ("utf-16-be",)
    return ("utf-8",) if sample.isascii() else ("utf-8", "gb18030", "big5")


def sample_lines(sample: bytes, encoding: str, *, is_whole: bool) -> tuple[str, ...]:
    """Return the first lines of the text; the last one is left out where the sample may cut it."""
    text = sample.decode(encoding, "replace").removeprefix("\ufeff")
    lines = re.split(r"\r\n|\r|\n", text)
    kept = lines if is_whole or len(lines) == 1 else lines[:-1]
    return tuple(kept[:SAMPLE_LINES])


def split_cells(line: str, separator: str) -> list[str]:
    """Return the cells of a line; a quote that stays open ends with the line."""
    if separator == BLANKS:
        return split_blanks(line)
    if '"' in line:
        return next(csv.reader([line], delimiter=separator))
    return line.split(separator)


def split_blanks(line: str) -> list[str]:
    """Return the cells of a line whose columns are parted by runs of blanks."""
    return _BLANK_RUN.split(line.strip())


def _best_separator(
    lines: tuple[str, ...], encoding: str, known: frozenset[str]
) -> tuple[int, TextShape]:
    """Return the most known names in one line under the best separator, and the shape it gives."""
    if lines and (stated := _SEP_LINE.match(lines[0])):
        return _shape(lines, encoding, stated.group(1), known)
    shapes = [_shape(lines, encoding, s, known) for s in SEPARATORS]
    score = max(score for score, _ in shapes)
    best = max(
        (shape for points, shape in shapes if points == score),
        key=lambda shape: _regularity(lines, shape.separator),
    )
    if best.width > 1:
        return score, best
    others = [_shape(lines, encoding, s, known) for s in (FULL_WIDTH_COMMA, BLANKS)]
    fitting = [s for s in others if _is_regular(lines, s[1]) and s[0] >= score]
    return fitting[0] if fitting else (score, best)


def _shape(
    lines: tuple[str, ...], encoding: str, separator: str, known: frozenset[str]
) -> tuple[int, TextShape]:
    """Return the most known names in one line under this separator, and the shape it gives."""
    rows = [split_cells(line, separator) for line in lines]
    scores = [hits(row, known) for row in rows]
    score = max(scores, default=0)
    header = scores.index(score) if score else None
    width = len(rows[header]) if header is not None else _usual_width(rows)
    return score, TextShape(encoding, separator, width, header)


def _usual_width(rows: Iterable[list[str]]) -> int:
    """Return the most frequent number of cells among rows of two or more, the wider on a tie."""
    counts = Counter(len(row) for row in rows if len(row) > 1)
    return max(counts, key=lambda width: (counts[width], width), default=1)


def _regularity(lines: tuple[str, ...], separator: str) -> tuple[int, int]:
    """Return how many lines share the usual width, and that width."""
    rows = [split_cells(line, separator) for line in lines if line.strip()]
    width = _usual_width(rows)
    return (sum(len(row) == width for row in rows), width) if width > 1 else (0, 1)


def _is_regular(lines: tuple[str, ...], shape: TextShape) -> bool:
    """Return whether nearly all lines have the same number of cells, and more than one."""
    filled = sum(bool(line.strip()) for line in lines)
    same, width = _regularity(lines, shape.separator)
    return filled > 1 and width > 1 and same >= filled - filled // 10


def _told_by_letters(sample: bytes) -> str:
    """Return the encoding of a text without any known name, told by its letters.

    Raises:
        FileRefused: it cannot be told.
    """
    found = candidates(sample)
    if len(found) == 1:
        return found[0]
    if _is_utf8(sample):
        return "utf-8"
    if _is_common_chinese(sample):
        return "gb18030"
    if _is_western(sample):
        return "cp1252"
    raise FileRefused(ENCODING_ASK)


def _is_utf8(sample: bytes) -> bool:
    """Return whether it is UTF-8, a few broken bytes allowed."""
    text = sample.decode("utf-8", "replace")
    broken = text.count(BROKEN)
    sound = sum(not c.isascii() for c in text) - broken
    return broken <= 1 or broken <= STRAY_SHARE * sound


def _is_common_chinese(sample: bytes) -> bool:
    """Return whether it decodes as GB18030 and nearly all hanzi are common ones."""
    text = sample.decode("gb18030", "replace")
    hanzi = [c.encode("gb18030") for c in text if _HANZI[0] <= c <= _HANZI[1]]
    common = sum(_COMMON[0] <= code <= _COMMON[1] and code[1] >= _COMMON[0][1] for code in hanzi)
    is_sound = text.count(BROKEN) <= STRAY_SHARE * len(hanzi)
    return bool(hanzi) and is_sound and common >= COMMON_SHARE * len(hanzi)


def _is_western(sample: bytes) -> bool:
    """Return whether it is text of a few single accented letters among ASCII."""
    high = [match.span() for match in _HIGH_BYTES.finditer(sample)]
    letters = sum(stop - start for start, stop in high)
    return letters <= WESTERN_SHARE * len(sample) and letters <= 2 * len(high)
