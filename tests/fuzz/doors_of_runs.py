"""The doors of ``newsarchive.batch`` and of the command line: names, journals, reports, options."""

from __future__ import annotations

import contextlib
import io
import json
import tempfile
from collections.abc import Callable
from pathlib import Path

from made import PAGE


def names(data: bytes) -> None:
    from newsarchive.batch.names import folder_of, name_of, portable
    from newsarchive.model import Article

    text = data.decode("utf-8", "surrogateescape")
    name = name_of(Article(headline=text), "0" * 64) + folder_of(text, Article()) + portable(text)
    assert "\0" not in name
    assert ".." not in name.split("/")
    name.encode("utf-8")


def journal(data: bytes) -> None:
    """Go on from a journal of a stranger, and report on it: what it names is text, in every report."""
    from newsarchive.batch.journal import JOURNAL, Entry, Journal
    from newsarchive.batch.report import REPORTS, write_reports

    with tempfile.TemporaryDirectory(prefix="fuzz-") as folder:
        (Path(folder) / JOURNAL).write_bytes(data)
        opened = Journal(folder, resume=True)
        try:
            opened.missing("0" * 64, ("json", "pdf"))
            opened.add(Entry("run", targets=("json",)))
        finally:
            opened.close()
        write_reports(folder)
        for name in REPORTS:
            report = (Path(folder) / name).read_text("utf-8")
            if name == "report.html":
                assert "<script" not in report
            if name == "failures.jsonl":
                for line in report.splitlines():
                    json.loads(line)


def page_to_files(data: bytes) -> None:
    """Take a page the whole way of a batch, to every quick format; what comes out stays below its folder."""
    from newsarchive.batch.task import Options, Task, convert
    from newsarchive.sources.page import Page

    with tempfile.TemporaryDirectory(prefix="fuzz-") as folder:
        out = Path(folder) / "out"
        out.mkdir()
        found = Page(data=data, name="x.html", folder=data[:40].decode("utf-8", "replace"))
        done = convert(Task(found, Options(targets=("newsml-g2", "epub", "json", "text"), out=str(out), notes=True)))
        assert list(Path(folder).iterdir()) == [out]
        assert not any(
            failure.kind == "Unexpected" or "please report it" in failure.reason for failure in done.failures
        ), done.failures


def command_line(data: bytes) -> None:
    """Give the options of `convert` any values at all; nothing is written."""
    from newsarchive.cli.main import run

    words = [word.decode("utf-8", "surrogateescape").replace("\0", "") for word in data.split(b"\n")[:8]]
    options = (
        "--only",
        "--exclude",
        "--limit",
        "--sample",
        "--shard",
        "--json-field",
        "--to",
        "--url",
        "--from",
        "--timeout",
        "--memory",
    )
    argv = ["convert", _page(), "--dry-run", "--progress", "none"]
    for option, word in zip(options[len(words[0]) % len(options) :], words, strict=False):
        argv += [f"{option}={word}"]
    said = io.StringIO()
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
        try:
            status = run([*argv, "--to=json"])
        except SystemExit as stopped:
            status = int(stopped.code or 0)
    assert status in (0, 1, 2, 3), status
    assert "Traceback" not in said.getvalue()


def _page() -> str:
    path = Path(tempfile.gettempdir()) / "newsarchive-fuzz-page.html"
    if not path.exists():
        path.write_bytes(PAGE)
    return str(path)


DOORS: tuple[Callable[[bytes], None], ...] = (names, journal, page_to_files, command_line)
_KEY = b"0" * 64
SEEDS: dict[str, list[bytes]] = {
    "names": [b"../../etc/passwd", "Québec’s “Port” \u202egpj".encode(), b"CON.txt\xff"],
    "journal": [
        b'{"kind":"run","targets":["json"],"software":"newsarchive 1"}\n'
        b'{"kind":"done","done":{"key":"'
        + _KEY
        + b'","name":"<script>a.html","status":"done","outputs":[{"format":"json",'
        b'"path":"../../x.json","sha256":"'
        + _KEY
        + b'","size":3}],"headline":"=1+1","date":"2024-03-01","removed":{"nav":3},'
        b'"seconds":{"read":0.1}}}\n{"kind":"fault","fault":{"name":"x","reason":"y","start":3}}\n{"kind":"end"}\n'
    ],
    "page_to_files": [PAGE],
    "command_line": [b"host:example.org\nlang:fr\n3\n2\n1/2\nhtml=raw", b"date:2021..2022\n-1\n1e9\nnan\n2/1"],
}
