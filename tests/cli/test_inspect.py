from __future__ import annotations

import io
import json
import re
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from newsarchive.cli.main import run
from newsarchive.model import Article, Paragraph, Run
from newsarchive.registry import get, writer

PAGES = Path(__file__).resolve().parents[2] / "examples" / "pages"
PAGE = str(PAGES / "wire-story.html")


def _out(capsys: pytest.CaptureFixture[str], *words: str, status: int = 0) -> str:
    assert run(["inspect", *words]) == status
    return capsys.readouterr().out


def test_the_whole_account_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    out = _out(capsys, PAGE)
    assert out.startswith("Island towns press Ottawa to keep winter ferry running past March\n")
    heads = [line.split("  ")[0] for line in out.splitlines() if line and not line.startswith(" ")][2:]
    assert heads == ["Facts", "Body", "Claimed", "Removed", "Notes"]
    assert re.search(r"dateline +“HALIFAX - ” → Halifax", out)
    assert "The Canadian Press" in out
    assert not any(line.endswith(" ") for line in out.splitlines())


def test_one_part_is_shown_alone(capsys: pytest.CaptureFixture[str]) -> None:
    out = _out(capsys, PAGE, "--part", "removed")
    assert "Removed" in out
    assert "Facts" not in out
    assert "Would you like to subscribe" in out


def test_json_holds_the_article_and_the_account(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert run(["inspect", PAGE, "--json"]) == 0
    whole = json.loads(capfdbinary.readouterr().out)
    assert whole["article"]["schema"] == "newsarchive/1"
    assert whole["article"]["dateline"]["place"] == "Halifax"
    removed = [note for note in whole["account"] if note["kind"] == "removed"]
    assert any("subscribe" in note["text"] for note in removed)
    assert all(note["rule"] and note["reason"] for note in removed)


@pytest.mark.parametrize(
    "words, said",
    [
        ("Would you like to SUBSCRIBE", r"removed by [a-z-]+ \(NA2\d\d\): "),
        ("HALIFAX -", r"claimed as dateline by [a-z-]+ \(NA30\d\): "),
        ("mostly slush and\n gulls", r"kept in block \d+ of the body\n  “The hard part was January,”"),
    ],
)
def test_why_says_what_became_of_the_words(words: str, said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert re.search(said, _out(capsys, PAGE, "--why", words))


def test_why_of_words_that_are_not_there_is_1(capsys: pytest.CaptureFixture[str]) -> None:
    assert _out(capsys, PAGE, "--why", "words that nobody wrote", status=1).startswith("not on the page")
    assert run(["inspect", PAGE, "--why", "  "]) == 2


def test_the_page_is_painted_with_its_pictures(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = tmp_path / "painted.html"
    assert _out(capsys, PAGE, "--show", str(target)) == ""
    painted = target.read_text("utf-8")
    assert painted.count('src="data:image/jpeg;base64,') >= 1
    assert "A red and white ferry" in painted
    assert 'data-rule="dateline"' in painted
    assert not re.search(r"""<script|<link|url\(|(src|href)=["'](?!data:image/|#)""", painted)
    assert "not every one accounted for" not in painted


def test_a_scrape_is_painted_too(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = tmp_path / "painted.html"
    _out(capsys, str(PAGES / "wire-story.txt"), "--show", str(target))
    assert "View Site in: Desktop" in target.read_text("utf-8")


def test_a_place_that_cannot_be_written_is_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["inspect", PAGE, "--show", str(tmp_path / "none" / "painted.html")]) == 1
    assert capsys.readouterr().err.count("\n") == 1


def test_a_news_format_is_inspected_but_not_painted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    story = tmp_path / "story.json"
    story.write_bytes(writer(get("json"))(Article(headline="Rain", body=(Paragraph((Run("It rained."),)),))))
    assert _out(capsys, str(story)).startswith("Rain\n")
    assert run(["inspect", str(story), "--show", str(tmp_path / "x.html")]) == 2
    assert "not a page" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["no-such-page.html", "."])
def test_what_cannot_be_read_is_3(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["inspect", name]) == 3
    assert capsys.readouterr().err.startswith(f"newsarchive: {name}")


def test_standard_input_is_read(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(Path(PAGE).read_bytes())))
    assert _out(capsys, "-", "--part", "facts").startswith("Island towns press Ottawa")


def test_rules_of_a_site_and_the_users_word_are_obeyed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "larch.toml").write_text('[site]\nhosts = ["larchledger.example"]\npublisher = "The Larch"\n')
    assert "The Larch" in _out(capsys, PAGE, "--part", "facts", "--sites", str(tmp_path))
    words = "Would you like to subscribe"
    assert words in _out(capsys, PAGE, "--part", "body", "--keep", words)
    dropped = _out(capsys, PAGE, "--drop", "text:mostly slush and gulls", "--why", "mostly slush and gulls")
    assert dropped.startswith("removed by site-rule (NA213): the user drops what says “mostly slush and gulls”")
    assert run(["inspect", PAGE, "--drop", "//div["]) == 2
    assert run(["inspect", PAGE, "--sites", str(tmp_path / "none")]) == 3
