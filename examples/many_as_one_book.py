"""Bind several pages into one EPUB.

usage: python examples/many_as_one_book.py OUT.epub [PAGE ...]
"""

from __future__ import annotations

import sys
from pathlib import Path

import newsarchive as na

PAGES = Path(__file__).parent / "pages"


def main(out: Path, pages: list[Path]) -> None:
    """Read the pages, put them in the order of their dates, and write one book."""
    stories = [na.read(page) for page in pages]
    stories.sort(key=lambda story: story.published.iso if story.published else "")
    na.write(stories, out, title="Six invented stories")
    print(f"{out}: {len(stories)} stories")


if __name__ == "__main__":
    main(
        Path(sys.argv[1] if len(sys.argv) > 1 else "edition.epub"),
        [*map(Path, sys.argv[2:])] or sorted(PAGES.glob("*.html")),
    )
