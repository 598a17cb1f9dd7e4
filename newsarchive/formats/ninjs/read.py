"""Read ninjs of every version, as agencies write it: names in any case, roles in any words, text or markup."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Literal

from msgspec.structs import replace

from newsarchive.errors import InvalidDocument, NotAnArticle, TooLarge
from newsarchive.formats.dates import full, moment_of
from newsarchive.formats.ninjs import terms
from newsarchive.formats.ninjs.body import Body, figures_in
from newsarchive.formats.ninjs.unfold import (
    SUMMARY,
    Data,
    agency_of,
    alt_id,
    items_in,
    listed,
    loose,
    one_of,
    organisation_of,
    related,
    said_in,
    text_in,
    unfolded,
)
from newsarchive.formats.openings import cut_dateline, find_dateline, names_in
from newsarchive.model import (
    Article,
    Contributor,
    Dateline,
    Figure,
    FirstPublished,
    Identifier,
    Moment,
    Notice,
    NoticeKind,
    Person,
    Place,
    Provenance,
    Rights,
    Subject,
)
from newsarchive.model.gate import clean, safe_href
from newsarchive.notes import Account, Note

__all__ = ["article_of", "read"]

MAX_JSON = 64 * 1024 * 1024

# What an item may say for which an article has no field.
_NO_FIELD = frozenset({
    "urgency", "expires", "profile", "service", "genres", "events", "eventdetails",
    "plannedcoverage", "objects", "slugline", "trustindicators", "digitalsourcetype",
})  # fmt: skip
_EXPECTED = (("profile", terms.PROFILE),)
_KINDS: dict[str, NoticeKind] = {
    "correction": "correction", "clarification": "clarification", "update": "update", "editor": "editor",
    "translation": "translation", "disclosure": "disclosure", "companies": "companies", "contributors": "contributors", "other": "other",
}  # fmt: skip
_AUTHORS = ("author", "creator", "byline")
_DECK = ("deck", "sub", "subheadline", "subtitle", "standfirst")
_KICKER = ("kicker", "overline", "vignette")


def read(data: bytes, *, notes: Account | None = None, url: str | None = None) -> Article:
    """Read one ninjs item; of a list, the first.

    Raises:
        InvalidDocument: the bytes are not JSON.
        NotAnArticle: the JSON is no news item.
        TooLarge: the document is over 64 MiB.
    """
    notes = Account() if notes is None else notes
    if len(data) > MAX_JSON:
        raise TooLarge(f"ninjs: {len(data)} bytes are over the limit of {MAX_JSON}")
    if data.startswith(b"\xef\xbb\xbf"):
        notes.add(Note("NA107", "ninjs-bom", "the document begins with a byte order mark, which JSON forbids"))
    try:
        document = json.loads(data.removeprefix(b"\xef\xbb\xbf"))
    except (ValueError, RecursionError) as error:
        raise InvalidDocument(f"ninjs: {error or 'nested too deeply'}; the file is not whole or not JSON") from error
    document = next(items_in(document), None)
    if document is None:
        raise NotAnArticle("ninjs: there is no uri, headline or body in the document; is it ninjs?")
    if "uri" not in document:
        notes.add(Note("NA107", "ninjs-uri", "the item has no uri, which ninjs asks for"))
    for name, value in unfolded(document).items():
        if name in _NO_FIELD and value not in (None, "", [], {}) and (name, value) not in _EXPECTED:
            notes.lost(
                name, "an article has no field for it", value if isinstance(value, str) else json.dumps(value)[:200]
            )
    article = article_of(document, notes=notes)
    return replace(article, url=safe_href(url)) if url and not article.url else article


def article_of(document: Data, *, notes: Account) -> Article:
    """Return what an item says as an article."""
    item = unfolded(document)
    said = said_in(item, "descriptions")
    headlines = said_in(item, "headlines")
    dateline = _dateline(item, said)
    figures = figures_in(item)
    published, updated = _dates(item, said)
    words = Body(item, notes).blocks(dateline.printed if dateline else None)
    article = Article(
        headline=one_of(headlines, "main", "", *(role for role in headlines if role not in _DECK + _KICKER)) or text_in(item.get("title")),
        kicker=one_of(headlines, *_KICKER),
        deck=one_of(headlines, *_DECK),
        byline=text_in(item.get("by")),
        authors=tuple(_authors(item)),
        contributors=tuple(_contributors(item)),
        agency=agency_of(item),
        publisher=organisation_of(related(item, "organisations", "publisher")),
        dateline=dateline,
        published=published,
        updated=updated,
        first_published=_first_published(item, said),
        section=text_in(related(item, "subjects", "section").get("name")),
        keywords=tuple(_keywords(item)),
        subjects=tuple(_subjects(item)),
        language=text_in(item.get("language")),
        summary=one_of(said, *SUMMARY) if text_in(item.get("type")) not in ("picture", "graphic", "video", "audio") else one_of(said, "summary"),
        lead=figures[0] if figures else None,
        body=words,
        rights=_rights(item),
        notices=tuple(_notices(item, said)),
        paywalled={"partial": True, "incomplete": True, "full": False, "complete": False}.get(str(item.get("representationtype"))),
        provenance=Provenance(sha256=alt_id(item, "source-sha256"), url=alt_id(item, "source-url")),
    )  # fmt: skip
    article = _with_names(article, item)
    if item.get("profile") != terms.PROFILE:
        article = _as_agencies_print(_with_status(article, item, notes), notes)
        for role, values in headlines.items():
            for value in values:
                if value not in (article.headline, article.deck, article.kicker):
                    notes.lost("headline", f"a headline of the role {role or 'none'} beside the main one", value)
    # Pictures that the text does not show, each in its own right.
    shown = {media.url for block in words if isinstance(block, Figure) for media in block.media}
    further = tuple(figure for figure in figures[1:] if not any(media.url in shown for media in figure.media))
    return replace(article, body=article.body + further) if further else article


def _with_status(article: Article, item: Data, notes: Account) -> Article:
    """Return the article with what its item says of its use: an embargo, and a status that forbids it."""
    embargo = text_in(item.get("embargoed")) or text_in(item.get("embargoeduntil"))
    until = moment_of(embargo) if embargo else None
    status = text_in(item.get("pubstatus")) or "usable"
    said = (
        f"Embargoed until {until.iso if until else embargo}" if embargo else None,
        f"Status: {status}" if status != "usable" else None,
    )
    told = tuple(Notice("other", each) for each in said if each)
    for notice in told:
        notes.add(Note("NA351", "ninjs", "told by the metadata, and nowhere in print", notice.printed, fact="notices"))
    return replace(article, notices=article.notices + told) if told else article


def _as_agencies_print(article: Article, notes: Account) -> Article:
    """Return the article of a stranger: its text begins with the dateline, its byline names who wrote it."""
    body, dateline = article.body, article.dateline
    if dateline:
        body, printed = cut_dateline(body, dateline.printed, notes=notes, rule="ninjs")
        article = replace(article, body=body, dateline=replace(dateline, printed=printed))
    else:
        agency, rights = article.agency, article.rights
        known = (agency.name if agency else None, agency.code if agency else None, rights.holder if rights else None)
        if found := find_dateline(body, filter(None, known), notes=notes, rule="ninjs"):
            body, printed, place = found
            article = replace(article, body=body, dateline=Dateline(printed, place))
    if article.byline and not article.authors and (names := names_in(article.byline)):
        notes.add(Note("NA351", "ninjs", "read from the byline", article.byline, fact="authors"))
        article = replace(article, authors=tuple(map(Person, names)))
    return article


# -- facts ----------------------------------------------------------------------------------------------------------


def _dates(item: Data, said: dict[str, list[str]]) -> tuple[Moment | None, Moment | None]:
    """Return when the story was published and updated; one date alone is the date of publication."""
    first = moment_of(item.get("firstcreated"))
    version = moment_of(item.get("versioncreated"))
    published = moment_of(one_of(said, "date-published")) or first
    updated = moment_of(one_of(said, "date-updated"))
    if updated is None and version and version != first and (published is None or full(published.iso) != version.iso):
        updated = version
    # Agencies tell apart when an item was sent and when its words were changed.
    changed = moment_of(item.get("contentmodified"))
    if published is None and one_of(said, "date-updated") is None:
        return updated, changed if changed != updated else None
    return published, updated or (changed if changed != published else None)


def _authors(item: Data) -> Iterator[Person]:
    for part in listed(item, "people"):
        if _relation(part) in _AUTHORS and (name := text_in(part.get("name"))):
            yield Person(name, url=safe_href(text_in(part.get("uri"))))
    if not any(_relation(part) in _AUTHORS for part in listed(item, "people")):
        # Superdesk and AP name their authors in properties of their own.
        for part in [*loose(item, "authors"), *loose(item, "bylines")]:
            if name := text_in(part.get("name")) or text_in(part.get("by")):
                yield Person(name, text_in(part.get("role")) or text_in(part.get("title")))
    for part in listed(item, "organisations"):
        if part.get("rel") == "author" and (name := text_in(part.get("name"))):
            yield Person(name, url=safe_href(text_in(part.get("uri"))), kind="organisation")


def _relation(part: Data) -> str:
    """Return how a person stands to the item, where a vocabulary names it by the last word of the address."""
    told = str(part.get("rel", "")).lower()
    return re.split(r"[/:#]", told)[-1] if "://" in told or ":" in told else told


def _contributors(item: Data) -> Iterator[Contributor]:
    kinds: tuple[tuple[str, Literal["person", "organisation"]], ...] = (
        ("people", "person"),
        ("organisations", "organisation"),
    )
    for family, kind in kinds:
        for part in listed(item, family):
            relation, _, role = str(part.get("rel", "")).partition("/")
            if relation == "contributor" and (name := text_in(part.get("name"))):
                yield Contributor(name, role or None, None, kind)


def _dateline(item: Data, said: dict[str, list[str]]) -> Dateline | None:
    printed = next((part.get("value") for part in listed(item, "descriptions") if part.get("role") == "dateline"), None)
    place = text_in(item.get("located"))
    places = tuple(
        _place(part) for part in listed(item, "places") if part.get("rel") == "dateline" and text_in(part.get("name"))
    )
    del said
    if isinstance(printed, str) and printed:
        return Dateline(clean(printed), place, places)
    return Dateline(place, place, places) if place else None


def _place(part: Data) -> Place:
    known = f"{part.get('literal') or ''} {part.get('code') or ''} {part.get('uri') or ''}"
    geonames = re.search(r"geonames(?::|\.org/)(\d{1,12})", known)
    wikidata = re.search(r"wikidata\.org/(?:entity|wiki)/(Q\d{1,12})", known)
    return Place(
        text_in(part.get("name")) or "",
        geonames=int(geonames[1]) if geonames else None,
        wikidata=wikidata[1] if wikidata else None,
    )


def _first_published(item: Data, said: dict[str, list[str]]) -> FirstPublished | None:
    printed = one_of(said, "first-published")
    if printed is None:
        return None
    exact = moment_of(one_of(said, "date-first-published-date"))
    return FirstPublished(printed, exact or moment_of(item.get("contentcreated")))


def _subjects(item: Data) -> Iterator[Subject]:
    for part in listed(item, "subjects"):
        name = text_in(part.get("name"))
        if name is None or part.get("rel") in ("keyword", "section"):
            continue
        uri = text_in(part.get("uri"))
        scheme = text_in(part.get("scheme"))
        code = text_in(part.get("literal")) or text_in(part.get("code"))
        if scheme == terms.MEDIA_TOPICS and code:
            code = f"medtop:{code}"
        elif uri and uri.startswith(terms.MEDIA_TOPICS) and not (code and ":" in code):
            code = f"medtop:{uri.removeprefix(terms.MEDIA_TOPICS)}"
        yield Subject(code or uri or name, name)


def _keywords(item: Data) -> Iterator[str]:
    told = [part for part in listed(item, "subjects") if part.get("rel") == "keyword"]
    yield from (name for part in told or loose(item, "keywords") if (name := text_in(part.get("name"))))


def _rights(item: Data) -> Rights | None:
    info = item.get("rightsinfo")
    lowered = {str(key).lower(): value for key, value in info.items()} if isinstance(info, dict) else {}
    rights = Rights(
        text_in(item.get("copyrightnotice")),
        text_in(item.get("copyrightholder")),
        None,
        text_in(item.get("usageterms")),
        safe_href(text_in(lowered.get("linkedrights"))),
    )
    return rights if rights != Rights() else None


def _notices(item: Data, said: dict[str, list[str]]) -> Iterator[Notice]:
    roles = [role for part in listed(item, "descriptions") if (role := str(part.get("role") or "").lower()) in said]
    if not any(role.startswith(terms.NOTICE) or role == "first-published" for role in roles):
        if note := text_in(item.get("ednote")):
            yield Notice("editor", note)
        return
    taken: dict[str, int] = {}
    for role in roles:
        if role.startswith(terms.NOTICE):
            index = taken.get(role, 0)
            taken[role] = index + 1
            if index == len(said[role]):
                continue
            yield Notice(_KINDS.get(role.removeprefix(terms.NOTICE), "other"), said[role][index])


def _with_names(article: Article, item: Data) -> Article:
    """Return the article with its address and identifiers: the uri is one or the other, or made of the words."""
    named = tuple(
        Identifier(role, value)
        for part in listed(item, "altids")
        if (role := str(part.get("role") or "id")) not in ("url", "source-url", "source-sha256")
        and (value := text_in(part.get("value")))
    )
    uri = text_in(item.get("uri"))
    told = any(uri == each.value for each in named)
    address = safe_href(alt_id(item, "url")) or (None if told else safe_href(uri))
    if uri and not told and address is None and not uri.startswith("urn:uuid:"):
        named = (Identifier("guid", uri), *named)
    return replace(article, url=address, identifiers=named)
