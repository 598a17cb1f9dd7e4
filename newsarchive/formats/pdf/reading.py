"""Find in a PDF the articles that our writer put there; a foreign PDF is refused, since pages are no articles."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from hashlib import md5

from newsarchive.errors import InvalidDocument, TooLarge
from newsarchive.formats import json
from newsarchive.formats.pdf.finish import ARTICLE_MARK
from newsarchive.model import Article
from newsarchive.notes import Account

__all__ = ["MAX_ARTICLE", "marked_streams", "read", "read_all"]

MAX_ARTICLE = 64 * 1024 * 1024
_MAX_ARTICLES = 5000
_MAX_DICTIONARY = 4096
_MARK = b"/" + ARTICLE_MARK.encode("ascii")
_LENGTH = re.compile(rb"/Length (\d{1,10})(?![\d ])")
_SUM = re.compile(rb"/CheckSum <([0-9a-f]{32})>")


def read(data: bytes, *, notes: Account | None = None, url: str | None = None) -> Article:
    """Read the article that ``write`` put into the PDF.

    Raises:
        InvalidDocument: the file is not one of ours, is damaged, or is an edition of several articles.
        TooLarge: what is inside is over 64 MiB.
    """
    found = read_all(data, notes=notes, url=url)
    if len(found) > 1:
        raise InvalidDocument(f"pdf: an edition of {len(found)} articles; read_all reads them all")
    return found[0]


def read_all(data: bytes, *, notes: Account | None = None, url: str | None = None) -> tuple[Article, ...]:
    """Read all articles that ``write`` or ``bind`` put into the PDF, in their order.

    Raises:
        InvalidDocument: the file is not one of ours, or is damaged.
        TooLarge: an article inside is over 64 MiB.
    """
    del notes, url
    if data[:5] != b"%PDF-":
        raise InvalidDocument("pdf: the bytes do not begin as a PDF does")
    articles = tuple(json.decode(stream) for stream in marked_streams(data))
    if not articles:
        raise InvalidDocument("pdf: no newsarchive article inside; only our own PDF can be read back")
    return articles


def marked_streams(data: bytes) -> Iterator[bytes]:
    """Yield the streams that bear our mark, decompressed and compared with their checksum.

    The file is searched for the mark, not parsed: our writer puts it on a stream of its own, always deflated.
    """
    count = at = 0
    while (at := data.find(_MARK, at)) >= 0:
        start = data.rfind(b" obj", max(0, at - _MAX_DICTIONARY), at)
        end = data.find(b"\nstream\n", at, at + _MAX_DICTIONARY)
        at += len(_MARK)
        if start < 0 or end < 0 or b"endobj" in data[start:end]:
            continue
        count += 1
        if count > _MAX_ARTICLES:
            raise TooLarge(f"pdf: more than {_MAX_ARTICLES} articles inside")
        yield _content(data, data[start:end], end + len(b"\nstream\n"))


def _content(data: bytes, dictionary: bytes, start: int) -> bytes:
    length = _LENGTH.search(dictionary)
    size = int(length[1]) if length else 0
    packed = data[start : start + size]
    if not size or len(packed) < size:
        raise InvalidDocument("pdf: the attached article is cut short")
    # The writer deflates twice; a file that another program has rewritten may hold it deflated once.
    content = _inflated(packed)
    if dictionary.count(b"/FlateDecode") > 1:
        content = _inflated(content)
    checksum = _SUM.search(dictionary)
    if checksum and md5(content, usedforsecurity=False).hexdigest().encode() != checksum[1]:
        raise InvalidDocument("pdf: the attached article is not the one that was written (checksum)")
    return content


def _inflated(packed: bytes) -> bytes:
    stream = zlib.decompressobj()
    try:
        content = stream.decompress(packed, MAX_ARTICLE)
    except zlib.error as error:
        raise InvalidDocument(f"pdf: the attached article is damaged ({error})") from error
    if stream.unconsumed_tail:
        raise TooLarge(f"pdf: the attached article is over the limit of {MAX_ARTICLE} bytes")
    if not stream.eof:
        raise InvalidDocument("pdf: the attached article is cut short")
    return content
