"""Sections that name themselves in their class or id, where the walk did not pass over them already."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsarchive.page.marks import Cut
from newsarchive.page.sections import SECTION_HINTS, section_reason, section_rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newsarchive.page.facts import Facts
    from newsarchive.page.tree import Tree

__all__ = ["sections"]

_AFTER_STORY = {"comments", "author-box"}  # sections that only come once the story has begun
_PROSE = 80
_NEVER = frozenset({"body", "html", "article", "main", "a", "h1", "h2", "h3", "h4"})


def sections(tree: Tree, facts: Facts) -> Iterator[Cut]:
    """Elements whose class or id says that they are no story; those with the page's own headline inside are left."""
    del facts
    names, hints, tags = tree.names, tree.hints, tree.tags
    heading = next((e for e, tag in enumerate(tags) if tag == "h1"), -1)
    prose = next((block.first for block in tree.blocks if block.length - block.linked >= _PROSE), len(tree.texts))
    skip_to = 0
    for e, bits in enumerate(hints):
        if not bits & SECTION_HINTS or e < skip_to or not names[e] or tags[e] in _NEVER:
            continue
        rule = section_rule(names[e])
        if rule is None or e <= heading < tree.end[e] or tree.tfirst[e] == tree.tlast[e]:
            continue
        if rule in _AFTER_STORY and tree.tfirst[e] <= prose:
            continue
        yield Cut(rule, section_reason(rule, names[e]), e, sure=rule == "comments")
        skip_to = tree.end[e]
