"""Open what the user names: files, folders, globs, lists, standard input, and whatever archive a file turns out to be.

Everything is streamed page by page and bounded. Only regular files are read; in a folder no link is followed.
"""

from __future__ import annotations

import glob
import io
import os
import posixpath
import stat
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import BinaryIO, TypeVar

from msgspec.structs import replace

from newsarchive.errors import InputError, NewsArchiveError, TooLarge, UnreadableInput
from newsarchive.sources.beside import FolderFiles
from newsarchive.sources.contents import How, contents, contents_of_stream, sitemap_of, unwanted_member, with_told
from newsarchive.sources.jsonl import FIELDS, Fields, begin_lines
from newsarchive.sources.kind import (
    PACKED,
    SAVED,
    SUFFIXES_DOCUMENT,
    SUFFIXES_PAGE,
    kind_of,
    looks_like_document,
    looks_like_page,
    not_text,
)
from newsarchive.sources.limits import LIMITS, Limits
from newsarchive.sources.page import Fault, Found, Page, Skipped, Unread, no_resources
from newsarchive.sources.reach import Reach
from newsarchive.sources.remote import fetch, is_address, listing, local_path
from newsarchive.sources.scratch import scratch
from newsarchive.sources.sitemaps import Sitemaps, is_sitemap_name
from newsarchive.sources.unpacking import Joined

__all__ = [
    "STDIN",
    "found_in",
    "is_archive",
    "listed",
    "one_page",
    "open_source",
    "open_sources",
    "page_of",
    "unread_sources",
]

STDIN = "-"
# What a run leaves in its output folder: `convert . --out records` twice must not read its own records.
_JOURNAL = ".newsarchive-journal"


_HEAD = 1 << 13
# Names that promise several pages; such files are opened where the sources are.
_SEVERAL = (".zip", ".maff", ".wacz", ".warc", ".jsonl", ".ndjson", ".rss", ".atom")


def open_sources(
    inputs: Iterable[str],
    *,
    limits: Limits = LIMITS,
    fields: Fields = FIELDS,
    album: str | None = None,
    reach: Reach | None = None,
) -> Iterator[Found]:
    """Yield what each input holds, in the order given."""
    for where in inputs:
        yield from open_source(where, limits=limits, fields=fields, album=album, reach=reach)


def open_source(
    where: str,
    *,
    limits: Limits = LIMITS,
    fields: Fields = FIELDS,
    album: str | None = None,
    reach: Reach | None = None,
) -> Iterator[Found]:
    """Yield the pages of one input, faults for what cannot be read, and counts of what is no page.

    Nothing is raised for a bad input: it is a ``Fault``.

    Args:
        where: a path, a glob, or ``-`` for standard input.
        limits: on what is read.
        fields: how JSON lines name their parts.
        album: a folder for the list of pictures of each archive of the web; without it their pages have no pictures.
        reach: is told how far reading has come.
    """
    for found in _opened_as(local_path(where), How(limits, fields, album, reach=reach)):
        if not isinstance(found, Unread):
            yield _printable(found)


def unread_sources(
    inputs: Iterable[str],
    *,
    limits: Limits = LIMITS,
    fields: Fields = FIELDS,
    album: str | None = None,
    reach: Reach | None = None,
) -> Iterator[Found | Unread]:
    """Yield what ``open_sources`` yields, but files that by their names are one page each are not opened: they are named."""
    for where in inputs:
        for found in _opened_as(local_path(where), How(limits, fields, album, closed=True, reach=reach)):
            yield _printable(found)


def page_of(unread: Unread) -> Page | None:
    """Open a file that was only named; None where it is not just one page: ``found_in`` says what it is."""
    found = list(islice(found_in(unread), 2))
    return found[0] if len(found) == 1 and isinstance(found[0], Page) else None


def found_in(unread: Unread, *, fields: Fields = FIELDS, album: str | None = None) -> Iterator[Found]:
    """Yield what a file holds that was only named.

    In a folder that was walked no link is followed, as on the walk: not at the end of the path, and nowhere on the way.
    """
    folder = os.path.dirname(unread.path)
    if unread.folder is not None and os.path.realpath(folder) != os.path.normpath(folder):
        yield Fault(name=unread.name, reason="a symbolic link stands where a folder was")
        return
    beside = FolderFiles(unread.root, unread.below)
    how = How(unread.limits, fields, album)
    for found in _file(unread.path, unread.name, how, folder=unread.folder, place=unread.place, beside=beside):
        if isinstance(found, Page | Fault | Skipped):
            yield _printable(found)


def _is_one(name: str) -> bool:
    """Tell whether a file is one page by its name."""
    lower = name.lower()
    stem, _, packing = lower.rpartition(".")
    return not (stem if f".{packing}" in PACKED else lower).endswith(_SEVERAL)


