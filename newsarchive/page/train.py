"""Train the learnt witness from a folder of labelled pages; the weights are written to ``scorer.json``, never the pages.

    python -m newsarchive.page.train FOLDER [FOLDER …] [--out scorer.json] [--validate 5]

A folder holds ``NAME.jsonl``, one label a line (``id``, ``domain``, and ``body``, the story as plain text, or ``with`` and ``without``,
segments that must and must not be in it), and the pages as ``NAME/ID.html.gz``. Pages of one domain are never split between
training and validation. Needs ``lightgbm`` (``pip install newsarchive[train]``).
"""

from __future__ import annotations

import argparse
import gc
import gzip
import hashlib
import json
import re
import sys
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

from newsarchive.page import facts as fact_station
from newsarchive.page.choose import confidence, decide
from newsarchive.page.features import HINTS, NAMES, Row, Witnesses, measure
from newsarchive.page.grow import grow
from newsarchive.page.hints import Hint
from newsarchive.page.marks import Ledger
from newsarchive.page.parse import parse_html
from newsarchive.page.passes import PASSES
from newsarchive.page.scorer import around, compiled
from newsarchive.page.tree import Tree
from newsarchive.sources.encoding import decode

__all__ = ["Example", "align", "examples", "fit", "main", "validate"]

# Trees and leaves of the two ensembles: more of either gains less than a page-to-page difference and costs time a page.
_FIRST = {"trees": 45, "leaves": 8, "rate": 0.23}
_SECOND = {"trees": 65, "leaves": 12, "rate": 0.14}
_WORD = re.compile(
    r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]|[^\W\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]+"
)
_LONG = 6  # words: a block long enough to be found by its word sequences
_GOOD = 0.95  # F1 of a page that an archivist need not look at
_SEEN = 0.5  # of a block's word sequences must be in the label


@dataclass(slots=True)
class Example:
    """One labelled page: its rows, and for each block 1, 0, or None where the label says nothing of it."""

    name: str
    domain: str
    weight: float
    tree: Tree
    free: list[bool]
    rows: list[Row | None]
    wanted: list[int | None]
    beside: list[list[float]] = field(default_factory=list)


def examples(folder: Path, weights: dict[str, float]) -> Iterator[Example]:
    """Yield the labelled pages of a folder; a set that ``weights`` does not name counts 1."""
    for labels in sorted(folder.glob("*.jsonl")):
        weight = weights.get(labels.stem, 1.0)
        if not weight:
            continue
        for line in filter(None, labels.read_text("utf-8").split("\n")):
            label = json.loads(line)
            path = folder / labels.stem / f"{label['id']}.html.gz"
            if path.exists() and ("body" in label or "with" in label):
                yield _example(label, gzip.decompress(path.read_bytes()), weight, f"{labels.stem}/{label['id']}")


def _example(label: dict[str, Any], page: bytes, weight: float, name: str) -> Example:
    text = decode(page).text
    tree = grow(parse_html(text.encode("utf-8", "replace"), []))
    facts = fact_station.gather(tree, url=label.get("url"))
    ledger = Ledger(tree)
    PASSES.run(tree, facts, ledger, [])
    free = [not tree.context[block.e] & Hint.HEAD and ledger.free(block) for block in tree.blocks]
    witnesses = Witnesses(facts.headline_guess or "", facts.description or "", facts.article_body or "")
    rows = measure(tree, witnesses, free)
    texts = [block.text for block in tree.blocks]
    wanted = align(texts, label["body"]) if "body" in label else _by_segments(texts, label["with"], label["without"])
    return Example(name, label.get("domain") or name, weight, tree, free, rows, wanted)


def align(texts: list[str], body: str) -> list[int | None]:
    """Say for each text whether it is part of ``body``; a second copy of a part is not.

    Long texts are found by sequences of four words; a short one counts where it stands, word for word, in the gap that
    its neighbours leave.
    """
    gold = _words(body)
    places: dict[tuple[str, ...], list[int]] = {}
    for at in range(len(gold) - 3):
        places.setdefault(tuple(gold[at : at + 4]), []).append(at)
    used = [False] * len(gold)
    spans: list[tuple[int, int] | None] = [None] * len(texts)
    words = [_words(text) for text in texts]
    for i, mine in enumerate(words):
        if len(mine) >= _LONG and (span := _long_span(mine, places, used)):
            spans[i] = span
            used[span[0] : span[1]] = [True] * (span[1] - span[0])
    for i, mine in enumerate(words):
        if mine and spans[i] is None and len(mine) < _LONG:
            low = next((span[1] for span in reversed(spans[:i]) if span), 0)
            high = next((span[0] for span in spans[i + 1 :] if span), len(gold))
            for at in range(low, min(high, low + 4000) - len(mine) + 1):
                if gold[at : at + len(mine)] == mine and not any(used[at : at + len(mine)]):
                    spans[i] = (at, at + len(mine))
                    used[at : at + len(mine)] = [True] * len(mine)
                    break
    return [int(span is not None) for span in spans]


