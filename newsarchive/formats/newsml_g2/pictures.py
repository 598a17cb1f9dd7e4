"""Make an item of each picture, film and sound of a story, and a package that holds items together."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable
from typing import Final, Literal

from lxml import etree

from newsarchive.formats.newsml_g2.guids import address_of, picture_guid
from newsarchive.formats.newsml_g2.maker import Maker
from newsarchive.formats.newsml_g2.terms import nar
from newsarchive.model import Figure, Media
from newsarchive.model.inline import plain
from newsarchive.model.walk import figures_of

__all__ = ["KINDS", "package_item", "picture_item", "pictured"]

KINDS: Final = {"image": "picture", "video": "video", "audio": "audio"}


def pictured(maker: Maker) -> list[tuple[Media, Figure]]:
    """Return each picture, film and sound of the story once, with the figure that shows it first."""
    seen: dict[str, tuple[Media, Figure]] = {}
    for figure in figures_of(maker.article):
        for media in figure.media:
            seen.setdefault(media.url, (media, figure))
    return list(seen.values())


def picture_item(maker: Maker, media: Media, figure: Figure) -> etree._Element:
    """Return the item of one picture, film or sound."""
    item = maker.item("newsItem", picture_guid(maker.guid, media))
    meta = maker.manage(item, KINDS[media.kind])
    if media.title:
        maker.add(meta, "title", media.title)
    maker.add(meta, "link", rel="narel:story", residref=maker.guid)
    about = maker.add(item, "contentMeta")
    credit, caption = figure.credit, plain(figure.caption)
    if credit and credit.agency:
        source = maker.add(about, "infoSource", role="isrol:originfo", literal=credit.agency)
        maker.add(source, "name", credit.agency)
    if credit and credit.photographer:
        maker.party(about, "creator", credit.photographer, "person", None)
    if maker.tag:
        maker.add(about, "language", tag=maker.tag)
    if media.title:
        maker.add(about, "headline", media.title)
    if credit:
        maker.add(about, "creditline", credit.printed)
    if caption:
        maker.add(about, "description", caption, role="drol:caption")
    if media.alt:
        maker.add(about, "description", media.alt, role="nadesc:alt")
    _file(maker, maker.add(item, "contentSet"), media)
    return item


def _file(maker: Maker, contents: etree._Element, media: Media) -> None:
    """Say where the picture is, and add its bytes where they are asked for."""
    had = maker.media(media.url) if media.kind == "image" else None
    kind = had.media_type if had else media.media_type
    width, height = (had.width, had.height) if had else (media.width, media.height)
    size = {"width": _count(width), "height": _count(height)}
    if had and maker.embed:
        data = base64.b64encode(had.data).decode("ascii")
        maker.add(contents, "inlineData", data, rendition="rnd:web", contenttype=kind, encoding="encd:base64", **size)
        return
    content = maker.add(
        contents,
        "remoteContent",
        rendition="rnd:web",
        href=address_of(media),
        contenttype=kind,
        size=str(len(had.data)) if had else None,
        **size,
    )
    digest = hashlib.sha256(had.data).hexdigest() if had else media.sha256
    if digest:
        maker.add(content, "hash", digest, hashtype="nahash:sha256", scope="nahash:file")


def package_item(
    maker: Maker,
    guid: str,
    title: str | None,
    members: Iterable[etree._Element],
    mode: Literal["bag", "seq"],
    number: int = 1,
) -> etree._Element:
    """Return a package of items, in their order; ``number`` tells the packages of a message apart."""
    item = maker.item("packageItem", guid)
    meta = maker.manage(item, "composite")
    if title:
        maker.add(meta, "title", title)
        maker.add(maker.add(item, "contentMeta"), "headline", title)
    group = maker.add(maker.add(item, "groupSet", root=f"G{number}"), "group", id=f"G{number}", mode=f"pgrmod:{mode}")
    for member in members:
        ref = maker.add(group, "itemRef", residref=member.get("guid"), version=member.get("version"))
        kind = member.find(f"{nar('itemMeta')}/{nar('itemClass')}")
        headline = member.find(f"{nar('itemMeta')}/{nar('title')}")
        maker.add(ref, "itemClass", qcode=kind.get("qcode") if kind is not None else None)
        if headline is not None and headline.text:
            maker.add(ref, "title", headline.text)
    return item


def _count(number: int | None) -> str | None:
    return str(number) if number is not None and number >= 0 else None
