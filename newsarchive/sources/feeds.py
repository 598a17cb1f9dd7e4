"""Take the entries of RSS and Atom feeds that carry the whole story, each as a page of its own."""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from newsarchive.sources.page import Aside, Fault, Found, Page, Skipped
from newsarchive.sources.xml import parsed

if TYPE_CHECKING:
    from lxml.etree import _Element

__all__ = ["feed_pages"]

_ATOM = "{http://www.w3.org/2005/Atom}"
_CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
_DC = "{http://purl.org/dc/elements/1.1/}"
_RSS1 = "{http://purl.org/rss/1.0/}"

_SHORTEST = 200
_ENTRIES = 100_000


def feed_pages(data: bytes, name: str, *, folder: str | None = None) -> Iterator[Found]:
    """Yield a page for each entry with full content (RSS 2.0 and 1.0 ``content:encoded``, Atom ``content``).

    An entry with no more than a summary is skipped and counted.
    """
    from lxml import etree

    try:
        root = parsed(data)
    except (etree.XMLSyntaxError, ValueError) as error:
        yield Fault(name=name, reason=f"the feed cannot be read ({str(error)[:120]})")
        return
    if root is None:
        yield Fault(name=name, reason="the feed is empty")
        return
    skipped: Counter[str] = Counter()
    language = _language(root)
    whole = _channel(root)
    entries = [*root.iter("item", f"{_RSS1}item", f"{_ATOM}entry")][:_ENTRIES]
    for number, entry in enumerate(entries, 1):
        try:
            facts = _atom(entry) if entry.tag == f"{_ATOM}entry" else _rss(entry)
        except UnicodeDecodeError:
            # libxml2 mends a cut reference into bytes that are no text.
            yield Fault(name=f"{name}@{number}", reason="the entry is damaged")
            continue
        content = facts.pop("content", "")
        facts = whole | facts
        if len(re.sub(r"<[^>]{0,2000}>", "", content)) < _SHORTEST:
            skipped["entries without full content"] += 1
            continue
        url = facts.get("url", "")
        yield Page(
            data=_as_page(facts, content, language).encode("utf-8", "replace"),
            name=f"{name}@{number}",
            url=url if url.lower().startswith(("http://", "https://")) else None,
            media_type="text/html",
            http_charset="utf-8",
            folder=folder,
            place=facts.get("id") or url or str(number),
            sidecar=_aside(facts),
            findings=("made from an entry of a feed",),
        )
    for reason, count in skipped.items():
        yield Skipped(name=name, reason=reason, count=count)
    if not entries:
        yield Fault(name=name, reason="no entry in the feed")


_TOLD = (
    ("title", "headline", "title"),
    ("author", "byline", "author"),
    ("published", "published", "date"),
    ("updated", "updated", "updated"),
    ("rights", "rights", "rights"),
    ("publisher", "publisher", "title of the channel"),
)


def _aside(facts: dict[str, str]) -> tuple[Aside, ...]:
    return tuple(Aside(fact, facts[key], f"{where} in the feed") for key, fact, where in _TOLD if facts.get(key))


def _language(root: _Element) -> str:
    try:
        return (
            root.get("{http://www.w3.org/XML/1998/namespace}lang") or (root.findtext("channel/language") or "").strip()
        )
    except UnicodeDecodeError:
        return ""


def _channel(root: _Element) -> dict[str, str]:
    """Return what the channel says for all of its entries."""
    try:
        told = {
            "publisher": root.findtext("channel/title") or root.findtext(f"{_ATOM}title") or "",
            "rights": root.findtext("channel/copyright") or root.findtext(f"{_ATOM}rights") or "",
        }
    except UnicodeDecodeError:
        return {}
    return {key: value.strip() for key, value in told.items() if value.strip()}


def _rss(item: _Element) -> dict[str, str]:
    def text(*tags: str) -> str:
        for tag in tags:
            for found in (item.findtext(tag), item.findtext(f"{_RSS1}{tag}")):
                if found and found.strip():
                    return found.strip()
        return ""

    facts = {
        "title": text("title"),
        "url": text("link"),
        "author": text(f"{_DC}creator", "author"),
        "published": text("pubDate", f"{_DC}date"),
        "rights": text(f"{_DC}rights"),
        "id": text("guid"),
        "content": text(_CONTENT) or text("description"),
    }
    return {key: value for key, value in facts.items() if value}


def _atom(entry: _Element) -> dict[str, str]:
    def text(path: str) -> str:
        return (entry.findtext(path) or "").strip()

    links = [link for link in entry.iter(f"{_ATOM}link") if link.get("rel", "alternate") == "alternate"]
    content = entry.find(f"{_ATOM}content")
    facts = {
        "title": text(f"{_ATOM}title"),
        "url": (links[0].get("href") or "").strip() if links else "",
        "author": text(f"{_ATOM}author/{_ATOM}name"),
        "published": text(f"{_ATOM}published") or text(f"{_ATOM}updated"),
        "updated": text(f"{_ATOM}updated") if text(f"{_ATOM}published") else "",
        "rights": text(f"{_ATOM}rights"),
        "id": text(f"{_ATOM}id"),
        "content": _markup_of(content) if content is not None else "",
    }
    return {key: value for key, value in facts.items() if value}


def _markup_of(content: _Element) -> str:
    """Return the content construct as HTML (RFC 4287, section 4.1.3)."""
    from lxml import etree

    kind = (content.get("type") or "text").lower()
    if kind == "xhtml":
        return "".join(etree.tostring(child, encoding="unicode", method="html") for child in content)
    text = content.text or ""
    if kind in ("html", "text/html"):
        return text
    return "".join(f"<p>{html.escape(part)}</p>" for part in re.split(r"\n\s{0,200}\n", text))


def _as_page(facts: dict[str, str], content: str, language: str) -> str:
    """Put an entry into the shape of a page; what else the feed tells of it stands aside."""
    title = html.escape(facts.get("title", ""))
    lang = (
        f' lang="{html.escape(language)}"' if re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}", language) else ""
    )
    return (
        f'<!DOCTYPE html>\n<html{lang}><head><meta charset="utf-8"><title>{title}</title>'
        f"</head><body><article><h1>{title}</h1>\n{content}\n</article></body></html>\n"
    )
