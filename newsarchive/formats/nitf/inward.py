"""Turn NITF's body markup, ours and any agency's, into XHTML, which ``formats.markup`` reads as blocks."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from lxml import etree

from newsarchive.formats.markup import from_xhtml, local_name
from newsarchive.formats.nitf.terms import EXTENSION, KEPT, MARK_CLASSES, XHTML, own, words_in
from newsarchive.model import Block
from newsarchive.notes import Account

__all__ = ["from_nitf"]

_PASSED_OVER = frozenset({
    "classifier", "alt-code", "media-metadata", "media-object", "nitf-table-metadata", "datasource", "tobject", "key-list",
    "virtloc-code", "object.title-code",
})  # fmt: skip
_INLINE = frozenset({
    "chron", "copyrite", "copyrite.holder", "copyrite.year", "event", "function", "location", "sublocation", "city", "state",
    "region", "country", "money", "num", "frac", "frac-num", "frac-sep", "frac-den", "object.title", "org", "person",
    "name.given", "name.family", "postaddr", "virtloc", "lang", "pronounce", "byttl", "story.date", "rb", "ruby", "care.of",
})  # fmt: skip
_BLOCKS: dict[str, str] = {
    "p": "p", "hl1": "h1", "ul": "ul", "li": "li", "dl": "dl", "dt": "dt", "dd": "dd", "hr": "hr", "br": "br", "a": "a", "q": "q",
    "caption": "caption", "thead": "thead", "tfoot": "tfoot", "tbody": "tbody", "tr": "tr", "td": "td", "th": "th", "pre": "pre",
    "sub": "sub", "sup": "sup", "byline": "p", "dateline": "p", "tagline": "p", "copyright": "p", "strong": "strong", "b": "b", "i": "i",
}  # fmt: skip


def from_nitf(containers: Iterable[etree._Element], *, notes: Account, url: str | None = None) -> tuple[Block, ...]:
    """Return the blocks in elements of NITF (``body.content``, ``abstract``, ``media-caption`` …)."""
    root = etree.Element(f"{{{XHTML}}}div")
    for container in containers:
        _inside(container, root)
    return from_xhtml(root, notes=notes, url=url)


def _inside(container: etree._Element, parent: etree._Element) -> None:
    """Add what is inside an NITF element to an XHTML parent."""
    _append(parent, container.text)
    for child in container:
        if isinstance(child.tag, str):
            _inward(child, parent)
        _append(parent, child.tail)


def _append(parent: etree._Element, words: str | None) -> None:
    if not words:
        return
    if len(parent):
        parent[-1].tail = (parent[-1].tail or "") + words
    else:
        parent.text = (parent.text or "") + words


def _inward(element: etree._Element, parent: etree._Element) -> None:
    """Add an NITF element to an XHTML parent."""
    name = local_name(element)
    if name in _PASSED_OVER:
        return
    special = _SPECIAL.get(name)
    if special is not None:
        special(element, parent)
    elif name in _INLINE:
        _inside(element, _xhtml(parent, "span", element))
    else:
        # What we do not know is a container: its words are not lost.
        _inside(element, _xhtml(parent, _BLOCKS.get(name, "div"), element))


def _xhtml(parent: etree._Element, name: str, source: etree._Element) -> etree._Element:
    """Add an XHTML element with the attributes of the NITF element that it stands for."""
    made = etree.SubElement(parent, f"{{{XHTML}}}{name}")
    for name_, value in source.attrib.items():
        key = str(name_)
        if key in KEPT:
            made.set(key, value)
        elif key == "quote-source":
            made.set("cite", value)
        elif key == "seqnum":
            made.set("start", value)
        elif key.startswith(f"{{{EXTENSION}}}") and key != own("h"):
            made.set(key.removeprefix(f"{{{EXTENSION}}}"), value)
    return made


def _heading_in(element: etree._Element, parent: etree._Element) -> None:
    level = element.get(own("h")) or "2"
    _inside(element, _xhtml(parent, f"h{level if level in '123456' else '2'}", element))


def _list_in(element: etree._Element, parent: etree._Element) -> None:
    _inside(element, _xhtml(parent, "ol", element))


def _emphasis_in(element: etree._Element, parent: etree._Element) -> None:
    names = [MARK_CLASSES[name] for name in (element.get("class") or "em").lower().split() if name in MARK_CLASSES] or [
        "em"
    ]
    for name in names:
        made = _xhtml(parent, name, element)
        if "class" in made.attrib:
            del made.attrib["class"]
        parent = made
    _inside(element, parent)


def _quotation_in(element: etree._Element, parent: etree._Element) -> None:
    classes = (element.get("class") or "").split()
    credit = next((child for child in element if local_name(child) == "credit"), None)
    pull = "pull" in classes
    outer = _xhtml(parent, "aside" if pull else "figure" if credit is not None else "blockquote", element)
    quoted = outer
    if pull or credit is not None:
        outer.set("class", "pull" if pull else "quote")
        quoted = etree.SubElement(outer, f"{{{XHTML}}}blockquote")
        if cite := outer.get("cite"):
            quoted.set("cite", cite)
            del outer.attrib["cite"]
    _append(quoted, element.text)
    for child in element:
        if child is not credit and isinstance(child.tag, str):
            _inside(child, quoted) if local_name(child) == "block" else _inward(child, quoted)
        _append(quoted, child.tail)
    if credit is not None:
        said = etree.SubElement(outer, f"{{{XHTML}}}{'p' if pull else 'figcaption'}", {"class": "attribution"})
        _inside(credit, said)


def _media_in(element: etree._Element, parent: etree._Element) -> None:
    made = _xhtml(parent, "figure", element)
    if "embed" in (element.get("class") or "").split():
        for caption in element:
            if local_name(caption) == "media-caption":
                _inside(caption, made)
        return
    made.set("class", "media")
    for reference in element:
        if local_name(reference) == "media-reference":
            _reference_in(reference, made, (element.get("media-type") or "image").lower())
    told = etree.Element(f"{{{XHTML}}}figcaption")
    captions = [child for child in element if local_name(child) == "media-caption"]
    if captions:
        caption = etree.SubElement(told, f"{{{XHTML}}}span", {"class": "caption"})
        for part in captions:
            _inside(_only_paragraph(part) if len(captions) == 1 else part, caption)
    producers = [child for child in element if local_name(child) == "media-producer"]
    credits_ = [words for reference in element if (words := reference.get("source-credit"))]
    if producers:
        _credit_in(producers, told)
    elif credits_:
        etree.SubElement(told, f"{{{XHTML}}}span", {"class": "credit"}).text = credits_[0]
    if len(told):
        made.append(told)


def _reference_in(reference: etree._Element, made: etree._Element, kind: str) -> None:
    source = reference.get("source") or reference.get("data-location")
    if not source:
        return
    ours = EXTENSION in reference.nsmap.values()
    # Others say once for all references what they are, and have no attribute for a title but the name.
    kept = kind if kind in ("video", "audio") and not ours else None
    values = {
        "data-url": source,
        "data-kind": reference.get(own("kind")) or kept,
        "data-type": reference.get("mime-type"),
        "data-width": reference.get("width"),
        "data-height": reference.get("height"),
        "data-alt": reference.get("alternate-text"),
        "data-sha256": reference.get(own("sha256")),
        "data-title": reference.get(own("title")) if ours else reference.get("name"),
    }
    picture = etree.SubElement(made, f"{{{XHTML}}}p", {"class": "media"})
    for key, value in values.items():
        if value is not None:
            picture.set(key, value)


def _only_paragraph(caption: etree._Element) -> etree._Element:
    """Return the paragraph in a caption where it is all there is: its words are the caption itself."""
    inner = [child for child in caption if isinstance(child.tag, str)]
    alone = len(inner) == 1 and local_name(inner[0]) == "p" and not (caption.text or "").strip()
    return inner[0] if alone else caption


def _credit_in(producers: list[etree._Element], told: etree._Element) -> None:
    credit = etree.SubElement(told, f"{{{XHTML}}}span", {"class": "credit"})
    for index, producer in enumerate(producers):
        _append(credit, " " if index else None)
        _append(credit, words_in(producer))
    first = producers[0]
    for key, name in (("data-photographer", "person"), ("data-agency", "org")):
        marked = next((part for part in first.iter() if local_name(part) == name), None)
        words = first.get(own(key))
        if words is None and marked is not None:
            words = words_in(marked).strip() or None
        if words is not None:
            credit.set(key, words)


def _footnote_in(element: etree._Element, parent: etree._Element) -> None:
    made = _xhtml(parent, "aside", element)
    made.set("class", "footnote")
    if not made.get("id"):
        number = sum(1 for _ in made.getroottree().iter(f"{{{XHTML}}}aside"))
        made.set("id", f"fn{number}")
    contents = [child for child in element if isinstance(child.tag, str)]
    first = next(iter(contents[0]), None) if contents else None
    if first is not None and first.get("class") == "label":
        etree.SubElement(made, f"{{{XHTML}}}span", {"class": "label"}).text = words_in(first)
        contents[0].remove(first)
    for content in contents:
        _inside(content, made) if local_name(content) in ("body.content", "block") else _inward(content, made)


def _table_in(element: etree._Element, parent: etree._Element) -> None:
    tables = (
        [part for part in element.iter() if local_name(part) == "table"]
        if local_name(element) == "nitf-table"
        else [element]
    )
    for table in tables:
        made = _xhtml(parent, "table", table)
        for child in table:
            if isinstance(child.tag, str) and local_name(child) not in ("col", "colgroup"):
                _inward(child, made)
        for cell in list(made.iter(f"{{{XHTML}}}td")):
            if cell.get("none") and (row := cell.getparent()) is not None:
                row.remove(cell)


def _preformatted_in(element: etree._Element, parent: etree._Element) -> None:
    made = _xhtml(parent, "pre", element)
    code = etree.SubElement(made, f"{{{XHTML}}}code")
    if kind := made.get("class"):
        code.set("class", kind)
        del made.attrib["class"]
    code.text = words_in(element)


def _note_in(element: etree._Element, parent: etree._Element) -> None:
    made = _xhtml(parent, "div", element)
    for content in element:
        _inside(content, made)


_SPECIAL: dict[str, Callable[[etree._Element, etree._Element], None]] = {
    "hl2": _heading_in,
    "ol": _list_in,
    "em": _emphasis_in,
    "bq": _quotation_in,
    "media": _media_in,
    "fn": _footnote_in,
    "table": _table_in,
    "nitf-table": _table_in,
    "pre": _preformatted_in,
    "note": _note_in,
}
