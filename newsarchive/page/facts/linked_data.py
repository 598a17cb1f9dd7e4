"""Read what the page says about itself in schema.org terms, whatever the syntax, and find the node of *this* article.

JSON-LD, microdata, RDFa Lite and hNews all become nodes: dictionaries by schema.org property. Nothing is believed here;
each fact judges the readings that it is offered.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from urllib.parse import unquote, urlsplit

from newsarchive.model import Source
from newsarchive.page.facts.lenient import decode
from newsarchive.page.facts.words import fold, plain_text

__all__ = ["Node", "articles_of", "json_ld", "page_key", "strings", "things", "types_of"]

# How well a type says "this is the article". Anything that ends in one of the words counts as it.
_RANKS = (
    ("newsarticle", 10), ("reportagenewsarticle", 10), ("liveblogposting", 9), ("blogposting", 8), ("article", 8),
    ("report", 6), ("posting", 6), ("review", 4), ("recipe", 4), ("howto", 4), ("videoobject", 2), ("webpage", 2), ("creativework", 2),
)  # fmt: skip
# Nodes below these properties are other things than the article.
_ASIDE = frozenset(
    "itemlistelement haspart relatedlink mentions citation isbasedon subjectof comment review associatedmedia video image "
    "ispartof publisher author creator contributor sourceorganization copyrightholder about isrelatedto recommendation "
    "liveblogupdate breadcrumb potentialaction".split()
)
_DEEP = 12
_NESTED = (dict, list)  # to write it out as a union makes one each time that it is asked


@dataclass(slots=True)
class Node:
    """One node: its properties, by which syntax it was written, its rank as an article (0: none)."""

    props: dict[str, Any]
    source: Source
    rank: float = 0.0
    aside: bool = False  # it stands below a property that points to other things

    def text(self, *names: str) -> str | None:
        """Return the first text under one of these properties."""
        for name in names:
            if name in self.props:
                for text in strings(self.props[name]):
                    return text
        return None

    def texts(self, name: str) -> list[str]:
        """Return every text under a property."""
        return list(strings(self.props[name])) if name in self.props else []


def json_ld(scripts: list[str]) -> list[Node]:
    """Return the nodes of a page's JSON-LD scripts, references by ``@id`` filled in, the likeliest article first."""
    roots: list[Any] = []
    for script in scripts:
        roots.extend(decode(script))
    found: list[tuple[dict[str, Any], bool]] = []
    for root in roots:
        _walk(root, found, aside=False, depth=0)
    known: dict[str, dict[str, Any]] = {}
    for props, _ in found:
        name = props.get("@id")
        if isinstance(name, str) and len(props) > len(known.get(name, {"@id": 0})):
            known[name] = props
    nodes = []
    for props, aside in found:
        rank = _rank(props)
        if rank:
            nodes.append(Node(_resolved(props, known), "json-ld", rank * (0.2 if aside else 1.0), aside))
    return nodes


def _walk(value: Any, found: list[tuple[dict[str, Any], bool]], *, aside: bool, depth: int) -> None:
    """Gather each node, and whether it stands below a property that points away from the article."""
    if depth > _DEEP:
        return
    if isinstance(value, list):
        for item in value[:400]:
            if isinstance(item, _NESTED):
                _walk(item, found, aside=aside, depth=depth + 1)
    elif isinstance(value, dict) and ("@graph" in value or any(name[:1] != "@" for name in value)):
        props = {name if name.isalnum() else _bare(name): item for name, item in value.items() if isinstance(name, str)}
        found.append((props, aside))
        for name, item in props.items():
            if isinstance(item, _NESTED):
                _walk(item, found, aside=aside or name.lower() in _ASIDE, depth=depth + 1)


def _bare(name: str) -> str:
    """Return a property without its vocabulary: ``schema:name`` is ``name``."""
    if name[:1] == "@":
        return name
    return name.rpartition("/")[2].rpartition(":")[2].rpartition("#")[2]


