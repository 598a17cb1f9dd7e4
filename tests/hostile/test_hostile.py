"""Bring what strangers send: out of a page the story comes, whatever else is in it, and nothing else ever happens."""

from __future__ import annotations

import csv
import os
import re
import socket
import sys
import time
from pathlib import Path

import pytest
from lxml import etree

sys.path.insert(0, str(Path(__file__).parent))
from archives import Outcome, cases
from pages import SENTENCE, page, stories

from newsarchive.batch.job import Job, run_job
from newsarchive.batch.pool import PoolLimits
from newsarchive.batch.report import write_reports
from newsarchive.batch.task import Done, Options, Task, convert
from newsarchive.cli.main import run
from newsarchive.sources.files import open_source
from newsarchive.sources.page import Fault, Page

PAGES = stories()
CASES = {name: (data, outcome) for name, data, outcome in cases()}
# CPU seconds that no page of this folder may take: what is quadratic over such input takes minutes.
LIMIT = 30.0
ACTIVE = re.compile(
    r"<script(?! type=\"application/(?:ld\+)?json\")|\son[a-z]+\s*=\s*[\"']|href=[\"']?(?:javascript|vbscript|data|file):|<iframe|<object|<embed",
    re.IGNORECASE,
)
OURS = ("Unexpected", "Timeout", "Quarantine", "Memory")


def told(done: Done) -> str:
    return "; ".join(f"{failure.format} {failure.kind} {failure.reason}" for failure in done.failures)


@pytest.mark.parametrize("name", PAGES)
def test_the_story_comes_out_of_a_page_and_nothing_active(name: str, tmp_path: Path) -> None:
    start = time.process_time()
    task = Task(
        Page(data=PAGES[name], name=f"{name}.html", place=name, url="https://news.example.org/plan"),
        Options(targets=("newsml-g2", "json", "html", "text"), out=str(tmp_path), notes=True),
    )
    done = convert(task)
    assert done.status == "done", told(done)
    assert time.process_time() - start < LIMIT
    for output in done.outputs:
        assert re.fullmatch(r"[\w./-]{1,200}", output.path), output.path
        text = (tmp_path / output.path).read_text("utf-8")
        assert "root:x:" not in text
        if output.format == "text":
            assert SENTENCE in " ".join(text.split())
        if output.format == "html":
            assert not ACTIVE.search(text), ACTIVE.search(text)
        if output.format == "newsml-g2":
            etree.fromstring(text.encode(), etree.XMLParser(resolve_entities=False, huge_tree=True))


@pytest.mark.parametrize("name", CASES)
def test_an_archive_gives_what_it_holds_or_says_why_not(name: str, tmp_path: Path) -> None:
    data, outcome = CASES[name]
    path = tmp_path / "in" / name
    path.parent.mkdir()
    path.write_bytes(data)
    check(path, tmp_path / "out", outcome)
    assert sorted(made.name for made in tmp_path.iterdir()) == ["in", "out"]


def check(path: Path, out: Path, outcome: Outcome) -> None:
    start = time.process_time()
    options = Options(targets=("json", "text"), out=str(out))
    out.mkdir()
    receipts: list[Done] = []
    faults: list[Fault] = []
    for found in open_source(str(path)):
        if isinstance(found, Page):
            receipts.append(convert(Task(found, options)))
        elif isinstance(found, Fault):
            faults.append(found)
    assert time.process_time() - start < LIMIT
    for done in receipts:
        odd = [one for one in done.failures if one.kind in OURS or "please report it" in one.reason]
        assert not odd, told(done)
    assert not any("please report it" in one.reason for one in faults)
    good = [done for done in receipts if done.status == "done"]
    if outcome == "story":
        assert good, [*map(told, receipts), *map(str, faults)]
    if outcome == "refused":
        assert not good
    for made in out.rglob("*"):
        assert made.resolve().is_relative_to(out.resolve())
        if made.is_file():
            assert b"root:x:" not in made.read_bytes()


