"""Look once at the head of the page: its meta elements by name, its links, its title, its data scripts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, TypeVar

from newsarchive.page.facts.words import fold, plain_text
from newsarchive.page.tree import Tree

__all__ = ["Head", "look"]

_Row = TypeVar("_Row", bound=tuple[Any, ...])
_TITLE, _SHORTEST, _LINES = 400, 10, 60  # characters, characters, lines
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
    tree: Tree | None = None
    coded: list[int] = field(default_factory=list)  # other scripts
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
        els = self.tree.els if self.tree else ()
        return [text for e in self.coded if (text := els[e].text) and len(text) > _LEAST_STATE]


def look(tree: Tree) -> Head:
    """Gather the elements that facts are read from, in one pass over the tags."""
    head = Head(tree=tree)
    els, tags, attributes = tree.els, tree.tags, tree.els.attributes
    for e in tree.telling:
        tag = tags[e]
        if tag == "meta":
            stated = attributes(e)
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
    tags = {tree.tags[block.e] for block in tree.blocks}
    if len(first) > _TITLE or ("h1" in tags and "title" not in tags):
        return  # the dump has no title, its first line is another thing of the site
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
    rel = _relations(tree.attr(e, "rel"))
    href = tree.attr(e, "href") if rel else ""
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
    kind = tree.attr(e, "type").strip().lower()
    if "ld+json" in kind:
        if text := tree.els[e].text:
            head.linked.append(text)
    elif kind in _DATA_TYPES:
        head.coded.append(e)
