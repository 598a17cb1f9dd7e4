from __future__ import annotations

import json
from pathlib import Path

import pytest

from newsarchive import registry
from newsarchive.cli import validate
from newsarchive.cli.main import run
from newsarchive.formats.json import write
from newsarchive.model import Article, Paragraph, Run

STORY = Article(headline="Rain", language="en", body=(Paragraph((Run("It rained."),)),))


@pytest.fixture
def story(tmp_path: Path) -> Path:
    path = tmp_path / "story.json"
    path.write_bytes(write(STORY))
    return path


def test_a_valid_file_is_one_line(story: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["validate", str(story)]) == 0
    assert capsys.readouterr().out == f"{story}: valid json\n"


def test_findings_are_named_and_the_others_still_checked(story: Path, capsys: pytest.CaptureFixture[str]) -> None:
    broken = story.with_name("broken.json")
    broken.write_bytes(b'{"schema":"newsarchive/1","headline":7}')
    assert run(["validate", str(broken), str(story)]) == 1
    out = capsys.readouterr().out
    assert f"{broken}: not valid json, 1 finding\n  " in out
    assert f"{story}: valid json\n" in out


def test_a_folder_stands_for_the_files_whose_names_we_know(story: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (story.parent / "readme.unknown").write_text("no format")
    deeper = story.parent / "deeper" / "story.json"
    deeper.parent.mkdir()
    deeper.write_bytes(story.read_bytes())
    assert run(["validate", str(story.parent)]) == 0
    assert len(capsys.readouterr().out.splitlines()) == 2


def test_pages_for_eyes_in_a_folder_are_no_records(story: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = story.with_name("page.html")
    page.write_text(
        "<html><body><h1>Rain again</h1><p>It rained all day in the town, and the river rose.</p></body></html>"
    )
    out = story.parent / "out"
    assert run(["convert", str(story), "--to", "html", "--out", str(out), "--report"]) == 0
    assert run(["inspect", str(page), "--show", str(out / "painted.html")]) == 0
    assert {"report.html", "painted.html"} < {path.name for path in out.iterdir()}
    capsys.readouterr()
    assert run(["validate", str(out)]) == 0
    assert [line.rpartition(": ")[2] for line in capsys.readouterr().out.splitlines()] == ["valid html"]


def test_an_unknown_format_is_wrong_usage(story: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["validate", "--format", "foo", str(story)]) == 2
    assert "there is no format 'foo'" in capsys.readouterr().err


def test_json_for_programs(story: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["validate", "--json", str(story)]) == 0
    assert json.loads(capsys.readouterr().out) == {"file": str(story), "format": "json", "valid": True, "findings": []}


def test_what_cannot_be_read_is_3(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["validate", str(tmp_path / "none.xml"), str(tmp_path)]) == 3
    out = capsys.readouterr().out
    assert "none.xml: not valid, 1 finding\n  there is no such file" in out
    assert "no file in the folder" in out


def test_a_page_is_none_of_our_formats(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = tmp_path / "page.html"
    page.write_text("<html><body><p>A page</p></body></html>")
    assert run(["validate", str(page)]) == 1
    assert "looks like a news page" in capsys.readouterr().out


def test_a_format_without_rules_is_wrong_usage(story: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["validate", "--format", "text", str(story)]) == 2
    assert "formats that have: " in capsys.readouterr().err


@pytest.mark.parametrize("name", sorted(validate.CHECKS))
def test_every_format_that_is_read_can_be_checked(name: str) -> None:
    assert registry.get(name).reads
    findings = validate.check_of(name)(b"\x00 this is nothing")
    assert findings
    assert all(isinstance(finding, str) and finding for finding in findings)


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(validate.CHECKS))
def test_what_we_write_is_valid(name: str) -> None:
    assert validate.check_of(name)(registry.writer(registry.get(name))(STORY)) == []


def test_no_format_is_forgotten() -> None:
    assert {format_.name for format_ in registry.FORMATS if format_.reads} == set(validate.CHECKS)
