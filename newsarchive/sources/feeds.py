"""Take the entries of RSS and Atom feeds that carry the whole story, each as a page of its own."""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterator
from html.entities import html5
from typing import TYPE_CHECKING, BinaryIO

from msgspec import Struct

from newsarchive.sources.entries import Cutter, texts_of
from newsarchive.sources.limits import LIMITS, Limits
from newsarchive.sources.page import Aside, Fault, Found, Page, Skipped
from newsarchive.sources.xml import parsed_text

if TYPE_CHECKING:
    from lxml.etree import _Element

__all__ = ["feed_pages"]

_ATOM = "{http://www.w3.org/2005/Atom}"
_CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
_DC = "{http://purl.org/dc/elements/1.1/}"
_RSS1 = "{http://purl.org/rss/1.0/}"

_SHORTEST = 200
_IN_A_ROW = 1000
_OUTER = re.compile(r"<((?:[A-Za-z_][\w.\-]{0,40}:)?(?:rss|RDF|feed|channel))(?=[\s>])[^>]{0,20000}>")
_SECTION = re.compile(r"(<!\[CDATA\[.*?(?:\]\]>|$)|<!--.*?(?:-->|$))", re.DOTALL)
_AMPERSAND = re.compile(r"&(?!#[xX]?[0-9A-Fa-f])(?:([A-Za-z][A-Za-z0-9]{0,40};))?")
_CLOSING = re.compile(r"(?:</[A-Za-z_:][\w.:\-]{0,80}>\s{0,80}){1,4}\Z")
_OF_XML = frozenset({"amp;", "lt;", "gt;", "quot;", "apos;"})


def feed_pages(file: BinaryIO, name: str, *, limits: Limits = LIMITS, folder: str | None = None) -> Iterator[Found]:
    """Yield a page for each entry with full content (RSS 2.0 and 1.0 ``content:encoded``, Atom ``content``).

    An entry with no more than a summary is skipped and counted. The feed is read entry by entry: one that is damaged costs
    itself, and is a fault; what could be read of it is given.
    """
    skipped: Counter[str] = Counter()
    cutter = Cutter(limits.page)
    channel: _Channel | None = None
    number = faults = in_a_row = 0
    for number, cut in enumerate(cutter.entries(texts_of(file)), 1):
        where = f"{name}@{number}"
        channel = channel or _channel_of(cutter.head)
        in_a_row = 0 if cut.whole else in_a_row + 1
        if in_a_row > _IN_A_ROW:
            yield Fault(
                name=name, reason=f"{_IN_A_ROW} entries in a row are damaged; the rest of the feed was not read"
            )
            break
        if not cut.whole:
            faults += 1
            over = f"the entry is over the limit of {limits.page} bytes"
            yield Fault(name=where, reason="the entry is damaged; what could be read was read" if cut.text else over)
        # Without a look where there is no room for a story: a feed can hold millions of such.
        facts, mended = _facts(cut.text, channel) if len(cut.text) >= _SHORTEST else ({}, False)
        if len(re.sub(r"<[^>]{0,2000}>", "", facts.get("content", ""))) >= _SHORTEST:
            page = _page(facts, channel, where, folder, mended=mended)
            over = f"the page is over the limit of {limits.page} bytes"
            yield page if page.size <= limits.page else Fault(name=where, reason=over)
        elif cut.whole and mended:
            faults += 1
            yield Fault(name=where, reason="the entry is damaged; no story could be read in it")
        elif cut.whole:
            skipped["entries without full content"] += 1
    for reason, count in skipped.items():
        yield Skipped(name=name, reason=reason, count=count)
    if not number:
        yield Fault(name=name, reason="no entry in the feed" if cutter.head.strip() else "the feed is empty")
    elif not cutter.ended and in_a_row <= _IN_A_ROW and not (faults and number == 1):
        yield Fault(name=name, reason="the feed is cut off before its end; what could be read was read")


