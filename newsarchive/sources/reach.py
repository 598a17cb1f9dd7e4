"""Tell how far a run has come in its sources, and how much there is to read: what time is left is made of the two."""

from __future__ import annotations

import glob
import os
from collections.abc import Callable, Iterable

from newsarchive.sources.kind import SAVED
from newsarchive.sources.remote import is_address, local_path

__all__ = ["Reach", "size_of_sources"]


class Reach:
    """How many bytes of the sources were read, files that are no pages included."""

    def __init__(self) -> None:
        """Begin at the beginning."""
        self._over = 0
        self._here = 0

    @property
    def read(self) -> int:
        """The bytes that lie behind."""
        return self._over + self._here

    def at(self, position: int) -> None:
        """Say where in the file that is being read the last page was found."""
        self._here = position

    def past(self, path: str) -> None:
        """Say that a file is read, or passed over."""
        self._over += _size(path)
        self._here = 0


def size_of_sources(inputs: Iterable[str], *, stopping: Callable[[], bool] = lambda: False) -> int | None:
    """Return how many bytes the inputs have; None where nobody can tell: standard input, addresses, or ``stopping`` says so."""
    total = 0
    for where in map(local_path, inputs):
        if where == "-" or (is_address(where) and not os.path.lexists(where)):
            return None
        for path in sorted(glob.glob(where, recursive=True)) if not os.path.lexists(where) else (where,):
            if not os.path.isdir(path):
                total += _size(path)
            elif "**" not in where or path == where:
                total += _size_below(path, stopping)
        if stopping():
            return None
    return total


def _size_below(root: str, stopping: Callable[[], bool]) -> int:
    total = 0
    waiting = [root]
    while waiting and not stopping():
        try:
            with os.scandir(waiting.pop()) as entries:
                for entry in entries:
                    if entry.name.startswith(".") or entry.is_symlink():
                        continue
                    if entry.is_dir(follow_symlinks=False):
                        if not entry.name.lower().endswith(SAVED):
                            waiting.append(entry.path)
                    elif entry.is_file(follow_symlinks=False):
                        total += entry.stat(follow_symlinks=False).st_size
        except OSError:
            continue
    return total


def _size(path: str) -> int:
    try:
        return os.stat(path).st_size
    except (OSError, ValueError):
        return 0
