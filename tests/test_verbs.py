"""What the library's verbs read beside a plain page: packed pages, saved pictures, rules of sites, a word of the user."""

from __future__ import annotations

import gzip
import shutil
from pathlib import Path

import pytest

import newsarchive as na
from newsarchive.model import Article, Paragraph, Run
from newsarchive.page.site import Layout, Target, read_sites

PAGES = Path(__file__).resolve().parents[1] / "examples" / "pages"
PAGE = PAGES / "wire-story.html"
SUBSCRIBE = "Would you like to subscribe"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with the rules of one site, which keep what our own rules remove."""
    sites = tmp_path / "sites"
    sites.mkdir()
    (sites / "larch.toml").write_text(
        f'[site]\nhosts = ["larchledger.example"]\n[[layout]]\nkeep = [{{ text = "{SUBSCRIBE}" }}]\n'
    )
    return sites


def test_a_packed_page_is_the_page(tmp_path: Path) -> None:
    (tmp_path / "page.html.gz").write_bytes(gzip.compress(PAGE.read_bytes()))
    assert na.read(tmp_path / "page.html.gz").text == na.read(PAGE).text
    parts = "MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=X\r\n\r\n--X\r\nContent-Type: text/html; charset=utf-8\r\n"
    whole = (
        f"{parts}Content-Location: https://www.larchledger.example/ferry\r\n\r\n".encode()
        + PAGE.read_bytes()
        + b"\r\n--X--\r\n"
    )
    (tmp_path / "page.mhtml").write_bytes(whole)
    reading = na.inspect(tmp_path / "page.mhtml")
    assert reading.page.url == "https://www.larchledger.example/ferry"
    assert reading.article.text == na.read(PAGE).text
    assert na.inspect(tmp_path / "page.mhtml", "https://other.example/").page.url == "https://other.example/"


def test_the_pictures_saved_with_a_page_come_along(tmp_path: Path) -> None:
    reading = na.inspect(PAGE)
    picture = reading.media(reading.article.images[0].url or "")
    assert picture is not None
    assert picture.media_type == "image/jpeg"
    na.write(reading.article, tmp_path / "with.html", media=reading.media)
    assert "data:image/jpeg;base64," in (tmp_path / "with.html").read_text("utf-8")
    assert na.inspect(PAGE.read_bytes()).media("wire-story_files/ferry.jpg") is None


def test_rules_of_a_site_are_a_folder_or_a_value(folder: Path) -> None:
    assert SUBSCRIBE not in na.read(PAGE).text
    assert SUBSCRIBE in na.read(PAGE, sites=folder).text
    assert SUBSCRIBE in na.read(PAGE, sites=str(folder)).text
    assert SUBSCRIBE in na.loads(PAGE.read_bytes(), sites=read_sites([folder])).text
    known = na.inspect(PAGE, sites=folder).article.provenance
    assert known is not None
    assert known.site == "larch.toml"
    with pytest.raises(na.NewsArchiveError, match="nowhere"):
        na.read(PAGE, sites=folder / "nowhere")


def test_the_user_has_the_last_word_typed_or_beside_the_page(tmp_path: Path, folder: Path) -> None:
    words = tmp_path / "words.toml"
    words.write_text(f'keep = [{{ text = "{SUBSCRIBE}" }}]\n')
    assert SUBSCRIBE in na.read(PAGE, overrides=words).text
    assert SUBSCRIBE in na.loads(PAGE.read_bytes(), overrides=Layout(keep=(Target(text=SUBSCRIBE),))).text
    page = Path(shutil.copy(PAGE, tmp_path / "page.html"))
    shutil.copy(words, tmp_path / "page.html.toml")
    assert SUBSCRIBE in na.read(page).text
    first = na.read(PAGE).text.split("\n\n")[0]
    both = na.read(page, overrides=Layout(drop=(Target(text=first[:40], rule="site-rule"),))).text
    assert SUBSCRIBE in both
    assert first not in both


def test_what_is_no_page_is_said(tmp_path: Path) -> None:
    (tmp_path / "x.html").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    for path, said in ((tmp_path / "x.html", "a PNG picture"), (tmp_path, "is a folder"), (tmp_path / "y", "no such")):
        with pytest.raises(na.NewsArchiveError, match=said):
            na.read(path)


@pytest.mark.parametrize("format_", ["newsml-g2", "epub", pytest.param("pdf", marks=pytest.mark.slow)])
def test_every_article_of_a_document_is_read(format_: str, tmp_path: Path) -> None:
    stories = tuple(
        Article(headline=f"Story {number}", language="en", body=(Paragraph((Run(f"It rained for {number} days."),)),))
        for number in range(3)
    )
    data = na.dumps(stories, format_)
    assert [story.headline for story in na.read_all(data)] == ["Story 0", "Story 1", "Story 2"]
    (tmp_path / "stories").write_bytes(data)
    assert [story.text for story in na.read_all(tmp_path / "stories")] == [story.text for story in stories]


def test_a_page_is_one_article() -> None:
    page = (
        "<html><h1>Rain in Ottawa</h1><p>OTTAWA - It rained on Monday, and nobody had brought an umbrella.</p></html>"
    )
    assert na.read_all(page) == (na.loads(page),)
    with pytest.raises(na.NewsArchiveError):
        na.read_all("no-such-file-at-all.xml" * 2, format="newsml-g2")
