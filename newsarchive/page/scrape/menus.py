"""Name the menus of a scrape: lists of short lines far from the story, which a dump shows like any other list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsarchive.page import words
from newsarchive.page.marks import Ledger, Mark

if TYPE_CHECKING:
    from newsarchive.page.tree import TextBlock, Tree

__all__ = ["name_menus"]

_FEWEST = 5  # items of a menu
_MEDIAN = 30  # characters of its middle item
_SENTENCE_END = tuple(".!?…。！？")


def name_menus(tree: Tree, ledger: Ledger, story: list[TextBlock]) -> None:
    """Remove lists of five and more short items, and lines that are a menu's word, above the headline and below the story."""
    heading = next((block.b for block in tree.blocks if tree.tags[block.e] == "h1"), story[0].b if story else 0)
    above, below = (min(heading, story[0].b), story[-1].b) if story else (len(tree.blocks), -1)
    free = [block for block in tree.blocks if not above <= block.b <= below and ledger.free(block)]
    run: list[TextBlock] = []
    for block in free:
        if tree.tags[block.e] == "li" and (not run or block.b - run[-1].b <= 1):
            run.append(block)
            continue
        _take(tree, ledger, run)
        run = [block] if tree.tags[block.e] == "li" else []
        if words.label_class(block.text) == "navigation":
            ledger.take_block(
                Mark("NA202", "navigation", f"a word of the site's menus: “{block.text}”", block.e), block
            )
    _take(tree, ledger, run)


def _take(tree: Tree, ledger: Ledger, run: list[TextBlock]) -> None:
    if len(run) < _FEWEST or sorted(len(block.text) for block in run)[len(run) // 2] >= _MEDIAN:
        return
    if 5 * sum(block.text.endswith(_SENTENCE_END) for block in run) > len(run):
        return
    if run[0].b and words.label_class(tree.blocks[run[0].b - 1].text) == "tag-list":
        return  # the story's tags are a fact
    mark = Mark("NA202", "navigation", f"a list of {len(run)} short items, far from the story", run[0].e)
    ledger.take(mark, run[0].first, run[-1].last)
