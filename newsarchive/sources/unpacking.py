"""See a packed file as the file that is in it: what is larger than one page is read in pieces, never unpacked whole."""

from __future__ import annotations

import io
import zlib
from collections.abc import Callable, Iterator
from typing import Any, TypeAlias

from newsarchive.sources.inflate import Coding, zstd_pieces

__all__ = ["Bounded", "Joined", "Unpacking"]

_FED = 1 << 14
_STEP = 1 << 16
_PADDING = b"\0\r\n"
_Read: TypeAlias = Callable[[int], bytes]


class _Pieces(io.RawIOBase):
    """Bytes that come in pieces of any size, as a file; ``io.BufferedReader`` makes lines of it."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        super().__init__()
        self._pieces = pieces
        self._held = memoryview(b"")

    def readable(self) -> bool:
        """Say that it can be read."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Fill the buffer; fewer bytes mean the end."""
        room = memoryview(buffer).cast("B")
        filled = 0
        while filled < len(room):
            if not self._held:
                if (piece := next(self._pieces, None)) is None:
                    break
                self._held = memoryview(piece)
                continue
            part = self._held[: len(room) - filled]
            room[filled : filled + len(part)] = part
            self._held = self._held[len(part) :]
            filled += len(part)
        return filled


class Unpacking(_Pieces):
    """What a packed file holds, as far as it is whole; ``problem`` says, at the end, what was wrong with it, else None."""

    def __init__(self, file: Any, coding: Coding, *, limit: int, ratio: int = 0) -> None:
        """Unpack ``file`` from where it stands: at most ``limit`` bytes, or ``ratio`` times what was read of it so far."""
        self.problem: str | None = None
        self._fed = 0
        self._file = file
        super().__init__(self._unpacked(coding, limit, ratio))

    def _read(self, size: int) -> bytes:
        data: bytes = self._file.read(size)
        self._fed += len(data)
        return data

    def _unpacked(self, coding: Coding, limit: int, ratio: int) -> Iterator[bytes]:
        size = 0
        try:
            for piece in _STEPS[coding](self._read):
                size += len(piece)
                most = max(limit, ratio * self._fed)
                if size > most:
                    self.problem = f"over the limit of {most} bytes"
                    yield piece[: most - size]
                    return
                yield piece
        except _BrokenError as error:
            self.problem = str(error)


class Joined(_Pieces):
    """Bytes that were read already, and the rest of the stream that they came from."""

    def __init__(self, *parts: bytes, rest: Any) -> None:
        """Give the parts, then what ``rest`` still holds."""
        super().__init__(_all_of(parts, rest.read))


class Bounded(_Pieces):
    """A stream up to a limit; ``given`` counts its bytes, ``over`` tells that there were more."""

    def __init__(self, file: Any, limit: int) -> None:
        """Give at most ``limit`` bytes of ``file``."""
        self.given = 0
        self.over = False
        super().__init__(self._bounded(file.read, limit))

    def _bounded(self, read: _Read, limit: int) -> Iterator[bytes]:
        while piece := read(_STEP):
            self.given += len(piece)
            if self.given > limit:
                self.over = True
                yield piece[: limit - self.given]
                return
            yield piece


class _BrokenError(Exception):
    """A packed stream does not go on."""


def _all_of(parts: tuple[bytes, ...], read: _Read) -> Iterator[bytes]:
    yield from filter(None, parts)
    while piece := read(_STEP):
        yield piece


def _gzip(read: _Read) -> Iterator[bytes]:
    """Unpack every member; zero bytes after the last one are padding (gzip manual, section 8)."""
    waiting = read(_FED)
    while waiting:
        stream = zlib.decompressobj(31)
        while not stream.eof:
            waiting = waiting or read(_FED)
            if not waiting:
                raise _BrokenError("cut off before its end")
            before = stream.copy()
            try:
                piece = stream.decompress(waiting, _STEP)
            except zlib.error as error:
                # zlib holds back what it decoded before it saw the damage: ask again for single bytes.
                yield from _singly(before, waiting)
                raise _BrokenError(f"damaged ({_short(error)})") from error
            waiting = stream.unconsumed_tail
            if piece:
                yield piece
        waiting = stream.unused_data or read(_FED)
        while waiting and not waiting.strip(_PADDING):
            waiting = read(_FED)
        if waiting and not waiting.startswith(b"\x1f\x8b"):
            padding = waiting[: len(waiting) - len(waiting.lstrip(_PADDING))]
            waiting = waiting[len(padding) :] + read(2)
            if not waiting.startswith(b"\x1f\x8b"):
                raise _BrokenError("followed by something else")


def _singly(stream: Any, data: bytes) -> Iterator[bytes]:
    try:
        for at in range(len(data)):
            yield stream.decompress(data[at : at + 1])
    except zlib.error:
        return


def _zstd(read: _Read) -> Iterator[bytes]:
    import zstandard

    try:
        whole = yield from zstd_pieces(read)
    except zstandard.ZstdError as error:
        raise _BrokenError(f"damaged ({_short(error)})") from error
    if not whole:
        raise _BrokenError("cut off before its end")


def _brotli(read: _Read) -> Iterator[bytes]:
    import brotli

    stream = brotli.Decompressor()
    try:
        while fed := read(4096):
            piece = stream.process(fed, output_buffer_limit=_STEP)
            while piece:
                yield piece
                # can_accept_more_data() says yes while output still waits; an empty piece says that none does.
                piece = b"" if stream.is_finished() else stream.process(b"", output_buffer_limit=_STEP)
    except brotli.error as error:
        raise _BrokenError(f"damaged ({_short(error)})") from error
    if not stream.is_finished():
        raise _BrokenError("cut off before its end")


_STEPS: dict[str, Callable[[_Read], Iterator[bytes]]] = {"gzip": _gzip, "zstd": _zstd, "br": _brotli}


def _short(error: Exception) -> str:
    return str(error).removeprefix("Error ").split("\n")[0][:80]
