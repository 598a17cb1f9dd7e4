from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest
from lxml import etree
from msgspec.structs import replace

from newsarchive.errors import UsageError
from newsarchive.formats.newsml_g2.guids import story_guid
from newsarchive.formats.newsml_g2.read import read, read_all
from newsarchive.formats.newsml_g2.validate import check
from newsarchive.formats.newsml_g2.write import bind, write
from newsarchive.model import (
    Article,
    Figure,
    FirstPublished,
    Identifier,
    Item,
    Listing,
    Media,
    Moment,
    Organisation,
    Paragraph,
    Person,
    Provenance,
    Run,
    Subject,
    run,
)
from newsarchive.notes import Account
from tests.rich import HARBOUR_JPG, PIXEL, rich_article, rich_media

N = {
    "n": "http://iptc.org/std/nar/2006-10-01/",
    "h": "http://www.w3.org/1999/xhtml",
    "t": "http://iptc.org/std/NITF/2006-10-18/",
}


def _tree(article, **options):
    return etree.fromstring(write(article, **options))


def _values(tree, path):
    return [str(value) for value in tree.xpath(path, namespaces=N)]


STORY = "//n:newsItem[n:itemMeta/n:itemClass/@qcode='ninat:text']"


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("/@guid", "tag:news.example.org,2021-02-17:it82204"),
        ("/@xml:lang", "en-CA"),
        ("/@dir", "ltr"),
        ("/@standardversion", "2.35"),
        ("/@conformance", "power"),
        ("/n:itemMeta/n:provider/n:name/text()", "The Example Gazette"),
        ("/n:itemMeta/n:versionCreated/text()", "2021-02-18T07:30:00-08:00"),
        ("/n:itemMeta/n:firstCreated/text()", "2021-02-17T09:05:00-08:00"),
        ("/n:itemMeta/n:pubStatus/@qcode", "stat:usable"),
        (
            "/n:itemMeta/n:edNote[@role='nanote:first-published']/text()",
            "This report by Example Wire was first published Feb. 17, 2021.",
        ),
        (
            "/n:itemMeta/n:edNote[@role='nanote:correction']/text()",
            "Correction, Feb. 18, 2021: An earlier version gave a wrong number of seats.",
        ),
        ("/n:itemMeta/n:hash/text()", "ab" * 32),
        ("/n:itemMeta/n:link[@rel='irel:derivedFrom']/@href", "https://news.example.org/2021/02/17/ferry?id=1&lang=en"),
        ("/n:hopHistory/n:hop[2]/@timestamp", "2021-02-19T00:00:01Z"),
        ("/n:pubHistory/n:published/n:timestamp/text()", "2021-02-17T09:05:00-08:00"),
        ("/n:rightsInfo/n:copyrightHolder/n:name/text()", "Example Wire"),
        ("/n:rightsInfo/n:copyrightNotice/text()", "© 2021 Example Wire. All rights reserved."),
        ("/n:rightsInfo/n:usageTerms/text()", "May not be republished without a licence."),
        ("/n:contentMeta/n:contentCreated/text()", "2021-02-17T09:05:00-08:00"),
        ("/n:contentMeta/n:contentModified/text()", "2021-02-18T07:30:00-08:00"),
        ("/n:contentMeta/n:located[1]/n:name/text()", "Port Sel"),
        ("/n:contentMeta/n:located[1]/n:broader/@qcode", "iso3166-1a2:CA"),
        ("/n:contentMeta/n:infoSource[@role='isrol:originfo']/n:name/text()", "Example Wire"),
        ("/n:contentMeta/n:creator[1]/n:name/text()", "Ada Moreau"),
        ("/n:contentMeta/n:subject[@qcode='medtop:20000337']/n:name/text()", "shipping"),
        ("/n:contentMeta/n:headline[not(@role)]/text()", "Harbour town votes to keep its last ferry — “for now”"),
        ("/n:contentMeta/n:dateline/text()", "PORT SEL, Feb. 17 (EXW) — "),
        ("/n:contentMeta/n:by/text()", "By Ada Moreau and the Coast Desk"),
        (
            "/n:contentMeta/n:description[@role='drol:summary']/text()",
            "The council of Port Sel voted five to four to keep the last ferry running.",
        ),
        ("/n:contentSet/n:inlineXML/@contenttype", "application/xhtml+xml"),
        ("//h:span[@class='dateline']/text()", "PORT SEL, Feb. 17 (EXW) — "),
    ],
)
def test_each_fact_is_in_its_place(path, value):
    assert _values(_tree(rich_article()), STORY + path)[:1] == [value]


