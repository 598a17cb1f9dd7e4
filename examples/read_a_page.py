"""Read a page and print its facts and the start of its story.

usage: python examples/read_a_page.py [PAGE]
"""

from __future__ import annotations

import sys
from pathlib import Path

import newsarchive as na

PAGES = Path(__file__).parent / "pages"


def main(page: Path) -> None:
    """Print what an archivist asks first."""
    story = na.read(page)
    print(story.headline)
    print("by       ", story.byline or "-")
    print("agency   ", story.agency.name if story.agency else "-")
    print("publisher", story.publisher.name if story.publisher else "-")
    print("dateline ", story.dateline.place if story.dateline else "-")
    print("published", story.published.iso if story.published else "-")
    print("rights   ", story.rights.notice if story.rights else "-")
    print()
    print(story.text[:300])


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else PAGES / "wire-story.html")
