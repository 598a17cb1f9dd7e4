"""Signs that lead back from a footnote to its place in the text: on paper and in a book they lead nowhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsarchive.page.marks import Cut

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newsarchive.page.facts import Facts
    from newsarchive.page.tree import Tree

__all__ = ["backlinks"]

_SIGNS = frozenset("↩ ↩︎ ↩️ ↑ ⤴ ⤴︎ ⏎ ^ ⇑ ↵".split())


def backlinks(tree: Tree, facts: Facts) -> Iterator[Cut]:
    """Links inside the page whose only word is an arrow back."""
    del facts
    seen = -1
    texts = tree.texts
    for a in [a for t, a in enumerate(tree.links) if a >= 0 and texts[t].strip() in _SIGNS]:
        if a == seen:
            continue
        seen = a
        if tree.attr(a, "href").startswith("#"):
            yield Cut("footnote-backlink", "leads back from a footnote", a)
