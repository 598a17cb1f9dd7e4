"""Sort any number of rows in little memory: runs of them on the disk, sorted each, and merged when they are read."""

from __future__ import annotations

import contextlib
import os
import struct
import tempfile
import weakref
from collections.abc import Iterator
from heapq import merge

from newsarchive.batch.write import PART, refusal

__all__ = ["Sorter"]

_HELD = 8 << 20
_STEP = 1 << 17
_HEAD = struct.Struct("<II")


class Sorter:
    """Rows of a key and what belongs to it, both bytes; read as often as wanted, in the order of their keys.

    >>> rows = Sorter()
    >>> for key in (b"b", b"a", b"c"):
    ...     rows.add(key, b"")
    >>> [key for key, _ in rows]
    [b'a', b'b', b'c']
    """

    def __init__(self, folder: str | None = None, *, held: int = _HELD) -> None:
        """Begin with no row.

        Args:
            folder: where the disk may be used; None: where temporary files go.
            held: how many bytes of rows are held in memory, before they go to the disk.
        """
        self._folder, self._most = folder, held
        self._rows: list[tuple[bytes, bytes]] = []
        self._size = 0
        self._file: int | None = None
        self._runs: list[tuple[int, int]] = []

    def add(self, key: bytes, row: bytes) -> None:
        """Add a row.

        Raises:
            OutputError: the disk is full.
        """
        self._rows.append((key, row))
        self._size += len(key) + len(row) + 150  # what Python holds beside the bytes themselves
        if self._size > self._most:
            self._spill()

    def __iter__(self) -> Iterator[tuple[bytes, bytes]]:
        self._rows.sort()
        if not self._runs:
            return iter(self._rows)
        return merge(*(self._run(start, end) for start, end in self._runs), iter(self._rows))

    def _spill(self) -> None:
        self._rows.sort()
        try:
            if self._file is None:
                self._file = _scratch(self, self._folder)
            start = os.lseek(self._file, 0, os.SEEK_END)
            with open(self._file, "wb", buffering=_STEP, closefd=False) as file:
                file.writelines(_HEAD.pack(len(key), len(row)) + key + row for key, row in self._rows)
            self._runs.append((start, os.lseek(self._file, 0, os.SEEK_END)))
        except OSError as error:
            raise refusal(error, os.path.join(self._folder or tempfile.gettempdir(), "x")) from error
        self._rows = []
        self._size = 0

    def _run(self, start: int, end: int) -> Iterator[tuple[bytes, bytes]]:
        held = b""
        at = 0
        while True:
            if at + _HEAD.size <= len(held):
                key, row = _HEAD.unpack_from(held, at)
                stop = at + _HEAD.size + key + row
                if stop <= len(held):
                    middle = at + _HEAD.size + key
                    yield held[at + _HEAD.size : middle], held[middle:stop]
                    at = stop
                    continue
            if start >= end:
                return
            more = self._read(start, min(_STEP, end - start))
            start += len(more)
            held, at = held[at:] + more, 0

    def _read(self, at: int, size: int) -> bytes:
        assert self._file is not None
        # Several runs are read in turn: each look moves to its own place.
        os.lseek(self._file, at, os.SEEK_SET)
        return os.read(self._file, size)


def _scratch(owner: Sorter, folder: str | None) -> int:
    """Open a file that is gone when its owner is, or when the process is."""
    handle, path = tempfile.mkstemp(prefix=PART, dir=folder)
    with contextlib.suppress(OSError):  # Windows keeps the name as long as the file is open
        os.unlink(path)
    weakref.finalize(owner, _remove, handle, path)
    return handle


def _remove(handle: int, path: str) -> None:
    with contextlib.suppress(OSError):
        os.close(handle)
    with contextlib.suppress(OSError):
        os.unlink(path)
