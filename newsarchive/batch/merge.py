"""Join the journals of shards into one, as if one machine had done it all."""

from __future__ import annotations

import os
from collections.abc import Sequence

import msgspec

from newsarchive.batch.journal import JOURNAL, Entry, Lock
from newsarchive.batch.report import State, collect, write_reports
from newsarchive.batch.write import refusal, write_whole
from newsarchive.errors import UsageError
from newsarchive.sources.page import Fault, Skipped

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
    state = collect(os.path.join(folder, JOURNAL) for folder in sorted(folders))
    try:
        os.makedirs(out, exist_ok=True)
    except OSError as error:
        raise refusal(error, os.path.join(out, JOURNAL)) from error
    lock = Lock(out)
    try:
        write_whole(os.path.join(out, JOURNAL), joined(state))
        write_reports(out, state)
    finally:
        lock.release()
    return state


def joined(state: State) -> bytes:
    """Return a journal that leaves this state."""
    entries = [Entry("done", done=done) for _, done in sorted(state.done.items())]
    entries += [
        Entry("fault", fault=Fault(name=name, reason=reason, start=start, end=end))
        for (name, start, end), reason in sorted(
            state.faults.items(), key=lambda item: (item[0][0], item[0][1] or -1, item[0][2] or -1)
        )
    ]
    entries += [
        Entry("skipped", skipped=Skipped(name=name, reason=reason, count=count))
        for (name, reason), count in sorted(state.skipped.items())
    ]
    return b"".join(msgspec.json.encode(entry) + b"\n" for entry in [*entries, Entry("end")])
