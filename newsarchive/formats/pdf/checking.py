"""Hold a PDF to our own rules, offline and without a PDF library."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator

from newsarchive.errors import NewsArchiveError
from newsarchive.formats import json
from newsarchive.formats.markup import parse_xml
from newsarchive.formats.pdf.reading import marked_streams

__all__ = ["check"]

_MAX_STREAM = 16 * 1024 * 1024
_RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
_PDFA = "{http://www.aiim.org/pdfa/ns/id/}"
_PDFUA = "{http://www.aiim.org/pdfua/ns/id/}"
_DC = "{http://purl.org/dc/elements/1.1/}"
# What makes a viewer do something, or look outside the file (ISO 19005-3, 6.5 and 6.6.1).
_ACTIVE = (b"JavaScript", b"JS", b"Launch", b"GoToR", b"SubmitForm", b"ImportData", b"Movie", b"Sound", b"Rendition",
           b"RichMedia", b"XFA", b"OpenAction", b"AA", b"Encrypt")  # fmt: skip


def check(data: bytes) -> list[str]:
    """Return what is wrong with a PDF of ours; an empty list where nothing is.

    Looks at the frame of the file, its XMP, its claims, its attachments and at anything active. It is no
    replacement for a PDF/A validator, which looks at every object.
    """
    return list(_findings(data))


def _findings(data: bytes) -> Iterator[str]:
    if not re.match(rb"%PDF-1\.[4-7]\r?\n", data):
        yield "the file does not begin with %PDF-1.4 to 1.7"
        return
    if b"%%EOF" not in data[-1024:]:
        yield "the file has no end (%%EOF); it is cut short"
    objects = _dictionaries(data)
    yield from _identity(data)
    for name in _ACTIVE:
        if re.search(rb"/" + name + rb"(?![A-Za-z0-9])", objects):
            yield f"active or forbidden content: /{name.decode()}"
    for wanted, why in ((rb"/StructTreeRoot\b", "tags"), (rb"/MarkInfo\b", "mark that says it is tagged (MarkInfo)"),
                        (rb"/Lang\b", "a language (Lang)"), (rb"/OutputIntents\b", "an output intent")):  # fmt: skip
        if not re.search(wanted, objects):
            yield f"the catalog has no {why}"
    if not re.search(rb"/ID ?\[", data):
        yield "the trailer has no file identifier (ID)"
    if re.search(rb"/Interpolate true", data):
        yield "an image is to be interpolated"
    yield from _inside(data, objects)


def _identity(data: bytes) -> Iterator[str]:
    start, end = data.find(b"<x:xmpmeta"), data.find(b"</x:xmpmeta>")
    if start < 0 or end < start:
        yield "no XMP metadata that can be read without decompression"
        return
    try:
        root = parse_xml(data[start : end + len(b"</x:xmpmeta>")], what="xmp")
    except NewsArchiveError as error:
        yield str(error)
        return
    if len(root.findall(f"{_RDF}RDF")) != 1:
        yield "the XMP packet does not hold one rdf:RDF"
    for name, wanted in ((f"{_PDFA}part", "3"), (f"{_PDFA}conformance", "A"), (f"{_PDFUA}part", "1")):
        if root.findtext(f".//{name}") != wanted:
            yield f"the XMP packet does not claim {name.rpartition('}')[2]} {wanted} of {'PDF/UA' if name.startswith(_PDFUA) else 'PDF/A'}"
    title = root.find(f".//{_DC}title")
    if title is None or not "".join(map(str, title.itertext())).strip():
        yield "the XMP packet has no title"


def _inside(data: bytes, objects: bytes) -> Iterator[str]:
    try:
        count = 0
        for stream in marked_streams(data):
            json.decode(stream)
            count += 1
        if not count:
            yield "no article is attached"
    except NewsArchiveError as error:
        yield str(error)
    for found in re.finditer(rb"<<[^<>]*/Type /Filespec[^\0]{0,2000}?>>[^<]{0,400}>>", objects):
        if b"/AFRelationship" not in found[0]:
            yield "an attached file has no relationship"


def _dictionaries(data: bytes) -> bytes:
    """Return all that is not content of a stream, and the objects that streams of objects hold, without strings."""
    parts = [re.sub(rb"\nstream\r?\n.*?\nendstream", b"", data, flags=re.DOTALL)]
    for found in re.finditer(rb"/Type /ObjStm[^\0]{0,200}?\nstream\n", data):
        try:
            parts.append(zlib.decompressobj().decompress(data[found.end() :], _MAX_STREAM))
        except zlib.error:
            continue
    return re.sub(rb"\((?:\\.|[^\\()])*\)|<[0-9A-Fa-f]+>", b"()", b"\n".join(parts))
