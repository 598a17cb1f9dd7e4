"""Write files that appear under their names only when they are whole."""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from newsarchive.errors import OutputError

__all__ = ["PART", "Unnamed", "is_full", "leftovers", "name_part", "refusal", "write_pieces", "write_whole"]

# Unfinished files; hidden, and recognised by the next run.
PART = ".newsarchive-part-"
_FULL = {errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC), errno.EFBIG}


def write_whole(path: Path | str, data: bytes) -> None:
    """Write ``data`` beside ``path``, flush it to the disk, and give it its name; an older file is replaced.

    Raises:
        OutputError: the disk is full, the folder is read-only or not there; nothing is left behind.
    """
    write_pieces(path, (data,))


def write_pieces(path: Path | str, pieces: Iterable[bytes]) -> None:
    """Write what comes in pieces as ``write_whole`` does.

    Raises:
        OutputError: the disk is full, the folder is read-only or not there; nothing is left behind.
    """
    path = os.fspath(path)
    one = Unnamed()
    one.add(path, pieces)
    if refused := one.settle().get(path):
        raise refused


class Unnamed:
    """Files that are written and wait for their names.

    A flush waits for the disk, whatever the size of the file: files that are flushed together wait once.
    """

    def __init__(self) -> None:
        self._files: list[tuple[BinaryIO, str, str]] = []

    def __len__(self) -> int:
        return len(self._files)

    def add(self, path: str, pieces: Iterable[bytes]) -> str:
        """Write pieces beside ``path`` under a hidden name, and return that.

        Raises:
            OutputError: it cannot be written; nothing is left behind.
        """
        part = os.path.join(os.path.dirname(path), f"{PART}{os.getpid()}-{secrets.token_hex(6)}")
        try:
            # "x": never through a link that somebody put there.
            file = open(part, "xb")  # noqa: SIM115 - closed when it gets its name
        except OSError as error:
            raise refusal(error, path) from error
        try:
            file.writelines(pieces)
            file.flush()
        except BaseException as error:
            with contextlib.suppress(OSError):
                file.close()
            _remove(part)
            if isinstance(error, OSError):
                raise refusal(error, path) from error
            raise
        self._files.append((file, part, path))
        return part

    def settle(self) -> dict[str, OutputError]:
        """Flush all files to the disk and give them their names, in the order they came; return what was refused, by path."""
        files, self._files = self._files, []
        refused: dict[str, OutputError] = {}
        # The disk begins with all of them before the first is waited for (posix_fadvise(2): dirty pages are written back).
        if len(files) > 1 and hasattr(os, "posix_fadvise"):
            for file, _, _ in files:
                with contextlib.suppress(OSError):
                    os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
        for file, part, path in files:
            try:
                os.fsync(file.fileno())
                file.close()
                os.replace(part, path)
            except OSError as error:
                with contextlib.suppress(OSError):
                    file.close()
                _remove(part)
                refused[path] = refusal(error, path)
        return refused

    def leave(self) -> None:
        """Let go of the files as they are: somebody else gives them their names, or removes them."""
        files, self._files = self._files, []
        for file, _, _ in files:
            with contextlib.suppress(OSError):
                file.close()

    def drop(self) -> None:
        """Remove the files."""
        parts = [part for _, part, _ in self._files]
        self.leave()
        for part in parts:
            _remove(part)


def name_part(part: str, path: str) -> OutputError | None:
    """Give a whole file that a process left behind its name; say why not where it cannot be."""
    try:
        with open(part, "rb+") as file:
            os.fsync(file.fileno())
        os.replace(part, path)
    except OSError as error:
        _remove(part)
        return refusal(error, path)
    return None


def refusal(error: OSError, path: str) -> OutputError:
    """Say what an error of the system means for someone who wants a file at ``path``."""
    where = os.path.dirname(path) or "."
    if error.errno in _FULL:
        said = f"{where}: the disk or the quota is full; free some space and run again with --resume"
    elif isinstance(error, PermissionError) or error.errno == errno.EROFS:
        said = f"{where}: the folder may not be written; check its permissions or choose another with --out"
    elif isinstance(error, FileNotFoundError):
        said = f"{where}: there is no such folder; make it first"
    elif isinstance(error, IsADirectoryError | NotADirectoryError):
        said = f"{path}: there is a folder where a file should be, or the other way round; choose another name"
    else:
        said = f"{path}: cannot be written ({error.strerror or error})"
    refused = OutputError(said)
    refused.__cause__ = error
    return refused


def is_full(error: BaseException) -> bool:
    """Tell whether an error, or what caused it, is a full disk."""
    while error is not None:
        if isinstance(error, OSError) and error.errno in _FULL:
            return True
        if error.__cause__ is None:
            return False
        error = error.__cause__
    return False


def _remove(path: str) -> None:
    with contextlib.suppress(OSError):
        os.unlink(path)


def leftovers(root: str) -> Iterator[str]:
    """Remove the unfinished files below a folder; yield the path of each."""
    for folder, below, names in os.walk(root, followlinks=False):
        below.sort()
        for name in sorted(names):
            if name.startswith(PART):
                path = os.path.join(folder, name)
                _remove(path)
                yield path