@pytest.mark.parametrize(
    "options",
    [
        {},
        {"content": "nitf"},
        {"item": "newsItem"},
        {"media": rich_media},
        {"media": rich_media, "pictures": "embed"},
        {"version": 3},
    ],
)
def test_the_rich_article_is_valid_and_comes_back_whole(options):
    notes = Account()
    data = write(rich_article(), notes=notes, **options)
    assert check(data) == []
    assert notes.of("lost") == []
    seen = Account()
    assert read(data, notes=seen) == rich_article()
    assert len(seen) == 0


def test_the_whole_text_stands_in_the_document():
    words = "".join("".join(_tree(rich_article()).itertext()).split())
    for line in rich_article().text.split("\n"):
        assert "".join(line.split()) in words


def test_a_story_without_pictures_is_one_item():
    article = Article(headline="Rain", body=(Paragraph((run("It rained."),)),))
    assert etree.QName(_tree(article)).localname == "newsItem"
    assert etree.QName(_tree(article, item="newsMessage")).localname == "newsMessage"


def test_a_story_with_pictures_is_a_message_with_a_package():
    tree = _tree(rich_article(), media=rich_media)
    pictures = _values(tree, "//n:newsItem[n:itemMeta/n:itemClass/@qcode='ninat:picture']/@guid")
    assert _values(tree, "//n:packageItem//n:itemRef/@residref")[1 : 1 + len(pictures)] == pictures
    first = f"//n:newsItem[@guid='{pictures[0]}']"
    assert _values(tree, f"{first}//n:remoteContent/@href") == [HARBOUR_JPG]
    assert _values(tree, f"{first}//n:remoteContent/@width") == ["1"]
    assert _values(tree, f"{first}//n:hash/text()") == [hashlib.sha256(PIXEL).hexdigest()]
    assert _values(tree, f"{first}//n:creditline/text()") == ["EXAMPLE WIRE/Nils Brandt"]
    assert _values(tree, f"{first}//n:creator/n:name/text()") == ["Nils Brandt"]
    assert "dusk" in _values(tree, f"{first}//n:description[@role='nadesc:alt']/text()")[0]


def test_nothing_in_the_content_loads_from_elsewhere():
    tree = _tree(rich_article(), media=rich_media)
    assert tree.xpath("//h:img | //h:video | //h:audio | //h:iframe | //h:link | //h:script", namespaces=N) == []


def test_the_guid_is_the_same_for_all_versions():
    first = Article(headline="Rain", url="https://example.org/rain", published=Moment("2021-02-17"))
    later = replace(
        first, headline="Rain goes on", updated=Moment("2021-02-19"), provenance=Provenance(sha256="0" * 64)
    )
    assert story_guid(first) == story_guid(later)
    assert story_guid(first) != story_guid(replace(first, url="https://example.org/sun"))
    assert story_guid(first).startswith("urn:uuid:")


@pytest.mark.parametrize(
    "article",
    [
        Article(headline="Rain", publisher=Organisation("Gazette"), identifiers=(Identifier("cms", "1"),)),
        Article(headline="Rain", provenance=Provenance(sha256="0" * 64)),
        Article(headline="Rain"),
        Article(),
        Article(headline="Rain", identifiers=(Identifier("guid", "no uri"),)),
    ],
)
def test_every_article_has_a_guid_and_a_place(article):
    data = write(article)
    assert check(data) == []
    assert read(data) == article


def test_the_publishers_own_guid_is_kept():
    article = Article(headline="Rain", identifiers=(Identifier("guid", "urn:newsml:wire.example:2021:1"),))
    assert _tree(article).get("guid") == "urn:newsml:wire.example:2021:1"


@pytest.mark.parametrize(
    ("moment", "created"),
    [
        ("2021", "2021"),
        ("2021-02", "2021-02"),
        ("2021-02-17", "2021-02-17"),
        ("2021-02-17T09:05", "2021-02-17T09:05:00"),
    ],
)
def test_dates_keep_their_precision(moment, created):
    article = Article(headline="Rain", published=Moment(moment))
    tree = _tree(article)
    assert _values(tree, "//n:contentCreated/text()") == [created]
    assert _values(tree, "//n:firstCreated/text()") == []
    assert read(write(article)).published == Moment(moment)


