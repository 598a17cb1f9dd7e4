"""Write one article, or several as an edition, as a PDF with the articles themselves inside."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from hashlib import md5
from typing import Literal

from newsarchive.errors import UsageError
from newsarchive.formats import furniture, json
from newsarchive.formats.pdf.facts import date_of, edition_facts, story_facts
from newsarchive.formats.pdf.finish import Attachment, finished
from newsarchive.formats.pdf.limits import within_limits
from newsarchive.formats.pdf.press import PAPERS, PICTURES, warm_press
from newsarchive.formats.pdf.sheets import Sheets, edition_sheets, story_sheets
from newsarchive.formats.pdf.xmp import PdfFacts
from newsarchive.model import SCHEMA, Article
from newsarchive.model.media import MediaLookup, no_media
from newsarchive.notes import Account

__all__ = ["Paper", "bind", "write"]

Paper = Literal["a4", "letter"]
_MAX_EDITION = 2000


def write(
    article: Article,
    *,
    notes: Account | None = None,
    media: MediaLookup = no_media,
    paper: Paper = "a4",
    source: bytes | None = None,
    source_name: str | None = None,
    source_type: str | None = None,
    attachments: Sequence[Attachment] = (),
) -> bytes:
    """Write the article as PDF/A-3a and PDF/UA-1, itself attached as JSON.

    Args:
        article: the story.
        notes: where it is filed what the page cannot show.
        media: gives verified pictures by their address.
        paper: ``a4`` or ``letter``.
        source: the bytes of the page that the article was read from, attached as they are.
        source_name: the name of that page; by default that of its provenance.
        source_type: its media type; by default that of its provenance.
        attachments: further files to carry, such as the same article as NewsML-G2.

    Raises:
        MissingLibrary: weasyprint or Pango is not installed.
        UsageError: there is no such paper.
        InvalidDocument: the article breaks the renderer.
    """
    notes = notes if notes is not None else Account()
    shown = within_limits(article, notes)
    sheets = story_sheets(shown, media=media, notes=notes, folder=PICTURES)
    inside = [_article_file(article, "article.json")]
    if source is not None:
        inside.append(_source_file(article, source, source_name, source_type))
    inside.extend(attachments)
    known = article.url or article.provenance.sha256 or furniture.headline_of(article)
    right_to_left = furniture.story_direction(article) == "rtl"
    return _printed(
        sheets,
        story_facts(article),
        inside,
        notes=notes,
        paper=paper,
        known=known,
        right_to_left=right_to_left,
        edition=False,
    )


def bind(
    articles: Sequence[Article],
    *,
    notes: Account | None = None,
    media: MediaLookup = no_media,
    paper: Paper = "a4",
    title: str | None = None,
    language: str | None = None,
) -> bytes:
    """Write several articles as one edition with a title page, contents and index, every article attached as JSON.

    Args:
        articles: the stories, in their order.
        notes: where it is filed what the pages cannot show.
        media: gives verified pictures by their address.
        paper: ``a4`` or ``letter``.
        title: the name of the edition; by default the publisher that all share, or the dates.
        language: the language of what the edition says itself; by default that of most articles.

    Raises:
        MissingLibrary: weasyprint or Pango is not installed.
        UsageError: there is no article, or more than 2000, or no such paper.
        InvalidDocument: an article breaks the renderer.
    """
    notes = notes if notes is not None else Account()
    if not 0 < len(articles) <= _MAX_EDITION:
        raise UsageError(f"pdf: an edition holds 1 to {_MAX_EDITION} articles, not {len(articles)}")
    shown = tuple(within_limits(article, notes) for article in articles)
    edition = furniture.edition_of(shown, title=title, tongue=language)
    sheets = edition_sheets(edition, media=media, notes=notes, folder=PICTURES)
    digits = len(str(len(articles)))
    inside = [_article_file(one, f"article-{number:0{digits}}.json") for number, one in enumerate(articles, 1)]
    known = "\n".join(one.url or furniture.headline_of(one) for one in articles)
    right_to_left = edition.direction == "rtl"
    return _printed(
        sheets,
        edition_facts(edition),
        inside,
        notes=notes,
        paper=paper,
        known=known,
        right_to_left=right_to_left,
        edition=True,
    )


def _printed(
    sheets: Sheets,
    facts: PdfFacts,
    inside: Sequence[Attachment],
    *,
    notes: Account,
    paper: Paper,
    known: str,
    right_to_left: bool,
    edition: bool,
) -> bytes:
    if paper not in PAPERS:
        raise UsageError(f"pdf: there is no paper {paper!r}; known: {', '.join(PAPERS)}")
    finish = partial(
        finished, facts=facts, attachments=inside, links=sheets.links, outline=edition, right_to_left=right_to_left
    )
    return warm_press().set(
        sheets.markup,
        paper=paper,
        pictures=sheets.pictures,
        identifier=md5(known.encode("utf-8", "replace"), usedforsecurity=False).hexdigest(),
        epoch=furniture.epoch_of(facts.modified),
        finish=finish,
        notes=notes,
    )


def _article_file(article: Article, name: str) -> Attachment:
    return Attachment(
        name=name,
        data=json.encode(article),
        media_type="application/json",
        relationship="Data",
        description=f"The article, without loss, as {SCHEMA}: {furniture.headline_of(article, limit=200)}",
        date=date_of(article),
        mark=SCHEMA,
    )


def _source_file(article: Article, data: bytes, name: str | None, media_type: str | None) -> Attachment:
    provenance = article.provenance
    kind = media_type or provenance.media_type or "text/html"
    return Attachment(
        name=name or (provenance.source or "").rstrip("/").rpartition("/")[2] or "source.html",
        data=data,
        media_type=kind,
        relationship="Source",
        description=f"The page that the article was read from: {article.url or provenance.url or provenance.source or ''}",
        date=(provenance.captured.iso if provenance.captured else None) or date_of(article),
    )
