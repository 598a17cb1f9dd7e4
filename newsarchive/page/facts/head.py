"""Look once at the head of the page: its meta elements by name, its links, its title, its data scripts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import compress
from typing import TYPE_CHECKING, Any, TypeVar

from newsarchive.page.facts.words import fold, plain_text
from newsarchive.page.tree import Tree

if TYPE_CHECKING:
    from lxml import etree

__all__ = ["Head", "attributes_of", "look"]

_Row = TypeVar("_Row", bound=tuple[Any, ...])
_TITLE, _SHORTEST, _LINES = 400, 10, 60  # characters, characters, lines
_ASKED = frozenset("meta img amp-img noscript link script h1 h2 time title html body base".split())
_RELATIONS = frozenset({"canonical", "amphtml", "license", "copyright", "author", "image_src"})
_DATA_TYPES = frozenset(
    {"application/json", "application/vnd.api+json", "text/javascript", "application/javascript", "module", ""}
)
_LEAST_STATE = 400  # characters of a script that holds a story


@dataclass(slots=True)
class Head:
    """What the page declares: ``meta`` holds each name (property, http-equiv) in lower case with its contents."""

    meta: dict[str, list[str]] = field(default_factory=dict)
    canonical: str | None = None
    base: str | None = None
    license: str | None = None
    amp: str | None = None
    alternates: list[str] = field(default_factory=list)  # hreflang of the links to this page in other languages
    author_links: list[str] = field(default_factory=list)
    lang: str | None = None
    direction: str | None = None
    title: str | None = None
    scrape: bool = False  # the page is a plain-text scrape: lines, no mark-up
    repeated: str | None = None  # of a scrape: the headline, which stands again on a line of its own
    linked: list[str] = field(default_factory=list)  # JSON-LD scripts
    coded: list[etree._Element] = field(default_factory=list)  # other scripts
    pictures: list[int] = field(default_factory=list)  # img and amp-img elements, and noscript, in document order
    headings: list[int] = field(default_factory=list)  # h1, h2
    times: list[int] = field(default_factory=list)

    def first(self, *names: str) -> str | None:
        """Return the first non-empty content of the first of these names that has one."""
        meta = self.meta
        for name in names:
            if name in meta:
                for content in meta[name]:
                    text = plain_text(content)
                    if text:
                        return text
        return None

    def all(self, name: str) -> list[str]:
        """Return every content of one name."""
        return [text for content in self.meta.get(name, ()) if (text := plain_text(content))]

    def among(self, rows: Iterable[_Row]) -> list[_Row]:
        """Return those rows of a table that begin with a name that the page has: of twenty names it mostly has two."""
        meta = self.meta
        return [row for row in rows if row[0] in meta]

    @property
    def scripts(self) -> list[str]:
        """The scripts in which the state may stand from which the page is drawn; half of a page, so read when asked for."""
        return [text for element in self.coded if (text := element.text) and len(text) > _LEAST_STATE]


def attributes_of(element: etree._Element) -> dict[str, str]:
    """Return the attributes of an element, read at once: cheaper than to ask for three of them."""
    return dict(element.items())  # type: ignore[arg-type]


def look(tree: Tree) -> Head:
    """Gather the elements that facts are read from, in one pass over the tags."""
    head = Head()
    els, tags = tree.els, tree.tags
    for e in compress(range(len(tags)), map(_ASKED.__contains__, tags)):
        tag = tags[e]
        if tag == "meta":
            stated = attributes_of(els[e])
            content = stated.get("content")
            if content:
                for attribute in ("name", "property", "http-equiv"):
                    name = stated.get(attribute)
                    if name:
                        head.meta.setdefault(name.strip().lower(), []).append(content)
        elif tag in {"img", "amp-img", "noscript"}:
            head.pictures.append(e)
        elif tag == "link":
            _link(head, tree, e)
        elif tag == "script":
            _script(head, tree, e)
        elif tag in {"h1", "h2"}:
            head.headings.append(e)
        elif tag == "time":
            head.times.append(e)
        elif tag == "title":
            if head.title is None:
                head.title = plain_text(tree.text_of(e)) or None
        elif tag == "html":
            get = els[e].get
            head.lang = head.lang or get("lang") or get("{http://www.w3.org/XML/1998/namespace}lang") or get("xml:lang")
            head.direction = head.direction or get("dir")
        elif tag == "body":
            head.direction = head.direction or els[e].get("dir")
            head.lang = head.lang or els[e].get("lang")
        elif tag == "base":
            head.base = head.base or els[e].get("href")
    if tree.blocks and tree.attr(tree.blocks[0].e, "data-newsarchive-line"):
        _scrape(head, tree)
    return head


def _scrape(head: Head, tree: Tree) -> None:
    """Take the first line of a scrape for its title, and the line that begins it for the headline."""
    head.scrape = True
    first = tree.blocks[0].text
    if len(first) > _TITLE:
        return
    head.title = first
    folded = fold(first)
    for block in tree.blocks[1:_LINES]:
        text = fold(block.text)
        rest = folded[len(text) :]
        kicker = text.endswith(":") or rest.startswith(":")
        if len(text) >= _SHORTEST and folded.startswith(text) and not rest[:1].isalnum() and not kicker:
            head.repeated = block.text
            return


@lru_cache(maxsize=128)  # the pages of the world say a few dozen things there
def _relations(stated: str) -> frozenset[str]:
    return _RELATIONS.intersection(stated.lower().split())


def _link(head: Head, tree: Tree, e: int) -> None:
    get = tree.els[e].get
    rel = _relations(get("rel") or "")
    href = get("href") if rel else None
    if not href:
        return
    if "canonical" in rel:
        head.canonical = head.canonical or href
    elif "amphtml" in rel:
        head.amp = head.amp or href
    elif "license" in rel or "copyright" in rel:
        head.license = head.license or href
    elif "author" in rel:
        head.author_links.append(href)
    elif "image_src" in rel:
        head.meta.setdefault("image_src", []).append(href)


def _script(head: Head, tree: Tree, e: int) -> None:
    element = tree.els[e]
    kind = element.get("type")
    if kind is None:
        head.coded.append(element)
        return
    kind = kind.strip().lower()
    if "ld+json" in kind:
        if text := element.text:
            head.linked.append(text)
    elif kind in _DATA_TYPES:
        head.coded.append(element)
