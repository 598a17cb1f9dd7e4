"""Read ninjs of every version, as agencies write it: names in any case, roles in any words, text or markup."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, Literal

from lxml import etree
from msgspec.structs import replace

from newsarchive.errors import InvalidDocument, NotAnArticle, TooLarge
from newsarchive.formats.dates import full, moment_of
from newsarchive.formats.markup import cut_out, from_xhtml, local_name, parse_xml
from newsarchive.formats.ninjs import terms
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
    Moment,
    Notice,
    NoticeKind,
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
from newsarchive.model.walk import text_of
from newsarchive.notes import Account, Note

__all__ = ["article_of", "read"]

MAX_JSON = 64 * 1024 * 1024
Data = dict[str, Any]

# What may stand round an item, and what an item may say for which an article has no field.
_ENVELOPES = frozenset({"data", "item", "items", "content", "contents", "results", "news", "newsitem"})
_MAX_ENVELOPES = 6
_NO_FIELD = frozenset({
    "urgency", "embargoed", "embargoeduntil", "pubstatus", "expires", "profile", "service", "genres", "events", "eventdetails",
    "plannedcoverage", "objects", "slugline", "trustindicators", "digitalsourcetype",
})  # fmt: skip
_KINDS: dict[str, NoticeKind] = {
    "correction": "correction", "clarification": "clarification", "update": "update", "editor": "editor",
    "translation": "translation", "disclosure": "disclosure", "companies": "companies", "contributors": "contributors", "other": "other",
}  # fmt: skip
_AUTHORS = ("author", "creator", "byline")
_ALREADY = ("lead", *terms.TYPES.values())
_DECK = ("deck", "sub", "subheadline", "subtitle", "standfirst")
_KICKER = ("kicker", "overline", "vignette")
_SUMMARY = ("summary", "abstract", "text", "main", "")


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
    document = next(_items_in(document), None)
    if document is None:
        raise NotAnArticle("ninjs: there is no uri, headline or body in the document; is it ninjs?")
    if "uri" not in document:
        notes.add(Note("NA107", "ninjs-uri", "the item has no uri, which ninjs asks for"))
    for name, value in _unfolded(document).items():
        if name in _NO_FIELD and value not in (None, "", [], {}) and (name, value) != ("pubstatus", "usable"):
            notes.lost(
                name, "an article has no field for it", value if isinstance(value, str) else json.dumps(value)[:200]
            )
    article = article_of(document, notes=notes)
    return replace(article, url=safe_href(url)) if url and not article.url else article


def article_of(document: Data, *, notes: Account) -> Article:
    """Return what an item says as an article."""
    item = _unfolded(document)
    said = _said(item, "descriptions")
    headlines = _said(item, "headlines")
    dateline = _dateline(item, said)
    figures = _figures(item)
    published, updated = _dates(item, said)
    words = _Body(item, notes).blocks(dateline.printed if dateline else None)
    article = Article(
        headline=_one(headlines, "main", "", *(role for role in headlines if role not in _DECK + _KICKER)) or _text(item.get("title")),
        kicker=_one(headlines, *_KICKER),
        deck=_one(headlines, *_DECK),
        byline=_text(item.get("by")),
        authors=tuple(_authors(item)),
        contributors=tuple(_contributors(item)),
        agency=_agency(item),
        publisher=_organisation(_related(item, "organisations", "publisher")),
        dateline=dateline,
        published=published,
        updated=updated,
        first_published=_first_published(item, said),
        section=_text(_related(item, "subjects", "section").get("name")),
        keywords=tuple(_keywords(item)),
        subjects=tuple(_subjects(item)),
        language=_text(item.get("language")),
        summary=_one(said, *_SUMMARY) if _text(item.get("type")) not in ("picture", "graphic", "video", "audio") else _one(said, "summary"),
        lead=figures[0] if figures else None,
        body=words,
        rights=_rights(item),
        notices=tuple(_notices(item, said)),
        paywalled={"partial": True, "incomplete": True, "full": False, "complete": False}.get(str(item.get("representationtype"))),
        provenance=Provenance(sha256=_id(item, "source-sha256"), url=_id(item, "source-url")),
    )  # fmt: skip
    article = _with_names(article, item)
    # Pictures that the text does not show, each in its own right.
    shown = {media.url for block in words if isinstance(block, Figure) for media in block.media}
    further = tuple(figure for figure in figures[1:] if not any(media.url in shown for media in figure.media))
    return replace(article, body=words + further) if further else article


def _items_in(value: Any, depth: int = 0) -> Iterator[Data]:
    """Yield the items in a document, also where they stand in an answer of some service."""
    if isinstance(value, dict):
        if _looks_like_news(value):
            yield value
            return
        value = [part for key, part in value.items() if str(key).lower() in _ENVELOPES]
    if isinstance(value, list) and depth < _MAX_ENVELOPES:
        for part in value:
            yield from _items_in(part, depth + 1)


def _looks_like_news(document: Data) -> bool:
    names = {key.lower() for key in document}
    return bool(names & {"uri", "headlines", "headline", "bodies", "versioncreated", "descriptions"}) or any(
        name.startswith(("body_", "headline_", "description_")) for name in names
    )


# -- every version in one shape -------------------------------------------------------------------------------------

_PLURALS = {"person": "people", "organisation": "organisations", "place": "places", "subject": "subjects", "infosource": "infosources",
            "byline": "by", "event": "events", "object": "objects", "genre": "genres"}  # fmt: skip


def _unfolded(document: Any) -> Data:
    """Return an item of any version with the names of 2.x: lower case, arrays, roles beside their values."""
    out: Data = {}
    for name, value in document.items() if isinstance(document, dict) else ():
        key = str(name).lower()
        family, _, role = key.partition("_")
        if family in ("headline", "description", "body") and isinstance(value, str):
            plural = {"headline": "headlines", "description": "descriptions", "body": "bodies"}[family]
            part = {"role": re.sub(r"_\d+$", "", role).replace("_", "-") or "main", "value": value}
            out.setdefault(plural, []).append(part)
        elif key in ("renditions", "associations") and isinstance(value, dict):
            out[key] = [{"name": inner, **part} for inner, part in value.items() if isinstance(part, dict)]
        elif key == "altids" and isinstance(value, dict):
            out[key] = [{"role": re.sub(r"_\d+$", "", inner), "value": part} for inner, part in value.items()]
        else:
            out.setdefault(_PLURALS.get(key, key), value)
    return out


def _list(item: Data, name: str) -> list[Data]:
    value = item.get(name)
    return [part for part in value if isinstance(part, dict)] if isinstance(value, list) else []


def _loose(item: Data, name: str) -> list[Data]:
    """Return a property as a list of things, strings as things with a name."""
    value = item.get(name)
    parts = value if isinstance(value, list) else [value]
    return [part if isinstance(part, dict) else {"name": part} for part in parts if isinstance(part, dict | str)]


def _said(item: Data, name: str) -> dict[str, list[str]]:
    """Return texts by their roles, in order; markup in them is taken off."""
    out: dict[str, list[str]] = {}
    for part in _list(item, name):
        if (text := _text(part.get("value"))) is not None:
            role = str(part.get("role") or "").lower()
            if role.endswith(("xhtml", "html")) or "html" in str(part.get("contenttype", part.get("contentType", ""))):
                text = squeeze(re.sub(r"<[^<>]{0,2000}>", " ", text))
                role = role.removesuffix("xhtml").removesuffix("html").strip("-")
            out.setdefault(role, []).append(text)
    return out


def _one(said: dict[str, list[str]], *roles: str) -> str | None:
    return next((said[role][0] for role in roles if role in said), None)


def _text(value: Any) -> str | None:
    return squeeze(value) or None if isinstance(value, str) else None


def _number(value: Any) -> int | None:
    return int(value) if isinstance(value, (int, float)) and not isinstance(value, bool) and 0 < value < 10**7 else None


def _related(item: Data, name: str, relation: str) -> Data:
    return next((part for part in _list(item, name) if part.get("rel") == relation), {})


def _id(item: Data, role: str) -> str | None:
    return next((_text(part.get("value")) for part in _list(item, "altids") if part.get("role") == role), None)


# -- facts ----------------------------------------------------------------------------------------------------------


def _dates(item: Data, said: dict[str, list[str]]) -> tuple[Moment | None, Moment | None]:
    """Return when the story was published and updated; one date alone is the date of publication."""
    first = moment_of(item.get("firstcreated"))
    version = moment_of(item.get("versioncreated"))
    published = moment_of(_one(said, "date-published")) or first
    updated = moment_of(_one(said, "date-updated"))
    if updated is None and version and version != first and (published is None or full(published.iso) != version.iso):
        updated = version
    if published is None and _one(said, "date-updated") is None:
        return updated, None
    return published, updated


def _authors(item: Data) -> Iterator[Person]:
    for part in _list(item, "people"):
        if str(part.get("rel", "")).lower() in _AUTHORS and (name := _text(part.get("name"))):
            yield Person(name, url=safe_href(_text(part.get("uri"))))
    if not any(str(part.get("rel", "")).lower() in _AUTHORS for part in _list(item, "people")):
        # Superdesk and AP name their authors in properties of their own.
        for part in [*_loose(item, "authors"), *_loose(item, "bylines")]:
            if name := _text(part.get("name")) or _text(part.get("by")):
                yield Person(name, _text(part.get("role")) or _text(part.get("title")))
    for part in _list(item, "organisations"):
        if part.get("rel") == "author" and (name := _text(part.get("name"))):
            yield Person(name, url=safe_href(_text(part.get("uri"))), kind="organisation")


def _contributors(item: Data) -> Iterator[Contributor]:
    kinds: tuple[tuple[str, Literal["person", "organisation"]], ...] = (
        ("people", "person"),
        ("organisations", "organisation"),
    )
    for family, kind in kinds:
        for part in _list(item, family):
            relation, _, role = str(part.get("rel", "")).partition("/")
            if relation == "contributor" and (name := _text(part.get("name"))):
                yield Contributor(name, role or None, None, kind)


def _agency(item: Data) -> Organisation | None:
    sources = _list(item, "infosources")
    told = [part for part in sources if "agency" in (part.get("role"), part.get("rel"))] or sources
    return _organisation(told[0]) if told else None


def _organisation(part: Data) -> Organisation | None:
    name = _text(part.get("name")) or _text(part.get("literal"))
    code = _text(part.get("literal")) or _text(part.get("code"))
    return Organisation(name, code if code != name else None, safe_href(_text(part.get("uri")))) if name else None


def _dateline(item: Data, said: dict[str, list[str]]) -> Dateline | None:
    printed = next((part.get("value") for part in _list(item, "descriptions") if part.get("role") == "dateline"), None)
    place = _text(item.get("located"))
    places = tuple(
        _place(part) for part in _list(item, "places") if part.get("rel") == "dateline" and _text(part.get("name"))
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
        _text(part.get("name")) or "",
        geonames=int(geonames[1]) if geonames else None,
        wikidata=wikidata[1] if wikidata else None,
    )


def _first_published(item: Data, said: dict[str, list[str]]) -> FirstPublished | None:
    printed = _one(said, "first-published")
    if printed is None:
        return None
    exact = moment_of(_one(said, "date-first-published-date"))
    return FirstPublished(printed, exact or moment_of(item.get("contentcreated")))


def _subjects(item: Data) -> Iterator[Subject]:
    for part in _list(item, "subjects"):
        name = _text(part.get("name"))
        if name is None or part.get("rel") in ("keyword", "section"):
            continue
        uri = _text(part.get("uri"))
        scheme = _text(part.get("scheme"))
        code = _text(part.get("literal")) or _text(part.get("code"))
        if scheme == terms.MEDIA_TOPICS and code:
            code = f"medtop:{code}"
        elif uri and uri.startswith(terms.MEDIA_TOPICS) and not (code and ":" in code):
            code = f"medtop:{uri.removeprefix(terms.MEDIA_TOPICS)}"
        yield Subject(code or uri or name, name)


def _keywords(item: Data) -> Iterator[str]:
    told = [part for part in _list(item, "subjects") if part.get("rel") == "keyword"]
    yield from (name for part in told or _loose(item, "keywords") if (name := _text(part.get("name"))))


def _rights(item: Data) -> Rights | None:
    info = item.get("rightsinfo")
    lowered = {str(key).lower(): value for key, value in info.items()} if isinstance(info, dict) else {}
    rights = Rights(
        _text(item.get("copyrightnotice")),
        _text(item.get("copyrightholder")),
        None,
        _text(item.get("usageterms")),
        safe_href(_text(lowered.get("linkedrights"))),
    )
    return rights if rights != Rights() else None


def _notices(item: Data, said: dict[str, list[str]]) -> Iterator[Notice]:
    roles = [role for part in _list(item, "descriptions") if (role := str(part.get("role") or "").lower()) in said]
    if not any(role.startswith(terms.NOTICE) or role == "first-published" for role in roles):
        if note := _text(item.get("ednote")):
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
        for part in _list(item, "altids")
        if (role := str(part.get("role") or "id")) not in ("url", "source-url", "source-sha256")
        and (value := _text(part.get("value")))
    )
    uri = _text(item.get("uri"))
    told = any(uri == each.value for each in named)
    address = safe_href(_id(item, "url")) or (None if told else safe_href(uri))
    if uri and not told and address is None and not uri.startswith("urn:uuid:"):
        named = (Identifier("guid", uri), *named)
    return replace(article, url=address, identifiers=named)


# -- words and pictures ---------------------------------------------------------------------------------------------


class _Body:
    """The body of an item, from the best of the alternatives it gives: markup, else plain text."""

    def __init__(self, item: Data, notes: Account) -> None:
        self.parts = [_lower_keys(part) for part in _list(item, "bodies") if isinstance(part.get("value"), str)]
        self.notes = notes

    def blocks(self, dateline: str | None) -> tuple[Block, ...]:
        ranked = sorted(self.parts, key=_rank)
        for part in ranked:
            blocks = self.marked_up(part["value"]) if _rank(part) < _PLAIN else _paragraphs(part["value"])
            if dateline and _rank(part) == _PLAIN:
                blocks = _without_dateline(blocks, dateline)
            if text_of(blocks):
                return blocks
        return self.marked_up(ranked[0]["value"]) if ranked and _rank(ranked[0]) < _PLAIN else ()

    def marked_up(self, value: str) -> tuple[Block, ...]:
        root = _parsed(value)
        if root is None:
            return _paragraphs(value)
        for part in list(root.iter()):
            if local_name(part) == "h1":
                self.notes.add(
                    Note("NA302", "ninjs-headline", "the body repeats a headline", "".join(map(str, part.itertext())))
                )
                cut_out(part)
            elif local_name(part) == "span" and part.get("class") == "dateline":
                cut_out(part)
        return from_xhtml(root, notes=self.notes)


_PLAIN = 2


def _lower_keys(part: Data) -> Data:
    return {str(key).lower(): value for key, value in part.items()}


def _rank(part: Data) -> int:
    """Rank an alternative: XHTML, HTML, plain text, and last what only some other program reads (NITF and the like)."""
    kind = f"{part.get('contenttype') or ''} {part.get('role') or ''}".lower()
    if "xhtml" in kind:
        return 0
    if "html" in kind:
        return 1
    if "plain" in kind or "text" in kind:
        return _PLAIN
    return (
        1 if re.search(r"<(p|div|body|section)\b", part["value"]) else 3 if "xml" in kind or "nitf" in kind else _PLAIN
    )


def _parsed(value: str) -> etree._Element | None:
    data = value.strip().encode("utf-8", "replace")
    try:
        return parse_xml(data, what="ninjs body")
    except (InvalidDocument, TooLarge):
        pass
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True)
    try:
        return etree.fromstring(b"<div>" + data + b"</div>", parser)
    except (etree.LxmlError, ValueError):
        return None


def _paragraphs(text: str) -> tuple[Block, ...]:
    lines = clean(text).strip()
    parts = re.split(r"\n\s*\n", lines) if re.search(r"\n\s*\n", lines) else lines.split("\n")
    words = (
        "\n".join(filter(None, (re.sub(r"[ \t\f]+", " ", line).strip(" ") for line in part.split("\n"))))
        for part in parts
    )
    return tuple(Paragraph((Run(part),)) for part in words if part)


def _without_dateline(blocks: tuple[Block, ...], dateline: str) -> tuple[Block, ...]:
    match blocks:
        case (Paragraph(runs=(Run() as first, *_)) as block, *rest) if first.text.startswith(dateline):
            return (
                replace(block, runs=(replace(first, text=first.text.removeprefix(dateline)), *block.runs[1:])),
                *rest,
            )
        case _:
            return blocks


def _figures(item: Data) -> list[Figure]:
    """Return the figures of an item: its own renditions, then its associations, those of the lead first as one."""
    out = []
    kind = str(item.get("type") or "")
    if kind in ("picture", "graphic", "video", "audio") and (own := _figure(item)):
        out.append(own)
    parts = [_unfolded(part) for part in _list(item, "associations")]
    lead = [figure for part in parts if re.fullmatch(r"lead\d*", str(part.get("name"))) and (figure := _figure(part))]
    if lead:
        out.append(replace(lead[0], media=tuple(media for figure in lead for media in figure.media)))
    # What our own writer lists beside the lead stands in the body already.
    ours = re.compile(rf"({'|'.join(_ALREADY)})\d+")
    strangers = (part for part in parts if not ours.fullmatch(str(part.get("name"))))
    out.extend(figure for part in strangers if (figure := _figure(part)))
    if not lead and out and any(ours.fullmatch(str(part.get("name"))) for part in parts):
        return out if kind in ("picture", "graphic", "video", "audio") else []
    return out


def _figure(item: Data) -> Figure | None:
    renditions = [_lower_keys(part) for part in _list(item, "renditions") if _text(part.get("href"))]
    best = max(renditions, key=lambda part: (part.get("name") == "main", _number(part.get("width")) or 0), default={})
    address = _id(item, "url") or _text(best.get("href"))
    if address is None:
        return None
    kinds: dict[str, MediaKind] = {"video": "video", "audio": "audio"}
    said = _said(item, "descriptions")
    alt = next((part.get("value") for part in _list(item, "descriptions") if part.get("role") == "alt"), None)
    media = Media(
        address,
        kinds.get(str(item.get("type")), "image"),
        clean(alt) if isinstance(alt, str) else None,
        _number(best.get("width")),
        _number(best.get("height")),
        _text(best.get("contenttype")) or _text(best.get("mimetype")),
        _id(item, "sha256"),
        _text(best.get("title")),
    )
    caption = _one(said, "caption", *_SUMMARY)
    printed = _one(said, terms.CREDIT, "credit") or _text(item.get("by")) or _text(item.get("copyrightnotice"))
    agency = _agency(item)
    credit = Credit(printed, _text(item.get("by")), agency.name if agency else None) if printed else None
    return Figure((media,), (Run(caption),) if caption else (), credit, _text(item.get("language")))
