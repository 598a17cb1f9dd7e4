"""Say what one journal, or several, leave: the last word about each page and each fault, in the order of keys and in little memory."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

import msgspec
from msgspec.structs import replace

from newsarchive.batch.journal import Entry, read_journal
from newsarchive.batch.sorter import Sorter
from newsarchive.batch.task import Done
from newsarchive.sources.page import Fault, Skipped

__all__ = ["State", "collect"]

_KEY = 32


class State:
    """What a run, or several, came to; receipts wait on the disk, so that there may be millions."""

    def __init__(self, folder: str | None = None) -> None:
        """Begin with nothing; ``folder`` is where the disk may be used (None: where temporary files go)."""
        self.folder = folder
        self.faults: dict[tuple[str, int | None, int | None], str] = {}
        self.skipped: dict[tuple[str, str], int] = {}
        self._receipts = Sorter(folder)
        self._count = 0
        self._encode = msgspec.msgpack.Encoder().encode
        self._decode = msgspec.msgpack.Decoder(Done).decode

    def take(self, entry: Entry) -> None:
        """Add an entry: a later receipt of a page completes or replaces an earlier one."""
        match entry.kind:
            case "done" if entry.done is not None:
                # The article of a row is for the table alone, which reads the journal itself.
                done = replace(entry.done, row=b"") if entry.done.row else entry.done
                self._receipts.add(bytes.fromhex(done.key) + self._count.to_bytes(8, "big"), self._encode(done))
                self._count += 1
            case "fault" if entry.fault is not None:
                fault = entry.fault
                self.faults[(fault.name, fault.start, fault.end)] = fault.reason
            case "skipped" if entry.skipped is not None:
                self.skipped[(entry.skipped.name, entry.skipped.reason)] = entry.skipped.count
            case _:
                pass

    def receipts(self) -> Iterator[Done]:
        """Yield one receipt for each page, in the order of keys."""
        for _, rows in groupby(self._receipts, key=lambda row: row[0][:_KEY]):
            known: Done | None = None
            for _, row in rows:
                done = self._decode(row)
                known = _joined(known, done) if known and known.rules == done.rules else done
            if known is not None:
                yield known

    def entries(self) -> Iterator[Entry]:
        """Yield the entries of a journal that leaves this state."""
        for done in self.receipts():
            yield Entry("done", done=done)
        faults = sorted(self.faults.items(), key=lambda item: (item[0][0], item[0][1] or -1, item[0][2] or -1))
        for (name, start, end), reason in faults:
            yield Entry("fault", fault=Fault(name=name, reason=reason, start=start, end=end))
        for (name, reason), count in sorted(self.skipped.items()):
            yield Entry("skipped", skipped=Skipped(name=name, reason=reason, count=count))
        yield Entry("end")


def _joined(old: Done, new: Done) -> Done:
    fresh = {output.format for output in new.outputs}
    left_out = any(failure.kind == "Alike" for failure in new.failures)
    kept = () if left_out else tuple(output for output in old.outputs if output.format not in fresh)
    outputs = kept + new.outputs
    whole = {output.format for output in outputs}
    failures = new.failures or tuple(
        failure for failure in old.failures if failure.format and failure.format not in whole
    )
    return replace(
        new,
        outputs=outputs,
        failures=failures,
        status="failed" if failures and new.status != "filtered" else new.status,
    )


def collect(journals: Iterable[str], folder: str | None = None) -> State:
    """Read journals into the state they leave.

    Raises:
        VersionConflict: a journal cannot be read.
    """
    state = State(folder)
    for path in journals:
        for entry in read_journal(path):
            state.take(entry)
    return state
