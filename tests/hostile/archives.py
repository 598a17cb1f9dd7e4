"""Invent hostile archives, feeds and messages; what each may give is said beside it: stories, a refusal, or either."""

from __future__ import annotations

import base64
import gzip
import io
import struct
import zipfile
import zlib
from typing import Literal, TypeAlias

from pages import page

Outcome: TypeAlias = Literal["story", "refused", "any"]
Case: TypeAlias = tuple[str, bytes, Outcome]

STORY = page().encode()


def _zip(*members: tuple[str | zipfile.ZipInfo, bytes], packing: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", packing) as archive:
        for name, data in members:
            info = zipfile.ZipInfo(name) if isinstance(name, str) else name
            info.compress_type = packing
            archive.writestr(info, data)
    return out.getvalue()


def _linked(name: str, mode: int) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name)
    info.external_attr = mode << 16
    return info


def _patched(data: bytes, signature: bytes, offset: int, value: bytes) -> bytes:
    at = data.rindex(signature) + offset
    return data[:at] + value + data[at + len(value) :]


def zips() -> list[Case]:
    inner = _zip(("a.html", STORY))
    for _ in range(6):
        inner = _zip(("a.zip", inner), ("b.zip", inner))
    plain = _zip(("a.html", STORY))
    paths = ("../../up.html", "/etc/cron.d/x.html", "C:\\x.html", "a\\..\\..\\x.html", "a/../../../x.html", "\u202elmth.html", "x" * 5000 + ".html", "con.html", "a\x01b.html", "~/x.html", "-rf.html")  # fmt: skip
    return [
        ("climbing.zip", _zip(*((path, STORY.replace(b"approved", b"%d" % n)) for n, path in enumerate(paths))), "story"),
        ("doubles.zip", _zip(*((("a.html", STORY),) * 1), ("A.HTML", STORY + b" "), ("a.html/", b"")), "story"),
        ("links.zip", _zip((_linked("passwd.html", 0o120777), b"/etc/passwd"), (_linked("pipe.html", 0o010666), b""), ("a.html", STORY)), "story"),
        ("nested.zip", inner, "any"),
        ("empties.zip", _zip(*((f"{n}.html", b"") for n in range(3000))), "refused"),
        ("bomb.zip", _zip(("a.html", STORY + b" " * (200 << 20))), "refused"),
        ("wrong-sum.zip", _patched(plain, b"PK\x01\x02", 16, b"\0\0\0\0"), "refused"),
        ("encrypted.zip", _patched(plain, b"PK\x01\x02", 8, b"\x01\0"), "refused"),
        ("method.zip", _patched(plain, b"PK\x01\x02", 10, b"\x63\0"), "refused"),
        ("large-claim.zip", _patched(plain, b"PK\x01\x02", 24, b"\xfe\xff\xff\xff"), "any"),
        ("far-offset.zip", _patched(plain, b"PK\x01\x02", 42, b"\xfe\xff\xff\x7f"), "refused"),
        ("directory.zip", _patched(plain, b"PK\x05\x06", 16, b"\xff\xff\xff\x7f"), "any"),
        ("members.zip", _patched(plain, b"PK\x05\x06", 8, b"\xff\xff\xff\xff"), "any"),
        ("comment.zip", plain[:-2] + b"\xff\xff" + b"PK\x05\x06" * 5000, "any"),
        ("no-end.zip", plain[:-22], "refused"),
        ("page-behind.zip", plain + STORY, "any"),
        ("stored-archive.wacz", _patched(_zip(("archive/data.warc", b"WARC/1.0\r\n\r\n"), packing=zipfile.ZIP_STORED), b"PK\x01\x02", 20, b"\xff\xff\xff\x7f\xff\xff\xff\x7f"), "any"),
        ("sitemap-bomb.zip", _zip(("sitemap.xml", b"<urlset>" + b"<url/>" * 300_000), ("a.html", STORY)), "story"),
    ]  # fmt: skip


