"""Turn the house's XHTML into the body markup of NITF.

Blocks are written as XHTML by ``formats.markup``, in one place for all formats; here each element only changes its
name. What NITF has no attribute for stands in an attribute of ours, so that the way back is exact.
"""

from __future__ import annotations

from collections.abc import Iterable

from lxml import etree

from newsarchive.formats.markup import local_name, parse_xml, to_xhtml
from newsarchive.formats.nitf.terms import EXTENSION, KEPT, NAMESPACE, XHTML, nitf, own, words_in
from newsarchive.model import Block
from newsarchive.notes import Account

__all__ = ["to_nitf"]


def to_nitf(blocks: Iterable[Block], *, notes: Account, prefix: str = "") -> list[etree._Element]:
    """Return blocks as elements of NITF, for ``body.content``; ``prefix`` goes before each id."""
    story = to_xhtml(blocks, notes=notes, picture=lambda _: None, flavour="xml", prefix=prefix)
    root = parse_xml(f'<div xmlns="{XHTML}">{story}</div>'.encode(), what="nitf")
    top = etree.Element(nitf("body.content"), nsmap={None: NAMESPACE, "na": EXTENSION})  # type: ignore[dict-item]
    for child in root:
        _outward(child, top)
    return list(top)


def _outward(element: etree._Element, parent: etree._Element) -> None:
    """Add an element of our XHTML to a parent in NITF."""
    name = local_name(element)
    classes = (element.get("class") or "").split()
    match name:
        case "h1" | "h2" | "h3" | "h4" | "h5" | "h6":
            made = _made(parent, "hl2", element)
            if name != "h2":
                made.set(own("h"), name[1])
            _words(element, made)
        case "blockquote":
            _quotation(element, _made(parent, "bq", element))
        case "aside" if "pull" in classes:
            _quotation(element[0], _made(parent, "bq", element), element)
        case "figure" if "quote" in classes:
            _quotation(element[0], _made(parent, "bq", element), element)
        case "figure" if "embed" in classes:
            _embed(element, parent)
        case "figure":
            _figure(element, parent)
        case "aside":
            _footnote(element, parent)
        case "ul" | "ol":
            made = _made(parent, name, element)
            if start := element.get("start"):
                made.set("seqnum", start)
            for item in element:
                _words(item, _made(made, "li", item))
        case "table":
            _table(element, parent)
        case "pre":
            made = _made(parent, "pre", element)
            made.text = words_in(element)
            if len(element) and (kind := element[0].get("class")):
                made.set("class", kind)
        case "hr":
            etree.SubElement(parent, nitf("hr"))
        case "br":
            etree.SubElement(parent, nitf("br"))
        case "a":
            _words(element, _made(parent, "a", element))
        case "em" | "strong" | "mark" | "u" | "s" | "code" | "sup" | "sub":
            made = _made(parent, "em", element)
            if name != "em":
                made.set("class", name)
            _words(element, made)
        case "span":
            _words(element, _made(parent, "lang", element))
        case _:
            _words(element, _made(parent, "p", element))


def _made(parent: etree._Element, name: str, source: etree._Element) -> etree._Element:
    """Add an NITF element with the attributes of the XHTML element that it stands for."""
    made = etree.SubElement(parent, nitf(name))
    for name_, value in source.attrib.items():
        key = str(name_)
        if key in KEPT:
            made.set(key, value)
        elif key == "cite":
            made.set("quote-source", value)
        elif key not in ("lang", "start"):
            made.set(own(key), value)
    return made


def _words(source: etree._Element, made: etree._Element) -> None:
    """Copy what is inside an element: words, and elements among them."""
    made.text = source.text
    for child in source:
        _outward(child, made)
        made[-1].tail = child.tail


def _quotation(quoted: etree._Element, made: etree._Element, outer: etree._Element | None = None) -> None:
    if outer is not None and (cite := quoted.get("cite")):
        made.set("quote-source", cite)
    block = etree.SubElement(made, nitf("block"))
    for child in quoted:
        _outward(child, block)
    said = [] if outer is None else [part for part in outer if "attribution" in (part.get("class") or "")]
    for part in said[:1]:
        _words(part, etree.SubElement(made, nitf("credit")))


