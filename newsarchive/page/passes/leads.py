"""Lines that start with a label and go on with something else: "Read more: …", "Lesen Sie auch: …", "Sign up for our …"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsarchive.notes import RULES
from newsarchive.page.marks import Cut
from newsarchive.page.words.lines import lines_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newsarchive.page.facts import Facts
    from newsarchive.page.tree import Tree

__all__ = ["leads"]

_LONGEST = 260  # characters; a longer paragraph says something of its own
_FACTS = frozenset({"tag-list"})  # a fact claims them
_CELLS = frozenset({"td", "th", "dt", "dd", "figcaption", "caption", "title"})
_QUOTES = frozenset('"“„«‘')  # the marks that open somebody's words; » and 「 stand before pointers, too


def leads(tree: Tree, facts: Facts) -> Iterator[Cut]:
    """Short lines that start with a label; somebody's words in quotation marks are none."""
    del facts
    for b, rule in lines_of(tree).leads:
        block = tree.blocks[b]
        text = block.text
        if rule in _FACTS or len(text) > _LONGEST or tree.tags[block.e] in _CELLS or text[:1] in _QUOTES:
            continue
        said = RULES[rule][1]
        yield Cut(rule, f"{said[:1].lower()}{said[1:-1]}: it starts “{text[:40].strip()}…”", block=block)
