"""Take pages out of JSON lines: one object a line, the page under ``html`` or ``text``, its address under ``url``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, BinaryIO

import msgspec

from newsarchive.model import Moment
from newsarchive.sources.limits import LIMITS, Limits
from newsarchive.sources.page import Fault, Found, Page

__all__ = ["FIELDS", "Fields", "json_pages"]

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2})?(Z|[+-]\d{2}:\d{2})?)?")


class Fields(msgspec.Struct, frozen=True):
    """Under which names a line holds its parts; the first that is there counts."""

    html: tuple[str, ...] = ("html", "raw_html", "body_html", "content_html", "source")
    text: tuple[str, ...] = ("text", "content", "body")
    url: tuple[str, ...] = ("url", "uri", "link")
    captured: tuple[str, ...] = ("captured", "fetched", "crawled", "timestamp")


FIELDS = Fields()


def json_pages(
    file: BinaryIO, name: str, *, fields: Fields = FIELDS, limits: Limits = LIMITS, folder: str | None = None
) -> Iterator[Found]:
    """Yield a page for each line; a line that is no page is a fault that names it."""
    number = pages = 0
    longest = 2 * limits.page
    while line := file.readline(longest + 1):
        number += 1
        where = f"{name}@{number}"
        if len(line) > longest:
            yield Fault(name=where, reason=f"the line is over the limit of {longest} bytes")
            while line and not line.endswith(b"\n"):
                line = file.readline(1 << 20)
            continue
        if not line.strip():
            continue
        found = _page(line, where, fields, folder)
        pages += isinstance(found, Page)
        yield found
    if not number:
        yield Fault(name=name, reason="the file is empty")


def _page(line: bytes, where: str, fields: Fields, folder: str | None) -> Page | Fault:
    try:
        value: Any = msgspec.json.decode(line)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        return Fault(name=where, reason=f"the line is not JSON ({str(error)[:120] or 'nested too deeply'})")
    if not isinstance(value, dict):
        return Fault(name=where, reason="the line is not a JSON object")
    if isinstance(value.get("schema"), str) and value["schema"].startswith("newsarchive/"):
        return Page(
            data=line.strip(), name=where, media_type="application/json", folder=folder, place=where.rpartition("@")[2]
        )
    html, text = _first(value, fields.html), _first(value, fields.text)
    if not html and not text:
        known = ", ".join(sorted(map(str, value))[:8])
        return Fault(
            name=where, reason=f"no page in the line (its fields: {known[:200]}); name the field with --json-field"
        )
    url, captured = _first(value, fields.url), _first(value, fields.captured)
    return Page(
        data=(html or text or "").encode("utf-8", "replace"),
        name=where,
        url=url,
        media_type="text/html" if html else "text/plain",
        captured=Moment(captured) if captured and _DATE.fullmatch(captured) else None,
        folder=folder,
        place=where.rpartition("@")[2],
        sidecar=tuple(sorted((key, item) for key, item in value.items() if isinstance(item, str) and len(item) < 1000)),
    )


def _first(value: dict[str, Any], names: tuple[str, ...]) -> str | None:
    for name in names:
        found = value.get(name)
        if isinstance(found, str) and found.strip():
            return found
    return None
