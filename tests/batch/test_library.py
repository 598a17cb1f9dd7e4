from __future__ import annotations

import csv
import subprocess
import sys
from pathlib import Path

import pytest

import newsarchive as na
from newsarchive.errors import UnknownFormat, UsageError


def test_each_page_is_told_of_and_its_files_are_there(stories: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    done = list(na.convert_all(stories, to=["json", "newsml-g2"], out=out, jobs=2, report=True))
    assert {one.status for one in done} == {"done"}
    assert sorted(one.source for one in done) == sorted(str(path) for path in stories.rglob("*.json"))
    assert all((out / output.path).exists() for one in done for output in one.outputs)
    with (out / "manifest.csv").open() as file:
        assert len(list(csv.DictReader(file))) == 24
    assert list(na.convert_all(str(stories), to=["json"], out=out, resume=True)) == []


def test_what_cannot_be_read_is_a_value(stories: Path, tmp_path: Path) -> None:
    (tmp_path / "empty.html").write_bytes(b"")
    missing = tmp_path / "missing.html"
    sources = [stories / "part0" / "0.json", tmp_path / "empty.html", missing]
    found = {one.source: one for one in na.convert_all(sources, to="json", out=tmp_path / "out")}
    assert [one.status for one in found.values()].count("done") == 1
    assert found[str(missing)].failures[0].reason == "there is no such file; check the path"


def test_wrong_calls_are_refused_before_anything_happens(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="at least one file"):
        na.convert_all([], to="json", out=tmp_path / "out")
    with pytest.raises(UsageError, match="at least one format"):
        na.convert_all("a.html", to=[], out=tmp_path / "out")
    with pytest.raises(UnknownFormat):
        na.convert_all("a.html", to="docx", out=tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_a_script_that_guards_nothing_runs_once(stories: Path, tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(
        "import newsarchive as na\n"
        f"for done in na.convert_all({str(stories)!r}, to=['json'], out={str(tmp_path / 'out')!r}):\n"
        "    print(done.status)\n"
    )
    ran = subprocess.run([sys.executable, str(script)], capture_output=True, text=True, check=True, timeout=100)
    assert ran.stdout.split() == ["done"] * 12
    assert ran.stderr == ""
