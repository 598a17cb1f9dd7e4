"""PDF: written for good, read back to the same article, refused where it is not ours."""

from __future__ import annotations

import contextlib
import io
import os
import re
import subprocess
import sys
import zlib
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path

import pikepdf
import pytest
from hypothesis import HealthCheck, given, settings

from newsarchive.errors import InvalidDocument, UsageError
from newsarchive.formats import pdf
from newsarchive.model import Article, Block, Embed, Figure, Item, Listing, Media, Paragraph, Quote, Run
from newsarchive.model.walk import blocks_of, runs_of
from newsarchive.notes import Account
from tests.articles import articles
from tests.rich import rich_article, rich_media

pytestmark = pytest.mark.slow

RAIN = Article(headline="Rain", language="en", body=(Paragraph((Run("It rained in Port Sel."),)),))


@pytest.fixture(scope="module")
def rich() -> bytes:
    return pdf.write(rich_article(), media=rich_media, source=b"<html>the page</html>")


def test_the_article_comes_back(rich: bytes) -> None:
    assert pdf.read(rich) == rich_article()


def test_our_own_check_finds_nothing(rich: bytes) -> None:
    assert pdf.check(rich) == []


def test_the_same_article_gives_the_same_bytes(rich: bytes) -> None:
    assert pdf.write(rich_article(), media=rich_media, source=b"<html>the page</html>") == rich


def test_another_process_gives_the_same_bytes(rich: bytes, tmp_path) -> None:
    program = (
        "from tests.rich import rich_article, rich_media; from newsarchive.formats import pdf; import hashlib;"
        "data = pdf.write(rich_article(), media=rich_media, source=b'<html>the page</html>');"
        "print(hashlib.sha256(data).hexdigest())"
    )
    root = str(Path(__file__).parents[3])
    env = os.environ | {"PYTHONHASHSEED": "7", "TZ": "Pacific/Chatham", "LC_ALL": "C", "PYTHONPATH": root}
    done = subprocess.run(
        [sys.executable, "-c", program], env=env, cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == sha256(rich).hexdigest()


def test_attachments_have_no_active_look(rich: bytes) -> None:
    assert b"/EmbeddedFile " not in rich
    assert b"/XXnewsarchive (newsarchive/1)" in rich


def test_the_structure_tree_is_whole(rich: bytes) -> None:
    with pikepdf.open(io.BytesIO(rich)) as opened:
        kinds = list(structure(opened.Root.StructTreeRoot))
        names = [kind for kind, _ in kinds]
        assert {
            "H1",
            "H2",
            "P",
            "L",
            "LI",
            "LBody",
            "Table",
            "TH",
            "Figure",
            "Caption",
            "Link",
            "Note",
            "BlockQuote",
            "Code",
        } <= set(names)
        assert {str(one.Lang) for _, one in kinds if "/Lang" in one} >= {"ar", "he", "hi", "ja", "ko", "zh"} & LANGUAGES
        assert all(str(one.Alt).strip() for kind, one in kinds if kind == "Figure")
        for kind, one in kinds:
            if kind == "LI":
                assert {str(part.S) for part in one.K} <= {"/Lbl", "/LBody"}
        page = opened.pages[0]
        marks = [str(tokens[0]) for tokens, name in pikepdf.parse_content_stream(page) if str(name) == "BDC"]
        assert "/Artifact" in marks


def test_the_files_inside_are_listed_with_their_relationship(rich: bytes) -> None:
    with pikepdf.open(io.BytesIO(rich)) as opened:
        files = {name: opened.attachments[name] for name in opened.attachments}
        assert len(files) == 2
        assert "article.json" in files
        assert [str(one.AFRelationship) for one in opened.Root.AF] == ["/Data", "/Source"]
        contents = [one.get_file().read_bytes() for one in files.values()]
        assert b"<html>the page</html>" in contents
        assert str(opened.Root.Lang) == "en-CA"
        assert opened.Root.ViewerPreferences.DisplayDocTitle


def structure(node: pikepdf.Object) -> Iterator[tuple[str, pikepdf.Object]]:
    kids = node.get("/K", [])
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield str(kid.S)[1:], kid
            yield from structure(kid)


LANGUAGES = {run.lang for run in runs_of(rich_article().body) if run.lang} | {
    block.lang for block in blocks_of(rich_article().body) if getattr(block, "lang", None)
}


def test_a_picture_that_is_not_to_be_had_leaves_its_words() -> None:
    notes = Account()
    figure = Figure((Media("https://example.org/a.jpg"),), caption=(Run("A boat"),))
    article = Article(headline="Boat", language="en", body=(figure,))
    data = pdf.write(article, notes=notes)
    assert pdf.read(data) == article
    assert [(note.code, note.text) for note in notes] == [("NA402", "https://example.org/a.jpg")]


def test_an_edition_holds_every_article() -> None:
    first, second = RAIN, rich_article()
    data = pdf.bind([first, second], media=rich_media, title="Two stories", paper="letter")
    assert pdf.read_all(data) == (first, second)
    assert pdf.check(data) == []
    with pytest.raises(InvalidDocument, match="edition of 2 articles"):
        pdf.read(data)


def test_an_edition_needs_an_article() -> None:
    with pytest.raises(UsageError, match="1 to"):
        pdf.bind([])


def test_paper_is_known_by_name() -> None:
    with pytest.raises(UsageError, match="known: a4, letter"):
        pdf.write(RAIN, paper="a3")  # type: ignore[arg-type]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(articles(max_blocks=4))
def test_every_article_is_written_and_read(article: Article) -> None:
    data = pdf.write(article, media=rich_media)
    assert pdf.read(data) == article
    assert pdf.check(data) == []


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"not a pdf",
        b"%PDF-1.7\n%%EOF\n",
        b"%PDF-1.7\n1 0 obj\n<</XXnewsarchive (newsarchive/1)>>\nstream\nx\nendstream",
    ],
)
def test_a_foreign_file_is_refused(data: bytes) -> None:
    with pytest.raises(InvalidDocument):
        pdf.read(data)


