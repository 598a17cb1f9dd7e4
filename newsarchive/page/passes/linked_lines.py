"""Paragraphs between those of the story that are nothing but a link in capitals: "MAYOR TO OPEN NEW BRIDGE IN SPRING"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsarchive.page.marks import Cut

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newsarchive.page.facts import Facts
    from newsarchive.page.tree import Tree

__all__ = ["linked_lines"]

_BOXES = frozenset({"p", "div"})
_LINKED = 0.95
_WORDS = 4  # fewer are a heading or a name
_CAPITALS = 0.95


def linked_lines(tree: Tree, facts: Facts) -> Iterator[Cut]:
    """Paragraphs with a paragraph of running text before them that are one link in capitals; subheads have no link."""
    del facts
    running = tree.running()
    if not running:
        return
    for block in tree.blocks[running[0].b + 1 :]:
        text = block.text
        if (
            block.linked
            and block.linked >= _LINKED * block.length
            and tree.tags[block.e] in _BOXES
            and text.count(" ") >= _WORDS - 1
        ):
            letters = [sign for sign in text if sign.isalpha()]
            if (
                len({tree.links[t] for t in range(block.first, block.last) if not tree.texts[t].isspace()}) == 1
                and letters
                and sum(map(str.isupper, letters)) >= _CAPITALS * len(letters)
            ):
                yield Cut("read-more", "a line of capitals that is nothing but a link to another story", block=block)
