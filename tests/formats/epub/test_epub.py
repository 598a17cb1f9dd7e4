"""EPUB: bound whole, read back to the same articles, refused where it is not ours."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import zipfile
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from lxml import etree

from newsarchive.errors import InvalidDocument, TooLarge, UsageError
from newsarchive.formats import epub
from newsarchive.formats.epub import reading
from newsarchive.formats.epub.binding import Part, bound
from newsarchive.formats.epub.cover import cover_svg
from newsarchive.model import Article, Figure, Media, Moment, Paragraph, Person, Run
from newsarchive.model.media import MediaFile
from newsarchive.notes import Account
from tests.articles import articles
from tests.rich import PIXEL, rich_article, rich_media

OPF = "{http://www.idpf.org/2007/opf}"
DC = "{http://purl.org/dc/elements/1.1/}"
XHTML = "{http://www.w3.org/1999/xhtml}"
RAIN = Article(headline="Rain", language="en", body=(Paragraph((Run("It rained in Port Sel."),)),))


@pytest.fixture(scope="module")
def rich() -> bytes:
    return epub.write(rich_article(), media=rich_media)


def entries(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def package(data: bytes) -> etree._Element:
    return etree.fromstring(entries(data)["EPUB/content.opf"])


def properties(data: bytes, name: str) -> list[str]:
    return [one.text or "" for one in package(data).iter(f"{OPF}meta") if one.get("property") == name]


def test_the_article_comes_back(rich: bytes) -> None:
    assert epub.read(rich) == rich_article()


def test_our_own_check_finds_nothing(rich: bytes) -> None:
    assert epub.check(rich) == []


def test_another_process_gives_the_same_bytes(rich: bytes, tmp_path: Path) -> None:
    program = (
        "from tests.rich import rich_article, rich_media; from newsarchive.formats import epub; import hashlib;"
        "print(hashlib.sha256(epub.write(rich_article(), media=rich_media)).hexdigest())"
    )
    env = os.environ | {
        "PYTHONHASHSEED": "7",
        "TZ": "Pacific/Chatham",
        "LC_ALL": "C",
        "PYTHONPATH": str(Path(__file__).parents[3]),
    }
    done = subprocess.run(
        [sys.executable, "-c", program], env=env, cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == sha256(rich).hexdigest()


def test_the_container_is_as_ocf_wants_it(rich: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(rich)) as archive:
        first, *others = archive.infolist()
    assert (first.filename, first.compress_type, first.extra) == ("mimetype", zipfile.ZIP_STORED, b"")
    assert {one.date_time for one in (first, *others)} == {(1980, 1, 1, 0, 0, 0)}
    assert rich[30:58] == b"mimetypeapplication/epub+zip"


def test_every_fact_has_its_place(rich: bytes) -> None:
    root = package(rich)
    said = {one.tag.removeprefix(DC): [] for one in root.iter() if str(one.tag).startswith(DC)}
    for one in root.iter():
        if str(one.tag).startswith(DC):
            said[one.tag.removeprefix(DC)].append(one.text)
    assert said["creator"] == ["Ada Moreau", "Coast Desk"]
    assert said["contributor"] == ["Example Wire", "Jun Itō"]
    assert said["publisher"] == ["The Example Gazette"]
    assert said["language"] == ["en-CA"]
    assert said["date"] == ["2021-02-17T09:05:00-08:00"]
    assert said["coverage"] == ["Port Sel"]
    assert "© 2021 Example Wire. All rights reserved." in said["rights"]
    assert {"ferry", "Local news", "shipping"} <= set(said["subject"])
    assert properties(rich, "dcterms:modified") == ["2021-02-18T15:30:00Z"]
    ids = [one.get("id") for one in root.iter() if one.get("id")]
    assert len(ids) == len(set(ids))


def test_accessibility_is_claimed_as_it_is() -> None:
    url = "https://example.org/a.png"

    def book(alt: str | None, kind: str = "image/png") -> bytes:
        figure = Figure((Media(url, alt=alt),))
        return epub.write(Article(language="en", body=(figure,)), media=lambda _: MediaFile(PIXEL, kind, 1, 1))

    told, untold = book("A boat"), book(None)
    assert "alternativeText" in properties(told, "schema:accessibilityFeature")
    assert properties(told, "schema:accessModeSufficient") == ["textual", "textual,visual"]
    assert "alternativeText" not in properties(untold, "schema:accessibilityFeature")
    assert properties(untold, "schema:accessModeSufficient") == ["textual,visual"]
    assert properties(told, "schema:accessibilityHazard") == ["none"]
    assert properties(book("A boat", "image/gif"), "schema:accessibilityHazard") == ["unknown"]
    assert properties(told, "dcterms:conformsTo") == []


def test_every_document_says_its_language_and_direction(rich: bytes) -> None:
    for name, data in entries(rich).items():
        if name.endswith(".xhtml"):
            root = etree.fromstring(data)
            assert (root.get("lang"), root.get("dir")) == ("en-CA", "ltr"), name


def test_a_picture_of_another_kind_is_a_note() -> None:
    notes = Account()
    figure = Figure((Media("https://example.org/a.tif", alt="A boat"),), caption=(Run("A boat at sea"),))
    article = Article(headline="Boat", language="en", body=(figure,))
    data = epub.write(article, notes=notes, media=lambda _: MediaFile(b"II*\0", "image/tiff", 1, 1))
    assert [note.code for note in notes if note.kind == "source"] == ["NA109"]
    assert b"A boat at sea" in entries(data)["EPUB/a1-story.xhtml"]
    assert epub.check(data) == []


def test_a_book_of_many_is_ordered_by_section() -> None:
    town = Article(headline="One", section="Town", language="en", authors=(Person("Ada Moreau"),))
    arabic = Article(headline="عين", section="World", language="ar", body=(Paragraph((Run("مطر"),)),))
    again = Article(headline="Three", section="Town", language="en", authors=(Person("Ada Moreau"),))
    stories = (town, arabic, again, rich_article())
    data = epub.bind(stories, media=rich_media, title="A Wednesday")
    assert epub.read_all(data) == stories
    assert epub.check(data) == []
    nav = etree.fromstring(entries(data)["EPUB/nav.xhtml"])
    words = [one.text for one in nav.find(f".//{XHTML}nav").iter(f"{XHTML}a", f"{XHTML}span")]
    assert words == ["Town", "One", "Three", "World", "عين", "Local news", rich_article().headline, "Places and agencies", "About this edition"]  # fmt: skip
    assert b"Port Sel" in entries(data)["EPUB/index.xhtml"]
    with pytest.raises(InvalidDocument, match="book of 4 articles"):
        epub.read(data)


def test_a_right_to_left_book_turns_its_pages_so() -> None:
    data = epub.write(Article(headline="عين", language="ar"))
    spine = package(data).find(f"{OPF}spine")
    assert spine is not None
    assert spine.get("page-progression-direction") == "rtl"


def test_a_story_without_a_date_says_so() -> None:
    notes = Account()
    data = epub.write(RAIN, notes=notes)
    assert properties(data, "dcterms:modified") == ["1970-01-01T00:00:00Z"]
    assert [note.fact for note in notes] == ["modified"]
    dated = Article(headline="Rain", published=Moment("2021-02"))
    assert properties(epub.write(dated), "dcterms:modified") == ["2021-02-01T00:00:00Z"]


def test_a_book_needs_a_story() -> None:
    with pytest.raises(UsageError, match="1 to"):
        epub.bind([])


def test_two_parts_of_one_name_are_refused() -> None:
    part = Part(id="a", name="a.xhtml", media_type="application/xhtml+xml", data=b"")
    other = Part(id="b", name="A.xhtml", media_type="application/xhtml+xml", data=b"")
    from datetime import UTC, datetime

    with pytest.raises(InvalidDocument, match="same name"):
        bound([part, other], [], identifier="x", title="x", language="en", direction="ltr", modified=datetime.now(UTC))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(articles())
def test_every_article_is_written_and_read(article: Article) -> None:
    data = epub.write(article, media=rich_media)
    assert epub.read(data) == article
    assert epub.check(data) == []


@pytest.mark.parametrize(
    "title", ["", "A", "Donaudampfschifffahrtsgesellschaft" * 9, "港町" * 90, "عبّارة " * 60, "word " * 200]
)
def test_a_cover_holds_any_title(title: str) -> None:
    root = etree.fromstring(cover_svg(title=title, above="Who & co", below="When", language="en", direction="ltr"))
    lines = [one for one in root if one.tag.endswith("text")]
    assert all(int(one.get("y")) < 1700 for one in lines)
    assert len(lines) <= 12


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"not a zip"])
def test_what_is_no_archive_is_refused(data: bytes) -> None:
    with pytest.raises(InvalidDocument):
        epub.read(data)
    assert len(epub.check(data)) == 1


def repacked(data: bytes, change: dict[str, bytes | None], *, first: str = "mimetype") -> bytes:
    out = io.BytesIO()
    files = {**{name: content for name, content in entries(data).items() if name not in change}, **change}
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(files, key=lambda name: name != first):
            if (content := files[name]) is not None:
                archive.writestr(name, content, zipfile.ZIP_STORED if name == "mimetype" else None)
    return out.getvalue()


def test_a_foreign_book_is_refused(rich: bytes) -> None:
    opf = entries(rich)["EPUB/content.opf"]
    without = b"\n".join(line for line in opf.splitlines() if b"application/json" not in line)
    data = repacked(rich, {"EPUB/content.opf": without, "EPUB/data/article-1.json": None})
    with pytest.raises(InvalidDocument, match="only our own"):
        epub.read(data)
    assert epub.check(data) == ["no article is inside"]


def test_an_entry_is_read_to_a_limit(rich: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "_MAX_ENTRY", 5000)
    with pytest.raises(TooLarge):
        epub.read(repacked(rich, {"EPUB/data/article-1.json": b" " * 9000}))


STORY = "EPUB/a1-story.xhtml"


@pytest.mark.parametrize(
    "name, before, after, finding",
    [
        (STORY, b"</body>", b"<script>x</script></body>", "active content <script>"),
        (STORY, b"<p>", b'<p onclick="x">', "active content in onclick"),
        (STORY, b"</body>", b'<img src="https://example.org/a.png" alt=""/></body>', "loads what is not in the book"),
        (STORY, b"</body>", b"</bady>", "not well-formed"),
        (STORY, b'xml:lang="en-CA"', b'xml:lang="fr"', "does not say its language"),
        (STORY, b"</body>", b'<a href="#nowhere">x</a><a href="gone.xhtml">x</a></body>', "link to gone.xhtml"),
        ("EPUB/content.opf", b"<dc:language>en-CA</dc:language>", b"", "no dc:language"),
        ("EPUB/content.opf", b'properties="nav"', b"", "0 navigation documents"),
        ("EPUB/content.opf", b'idref="colophon"', b'idref="gone"', "the spine names gone"),
        ("EPUB/content.opf", b'id="style"', b'id="nav"', "the id nav is there 2 times"),
        ("EPUB/content.opf", b'href="book.css"', b'href="look.css"', "names EPUB/look.css, which is not there"),
        ("mimetype", b"epub", b"epob", "does not say application/epub+zip"),
    ],
)
def test_what_is_wrong_is_named(rich: bytes, name: str, before: bytes, after: bytes, finding: str) -> None:
    changed = entries(rich)[name].replace(before, after, 1)
    assert changed != entries(rich)[name]
    assert finding in " | ".join(epub.check(repacked(rich, {name: changed})))


def test_mimetype_must_come_first(rich: bytes) -> None:
    assert "mimetype is not the first entry" in " ".join(epub.check(repacked(rich, {}, first="EPUB/book.css")))