def test_a_changed_article_inside_is_refused() -> None:
    packed = zlib.compress(b'{"schema":"newsarchive/1"}')
    data = (
        b"%%PDF-1.7\n1 0 obj\n<</Params <</CheckSum <%s>>> /XXnewsarchive (newsarchive/1) /Length %d>>\nstream\n%s\nendstream"
        % (
            b"0" * 32,
            len(packed),
            packed,
        )
    )
    with pytest.raises(InvalidDocument, match="checksum"):
        pdf.read(data)
    assert "the attached article is not the one that was written (checksum)" in " ".join(pdf.check(data))


def test_a_cut_file_is_refused(rich: bytes) -> None:
    with pytest.raises(InvalidDocument):
        pdf.read(rich[: rich.find(b"/XXnewsarchive") + 200])


@pytest.mark.parametrize(
    "before, after, finding",
    [
        (b"<pdfuaid:part>1", b"<pdfuaid:part>2", "part 1 of PDF/UA"),
        (b"%%EOF", b"%%END", "no end"),
        (b"%PDF-1.7", b"%PDF-2.0", "begin with"),
        (b"\n%%EOF", b"\n/OpenAction 1 0 R\n%%EOF", "/OpenAction"),
    ],
)
def test_what_is_wrong_is_named(rich: bytes, before: bytes, after: bytes, finding: str) -> None:
    assert finding in " | ".join(pdf.check(rich.replace(before, after)))


def test_a_carried_page_does_not_look_like_the_print_s_own() -> None:
    page = b'<script type="text/javascript">/Type /JavaScript /Launch /EmbeddedFile</script>'
    data = pdf.write(RAIN, source=page, source_name="crawl.warc.gz@12/page.html")
    inflated = b""
    for found in re.finditer(rb"stream\n", data):
        with contextlib.suppress(zlib.error):
            inflated += zlib.decompressobj().decompress(data[found.end() :])
    assert b"/JavaScript" not in inflated
    assert pdf.check(data) == []
    with pikepdf.open(io.BytesIO(data)) as opened:
        assert opened.attachments["page.html"].get_file().read_bytes() == page


def test_words_of_a_headline_are_no_objects() -> None:
    headline = "Dock ) /JS (app.alert(1)) /S /JavaScript >> opens /Type /EmbeddedFile "
    article = Article(headline=headline.strip(), language="en", body=(Paragraph((Run(headline),)),))
    data = pdf.write(article)
    for found in re.finditer(rb"stream\n", data):
        inflated = data[found.end() : data.find(b"endstream", found.end())]
        with contextlib.suppress(zlib.error):
            inflated = zlib.decompressobj().decompress(data[found.end() :])
        outside_strings = re.sub(rb"\((?:\\.|[^\\()])*\)", b"()", inflated)
        assert b"/JavaScript" not in outside_strings
    assert pdf.check(data) == []
    assert pdf.read(data) == article


@pytest.mark.parametrize(
    "nest",
    [
        lambda inner: Quote((inner,)),
        lambda inner: Listing((Item((inner,)),)),
        lambda inner: Embed("https://example.org/", blocks=(inner,)),
    ],
)
def test_what_is_nested_deeply_can_be_read(nest: Callable[[Block], Block]) -> None:
    block: Block = Paragraph((Run("The unmistakable word Constantinople stands here."),))
    for _ in range(30):
        block = nest(block)
    data = pdf.write(Article(headline="Deep", language="en", body=(block,)))
    with pikepdf.open(io.BytesIO(data)) as opened:
        shown = [
            tokens for page in opened.pages for tokens, name in pikepdf.parse_content_stream(page) if str(name) == "TJ"
        ]
    # A line without room is set letter by letter: 49 of them, where a few lines do.
    assert len(shown) < 45


@pytest.mark.slow
def test_a_line_of_joined_letters_says_its_words():
    words = "नगर परिषद ने नौका सेवा जारी रखने का निर्णय लिया"
    body = (Paragraph((Run(words, lang="hi"),)), Paragraph((Run("The boat stays."),)))
    with pikepdf.open(io.BytesIO(pdf.write(Article(headline="Ferry", language="en", body=body)))) as file:
        told = [
            str(operands[1]["/ActualText"])
            for page in file.pages
            for operands, operator in pikepdf.parse_content_stream(page)
            if str(operator) == "BDC" and isinstance(operands[1], pikepdf.Dictionary) and "/ActualText" in operands[1]
        ]
    assert told == [words]
