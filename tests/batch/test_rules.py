"""Runs by the user's own rules: in every worker, in the receipts, and read before any page."""

from __future__ import annotations

import os
import pickle
from pathlib import Path

import pytest

from newsarchive.batch.job import Job, Tally, run_job
from newsarchive.batch.pool import PoolLimits
from newsarchive.batch.task import Done, Options
from newsarchive.errors import InvalidDocument
from newsarchive.formats.json import decode

PAGE = """<html><head><title>Ferry {n} runs again</title><link rel="canonical" href="https://hillpost.example/{n}"></head><body>
<h1>Ferry {n} runs again</h1><div id="story"><p>The ferry between the two harbours will run again from Monday, the district said,
after the ice on the river broke earlier than in any year since records began.</p><p>Ferries in figures: four boats, two harbours,
one captain for each of them, and eleven crossings on a working day.</p></div></body></html>"""


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    folder = tmp_path / "pages"
    folder.mkdir()
    for n in range(3):
        (folder / f"{n}.html").write_text(PAGE.replace("{n}", str(n)))
    return folder


@pytest.fixture
def sites(tmp_path: Path) -> Path:
    folder = tmp_path / "sites"
    folder.mkdir()
    _rule(folder, "Ferries in figures")
    return folder


def _rule(sites: Path, words: str) -> None:
    rule = f'[site]\nhosts = ["hillpost.example"]\n[[layout]]\ndrop = [{{ text = "{words}" }}]\n'
    (sites / "hillpost.toml").write_text(rule)


def _run(pages: Path, out: Path, sites: Path | None = None, **more: bool) -> tuple[list[Done], Tally]:
    folders = (os.path.relpath(sites),) if sites else ()
    options = Options(targets=("json",), out=str(out), sites=folders)
    job = Job(inputs=(str(pages),), options=options, pool=PoolLimits(jobs=2, seconds=30), **more)  # type: ignore[arg-type]
    assert pickle.loads(pickle.dumps(job)) == job
    tally = Tally()
    return [found for found in run_job(job, tally=tally) if isinstance(found, Done)], tally


def _texts(out: Path) -> list[str]:
    return [decode(path.read_bytes()).text for path in sorted(out.rglob("*.json"))]


def test_every_worker_reads_by_the_rules(pages: Path, sites: Path, tmp_path: Path) -> None:
    _run(pages, tmp_path / "plain")
    done, _ = _run(pages, tmp_path / "ruled", sites)
    assert all("Ferries in figures" in text for text in _texts(tmp_path / "plain"))
    assert not any("Ferries in figures" in text for text in _texts(tmp_path / "ruled"))
    assert len({one.rules for one in done} - {""}) == 1
    assert {one.removed["site-rule"] for one in done} == {20}


def test_other_rules_give_other_receipts(pages: Path, sites: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    _run(pages, out, sites)
    assert _run(pages, out, sites, resume=True)[1].already == 3
    _rule(sites, "The ferry between")
    assert _run(pages, out, sites, resume=True)[1].done == 3
    assert all(text.startswith("Ferries in figures") for text in _texts(out))
    (pages / "1.html.toml").write_text('keep = [{ text = "The ferry between" }]\n')
    _, tally = _run(pages, out, sites, resume=True)
    assert (tally.done, tally.already) == (1, 2)
    assert sum("The ferry between" in text for text in _texts(out)) == 1


def test_wrong_rules_are_said_before_any_page_is_read(pages: Path, sites: Path, tmp_path: Path) -> None:
    (sites / "hillpost.toml").write_text("[site]\n")
    with pytest.raises(InvalidDocument, match=r"hillpost\.toml"):
        _run(pages, tmp_path / "out", sites)
    assert not (tmp_path / "out").exists()


def test_a_wrong_word_beside_a_page_is_that_pages_failure(pages: Path, tmp_path: Path) -> None:
    (pages / "1.html.toml").write_text("colour = 'red'\n")
    done, tally = _run(pages, tmp_path / "out")
    assert (tally.done, tally.failed) == (2, 1)
    (failed,) = [one for one in done if one.status == "failed"]
    assert "no 'colour'" in failed.failures[0].reason
    assert failed.rules
