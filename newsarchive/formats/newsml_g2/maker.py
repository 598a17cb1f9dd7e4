"""Make elements of NewsML-G2: what the items of a story have in common."""

from __future__ import annotations

from lxml import etree

from newsarchive._version import __version__
from newsarchive.formats.markup import language
from newsarchive.formats.newsml_g2.dates import full
from newsarchive.formats.newsml_g2.guids import iri, story_guid
from newsarchive.formats.newsml_g2.terms import (
    CATALOG,
    NAR,
    SCHEMES,
    VERSION,
    VERSION_CREATED_UNKNOWN,
    XML,
    nar,
)
from newsarchive.model import Article
from newsarchive.model.gate import clean
from newsarchive.model.media import MediaLookup
from newsarchive.notes import Account, Note

__all__ = ["Maker", "name_catalogs"]

# What the schema types as normalizedString, where it lets no line feed and no tab in.
_ONE_LINE = frozenset({"creditline", "keyword", "name"})


class Maker:
    """Make the items of one story; ``notes`` learns what could not be written."""

    def __init__(self, article: Article, *, notes: Account, media: MediaLookup, version: int, embed: bool) -> None:
        self.article = article
        self.notes = notes
        self.media = media
        self.version = version
        self.embed = embed
        self.guid = story_guid(article)
        self.created = _version_created(article, notes)
        self.tag = language(article.language)
        if article.language and self.tag is None:
            notes.lost("language", "not a language tag (BCP 47); kept as an extension", article.language)

    def item(self, name: str, guid: str) -> etree._Element:
        """Return an empty item with its head."""
        item = etree.Element(nar(name), nsmap={None: NAR})  # type: ignore[dict-item]
        for key, value in (
            ("standard", "NewsML-G2"),
            ("standardversion", VERSION),
            ("conformance", "power"),
            ("guid", guid),
            ("version", str(self.version)),
            (f"{{{XML}}}lang", self.tag or "und"),
        ):
            item.set(key, value)
        return item

    def manage(self, item: etree._Element, kind: str, *, first: str | None = None) -> etree._Element:
        """Add the management metadata that every item has, and return it; ``first`` is when the first version was made."""
        meta = self.add(item, "itemMeta")
        self.add(meta, "itemClass", qcode=f"ninat:{kind}")
        self._provider(meta)
        self.add(meta, "versionCreated", self.created)
        if first:
            self.add(meta, "firstCreated", first)
        self.add(meta, "pubStatus", qcode="stat:usable")
        self.add(meta, "generator", "newsarchive", versioninfo=__version__)
        return meta

    def party(
        self, meta: etree._Element, name: str, who: str, kind: str, address: str | None, role: str | None = None
    ) -> etree._Element:
        """Add a person or an organisation by name."""
        literal = None if address else who
        part = self.add(meta, name, role=role, uri=address, literal=literal, type=f"cpnat:{kind}")
        self.add(part, "name", who)
        return part

    def add(
        self, parent: etree._Element, tag: str, text: str | None = None, /, **attributes: str | None
    ) -> etree._Element:
        """Add an element; words that XML forbids are dropped, and a note says so."""
        element = etree.SubElement(parent, nar(tag))
        for key, value in attributes.items():
            if value is not None:
                element.set(key, self._safe(_one_line(value) if key == "literal" else value, tag))
        if text is not None:
            element.text = self._safe(_one_line(text) if tag in _ONE_LINE else text, tag)
        return element

    def _provider(self, meta: etree._Element) -> None:
        """Add the provider, which must be there: the publisher, else the agency, else newsarchive says that it knows none."""
        known = self.article.publisher or self.article.agency
        address = iri(known.url) if known else None
        name = known.name if known else "unknown"
        provider = self.add(meta, "provider", uri=address, literal=None if address else (known and known.code) or name)
        self.add(provider, "name", name)

    def _safe(self, text: str, name: str) -> str:
        cleaned = clean(text)
        if cleaned != text:
            self.notes.lost(name, "characters that XML or Unicode forbid were dropped", cleaned[:80], code="NA403")
        return cleaned


def _one_line(text: str) -> str:
    return " ".join(text.split()) if any(char in text for char in "\n\t\r") else text


def _version_created(article: Article, notes: Account) -> str:
    """Return when this version was made: updated, published, first published or captured, whichever is known first."""
    for moment in (article.updated, article.issued, article.provenance.captured):
        if moment and (known := full(moment.iso)):
            return known
    notes.add(
        Note(
            "NA351",
            "version-created",
            f"no date is known; NewsML-G2 wants one, so {VERSION_CREATED_UNKNOWN} stands for none",
            fact="updated",
            source="document",
            confidence=0.0,
        )
    )
    return VERSION_CREATED_UNKNOWN


def name_catalogs(item: etree._Element) -> None:
    """Name the IPTC catalog in an item, and declare those of our schemes that it uses."""
    used = {
        alias
        for element in item.iter(f"{{{NAR}}}*")
        for value in element.attrib.values()
        for part in str(value).split()
        if (alias := part.partition(":")[0]) in SCHEMES and ":" in part
    }
    names = [etree.Element(nar("catalogRef"), href=CATALOG)]
    if used:
        catalog = etree.Element(nar("catalog"))
        for alias in sorted(used):
            etree.SubElement(catalog, nar("scheme"), alias=alias, uri=SCHEMES[alias])
        names.append(catalog)
    for index, element in enumerate(names):
        item.insert(index, element)
