"""Say an article in the words of schema.org: what html carries inside and jsonld alone."""

from __future__ import annotations

from typing import Any

from newsarchive.model import (
    Article,
    Contributor,
    Dateline,
    FirstPublished,
    Moment,
    Notice,
    Organisation,
    Person,
    Place,
    Provenance,
    Rights,
    Subject,
    plain,
)
from newsarchive.model.gate import safe_href
from newsarchive.model.walk import figures_of, text_of, word_count

__all__ = ["MEDIA_TOPICS", "linked_data"]

MEDIA_TOPICS = "http://cv.iptc.org/newscodes/mediatopic/"

Data = dict[str, Any]


def linked_data(article: Article, *, body: bool = True) -> Data:
    """Return the article as a schema.org NewsArticle, ready for JSON.

    Args:
        article: the article.
        body: whether to carry the words of the story; a page that shows them need not.
    """
    pictures = _pictures(article)
    return _present({
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "@id": safe_href(article.url),
        "url": safe_href(article.url),
        "mainEntityOfPage": _thing("WebPage", **{"@id": safe_href(article.url)}),
        "headline": article.headline,
        "alternativeHeadline": article.deck,
        "description": article.deck or article.summary,
        "abstract": article.summary,
        "creditText": article.byline,
        "author": [_person(person) for person in article.authors],
        "contributor": [_contributor(contributor) for contributor in article.contributors],
        "sourceOrganization": _organisation(article.agency),
        "publisher": _organisation(article.publisher),
        "dateline": article.dateline.printed if article.dateline else None,
        "locationCreated": _places(article.dateline),
        "datePublished": _iso(article.published),
        "dateModified": _iso(article.updated),
        "publication": _first_published(article.first_published),
        "articleSection": article.section,
        "keywords": list(article.keywords),
        "about": [_subject(subject) for subject in article.subjects],
        "inLanguage": article.language,
        "identifier": [
            _thing("PropertyValue", propertyID=each.scheme, value=each.value) for each in article.identifiers
        ],
        "image": pictures["image"],
        "video": pictures["video"],
        "audio": pictures["audio"],
        **_rights(article.rights),
        "correction": [_correction(notice) for notice in article.notices if notice.kind in ("correction", "clarification")],
        "isAccessibleForFree": None if article.paywalled is None else not article.paywalled,
        "isBasedOn": _source(article.provenance),
        "wordCount": word_count(article) or None,
        "articleBody": (text_of(article.body) or None) if body else None,
    })  # fmt: skip


def _present(data: Data) -> Data:
    return {key: value for key, value in data.items() if value is not None and value not in ([], {}, "")}


def _thing(kind: str, **values: Any) -> Data | None:
    """Return a typed thing, or None where nothing is said of it."""
    present = _present(values)
    return {"@type": kind, **present} if present else None


def _iso(moment: Moment | None) -> str | None:
    return moment.iso if moment else None


def _person(person: Person) -> Data:
    if person.kind == "organisation":
        return _thing("Organization", name=person.name, url=safe_href(person.url), description=person.role) or {}
    affiliation = _thing("Organization", name=person.affiliation)
    return (
        _thing("Person", name=person.name, jobTitle=person.role, affiliation=affiliation, url=safe_href(person.url))
        or {}
    )


def _contributor(contributor: Contributor) -> Data:
    kind = "Organization" if contributor.kind == "organisation" else "Person"
    place = _thing("Place", name=contributor.place)
    who = _thing(kind, name=contributor.name, **{"location" if kind == "Organization" else "workLocation": place}) or {}
    # schema.org, Role: what someone did stands between the work and the person.
    return {"@type": "Role", "roleName": contributor.role, "contributor": who} if contributor.role else who


def _organisation(organisation: Organisation | None) -> Data | None:
    if organisation is None:
        return None
    return _thing(
        "Organization", name=organisation.name, alternateName=organisation.code, url=safe_href(organisation.url)
    )


def _places(dateline: Dateline | None) -> Data | list[Data] | None:
    if dateline is None:
        return None
    places = dateline.places
    if not places:
        return _thing("Place", name=dateline.place)
    found = [_place(place) for place in places]
    return found[0] if len(found) == 1 else found


def _place(place: Place) -> Data:
    same = [
        *([f"https://sws.geonames.org/{place.geonames}/"] if place.geonames else []),
        *([f"https://www.wikidata.org/entity/{place.wikidata}"] if place.wikidata else []),
    ]
    address = _thing("PostalAddress", addressRegion=place.region, addressCountry=place.country)
    return _thing("Place", name=place.name, address=address, sameAs=same) or {}


def _first_published(first: FirstPublished | None) -> Data | None:
    if first is None:
        return None
    outlet = _thing("Organization", name=first.outlet)
    return _thing("PublicationEvent", description=first.printed, startDate=_iso(first.date), publishedBy=outlet)


def _subject(subject: Subject) -> Data:
    scheme, _, code = subject.code.partition(":")
    topic = f"{MEDIA_TOPICS}{code}" if scheme == "medtop" and code.isascii() and code.isalnum() else None
    return (
        _thing(
            "DefinedTerm",
            **{"@id": topic},
            name=subject.name,
            alternateName=subject.printed,
            termCode=subject.code,
            inDefinedTermSet=MEDIA_TOPICS if topic else None,
        )
        or {}
    )


def _pictures(article: Article) -> dict[str, list[Data]]:
    out: dict[str, list[Data]] = {"image": [], "video": [], "audio": []}
    for figure in figures_of(article):
        for media in figure.media:
            kind = {"image": "ImageObject", "video": "VideoObject", "audio": "AudioObject"}[media.kind]
            credit = figure.credit
            thing = _thing(
                kind,
                contentUrl=media.url,
                name=media.title,
                description=media.alt,
                caption=plain(figure.caption),
                creditText=credit.printed if credit else None,
                creator=_thing("Person", name=credit.photographer if credit else None),
                sourceOrganization=_thing("Organization", name=credit.agency if credit else None),
                width=media.width,
                height=media.height,
                encodingFormat=media.media_type,
                sha256=media.sha256,
                # schema.org knows it of images only.
                representativeOfPage=True if figure is article.lead and media.kind == "image" else None,
            )
            out[media.kind].append(thing or {})
    return out


def _rights(rights: Rights | None) -> Data:
    if rights is None:
        return {}
    return {
        "copyrightNotice": rights.notice,
        "copyrightHolder": _thing("Organization", name=rights.holder),
        "copyrightYear": rights.year,
        "usageInfo": _thing("CreativeWork", text=rights.usage),
        "license": safe_href(rights.license_url),
    }


def _correction(notice: Notice) -> Data:
    return _thing("CorrectionComment", text=notice.printed, datePublished=_iso(notice.date)) or {}


def _source(provenance: Provenance) -> Data | None:
    return _thing(
        "MediaObject",
        contentUrl=provenance.url,
        encodingFormat=provenance.media_type,
        sha256=provenance.sha256,
        contentSize=None if provenance.size is None else f"{provenance.size} B",
        dateCreated=_iso(provenance.captured),
    )
