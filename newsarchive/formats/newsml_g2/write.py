"""Write an article as NewsML-G2: an item for the story, one for each picture, a package that holds them together."""

from __future__ import annotations

from typing import Literal, TypeAlias

from lxml import etree

from newsarchive.errors import InvalidDocument, UsageError
from newsarchive.formats.newsml_g2.content import Flavour, add_content
from newsarchive.formats.newsml_g2.dates import newest
from newsarchive.formats.newsml_g2.facts import told
from newsarchive.formats.newsml_g2.guids import package_guid
from newsarchive.formats.newsml_g2.maker import Maker, name_catalogs
from newsarchive.formats.newsml_g2.pictures import package_item, picture_item, pictured
from newsarchive.formats.newsml_g2.story import story_item
from newsarchive.formats.newsml_g2.terms import NAR, nar
from newsarchive.formats.newsml_g2.validate import findings
from newsarchive.model import Article
from newsarchive.model.gate import clean
from newsarchive.model.leaves import leaves_of, residue
from newsarchive.model.media import MediaLookup, no_media
from newsarchive.notes import Account

__all__ = ["ItemKind", "bind", "write"]

ItemKind: TypeAlias = Literal["auto", "newsItem", "newsMessage"]
# These facts stand in itemMeta when they travel as extensions: they tell of the item, not of the story.
_OF_THE_ITEM = ("provenance", "evidence", "identifiers", "publisher", "url")


def write(
    article: Article,
    *,
    notes: Account | None = None,
    media: MediaLookup = no_media,
    content: Flavour = "xhtml",
    item: ItemKind = "auto",
    pictures: Literal["link", "embed"] = "link",
    version: int | None = None,
    validate: bool = True,
) -> bytes:
    """Write the article as a NewsML-G2 2.35 document at conformance level Power.

    Args:
        article: the story.
        notes: learns what could not be written.
        media: gives the bytes of pictures; their size, hash and pixels are then told as they are.
        content: the vocabulary of the story in ``inlineXML``.
        item: ``newsItem`` for the story alone with links to its pictures, ``newsMessage`` for a message with an item
            for each picture and a package; ``auto`` makes a message where there are pictures.
        pictures: ``embed`` puts the bytes of pictures that are at hand into their items.
        version: the version of the item; None takes the article's identifier ``version``, or 1.
        validate: check the document against the schema and the rules before it is given out.

    Raises:
        UsageError: an option is none of those above.
        InvalidDocument: the document breaks a rule, which is a fault of ours; the message names the place.
    """
    notes = Account() if notes is None else notes
    _check_options(content, item, pictures)
    maker = Maker(article, notes=notes, media=media, version=_version(article, version), embed=pictures == "embed")
    if item == "newsItem" or (item == "auto" and not pictured(maker)):
        root = _story(maker, content, pictures=False)
    else:
        items = _items(maker, content)
        package = package_item(maker, package_guid([maker.guid]), article.headline, items, "bag")
        root = _message([package, *items], sender=_sender(article))
    return _whole(root, validate=validate)


def bind(
    articles: tuple[Article, ...],
    *,
    notes: Account | None = None,
    media: MediaLookup = no_media,
    content: Flavour = "xhtml",
    item: ItemKind = "auto",
    pictures: Literal["link", "embed"] = "link",
    title: str | None = None,
    validate: bool = True,
) -> bytes:
    """Write several articles as one message: a package of the stories in their order, then every story with its pictures.

    Two captures of one story have the same guid, and versions that count up. ``item`` = ``newsItem`` leaves the
    pictures as links in the stories. The other options are those of ``write``.

    Raises:
        UsageError: there is no article, or an option is none of those of ``write``.
        InvalidDocument: the document breaks a rule, which is a fault of ours.
    """
    notes = Account() if notes is None else notes
    _check_options(content, item, pictures)
    if not articles:
        raise UsageError("newsml-g2: a collection wants at least one article")
    makers: list[Maker] = []
    taken: set[tuple[str, int]] = set()
    for article in articles:
        maker = Maker(article, notes=notes, media=media, version=_version(article, None), embed=pictures == "embed")
        while (maker.guid, maker.version) in taken:
            maker.version += 1
        taken.add((maker.guid, maker.version))
        makers.append(maker)
    groups = [
        _items(maker, content) if item != "newsItem" else [_story(maker, content, pictures=False)] for maker in makers
    ]
    stories = [group[0] for group in groups]
    packages = [
        package_item(maker, package_guid([maker.guid]), maker.article.headline, group, "bag", number)
        for number, (maker, group) in enumerate(zip(makers, groups, strict=True), start=2)
        if len(group) > 1
    ]
    first = makers[0]
    first_version, first.version = first.version, 1
    whole = package_item(first, package_guid([maker.guid for maker in makers]), title, stories, "seq")
    first.version = first_version
    everything = [whole, *packages, *(item_ for group in groups for item_ in group)]
    return _whole(_message(_once(everything), sender=_sender(articles[0])), validate=validate)


