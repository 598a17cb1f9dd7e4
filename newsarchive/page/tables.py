"""Tell a table of facts from a table that only lays out the page."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from newsarchive.page.tree import Tree

__all__ = ["MAX_CELLS", "is_data_table"]

MAX_CELLS = 20_000
_LONG_CELL = 400  # characters: a cell that holds a story


def is_data_table(tree: Tree, e: int) -> bool:
    """Tell whether the table element ``e`` holds facts: rows of more than one cell, no inner table, no long texts."""
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
    longest = max((block.length for block in tree.blocks_in(e)), default=0)
    return cells <= MAX_CELLS and longest < _LONG_CELL and (heads > 0 or (widest > 1 and rows > 1))
