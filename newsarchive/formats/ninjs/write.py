"""Write an article as ninjs: as 3.1 first, of which 2.1 and 1.4 are made by renaming and flattening."""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Iterable
from typing import Any, Literal, get_args
from urllib.parse import quote

import msgspec

from newsarchive.errors import UsageError
from newsarchive.formats.dates import full
from newsarchive.formats.losses import file_losses
from newsarchive.formats.markup import to_xhtml, with_dateline
from newsarchive.formats.ninjs import terms
from newsarchive.formats.ninjs.read import article_of
from newsarchive.formats.ninjs.validate import is_uri
from newsarchive.model import Article, Figure, Media, Moment, Rights, Subject, plain
from newsarchive.model.gate import clean, safe_href
from newsarchive.model.media import MediaLookup, no_media
from newsarchive.model.walk import figures_of, fingerprint, text_of, word_count
from newsarchive.notes import Account

__all__ = ["write"]

Version = Literal["3.1", "2.1", "1.4"]
Data = dict[str, Any]


def write(
    article: Article,
    *,
    notes: Account | None = None,
    media: MediaLookup = no_media,
    version: Version = "3.1",
    indent: int = 2,
) -> bytes:
    """Write the article as UTF-8 JSON that is valid against the schema of its version.

    Args:
        article: the article.
        notes: where it is filed what ninjs has no place for; found by reading back what was written.
        media: not used, pictures are named by their addresses.
        version: ``3.1``, ``2.1`` or ``1.4``.
        indent: spaces a level (0: on one line).

    Raises:
        UsageError: there is no such version.
    """
    del media
    notes = Account() if notes is None else notes
    if version not in get_args(Version):
        raise UsageError(f"ninjs: version {version!r} is not written; choose one of {', '.join(get_args(Version))}")
    item = _item(article, notes)
    if version == "2.1":
        item = _lowered(item)
    elif version == "1.4":
        item = _flattened(item)
    standard = {"name": "ninjs", "version": version, "schema": terms.SCHEMA.format(version=version)}
    data = msgspec.json.encode({("$standard" if version == "1.4" else "standard"): standard, **item})
    file_losses(article, article_of(json.loads(data), notes=Account()), notes=notes, what=f"ninjs {version}")
    return (msgspec.json.format(data, indent=indent) if indent else data) + b"\n"


# -- 3.1 ------------------------------------------------------------------------------------------------------------


def _item(article: Article, notes: Account) -> Data:
    rights = article.rights or Rights()
    dateline, first = article.dateline, article.first_published
    version = article.updated or article.published
    return _present({
        "uri": _uri_of(article),
        "type": "text",
        "profile": terms.PROFILE,
        "representationType": {True: "partial", False: "full", None: None}[article.paywalled],
        "firstCreated": _full(article.published),
        "versionCreated": _full(version),
        "contentCreated": _full(first.date if first else None),
        "pubStatus": "usable",
        "language": article.language,
        "headlines": _values(("kicker", article.kicker), ("main", article.headline), ("deck", article.deck)),
        "by": article.byline,
        "located": dateline.place if dateline else None,
        "people": _people(article),
        "organisations": _organisations(article),
        "infoSources": [
            _present({"name": agency.name, "role": "agency", "uri": _uri(agency.url), "literal": agency.code})
            for agency in (article.agency,)
            if agency
        ],
        "places": [
            _present({
                "name": place.name,
                "rel": "dateline",
                "uri": f"http://www.wikidata.org/entity/{place.wikidata}" if place.wikidata and is_uri(f"x:{place.wikidata}") else None,
                "literal": f"geonames:{place.geonames}" if place.geonames else None,
            })
            for place in (dateline.places if dateline else ())
        ],
        "subjects": [
            *([{"name": article.section, "rel": "section"}] if article.section else ()),
            *({"name": word, "rel": "keyword"} for word in article.keywords),
            *(_subject(subject) for subject in article.subjects),
        ],
        "altIds": _identifiers(article),
        "copyrightHolder": rights.holder,
        "copyrightNotice": rights.notice,
        "usageTerms": rights.usage,
        "rightsInfo": _present({"linkedRights": _uri(rights.license_url)}),
        "edNote": "\n".join((*([first.printed] if first else ()), *(notice.printed for notice in article.notices))),
        "descriptions": _values(
            ("summary", article.summary),
            ("dateline", dateline.printed if dateline else None),
            *_precise(article),
            ("first-published", first.printed if first else None),
            *((f"{terms.NOTICE}{notice.kind}", notice.printed) for notice in article.notices),
        ),
        "bodies": _bodies(article, notes),
        "associations": _associations(article),
    })  # fmt: skip


