from __future__ import annotations

import pytest

import newsarchive
from newsarchive.errors import InvalidDocument, UsageError, VersionConflict
from newsarchive.formats import html
from newsarchive.formats.markup import parse_xml
from newsarchive.model import Article, Figure, Footnote, Heading, Media, Paragraph, Quote, Run
from newsarchive.model.media import MediaFile
from newsarchive.notes import Account
from tests.rich import HARBOUR_JPG, PIXEL, rich_article, rich_media


def _page(article, **options):
    notes = Account()
    return html.write(article, notes=notes, **options), notes


def test_the_rich_article_comes_back_whole():
    page, _ = _page(rich_article(), media=rich_media)
    notes = Account()
    assert html.read(page, notes=notes) == rich_article()
    assert len(notes) == 0


def test_the_library_knows_our_page_from_a_strangers():
    page, _ = _page(rich_article(), media=rich_media)
    assert newsarchive.loads(page) == rich_article()
    assert newsarchive.loads(page, format="html") == rich_article()


def test_the_rich_page_has_no_fault():
    page, notes = _page(rich_article(), media=rich_media)
    assert html.check(page) == []
    assert [(note.code, note.text) for note in notes] == [("NA402", "https://news.example.org/media/a.jpg")]


@pytest.mark.parametrize(
    "fact",
    [
        "Transport",
        "“for now”",
        "&amp; the costs with the town",
        "By Ada Moreau and the Coast Desk",
        "PORT SEL, Feb. 17 (EXW) — ",
        "EXAMPLE WIRE/Nils Brandt",
        'alt="A white ferry leaves a small harbour at dusk"',
        'datetime="2021-02-17T09:05:00-08:00"',
        "first published Feb. 17, 2021",
        "© 2021 Example Wire. All rights reserved.",
        "May not be republished",
        "https://wire.example.org/licence",
        "Correction, Feb. 18, 2021",
        "medtop:20000337",
        "it82204",
        "ab" * 32,
        "navette maritime",
        '<p lang="ar" xml:lang="ar" dir="rtl">',
        '<th scope="col">Passengers</th>',
        'src="data:image/png;base64,',
        '<link rel="canonical" href="https://news.example.org/2021/02/17/ferry?id=1&amp;lang=en"/>',
    ],
)
def test_each_fact_is_on_the_page(fact):
    page, _ = _page(rich_article(), media=rich_media)
    assert fact in page.decode()


def test_words_of_strangers_stay_words():
    evil = "</script><script>alert(1)</script><img src=x onerror=alert(2)>\"'&"
    article = Article(
        headline=evil,
        deck=evil,
        byline=evil,
        section=evil,
        keywords=(evil,),
        url="javascript:alert(3)",
        language='en" onload="alert(4)',
        body=(
            Paragraph((Run(evil, href="java\tscript:alert(5)"),)),
            Figure((Media('https://x.example/"onerror="a', alt=evil),)),
            Quote((Paragraph((Run(evil),)),), cite="data:text/html,x"),
        ),
    )
    page, notes = _page(article)
    assert html.check(page) == []
    assert {note.rule for note in notes} >= {"link", "language", "cite"}
    root = parse_xml(page, what="page")
    assert [part.get("type") for part in root.iter("{*}script")] == ["application/ld+json", "application/json"]
    assert not any(key.startswith("on") for part in root.iter() for key in part.attrib)
    assert html.read(page).headline == evil


def test_characters_that_xml_forbids_do_not_break_the_page():
    article = Article(headline="a\uffffb\x85", keywords=("c\ufffe\x01",))
    page, _ = _page(article)
    assert html.check(page) == []
    assert html.read(page).keywords == article.keywords


def test_an_edited_headline_counts_and_is_noted():
    page, _ = _page(rich_article())
    edited = page.replace(b'data-fact="headline">Harbour town', b'data-fact="headline">Port town')
    notes = Account()
    assert html.read(edited, notes=notes).headline.startswith("Port town votes")
    assert [(note.rule, note.fact) for note in notes] == [("html-edited", "headline")]


