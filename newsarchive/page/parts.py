"""Tell where a story goes on that its page holds only a part of."""

from __future__ import annotations

import re
from urllib.parse import urljoin, urlsplit

from newsarchive.model.gate import safe_href
from newsarchive.page.facts import Facts
from newsarchive.page.tree import Tree

__all__ = ["next_part"]

_EXTENSION = re.compile(r"\.(?:html?|php|aspx?|jsp|shtml)$", re.IGNORECASE)
# What is left of the address of the next part when that of this one is taken off: "/2", "-2", "?page=1", "/seite/2".
_PART = re.compile(
    r"(?:[/_.,?&=-]|%2C|p|page|pages|seite|pag|pagina|page_id|part|teil|s)*(?P<number>\d{1,2})/?", re.IGNORECASE
)
_NUMBERED = re.compile(r"(?:[/_?&-](?:page=|p=|seite=|seite/|page/)?)\d{1,2}/?$", re.IGNORECASE)


def next_part(tree: Tree, facts: Facts, own: str | None) -> str | None:
    """Return the address of the next part of the story, from a link that says ``rel=next`` (HTML, section 4.6.7), or None.

    Only an address that is this page's own with a number counts: sites call the next story next as well.
    ``own`` is the address of this page.
    """
    if not own:
        return None
    for e in tree.find("link", "a"):
        if "next" not in tree.attr(e, "rel").lower().split():
            continue
        try:
            address = safe_href(urljoin(facts.base or own, tree.attr(e, "href").strip()))
            if address and _is_part_of(address, own):
                return address
        except ValueError:
            continue
    return None


def _is_part_of(other: str, own: str) -> bool:
    """Tell whether an address is another one with a number after it, or with another number.

    >>> _is_part_of("https://paper.example/story/2", "https://paper.example/story/")
    True
    >>> _is_part_of("https://paper.example/story-two", "https://paper.example/story")
    False
    """
    one, two = urlsplit(own), urlsplit(other)
    if one.hostname != two.hostname or other == own:
        return False
    first, second = (
        _EXTENSION.sub("", parts.path).rstrip("/") + (f"?{parts.query}" if parts.query else "") for parts in (one, two)
    )
    stems = {first, _NUMBERED.sub("", first)} - {""}
    return any(second.startswith(stem) and _PART.fullmatch(second[len(stem) :]) for stem in stems)
