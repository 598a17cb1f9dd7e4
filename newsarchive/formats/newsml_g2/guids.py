"""Name the items of a story, the same on every machine and for all versions."""

from __future__ import annotations

import re
import uuid
from urllib.parse import quote, urlsplit

from newsarchive.model import Article, Media
from newsarchive.model.gate import clean, safe_href
from newsarchive.model.walk import fingerprint

__all__ = ["address_of", "iri", "package_guid", "picture_guid", "story_guid"]

# Where a guid comes from when the publisher gave none: RFC 9562 name-based UUIDs in this space.
_SPACE = uuid.uuid5(uuid.NAMESPACE_URL, "urn:newsarchive:guid")
_SAFE = "!#$%&'()*+,-./:;=?@_~"
_PLAIN = re.compile(r"[A-Za-z0-9!#$%&'()*+,\-./:;=?@_~]+\Z")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:")
_STRAY_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
_GUID_SCHEMES = ("guid", "newsml-guid")


def story_guid(article: Article) -> str:
    """Return the guid of a story: the same for all its versions, on every machine.

    It is the publisher's own where that is a URI (an identifier of scheme ``guid``), else a name-based UUID
    (RFC 9562, section 5.5) of the canonical address, the publisher's name with the first identifier, the source's
    SHA-256, or the fingerprint of the words, whichever is there first.
    """
    for identifier in article.identifiers:
        if identifier.scheme in _GUID_SCHEMES and iri(identifier.value) == identifier.value:
            return identifier.value
    publisher = article.publisher.name if article.publisher else ""
    first = article.identifiers[0] if article.identifiers else None
    seed = (
        article.url
        or (f"{publisher}\n{first.scheme}\n{first.value}" if publisher and first else None)
        or article.provenance.sha256
        or fingerprint(article)
    )
    return uuid.uuid5(_SPACE, seed.encode("utf-8", "replace").decode("utf-8")).urn


def picture_guid(story: str, media: Media) -> str:
    """Return the guid of a picture of a story."""
    return uuid.uuid5(_SPACE, f"{story}\n{media.url}".encode("utf-8", "replace").decode("utf-8")).urn


def package_guid(members: list[str]) -> str:
    """Return the guid of a package: the same for members of the same guids, whatever their versions."""
    return uuid.uuid5(_SPACE, "\n".join(["package", *members])).urn


def address_of(media: Media) -> str | None:
    """Return where a picture is: an address that a reader may follow, or a path beside the document."""
    if href := safe_href(iri(media.url)):
        return href
    path = clean(media.url).strip()
    if not path or path.startswith(("/", "\\", "#", "?")) or _SCHEME.match(path) or len(path) > 2048:
        return None
    return quote(_STRAY_PERCENT.sub("%25", path), safe="/%") or None


def iri(address: str | None) -> str | None:
    """Return an absolute address as the schema's anyURI wants it, None where it is none.

    >>> iri("https://example.org/a b"), iri("page.html"), iri("https://example.org/100%")
    ('https://example.org/a%20b', None, 'https://example.org/100%25')
    """
    if not address or len(address) > 8192:
        return None
    text = _STRAY_PERCENT.sub("%25", clean(address))
    if not _PLAIN.match(text):
        text = "".join(char if char > "\x9f" and not char.isspace() else quote(char, safe=_SAFE) for char in text)
    before, hash_, fragment = text.partition("#")
    text = before + hash_ + fragment.replace("#", "%23")
    try:
        parts = urlsplit(text)
        # .port raises where the port is no number
        absolute = bool(_SCHEME.match(text)) and bool(parts.path or parts.netloc) and (parts.port or 1) > 0
        absolute = absolute and not parts.netloc.endswith(":") and parts.netloc.count("@") < 2
    except ValueError:
        return None
    return text if absolute else None
