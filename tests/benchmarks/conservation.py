"""Check over a folder of real pages that body + claimed + removed = page.

    python tests/benchmarks/conservation.py FOLDER [--limit N]

FOLDER is searched for ``*.html`` and ``*.html.gz``. The text of each page is taken anew by lxml, apart from the reading, and compared as
a multiset of characters without white space. Exit status 1 if a page does not add up.
"""

from __future__ import annotations

import argparse
import gzip
import sys
from collections import Counter
from pathlib import Path

from lxml import etree

from newsarchive import inspect
from newsarchive.model.gate import clean
from newsarchive.model.walk import text_of
from newsarchive.sources.encoding import decode


def text_of_page(data: bytes) -> str:
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    root = etree.fromstring(decode(data).text.encode("utf-8", "replace").replace(b"\0", b""), parser)
    return "".join("".join(map(str, part.itertext())) for part in (root, *root.itersiblings()))


def letters(text: str) -> Counter[str]:
    return Counter("".join(clean(text).split()))


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--limit", type=int, default=0)
    args = parser.parse_args()
    paths = sorted(path for ending in ("*.html", "*.html.gz") for path in args.folder.rglob(ending))
    paths = paths[: args.limit or len(paths)]
    wrong = 0
    for path in paths:
        data = path.read_bytes()
        data = gzip.decompress(data) if path.suffix == ".gz" else data
        reading = inspect(data, format="page")
        # The plain text prints the dateline, which is claimed as well, and leaves out what a pull quote repeats: the body itself counts.
        taken = "".join(note.text for note in reading.account.of("removed", "claimed") if note.rule != "pull-quote")
        have, want = letters(text_of(reading.article.body)) + letters(taken), letters(text_of_page(data))
        if have != want:
            wrong += 1
            missing, surplus = want - have, have - want
            print(f"{path}: {missing.total()} characters missing, {surplus.total()} surplus", flush=True)
    print(f"{len(paths)} pages, {len(paths) - wrong} add up, {wrong} do not")
    return 1 if wrong or not paths else 0


if __name__ == "__main__":
    sys.exit(main())
