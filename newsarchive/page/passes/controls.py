"""Labels of form fields: they say what a switch or a field is for, and have no meaning on paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsarchive.page.marks import Cut

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newsarchive.page.facts import Facts
    from newsarchive.page.tree import Tree

__all__ = ["controls"]

_LONGEST = 80  # characters: a longer label is somebody's misuse of the element


def controls(tree: Tree, facts: Facts) -> Iterator[Cut]:
    """Short ``label`` and ``legend`` elements (HTML, sections 4.10.4 and 4.10.16)."""
    del facts
    for e in tree.find("label", "legend"):
        if 0 < len(tree.text_of(e).strip()) <= _LONGEST:
            yield Cut("button", "labels a field or a switch", e)
