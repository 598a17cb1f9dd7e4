"""Check NewsML-G2: the 2.35 Power schema, and the rules that a schema does not state."""

from __future__ import annotations

import re
from collections.abc import Iterator
from copy import deepcopy
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

from lxml import etree

from newsarchive.errors import NewsArchiveError
from newsarchive.formats.markup import parse_xml
from newsarchive.formats.newsml_g2.terms import IPTC_ALIASES, NAR, NITF, VERSION, XHTML, XML, nar
from newsarchive.formats.nitf.terms import line_of, words_in
from newsarchive.formats.nitf.validate import findings as nitf_findings

__all__ = ["ITEMS", "check", "findings"]

_SCHEMA = Path(__file__).parent / "schema" / "NewsML-G2_2.35-spec-All-Power.xsd"
ITEMS = tuple(map(nar, ("newsItem", "packageItem", "conceptItem", "knowledgeItem", "planningItem", "catalogItem")))
# Attributes that the schema types as QCodeType or QCodeListType, on one element or another.
_QCODES = frozenset({"qcode", "rel", "role", "type", "rendition", "mode", "target", "how", "why", "format", "pubconstraint",
           "colourspace", "layoutorientation", "videodefinition", "jobtitle", "hashtype", "scope", "encoding", "aspect",
           "representation", "idformat", "environment", "confirmationstatus", "creator"})  # fmt: skip
_ITEM_REF = nar("itemRef")
_ROOTS = frozenset({"html", "body", "div", "article", "section", "p"})
_ACTIVE = frozenset({"script", "iframe", "object", "embed", "form", "applet", "base", "frame"})
_IPTC_CATALOG = re.compile(r"catalog\.IPTC-G2-Standards_\d+\.xml")
Finding = tuple[int, str]  # line (0 where it is not known), what is wrong


def check(data: bytes) -> list[str]:
    """Return what is wrong with a document, each finding with its line; an empty list where nothing is.

    The document is checked against NewsML-G2 2.35 at level Power, then against the rules of the specification
    that a schema does not state (QCodes, references, versions, inline content).
    """
    try:
        root = parse_xml(data, what="newsml-g2")
    except NewsArchiveError as error:
        return [str(error)]
    return [f"line {line}: {said}" for line, said in sorted(findings(root), key=lambda finding: finding[0])]


def findings(root: etree._Element) -> Iterator[Finding]:
    """Yield what is wrong with a parsed document."""
    if not isinstance(root.tag, str) or not root.tag.startswith(f"{{{NAR}}}"):
        yield line_of(root), f"the root element {root.tag} is not in the namespace {NAR}"
        return
    items = [root] if root.tag in ITEMS else list(root.iter(*ITEMS))
    yield from _schema_findings(root)
    if root.tag == nar("newsMessage") and root.find(nar("header")) is None:
        # The schema stops at the missing header (agencies leave it out); the items are held against it alone.
        for item in items:
            yield from _schema_findings(deepcopy(item))
    if not items:
        yield line_of(root), "no item in the document"
    guids = {item.get("guid") for item in items}
    seen: set[tuple[str | None, str | None]] = set()
    for item in items:
        if (key := (item.get("guid"), item.get("version"))) in seen:
            yield line_of(item), f"guid {key[0]!r} with version {key[1]} stands twice"
        seen.add(key)
        yield from _head(item)
        yield from _qcodes(item, root)
        yield from _references(item, guids if len(items) > 1 else None)
        for inline in item.iter(nar("inlineXML")):
            yield from _inline(inline)


def _schema_findings(root: etree._Element) -> Iterator[Finding]:
    schema = _schema()
    if not schema.validate(root.getroottree()):
        for error in schema.error_log:  # type: ignore[attr-defined]
            yield error.line, error.message.replace(f"{{{NAR}}}", "")


@cache
def _schema() -> etree.XMLSchema:
    # Compiled when first needed, once in a process (8 ms); the shipped files import nothing from elsewhere.
    return etree.XMLSchema(etree.parse(str(_SCHEMA), etree.XMLParser(no_network=True)))