class _Channel(Struct, frozen=True):
    """What a feed says before its entries: the tags in which they stand, and what is true of all of them."""

    opening: str
    closing: str
    language: str
    facts: dict[str, str]


def _channel_of(head: str) -> _Channel:
    from lxml import etree

    opening = closing = ""
    for found in _OUTER.finditer(head):
        # In RSS 1.0 the entries stand beside the channel, which is ended by then.
        if found[1] != "channel" or f"</{found[1]}" not in head:
            opening += found[0]
            closing = f"</{found[1]}>{closing}"
    try:
        root = parsed_text(_readable(head) + closing)
    except (etree.XMLSyntaxError, ValueError):
        root = None
    if root is None:
        return _Channel(opening, closing, "", {})
    return _Channel(opening, closing, _language(root), _told_of(root))


def _facts(entry: str, channel: _Channel) -> tuple[dict[str, str], bool]:
    """Return what an entry says, and whether it is not well formed."""
    from lxml import etree

    text = f"{channel.opening}{_readable(entry)}{channel.closing}"
    for recover in (False, True):
        try:
            root = parsed_text(text, recover=recover) if entry else None
            found = None if root is None else next(root.iter("item", f"{_RSS1}item", f"{_ATOM}entry"), None)
            if found is not None:
                return channel.facts | (
                    _atom(found) if found.tag == f"{_ATOM}entry" else _rss(found, mended=recover)
                ), recover
        except (etree.XMLSyntaxError, ValueError):
            # libxml2 also mends a cut reference into bytes that are no text.
            continue
    return {}, True


def _readable(text: str) -> str:
    """Write references that XML does not know, and signs that begin none, so that libxml2 leaves no word out."""
    parts = _SECTION.split(text)
    parts[::2] = [_AMPERSAND.sub(_known, part) for part in parts[::2]]
    if len(parts) > 1 and not parts[-1] and not parts[-2].endswith(("]]>", "-->")):
        # A section that has lost its end goes as far as the tags that close the entry.
        tags = _CLOSING.search(parts[-2])
        at = tags.start() if tags else len(parts[-2])
        parts[-2] = f"{parts[-2][:at]}{']]>' if parts[-2].startswith('<![') else '-->'}{parts[-2][at:]}"
    return "".join(parts)


def _known(found: re.Match[str]) -> str:
    name = found[1]
    if not name:
        return "&amp;"
    if name in _OF_XML:
        return found[0]
    char = html5.get(name, "")
    return f"&amp;{found[0][1:]}" if not char else html.escape(char)


def _page(facts: dict[str, str], channel: _Channel, where: str, folder: str | None, *, mended: bool) -> Page:
    url = facts.get("url", "")
    return Page(
        data=_as_page(facts, facts["content"], channel.language).encode("utf-8", "replace"),
        name=where,
        url=url if url.lower().startswith(("http://", "https://")) else None,
        media_type="text/html",
        http_charset="utf-8",
        folder=folder,
        place=facts.get("id") or url or where.rpartition("@")[2],
        sidecar=_aside(facts),
        findings=(
            "made from an entry of a feed",
            *(("the entry is not well formed; it was mended",) if mended else ()),
        ),
    )


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


def _told_of(root: _Element) -> dict[str, str]:
    """Return what the channel says for all of its entries."""
    try:
        told = {
            "publisher": root.findtext("channel/title")
            or root.findtext(f"{_ATOM}title")
            or root.findtext(f"{_RSS1}channel/{_RSS1}title")
            or "",
            "rights": root.findtext("channel/copyright") or root.findtext(f"{_ATOM}rights") or "",
        }
    except UnicodeDecodeError:
        return {}
    return {key: value.strip() for key, value in told.items() if value.strip()}


def _rss(item: _Element, *, mended: bool) -> dict[str, str]:
    # A tag that has lost its end holds what stood after it.
    way = ".//" if mended else ""

    def text(*tags: str) -> str:
        for tag in tags:
            for found in (item.findtext(f"{way}{tag}"), item.findtext(f"{way}{_RSS1}{tag}")):
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