def packed() -> list[Case]:
    import brotli
    import zstandard

    zeros = bytes(300 << 20)
    many = gzip.compress(b" ", mtime=0) * 20_000 + gzip.compress(STORY, mtime=0)
    deep = STORY
    for _ in range(7):
        deep = gzip.compress(deep, mtime=0)
    skippable = b"\x50\x2a\x4d\x18" + struct.pack("<I", 4) + b"xxxx"
    return [
        ("zeros.html.gz", gzip.compress(zeros, 9, mtime=0), "refused"),
        ("zeros.html.br", brotli.compress(zeros, quality=1), "refused"),
        ("zeros.html.zst", zstandard.compress(zeros), "refused"),
        ("members.html.gz", many, "story"),
        ("deep.html.gz", deep, "refused"),
        ("skippable.html.zst", skippable * 2000 + zstandard.compress(STORY), "any"),
        ("window.html.zst", b"\x28\xb5\x2f\xfd\x00\xff" + b"\0" * 40, "refused"),
        ("cut.html.br", brotli.compress(STORY * 50)[:200], "any"),
        ("no-gzip.html.gz", STORY, "story"),
        ("name.html.gz", b"\x1f\x8b\x08\x08\0\0\0\0\0\xff../../etc/passwd\0" + zlib.compress(STORY)[2:-4] + struct.pack("<II", zlib.crc32(STORY), len(STORY)), "story"),
        ("extra.html.gz", b"\x1f\x8b\x08\x04\0\0\0\0\0\xff\xff\xff" + b"x" * 200, "refused"),
    ]  # fmt: skip


def _record(
    block: bytes, *fields: bytes, url: bytes = b"https://news.example.org/1", kind: bytes = b"response"
) -> bytes:
    lines = (
        b"WARC/1.1",
        b"WARC-Type: " + kind,
        b"WARC-Target-URI: " + url,
        b"WARC-Date: 2024-03-01T06:00:00Z",
        b"Content-Type: application/http",
        *fields,
    )
    return b"\r\n".join(lines) + b"\r\nContent-Length: %d\r\n\r\n" % len(block) + block + b"\r\n\r\n"


def warcs() -> list[Case]:
    plain = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + STORY
    good = _record(plain)

    def chunked(*chunks: bytes) -> bytes:
        return b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n" + b"".join(chunks)

    layers = STORY
    for _ in range(9):
        layers = gzip.compress(layers, mtime=0)
    coded = (
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: "
        + b", ".join([b"gzip"] * 9)
        + b"\r\n\r\n"
        + layers
    )
    addresses = (b"file:///etc/passwd", b"javascript:alert(1)", b"../../../etc/passwd", b"https://[::1", b"x" * 100_000, b"<https://a.example/>", b"\xff\xfe", b"https://a.example/\x1b[2J", b"https://a.example/%00", b"")  # fmt: skip
    bomb = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\n\r\n" + gzip.compress(
        bytes(200 << 20), mtime=0
    )
    return [
        ("addresses.warc", b"".join(_record(plain + b"<!--%d-->" % n, url=url) for n, url in enumerate(addresses)), "story"),
        ("names.warc", _record(plain, b"WARC-Record-ID: <../../../etc/passwd>", b"WARC-Filename: ../../x"), "story"),
        ("lengths.warc", _record(plain, b"Content-Length: -5", b"Content-Length: 99999999999999999999") + good, "story"),
        ("no-length.warc", good.replace(b"Content-Length", b"X-Length") + good, "story"),
        ("folded.warc", _record(plain, b"X-A: b\r\n c\r\n\td", b": x", b"no colon", b"X" * 60_000 + b": y"), "story"),
        ("dates.warc", good.replace(b"2024-03-01T06:00:00Z", b"99999-99-99T99:99:99+99:99"), "story"),
        ("digests.warc", _record(plain, b"WARC-Payload-Digest: sha1:" + b"=" * 5000, b"WARC-Block-Digest: md5"), "story"),
        ("inside.warc", _record(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + STORY + good), "story"),
        ("chunks-large.warc", _record(chunked(b"ffffffffffffffff\r\n" + STORY)) + good, "story"),
        ("chunks-negative.warc", _record(chunked(b"-5\r\nx\r\n")) + good, "story"),
        ("chunks-many.warc", _record(chunked(*(b"1\r\n%c\r\n" % byte for byte in STORY), b"0\r\n\r\n")), "story"),
        ("chunk-extension.warc", _record(chunked(b"%x;" % len(STORY) + b"a" * 4000 + b"\r\n" + STORY + b"\r\n0\r\n\r\n")), "any"),
        ("layers.warc", _record(coded) + good, "story"),
        ("bomb.warc", _record(bomb) + good, "story"),
        ("sitemap-bomb.warc", _record(bomb, url=b"https://news.example.org/sitemap.xml") + good, "story"),
        ("status.warc", _record(b"HTTP/9.9 2000000 \x1b[2J\r\n\r\n" + STORY) + _record(b"HTTP/1.1 200") + good, "story"),
        ("revisits.warc", _record(b"HTTP/1.1 200 OK\r\n\r\n", kind=b"revisit") * 50, "refused"),
        ("kinds.warc", _record(plain, kind=b"\x1b[31m" * 50) + good, "story"),
        ("versions.warc", b"WARC/99.99\r\n\r\n" * 5000 + good, "story"),
        ("magics.warc.gz", b"\x1f\x8b\x08" * 50_000 + gzip.compress(good, mtime=0), "story"),
        ("zeros.warc.gz", gzip.compress(bytes(100 << 20), mtime=0) + gzip.compress(good, mtime=0), "story"),
        ("header.warc", b"WARC/1.0\r\nX: " + b"y" * (3 << 20) + b"\r\n\r\n" + good, "any"),
    ]  # fmt: skip


