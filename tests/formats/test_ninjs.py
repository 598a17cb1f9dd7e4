from __future__ import annotations

import json

import pytest

from newsarchive.errors import InvalidDocument, NotAnArticle, UsageError
from newsarchive.formats import ninjs
from newsarchive.formats.ninjs.validate import faults
from newsarchive.model import Article, Identifier, Moment, Organisation, Paragraph, Run
from newsarchive.model.walk import text_of
from newsarchive.notes import Account
from tests.rich import rich_article

VERSIONS = ("3.1", "2.1", "1.4")


def _written(article, version="3.1"):
    notes = Account()
    return ninjs.write(article, notes=notes, version=version), notes


def _read(document):
    notes = Account()
    return ninjs.read(json.dumps(document).encode(), notes=notes), notes


@pytest.mark.parametrize("version", VERSIONS)
def test_the_rich_article_is_valid_and_its_story_comes_back(version):
    data, _ = _written(rich_article(), version)
    assert ninjs.check(data) == []
    back = ninjs.read(data)
    assert back.body == rich_article().body
    for fact in (
        "headline",
        "kicker",
        "deck",
        "byline",
        "section",
        "keywords",
        "summary",
        "language",
        "url",
        "identifiers",
        "paywalled",
    ):
        assert getattr(back, fact) == getattr(rich_article(), fact), fact
    assert back.dateline.printed == "PORT SEL, Feb. 17 (EXW) — "
    assert back.agency.name == "Example Wire"
    assert back.published.iso == "2021-02-17T09:05:00-08:00"
    assert back.updated.iso == "2021-02-18T07:30-08:00"
    assert back.rights.notice == "© 2021 Example Wire. All rights reserved."
    assert back.lead.credit == rich_article().lead.credit


def test_what_has_no_place_is_noted():
    _, notes = _written(rich_article())
    lost = {note.fact: note.reason for note in notes}
    assert "0.role" in lost["authors"]
    assert "year" in lost["rights"]
    assert "evidence" in lost
    assert "body" not in lost


def test_a_day_stays_a_day():
    data, notes = _written(Article(headline="H", published=Moment("2021-02-17"), updated=Moment("2021-02")))
    item = json.loads(data)
    assert item["firstCreated"] == "2021-02-17T00:00:00Z"
    back = ninjs.read(data)
    assert (back.published, back.updated) == (Moment("2021-02-17"), Moment("2021-02"))
    assert not notes.of("lost")


def test_a_date_of_update_alone_stays_one():
    article = Article(headline="H", updated=Moment("2021-02-17T00:00:00Z"))
    assert ninjs.read(_written(article)[0]) == article
    same = Article(headline="H", updated=Moment("2021-02-17T00:00:00Z"), published=Moment("2021-02-17T00:00:00Z"))
    assert ninjs.read(_written(same)[0]) == same


def test_the_uri_is_the_guid_or_the_address_or_made_of_the_words():
    guid = Article(headline="H", identifiers=(Identifier("guid", "tag:a.example,2021:1"),), url="https://a.example/1")
    assert json.loads(_written(guid)[0])["uri"] == "tag:a.example,2021:1"
    assert ninjs.read(_written(guid)[0]) == guid
    spelled = Article(headline="H", url="https://a.example/é b|")
    assert json.loads(_written(spelled)[0])["uri"] == "https://a.example/%C3%A9b%7C"
    bare = Article(headline="H")
    assert json.loads(_written(bare)[0])["uri"].startswith("urn:uuid:")
    assert ninjs.read(_written(bare)[0]) == bare


def test_version_1_is_flat():
    item = json.loads(_written(rich_article(), "1.4")[0])
    assert item["headline"].startswith("Harbour town")
    assert item["byline"] == "By Ada Moreau and the Coast Desk"
    assert item["body_xhtml"].startswith("<div")
    assert item["representationtype"] == "complete"
    assert {
        "name": "shipping",
        "rel": "about",
        "scheme": "http://cv.iptc.org/newscodes/mediatopic/",
        "code": "20000337",
    } in item["subject"]


