from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from lxml import etree

from newsarchive.errors import InvalidDocument, NewsArchiveError, NotAnArticle
from newsarchive.formats.nitf.read import read
from newsarchive.formats.nitf.validate import check
from newsarchive.formats.nitf.write import write
from newsarchive.model import (
    Article,
    Cell,
    Credit,
    Figure,
    Footnote,
    Heading,
    Identifier,
    Item,
    Listing,
    Media,
    Moment,
    Organisation,
    Paragraph,
    Person,
    Preformatted,
    Quote,
    Rights,
    Row,
    Rule,
    Subject,
    Table,
    run,
)
from newsarchive.model.walk import text_of
from newsarchive.notes import Account
from tests.articles import articles
from tests.rich import rich_article

N = {"n": "http://iptc.org/std/NITF/2006-10-18/"}

# As an agency sent it in the days of the DTD: a DOCTYPE, no namespace, another version, every kind of block.
OLD = b"""<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE nitf SYSTEM "http://www.nitf.example/nitf-3-2.dtd">
<nitf version="-//IPTC//DTD NITF 3.2//EN" change.date="October 10, 2003">
 <head>
  <title>Rain stops play</title>
  <tobject><tobject.subject tobject.subject.refnum="15000000" tobject.subject.type="Sport"/></tobject>
  <docdata management-status="usable">
   <correction info="Corrects the score."/>
   <doc-id regsrc="WIRE" id-string="rain-1"/>
   <date.issue norm="20030610T143000+0100"/>
   <doc.copyright year="2003" holder="Wire Ltd"/>
   <doc.rights owner="Wire Ltd" limitations="Print only"/>
   <key-list><keyword key="cricket"/><keyword key="  "/></key-list>
  </docdata>
  <pubdata name="The Example Post" ex-ref="https://post.example/rain" position.section="Sport"/>
 </head>
 <body>
  <body.head>
   <hedline><hl1>Rain stops play</hl1><hl2>Third day lost</hl2></hedline>
   <note type="npa"><body.content><p>Call +44 0 for the editor</p></body.content></note>
   <note><body.content><p>Refiled with a photo.</p></body.content></note>
   <byline>By <person>Ann Lee</person><byttl>Staff Reporter</byttl></byline>
   <distributor><org>Wire</org></distributor>
   <dateline><location><city>LEEDS</city></location>, <story.date norm="20030610">June 10</story.date> -- </dateline>
   <abstract><p>The third day was lost.</p></abstract>
  </body.head>
  <body.content>
   <block><p>It <em class="italic">rained</em> on <person><name.given>Joe</name.given> <name.family>Root</name.family></person>,
      said <a href="https://post.example/1">the Post</a>.</p></block>
   <hl2>The umpires</hl2>
   <bq><block><p>No chance.</p></block><credit>An umpire</credit></bq>
   <ul><li>Leeds</li><li>York<ol seqnum="3"><li>Hull</li></ol></li></ul>
   <table><caption>Score</caption><thead><tr><th>Team</th><th>Runs</th></tr></thead>
    <tbody><tr><td>Us</td><td>12</td></tr></tbody></table>
   <media media-type="image"><media-metadata name="x" value="y"/>
    <media-reference source="https://post.example/a.jpg" mime-type="image/jpeg" width="800" height="600" alternate-text="Covers"/>
    <media-caption>Covers on the pitch.</media-caption><media-producer><person>Bo Lens</person>/<org>Wire</org></media-producer></media>
   <pre>12 for 1
  lunch</pre><hr/>
   <fn><body.content><p>A note.</p></body.content></fn>
   <nitf-table><nitf-table-metadata><nitf-colgroup/></nitf-table-metadata><table><tbody><tr><td>x</td></tr></tbody></table></nitf-table>
  </body.content>
  <body.end><tagline>First published June 10, 2003.</tagline></body.end>
 </body>
</nitf>"""


def test_an_old_document_is_read_whole():
    notes = Account()
    article = read(OLD, notes=notes)
    assert (article.headline, article.deck, article.summary) == (
        "Rain stops play",
        "Third day lost",
        "The third day was lost.",
    )
    assert article.authors == (Person("Ann Lee", role="Staff Reporter"),)
    assert article.agency == Organisation("Wire")
    assert article.publisher == Organisation("The Example Post")
    assert (article.url, article.section) == ("https://post.example/rain", "Sport")
    assert (article.dateline.printed, article.dateline.place) == ("LEEDS, June 10 -- ", "LEEDS")
    assert article.published == Moment("2003-06-10T14:30:00+01:00")
    assert article.keywords == ("cricket",)
    assert article.subjects == (Subject("15000000", "Sport"),)
    assert article.identifiers == (Identifier("WIRE", "rain-1"),)
    assert article.rights == Rights(holder="Wire Ltd", year=2003, usage="Print only")
    assert article.first_published.printed == "First published June 10, 2003."
    assert [(notice.kind, notice.printed) for notice in article.notices] == [
        ("editor", "Refiled with a photo."),
        ("correction", "Corrects the score."),
    ]
    assert any("not for publication" in note.reason for note in notes.of("lost"))
    assert any("namespace" in note.reason for note in notes.of("source"))


