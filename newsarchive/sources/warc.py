"""Take the pages out of an archive of the web: answers with a story in them, each with its record's identity."""

from __future__ import annotations

import base64
import hashlib
import re
from collections import Counter
from collections.abc import Iterator
from typing import BinaryIO

from newsarchive.errors import TooLarge
from newsarchive.model import Moment
from newsarchive.sources.http import Answer, answer_of, charset_of, media_type_of
from newsarchive.sources.kind import looks_like_page, not_text
from newsarchive.sources.limits import LIMITS, Limits
from newsarchive.sources.page import Fault, Found, Page, Resources, Skipped, no_resources
from newsarchive.sources.records import Record, read_records
from newsarchive.sources.slices import Slice

__all__ = ["PAGE_TYPES", "picture_of", "warc_pages"]

PAGE_TYPES = frozenset({"text/html", "application/xhtml+xml", "application/xml", "text/xml"})
_UNTOLD = frozenset(
    {None, "application/octet-stream", "text/plain", "unk", "application/unknown", "application/force-download"}
)
_DATE = re.compile(r"\d{4}(-\d{2}(-\d{2}(T\d{2}:\d{2}(:\d{2})?(\.\d{1,9})?Z?)?)?)?")
_HASHES = {"sha1": 20, "sha256": 32, "md5": 16}


def warc_pages(
    file: BinaryIO, name: str, *, limits: Limits = LIMITS, resources: Resources = no_resources
) -> Iterator[Found]:
    """Yield the pages of a WARC file, what is damaged in it, and how many records are something else."""
    skipped: Counter[str] = Counter()
    pages = faults = 0
    size = file.seek(0, 2)
    file.seek(0)
    for found in read_records(file, name, limit=limits.page, unpacked=limits.unpacked_of(size)):
        if isinstance(found, Fault):
            faults += 1
            yield found
            continue
        page = _page(found, name, limits, resources)
        if isinstance(page, str):
            skipped[page] += 1
        else:
            pages += isinstance(page, Page)
            faults += isinstance(page, Fault)
            yield page
    for reason, count in sorted(skipped.items()):
        yield Skipped(name=name, reason=reason, count=count)
    if not pages and not faults:
        other = ", ".join(f"{count} {reason}" for reason, count in sorted(skipped.items()))
        yield Fault(name=name, reason=f"no page in it ({other or 'no records'})")


def _page(record: Record, name: str, limits: Limits, resources: Resources) -> Page | Fault | str:
    kind = record.fields.get("warc-type", "").lower()
    url = record.fields.get("warc-target-uri", "").strip("<> ") or None
    where = f"{name}@{record.offset}"
    if kind not in ("response", "resource", "conversion"):
        return f"{kind[:20] or 'untyped'} records"
    if record.block is None:
        return Fault(
            name=where,
            reason=f"the record is over the limit of {limits.page} bytes",
            start=record.offset,
            end=record.offset,
        )
    if record.fields.get("warc-truncated"):
        truncated: tuple[str, ...] = (f"the crawler cut the record ({record.fields['warc-truncated'][:40]})",)
    else:
        truncated = ()
    if kind == "response" and "http" in record.fields.get("content-type", "application/http"):
        try:
            answer = answer_of(record.block, limit=limits.page, layers=limits.layers)
        except TooLarge as error:
            return Fault(name=where, reason=str(error), start=record.offset, end=record.offset)
        if answer is None:
            return Fault(name=where, reason="the record holds no HTTP answer", start=record.offset, end=record.offset)
    else:
        fields = {"content-type": record.fields.get("content-type", "")}
        answer = Answer(200, fields, record.block, record.block, record.block)
    content_type = answer.fields.get("content-type")
    if (reason := _no_page(answer, media_type_of(content_type))) is not None:
        return reason
    digests, lies = _digests(record, answer)
    return Page(
        data=answer.body,
        name=where,
        url=url,
        media_type=media_type_of(content_type),
        http_charset=charset_of(content_type),
        captured=_moment(record.fields.get("warc-date", "")),
        record_id=record.fields.get("warc-record-id") or None,
        record_digests=digests,
        place=record.fields.get("warc-record-id") or f"@{record.offset}",
        resources=resources,
        findings=truncated + answer.findings + lies,
    )


def _no_page(answer: Answer, media_type: str | None) -> str | None:
    if 300 <= answer.status < 400:
        return "redirects"
    if answer.status != 200:
        return f"answers with status {answer.status}" if answer.status in (404, 410, 403) else "error answers"
    if media_type not in PAGE_TYPES:
        # Servers send pages as anything; a page that says so itself is one.
        if media_type in _UNTOLD or (media_type or "").startswith("image/"):
            if not looks_like_page(answer.body[:4096]) or not_text(answer.body[:4096]):
                return "records that are no pages"
        else:
            return "records that are no pages"
    return None if answer.body.strip() else "empty answers"


def _digests(record: Record, answer: Answer) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the digests as recorded, and a finding where the payload's is neither of the body as sent nor unchunked."""
    payload = record.fields.get("warc-payload-digest", "")
    recorded = tuple(digest for digest in (payload, record.fields.get("warc-block-digest", "")) if digest)
    algorithm, _, value = payload.partition(":")
    algorithm = algorithm.lower().replace("-", "")
    if algorithm not in _HASHES or not value:
        return recorded, ()
    wanted = _raw_digest(value.strip(), _HASHES[algorithm])
    if wanted is None:
        return recorded, (f"the recorded digest {payload[:80]!r} cannot be read",)
    readings = {answer.stored, answer.unchunked, answer.body}
    if any(hashlib.new(algorithm, reading, usedforsecurity=False).digest() == wanted for reading in readings):
        return recorded, ()
    return recorded, (f"the body does not have the digest that was recorded ({payload[:80]})",)


def _raw_digest(value: str, size: int) -> bytes | None:
    try:
        return (
            bytes.fromhex(value)
            if len(value) == 2 * size
            else base64.b32decode(value.upper() + "=" * (-len(value) % 8))
        )
    except ValueError:
        return None


def _moment(value: str) -> Moment | None:
    """Read a WARC-Date; a fraction of a second is left out, since no article needs it."""
    if not _DATE.fullmatch(value):
        return None
    date, _, time = value.partition("T")
    return Moment(f"{date}T{time[:8]}{'Z' if value.endswith('Z') else ''}".rstrip("T") if time else date)


def picture_of(file: BinaryIO, offset: int, *, limit: int) -> bytes | None:
    """Return the body of the answer whose record starts at ``offset``, or None."""
    for found in read_records(Slice(file, offset), "", limit=limit, unpacked=limit * 2):  # type: ignore[arg-type]
        if not isinstance(found, Record) or found.block is None:
            return None
        try:
            answer = answer_of(found.block, limit=limit)
        except TooLarge:
            return None
        return answer.body if answer and answer.status == 200 else None
    return None
