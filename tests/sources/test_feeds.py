from __future__ import annotations

from html import escape

from newsarchive.sources.feeds import feed_pages
from newsarchive.sources.page import Fault, Page, Skipped

STORY = "".join(
    f"<p>The board met for the {number}th time and read its <b>plan</b> & more aloud.</p>" for number in range(8)
)

RSS = f"""<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>Example News</title><language>en-CA</language>
<item><title>Harbour &amp; plan</title><link>https://news.example.org/1</link><dc:creator>Dana Ruiz</dc:creator>
<pubDate>Fri, 01 Mar 2024 07:00:00 +0000</pubDate><guid>tag:1</guid><description>Short.</description>
<content:encoded><![CDATA[{STORY}]]></content:encoded></item>
<item><title>Only a summary</title><link>https://news.example.org/2</link><description>Short.</description></item>
</channel></rss>"""

ATOM = f"""<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="fr"><title>Exemple</title>
<entry><title>Le port</title><id>tag:9</id><link rel="alternate" href="https://news.example.org/9"/>
<author><name>Kim Osei</name></author><published>2024-03-01T07:00:00Z</published>
<content type="html">{escape(STORY)}</content></entry>
<entry><title>En XHTML</title><id>tag:10</id><link href="https://news.example.org/10"/>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">{STORY.replace("& more", "")}</div></content></entry></feed>"""


def test_rss_entries_with_the_whole_story_are_pages() -> None:
    page, skipped = feed_pages(RSS.encode(), "feed.xml")
    assert isinstance(page, Page)
    assert skipped == Skipped(name="feed.xml", reason="entries without full content")
    text = page.data.decode()
    assert (page.name, page.url, page.place) == ("feed.xml@1", "https://news.example.org/1", "tag:1")
    assert '<html lang="en-CA">' in text
    assert "<h1>Harbour &amp; plan</h1>" in text
    assert STORY in text
    assert {(aside.fact, aside.text) for aside in page.sidecar} == {
        ("headline", "Harbour & plan"),
        ("byline", "Dana Ruiz"),
        ("published", "Fri, 01 Mar 2024 07:00:00 +0000"),
        ("publisher", "Example News"),
    }


def test_atom_content_is_html_or_xhtml() -> None:
    first, second = feed_pages(ATOM.encode(), "feed.atom")
    assert isinstance(first, Page)
    assert isinstance(second, Page)
    assert STORY in first.data.decode()
    assert '<html lang="fr">' in first.data.decode()
    assert "met for the 3th time" in second.data.decode()
    assert second.url == "https://news.example.org/10"


def test_a_damaged_feed_gives_what_it_holds() -> None:
    found = list(feed_pages(RSS.encode()[:-100], "feed.xml"))
    assert isinstance(found[0], Page)
    assert all(isinstance(one, Fault) for one in feed_pages(b"<rss", "feed.xml"))
    assert isinstance(next(iter(feed_pages(b"", "feed.xml"))), Fault)


def test_entities_are_not_resolved() -> None:
    bomb = RSS.replace("<rss", '<!DOCTYPE rss [<!ENTITY a "aaaa"><!ENTITY x SYSTEM "file:///etc/hostname">]><rss', 1)
    bomb = bomb.replace("Harbour &amp; plan", "Harbour &x; plan")
    (page, _) = feed_pages(bomb.encode(), "feed.xml")
    assert isinstance(page, Page)
    assert "Harbour" in page.data.decode()
    assert "hostname" not in page.data.decode()
