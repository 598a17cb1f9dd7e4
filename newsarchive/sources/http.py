"""Take the answer of a server apart, as an archive of the web stored it: status, fields, and the body as a reader saw it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from newsarchive.errors import TooLarge
from newsarchive.sources.inflate import Coding, inflate, packing_of

__all__ = ["Answer", "answer_of", "charset_of", "media_type_of"]

_STATUS = re.compile(rb"HTTP/\d(?:\.\d)?[ \t]+(\d{3})")
_HEADER = 1 << 18
_CHUNK = re.compile(rb"[ \t]{0,8}([0-9A-Fa-f]{1,12})[ \t]{0,8}(?:;[^\r\n]{0,4096})?\r?\n")
_CODINGS: dict[str, Coding] = {
    "gzip": "gzip", "x-gzip": "gzip", "deflate": "deflate", "br": "br", "zstd": "zstd",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer: ``stored`` is the body as it came over the wire, ``body`` without its codings.

    ``unchunked`` differs from ``stored`` where the body was sent in chunks: tools take the digest of either.
    ``findings`` says what was odd.
    """

    status: int
    fields: dict[str, str]
    stored: bytes
    unchunked: bytes
    body: bytes
    findings: tuple[str, ...] = field(default=())


def answer_of(block: bytes, *, limit: int, layers: int = 4) -> Answer | None:
    """Take an answer apart; None where the bytes are no HTTP answer.

    Codings are undone whatever order they come in; a body that only says that it is packed is taken as it is.

    Raises:
        TooLarge: the body unpacks to more than ``limit``, or has more than ``layers`` codings.
    """
    status = _STATUS.match(block[:64])
    if not status:
        return None
    ends = [at + len(mark) for mark in (b"\r\n\r\n", b"\n\n") if (at := block.find(mark, 0, _HEADER)) >= 0]
    end = min(ends, default=len(block))
    fields = _fields(block[:end])
    stored = unchunked = block[end:]
    findings: list[str] = []
    if "chunked" in fields.get("transfer-encoding", "").lower():
        unchunked, finding = _unchunked(stored)
        findings += [finding] if finding else []
    body = unchunked
    codings = [part.strip() for part in fields.get("content-encoding", "").lower().split(",") if part.strip()]
    # A transfer coding may pack as well (RFC 9112, section 6.1).
    codings += [
        part.strip() for part in fields.get("transfer-encoding", "").lower().split(",") if part.strip() in _CODINGS
    ]
    if len(codings) > layers:
        raise TooLarge(f"the body has {len(codings)} content codings, the limit is {layers}")
    for name in reversed(codings):
        body, finding = _decoded(body, name, limit)
        findings += [finding] if finding else []
    return Answer(int(status[1]), fields, stored, unchunked, body, tuple(findings))


def _fields(head: bytes) -> dict[str, str]:
    fields: dict[str, str] = {}
    for line in head.split(b"\n")[1:]:
        name, colon, value = line.partition(b":")
        if colon and name:
            fields.setdefault(name.strip().lower().decode("latin-1"), value.strip().decode("utf-8", "replace"))
    return fields


def _unchunked(data: bytes) -> tuple[bytes, str | None]:
    """Join the chunks of a body (RFC 9112, section 7.1); a body that is not in chunks comes back as it is."""
    parts: list[bytes] = []
    position = 0
    while found := _CHUNK.match(data, position):
        size = int(found[1], 16)
        if size == 0:
            return b"".join(parts), None
        part = data[found.end() : found.end() + size]
        parts.append(part)
        position = found.end() + size
        if len(part) < size:
            return b"".join(parts), "the last chunk of the body is cut"
        if data.startswith(b"\r\n", position):
            position += 2
        elif data.startswith(b"\n", position):
            position += 1
    if not parts:
        return data, "the body is said to be in chunks and is not"
    rest = data[position:]
    return b"".join(
        parts
    ), f"{len(rest)} bytes after a broken chunk were left out" if rest else "the last chunk is missing"


def _decoded(data: bytes, name: str, limit: int) -> tuple[bytes, str | None]:
    if name in ("identity", "none", "utf-8", ""):
        return data, None
    coding = _CODINGS.get(name)
    if coding is None:
        return data, f"the content coding {name[:40]!r} is not known; the body is taken as it is"
    if not data:
        return data, None
    if coding in ("gzip", "zstd") and packing_of(data) != coding:
        return data, f"the body is said to be {coding} and is not"
    found = inflate(data, coding, limit=limit)
    if found.over:
        raise TooLarge(f"the body unpacks to more than {limit} bytes")
    if found.problem and not found.data:
        return data, f"the body is said to be {coding} and is not"
    return found.data, f"the packed body is {found.problem}" if found.problem else None


def media_type_of(content_type: str | None) -> str | None:
    """Return the media type of a Content-Type field, in lower case.

    >>> media_type_of("Text/HTML; charset=utf-8")
    'text/html'
    """
    if not content_type:
        return None
    return content_type.partition(";")[0].strip().lower()[:200] or None


def charset_of(content_type: str | None) -> str | None:
    """Return the charset label of a Content-Type field.

    >>> charset_of('text/html; charset="KOI8-R"')
    'KOI8-R'
    """
    found = re.search(
        r"""charset\s{0,8}=\s{0,8}["']?([A-Za-z0-9_:.+\-]{1,40})""", (content_type or "")[:400], re.IGNORECASE
    )
    return found[1] if found else None
