"""Gather what a PDF says about itself from the facts of its articles."""

from __future__ import annotations

from collections.abc import Iterable
from importlib.metadata import PackageNotFoundError, version

from newsarchive._version import __version__
from newsarchive.formats import furniture
from newsarchive.formats.furniture import Edition
from newsarchive.formats.pdf.xmp import PdfFacts, xmp_date
from newsarchive.model import Article, Moment
from newsarchive.model.gate import squeeze

__all__ = ["date_of", "edition_facts", "story_facts"]

_GENERATOR = f"newsarchive {__version__}"


def story_facts(article: Article) -> PdfFacts:
    """Return the facts of one article, each where XMP has a place for it."""
    rights = article.rights
    captured = article.provenance.captured
    return PdfFacts(
        title=furniture.headline_of(article),
        language=furniture.language_of(article),
        generator=_GENERATOR,
        producer=_producer(),
        authors=_names(person.name for person in article.authors) or _one(article.byline),
        description=article.summary or article.deck,
        keywords=_names((*article.keywords, *(subject.name for subject in article.subjects))),
        created=_date(article.issued),
        modified=_date(article.updated) or _date(article.issued),
        captured=_date(captured),
        publisher=_one(article.publisher.name if article.publisher else None),
        contributors=_names(
            (*(one.name for one in article.contributors), *_one(article.agency.name if article.agency else None))
        ),
        source=article.url or article.provenance.url,
        identifiers=_names(one.value for one in article.identifiers) or _one(article.url),
        coverage=furniture.place_names(article),
        credit=article.agency.name if article.agency else None,
        rights=rights.notice if rights else None,
        owner=_one(rights.holder if rights else None),
        usage=rights.usage if rights else None,
        license_url=rights.license_url if rights else None,
    )


def edition_facts(edition: Edition) -> PdfFacts:
    """Return the facts of an edition: what its articles share or say together."""
    articles = [article for _, article in edition.stories]
    created = sorted(date for one in articles if (date := _date(one.issued)))
    modified = sorted(date for one in articles if (date := _date(one.updated) or _date(one.issued)))
    return PdfFacts(
        title=edition.title,
        language=edition.language,
        generator=_GENERATOR,
        producer=_producer(),
        authors=_names(person.name for one in articles for person in one.authors)[:50],
        description=edition.dates or None,
        keywords=_names(word for one in articles for word in one.keywords)[:100],
        created=created[0] if created else None,
        modified=modified[-1] if modified else None,
        publisher=edition.publishers,
        contributors=_names(one.agency.name for one in articles if one.agency),
        identifiers=_names(one.url for one in articles if one.url)[:1],
        coverage=tuple(dict.fromkeys(name for one in articles for name in furniture.place_names(one)))[:50],
        rights="; ".join(_names(one.rights.notice for one in articles if one.rights and one.rights.notice)) or None,
        owner=_names(one.rights.holder for one in articles if one.rights and one.rights.holder),
    )


def date_of(article: Article) -> str | None:
    """Return the date that an attached file bears: when the article was updated, published or captured."""
    for moment in (article.updated, article.issued, article.provenance.captured):
        if date := _date(moment):
            return date
    return None


def _producer() -> str:
    try:
        return f"WeasyPrint {version('weasyprint')}"
    except PackageNotFoundError:
        return "WeasyPrint"


def _date(moment: Moment | None) -> str | None:
    return xmp_date(moment.iso) if moment else None


def _names(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, map(squeeze, values))))


def _one(value: str | None) -> tuple[str, ...]:
    shown = squeeze(value or "")
    return (shown,) if shown else ()
