"""The entries of a zip file, unpacked in pieces and counted: nothing is believed that can be checked.

Nothing is ever written to a disk, so that the names of entries cannot do harm.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from typing import TYPE_CHECKING

from isal import isal_zlib

from ecreview.model.errors import FileRefused
from ecreview.model.finding_kinds import FILE_BOMB, FILE_DAMAGED

if TYPE_CHECKING:
    from collections.abc import Iterator

ENTRIES = 5_000
UNPACKED_BYTES = 3_000_000_000  # an honest book of 1,000,000 × 20 cells is 1.15 GB of XML
PART_BYTES = 2_500_000_000
RATIO = 200  # unpacked : packed, judged once RATIO_FROM_BYTES are unpacked
RATIO_FROM_BYTES = 32_000_000
CHUNK_BYTES = 1 << 20
PACKED_BYTES = 1 << 16  # unpacked, a sheet's still lie in the processor's cache

_LOCAL_HEADER_BYTES = 30
_ENCRYPTED_FLAG = 0x1


def entries_of(content: bytes) -> list[zipfile.ZipInfo]:
    """Return the entries of a zip that are no folders, their number and declared sizes within the limits.

    Raises:
        FileRefused: damaged, or too large once unpacked.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            entries = [entry for entry in book.infolist() if not entry.is_dir()]
    except (zipfile.BadZipFile, NotImplementedError, ValueError) as error:
        raise FileRefused(FILE_DAMAGED) from error
    if len(entries) > ENTRIES:
        raise FileRefused(FILE_BOMB)
    _check_declared(entries)
    return entries


def is_encrypted(entry: zipfile.ZipInfo) -> bool:
    """Return whether an entry needs a password."""
    return bool(entry.flag_bits & _ENCRYPTED_FLAG)


def inflate(content: bytes, limit: int) -> bytes:
    """Return the content of a gzip file.

    Raises:
        FileRefused: damaged, or larger than the limit once unpacked.
    """
    unpacker = zlib.decompressobj(zlib.MAX_WBITS | 16)
    try:
        result = unpacker.decompress(content, limit + 1)
    except zlib.error as error:
        raise FileRefused(FILE_DAMAGED) from error
    if len(result) > limit:
        raise FileRefused(FILE_BOMB)
    if not unpacker.eof or unpacker.unused_data:
        raise FileRefused(FILE_DAMAGED)
    return result


def unpack(content: bytes, part: zipfile.ZipInfo) -> Iterator[bytes]:
    """Yield the unpacked bytes of an entry; they must be as many as declared, with the right checksum."""
    packed = _packed(content, part)
    if part.compress_type == zipfile.ZIP_STORED:
        unpacked: Iterator[bytes] = iter([bytes(packed)] if len(packed) else [])
    elif part.compress_type == zipfile.ZIP_DEFLATED:
        unpacked = _inflated(packed)
    else:
        raise FileRefused(FILE_DAMAGED)
    size, checksum = 0, 0
    for chunk in unpacked:
        size += len(chunk)
        if size > part.file_size:
            raise FileRefused(FILE_DAMAGED)
        checksum = isal_zlib.crc32(chunk, checksum)
        yield chunk
    if size != part.file_size or checksum != part.CRC:
        raise FileRefused(FILE_DAMAGED)


def _check_declared(entries: list[zipfile.ZipInfo]) -> None:
    """Refuse a zip whose declared sizes are over the limits."""
    total = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries)
    largest = max((entry.file_size for entry in entries), default=0)
    is_odd = total > RATIO_FROM_BYTES and total > RATIO * packed
    if total > UNPACKED_BYTES or largest > PART_BYTES or is_odd:
        raise FileRefused(FILE_BOMB)


def _packed(content: bytes, part: zipfile.ZipInfo) -> memoryview:
    """Return the packed bytes of a part."""
    header = content[part.header_offset : part.header_offset + _LOCAL_HEADER_BYTES]
    if len(header) < _LOCAL_HEADER_BYTES or not header.startswith(b"PK\x03\x04"):
        raise FileRefused(FILE_DAMAGED)
    name_bytes, extra_bytes = struct.unpack("<HH", header[26:])
    start = part.header_offset + _LOCAL_HEADER_BYTES + name_bytes + extra_bytes
    return memoryview(content)[start : start + part.compress_size]


def _inflated(packed: memoryview) -> Iterator[bytes]:
    """Yield the inflated bytes in pieces of at most CHUNK_BYTES."""
    unpacker = isal_zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        for start in range(0, len(packed), PACKED_BYTES):
            waiting: bytes | memoryview = packed[start : start + PACKED_BYTES]
            is_full = False  # then more may come, even where all that waited is taken in
            while (waiting or is_full) and not unpacker.eof:
                chunk = unpacker.decompress(waiting, CHUNK_BYTES)
                waiting, is_full = unpacker.unconsumed_tail, len(chunk) == CHUNK_BYTES
                if chunk:
                    yield chunk
    except isal_zlib.IsalError as error:  # type: ignore[misc] # the stub types it as a value
        raise FileRefused(FILE_DAMAGED) from error
