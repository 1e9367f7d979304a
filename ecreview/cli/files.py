"""Files named on the command line → uploads, and what is said about them on standard error."""

from __future__ import annotations

import sys
from collections import Counter
from typing import TYPE_CHECKING

from ecreview.intake.mapping import NO_CHOICES, Choices
from ecreview.model.dataset import Upload
from ecreview.model.errors import NothingUsable, ReviewError
from ecreview.model.text import Lang, Text

if TYPE_CHECKING:
    from pathlib import Path

    from ecreview.model.dataset import Dataset


class FileMissing(ReviewError):
    """A file that the call itself depends on cannot be opened."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            "FILE_MISSING",
            Text(
                zh="打不开“{name}”：没有这个文件，或没有读取权限；请核对路径。",
                en="Cannot open “{name}”: there is no such file, or it may not be read. Check the path.",
            ).fill(name=path.name),
        )


def read_uploads(paths: list[Path], lang: Lang) -> tuple[Upload, ...]:
    """Return the files that can be opened; the others are named on standard error.

    Files of one name in several folders carry the folder in their name.

    Raises:
        NothingUsable: none of them can be opened.
    """
    uploads = []
    named = Counter(path.name for path in set(paths))
    for path in paths:
        name = path.name if named[path.name] == 1 else f"{path.parent.name}/{path.name}"
        try:
            uploads.append(Upload.of(name, path.read_bytes()))
        except OSError:
            error = FileMissing(path)
            say(f"[{error.code}] {error.text.of(lang)}")
    if not uploads:
        raise NothingUsable
    return tuple(uploads)


def read_choices(path: Path | None) -> Choices:
    """Return the mapping choices of that file, none where no file is named.

    Raises:
        FileMissing: the file cannot be opened.
    """
    return NO_CHOICES if path is None else Choices.from_json(read_text(path))


def read_text(path: Path) -> str:
    """Return the text of a file that the call depends on.

    Raises:
        FileMissing: it cannot be opened.
    """
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError):
        raise FileMissing(path) from None


def report_refusals(dataset: Dataset, lang: Lang) -> None:
    """Name on standard error every file that was refused, with its code and what to do."""
    for file in dataset.files:
        if file.error is not None:
            say(f"{file.name}: [{file.error.code}] {file.error.message.of(lang)}")


def report_progress(lang: Lang, step: Text, done: int, of: int) -> None:
    """Write one line of progress to standard error."""
    say(f"{step.of(lang)} {done}/{of}")


def say(line: str) -> None:
    """Write one line to standard error."""
    sys.stderr.write(f"{line}\n")
