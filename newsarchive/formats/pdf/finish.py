"""Finish the objects of a PDF before they are written: facts, attachments, and what PDF/A and PDF/UA ask beyond weasyprint."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator, Mapping, Sequence
from hashlib import md5

import pydyf
from msgspec import Struct

from newsarchive.formats.pdf.tags import Tagging
from newsarchive.formats.pdf.xmp import PdfFacts, packet, pdf_date
from newsarchive.model.gate import squeeze

__all__ = ["ARTICLE_MARK", "Attachment", "finished"]

# A private key of ours on the stream that holds an article (ISO 32000-1, annex E: names of the third class begin with XX).
ARTICLE_MARK = "XXnewsarchive"
_MAX_NAME = 120


class Attachment(Struct, frozen=True, kw_only=True):
    """One file inside the PDF.

    ``relationship`` is that of ISO 19005-3, annex E. ``date`` is ISO 8601. ``mark`` is the value of our own key,
    given to the article itself so that it is found again.
    """

    name: str
    data: bytes
    media_type: str
    relationship: str
    description: str
    date: str | None = None
    mark: str | None = None


def finished(
    pdf: pydyf.PDF,
    tagging: Tagging,
    *,
    facts: PdfFacts,
    attachments: Sequence[Attachment],
    links: Mapping[str, str],
    outline: bool,
    right_to_left: bool,
) -> None:
    """Change the objects of a PDF in place.

    Args:
        pdf: what weasyprint made, not yet written.
        tagging: what was learnt while the structure tree was built.
        facts: what the file says about itself.
        attachments: the files inside, in the order in which a reader lists them.
        links: what to say of a link inside the document, by the name of its target (ISO 14289-1, 7.18.5).
        outline: whether the reader opens with the outline shown.
        right_to_left: whether pages turn from right to left.
    """
    _say(pdf, facts)
    _attach(pdf, attachments)
    _clear_interpolation(pdf)
    _mend_structure(pdf, links)
    _give_lists_bodies(pdf)
    _margins_are_artifacts(pdf, tagging)
    if outline:
        pdf.catalog["PageMode"] = "/UseOutlines"
    if right_to_left:
        pdf.catalog.setdefault("ViewerPreferences", pydyf.Dictionary())["Direction"] = "/R2L"


def _say(pdf: pydyf.PDF, facts: PdfFacts) -> None:
    """Write the facts twice, in the Info dictionary and in XMP, so that they agree (ISO 19005-3, 6.6.3)."""
    said = {
        "Title": facts.title,
        "Author": ", ".join(facts.authors),
        "Subject": facts.description,
        "Keywords": ", ".join(facts.keywords),
        "Creator": facts.generator,
        "Producer": facts.producer,
        "CreationDate": pdf_date(facts.created) if facts.created else None,
        "ModDate": pdf_date(facts.modified) if facts.modified else None,
    }
    pdf.info.clear()
    pdf.info.update({key: pydyf.String(shown) for key, value in said.items() if (shown := squeeze(value or ""))})
    pdf.catalog["Lang"] = pydyf.String(facts.language)
    metadata = _object(pdf, pdf.catalog["Metadata"])
    metadata.stream, metadata.compress = [packet(facts)], False


def _attach(pdf: pydyf.PDF, attachments: Sequence[Attachment]) -> None:
    """Embed files with their relationship to the document (ISO 19005-3, 6.8), names sorted as a name tree wants them."""
    named: list[tuple[str, bytes]] = []
    for attachment in attachments:
        name = _unique(_file_name(attachment.name), [name for name, _ in named])
        date = pdf_date(attachment.date) if attachment.date else None
        parameters = {
            "Size": len(attachment.data),
            "CheckSum": f"<{md5(attachment.data, usedforsecurity=False).hexdigest()}>",
        }
        if date:
            parameters |= {"CreationDate": pydyf.String(date), "ModDate": pydyf.String(date)}
        # /Type /EmbeddedFile is optional (ISO 32000-1, table 45), and scanners take it for active content.
        extra = {"Subtype": _as_name(attachment.media_type), "Params": pydyf.Dictionary(parameters)}
        if attachment.mark:
            extra[ARTICLE_MARK] = pydyf.String(attachment.mark)
        # Twice: scanners inflate a stream once and search it for words such as /JavaScript, which a story or a page may
        # well say; every reader of PDF undoes both filters (ISO 32000-1, 7.4.1).
        extra["Filter"] = pydyf.Array(["/FlateDecode", "/FlateDecode"])
        stream = pydyf.Stream([zlib.compress(zlib.compress(attachment.data, 9), 9)], extra)
        pdf.add_object(stream)
        described = {
            "Type": "/Filespec",
            "F": pydyf.String(name),
            "UF": pydyf.String(name),
            "EF": pydyf.Dictionary({"F": stream.reference, "UF": stream.reference}),
            "Desc": pydyf.String(squeeze(attachment.description)),
            "AFRelationship": f"/{attachment.relationship}",
        }
        file = pydyf.Dictionary(described)
        pdf.add_object(file)
        named.append((name, file.reference))
    if not named:
        return
    tree = pydyf.Dictionary({"Names": pydyf.Array()})
    for name, reference in sorted(named):
        tree["Names"].extend((pydyf.String(name), reference))
    pdf.add_object(tree)
    pdf.catalog.setdefault("Names", pydyf.Dictionary())["EmbeddedFiles"] = tree.reference
    pdf.catalog["AF"] = pydyf.Array([reference for _, reference in named])


def _file_name(name: str) -> str:
    """Return a name that every file system takes: ASCII, no folders, no leading dot."""
    last = re.split(r"[/\\]", name)[-1]
    kept = re.sub(r"[^A-Za-z0-9._-]+", "-", last).strip(".-") or "file"
    return kept if len(kept) <= _MAX_NAME else kept[: _MAX_NAME - 20] + kept[-20:]


def _unique(name: str, taken: Sequence[str]) -> str:
    stem, dot, ending = name.partition(".")
    count, candidate = 2, name
    while candidate in taken:
        candidate, count = f"{stem}-{count}{dot}{ending}", count + 1
    return candidate


def _as_name(text: str) -> str:
    """Write a media type as a PDF name (ISO 32000-1, 7.3.5)."""
    kind = text.partition(";")[0].strip().lower()
    kind = kind if re.fullmatch(r"[a-z0-9.+\-]+/[a-z0-9.+\-]+", kind) else "application/octet-stream"
    return "/" + kind.replace("/", "#2f")


def _clear_interpolation(pdf: pydyf.PDF) -> None:
    """Drop /Interpolate, which ISO 19005-3 (6.2.8.1) forbids to be true."""
    for image in pdf.objects:
        if isinstance(image, pydyf.Stream) and image.extra.get("Subtype") == "/Image":
            image.extra.pop("Interpolate", None)


def _mend_structure(pdf: pydyf.PDF, links: Mapping[str, str]) -> None:
    """Describe links inside the document, and give figures their box in the page's own units."""
    for one in pdf.objects:
        if not isinstance(one, pydyf.Dictionary):
            continue
        if one.get("Subtype") == "/Link" and "Dest" in one:
            target = getattr(one["Dest"], "string", "")
            one["Contents"] = pydyf.String(squeeze(links.get(target, target)) or "link")
        elif one.get("S") == "/Figure" and "A" in one and "Pg" in one:
            # weasyprint gives the box in CSS pixels from the top; ISO 32000-1 (14.8.5.4.3) wants points from the bottom.
            height = _object(pdf, one["Pg"])["MediaBox"][3]
            x1, y1, x2, y2 = (0.75 * value for value in one["A"]["BBox"])
            one["A"]["BBox"] = pydyf.Array([round(value, 2) for value in (x1, height - y2, x2, height - y1)])
            one["A"]["Placement"] = "/Block"


