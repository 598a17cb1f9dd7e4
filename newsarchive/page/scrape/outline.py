"""Make a text dump of a whole page into the same kind of tree as a page of HTML."""

from __future__ import annotations

import re
from dataclasses import replace
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
_SENTENCE = 60  # the same, for what stands around a subhead
_LIKE = 0.6  # of the words of a title: the headline, written another way
_FAINTLY = 0.25  # the same, for a line right above the running text that shares telling words with the title
_AS_LONG = 0.55  # of the title; a shorter line is a kicker
_TELLING = 4  # letters of such a word
_NEAR = 60  # lines above the running text in which the headline stands
_BEFORE = 14  # lines: right above
_SHORTEST_KICKER = 8  # letters
_LONGEST_KICKER = 40
_CORE = re.compile(r"\s+[|｜\-–—·•»/]\s+[^|｜–—·•»]{1,60}$")  # what follows the last divider of a title
_CLOSE = 8  # lines between paragraphs of one story
_BESIDE = 2
_LONGEST_HEADLINE = 200
_COLONS = (":", "：")
_DIVIDERS = frozenset("|｜-–—·•»/_‹›>～~∣")
_KICKED = frozenset(":：|｜-–—!?.")
_LONGEST_SUBHEAD = 90
_ENDS = re.compile(r"[.!?…。！？।؟:;,][\"'”’»)\]」』]*$")
_STOPS = re.compile(r"[.。][\"'”’»)\]」』]*$")
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
    subheads = _subheads(lines)
    listing: etree._Element | None = None
    for i, line in enumerate(lines):
        shown = line
        if i == headline and (split := _kicker_end(line.text, title)):
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
    if len(_folded(title)) < 4:
        return -1
    start = _start(lines, title, prose)
    # the story may begin with a short paragraph, and boxes of running text may stand above it: look a little further down
    reach = min(len(lines), start + 6)
    for says in (_begins_title, _ends_title):
        same = [i for i in range(reach) if says(lines[i].text, title)]
        if not same and says is _begins_title:
            same = [i for i in range(reach, len(lines)) if says(lines[i].text, title)][:1]
        if same:
            longest = max(len(lines[i].text) for i in same)
            found = [i for i in same if len(lines[i].text) >= 0.8 * longest][-1]
            if not lines[found].bullet:
                return found
            # the end of a list: the way to the page in the site's sections says the title, the headline may say more
            other = _reworded(lines, title, start, reach)
            return max(found, other)
    return _reworded(lines, title, start, reach)


def _kicker_end(text: str, title: str) -> int:
    """Return where the headline begins in a line that holds its kicker too, or 0.

    A title joins the two with a colon; where the page prints another sign there, or none, they are two things on the page. Or
    the title gives the headline alone, and the line ends in it.
    """
    core = _folded(_CORE.sub("", title))
    whole = _folded(text)
    extra = len(whole) - len(core)
    if len(core) >= 3 * _SHORTEST_KICKER and 0 < extra <= _LONGEST_KICKER and whole.endswith(core):
        return _headline_at(text, extra)
    at = title.find(": ")
    count = len(_folded(title[:at])) if at > 0 else 0
    if count < _SHORTEST_KICKER or not _begins_title(text, title) or len(whole) < 2 * _SHORTEST_KICKER + count:
        return 0
    return _headline_at(text, count)


def _headline_at(text: str, count: int) -> int:
    """Return where the words after the first ``count`` letters begin, 0 where a colon or nothing stands between."""
    end = _reach(text, count)
    between = re.match(r"[^\w:：„“«‚‘(]*", text[end:])
    assert between is not None
    after = end + between.end()
    if text[after : after + 1] in ":：" or after == end or _reach(text, count + 1) <= after:
        return 0
    opened = re.search(r"[\"']$", text[end:after])
    return after - 1 if opened and after - end > 1 and text[after - 2 : after - 1] == " " else after


