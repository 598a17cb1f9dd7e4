"""Lay a parsed page out flat, in one walk: its elements, its text nodes and its blocks, as lists side by side.

The lxml tree is never changed. Whoever takes words away does so by marking text nodes (see ``marks``), so the page can
be painted as it was, a removal costs nothing, and every text node has exactly one owner in the end.

Numbers stand for things: ``e`` is an element (its place in document order), ``t`` a text node, ``b`` a block. The subtree
of ``e`` is the elements ``e .. end[e] - 1`` and the text nodes ``tfirst[e] .. tlast[e] - 1``.

A block is a stretch of inline text between two block-level borders: a paragraph, a heading, a cell, the loose text between
two boxes. Two line breaks in a row divide blocks as well.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from itertools import pairwise
from typing import TYPE_CHECKING

from lxml import etree
from msgspec import Struct

from newsarchive.page.hints import Hint

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newsarchive.page.words.lines import Lines

__all__ = [
    "BREAK", "ENTRY_HINTS", "INLINE", "PROSE", "SKIPPED", "TELLING", "XML_LANG", "Elements", "TextBlock", "Tree", "hides", "hiding_style", "speaks",
]  # fmt: skip

INLINE = frozenset(
    "a abbr acronym b bdi bdo big blink cite code data del dfn em font i ins kbd label mark nobr output q rb rp rt ruby s samp "
    "small span strike strong sub sup time tt u var wbr br img picture source amp-img map area noindex g-emoji "
    "embed track keygen annotation math mi mn mo mrow semantics".split()
)
# Their text is never shown as it stands. svg may hold a title; it describes a drawing, not the story.
SKIPPED = frozenset(
    "script style template noscript svg iframe object applet canvas select option datalist textarea noframes noembed "
    "audio video map amp-script amp-state amp-analytics".split()
)
# What the facts are read from, by tag, and by what a name says (hNews).
TELLING = frozenset("meta img amp-img noscript link script h1 h2 time title html body base".split())
ENTRY_HINTS = int(Hint.TITLE | Hint.DATE | Hint.BYLINE)
BREAK = "\n"  # the text of a <br>
PROSE = 80  # characters: running text
_FEW = 6  # text nodes that are put together without a look at the blocks
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_HIDING = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)


class Elements(list["etree._Element"]):  # noqa: SLF001 - the only name that lxml has for it
    """The elements of a page in document order; the compiled walk brings one of its own that makes them when they are asked for."""

    def get(self, e: int, name: str) -> str | None:
        """Return an attribute, None where it is missing."""
        return self[e].get(name)

    def attribute(self, e: int, name: str) -> str:
        """Return an attribute, "" where it is missing."""
        return self[e].get(name) or ""

    def attributes(self, e: int) -> dict[str, str]:
        """Return all attributes, read at once: cheaper than to ask for three of them."""
        return dict(self[e].items())  # type: ignore[arg-type]


class TextBlock(Struct, gc=False):
    """A stretch of inline text: text nodes ``first .. last - 1``, directly inside element ``e``.

    ``text`` is squeezed; ``length`` counts its characters, ``linked`` those of them inside links (both without white space).
    """

    b: int
    e: int
    first: int
    last: int
    text: str
    length: int
    linked: int


class Tree:
    """A page laid out flat; see the module's docstring."""

    __slots__ = (
        "_firsts",
        "_kinds",
        "_running",
        "blocks",
        "context",
        "els",
        "end",
        "entries",
        "hiding",
        "hints",
        "lines",
        "links",
        "marked",
        "names",
        "parent",
        "passed",
        "sectioned",
        "skipped",
        "speaking",
        "tags",
        "tel",
        "telling",
        "texts",
        "tfirst",
        "tlast",
    )  # fmt: skip

    def __init__(self) -> None:
        self.els = Elements()
        self.tags: list[str] = []
        self.names: list[str] = []  # class and id as written, one string, "" where there is neither
        self.parent: list[int] = []
        self.end: list[int] = []
        self.tfirst: list[int] = []
        self.tlast: list[int] = []
        self.hints: list[int] = []  # what the element's own tag and names say: bits of hints.py
        self.context: list[int] = []  # the same, gathered from all its ancestors and itself
        self.texts: list[str] = []
        self.tel: list[int] = []  # the element each text node is directly inside of
        self.links: list[int] = []  # the innermost <a> around each text node, or -1
        self.blocks: list[TextBlock] = []
        self.sectioned: list[int] = []  # elements that may name themselves as a section: bits of ``SECTION_HINTS``
        self.marked: list[int] = []  # elements with an ``itemprop`` or a ``typeof``: to ask in passing costs a quarter
        self.telling: list[int] = []  # elements with a tag of TELLING
        self.entries: list[int] = []  # elements with a name, and by it or their tag one of ENTRY_HINTS
        self.hiding: frozenset[int] | None = None  # elements that hide themselves, if the walk looked for them
        self.speaking: frozenset[int] | None = None  # those that name a language or a direction, likewise
        self.skipped: list[int] = []  # elements whose inside was not walked
        self.lines: Lines | None = None  # see ``words.lines.lines_of``
        self._firsts: list[int] | None = None  # the first text node of each block
        self._kinds: frozenset[str] | None = None  # see ``has``
        self._running: list[TextBlock] | None = None  # see ``running``
        self.passed: dict[int, str] = {}  # those of them that would hold text of the page, and the rule that says why

    def running(self) -> list[TextBlock]:
        """Return the blocks of running text: those with many characters outside of links."""
        if self._running is None:
            self._running = [block for block in self.blocks if block.length - block.linked >= PROSE]
        return self._running

    def has(self, *tags: str) -> bool:
        """Tell whether there is an element with one of these tags; cheap enough to be asked before each search."""
        if self._kinds is None:
            self._kinds = frozenset(self.tags)
        return not self._kinds.isdisjoint(tags)

    def index(self) -> dict[int, int]:
        """Return the number of each element by its ``id()``; only rules of single sites ask for it."""
        return {id(element): e for e, element in enumerate(self.els)}

    def attr(self, e: int, name: str) -> str:
        """Return an attribute, "" where it is missing."""
        return self.els.attribute(e, name)

    def hides(self, e: int) -> bool:
        """Tell whether an element says itself that it is not shown."""
        return hides(self.els[e]) if self.hiding is None else e in self.hiding

    def speaks(self, e: int) -> bool:
        """Tell whether an element names the language or the direction of its text."""
        return speaks(self.els[e]) if self.speaking is None else e in self.speaking

    def text_of(self, e: int) -> str:
        """Return the text of an element, white space as it stands."""
        return "".join(self.texts[self.tfirst[e] : self.tlast[e]])

    def line_of(self, e: int) -> str:
        """Return the text of an element in one line: what its blocks say, if it holds whole ones, is one line each already."""
        texts, first, last = self.texts, self.tfirst[e], self.tlast[e]
        blocks = self.blocks_in(e) if last - first > _FEW else ()
        if not blocks or blocks[0].first != first or blocks[-1].last != last:
            return " ".join("".join(texts[first:last]).split())
        pieces = [blocks[0].text]
        for before, block in pairwise(blocks):
            if texts[before.last - 1][-1:].isspace() or texts[block.first][:1].isspace():
                pieces.append(" ")
            pieces.append(block.text)
        return "".join(pieces)

    def path(self, e: int) -> str:
        """Return the XPath of an element."""
        element = self.els[e]
        line = element.get("data-newsarchive-line")
        return f"line {line}" if line else str(element.getroottree().getpath(element))

    def ancestors(self, e: int) -> Iterator[int]:
        """Yield the ancestors of an element, the nearest first, without itself."""
        parent = self.parent
        e = parent[e]
        while e >= 0:
            yield e
            e = parent[e]

    def inside(self, e: int, ancestor: int) -> bool:
        """Tell whether ``e`` is ``ancestor`` or inside it."""
        return ancestor <= e < self.end[ancestor]

    def find(self, *tags: str) -> list[int]:
        """Return the elements with one of these tags, in document order."""
        if not self.has(*tags):
            return []
        wanted = frozenset(tags)
        return [e for e, tag in enumerate(self.tags) if tag in wanted]

    def blocks_in(self, e: int) -> list[TextBlock]:
        """Return the blocks whose text stands inside an element."""
        blocks, firsts = self.blocks, self._begins()
        low = bisect_left(firsts, self.tfirst[e])
        high = bisect_left(firsts, self.tlast[e], low)
        if high > low and blocks[high - 1].last > self.tlast[e]:
            high -= 1  # an inline element at the start of a block
        return blocks[low:high]

    def block_behind(self, t: int) -> int:
        """Return the number of the first block that begins at a text node or behind it."""
        return bisect_left(self._begins(), t)

    def _begins(self) -> list[int]:
        if self._firsts is None:
            self._firsts = [block.first for block in self.blocks]
        return self._firsts


def hides(element: etree._Element) -> bool:
    """Tell whether an element says itself that it is not shown: by its style, ``hidden`` or ``aria-hidden``."""
    get = element.get
    if get("hidden") is not None or get("aria-hidden") == "true":
        return True
    return hiding_style(get("style") or "")


def speaks(element: etree._Element) -> bool:
    """Tell whether an element names the language or the direction of its text, whatever it says there."""
    get = element.get
    return get("lang") is not None or get("dir") is not None or get(XML_LANG) is not None


def hiding_style(style: str) -> bool:
    """Tell whether the declarations of a ``style`` attribute hide the element."""
    return _HIDING.search(style) is not None