def test_a_first_published_day_is_when_the_content_was_created():
    article = Article(
        headline="Rain", first_published=FirstPublished("First published Feb. 17, 2021.", Moment("2021-02-17"))
    )
    assert _values(_tree(article), "//n:contentCreated/text()") == ["2021-02-17"]
    assert read(write(article)) == article


def test_an_article_without_any_date_says_so():
    notes = Account()
    tree = etree.fromstring(write(Article(headline="Rain"), notes=notes))
    assert _values(tree, "//n:versionCreated/text()") == ["1970-01-01T00:00:00Z"]
    assert [note.code for note in notes] == ["NA351"]


def test_every_alias_is_declared_where_it_is_used():
    article = Article(headline="Rain", subjects=(Subject("x:1", "rain"), Subject("medtop:1", "weather")))
    data = write(article)
    assert check(data) == []
    assert b'literal="x:1"' in data
    assert b'qcode="medtop:1"' in data


def test_words_that_xml_forbids_are_lost_with_a_note():
    notes = Account()
    data = write(Article(headline="Ra\x00in\x0b", body=(Paragraph((run("A\x1fB"),)),)), notes=notes)
    assert check(data) == []
    assert {note.code for note in notes.of("lost")} == {"NA403"}
    assert read(data).headline == "Rain"


def test_a_malformed_language_is_noted_and_kept():
    notes = Account()
    article = Article(headline="Rain", language="not a tag")
    data = write(article, notes=notes)
    assert read(data) == article
    assert [note.rule for note in notes.of("lost")] == ["language"]


def test_what_stands_twice_in_a_story_is_one_item():
    twice = Figure((Media("https://example.org/a.jpg"),))
    data = write(Article(headline="Rain", lead=twice, body=(twice,)))
    assert data.count(b"ninat:picture") == 3  # the link, the package's reference, the item
    assert read(data).body == (twice,)


def test_an_edition_holds_its_stories_in_order():
    other = Article(headline="Rain", url="https://example.org/rain", body=(Paragraph((run("It rained."),)),))
    data = bind((other, rich_article(), replace(other, headline="Rain again")), title="Friday")
    assert check(data) == []
    tree = etree.fromstring(data)
    assert _values(tree, "//n:packageItem[1]/n:itemMeta/n:title/text()")[:1] == ["Friday"]
    assert _values(tree, "(//n:packageItem)[1]//n:itemRef/@version") == ["1", "1", "2"]
    assert [story.headline for story in read_all(data)] == ["Rain", rich_article().headline, "Rain again"]
    assert read_all(data)[1] == rich_article()


@pytest.mark.parametrize("options", [{"content": "rtf"}, {"item": "x"}, {"pictures": "x"}, {"version": 0}])
def test_an_option_that_is_none_is_refused(options):
    with pytest.raises(UsageError):
        write(Article(headline="Rain"), **options)


def test_an_empty_edition_is_refused():
    with pytest.raises(UsageError):
        bind(())


def test_a_reformatted_document_is_still_read():
    # Somebody's tool puts each element of the metadata on lines of its own; the inline content is as it was.
    article = Article(headline="Rain", body=(Paragraph((Run("It "), Run("rained", ("em",)), Run("."))),))
    data = write(article).replace(b"><", b">\n      <", 3)
    assert read(data) == article


def test_facts_that_were_changed_by_hand_are_read_as_they_are_now():
    data = write(Article(headline="Rain", kicker="Weather")).replace(b">Rain<", b">Snow<")
    assert (read(data).headline, read(data).kicker) == ("Snow", "Weather")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"nanote:correction", b"nanote:x"),
        (b' dir="ltr"', b' dir="x"'),
        (b"newsarchive/1", b"newsarchive/9"),
        (b'json-ld"', b'guess"'),
    ],
)
def test_a_document_of_ours_that_others_changed_is_read(old, new):
    data = write(rich_article())
    assert old in data
    article = read(data.replace(old, new))
    assert article.headline == rich_article().headline
    assert article.text == rich_article().text


def test_facts_that_make_no_sense_are_an_oddity_not_an_error():
    data = write(Article(headline="Rain", paywalled=True)).replace(b'value="true"', b'value="perhaps"')
    notes = Account()
    assert read(data, notes=notes).headline == "Rain"
    assert any("were changed" in note.reason for note in notes)


