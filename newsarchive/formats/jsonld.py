"""Write an article as schema.org NewsArticle in JSON-LD, and read the JSON-LD that sites and agencies write."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, Literal

import msgspec

from newsarchive.errors import InvalidDocument, NotAnArticle, TooLarge
from newsarchive.formats.dates import moment_of
from newsarchive.formats.losses import file_losses
from newsarchive.formats.markup import linked_data
from newsarchive.model import (
    Article,
    Block,
    Contributor,
    Credit,
    Dateline,
    Figure,
    FirstPublished,
    Identifier,
    Media,
    MediaKind,
    Notice,
    Organisation,
    Paragraph,
    Person,
    Place,
    Provenance,
    Rights,
    Run,
    Subject,
)
from newsarchive.model.gate import clean, safe_href, squeeze
from newsarchive.model.media import MediaLookup, no_media
from newsarchive.notes import Account, Note

__all__ = ["check", "read", "write"]

MAX_JSON = 64 * 1024 * 1024
_ARTICLE = re.compile(r"(Article|Report|BlogPosting|Posting|Review)\Z")
_ORGANISATIONS = re.compile(r"Organi[sz]ation|Corporation|Newspaper|Company")


def write(article: Article, *, notes: Account | None = None, media: MediaLookup = no_media, indent: int = 2) -> bytes:
    """Write the article as UTF-8 JSON-LD, ``indent`` spaces a level (0: on one line)."""
    del media
    data = msgspec.json.encode(linked_data(article))
    file_losses(
        article, _article(json.loads(data), Account()), notes=Account() if notes is None else notes, what="schema.org"
    )
    return (msgspec.json.format(data, indent=indent) if indent else data) + b"\n"


def read(data: bytes, *, notes: Account | None = None, url: str | None = None) -> Article:
    """Read the first article of a JSON-LD document: an object, a list or a graph.

    Raises:
        InvalidDocument: the bytes are not JSON.
        NotAnArticle: there is no article in it.
        TooLarge: the document is over 64 MiB.
    """
    notes = Account() if notes is None else notes
    found = next(_articles(_loaded(data)), None)
    if found is None:
        raise NotAnArticle("jsonld: there is no Article in the document; is it a page or a feed?")
    article = _article(found, notes)
    return msgspec.structs.replace(article, url=safe_href(url)) if url and not article.url else article


def check(data: bytes) -> list[str]:
    """Return what is wrong with a document of ours: what schema.org and search engines ask of a NewsArticle."""
    try:
        found = next(_articles(_loaded(data)), None)
    except (InvalidDocument, TooLarge) as error:
        return [str(error)]
    if found is None:
        return ["there is no Article in the document"]
    return list(_faults(found))


def _loaded(data: bytes) -> Any:
    if len(data) > MAX_JSON:
        raise TooLarge(f"jsonld: {len(data)} bytes are over the limit of {MAX_JSON}")
    try:
        return json.loads(data.removeprefix(b"\xef\xbb\xbf"))
    except (ValueError, RecursionError) as error:
        raise InvalidDocument(f"jsonld: {error or 'nested too deeply'}; the file is not whole or not JSON") from error


def _articles(value: Any, depth: int = 0) -> Iterator[dict[str, Any]]:
    """Yield the articles in a document, wherever they stand."""
    if depth > 20:
        return
    if isinstance(value, list):
        for part in value:
            yield from _articles(part, depth + 1)
    elif isinstance(value, dict):
        if any(_ARTICLE.search(kind) for kind in _texts(value.get("@type"))):
            yield value
        for key in ("@graph", "mainEntity", "mainEntityOfPage", "hasPart", "item", "itemListElement"):
            yield from _articles(value.get(key), depth + 1)


# -- reading --------------------------------------------------------------------------------------------------------


def _article(data: dict[str, Any], notes: Account) -> Article:
    figures = _figures(data)
    deck = _text(data.get("alternativeHeadline"))
    summary = _text(data.get("abstract"))
    described = _text(data.get("description"))
    if described and described != deck and summary is None:
        summary = described
    free = data.get("isAccessibleForFree")
    if isinstance(free, str):
        free = {"true": True, "false": False}.get(free.strip().lower().removeprefix("http://schema.org/"))
    main = data.get("mainEntityOfPage")
    url = (
        _text(data.get("url"))
        or _text(main)
        or (_text(main.get("@id")) if isinstance(main, dict) else None)
        or _text(data.get("@id"))
    )
    return Article(
        headline=_text(data.get("headline")) or _text(data.get("name")),
        deck=deck,
        summary=summary,
        byline=_text(data.get("creditText")),
        authors=tuple(_people(data.get("author") or data.get("creator"))),
        contributors=tuple(_contributors(data.get("contributor"))),
        agency=_organisation(data.get("sourceOrganization")),
        publisher=_organisation(data.get("publisher")),
        dateline=_dateline(data),
        published=moment_of(_text(data.get("datePublished"))),
        updated=moment_of(_text(data.get("dateModified"))),
        first_published=_first_published(data.get("publication")),
        section=next(iter(_texts(data.get("articleSection"))), None),
        keywords=_keywords(data.get("keywords")),
        subjects=tuple(_subjects(data.get("about"))),
        language=_text(_first(data.get("inLanguage"), "alternateName", "name")),
        url=safe_href(url),
        identifiers=tuple(_identifiers(data.get("identifier"))),
        lead=next((figure for figure, lead in figures if lead), None),
        body=_body(data, [figure for figure, lead in figures if not lead], notes),
        rights=_rights(data),
        notices=tuple(_corrections(data.get("correction"))),
        paywalled=(not free) if isinstance(free, bool) else None,
        provenance=_provenance(data.get("isBasedOn")),
    )


def _body(data: dict[str, Any], figures: list[Figure], notes: Account) -> tuple[Block, ...]:
    text = data.get("articleBody") or data.get("text") or ""
    if not isinstance(text, str):
        text = "\n\n".join(_texts(text))
    if re.search(r"<(p|br|div)\b[^>]*>", text):
        notes.add(Note("NA107", "jsonld-markup", "articleBody holds markup; its tags were taken as ends of lines"))
        text = re.sub(r"<[^<>]{0,2000}>", "\n\n", text)
    parts = re.split(r"\n[ \t]*\n\s*|\r\n\r\n", clean(text))
    words = ("\n".join(filter(None, (_line(line) for line in part.split("\n")))) for part in parts)
    return (*figures, *(Paragraph((Run(part),)) for part in words if part))


def _line(line: str) -> str:
    """Return a line with its spaces single and none at its ends; no-break spaces stay."""
    return re.sub(r"[ \t\f]+", " ", line).strip(" ")


def _items(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _texts(value: Any) -> list[str]:
    return [text for part in _items(value) if (text := _text(part))]


def _text(value: Any) -> str | None:
    """Return the words of a value: a string, a number, a language-tagged value, a named thing; of a list the first."""
    match value:
        case str():
            return squeeze(value) or None
        case bool() | None:
            return None
        case int() | float():
            return str(value)
        case list():
            return next(filter(None, map(_text, value)), None)
        case {"@value": inner}:
            return _text(inner)
        case {"name": inner}:
            return _text(inner)
        case {"url": inner}:
            return _text(inner)
        case _:
            return None


def _first(value: Any, *keys: str) -> Any:
    part = next(iter(_items(value)), None)
    return next((part[key] for key in keys if part.get(key)), None) if isinstance(part, dict) else part


def _is_organisation(data: dict[str, Any]) -> bool:
    return any(_ORGANISATIONS.search(kind) for kind in _texts(data.get("@type")))


def _people(value: Any) -> Iterator[Person]:
    for part in _items(value):
        if not (name := _text(part)):
            continue
        if not isinstance(part, dict):
            yield Person(name)
        elif _is_organisation(part):
            yield Person(name, _text(part.get("description")), None, _address(part.get("url")), "organisation")
        else:
            role = _text(part.get("jobTitle"))
            yield Person(name, role, _text(part.get("affiliation") or part.get("worksFor")), _address(part.get("url")))


def _contributors(value: Any) -> Iterator[Contributor]:
    for part in _items(value):
        role = _text(part.get("roleName")) if isinstance(part, dict) else None
        who = part.get("contributor", part) if isinstance(part, dict) else part
        if name := _text(who):
            kind: Literal["person", "organisation"] = "person"
            place = None
            if isinstance(who, dict):
                kind = "organisation" if _is_organisation(who) else "person"
                place = _text(who.get("workLocation") or who.get("location"))
            yield Contributor(name, role, place, kind)


def _organisation(value: Any) -> Organisation | None:
    part = next(iter(_items(value)), None)
    name = _text(part)
    if name is None:
        return None
    if not isinstance(part, dict):
        return Organisation(name)
    return Organisation(name, _text(part.get("alternateName")), _address(part.get("url")))


def _address(value: Any) -> str | None:
    return safe_href(value if isinstance(value, str) else _text(value))


def _dateline(data: dict[str, Any]) -> Dateline | None:
    printed = data.get("dateline")
    places = [place for part in _items(data.get("locationCreated")) if (place := _place(part))]
    if not isinstance(printed, str) or not printed.strip():
        if not places:
            return None
        printed = places[0].name
    first = places[0].name if places else None
    resolved = tuple(place for place in places if place != Place(place.name)) if places else ()
    if len(places) > 1:
        resolved = tuple(places)
    return Dateline(clean(printed), first, resolved)


def _place(value: Any) -> Place | None:
    name = _text(value)
    if name is None:
        return None
    if not isinstance(value, dict):
        return Place(name)
    address = value.get("address")
    address = address if isinstance(address, dict) else {}
    same = _texts(value.get("sameAs"))
    geonames = next((found[1] for link in same if (found := re.search(r"geonames\.org/(\d{1,12})", link))), None)
    wikidata = next(
        (found[1] for link in same if (found := re.search(r"wikidata\.org/(?:entity|wiki)/(Q\d+)", link))), None
    )
    return Place(
        name,
        _text(address.get("addressRegion")),
        _text(address.get("addressCountry")),
        int(geonames) if geonames else None,
        wikidata,
    )


def _first_published(value: Any) -> FirstPublished | None:
    part = next(iter(_items(value)), None)
    if not isinstance(part, dict) or not (printed := _text(part.get("description"))):
        return None
    return FirstPublished(printed, moment_of(part.get("startDate")), _text(part.get("publishedBy")))


def _keywords(value: Any) -> tuple[str, ...]:
    if isinstance(value, str):
        value = value.split(",")
    return tuple(_texts(value))


def _subjects(value: Any) -> Iterator[Subject]:
    for part in _items(value):
        if isinstance(part, dict) and (name := _text(part.get("name"))):
            code = _text(part.get("termCode")) or _text(part.get("@id")) or _text(part.get("sameAs"))
            if code:
                yield Subject(code, name, _text(part.get("alternateName")))


def _identifiers(value: Any) -> Iterator[Identifier]:
    for part in _items(value):
        if isinstance(part, dict):
            scheme, name = _text(part.get("propertyID")) or _text(part.get("name")), _text(part.get("value"))
            if name:
                yield Identifier(scheme or "id", name)
        elif text := _text(part):
            yield Identifier("id", text)


def _figures(data: dict[str, Any]) -> list[tuple[Figure, bool]]:
    kinds: tuple[tuple[str, MediaKind], ...] = (("image", "image"), ("video", "video"), ("audio", "audio"))
    return [
        (figure, isinstance(part, dict) and part.get("representativeOfPage") is True)
        for key, kind in kinds
        for part in _items(data.get(key))
        if (figure := _figure(part, kind))
    ]


def _figure(part: Any, kind: MediaKind) -> Figure | None:
    if isinstance(part, str):
        return Figure((Media(clean(part.strip()), kind),)) if part.strip() else None
    if not isinstance(part, dict):
        return None
    address = next(iter(_texts(part.get("contentUrl")) or _texts(part.get("url")) or _texts(part.get("@id"))), None)
    if address is None:
        return None
    media = Media(
        address,
        kind,
        clean(part["description"]) if isinstance(part.get("description"), str) else None,
        _number(part.get("width")),
        _number(part.get("height")),
        _text(part.get("encodingFormat")),
        _text(part.get("sha256")),
        _text(part.get("name")),
    )
    caption = _text(part.get("caption"))
    printed = _text(part.get("creditText")) or _text(part.get("copyrightNotice"))
    credit = Credit(printed, _text(part.get("creator")), _text(part.get("sourceOrganization"))) if printed else None
    return Figure((media,), (Run(caption),) if caption else (), credit)


def _number(value: Any) -> int | None:
    found = re.match(r"\s*(\d{1,7})(?:\.0*)?\s*(?:px)?\s*\Z", _text(value) or "")
    return int(found[1]) if found else None


def _rights(data: dict[str, Any]) -> Rights | None:
    usage = _first(data.get("usageInfo"), "text", "name", "url")
    rights = Rights(
        _text(data.get("copyrightNotice")),
        _text(data.get("copyrightHolder")),
        _number(data.get("copyrightYear")),
        _text(usage),
        _address(data.get("license")),
    )
    return rights if rights != Rights() else None


def _corrections(value: Any) -> Iterator[Notice]:
    for part in _items(value):
        printed = _text(part.get("text")) if isinstance(part, dict) else _text(part)
        if printed:
            yield Notice(
                "correction", printed, moment_of(part.get("datePublished")) if isinstance(part, dict) else None
            )


def _provenance(value: Any) -> Provenance:
    part = next(iter(_items(value)), None)
    if not isinstance(part, dict) or "MediaObject" not in _texts(part.get("@type")):
        return Provenance()
    size = re.match(r"(\d{1,15}) B\Z", _text(part.get("contentSize")) or "")
    return Provenance(
        sha256=_text(part.get("sha256")),
        size=int(size[1]) if size else None,
        url=_text(part.get("contentUrl")),
        captured=moment_of(part.get("dateCreated")),
        media_type=_text(part.get("encodingFormat")),
    )


# -- checking -------------------------------------------------------------------------------------------------------


def _faults(data: dict[str, Any]) -> Iterator[str]:
    contexts = [context for context in _items(data.get("@context")) if isinstance(context, str)]
    if not any(re.fullmatch(r"https?://(www\.)?schema\.org/?", context) for context in contexts):
        yield "the @context is not schema.org"
    if not _text(data.get("headline")):
        yield "there is no headline"
    for name in ("datePublished", "dateModified"):
        if name in data and moment_of(data[name]) is None:
            yield f"{name} is no date: {data[name]!r}"
    for name in ("url", "license"):
        if name in data and safe_href(data[name] if isinstance(data[name], str) else None) is None:
            yield f"{name} is no address that a reader may follow: {data[name]!r}"
    for name in ("author", "publisher", "sourceOrganization"):
        for part in _items(data.get(name)):
            if not isinstance(part, dict) or not part.get("@type") or not _text(part.get("name")):
                yield f"{name} is not a typed thing with a name"
    for name in ("image", "video", "audio"):
        for part in _items(data.get(name)):
            if isinstance(part, dict) and not part.get("contentUrl") and not part.get("url"):
                yield f"{name} has no contentUrl"
