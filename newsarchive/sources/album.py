"""Find what stands beside the pages of an archive of the web: pictures, listed once and read by every worker, and news sitemaps."""

from __future__ import annotations

import contextlib
import hashlib
import os
import sqlite3
from typing import BinaryIO

from msgspec import Struct

from newsarchive.errors import TooLarge
from newsarchive.sources.http import answer_of, media_type_of
from newsarchive.sources.inflate import inflate
from newsarchive.sources.limits import Limits
from newsarchive.sources.page import Resources, no_resources
from newsarchive.sources.records import Record, read_records
from newsarchive.sources.sitemaps import Sitemaps, is_sitemap_name
from newsarchive.sources.slices import Origin
from newsarchive.sources.warc import picture_of

__all__ = ["Album", "WarcFiles", "album_of"]

_LARGEST = 64 << 20


class WarcFiles(Struct, frozen=True):
    """The pictures of one WARC: ``origin`` is where it lies, ``listed`` the list that ``album_of`` made, an SQLite file."""

    origin: Origin
    listed: str

    def __call__(self, url: str) -> bytes | None:
        """Return the body of the picture at an address, or None."""
        try:
            offset = self._offset(url.partition("#")[0])
            if offset is None:
                return None
            with open(self.origin.path, "rb") as file:
                return picture_of(self.origin.seen(file), offset, limit=_LARGEST)
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


class Album(Struct, frozen=True):
    """What stands beside the pages of a WARC, in the same WARC."""

    pictures: Resources
    sitemaps: Sitemaps


def album_of(file: BinaryIO, origin: Origin | None, folder: str | None, limits: Limits) -> Album:
    """Read a WARC once for its news sitemaps, and list its pictures in ``folder``; the file is left at its start.

    Without an origin that can be opened again, or without a folder, no picture is listed. The first answer for an address
    counts. Damage is passed over here: reading the pages names it.
    """
    size = file.seek(0, 2)
    file.seek(0)
    sitemaps = Sitemaps()
    records = read_records(file, "", limit=_LARGEST, unpacked=limits.unpacked_of(size))
    whole = (record for record in records if isinstance(record, Record) and record.block is not None)
    if origin is None or folder is None:
        for record in whole:
            _take_sitemap(record, sitemaps, limits)
        file.seek(0)
        return Album(no_resources, sitemaps)
    origin = Origin(os.path.abspath(origin.path), origin.start, origin.size)
    key = hashlib.sha256(b"%s\0%d" % (os.fsencode(origin.path), origin.start)).hexdigest()[:24]
    listed = os.path.abspath(os.path.join(folder, f"{key}.sqlite"))
    pictures = 0
    with contextlib.closing(sqlite3.connect(listed)) as connection, connection:
        connection.execute("PRAGMA synchronous = OFF")
        connection.execute("CREATE TABLE IF NOT EXISTS picture (url BLOB PRIMARY KEY, place INTEGER) WITHOUT ROWID")
        for record in whole:
            if _is_picture(record):
                connection.execute("INSERT OR IGNORE INTO picture VALUES (?, ?)", (_key(_url(record)), record.offset))
                pictures += 1
            else:
                _take_sitemap(record, sitemaps, limits)
    file.seek(0)
    return Album(WarcFiles(origin, listed) if pictures else no_resources, sitemaps)


def _url(record: Record) -> str:
    return record.fields.get("warc-target-uri", "").strip("<> ")


def _take_sitemap(record: Record, sitemaps: Sitemaps, limits: Limits) -> None:
    if record.block is None or record.fields.get("warc-type") not in ("response", "resource"):
        return
    if not is_sitemap_name(_url(record).partition("?")[0]):
        return
    data = record.block
    if record.fields.get("warc-type") == "response":
        try:
            answer = answer_of(record.block, limit=limits.page, layers=limits.layers)
        except TooLarge:
            return
        if answer is None or answer.status != 200:
            return
        data = answer.body
    if data.startswith(b"\x1f\x8b"):
        data = inflate(data, "gzip", limit=limits.page).data
    sitemaps.add(data)


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