_T = TypeVar("_T", Found, Found | Unread)


def _printable(found: _T) -> _T:
    r"""Write bytes of a path that are no UTF-8 as ``\xff``, so that names can be said, kept and told apart."""
    if found.name.isascii() and (not isinstance(found, Page | Unread) or found.place.isascii()):
        return found
    if isinstance(found, Page | Unread):
        folder = None if found.folder is None else _text(found.folder)
        return replace(found, name=_text(found.name), folder=folder, place=_text(found.place))
    return replace(found, name=_text(found.name))


def _text(name: str) -> str:
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def _opened_as(where: str, how: How) -> Iterator[Found | Unread]:
    if where == STDIN:
        yield from _stdin(how)
    elif is_address(where) and not os.path.lexists(where):
        yield from _remote(where, how)
    elif os.path.isdir(where):
        yield from _folder(where, how)
    elif not os.path.lexists(where) and glob.has_magic(where):
        yield from _glob(where, how)
    else:
        yield from _file(where, where, how)
        _past(where, how)


def one_page(where: str, *, limits: Limits = LIMITS) -> Page:
    """Return the page of an input that holds one; of one that holds several, the first.

    Raises:
        UnreadableInput: nothing can be read there.
        TooLarge: the page is over the limit.
    """
    first: Fault | None = None
    for found in open_source(where, limits=limits):
        if isinstance(found, Page):
            return found
        if isinstance(found, Fault) and first is None:
            first = found
    if first is None:
        raise UnreadableInput(f"{where}: no page in it")
    raise (TooLarge if "over the limit" in first.reason else UnreadableInput)(str(first))


def listed(path: str) -> Iterator[str]:
    """Return the inputs that a list names, one a line (a zero byte divides them where there is one), read as they are asked for.

    Blank lines and lines that begin with ``#`` are passed over.

    Raises:
        UnreadableInput: the list cannot be read.
    """
    if path == STDIN:
        return _lines(sys.stdin.buffer)
    try:
        return _lines(_open(path))
    except InputError as error:
        raise UnreadableInput(f"{path}: {error}") from error


def _lines(file: BinaryIO) -> Iterator[str]:
    with file:
        piece = file.read(1 << 16)
        divider = b"\0" if b"\0" in piece else b"\n"
        rest = b""
        while piece:
            *whole, rest = (rest + piece).split(divider)
            yield from _named(whole)
            # No system has a path as long as this.
            rest = rest[: 1 << 20]
            piece = file.read(1 << 16)
        yield from _named([rest])


def _named(lines: list[bytes]) -> Iterator[str]:
    for line in lines:
        name = os.fsdecode(line.rstrip(b"\r"))
        if name.strip() and not name.startswith("#"):
            yield name


def _glob(pattern: str, how: How) -> Iterator[Found | Unread]:
    # iglob is lazy but its order is the file system's; a run must come out the same twice.
    paths = sorted(glob.glob(pattern, recursive=True))
    for path in paths:
        if os.path.isdir(path) and not os.path.islink(path):
            if "**" not in pattern:
                yield from _folder(path, how)
        elif reason := _unwanted(path):
            yield Skipped(name=path, reason=reason)
            _past(path, how)
        else:
            yield from _file(path, path, how)
            _past(path, how)
    if not paths:
        yield Fault(name=pattern, reason="nothing matches; see whether the shell or the folder is the one you mean")


