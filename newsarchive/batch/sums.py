"""Add up what a run came to in one pass over its receipts: numbers in memory, rows sorted on the disk."""

from __future__ import annotations

import struct
from collections import Counter
from collections.abc import Iterator

import msgspec

from newsarchive.batch.alike import earlier_of
from newsarchive.batch.sorter import Sorter
from newsarchive.batch.state import State
from newsarchive.batch.task import Done

__all__ = ["LISTED", "THIN", "Least", "Sums", "reason_of"]

THIN = 50  # words: pages with fewer are listed
LISTED = 200


class Least:
    """The least of many rows, by what they begin with."""

    def __init__(self, count: int) -> None:
        """Keep so many."""
        self._count = count
        self._rows: list[tuple[object, ...]] = []

    def add(self, *row: object) -> None:
        """Look at a row."""
        self._rows.append(row)
        if len(self._rows) > 4 * self._count:
            self._cut()

    def __iter__(self) -> Iterator[tuple[object, ...]]:
        self._cut()
        return iter(self._rows)

    def _cut(self) -> None:
        self._rows.sort()
        del self._rows[self._count :]


class Sums:
    """What a run came to.

    ``files`` are rows of the manifest by path, ``failures`` lines by source, ``times`` rows by the time taken, the longest first.
    ``later`` gives for a page whose words an earlier page has the key of that.
    """

    def __init__(self, state: State) -> None:
        """Add up a state."""
        self.state = state
        self.files, self.failures, self.times = (Sorter(state.folder) for _ in range(3))
        self.stages: set[str] = set()
        self.status: Counter[str] = Counter()
        self.formats: Counter[str] = Counter()
        self.sizes: Counter[str] = Counter()
        self.removed: Counter[str] = Counter()
        self.removed_pages: Counter[str] = Counter()
        self.reasons: Counter[str] = Counter()
        self.months: Counter[str] = Counter()
        self.languages: Counter[str] = Counter()
        self.publishers: Counter[str] = Counter()
        self.words = 0
        self.thin = Least(LISTED)
        self.failed = Least(LISTED)
        self._encode = msgspec.msgpack.Encoder().encode
        self.later = earlier_of(self._each(), folder=state.folder)
        for (name, start, end), reason in state.faults.items():
            fault: dict[str, object] = {"source": name, "kind": "Source", "reason": reason}
            line = fault if start is None else {**fault, "start": start, "end": end}
            self.failures.add(_key(name, "", _digits(start), "1", _digits(end), reason), _json(line))
            self.reasons[reason_of("", reason)] += 1

    def _each(self) -> Iterator[Done]:
        for done in self.state.receipts():
            self._count(done)
            self._put(done)
            yield done

    def _count(self, done: Done) -> None:
        self.status[done.status] += 1
        self.words += done.words
        for output in done.outputs:
            self.formats[output.format] += 1
            self.sizes[output.format] += output.size
        self.removed.update(done.removed)
        self.removed_pages.update(done.removed.keys())
        if done.status == "failed":
            whys = [reason_of(failure.format, failure.reason) for failure in done.failures]
            self.reasons.update(whys)
            self.failed.add(done.name, done.key, "; ".join(whys))
        elif done.status == "done":
            self.months[(done.date or "no date")[:7]] += 1
            self.languages[done.language or "not known"] += 1
            self.publishers[done.publisher or "not known"] += 1
            if done.words < THIN:
                self.thin.add(done.words, done.name, done.key, done.headline or "")

    def _put(self, done: Done) -> None:
        facts = (
            done.name, done.url or "", done.sha256, done.date or "", done.language or "", done.publisher or "", done.headline or "",
            done.words, done.key,
        )  # fmt: skip
        for output in done.outputs:
            row = (output.path, output.format, output.size, output.sha256, *facts)
            self.files.add(_key(output.path, output.format, done.key), self._encode(row))
        for number, failure in enumerate(done.failures if done.status == "failed" else ()):
            line = {
                "source": done.name, "url": done.url, "format": failure.format, "kind": failure.kind, "reason": failure.reason,
            }  # fmt: skip
            key = _key(done.name, failure.format, _digits(None), "0", done.key, _digits(number))
            self.failures.add(key, _json({name: value for name, value in line.items() if value}))
        self.stages.update(done.seconds)
        self.times.add(
            _longest_first(sum(done.seconds.values())) + _key(done.name, done.key),
            self._encode((done.name, done.bytes_in, done.seconds)),
        )


def reason_of(format_: str, reason: str) -> str:
    """Return why a page failed, or which format of it."""
    return f"{format_}: {reason}" if format_ else reason


def _key(*parts: str) -> bytes:
    r"""Return bytes that sort as the parts do, one after the other.

    >>> _key("a", "b") < _key("a b", "a")
    True
    """
    return "\0".join(parts).encode("utf-8", "surrogatepass")


def _digits(number: int | None) -> str:
    return str(number or 0).zfill(20)


def _longest_first(seconds: float) -> bytes:
    # The bits of a positive number sort as the number does (IEEE 754, section 3.4); turned round, the largest comes first.
    (bits,) = struct.unpack(">Q", struct.pack(">d", max(0.0, seconds)))
    return struct.pack(">Q", bits ^ 0xFFFF_FFFF_FFFF_FFFF)


def _json(line: dict[str, object]) -> bytes:
    said = {
        key: value.encode("utf-8", "backslashreplace").decode() if isinstance(value, str) else value
        for key, value in line.items()
    }
    return msgspec.json.encode(said)
