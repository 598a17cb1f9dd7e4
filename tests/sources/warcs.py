"""Make small archives of the web, whole and damaged, from invented pages."""

from __future__ import annotations

import base64
import gzip
import hashlib


def page(number: int = 1, words: str = "") -> bytes:
    paragraphs = "".join(
        f"<p>The harbour board of Kelsey met for the {number}th time on Monday, and part {part} of its plan was read aloud "
        f"to the owners of the {part + number} boats that lie there in winter.</p>"
        for part in range(8)
    )
    return (
        f"<!DOCTYPE html><html lang=en><head><meta charset=utf-8><title>Harbour plan {number}</title></head><body><article>"
        f"<h1>Harbour plan number {number}</h1>{paragraphs}<p>{words}</p></article></body></html>"
    ).encode()


def answer(body: bytes, *fields: str, status: str = "200 OK", media_type: str = "text/html; charset=utf-8") -> bytes:
    head = [f"HTTP/1.1 {status}", f"Content-Type: {media_type}", *fields]
    return "\r\n".join(head).encode() + b"\r\n\r\n" + body


def record(
    block: bytes,
    *fields: str,
    kind: str = "response",
    url: str = "https://news.example.org/story.html",
    number: int = 1,
    length: int | str | None = None,
    media_type: str = "application/http; msgtype=response",
) -> bytes:
    head = [
        "WARC/1.1",
        f"WARC-Type: {kind}",
        f"WARC-Target-URI: {url}",
        "WARC-Date: 2024-03-01T06:00:00Z",
        f"WARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-{number:012d}>",
        f"Content-Type: {media_type}",
        *fields,
        f"Content-Length: {len(block) if length is None else length}",
    ]
    return "\r\n".join(head).encode() + b"\r\n\r\n" + block + b"\r\n\r\n"


def digest(body: bytes) -> str:
    return "WARC-Payload-Digest: sha1:" + base64.b32encode(hashlib.sha1(body).digest()).decode()


def stories(count: int) -> list[bytes]:
    return [
        record(answer(page(number)), url=f"https://news.example.org/{number}.html", number=number)
        for number in range(1, count + 1)
    ]


def members(records: list[bytes]) -> list[bytes]:
    return [gzip.compress(one, mtime=0) for one in records]
