"""Read the pictures, films and sounds of NewsML-G2: items of their own, and what stands beside a story."""

from __future__ import annotations

import re
from typing import Final

from lxml import etree

from newsarchive.formats.newsml_g2.labels import text_of
from newsarchive.formats.newsml_g2.terms import nar, tail
from newsarchive.model import Article, Credit, Figure, Media, MediaKind, plain, run
from newsarchive.model.gate import safe_href
from newsarchive.model.walk import figures_of
from newsarchive.notes import Account, Note

__all__ = ["FAMILIES", "KINDS", "address_in", "companions_of", "family_of", "figure_of", "kind_of"]

KINDS: Final[dict[str, MediaKind]] = {
    "picture": "image",
    "graphic": "image",
    "video": "video",
    "animation": "video",
    "audio": "audio",
}
FAMILIES: Final[dict[str, MediaKind]] = {"image": "image", "video": "video", "audio": "audio"}


def kind_of(item: etree._Element) -> str:
    """Return what an item is about: a text, a picture, a video."""
    klass = item.find(f"{nar('itemMeta')}/{nar('itemClass')}")
    return tail(klass.get("qcode")) if klass is not None else ""


def figure_of(item: etree._Element, kind: MediaKind | None) -> Figure | None:
    """Return the picture, film or sound that an item is about: its best rendition, with caption and credit.

    ``kind`` is None for an item that is not about one; then only renditions that say what they are count.
    """
    renditions = [
        part
        for part in item.iterfind(f"{nar('contentSet')}/{nar('remoteContent')}")
        if kind is not None or family_of(part) in ("image", "video", "audio")
    ]
    about = item.find(nar("contentMeta"))
    described = about.findall(nar("description")) if about is not None else []
    caption = next((part for part in described if tail(part.get("role")) == "caption"), None)
    if caption is None and kind is not None:
        caption = next((part for part in described if "alt" not in (part.get("role") or "")), None)
    alt = next((part for part in described if tail(part.get("role")) in ("alt", "alttext", "accessibility")), None)
    words = text_of(caption, exact=False)
    media: tuple[Media, ...] = ()
    if renditions:
        best = max(renditions, key=lambda part: (bool(address_in(part)), _number(part.get("width")) or 0))
        if address := address_in(best):
            title = text_of(about.find(nar("headline")), exact=False) if about is not None else None
            known = FAMILIES.get(family_of(best), kind or "image")
            size = _number(best.get("width")), _number(best.get("height"))
            media = (Media(address, known, text_of(alt, exact=False), *size, best.get("contenttype"), title=title),)
    if not media and (kind is None or not words):
        return None
    return Figure(media, (run(words),) if words else (), _credit(about))


def address_in(rendition: etree._Element) -> str:
    """Return where a rendition is, as an address or the name of another item."""
    return (rendition.get("href") or rendition.get("residref") or rendition.get("persistidref") or "").strip()


def family_of(rendition: etree._Element) -> str:
    """Return the first part of the media type of a rendition."""
    return (rendition.get("contenttype") or "").partition("/")[0].lower()


def _credit(about: etree._Element | None) -> Credit | None:
    if about is None:
        return None
    printed = text_of(about.find(nar("creditline")), exact=False)
    names = [text_of(part, exact=False) for part in about.iterfind(f"{nar('creator')}/{nar('name')}")]
    sources = [text_of(part, exact=False) for part in about.iterfind(f"{nar('infoSource')}/{nar('name')}")]
    photographer = next(filter(None, names), None)
    agency = next(filter(None, reversed(sources)), None)
    shown = printed or "/".join(filter(None, (photographer, agency)))
    return Credit(shown, photographer, agency) if shown else None


def companions_of(item: etree._Element, story: Article, notes: Account) -> list[Figure]:
    """Return the pictures that belong to a story and do not stand in it: items of its message, or links."""
    shown = {media.url for figure in figures_of(story) for media in figure.media}
    root = item.getroottree().getroot()
    others = {
        part.get("guid"): part for part in root.iter(nar("newsItem")) if part is not item and kind_of(part) in KINDS
    }
    wanted = _named_with(item, root)
    texts = [part for part in root.iter(nar("newsItem")) if kind_of(part) == "text"]
    figures: list[Figure] = []
    for guid, other in others.items():
        if guid in wanted or len(texts) == 1:
            figure = figure_of(other, KINDS[kind_of(other)])
            urls = {media.url for media in figure.media} if figure else set()
            if figure and not urls & shown:
                figures.append(figure)
                shown |= urls
    for link in item.iterfind(f"{nar('itemMeta')}/{nar('link')}"):
        klass = link.find(nar("itemClass"))
        kind = KINDS.get(tail(klass.get("qcode"))) if klass is not None else None
        if kind is None:
            kind = KINDS.get("picture") if (link.get("contenttype") or "").startswith("image/") else None
        href = safe_href(link.get("href"))
        if kind and href and href not in shown and link.get("residref") not in others:
            title = text_of(link.find(nar("title")), exact=False)
            figures.append(Figure((Media(href, kind, title=title),)))
            shown.add(href)
    if figures:
        said = f"{len(figures)} pictures stand beside the story, in items or links of their own"
        notes.add(
            Note(
                "NA351",
                "newsml-g2",
                said,
                "; ".join(plain(figure.caption) for figure in figures),
                fact="lead",
                source="document",
            )
        )
    return figures


def _named_with(item: etree._Element, root: etree._Element) -> set[str | None]:
    """Return the guids that the story links to, or that stand in one package with it."""
    guids = {link.get("residref") for link in item.iterfind(f"{nar('itemMeta')}/{nar('link')}")}
    for package in root.iter(nar("packageItem")):
        members = {ref.get("residref") for ref in package.iter(nar("itemRef"))}
        if item.get("guid") in members:
            guids |= members
    return guids - {None}


def _number(text: str | None) -> int | None:
    return int(text) if text and re.fullmatch(r"[0-9]{1,9}", text.strip()) else None
