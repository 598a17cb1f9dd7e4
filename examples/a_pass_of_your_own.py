"""Put a pass of your own into the chain.

usage: python examples/a_pass_of_your_own.py [PAGE]

A pass proposes cuts and touches nothing. This one removes every paragraph that speaks of gulls.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from newsarchive.page.marks import Cut
from newsarchive.page.passes import PASSES
from newsarchive.page.read import read_page
from newsarchive.page.tree import Tree
from newsarchive.sources.page import Page

PAGES = Path(__file__).parent / "pages"


def gulls(tree: Tree, facts: object) -> Iterator[Cut]:
    """Propose to remove each block that mentions gulls."""
    del facts
    for block in tree.blocks:
        if "gulls" in block.text:
            yield Cut("gulls", "we do not print gulls", block=block)


def main(path: Path) -> None:
    """Read the page with one pass more, and show what it removed."""
    page = Page(data=path.read_bytes(), name=path.name)
    reading = read_page(page, passes=PASSES.before(PASSES.names[0], ("gulls", gulls)))
    for note in reading.account:
        if note.rule == "gulls":
            print(note.reason, "|", note.text.strip())


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else PAGES / "wire-story.html")
