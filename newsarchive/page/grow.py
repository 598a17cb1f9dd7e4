"""Lay a parsed page out flat, what is no story passed over, unless the story would go with it."""

from __future__ import annotations

from lxml import etree

from newsarchive.page import native
from newsarchive.page.tree import PROSE, SKIPPED, Tree
from newsarchive.page.walk import walk as plain_walk

__all__ = ["grow"]

_LITTLE = 300  # characters of running text: less than a news brief
_WITHOUT_PROSE = frozenset({"comments", "navigation"})
_WITHOUT_SCRIPTS = frozenset({"noscript", "template"})


def grow(root: etree._Element) -> Tree:
    """Walk a parsed page once and lay it out flat.

    Navigation and sections that name themselves (comments, recommendations, cookie walls) are passed over as a whole: half of
    the elements of a news page. Where they would take the story along, the page is walked again with nothing passed over.
    """
    walk = native.walk or plain_walk
    tree = walk(root, SKIPPED, passing=True)
    prose = _prose_in(tree)
    # What is passed over as a menu has no paragraph (``walk.HOLDS_STORY``).
    inside = sum([_prose_of(tree.els[e]) for e, rule in tree.passed.items() if rule not in _WITHOUT_PROSE])
    if inside > prose:
        tree = walk(root, SKIPPED, passing=False)
        prose = _prose_in(tree)
    if prose < _LITTLE and any(tree.tags[e] in _WITHOUT_SCRIPTS for e in tree.skipped):
        # the story may stand only where scripts are off
        other = walk(root, SKIPPED - _WITHOUT_SCRIPTS, passing=True)
        if _prose_in(other) > 2 * prose:
            return other
    return tree


def _prose_in(tree: Tree) -> int:
    return sum([block.length for block in tree.running()])


def _prose_of(element: etree._Element) -> int:
    """Return how much running text stands in the paragraphs of an element that was passed over."""
    texts = ("".join(map(str, p.itertext())) for p in element.iter("p"))
    return sum(len(text) for text in texts if len(text) > PROSE)