def test_each_block_of_an_old_document_is_read():
    text, heading, quote, listing, table, figure, pre, rule, note, bare = read(OLD).body
    assert text == Paragraph(
        (
            run("It "),
            run("rained", "em"),
            run(" on Joe Root, said "),
            run("the Post", href="https://post.example/1"),
            run("."),
        )
    )
    assert heading == Heading((run("The umpires"),))
    assert quote == Quote((Paragraph((run("No chance."),)),), attribution=(run("An umpire"),))
    inner = Listing((Item((Paragraph((run("Hull"),)),)),), ordered=True, start=3)
    assert listing == Listing((Item((Paragraph((run("Leeds"),)),)), Item((Paragraph((run("York"),)), inner))))
    assert table == Table(
        (
            Row((Cell((run("Team"),), header=True), Cell((run("Runs"),), header=True))),
            Row((Cell((run("Us"),)), Cell((run("12"),)))),
        ),
        head=1,
        caption=(run("Score"),),
    )
    assert figure == Figure(
        (Media("https://post.example/a.jpg", alt="Covers", width=800, height=600, media_type="image/jpeg"),),
        (run("Covers on the pitch."),),
        Credit("Bo Lens/Wire", "Bo Lens", "Wire"),
    )
    assert pre == Preformatted("12 for 1\n  lunch")
    assert rule == Rule()
    assert isinstance(note, Footnote)
    assert note.blocks == (Paragraph((run("A note."),)),)
    assert bare == Table((Row((Cell((run("x"),)),)),))


def test_the_rich_article_is_valid_and_comes_back_whole():
    notes, seen = Account(), Account()
    data = write(rich_article(), notes=notes)
    assert check(data) == []
    assert read(data, notes=seen) == rich_article()
    assert [len(notes), len(seen)] == [0, 0]


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("/n:nitf/@version", "-//IPTC//DTD NITF 3.6//EN"),
        ("/n:nitf/@xml:lang", "en-CA"),
        ("//n:docdata/n:doc-id/@id-string", "it82204"),
        ("//n:docdata/n:date.issue/@norm", "20210217T090500-0800"),
        ("//n:docdata/n:date.release/@norm", "20210218T0730-0800"),
        ("//n:docdata/n:doc.copyright/@holder", "Example Wire"),
        ("//n:docdata/n:evloc/@iso-cc", "CA"),
        ("//n:keyword/@key", "ferry"),
        ("//n:pubdata/@name", "The Example Gazette"),
        ("//n:pubdata/@ex-ref", "https://news.example.org/2021/02/17/ferry?id=1&lang=en"),
        ("//n:hl1/text()", "Harbour town votes to keep its last ferry — “for now”"),
        ("//n:byline/n:person/text()", "Ada Moreau"),
        ("//n:distributor/n:org/text()", "Example Wire"),
        ("//n:rights/text()", "© 2021 Example Wire. All rights reserved."),
        ("//n:abstract/n:p/text()", "The council of Port Sel voted five to four to keep the last ferry running."),
        ("//n:tagline/text()", "This report by Example Wire was first published Feb. 17, 2021."),
        ("//n:media-reference/@alternate-text", "A white ferry leaves a small harbour at dusk"),
        ("//n:media-producer/n:person/text()", "Nils Brandt"),
        ("string(//n:dateline)", "PORT SEL, Feb. 17 (EXW) — "),
        ("//n:dateline/n:location/text()", "PORT SEL"),
    ],
)
def test_each_fact_is_in_its_place(path, value):
    found = etree.fromstring(write(rich_article())).xpath(path, namespaces=N)
    assert value in ([found] if isinstance(found, str) else [str(part) for part in found])


@pytest.mark.parametrize(
    "moment", ["2021", "2021-02", "2021-02-17", "2021-02-17T09:05", "2021-02-17T09:05Z", "2021-02-17T09:05:30-08:00"]
)
def test_dates_keep_their_precision(moment):
    article = Article(headline="Rain", published=Moment(moment))
    assert b"newsarchive:published" not in write(article)
    assert read(write(article)) == article


@pytest.mark.parametrize(
    "article", [Article(), Article(headline="Rain"), Article(body=(Rule(),)), Article(rights=Rights(notice="©"))]
)
def test_a_bare_article_is_valid_too(article):
    data = write(article)
    assert check(data) == []
    assert read(data) == article