def _long_span(mine: list[str], places: dict[tuple[str, ...], list[int]], used: list[bool]) -> tuple[int, int] | None:
    sequences = [tuple(mine[at : at + 4]) for at in range(len(mine) - 3)]
    if sum(sequence in places for sequence in sequences) < _SEEN * len(sequences):
        return None
    start = next((p - k for k, s in enumerate(sequences) for p in places.get(s, ()) if not used[p]), None)
    if start is None:
        return None
    low, high = max(start, 0), min(len(used), max(start, 0) + len(mine))
    return (low, high) if sum(not taken for taken in used[low:high]) >= _SEEN * (high - low) else None


def _words(text: str) -> list[str]:
    return [word.lower() for word in _WORD.findall(unicodedata.normalize("NFC", text))]


def _by_segments(texts: list[str], wanted: list[str], unwanted: list[str]) -> list[int | None]:
    marked: list[int | None] = [None] * len(texts)
    for segments, value in ((wanted, 1), (unwanted, 0)):
        folded = [" ".join(segment.split()) for segment in segments]
        for i, text in enumerate(texts):
            if len(text) > 2 and any(part in text or (len(text) > 15 and text in part) for part in folded if part):
                marked[i] = value
    return marked


def fit(pages: list[Example]) -> dict[str, Any]:
    """Train both ensembles; the second learns from answers that the first gave to pages it had not seen."""
    halves = [[page for page in pages if _half(page) == half] for half in (0, 1)]
    for half in (0, 1):
        other = compiled(_boost(halves[1 - half], first=True))
        for page in halves[half]:
            own = [_chance(other([row])[0]) if row else 0.0 for row in page.rows]
            page.beside = around(page.tree, own, [row is not None for row in page.rows])
    second = _boost(pages, first=False)
    return {"names": list(NAMES), "first": _boost(pages, first=True), "second": second}


def _half(page: Example) -> int:
    return hashlib.md5(f"half {page.domain}".encode(), usedforsecurity=False).digest()[0] % 2


def _chance(x: float) -> float:
    import math

    return 1.0 / (1.0 + math.exp(-x)) if x > -500 else 0.0


def _boost(pages: list[Example], *, first: bool) -> list[Any]:
    import lightgbm
    import numpy as np

    matrix: list[list[float]] = []
    wanted: list[int] = []
    weights: list[float] = []
    for page in pages:
        known = [i for i, value in enumerate(page.wanted) if value is not None and page.rows[i] is not None]
        sizes = [(min(len(page.tree.blocks[i].text), 400) + 5) ** 0.5 for i in known]
        scale = 100 * page.weight / max(sum(sizes), 200.0)
        for i, size in zip(known, sizes, strict=True):
            matrix.append(_spread(page.rows[i] or [], [] if first else page.beside[i]))
            wanted.append(page.wanted[i] or 0)
            weights.append(size * scale)
    size = _FIRST if first else _SECOND
    settings = {
        "objective": "binary", "num_leaves": int(size["leaves"]), "learning_rate": size["rate"], "min_data_in_leaf": 60,
        "feature_fraction": 0.6, "bagging_fraction": 0.8, "bagging_freq": 1, "lambda_l2": 20.0, "verbose": -1, "seed": 7,
        "deterministic": True, "force_row_wise": True, "num_threads": 2,
    }  # fmt: skip
    data = lightgbm.Dataset(np.array(matrix, dtype=np.float32), np.array(wanted), weight=np.array(weights))
    model = lightgbm.train(settings, data, int(size["trees"]))
    return [_tree(tree["tree_structure"]) for tree in model.dump_model()["tree_info"]]


def _spread(row: Row, beside: list[float]) -> list[float]:
    """Give each hint of the two sets at the end of a row a column of its own."""
    near, above = int(row[-2]), int(row[-1])
    bits = list(HINTS.values())
    return [*row[:-2], *[float(bool(near & bit)) for bit in bits], *[float(bool(above & bit)) for bit in bits], *beside]


