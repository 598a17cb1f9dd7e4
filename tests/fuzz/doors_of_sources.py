"""The doors of ``newsarchive.sources``: encodings, packings, archives, feeds, lists, pictures."""

from __future__ import annotations

import base64
import gzip
import io
import os
import tempfile
import zipfile
from collections.abc import Callable
from itertools import islice
from pathlib import Path
from typing import BinaryIO

from made import PAGE, picture

LIMIT = 1 << 20
_FEW = 1000


def charset(data: bytes) -> None:
    from newsarchive.sources.encoding import decode

    label, _, rest = data.partition(b"\n")
    decode(rest, http_charset=label[:40].decode("latin-1")).text.encode("utf-8", "surrogatepass")


def packed(data: bytes) -> None:
    from newsarchive.sources.inflate import inflate
    from newsarchive.sources.unpacking import Unpacking

    for coding in ("gzip", "deflate", "br", "zstd"):
        whole = inflate(data, coding, limit=LIMIT)
        assert len(whole.data) <= LIMIT
        if coding != "deflate":
            stream = Unpacking(io.BytesIO(data), coding, limit=LIMIT)
            read = io.BufferedReader(stream).read()
            assert len(read) <= LIMIT
            # In pieces it comes to the same.
            assert whole.over or whole.problem or (read, stream.problem) == (whole.data, None)


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

    list(feed_pages(io.BytesIO(data), "x.xml"))


def sitemap(data: bytes) -> None:
    from newsarchive.sources.sitemaps import Sitemaps

    Sitemaps().add(data, "a")


def zipped(data: bytes) -> None:
    from newsarchive.sources.limits import Limits
    from newsarchive.sources.sitemaps import Sitemaps, is_sitemap_name
    from newsarchive.sources.warc import warc_pages
    from newsarchive.sources.zipped import Openers, zip_pages

    limits = Limits(page=LIMIT, unpacked=4 * LIMIT)

    def member(raw: bytes, name: str, folder: str, resources: object) -> object:
        del raw, folder, resources
        yield name

    def web_archive(file: BinaryIO, name: str, _: object) -> object:
        return warc_pages(file, name, limits=limits)

    def stream(opened: BinaryIO, name: str, folder: str) -> object:
        del folder
        opened.read(LIMIT)
        yield name

    openers = Openers(
        wanted=lambda name, head: "" if head() or name else "no member",
        is_streamed=lambda name: name.endswith(".jsonl"),
        is_sitemap=is_sitemap_name,
        member=member,  # type: ignore[arg-type]
        stream=stream,  # type: ignore[arg-type]
        web_archive=web_archive,  # type: ignore[arg-type]
        sitemap=Sitemaps().add,
    )
    found = zip_pages(io.BytesIO(data), "x.zip", openers, limits=limits)
    list(islice(found, _FEW))


def source(data: bytes) -> None:
    """Open a file of any name, as a run does: the first line is the name."""
    from newsarchive.sources.files import open_source
    from newsarchive.sources.limits import Limits
    from newsarchive.sources.page import Page

    name, _, rest = data.partition(b"\n")
    plain = bytes(byte for byte in name[:60] if byte not in b"/\0") or b"x"
    with tempfile.TemporaryDirectory(prefix="fuzz-") as folder:
        path = Path(folder) / ("x" + os.fsdecode(plain))
        path.write_bytes(rest)
        for where in (str(path), folder):
            for found in islice(open_source(where, limits=Limits(page=LIMIT, unpacked=4 * LIMIT), album=folder), _FEW):
                found.name.encode("utf-8")
                if isinstance(found, Page):
                    assert len(found.data) <= LIMIT
                    found.key.encode("ascii")
                    found.resources("a/b.png")


def beside(data: bytes) -> None:
    """Look for a picture under any address: nothing outside of the folder is ever opened."""
    from newsarchive.sources.beside import FolderFiles, PartFiles, ZipFiles

    address = data.decode("utf-8", "surrogateescape")
    with tempfile.TemporaryDirectory(prefix="fuzz-") as folder:
        (Path(folder) / "site" / "a").mkdir(parents=True)
        (Path(folder) / "secret").write_bytes(b"secret")
        assert FolderFiles(str(Path(folder) / "site"), "a")(address) is None
    PartFiles({})(address)
    ZipFiles(__file__)(address)


def pixels(data: bytes) -> None:
    from newsarchive.sources.pictures import picture_facts, scaled, verified

    picture_facts(data)
    scaled(verified(data), longest=40)


def listed(data: bytes) -> None:
    from newsarchive.sources.files import listed as read_list

    with tempfile.NamedTemporaryFile(prefix="fuzz-") as file:
        file.write(data)
        file.flush()
        for name in read_list(file.name):
            os.fsencode(name)


