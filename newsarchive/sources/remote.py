"""Reach objects by address (``s3://…``, ``gs://…``, ``memory://…``) where the user names one; needs fsspec.

Credentials come from the environment alone. An address is only ever opened because it was typed, never because a page holds it.
"""

from __future__ import annotations

import errno
from typing import Any

from newsarchive.errors import MissingLibrary, UnreadableInput

__all__ = ["fetch", "is_address", "listing", "local_path", "opened", "said"]

_STEP = 1 << 22


def is_address(where: str | None) -> bool:
    """Tell whether an input or an output is an address of an object store rather than a path.

    >>> is_address("s3://bucket/records"), is_address("records")
    (True, False)
    """
    return where is not None and "://" in where and not where.lower().startswith(("http://", "https://", "file://"))


def local_path(where: str) -> str:
    """Return the path that a ``file://`` address means; anything else as it is.

    >>> local_path("file:///srv/records")
    '/srv/records'
    """
    return where[7:] if where.lower().startswith("file:///") else where


def opened(address: str) -> tuple[Any, str]:
    """Return the file system of an address and the path in it.

    Raises:
        MissingLibrary: fsspec, or its part for this kind of address, is not installed.
        UnreadableInput: it is no address that can be opened.
    """
    try:
        import fsspec
    except ImportError as error:
        raise MissingLibrary(f"{address}: fsspec is not installed; pip install 'newsarchive[remote]'") from error
    try:
        system, path = fsspec.core.url_to_fs(address)
    except ImportError as error:
        raise MissingLibrary(f"{address}: {said(error)}") from error
    except ValueError as error:
        raise UnreadableInput(f"{address}: not an address that can be opened ({said(error)})") from error
    return system, str(path).rstrip("/")


def fetch(address: str, target: str, *, limit: int) -> None:
    """Copy the object at an address to a local file.

    Raises:
        OSError: there is no such object, or it cannot be read, or it is over ``limit``.
    """
    system, path = opened(address)
    try:
        with system.open(path, "rb") as source, open(target, "wb") as file:
            size = 0
            while piece := source.read(_STEP):
                size += len(piece)
                if size > limit:
                    break
                file.write(piece)
    except OSError:
        raise
    except Exception as error:
        # Each store has errors of its own.
        raise OSError(errno.EIO, said(error)) from error
    if size > limit:
        raise OSError(errno.EFBIG, f"over the limit of {limit} bytes")


def listing(address: str) -> list[str]:
    """Return the addresses of the objects that an address means: itself, those below it, or those that a glob matches.

    Raises:
        OSError: the store cannot be asked.
    """
    system, path = opened(address)
    scheme = address.partition("://")[0]
    try:
        if any(char in path for char in "*?["):
            found = system.glob(path)
        elif system.isfile(path):
            found = [path]
        else:
            found = system.find(path)
    except OSError:
        raise
    except Exception as error:
        raise OSError(errno.EIO, said(error)) from error
    return [f"{scheme}://{str(name).lstrip('/')}" for name in sorted(found)]


def said(error: BaseException) -> str:
    """Return the first line of what an error says."""
    return (str(error).splitlines() or [""])[0][:160] or type(error).__name__
