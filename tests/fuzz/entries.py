"""Name every door through which bytes of strangers come in, each as a function that must not fail.

What a door may do with bad bytes: refuse them with a NewsArchiveError, or give what it can. Anything else is a finding.
"""

from __future__ import annotations

import gzip
import io
import zipfile
from collections.abc import Callable
from itertools import islice

from newsarchive.errors import NewsArchiveError

LIMIT = 1 << 20


def charset(data: bytes) -> None:
    from newsarchive.sources.encoding import decode

    label, _, rest = data.partition(b"\n")
    decode(rest, http_charset=label[:40].decode("latin-1")).text.encode("utf-8", "surrogatepass")


def packed(data: bytes) -> None:
    from newsarchive.sources.inflate import inflate

    for coding in ("gzip", "deflate", "br", "zstd"):
        assert len(inflate(data, coding, limit=LIMIT).data) <= LIMIT


def answer(data: bytes) -> None:
    from newsarchive.sources.http import answer_of

    answer_of(data, limit=LIMIT)


def warc(data: bytes) -> None:
    from newsarchive.sources.limits import Limits
    from newsarchive.sources.warc import warc_pages

    for found in warc_pages(io.BytesIO(data), "x.warc", limits=Limits(page=LIMIT, unpacked=4 * LIMIT)):
        str(found)


def mhtml(data: bytes) -> None:
    from newsarchive.sources.mhtml import mhtml_page

    mhtml_page(data, "x.mhtml").resources("cid:x")


def json_lines(data: bytes) -> None:
    from newsarchive.sources.jsonl import json_pages

    list(json_pages(io.BytesIO(data), "x.jsonl"))


def feed(data: bytes) -> None:
    from newsarchive.sources.feeds import feed_pages

    list(feed_pages(data, "x.xml"))


def zipped(data: bytes) -> None:
    from newsarchive.sources.limits import Limits
    from newsarchive.sources.page import no_resources
    from newsarchive.sources.zipped import zip_pages

    def member(raw: bytes, name: str, folder: str, resources: object) -> object:
        del raw, folder, resources
        yield name

    limits = Limits(page=LIMIT, unpacked=4 * LIMIT)
    found = zip_pages(io.BytesIO(data), "x.zip", wanted=lambda _: "", member=member, limits=limits)  # type: ignore[arg-type]
    list(islice(found, 1000))
    assert no_resources("x") is None


def names(data: bytes) -> None:
    from newsarchive.batch.names import folder_of, name_of, portable
    from newsarchive.model import Article

    text = data.decode("utf-8", "surrogateescape")
    name = name_of(Article(headline=text), "0" * 64) + folder_of(text, Article()) + portable(text)
    assert "\0" not in name
    name.encode("utf-8")


def article(data: bytes) -> None:
    """Read whatever it is, the way the library does, and write what was read."""
    from newsarchive.verbs import dumps, loads

    dumps(loads(data), "json")


ENTRIES: dict[str, Callable[[bytes], None]] = {
    door.__name__: door for door in (charset, packed, answer, warc, mhtml, json_lines, feed, zipped, names, article)
}


def knock(name: str, data: bytes) -> None:
    """Bring bytes to a door; a refusal in our own words is an answer."""
    try:
        ENTRIES[name](data)
    except NewsArchiveError:
        return


PAGE = (
    b"<!DOCTYPE html><html lang=en><head><meta charset=utf-8><title>Harbour plan | Example News</title>"
    b'<script type="application/ld+json">{"@type":"NewsArticle","headline":"Harbour plan","datePublished":"2024-03-01"}</script>'
    b"</head><body><nav><a href=/>Home</a></nav><article><h1>Harbour plan</h1><p>KELSEY - The board met on Monday.</p>"
    b"<figure><img src=boat.png><figcaption>A boat. THE EXAMPLE PRESS/Kim Osei</figcaption></figure><table><tr><td>1</table>"
    b"<p>It read its plan aloud to the owners of boats, who listened for an hour and said nothing at all.</p></article>"
)


def _zip() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(zipfile.ZipInfo("a/story.html"), PAGE)
    return out.getvalue()


_HTTP = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n%x\r\n%s\r\n0\r\n\r\n" % (
    len(PAGE),
    PAGE,
)
_WARC = (
    b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://news.example.org/1\r\nWARC-Date: 2024-03-01T06:00:00Z\r\n"
    b"Content-Type: application/http\r\nContent-Length: %d\r\n\r\n%s\r\n\r\n" % (len(_HTTP), _HTTP)
)
SEEDS: dict[str, list[bytes]] = {
    "charset": [
        b"utf-8\n" + PAGE,
        b"shift_jis\n" + PAGE.replace(b"KELSEY", "港".encode("cp932")),
        b"\n\xff\xfe" + PAGE[:80],
    ],
    "packed": [gzip.compress(PAGE, mtime=0)],
    "answer": [_HTTP],
    "warc": [_WARC * 2, gzip.compress(_WARC, mtime=0) * 3],
    "mhtml": [
        b'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="b"\r\n\r\n--b\r\nContent-Type: text/html\r\n'
        b"Content-Transfer-Encoding: quoted-printable\r\n\r\n" + PAGE.replace(b"=", b"=3D") + b"\r\n--b--\r\n"
    ],
    "json_lines": [b'{"url":"https://news.example.org/1","html":"<p>Rain.</p>"}\n' * 3],
    "feed": [
        b"<rss><channel><item><title>x</title><description>" + b"Rain. " * 60 + b"</description></item></channel></rss>"
    ],
    "zipped": [_zip()],
    "names": [b"../../etc/passwd", "Québec’s “Port” \u202egpj".encode(), b"CON.txt\xff"],
    "article": [
        PAGE,
        b"Harbour plan approved\n\nKELSEY - The board met on Monday.\n\n" * 5,
        b'{"schema":"newsarchive/1","headline":"x"}',
    ],
}
