"""Hold a book to our own rules, offline."""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from urllib.parse import unquote

from lxml import etree

from newsarchive.errors import NewsArchiveError
from newsarchive.formats import json
from newsarchive.formats.epub.reading import DATA_ID, DATA_TYPE, entry, opened, package_of
from newsarchive.formats.markup import local_name, parse_xml

__all__ = ["check"]

_XHTML = "application/xhtml+xml"
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_REQUIRED = ("identifier", "title", "language")
_REQUIRED_PROPERTIES = (
    "dcterms:modified",
    "schema:accessMode",
    "schema:accessibilityFeature",
    "schema:accessibilityHazard",
)
_ACTIVE = frozenset({"script", "iframe", "object", "embed", "applet", "form", "base"})
_LOADS = {
    "img": "src",
    "link": "href",
    "image": "href",
    "use": "href",
    "source": "src",
    "audio": "src",
    "video": "src",
    "track": "src",
}
_MODIFIED = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ\Z")


def check(data: bytes) -> list[str]:
    """Return what is wrong with a book of ours; an empty list where nothing is.

    Looks at the container, the package and its metadata, every document and the articles inside. It is no
    replacement for EPUBCheck, which knows the whole vocabulary.
    """
    try:
        with opened(data) as archive:
            return list(_findings(archive))
    except NewsArchiveError as error:
        return [str(error)]


def _findings(archive: zipfile.ZipFile) -> Iterator[str]:
    entries = archive.infolist()
    first = entries[0] if entries else None
    if first is None or first.filename != "mimetype" or first.compress_type != zipfile.ZIP_STORED or first.extra:
        yield "mimetype is not the first entry, stored and without extra fields"
    elif entry(archive, "mimetype") != b"application/epub+zip":
        yield "mimetype does not say application/epub+zip"
    names = [one.filename for one in entries]
    yield from (
        f"the entry {name} is there twice" for name, count in Counter(map(str.casefold, names)).items() if count > 1
    )
    path, package = package_of(archive)
    base = posixpath.dirname(path)
    items = {
        name: item
        for item in package.iter()
        if local_name(item) == "item"
        for name in [_resolved(base, item.get("href") or "")]
    }
    yield from _package(package)
    known = {"mimetype", path, *items}
    for name in names:
        if name not in known and not name.startswith("META-INF/"):
            yield f"{name} is not in the manifest"
    articles = 0
    for name, item in items.items():
        if name not in names:
            yield f"the manifest names {name}, which is not there"
            continue
        if item.get("media-type") == _XHTML:
            yield from _document(archive, name, set(items))
        if item.get("media-type") == DATA_TYPE and (item.get("id") or "").startswith(f"{DATA_ID}-"):
            json.decode(entry(archive, name))
            articles += 1
    if not articles:
        yield "no article is inside"


def _resolved(base: str, href: str) -> str:
    return posixpath.normpath(posixpath.join(base, unquote(href.partition("#")[0])))


def _package(package: etree._Element) -> Iterator[str]:
    said = [(local_name(one), one.get("property"), "".join(map(str, one.itertext())).strip()) for one in package.iter()]
    for name in _REQUIRED:
        if not any(kind == name and text for kind, _, text in said):
            yield f"the package has no dc:{name}"
    properties = {prop: text for kind, prop, text in said if kind == "meta" and prop and text}
    yield from (f"the package has no {name}" for name in _REQUIRED_PROPERTIES if name not in properties)
    if not _MODIFIED.match(properties.get("dcterms:modified", "")):
        yield "dcterms:modified is not a time in UTC"
    ids = Counter(identity for one in package.iter() if (identity := one.get("id")))
    yield from (f"the id {name} is there {count} times in the package" for name, count in ids.items() if count > 1)
    if package.get("unique-identifier") not in ids:
        yield "the package names no identifier as its own"
    navs = [
        one for one in package.iter() if local_name(one) == "item" and "nav" in (one.get("properties") or "").split()
    ]
    if len(navs) != 1:
        yield f"the manifest has {len(navs)} navigation documents"
    for one in package.iter():
        if local_name(one) == "itemref" and one.get("idref") not in ids:
            yield f"the spine names {one.get('idref')}, which is no item"


def _document(archive: zipfile.ZipFile, name: str, known: set[str]) -> Iterator[str]:
    try:
        root = parse_xml(entry(archive, name), what=name)
    except NewsArchiveError as error:
        yield str(error)
        return
    if not root.get("lang") or root.get("lang") != root.get(_XML_LANG):
        yield f"{name}: the document does not say its language, in lang and xml:lang alike"
    if not any(local_name(one) == "title" and "".join(map(str, one.itertext())).strip() for one in root.iter()):
        yield f"{name}: no title"
    ids = Counter(identity for one in root.iter() if (identity := one.get("id")))
    yield from (f"{name}: the id {one} is there {count} times" for one, count in ids.items() if count > 1)
    for one in root.iter():
        yield from _element(one, name, ids, known)


def _element(one: etree._Element, name: str, ids: Counter[str], known: set[str]) -> Iterator[str]:
    kind = local_name(one)
    if kind in _ACTIVE:
        yield f"{name}: active content <{kind}>"
    for key, value in ((str(key), str(value)) for key, value in one.attrib.items()):
        if key.lower().startswith("on") or value.strip().lower().startswith("javascript:"):
            yield f"{name}: active content in {key}"
    if kind == "img" and one.get("alt") is None:
        yield f"{name}: a picture without alt"
    loads = one.get(_LOADS.get(kind, "")) if kind in _LOADS else None
    if loads and (
        re.match(r"[a-zA-Z][a-zA-Z0-9+.\-]*:|//", loads) or _resolved(posixpath.dirname(name), loads) not in known
    ):
        yield f"{name}: <{kind}> loads what is not in the book: {loads[:80]}"
    href = one.get("href") if kind == "a" else None
    if href and href.startswith("#") and href[1:] not in ids:
        yield f"{name}: a link to {href}, which is not there"
    elif href and not re.match(r"[a-zA-Z][a-zA-Z0-9+.\-]*:", href) and not href.startswith("#"):
        target = _resolved(posixpath.dirname(name), href)
        if target not in known:
            yield f"{name}: a link to {href}, which is not in the book"
