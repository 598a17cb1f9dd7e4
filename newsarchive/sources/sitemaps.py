"""Read news sitemaps, and keep what they tell of each page for the pages that lie beside them.

A sitemap speaks for what lies beside it and below (sitemaps.org, "Sitemap file location"). Of a sitemap that is no news
sitemap nothing is kept: when an address last changed says little about a story.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

import msgspec

from newsarchive.sources.page import Aside
from newsarchive.sources.xml import root_of

if TYPE_CHECKING:
    from lxml.etree import _Element

__all__ = ["Sitemaps", "is_sitemap_name", "sitemap_entries"]

_MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
_NEWS = "{http://www.google.com/schemas/sitemap-news/0.9}"
_NAME = re.compile(r"(?:^|[/_.-])(?:news[-_]?)?sitemap[^/]{0,80}\.xml(?:\.gz)?$", re.IGNORECASE)
_ENTRIES = 50_000  # of one sitemap (sitemaps.org)
_MOST = 200_000  # pages of one source that are kept in memory
_LONGEST = 1000

# element below news:news, the fact it tells (Google, "News sitemaps")
_TOLD = (
    ("title", "headline"),
    ("publication_date", "published"),
    ("publication/name", "publisher"),
    ("publication/language", "language"),
    ("keywords", "keywords"),
)


def is_sitemap_name(name: str) -> bool:
    """Tell by its name whether a file may be a sitemap; its root element decides.

    >>> is_sitemap_name("news.example.org/news-sitemap-2024.xml.gz"), is_sitemap_name("sitemap.html")
    (True, False)
    """
    return _NAME.search(name) is not None


def sitemap_entries(data: bytes) -> Iterator[tuple[str, tuple[Aside, ...]]]:
    """Yield the address of each page that a news sitemap tells something of, and what it tells; nothing of other XML."""
    root = root_of(data)
    if root is None or root.tag not in (f"{_MAP}urlset", "urlset"):
        return
    for number, url in enumerate(root):
        if number >= _ENTRIES:
            return
        try:
            address = (url.findtext(f"{_MAP}loc") or url.findtext("loc") or "").strip()
            news = url.find(f"{_NEWS}news")
            if address.lower().startswith(("http://", "https://")) and len(address) <= _LONGEST and news is not None:
                yield address, tuple(_asides(news))
        except UnicodeDecodeError:  # libxml2 mends a cut reference into bytes that are no text
            continue


def _asides(news: _Element) -> Iterator[Aside]:
    for path, fact in _TOLD:
        text = " ".join((news.findtext("/".join(_NEWS + part for part in path.split("/"))) or "").split())
        if text and len(text) <= _LONGEST:
            yield Aside(fact, text, f"news:{path.rpartition('/')[2]} in the sitemap")


class Sitemaps:
    """What the sitemaps of one source tell, by address and by where a mirror would keep the page."""

    def __init__(self) -> None:
        """Know nothing yet."""
        self._told: dict[str, bytes] = {}

    def __bool__(self) -> bool:
        return bool(self._told)

    def add(self, data: bytes, folder: str | None = None) -> int:
        """Take in a sitemap, and return of how many pages it tells; the first that tells of a page counts.

        Args:
            data: the bytes of the sitemap, unpacked.
            folder: where it lies below the root of its source, if the source is a tree of files.
        """
        count = 0
        for address, asides in sitemap_entries(data):
            if len(self._told) >= _MOST:
                break
            count += 1
            told = msgspec.msgpack.encode((address, asides))
            self._told.setdefault(_bare(address), told)
            if folder is not None:
                for place in _places(address, folder):
                    self._told.setdefault(f"/{place}", told)
        return count

    def of(self, url: str | None, place: str = "") -> tuple[Aside, ...]:
        """Return what is told of a page, by its address, or by its place where it has none."""
        if not self._told:
            return ()
        told = self._told.get(_bare(url)) if url else self._told.get(f"/{place}") if place else None
        if told is None:
            return ()
        address, asides = msgspec.msgpack.decode(told, type=tuple[str, tuple[Aside, ...]])
        return asides if url else (*asides, Aside("url", address, "loc in the sitemap"))


def _bare(url: str) -> str:
    # http and https are one page, and so are an address and the same with a fragment.
    return url.partition("#")[0].partition("://")[2]


def _places(address: str, folder: str) -> Iterator[str]:
    """Yield the paths under which a mirror keeps an address, seen from the root of the source."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return
    path = unquote(parts.path).lstrip("/")
    if "\0" in path or ".." in path.split("/"):
        return
    names = (
        [f"{path}index.html", f"{path}index.htm"]
        if not path or path.endswith("/")
        else [path, f"{path}.html", f"{path}/index.html"]
    )
    for name in names:
        yield posixpath.join(folder, name)
        yield posixpath.join(folder, parts.netloc, name)
