"""Hold one page as it was found: its bytes, where it came from, and what lies beside it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import TypeAlias

from msgspec import Struct

from newsarchive.model import Moment
from newsarchive.sources.limits import Limits

__all__ = ["Aside", "Fault", "Found", "Page", "Resources", "Skipped", "Unread", "no_resources"]

Resources: TypeAlias = Callable[[str], bytes | None]


def no_resources(url: str) -> bytes | None:
    """Know no file beside the page."""
    del url
    return None


class Aside(Struct, frozen=True):
    """A fact that stood beside the page in its source: which fact, as written there, and where.

    ``fact`` is one of ``headline``, ``byline``, ``deck``, ``published``, ``updated``, ``publisher``, ``language``, ``rights``, ``keywords``
    and ``url``; ``where`` names the place in words that a reader of the account understands: ``dc:creator in the feed``.
    """

    fact: str
    text: str
    where: str


class Page(Struct, frozen=True, kw_only=True):
    """One page, or one document, on its way in.

    ``name`` is how talk names it: ``pages/a.html``, ``crawl.warc.gz@12345``. ``folder`` are the folders between
    the root that the user gave and the page, to keep a tree in the output; None where the source is no tree, but
    an archive of many pages.
    ``place`` tells the page from others of its source: the path below the root, the identifier of a record.
    ``http_charset`` is the label that the server sent, ``captured`` when the page was fetched. ``record_digests``
    are the digests that an archive of the web recorded for the body, ``sha1:…`` as written there. ``resources``
    gives the bytes saved beside the page under an address as the page writes it, unverified; it can be pickled.
    ``sidecar`` holds facts that stood beside the page in its source: those of a feed entry, of a news sitemap, of a
    JSON line. ``findings`` says what was odd about the source, one sentence each. ``digest`` is
    the SHA-256 of the bytes where somebody has worked it out already.
    """

    data: bytes
    name: str
    url: str | None = None
    media_type: str | None = None
    http_charset: str | None = None
    captured: Moment | None = None
    record_id: str | None = None
    record_digests: tuple[str, ...] = ()
    folder: str | None = None
    place: str = ""
    resources: Resources = no_resources
    sidecar: tuple[Aside, ...] = ()
    findings: tuple[str, ...] = ()
    digest: str = ""

    @property
    def source(self) -> str:
        """The name that goes into the record: below the folder that the user gave, and without the folders of this machine."""
        name = self.name.replace("\\", "/").rsplit("/", 1)[-1]
        return f"{self.folder}/{name}" if self.folder else name

    @property
    def sha256(self) -> str:
        """The SHA-256 of the bytes, in hex."""
        return self.digest or hashlib.sha256(self.data).hexdigest()

    @property
    def size(self) -> int:
        """The number of bytes."""
        return len(self.data)

    @property
    def key(self) -> str:
        """What tells this page from every other one, in hex: its bytes, its address and its place."""
        return hashlib.sha256(
            "\0".join((self.sha256, self.url or "", self.place)).encode("utf-8", "replace")
        ).hexdigest()


class Unread(Struct, frozen=True, kw_only=True):
    """A file that by its name is one page, not opened yet: whoever works on the page opens it (``files.page_of``).

    ``path`` is absolute, and means the same in every process of this machine. ``name``, ``folder`` and ``place`` are those of the page
    (``folder`` is None for a file that the user names). ``root`` and ``below`` say where the files beside it are looked for.
    """

    path: str
    name: str
    folder: str | None
    place: str
    root: str
    below: str
    limits: Limits


class Fault(Struct, frozen=True, kw_only=True):
    """A part of a source that could not be read; ``start`` and ``end`` are the bytes concerned, where known."""

    name: str
    reason: str
    start: int | None = None
    end: int | None = None

    def __str__(self) -> str:
        span = f" (bytes {self.start} to {self.end})" if self.start is not None else ""
        return f"{self.name}: {self.reason}{span}"


class Skipped(Struct, frozen=True, kw_only=True):
    """Parts of a source that are no pages, by reason: ``request records``, ``symbolic links``."""

    name: str
    reason: str
    count: int = 1


Found: TypeAlias = Page | Fault | Skipped
