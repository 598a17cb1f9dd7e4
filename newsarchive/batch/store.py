"""Put whole files under the output, a folder or the address of an object store, and ask what is there."""

from __future__ import annotations

import os
from collections.abc import Iterable

from newsarchive.batch.write import refusal, write_pieces, write_whole
from newsarchive.errors import NewsArchiveError, OutputError
from newsarchive.sources.remote import is_address, opened, said
from newsarchive.sources.scratch import scratch

__all__ = ["get", "place_of", "put", "put_pieces", "size_of"]


def put(out: str, path: str, data: bytes) -> None:
    """Write ``data`` at ``path`` below ``out``: it is there whole, or not at all.

    Raises:
        OutputError: it cannot be written.
    """
    if not is_address(out):
        write_whole(place_of(out, path), data)
        return
    try:
        system, root = opened(out)
        # One put of the whole object: a store shows it when it is complete.
        system.pipe_file(f"{root}/{path}", data)
    except NewsArchiveError:
        raise
    except Exception as error:
        raise OutputError(f"{out}/{path}: cannot be written ({said(error)}); run again with --resume") from error


def put_pieces(out: str, path: str, pieces: Iterable[bytes]) -> None:
    """Write what comes in pieces at ``path`` below ``out``: it is there whole, or not at all.

    Raises:
        OutputError: it cannot be written.
    """
    if not is_address(out):
        write_pieces(place_of(out, path), pieces)
        return
    with scratch() as folder:
        copy = os.path.join(folder, "copy")
        write_pieces(copy, pieces)
        try:
            system, root = opened(out)
            system.put_file(copy, f"{root}/{path}")
        except NewsArchiveError:
            raise
        except Exception as error:
            raise OutputError(f"{out}/{path}: cannot be written ({said(error)}); run again with --resume") from error


def place_of(out: str, path: str) -> str:
    """Return where ``path`` lies below the folder ``out``, and make the folders on the way.

    Raises:
        OutputError: they cannot be made.
    """
    whole = os.path.join(out, *path.split("/"))
    try:
        os.makedirs(os.path.dirname(whole), exist_ok=True)
    except OSError as error:
        raise refusal(error, whole) from error
    return whole


def get(out: str, path: str) -> bytes | None:
    """Return what stands at ``path`` below ``out``, None where there is nothing."""
    try:
        if not is_address(out):
            with open(os.path.join(out, *path.split("/")), "rb") as file:
                return file.read()
        system, root = opened(out)
        found: bytes = system.cat_file(f"{root}/{path}")
    except NewsArchiveError:
        raise
    except Exception:  # noqa: BLE001 - each store has its own errors for what is not there
        return None
    return found


def size_of(out: str, path: str) -> int | None:
    """Return the size of the file at ``path`` below ``out``, None where there is none."""
    try:
        if not is_address(out):
            return os.stat(os.path.join(out, *path.split("/"))).st_size
        system, root = opened(out)
        return int(system.info(f"{root}/{path}")["size"])
    except NewsArchiveError:
        raise
    except Exception:  # noqa: BLE001 - each store has its own errors for what is not there
        return None
