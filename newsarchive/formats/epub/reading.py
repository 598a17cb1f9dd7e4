"""Find in a book the articles that our writer put there; a foreign book is refused."""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib

from lxml import etree

from newsarchive.errors import InvalidDocument, TooLarge
from newsarchive.formats import json
from newsarchive.formats.markup import local_name, parse_xml
from newsarchive.model import Article
from newsarchive.notes import Account

__all__ = ["DATA_ID", "DATA_TYPE", "entry", "opened", "package_of", "read", "read_all"]

DATA_ID = "article"
DATA_TYPE = "application/json"
_MAX_ENTRY = 64 * 1024 * 1024
_MAX_ENTRIES = 100_000


def read(data: bytes, *, notes: Account | None = None, url: str | None = None) -> Article:
    """Read the article that ``write`` put into the book.

    Raises:
        InvalidDocument: the file is not one of ours, is damaged, or holds several articles.
        TooLarge: what is inside is over 64 MiB.
    """
    found = read_all(data, notes=notes, url=url)
    if len(found) > 1:
        raise InvalidDocument(f"epub: a book of {len(found)} articles; read_all reads them all")
    return found[0]


def read_all(data: bytes, *, notes: Account | None = None, url: str | None = None) -> tuple[Article, ...]:
    """Read all articles that ``write`` or ``bind`` put into the book, in their order.

    Raises:
        InvalidDocument: the file is not one of ours, or is damaged.
        TooLarge: an article inside is over 64 MiB.
    """
    del notes, url
    with opened(data) as archive:
        path, package = package_of(archive)
        articles = []
        for item in package.iter():
            if (
                local_name(item) == "item"
                and item.get("media-type") == DATA_TYPE
                and (item.get("id") or "").startswith(f"{DATA_ID}-")
            ):
                name = posixpath.normpath(posixpath.join(posixpath.dirname(path), item.get("href") or ""))
                articles.append(json.decode(entry(archive, name)))
    if not articles:
        raise InvalidDocument("epub: no newsarchive article inside; only our own books can be read back")
    return tuple(articles)


def opened(data: bytes) -> zipfile.ZipFile:
    """Open a book.

    Raises:
        InvalidDocument: the bytes are no ZIP archive.
        TooLarge: the archive has more than 100,000 entries.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, LookupError) as error:
        raise InvalidDocument(f"epub: not a ZIP archive, or a damaged one ({error})") from error
    if len(archive.infolist()) > _MAX_ENTRIES:
        raise TooLarge(f"epub: more than {_MAX_ENTRIES} entries")
    return archive


def package_of(archive: zipfile.ZipFile) -> tuple[str, etree._Element]:
    """Return the name of the package document and its root.

    Raises:
        InvalidDocument: there is no container, or it names no package.
    """
    container = parse_xml(entry(archive, "META-INF/container.xml"), what="epub container")
    path = next((one.get("full-path") for one in container.iter() if local_name(one) == "rootfile"), None)
    if not path:
        raise InvalidDocument("epub: the container names no package document")
    return path, parse_xml(entry(archive, path), what="epub package")


def entry(archive: zipfile.ZipFile, name: str) -> bytes:
    """Return one entry.

    Raises:
        InvalidDocument: it is not there, encrypted or damaged.
        TooLarge: it is over 64 MiB, whatever the archive says of its size.
    """
    try:
        with archive.open(name) as stream:
            data = stream.read(_MAX_ENTRY + 1)
    except KeyError as error:
        raise InvalidDocument(f"epub: there is no {name} in the book") from error
    except (zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, OSError, EOFError, ValueError) as error:
        raise InvalidDocument(f"epub: {name} cannot be read ({error})") from error
    if len(data) > _MAX_ENTRY:
        raise TooLarge(f"epub: {name} is over the limit of {_MAX_ENTRY} bytes")
    return data