def _resolved(props: dict[str, Any], known: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """Return a node with its references replaced by what they point to, one step deep."""

    def follow(value: Any) -> Any:
        if isinstance(value, list):
            return [follow(item) for item in value]
        if isinstance(value, dict) and isinstance(value.get("@id"), str):
            target = known.get(value["@id"])
            if target is not None and target is not value and len(target) > len(value):
                return target
        return value

    return {name: follow(value) if isinstance(value, _NESTED) else value for name, value in props.items()}


def types_of(props: Any) -> list[str]:
    """Return the types of a node, in lower case and without the vocabulary."""
    kinds = props.get("@type") if isinstance(props, dict) else None
    kinds = kinds if isinstance(kinds, list) else [kinds]
    return [_bare(kind).lower() for kind in kinds if isinstance(kind, str)]


def _rank(props: dict[str, Any]) -> float:
    best = max(map(_rank_of, types_of(props)), default=0)
    if not best and "headline" in props and ("datePublished" in props or "articleBody" in props):
        best = 5  # a node that forgot its type
    return float(best)


@lru_cache(maxsize=128)
def _rank_of(kind: str) -> int:
    return max((rank for word, rank in _RANKS if kind.endswith(word)), default=0)


def strings(value: Any, depth: int = 0) -> Iterator[str]:
    """Yield the texts of a value, whatever wraps them: a list, a language map, a node with a name."""
    if isinstance(value, str):
        text = plain_text(value)
        if text:
            yield text
    elif isinstance(value, list):
        for item in value:
            yield from strings(item, depth + 1)
    elif isinstance(value, dict) and depth < 6:
        for name in ("@value", "name", "headline", "legalName", "text"):
            if value.get(name):
                yield from strings(value[name], depth + 1)
                return
    elif isinstance(value, int | float) and not isinstance(value, bool):
        yield str(value)


def things(value: Any) -> Iterator[Any]:
    """Yield the items of a value that may or may not be a list."""
    if isinstance(value, list):
        for item in value:
            yield from things(item)
    elif value is not None:
        yield value


def page_key(url: Any) -> str:
    """Return what of an address says which page it is: host without www, path without a slash at the end.

    >>> page_key("https://www.example.org/a/b/?utm_source=x")
    'example.org/a/b'
    """
    if isinstance(url, dict):
        url = url.get("@id") or url.get("url")
    return _page_key(url) if isinstance(url, str) else ""


@lru_cache(maxsize=64)  # the head, the data and the address mostly name the same few pages
def _page_key(url: str) -> str:
    try:
        parts = urlsplit(url.strip())
        host = parts.hostname or ""
    except ValueError:
        return ""
    for prefix in ("www.", "m.", "amp."):
        host = host.removeprefix(prefix)
    return host + unquote(parts.path).rstrip("/").lower()


def articles_of(nodes: list[Node], urls: list[str], titles: list[str]) -> list[Node]:
    """Return the nodes that are this article, the best first; those of other stories are left out.

    ``urls`` are addresses of this page, ``titles`` what its head calls it. A node that names another page and another
    headline is another story: a teaser, or the next article of an endless page.
    """
    here = {page_key(url) for url in urls} - {""}
    named = [set(fold(title).split()) for title in titles if title]
    kept: list[tuple[float, int, Node]] = []
    for order, node in enumerate(nodes):
        props = node.props
        score = node.rank
        theirs = {page_key(props.get(name)) for name in ("url", "mainEntityOfPage", "@id")} - {""}
        same_page = bool(here & theirs)
        if same_page:
            score += 6
        words = set(fold(node.text("headline", "name") or "").split())
        likeness = max(
            (len(words & title) / min(len(words), len(title)) for title in named if words and title), default=-1.0
        )
        if likeness >= 0.6:
            score += 5
        elif node.aside and not same_page:
            continue
        elif words and likeness >= 0 and not same_page:
            if theirs and here:
                continue
            score -= 6
        if props.get("datePublished"):
            score += 1
        if props.get("author") or props.get("creator"):
            score += 1
        kept.append((-score, order, node))
    kept.sort(key=lambda entry: entry[:2])
    return [node for score, _, node in kept if -score > 0]
