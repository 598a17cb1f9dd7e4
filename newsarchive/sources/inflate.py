"""Unpack gzip, deflate, Brotli and Zstandard, never further than a limit."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Generator
from dataclasses import dataclass
from typing import Literal, TypeAlias

__all__ = ["Coding", "Inflated", "inflate", "packing_of", "zstd_pieces"]

Coding: TypeAlias = Literal["gzip", "deflate", "br", "zstd"]
_STEP = 1 << 16
_GZIP = b"\x1f\x8b"
_MEMBERS = 100_000  # a WARC, which has more, is read by its records
_ZSTD = b"\x28\xb5\x2f\xfd"
_ZSTD_FED = 512


@dataclass(frozen=True, slots=True)
class Inflated:
    """What came out, and what was wrong: None where the stream was whole.

    ``over`` is True where the stream holds more than the limit; ``data`` is then empty.
    """

    data: bytes
    problem: str | None = None
    over: bool = False


def packing_of(data: bytes) -> Coding | None:
    """Tell by the first bytes how a page is packed; Brotli has no mark and is never told.

    >>> packing_of(bytes.fromhex("1f8b08"))
    'gzip'
    """
    if data.startswith(_GZIP):
        return "gzip"
    return "zstd" if data.startswith(_ZSTD) else None


def inflate(data: bytes, coding: Coding, *, limit: int) -> Inflated:
    """Unpack ``data``, at most ``limit`` bytes; a damaged stream gives what stands before the damage."""
    if coding == "gzip":
        return _gzip(data, limit)
    if coding == "deflate":
        return _deflate(data, limit)
    return _brotli(data, limit) if coding == "br" else _zstd(data, limit)


def _gzip(data: bytes, limit: int) -> Inflated:
    """Unpack every member; zero bytes after the last one are padding (gzip manual, section 8)."""
    parts: list[bytes] = []
    size = at = members = 0
    while data.startswith(_GZIP, at):
        members += 1
        if members > _MEMBERS:
            return Inflated(b"".join(parts), f"packed in more than {_MEMBERS} members")
        found, at = _zlib(data, 31, limit - size, at)
        parts.append(found.data)
        size += len(found.data)
        if found.problem or found.over:
            return Inflated(b"" if found.over else b"".join(parts), found.problem, found.over)
    rest = data[at:]
    problem = f"{len(rest)} bytes of something else after the end" if rest.strip(b"\0\r\n") else None
    if not parts:
        problem = "not gzip"
    return Inflated(b"".join(parts), problem)


def _deflate(data: bytes, limit: int) -> Inflated:
    """Unpack the zlib form (RFC 9110, section 8.4.1.2), or the bare form that some servers send instead."""
    found, _ = _zlib(data, 15, limit)
    if found.problem and not found.data:
        bare, _ = _zlib(data, -15, limit)
        return bare if not bare.problem else found
    return found


def _zlib(data: bytes, window: int, limit: int, start: int = 0) -> tuple[Inflated, int]:
    """Unpack one stream from ``start`` on; return where it ends as well.

    The bytes are fed in pieces, since zlib copies what it was given too much of: of a small member little, and of a large
    stream never the whole rest.
    """
    stream = zlib.decompressobj(window)
    view = memoryview(data)
    parts: list[bytes] = []
    size, at, step = 0, start, 512
    waiting: bytes | memoryview = b""
    try:
        while not stream.eof:
            if not waiting:
                waiting = view[at : at + step]
                at += len(waiting)
                step = min(2 * step, _STEP)
            fed = len(waiting)
            piece = stream.decompress(waiting, _STEP)
            waiting = stream.unconsumed_tail
            size += len(piece)
            if size > limit:
                return Inflated(b"", over=True), at
            parts.append(piece)
            if not piece and not fed and not stream.eof:
                return Inflated(b"".join(parts), "cut off before its end"), at
    except zlib.error as error:
        # zlib holds back up to 64 KiB that it decoded before it saw the damage: ask again for single bytes.
        whole = b"".join(parts)
        return Inflated(_salvaged(data[start:], window, whole, limit), f"damaged ({_short(error)})"), at
    return Inflated(b"".join(parts)), at - len(stream.unused_data)


def _salvaged(data: bytes, window: int, whole: bytes, limit: int) -> bytes:
    stream = zlib.decompressobj(window)
    out = bytearray()
    before = stream.copy()
    start = 0
    try:
        for start in range(0, len(data), 4096):
            before = stream.copy()
            out += stream.decompress(data[start : start + 4096], limit + 1 - len(out))
            if len(out) > limit or stream.unconsumed_tail:
                break
    except zlib.error:
        try:
            for at in range(start, start + 4096):
                out += before.decompress(data[at : at + 1], _STEP)
        except zlib.error:
            pass
    return bytes(out[:limit]) if len(out) > len(whole) else whole


def _brotli(data: bytes, limit: int) -> Inflated:
    import brotli

    stream = brotli.Decompressor()
    out = bytearray()
    try:
        for start in range(0, len(data), 4096):
            piece = stream.process(data[start : start + 4096], output_buffer_limit=_STEP)
            while piece:
                out += piece
                if len(out) > limit:
                    return Inflated(b"", over=True)
                # can_accept_more_data() says yes while output still waits; an empty piece says that none does.
                piece = b"" if stream.is_finished() else stream.process(b"", output_buffer_limit=_STEP)
    except brotli.error as error:
        return Inflated(bytes(out), f"damaged ({_short(error)})")
    return Inflated(bytes(out), None if stream.is_finished() else "cut off before its end")


def _zstd(data: bytes, limit: int) -> Inflated:
    import io

    import zstandard

    out = bytearray()
    pieces = zstd_pieces(io.BytesIO(data).read)
    whole = True
    try:
        while True:
            try:
                out += next(pieces)
            except StopIteration as end:
                whole = end.value
                break
            if len(out) > limit:
                return Inflated(b"", over=True)
    except zstandard.ZstdError as error:
        return Inflated(bytes(out), f"damaged ({_short(error)})")
    return Inflated(bytes(out), None if whole else "cut off before its end")


def zstd_pieces(read: Callable[[int], bytes]) -> Generator[bytes, None, bool]:
    """Yield what the frames of a Zstandard stream hold; return whether the last one has its end.

    Raises:
        ZstdError: it is damaged.
    """
    import zstandard

    # RFC 9659 holds web content to a window of 8 MiB; a page packed by hand may take more, memory may not.
    unpacker = zstandard.ZstdDecompressor(max_window_size=1 << 27)
    stream = None
    # The stream of the library that reads across frames ends in silence where the last one is cut. This one gives all that it
    # makes of what it is fed, at most 128 KiB for each four bytes: it is fed little.
    while waiting := read(_ZSTD_FED):
        while waiting:
            stream = stream or unpacker.decompressobj()
            piece = stream.decompress(waiting)
            waiting = b""
            if piece:
                yield piece
            if stream.eof:
                waiting, stream = stream.unused_data, None
    return stream is None


def _short(error: Exception) -> str:
    return str(error).removeprefix("Error ").split("\n")[0][:80]
