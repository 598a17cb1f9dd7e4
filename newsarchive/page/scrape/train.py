"""Train the learnt witness of scrapes from folders of labelled dumps, and write ``weights.json``.

    python -m newsarchive.page.scrape.train DIR [DIR ...] --out newsarchive/page/scrape/weights.json

Each folder holds ``labels.jsonl`` and the dumps it names: one object a line with ``file``, ``domain`` and ``url``, and with ``body``,
``headlines`` (as the page shows it, the best first) or both, and perhaps a ``weight``. The labelled pages are never shipped. Needs
numpy and lightgbm, which newsarchive itself does not. ``--part`` says what is trained, the other part of the weights stays: train
the headlines first, for the story is measured with the headline found. With ``--check`` it prints what cross-validation over
domains gives, and writes nothing.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import sys
from array import array
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from newsarchive.page.choose import decide
from newsarchive.page.facts import Facts
from newsarchive.page.grow import grow
from newsarchive.page.marks import Ledger
from newsarchive.page.passes import PASSES
from newsarchive.page.scrape.headlines import HEADLINE_NAMES
from newsarchive.page.scrape.measures import NAMES, measure
from newsarchive.page.scrape.outline import parse
from newsarchive.page.scrape.train_headlines import asked, check_headlines, grow_headlines
from newsarchive.page.scrape.weights import weights
from newsarchive.page.scrape.witness import AROUND_NAMES, around
from newsarchive.page.tree import Tree

__all__ = ["Sample", "labelled", "main", "marked", "overlap", "tokens"]

FOLDS = 5
_TOKEN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]|[^\W\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]+")
_SHINGLE = 4
_FIRST = {"trees": 120, "leaves": 12, "rate": 0.1}
_SECOND = {"trees": 120, "leaves": 10, "rate": 0.08}
_MOST_WEIGHT = 400  # characters; a longer line counts no more in training


@dataclass(slots=True)
class Sample:
    """One labelled dump, laid out and measured."""

    domain: str
    body: str
    tree: Tree
    free: list[bool]
    rows: list[array[float]]  # small floats: a folder of pages makes many millions
    wanted: list[bool]
    beside: Any = None

    @property
    def fold(self) -> int:
        """The fold of this page's domain."""
        return int(hashlib.sha256(self.domain.encode()).hexdigest(), 16) % FOLDS


def labelled(folder: Path) -> Iterator[Sample]:
    """Read a folder of labelled dumps."""
    for line in (folder / "labels.jsonl").read_text("utf-8").splitlines():
        label = json.loads(line)
        if not label.get("body"):
            continue
        tree = grow(parse((folder / label["file"]).read_text("utf-8"), label.get("url")))
        ledger = Ledger(tree)
        PASSES.run(tree, Facts(), ledger, [])
        free = [ledger.free(block) and tree.tags[block.e] != "title" for block in tree.blocks]
        rows = [array("f", row) for row in measure(tree, free)]
        yield Sample(label["domain"], label["body"], tree, free, rows, marked(tree, label["body"]))


def tokens(text: str) -> list[str]:
    """Return the words of a text, a sign of an unspaced script as one each, in one case."""
    return [token.casefold() for token in _TOKEN.findall(text)]


def marked(tree: Tree, body: str) -> list[bool]:
    """Say for each line whether it stands in the labelled body; each stretch of the body is found once."""
    wanted = tokens(body)
    starts: dict[tuple[str, ...], list[int]] = {}
    for i in range(len(wanted) - _SHINGLE + 1):
        starts.setdefault(tuple(wanted[i : i + _SHINGLE]), []).append(i)
    used = [False] * len(wanted)
    said = [tokens(block.text) for block in tree.blocks]
    reach: list[tuple[int, int] | None] = [None] * len(said)
    for i, line in enumerate(said):
        if len(line) >= _SHINGLE + 2:
            reach[i] = _long_line(line, starts, used)
    for i, line in enumerate(said):
        if reach[i] is None and 0 < len(line) < _SHINGLE + 2:
            reach[i] = _short_line(line, wanted, used, reach, i)
    return [found is not None for found in reach]


def _long_line(line: list[str], starts: dict[tuple[str, ...], list[int]], used: list[bool]) -> tuple[int, int] | None:
    shingles = [tuple(line[k : k + _SHINGLE]) for k in range(len(line) - _SHINGLE + 1)]
    if 2 * sum(shingle in starts for shingle in shingles) < len(shingles):
        return None
    for k, shingle in enumerate(shingles):
        for start in starts.get(shingle, ()):
            low, high = max(start - k, 0), min(start - k + len(line), len(used))
            if not used[start] and 2 * sum(used[low:high]) <= high - low:
                used[low:high] = [True] * (high - low)
                return low, high
    return None


def _short_line(
    line: list[str], wanted: list[str], used: list[bool], reach: list[tuple[int, int] | None], i: int
) -> tuple[int, int] | None:
    """Find a short line in the gap that its neighbours leave in the body."""
    low = next((found[1] for found in reversed(reach[:i]) if found), 0)
    high = next((found[0] for found in reach[i + 1 :] if found), len(wanted))
    for at in range(low, high - len(line) + 1):
        if wanted[at : at + len(line)] == line and not any(used[at : at + len(line)]):
            used[at : at + len(line)] = [True] * len(line)
            return at, at + len(line)
    return None


