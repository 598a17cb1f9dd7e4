"""Find the pictures that a page holds in its own text, as ``data:`` addresses (RFC 2397), by a short name for each."""

from __future__ import annotations

import base64
import binascii
import hashlib
import html
import re

__all__ = ["InlinedFiles", "inlined_name"]

_PREFIX = "cid:sha256-"
_START = re.compile(r"data:image/(?!svg)[a-z.+-]{2,20}(?:;[a-z]+=[^;,]{1,40}){0,3};base64,", re.IGNORECASE)
# What an attribute may hold between the comma and its end; white space and character references included.
_WHOLE = re.compile(
    rb"data:image/(?!svg)[A-Za-z.+-]{2,20}(?:;[A-Za-z]+=[^;,\"'<>]{1,40}){0,3};base64,[A-Za-z0-9+/=_\-%&#;\s]{64,}",
    re.IGNORECASE,
)
# A picture that stands in while the real one loads is a blur of a few hundred bytes.
_LEAST = 8000


def inlined_name(address: str) -> str | None:
    """Return the short name of a picture given as a ``data:`` address; None where it is none, or only a stand-in.

    The name is ``cid:sha256-`` and the digest of the bytes: a record need not carry the picture in its text.
    """
    if len(address) < _LEAST or not _START.match(address.lstrip()[:200]):
        return None
    data = _decoded(address)
    return f"{_PREFIX}{hashlib.sha256(data).hexdigest()}" if data else None


class InlinedFiles:
    """The pictures in the text of a page, by the names that ``inlined_name`` gives; looked for when first asked."""

    def __init__(self, page: bytes) -> None:
        """Know the pictures of the page with these bytes (in a charset that contains ASCII)."""
        self._page = page
        self._found: dict[str, bytes] | None = None

    def __call__(self, url: str) -> bytes | None:
        """Return the bytes of a picture, or None."""
        if not url.startswith(_PREFIX):
            return None
        if self._found is None:
            self._found = {}
            for match in _WHOLE.finditer(self._page):
                address = html.unescape(match[0].decode("ascii"))
                if (name := inlined_name(address)) and (data := _decoded(address)):
                    self._found.setdefault(name, data)
        return self._found.get(url)


def _decoded(address: str) -> bytes | None:
    from urllib.parse import unquote

    text = unquote(address.partition(",")[2])
    try:
        return base64.b64decode("".join(text.split()), validate=True) or None
    except (binascii.Error, ValueError):
        return None