def _check_options(content: str, item: str, pictures: str) -> None:
    for name, value, allowed in (
        ("content", content, ("xhtml", "nitf")),
        ("item", item, ("auto", "newsItem", "newsMessage")),
        ("pictures", pictures, ("link", "embed")),
    ):
        if value not in allowed:
            raise UsageError(f"newsml-g2: {name} is {value!r}; it can be {', '.join(allowed)}")


def _version(article: Article, version: int | None) -> int:
    told = next((part.value for part in article.identifiers if part.scheme == "version"), "1")
    number = (
        version if version is not None else int(told) if told.isascii() and told.isdigit() and len(told) < 10 else 1
    )
    if number < 1 and version is not None:
        raise UsageError(f"newsml-g2: version is {version}; versions count from 1")
    return max(1, number)


def _items(maker: Maker, content: Flavour) -> list[etree._Element]:
    """Return the item of the story, then those of its pictures."""
    return [
        _story(maker, content, pictures=True),
        *(_finished(picture_item(maker, media, figure)) for media, figure in pictured(maker)),
    ]


def _story(maker: Maker, content: Flavour, *, pictures: bool) -> etree._Element:
    item = story_item(maker, pictures=pictures)
    _add_extensions(item, maker)
    add_content(item, maker.article, notes=maker.notes, content=content)
    return _finished(item)


def _add_extensions(item: etree._Element, maker: Maker) -> None:
    """Add, as extensions, the facts that the places of the item do not tell, or tell otherwise.

    What the item tells is read back from it, so that nothing can be forgotten: what is read plus what is added is
    the article.
    """
    meta, about = item.find(nar("itemMeta")), item.find(nar("contentMeta"))
    assert meta is not None
    assert about is not None
    for path, value in residue(leaves_of(maker.article), told(item)).items():
        of_the_item = path.partition(".")[0] in _OF_THE_ITEM
        name = "itemMetaExtProperty" if of_the_item else "contentMetaExtProperty"
        maker.add(meta if of_the_item else about, name, rel=f"nafact:{path}", value=value)


def _finished(item: etree._Element) -> etree._Element:
    name_catalogs(item)
    return item


def _once(items: list[etree._Element]) -> list[etree._Element]:
    """Drop what stands there a second time with the same guid and version (a package or a picture of two captures)."""
    seen: set[tuple[str | None, str | None]] = set()
    kept: list[etree._Element] = []
    for item in items:
        key = (item.get("guid"), item.get("version"))
        if key not in seen:
            seen.add(key)
            kept.append(item)
    return kept


def _sender(article: Article) -> str:
    return article.publisher.name if article.publisher else "newsarchive"


def _message(items: list[etree._Element], *, sender: str) -> etree._Element:
    """Return a message of items; it counts as sent when the newest of them was made, since there is no clock here."""
    root = etree.Element(nar("newsMessage"), nsmap={None: NAR})  # type: ignore[dict-item]
    header = etree.SubElement(root, nar("header"))
    stamps = [item.findtext(f"{nar('itemMeta')}/{nar('versionCreated')}") or "" for item in items]
    etree.SubElement(header, nar("sent")).text = newest(stamps)
    etree.SubElement(header, nar("sender")).text = clean(sender)
    etree.SubElement(header, nar("transmitId")).text = items[0].get("guid")
    content = etree.SubElement(root, nar("itemSet"))
    for item in items:
        if item.tag == nar("packageItem"):
            _finished(item)
        content.append(item)
    return root


def _whole(root: etree._Element, *, validate: bool) -> bytes:
    _indent(root, 0)
    if validate:
        for line, said in findings(root):
            raise InvalidDocument(f"newsml-g2: what was written breaks a rule (line {line}): {said}; please report it")
    return etree.tostring(root, encoding="utf-8", xml_declaration=True) + b"\n"


def _indent(element: etree._Element, level: int) -> None:
    """Put each NewsML-G2 element on a line of its own; words and inline content are left as they are."""
    children = [child for child in element if isinstance(child.tag, str)]
    if (
        not children
        or (element.text or "").strip()
        or any(not str(child.tag).startswith(f"{{{NAR}}}") for child in children)
    ):
        return
    element.text = "\n" + "  " * (level + 1)
    for child in children:
        _indent(child, level + 1)
        child.tail = "\n" + "  " * (level + 1)
    children[-1].tail = "\n" + "  " * level