def _head(item: etree._Element) -> Iterator[Finding]:
    line = line_of(item)
    guid = item.get("guid") or ""
    if guid:
        try:
            absolute = bool(urlsplit(guid).scheme)
        except ValueError:
            absolute = False
        if not absolute:
            yield line, f"guid {guid!r} is not an absolute IRI"
    if item.get("conformance", "core") != "power":
        yield line, "conformance is not power; core is the default, and it has no schema after 2.24"
    if item.get("standard") != "NewsML-G2":
        yield line, f"standard is {item.get('standard')!r}, not 'NewsML-G2'"
    if item.get("standardversion") != VERSION:
        yield line, f"standardversion is {item.get('standardversion')}, checked as {VERSION}"
    if item.get(f"{{{XML}}}lang") is None:
        yield line, "the item has no xml:lang"
    itself = item.find(f"{nar('itemMeta')}/{nar('itemClass')}")
    content = item.find(nar("contentSet"))
    text = item.tag == nar("newsItem") and itself is not None and (itself.get("qcode") or "").endswith(":text")
    if text and (content is None or not len(content)):
        yield line, "a text item without content"
    created = item.find(f"{nar('itemMeta')}/{nar('versionCreated')}")
    if created is not None and created.text and not re.search(r"(Z|[+-]\d\d:\d\d)\s*\Z", created.text):
        yield line_of(created), f"versionCreated {created.text!r} has no time zone"


def _qcodes(item: etree._Element, root: etree._Element) -> Iterator[Finding]:
    header = root.find(nar("header"))
    places = [item] if header is None else [item, header]
    refs = [ref.get("href", "") for place in places for ref in place.iterchildren(nar("catalogRef"))]
    declared = {
        scheme.get("alias", "")
        for place in places
        for catalog in place.iterchildren(nar("catalog"))
        for scheme in catalog.iter(nar("scheme"))
    }
    if any(_IPTC_CATALOG.search(ref) for ref in refs):
        declared |= IPTC_ALIASES
    foreign = [ref for ref in refs if not _IPTC_CATALOG.search(ref)]
    unknown: dict[str, int] = {}
    for element in item.iter(f"{{{NAR}}}*"):
        for name, values in element.attrib.items():
            for value in str(values).split() if name in _QCODES else ():
                alias, colon, rest = value.partition(":")
                if not (alias and colon and rest):
                    yield line_of(element), f"{name!s}={value!r} is not a QCode"
                elif alias not in declared:
                    unknown.setdefault(alias, line_of(element))
    for alias, line in unknown.items():
        where = (
            f"only {', '.join(foreign)} could hold it, which is not at hand" if foreign else "no catalog declares it"
        )
        yield line, f"the QCode alias {alias!r} cannot be resolved: {where}"


def _references(item: etree._Element, guids: set[str | None] | None) -> Iterator[Finding]:
    ids: set[str] = set()
    pointers: list[tuple[etree._Element, str]] = []
    for element in item.iter(f"{{{NAR}}}*"):
        for name, value in element.attrib.items():
            if name == "id":
                ids.add(str(value))
            elif name in ("idref", "idrefs", "contentrefs"):
                pointers.extend((element, target) for target in str(value).split())
        if guids is not None and element.tag == _ITEM_REF:
            residref = element.get("residref")
            if residref and residref not in guids:
                yield line_of(element), f"itemRef {residref!r} is not in this message"
    for element, target in pointers:
        if target not in ids:
            yield line_of(element), f"{target!r} points at nothing in the item"


def _inline(inline: etree._Element) -> Iterator[Finding]:
    line = line_of(inline)
    children = [child for child in inline if isinstance(child.tag, str)]
    if len(children) != 1:
        yield line, f"inlineXML holds {len(children)} elements, not one"
        return
    root, kind = children[0], inline.get("contenttype") or ""
    name = etree.QName(root)
    if name.namespace is None:
        yield line, f"the content <{name.localname}> is in no namespace"
    if not words_in(root).strip():
        yield line, "inlineXML has no words"
    if name.namespace == NITF:
        if "nitf" not in kind:
            yield line, f"inlineXML holds NITF and is declared as {kind!r}"
        for inner, said in nitf_findings(root):
            yield inner or line, f"NITF inside: {said}"
    elif name.namespace == XHTML:
        if "html" not in kind:
            yield line, f"inlineXML holds XHTML and is declared as {kind!r}"
        if name.localname not in _ROOTS:
            yield line, f"the XHTML begins with <{name.localname}>"
        yield from _active(root)


def _active(root: etree._Element) -> Iterator[Finding]:
    for element in root.iter(f"{{{XHTML}}}*"):
        name = etree.QName(element).localname.lower()
        line = line_of(element)
        if name in _ACTIVE:
            yield line, f"<{name}> does something when opened; an archive keeps it still"
        for attribute, value in element.attrib.items():
            key = str(attribute).lower()
            if re.match(r"on[a-z]{3,}\Z", key):
                yield line, f"<{name}> has the handler {key}"
            elif key in ("src", "srcset", "poster") and re.match(r"\s*([a-z]+:)?//", str(value), re.IGNORECASE):
                yield line, f"<{name} {key}> would load {str(value)[:80]!r} when opened"
