"""Know the formats by name, by file name and by their first bytes; load a format only when it is used."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any

from newsarchive.errors import UnknownFormat

if TYPE_CHECKING:
    from newsarchive.model import Article

__all__ = [
    "FORMATS",
    "Format",
    "binder",
    "format_of_name",
    "get",
    "names",
    "reader",
    "reader_of_all",
    "sniff",
    "writer",
]


@dataclass(frozen=True, slots=True)
class Format:
    """One format: its name, where its functions live, its file names and media type.

    ``reads``, ``writes`` and ``binds`` are ``module:function`` below the package; None where the format
    cannot be read, written, or hold several articles. ``reads_all`` gives all articles of a document that may hold several.
    The first extension is the one that is written.
    """

    name: str
    title: str
    reads: str | None
    writes: str | None
    binds: str | None
    extensions: tuple[str, ...]
    media_type: str
    reads_all: str | None = None


FORMATS: tuple[Format, ...] = (
    Format("newsml-g2", "NewsML-G2 2.35, power conformance", "formats.newsml_g2.read:read", "formats.newsml_g2.write:write",
           "formats.newsml_g2.write:bind", (".newsml.xml", ".newsml", ".xml"), "application/vnd.iptc.g2.newsitem+xml",
           "formats.newsml_g2.read:read_all"),
    Format("nitf", "NITF 3.6", "formats.nitf.read:read", "formats.nitf.write:write", None,
           (".nitf.xml", ".nitf"), "application/nitf+xml"),
    Format("ninjs", "ninjs 3.1, 2.1 and 1.4", "formats.ninjs:read", "formats.ninjs:write", None,
           (".ninjs.json", ".ninjs"), "application/json"),
    Format("jsonld", "schema.org NewsArticle as JSON-LD", "formats.jsonld:read", "formats.jsonld:write", None,
           (".jsonld",), "application/ld+json"),
    Format("json", "newsarchive's own JSON, without loss", "formats.json:read", "formats.json:write", None,
           (".json",), "application/json"),
    Format("html", "one self-contained HTML file", "formats.html:read", "formats.html:write", None,
           (".html", ".htm", ".xhtml"), "text/html"),
    Format("markdown", "CommonMark with front matter", "formats.markdown:read", "formats.markdown:write", None,
           (".md", ".markdown"), "text/markdown"),
    Format("text", "plain text to read and grep", None, "formats.text:write", None,
           (".txt",), "text/plain"),
    Format("epub", "EPUB 3.3, one article or many", "formats.epub:read", "formats.epub:write", "formats.epub:bind",
           (".epub",), "application/epub+zip", "formats.epub:read_all"),
    Format("pdf", "PDF/A-3a and PDF/UA-1 in one file", "formats.pdf:read", "formats.pdf:write", "formats.pdf:bind",
           (".pdf",), "application/pdf", "formats.pdf:read_all"),
)  # fmt: skip

_BY_NAME = {format_.name: format_ for format_ in FORMATS}


def names() -> tuple[str, ...]:
    """Return the names of all formats."""
    return tuple(_BY_NAME)


def get(name: str) -> Format:
    """Return the format of this name, from the table or from the entry points ``newsarchive.formats``.

    Raises:
        UnknownFormat: no format has the name.
    """
    if name in _BY_NAME:
        return _BY_NAME[name]
    # Asked only now: looking at entry points costs more than parsing the command line.
    from importlib.metadata import entry_points

    for point in entry_points(group="newsarchive.formats", name=name):
        loaded = point.load()
        if isinstance(loaded, Format):
            return loaded
    raise UnknownFormat(f"there is no format {name!r}; known: {', '.join(_BY_NAME)}")


def format_of_name(path: str) -> Format | None:
    """Return the format that a file name stands for, or None.

    >>> format_of_name("story.newsml.xml").name
    'newsml-g2'
    """
    lower = path.lower()
    hits = [(len(ending), format_) for format_ in FORMATS for ending in format_.extensions if lower.endswith(ending)]
    return max(hits, key=lambda hit: hit[0])[1] if hits else None


def reader(format_: Format) -> Callable[..., Article]:
    """Load the reader of a format.

    Raises:
        UnknownFormat: the format can be written only.
    """
    if format_.reads is None:
        raise UnknownFormat(f"{format_.name} can be written but not read")
    return _load(format_.reads)


def reader_of_all(format_: Format) -> Callable[..., tuple[Article, ...]] | None:
    """Load the function that reads all articles of a document; None where a document of the format holds one."""
    return _load(format_.reads_all) if format_.reads_all is not None else None


def writer(format_: Format) -> Callable[..., bytes]:
    """Load the writer of a format.

    Raises:
        UnknownFormat: the format can be read only.
    """
    if format_.writes is None:
        raise UnknownFormat(f"{format_.name} can be read but not written")
    return _load(format_.writes)


def binder(format_: Format) -> Callable[..., bytes]:
    """Load the function that writes several articles as one publication.

    Raises:
        UnknownFormat: the format holds one article only.
    """
    if format_.binds is None:
        able = ", ".join(other.name for other in FORMATS if other.binds)
        raise UnknownFormat(f"{format_.name} holds one article; formats that hold several: {able}")
    return _load(format_.binds)


def _load(where: str) -> Callable[..., Any]:
    module, _, function = where.partition(":")
    base = "newsarchive." if module.startswith("formats.") else ""
    loaded: Callable[..., Any] = getattr(import_module(base + module), function)
    return loaded


_XML_ROOT = re.compile(rb"<(?!\?|!)(?:[A-Za-z_][\w.\-]*:)?([A-Za-z_][\w.\-]*)")
_G2_ROOTS = {
    b"newsItem", b"newsMessage", b"packageItem", b"conceptItem", b"knowledgeItem", b"planningItem", b"catalogItem",
    b"contentSet", b"contentMeta", b"groupSet", b"NewsML",
}  # fmt: skip


def sniff(data: bytes) -> str:
    """Tell what the bytes are: the name of a format that we read, ``page`` (HTML) or ``scrape`` (plain text).

    Our own HTML, Markdown, EPUB and PDF are told from strangers' by the marks that our writers leave.
    """
    if data[:5] == b"%PDF-":
        return "pdf"
    if data[:4] == b"PK\x03\x04" and b"application/epub+zip" in data[:100]:
        return "epub"
    head = _as_ascii(data[:8192]).lstrip(b"\xef\xbb\xbf \t\r\n\f")
    if not head:  # templates leave thousands of blank lines behind
        head = _as_ascii(data.lstrip(b"\xef\xbb\xbf\xff\xfe\0 \t\r\n\f")[:8192])
    if head[:1] in b"{[" and head:
        return _sniff_json(head)
    if head.startswith(b"---\n") and b"\nnewsarchive: " in head:
        return "markdown"
    if head[:1] == b"<":
        return _sniff_markup(head)
    if re.search(rb"<(html|head|body|div|p|article|table)[\s>]", head, re.IGNORECASE):
        return "page"
    return "scrape"


def _as_ascii(head: bytes) -> bytes:
    """Drop the zero bytes of UTF-16 and UTF-32, so that ASCII marks can be seen."""
    return head.replace(b"\0", b"").removeprefix(b"\xff\xfe").removeprefix(b"\xfe\xff")


def _sniff_json(head: bytes) -> str:
    if re.search(rb'"schema"\s*:\s*"newsarchive/', head):
        return "json"
    if re.search(rb'"@context"\s*:\s*[\[{]?\s*"[^"]*schema\.org', head) or b'"@graph"' in head:
        return "jsonld"
    if re.match(rb'\s*(\{\s*("\s*[\w@$.:\-]+\s*"\s*:|\})|\[\s*[\[{\]])', head):
        return "ninjs"
    return "scrape"


def _sniff_markup(head: bytes) -> str:
    if head[:14].lower() == b"<!doctype html" and b"newsarchive " not in head:
        return "page"
    body = re.sub(rb"<!--.*?-->", b"", head, flags=re.DOTALL)
    found = _XML_ROOT.search(body)
    root = found[1] if found else b""
    if root in _G2_ROOTS:
        return "newsml-g2"
    if root == b"nitf":
        return "nitf"
    if b"newsarchive " in head and re.search(rb"""<meta name=["']generator["'] content=["']newsarchive """, head):
        return "html"
    return "page"
