from __future__ import annotations

import io
from html import escape

import pytest

from newsarchive.sources.feeds import feed_pages
from newsarchive.sources.limits import LIMITS, Limits
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
    page, skipped = feed_pages(io.BytesIO(RSS.encode()), "feed.xml")
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
    first, second = feed_pages(io.BytesIO(ATOM.encode()), "feed.atom")
    assert isinstance(first, Page)
    assert isinstance(second, Page)
    assert STORY in first.data.decode()
    assert '<html lang="fr">' in first.data.decode()
    assert "met for the 3th time" in second.data.decode()
    assert second.url == "https://news.example.org/10"


def test_a_damaged_feed_gives_what_it_holds() -> None:
    found = list(feed_pages(io.BytesIO(RSS.encode()[:-100]), "feed.xml"))
    assert isinstance(found[0], Page)
    assert all(isinstance(one, Fault) for one in feed_pages(io.BytesIO(b"<rss"), "feed.xml"))
    assert isinstance(next(iter(feed_pages(io.BytesIO(b""), "feed.xml"))), Fault)


def test_entities_are_not_resolved() -> None:
    bomb = RSS.replace("<rss", '<!DOCTYPE rss [<!ENTITY a "aaaa"><!ENTITY x SYSTEM "file:///etc/hostname">]><rss', 1)
    bomb = bomb.replace("Harbour &amp; plan", "Harbour &x; plan")
    (page, _) = feed_pages(io.BytesIO(bomb.encode()), "feed.xml")
    assert isinstance(page, Page)
    assert "Harbour" in page.data.decode()
    assert "hostname" not in page.data.decode()


def feed(*items: str, encoding: str = "utf-8", end: str = "</channel></rss>") -> bytes:
    head = f'<?xml version="1.0" encoding="{encoding}"?><rss version="2.0"><channel><title>Example</title>'
    return (head + "".join(items) + end).encode(encoding)


def item(title: str, story: str = STORY) -> str:
    return f"<item><title>{title}</title><description><![CDATA[{story}]]></description></item>\n"


def read(data: bytes, **limits: int) -> list[Page | Fault | Skipped]:
    return list(feed_pages(io.BytesIO(data), "feed.xml", limits=Limits(**limits) if limits else LIMITS))


def headlines(found: list[Page | Fault | Skipped]) -> list[str]:
    return [page.sidecar[0].text for page in found if isinstance(page, Page)]


def faults(found: list[Page | Fault | Skipped]) -> list[tuple[str, str]]:
    return [(fault.name, fault.reason) for fault in found if isinstance(fault, Fault)]


def test_an_entry_of_any_length_is_whole_and_the_next_one_is_found() -> None:
    long = item("Long", "<p>word</p>" * 1_100_000 + "LASTWORD")
    first, second = read(feed(long, item("Second")))
    assert isinstance(first, Page)
    assert isinstance(second, Page)
    assert b"LASTWORD" in first.data
    assert headlines([first, second]) == ["Long", "Second"]


def test_an_entry_over_the_limit_costs_itself_alone() -> None:
    found = read(feed(item("One"), item("Large", "<p>word</p>" * 400_000), item("Three")), page=1 << 21)
    assert headlines(found) == ["One", "Three"]
    assert faults(found) == [("feed.xml@2", "the entry is over the limit of 2097152 bytes")]


def test_a_cut_feed_is_told() -> None:
    whole = feed(item("One"), item("Two"))
    found = read(whole[:-300])
    assert headlines(found)[0] == "One"
    assert faults(found)[0] == ("feed.xml@2", "the entry is damaged; what could be read was read")
    between = read(feed(item("One"), item("Two"), end=""))
    assert headlines(between) == ["One", "Two"]
    assert faults(between) == [("feed.xml", "the feed is cut off before its end; what could be read was read")]
    assert faults(read(whole)) == []


def test_damage_in_one_entry_costs_no_other() -> None:
    open_tag = item("Two").replace("</item>", "")
    assert headlines(read(feed(item("One"), open_tag, item("Three")))) == ["One", "Two", "Three"]
    open_text = item("Two").replace("]]>", "")
    found = read(feed(item("One"), open_text, *(item(f"Later {n}") for n in range(3))))
    assert headlines(found) == ["One", "Two", "Later 0", "Later 1", "Later 2"]
    assert faults(found) == [("feed.xml@2", "the entry is damaged; what could be read was read")]
    mixed = item("Two").replace("<title>", "<title><b <i>&&& < ")
    found = read(feed(item("One"), mixed, item("Three")))
    assert headlines(found)[::2] == ["One", "Three"]
    assert isinstance(found[1], Page)
    assert b"met for the 7th time" in found[1].data
    lost = item("Two").replace("<description>", "<description <")
    assert faults(read(feed(item("One"), lost))) == [
        ("feed.xml@2", "the entry is damaged; no story could be read in it")
    ]


def test_an_entry_that_had_to_be_mended_says_so() -> None:
    (page,) = read(feed(item("One").replace("<title>", "<br><title>")))
    assert isinstance(page, Page)
    assert page.findings[1:] == ("the entry is not well formed; it was mended",)


def test_references_that_xml_does_not_know_lose_no_word() -> None:
    (page,) = read(feed(item("Caf&eacute; noir & bar &nbsp;&unknown; R&D &lt;b&gt; &LT;")))
    assert isinstance(page, Page)
    assert page.sidecar[0].text == "Café noir & bar \u00a0&unknown; R&D <b> <"


def test_what_looks_like_the_end_of_an_entry_in_its_text_is_none() -> None:
    (page,) = read(feed(item("One", f"{STORY}<pre>&lt;/item></pre></item><item>{STORY}")))
    assert isinstance(page, Page)
    assert page.data.count(b"met for the 7th time") == 2


@pytest.mark.parametrize("encoding", ["utf-8", "iso-8859-1", "windows-1251", "utf-16", "gb18030", "shift_jis"])
def test_a_feed_is_decoded_piece_by_piece(encoding: str) -> None:
    letters = {"windows-1251": "Гавань", "gb18030": "港口计划", "shift_jis": "港湾計画"}.get(encoding, "Québec naïve")
    story = "".join(f"<p>{letters} {number} {letters}</p>" for number in range(400))
    found = read(feed(*(item(f"{letters} {n}", story) for n in range(240)), encoding=encoding))
    assert headlines(found) == [f"{letters} {n}" for n in range(240)]
    assert all(page.data.decode().count(letters) >= 800 for page in found if isinstance(page, Page))
    assert not faults(found)


def test_a_feed_of_rss_1_has_its_entries_beside_the_channel() -> None:
    data = (
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"'
        ' xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel rdf:about="x"><title>Example</title></channel>'
        f'<item rdf:about="y"><title>One</title><content:encoded><![CDATA[{STORY}]]></content:encoded></item></rdf:RDF>'
    )
    (page,) = read(data.encode())
    assert isinstance(page, Page)
    assert {(aside.fact, aside.text) for aside in page.sidecar} == {("headline", "One"), ("publisher", "Example")}


def test_a_flood_of_damaged_entries_ends_the_feed() -> None:
    found = read(feed(item("One"), "<item>" * 5000, item("Last")))
    assert headlines(found) == ["One"]
    assert len(faults(found)) == 1001
    assert faults(found)[-1] == ("feed.xml", "1000 entries in a row are damaged; the rest of the feed was not read")