def _tree(node: dict[str, Any]) -> Any:
    if "leaf_value" in node:
        return round(node["leaf_value"], 5)
    feature, plain, hints = node["split_feature"], len(NAMES) - 2, list(HINTS)
    low, high = _tree(node["left_child"]), _tree(node["right_child"])
    if plain <= feature < plain + 2 * len(hints):
        which, bit = divmod(feature - plain, len(hints))
        return [plain + which, hints[bit], low, high]
    if feature >= plain:
        feature -= 2 * len(hints) - 2
    return [feature, float(f"{node['threshold']:.6g}"), low, high]


def validate(pages: list[Example], folds: int) -> None:
    """Print, for each set, how well pages are read by weights that were trained without their domain.

    The table of reliability holds the confidence that was stated against what it turned out to be worth.
    """
    found: dict[str, list[float]] = {}
    stated: list[tuple[float, float]] = []
    for fold in range(folds):
        mine = [page for page in pages if _fold(page, folds) == fold]
        weights = fit([page for page in pages if _fold(page, folds) != fold])
        first, second = compiled(weights["first"]), compiled(weights["second"])
        for page in mine:
            own = [_chance(first([row])[0]) if row else 0.0 for row in page.rows]
            beside = around(page.tree, own, [row is not None for row in page.rows])
            both = zip(page.rows, beside, strict=True)
            rates = [_chance(second([row + near])[0]) if row else 0.0 for row, near in both]
            if None not in page.wanted:
                kept = decide(page.tree, rates, page.free)
                score = _overlap(page, kept)
                found.setdefault(page.name.split("/")[0], []).append(score)
                story = [block for block, keep in zip(page.tree.blocks, kept, strict=True) if keep]
                stated.append((confidence(page.tree, story, rates), score))
    for name, scores in sorted(found.items()):
        print(f"{name}: {len(scores)} pages, mean F1 of characters {sum(scores) / len(scores):.4f}")  # noqa: T201
    for low, high in pairwise((0.0, 0.7, 0.8, 0.9, 0.95, 0.98, 1.01)):
        if within := [pair for pair in stated if low <= pair[0] < high]:
            said, was = (sum(values) / len(within) for values in zip(*within, strict=True))
            good = sum(score >= _GOOD for _, score in within) / len(within)
            print(  # noqa: T201
                f"confidence {low:.2f} to {min(high, 1):.2f}: {len(within)} pages, stated {said:.3f}, F1 {was:.3f}, "
                f"{good:.0%} with F1 of {_GOOD} or more"
            )


def _fold(page: Example, folds: int) -> int:
    return int.from_bytes(hashlib.md5(page.domain.encode(), usedforsecurity=False).digest()[:4], "big") % folds


def _overlap(page: Example, kept: list[bool]) -> float:
    blocks = page.tree.blocks
    both = sum(b.length for b, keep, want in zip(blocks, kept, page.wanted, strict=True) if keep and want)
    sizes = sum(b.length * (int(keep) + (want or 0)) for b, keep, want in zip(blocks, kept, page.wanted, strict=True))
    return 2 * both / sizes if sizes else 1.0


def main(argv: list[str] | None = None) -> int:
    """Train, and validate first where asked to."""
    parser = argparse.ArgumentParser(
        prog="python -m newsarchive.page.train", description=(__doc__ or "").splitlines()[0]
    )
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--out", type=Path, default=Path(__file__).with_name("scorer.json"))
    parser.add_argument("--validate", type=int, default=0, metavar="FOLDS", help="cross-validate over domains first")
    parser.add_argument("--weight", action="append", default=[], metavar="SET=NUMBER", help="how much a set counts (1)")
    args = parser.parse_args(argv)
    weights = {name: float(number) for name, _, number in (item.partition("=") for item in args.weight)}
    pages = [page for folder in args.folders for page in examples(folder, weights)]
    gc.freeze()  # thousands of parsed pages stay; looking through them again and again would take most of the time
    if not pages:
        print("no labelled pages found", file=sys.stderr)  # noqa: T201
        return 2
    if args.validate:
        validate(pages, args.validate)
    args.out.write_text(json.dumps(fit(pages), separators=(",", ":")) + "\n", "utf-8")
    print(f"{len(pages)} pages -> {args.out}")  # noqa: T201
    return 0


if __name__ == "__main__":
    sys.exit(main())
