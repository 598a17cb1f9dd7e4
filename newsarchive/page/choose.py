"""Choose the blocks that are the story."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from newsarchive.page.features import Witnesses, measure
from newsarchive.page.scorer import rate

if TYPE_CHECKING:
    from newsarchive.page.marks import Ledger
    from newsarchive.page.tree import TextBlock, Tree

__all__ = ["Choice", "choose"]

THRESHOLD = 0.5


@dataclass(slots=True)
class Choice:
    """The story's blocks in page order, and how sure each block of the page was (0 to 1)."""

    story: list[TextBlock]
    rates: list[float]
    confidence: float


def choose(tree: Tree, ledger: Ledger, witnesses: Witnesses) -> Choice:
    """Choose the blocks that are the story among those that nobody owns yet."""
    rates = rate(tree, measure(tree, witnesses))
    story = [block for block, p in zip(tree.blocks, rates, strict=True) if p > THRESHOLD and ledger.free(block)]
    return Choice(story, rates, confidence(tree, story, rates))


def confidence(tree: Tree, story: list[TextBlock], rates: list[float]) -> float:
    """Return how sure the choice is: the expected overlap of the chosen words and the story's."""
    chosen = {block.b for block in story}
    hit = sum(rates[block.b] * block.length for block in story)
    size = sum(block.length for block in story)
    wanted = sum(p * block.length for p, block in zip(rates, tree.blocks, strict=True) if block.b in chosen or p > 0.1)
    return 2 * hit / (size + wanted) if size + wanted else 0.0
