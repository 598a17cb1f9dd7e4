"""Hold one page as it was found: its bytes, where it came from, and what lies beside it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import TypeAlias

from msgspec import Struct

from newsarchive.model import Moment

__all__ = ["Page", "Resources", "no_resources"]

Resources: TypeAlias = Callable[[str], bytes | None]


def no_resources(url: str) -> bytes | None:
    """Know no file beside the page."""
    del url
    return None


class Page(Struct, frozen=True, kw_only=True):
    """One page, or one document, on its way in.

    ``name`` is how talk names it: ``pages/a.html``, ``crawl.warc.gz#12345``. ``relative`` are the folders
    between the root that the user gave and the page, to keep a tree in the output. ``http_charset`` is the label
    that the server sent, ``captured`` when the page was fetched. ``record_digests`` are the digests that an
    archive of the web recorded for the body, ``sha1:…`` as written there. ``resources`` gives the bytes that
    were saved beside the page under an address as the page writes it, unverified; it can be pickled.
    ``sidecar`` holds facts that stood beside the page in its source: the fields of a feed entry or a JSON line.
    """

    data: bytes
    name: str
    url: str | None = None
    media_type: str | None = None
    http_charset: str | None = None
    captured: Moment | None = None
    record_id: str | None = None
    record_digests: tuple[str, ...] = ()
    relative: str = ""
    resources: Resources = no_resources
    sidecar: tuple[tuple[str, str], ...] = ()

    @property
    def sha256(self) -> str:
        """The SHA-256 of the bytes, in hex."""
        return hashlib.sha256(self.data).hexdigest()

    @property
    def size(self) -> int:
        """The number of bytes."""
        return len(self.data)
