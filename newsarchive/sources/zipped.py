"""Take pages out of ZIP archives, WACZ among them, reading no more than the limits whatever the archive claims."""

from __future__ import annotations

import io
import posixpath
import stat
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from typing import BinaryIO

from newsarchive.sources.beside import ZipFiles
from newsarchive.sources.limits import LIMITS, Limits
from newsarchive.sources.page import Fault, Found, Resources, Skipped, no_resources
from newsarchive.sources.warc import warc_pages

__all__ = ["Member", "zip_pages"]

_STEP = 1 << 20

# What to do with one member once its bytes are there: (bytes, name, folder, resources) to what was found.
Member = Callable[[bytes, str, str, Resources], Iterator[Found]]


def zip_pages(
    file: BinaryIO,
    name: str,
    *,
    wanted: Callable[[str], str],
    member: Member,
    path: str | None = None,
    limits: Limits = LIMITS,
) -> Iterator[Found]:
    """Yield the pages of a ZIP archive in the order of its directory.

    Args:
        file: opened for reading, can seek.
        name: how to call the archive.
        wanted: tells of a member's name whether it is read ("" to read, else why it is skipped).
        member: turns the bytes of one member into pages.
        path: where the archive lies on disk, for the pictures in it.
        limits: on members, their size and their sum.
    """
    try:
        archive = zipfile.ZipFile(file)
        infos = archive.infolist()
    except _DAMAGE as error:
        yield Fault(name=name, reason=f"the ZIP archive is damaged ({_short(error)})")
        return
    if len(infos) > limits.members:
        yield Fault(name=name, reason=f"the archive has {len(infos)} members, the limit is {limits.members}")
        return
    left = [limits.unpacked_of(file.seek(0, 2))]
    skipped: Counter[str] = Counter()
    anything = False
    for info in infos:
        reason = "folders" if info.filename.endswith("/") else _odd(info)
        if not reason and _is_warc(info.filename):
            anything = True
            yield from _web_archive(archive, file, info, name, limits)
            continue
        reason = reason or wanted(info.filename)
        if reason:
            skipped[reason] += 1
            continue
        anything = True
        where = f"{name}/{info.filename}"
        data = _bytes(archive, info, min(limits.page, left[0]))
        if isinstance(data, str):
            yield Fault(name=where, reason=data)
            if left[0] <= 0:
                yield Fault(name=name, reason="the archive unpacks to more than the limit; the rest was not read")
                return
            continue
        left[0] -= len(data)
        folder = posixpath.dirname(info.filename)
        yield from member(data, where, folder, ZipFiles(path, folder) if path else no_resources)
    for reason, count in sorted(skipped.items()):
        if reason != "folders":
            yield Skipped(name=name, reason=reason, count=count)
    if not anything:
        yield Fault(name=name, reason=f"no page in the archive ({len(infos)} members)")


_DAMAGE = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    ValueError,
    OSError,
    EOFError,
    zlib.error,
    NotImplementedError,
    RuntimeError,
    UnicodeError,
    IndexError,
)


def _odd(info: zipfile.ZipInfo) -> str:
    mode = info.external_attr >> 16
    if mode and stat.S_ISLNK(mode):
        return "symbolic links"
    if mode and stat.S_IFMT(mode) not in (0, stat.S_IFREG):
        return "special files"
    return ""


def _bytes(archive: zipfile.ZipFile, info: zipfile.ZipInfo, limit: int) -> bytes | str:
    """Read a member; return what is wrong with it instead."""
    if info.flag_bits & 1:
        return "the member is encrypted"
    out = bytearray()
    try:
        with archive.open(info) as opened:
            while piece := opened.read(_STEP):
                out += piece
                if len(out) > limit:
                    return f"the member unpacks to more than {limit} bytes"
    except _DAMAGE as error:
        return f"the member is damaged ({_short(error)})"
    return bytes(out)


def _short(error: Exception) -> str:
    return str(error).split("\n")[0][:120] or type(error).__name__


def _is_warc(name: str) -> bool:
    return name.lower().endswith((".warc", ".warc.gz"))


def _web_archive(
    archive: zipfile.ZipFile, file: BinaryIO, info: zipfile.ZipInfo, name: str, limits: Limits
) -> Iterator[Found]:
    """Read a WARC inside the archive: in place where it is stored as it is (as WACZ 1.1.1, section 5, asks for)."""
    import tempfile

    where = f"{name}/{info.filename}"
    if info.compress_type == zipfile.ZIP_STORED and not info.flag_bits & 1:
        try:
            with archive.open(info) as opened:
                opened.read(1)
                # zipfile has found the start of the data for us.
                start = opened._orig_compress_start  # type: ignore[attr-defined] # noqa: SLF001
        except (AttributeError, *_DAMAGE):
            start = None
        if start is not None:
            yield from warc_pages(_Slice(file, start, info.file_size), where, limits=limits)  # type: ignore[arg-type]
            return
    with tempfile.TemporaryFile() as spool:
        size = 0
        try:
            with archive.open(info) as opened:
                while piece := opened.read(_STEP):
                    size += len(piece)
                    if size > limits.unpacked_of(info.compress_size):
                        yield Fault(name=where, reason="the member unpacks to more than the limit")
                        return
                    spool.write(piece)
        except _DAMAGE as error:
            yield Fault(name=where, reason=f"the member is damaged ({_short(error)})")
        spool.seek(0)
        yield from warc_pages(spool, where, limits=limits)


class _Slice(io.RawIOBase):
    """A part of a file, seen as a file."""

    def __init__(self, file: BinaryIO, start: int, size: int) -> None:
        super().__init__()
        self._file, self._start, self._size, self._at = file, start, size, 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = 0) -> int:
        base = (0, self._at, self._size)[whence]
        self._at = max(0, base + offset)
        return self._at

    def tell(self) -> int:
        return self._at

    def read(self, size: int = -1) -> bytes:
        left = max(0, self._size - self._at)
        self._file.seek(self._start + self._at)
        data = self._file.read(left if size < 0 else min(size, left))
        self._at += len(data)
        return data
