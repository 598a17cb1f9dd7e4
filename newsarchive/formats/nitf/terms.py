"""Name the namespaces and the words of NITF that newsarchive writes and knows."""

from __future__ import annotations

from typing import Final, cast

from lxml import etree

NAMESPACE: Final = "http://iptc.org/std/NITF/2006-10-18/"
VERSION: Final = "-//IPTC//DTD NITF 3.6//EN"

__all__ = [
    "EXTENSION",
    "FACT",
    "KEPT",
    "MARKS",
    "MARK_CLASSES",
    "NAMESPACE",
    "VERSION",
    "XHTML",
    "XML",
    "line_of",
    "nitf",
    "own",
    "words_in",
]

XHTML: Final = "http://www.w3.org/1999/xhtml"
XML: Final = "http://www.w3.org/XML/1998/namespace"

# Attributes of ours on NITF elements (the schema lets other namespaces in) keep what NITF has no word for.
EXTENSION: Final = "urn:newsarchive:nitf"
# The name of a head/meta that carries a fact without a place of its own: newsarchive:authors.0.role.
FACT: Final = "newsarchive:"

# NITF has one element for emphasis; its class names the kind, as XHTML's elements do.
MARKS: Final = ("strong", "mark", "u", "s", "code", "sup", "sub")
MARK_CLASSES: Final[dict[str, str]] = {
    **{name: name for name in MARKS},
    "em": "em", "italic": "em", "italics": "em", "i": "em", "bold": "strong", "b": "strong", "underline": "u",
    "underlined": "u", "strike": "s", "strikethrough": "s", "superscript": "sup", "subscript": "sub",
}  # fmt: skip

# The attributes that XHTML and NITF have in common.
KEPT: Final = frozenset({"href", "id", "class", "colspan", "rowspan", f"{{{XML}}}lang"})


def nitf(name: str) -> str:
    """Return the name of an NITF element as lxml writes it."""
    return f"{{{NAMESPACE}}}{name}"


def own(name: str) -> str:
    """Return the name of one of our attributes as lxml writes it."""
    return f"{{{EXTENSION}}}{name}"


def words_in(element: etree._Element) -> str:
    """Return the words inside an element, without those that follow it."""
    return "".join(map(str, element.itertext()))


def line_of(element: etree._Element) -> int:
    """Return the line on which an element stood, 0 where it was made here."""
    return cast("int", element.sourceline or 0)
