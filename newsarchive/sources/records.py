"""Read the records of a web archive one by one, and find the next whole record after damage.

WARC 1.0 and 1.1 (ISO 28500:2017), each record a gzip member, the whole file one, or not packed at all.
What is damaged is named by its bytes; no whole record beside it is lost.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, Protocol

from newsarchive.sources.page import Fault

__all__ = ["Record", "read_records", "unpacked_head"]

_STEP = 1 << 17
_HEADERS = (1 << 13, 1 << 16, 1 << 20)
_MAGIC = b"\x1f\x8b\x08"
_VERSION = re.compile(rb"WARC/\d{1,2}\.\d{1,2}\r?\n")
_NEXT = re.compile(rb"(?:^|\n)(WARC/\d{1,2}\.\d{1,2}\r?\n)")
_LONGEST_START = 16


@dataclass(frozen=True, slots=True)
class Record:
    """One whole record: where it starts in the file, its fields by lower-case name, and its block.

    ``block`` is None where the record is larger than the limit; it was passed over.
    """

    offset: int
    fields: dict[str, str]
    block: bytes | None


class _Bytes(Protocol):
    """A run of record bytes that can be looked at and taken."""

    def peek(self, size: int) -> bytes: ...
    def take(self, size: int) -> bytes: ...
    def skip(self, size: int) -> int: ...
    def give_back(self, data: bytes) -> None: ...
    def at(self) -> int: ...


class _BrokenError(Exception):
    """The packing of a member is damaged."""


def read_records(file: BinaryIO, name: str, *, limit: int, unpacked: int) -> Iterator[Record | Fault]:
    """Yield the records of a file that can seek, and a fault for each damaged stretch.

    Args:
        file: opened for reading bytes, at its start.
        name: how to call the file in a fault.
        limit: blocks over this many bytes are passed over.
        unpacked: a gzip member that unpacks to more than this is given up.
    """
    head = file.read(3)
    size = file.seek(0, 2)
    file.seek(0)
    if not head:
        yield Fault(name=name, reason="the file is empty")
    elif head == _MAGIC or (head[:2] != b"WA" and _magic_ahead(file)):
        yield from _members(file, name, size, limit, unpacked)
    else:
        yield from _plain(file, name, size, limit)


def _magic_ahead(file: BinaryIO) -> bool:
    head = file.read(_STEP)
    file.seek(0)
    return _NEXT.search(head) is None and _MAGIC in head


class _Plain:
    """Bytes of a file that is not packed."""

    def __init__(self, file: BinaryIO, size: int) -> None:
        self._file = file
        self.size = size

    def peek(self, size: int) -> bytes:
        data = self._file.read(size)
        self._file.seek(-len(data), 1)
        return data

    def take(self, size: int) -> bytes:
        return self._file.read(size)

    def skip(self, size: int) -> int:
        left = self.size - self._file.tell()
        self._file.seek(min(size, left), 1)
        return min(size, left)

    def give_back(self, data: bytes) -> None:
        self._file.seek(-len(data), 1)

    def at(self) -> int:
        return self._file.tell()


def _plain(file: BinaryIO, name: str, size: int, limit: int) -> Iterator[Record | Fault]:
    yield from _run(_Plain(file, size), name, limit, None)


def _run(data: _Bytes, name: str, limit: int, span: tuple[int, int] | None) -> Iterator[Record | Fault]:
    """Yield the records of one run of bytes; ``span`` are the packed bytes of the run, where it is packed."""
    damaged: tuple[int, str] | None = None
    while True:
        _blank_lines(data)
        start = data.at()
        if not data.peek(1):
            break
        found: Record | str = _record(data, start if span is None else span[0], limit)
        if isinstance(found, Record):
            if damaged is not None:
                yield _fault(name, damaged, start, span)
                damaged = None
            yield found
            continue
        # What is damaged up to the next whole record is one stretch, and has the reason of its beginning.
        damaged = damaged or (start, found or "not a record")
        _to_next(data)
    if damaged is not None:
        yield _fault(name, damaged, data.at(), span)


def _fault(name: str, damaged: tuple[int, str], end: int, span: tuple[int, int] | None) -> Fault:
    start, reason = damaged
    if span is not None:
        start, end = span
    return Fault(name=name, reason=reason, start=start, end=end)


def _record(data: _Bytes, offset: int, limit: int) -> Record | str:
    """Take one record; return what is wrong with it instead, "" where there is none. The run stays near its start."""
    head = data.peek(_LONGEST_START)
    version = _VERSION.match(head)
    if not version:
        return ""
    end, head = -1, b""
    for size in _HEADERS:
        head = data.peek(size)
        end = _header_end(head)
        another = _NEXT.search(head, version.end() - 1, end if end >= 0 else len(head))
        if another:
            # A record begins where this one's header should go on: this one is none.
            return ""
        if end >= 0 or len(head) < size:
            break
    if end < 0:
        data.take(version.end())
        return "the header of the record has no end"
    data.take(end)
    fields = _fields(head[version.end() : end])
    told = fields.get("content-length", "")
    if not re.fullmatch(r"[0-9]{1,18}", told):
        return f"the record tells no length ({told[:40]!r})"
    return _block(data, offset, fields, int(told), limit)


def _block(data: _Bytes, offset: int, fields: dict[str, str], length: int, limit: int) -> Record | str:
    if isinstance(data, _Plain) and length > data.size - data.at():
        return f"the record says {length} bytes, but the file ends before"
    if length > limit:
        after = data.at()
        if data.skip(length) < length:
            return f"the record says {length} bytes, but ends before"
        if not _well_ended(data):
            if isinstance(data, _Plain):
                data.skip(after - data.at())
            return "the length of the record is wrong"
        return Record(offset, fields, None)
    block = data.take(length)
    if len(block) < length:
        data.give_back(block)
        return f"the record says {length} bytes, but ends after {len(block)}"
    if not _well_ended(data):
        data.give_back(block)
        return "the length of the record is wrong"
    return Record(offset, fields, block)


def _well_ended(data: _Bytes) -> bool:
    """Look for the two line ends that close a record (ISO 28500, section 4), or at least for the next record."""
    after = data.peek(4 + _LONGEST_START)
    return not after.strip(b"\r\n") or bool(_VERSION.match(after.lstrip(b"\r\n"))) or after.startswith(b"\r\n\r\n")


def _header_end(head: bytes) -> int:
    ends = [at + len(mark) for mark in (b"\r\n\r\n", b"\n\n") if (at := head.find(mark)) >= 0]
    return min(ends, default=-1)


def _fields(head: bytes) -> dict[str, str]:
    fields: dict[str, str] = {}
    for line in head.split(b"\n"):
        name, colon, value = line.partition(b":")
        if colon and name and not name[:1].isspace():
            fields.setdefault(name.strip().lower().decode("latin-1"), value.strip().decode("utf-8", "replace"))
    return fields


def _blank_lines(data: _Bytes) -> None:
    while blank := data.peek(64):
        blank = blank[: len(blank) - len(blank.lstrip(b"\r\n"))]
        if not blank:
            return
        data.take(len(blank))


def _to_next(data: _Bytes) -> None:
    """Go on to the next start of a record, or to the end."""
    first, step = True, 1 << 12
    while window := data.peek(step):
        at = _start_in(window, 1 if first else 0)
        first = False
        if at >= 0:
            data.take(at)
            return
        if len(window) < step:
            data.take(len(window))
            return
        data.take(len(window) - _LONGEST_START)
        # Far away more is looked at in one go.
        step = min(2 * step, _STEP)


def _start_in(window: bytes, at: int) -> int:
    """Return where a record may start, -1 where none does: its header ends before the next one starts, or behind the window."""
    found = _NEXT.search(window, at)
    while found:
        following = _NEXT.search(window, found.end(1) - 1)
        if following is None or _header_end(window[found.start(1) : following.start(1)]) >= 0:
            return found.start(1)
        found = following
    return -1


class _Member:
    """The unpacked bytes of one gzip member; only so much is held as was looked at."""

    def __init__(self, file: BinaryIO, start: int, limit: int) -> None:
        self._file = file
        self._stream = zlib.decompressobj(31)
        self._held = bytearray()
        self._given = 0
        self._left = limit
        self._waiting = b""
        self.end = start
        file.seek(start)

    def _more(self) -> bool:
        if self._stream.eof:
            return False
        if not self._waiting:
            self._waiting = self._file.read(_STEP)
            if not self._waiting:
                raise _BrokenError("the file ends inside a packed record")
        try:
            piece = self._stream.decompress(self._waiting, _STEP)
        except zlib.error as error:
            raise _BrokenError(f"a packed record is damaged ({str(error).rpartition(': ')[2]})") from error
        self._waiting = self._stream.unconsumed_tail
        self._held += piece
        self._left -= len(piece)
        if self._left < 0:
            raise _BrokenError("a packed record unpacks to more than the limit")
        if self._stream.eof:
            self.end = self._file.tell() - len(self._stream.unused_data)
        return True

    def peek(self, size: int) -> bytes:
        while len(self._held) < size and self._more():
            pass
        return bytes(self._held[:size])

    def take(self, size: int) -> bytes:
        data = self.peek(size)
        del self._held[: len(data)]
        self._given += len(data)
        return data

    def skip(self, size: int) -> int:
        done = 0
        while done < size and (data := self.take(min(_STEP, size - done))):
            done += len(data)
        return done

    def give_back(self, data: bytes) -> None:
        self._held[:0] = data
        self._given -= len(data)

    def at(self) -> int:
        return self._given

    def finish(self) -> int:
        """Unpack what was not looked at; return where the member ends in the file."""
        while not self._stream.eof:
            self._held.clear()
            self._more()
        return self.end


def _members(file: BinaryIO, name: str, size: int, limit: int, unpacked: int) -> Iterator[Record | Fault]:
    position = 0
    while position < size:
        file.seek(position)
        if not file.read(64).strip(b"\0\r\n"):
            # Padding between members; some writers align to blocks.
            position = _past_padding(file, position)
            continue
        member = _Member(file, position, unpacked)
        whole: list[Record | Fault] = []
        try:
            # A record is given only when the checksum of its member held, unless the member holds many.
            for number, found in enumerate(_run(member, name, limit, (position, position))):
                whole.append(found)
                if number:
                    yield whole.pop(0)
            end = member.finish()
        except _BrokenError as error:
            if whole and member.at() > limit:
                yield from whole
            end = _next_member(file, position + 1, size)
            yield Fault(name=name, reason=str(error), start=position, end=end)
        else:
            for found in whole:
                spanned = isinstance(found, Fault)
                yield Fault(name=name, reason=found.reason, start=position, end=end) if spanned else found  # type: ignore[union-attr]
        position = end


def _past_padding(file: BinaryIO, position: int) -> int:
    file.seek(position)
    while window := file.read(_STEP):
        rest = window.lstrip(b"\0\r\n")
        position += len(window) - len(rest)
        if rest:
            break
    return position


def _next_member(file: BinaryIO, position: int, size: int) -> int:
    """Find the next gzip member that unpacks to the start of a record, or the end of the file."""
    while position < size:
        file.seek(position)
        window = file.read(_STEP)
        if not window:  # the file is shorter than it was, or than it says
            return size
        at = window.find(_MAGIC)
        if at < 0:
            position += max(1, len(window) - len(_MAGIC) + 1)
            continue
        file.seek(position + at)
        try:
            if _VERSION.match(zlib.decompressobj(31).decompress(file.read(4096), _LONGEST_START)):
                return position + at
        except zlib.error:
            pass
        position += at + 1
    return size


def unpacked_head(head: bytes) -> bytes:
    """Unpack the beginning of a gzip stream as far as a few bytes go."""
    try:
        return zlib.decompressobj(31).decompress(head, 1 << 12)
    except zlib.error:
        return b""