def test_another_process_writes_the_same_bytes(tmp_path):
    root = str(Path(__file__).parents[3])
    script = (
        "import sys; sys.path.insert(0, sys.argv[1])\n"
        "from tests.rich import rich_article, rich_media\n"
        "from newsarchive.formats.newsml_g2.write import write\n"
        "from newsarchive.formats.nitf.write import write as nitf\n"
        "sys.stdout.buffer.write(write(rich_article(), media=rich_media) + nitf(rich_article()))\n"
    )
    outputs = set()
    for seed, locale, zone in (("0", "C", "UTC"), ("7", "de_DE.UTF-8", "Asia/Tokyo")):
        environment = {**os.environ, "PYTHONHASHSEED": seed, "LC_ALL": locale, "LANG": locale, "TZ": zone}
        done = subprocess.run(
            [sys.executable, "-c", script, root], cwd=tmp_path, env=environment, capture_output=True, check=True
        )
        outputs.add(done.stdout)
    assert len(outputs) == 1
    from newsarchive.formats.nitf.write import write as nitf

    assert outputs == {write(rich_article(), media=rich_media) + nitf(rich_article())}


def test_two_line_breaks_in_an_item_of_a_list_do_not_part_it():
    story = (Listing((Item((Paragraph((run("One\n\ntwo"),)),)),)),)
    assert read(write(Article(headline="Rain", body=story))).body == story


def test_facts_of_several_lines_stay_whole():
    wire = Organisation("A\nWire", code="A\tW", printed="A\nWire\n")
    person = Person("Ann\nLee", role="Staff\nReporter", affiliation="A\n\tWire")
    article = Article(
        headline="Rain\nstops", agency=wire, publisher=wire, authors=(person,), keywords=("a\nb",), section="x\ny"
    )
    data = write(article)
    assert check(data) == []
    assert read(data) == article


@pytest.mark.parametrize(
    "nasty",
    [
        "", "\x00", "\ud800", "a\nb\tc", " x ", "<script>x()</script>", "]]>", "javascript:x()", "data:text/html,x", "http://[", "//x.example/",
        "http://x.example:/", "http://x.example:y/", "https://x.example/100%", "https://x.example/a#b#c", "https://a@b@c/", "naid:x y", "0000",
        "2021-99-99", "9999-12-31T23:59:59+14:00", "0001-01-01T00:00:00+13:00", "null", "x" * 9000,
    ],
)  # fmt: skip
def test_an_article_of_nasty_values_is_valid(nasty):
    party = Organisation(nasty, code=nasty, url=nasty, printed=nasty)
    article = Article(
        headline=nasty,
        url=nasty,
        agency=party,
        publisher=party,
        authors=(Person(nasty, nasty, nasty, nasty),),
        identifiers=(Identifier(nasty, nasty), Identifier("guid", nasty), Identifier("version", nasty)),
        subjects=(Subject(f"medtop:{nasty}", nasty),),
        published=Moment(nasty),
        updated=Moment(nasty),
        language=nasty,
        provenance=Provenance(sha256=nasty, captured=Moment(nasty)),
        lead=Figure((Media(nasty, alt=nasty, title=nasty, width=-1, media_type=nasty),)),
        body=(Paragraph((Run(nasty or "x", href=nasty, lang=nasty, note=nasty),)),),
    )
    for content in ("xhtml", "nitf"):
        notes = Account()
        data = write(article, notes=notes, content=content)
        assert check(data) == []
        assert read(data) == article or notes.of("lost") or not nasty


@pytest.mark.parametrize(
    ("url", "href"),
    [
        ("https://example.org/a b.jpg", "https://example.org/a%20b.jpg"),
        ("story_files/größe 1%.jpg", "story_files/gr%C3%B6%C3%9Fe%201%25.jpg"),
        ("//example.org/a.jpg", None),
        ("/etc/a.jpg", None),
        ("file:///etc/a.jpg", None),
        ("data:image/gif;base64,R0lGODlhAQABAAAAACwAAAAAAQABAAA=", None),
    ],
)
def test_a_picture_is_pointed_at_where_that_does_no_harm(url, href):
    data = write(Article(headline="Rain", lead=Figure((Media(url),))))
    assert _values(etree.fromstring(data), "//n:remoteContent/@href") == ([href] if href else [])
    assert read(data).lead.media[0].url == url
