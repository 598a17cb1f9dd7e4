"""Tell by the first bytes what a source is: the name of a file is only believed where the bytes say nothing."""

from __future__ import annotations

import re
from typing import Literal, TypeAlias

__all__ = [
    "PACKED",
    "SAVED",
    "SUFFIXES_DOCUMENT",
    "SUFFIXES_PAGE",
    "Kind",
    "kind_of",
    "looks_like_document",
    "looks_like_page",
    "not_text",
]

Kind: TypeAlias = Literal["warc", "zip", "epub", "gzip", "zstd", "mhtml", "feed", "sitemap", "jsonl", "document"]

SUFFIXES_PAGE = (
    ".html",
    ".htm",
    ".xhtml",
    ".xht",
    ".shtml",
    ".mht",
    ".mhtml",
    ".php",
    ".asp",
    ".aspx",
    ".jsp",
    ".cfm",
)
SUFFIXES_DOCUMENT = (
    ".xml", ".newsml", ".nitf", ".ninjs", ".json", ".jsonld", ".jsonl", ".ndjson", ".md", ".markdown", ".txt", ".text",
    ".epub", ".pdf", ".zip", ".maff", ".wacz", ".warc", ".rss", ".atom",
)  # fmt: skip
PACKED: dict[str, str] = {".gz": "gzip", ".br": "br", ".zst": "zstd"}
# What browsers call the folder that they save beside `page.html` (English, German, French, Spanish, Dutch, Polish...).
SAVED = ("_files", "_file", "-dateien", "_fichiers", "_archivos", "_bestanden", "-filer", "_pliki", "_bylos", ".files")

_WARC = re.compile(rb"\s{0,8}WARC/\d{1,2}\.\d{1,2}\r?\n")
_MHTML = re.compile(rb"^content-type:\s*multipart/related|^mime-version:\s*1\.0", re.IGNORECASE | re.MULTILINE)
_MAIL_FIELD = re.compile(rb"\s{0,8}[A-Za-z][A-Za-z0-9\-]{0,60}:[ \t]?[^\r\n]{0,2000}\r?\n")
_ROOT = re.compile(rb"<(?!\?|!)(?:[A-Za-z_][\w.\-]{0,40}:)?([A-Za-z_][\w.\-]{0,40})")
_PAGE = re.compile(rb"<(?:!doctype\s+html|html|head|body|title|meta|article|div|p|h1|table)[\s>/]", re.IGNORECASE)
_DOCUMENT = re.compile(
    rb"<(?:[A-Za-z_][\w.\-]{0,40}:)?(?:newsItem|newsMessage|packageItem|NewsML|nitf)[\s>]"
    rb'|"schema"\s{0,8}:\s{0,8}"newsarchive/|"@context"|"(?:body_xhtml|body_text|headlines|bodies)"|^---\n.{0,4000}?\nnewsarchive: ',
    re.DOTALL,
)
_MARKS: tuple[tuple[bytes, str], ...] = (
    (b"\x89PNG\r\n", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"RIFF", "a RIFF file (WebP, WAV or AVI)"),
    (b"BM", "a BMP picture"),
    (b"\x7fELF", "a program"),
    (b"MZ", "a program"),
    (b"OggS", "an Ogg file"),
    (b"ID3", "an MP3 file"),
    (b"\x00\x00\x00\x18ftyp", "an MP4 file"),
    (b"\x00\x00\x00\x20ftyp", "an MP4 file"),
    (b"\x00\x01\x00\x00", "a font"),
    (b"wOFF", "a font"),
    (b"wOF2", "a font"),
    (b"Rar!", "a RAR archive"),
    (b"7z\xbc\xaf", "a 7-Zip archive"),
    (b"\xfd7zXZ", "an XZ archive"),
    (b"BZh", "a bzip2 archive"),
    (b"SQLite format 3", "an SQLite database"),
    (b"PAR1", "a Parquet file"),
    (b"\xd0\xcf\x11\xe0", "an old Office document"),
)
# Documents that other readers know, packed pages, and text in wide characters.
_NOT_JUDGED = (b"%PDF-", b"PK\x03\x04", b"\x1f\x8b", b"\xff\xfe", b"\xfe\xff", b"\0\0\xfe\xff")
_HEAD = 4096
_WORD = re.compile(rb"[0-9A-Za-z\x80-\xff]")
_CONTROLS = bytes(byte for byte in range(32) if byte not in b"\t\n\v\f\r\x1b")


def kind_of(head: bytes, name: str = "") -> Kind:
    r"""Tell what a source is by its first bytes (4 KiB will do), and by its name where they say nothing.

    >>> kind_of(b"WARC/1.1\r\nWARC-Type: warcinfo")
    'warc'
    """
    lower = name.lower()
    if _WARC.match(head[:64]) or lower.endswith((".warc", ".warc.gz")):
        return "warc"
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return "epub" if b"application/epub+zip" in head[:120] or lower.endswith(".epub") else "zip"
    if head.startswith(b"\x1f\x8b"):
        return "gzip"
    if head.startswith(b"\x28\xb5\x2f\xfd"):
        return "zstd"
    if _MAIL_FIELD.match(head) and (_MHTML.search(head[:4096]) or lower.endswith((".mht", ".mhtml"))):
        return "mhtml"
    if lower.endswith((".jsonl", ".ndjson")):
        return "jsonl"
    return _markup(head)


def _markup(head: bytes) -> Kind:
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        head = head.replace(b"\0", b"")[2:]
    text = head.lstrip(b"\xef\xbb\xbf \t\r\n\f")
    if text[:1] != b"<" or _PAGE.match(text):
        return "document"
    # A comment or an instruction may stand before the root.
    root = _ROOT.search(re.sub(rb"<!--.*?-->|<\?.*?\?>", b"", text[:4096], flags=re.DOTALL))
    if root and root[1] in (b"rss", b"feed", b"RDF"):
        return "feed"
    if root and root[1] in (b"urlset", b"sitemapindex"):
        return "sitemap"
    return "document"


def looks_like_page(head: bytes) -> bool:
    """Tell whether the first bytes hold an element that pages have."""
    return bool(_PAGE.search(head.replace(b"\0", b"")[:8192]))


def looks_like_document(head: bytes) -> bool:
    """Tell whether the first bytes are of a news format that can be read: NewsML-G2, NITF, ninjs, JSON-LD, our own."""
    return bool(_DOCUMENT.search(head.replace(b"\0", b"")[:8192]))


def not_text(data: bytes) -> str | None:
    r"""Say what the bytes are if they cannot be text, else None.

    >>> not_text(b"\x89PNG\r\n\x1a\n")
    'a PNG picture'
    """
    if not data.strip(b" \t\r\n\f\v\0\xef\xbb\xbf\xff\xfe"):
        return "an empty file" if not data.strip(b" \t\r\n\f\v\xef\xbb\xbf") else "a file of zero bytes"
    if len(data) < _HEAD and not _WORD.search(data):
        return "a file without a word"
    for mark, what in _MARKS:
        if data.startswith(mark) and (len(mark) > 2 or _controls(data[:4096]) > 0.02):
            return what
    if data.startswith(_NOT_JUDGED):
        return None
    head = data[:4096]
    zeros = head.count(0)
    if zeros > 0.25 * len(head) and looks_like_page(head):
        return None
    return "binary data" if _controls(head) > 0.05 and not looks_like_page(head) else None


def _controls(head: bytes) -> float:
    return (len(head) - len(head.translate(None, _CONTROLS))) / max(1, len(head))
