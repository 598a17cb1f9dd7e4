from __future__ import annotations

import pytest

from newsarchive.errors import InvalidDocument, UsageError, VersionConflict
from newsarchive.formats import markdown
from newsarchive.model import (
    Article,
    Cell,
    Dateline,
    Figure,
    Footnote,
    Heading,
    Item,
    Listing,
    Media,
    Moment,
    Organisation,
    Paragraph,
    Person,
    Preformatted,
    Quote,
    Row,
    Run,
    Table,
    run,
)
from newsarchive.notes import Account
from newsarchive.registry import sniff
from tests.rich import HARBOUR_JPG, PIXEL, rich_article, rich_media


def _p(*parts):
    return Paragraph(tuple(Run(part) if isinstance(part, str) else part for part in parts))


def _body(*blocks, **facts):
    """Write blocks, prove that they come back, and return the text after the front matter."""
    article = Article(body=blocks, **facts)
    data = markdown.write(article)
    assert markdown.read(data) == article
    return data.decode().split("\n---\n", 1)[1].strip("\n")


def test_the_rich_article_comes_back_whole():
    notes = Account()
    data = markdown.write(rich_article(), notes=notes)
    assert markdown.read(data, notes=notes) == rich_article()
    assert len(notes) == 0
    assert markdown.check(data) == []
    assert sniff(data) == "markdown"


