"""Lines that start with a label and go on with something else: "Read more: …", "Lesen Sie auch: …", "Sign up for our …"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsarchive.notes import RULES
from newsarchive.page import words
from newsarchive.page.marks import Cut

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newsarchive.page.facts import Facts
    from newsarchive.page.tree import Tree

__all__ = ["leads"]

_LONGEST = 260  # characters; a longer paragraph says something of its own
_FACTS = frozenset({"tag-list"})  # a fact claims them
_CELLS = frozenset({"td", "th", "dt", "dd", "figcaption", "caption", "title"})


def leads(tree: Tree, facts: Facts) -> Iterator[Cut]:
    """Short lines that start with a label."""
    del facts
    for block in tree.blocks:
        if len(block.text) > _LONGEST or tree.tags[block.e] in _CELLS:
            continue
        rule = words.lead_class(block.text, tree.words_of(block))
        if rule is not None and rule not in _FACTS:
            said = RULES[rule][1]
            yield Cut(rule, f"{said[:1].lower()}{said[1:-1]}: it starts “{block.text[:40].strip()}…”", block=block)
