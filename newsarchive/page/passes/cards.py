"""Cards that open over a name in the text: the name once more, and links to what else there is about it."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from newsarchive.page.marks import Cut

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newsarchive.page.facts import Facts
    from newsarchive.page.tree import Tree

__all__ = ["cards"]

_PROSE = 40  # characters of the paragraph outside of its links
_LARGEST = 60  # elements of a card


def cards(tree: Tree, facts: Facts) -> Iterator[Cut]:
    """Elements inside a paragraph that begin with the same link as stands right before them, and hold nothing but links."""
    del facts
    for block in [block for block in tree.blocks if block.linked and block.length - block.linked >= _PROSE]:
        anchors = list(dict.fromkeys(tree.links[t] for t in range(block.first, block.last) if tree.links[t] >= 0))
        done = -1
        for one, other in pairwise(anchors):
            if other >= done and _same_link(tree, one, other) and (box := _card(tree, one, other)) >= 0:
                done = tree.end[box]
                yield Cut("hover-card", "opens over the name before it", box)


def _same_link(tree: Tree, one: int, other: int) -> bool:
    address = tree.attr(one, "href")
    return (
        bool(address)
        and address == tree.attr(other, "href")
        and tree.text_of(one).split() == tree.text_of(other).split()
        and not any(text.strip() for text in tree.texts[tree.tlast[one] : tree.tfirst[other]])
    )


def _card(tree: Tree, one: int, other: int) -> int:
    """Return the largest element around the second link that is not around the first, if it is a card; else -1."""
    box = other
    while tree.parent[box] >= 0 and not tree.inside(one, tree.parent[box]):
        box = tree.parent[box]
    inside = range(box, tree.end[box])
    links = sum(tree.tags[e] == "a" for e in inside)
    bare = all(tree.links[t] >= 0 or tree.texts[t].isspace() for t in range(tree.tfirst[box], tree.tlast[box]))
    return box if links > 1 and bare and len(inside) <= _LARGEST else -1
