"""Ask the learnt witness how likely each block is to belong to the story.

Two small ensembles of decision trees, one after the other: the first sees a block and its place, the second sees the first one's
answers for the neighbourhood as well. The weights are data (``scorer.json``), made by ``newsarchive.page.train`` from labelled
pages; they are turned into plain comparisons once, so that a block costs microseconds and no numerical library is needed.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from importlib.resources import files
from itertools import accumulate
from typing import TYPE_CHECKING, Any, TypeAlias

from newsarchive.page.features import HINTS, INTEGERS, NAMES, Row, Witnesses, measure

if TYPE_CHECKING:
    from newsarchive.page.tree import Tree

__all__ = ["AROUND_NAMES", "Ensemble", "around", "compiled", "rate", "rates", "weights"]

Ensemble: TypeAlias = Callable[[Iterable[Row]], list[float]]

# What the second ensemble sees besides a block's own row; the order is that of ``around``.
AROUND_NAMES = (
    "own", "prev3", "prev2", "prev1", "next1", "next2", "next3", "mean7", "mean17", "share_before", "share_after", "mass", "peak",
    "since_sure", "until_sure", "look_mean", "parent_mean",
)  # fmt: skip
_SURE = 0.6
_FAR = 50.0
_DISMISSED = 0.01
_LIKELY = 0.3
_NOTHING = (0.0,) * 8
_A_LINE = 15


def rates(tree: Tree, witnesses: Witnesses, free: list[bool]) -> list[float]:
    """Return for each block the probability (0 to 1) that it belongs to the story; 0 where it is not ``free``."""
    return rate(tree, measure(tree, witnesses, free))


def rate(tree: Tree, rows: list[Row | None]) -> list[float]:
    """Return for each block the probability (0 to 1) that it belongs to the story; 0 where it has no row."""
    first, second = _ensembles()
    answers = iter(first([row for row in rows if row]))
    own = [_logistic(next(answers)) if row else 0.0 for row in rows]
    # What the first ensemble is sure to be no story, and has no likely neighbour, is not asked about again.
    padded = [0.0, 0.0, 0.0, *own, 0.0, 0.0, 0.0]
    asked = [
        row is not None and (p > _DISMISSED or max(padded[i : i + 7]) > _LIKELY)
        for i, (p, row) in enumerate(zip(own, rows, strict=True))
    ]
    beside = around(tree, own, asked)
    answers = iter(second([row + near for row, near in zip(rows, beside, strict=True) if row and near]))
    return [_logistic(next(answers)) if near else 0.0 for near in beside]


def _logistic(x: float) -> float:
    return 1.0 / (1.0 + math.exp(-x)) if x > -500 else 0.0


def around(tree: Tree, own: list[float], asked: list[bool]) -> list[list[float]]:
    """Return for each block what the first ensemble says of its neighbourhood, in the order of AROUND_NAMES.

    The answer is empty for a block that is not ``asked`` about.
    """
    blocks, tags, names, parent = tree.blocks, tree.tags, tree.names, tree.parent
    n = len(own)
    sizes = [len(block.text) + 1.0 for block in blocks]
    mass = [p * size for p, size in zip(own, sizes, strict=True)]
    # What stands before each block, from eight blocks before the first to eight behind the last.
    c = [*_NOTHING, *accumulate(mass, initial=0.0)]
    cl = [*_NOTHING, *accumulate(sizes, initial=0.0)]
    total = c[-1] or 1.0
    c += c[-1:] * 8
    cl += cl[-1:] * 8
    peak = max(own, default=0.0)
    since = []
    last = -_FAR
    for i, p in enumerate(own):
        since.append(min(i - last, _FAR))
        if p > _SURE:
            last = float(i)
    until = []
    last = n + _FAR
    for i in range(n - 1, -1, -1):
        until.append(min(last - i, _FAR))
        if own[i] > _SURE:
            last = float(i)
    until.reverse()
    elements = [block.e for block in blocks]
    look_of = [(tags[e], names[e]) for e in elements]
    look_means = _means(look_of, mass, sizes)
    parent_means = _means([parent[e] for e in elements], mass, sizes)
    padded = [0.0, 0.0, 0.0, *own, 0.0, 0.0, 0.0]
    out: list[list[float]] = []
    for i, e in enumerate(elements):
        if not asked[i]:
            out.append([])
            continue
        prev3, prev2, prev1, mine, next1, next2, next3 = padded[i : i + 7]
        out.append(
            [
                mine,
                prev3,
                prev2,
                prev1,
                next1,
                next2,
                next3,
                (c[i + 12] - c[i + 5]) / (cl[i + 12] - cl[i + 5]),
                (c[i + 17] - c[i]) / (cl[i + 17] - cl[i]),
                c[i + 8] / total,
                1.0 - c[i + 9] / total,
                total,
                peak,
                since[i],
                until[i],
                look_means[look_of[i]],
                parent_means[parent[e]],
            ]
        )
    return out


def _means(keys: Sequence[Any], mass: list[float], sizes: list[float]) -> dict[Any, float]:
    """Return the mean of each kind of blocks, weighed by their sizes."""
    masses: dict[Any, float] = {}
    weights: dict[Any, float] = {}
    for key, m, size in zip(keys, mass, sizes, strict=True):
        if key in weights:
            masses[key] += m
            weights[key] += size
        else:
            masses[key], weights[key] = m, size
    return {key: m / weights[key] for key, m in masses.items()}


def weights() -> dict[str, Any]:
    """Return the shipped weights: ``names``, ``first``, ``second`` and how they were made."""
    loaded: dict[str, Any] = json.loads(files("newsarchive.page").joinpath("scorer.json").read_bytes())
    return loaded


@cache
def _ensembles() -> tuple[Ensemble, Ensemble]:
    data = weights()
    if tuple(data["names"]) != NAMES:
        raise RuntimeError("scorer.json was trained on other features; run python -m newsarchive.page.train")
    return compiled(data["first"], INTEGERS), compiled(data["second"], INTEGERS)


def compiled(trees: list[Any], integers: frozenset[int] = frozenset()) -> Ensemble:
    """Turn trees into one function that answers for many rows.

    A tree is a leaf (a number) or ``[feature, test, low, high]``. Where the test is a number, go ``low`` if the feature is at
    most that; where it is the name of a hint, go ``low`` if the set of hints does not hold it. ``integers`` are the features
    that are whole numbers in every row: the interpreter compares two of a kind twice as fast as an integer and a float.

    >>> compiled([[0, 1.5, -1, [1, "aside", 2, 3]]])([[2.0, 1 << 3], [0.5, 0]])
    [3.0, -1.0]
    """
    used: set[int] = set()
    sums = [_expression(tree, integers, used) for tree in trees]
    names = [f"f{feature}" if feature in used else "_" for feature in range(max(used, default=-1) + 1)]
    lines = [
        "def score(rows):",
        " out = []",
        f" for {', '.join([*names, '*_'])}, in rows:",
        "  s = 0.0",
        # A few trees a line: one long sum would be too deep for the compiler.
        *[f"  s = s + {' + '.join(sums[at : at + _A_LINE])}" for at in range(0, len(sums), _A_LINE)],
        "  out.append(s)",
        " return out",
    ]
    scope: dict[str, Any] = {}
    exec("\n".join(lines), scope)  # noqa: S102 - the text is made here, of numbers only
    made: Ensemble = scope["score"]
    return made


def _expression(node: Any, integers: frozenset[int], used: set[int]) -> str:
    if not isinstance(node, list):
        return repr(float(node))
    feature, test, low, high = int(node[0]), node[1], *(_expression(child, integers, used) for child in node[2:])
    used.add(feature)
    if isinstance(test, str):
        return f"({high} if f{feature} & {HINTS[test]} else {low})"
    # An integer is at most 2.5 where it is at most 2.
    most = math.floor(test) if feature in integers else float(test)
    return f"({low} if f{feature} <= {most!r} else {high})"
