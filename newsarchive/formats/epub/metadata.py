"""State what a book is, in the package's own terms: Dublin Core, DCMI terms, and what is true of its accessibility."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from uuid import NAMESPACE_URL, uuid5

from newsarchive._version import __version__
from newsarchive.formats import furniture, json
from newsarchive.formats.epub.binding import Meta
from newsarchive.formats.epub.documents import Pictures
from newsarchive.formats.furniture import Edition
from newsarchive.model import Article, Moment, Subject
from newsarchive.model.gate import squeeze
from newsarchive.notes import Account

__all__ = ["GENERATOR", "accessibility", "edition_meta", "identifier_of", "modified_of", "story_meta"]

GENERATOR = f"newsarchive {__version__}"
_AUTHORITIES = {"medtop": "https://cv.iptc.org/newscodes/mediatopic/"}
_MOVING = ("image/gif", "image/webp")


def identifier_of(articles: Sequence[Article]) -> str:
    """Return an identifier that stays the same over versions of a story: from its address, else from its content."""
    known = [one.url or json.encode(one).decode() for one in articles]
    return f"urn:uuid:{uuid5(NAMESPACE_URL, chr(10).join(known))}"


def modified_of(articles: Sequence[Article], notes: Account) -> datetime:
    """Return when the newest of the stories was updated, else published, else captured, in UTC; 1970 where nothing is known.

    EPUB 3.3 (5.5.3.1.2) demands a date to the second; a date that is known less finely stands for its beginning.
    """
    known = (
        next((moment.iso for moment in moments if moment and furniture.parts(moment.iso)), None)
        for one in articles
        for moments in [(one.updated, one.issued, one.provenance.captured)]
    )
    seconds = [furniture.epoch_of(iso) for iso in known if iso]
    if not seconds:
        notes.lost(
            "modified",
            "EPUB demands a date of modification and the story has no date; 1970 stands for it",
            code="NA402",
        )
    return datetime.fromtimestamp(max(seconds, default=0), UTC)


def story_meta(article: Article) -> Iterator[Meta]:
    """Yield the statements about a book of one story."""
    yield Meta("dc:identifier", identifier_of([article]), id="uid")
    yield from (
        Meta("dc:identifier", value) for value in _names((article.url, *(one.value for one in article.identifiers)))
    )
    yield Meta("dc:title", furniture.headline_of(article), id="title")
    yield Meta("title-type", "main", refines="title")
    if deck := squeeze(article.deck or ""):
        yield Meta("dc:title", deck, id="subtitle")
        yield Meta("title-type", "subtitle", refines="subtitle")
    yield Meta("dc:language", furniture.language_of(article))
    yield from _people([article])
    yield from _date(article.issued)
    if words := squeeze(article.summary or article.deck or ""):
        yield Meta("dc:description", words)
    yield from _subjects([article])
    yield from (Meta("dc:source", url) for url in _names((article.url, article.provenance.url)))
    yield from (Meta("dc:coverage", name) for name in furniture.place_names(article))
    if rights := article.rights:
        yield from (Meta("dc:rights", words) for words in _names((rights.notice, rights.usage)))
        yield from (Meta("dcterms:rightsHolder", holder) for holder in _names((rights.holder,)))
        yield from (Meta("dcterms:license", url) for url in _names((rights.license_url,)))
    captured = article.provenance.captured
    if captured and furniture.parts(captured.iso):
        yield Meta("dcterms:available", captured.iso)


def edition_meta(edition: Edition) -> Iterator[Meta]:
    """Yield the statements about a book of several stories."""
    articles = [article for _, article in edition.stories]
    yield Meta("dc:identifier", identifier_of(articles), id="uid")
    yield Meta("dc:title", edition.title, id="title")
    yield Meta("title-type", "main", refines="title")
    languages = dict.fromkeys((edition.language, *map(furniture.language_of, articles)))
    yield from (Meta("dc:language", language) for language in languages)
    yield from _people(articles)
    days = sorted(one.issued.iso for one in articles if one.issued and furniture.parts(one.issued.iso))
    yield from _date(Moment(days[0][:10]) if days else None)
    if edition.dates:
        yield Meta("dc:description", edition.dates)
    yield from _subjects(articles)
    yield from (Meta("dc:source", url) for url in _names(one.url for one in articles))
    yield from (Meta("dc:rights", words) for words in _names(one.rights.notice for one in articles if one.rights))


def accessibility(pictures: Pictures, *, has_index: bool) -> Iterator[Meta]:
    """Yield what is true of the book's accessibility (EPUB Accessibility 1.1, section 2); conformance is not claimed."""
    shown = bool(pictures.found)
    yield Meta("schema:accessMode", "textual")
    # The cover is a picture; its words are the title's.
    yield Meta("schema:accessMode", "visual")
    if pictures.told:
        yield Meta("schema:accessModeSufficient", "textual")
    yield Meta("schema:accessModeSufficient", "textual,visual")
    features = ["displayTransformability", "readingOrder", "structuralNavigation", "tableOfContents"]
    features += ["alternativeText"] if pictures.told else []
    features += ["index"] if has_index else []
    yield from (Meta("schema:accessibilityFeature", feature) for feature in sorted(features))
    moving = any(picture.media_type in _MOVING for picture in pictures.found.values())
    yield Meta("schema:accessibilityHazard", "unknown" if moving else "none")
    told = (
        "every picture has words that stand for it"
        if pictures.told
        else "some pictures have no words that stand for them"
    )
    kind = (
        f"Text with headings, lists and tables marked up as such; {told}."
        if shown
        else "Text with headings, lists and tables marked up as such; no pictures but the cover."
    )
    yield Meta(
        "schema:accessibilitySummary",
        f"{kind} The conformance of this book has not been assessed by a person.",
        lang="en",
    )