def _present(data: Data) -> Data:
    return {key: value for key, value in data.items() if value is not None and value not in ("", [], {})}


def _values(*pairs: tuple[str, str | None]) -> list[Data]:
    return [{"role": role, "value": clean(value)} for role, value in pairs if value]


def _uri_of(article: Article) -> str:
    """Return the URI of the item: its guid, its address, or one made of its words, so that it is always the same."""
    return _guid_of(article) or _uri(article.url) or f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, fingerprint(article))}"


def _guid_of(article: Article) -> str | None:
    return next((each.value for each in article.identifiers if each.scheme == "guid" and is_uri(each.value)), None)


def _uri(address: str | None) -> str | None:
    """Return an address as a URI: what is not ASCII percent-encoded (RFC 3987, section 3.1)."""
    href = safe_href(address)
    if href is None:
        return None
    host, rest = re.fullmatch(r"(\w+://[^/?#]*|mailto:)(.*)", href, re.DOTALL).groups()  # type: ignore[union-attr]
    encoded = quote(host, safe="%:/[]@!$&'()*+,;=~-._") + quote(
        rest.replace("#", "\0", 1), safe="%:/?@!$&'()*+,;=~-._\0"
    )
    encoded = re.sub(r"%(?![0-9A-Fa-f]{2})", "%25", encoded.replace("\0", "#"))
    return encoded if is_uri(encoded) else None


def _full(moment: Moment | None) -> str | None:
    return full(moment.iso) if moment else None


def _precise(article: Article) -> list[tuple[str, str | None]]:
    """Return the dates that a full date-time does not tell truly, as they are known."""
    first = article.first_published
    dates = (
        ("published", article.published, True),
        ("updated", article.updated, article.published not in (None, article.updated)),
        ("first-published-date", first.date if first else None, True),
    )
    return [(f"date-{name}", moment.iso) for name, moment, told in dates if moment and not (told and full(moment.iso) == moment.iso)]  # fmt: skip


def _people(article: Article) -> list[Data]:
    return [
        *(
            _present({"name": person.name, "rel": "author", "uri": _uri(person.url)})
            for person in article.authors
            if person.kind == "person"
        ),
        *({"name": each.name, "rel": _relation(each.role)} for each in article.contributors if each.kind == "person"),
    ]


def _organisations(article: Article) -> list[Data]:
    publisher = article.publisher
    return [
        *([_present({"name": publisher.name, "rel": "publisher", "uri": _uri(publisher.url), "literal": publisher.code})] if publisher else ()),
        *(_present({"name": each.name, "rel": "author", "uri": _uri(each.url)}) for each in article.authors if each.kind == "organisation"),
        *({"name": each.name, "rel": _relation(each.role)} for each in article.contributors if each.kind == "organisation"),
    ]  # fmt: skip


def _relation(role: str | None) -> str:
    return f"contributor/{role}" if role else "contributor"


def _subject(subject: Subject) -> Data:
    scheme, _, code = subject.code.partition(":")
    topic = f"{terms.MEDIA_TOPICS}{code}" if scheme == "medtop" and code.isascii() and code.isalnum() else None
    return _present({"name": subject.name, "rel": "about", "uri": topic, "literal": subject.code})


def _identifiers(article: Article) -> list[Data]:
    told = [(each.scheme, each.value) for each in article.identifiers]
    if article.url and (_guid_of(article) or _uri(article.url) != article.url):
        told.append(("url", article.url))
    if article.provenance.url:
        told.append(("source-url", article.provenance.url))
    if article.provenance.sha256:
        told.append(("source-sha256", article.provenance.sha256))
    return [{"role": role, "value": value} for role, value in told]


def _bodies(article: Article, notes: Account) -> list[Data]:
    if not article.body:
        return []
    printed = article.dateline.printed if article.dateline else ""
    xhtml = to_xhtml(article.body, notes=notes, picture=lambda _: None, flavour="xml")
    text = clean(printed) + clean(text_of(article.body))
    words = word_count(article)
    counts = {"charCount": len(text), "wordCount": words}
    bodies = [
        {
            "role": terms.BODY,
            "contentType": "application/xhtml+xml",
            **counts,
            "value": _root(with_dateline(xhtml, printed)),
        }
    ]
    if text:
        bodies.append({"role": "text", "contentType": "text/plain", **counts, "value": text})
    return bodies