def _give_lists_bodies(pdf: pydyf.PDF) -> None:
    """Put what an item of a list holds into its LBody (ISO 32000-1, table 336); weasyprint does so for lines only."""
    for item in [one for one in pdf.objects if isinstance(one, pydyf.Dictionary) and one.get("S") == "/LI"]:
        parts = [(reference, _object(pdf, reference)) for reference in item["K"] if isinstance(reference, (bytes, str))]
        inner = [(reference, part) for reference, part in parts if part.get("S") != "/Lbl"]
        if all(part.get("S") == "/LBody" for _, part in inner) and len(inner) < 2:
            continue
        body = pydyf.Dictionary({"Type": "/StructElem", "S": "/LBody", "P": item.reference, "Pg": item["Pg"]})
        body["K"] = pydyf.Array([reference for reference, _ in inner])
        pdf.add_object(body)
        for _, part in inner:
            part["P"] = body.reference
            if part.get("S") == "/LBody":
                part["S"] = "/Div"
        item["K"] = pydyf.Array([reference for reference, part in parts if part.get("S") == "/Lbl"] + [body.reference])


def _margins_are_artifacts(pdf: pydyf.PDF, tagging: Tagging) -> None:
    """Turn the marked content of running heads and page numbers into artifacts (ISO 32000-1, 14.8.2.2)."""
    pages = [_object(pdf, reference) for reference in pdf.page_references]
    for index in sorted({page for page, _ in tagging.margins}):
        numbers = {number for page, number in tagging.margins if page == index}
        content = _object(pdf, pages[index]["Contents"]).stream
        for at, mark in _marks(content):
            if mark["MCID"] in numbers:
                content[at - 1] = "/Artifact"
                content[at] = pydyf.Dictionary({"Type": "/Pagination"})
        if "StructTreeRoot" in pdf.catalog:
            _forget(pdf, index, numbers)


def _forget(pdf: pydyf.PDF, page: int, numbers: set[int]) -> None:
    """Take artifacts out of the parent tree: nothing of the structure stands for them."""
    root = _object(pdf, pdf.catalog["StructTreeRoot"])
    tree = _object(pdf, root["ParentTree"])["Nums"]
    parents = tree[2 * page + 1]
    for number in numbers:
        parents[number] = "null"


def _marks(content: Sequence[object]) -> Iterator[tuple[int, pydyf.Dictionary]]:
    for at, item in enumerate(content):
        if isinstance(item, pydyf.Dictionary) and "MCID" in item:
            yield at, item


def _object(pdf: pydyf.PDF, reference: bytes | str) -> pydyf.Dictionary:
    return pdf.objects[int(reference.split()[0])]
