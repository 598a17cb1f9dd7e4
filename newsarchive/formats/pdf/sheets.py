"""Compose the sheets of a PDF as markup: one story, or an edition with a title page, contents, and an index of names."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from hashlib import sha256
from unicodedata import east_asian_width

from msgspec import Struct

from newsarchive.formats import furniture
from newsarchive.formats.furniture import Edition
from newsarchive.formats.markup import attributes, direction_of, escape, language_attributes
from newsarchive.model import Article, Media
from newsarchive.model.gate import squeeze
from newsarchive.model.media import MediaFile, MediaLookup
from newsarchive.notes import Account

__all__ = ["Sheets", "edition_sheets", "story_sheets"]

_RUNNING = 62
_PICTURES = ("image/jpeg", "image/png", "image/gif", "image/webp")


class Sheets(Struct, frozen=True):
    """A document for the press: its markup, the pictures it names, and what its inner links say."""

    markup: str
    pictures: dict[str, MediaFile]
    links: dict[str, str]


class _Pictures:
    """Hand out names for the pictures of a document, one a content."""

    def __init__(self, lookup: MediaLookup, folder: str, notes: Account) -> None:
        self._lookup = lookup
        self._notes = notes
        self._folder = folder
        self.found: dict[str, MediaFile] = {}

    def __call__(self, media: Media) -> str | None:
        picture = self._lookup(media.url)
        if picture is None or picture.media_type not in _PICTURES:
            self._notes.lost(
                "picture", "its bytes are not at hand: the page links to it", media.url[:200], code="NA402"
            )
            return None
        name = sha256(picture.data).hexdigest()
        self.found[name] = picture
        return f"{self._folder}{name}"


def story_sheets(article: Article, *, media: MediaLookup, notes: Account, folder: str) -> Sheets:
    """Compose the sheets of one story."""
    pictures = _Pictures(media, folder, notes)
    inner = _section(article, "", notes=notes, picture=pictures, heading=1)
    return Sheets(_document(article, inner), pictures.found, _links(article, ""))


def edition_sheets(edition: Edition, *, media: MediaLookup, notes: Account, folder: str) -> Sheets:
    """Compose the sheets of an edition: title, contents by section, the stories, the index."""
    pictures = _Pictures(media, folder, notes)
    words = edition.words
    parts = [_title(edition), _contents(edition)]
    links: dict[str, str] = {}
    for prefix, article in edition.stories:
        links |= _links(article, prefix)
        parts.append(_section(article, prefix, notes=notes, picture=pictures, heading=1))
    if edition.index:
        parts.append(_index(edition))
    tongue = language_attributes(edition.language, edition.direction)
    markup = _whole("\n".join(parts), edition.title, tongue)
    links["contents"] = words["contents"]
    return Sheets(markup, pictures.found, links)


def _document(article: Article, inner: str) -> str:
    tongue = language_attributes(furniture.language_of(article), furniture.story_direction(article))
    return _whole(inner, furniture.headline_of(article), tongue)


def _whole(inner: str, title: str, tongue: str) -> str:
    # `lang` alone is read by the renderer; a prefix for xml: needs no declaration (XML names, section 3).
    return f"<html{tongue}>\n<head><title>{escape(title)}</title></head>\n<body>\n{furniture.with_valid_links(inner)}\n</body>\n</html>"


def _section(
    article: Article, prefix: str, *, notes: Account, picture: Callable[[Media], str | None], heading: int
) -> str:
    publisher = squeeze(article.publisher.name) if article.publisher else ""
    title = furniture.headline_of(article)
    running = _running(title)
    direction = furniture.story_direction(article)
    head = furniture.head(article, level=heading)
    size = " huge" if len(title) > 400 else " long" if len(title) > 130 else ""
    # Running heads are set by the headline, which stands on one page; an article is on many, and would set them anew on each.
    running_heads = attributes(data_publisher=publisher, data_running=running)
    head = head.replace(' class="headline"', f' class="headline{size}"{running_heads}', 1)
    told = furniture.with_alt(article, always=True)
    body = furniture.body(told, notes=notes, picture=picture, flavour="pdf", heading=heading + 1, prefix=prefix)
    end = furniture.end_matter(article, heading=heading + 1)
    kind = attributes(class_="rtl" if direction == "rtl" else None, id=f"{prefix}story")
    tongue = language_attributes(furniture.language_of(article), direction)
    return f'<section class="article">\n<article{kind}{tongue}>\n{head}\n{body}\n{end}\n</article>\n</section>'


def _running(title: str) -> str:
    """Return the title cut to one line of a running head; letters of East Asian scripts count twice."""
    room = _RUNNING
    for at, letter in enumerate(title):
        room -= 2 if east_asian_width(letter) in "WF" else 1
        if room < 0:
            return title[: title.rfind(" ", at - 12, at) if " " in title[max(0, at - 12) : at] else at].rstrip() + "…"
    return title


def _links(article: Article, prefix: str) -> dict[str, str]:
    """Say where each link inside the story leads (ISO 14289-1, 7.18.5)."""
    from newsarchive.model import Footnote
    from newsarchive.model.walk import blocks_of, text_of

    said = {f"{prefix}story": furniture.headline_of(article)}
    notes = [block for block in blocks_of(article.body) if isinstance(block, Footnote)]
    for number, note in enumerate(notes, 1):
        label = note.label or str(number)
        said[f"{prefix}fn{number}"] = f"{label}: {squeeze(text_of(note.blocks))[:120]}"
        said[f"{prefix}fnref{number}"] = label
    return said


def _title(edition: Edition) -> str:
    who = [name for name in edition.publishers if name != edition.title][:3]
    lines = [f'<p class="who">{escape(" · ".join(who))}</p>'] if who else []
    lines.append(f"<h1>{escape(edition.title)}</h1>")
    if edition.dates:
        lines.append(f'<p class="when">{escape(edition.dates)}</p>')
    return '<section class="title">\n' + "\n".join(lines) + "\n</section>"


def _contents(edition: Edition) -> str:
    lines = [f'<h2 id="contents">{escape(edition.words["contents"])}</h2>']
    for section, stories in edition.sections:
        if section:
            lines.append(f"<h3>{escape(section)}</h3>")
        items = (_entry(prefix, furniture.headline_of(article), article) for prefix, article in stories)
        lines.append("<ul>\n" + "\n".join(items) + "\n</ul>")
    return '<section class="contents">\n' + "\n".join(lines) + "\n</section>"


def _entry(prefix: str, words: str, article: Article) -> str:
    language = furniture.language_of(article)
    tongue = language_attributes(language, article.dir or direction_of(language))
    return f'<li><a href="#{prefix}story"><span{tongue}>{escape(words)}</span></a></li>'


def _index(edition: Edition) -> str:
    lines = [f"<h2>{escape(edition.words['index'])}</h2>", "<ul>"]
    for name, prefixes in edition.index:
        links: Iterable[str] = (f'<a href="#{prefix}story"> </a>' for prefix in prefixes)
        lines.append(f"<li>{escape(name)} {', '.join(links)}</li>")
    lines.append("</ul>")
    return '<section class="index part">\n' + "\n".join(lines) + "\n</section>"
