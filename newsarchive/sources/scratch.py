"""Give a run a folder for what it need not keep, and clear away those of runs that were killed."""

from __future__ import annotations

import contextlib
import glob
import os
import shutil
import tempfile
from collections.abc import Iterator
from typing import BinaryIO

__all__ = ["scratch"]

_PREFIX = "newsarchive-"
# Held as long as the folder is in use; the system lets go of it when the process ends, however it ends.
_LOCK = ".lock"


@contextlib.contextmanager
def scratch() -> Iterator[str]:
    """Make a folder that is removed at the end; folders that killed processes left are removed at the beginning."""
    _clear()
    folder = tempfile.mkdtemp(prefix=_PREFIX)
    lock = _locked(folder)
    try:
        yield folder
    finally:
        if lock is not None:
            lock.close()
        shutil.rmtree(folder, ignore_errors=True)


def _locked(folder: str) -> BinaryIO | None:
    """Lock a new folder; it is seen by others only when it is locked."""
    try:
        import fcntl
    except ImportError:  # Windows
        return None
    lock = open(os.path.join(folder, f"{_LOCK}-new"), "wb")  # noqa: SIM115 - held as long as the folder
    with contextlib.suppress(OSError):
        fcntl.flock(lock.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
        os.rename(lock.name, os.path.join(folder, _LOCK))
    return lock


def _clear() -> None:
    """Remove the folders of ours that nobody holds any more."""
    try:
        import fcntl
    except ImportError:  # Windows
        return
    for path in glob.glob(os.path.join(glob.escape(tempfile.gettempdir()), f"{_PREFIX}*", _LOCK)):
        folder = os.path.dirname(path)
        with contextlib.suppress(OSError):
            # The folder for temporary files is everybody's: a link, or what belongs to somebody else, is left alone.
            if os.path.islink(folder) or os.lstat(folder).st_uid != os.getuid():
                continue
            handle = os.open(path, os.O_RDWR | os.O_NOFOLLOW | os.O_CLOEXEC)
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                shutil.rmtree(folder, ignore_errors=True)
            finally:
                os.close(handle)
