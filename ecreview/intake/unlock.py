"""Encrypted workbooks, opened with a password that a person gave. Passwords are used here and kept nowhere."""

from __future__ import annotations

import io

from ecreview.intake.readers.compound import MAGIC
from ecreview.model.errors import FileRefused
from ecreview.model.finding_kinds import FILE_LOCKED, FILE_PASSWORD, FILE_PASSWORD_WRONG

# With it Excel encrypts books that are only protected against changes; everybody may open them.
_NO_SECRET = "VelvetSweatshop"  # noqa: S105 - published by Microsoft


class _OtherEncryption(Exception):
    """The file is encrypted in a way that the library does not know."""


def unlock(content: bytes, passwords: tuple[str, ...]) -> bytes:
    """Return an encrypted xlsx, xlsb or xls book as it is without its password.

    Raises:
        FileRefused: no password was given, none of those given fits, or the encryption is another one.
    """
    try:
        for password in (_NO_SECRET, *passwords):
            if (book := _opened(content, password)) is not None:
                return book
    except _OtherEncryption as error:
        raise FileRefused(FILE_LOCKED if passwords else FILE_PASSWORD) from error
    raise FileRefused(FILE_PASSWORD_WRONG if passwords else FILE_PASSWORD)


def _opened(content: bytes, password: str) -> bytes | None:
    """Return the book in clear, None where the password is wrong."""
    if not password:
        return None
    if not content.startswith(MAGIC):
        raise _OtherEncryption
    # Costs more than reading a small book, and is hardly ever needed.
    from msoffcrypto import OfficeFile  # noqa: PLC0415
    from msoffcrypto.exceptions import InvalidKeyError  # noqa: PLC0415

    clear = io.BytesIO()
    try:
        book = OfficeFile(io.BytesIO(content))
        checks = {"verify_password": True} if book.format == "ooxml" else {}
        book.load_key(password=password, **checks)
        book.decrypt(clear)
    except InvalidKeyError:
        return None
    except MemoryError:
        raise
    except Exception as error:  # whatever the library throws at what it does not know
        raise _OtherEncryption from error
    return clear.getvalue()