DOORS: tuple[Callable[[bytes], None], ...] = (
    charset,
    packed,
    answer,
    warc,
    mhtml,
    json_lines,
    feed,
    sitemap,
    zipped,
    source,
    beside,
    pixels,
    listed,
)


def _zip() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(zipfile.ZipInfo("a/story.html"), PAGE)
        archive.writestr(zipfile.ZipInfo("archive/data.warc.gz"), gzip.compress(_WARC, mtime=0))
        archive.writestr(zipfile.ZipInfo("a/boat.png"), picture())
    return out.getvalue()


_HTTP = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n%x\r\n%s\r\n0\r\n\r\n" % (
    len(PAGE),
    PAGE,
)
_PACKED_PAGE = gzip.compress(PAGE, mtime=0)
_HTTP_PACKED = (
    b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Encoding: gzip\r\n\r\n" + _PACKED_PAGE
)
_WARC = (
    b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://news.example.org/1\r\nWARC-Date: 2024-03-01T06:00:00Z\r\n"
    b"Content-Type: application/http\r\nContent-Length: %d\r\n\r\n%s\r\n\r\n" % (len(_HTTP), _HTTP)
)
_MHTML = (
    b'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="b"\r\n\r\n--b\r\nContent-Type: text/html\r\n'
    b"Content-Transfer-Encoding: quoted-printable\r\n\r\n"
    + PAGE.replace(b"=", b"=3D")
    + b"\r\n--b\r\nContent-Type: image/png"
    b"\r\nContent-ID: <x>\r\nContent-Transfer-Encoding: base64\r\n\r\n" + base64.b64encode(picture()) + b"\r\n--b--\r\n"
)
_LINE = b'{"url":"https://news.example.org/1","title":"Rain","author":"Kim Osei","date":"2024-03-01","html":"<p>Rain.</p>"}\n'
_RSS = (
    b'<?xml version="1.0" encoding="utf-8"?><rss xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><language>en</language>'
    b"<item><title>Rain</title><link>https://news.example.org/1</link><dc:creator>Kim Osei</dc:creator><pubDate>Fri, 01 Mar 2024 "
    b"07:00:00 +0000</pubDate><description>" + b"Rain fell. " * 30 + b"</description></item></channel></rss>"
)
_ATOM = (
    b'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><entry><title>Rain</title><link href="https://news.example.org/1"/>'
    b'<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>'
    + b"Rain fell. " * 30
    + b"</p></div></content></entry></feed>"
)
_SITEMAP = (
    b'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"><url>'
    b"<loc>https://news.example.org/1</loc><news:news><news:publication><news:name>Example News</news:name><news:language>en"
    b"</news:language></news:publication><news:publication_date>2024-03-01</news:publication_date><news:title>Rain</news:title>"
    b"</news:news></url></urlset>"
)

SEEDS: dict[str, list[bytes]] = {
    "charset": [
        b"utf-8\n" + PAGE,
        b"shift_jis\n" + PAGE.replace(b"KELSEY", "港".encode("cp932")),
        b"\n\xff\xfe" + PAGE[:80],
        b"\n" + PAGE.replace(b"KELSEY", "Żółć".encode("iso-8859-2")),
        b"\n" + PAGE[:200].decode().encode("utf-16-le"),
        b"\n\x1b$B%K%e\x1b(B" + PAGE,
    ],
    "packed": [_PACKED_PAGE],
    "answer": [_HTTP, _HTTP_PACKED],
    "warc": [_WARC * 2, gzip.compress(_WARC, mtime=0) * 3],
    "mhtml": [_MHTML],
    "json_lines": [_LINE * 3],
    "feed": [_RSS, _ATOM],
    "sitemap": [_SITEMAP],
    "zipped": [_zip()],
    "source": [
        b".html\n" + PAGE,
        b".html.gz\n" + _PACKED_PAGE,
        b".warc\n" + _WARC,
        b".warc.gz\n" + gzip.compress(_WARC, mtime=0) * 2,
        b".wacz\n" + _zip(),
        b".mhtml\n" + _MHTML,
        b".jsonl\n" + _LINE * 2,
        b".xml\n" + _RSS,
        b".xml\n" + _ATOM,
        b"sitemap.xml\n" + _SITEMAP,
        b".html.toml\n" + b'drop = ["p"]\n',
    ],
    "beside": [
        b"../../secret",
        b"/secret",
        b"%2e%2e/secret",
        b"file:///etc/passwd",
        b"https://news.example.org/a.png?x=1",
    ],
    "pixels": [picture(), picture("JPEG"), picture("GIF"), picture("WEBP"), picture("TIFF"), picture("BMP")],
    "listed": [b"a.html\nb.html\r\n# no\n\n", b"a.html\0b.html\0"],
}
