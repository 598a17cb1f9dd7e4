"""See a part of a file as a file: an archive that lies as it is inside another one, or what follows an offset."""

from __future__ import annotations

import io
from typing import BinaryIO

from msgspec import Struct

__all__ = ["Origin", "Slice"]


class Origin(Struct, frozen=True):
    """Where bytes lie on the disk: a file, or ``size`` bytes of it from ``start`` on; it can be pickled and opened again."""

    path: str
    start: int = 0
    size: int | None = None

    def seen(self, file: BinaryIO) -> BinaryIO:
        """Return the part of the opened file."""
        return file if not self.start and self.size is None else Slice(file, self.start, self.size)  # type: ignore[return-value]


class Slice(io.RawIOBase):
    """A part of a file, seen as a file; without a size it reaches to the end."""

    def __init__(self, file: BinaryIO, start: int, size: int | None = None) -> None:
        """See ``size`` bytes from ``start`` on, or as many as there are; the file stays its owner's to close."""
        super().__init__()
        self._file, self._start, self._at = file, start, 0
        left = max(0, file.seek(0, 2) - start)
        self._size = left if size is None else min(size, left)

    def readable(self) -> bool:
        """Say that it can be read."""
        return True

    def seekable(self) -> bool:
        """Say that it can seek."""
        return True

    def seek(self, offset: int, whence: int = 0) -> int:
        """Move, as files do; never before the start."""
        base = (0, self._at, self._size)[whence]
        self._at = max(0, base + offset)
        return self._at

    def tell(self) -> int:
        """Say where it stands."""
        return self._at

    def read(self, size: int = -1) -> bytes:
        """Read, never past the end of the part."""
        left = max(0, self._size - self._at)
        self._file.seek(self._start + self._at)
        data = self._file.read(left if size < 0 else min(size, left))
        self._at += len(data)
        return data