def _start(lines: Sequence[Line], title: str, prose: Sequence[int]) -> int:
    """Return where the running text begins: a paragraph with others close by that is not the title said again."""
    wanted = _folded(title)
    paragraphs = [i for i in prose if not wanted.startswith(_folded(lines[i].text))]
    for place, i in enumerate(paragraphs):
        if sum(j - i <= _CLOSE for j in paragraphs[place + 1 : place + 3]) == _BESIDE:
            return i
    return paragraphs[0] if paragraphs else len(lines)


def _reworded(lines: Sequence[Line], title: str, start: int, reach: int) -> int:
    """Find a headline that the title puts another way: titles are written for search engines, headlines for readers."""
    mine = _pieces(title)
    length = len(_CORE.sub("", title))
    best, most = -1, 0.0
    for i in range(max(0, start - _NEAR), reach):
        text = lines[i].text
        if (
            not 12 <= len(text) <= _LONGEST_HEADLINE
            or lines[i].bullet
            or (_STOPS.search(text) and not _STOPS.search(title))
        ):
            continue
        if text.endswith(_COLONS):
            continue
        theirs = _pieces(text)
        shared = mine & theirs
        alike = 2 * len(shared) / (len(mine) + len(theirs) or 1)
        telling = sum(len(piece) >= _TELLING for piece in shared)
        near = start - _BEFORE <= i < start and telling >= _BESIDE and len(text) >= _AS_LONG * length
        if alike > most and (alike > _LIKE or (near and alike > _FAINTLY and words.lead_class(text) is None)):
            best, most = i, alike
    return best


def _pieces(text: str) -> set[str]:
    """Return the words of a title, or the pairs of signs of an unspaced script."""
    if _weight(text) == 1:
        return set(_NOT_WORD.sub(" ", text.replace("\u00ad", "")).casefold().split())
    folded = _folded(text)
    return {folded[i : i + 2] for i in range(len(folded) - 1)}


def _begins_title(text: str, title: str) -> bool:
    """Tell whether a line is the title, or all of it up to the mark before the site's name."""
    mine, whole = _folded(text), _folded(title)
    if len(text) > _LONGEST_TITLE or len(mine) * _weight(text) < 12 or not whole.startswith(mine):
        return False
    if mine == whole:
        return True
    rest = title[_reach(title, len(mine)) :].lstrip(" \"'”’»)\u00a0")
    return rest[:1] in _DIVIDERS and (len(mine) >= 0.35 * len(whole) or len(mine) * _weight(text) > 30)


def _ends_title(text: str, title: str) -> bool:
    """Tell whether a line is what follows a kicker in the title: “Storm: Ferry stays in harbour | Hill Post”."""
    mine, whole = _folded(text), _folded(title)
    at = whole.find(mine, 1) if len(mine) * _weight(text) >= 24 and len(text) <= _LONGEST_TITLE else -1
    if at < 0 or len(mine) < 0.4 * len(whole):
        return False
    before = title[: _reach(title, at)].rstrip(" \"'„“«‚‘(\u00a0")
    rest = title[_reach(title, at + len(mine)) :].lstrip(" \"'”’»)\u00a0")
    return before[-1:] in _KICKED and (not rest or rest[:1] in _DIVIDERS)


def _reach(title: str, count: int) -> int:
    """Return where in a title its first ``count`` letters and digits end."""
    seen = 0
    for at, sign in enumerate(title):
        seen += len(_folded(sign))
        if seen >= count:
            return at + 1
    return len(title)


def _folded(text: str) -> str:
    return _NOT_WORD.sub("", text).casefold()


def _subheads(lines: Sequence[Line]) -> set[int]:
    """Return the short lines between two paragraphs that head the second one."""
    paragraphs = {
        i
        for i, line in enumerate(lines)
        if _weight(line.text) * len(line.text) >= _SENTENCE and _ENDS.search(line.text)
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
