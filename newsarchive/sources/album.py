"""Find the pictures of an archive of the web: a list of where each lies, made once, read by every worker."""

from __future__ import annotations

import hashlib
import os
import sqlite3
from typing import BinaryIO

from msgspec import Struct

from newsarchive.sources.http import media_type_of
from newsarchive.sources.limits import Limits
from newsarchive.sources.page import Resources, no_resources
from newsarchive.sources.records import Record, read_records
from newsarchive.sources.warc import picture_of

__all__ = ["WarcFiles", "album_of"]

_LARGEST = 64 << 20


class WarcFiles(Struct, frozen=True):
    """The pictures of one WARC file: ``listed`` is the list that ``album_of`` made, an SQLite file."""

    path: str
    listed: str

    def __call__(self, url: str) -> bytes | None:
        """Return the body of the picture at an address, or None."""
        try:
            offset = self._offset(url.partition("#")[0])
            if offset is None:
                return None
            with open(self.path, "rb") as file:
                return picture_of(file, offset, limit=_LARGEST)
        except (sqlite3.Error, OSError):
            return None

    def _offset(self, url: str) -> int | None:
        # Opened each time: a connection may not be carried into a forked worker, and opening costs microseconds.
        connection = sqlite3.connect(f"file:{self.listed}?mode=ro", uri=True)
        try:
            found = connection.execute("SELECT place FROM picture WHERE url = ?", (_key(url),)).fetchone()
            return int(found[0]) if found else None
        finally:
            connection.close()


def _key(url: str) -> bytes:
    # http and https are one picture: archives of a site in transition hold either.
    bare = url.partition("://")[2] or url
    return hashlib.sha256(bare.encode("utf-8", "replace")).digest()[:16]


def album_of(file: BinaryIO, path: str, folder: str, limits: Limits) -> Resources:
    """List the pictures of a WARC in ``folder`` and return the lookup; the file is left at its start.

    The first answer for an address counts. Damage is passed over here: reading the pages names it.
    """
    listed = os.path.join(folder, hashlib.sha256(os.fsencode(os.path.abspath(path))).hexdigest()[:24] + ".sqlite")
    size = file.seek(0, 2)
    file.seek(0)
    pictures = 0
    with sqlite3.connect(listed) as connection:
        connection.execute("PRAGMA synchronous = OFF")
        connection.execute("CREATE TABLE IF NOT EXISTS picture (url BLOB PRIMARY KEY, place INTEGER) WITHOUT ROWID")
        for record in read_records(file, path, limit=_LARGEST, unpacked=limits.unpacked_of(size)):
            if isinstance(record, Record) and record.block is not None and _is_picture(record):
                url = record.fields.get("warc-target-uri", "").strip("<> ")
                connection.execute("INSERT OR IGNORE INTO picture VALUES (?, ?)", (_key(url), record.offset))
                pictures += 1
    connection.close()
    file.seek(0)
    return WarcFiles(os.path.abspath(path), os.path.abspath(listed)) if pictures else no_resources


def _is_picture(record: Record) -> bool:
    if record.fields.get("warc-type") != "response" or record.block is None:
        return False
    head = record.block[:8192].partition(b"\r\n\r\n")[0]
    if b" 200" not in head[:16]:
        return False
    for line in head.split(b"\n"):
        name, _, value = line.partition(b":")
        if name.strip().lower() == b"content-type":
            return (media_type_of(value.decode("latin-1")) or "").startswith("image/")
    return False
