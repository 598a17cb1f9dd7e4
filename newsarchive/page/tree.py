"""Lay a parsed page out flat, in one walk: its elements, its text nodes and its blocks, as lists side by side.

The lxml tree is never changed. Whoever takes words away does so by marking text nodes (see ``marks``), so the page can
be painted as it was, a removal costs nothing, and every text node has exactly one owner in the end.

Numbers stand for things: ``e`` is an element (its place in document order), ``t`` a text node, ``b`` a block. The subtree
of ``e`` is the elements ``e .. end[e] - 1`` and the text nodes ``tfirst[e] .. tlast[e] - 1``.

A block is a stretch of inline text between two block-level borders: a paragraph, a heading, a cell, the loose text between
two boxes. Two line breaks in a row divide blocks as well.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from functools import cache
from operator import attrgetter
from typing import TYPE_CHECKING

from lxml import etree

from newsarchive.page.hints import TAG_HINTS, Hint, hints_of
from newsarchive.page.sections import SECTION_HINTS, section_rule
from newsarchive.page.words import LONGEST_PROMPT, words_of_lines

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newsarchive.page.words import Words

__all__ = ["BREAK", "INLINE", "SKIPPED", "TextBlock", "Tree", "grow"]

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
_OTHER_TAGS = "html head body title meta link p div dt dd hr thead tbody tr td th center".split()
# What the walk does at an element: text flows on (with a link, with a line break), or a new block begins (and the inside is
# skipped). Numbers, in this order: they are compared twice an element.
_INLINE, _LINK, _BREAK, _BLOCK, _SKIP = range(5)
BREAK = "\n"  # the text of a <br>
_FIRST = attrgetter("first")
_PROSE = 80  # characters: running text
_LITTLE = 300  # characters of running text: less than a news brief
_WITHOUT_SCRIPTS = frozenset({"noscript", "template"})
_NAV = Hint.NAV
_NOT_MENU = Hint.BODY | Hint.MAIN | Hint.ARTICLE
_MENU_TAGS = frozenset({"div", "ul", "ol", "nav", "header", "menu", "section"})
_SECTION_TAGS = frozenset({"div", "ul", "ol", "section", "aside", "form", "footer"})
_PASSED_RULES = frozenset(
    {"comments", "related-stories", "popular-list", "share-bar", "newsletter-prompt", "cookie-prompt", "advertising"}
)
# What shows that a passed-over element is more than it says: a menu that was never closed holds paragraphs as well.
# What only an element with one of these hints can be: a menu, or a section that names itself.
_NAMES_ITSELF = _NAV | SECTION_HINTS
_HOLDS_STORY = dict.fromkeys(_PASSED_RULES, ("h1",)) | {"navigation": ("h1", "p", "article", "main")}


@dataclass(slots=True)
class TextBlock:
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
        "blocks",
        "context",
        "els",
        "end",
        "hints",
        "links",
        "marked",
        "names",
        "parent",
        "passed",
        "skipped",
        "tags",
        "tel",
        "texts",
        "tfirst",
        "tlast",
        "words",
    )  # fmt: skip

    def __init__(self) -> None:
        self.els: list[etree._Element] = []
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
        self.marked: list[int] = []  # elements with an ``itemprop`` or a ``typeof``: to ask in passing costs a quarter
        self.skipped: list[int] = []  # elements whose inside was not walked
        self.words: list[Words] | None = None  # of each block, see ``words_of``
        self.passed: dict[int, str] = {}  # those of them that would hold text of the page, and the rule that says why

    def words_of(self, block: TextBlock) -> Words:
        """Return the folded words of a block, () where it is longer than any phrase of the lexicon allows."""
        if self.words is None:
            self.words = words_of_lines(
                [block.text if len(block.text) <= LONGEST_PROMPT else "" for block in self.blocks]
            )
        return self.words[block.b]

    def index(self) -> dict[int, int]:
        """Return the number of each element by its ``id()``; only rules of single sites ask for it."""
        return {id(element): e for e, element in enumerate(self.els)}

    def attr(self, e: int, name: str) -> str:
        """Return an attribute, "" where it is missing."""
        return self.els[e].get(name) or ""

    def text_of(self, e: int) -> str:
        """Return the text of an element, white space as it stands."""
        return "".join(self.texts[self.tfirst[e] : self.tlast[e]])

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
        wanted = frozenset(tags)
        return [e for e, tag in enumerate(self.tags) if tag in wanted]

    def blocks_in(self, e: int) -> list[TextBlock]:
        """Return the blocks whose text stands inside an element."""
        first, last = self.tfirst[e], self.tlast[e]
        blocks = self.blocks
        low = bisect_left(blocks, first, key=_FIRST)
        high = low
        while high < len(blocks) and blocks[high].last <= last:
            high += 1
        return blocks[low:high]


def grow(root: etree._Element) -> Tree:
    """Walk a parsed page once and lay it out flat.

    Navigation and sections that name themselves (comments, recommendations, cookie walls) are passed over as a whole: half of
    the elements of a news page. Where they would take the story along, the page is walked again with nothing passed over.
    """
    tree = _walk(root, SKIPPED, passing=True)
    prose = _prose_in(tree)
    inside = sum(_prose_of(tree.els[e]) for e, rule in tree.passed.items() if rule != "comments")
    if inside > prose:
        tree = _walk(root, SKIPPED, passing=False)
        prose = _prose_in(tree)
    if prose < _LITTLE and any(tree.tags[e] in _WITHOUT_SCRIPTS for e in tree.skipped):
        # the story may stand only where scripts are off
        other = _walk(root, SKIPPED - _WITHOUT_SCRIPTS, passing=True)
        if _prose_in(other) > 2 * prose:
            return other
    return tree


def _prose_in(tree: Tree) -> int:
    return sum(block.length for block in tree.blocks if block.length - block.linked >= _PROSE)


def _prose_of(element: etree._Element) -> int:
    """Return how much running text stands in the paragraphs of an element that was passed over."""
    texts = ("".join(map(str, p.itertext())) for p in element.iter("p"))
    return sum(len(text) for text in texts if len(text) > _PROSE)


def _walk(root: etree._Element, skipped_tags: frozenset[str], *, passing: bool) -> Tree:
    tree = Tree()
    els, tags, names, parent, end = tree.els, tree.tags, tree.names, tree.parent, tree.end
    tfirst, tlast, hints, context = tree.tfirst, tree.tlast, tree.hints, tree.context
    texts, tel, links = tree.texts, tree.tel, tree.links
    known = _kinds(skipped_tags)
    kinds: list[int] = []  # of each element

    at = -1  # the innermost open element
    boxes: list[int] = []  # open block-level elements
    anchors: list[int] = [-1]  # open <a> elements
    anchor = -1  # the last of them
    first = 0  # first text node of the open block
    breaks = 0  # line breaks seen since the last word
    wordless = True  # the open block holds no word yet, and so no text node either

    walker = etree.iterwalk(root, events=("start", "end"))
    for event, element in walker:
        if event == "start":
            tag, kind, own = known.get(element.tag) or _kind_of(element.tag, skipped_tags)
            e = len(els)
            els.append(element)
            tags.append(tag)
            kinds.append(kind)
            parent.append(at)
            end.append(0)
            tlast.append(0)
            get = element.get
            name = get("class") or ""
            if eid := get("id"):
                name = f"{name} {eid}" if name else eid
            if name:
                own |= hints_of(name)
            if get("itemprop") is not None or get("typeof") is not None:
                tree.marked.append(e)
            names.append(name)
            hints.append(own)
            context.append(own | context[at] if at >= 0 else own)
            at = e
            if kind == _BREAK:
                if not wordless:
                    breaks += 1
                    if breaks == 2:
                        _close(tree, first, boxes)
                        wordless = True
                    else:
                        texts.append(BREAK)
                        tel.append(e)
                        links.append(anchor)
            elif kind == _LINK:
                anchors.append(e)
                anchor = e
            elif kind >= _BLOCK:
                if not wordless:
                    _close(tree, first, boxes)
                    wordless = True
                breaks = 0
                boxes.append(e)
                if kind == _SKIP or (passing and own & _NAMES_ITSELF and _passed(tree, e, tag, name, own)):
                    walker.skip_subtree()
                    tree.skipped.append(e)
                    tfirst.append(len(texts))
                    continue
            tfirst.append(len(texts))
            text = element.text
        else:
            end[at] = len(els)
            tlast[at] = len(texts)
            kind = kinds[at]
            if kind >= _BLOCK:
                if not wordless:
                    _close(tree, first, boxes)
                    wordless = True
                breaks = 0
                boxes.pop()
            elif kind == _LINK:
                anchors.pop()
                anchor = anchors[-1]
            at = parent[at]
            if at < 0:
                break
            text = element.tail
        if text:
            if not text.isspace():
                if wordless:
                    first, wordless = len(texts), False
                texts.append(text)
                breaks = 0
            elif wordless:
                continue
            else:
                texts.append(" ")
            tel.append(at)
            links.append(anchor)
    return tree


@cache
def _kinds(skipped_tags: frozenset[str]) -> dict[object, tuple[str, int, int]]:
    """Return for each tag of HTML what ``_kind_of`` says: a page asks hundreds of times, for a few dozen of them."""
    return {tag: _kind_of(tag, skipped_tags) for tag in (*INLINE, *SKIPPED, *TAG_HINTS, *_OTHER_TAGS)}


def _kind_of(tag: object, skipped_tags: frozenset[str]) -> tuple[str, int, int]:
    """Return the name of a tag without prefix and namespace, its kind, and the hints that it gives."""
    if not isinstance(tag, str):
        return "!", _SKIP, 0  # a comment or an instruction: its text is not page text
    tag = tag.rpartition("}")[2].rpartition(":")[2]
    if tag in INLINE:
        kind = _BREAK if tag == "br" else _LINK if tag == "a" else _INLINE
    else:
        kind = _SKIP if tag in skipped_tags else _BLOCK
    return tag, kind, TAG_HINTS.get(tag, 0)


def _passed(tree: Tree, e: int, tag: str, name: str, own: int) -> bool:
    """Tell whether an element is passed over, and by which rule; one with a headline inside never is."""
    rule = None
    if tag == "nav" or (own & _NAV and not own & _NOT_MENU and tag in _MENU_TAGS):
        if own & Hint.CRUMBS:
            return False
        rule = "navigation"
    elif own & SECTION_HINTS and tag in _SECTION_TAGS:
        rule = section_rule(name)
        if rule not in _PASSED_RULES:
            return False
        if rule == "comments" and not any(block.length - block.linked >= _PROSE for block in tree.blocks):
            return False  # a page that is marked so before its story begins
    if rule is None or next(tree.els[e].iter(*_HOLDS_STORY[rule]), None) is not None:
        return False
    tree.passed[e] = rule
    return True


def _close(tree: Tree, first: int, boxes: list[int]) -> None:
    """End the open block: the text nodes from ``first`` on, directly inside the innermost open box."""
    texts, links = tree.texts, tree.links
    last = len(texts)
    if last - first == 1:
        text = " ".join(texts[first].split())
        length = len(text) - text.count(" ")
        linked = length if links[first] >= 0 else 0
    else:
        text = " ".join("".join(texts[first:last]).split())
        length = len(text) - text.count(" ")
        linked = 0
        for t in range(first, last):
            if links[t] >= 0:
                linked += sum(map(len, texts[t].split()))
    tree.blocks.append(TextBlock(len(tree.blocks), boxes[-1] if boxes else 0, first, last, text, length, linked))
