"""Read facts that the page writes into its tags: microdata, RDFa Lite, and the class names of hNews and hAtom."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from newsarchive.page.facts.linked_data import Node, types_of
from newsarchive.page.tree import Tree

__all__ = ["hnews", "microdata"]

_CONTAINERS = frozenset(("html", "body", "main", "article", "section", "div"))
_ADDRESS = {"a": "href", "link": "href", "img": "src", "source": "src", "video": "src", "audio": "src", "iframe": "src",
            "embed": "src", "object": "data", "area": "href", "amp-img": "src"}  # fmt: skip
_PUBLISHED, _UPDATED = frozenset({"published", "dt-published", "entry-date"}), frozenset({"updated", "dt-updated"})
_CLASSES = frozenset({"entry-title", "source-org"}) | _PUBLISHED | _UPDATED
_ARTICLES = ("article", "posting", "report", "review", "recipe", "webpage", "creativework")
_LONG = 400_000  # characters
_DEEPEST = 40  # elements between a property and its item


def microdata(tree: Tree) -> list[Node]:
    """Return the nodes written as microdata or RDFa Lite that look like articles, in page order.

    Properties outside every item are gathered in one more node: many pages mark ``datePublished`` and forget the scope.
    """
    loose: dict[str, Any] = {}
    nodes: list[Node] = []
    open_items: list[tuple[int, dict[str, Any]]] = []
    for e in _marked(tree):
        get = tree.els.attributes(e).get
        while open_items and e >= tree.end[open_items[-1][0]]:
            open_items.pop()
        rdfa = get("itemprop") is None and get("itemscope") is None
        prop = get("property") if rdfa else get("itemprop")
        kind = get("typeof") if rdfa else get("itemtype")
        scope = kind is not None if rdfa else get("itemscope") is not None
        holder = open_items[-1][1] if open_items else loose
        value: Any
        if scope:
            value = {"@type": [part.rpartition("/")[2].rpartition(":")[2] for part in (kind or "").split()]}
            address = get("itemid") or get("resource") or get("href")
            if address:
                value["@id"] = address
            open_items.append((e, value))
            if not prop and any(word in name for name in types_of(value) for word in _ARTICLES):
                nodes.append(Node(value, "rdfa" if rdfa else "microdata", 5.0))
            if value["@type"] and "@text" not in value and prop:
                value["@element"] = e
        else:
            value = _value(tree, e, get)
        if value not in ("", None):
            for name in (prop or "").split()[:4]:
                _add(holder, name.rpartition(":")[2].rpartition("/")[2], value)
    if loose and not nodes:
        nodes.append(Node(loose, "microdata", 1.0))
    for node in nodes:
        _name_people(tree, node)
    return nodes


def _marked(tree: Tree) -> list[int]:
    """Return the elements that carry microdata, or RDFa where a container says that there is any, in page order."""
    get, tags, parent = tree.els.get, tree.tags, tree.parent
    found = [e for e in tree.marked if get(e, "itemprop") is not None]
    items: set[int] = set()
    climbed: dict[int, int] = {}  # how far up was looked from an element already
    for e in found:
        at = e
        for left in range(_DEEPEST, 0, -1):
            if at < 0 or at in items or climbed.get(at, 0) >= left:
                break
            climbed[at] = left
            if get(at, "itemscope") is not None:
                items.add(at)
            at = parent[at]
    if any(tags[e] in _CONTAINERS and get(e, "typeof") is not None for e in tree.marked):
        for e, tag in enumerate(tags):
            if tag != "meta" and (get(e, "property") is not None or get(e, "typeof") is not None):
                found.append(e)
    return sorted(items.union(found))


def _add(holder: dict[str, Any], name: str, value: Any) -> None:
    if name not in holder:
        holder[name] = value
    elif isinstance(holder[name], list):
        holder[name].append(value)
    else:
        holder[name] = [holder[name], value]


def _value(tree: Tree, e: int, get: Callable[[str], str | None]) -> str:
    """Return what a property says: ``get`` gives the attributes of its element."""
    tag = tree.tags[e]
    content = get("content")
    if content is not None:
        return content
    if tag in ("time", "data"):
        stated = get("datetime") or get("value")
        if stated:
            return stated
    if tag in _ADDRESS and get(_ADDRESS[tag]) and (tag != "a" or not tree.text_of(e).strip()):
        return get(_ADDRESS[tag]) or ""
    first, last = tree.tfirst[e], tree.tlast[e]
    if last - first > 3000:
        return ""
    return tree.line_of(e)[:_LONG]


def _name_people(tree: Tree, node: Node) -> None:
    """Give an author item that holds no ``name`` the words that stand in it."""
    for prop in ("author", "creator"):
        people = node.props.get(prop)
        for person in people if isinstance(people, list) else [people]:
            if isinstance(person, dict) and "name" not in person and "@element" in person:
                words = " ".join(tree.text_of(person["@element"]).split())
                if 0 < len(words) < 80:
                    person["name"] = words


def hnews(tree: Tree) -> Node | None:
    """Return what hNews and hAtom class names say of the first entry of the page, or None.

    Only names that have no other meaning are read: ``entry-title``, ``dateline``, ``source-org``, ``published`` and
    ``updated`` with a machine-readable time.
    """
    props: dict[str, Any] = {}
    names = tree.names
    for e in tree.entries:
        words = _CLASSES.intersection(names[e].split())
        if not words:
            continue
        if "entry-title" in words and "headline" not in props:
            props["headline"] = " ".join(tree.text_of(e).split())
        elif words & _PUBLISHED and "datePublished" not in props:
            stated = tree.attr(e, "datetime") or tree.attr(e, "title")
            if stated:
                props["datePublished"] = stated
        elif words & _UPDATED and "dateModified" not in props:
            stated = tree.attr(e, "datetime") or tree.attr(e, "title")
            if stated:
                props["dateModified"] = stated
        elif "source-org" in words and "publisher" not in props:
            props["publisher"] = " ".join(tree.text_of(e).split())
    return Node(props, "microdata", 1.0) if props else None
