"""Write files that appear under their names only when they are whole."""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
from collections.abc import Iterator
from pathlib import Path

from newsarchive.errors import OutputError

__all__ = ["PART", "is_full", "leftovers", "refusal", "write_whole"]

# Unfinished files; hidden, and recognised by the next run.
PART = ".newsarchive-part-"
_FULL = {errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC), errno.EFBIG}


def write_whole(path: Path | str, data: bytes) -> None:
    """Write ``data`` beside ``path``, flush it to the disk, and give it its name; an older file is replaced.

    Raises:
        OutputError: the disk is full, the folder is read-only or not there; nothing is left behind.
    """
    path = os.fspath(path)
    part = os.path.join(os.path.dirname(path), f"{PART}{os.getpid()}-{secrets.token_hex(6)}")
    try:
        # "x": never through a link that somebody put there.
        with open(part, "xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.replace(part, path)
    except OSError as error:
        _remove(part)
        raise refusal(error, path) from error
    except BaseException:
        _remove(part)
        raise


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