def test_a_folder_of_odd_things_is_walked_and_not_followed(tmp_path: Path) -> None:
    root = tmp_path / "in"
    deep = root.joinpath(*["d"] * 120)
    deep.mkdir(parents=True)
    story = page().encode()
    (deep / "deep.html").write_bytes(story)
    (root / "loop").symlink_to(root)
    (root / "passwd.html").symlink_to("/etc/passwd")
    (root / "gone.html").symlink_to("nowhere")
    os.mkfifo(root / "pipe.html")
    with socket.socket(socket.AF_UNIX) as opened:
        here = Path.cwd()
        os.chdir(root)  # the path of a socket is short
        opened.bind("socket.html")
        os.chdir(here)
    (root / "folder.html").mkdir()
    odd = (
        b"new\nline.html",
        b"\xff\xfe.html",
        b"\x1b[31m.html",
        b"-rf.html",
        b"a" * 250 + b".html",
        "\u202e.html".encode(),
        b"%s%n.html",
        b"'\"&<.html",
    )
    for number, name in enumerate(odd):
        (root / os.fsdecode(name)).write_bytes(story + b"<!--%d-->" % number)
    out = tmp_path / "out"
    found = list(
        run_job(Job(inputs=(str(root),), options=Options(targets=("text",), out=str(out)), pool=PoolLimits(seconds=60)))
    )
    receipts = [one for one in found if isinstance(one, Done)]
    assert len(receipts) == len(odd) + 1
    assert {done.status for done in receipts} == {"done"}
    assert not any("root:x:" in made.read_text("utf-8", "replace") for made in out.rglob("*") if made.is_file())


@pytest.mark.parametrize(
    "words",
    [
        ["convert", "IN", "--to", "text", "--out", "OUT"],
        ["validate", "IN"],
        ["inspect", "IN"],
        ["convert", "IN", "--to", "json", "--dry-run"],
    ],
)
@pytest.mark.parametrize("good", [True, False])
def test_a_terminal_is_told_nothing_that_it_would_obey(
    words: list[str], good: bool, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "a\x1b[2J\x1b]0;owned\x07\x9b31m\rb.html"
    path.write_bytes(page(title="Plan &#27;[2J&#7;\u009b31m of the harbour").encode() if good else b"\x89PNG\r\n\x1a\n")
    where = {"IN": str(path), "OUT": str(tmp_path / "out")}
    run([where.get(word, word) for word in words])
    said = capfd.readouterr()
    for text in (said.out, said.err):
        assert not set(text) & {"\x1b", "\x07", "\x9b", "\r", "\x08"}, repr(text)


def test_reports_run_nothing(tmp_path: Path) -> None:
    root = tmp_path / "in"
    root.mkdir()
    titles = (
        "&lt;script&gt;alert(1)&lt;/script&gt; of the harbour",
        "=1+1 boats of the harbour",
        "&#9;=1+1 boats",
        "@SUM(1) of boats",
        "+1 of the boats",
    )
    for number, title in enumerate(titles):
        (root / f"={number}<img src=x onerror=alert(1)>.html").write_bytes(page(title=title).encode())
    (root / "-bad<svg onload=alert(1)>.html").write_bytes(b"")
    out = tmp_path / "out"
    list(
        run_job(Job(inputs=(str(root),), options=Options(targets=("text",), out=str(out)), pool=PoolLimits(seconds=60)))
    )
    write_reports(str(out))
    report = (out / "report.html").read_text("utf-8")
    assert "<script" not in report
    assert report.replace('<img src=".newsarchive-slowest.svg"', "").count("<img") == 0
    drawn = (out / ".newsarchive-slowest.svg").read_text("utf-8")
    assert "&lt;img src=x" in drawn
    assert "<img" not in drawn
    assert "<svg" not in report
    for name in ("manifest.csv", "timings.csv"):
        with (out / name).open(encoding="utf-8", newline="") as file:
            cells = [cell for row in csv.reader(file) for cell in row]
        assert len(cells) > 20
        assert not any(cell.lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r", "\n")) for cell in cells)
