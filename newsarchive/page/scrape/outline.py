"""Make a text dump of a whole page into the same kind of tree as a page of HTML."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lxml import etree

from newsarchive.page import words
from newsarchive.page.scrape.lines import Line, lines_of

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["BULLET", "parse"]

BULLET = "data-newsarchive-bullet"
_LINE, _INDENT, _BLANKS, _GAPS = (f"data-newsarchive-{name}" for name in ("line", "indent", "blanks", "gaps"))
_LONGEST_TITLE = 300
_PROSE = 140  # characters; with a full stop, running text
_LIKE = 0.5  # of the words of a title: the headline, written another way
_NEAR = 60  # lines above the running text in which the headline stands
_LONGEST_SUBHEAD = 90
_ENDS = re.compile(r"[.!?…。！？।؟:;,][\"'”’»)\]」』]*$")
_NOT_WORD = re.compile(r"[\W_]+")


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
    headline = _headline(lines, title, prose)
    subheads = _subheads(lines, prose)
    listing: etree._Element | None = None
    for i, line in enumerate(lines):
        if line.bullet and i != headline:
            tag = "ol" if line.ordered else "ul"
            if listing is None or listing.tag != tag or line.blanks > 1:
                listing = etree.SubElement(body, tag)
            element = etree.SubElement(listing, "li")
        else:
            listing = None
            element = etree.SubElement(body, "h1" if i == headline else "h2" if i in subheads else "p")
        _fill(element, line)
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
    if line.bullet or len(line.text) > _LONGEST_TITLE:
        return False
    return words.label_class(line.text) is None


def _is_prose(line: Line) -> bool:
    return len(line.text) * (1 if line.text.isascii() else _weight(line.text)) >= _PROSE and bool(
        _ENDS.search(line.text)
    )


def _weight(text: str) -> int:
    """Say how much a sign of this text tells: one of an unspaced script tells about as much as three letters."""
    return 3 if sum("\u3040" <= sign <= "\u9fff" for sign in text[:40]) > 10 else 1


def _headline(lines: Sequence[Line], title: str, prose: Sequence[int]) -> int:
    """Return the line that shows the headline, or -1: the last one above the running text that says what the title says."""
    wanted = _folded(title)
    if len(wanted) < 4:
        return -1
    start = next((i for i in prose if not wanted.startswith(_folded(lines[i].text))), len(lines))
    # the story may begin with a short paragraph, and boxes of running text may stand above it: look a little further down
    reach = min(len(lines), start + 6)
    same = [i for i in range(reach) if _says(lines[i], wanted)]
    if not same:
        same = [i for i in range(len(lines)) if _says(lines[i], wanted)][:1]
    if same:
        longest = max(len(lines[i].text) for i in same)
        above = [i for i in same if len(lines[i].text) >= 0.8 * longest]
        return above[-1]
    mine = set(title.casefold().split())
    best, likeness = -1, _LIKE
    for i in range(max(0, start - _NEAR), reach):
        text = lines[i].text
        if not 12 <= len(text) <= _LONGEST_TITLE or lines[i].bullet:
            continue
        theirs = set(text.casefold().split())
        alike = 2 * len(mine & theirs) / (len(mine) + len(theirs))
        if alike > likeness:
            best, likeness = i, alike
    return best


def _says(line: Line, title: str) -> bool:
    """Tell whether a line is the title, or the beginning of it that is more than a name."""
    text = line.text
    if len(text) > _LONGEST_TITLE:
        return False
    mine = _folded(text)
    if not mine or len(mine) * _weight(text) < 12:
        return False
    return mine == title or (
        title.startswith(mine) and (len(mine) >= 0.4 * len(title) or len(mine) * _weight(text) > 30)
    )


def _folded(text: str) -> str:
    return _NOT_WORD.sub("", text).casefold()


def _subheads(lines: Sequence[Line], prose: Sequence[int]) -> set[int]:
    """Return the short lines between two paragraphs that head the second one."""
    paragraphs = set(prose)
    found = set()
    for i in range(1, len(lines) - 1):
        line = lines[i]
        if (
            i not in paragraphs
            and i + 1 in paragraphs
            and not line.bullet
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
