"""Measure what reading a page costs, by station, beside a bare lxml parse and trafilatura in the same run.

    python tests/benchmarks/reading_cost.py FOLDER [--every N] [--rounds N]

FOLDER is searched for ``*.html`` and ``*.html.gz``. CPU time; of each page the least of all rounds counts, since other work on the machine
can only add to it. A station that is called by another is counted in both. trafilatura is left out where it is not installed.
"""

from __future__ import annotations

import argparse
import gzip
import sys
import time
from collections import defaultdict
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from lxml import html

from newsarchive import loads
from newsarchive.page import choose, read

# Where a station is called, under which name: the callable there is wrapped while the clock runs.
STATIONS: tuple[tuple[Any, str], ...] = (
    (read, "decode"),
    (read, "parse_html"),
    (read, "grow"),
    (read.fact_station, "gather"),
    (read.Chain, "run"),
    (read, "_choice"),
    (choose, "rates_of"),
    (choose, "decide"),
    (read.fact_station, "settle"),
    (read, "pull_quotes"),
    (read, "_body"),
    (read, "settled"),
    (read, "_provenance"),
)


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--every", type=int, default=1, metavar="N", help="read every Nth page")
    parser.add_argument("--rounds", type=int, default=5)
    args = parser.parse_args()
    paths = sorted(path for ending in ("*.html", "*.html.gz") for path in args.folder.rglob(ending))[:: args.every]
    pages = [gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes() for path in paths]
    pages = [page for page in pages if page.strip()]
    if not pages:
        print("no pages found", file=sys.stderr)
        return 1
    readers: dict[str, Callable[[bytes], object]] = {"newsarchive": _ours, "lxml parse": html.fromstring}
    if find_spec("trafilatura"):
        readers["trafilatura"] = _trafilatura
    least = _least(readers, pages, args.rounds)
    ours = least["newsarchive"]
    for name, cost in least.items():
        print(f"{name:<16}{cost:8.2f} ms a page {cost / ours:8.2f}")
    for name, cost in _stations(pages, args.rounds).items():
        print(f"  {name:<14}{cost:8.2f}            {cost / ours:8.2f}")
    return 0


def _ours(page: bytes) -> object:
    return loads(page, url="https://news.example/story", format="html")


def _trafilatura(page: bytes) -> object:
    import trafilatura

    return trafilatura.extract(page, url="https://news.example/story", include_comments=False)


def _least(readers: dict[str, Callable[[bytes], object]], pages: list[bytes], rounds: int) -> dict[str, float]:
    """Return for each reader the milliseconds a page, of each page the least; all readers take turns."""
    best = {name: [float("inf")] * len(pages) for name in readers}
    for _ in range(rounds):
        for name, reader in readers.items():
            for i, page in enumerate(pages):
                start = time.process_time_ns()
                reader(page)
                best[name][i] = min(best[name][i], time.process_time_ns() - start)
    return {name: sum(costs) / len(pages) / 1e6 for name, costs in best.items()}


def _stations(pages: list[bytes], rounds: int) -> dict[str, float]:
    """Return the milliseconds a page of each station."""
    spent: dict[str, int] = {}

    def timed(name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        def run(*args: Any, **options: Any) -> Any:
            start = time.process_time_ns()
            try:
                return function(*args, **options)
            finally:
                spent[name] = spent.get(name, 0) + time.process_time_ns() - start

        return run

    for home, name in STATIONS:
        setattr(home, name, timed(name.strip("_"), getattr(home, name)))
    best: dict[tuple[str, int], float] = defaultdict(lambda: float("inf"))
    for _ in range(rounds):
        for i, page in enumerate(pages):
            spent.clear()
            _ours(page)
            for name, cost in spent.items():
                best[name, i] = min(best[name, i], cost)
    totals: dict[str, float] = dict.fromkeys((name.strip("_") for _, name in STATIONS), 0.0)
    for (name, _), cost in best.items():
        totals[name] += cost / len(pages) / 1e6
    return totals


if __name__ == "__main__":
    sys.exit(main())
