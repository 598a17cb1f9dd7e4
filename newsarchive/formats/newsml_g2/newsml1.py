"""Read NewsML 1.x, which came before G2: items of nested components, each with its role, its lines and its content."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from lxml import etree

from newsarchive.formats.markup import local_name
from newsarchive.formats.newsml_g2.content import Story, read_content
from newsarchive.formats.newsml_g2.dates import lenient
from newsarchive.formats.newsml_g2.labels import text_of
from newsarchive.model import Credit, Figure, Media, MediaKind, run
from newsarchive.model.gate import safe_href, squeeze
from newsarchive.notes import Account, Note

__all__ = ["items_of", "story_of"]

_ROLES_OF_BODY = frozenset({"body", "main", "main text", "text", "story", "maintext"})
_ROLES_OF_PICTURES = frozenset({"photo", "picture", "main picture", "image", "graphic", "supporting", "video", "audio"})
_ROLES_ASIDE = frozenset({"stylesheet", "headline", "subheadline", "logo", "thumbnail", "caption", "icon"})
_KINDS: dict[str, MediaKind] = {"image": "image", "video": "video", "audio": "audio"}
_UNPLACED = ("SlugLine", "Genre", "Urgency", "Priority", "OfInterestTo", "SeriesLine")


def items_of(root: etree._Element) -> list[etree._Element]:
    """Return the items of a NewsML 1.x document."""
    return [part for part in root.iter() if local_name(part) == "newsitem"]


def story_of(
    item: etree._Element, root: etree._Element, *, notes: Account, url: str | None
) -> tuple[dict[str, Any], Story]:
    """Return the facts and the story of an item.

    Args:
        item: the item.
        root: its document, whose envelope may name the provider.
        notes: learns what was odd, and what an article has no field for.
        url: the address against which relative addresses are resolved.
    """
    version = root.get("Version") or "1"
    notes.add(Note("NA107", "newsml-g2", f"the document is NewsML {version}, which came before G2"))
    components = [part for part in item.iter() if local_name(part) == "newscomponent"]
    words = [part for part in components if _role(part) not in (_ROLES_OF_PICTURES | _ROLES_ASIDE)]
    facts = {name: value for name, value in _facts(item, root, words, notes).items() if value}
    story = _body(components, facts, notes, url)
    for name, value in (story.facts or {}).items():
        facts.setdefault(name, value)
    deck = next((part for part in components if _role(part) == "subheadline"), None)
    if deck is not None and "deck" not in facts and (said := _content_words(deck)):
        facts["deck"] = squeeze(said)
    contact = next((part for part in components if _role(part) == "contact"), None)
    if contact is not None and (said := _content_words(contact)):
        facts["notices"] = [{"kind": "other", "printed": said}]
    figures = [figure for part in _by_rank(components) if (figure := _figure(part))]
    lead = story.lead or (figures.pop(0) if figures else None)
    return facts, Story((*story.body, *figures), lead)


def _facts(
    item: etree._Element, root: etree._Element, components: list[etree._Element], notes: Account
) -> dict[str, Any]:
    """Read the facts of an item; of lines that stand more than once, the first is believed."""

    def line(name: str) -> str | None:
        found = (text_of(part, exact=False) for component in components for part in _lines(component, name))
        return next(filter(None, found), None)

    def party(name: str) -> list[str]:
        parents = [part for component in components for part in _metadata(component) if local_name(part) == name]
        return [said for part in parents for child in part if local_name(child) == "party" and (said := _formal(child))]

    envelope = [part for part in _every(root, "sentfrom") for part in _every(part, "party")]
    provider = [*party("provider"), *(said for part in envelope if (said := _formal(part))), _text(item, "providerid")]
    publisher = next(filter(None, provider), None)
    sources = party("source") or ([publisher] if publisher else [])
    languages = [said for part in _every(item, "language") if (said := _formal(part))]
    first, this = lenient(_text(item, "firstcreated")), lenient(_text(item, "thisrevisioncreated"))
    notice = line("CopyrightLine")
    year = re.search(r"\b(1[89]|20)\d\d\b", notice or "")
    dateline = line("DateLine")
    for name in _UNPLACED:
        told = [_formal(part) or text_of(part, exact=False) or "" for part in _every(item, name.lower())]
        if any(told):
            notes.lost(name, "an article has no field for it", "; ".join(filter(None, told)))
    return {
        "headline": squeeze(line("HeadLine") or ""),
        "deck": squeeze(line("SubHeadLine") or ""),
        "byline": line("ByLine"),
        "authors": [{"name": name} for name in party("creator")],
        "agency": {"name": sources[0]} if sources else None,
        "publisher": {"name": publisher} if publisher else None,
        "dateline": {"printed": dateline, "place": dateline.partition(",")[0].strip()} if dateline else None,
        "published": {"iso": first or this} if first or this else None,
        "updated": {"iso": this} if this and first and this != first else None,
        "keywords": list(dict.fromkeys(_keywords(item))),
        "language": languages[0] if languages else None,
        "identifiers": _identifiers(item),
        "rights": {
            **({"notice": notice} if notice else {}),
            **({"year": int(year[0])} if year else {}),
            **({"usage": usage} if (usage := line("RightsLine")) else {}),
        },
    }


def _identifiers(item: etree._Element) -> list[dict[str, str]]:
    """Return the identifier that all revisions share, and the revision."""
    public, revision = _text(item, "publicidentifier"), _text(item, "revisionid")
    found: list[dict[str, str]] = []
    if public:
        # urn:newsml:{provider}:{date}:{item}:{revision}{update} (RFC 3085, section 3)
        found.append(
            {"scheme": "guid", "value": re.sub(rf":{re.escape(revision)}[AUN]?\Z", "", public) if revision else public}
        )
    if revision and revision != "1":
        found.append({"scheme": "version", "value": revision})
    return found


def _keywords(item: etree._Element) -> Iterator[str]:
    for part in _every(item, "keywordline"):
        if said := text_of(part, exact=False):
            yield squeeze(said)
    for part in _every(item, "property"):
        if "keyword" in (_formal(part) or "").lower() and (said := squeeze(part.get("Value") or "")):
            yield said


def _body(components: list[etree._Element], facts: dict[str, Any], notes: Account, url: str | None) -> Story:
    """Return the story of the component that is the body, else of the first that holds words."""
    bodies = [part for part in components if _role(part) in _ROLES_OF_BODY]
    others = [
        part
        for part in components
        if _role(part) not in (_ROLES_ASIDE | _ROLES_OF_BODY | {"contact"}) and part not in bodies
    ]
    for component in [*bodies, *others]:
        for content in _contents(component):
            story = read_content(content, facts, notes=notes, url=url)
            if story.body:
                return story
    return Story()


def _contents(component: etree._Element) -> Iterator[etree._Element]:
    """Yield the data of a component's own content items."""
    for item in component:
        if local_name(item) == "contentitem":
            for data in _every(item, "datacontent"):
                kind = next((_formal(part) for part in _every(item, "mimetype")), None)
                if kind:
                    data.set("contenttype", kind)
                yield data