def test_an_agency_item_of_3_0():
    article, notes = _read({
        "uri": "urn:newsml:wire.example:20210217:1",
        "versionCreated": "2021-02-17T09:05:00.000+0100",
        "headlines": [{"role": "main", "value": "Ferry stays"}],
        "bodies": [
            {"role": "ttnitf", "contentType": "application/xml", "value": "<NITF><P>x</P></NITF>"},
            {"contentType": "text/html", "value": "<section><h1>Ferry stays</h1><p>The <b>ferry</b> stays.<br>Really.</p></section>"},
            {"contentType": "text/plain", "value": "The ferry stays."},
        ],
        "infoSources": [{"name": "Example Wire", "literal": "EXW"}],
        "copyrightNotice": "© Example Wire",
        "edNote": "Corrects the headline",
        "associations": [
            {
                "name": "a1",
                "uri": "https://wire.example/p",
                "type": "picture",
                "by": "Nils Brandt",
                "descriptions": [{"role": "caption", "value": "The ferry"}],
                "renditions": [
                    {"name": "thumb", "href": "https://wire.example/s.jpg", "width": 100},
                    {"name": "full", "href": "https://wire.example/l.jpg", "width": 900},
                ],
            }
        ],
    })  # fmt: skip
    assert article.headline == "Ferry stays"
    assert article.body == (Paragraph((Run("The "), Run("ferry", ("strong",)), Run(" stays.\nReally."))),)
    assert article.published == Moment("2021-02-17T09:05:00+01:00")
    assert article.identifiers == (Identifier("guid", "urn:newsml:wire.example:20210217:1"),)
    assert article.agency == Organisation("Example Wire", "EXW")
    assert article.notices[0].printed == "Corrects the headline"
    assert article.lead.media[0].url == "https://wire.example/l.jpg"
    assert article.lead.credit.photographer == "Nils Brandt"
    assert [note.rule for note in notes] == ["ninjs-headline"]


def test_a_picture_item_of_1_x():
    article, _ = _read({
        "uri": "https://a.example/p1",
        "type": "picture",
        "headline": "Ferry",
        "byline": "Nils Brandt",
        "description_text": "The ferry at dusk",
        "renditions": {"main": {"href": "https://a.example/p.jpg", "mimetype": "image/jpeg", "width": 10, "height": 5}},
    })  # fmt: skip
    assert article.body == ()
    assert article.lead.media[0].media_type == "image/jpeg"
    assert article.lead_image.caption == "The ferry at dusk"


def test_the_dateline_is_taken_off_plain_text_too():
    item = json.loads(_written(rich_article())[0])
    item["bodies"] = [body for body in item["bodies"] if body["role"] == "text"]
    article, _ = _read(item)
    assert text_of(article.body).startswith("The council of Port Sel voted")
    assert article.dateline.printed == "PORT SEL, Feb. 17 (EXW) — "


def test_an_item_in_the_answer_of_a_service():
    article, notes = _read({
        "data": {"item": {
            "uri": "urn:x:1",
            "pubstatus": "canceled",
            "urgency": 3,
            "headline": "H",
            "body_html": "<p>a</p>",
            "authors": [{"name": "Ada Moreau", "role": "writer"}, "Jun Itō"],
            "keywords": ["ferry", ""],
            "subject": [{"code": "20000337", "name": "shipping", "scheme": "http://cv.iptc.org/newscodes/mediatopic/"}],
            "associations": {"featuremedia": {"type": "picture", "description_text": "C", "renditions": {"original": {"href": "https://a.example/1.jpg"}}}},
        }}
    })  # fmt: skip
    assert article.text == "a"
    assert [(person.name, person.role) for person in article.authors] == [("Ada Moreau", "writer"), ("Jun Itō", None)]
    assert article.keywords == ("ferry",)
    assert article.subjects[0].code == "medtop:20000337"
    assert article.lead_image.caption == "C"
    assert [(note.fact, note.text) for note in notes] == [("urgency", "3"), ("notices", "Status: canceled")]


def test_plain_text_becomes_paragraphs():
    assert _read({"uri": "x:y", "body_text": "One.\nTwo."})[0].text == "One.\n\nTwo."
    assert _read({"uri": "x:y", "body_text": "One.\nstill one.\n\nTwo."})[0].text == "One.\nstill one.\n\nTwo."


def test_a_byte_order_mark_is_noted():
    notes = Account()
    assert ninjs.read(b'\xef\xbb\xbf[{"headline": "H"}]', notes=notes).headline == "H"
    assert [note.rule for note in notes] == ["ninjs-bom", "ninjs-uri"]


@pytest.mark.parametrize(("data", "error"), [(b"{", InvalidDocument), (b"[" * 100_000, InvalidDocument), (b'{"a": 1}', NotAnArticle), (b"[]", NotAnArticle)])  # fmt: skip
def test_what_is_no_item_is_refused(data, error):
    with pytest.raises(error):
        ninjs.read(data)


def test_an_unknown_version_is_not_written():
    with pytest.raises(UsageError, match=r"3\.1, 2\.1, 1\.4"):
        ninjs.write(Article(headline="H"), version="9.9")


