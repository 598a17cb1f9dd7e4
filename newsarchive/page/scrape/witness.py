"""Choose the lines of a scrape that are the story: a learnt witness rates each line, its neighbours have the last word."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsarchive.page.choose import Choice, decide
from newsarchive.page.marks import Ledger, Mark
from newsarchive.page.scrape.measures import NAMES, measure
from newsarchive.page.scrape.menus import name_menus
from newsarchive.page.scrape.outline import BULLET
from newsarchive.page.scrape.weights import ensemble, logistic

if TYPE_CHECKING:
    from newsarchive.page.facts import Facts
    from newsarchive.page.tree import Tree

__all__ = ["AROUND_NAMES", "around", "choose", "rate"]

# What the second ensemble sees besides a line's own row; the order is that of ``around``.
AROUND_NAMES = (
    "own", "prev3", "prev2", "prev1", "next1", "next2", "next3", "mean7", "mean17", "share_before", "share_after", "mass", "peak",
    "since_sure", "until_sure", "indent_mean",
)  # fmt: skip
_SURE = 0.6
_FAR = 50.0


def choose(tree: Tree, facts: Facts, ledger: Ledger) -> Choice:
    """Choose the lines that are the story among those that nobody owns yet; the bullets of what is chosen are removed."""
    del facts
    free = [ledger.free(block) and tree.tags[block.e] != "title" for block in tree.blocks]
    rates = rate(tree, measure(tree, free))
    kept = decide(tree, rates, free)
    story = [
        block
        for block, keep in zip(tree.blocks, kept, strict=True)
        if keep and tree.tags[block.e] not in {"title", "h1"}
    ]
    for block in story:
        first = tree.tel[block.first]
        if tree.els[first].get(BULLET) is not None:
            kind = "list item" if tree.tags[block.e] == "li" else "heading"
            reason = f"stands for a {kind} in the dump: “{tree.texts[block.first]}”"
            ledger.take(Mark("NA212", "list-bullet", reason, block.e), block.first, block.first + 1)
    name_menus(tree, ledger, story)
    return Choice(story, rates, _confidence(tree, kept, rates))


def rate(tree: Tree, rows: list[list[float]]) -> list[float]:
    """Return for each line the probability (0 to 1) that it belongs to the story."""
    own = list(map(logistic, ensemble("first", "names", NAMES)(rows)))
    both = [row + beside for row, beside in zip(rows, around(tree, own), strict=True)]
    return list(map(logistic, ensemble("second", "names", NAMES)(both)))


def around(tree: Tree, own: list[float]) -> list[list[float]]:
    """Return for each line what the first ensemble says of its neighbourhood, in the order of AROUND_NAMES."""
    blocks = tree.blocks
    n = len(own)
    sizes = [len(block.text) + 1.0 for block in blocks]
    mass = [p * size for p, size in zip(own, sizes, strict=True)]
    held, whole = [0.0], [0.0]
    by_indent: dict[str, list[float]] = {}
    indents = [tree.attr(block.e, "data-newsarchive-indent") + tree.tags[block.e] for block in blocks]
    for i in range(n):
        held.append(held[-1] + mass[i])
        whole.append(whole[-1] + sizes[i])
        known = by_indent.setdefault(indents[i], [0.0, 0.0])
        known[0] += mass[i]
        known[1] += sizes[i]
    total = held[-1] or 1.0
    peak = max(own, default=0.0)
    since, until = _distances(own)
    padded = [0.0, 0.0, 0.0, *own, 0.0, 0.0, 0.0]
    out = []
    for i in range(n):
        low3, high3, low8, high8 = max(i - 3, 0), min(i + 4, n), max(i - 8, 0), min(i + 9, n)
        known = by_indent[indents[i]]
        out.append(
            [
                own[i],
                *padded[i : i + 3],
                *padded[i + 4 : i + 7],
                (held[high3] - held[low3]) / (whole[high3] - whole[low3]),
                (held[high8] - held[low8]) / (whole[high8] - whole[low8]),
                held[i] / total,
                1.0 - held[i + 1] / total,
                total,
                peak,
                since[i],
                until[i],
                known[0] / known[1],
            ]
        )
    return out


def _distances(own: list[float]) -> tuple[list[float], list[float]]:
    """Return how far the last and the next sure line is from each."""
    n = len(own)
    since, until = [], [0.0] * n
    last = -_FAR
    for i, p in enumerate(own):
        since.append(min(i - last, _FAR))
        if p > _SURE:
            last = float(i)
    last = n + _FAR
    for i in range(n - 1, -1, -1):
        until[i] = min(last - i, _FAR)
        if own[i] > _SURE:
            last = float(i)
    return since, until


def _confidence(tree: Tree, kept: list[bool], rates: list[float]) -> float:
    """Return how sure the choice is: the expected overlap of the chosen words and the story's."""
    hit = size = wanted = 0.0
    for block, keep, p in zip(tree.blocks, kept, rates, strict=True):
        if keep:
            hit += p * block.length
            size += block.length
        if keep or p > 0.1:
            wanted += p * block.length
    return 2 * hit / (size + wanted) if size + wanted else 0.0
