"""Tell what a file holds, whatever archive it turns out to be, and hand over its pages one by one."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from typing import Any, BinaryIO

from msgspec import Struct
from msgspec.structs import replace

from newsarchive.errors import InputError
from newsarchive.sources.inflate import Coding, inflate
from newsarchive.sources.jsonl import Fields, begin_lines, json_pages
from newsarchive.sources.kind import SAVED, SUFFIXES_PAGE, Kind, kind_of, looks_like_page, not_text
from newsarchive.sources.limits import Limits
from newsarchive.sources.page import Fault, Found, Page, Resources, Skipped, no_resources
from newsarchive.sources.reach import Reach
from newsarchive.sources.sitemaps import Sitemaps, is_sitemap_name
from newsarchive.sources.slices import Origin
from newsarchive.sources.unpacking import Unpacking

__all__ = ["How", "contents", "contents_of_stream", "sitemap_of", "unwanted_member", "with_told"]

_HEAD = 1 << 13


class How(Struct, frozen=True):
    """How sources are read: the limits, the names of fields in JSON lines, a folder for lists of pictures (None: no pictures).

    With ``closed`` a file on the disk that by its name is one page is not opened, but named.

    ``reach`` is told how far reading has come.
    """

    limits: Limits
    fields: Fields
    album: str | None
    closed: bool = False
    reach: Reach | None = None


def contents(
    file: BinaryIO,
    path: str | None,
    name: str,
    how: How,
    *,
    folder: str | None,
    place: str,
    beside: Resources,
) -> Iterator[Found]:
    """Yield what a file holds that can seek; ``path`` is where it lies on the disk, if it has a name there."""
    from newsarchive.sources.records import unpacked_head

    head = file.read(_HEAD)
    file.seek(0)
    kind = kind_of(head, name)
    if kind == "warc" or (kind == "gzip" and kind_of(unpacked_head(head)) == "warc"):
        yield from _warc(file, name, how, Origin(path) if path else None)
        return
    if kind == "zip":
        yield from _zip(file, name, path, how, 1)
        return
    if (
        kind == "document"
        and head.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"{"
        and begin_lines(file.readline(2 * how.limits.page), file.read(64), how.fields)
    ):
        kind = "jsonl"
    file.seek(0)
    if kind in _STREAMED:
        yield from _stream(file, kind, name, how, folder)
        return
    if (coding := _coding(kind, head, name)) and (inner := _unpacked_kind(file, coding, name, how)) in _STREAMED:
        packed = Unpacking(file, coding, limit=how.limits.lines, ratio=how.limits.ratio)
        yield from _stream(io.BufferedReader(packed, 1 << 16), inner, name, how, folder)
        if packed.problem:
            yield Fault(name=name, reason=f"the packed file is {packed.problem}; what could be unpacked was read")
        return
    file.seek(0)
    data = file.read(how.limits.page + 1)
    if len(data) > how.limits.page:
        yield Fault(
            name=name, reason=f"over the limit of {how.limits.page} bytes for one page; raise it with --max-bytes"
        )
        return
    yield from _of_bytes(data, name, how, folder=folder, place=place, beside=beside)


def contents_of_stream(file: io.BufferedReader[Any], kind: Kind, name: str, how: How) -> Iterator[Found]:
    """Yield what a stream holds that cannot seek, and is neither a ZIP archive nor one of the web."""
    coding: Coding | None = "gzip" if kind == "gzip" else "zstd" if kind == "zstd" else None
    if coding:
        head = file.peek(1 << 20)
        inner = _unpacked_kind(io.BytesIO(head), coding, name, how)
        if inner in _STREAMED:
            packed = Unpacking(file, coding, limit=how.limits.lines, ratio=how.limits.ratio)
            yield from _stream(io.BufferedReader(packed, 1 << 16), inner, name, how, None)
            if packed.problem:
                yield Fault(name=name, reason=f"the packed stream is {packed.problem}; what could be unpacked was read")
            return
    if kind in _STREAMED:
        yield from _stream(file, kind, name, how, None)
        return
    data = file.read(how.limits.page + 1)
    if len(data) > how.limits.page:
        yield Fault(name=name, reason=f"over the limit of {how.limits.page} bytes for one page")
        return
    yield from _of_bytes(data, name, how, folder=None, place=name, beside=no_resources)


# What is read page by page, however large it is.
_STREAMED = ("jsonl", "feed")


def _stream(file: BinaryIO, kind: Kind, name: str, how: How, folder: str | None) -> Iterator[Found]:
    """Yield the pages of JSON lines or of a feed, which need not seek."""
    if kind == "jsonl":
        yield from json_pages(file, name, fields=how.fields, limits=how.limits)
    else:
        from newsarchive.sources.feeds import feed_pages

        yield from feed_pages(file, name, limits=how.limits, folder=folder)


def _coding(kind: Kind, head: bytes, name: str) -> Coding | None:
    if name.lower().endswith(".br") and not looks_like_page(head):
        return "br"
    return "gzip" if kind == "gzip" else "zstd" if kind == "zstd" else None


def _unpacked_kind(file: BinaryIO, coding: Coding, name: str, how: How) -> Kind:
    file.seek(0)
    # The limit holds the first line of JSON lines, which has no other mark.
    unpacked = io.BufferedReader(Unpacking(file, coding, limit=2 * how.limits.page), 1 << 16)
    head = unpacked.read(_HEAD)
    kind = kind_of(head, _without_packing(name))
    if kind == "document" and head.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"{":
        line, newline, rest = (head if b"\n" in head else head + unpacked.readline(2 * how.limits.page)).partition(
            b"\n"
        )
        if begin_lines(line + newline, rest + unpacked.read(64), how.fields):
            kind = "jsonl"
    file.seek(0)
    return kind


def _without_packing(name: str) -> str:
    return name.rpartition(".")[0] if name.lower().endswith((".gz", ".br", ".zst")) else name


def _warc(file: BinaryIO, name: str, how: How, origin: Origin | None) -> Iterator[Found]:
    from newsarchive.sources.album import album_of
    from newsarchive.sources.warc import warc_pages

    album = album_of(file, origin, how.album, how.limits)
    for found in warc_pages(file, name, limits=how.limits, resources=album.pictures):
        yield with_told(found, album.sitemaps)


def with_told(found: Found, sitemaps: Sitemaps) -> Found:
    """Put beside a page what the sitemaps of its source tell of it."""
    if isinstance(found, Page) and (told := sitemaps.of(found.url, found.place)):
        return replace(found, sidecar=(*found.sidecar, *told))
    return found


def sitemap_of(data: bytes, limit: int) -> bytes | None:
    """Return the bytes of a sitemap, unpacked; None where they are none, or too many."""
    if data.startswith(b"\x1f\x8b"):
        data = inflate(data, "gzip", limit=limit).data
    return data if kind_of(data[:_HEAD]) == "sitemap" else None


def _of_bytes(
    data: bytes,
    name: str,
    how: How,
    *,
    folder: str | None,
    place: str,
    beside: Resources,
    depth: int = 0,
) -> Iterator[Found]:
    """Yield what bytes in memory hold."""
    kind = kind_of(data[:_HEAD], name)
    packing = _coding(kind, data[:_HEAD], name)
    if packing and depth < how.limits.depth:
        yield from _packed(data, packing, name, how, folder, place, beside, depth)
    elif kind == "warc":
        yield from _warc(io.BytesIO(data), name, how, None)
    elif kind == "zip" and depth < how.limits.depth:
        yield from _zip(io.BytesIO(data), name, None, how, depth + 1)
    elif kind in _STREAMED:
        yield from _stream(io.BytesIO(data), kind, name, how, folder)
    elif kind == "mhtml":
        from newsarchive.sources.mhtml import is_cut, mhtml_page

        try:
            page = mhtml_page(data, name, folder=folder or "", place=place)
        except InputError as error:
            yield Fault(name=name, reason=str(error).removeprefix(f"{name}: "))
            return
        if is_cut(page):
            yield Fault(name=name, reason="the message is cut off inside its page; what could be read was read")
        yield page
    elif kind == "sitemap":
        yield Skipped(name=name, reason="sitemaps")
    elif what := not_text(data):
        yield Fault(name=name, reason=f"{what}, not a page")
    elif packing or kind == "zip":
        yield Fault(name=name, reason="archives in archives are not opened deeper than this")
    else:
        yield Page(data=data, name=name, folder=folder or "", place=place, resources=beside)


def _packed(
    data: bytes,
    packing: Coding,
    name: str,
    how: How,
    folder: str | None,
    place: str,
    beside: Resources,
    depth: int,
) -> Iterator[Found]:
    found = inflate(data, packing, limit=how.limits.page)
    if found.over:
        yield Fault(name=name, reason=f"unpacks to more than the limit of {how.limits.page} bytes for one page")
        return
    if found.problem:
        # The page is converted as far as it goes, and the run says that it is not whole.
        yield Fault(name=name, reason=f"the packed file is {found.problem}; what could be unpacked was read")
    inner = _without_packing(name)
    for item in _of_bytes(found.data, inner, how, folder=folder, place=place, beside=beside, depth=depth + 1):
        if found.problem and isinstance(item, Fault):
            continue
        yield _renamed(item, inner, name)


def _renamed(item: Found, inner: str, name: str) -> Found:
    return replace(item, name=name + item.name.removeprefix(inner)) if inner != name else item


def _zip(file: BinaryIO, name: str, path: str | None, how: How, depth: int) -> Iterator[Found]:
    from newsarchive.sources.zipped import Openers, zip_pages

    def member(data: bytes, where: str, folder: str, resources: Resources) -> Iterator[Found]:
        place = where.removeprefix(f"{name}/")
        yield from _of_bytes(data, where, how, folder=folder, place=place, beside=resources, depth=depth)

    def web_archive(inner: BinaryIO, where: str, origin: Origin | None) -> Iterator[Found]:
        yield from _warc(inner, where, how, origin)

    sitemaps = Sitemaps()

    def sitemap(data: bytes, folder: str) -> None:
        if (known := sitemap_of(data, how.limits.page)) is not None:
            sitemaps.add(known, folder)

    def stream(opened: BinaryIO, where: str, folder: str) -> Iterator[Found]:
        inner = _without_packing(where)
        kind: Kind = "jsonl" if inner.lower().endswith(_LINES) else "feed"
        if inner == where:
            yield from _stream(opened, kind, where, how, folder)
            return
        packed = Unpacking(opened, _CODINGS[where[-3:].lower()], limit=how.limits.lines, ratio=how.limits.ratio)
        yield from _stream(io.BufferedReader(packed, 1 << 16), kind, where, how, folder)
        if packed.problem:
            yield Fault(name=where, reason=f"the packed member is {packed.problem}; what could be unpacked was read")

    openers = Openers(unwanted_member, _is_streamed, is_sitemap_name, member, stream, web_archive, sitemap)
    for found in zip_pages(file, name, openers, path=path, spool=how.album, limits=how.limits):
        yield with_told(found, sitemaps)


_LINES = (".jsonl", ".ndjson")
_CODINGS: dict[str, Coding] = {".gz": "gzip", ".br": "br", "zst": "zstd"}


def _is_streamed(name: str) -> bool:
    return _without_packing(name).lower().endswith((*_LINES, ".rss", ".atom"))


def unwanted_member(name: str, head: Callable[[], bytes] | None = None) -> str:
    """Say why a member of an archive is not read; "" where it is.

    ``head`` gives its first bytes: mirrors keep the address as the name, and its bytes tell whether that is a page.
    """
    lower = name.lower()
    parts = lower.split("/")
    if any(part.startswith(".") or part == "__macosx" for part in parts):
        return "hidden files and folders"
    if any(part.endswith(SAVED) for part in parts[:-1]):
        return "folders saved beside a page"
    plain = _without_packing(lower)
    if plain.endswith(
        (*SUFFIXES_PAGE, ".zip", ".txt", ".nitf", ".newsml", ".ninjs", ".epub", ".rss", ".atom", *_LINES)
    ):
        return ""
    last = parts[-1]
    if head is not None and ("." not in last or "@" in last or "?" in last) and looks_like_page(head()):
        return ""
    # A WACZ keeps its own JSON and CDX files beside the archive.
    return "" if plain.endswith(".xml") and not plain.endswith("sitemap.xml") else "files that are no pages"