def _folder(root: str, how: How) -> Iterator[Found | Unread]:
    """Walk a folder in the order of names, depth first, following no link."""
    skipped: Counter[str] = Counter()
    waiting = [""]
    anything = False
    sitemaps = Sitemaps()
    real = os.path.realpath(root) if how.closed else root
    while waiting:
        relative = waiting.pop()
        try:
            with os.scandir(os.path.join(root, relative)) as entries:
                here = sorted(entries, key=lambda entry: os.fsencode(entry.name))
        except OSError as error:
            yield Fault(name=os.path.join(root, relative), reason=_reason(error))
            continue
        if relative and any(entry.name == _JOURNAL for entry in here):
            skipped["output folders of earlier runs"] += 1
            continue
        pages = {entry.name.rpartition(".")[0].lower() for entry in here if entry.name.lower().endswith(SUFFIXES_PAGE)}
        # A sitemap speaks for what lies beside it and below, so that no page comes before it.
        for entry in here:
            if is_sitemap_name(entry.name) and entry.is_file(follow_symlinks=False):
                _take_sitemap(entry.path, relative, sitemaps, how)
        below = []
        for entry in here:
            path = posixpath.join(relative, entry.name)
            if entry.name.startswith("."):
                skipped["hidden files and folders"] += 1
            elif entry.is_symlink():
                skipped["symbolic links"] += 1
            elif entry.is_dir(follow_symlinks=False):
                if _saved_beside(entry.name, pages):
                    skipped["folders saved beside a page"] += 1
                else:
                    below.append(path)
            elif not entry.is_file(follow_symlinks=False):
                skipped["special files"] += 1
            elif reason := _unwanted(entry.path):
                skipped[reason] += 1
                _past(entry.path, how)
            else:
                anything = True
                # What a sitemap tells goes with the page, and needs its address.
                if how.closed and not sitemaps and _is_one(entry.name):
                    yield Unread(
                        path=os.path.join(real, relative, entry.name), name=entry.path, folder=relative, place=path, root=real,
                        below=relative, limits=how.limits,
                    )  # fmt: skip
                    _past(entry.path, how)
                    continue
                beside = FolderFiles(root, relative)
                for found in _file(entry.path, entry.path, how, folder=relative, place=path, beside=beside):
                    yield found if isinstance(found, Unread) else with_told(found, sitemaps)
                _past(entry.path, how)
        waiting += reversed(below)
    for reason, count in sorted(skipped.items()):
        yield Skipped(name=root, reason=reason, count=count)
    if not anything:
        yield Skipped(name=root, reason="no page in the folder")


def _past(path: str, how: How) -> None:
    if how.reach is not None:
        how.reach.past(path)


def _take_sitemap(path: str, folder: str, sitemaps: Sitemaps, how: How) -> None:
    """Read a sitemap that lies in a folder; one that cannot be read tells nothing."""
    try:
        with _open(path, follow=False) as file:
            data = file.read(how.limits.page)
    except (InputError, OSError):
        return
    if (known := sitemap_of(data, how.limits.page)) is not None:
        sitemaps.add(known, folder)


def _saved_beside(name: str, pages: set[str]) -> bool:
    lower = name.lower()
    return any(lower.endswith(ending) and lower.removesuffix(ending) in pages for ending in SAVED)


def _unwanted(path: str) -> str:
    """Say why a file found in a folder is not read; "" where it is."""
    name = os.path.basename(path).lower()
    if _is_state(path):
        return "hidden files and folders"
    stem, dot, suffix = name.rpartition(".")
    if dot and f".{suffix}" in PACKED:
        name, suffix = stem, stem.rpartition(".")[2]
    if name.endswith(SUFFIXES_PAGE):
        return ""
    if name.endswith(SUFFIXES_DOCUMENT):
        archive = name.endswith((".warc", ".zip", ".wacz", ".epub", ".pdf", ".jsonl", ".ndjson"))
        return "" if archive or _reads(path) else "files that are no pages"
    # Mirrors keep the address as the name: no suffix, or one that is none (`story-12.345`, `index.php@id=7`).
    if ("." not in name or "@" in name or "?" in name or suffix.isdigit()) and _reads(path):
        return ""
    return "files that are no pages"


def _reads(path: str) -> bool:
    """Look at the first bytes: a page, a document of ours, or a text long enough to be a scrape."""
    try:
        handle = _open(path)
    except InputError:
        return True
    with handle as file:
        head = file.read(_HEAD)
    if head.startswith((b"\x1f\x8b", b"\x28\xb5\x2f\xfd")) or path.lower().endswith(".br"):
        return True
    if not_text(head):
        return False
    if path.lower().endswith((".txt", ".text")):
        return len(head.split()) >= 40 or looks_like_page(head)
    return looks_like_page(head) or looks_like_document(head) or kind_of(head) in ("feed", "sitemap", "epub")


def _is_state(path: str) -> bool:
    return any(part.startswith(".newsarchive") for part in path.split(os.sep))


def _open(path: str, *, follow: bool = True) -> BinaryIO:
    """Open a regular file; never waits for a pipe or a device.

    Raises:
        UnreadableInput: not there, not allowed, or not a regular file.
    """
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
    try:
        handle = os.open(path, flags | (0 if follow else getattr(os, "O_NOFOLLOW", 0)))
    except (OSError, ValueError) as error:
        raise UnreadableInput(_reason(error)) from error
    try:
        mode = os.fstat(handle).st_mode
    except OSError as error:
        os.close(handle)
        raise UnreadableInput(_reason(error)) from error
    if not stat.S_ISREG(mode):
        os.close(handle)
        raise UnreadableInput(f"not a regular file but {_what(mode)}")
    return os.fdopen(handle, "rb")


def _what(mode: int) -> str:
    if stat.S_ISDIR(mode):
        return "a folder"
    if stat.S_ISFIFO(mode):
        return "a pipe; give it as standard input, `-`"
    return "a device" if stat.S_ISCHR(mode) or stat.S_ISBLK(mode) else "a special file"