def overlap(body: str, found: str) -> float:
    """Return the F1 of the runs of four words that two texts share."""
    ours, theirs = (_shingles(tokens(text)) for text in (found, body))
    shared = sum((ours & theirs).values())
    return 2 * shared / ((sum(ours.values()) + sum(theirs.values())) or 1)


def _shingles(line: Sequence[str]) -> Counter[tuple[str, ...]]:
    return Counter(tuple(line[i : i + _SHINGLE]) for i in range(max(1, len(line) - _SHINGLE + 1)))


def _grown(samples: Sequence[Sample], shape: dict[str, Any], *, second: bool = False) -> Any:
    """Train one ensemble; lines weigh by the square root of their length, pages alike."""
    import lightgbm
    import numpy as np

    rows, wanted, weights = [], [], []
    for sample in samples:
        inside = [i for i, free in enumerate(sample.free) if free]
        if inside:
            mass = np.array([min(len(sample.tree.blocks[i].text), _MOST_WEIGHT) ** 0.5 + 1 for i in inside])
            known = np.array(sample.rows, dtype=np.float32)
            rows.append(np.hstack([known, sample.beside])[inside] if second else known[inside])
            wanted += [sample.wanted[i] for i in inside]
            weights.append(100 * mass / mass.sum())
    settings = {
        "objective": "binary", "num_leaves": shape["leaves"], "learning_rate": shape["rate"], "min_data_in_leaf": 40,
        "feature_fraction": 0.6, "bagging_fraction": 0.8, "bagging_freq": 1, "lambda_l2": 2.0, "verbose": -1, "num_threads": 1,
        "seed": 7, "deterministic": True,
    }  # fmt: skip
    data = lightgbm.Dataset(np.vstack(rows), np.array(wanted), weight=np.concatenate(weights))
    return lightgbm.train(settings, data, shape["trees"])


def _said(model: Any, rows: Any) -> list[float]:
    import numpy as np

    return [float(p) for p in model.predict(np.array(rows, dtype=np.float32))] if len(rows) else []


def _beside(model: Any, sample: Sample) -> Any:
    import numpy as np

    near = around(sample.tree, _said(model, sample.rows))
    return np.array(near, dtype=np.float32).reshape(len(near), len(AROUND_NAMES))


def _both(samples: Sequence[Sample]) -> tuple[Any, Any]:
    """Train both ensembles; the second one sees answers of a first one that did not know the page."""
    halves: list[list[Sample]] = [[], []]
    for sample in samples:
        halves[int(hashlib.sha256(sample.domain[::-1].encode()).hexdigest(), 16) % 2].append(sample)
    for known, unknown in (halves, halves[::-1]):
        if known and unknown:
            model = _grown(known, _FIRST)
            for sample in unknown:
                sample.beside = _beside(model, sample)
    first = _grown(samples, _FIRST)
    return first, _grown(samples, _SECOND, second=True)


def _check(samples: Sequence[Sample]) -> None:
    import numpy as np

    scores = []
    for fold in range(FOLDS):
        first, second = _both([sample for sample in samples if sample.fold != fold])
        for sample in samples:
            if sample.fold == fold:
                rates = _said(second, np.hstack([np.array(sample.rows, dtype=np.float32), _beside(first, sample)]))
                kept = decide(sample.tree, rates, sample.free)
                text = "\n".join(
                    block.text
                    for block, keep in zip(sample.tree.blocks, kept, strict=True)
                    if keep and sample.tree.tags[block.e] != "h1"
                )
                scores.append(overlap(sample.body, text))
        sys.stdout.write(
            f"fold {fold}: {len(scores)} pages so far, mean overlap {sum(scores) / max(len(scores), 1):.4f}\n"
        )


def _plain(node: dict[str, Any]) -> Any:
    if "leaf_value" in node:
        return round(node["leaf_value"], 5)
    return [
        node["split_feature"], float(f"{node['threshold']:.6g}"), _plain(node["left_child"]), _plain(node["right_child"])
    ]  # fmt: skip


def _trees(model: Any) -> list[Any]:
    return [_plain(tree["tree_structure"]) for tree in model.dump_model()["tree_info"]]


def main(arguments: Sequence[str] | None = None) -> int:
    """Train, or check, from the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="+", type=Path, metavar="DIR")
    parser.add_argument("--out", type=Path, help="where the weights go")
    parser.add_argument("--part", choices=("headline", "story"), required=True, help="what is trained")
    parser.add_argument("--check", action="store_true", help="cross-validate over domains, write nothing")
    args = parser.parse_args(arguments)
    out = None if args.check else args.out
    made = _headline(args.folders, out) if args.part == "headline" else _story(args.folders, out)
    if made and out:
        out.write_text(json.dumps({**weights(), **made}, separators=(",", ":")) + "\n", "utf-8")
    return 0


def _headline(folders: Sequence[Path], out: Path | None) -> dict[str, Any] | None:
    questions = [question for folder in folders for question in asked(folder)]
    if out is None:
        check_headlines(questions)
        return None
    return {"headline_names": HEADLINE_NAMES, "headline": _trees(grow_headlines(questions))}


def _story(folders: Sequence[Path], out: Path | None) -> dict[str, Any] | None:
    samples = [sample for folder in folders for sample in labelled(folder)]
    if out is None:
        _check(samples)
        return None
    first, second = _both(samples)
    return {"names": NAMES, "around": AROUND_NAMES, "first": _trees(first), "second": _trees(second)}


if __name__ == "__main__":
    sys.exit(main())
