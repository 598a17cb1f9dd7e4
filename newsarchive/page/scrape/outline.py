"""Make a text dump of a whole page into the same kind of tree as a page of HTML."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from lxml import etree

from newsarchive.page import words
from newsarchive.page.scrape.heading import find_heading, rejoined
from newsarchive.page.scrape.lines import Line, lines_of
from newsarchive.page.scrape.titles import kicker_end, weight

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["BULLET", "is_prose", "parse"]

BULLET = "data-newsarchive-bullet"
_LINE, _INDENT, _BLANKS, _GAPS = (f"data-newsarchive-{name}" for name in ("line", "indent", "blanks", "gaps"))
_PROSE = 140  # characters; with a full stop, running text
_SENTENCE = 60  # the same, for what stands around a subhead
_LONGEST_SUBHEAD = 90
_ENDS = re.compile(r"[.!?…。！？।؟:;,][\"'”’»)\]」』]*$")


def parse(text: str, address: str | None = None) -> etree._Element:
    """Return ``html`` with the page's title and its lines as ``h1``, ``h2``, ``p`` and ``li``, in order.

    Each element says the line (1-based) it began on. A bullet is a ``span`` of its own. The first line may be the page's title;
    the words of the headline may stand in the page's ``address``. No sign but white space is lost.
    """
    lines = rejoined(lines_of(text))
    root = etree.Element("html")
    head = etree.SubElement(root, "head")
    body = etree.SubElement(root, "body")
    prose = [i for i, line in enumerate(lines) if is_prose(line)]
    headline, titled = find_heading(lines, prose, address)
    title = lines[0].text if titled else ""
    if titled:
        _fill(etree.SubElement(head, "title"), replace(lines[0], indent=0, blanks=0, gaps=0))
        lines = lines[1:]
        headline -= 1
    subheads = _subheads(lines)
    listing: etree._Element | None = None
    for i, line in enumerate(lines):
        shown = line
        if i == headline and (split := kicker_end(line.text, title)):
            _fill(etree.SubElement(body, "p"), replace(line, text=line.text[:split].rstrip()))
            shown = replace(line, text=line.text[split:], bullet="", blanks=0)
        elif i == headline and line.bullet:
            _fill(etree.SubElement(body, "p"), replace(line, text=""))
            shown = replace(line, bullet="", blanks=0)
        if line.listed and i != headline:
            tag = "ol" if line.ordered else "ul"
            if listing is None or listing.tag != tag or line.blanks > 1:
                listing = etree.SubElement(body, tag)
            element = etree.SubElement(listing, "li")
        else:
            listing = None
            subhead = i in subheads or line.level
            element = etree.SubElement(body, "h1" if i == headline else "h2" if subhead else "p")
        _fill(element, shown)
    return root


def _fill(element: etree._Element, line: Line) -> None:
    element.set(_LINE, str(line.number))
    for name, value in ((_INDENT, line.indent), (_BLANKS, line.blanks), (_GAPS, line.gaps)):
        if value:
            element.set(name, str(value))
    if line.bullet:
        mark = etree.SubElement(element, "span")
        mark.set(BULLET, "")
        mark.text = line.bullet
        mark.tail = f" {line.text}" if line.text else None
    else:
        element.text = line.text


def is_prose(line: Line) -> bool:
    """Tell whether a line is running text: long, and a sentence to its end."""
    return len(line.text) * (1 if line.text.isascii() else weight(line.text)) >= _PROSE and bool(
        _ENDS.search(line.text)
    )


def _subheads(lines: Sequence[Line]) -> set[int]:
    """Return the short lines between two paragraphs that head the second one."""
    paragraphs = {
        i for i, line in enumerate(lines) if weight(line.text) * len(line.text) >= _SENTENCE and _ENDS.search(line.text)
    }
    found = set()
    for i in range(1, len(lines) - 1):
        line = lines[i]
        if (
            i not in paragraphs
            and i + 1 in paragraphs
            and not line.bullet
            and not lines[i + 1].bullet
            and not line.gaps
            and len(line.text) <= _LONGEST_SUBHEAD
            and not _ENDS.search(line.text)
            and line.text[:1].isalnum()
            and line.indent == lines[i + 1].indent
            and any(j in paragraphs and lines[j].indent == line.indent for j in range(max(0, i - 3), i))
            and words.label_class(line.text) is None
            and words.lead_class(line.text) is None
        ):
            found.add(i)
    return found
