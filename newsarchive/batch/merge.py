"""Join the journals of shards into one, as if one machine had done it all."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence

import msgspec

from newsarchive.batch.journal import JOURNAL, Lock
from newsarchive.batch.report import write_reports
from newsarchive.batch.state import State, collect
from newsarchive.batch.store import put_pieces
from newsarchive.batch.write import refusal
from newsarchive.errors import UsageError

__all__ = ["joined", "merge"]


def merge(folders: Sequence[str], out: str) -> State:
    """Join the journals of output folders, write the joined journal and its reports into ``out``, and return the state.

    The files themselves stay where they are; merging twice, or in another order, gives the same.

    Raises:
        VersionConflict: a folder has no journal that can be read.
        UsageError: ``out`` is one of the folders.
        OutputError: ``out`` cannot be written.
    """
    if any(os.path.realpath(folder) == os.path.realpath(out) for folder in folders):
        raise UsageError(f"merge: {out} is one of the folders to join; choose another --out")
    try:
        os.makedirs(out, exist_ok=True)
    except OSError as error:
        raise refusal(error, os.path.join(out, JOURNAL)) from error
    lock = Lock(out)
    try:
        state = collect((os.path.join(folder, JOURNAL) for folder in sorted(folders)), folder=out)
        put_pieces(out, JOURNAL, joined(state))
        write_reports(out, state)
    finally:
        lock.release()
    return state


def joined(state: State) -> Iterator[bytes]:
    """Yield the lines of a journal that leaves this state."""
    return (msgspec.json.encode(entry) + b"\n" for entry in state.entries())
