"""Write one article, or several as one book, as EPUB 3.3 with the articles themselves inside."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from importlib.resources import files

from newsarchive.errors import UsageError
from newsarchive.formats import furniture, json
from newsarchive.formats.epub import documents
from newsarchive.formats.epub.binding import Meta, Part, bound
from newsarchive.formats.epub.cover import cover_svg
from newsarchive.formats.epub.metadata import GENERATOR, accessibility, edition_meta, modified_of, story_meta
from newsarchive.formats.epub.reading import DATA_ID, DATA_TYPE
from newsarchive.formats.furniture import Edition
from newsarchive.model import Article
from newsarchive.model.media import MediaLookup, no_media
from newsarchive.notes import Account

__all__ = ["bind", "write"]

_XHTML = "application/xhtml+xml"
_MAX_BOOK = 10_000


def write(article: Article, *, notes: Account | None = None, media: MediaLookup = no_media) -> bytes:
    """Write the article as a book of its own.

    Args:
        article: the story.
        notes: where it is filed what the book cannot show.
        media: gives verified pictures by their address.

    Raises:
        MissingLibrary: ebooklib is not installed.
    """
    notes = notes if notes is not None else Account()
    edition = furniture.edition_of([article], title=furniture.headline_of(article))
    return _book(edition, list(story_meta(article)), (article,), notes=notes, media=media)


def bind(
    articles: Sequence[Article],
    *,
    notes: Account | None = None,
    media: MediaLookup = no_media,
    title: str | None = None,
    language: str | None = None,
) -> bytes:
    """Write several articles as one book, ordered by section.

    Args:
        articles: the stories, in their order.
        notes: where it is filed what the book cannot show.
        media: gives verified pictures by their address.
        title: the name of the book; by default the publisher that all stories share, or their dates.
        language: the language of what the book says itself; by default that of most stories.

    Raises:
        MissingLibrary: ebooklib is not installed.
        UsageError: there is no article, or more than 10,000.
    """
    notes = notes if notes is not None else Account()
    if not 0 < len(articles) <= _MAX_BOOK:
        raise UsageError(f"epub: a book holds 1 to {_MAX_BOOK} articles, not {len(articles)}")
    edition = furniture.edition_of(articles, title=title, tongue=language)
    return _book(edition, list(edition_meta(edition)), articles, notes=notes, media=media)


def _book(
    edition: Edition, said: list[Meta], articles: Sequence[Article], *, notes: Account, media: MediaLookup
) -> bytes:
    pictures = documents.Pictures(media, notes)
    stories = [
        Part(
            id=f"{prefix}story",
            name=f"{prefix}story.xhtml",
            media_type=_XHTML,
            data=documents.story(article, prefix, notes=notes, picture=pictures),
            spine=True,
        )
        for prefix, article in edition.stories
    ]
    has_index = len(stories) > 1 and bool(edition.index)
    parts = [
        *_front(edition, has_index=has_index),
        *stories,
        *_back(edition, has_index=has_index),
        *(
            Part(id=f"picture-{number}", name=name, media_type=picture.media_type, data=picture.data)
            for number, (name, picture) in enumerate(sorted(pictures.found.items()), 1)
        ),
        *_data(articles),
    ]
    said += accessibility(pictures, has_index=has_index)
    return bound(
        parts,
        said,
        identifier=said[0].value,
        title=edition.title,
        language=edition.language,
        direction=edition.direction,
        modified=modified_of(articles, notes),
    )


def _front(edition: Edition, *, has_index: bool) -> Iterable[Part]:
    who = " · ".join(name for name in edition.publishers[:2] if name != edition.title)
    when = edition.dates
    alt = f"{edition.words['cover']}: " + ", ".join(filter(None, (edition.title, who, when)))
    svg = cover_svg(title=edition.title, above=who, below=when, language=edition.language, direction=edition.direction)
    css = files("newsarchive.formats.epub").joinpath("book.css").read_bytes()
    yield Part(id="cover", name="cover.xhtml", media_type=_XHTML, data=documents.cover_page(edition, alt), spine=True)
    yield Part(id="cover-image", name="cover.svg", media_type="image/svg+xml", data=svg, properties=("cover-image",))
    yield Part(id="style", name="book.css", media_type="text/css", data=css)
    nav = documents.contents(edition, has_index=has_index)
    # A single story needs no page of contents to be read through; an edition does.
    yield Part(
        id="nav", name="nav.xhtml", media_type=_XHTML, data=nav, properties=("nav",), spine=len(edition.stories) > 1
    )


def _back(edition: Edition, *, has_index: bool) -> Iterable[Part]:
    if has_index:
        yield Part(id="index", name="index.xhtml", media_type=_XHTML, data=documents.index(edition), spine=True)
    data = documents.colophon(edition, GENERATOR)
    yield Part(id="colophon", name="colophon.xhtml", media_type=_XHTML, data=data, spine=True)


def _data(articles: Sequence[Article]) -> Iterable[Part]:
    """Yield the articles themselves, in the order given, as files that no page refers to (EPUB 3.3, 3.5)."""
    digits = len(str(len(articles)))
    for number, article in enumerate(articles, 1):
        name = f"{DATA_ID}-{number:0{digits}}"
        yield Part(id=name, name=f"data/{name}.json", media_type=DATA_TYPE, data=json.encode(article))
