"""Run the code of the docs: what is written as ``python`` or ``sh`` works, and prints what stands below it.

``sh`` blocks hold lines that begin with ``newsarchive``; what a reader types elsewhere (apt-get, git) is ``bash`` and is not run.
A ``text`` block directly below a ``python`` block is what that block prints.
"""

from __future__ import annotations

import contextlib
import gzip
import io
import json
import re
import shlex
import shutil
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from newsarchive.cli.main import run

ROOT = Path(__file__).resolve().parents[2]
PAGES = ROOT / "examples" / "pages"
_BLOCK = re.compile(r"^(?P<indent> *)```(?P<language>python|sh)\n(?P<code>.*?)^(?P=indent)```\n(?:\s*```text\n(?P<output>.*?)```\n)?",
                    re.DOTALL | re.MULTILINE)  # fmt: skip


def _documents() -> list[Path]:
    found = [ROOT / "README.md", *(ROOT / "docs").rglob("*.md"), *(ROOT / "examples").rglob("*.md")]
    return sorted(path for path in found if _BLOCK.search(path.read_text("utf-8")))


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Lay out what the docs speak of: a page, a scrape, folders of pages, archives of them, records made from them."""
    shutil.copytree(PAGES, tmp_path / "pages")
    shutil.copytree(PAGES, tmp_path / "examples" / "pages")
    shutil.copy(PAGES / "wire-story.html", tmp_path / "page.html")
    shutil.copytree(PAGES / "wire-story_files", tmp_path / "wire-story_files")
    shutil.copy(PAGES / "wire-story.txt", tmp_path / "scrape.txt")
    pages = sorted(PAGES.glob("*.html"))
    (tmp_path / "pages" / "2021-02" / "17").mkdir(parents=True)
    story = (
        pages[-1]
        .read_text("utf-8")
        .replace("www.larchledger.example", "example.org")
        .replace("2024-02-19", "2021-02-17")
    )
    (tmp_path / "pages" / "2021-02" / "17" / "story.html").write_text(story, encoding="utf-8")
    (tmp_path / "list.txt").write_text("page.html\npages/long-read.html\n")
    lines = [
        json.dumps({"raw_page": page.read_text("utf-8"), "address": f"https://pages.example/{page.name}"})
        for page in pages
    ]
    (tmp_path / "pages.jsonl").write_text("\n".join(lines), encoding="utf-8")
    with zipfile.ZipFile(tmp_path / "pages.zip", "w") as archive:
        for page in pages:
            archive.write(page, page.name)
    crawl = b"".join(gzip.compress(_record(page)) for page in pages)
    (tmp_path / "crawl").mkdir()
    for name in ("crawl.warc.gz", "crawl-0001.warc.gz", "crawl/crawl.warc.gz"):
        (tmp_path / name).write_bytes(crawl)
    with zipfile.ZipFile(tmp_path / "crawl-0002.wacz", "w") as archive:
        archive.writestr("archive/data.warc.gz", crawl)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def records(folder: Path) -> Path:
    """Make the records that a page about records begins with."""
    import newsarchive

    newsarchive.write(newsarchive.read("page.html"), "story.newsml.xml")
    (folder / "records").mkdir()
    shutil.copy("story.newsml.xml", "records/story.newsml.xml")
    return folder


def _record(path: Path) -> bytes:
    body = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + path.read_bytes()
    head = (
        "WARC/1.1\r\nWARC-Type: response\r\n"
        f"WARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-{len(path.name):012d}>\r\n"
        f"WARC-Date: 2025-08-01T12:00:00Z\r\nWARC-Target-URI: https://pages.example/{path.name}\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body + b"\r\n\r\n"


@pytest.mark.slow
@pytest.mark.parametrize("path", _documents(), ids=lambda path: path.relative_to(ROOT).as_posix())
def test_the_code_of_the_docs_runs(
    path: Path, folder: Path, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    if path.name == "check-files.md":
        request.getfixturevalue("records")
    assert folder == Path.cwd()
    names: dict[str, object] = {"__name__": "docs"}
    for found in _BLOCK.finditer(path.read_text("utf-8")):
        code = "\n".join(line.removeprefix(found["indent"]) for line in found["code"].splitlines())
        if found["language"] == "sh":
            for line in _commands(code):
                _type(line, monkeypatch)
            continue
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed):
            exec(compile(code, str(path), "exec"), names)
        if found["output"] is not None:
            assert printed.getvalue().strip() == found["output"].strip()


def _commands(code: str) -> Iterator[str]:
    for line in code.replace("\\\n", " ").splitlines():
        if line.strip() and not line.startswith("#"):
            assert re.match(r"(curl [^|]+\| )?newsarchive ", line), f"{line!r}: a block that is not run is a bash block"
            yield line


def _type(line: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Run one line as a shell would: globs that are not quoted, a page piped in, output sent to a file."""
    fetched, _, command = line.rpartition(" | newsarchive ")
    if fetched:
        monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(Path("page.html").read_bytes())))
    command, _, target = (command if fetched else line.removeprefix("newsarchive ")).partition(" > ")
    words = [part for word in shlex.split(command, comments=True) for part in _spread(word, quoted="'" in command)]
    printed = io.TextIOWrapper(io.BytesIO(), encoding="utf-8")
    with contextlib.redirect_stdout(printed):
        status = run(words)
    assert status == 0, line
    printed.flush()
    if target:
        Path(target.strip()).write_bytes(printed.buffer.getvalue())


def _spread(word: str, *, quoted: bool) -> list[str]:
    return [word] if quoted or "*" not in word else sorted(map(str, Path().glob(word))) or [word]
