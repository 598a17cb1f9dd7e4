"""Parse XML from strangers: no entities, no DTD, no network, and limits on size and depth."""

from __future__ import annotations

import re
from html.entities import name2codepoint

from lxml import etree

from newsarchive.errors import InvalidDocument, TooLarge
from newsarchive.model.gate import clean

__all__ = ["MAX_XML", "cut_out", "local_name", "parse_xml"]

MAX_XML = 64 * 1024 * 1024
# Named characters of HTML are common in agency copy, though XML knows five of them; those in CDATA are plain words.
_NAMED = re.compile(rb"<!\[CDATA\[.*?\]\]>|&([A-Za-z][A-Za-z0-9]{1,31});", re.DOTALL)
_XML_NAMES = frozenset({"amp", "lt", "gt", "quot", "apos"})


def parse_xml(data: bytes, *, what: str) -> etree._Element:
    """Parse a document and return its root; a DOCTYPE is tolerated and never loaded, comments are dropped.

    An entity that nobody defined stays as the words ``&name;``, so that nothing vanishes.

    Args:
        data: the document.
        what: what the document claims to be, for messages (``"nitf"``).

    Raises:
        InvalidDocument: the bytes are not well-formed XML; the message names ``what`` and the line.
        TooLarge: the document is over 64 MiB.
    """
    if len(data) > MAX_XML:
        raise TooLarge(f"{what}: {len(data)} bytes are over the limit of {MAX_XML}; split the document")
    # White space before the XML declaration is a fault of many feeds, and harmless.
    data = data.removeprefix(b"\xef\xbb\xbf").lstrip(b" \t\r\n")
    if b"&" in data:
        data = _NAMED.sub(_as_number, data)
    try:
        root = etree.fromstring(data, _parser())
    except etree.XMLSyntaxError as error:
        raise InvalidDocument(f"{what}: not well-formed XML (line {error.lineno}): {_message(error)}") from error
    except (ValueError, LookupError, AssertionError) as error:
        raise InvalidDocument(f"{what}: cannot be parsed (line 1): {error}") from error
    if root is None:
        raise InvalidDocument(f"{what}: there is no element in the document (line 1)")
    for entity in list(root.iter(etree.Entity)):
        _spell_out(entity)
    return root


def local_name(element: etree._Element) -> str:
    """Return the name of an element without its namespace, in lower case; "" for what is no element."""
    tag = element.tag
    return tag.rpartition("}")[2].lower() if isinstance(tag, str) else ""


def cut_out(element: etree._Element) -> None:
    """Take an element out of its tree and leave the words after it where they stand."""
    parent, before = element.getparent(), element.getprevious()
    if parent is None:
        return
    # Cleaned, since a tree of HTML may hold characters that lxml lets nobody set.
    tail = clean(element.tail or "")
    if before is None:
        parent.text = clean(parent.text or "") + tail
    else:
        before.tail = clean(before.tail or "") + tail
    element.tail = None
    parent.remove(element)


def _parser() -> etree.XMLParser:
    # A parser a document: a parser keeps the names of all documents it has read.
    return etree.XMLParser(
        resolve_entities=False,
        load_dtd=False,
        dtd_validation=False,
        attribute_defaults=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )


def _as_number(found: re.Match[bytes]) -> bytes:
    name = found[1].decode("ascii") if found[1] else ""
    if not name or name in _XML_NAMES or name not in name2codepoint:
        return found[0]
    return b"&#%d;" % name2codepoint[name]


def _message(error: etree.XMLSyntaxError) -> str:
    return re.sub(r", line \d+, column \d+.*", "", error.msg or "the document is empty")


def _spell_out(entity: etree._Element) -> None:
    entity.tail = f"{entity.text or ''}{entity.tail or ''}"
    cut_out(entity)