def _content_words(component: etree._Element) -> str | None:
    words = (text_of(_words_only(data), exact=False) for data in _contents(component))
    return next(filter(None, words), None)


def _words_only(data: etree._Element) -> etree._Element:
    """Return the part of an element whose words are meant for readers."""
    return next((part for part in data.iter() if local_name(part) == "body"), data)


def _figure(component: etree._Element) -> Figure | None:
    """Return the picture of a component in its largest rendition."""
    best: tuple[int, Media] | None = None
    for item in component:
        href = safe_href(item.get("Href")) if local_name(item) == "contentitem" else None
        kind = next((said for part in _every(item, "mimetype") if (said := _formal(part))), "")
        family = _KINDS.get(kind.partition("/")[0])
        if href is None or family is None:
            continue
        sizes = {
            _formal(part): int(value)
            for part in _every(item, "property")
            if (value := part.get("Value") or "").isascii() and value.isdigit() and len(value) < 8
        }
        width, height = sizes.get("PixelWidth") or sizes.get("Width"), sizes.get("PixelHeight") or sizes.get("Height")
        if best is None or (width or 0) > best[0]:
            best = width or 0, Media(href, family, width=width, height=height, media_type=kind)
    if best is None or _role(component) in _ROLES_ASIDE:
        return None
    said = next((words for part in (*_lines(component, "HeadLine"), *_lines(component, "Caption")) if (words := text_of(part, exact=False))), None)  # fmt: skip
    credit = next((words for part in _lines(component, "CreditLine") if (words := text_of(part, exact=False))), None)
    return Figure((best[1],), (run(said),) if said else (), Credit(credit) if credit else None)


def _by_rank(components: list[etree._Element]) -> list[etree._Element]:
    """Return the components in the order of their ranks, those without one last."""

    def rank(component: etree._Element) -> int:
        values = [part.get("Value") or "" for part in _metadata(component) if _formal(part) == "Rank"]
        return (
            int(values[0]) if values and values[0].isascii() and values[0].isdigit() and len(values[0]) < 6 else 99_999
        )

    return sorted(components, key=rank)


def _role(component: etree._Element) -> str:
    return next(((_formal(part) or "").lower() for part in component if local_name(part) == "role"), "")


def _lines(component: etree._Element, name: str) -> Iterator[etree._Element]:
    for lines in component:
        if local_name(lines) == "newslines":
            yield from (part for part in lines if local_name(part) == name.lower())


def _metadata(component: etree._Element) -> Iterator[etree._Element]:
    for group in component:
        if local_name(group) in ("administrativemetadata", "descriptivemetadata", "rightsmetadata", "metadata"):
            yield from group


def _every(parent: etree._Element, name: str) -> Iterator[etree._Element]:
    return (part for part in parent.iter() if local_name(part) == name)


def _formal(element: etree._Element) -> str | None:
    return squeeze(element.get("FormalName") or "") or None


def _text(item: etree._Element, name: str) -> str | None:
    return next((squeeze(part.text or "") for part in _every(item, name)), None) or None
