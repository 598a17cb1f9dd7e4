"""Run the examples as a reader would, and hold what they are made of."""

from __future__ import annotations

import re
import runpy
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
PAGES = sorted(path for path in (EXAMPLES / "pages").glob("*") if path.suffix in {".html", ".txt"})


def _run(name: str, *words: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", [name, *words])
    runpy.run_path(str(EXAMPLES / name), run_name="__main__")


def test_a_page_is_read(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    _run("read_a_page.py", monkeypatch=monkeypatch)
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "Island towns press Ottawa to keep winter ferry running past March"
    assert "agency    The Canadian Press" in lines
    assert "dateline  Halifax" in lines
    assert any(line.startswith("HALIFAX - Three island towns are asking Ottawa") for line in lines)


def test_an_account_is_counted(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    _run("account_of_a_page.py", monkeypatch=monkeypatch)
    counts = [int(line.split()[0].replace(",", "")) for line in capsys.readouterr().out.splitlines()]
    assert counts == sorted(counts, reverse=True)
    assert sum(counts) > 500


def test_many_pages_become_a_book(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from newsarchive.formats.epub import check

    book = tmp_path / "edition.epub"
    _run("many_as_one_book.py", str(book), monkeypatch=monkeypatch)
    assert check(book.read_bytes()) == []


def test_a_pass_of_ones_own_removes(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    _run("a_pass_of_your_own.py", monkeypatch=monkeypatch)
    out = capsys.readouterr().out
    assert out.startswith("we do not print gulls | “The hard part was January,”")
    assert out.count("\n") == 1


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_page_is_accounted_for(page: Path) -> None:
    """Hold the law on the bundled pages: body + claimed + removed = page."""
    import newsarchive
    from newsarchive.notes import RULES
    from newsarchive.page.marks import FREE

    ledger = newsarchive.inspect(page).ledger
    assert ledger is not None
    named = {note.rule for note in newsarchive.inspect(page).account.of("removed", "claimed")}
    assert named <= RULES.keys()
    free = [text for t, text in enumerate(ledger.tree.texts) if ledger.owner[t] == FREE and text.strip()]
    assert free == []


@pytest.mark.parametrize("page", [page for page in PAGES if page.suffix == ".html"], ids=lambda page: page.name)
def test_every_page_has_its_pictures(page: Path) -> None:
    text = page.read_text("utf-8")
    assert "invented page" in text
    sources = re.findall(r'<img src="([^"]+)"', text)
    assert sources
    assert [source for source in sources if not (page.parent / source).is_file()] == []
    assert re.search(r"https?://(?!schema\.org|ogp\.me)[\w.-]+", text)
    hosts = re.findall(r"https?://([\w.-]+)", text)
    assert [host for host in hosts if not host.endswith((".example", "schema.org", "ogp.me"))] == []


def test_the_scrape_is_the_same_story() -> None:
    import newsarchive

    page, scrape = (newsarchive.read(EXAMPLES / "pages" / name) for name in ("wire-story.html", "wire-story.txt"))
    assert scrape.text == page.text
    assert scrape.headline == page.headline
    assert scrape.dateline == page.dateline


@pytest.mark.parametrize("script", ["quickstart.sh", "setup.sh"])
def test_scripts_are_posix(script: str) -> None:
    shell = shutil.which("dash") or "sh"
    done = subprocess.run([shell, "-n", str(EXAMPLES / script)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert not re.search(r"\[\[|\bfunction\b|\blocal\b|<<<|\$'", (EXAMPLES / script).read_text("utf-8"))
