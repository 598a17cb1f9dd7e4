"""``newsarchive rules`` for single sites: a file to begin with, ftr-site-config files, tests with pages beside the rules."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from newsarchive.cli.main import run
from newsarchive.formats.json import decode
from newsarchive.page.site import read_site

PAGE = """<html><head><title>Ferry runs again</title><link rel="canonical" href="https://hillpost.example/1"></head><body>
<h1>Ferry runs again</h1><div id="story"><p>The ferry between the two harbours will run again from Monday, the district said,
after the ice on the river broke earlier than in any year since records began.</p><p>Ferries in figures: four boats, two harbours,
one captain for each of them, and eleven crossings on a working day.</p></div></body></html>"""
RULES = '[site]\nhosts = ["hillpost.example"]\n[[layout]]\nuntil = 2030-01-01\nstory = "#story"\n'


@pytest.fixture
def sites(tmp_path: Path) -> Path:
    folder = tmp_path / "sites"
    (folder / "hillpost").mkdir(parents=True)
    (folder / "hillpost.toml").write_text(RULES + "[[layout]]\nstory = '#story'\n")
    (folder / "hillpost" / "ferry.html").write_text(PAGE)
    return folder


def test_a_file_to_begin_with(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["rules", "new", "https://www.hillpost.example/news"]) == 0
    printed = capsys.readouterr().out
    assert run(["rules", "new", "hillpost.example", "--out", str(tmp_path / "mine")]) == 0
    path = tmp_path / "mine" / "hillpost.example.toml"
    assert path.read_text("utf-8") == printed
    assert read_site(path).hosts == ("hillpost.example",)
    assert run(["rules", "new", "hillpost.example", "--out", str(tmp_path / "mine")]) == 2
    assert "is there already" in capsys.readouterr().err


def test_site_files_are_listed(sites: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (sites / "other.example.txt").write_text("body: //main\nnext_page_link: //a\n")
    assert run(["rules", "list", "--sites", str(sites)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[-2].split(maxsplit=2) == ["hillpost.toml", "hillpost.example", "..2030-01-01, always"]
    assert lines[-1].endswith("next_page_link: //a")
    assert run(["rules", "list", "read-more", "--sites", str(sites), "--json"]) == 0
    whole = json.loads(capsys.readouterr().out)
    assert [row["rule"] for row in whole["rules"]] == ["read-more"]
    assert [row["hosts"] for row in whole["sites"]] == [["hillpost.example"], ["other.example"]]


def test_files_of_other_formats_are_imported(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    first, second = tmp_path / "hillpost.example.txt", tmp_path / "other.example.txt"
    first.write_text("title: //h1\nbody: //div[@id='story']\nstrip_id_or_class: promo\n")
    second.write_bytes(b"body: //div \xff\n")
    assert run(["rules", "import", str(first)]) == 0
    printed = capsys.readouterr().out
    assert run(["rules", "import", str(first), str(second)]) == 2
    capsys.readouterr()
    assert run(["rules", "import", str(first), str(second), "--out", str(tmp_path / "mine")]) == 1
    assert "other.example.txt" in capsys.readouterr().err
    path = tmp_path / "mine" / "hillpost.example.toml"
    assert path.read_text("utf-8") == printed
    assert read_site(path).layouts == read_site(first).layouts


def test_rules_are_tested_with_the_pages_beside_them(sites: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["rules", "test", str(sites)]) == 1
    assert "no ferry.json" in capsys.readouterr().out
    assert run(["rules", "test", str(sites), "--accept"]) == 0
    assert decode((sites / "hillpost" / "ferry.json").read_bytes()).headline == "Ferry runs again"
    capsys.readouterr()
    assert run(["rules", "test", str(sites)]) == 0
    said = capsys.readouterr()
    assert said.out.split() == ["ok", str(sites / "hillpost" / "ferry.html")]
    assert said.err == "newsarchive: 1 of 1 pages as expected\n"
    (sites / "hillpost.toml").write_text(
        RULES.partition("[[layout]]")[0] + "[[layout]]\ndrop = [{ text = 'Ferries in figures' }]\n"
    )
    changed = PAGE.replace("Ferry runs again", "Ferry stops")
    (sites / "hillpost" / "ferry.html").write_text(changed)
    assert run(["rules", "test", str(sites)]) == 1
    out = capsys.readouterr().out
    assert out.startswith("differs")
    assert "headline: Ferry runs again expected, Ferry stops read" in out
    assert "- paragraph: Ferries in figures: four boats" in out


def test_a_difference_far_down_a_paragraph_is_seen(sites: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["rules", "test", str(sites), "--accept"]) == 0
    page = sites / "hillpost" / "ferry.html"
    page.write_text(PAGE.replace("since records began", "since the war"))
    assert run(["rules", "test", str(sites)]) == 1
    assert "than in any year since the war." in capsys.readouterr().out
    page.write_text(PAGE.replace("four boats", "<b>four boats</b>"))
    assert run(["rules", "test", str(sites)]) == 1
    assert "body: the same words, marked up otherwise" in capsys.readouterr().out


def test_a_page_without_an_address_is_one_of_the_site(sites: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = sites / "hillpost" / "ferry.html"
    page.unlink()
    page = sites / "hillpost.html"
    page.write_text(PAGE.replace('<link rel="canonical" href="https://hillpost.example/1">', ""))
    assert run(["rules", "test", str(sites), "--accept"]) == 0
    assert run(["rules", "test", str(sites)]) == 0
    page.write_text(PAGE.replace("hillpost.example", "elsewhere.example"))
    capsys.readouterr()
    assert run(["rules", "test", str(sites), "--accept"]) == 1
    assert "do not hold for the page" in capsys.readouterr().out


def test_a_folder_without_a_page_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["rules", "test", str(tmp_path)]) == 3
    assert "no page to test" in capsys.readouterr().err


@pytest.mark.parametrize(
    "words",
    [
        ["new"],
        ["new", "a.example", "b.example"],
        ["new", "a b"],
        ["test"],
        ["import"],
        ["test", "x", "--json"],
        ["--out", "x"],
    ],
)
def test_wrong_usage_is_said(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["rules", *words]) == 2
    assert capsys.readouterr().err.count("\n") == 1
