"""Short blocks that ask the reader for something: to subscribe, to accept cookies, to install, to follow, to write."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsarchive.notes import RULES
from newsarchive.page.marks import Cut
from newsarchive.page.words.lines import lines_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newsarchive.page.facts import Facts
    from newsarchive.page.tree import Tree

__all__ = ["prompts"]

_CELLS = frozenset({"td", "th", "dt", "dd", "title"})
_QUOTES = frozenset('"“”„«»「『‘')


def prompts(tree: Tree, facts: Facts) -> Iterator[Cut]:
    """Short blocks with a phrase that only a prompt says; somebody's words in quotation marks are none."""
    del facts
    for b, rule in lines_of(tree).prompts:
        block = tree.blocks[b]
        if tree.tags[block.e] not in _CELLS and block.text[:1] not in _QUOTES:
            said = RULES[rule][1]
            yield Cut(rule, f"{said[:1].lower()}{said[1:-1]}", block=block)
