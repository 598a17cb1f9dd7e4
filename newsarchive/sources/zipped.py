"""Take pages out of ZIP archives, WACZ among them, reading no more than the limits whatever the archive claims."""

from __future__ import annotations

import io
import lzma
import posixpath
import stat
import tempfile
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from typing import BinaryIO

from msgspec import Struct

from newsarchive.sources.beside import ZipFiles
from newsarchive.sources.limits import LIMITS, Limits
from newsarchive.sources.page import Fault, Found, Resources, Skipped, no_resources
from newsarchive.sources.slices import Origin, Slice
from newsarchive.sources.unpacking import Bounded

__all__ = ["Member", "Openers", "zip_pages"]

_STEP = 1 << 20
_HEAD = 1 << 13

# What to do with one member once its bytes are there: (bytes, name, folder, resources) to what was found.
Member = Callable[[bytes, str, str, Resources], Iterator[Found]]


class Openers(Struct, frozen=True):
    """What to do with the members of an archive.

    ``wanted`` tells of a member's name, and of its first bytes, whether it is read ("" to read, else why it is skipped),
    ``is_streamed`` whether it holds many pages and is read in pieces, ``is_sitemap`` whether it is read before all others;
    ``member`` turns the bytes of one member into pages, ``stream`` those of a member in pieces, ``web_archive`` those of a WARC.
    """

    wanted: Callable[[str, Callable[[], bytes]], str]
    is_streamed: Callable[[str], bool]
    is_sitemap: Callable[[str], bool]
    member: Member
    stream: Callable[[BinaryIO, str, str], Iterator[Found]]
    web_archive: Callable[[BinaryIO, str, Origin | None], Iterator[Found]]
    sitemap: Callable[[bytes, str], None]


def zip_pages(
    file: BinaryIO,
    name: str,
    openers: Openers,
    *,
    path: str | None = None,
    spool: str | None = None,
    limits: Limits = LIMITS,
) -> Iterator[Found]:
    """Yield the pages of a ZIP archive in the order of its directory.

    Args:
        file: opened for reading, can seek.
        name: how to call the archive.
        openers: what to do with its members.
        path: where the archive lies on disk, for the pictures in it.
        spool: a folder for archives of the web that are packed inside it, as long as their pictures may be asked for.
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
    for info in infos:
        if openers.is_sitemap(info.filename) and not _odd(info):
            data = _bytes(archive, info, min(limits.page, left[0]))
            if isinstance(data, bytes):
                left[0] -= len(data)
                openers.sitemap(data, posixpath.dirname(info.filename))
    skipped: Counter[str] = Counter()
    anything = False
    # The lists of pages in a WACZ tell of the pages in its WARC (WACZ 1.1.1, section 5.2.3).
    lists = ("pages/", "indexes/") if any(info.filename == "datapackage.json" for info in infos) else ()
    for info in infos:
        reason = "folders" if info.filename.endswith("/") else _odd(info)
        if not reason and _is_warc(info.filename):
            anything = True
            origin = Origin(path) if path else None
            yield from _web_archive(archive, file, info, name, origin, spool, openers, limits)
            continue
        if not reason and lists and info.filename.startswith(lists):
            reason = "files that are no pages"
        reason = reason or openers.wanted(info.filename, partial(_head, archive, info))
        if reason:
            skipped[reason] += 1
            continue
        anything = True
        where = f"{name}/{info.filename}"
        if openers.is_streamed(info.filename):
            yield from _streamed(archive, info, where, openers, left)
            continue
        data = _bytes(archive, info, min(limits.page, left[0]))
        if isinstance(data, str):
            yield Fault(name=where, reason=data)
            if left[0] <= 0:
                yield Fault(name=name, reason="the archive unpacks to more than the limit; the rest was not read")
                return
            continue
        left[0] -= len(data)
        folder = posixpath.dirname(info.filename)
        yield from openers.member(data, where, folder, ZipFiles(path, folder) if path else no_resources)
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
    lzma.LZMAError,
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


def _head(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    """Return the first bytes of a member; of one that cannot be read none."""
    if info.flag_bits & 1:
        return b""
    try:
        with archive.open(info) as opened:
            return opened.read(_HEAD)
    except _DAMAGE:
        return b""


def _streamed(
    archive: zipfile.ZipFile, info: zipfile.ZipInfo, where: str, openers: Openers, left: list[int]
) -> Iterator[Found]:
    """Read a member of many pages in pieces; what it unpacks to is taken from what is ``left``."""
    if info.flag_bits & 1:
        yield Fault(name=where, reason="the member is encrypted")
        return
    try:
        with archive.open(info) as opened:
            bounded = Bounded(opened, left[0])
            yield from openers.stream(io.BufferedReader(bounded, 1 << 16), where, posixpath.dirname(info.filename))
    except _DAMAGE as error:
        yield Fault(name=where, reason=f"the member is damaged ({_short(error)}); what stands before was read")
        return
    left[0] = max(0, left[0] - bounded.given)
    if bounded.over:
        yield Fault(
            name=where, reason="the archive unpacks to more than the limit; the rest of the member was not read"
        )


def _short(error: Exception) -> str:
    return str(error).split("\n")[0][:120] or type(error).__name__


def _is_warc(name: str) -> bool:
    return name.lower().endswith((".warc", ".warc.gz"))


def _web_archive(
    archive: zipfile.ZipFile,
    file: BinaryIO,
    info: zipfile.ZipInfo,
    name: str,
    origin: Origin | None,
    spool: str | None,
    openers: Openers,
    limits: Limits,
) -> Iterator[Found]:
    """Read a WARC inside the archive: in place where it is stored as it is (as WACZ 1.1.1, section 5, asks for)."""
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
            part = Origin(origin.path, start, info.file_size) if origin else None
            yield from openers.web_archive(Slice(file, start, info.file_size), where, part)  # type: ignore[arg-type]
            return
    # One that lasts as long as the run, where pictures in it may be asked for.
    kept = tempfile.NamedTemporaryFile(dir=spool, suffix=".warc", delete=False) if spool else None  # noqa: SIM115
    with kept or tempfile.TemporaryFile() as unpacked:
        size = 0
        try:
            with archive.open(info) as opened:
                while piece := opened.read(_STEP):
                    size += len(piece)
                    if size > limits.unpacked_of(info.compress_size):
                        yield Fault(name=where, reason="the member unpacks to more than the limit")
                        return
                    unpacked.write(piece)
        except _DAMAGE as error:
            yield Fault(name=where, reason=f"the member is damaged ({_short(error)})")
        unpacked.seek(0)
        yield from openers.web_archive(unpacked, where, Origin(kept.name) if kept else None)  # type: ignore[arg-type]
