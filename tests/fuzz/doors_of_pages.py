"""The doors of ``newsarchive.page``: pages, scrapes, what stands in their heads, the rules of sites, the user's word."""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Callable
from pathlib import Path

from made import PAGE, SCRAPE

from newsarchive.sources.page import Page

_SITE = b'hosts = ["news.example.org"]\npublisher = "Example News"\n\n[[layout]]\nstory = "article"\ndrop = ["nav", { text = "Home" }]\n'
_FTR = b"title: //h1\nbody: //article\nstrip: //nav\nstrip_id_or_class: promo\nauthor: //p[@class='by']\ndate: //time\n"


def _text(data: bytes) -> str:
    return data.decode("utf-8", "replace")


def page(data: bytes) -> None:
    """Read a page and paint its account."""
    from newsarchive.page.read import read_page
    from newsarchive.page.show import paint

    reading = read_page(Page(data=data, name="x.html", url="https://news.example.org/1"))
    assert reading.ledger is not None
    paint(reading.ledger, title="x")
    reading.account.as_jsonl()


def scrape(data: bytes) -> None:
    from newsarchive.page.read import read_page

    read_page(Page(data=data, name="x.txt"), kind="scrape")


def linked_data(data: bytes) -> None:
    """Read a page with any JSON-LD at all: it cannot cost the story."""
    from newsarchive.page.read import read_page

    script = data.replace(b"</", b"<\\/").replace(b"<!--", b"").replace(b"\0", b"")
    start = PAGE.index(b'{"@type"')
    end = PAGE.index(b"</script>")
    reading = read_page(Page(data=PAGE[:start] + script + PAGE[end:], name="x.html"))
    assert "listened for an hour" in reading.article.text


def head(data: bytes) -> None:
    """Read a page whose meta elements say anything: one a line, a name, a space and the content."""
    from html import escape

    from newsarchive.page.read import read_page

    metas = ""
    for line in _text(data).splitlines()[:50]:
        name, _, content = line.partition(" ")
        metas += f'<meta property="{escape(name)}" content="{escape(content)}">'
    read_page(Page(data=PAGE.replace(b"</head>", metas.encode("utf-8", "replace") + b"</head>"), name="x.html"))


def facts_of_lines(data: bytes) -> None:
    """Read each line as a date, a byline, a credit."""
    from newsarchive.page.facts.byline import parse_byline
    from newsarchive.page.facts.dates import find_dates, parse_date, parse_stamp

    for line in _text(data).splitlines()[:40]:
        for language in (None, "en", "de", "fr", "ja"):
            parse_date(line, language)
            find_dates(line, language)
        parse_stamp(line)
        parse_byline(line)


def site_rules(data: bytes) -> None:
    """Read site rules in our TOML and in ftr-site-config, and read a page by them."""
    from newsarchive.errors import NewsArchiveError
    from newsarchive.page.read import read_page
    from newsarchive.page.site import Sites, read_site

    with tempfile.TemporaryDirectory(prefix="fuzz-") as folder:
        for name in ("news.example.org.toml", "news.example.org.txt"):
            path = Path(folder) / name
            path.write_bytes(data)
            try:
                site = read_site(path)
            except NewsArchiveError:
                continue
            read_page(Page(data=PAGE, name="x.html", url="https://news.example.org/1"), sites=Sites([site]))


def overrides(data: bytes) -> None:
    """Read what a user says about a page, from a file and as typed."""
    from newsarchive.errors import NewsArchiveError
    from newsarchive.page.read import read_page
    from newsarchive.page.site import read_overrides, typed

    with tempfile.TemporaryDirectory(prefix="fuzz-") as folder:
        path = Path(folder) / "page.html.toml"
        path.write_bytes(data)
        with contextlib.suppress(NewsArchiveError):
            read_page(Page(data=PAGE, name="x.html"), overrides=read_overrides(path))
    lines = _text(data).splitlines()[:5]
    read_page(Page(data=PAGE, name="x.html"), overrides=typed(keep=lines[1:], drop=lines[:1]))


DOORS: tuple[Callable[[bytes], None], ...] = (page, scrape, linked_data, head, facts_of_lines, site_rules, overrides)
SEEDS: dict[str, list[bytes]] = {
    "page": [PAGE],
    "scrape": [SCRAPE],
    "linked_data": [
        (
            b'{"@context":"https://schema.org","@graph":[{"@type":"NewsArticle","@id":"#a","headline":"Harbour plan","author":[{"@type":'
            b'"Person","name":"Kim Osei"}],"datePublished":"2024-03-01T06:00:00Z","image":{"@id":"#i"},"publisher":{"name":"x"}},'
            b'{"@id":"#i","@type":"ImageObject","url":"boat.png","caption":"A boat"}]}'
        )
    ],
    "head": [
        b"og:title Harbour plan\nog:image boat.png\narticle:published_time 2024-03-01\nparsely-author Kim Osei\nog:locale en_GB"
    ],
    "facts_of_lines": [
        b"By Kim Osei and Ada Lind, Example News\nMarch 1, 2024 at 7:00 a.m. EST\n01.03.2024 um 7 Uhr\n2 hours ago\n1 mars 2024",
        "2024年3月1日 7時\nVon Kim Osei (text) und Ada Lind (Fotos)".encode(),
    ],
    "site_rules": [_SITE, _FTR],
    "overrides": [
        b'drop = ["nav"]\nkeep = ["rule:read-more"]\n\n[facts]\nheadline = "h1"\n',
        b"text:Home\nrule:read-more\n#facts",
    ],
}
