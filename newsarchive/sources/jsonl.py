"""Take pages out of JSON lines: one object a line, the page under ``html`` or ``text``, its address under ``url``."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, BinaryIO

import msgspec

from newsarchive.model import Moment
from newsarchive.model.gate import cleaned
from newsarchive.sources.kind import looks_like_document
from newsarchive.sources.limits import LIMITS, Limits
from newsarchive.sources.page import Aside, Fault, Found, Page

__all__ = ["FIELDS", "Fields", "begin_lines", "json_pages"]

_MARK = b"\xef\xbb\xbf"
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2})?(Z|[+-]\d{2}:\d{2})?)?")


class Fields(msgspec.Struct, frozen=True):
    """Under which names a line holds its parts; the first that is there counts."""

    html: tuple[str, ...] = ("html", "raw_html", "body_html", "content_html", "source")
    text: tuple[str, ...] = ("text", "content", "body")
    url: tuple[str, ...] = ("url", "uri", "link")
    captured: tuple[str, ...] = ("captured", "fetched", "crawled", "timestamp")
    headline: tuple[str, ...] = ("headline", "title")
    byline: tuple[str, ...] = ("byline", "author", "authors", "creator")
    published: tuple[str, ...] = (
        "published",
        "date",
        "datePublished",
        "date_published",
        "publish_date",
        "published_at",
        "pubdate",
    )
    updated: tuple[str, ...] = ("updated", "modified", "dateModified", "date_modified", "updated_at")
    publisher: tuple[str, ...] = ("publisher", "sitename", "site_name")
    language: tuple[str, ...] = ("language", "lang")
    rights: tuple[str, ...] = ("rights", "copyright", "license")


FIELDS = Fields()


def json_pages(
    file: BinaryIO, name: str, *, fields: Fields = FIELDS, limits: Limits = LIMITS, folder: str | None = None
) -> Iterator[Found]:
    """Yield a page for each line; a line that is no page is a fault that names it."""
    number = in_a_row = 0
    longest = 2 * limits.page
    while line := file.readline(longest + 1):
        number += 1
        where = f"{name}@{number}"
        if number == 1:
            line = line.removeprefix(_MARK)
        if len(line) > longest:
            yield Fault(name=where, reason=f"the line is over the limit of {longest} bytes")
            while line and not line.endswith(b"\n"):
                line = file.readline(1 << 20)
            continue
        if not line.strip():
            continue
        found = _page(line, where, fields, folder)
        if isinstance(found, Page) and found.size > limits.page:
            found = Fault(name=where, reason=f"the page is over the limit of {limits.page} bytes")
        in_a_row = 0 if isinstance(found, Page) else in_a_row + 1
        if in_a_row > _IN_A_ROW:
            yield Fault(name=name, reason=f"{_IN_A_ROW} lines in a row hold no page; the rest of the file was not read")
            return
        yield found
    if not number:
        yield Fault(name=name, reason="the file is empty")


def begin_lines(line: bytes, following: bytes, fields: Fields = FIELDS) -> bool:
    """Tell whether a first line, and what follows it, are JSON lines: the name of standard input does not say.

    A line that holds no page is taken for one only where an object follows, since a document may stand on one line.
    """
    line = line.removeprefix(_MARK)
    if line.lstrip()[:1] != b"{":
        return False
    try:
        value = _value(line)
    except (ValueError, RecursionError):
        return False
    if following.strip():
        return following.lstrip()[:1] == b"{"
    held = isinstance(value, dict) and (_first(value, fields.html) or _first(value, fields.text))
    return bool(held) and not looks_like_document(line)


def _value(line: bytes) -> Any:
    """Read a line of JSON; halves of surrogate pairs, which JavaScript writes where it cuts a text, are no reason to lose it.

    Raises:
        ValueError: it is no JSON.
        RecursionError: it is nested too deeply.
    """
    try:
        return msgspec.json.decode(line)
    except (msgspec.DecodeError, UnicodeDecodeError):
        if b"\\ud" not in line and b"\\uD" not in line:
            raise
        return cleaned(json.loads(line))


def _page(line: bytes, where: str, fields: Fields, folder: str | None) -> Page | Fault:
    try:
        value: Any = _value(line)
    except (ValueError, RecursionError) as error:
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
    aside = _aside(value, fields)
    findings: tuple[str, ...] = ()
    headline = next((told.text for told in aside if told.fact == "headline"), "")
    if not html and text and headline and headline not in text[:_OPENING]:
        # A text that a crawler took out of its page begins with its first sentence, which would be taken for the headline.
        text = f"{headline}\n\n{text}"
        findings = ("the headline that stood beside the text was put before it",)
    return Page(
        data=(html or text or "").encode("utf-8", "replace"),
        name=where,
        url=url,
        media_type="text/html" if html else "text/plain",
        captured=Moment(captured) if captured and _DATE.fullmatch(captured) else None,
        folder=folder,
        place=where.rpartition("@")[2],
        sidecar=aside,
        findings=findings,
    )


_TOLD = ("headline", "byline", "published", "updated", "publisher", "language", "rights")
_LONGEST = 1000
_OPENING = 2000
_IN_A_ROW = 10_000


def _aside(value: dict[str, Any], fields: Fields) -> tuple[Aside, ...]:
    """Return the facts that stand beside the page; of several names for one fact the first that says something counts."""
    found = []
    for fact in _TOLD:
        for name in getattr(fields, fact):
            said = value.get(name)
            text = ", ".join(part for part in said if isinstance(part, str)) if isinstance(said, list) else said
            if isinstance(text, str) and text.strip() and len(text) <= _LONGEST:
                found.append(Aside(fact, text.strip(), f"{name} in the line of JSON"))
                break
    return tuple(found)


def _first(value: dict[str, Any], names: tuple[str, ...]) -> str | None:
    for name in names:
        found = value.get(name)
        if isinstance(found, str) and found.strip():
            return found
    return None