@pytest.mark.parametrize(
    ("version", "change", "fault"),
    [
        ("3.1", {"uri": None}, "expected string"),
        ("3.1", {"uri": "no uri"}, "is no URI"),
        ("3.1", {"uri": "https://a.example/[b]"}, "is no URI"),
        ("3.1", {"urgency": 0}, "out of range"),
        ("3.1", {"urgency": True}, "expected integer"),
        ("3.1", {"pubStatus": "gone"}, "none of"),
        ("3.1", {"surprise": 1}, "not a property"),
        ("3.1", {"firstCreated": "2021-02-17"}, "no date with time and zone"),
        ("3.1", {"firstCreated": "2021-02-31T00:00:00Z"}, "no date with time and zone"),
        ("3.1", {"headlines": [{"role": "main"}]}, "value is missing"),
        ("3.1", {"associations": [{"name": "a"}]}, "uri is missing"),
        ("3.1", {"associations": [{"name": "a", "uri": "x:y", "associations": [{"name": "a"}]}]}, "uri is missing"),
        ("2.1", {"versionCreated": "2021-02-17T00:00:00Z"}, "not a property"),
        ("1.4", {"headlines": []}, "not a property"),
        ("1.4", {"body_html": 1}, "expected string"),
        ("1.4", {"renditions": {"main": {"size": 1}}}, "not a property"),
    ],
)
def test_the_check_finds(version, change, fault):
    item = json.loads(_written(Article(headline="H"), version)[0]) | change
    assert any(fault in found for found in faults(item, version)), faults(item, version)


def test_the_check_goes_by_the_version_that_is_named():
    assert ninjs.check(b'{"uri": "x:y", "standard": {"name": "ninjs", "version": "2.0"}, "versioncreated": "x"}')
    assert ninjs.check(b'{"uri": "x:y", "headline": "H"}') == []
    assert ninjs.check(b"\xef\xbb\xbf{}")[0].startswith("the document begins")
    assert ninjs.check(b"{")[0].startswith("not JSON")
    assert ninjs.check(b"[]") == ["the document is not an object"]


def test_a_flat_item_of_a_stranger_is_read_whole():
    article, notes = _read(
        {
            "uri": "urn:example:1",
            "versioncreated": "2014-02-10T13:00:00Z",
            "pubstatus": "canceled",
            "language": "fr",
            "headline": "Il pleut",
            "headline_extended": "Il pleut encore",
            "byline": "Par Ana Ruiz et Bo Lens (EXW)",
            "located": "Leeds",
            "copyrightholder": "EXW",
            "body_nitf": "<nitf><body><body.content><p>LEEDS (EXW) - Il pleut.</p></body.content></body></nitf>",
            "body_text": "LEEDS (EXW) - Il pleut.\n\nEncore.",
        }
    )
    assert article.text == "LEEDS (EXW) - Il pleut.\n\nEncore."
    assert (article.dateline.printed, article.dateline.place) == ("LEEDS (EXW) - ", "Leeds")
    assert [person.name for person in article.authors] == ["Ana Ruiz", "Bo Lens"]
    assert [notice.printed for notice in article.notices] == ["Status: canceled"]
    assert ("headline", "Il pleut encore") in {(note.fact, note.text) for note in notes.of("lost")}


def test_markup_of_another_kind_is_read_where_there_is_nothing_else():
    body = "<nitf><body><body.content><p>It rained.</p><p>It snowed.</p></body.content></body></nitf>"
    assert _read({"uri": "urn:example:1", "body_nitf": body})[0].text == "It rained.\n\nIt snowed."


def test_an_item_of_3_1_says_when_its_words_changed_and_who_wrote_them():
    article, _ = _read(
        {
            "uri": "urn:example:1",
            "versionCreated": "2024-02-10T13:00:00Z",
            "contentModified": "2024-02-11T09:00:00Z",
            "embargoedUntil": "2024-02-12T00:00:00Z",
            "headlines": [{"role": "main", "value": "Rain"}],
            "people": [{"name": "Ana Ruiz", "rel": "http://cv.example.org/creatorrole/author"}],
            "infoSources": [{"name": "Example Wire", "literal": "EXW"}],
            "bodies": [{"contentType": "text/html", "value": "<p>Leeds (EXW/ab) - It <b>rained</b>.</p>"}],
        }
    )
    assert (article.published.iso, article.updated.iso) == ("2024-02-10T13:00:00Z", "2024-02-11T09:00:00Z")
    assert article.dateline.printed == "Leeds (EXW/ab) - "
    assert [person.name for person in article.authors] == ["Ana Ruiz"]
    assert [notice.printed for notice in article.notices] == ["Embargoed until 2024-02-12T00:00:00Z"]
