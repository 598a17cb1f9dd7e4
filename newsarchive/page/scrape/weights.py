"""Read the learnt weights of scrapes: what is the headline, and which lines are the story."""

from __future__ import annotations

import json
import math
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from newsarchive.page.scorer import compiled

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newsarchive.page.scorer import Ensemble

__all__ = ["ensemble", "logistic", "weights"]


@cache
def weights() -> dict[str, Any]:
    """Return the shipped weights: the names of the measures, and the trees of each ensemble."""
    loaded: dict[str, Any] = json.loads(files("newsarchive.page.scrape").joinpath("weights.json").read_bytes())
    return loaded


@cache
def ensemble(name: str, measures: str, names: Sequence[str]) -> Ensemble:
    """Return the ensemble of this name, compiled; ``measures`` says under which key the names of its measures stand.

    Raises:
        RuntimeError: the weights were trained on other measures than ``names``.
    """
    data = weights()
    if tuple(data[measures]) != tuple(names):
        raise RuntimeError("weights.json was trained on other measures; run python -m newsarchive.page.scrape.train")
    return compiled(data[name])


def logistic(x: float) -> float:
    """Return the probability (0 to 1) that an ensemble's answer stands for."""
    return 1.0 / (1.0 + math.exp(-x)) if x > -500 else 0.0
