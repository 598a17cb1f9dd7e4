"""Make a text dump of a whole page into the same kind of tree as a page of HTML."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from lxml import etree

from newsarchive.page import words
from newsarchive.page.scrape.lines import Line, lines_of
from newsarchive.page.scrape.titles import LONGEST_TITLE, find_headline, kicker_end, weight

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["BULLET", "parse"]

BULLET = "data-newsarchive-bullet"
_LINE, _INDENT, _BLANKS, _GAPS = (f"data-newsarchive-{name}" for name in ("line", "indent", "blanks", "gaps"))
_PROSE = 140  # characters; with a full stop, running text
_SENTENCE = 60  # the same, for what stands around a subhead
_LONGEST_SUBHEAD = 90
_ENDS = re.compile(r"[.!?…。！？।؟:;,][\"'”’»)\]」』]*$")


def parse(text: str) -> etree._Element:
    """Return ``html`` with the page's title and its lines as ``h1``, ``h2``, ``p`` and ``li``, in order.

    Each element says the line (1-based) it began on. A bullet is a ``span`` of its own. The first line is the page's title;
    where it is said again, that line is the headline. No sign but white space is lost.
    """
    lines = lines_of(text)
    root = etree.Element("html")
    head = etree.SubElement(root, "head")
    body = etree.SubElement(root, "body")
    title = ""
    if lines and _is_title(lines[0]):
        first = lines.pop(0)
        title = first.text
        element = etree.SubElement(head, "title")
        element.text = f"{first.bullet} {title}".strip()
        element.set(_LINE, str(first.number))
    prose = [i for i, line in enumerate(lines) if _is_prose(line)]
    headline = find_headline(lines, title, prose)
    subheads = _subheads(lines)
    listing: etree._Element | None = None
    for i, line in enumerate(lines):
        shown = line
        if i == headline and (split := kicker_end(line.text, title)):
            _fill(etree.SubElement(body, "p"), replace(line, text=line.text[:split].rstrip()))
            shown = replace(line, text=line.text[split:], bullet="", blanks=0)
        if line.bullet and i != headline:
            tag = "ol" if line.ordered else "ul"
            if listing is None or listing.tag != tag or line.blanks > 1:
                listing = etree.SubElement(body, tag)
            element = etree.SubElement(listing, "li")
        else:
            listing = None
            element = etree.SubElement(body, "h1" if i == headline else "h2" if i in subheads else "p")
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


def _is_title(line: Line) -> bool:
    if line.bullet or len(line.text) > LONGEST_TITLE:
        return False
    return words.label_class(line.text) is None


def _is_prose(line: Line) -> bool:
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