def _people(articles: Sequence[Article]) -> Iterator[Meta]:
    """Yield creators and contributors with their roles (MARC relators), each with an id of its own."""
    creators = _names(person.name for one in articles for person in one.authors)
    if not creators:
        creators = _names(one.byline for one in articles)
    for number, name in enumerate(creators, 1):
        yield Meta("dc:creator", name, id=f"creator{number}")
        yield Meta("role", "aut", refines=f"creator{number}", scheme="marc:relators")
    agencies = _names(one.agency.name for one in articles if one.agency)
    others = _names(person.name for one in articles for person in one.contributors)
    named = [(name, "dst") for name in agencies] + [(name, "ctb") for name in others if name not in agencies]
    for number, (name, role) in enumerate(named, 1):
        yield Meta("dc:contributor", name, id=f"contributor{number}")
        yield Meta("role", role, refines=f"contributor{number}", scheme="marc:relators")
    yield from (Meta("dc:publisher", name) for name in _names(one.publisher.name for one in articles if one.publisher))


def _subjects(articles: Sequence[Article]) -> Iterator[Meta]:
    words = _names(word for one in articles for word in (*one.keywords, one.section))
    yield from (Meta("dc:subject", word) for word in words)
    subjects: dict[str, Subject] = {
        one.code: one for article in articles for one in article.subjects if squeeze(one.name)
    }
    for number, subject in enumerate(subjects.values(), 1):
        scheme, _, term = subject.code.partition(":")
        yield Meta("dc:subject", squeeze(subject.name), id=f"subject{number}")
        if authority := _AUTHORITIES.get(scheme):
            # Authority and term go together (EPUB 3.3, D.3.2 and D.3.11).
            yield Meta("authority", authority, refines=f"subject{number}")
            yield Meta("term", term or subject.code, refines=f"subject{number}")


def _date(moment: Moment | None) -> Iterator[Meta]:
    """Yield the date of publication, at the precision known; W3CDTF wants a zone with a time (NOTE-datetime)."""
    found = furniture.parts(moment.iso) if moment else None
    if found:
        date, time, zone = found
        yield Meta("dc:date", "-".join(date) + (f"T{':'.join(time)}{zone}" if time and zone else ""))


def _names(values: Iterable[str | None]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, (squeeze(value or "") for value in values))))