def _laughs(root: str, inside: str) -> bytes:
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    return f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "ha">{entities}<!ENTITY f SYSTEM "file:///etc/passwd"><!ENTITY % p SYSTEM "http://127.0.0.1:9/x">%p;]>{root.replace("INSIDE", inside)}'.encode()


def feeds() -> list[Case]:
    story = "&lt;p&gt;The board of the harbour met and read its plan aloud to the owners of the boats.&lt;/p&gt;" * 8
    rss = f"<rss><channel><item><title>Harbour plan</title><link>https://news.example.org/1</link><description>INSIDE{story}</description></item></channel></rss>"
    atom = f'<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>Harbour plan</title><content type="html">INSIDE{story}</content></entry></feed>'
    sitemap = '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url><loc>INSIDE</loc></url></urlset>'
    opml = '<opml version="2.0"><body><outline text="INSIDE" xmlUrl="file:///etc/passwd"/></body></opml>'
    odd = rss.replace("https://news.example.org/1", "javascript:alert(1)").replace(
        "Harbour plan", "&lt;script&gt;alert(1)&lt;/script&gt;"
    )
    return [
        ("laughs.rss", _laughs(rss, "&l11;&f;"), "any"),
        ("laughs.atom", _laughs(atom, "&l11;&f;"), "any"),
        ("laughs-sitemap.xml", _laughs(sitemap, "&l11;&f;"), "any"),
        ("laughs.xml", _laughs(opml, "&l11;&f;"), "any"),
        ("odd.rss", odd.encode(), "story"),
        ("deep.rss", (rss.replace("INSIDE", "<a>" * 20_000)).encode(), "any"),
        ("empty-entries.rss", ("<rss><channel>" + "<item/>" * 50_000 + "</channel></rss>").encode(), "any"),
        ("many-titles.rss", rss.replace("<title>", "<title/>" * 20_000 + "<title>").encode(), "story"),
        ("wide.rss", rss.replace("INSIDE", "").encode("utf-16"), "story"),
        ("instructions.rss", b"<?xml-stylesheet href='file:///etc/passwd'?>" * 3000 + rss.replace("INSIDE", "").encode(), "any"),
        ("deep-content.atom", atom.replace("INSIDE", "&lt;div&gt;" * 20_000).encode(), "any"),
    ]  # fmt: skip


