"""Let the pictures of an article tell what they know: size and digest, and a credit or caption where the page has none."""

from __future__ import annotations

import hashlib

from msgspec.structs import replace

from newsarchive.model import Article, Credit, Figure, Media, Run
from newsarchive.model.media import MediaLookup
from newsarchive.model.walk import figures_of, map_figures
from newsarchive.notes import Account, Note
from newsarchive.page.facts.credit import parse_credit
from newsarchive.sources.page import Resources
from newsarchive.sources.pictures import PictureFacts, picture_facts, shape

__all__ = ["pictured"]


def pictured(article: Article, files: Resources, verified: MediaLookup, notes: Account) -> Article:
    """Return the article with what its pictures say of themselves (IPTC IIM 4.2, EXIF 2.32).

    Size, media type and SHA-256 of each picture that can be had and decoded are filled in. What the page prints counts: a caption or
    a credit is taken from a picture only where its figure has none, and a note (NA351) names the standard it stood in.

    Args:
        article: the article.
        files: gives the bytes of a picture as they were found.
        verified: gives a picture only if it can be decoded, and files why where it cannot.
        notes: where it is filed what was taken from a picture.
    """

    def told(figure: Figure) -> Figure:
        media = tuple(_measured(each, files, verified) for each in figure.media)
        figure = replace(figure, media=media) if media != figure.media else figure
        first = next((each for each in figure.media if each.sha256), None)
        if (figure.caption and figure.credit) or first is None or (data := files(first.url)) is None:
            return figure
        said = picture_facts(data)
        return _completed(figure, said, first.url, notes) if said else figure

    return map_figures(article, told) if figures_of(article) else article


def _measured(media: Media, files: Resources, verified: MediaLookup) -> Media:
    if media.kind != "image" or (data := files(media.url)) is None or verified(media.url) is None:
        return media
    # The page may speak of a larger or smaller file than the one that was had: what was had is what is recorded.
    kind, width, height = shape(data) or (None, media.width, media.height)
    return replace(media, sha256=hashlib.sha256(data).hexdigest(), media_type=kind or None, width=width, height=height)


def _completed(figure: Figure, said: PictureFacts, url: str, notes: Account) -> Figure:
    if not figure.caption and said.caption and _is_caption(said.caption):
        figure = replace(figure, caption=(Run(said.caption),))
        notes.add(_note("caption", said.caption, said.source, url))
    credit = "/".join(dict.fromkeys(filter(None, (said.creator, said.credit)))) or said.copyright
    if not figure.credit and credit and any(map(str.isalpha, credit)):
        read = parse_credit(credit) or Credit(credit)
        figure = replace(figure, credit=replace(read, printed=credit, photographer=said.creator or read.photographer))
        notes.add(_note("credit", credit, said.source, url))
    return figure


def _is_caption(text: str) -> bool:
    """Tell a sentence from what cameras and programs write there (``OLYMPUS DIGITAL CAMERA``, a path, an address)."""
    return len(text.split()) > 2 and not text.isupper() and "\\" not in text and "://" not in text


def _note(fact: str, text: str, source: str, url: str) -> Note:
    return Note("NA351", fact, f"the page gives none; the picture says it ({source})", text, url[:2000], fact=fact)
