"""Write down what became of each page, so that a run that was stopped at any moment can go on.

The journal is a file of JSON lines in the output folder, only ever added to; a line is written when the files it
names are whole. A torn last line, left by a crash, is cut off when the journal is opened again.
"""

from __future__ import annotations

import io
import os
import re
import time
from collections.abc import Iterator
from typing import Any, Literal

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from newsarchive.batch.store import size_of
from newsarchive.batch.task import Done
from newsarchive.batch.write import refusal
from newsarchive.errors import OutputError, VersionConflict
from newsarchive.sources.page import Fault, Skipped

__all__ = ["JOURNAL", "LOCK", "Entry", "Journal", "Lock", "entries_of", "entry_of", "read_journal"]

JOURNAL = ".newsarchive-journal"
LOCK = ".newsarchive-lock"
_SYNC_SECONDS = 1.0
_KEY = re.compile(r"[0-9a-f]{64}")


class Entry(Struct, frozen=True, omit_defaults=True):
    """One line: a receipt, a fault, what was skipped, or the start or the end of a run."""

    kind: Literal["run", "done", "fault", "skipped", "end"]
    done: Done | None = None
    fault: Fault | None = None
    skipped: Skipped | None = None
    targets: tuple[str, ...] = ()
    software: str | None = None


_DECODER = msgspec.json.Decoder(Entry)


class Journal:
    """The journal of one output folder, open for adding."""

    def __init__(self, out: str, *, resume: bool, name: str = "", state: str | None = None) -> None:
        """Open it; with ``resume`` what it says is done counts.

        Args:
            out: where the files are, a folder or an address.
            resume: whether to go on.
            name: of the shard, whose journal is its own.
            state: the folder of the journal, where ``out`` is an address.

        Raises:
            OutputError: it cannot be written.
        """
        self.path = os.path.join(state or out, f"{JOURNAL}-{name}" if name else JOURNAL)
        self._out = out
        self._done: dict[bytes, list[int]] = {}
        self._synced = time.monotonic()
        try:
            self._file = open(self.path, "a+b")  # noqa: SIM115 - open as long as the run
            self._mend()
            if resume:
                self._index()
        except OSError as error:
            raise refusal(error, self.path) from error

    def _mend(self) -> None:
        """Cut off a last line that is not whole."""
        size = self._file.seek(0, os.SEEK_END)
        at = size
        while at:
            step = min(1 << 16, at)
            self._file.seek(at - step)
            newline = self._file.read(step).rfind(b"\n")
            if newline >= 0:
                at = at - step + newline + 1
                break
            at -= step
        if at < size:
            self._file.truncate(at)
        self._file.seek(0, os.SEEK_END)

    def _index(self) -> None:
        offset = 0
        self._file.seek(0)
        for line in self._file:
            # Most lines are receipts, and only their key is needed now.
            if line.startswith(b'{"kind":"done"') and (entry := entry_of(line)) and entry.done:
                self._done.setdefault(bytes.fromhex(entry.done.key)[:16], []).append(offset)
            offset += len(line)

    @property
    def known(self) -> bool:
        """Whether there is any receipt to go on from."""
        return bool(self._done)

    def missing(self, key: str, targets: tuple[str, ...], rules: str = "") -> tuple[str, ...]:
        """Return the targets of a page that no whole file stands for yet; one that was quarantined has none missing.

        What was read by other ``rules`` of the user does not count.
        """
        offsets = self._done.get(bytes.fromhex(key)[:16])
        if not offsets:
            return targets
        missing = set(targets)
        with open(self.path, "rb") as file:
            for offset in offsets:
                file.seek(offset)
                entry = entry_of(file.readline())
                done = entry.done if entry else None
                if done is None or done.key != key:
                    continue
                if done.rules != rules:
                    missing = set(targets)
                    continue
                if done.status == "filtered" or any(failure.kind == "Quarantine" for failure in done.failures):
                    missing.clear()
                gone = {output.format for output in done.outputs if size_of(self._out, output.path) != output.size}
                missing -= {output.format for output in done.outputs} - gone
                if done.row:
                    missing.discard("parquet")
        return tuple(name for name in targets if name in missing)

    def add(self, entry: Entry) -> None:
        """Add a line; it reaches the disk within a second.

        Raises:
            OutputError: it cannot be written.
        """
        try:
            if entry.done is not None:
                entry = replace(entry, done=replace(entry.done, notes="", payload=None))
            self._file.write(msgspec.json.encode(entry) + b"\n")
            self._file.flush()
            if time.monotonic() - self._synced > _SYNC_SECONDS:
                os.fsync(self._file.fileno())
                self._synced = time.monotonic()
        except OSError as error:
            raise refusal(error, self.path) from error

    def close(self) -> None:
        """Flush it to the disk and close it."""
        try:
            self._file.flush()
            os.fsync(self._file.fileno())
            self._file.close()
        except OSError as error:
            raise refusal(error, self.path) from error


def entry_of(line: bytes) -> Entry | None:
    """Read a line of a journal; None where it is not whole, or names files that no run of ours would write."""
    try:
        entry = _DECODER.decode(line)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None
    done = entry.done
    if done is None:
        return entry
    inside = all(_inside(output.path) for output in done.outputs)
    return entry if inside and _KEY.fullmatch(done.key) else None


def _inside(path: str) -> bool:
    """Tell whether a path of a receipt stays below the output folder: folders of strangers are merged, too."""
    return not path.startswith(("/", "\\")) and ":" not in path[:2] and ".." not in path.replace("\\", "/").split("/")


def entries_of(data: bytes) -> Iterator[Entry]:
    """Yield the entries of the bytes of a journal; a line that is not whole is passed over."""
    for line in io.BytesIO(data):
        if entry := entry_of(line):
            yield entry


def read_journal(path: str) -> Iterator[Entry]:
    """Yield the entries of a journal; a line that is not whole is passed over.

    Raises:
        VersionConflict: there is no journal, or none of its lines can be read.
    """
    good = bad = 0
    try:
        with open(path, "rb") as file:
            for line in file:
                entry = entry_of(line)
                good, bad = good + (entry is not None), bad + (entry is None)
                if entry is not None:
                    yield entry
    except OSError as error:
        raise VersionConflict(
            f"{path}: the journal cannot be read ({error.strerror}); is it an output folder?"
        ) from error
    if bad and not good:
        raise VersionConflict(f"{path}: not a journal that this release can read")


class Lock:
    """Only one run at a time writes into an output folder; the lock dies with its process."""

    def __init__(self, out: str, name: str = "") -> None:
        """Take the lock; shards with a name of their own may share a folder.

        Raises:
            OutputError: another run holds it, or the folder cannot be written.
        """
        path = os.path.join(out, f"{LOCK}-{name}" if name else LOCK)
        try:
            self._file: Any = open(path, "a+b")  # noqa: SIM115 - held as long as the run
        except OSError as error:
            raise refusal(error, path) from error
        if not _locked(self._file):
            self._file.seek(0)
            holder = self._file.read(200).decode("ascii", "replace").strip()
            self._file.close()
            raise OutputError(
                f"{out}: another run is writing here ({holder or 'its process is not known'}); wait for it, stop it, or choose another --out"
            )
        self._file.seek(0)
        self._file.truncate()
        self._file.write(f"process {os.getpid()}\n".encode())
        self._file.flush()

    def release(self) -> None:
        """Let the next run in."""
        self._file.close()


def _locked(file: Any) -> bool:
    try:
        import fcntl
    except ImportError:  # Windows
        import msvcrt

        try:
            file.seek(1 << 20)
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
        except OSError:
            return False
        return True
    try:
        fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
