"""Parse XML of strangers: no entities, no DTD, no network, a size that is bounded; damage is mended where that can be done."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from newsarchive.model.gate import clean
from newsarchive.sources.encoding import decode

if TYPE_CHECKING:
    from lxml.etree import _Element

__all__ = ["parsed", "parsed_text", "root_of"]

_HUGE = 9_000_000

_REFERENCE = re.compile(r"&#([xX][0-9A-Fa-f]{1,300}|[0-9]{1,300});?")
_DECLARATION = re.compile(r"^\s{0,100}<\?xml[^>]{0,400}\?>")


def parsed(data: bytes) -> _Element | None:
    """Return the root element; None of what holds none.

    Raises:
        XMLSyntaxError: libxml2 cannot make anything of it.
        ValueError: it cannot be given to libxml2.
    """
    return parsed_text(decode(data).text)


def parsed_text(text: str, *, recover: bool = True) -> _Element | None:
    """Return the root element of a text; None of what holds none.

    Raises:
        XMLSyntaxError: libxml2 cannot make anything of it; without ``recover`` also where it is not well formed.
        ValueError: it cannot be given to libxml2.
    """
    from lxml import etree

    # libxml2 recovers into text that is no UTF-8 at all; what it is given is decoded by us, and declares nothing.
    data = _DECLARATION.sub("", _REFERENCE.sub(_allowed, clean(text))).encode("utf-8", "replace")
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        recover=recover,
        # Without this libxml2 ends in silence at ten million bytes of one text.
        huge_tree=len(data) > _HUGE,
    )
    root: _Element | None = etree.fromstring(data, parser)
    return root


def root_of(data: bytes) -> _Element | None:
    """Return the root element; None where there is none, or nothing can be made of it."""
    from lxml import etree

    try:
        return parsed(data)
    except (etree.XMLSyntaxError, ValueError):
        return None


def _allowed(found: re.Match[str]) -> str:
    """Keep a reference to a character that XML allows (XML 1.0, section 4.1)."""
    number = int(found[1][1:], 16) if found[1][0] in "xX" else int(found[1])
    return found[0] if number < 0x110000 and clean(chr(number)) else ""
