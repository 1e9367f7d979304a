"""The files inside an uploaded zip, unpacked in memory one by one; what is no table is named, not passed over.

Names without the UTF-8 mark are taken as UTF-8 or GB18030 where they are: exports from China write GBK.
"""

from __future__ import annotations

import io
import zlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ecreview.intake.guard import UPLOAD_BYTES
from ecreview.intake.sniff import is_archive
from ecreview.intake.unzip import entries_of, is_encrypted, unpack
from ecreview.model.errors import FileRefused
from ecreview.model.finding_kinds import (
    FILE_BOMB,
    FILE_DAMAGED,
    FILE_LOCKED,
    FILE_PASSWORD,
    FILE_PASSWORD_WRONG,
    FILE_UNKNOWN,
)
from ecreview.model.text import Text

if TYPE_CHECKING:
    import zipfile
    from collections.abc import Iterator

_UTF8_FLAG = 0x800
_NAME_ENCODINGS = ("utf-8", "gb18030")
_SYSTEM_FOLDERS = ("__macosx",)
_SYSTEM_STARTS = (".", "~$")
_SYSTEM_FILES = ("thumbs.db", "desktop.ini")
_SYSTEM_FILE = Text(zh="电脑系统自己写的文件", en="a file that the computer wrote for itself")


def unpacked_bytes(content: bytes) -> int:
    """Return how many bytes of tables a file holds: of an archive those declared, else its own."""
    try:
        if not is_archive(content):
            return len(content)
        declared = sum(entry.file_size for entry in entries_of(content))
    except FileRefused:
        return len(content)
    return min(max(declared, len(content)), UPLOAD_BYTES)


@dataclass(frozen=True, slots=True)
class Member:
    """One file of an archive.

    Attributes:
        name: as a person sees it, folders included.
        content: its bytes; empty where it was not unpacked.
        refused: why it was not unpacked, None where it was.
    """

    name: str
    content: bytes = field(default=b"", repr=False)
    refused: FileRefused | None = None


def members_of(content: bytes, passwords: tuple[str, ...]) -> Iterator[Member]:
    """Yield the files of a zip in its own order.

    Raises:
        FileRefused: the zip is damaged, too large once unpacked, or needs a password that was not given.
    """
    entries = entries_of(content)
    if sum(entry.file_size for entry in entries) > UPLOAD_BYTES:
        raise FileRefused(FILE_BOMB)
    for position, entry in enumerate(entries):
        name = _name(entry)
        if _is_system_file(name):
            yield Member(name, refused=FileRefused(FILE_UNKNOWN, what=_SYSTEM_FILE))
        elif is_encrypted(entry):
            yield Member(name, _decrypted(content, position, passwords))
        else:
            yield _unpacked(name, content, entry)


def _unpacked(name: str, content: bytes, entry: zipfile.ZipInfo) -> Member:
    """Return a file that needs no password; a damaged one does not end the others."""
    try:
        return Member(name, b"".join(unpack(content, entry)))
    except FileRefused as refused:
        return Member(name, refused=refused)


def _name(entry: zipfile.ZipInfo) -> str:
    """Return the name of an entry, its characters restored where they were read as those of old PCs."""
    if entry.flag_bits & _UTF8_FLAG:
        return entry.filename
    written = entry.orig_filename.encode("cp437", "replace")
    for encoding in _NAME_ENCODINGS:
        try:
            return written.decode(encoding).partition("\0")[0].replace("\\", "/")
        except UnicodeDecodeError:
            continue
    return entry.filename


def _is_system_file(name: str) -> bool:
    """Return whether a file is one that computers put beside those of people."""
    *folders, last = name.casefold().split("/")
    is_hidden = last.startswith(_SYSTEM_STARTS) or last in _SYSTEM_FILES
    return is_hidden or any(folder in _SYSTEM_FOLDERS for folder in folders)


def _decrypted(content: bytes, position: int, passwords: tuple[str, ...]) -> bytes:
    """Return an encrypted file, opened with the first password that fits.

    Raises:
        FileRefused: none fits, the encryption is another one, or the file is damaged.
    """
    for password in filter(None, passwords):
        if (clear := _opened(content, position, password)) is not None:
            return clear
    raise FileRefused(FILE_PASSWORD_WRONG if passwords else FILE_PASSWORD)


def _opened(content: bytes, position: int, password: str) -> bytes | None:
    """Return an encrypted file in clear, None where the password is wrong."""
    import pyzipper  # noqa: PLC0415 - hardly ever needed

    try:
        with pyzipper.AESZipFile(io.BytesIO(content)) as archive:
            entry = [entry for entry in archive.infolist() if not entry.is_dir()][position]
            with archive.open(entry, pwd=password.encode()) as file:
                clear: bytes = file.read(entry.file_size + 1)
    except NotImplementedError as error:
        raise FileRefused(FILE_LOCKED) from error
    except (RuntimeError, zlib.error, pyzipper.BadZipFile):
        # Told by a check byte, by the checksum at the end or by nonsense in between.
        return None
    except (EOFError, OSError, ValueError) as error:
        raise FileRefused(FILE_DAMAGED) from error
    if len(clear) > entry.file_size:
        raise FileRefused(FILE_DAMAGED)
    return clear
