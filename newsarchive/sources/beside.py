"""Find the files that were saved beside a page: pictures in its folder, in its archive, in its message, the user's word."""

from __future__ import annotations

import os
import posixpath
import stat
import zipfile
from collections.abc import Iterator
from urllib.parse import unquote, urlsplit

from msgspec import Struct

from newsarchive.sources.page import Resources

__all__ = ["FirstOf", "FolderFiles", "NamedFiles", "PartFiles", "SavedFrom", "ZipFiles", "overrides_beside"]

_LARGEST = 64 << 20
_LARGEST_WORD = 1 << 20


class FolderFiles(Struct, frozen=True):
    """The files below ``root``, addressed from a page in ``folder`` (a path below ``root``).

    Nothing outside ``root`` is ever opened, no link is followed, and only regular files are read.
    """

    root: str
    folder: str = ""

    def __call__(self, url: str) -> bytes | None:
        """Return the bytes saved for an address, or None."""
        root = os.path.realpath(self.root)
        for candidate in _candidates(url, self.folder):
            path = os.path.join(root, *candidate.split("/"))
            # realpath differs from the path where any part of it is a link.
            if os.path.realpath(path) == path and os.path.commonpath((root, path)) == root and (data := _regular(path)):
                return data
        return None


class NamedFiles(Struct, frozen=True):
    """The files of a folder that the user names as the place of pictures: found as in a mirror, else by their own names."""

    root: str

    def __call__(self, url: str) -> bytes | None:
        """Return the bytes of the file that an address means, or None."""
        files = FolderFiles(self.root)
        if data := files(url):
            return data
        try:
            name = posixpath.basename(unquote(urlsplit(url.strip()[:4096]).path))
        except ValueError:
            return None
        return files(name) if name and url[:5].lower() != "data:" else None


class FirstOf(Struct, frozen=True):
    """Several places of files, asked in turn."""

    places: tuple[Resources, ...]

    def __call__(self, url: str) -> bytes | None:
        """Return the bytes that the first place has for an address, or None."""
        return next((data for place in self.places if (data := place(url))), None)


class SavedFrom(Struct, frozen=True):
    """The files that were saved with a page that came from the address ``base``, asked for by the addresses they had there."""

    files: Resources
    base: str

    def __call__(self, url: str) -> bytes | None:
        """Return the bytes that were saved for an address, as the page in its folder names it, or None."""
        if data := self.files(url):
            return data
        try:
            there, here = urlsplit(url[:4096]), urlsplit(self.base[:4096])
        except ValueError:
            return None
        if there.netloc != here.netloc or not there.netloc or there.scheme not in ("http", "https"):
            return None
        way = posixpath.relpath(there.path or "/", posixpath.dirname(here.path) or "/")
        return self.files(f"{way}?{there.query}" if there.query else way)


class ZipFiles(Struct, frozen=True):
    """The members of a ZIP file on disk, addressed from a page in ``folder`` of it."""

    path: str
    folder: str = ""

    def __call__(self, url: str) -> bytes | None:
        """Return the bytes of the member that an address means, or None."""
        try:
            with zipfile.ZipFile(self.path) as archive:
                for candidate in _candidates(url, self.folder):
                    try:
                        with archive.open(candidate) as member:
                            data = member.read(_LARGEST + 1)
                    except KeyError:
                        continue
                    return data if 0 < len(data) <= _LARGEST else None
        except Exception:  # noqa: BLE001 - a damaged archive breaks zipfile in ways nobody lists; the page stands without
            return None
        return None


class PartFiles(Struct, frozen=True):
    """The parts of a message that holds a page and its pictures, by address (``cid:…`` or a location)."""

    parts: dict[str, bytes]

    def __call__(self, url: str) -> bytes | None:
        """Return the bytes of a part, or None."""
        return self.parts.get(url) or self.parts.get(url.partition("#")[0])


def overrides_beside(page: str) -> str | None:
    """Return the path of the file with the user's word on a page, ``page.html.toml`` beside ``page.html``, if there is one.

    As with pages in a folder no link is followed.
    """
    path = f"{page}.toml"
    try:
        found = os.lstat(path)
    except (OSError, ValueError):  # not there; or the name is that of a part of something, and no path
        return None
    return path if stat.S_ISREG(found.st_mode) and found.st_size <= _LARGEST_WORD else None


def _candidates(url: str, folder: str) -> Iterator[str]:
    """Yield the paths below the root that an address may mean; none of them climbs out."""
    if "\0" in url or len(url) > 4096:
        return
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return
    path = unquote(parts.path)
    if "\\" in path or "\0" in path or not path.strip("/."):
        return
    if parts.scheme in ("http", "https") or (not parts.scheme and parts.netloc):
        # A mirror keeps a folder for each host; without it the address may still lie below the root.
        yield from _inside(posixpath.join(parts.netloc, path.lstrip("/")))
        return
    if parts.scheme:
        return
    if path.startswith("/"):
        first = folder.partition("/")[0]
        yield from _inside(posixpath.join(first, path.lstrip("/")))
        yield from _inside(path.lstrip("/"))
        return
    yield from _inside(posixpath.join(folder, path))
    if parts.query:
        # wget keeps the question mark in the name.
        yield from _inside(posixpath.join(folder, f"{path}?{parts.query}"))


def _inside(path: str) -> Iterator[str]:
    whole = posixpath.normpath(path)
    if whole not in (".", "..") and not whole.startswith(("../", "/")):
        yield whole


def _regular(path: str) -> bytes | None:
    try:
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
    except (OSError, ValueError):
        return None
    found = os.fstat(handle)
    if not stat.S_ISREG(found.st_mode) or not 0 < found.st_size <= _LARGEST:
        os.close(handle)
        return None
    with os.fdopen(handle, "rb") as file:
        return file.read(_LARGEST)
