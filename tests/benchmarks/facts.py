"""Measure what the facts cost beside the body, in processor time, over a folder of real pages.

    python tests/benchmarks/facts.py PAGES [--limit 200] [--rounds 3] [--each]

PAGES is searched for ``*.html`` and ``*.html.gz``. Each page is read whole, from bytes to article; the clock that runs inside counts
the facts (``gather`` before the story is chosen, ``settle`` after it), and the rest is the body: parsing, choosing, cleaning, the account.
``trafilatura`` reads the same pages in the same run where it is installed. Rounds are interleaved and the least of each counts.
``--each`` says what each fact costs. Exit status 1 if the facts cost over 0.3 of the body.
"""

from __future__ import annotations

import argparse
import gzip
import sys
import time
from collections import defaultdict
from collections.abc import Callable
from contextlib import ExitStack, suppress
from pathlib import Path
from types import ModuleType
from typing import Any
from unittest.mock import patch

import newsarchive
from newsarchive.page import facts as station

CEILING = 0.3
URL = "https://news.example/2021/02/17/story"
_GATHERING, _SETTLING = "gather", "settle"


class Clock:
    """Processor time by name, of functions that are replaced by ones that count."""

    def __init__(self) -> None:
        self.spent: dict[str, float] = defaultdict(float)

    def counting(self, name: str, work: Callable[..., Any]) -> Callable[..., Any]:
        """Return a function that does the same and counts its time."""

        def counted(*args: Any, **options: Any) -> Any:
            begun = time.process_time()
            try:
                return work(*args, **options)
            finally:
                self.spent[name] += time.process_time() - begun

        return counted


def pages_in(folder: Path, limit: int) -> list[bytes]:
    """Return the pages of a folder, spread over it where there are more than wanted."""
    paths = sorted(path for ending in ("*.html", "*.html.gz") for path in folder.rglob(ending))
    step = max(1, len(paths) // limit) if limit else 1
    return [
        gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
        for path in paths[::step][: limit or None]
    ]


def read(page: bytes) -> None:
    with suppress(newsarchive.NewsArchiveError):
        _ = newsarchive.inspect(page, url=URL, format="page").account  # it is put together when it is asked for


def peer() -> Callable[[bytes], object] | None:
    """Return how trafilatura reads a page, where it is installed."""
    try:
        import trafilatura
    except ImportError:
        return None
    return lambda page: trafilatura.extract(page, url=URL, include_comments=False, with_metadata=True)


def timed(pages: list[bytes], *, each: bool = False) -> dict[str, float]:
    """Read all pages; return the seconds of the whole and of the facts, or of each fact."""
    clock = Clock()
    with ExitStack() as replaced:
        parts = _parts() if each else [(station, _GATHERING), (station, _SETTLING)]
        for module, name in parts:
            title = f"{module.__name__.rpartition('.')[2]}.{name}" if each else name
            replaced.enter_context(patch.object(module, name, clock.counting(title, getattr(module, name))))
        begun = time.process_time()
        for page in pages:
            read(page)
        clock.spent["reading"] = time.process_time() - begun
    return dict(clock.spent)


def _parts() -> list[tuple[ModuleType, str]]:
    modules = [value for value in vars(station).values() if isinstance(value, ModuleType)]
    found = [(module, name) for module in modules for name in (_GATHERING, _SETTLING) if hasattr(module, name)]
    return found + [(station, name) for name in ("look", "json_ld", "microdata", "hnews", "articles_of", "look_around")]


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("pages", type=Path)
    parser.add_argument("--limit", type=int, default=200)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--each", action="store_true")
    args = parser.parse_args()
    pages = pages_in(args.pages, args.limit)
    if not pages:
        parser.error(f"{args.pages} holds no pages")
    best: dict[str, float] = {}
    extract = peer()
    for _ in range(args.rounds):
        spent = timed(pages)
        if extract:
            begun = time.process_time()
            for page in pages:
                extract(page)
            spent["trafilatura"] = time.process_time() - begun
        best = {name: min(seconds, best.get(name, seconds)) for name, seconds in spent.items()}
    ms = {name: seconds / len(pages) * 1000 for name, seconds in best.items()}
    facts = ms[_GATHERING] + ms[_SETTLING]
    body = ms["reading"] - facts
    print(
        f"{len(pages)} pages, ms a page: facts {facts:.2f} (gather {ms[_GATHERING]:.2f}, settle {ms[_SETTLING]:.2f}), body {body:.2f}"
    )
    print(f"facts : body = {facts / body:.2f}")
    if extract:
        print(
            f"trafilatura with metadata {ms['trafilatura']:.2f}, {ms['trafilatura'] / ms['reading']:.2f} times the whole reading"
        )
    if args.each:
        for name, seconds in sorted(timed(pages, each=True).items(), key=lambda item: -item[1]):
            print(f"{seconds / len(pages) * 1000:8.3f}  {name}")
    return 1 if facts > CEILING * body else 0


if __name__ == "__main__":
    sys.exit(main())