CASES = {
    "plain": ([_p("The ferry stays.")], "The ferry stays."),
    "emphasis": ([_p("a ", run("b", "em"), " ", run("c", "strong"), ".")], "a *b* **c**."),
    "emphasis that would not close": ([_p("a", run("b", "em"), "c")], "a<em>b</em>c"),
    "punctuation that would not open": ([_p("a ", run("“b”", "em"), " c")], "a <em>“b”</em> c"),
    "a link": ([_p("see ", Run("it", href="https://a.example/(1)"), "!")], "see [it](<https://a.example/(1)>)\\!"),
    "a link that looks like an entity": (
        [_p(Run("x", href="https://a.example/?a=1&copy;=2"))],
        "[x](https://a.example/?a=1\\&copy;=2)",
    ),
    "code": ([_p(run("a`b", "code"))], "``a`b``"),
    "markup in words": ([_p("*a* [b](c) <d> `e` &amp; _f_")], "\\*a\\* \\[b\\](c) \\<d> \\`e\\` \\&amp; \\_f\\_"),
    "a line that begins like a list": (
        [_p("1. a\n- b\n# c\n> d\n=== e")],
        "1\\. a\\\n\\- b\\\n\\# c\\\n\\> d\\\n\\=== e",
    ),
    "sub and sup": ([_p("H", run("2", "sub"), "O")], "H<sub>2</sub>O"),
    "a heading": ([Heading((Run("a # b #"),), 3)], "### a \\# b \\#"),
    "a quote": ([Quote((_p("a"), _p("b")))], "> a\n>\n> b"),
    "an attributed quote": (
        [Quote((_p("a"),), attribution=(Run("Ada"),))],
        '<figure class="quote">\n\n> a\n\n<figcaption class="attribution">Ada</figcaption>\n</figure>',
    ),
    "a list": ([Listing((Item((_p("a"), Listing((Item((_p("b"),)),)))), Item((_p("c"),))))], "- a\n  - b\n- c"),
    "a numbered list": ([Listing((Item((_p("a"),)), Item((_p("b"),))), ordered=True, start=9)], "9. a\n10. b"),
    "two lists in a row": ([Listing((Item((_p("a"),)),)), Listing((Item((_p("b"),)),))], "- a\n\n<!-- -->\n\n- b"),
    "a table": (
        [
            Table(
                (
                    Row((Cell((Run("a"),), header=True, scope="col"), Cell((Run("b"),), header=True, scope="col"))),
                    Row((Cell((Run("1|2"),)), Cell((Run("3\n4"),)))),
                ),
                head=1,
            )
        ],
        "| a | b |\n| --- | --- |\n| 1\\|2 | 3<br/>4 |",
    ),
    "code on lines": ([Preformatted("a\n\n```\nb", code="py")], "````py\na\n\n```\nb\n````"),
    "a picture": ([Figure((Media("https://a.example/b.jpg", alt="a [b]"),))], "![a \\[b\\]](https://a.example/b.jpg)"),
    "a footnote": (
        [_p("a", Run("1", ("sup",), note="1"), "."), Footnote("1", (_p("b"), _p("c")), "1")],
        "a[^1].\n\n[^1]: b\n\n    c",
    ),
    "a footnote of another name": (
        [_p("a", Run("1", ("sup",), note="x y"), "."), Footnote("x y", (_p("b"),), "1")],
        "a[^1].\n\n[^1]: b",
    ),
    "a footnote without a label": (
        [_p("a", Run("7", ("sup",), note="x")), Footnote("x", (_p("b"),))],
        "a[^7]\n\n[^7]: b",
    ),
    "a footnote in a list": (
        [_p("a", Run("1", ("sup",), note="x")), Listing((Item((Footnote("x", (_p("b"),), "1"),)),))],
        (
            'a<span class="noteref" data-note="x"><sup>1</sup></span>\n\n- <aside class="footnote" id="fn1" data-id="x">\n'
            '  <span class="label">1</span>\n  <p>b</p>\n  </aside>'
        ),
    ),
    "a right-to-left paragraph": (
        [Paragraph((Run("שלום"),), lang="he", dir="rtl")],
        '<p lang="he" xml:lang="he" dir="rtl">שלום</p>',
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_blocks(case):
    blocks, expected = CASES[case]
    assert _body(*blocks) == expected


def test_the_dateline_is_seen_and_not_read_twice():
    text = _body(_p("The ferry stays."), dateline=Dateline("OSLO (*) - ", "Oslo"))
    assert text == '<span class="dateline">OSLO (\\*) - </span>The ferry stays.'


def test_more_about_a_picture_stands_in_the_front_matter():
    article = Article(
        body=(
            Figure((Media("https://a.example/b.jpg", width=3),)),
            Figure((Media("https://a.example/b.jpg", width=4),)),
        )
    )
    data = markdown.write(article)
    assert b'\nmedia: [{"url": "https://a.example/b.jpg", "width": 3}, ' in data
    assert markdown.read(data) == article


def test_a_file_that_a_person_wrote():
    notes = Account()
    article = markdown.read(
        b"\xef\xbb\xbf---\r\ntitle: 'Ferry''s end'\ndate: 2021-02-17\nauthors: Ada Moreau\nagency: Example Wire\n# a comment\n"
        b"keywords:\n  - ferry\n  - harbour town\nlayout: post\nlanguage: en\npaywalled: false\n---\n"
        b"Words, ~~gone~~ and [here](https://a.example/).<br>\nA <b>tag.\n\nAnd[^1] [^2].\n\n[^1]: A note.\n",
        notes=notes,
        url="https://a.example/story",
    )
    assert article.headline == "Ferry's end"
    assert article.published == Moment("2021-02-17")
    assert article.authors == (Person("Ada Moreau"),)
    assert article.agency == Organisation("Example Wire")
    assert article.keywords == ("ferry", "harbour town")
    assert article.paywalled is False
    assert article.url == "https://a.example/story"
    assert [note.rule for note in notes] == ["markdown-front-matter"]
    assert article.body[0].runs[1] == run("gone", "strike")
    assert article.body[1].runs[1] == Run("1", ("sup",), note="1")
    assert article.body[1].runs[2].text == " [^2]."
    assert article.body[2] == Footnote("1", (_p("A note."),), "1")


def test_markdown_without_front_matter_has_a_headline():
    article = markdown.read(b"# Ferry *stays*\n\nWords.\n")
    assert (article.headline, article.text) == ("Ferry stays", "Words.")


def test_scripts_and_frames_of_strangers_do_not_come_in():
    article = markdown.read(b"<script>alert(1)</script>\n\n[x](javascript:alert(2)) <img src=x onerror=alert(3)>\n")
    assert article.body[0] == _p("x")


@pytest.mark.parametrize(
    ("data", "error", "says"),
    [
        (b"---\nheadline: x\n", InvalidDocument, "does not end"),
        (b"---\nwhat\n---\n", InvalidDocument, "line 2"),
        (b"---\nheadline: [1]\n---\n", InvalidDocument, "headline"),
        (b'---\nmedia: [{"url": 1}]\n---\n', InvalidDocument, "media"),
        (b"---\nnewsarchive: 9\n---\n", VersionConflict, "version 9"),
        (b"\xff\xfe", InvalidDocument, "UTF-8"),
    ],
)
def test_what_cannot_be_read_is_refused(data, error, says):
    with pytest.raises(error, match=says):
        markdown.read(data)
    assert markdown.check(data)


def test_pictures_can_stand_beside_the_file():
    article = rich_article()
    data = markdown.write(article, media=rich_media, pictures="beside")
    files = markdown.neighbours(article, media=rich_media)
    assert list(files.values()) == [PIXEL]
    (name,) = files
    # The map and the harbour are one file here: it stands for the first, the other stays a link.
    assert f"({name})" in data.decode()
    assert markdown.check(data) == []
    assert markdown.read(data) == article
    assert HARBOUR_JPG in markdown.write(article, media=rich_media).decode()


def test_a_picture_without_bytes_stays_a_link_beside_others():
    notes = Account()
    data = markdown.write(rich_article(), notes=notes, media=lambda _: None, pictures="beside")
    assert data == markdown.write(rich_article())
    assert {note.rule for note in notes.of("lost")} == {"picture"}
    with pytest.raises(UsageError, match="beside"):
        markdown.write(rich_article(), pictures="elsewhere")