def _root(fragment: str) -> str:
    return f'<div xmlns="http://www.w3.org/1999/xhtml">\n{fragment}\n</div>'


def _associations(article: Article) -> list[Data]:
    counts: dict[str, int] = {}
    out: list[Data] = []
    for figure in figures_of(article):
        for media in figure.media:
            name = terms.LEAD if figure is article.lead else terms.TYPES[media.kind]
            counts[name] = counts.get(name, 0) + 1
            out.append(_association(f"{name}{counts[name]}", media, figure))
    return out


def _association(name: str, media: Media, figure: Figure) -> Data:
    credit = figure.credit
    address = _uri(media.url)
    rendition = _present({
        "name": "main",
        "href": address,
        "contentType": media.media_type,
        "title": media.title,
        "width": media.width,
        "height": media.height,
    })  # fmt: skip
    return _present({
        "name": name,
        "uri": address or f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, media.url)}",
        "type": terms.TYPES[media.kind],
        "by": credit.photographer if credit else None,
        "infoSources": [{"name": credit.agency, "role": "agency"}] if credit and credit.agency else None,
        "language": figure.lang,
        "altIds": [
            *([{"role": "url", "value": media.url}] if media.url != address and len(media.url) < 2048 else ()),
            *([{"role": "sha256", "value": media.sha256}] if media.sha256 else ()),
        ],
        "descriptions": _values(
            ("caption", plain(figure.caption)), (terms.CREDIT, credit.printed if credit else None), ("alt", media.alt)
        ),
        "renditions": [rendition] if address else None,
    })  # fmt: skip


# -- 2.1 and 1.4 ----------------------------------------------------------------------------------------------------


def _lowered(value: Any) -> Any:
    """Return the item with the names of 2.x: the same ones, in lower case."""
    match value:
        case dict():
            return {key.lower(): _lowered(part) for key, part in value.items()}
        case list():
            return [_lowered(part) for part in value]
        case _:
            return value


_RENAMED = {"people": "person", "organisations": "organisation", "places": "place", "subjects": "subject", "infosources": "infosource", "by": "byline"}  # fmt: skip
_FAMILIES = {"headlines": "headline", "descriptions": "description", "bodies": "body"}


def _flattened(item: Data) -> Data:
    """Return the item as 1.x has it: roles in the names of properties, vocabularies as scheme and code."""
    out: Data = {}
    for key, value in _lowered(item).items():
        if key in _FAMILIES:
            for part in value:
                if key == "headlines" and part["role"] == "main":
                    _put(out, "headline", part["value"])
                else:
                    _put(out, f"{_FAMILIES[key]}_{_name(part['role'])}", part["value"])
                if part.get("wordcount"):
                    out.update(charcount=part["charcount"], wordcount=part["wordcount"])
        elif key == "representationtype":
            out[key] = {"full": "complete", "partial": "incomplete"}[value]
        elif key == "altids":
            for part in value:
                _put(out.setdefault(key, {}), part["role"], part["value"])
        elif key == "renditions":
            out[key] = {
                part["name"]: {("mimetype" if name == "contenttype" else name): inner for name, inner in part.items() if name != "name"}
                for part in value
            }  # fmt: skip
        elif key == "associations":
            out[key] = {part["name"]: _flattened({k: v for k, v in part.items() if k != "name"}) for part in value}
        elif key in _RENAMED:
            out[_RENAMED[key]] = _coded(value) if isinstance(value, list) else value
        else:
            out[key] = value
    return out


def _put(out: Data, name: str, value: str) -> None:
    """Put a value under a name that is still free: role, role_2 and so on."""
    free = name
    number = 1
    while free in out:
        number += 1
        free = f"{name}_{number}"
    out[free] = value


def _name(role: str) -> str:
    return re.sub(r"[^a-zA-Z0-9_]", "_", role)


def _coded(values: Iterable[Data]) -> list[Data]:
    out = []
    for value in values:
        scheme, code = None, value.get("literal")
        uri = value.get("uri")
        if uri and uri.startswith(terms.MEDIA_TOPICS):
            scheme, code = terms.MEDIA_TOPICS, uri.removeprefix(terms.MEDIA_TOPICS)
        relation = value.get("rel") or value.get("role")
        out.append(_present({"name": value.get("name"), "rel": relation, "scheme": scheme, "code": code}))
    return out
