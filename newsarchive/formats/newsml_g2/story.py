"""Put every fact of a story into its place in a NewsML-G2 item."""

from __future__ import annotations

from lxml import etree

from newsarchive.formats.newsml_g2.dates import truncated
from newsarchive.formats.newsml_g2.guids import address_of, iri, picture_guid
from newsarchive.formats.newsml_g2.maker import Maker
from newsarchive.formats.newsml_g2.pictures import KINDS, pictured
from newsarchive.formats.newsml_g2.terms import IPTC_ALIASES, MODEL, code
from newsarchive.model import SCHEMA, Contributor, Evidence, Person, Place
from newsarchive.model.gate import clean, safe_href
from newsarchive.model.inline import plain

__all__ = ["story_item"]


def story_item(maker: Maker, *, pictures: bool) -> etree._Element:
    """Return the item of the story with every fact that NewsML-G2 has a place for, without its content.

    ``pictures`` tells that the pictures are items of the same message, so that links can point at them.
    """
    item = maker.item("newsItem", maker.guid)
    if maker.article.dir:
        item.set("dir", maker.article.dir)
    _histories(maker, item)
    _rights(maker, item)
    _management(maker, item, pictures=pictures)
    _content(maker, item)
    return item


def _histories(maker: Maker, item: etree._Element) -> None:
    article = maker.article
    hops = maker.add(item, "hopHistory")
    author = article.agency or article.publisher
    if author:
        hop = maker.add(hops, "hop", seq="1")
        maker.add(maker.add(hop, "party", literal=author.name), "name", author.name)
        maker.add(hop, "action", qcode="hopaction:created", target="hatarget:content")
    captured = article.provenance.captured
    stamp = truncated(captured.iso) if captured else None
    # A hop takes a whole date or a time, no bare year or month (DateOptTimeType).
    stamp = stamp if stamp and len(stamp) >= 10 else None
    hop = maker.add(hops, "hop", seq="2" if author else "1", timestamp=stamp)
    party = maker.add(hop, "party", literal="newsarchive")
    maker.add(party, "name", article.provenance.software or "newsarchive")
    maker.add(hop, "action", qcode="hopaction:transformed", target="hatarget:content")
    published = truncated(article.published.iso) if article.published else None
    if published:
        outlet = maker.add(maker.add(item, "pubHistory"), "published")
        maker.add(outlet, "timestamp", published)
        if article.publisher:
            maker.add(outlet, "name", article.publisher.name)


def _rights(maker: Maker, item: etree._Element) -> None:
    rights = maker.article.rights
    if rights is None:
        return
    info = maker.add(item, "rightsInfo")
    if rights.holder:
        holder = maker.add(info, "copyrightHolder", literal=rights.holder)
        maker.add(holder, "name", rights.holder)
    if rights.notice:
        maker.add(info, "copyrightNotice", rights.notice)
    if rights.usage:
        maker.add(info, "usageTerms", rights.usage)
    if address := iri(rights.license_url):
        maker.add(info, "link", rel="narel:license", href=address)


def _management(maker: Maker, item: etree._Element, *, pictures: bool) -> None:
    article = maker.article
    published = truncated(article.published.iso) if article.published else None
    # firstCreated is a whole time with its zone; a day is told by contentCreated and pubHistory.
    meta = maker.manage(item, "text", first=published if published and published[19:] else None)
    if article.headline:
        maker.add(meta, "title", article.headline)
    if article.first_published:
        maker.add(meta, "edNote", article.first_published.printed, role="nanote:first-published")
    for notice in article.notices:
        maker.add(meta, "edNote", notice.printed, role=f"nanote:{notice.kind}")
    if article.provenance.sha256:
        maker.add(meta, "hash", article.provenance.sha256, hashtype="nahash:sha256", scope="nahash:source")
    if address := safe_href(iri(article.url)):
        maker.add(meta, "link", rel="irel:derivedFrom", href=address)
    for rank, (media, figure) in enumerate(pictured(maker), start=1):
        target = {"residref": picture_guid(maker.guid, media)} if pictures else {}
        href = address_of(media)
        if not (target or href):
            continue
        link = maker.add(meta, "link", rel="irel:seeAlso", rank=str(rank), href=href, **target)
        maker.add(link, "itemClass", qcode=f"ninat:{KINDS[media.kind]}")
        if words := media.title or media.alt or plain(figure.caption):
            maker.add(link, "title", words)
    maker.add(meta, "itemMetaExtProperty", rel=MODEL, value=SCHEMA)
    for evidence in article.evidence:
        _evidence(maker, meta, evidence)


