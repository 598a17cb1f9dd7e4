"""Compose the documents of a book as XHTML: cover, contents, one document a story, index, colophon."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256

from newsarchive.formats import furniture
from newsarchive.formats.furniture import Edition
from newsarchive.formats.markup import attributes, direction_of, escape, language_attributes
from newsarchive.model import Article, Media
from newsarchive.model.gate import squeeze
from newsarchive.model.media import MediaFile, MediaLookup
from newsarchive.notes import Account, Note

__all__ = ["Pictures", "colophon", "contents", "cover_page", "index", "story"]

_ENDINGS = {"image/jpeg": "jpg", "image/png": "png", "image/gif": "gif", "image/webp": "webp"}
# What a story's own end leaves to the colophon.
_IN_COLOPHON = frozenset({"captured", "checksum", "identifiers"})
_STYLE = '<link rel="stylesheet" type="text/css" href="book.css"/>'


class Pictures:
    """Hand out names for the pictures of a book, one a content, and remember what they are."""

    def __init__(self, lookup: MediaLookup, notes: Account) -> None:
        self._lookup = lookup
        self._notes = notes
        self.found: dict[str, MediaFile] = {}
        self.told = True  # whether every picture has words that stand for it

    def __call__(self, media: Media) -> str | None:
        """Return the name of a picture in the book, None where it is not to be had or no reader would show it."""
        picture = self._lookup(media.url)
        if picture is None:
            self._notes.lost(
                "picture", "its bytes are not at hand: the book links to it", media.url[:200], code="NA402"
            )
            return None
        ending = _ENDINGS.get(picture.media_type)
        if ending is None:
            self._notes.add(Note("NA109", "picture", f"{picture.media_type} is no picture for a book", media.url))
            return None
        name = f"images/{sha256(picture.data).hexdigest()[:24]}.{ending}"
        self.found[name] = picture
        self.told = self.told and squeeze(media.alt or "") not in furniture.no_words()
        return name


def story(article: Article, prefix: str, *, notes: Account, picture: Callable[[Media], str | None]) -> bytes:
    """Return the document of one story."""
    told = furniture.with_alt(article, always=False)
    title = furniture.headline_of(article)
    inner = "\n".join(
        filter(
            None,
            (
                furniture.head(article),
                furniture.body(told, notes=notes, picture=picture, flavour="epub", prefix=prefix),
                furniture.end_matter(article, skip=_IN_COLOPHON),
            ),
        )
    )
    section = f'<section class="article" epub:type="chapter" role="doc-chapter"{attributes(aria_label=title)}>\n{inner}\n</section>'
    return _document(
        section, title, furniture.language_of(article), furniture.story_direction(article), kind="bodymatter"
    )


def cover_page(edition: Edition, alt: str) -> bytes:
    """Return the document that shows the cover."""
    image = f"<img{attributes(src='cover.svg', alt=alt, role='doc-cover')}/>"
    return _document(
        f"<div>{image}</div>", edition.words["cover"], edition.language, edition.direction, kind="cover", class_="cover"
    )


def contents(edition: Edition, *, has_index: bool) -> bytes:
    """Return the navigation document: contents by section, and landmarks (EPUB 3.3, section 7)."""
    words = edition.words
    named = len(edition.sections) > 1 or edition.sections[0][0]
    if named and len(edition.stories) > 1:
        items = "\n".join(
            f"<li><span>{escape(name)}</span>\n<ol>\n" + "\n".join(_entry(*one) for one in stories) + "\n</ol>\n</li>"
            for name, stories in edition.sections
        )
    else:
        items = "\n".join(_entry(*one) for one in edition.stories)
    after = [("index", "index.xhtml")] if has_index else []
    after.append(("colophon", "colophon.xhtml"))
    items += "".join(f'\n<li><a href="{href}">{escape(words[key])}</a></li>' for key, href in after)
    first = f"{edition.stories[0][0]}story.xhtml"
    marks = [("cover", "cover", "cover.xhtml")]
    # A landmark leads to what is read in its turn (EPUB 3.3, 7.4.3); the contents of a single story are not.
    marks += [("toc", "contents", "nav.xhtml")] if len(edition.stories) > 1 else []
    marks.append(("bodymatter", "start", first))
    marks += [("index", "index", "index.xhtml")] if has_index else []
    marks.append(("colophon", "colophon", "colophon.xhtml"))
    landmarks = "\n".join(
        f'<li><a epub:type="{kind}" href="{href}">{escape(words[key])}</a></li>' for kind, key, href in marks
    )
    title = escape(words["contents"])
    inner = (
        f'<nav epub:type="toc" role="doc-toc" aria-labelledby="contents">\n<h1 id="contents">{title}</h1>\n'
        f"<ol>\n{items}\n</ol>\n</nav>\n"
        f'<nav epub:type="landmarks" hidden="hidden"{attributes(aria_label=words["start"])}>\n<ol>\n{landmarks}\n</ol>\n</nav>'
    )
    return _document(inner, words["contents"], edition.language, edition.direction, kind="frontmatter")


def _entry(prefix: str, article: Article) -> str:
    tongue = language_attributes(furniture.language_of(article), furniture.story_direction(article))
    return f'<li><a href="{prefix}story.xhtml"{tongue}>{escape(furniture.headline_of(article))}</a></li>'


def index(edition: Edition) -> bytes:
    """Return the index of places and agencies, each with the stories that name it."""
    words = edition.words
    stories = dict(edition.stories)
    lines = [
        f'<section class="index" role="doc-index"{attributes(aria_label=words["index"])}>',
        f"<h1>{escape(words['index'])}</h1>",
        "<ul>",
    ]
    for name, prefixes in edition.index:
        links = "".join(f"\n{_entry(prefix, stories[prefix])}" for prefix in prefixes)
        lines.append(f"<li>{furniture.isolated(name, edition.direction)}\n<ul>{links}\n</ul></li>")
    lines += ["</ul>", "</section>"]
    return _document("\n".join(lines), words["index"], edition.language, edition.direction, kind="backmatter")


def colophon(edition: Edition, generator: str) -> bytes:
    """Return the colophon: how the book was made, and where each story is from and whose it is."""
    words = edition.words
    lines = [
        f'<section class="colophon" epub:type="colophon" role="doc-colophon"{attributes(aria_label=words["colophon"])}>',
        f"<h1>{escape(words['colophon'])}</h1>",
        f'<p>{escape(words["made"])} <bdi dir="ltr">{escape(generator)}</bdi></p>',
    ]
    for prefix, article in edition.stories:
        language = furniture.language_of(article)
        direction = article.dir or direction_of(language) or "ltr"
        lines.append(f"<section{language_attributes(language, direction)}>")
        lines.append(f'<h2><a href="{prefix}story.xhtml">{escape(furniture.headline_of(article))}</a></h2>')
        if rows := furniture.record_rows(article, skip=frozenset({"contributors", "section", "keywords", "topics"})):
            lines.append(rows)
        lines.append("</section>")
    lines.append("</section>")
    return _document("\n".join(lines), words["colophon"], edition.language, edition.direction, kind="backmatter")


def _document(inner: str, title: str, language: str, direction: str, *, kind: str, class_: str | None = None) -> bytes:
    tongue = language_attributes(language, direction)
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE html>\n'
        f'<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"{tongue}>\n'
        f'<head>\n<meta charset="utf-8"/>\n<title>{escape(title)}</title>\n{_STYLE}\n</head>\n'
        f"<body{attributes(epub__type=kind, class_=class_)}>\n{furniture.with_valid_links(inner)}\n</body>\n</html>\n"
    ).encode()
