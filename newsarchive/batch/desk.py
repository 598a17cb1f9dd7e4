"""Keep the files of a few pages together until they get their names, and leave word of each step.

The word is for whoever outlives the worker: a page may take its process down at any moment, and what was done before is not lost.
"""

from __future__ import annotations

import contextlib
import os
from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct

from newsarchive.batch.store import place_of, put
from newsarchive.batch.write import Unnamed
from newsarchive.errors import OutputError
from newsarchive.sources.remote import is_address

if TYPE_CHECKING:
    from newsarchive.batch.task import Done

__all__ = ["Desk", "Word"]

# Each file waits with its handle open, and some systems give a process 256.
_MOST = 96


class Word(Struct, frozen=True, omit_defaults=True):
    """One line of a log: page ``at`` has begun, a file of it is written, how far it is, or that it has ended.

    ``done`` is the receipt so far as bytes of JSON. ``part`` is the hidden name of a file that shall be called ``path``;
    ``named`` says that all files so far have their names.
    """

    at: int
    done: msgspec.Raw = msgspec.Raw()
    part: str = ""
    path: str = ""
    ended: bool = False
    named: bool = False


class Desk:
    """Where a worker writes the files of the pages that it was given."""

    def __init__(self, log: str = "") -> None:
        """Begin with nothing; word is left in the file ``log``, where one is named."""
        self.refused: dict[str, OutputError] = {}
        self._unnamed = Unnamed()
        self._at = 0
        self._log: int | None = None
        if log:
            with contextlib.suppress(OSError):
                self._log = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_APPEND, 0o600)

    def begin(self, at: int) -> None:
        """Begin page ``at``."""
        self._at = at
        self._leave(Word(at))

    def put(self, out: str, path: str, data: bytes) -> None:
        """Write a file: in a folder it gets its name when the desk is cleared, in a store it is there at once.

        Raises:
            OutputError: it cannot be written.
        """
        if is_address(out):
            put(out, path, data)
            return
        whole = place_of(out, path)
        part = self._unnamed.add(whole, (data,))
        if self._log is not None:
            self._leave(Word(self._at, part=part, path=whole))
        if len(self._unnamed) >= _MOST:
            self.clear()

    def say(self, done: Done, *, ended: bool = False) -> None:
        """Leave word of how far the page is."""
        if self._log is not None:
            self._leave(Word(self._at, done=msgspec.Raw(msgspec.json.encode(done)), ended=ended))

    def clear(self) -> None:
        """Give all files their names; what cannot have one is in ``refused`` by its path."""
        if len(self._unnamed):
            self.refused.update(self._unnamed.settle())
            self._leave(Word(self._at, named=True))

    def close(self) -> None:
        """Clear the desk, and end the log: what it says is handed back now."""
        self.clear()
        self.leave()

    def drop(self) -> None:
        """Remove the files that have no name yet."""
        self._unnamed.drop()

    def leave(self) -> None:
        """Go away from what lies there: whoever reads the log sees to it."""
        self._unnamed.leave()
        if self._log is not None:
            os.close(self._log)
            self._log = None

    def _leave(self, word: Word) -> None:
        if self._log is not None:
            with contextlib.suppress(OSError):  # a full disk for temporary files: pages are done again, one by one
                os.write(self._log, msgspec.json.encode(word) + b"\n")
