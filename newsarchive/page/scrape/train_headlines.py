"""Train the ensemble that tells which line of a scrape is its headline; run by ``newsarchive.page.scrape.train``."""

from __future__ import annotations

import hashlib
import json
import sys
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from newsarchive.page.scrape.heading import judged
from newsarchive.page.scrape.lines import lines_of
from newsarchive.page.scrape.outline import is_prose
from newsarchive.page.scrape.titles import folded

__all__ = ["Asked", "asked", "check_headlines", "grow_headlines"]

FOLDS = 4
_SHAPE = {"trees": 300, "leaves": 8, "rate": 0.05}
_OTHER = 0.3  # the weight of a line that is not the headline
_LONG = 20  # letters of a headline that may end a longer line
_KICKER = 40  # letters before it


@dataclass(slots=True)
class Asked:
    """One dump whose headline is known: the lines that were measured, and which of them show it."""

    domain: str
    weight: float
    rows: list[array[float]]
    wanted: list[bool]

    @property
    def fold(self) -> int:
        """The fold of this page's domain."""
        return int(hashlib.sha256(self.domain.encode()).hexdigest(), 16) % FOLDS


def asked(folder: Path) -> Iterator[Asked]:
    """Read the labels of a folder that have ``headlines`` (the best first); a dump that shows none of them is left out."""
    for line in (folder / "labels.jsonl").read_text("utf-8").splitlines():
        label = json.loads(line)
        if not label.get("headlines"):
            continue
        lines = lines_of((folder / label["file"]).read_text("utf-8"))
        found = judged(lines, [i for i, one in enumerate(lines) if is_prose(one)], label.get("url"))
        wanted = _shown({one.place: folded(lines[one.place].text) for one in found}, label["headlines"])
        if wanted:
            rows = [array("f", one.row) for one in found]
            yield Asked(label["domain"], label.get("weight", 1.0), rows, [one.place in wanted for one in found])


def _shown(texts: dict[int, str], headlines: Sequence[str]) -> set[int]:
    """Return the places of the lines that show the first of these headlines that any line shows; the first line is the title."""
    texts = {i: text for i, text in texts.items() if i or len(texts) == 1}
    for headline in filter(None, map(folded, headlines)):
        same = {i for i, text in texts.items() if text == headline}
        if not same and len(headline) >= _LONG:
            same = {i for i, text in texts.items() if text.endswith(headline) and len(text) <= len(headline) + _KICKER}
        if same:
            return same
    return set()


def grow_headlines(samples: Sequence[Asked]) -> Any:
    """Train the ensemble; dumps weigh alike but for the weight that their labels give them."""
    import lightgbm
    import numpy as np

    rows = np.vstack([np.array(sample.rows, dtype=np.float32) for sample in samples])
    wanted = np.array([flag for sample in samples for flag in sample.wanted])
    weights = [
        sample.weight * (1 / sum(sample.wanted) if flag else _OTHER) for sample in samples for flag in sample.wanted
    ]
    settings = {
        "objective": "binary", "num_leaves": _SHAPE["leaves"], "learning_rate": _SHAPE["rate"], "min_data_in_leaf": 60,
        "feature_fraction": 0.5, "bagging_fraction": 0.8, "bagging_freq": 1, "lambda_l2": 3.0, "verbose": -1, "num_threads": 1,
        "seed": 7, "deterministic": True, "force_col_wise": True,
    }  # fmt: skip
    return lightgbm.train(settings, lightgbm.Dataset(rows, wanted, weight=weights), int(_SHAPE["trees"]))


def check_headlines(samples: Sequence[Asked]) -> None:
    """Print how often the likeliest line is the headline, by cross-validation over domains."""
    import numpy as np

    right = total = 0
    for fold in range(FOLDS):
        model = grow_headlines([sample for sample in samples if sample.fold != fold])
        for sample in samples:
            if sample.fold == fold:
                total += 1
                right += sample.wanted[int(np.argmax(model.predict(np.array(sample.rows, dtype=np.float32))))]
        sys.stdout.write(f"fold {fold}: {total} dumps so far, headline found in {right / max(total, 1):.4f}\n")
