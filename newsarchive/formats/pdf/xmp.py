"""Say the facts of a PDF in XMP (ISO 16684-1), in the namespaces that PDF/A-3 takes without asking."""

from __future__ import annotations

from collections.abc import Sequence
from xml.sax.saxutils import escape

from msgspec import Struct

from newsarchive.formats.dates import parts
from newsarchive.model.gate import squeeze

__all__ = ["PdfFacts", "packet", "pdf_date", "xmp_date"]


class PdfFacts(Struct, frozen=True, kw_only=True):
    """What a PDF says about itself; dates are ISO 8601 at the precision known."""

    title: str
    language: str
    generator: str
    producer: str
    authors: Sequence[str] = ()
    description: str | None = None
    keywords: Sequence[str] = ()
    created: str | None = None
    modified: str | None = None
    captured: str | None = None
    publisher: Sequence[str] = ()
    contributors: Sequence[str] = ()
    source: str | None = None
    identifiers: Sequence[str] = ()
    coverage: Sequence[str] = ()
    credit: str | None = None
    rights: str | None = None
    owner: Sequence[str] = ()
    usage: str | None = None
    license_url: str | None = None


# A PDF/A extension schema for the one namespace that ISO 19005-3 (6.6.2.3) does not know: PDF/UA identification.
_EXTENSION = """\
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA Universal Accessibility Schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289 to which the file conforms</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
"""


def packet(facts: PdfFacts) -> bytes:
    """Return the XMP packet: PDF/A-3a and PDF/UA-1 claimed, every fact in one rdf:RDF."""
    lines = [
        "<pdfaid:part>3</pdfaid:part>",
        "<pdfaid:conformance>A</pdfaid:conformance>",
        "<pdfuaid:part>1</pdfuaid:part>",
        _text("pdf:Producer", facts.producer),
        _text("pdf:Keywords", ", ".join(facts.keywords)),
        _text("xmp:CreatorTool", facts.generator),
        _text("xmp:CreateDate", facts.created),
        _text("xmp:ModifyDate", facts.modified),
        _text("xmp:MetadataDate", facts.captured),
        _text("dc:format", "application/pdf"),
        _alternatives("dc:title", facts.title),
        _list("dc:creator", "Seq", facts.authors),
        _alternatives("dc:description", facts.description),
        _list("dc:subject", "Bag", facts.keywords),
        _list("dc:language", "Bag", (facts.language,)),
        _list("dc:publisher", "Bag", facts.publisher),
        _list("dc:contributor", "Bag", facts.contributors),
        _text("dc:identifier", facts.identifiers[0] if facts.identifiers else None),
        _text("dc:source", facts.source),
        _text("dc:coverage", ", ".join(facts.coverage)),
        _list("dc:type", "Bag", ("Text",)),
        _list("dc:date", "Seq", (facts.created,) if facts.created else ()),
        _alternatives("dc:rights", facts.rights),
        "<xmpRights:Marked>True</xmpRights:Marked>" if facts.rights or facts.owner else "",
        _list("xmpRights:Owner", "Bag", facts.owner),
        _alternatives("xmpRights:UsageTerms", facts.usage),
        _text("xmpRights:WebStatement", facts.license_url),
        _text("photoshop:Credit", facts.credit),
        _text("photoshop:DateCreated", facts.created),
    ]
    namespaces = "".join(f'\n xmlns:{prefix}="{uri}"' for prefix, uri in _NAMESPACES.items())
    body = "\n".join(filter(None, lines))
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n'
        '<x:xmpmeta xmlns:x="adobe:ns:meta/">\n'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">\n'
        f'<rdf:Description rdf:about=""{namespaces}>\n{body}\n</rdf:Description>\n{_EXTENSION}'
        '</rdf:RDF>\n</x:xmpmeta>\n<?xpacket end="r"?>\n'
    ).encode()


_NAMESPACES = {
    "pdfaid": "http://www.aiim.org/pdfa/ns/id/",
    "pdfuaid": "http://www.aiim.org/pdfua/ns/id/",
    "pdf": "http://ns.adobe.com/pdf/1.3/",
    "xmp": "http://ns.adobe.com/xap/1.0/",
    "xmpRights": "http://ns.adobe.com/xap/1.0/rights/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "photoshop": "http://ns.adobe.com/photoshop/1.0/",
}


def _escape(text: str) -> str:
    """Escape a value; a slash in words becomes a reference, since scanners take ``/JavaScript`` of a headline for an action."""
    escaped = escape(text)
    return escaped if "://" in escaped else escaped.replace("/", "&#47;")


def _text(name: str, value: str | None) -> str:
    shown = _escape(squeeze(value or ""))
    return f"<{name}>{shown}</{name}>" if shown else ""


def _alternatives(name: str, value: str | None) -> str:
    shown = _escape(squeeze(value or ""))
    return f'<{name}><rdf:Alt><rdf:li xml:lang="x-default">{shown}</rdf:li></rdf:Alt></{name}>' if shown else ""


def _list(name: str, kind: str, values: Sequence[str]) -> str:
    shown = [_escape(value) for value in map(squeeze, values) if value]
    items = "".join(f"<rdf:li>{value}</rdf:li>" for value in shown)
    return f"<{name}><rdf:{kind}>{items}</rdf:{kind}></{name}>" if items else ""


def xmp_date(iso: str) -> str | None:
    """Return a date as XMP writes it (ISO 16684-1, 8.2.1.1): the precision kept, seconds never alone; None if it is none.

    >>> xmp_date("2021-02-17"), xmp_date("2021-02-17T09:05-0800"), xmp_date("soon")
    ('2021-02-17', '2021-02-17T09:05-08:00', None)
    """
    found = parts(iso)
    if found is None:
        return None
    date, time, zone = found
    return "-".join(date) + (f"T{':'.join(time)}{zone}" if time else "")


def pdf_date(iso: str) -> str | None:
    """Return a date as the Info dictionary writes it (ISO 32000-1, 7.9.4); None if it is none.

    >>> pdf_date("2021-02-17T09:05:30-08:00"), pdf_date("2021-02")
    ("D:20210217090530-08'00'", 'D:202102')
    """
    found = parts(iso)
    if found is None:
        return None
    date, time, zone = found
    if len(time) == 2:
        time = (*time, "00")  # a zone may stand only after seconds
    shown_zone = "" if not zone or not time else "Z" if zone == "Z" else f"{zone[:3]}'{zone[4:]}'"
    return "D:" + "".join(date) + "".join(time) + shown_zone