def messages() -> list[Case]:
    def message(boundary: str, *parts: str) -> bytes:
        head = f'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="{boundary}"\r\n\r\n'
        return (head + "".join(f"--{boundary}\r\n{part}\r\n" for part in parts) + f"--{boundary}--\r\n").encode(
            "utf-8", "surrogatepass"
        )

    html = "Content-Type: text/html\r\n\r\n" + STORY.decode()
    nested = 'Content-Type: multipart/mixed; boundary="c"\r\n\r\n--c\r\n' + html + "\r\n--c--"
    coded = base64.b64encode(STORY).decode()
    return [
        ("boundary.mhtml", message("(a+)+$", html), "story"),
        ("many-parts.mhtml", message("b", html, *("Content-Type: image/png\r\nContent-ID: <x>\r\n\r\nx",) * 12_000), "any"),
        ("nested.mhtml", message("b", nested), "any"),
        ("bad-base64.mhtml", message("b", "Content-Type: text/html\r\nContent-Transfer-Encoding: base64\r\n\r\n" + coded + "=*=" * 20_000), "story"),
        ("bad-quoted.mhtml", message("b", "Content-Type: text/html\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n" + STORY.decode().replace("=", "=3D") + "=" * 100_000), "story"),
        ("locations.mhtml", message("b", html.replace("</h1>", "</h1><img src='file:///etc/passwd'>"), "Content-Type: image/png\r\nContent-Location: file:///etc/passwd\r\n\r\nx"), "story"),
        ("fields.mhtml", message("b", html).replace(b"\r\n\r\n", b"\r\nX: " + b"y" * 200_000 + b"\r\n\r\n", 1), "any"),
        ("dates.mhtml", b"Date: Mon, 99 Foo 99999 99:99:99 +9999\r\n" + message("b", html), "story"),
        ("lines.jsonl", b'{"html":' + b"[" * 100_000 + b"\n" + b'{"url":"\\ud800","html":"' + STORY.replace(b'"', b"'") + b'"}\n', "story"),
        ("line.jsonl", b'{"text":"' + b"x " * 200_000 + b'","title":"' + b"y" * 900 + b'"}\n', "any"),
        ("objects.jsonl", b'{"html":{"a":1},"text":[],"url":7}\n' * 2000, "refused"),
    ]  # fmt: skip


def mixed() -> list[Case]:
    """Return files that are something else than their name says, or several things at once."""
    return [
        ("story.json", STORY, "story"),
        ("story.txt", STORY, "story"),
        ("story.pdf", STORY, "story"),
        ("story.epub", STORY, "story"),
        ("picture.html", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40, "refused"),
        ("print.html", b"%PDF-1.7\n" + STORY, "any"),
        ("program.html", b"\x7fELF" + bytes(5000), "refused"),
        ("empty.html", b"", "refused"),
        ("zeros.html", bytes(100_000), "refused"),
        ("spaces.html", b" \r\n\t" * 100_000, "refused"),
        ("noise.html", bytes((n * 7919 + n // 256) % 256 for n in range(100_000)), "refused"),
        ("ours.json", b'{"schema":"newsarchive/1","headline":"x","body":[{"type":"figure","media":[{"url":"file:///etc/passwd"}]}]}', "any"),
        ("deep.json", b'{"schema":"newsarchive/1","body":' + b"[" * 100_000, "refused"),
        ("front.md", b"---\nnewsarchive: 1\n" + b"a: &a [*a]\n" * 2000 + b"---\n# x\n", "any"),
        ("laughs.newsml", _laughs('<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/"><contentSet>INSIDE</contentSet></newsItem>', "&l11;&f;"), "any"),
        ("laughs.nitf", _laughs("<nitf><body><body.content><p>INSIDE</p></body.content></body></nitf>", "&l11;&f;"), "any"),
    ]  # fmt: skip


def cases() -> list[Case]:
    """Return every case; each name tells what is odd about it."""
    return [case for kind in (zips, packed, warcs, feeds, messages, mixed) for case in kind()]