def _reason(error: Exception) -> str:
    match error:
        case FileNotFoundError():
            return "there is no such file; check the path"
        case PermissionError():
            return "it may not be read; check its permissions"
        case OSError() if error.strerror:
            return f"it cannot be read ({error.strerror})"
        case _:
            return f"it cannot be read ({error})"


def _read(path: str, limit: int) -> bytes:
    try:
        with _open(path) as file:
            data = file.read(limit + 1)
    except InputError as error:
        raise UnreadableInput(f"{path}: {error}") from error
    except OSError as error:
        raise UnreadableInput(f"{path}: {_reason(error)}") from error
    if len(data) > limit:
        raise TooLarge(f"{path}: over the limit of {limit} bytes")
    return data


def _file(
    path: str,
    name: str,
    how: How,
    *,
    folder: str | None = None,
    place: str = "",
    beside: FolderFiles | None = None,
) -> Iterator[Found | Unread]:
    """Yield what one file on disk holds."""
    if how.closed and folder is None and _is_one(path) and os.path.isfile(path):
        where = os.path.abspath(path)
        near, name_there = os.path.dirname(where), os.path.basename(where)
        yield Unread(path=where, name=name, folder=None, place=name_there, root=near, below="", limits=how.limits)
        return
    try:
        file = _open(path, follow=folder is None)
    except InputError as error:
        yield Fault(name=name, reason=str(error))
        return
    place = place or os.path.basename(path)
    beside = beside if beside is not None else FolderFiles(os.path.dirname(path) or ".")
    with file:
        try:
            for found in contents(file, path, name, how, folder=folder, place=place, beside=beside):
                if how.reach is not None:
                    how.reach.at(file.tell())
                yield found
        except OSError as error:
            yield Fault(name=name, reason=_reason(error))
        except Exception as error:  # noqa: BLE001 - a file that finds a bug of ours must not stop a run of days
            said = (str(error).splitlines() or [""])[0][:200]
            yield Fault(name=name, reason=f"unexpected {type(error).__name__}: {said}; please report it with the file")


def _remote(address: str, how: How) -> Iterator[Found | Unread]:
    """Copy each object to the disk and read it there: archives are read with jumps, and a store is far."""
    try:
        objects = listing(address)
    except (OSError, NewsArchiveError) as error:
        yield Fault(name=address, reason=_reason(error))
        return
    if not objects:
        yield Fault(name=address, reason="there is nothing at this address")
    for name in objects:
        reason = "" if name == address or is_archive(name) else unwanted_member(name.partition("://")[2])
        if reason:
            yield Skipped(name=name, reason=reason)
            continue
        with scratch() as folder:
            path = os.path.join(folder, os.path.basename(name) or "object")
            try:
                fetch(name, path, limit=how.limits.object)
            except (OSError, NewsArchiveError) as error:
                yield Fault(name=name, reason=_reason(error))
                continue
            place = name.partition("://")[2]
            # Opened here: the copy on the disk does not outlive this loop.
            yield from _file(path, name, how, folder=os.path.dirname(place.lstrip("/")), place=place)


def is_archive(name: str) -> bool:
    """Tell by its name whether a file is an archive of many pages."""
    return name.lower().endswith((".warc", ".warc.gz", ".wacz", ".jsonl", ".ndjson"))


def _stdin(how: How) -> Iterator[Found]:
    name = "standard input"
    stream = sys.stdin.buffer
    head = stream.read(_HEAD)
    from newsarchive.sources.records import unpacked_head

    kind = kind_of(head)
    inner = kind_of(unpacked_head(head)) if kind == "gzip" else kind
    if inner == "warc" or kind == "zip":
        # These are read with jumps; the disk holds what memory should not.
        kept = tempfile.NamedTemporaryFile(dir=how.album, delete=False) if how.album else None  # noqa: SIM115
        with kept or tempfile.TemporaryFile() as spool:
            spool.write(head)
            while piece := stream.read(1 << 20):
                spool.write(piece)
            spool.seek(0)
            path = kept.name if kept else None
            yield from contents(spool, path, name, how, folder=None, place=name, beside=no_resources)  # type: ignore[arg-type]
        return
    if head.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"{":
        # JSON lines have no other mark than their first line, which may be long.
        line, newline, rest = (head if b"\n" in head else head + stream.readline(2 * how.limits.page)).partition(b"\n")
        rest += stream.read(_HEAD)
        head = line + newline + rest
        if begin_lines(line, rest, how.fields):
            kind = "jsonl"
    whole = io.BufferedReader(Joined(head, rest=stream), 1 << 20)
    yield from contents_of_stream(whole, kind, name, how)
