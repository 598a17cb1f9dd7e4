from __future__ import annotations

import pytest

from newsarchive.page.read import Reading, read_page
from newsarchive.sources.page import Aside, Page

STORY = "".join(
    f"<p>The board met for hour {number} on the harbour and read its plan aloud to all the owners who came in.</p>"
    for number in range(1, 7)
)
ASIDES = (
    Aside("headline", "Harbour plan approved", "title in the feed"),
    Aside("byline", "news@example.org (Kim Osei)", "author in the feed"),
    Aside("published", "Fri, 01 Mar 2024 07:00:00 +0000", "date in the feed"),
    Aside("updated", "2024-03-02", "updated in the feed"),
    Aside("publisher", "Example News", "title of the channel in the feed"),
    Aside("language", "en-CA", "language in the feed"),
    Aside("rights", "© 2024 Example News", "rights in the feed"),
    Aside("keywords", "harbour, plan, harbour", "news:keywords in the sitemap"),
    Aside("url", "https://news.example.org/1", "loc in the sitemap"),
)


def read(html: str, *asides: Aside, kind: str = "page") -> Reading:
    return read_page(Page(data=html.encode(), name="x", sidecar=asides), kind=kind)  # type: ignore[arg-type]


def test_what_stands_beside_a_page_becomes_its_facts_with_the_source_named() -> None:
    reading = read(STORY, *ASIDES)
    article = reading.article
    assert article.headline == "Harbour plan approved"
    assert [person.name for person in article.authors] == ["Kim Osei"]
    assert article.published is not None
    assert article.published.iso.startswith("2024-03-01T07:00:00")
    assert article.updated is not None
    assert article.publisher is not None
    assert article.rights is not None
    assert (article.publisher.name, article.rights.holder, article.language) == (
        "Example News",
        "Example News",
        "en-CA",
    )
    assert (article.keywords, article.url) == (("harbour", "plan"), "https://news.example.org/1")
    evidence = {found.fact: found for found in article.evidence}
    assert {evidence[fact].source for fact in ("headline", "authors", "published", "publisher", "rights")} == {
        "sidecar"
    }
    assert all(found.confidence < 0.7 for found in evidence.values() if found.source == "sidecar")
    assert any("title in the feed" in note.reason for note in reading.account)


def test_the_page_is_believed_before_what_stands_beside_it() -> None:
    html = (
        '<html lang="fr"><head><meta property="article:published_time" content="2024-02-29T06:00:00Z"><meta name="author" '
        f'content="Ada Lind"></head><body><h1>Plan of the harbour</h1>{STORY}</body></html>'
    )
    reading = read(html, *ASIDES)
    article = reading.article
    assert article.headline == "Plan of the harbour"
    assert [person.name for person in article.authors] == ["Ada Lind"]
    assert article.published is not None
    assert article.published.iso.startswith("2024-02-29")
    otherwise = [note for note in reading.account if note.code == "NA352" and note.source == "sidecar"]
    assert {note.fact for note in otherwise} >= {"headline", "authors", "published"}


@pytest.mark.parametrize(
    "fact", ["headline", "byline", "published", "updated", "publisher", "language", "rights", "keywords", "url", "x"]
)
@pytest.mark.parametrize(
    "text", ["", " ", "\0", "x" * 5000, "<script>", "javascript:alert(1)", "9" * 400, "\u202e", ",,,", "0000-00-00"]
)
def test_nonsense_beside_a_page_costs_nothing(fact: str, text: str) -> None:
    article = read(f"<h1>Plan of the harbour</h1>{STORY}", Aside(fact, text, "x")).article
    assert article.headline == "Plan of the harbour"
    assert "for hour 6 on" in article.text
    assert article.url is None
