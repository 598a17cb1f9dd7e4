"""Reading aids above the characters (ruby): they repeat in small letters how the words are said."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsarchive.page.marks import Cut

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newsarchive.page.facts import Facts
    from newsarchive.page.tree import Tree

__all__ = ["readings"]


def readings(tree: Tree, facts: Facts) -> Iterator[Cut]:
    """The readings of a ruby annotation and the brackets around them (HTML, section 4.5.10)."""
    del facts
    for e in tree.find("rt", "rp"):
        yield Cut("ruby-reading", "says how the characters below it are read", e)
