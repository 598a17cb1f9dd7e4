"""Take a page and its pictures out of an MHTML message, as browsers save it (RFC 2557)."""

from __future__ import annotations

import base64
import binascii
import re
from datetime import UTC
from email.utils import parsedate_to_datetime

from newsarchive.errors import UnreadableInput
from newsarchive.model import Moment
from newsarchive.sources.beside import PartFiles
from newsarchive.sources.http import charset_of, media_type_of
from newsarchive.sources.page import Page

__all__ = ["is_cut", "mhtml_page"]

_PARTS = 10_000
_CUT = "the message is cut off: its last boundary is missing"
_DEPTH = 3
_BOUNDARY = re.compile(r"""boundary\s{0,8}=\s{0,8}(?:"([^"]{1,200})"|([^\s;]{1,200}))""", re.IGNORECASE)
_START = re.compile(r"""start\s{0,8}=\s{0,8}"?<?([^">;\s]{1,400})>?"?""", re.IGNORECASE)


def mhtml_page(data: bytes, name: str, *, folder: str | None = None, place: str = "") -> Page:
    """Return the page of a message, its other parts as the files beside it.

    A message that is cut off gives what it holds.

    Raises:
        UnreadableInput: the message has no page in it.
    """
    fields, body = _entity(data)
    found = _BOUNDARY.search(fields.get("content-type", ""))
    if not found:
        parts = [(fields, body)]
        findings: tuple[str, ...] = ()
    else:
        parts, whole = _parts(body, _bytes_of(found))
        findings = () if whole else (_CUT,)
    start = _START.search(fields.get("content-type", ""))
    files: dict[str, bytes] = {}
    page: tuple[dict[str, str], bytes] | None = None
    for part_fields, raw in parts:
        content = _decoded(raw, part_fields.get("content-transfer-encoding", ""))
        identity = part_fields.get("content-id", "").strip("<> ")
        if media_type_of(part_fields.get("content-type")) in ("text/html", "application/xhtml+xml"):
            if page is None or (start and identity == start[1]):
                page = (part_fields, content)
            continue
        if location := part_fields.get("content-location", "").strip():
            files.setdefault(location, content)
        if identity:
            files.setdefault(f"cid:{identity}", content)
    if page is None:
        raise UnreadableInput(f"{name}: the message has no HTML part")
    url = page[0].get("content-location") or fields.get("snapshot-content-location") or ""
    return Page(
        data=page[1],
        name=name,
        url=url if url.lower().startswith(("http://", "https://")) else None,
        media_type="text/html",
        http_charset=charset_of(page[0].get("content-type")),
        captured=_moment(fields.get("date", "")),
        folder=folder,
        place=place,
        resources=PartFiles(files),
        findings=findings,
    )


def is_cut(page: Page) -> bool:
    """Tell whether a message is cut off inside its page, rather than in a picture that follows."""
    return _CUT in page.findings and b"</html" not in page.data[-2000:].lower()


def _entity(data: bytes) -> tuple[dict[str, str], bytes]:
    data = data.lstrip(b"\r\n \t") if data[:4].isspace() else data
    ends = [(at, len(mark)) for mark in (b"\r\n\r\n", b"\n\n") if (at := data.find(mark, 0, 1 << 18)) >= 0]
    at, length = min(ends, default=(len(data), 0))
    head = re.sub(rb"\r?\n[ \t]+", b" ", data[:at])
    fields: dict[str, str] = {}
    for line in head.split(b"\n"):
        name, colon, value = line.partition(b":")
        if colon:
            fields.setdefault(name.strip().lower().decode("latin-1"), value.strip().decode("utf-8", "replace"))
    return fields, data[at + length :]


def _parts(body: bytes, boundary: bytes, depth: int = _DEPTH) -> tuple[list[tuple[dict[str, str], bytes]], bool]:
    pieces = re.split(rb"(?:^|\r?\n)--" + re.escape(boundary) + rb"(--)?[ \t]{0,40}(?=\r?\n|$)", body, maxsplit=_PARTS)
    # The text before the first boundary, then for each boundary its closing dashes and what follows.
    parts: list[tuple[dict[str, str], bytes]] = []
    for dashes, piece in zip(pieces[1::2], pieces[2::2], strict=False):
        if dashes:
            return parts, True
        fields, inner = _entity(piece.removeprefix(b"\r").removeprefix(b"\n"))
        found = _BOUNDARY.search(fields.get("content-type", "")) if depth else None
        if found and fields["content-type"].lower().startswith("multipart/"):
            # Mail programs put the page into an alternative to its plain text (RFC 2557, section 9.1).
            parts += _parts(inner, _bytes_of(found), depth - 1)[0]
        else:
            parts.append((fields, inner))
    return parts, False


def _bytes_of(boundary: re.Match[str]) -> bytes:
    return (boundary[1] or boundary[2]).encode("latin-1", "replace")


def _decoded(data: bytes, coding: str) -> bytes:
    coding = coding.strip().lower()
    if coding == "quoted-printable":
        return binascii.a2b_qp(data)
    if coding == "base64":
        letters = re.sub(rb"[^A-Za-z0-9+/]", b"", data)
        return base64.b64decode(letters[: len(letters) // 4 * 4] + _last(letters))
    return data


def _last(letters: bytes) -> bytes:
    rest = letters[len(letters) // 4 * 4 :]
    return rest + b"=" * (-len(rest) % 4) if len(rest) > 1 else b""


def _moment(value: str) -> Moment | None:
    try:
        return Moment(parsedate_to_datetime(value).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"))
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