def _figure(element: etree._Element, parent: etree._Element) -> None:
    made = _made(parent, "media", element)
    pictures = [child for child in element if local_name(child) == "p"]
    kinds = [picture.get("data-kind") or "image" for picture in pictures]
    made.set("media-type", kinds[0] if kinds else "image")
    caption = next((child for child in element if local_name(child) == "figcaption"), ())
    told = {part.get("class"): part for part in caption}
    credit = words_in(told["credit"]) if "credit" in told else None
    for picture in pictures:
        reference = etree.SubElement(made, nitf("media-reference"))
        link = next(iter(picture), None)
        for key, value in (
            ("source", picture.get("data-url") or (link.get("href") if link is not None else None)),
            ("mime-type", picture.get("data-type")),
            ("width", picture.get("data-width")),
            ("height", picture.get("data-height")),
            ("alternate-text", picture.get("data-alt")),
            ("source-credit", credit),
            (own("kind"), picture.get("data-kind")),
            (own("sha256"), picture.get("data-sha256")),
            (own("title"), picture.get("data-title")),
        ):
            if value is not None:
                reference.set(key, value)
    if not pictures:
        etree.SubElement(made, nitf("media-reference"))  # the schema wants one, the figure has none
    if "caption" in told:
        _words(told["caption"], etree.SubElement(etree.SubElement(made, nitf("media-caption")), nitf("p")))
    if "credit" in told:
        _producer(told["credit"], etree.SubElement(made, nitf("media-producer")))


def _producer(credit: etree._Element, made: etree._Element) -> None:
    """Write a credit as printed; photographer and agency are marked where they stand in it."""
    text = words_in(credit)
    marked: list[tuple[int, str, str]] = []
    for key, name in (("data-photographer", "person"), ("data-agency", "org")):
        words = credit.get(key)
        at = text.rfind(words) if words else -1
        if (
            words
            and at >= 0
            and all(at + len(words) <= start or at >= start + len(other) for start, other, _ in marked)
        ):
            marked.append((at, words, name))
        elif words is not None:
            made.set(own(key), words)
    made.text, last, end = text, None, 0
    for at, words, name in sorted(marked):
        before = text[end:at]
        if last is None:
            made.text = before
        else:
            last.tail = before
        last = etree.SubElement(made, nitf(name))
        last.text = words
        end = at + len(words)
    if last is not None:
        last.tail = text[end:]


def _embed(element: etree._Element, parent: etree._Element) -> None:
    made = _made(parent, "media", element)
    made.set("media-type", "other")
    reference = etree.SubElement(made, nitf("media-reference"))
    for key, name in (("source", "data-url"), ("name", "data-provider")):
        if value := element.get(name):
            reference.set(key, value)
    shown = [child for child in element if local_name(child) != "figcaption"]
    if shown:
        caption = etree.SubElement(made, nitf("media-caption"))
        for child in shown:
            _outward(child, caption)


def _footnote(element: etree._Element, parent: etree._Element) -> None:
    made = _made(parent, "fn", element)
    content = etree.SubElement(made, nitf("body.content"))
    labels = 0
    for child in element:
        if {"label", "backlink"} & set((child.get("class") or "").split()):
            if not labels:
                etree.SubElement(content, nitf("p"), {"class": "label"}).text = words_in(child)
            labels += 1
        else:
            _outward(child, content)


def _table(element: etree._Element, parent: etree._Element) -> None:
    made = _made(parent, "table", element)
    groups = {local_name(child): child for child in element}
    if (caption := groups.get("caption")) is not None:
        _words(caption, _made(made, "caption", caption))
    for name in ("thead", "tbody"):
        if (group := groups.get(name)) is None:
            continue
        rows = etree.SubElement(made, nitf(name))
        for row in group:
            line = _made(rows, "tr", row)
            if not len(row):
                etree.SubElement(line, nitf("td"), {own("none"): "1"})  # the schema wants a cell
            for cell in row:
                _words(cell, _made(line, local_name(cell), cell))