def test_a_page_that_a_browser_saved_again_is_read():
    page, _ = _page(rich_article(), media=rich_media)
    saved = (
        page.replace(b"<br/>", b"<br>")
        .replace(b"<hr/>", b"<hr>")
        .replace(b'<meta charset="utf-8"/>', b'<meta charset="utf-8">')
    )
    notes = Account()
    assert html.read(saved, notes=notes) == rich_article()
    assert [note.rule for note in notes] == ["html-syntax"]


def test_large_pictures_do_not_stop_the_reader():
    large = MediaFile(PIXEL + bytes(12_000_000), "image/png", 1, 1)
    page, _ = _page(rich_article(), media=lambda url: large if url == HARBOUR_JPG else None)
    assert html.read(page) == rich_article()


def test_pictures_can_stand_beside_the_page():
    page, _ = _page(rich_article(), media=rich_media, pictures="beside")
    files = html.neighbours(rich_article(), media=rich_media)
    assert list(files.values()) == [PIXEL]
    (name,) = files
    assert f'src="{name}"'.encode() in page
    assert b"data:image" not in page
    assert html.read(page) == rich_article()
    with pytest.raises(UsageError, match="inside"):
        html.write(rich_article(), pictures="elsewhere")


def test_heading_levels_never_skip():
    article = Article(headline="H", body=tuple(Heading((Run("x"),), level) for level in (4, 6, 2, 5)))
    page, _ = _page(article)
    assert html.check(page) == []
    assert html.read(page) == article


def test_a_note_that_is_cited_twice_links_back_twice():
    cited = Paragraph((Run("a"), Run("*", note="n"), Run(" b"), Run("*", note="n")))
    article = Article(headline="H", body=(cited, Footnote("n", (Paragraph((Run("c"),)),), "*")))
    page = _page(article)[0].decode()
    assert page.count('href="#fn1"') == 2
    assert 'href="#fnref1"' in page
    assert 'href="#fnref1-2"' in page
    assert html.check(page.encode()) == []


def test_an_empty_article_is_a_page():
    page, _ = _page(Article())
    assert html.check(page) == []
    assert html.read(page) == Article()


def test_pages_that_are_not_ours_or_damaged_are_refused():
    with pytest.raises(InvalidDocument, match="no facts of newsarchive"):
        html.read(b"<html><body><p>x</p></body></html>")
    page, _ = _page(Article(headline="H"))
    with pytest.raises(VersionConflict):
        html.read(page.replace(b"newsarchive/1", b"newsarchive/9"))
    with pytest.raises(InvalidDocument):
        html.read(page.replace(b'{"schema"', b'{"schema'))


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        (b"<article>", b"<article><script>x</script>", "could run"),
        (b"<article>", b"<article><h1>again</h1>", "2 headlines"),
        (b"<article>", b"<article><h4>deep</h4>", "skips"),
        (b"<article>", b'<article onclick="x">', "handler onclick"),
        (b"<article>", b'<article><img src="https://x.example/p.gif" alt=""/>', "loaded from elsewhere"),
        (b"<article>", b'<article><img src="data:,"/>', "no alternative text"),
        (b"<article>", b'<article><a href="javascript:x">y</a>', "not safe"),
        (b"<article>", b'<article><iframe src="x"></iframe>', "no place"),
        (b"<article>", b'<article id="story">', "second time"),
        (b"max-width: 42rem", b"max-width: 41rem", "style sheet"),
        (b"default-src 'none'; ", b"", "security policy"),
        (b"</article>", b"", "not well-formed"),
    ],
)
def test_the_check_finds(old, new, fault):
    page, _ = _page(rich_article())
    assert any(fault in found for found in html.check(page.replace(old, new, 1)))
