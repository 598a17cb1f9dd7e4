"""Print which rules removed how much of a page.

usage: python examples/account_of_a_page.py [PAGE]
"""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

import newsarchive as na

PAGES = Path(__file__).parent / "pages"


def main(page: Path) -> None:
    """Count the characters that each rule removed, the largest first."""
    reading = na.inspect(page)
    taken: Counter[str] = Counter()
    for note in reading.account:
        if note.kind == "removed":
            taken[note.rule] += len("".join(note.text.split()))
    for rule, characters in taken.most_common():
        print(f"{characters:6,}  {rule}")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else PAGES / "long-read.html")
