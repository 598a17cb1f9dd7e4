"""Tell a table of facts from a table that only lays out the page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsarchive.page.tree import PROSE

if TYPE_CHECKING:
    from newsarchive.page.tree import Tree

__all__ = ["MAX_CELLS", "is_data_table"]

MAX_CELLS = 20_000
_LONG_CELL = 400  # characters: a cell that holds a story
_STORY_SHARE = 0.8  # of the running text, if it is in one cell: facts with long explanations have some in each row


def is_data_table(tree: Tree, e: int) -> bool:
    """Tell whether the table element ``e`` holds facts: rows of more than one cell, no inner table, no cell with a story."""
    if tree.attr(e, "role") in {"presentation", "none"}:
        return False
    rows = cells = heads = widest = in_row = 0
    tags = tree.tags
    for i in range(e + 1, tree.end[e]):
        tag = tags[i]
        if tag == "tr":
            rows += 1
            in_row = 0
        elif tag in {"td", "th"}:
            cells += 1
            heads += tag == "th"
            in_row += 1
            widest = max(widest, in_row)
        elif tag == "table":
            return False
    if cells > MAX_CELLS or not (heads > 0 or (widest > 1 and rows > 1)):
        return False
    running: dict[int, int] = {}  # characters of running text, by the element that it stands in or its cell
    for block in tree.blocks_in(e):
        if block.length >= _LONG_CELL:
            return False
        if block.length - block.linked >= PROSE:
            cell = next((at for at in (block.e, *tree.ancestors(block.e)) if tags[at] in {"td", "th"}), e)
            running[cell] = running.get(cell, 0) + block.length
    most = max(running.values(), default=0)
    return most < _LONG_CELL or most < _STORY_SHARE * sum(running.values())
