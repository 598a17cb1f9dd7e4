"""The parser loses nothing, whatever the page does to it."""

from __future__ import annotations

import html5lib
import lxml.html
import pytest

from newsarchive.notes import Note
from newsarchive.page.parse import MAX_ATTRIBUTES, parse_html

STORY = "<p>The ferry ran aground on Monday.</p>"


def text(page: str, notes: list[Note] | None = None) -> str:
    root = parse_html(page.encode(), [] if notes is None else notes)
    return "".join("".join(map(str, root.itertext())).split())


@pytest.mark.parametrize(
    "page",
    [
        STORY,
        f"<html><body>{STORY}</body></html>after the end",
        f"<html><body>{STORY}</body></html><p>after the end</p><div>and more</div>",
        f"<table><p>{STORY}<tr><td>a cell</table>",
        f"<p>one<div>two{STORY}</p>three",
        f"<embed src=x>{STORY}<wbr>four<track>five<source>six",
        f"<a href=x><div>{STORY}</div></a>",
        f"<select><option>a choice</select>{STORY}",
        f"<noscript>{STORY}</noscript>",
        f"<b><p>{STORY}</b></p>",
        f"{STORY}<textarea>typed",
        "just words",
    ],
)
def test_same_text_as_a_browser(page: str) -> None:
    expected = "".join(html5lib.parse(page, namespaceHTMLElements=False).itertext())
    assert sorted(text(page)) == sorted("".join(expected.split()))  # a browser moves some of it elsewhere


@pytest.mark.parametrize("page", [f"{STORY}<!-- a comment that never ends", f"<frameset><frame></frameset>{STORY}"])
def test_more_than_a_browser_shows_is_no_loss(page: str) -> None:
    assert "TheferryranagroundonMonday." in text(page)


@pytest.mark.parametrize("tag", ["article", "main", "section", "header", "news-story"])
def test_a_page_without_a_body_tag_has_its_story_in_the_body(tag: str) -> None:
    root = parse_html(f"<title>Ferry</title><meta name=a><{tag}>{STORY}</{tag}><p>More.</p>".encode(), [])
    head, body = root.find("head"), root.find("body")
    assert head is not None
    assert body is not None
    assert [child.tag for child in head] == ["title", "meta"]
    assert "".join(map(str, body.itertext())) == "The ferry ran aground on Monday.More."


def test_an_open_comment_is_no_text() -> None:
    assert text(f"{STORY}<!-- <script>var a;</script> a comment that never ends") == "TheferryranagroundonMonday."
    assert text(f"{STORY}<!-- a comment that never ends") == "TheferryranagroundonMonday."


@pytest.mark.parametrize("depth", [300, 3_000, 30_000])
def test_deep_nesting_keeps_the_end(depth: int) -> None:
    notes: list[Note] = []
    page = "<div>" * depth + "deep" + "</div>" * depth + STORY
    assert text(page, notes) == "deepTheferryranagroundonMonday."
    assert [note.code for note in notes] == (["NA102"] if depth > 2_000 else [])


def test_an_unclosed_script_swallows_no_more_than_the_page_says() -> None:
    page = f"{STORY}<script>var a = 1;"
    assert text(page) == "TheferryranagroundonMonday.vara=1;"


@pytest.mark.parametrize(
    "end",
    [
        "<script>var a = '<p>1</p>';",
        "<STYLE>.a { bottom: 0 }</body></html>",
        "<!-- a comment that never ends",
    ],
)
def test_what_never_closes_is_read_once(monkeypatch: pytest.MonkeyPatch, end: str) -> None:
    monkeypatch.setattr("newsarchive.page.parse._rescued", lambda data: pytest.fail("the slow parser was asked"))
    assert text(f"{STORY}{end}").startswith("TheferryranagroundonMonday.")
    assert "newsarchive-end" not in text(f"{STORY}{end}")


@pytest.mark.parametrize("end", ["<script>var a; </script x", "<script><!-- <script> </script> --> <p>b</p>"])
def test_what_may_have_closed_is_read_again(monkeypatch: pytest.MonkeyPatch, end: str) -> None:
    asked = []
    monkeypatch.setattr(
        "newsarchive.page.parse._rescued", lambda data: asked.append(data) or lxml.html.fromstring("<p>x")
    )
    parse_html(f"{STORY}{end}".encode(), [])
    assert len(asked) == 1


def test_endless_attributes_are_cut_with_a_note() -> None:
    notes: list[Note] = []
    many = " ".join(f"a{i}=1" for i in range(50_000))
    assert text(f"<div {many}>{STORY}</div>", notes) == "TheferryranagroundonMonday."
    assert [note.rule for note in notes] == ["attributes-over-limit"]
    assert MAX_ATTRIBUTES < 50_000


def test_a_long_address_is_no_endless_tag() -> None:
    notes: list[Note] = []
    root = parse_html(f'<img src="data:image/png;base64,{"A" * 200_000}">{STORY}'.encode(), notes)
    assert not notes
    assert len(root.find(".//img").get("src")) > 200_000


@pytest.mark.parametrize("before", [0, 1, 8_000, 16_383, 16_384, 40_000])
def test_endless_attributes_are_found_wherever_they_stand(before: int) -> None:
    notes: list[Note] = []
    many = " ".join(f"a{i}=1" for i in range(4_000))
    page = f"<p>{'x' * before}<script>{'y' * 20_000}</script><div {many}>{STORY}</div><div {many}>{STORY}</div>"
    assert text(page, notes) == "x" * before + "y" * 20_000 + "TheferryranagroundonMonday." * 2
    assert [note.rule for note in notes] == ["attributes-over-limit"]
    counts = [len(div.attrib) for div in parse_html(page.encode(), []).iter("div")]
    assert all(MAX_ATTRIBUTES - 2 < count <= MAX_ATTRIBUTES for count in counts)
