"""Which encoding and separator a text has: those that show most of the known column names.

No detector is asked: GB18030 accepts Big5 without an error, and a short GBK header passes for Korean. Where
the names do not tell, the letters do, see `letters`.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ecreview.intake.header import hits
from ecreview.intake.letters import told_by_letters

if TYPE_CHECKING:
    from collections.abc import Iterable

SAMPLE_BYTES = 65_536
SAMPLE_LINES = 40
NAME_LINES = 10  # lines of a header whose names hold line breaks
BLANKS = " "  # separator word for columns parted by runs of blanks
FULL_WIDTH_COMMA = "，"
SEPARATORS = (",", "\t", ";", "|")

_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_SEP_LINE = re.compile(r"\ufeff?\"?sep=(.)\"?\s*$", re.IGNORECASE)
_BLANK_RUN = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class TextShape:
    """How to read a text.

    Attributes:
        encoding: name of the codec.
        separator: what parts the columns; BLANKS for runs of blanks.
        width: columns of its table.
        header: index of the line that shows most known names (the last one of its row), None where none does.
    """

    encoding: str
    separator: str
    width: int
    header: int | None


def shape_of(content: bytes, known: frozenset[str], encoding: str | None = None) -> TextShape:
    r"""Return encoding, separator and width of a text.

    Args:
        content: the whole file; `telling_sample` decides.
        known: normalised header names of all formats.
        encoding: as a person chose, None = to be told.

    Raises:
        FileRefused: no encoding can be told.

    Examples:
        >>> shape_of("订单编号;金额\n1;2,5\n".encode("gb18030"), frozenset({"订单编号"}))
        TextShape(encoding='gb18030', separator=';', width=2, header=0)
    """
    sample = telling_sample(content)
    is_whole = len(content) <= len(sample)
    tried = (encoding,) if encoding else candidates(sample)
    scored = [
        _best_separator(sample_lines(sample, name, is_whole=is_whole), name, known)
        for name in tried
    ]
    best = max(score for score, _ in scored)
    shapes = [shape for score, shape in scored if score == best]
    if len(tried) == 1 or (best and len(shapes) == 1):
        return shapes[0]
    told = told_by_letters(sample)  # names of plain letters read alike in all encodings
    return _best_separator(sample_lines(sample, told, is_whole=is_whole), told, known)[1]


def telling_sample(content: bytes) -> bytes:
    """Return the first bytes of a text; where they are plain ASCII, also those from its first other line on."""
    head = content[:SAMPLE_BYTES]
    if not head.isascii() or b"\x00" in head:
        return head
    for start in range(SAMPLE_BYTES, len(content), SAMPLE_BYTES):
        if not content[start : start + SAMPLE_BYTES].isascii():
            whole = head[: _line_start(head, SAMPLE_BYTES)]
            first = max(_line_start(content, start), len(whole))
            return whole + content[first : start + 2 * SAMPLE_BYTES]
    return head


def _line_start(content: bytes, before: int) -> int:
    """Return where the last line begins that begins before that place."""
    return max(content.rfind(end, 0, before) for end in (b"\n", b"\r")) + 1


def candidates(sample: bytes) -> tuple[str, ...]:
    """Return the encodings to try; one alone where a mark, zero bytes or plain ASCII decide."""
    for mark, encoding in _MARKS:
        if sample.startswith(mark):
            return (encoding,)
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if max(even, odd) > len(sample) // 20:
        return ("utf-16-le",) if odd >= even else ("utf-16-be",)
    if sample.isascii() and not even + odd:
        return ("utf-8",)
    wide = ("utf-16-le", "utf-16-be") if even + odd else ()
    return ("utf-8", "gb18030", "big5", *wide)


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
        texts = [f"{text}\n" for text in line.split("\n")]  # several lines: see `_record_at`
        return next(csv.reader(texts, delimiter=separator))
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
    if not score:
        return score, TextShape(encoding, separator, _usual_width(rows), None)
    names, last = _record_at(lines, scores.index(score), separator, known)
    return score, TextShape(encoding, separator, len(names), last)


def _record_at(
    lines: tuple[str, ...], at: int, separator: str, known: frozenset[str]
) -> tuple[list[str], int]:
    """Return the cells of the record that a line belongs to, and its last line.

    A name in quotes may hold line breaks: of the ways to close an open quote, the one with most names counts.
    """
    spans = [(at, at)]
    if lines[at].count('"') % 2:
        spans += [(at, end) for end in range(at + 1, min(at + NAME_LINES, len(lines)))]
        spans += [(start, at) for start in range(max(at - NAME_LINES + 1, 0), at)]
    texts = [("\n".join(lines[start : end + 1]), end) for start, end in spans]
    closed = [(split_cells(text, separator), end) for text, end in texts if not text.count('"') % 2]
    records = closed or [(split_cells(lines[at], separator), at)]
    return max(records, key=lambda record: hits(record[0], known))


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
