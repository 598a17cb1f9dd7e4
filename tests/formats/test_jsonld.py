from __future__ import annotations

import json

import pytest

from newsarchive.errors import InvalidDocument, NotAnArticle
from newsarchive.formats import jsonld
from newsarchive.model import Article, Identifier, Moment, Organisation, Paragraph, Person, Run
from newsarchive.model.walk import text_of
from newsarchive.notes import Account
from tests.rich import rich_article


def _read(document):
    notes = Account()
    return jsonld.read(json.dumps(document).encode(), notes=notes), notes


def test_the_facts_of_the_rich_article_come_back():
    notes = Account()
    data = jsonld.write(rich_article(), notes=notes)
    assert jsonld.check(data) == []
    back = jsonld.read(data)
    for fact in ("headline", "deck", "byline", "authors", "contributors", "section", "keywords", "subjects", "language", "url",
                 "identifiers", "summary", "rights", "paywalled"):  # fmt: skip
        assert getattr(back, fact) == getattr(rich_article(), fact), fact
    assert back.dateline.places == rich_article().dateline.places
    assert back.published.iso == rich_article().published.iso
    assert back.first_published.outlet == "Example Wire"
    assert back.notices[0].printed.startswith("Correction")
    assert {note.fact for note in notes} == {"kicker", "agency", "publisher", "dateline", "published", "updated", "first_published",
                                             "dir", "notices", "evidence", "provenance", "lead", "body"}  # fmt: skip


def test_the_words_of_the_story_are_all_there():
    data = json.loads(jsonld.write(rich_article()))
    assert data["articleBody"] == text_of(rich_article().body)
    assert data["wordCount"] == len(rich_article().text.split())


def test_plain_paragraphs_come_back_without_loss():
    article = Article(headline="H", body=(Paragraph((Run("One\ntwo."),)), Paragraph((Run("Three."),))))
    notes = Account()
    assert jsonld.read(jsonld.write(article, notes=notes)) == article
    assert len(notes) == 0


def test_a_page_of_a_site():
    article, _ = _read([
        {"@type": "WebSite", "name": "Gazette"},
        {"@context": "http://schema.org", "@graph": [
            {"@type": "BreadcrumbList"},
            {
                "@type": ["Thing", "NewsArticle"],
                "headline": {"@value": "  Ferry\n stays ", "@language": "en"},
                "author": [{"name": "Ada Moreau"}, "Jun Itō", {"@type": "NewsMediaOrganization", "name": "Coast Desk"}],
                "publisher": "The Gazette",
                "datePublished": "2021-02-17T09:05:00.000+0100",
                "dateModified": "yesterday",
                "keywords": "ferry, harbour",
                "image": ["https://a.example/1.jpg", {"url": "https://a.example/2.jpg", "width": "640px"}],
                "isAccessibleForFree": "False",
                "articleSection": ["Local", "News"],
                "inLanguage": {"@type": "Language", "name": "English", "alternateName": "en"},
                "mainEntityOfPage": {"@type": "WebPage", "@id": "https://a.example/story"},
                "identifier": "42",
                "description": "In short",
                "articleBody": "One.\n\nTwo.",
            },
        ]},
    ])  # fmt: skip
    assert article.headline == "Ferry stays"
    assert article.authors == (Person("Ada Moreau"), Person("Jun Itō"), Person("Coast Desk", kind="organisation"))
    assert article.publisher == Organisation("The Gazette")
    assert article.published == Moment("2021-02-17T09:05:00+01:00")
    assert article.updated is None
    assert article.keywords == ("ferry", "harbour")
    assert [picture.url for picture in article.images] == ["https://a.example/1.jpg", "https://a.example/2.jpg"]
    assert article.paywalled is True
    assert article.section == "Local"
    assert article.language == "en"
    assert article.url == "https://a.example/story"
    assert article.identifiers == (Identifier("id", "42"),)
    assert article.summary == "In short"
    assert article.text == "One.\n\nTwo."


def test_markup_in_the_body_is_taken_off_and_noted():
    article, notes = _read(
        {"@type": "NewsArticle", "headline": "H", "articleBody": "<p>One <b>two</b>.</p><p>Three.</p>"}
    )
    assert article.text.split() == ["One", "two", ".", "Three."]
    assert [note.rule for note in notes] == ["jsonld-markup"]


def test_the_address_of_the_page_is_taken_where_the_document_gives_none():
    assert jsonld.read(b'{"@type": "Article", "headline": "H"}', url="https://a.example/").url == "https://a.example/"


@pytest.mark.parametrize(
    ("data", "error"),
    [(b"{", InvalidDocument), (b"[" * 100_000, InvalidDocument), (b'{"@type": "WebSite"}', NotAnArticle)],
)
def test_what_is_no_article_is_refused(data, error):
    with pytest.raises(error):
        jsonld.read(data)


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"@context": "https://else.example"}, "@context"),
        ({"headline": ""}, "no headline"),
        ({"datePublished": "soon"}, "is no date"),
        ({"url": "javascript:x"}, "no address"),
        ({"author": ["Ada"]}, "typed thing"),
        ({"image": [{"caption": "x"}]}, "no contentUrl"),
    ],
)
def test_the_check_finds(change, fault):
    document = json.loads(jsonld.write(rich_article())) | change
    assert any(fault in found for found in jsonld.check(json.dumps(document).encode()))


def test_the_check_of_what_is_no_article():
    assert jsonld.check(b"{")[0].startswith("jsonld:")
    assert jsonld.check(b"{}") == ["there is no Article in the document"]
