from __future__ import annotations

import zipfile
from pathlib import Path

import warcs

from newsarchive.sources.files import open_sources
from newsarchive.sources.page import Page
from newsarchive.sources.reach import Reach, size_of_sources


def sources(root: Path) -> list[str]:
    tree = root / "tree"
    (tree / "a").mkdir(parents=True)
    (tree / "a" / "one.html").write_bytes(warcs.page())
    (tree / "two.html").write_bytes(warcs.page())
    (tree / "picture.png").write_bytes(b"\x89PNG\r\n" * 500)
    (tree / ".hidden.html").write_bytes(warcs.page())
    (tree / "two_files").mkdir()
    (tree / "two_files" / "frame.html").write_bytes(warcs.page())
    (root / "crawl.warc.gz").write_bytes(b"".join(warcs.members(warcs.stories(5))))
    with zipfile.ZipFile(root / "pages.zip", "w") as archive:
        for number in range(5):
            archive.writestr(f"{number}.html", warcs.page())
    (root / "glob").mkdir()
    (root / "glob" / "three.html").write_bytes(warcs.page())
    return [str(tree), str(root / "crawl.warc.gz"), str(root / "pages.zip"), str(root / "glob" / "*")]


def test_what_is_read_in_the_end_is_what_there_is(tmp_path: Path) -> None:
    inputs = sources(tmp_path)
    reach = Reach()
    reached = [reach.read for found in open_sources(inputs, reach=reach) if isinstance(found, Page)]
    assert len(reached) == 13
    assert reached == sorted(reached)
    assert reach.read == size_of_sources(inputs)
    # An archive counts while it is read, not only when it is through.
    assert len(set(reached)) >= 8


def test_where_nobody_can_tell_no_size_is_told(tmp_path: Path) -> None:
    inputs = sources(tmp_path)
    assert size_of_sources([*inputs, "-"]) is None
    assert size_of_sources([*inputs, "s3://bucket/crawl"]) is None
    assert size_of_sources(inputs, stopping=lambda: True) is None
    assert size_of_sources([str(tmp_path / "missing.html")]) == 0
