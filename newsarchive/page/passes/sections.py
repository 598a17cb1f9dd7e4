"""Sections that name themselves in their class or id, where the walk did not pass over them already."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsarchive.page.marks import Cut
from newsarchive.page.sections import section_reason, section_rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newsarchive.page.facts import Facts
    from newsarchive.page.tree import Tree

__all__ = ["sections"]

_AFTER_STORY = {"comments", "author-box"}  # sections that only come once the story has begun
_SURE = {"comments", "cookie-prompt"}  # sections that may be longer than the story
_NEVER = frozenset({"body", "html", "article", "main", "a", "h1", "h2", "h3", "h4"})


def sections(tree: Tree, facts: Facts) -> Iterator[Cut]:
    """Elements whose class or id says that they are no story; those with the page's own headline inside are left."""
    del facts
    names, tags = tree.names, tree.tags
    heading = tags.index("h1") if tree.has("h1") else -1
    running = tree.running()
    prose = running[0].first if running else len(tree.texts)
    skip_to = 0
    for e in tree.sectioned:
        if e < skip_to or not names[e] or tags[e] in _NEVER:
            continue
        rule = section_rule(names[e])
        if rule is None or e <= heading < tree.end[e] or tree.tfirst[e] == tree.tlast[e]:
            continue
        if rule in _AFTER_STORY and tree.tfirst[e] <= prose:
            continue
        yield Cut(rule, section_reason(rule, names[e]), e, sure=rule in _SURE)
        skip_to = tree.end[e]