def test_words_that_xml_forbids_are_lost_with_a_note():
    notes = Account()
    data = write(Article(headline="Ra\x00in"), notes=notes)
    assert check(data) == []
    assert {note.code for note in notes.of("lost")} == {"NA403"}


def test_facts_that_make_no_sense_are_an_oddity_not_an_error():
    data = write(Article(headline="Rain", paywalled=True)).replace(b'content="true"', b'content="perhaps"')
    notes = Account()
    assert read(data, notes=notes).headline == "Rain"
    assert any("were changed" in note.reason for note in notes)


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b"<nitf/>", NotAnArticle),
        (b"<html/>", InvalidDocument),
        (b"", NewsArchiveError),
        (b"<nitf><body>", NewsArchiveError),
    ],
)
def test_what_cannot_be_read_is_our_error(data, error):
    with pytest.raises(error):
        read(data)


def test_an_entity_of_a_stranger_is_never_resolved():
    data = OLD.replace(b'"http://www.nitf.example/nitf-3-2.dtd"', b'"x" [<!ENTITY me SYSTEM "file:///etc/hostname">]')
    article = read(data.replace(b"No chance.", b"No &me; chance."))
    assert article.body[2].blocks == (Paragraph((run("No &me; chance."),)),)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        (b"DTD NITF 3.6", b"DTD NITF 3.5", "version"),
        (b"<hl1>", b"<hl3>", "not well-formed"),
        (b"<hl1>Rain</hl1>", b"", "hl1"),
        (b"2006-10-18", b"2003-06-10", "namespace"),
    ],
)
def test_each_fault_is_found(old, new, says):
    data = write(Article(headline="Rain", body=(Paragraph((run("It rained."),)),)))
    assert any(says in said for said in check(data.replace(old, new)))


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(article=articles())
def test_every_article_is_written_valid_and_read_back(article):
    notes = Account()
    data = write(article, notes=notes)
    assert check(data) == []
    assert read(data) == article or notes.of("lost")
    assert write(article) == data
    words = "".join("".join(etree.fromstring(data).itertext()).split())
    for line in text_of(article.body).split("\n"):
        assert "".join(line.split()) in words


def test_a_footnote_without_an_id_has_one_that_is_kept():
    (note,) = [block for block in read(OLD).body if isinstance(block, Footnote)]
    assert note.id == "fn1"
    assert read(write(read(OLD))) == read(OLD)


@pytest.mark.parametrize(
    ("old", "new"), [(b"editorsnote", b"hd"), (b'class="correction"', b'class="x"'), (b"na:dir", b"na:x")]
)
def test_a_document_of_ours_that_others_changed_is_read(old, new):
    data = write(rich_article())
    assert old in data
    assert read(data.replace(old, new)).headline == rich_article().headline


def test_an_empty_mark_in_a_credit_is_no_name():
    (figure,) = [
        block
        for block in read(OLD.replace(b"<person>Bo Lens</person>", b"<person/>")).body
        if isinstance(block, Figure)
    ]
    assert figure.credit == Credit("/Wire", None, "Wire")


def test_what_wire_services_write_is_read():
    data = b"""<nitf><body><body.head><hedline><hl1 id="headline">Rain</hl1><hl2 id="originalHeadline">Rain</hl2></hedline>
     <byline>By ANN LEE</byline><dateline>LEEDS</dateline></body.head>
     <body.content><block id="Main"><p>LEEDS (Wire) _ It rained.</p></block></body.content>
     <body.end><tagline>Bo Lens contributed.</tagline></body.end></body></nitf>"""
    article = read(data)
    assert (article.headline, article.deck, article.text) == ("Rain", None, "LEEDS (Wire) _ It rained.")
    assert article.dateline.printed == "LEEDS (Wire) _ "
    assert article.authors == (Person("ANN LEE"),)
    assert [(notice.kind, notice.printed) for notice in article.notices] == [("contributors", "Bo Lens contributed.")]


@pytest.mark.parametrize(
    ("status", "notices"), [("canceled", ["Status: canceled"]), ("embargoed", ["Status: embargoed"]), ("usable", [])]
)
def test_a_status_that_matters_is_a_notice(status, notices):
    data = f'<nitf><head><docdata management-status="{status}"/></head><body><body.head><hedline><hl1>Rain</hl1></hedline></body.head></body></nitf>'
    assert [notice.printed for notice in read(data.encode()).notices] == notices


def test_parts_of_a_byline_do_not_run_together():
    data = b"""<nitf><body><body.head><hedline><hl1>Rain</hl1></hedline>
     <byline>By <person>ANN LEE</person><byttl>Wire Writer</byttl></byline></body.head></body></nitf>"""
    assert read(data).byline == "By ANN LEE Wire Writer"
    assert read(data.replace(b"</person>", b"</person>, ")).byline == "By ANN LEE, Wire Writer"
