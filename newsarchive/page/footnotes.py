"""Find the footnotes of a story: elements that a raised mark in its text points at."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from newsarchive.page.tree import TextBlock, Tree

__all__ = ["footnote_targets"]

_MARK = re.compile(r"\[?[\d*†‡]{1,3}\]?")
_LONGEST_MARK = 6  # characters
_NOT_NOTES = frozenset({"a", "sup", "span", "body", "html", "h1", "h2", "h3", "h4"})


def footnote_targets(tree: Tree, story: Iterable[TextBlock]) -> dict[str, int]:
    """Return the footnotes that the story's marks point at: id of the element -> the element."""
    links, texts = tree.links, tree.texts
    wanted = set()
    for block in story:
        if not block.linked:
            continue
        for t in range(block.first, block.last):
            a = links[t]
            if a >= 0 and len(words := texts[t].strip()) <= _LONGEST_MARK and _is_mark(tree, words, t, a):
                href = tree.attr(a, "href")
                if href.startswith("#") and 1 < len(href) < 80:
                    wanted.add(href[1:])
    if not wanted:
        return {}
    found = {}
    ends = tuple(wanted)  # a name is the class and the id
    for e in [e for e, name in enumerate(tree.names) if name.endswith(ends)]:
        if (eid := tree.attr(e, "id")) in wanted and tree.tags[e] not in _NOT_NOTES:
            found[eid] = e
    return found


def _is_mark(tree: Tree, words: str, t: int, a: int) -> bool:
    near = (tree.tel[t], a, tree.parent[a])
    return any(tree.tags[e] == "sup" for e in near if e >= 0) or _MARK.fullmatch(words) is not None