def _evidence(maker: Maker, meta: etree._Element, evidence: Evidence) -> None:
    if rel := code("naevid", evidence.fact):
        confidence = repr(evidence.confidence)
        part = maker.add(meta, "itemMetaExtProperty", rel=rel, literal=evidence.source, value=confidence)
        if evidence.printed:
            maker.add(part, "note", evidence.printed)


def _content(maker: Maker, item: etree._Element) -> None:
    article = maker.article
    meta = maker.add(item, "contentMeta")
    first = article.issued
    for name, moment in (("contentCreated", first), ("contentModified", article.updated)):
        if moment and (known := truncated(moment.iso)):
            maker.add(meta, name, known)
    for place in _places(maker):
        _place(maker, meta, place)
    if agency := article.agency:
        source = maker.add(
            meta,
            "infoSource",
            role="isrol:originfo",
            uri=iri(agency.url),
            literal=agency.code or agency.name,
        )
        maker.add(source, "name", agency.name)
    for person in article.authors:
        _person(maker, meta, person)
    for contributor in article.contributors:
        _contributor(maker, meta, contributor)
    for identifier in article.identifiers:
        maker.add(meta, "altId", identifier.value, type=code("naid", identifier.scheme))
    _descriptions(maker, meta)


def _descriptions(maker: Maker, meta: etree._Element) -> None:
    article = maker.article
    if maker.tag:
        maker.add(meta, "language", tag=maker.tag)
    for keyword in article.keywords:
        maker.add(meta, "keyword", keyword)
    for subject in article.subjects:
        alias, _, rest = clean(subject.code).partition(":")
        known = alias in IPTC_ALIASES and rest and not any(char.isspace() for char in rest)
        part = maker.add(
            meta,
            "subject",
            type="cpnat:abstract",
            qcode=subject.code if known else None,
            literal=None if known else subject.code,
        )
        maker.add(part, "name", subject.name)
    if article.section:
        part = maker.add(meta, "subject", type="natype:section", literal=article.section)
        maker.add(part, "name", article.section)
    for role, words in (("nahead:kicker", article.kicker), (None, article.headline), ("nahead:deck", article.deck)):
        if words:
            maker.add(meta, "headline", words, role=role)
    if article.dateline and article.dateline.printed:
        maker.add(meta, "dateline", article.dateline.printed)
    if article.byline:
        maker.add(meta, "by", article.byline)
    if article.agency:
        maker.add(meta, "creditline", article.agency.printed or article.agency.name)
    if article.summary:
        maker.add(meta, "description", article.summary, role="drol:summary")


def _places(maker: Maker) -> tuple[Place, ...]:
    dateline = maker.article.dateline
    if dateline is None:
        return ()
    return dateline.places or ((Place(dateline.place),) if dateline.place else ())


def _place(maker: Maker, meta: etree._Element, place: Place) -> None:
    located = maker.add(meta, "located", type="cpnat:geoArea", literal=place.name)
    maker.add(located, "name", place.name)
    if place.geonames is not None:
        maker.add(located, "sameAs", qcode=f"geonames:{place.geonames}")
    if wikidata := code("wikidata", place.wikidata):
        maker.add(located, "sameAs", qcode=wikidata)
    if place.region:
        maker.add(maker.add(located, "broader", type="natype:region"), "name", place.region)
    if country := code("iso3166-1a2", place.country):
        maker.add(located, "broader", type="cpnat:geoArea", qcode=country)


def _person(maker: Maker, meta: etree._Element, person: Person) -> None:
    part = maker.party(meta, "creator", person.name, person.kind, iri(person.url))
    if person.role:
        maker.add(part, "note", person.role, role="narole:role")
    if person.affiliation and person.kind == "person":
        details = maker.add(part, "personDetails")
        maker.add(maker.add(details, "affiliation"), "name", person.affiliation)


def _contributor(maker: Maker, meta: etree._Element, person: Contributor) -> None:
    part = maker.party(meta, "contributor", person.name, person.kind, None, role=code("narole", person.role))
    if person.role and not code("narole", person.role):
        maker.add(part, "note", person.role, role="narole:role")
    if person.place:
        maker.add(part, "note", person.place, role="narole:place")
