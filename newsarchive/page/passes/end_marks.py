"""Marks and words that only say that a story is over: -30-, ###, ENDS, ■, （完）."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from newsarchive.page.marks import Cut
from newsarchive.page.words import label_class

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newsarchive.page.facts import Facts
    from newsarchive.page.tree import Tree

__all__ = ["end_marks"]

_SIGNS = re.compile(
    r"(?:[-–—]\s*30\s*[-–—]|#{2,}|[■□◆◇●▪◾⬛∎†]+|[-–—]{1,2}\s*ends\s*[-–—]{1,2}|/ends/?)\.?", re.IGNORECASE
)
_STARS = re.compile(r"[*＊]{1,5}|(?:[*＊]\s){1,4}[*＊]")
_FIRSTS = "-–—#■□◆◇●▪◾⬛∎†/*＊"
_LONGEST = 16


def end_marks(tree: Tree, facts: Facts) -> Iterator[Cut]:
    """Lines below the running text that are an end mark; a row of stars between paragraphs divides them and stays."""
    del facts
    blocks = tree.blocks
    prose = [block.b for block in tree.running()]
    if not prose:
        return
    for block in [block for block in blocks[prose[0] + 1 :] if len(block.text) <= _LONGEST]:
        text = block.text
        near = blocks[block.b - 1].b in prose[-2:]
        if not near and text[:1] not in _FIRSTS:
            continue
        below = block.b > prose[-1]
        if _SIGNS.fullmatch(text) or (below and _STARS.fullmatch(text)) or (near and label_class(text) == "end-mark"):
            yield Cut("end-mark", f"says that the story ends: “{text}”", block=block)
