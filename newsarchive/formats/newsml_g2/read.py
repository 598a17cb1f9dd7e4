"""Read NewsML-G2: our own exactly, and what agencies send with good will, whatever its version and its defects."""

from __future__ import annotations

import hashlib
from typing import Any

from lxml import etree

from newsarchive.errors import InvalidDocument, NotAnArticle
from newsarchive.formats.markup import parse_xml
from newsarchive.formats.newsml_g2.beside import (
    FAMILIES,
    KINDS,
    address_in,
    companions_of,
    family_of,
    figure_of,
    kind_of,
)
from newsarchive.formats.newsml_g2.content import own_story, story_in
from newsarchive.formats.newsml_g2.facts import Facts, extensions, told
from newsarchive.formats.newsml_g2.newsml1 import items_of, story_of
from newsarchive.formats.newsml_g2.terms import MODEL, NAR, nar
from newsarchive.formats.newsml_g2.validate import findings
from newsarchive.formats.openings import opened
from newsarchive.model import SCHEMA, Article, Block, Figure
from newsarchive.model.leaves import article_of, leaves_of, settle
from newsarchive.notes import Account, Note

__all__ = ["read", "read_all"]

_MAX_FINDINGS = 25
_PIECES = frozenset({"contentSet", "contentMeta", "itemMeta"})
_NO_STORY = {
    "packageItem": "a package names the items of a story and does not hold them; read the newsMessage that they come in",
    "conceptItem": "it describes a concept",
    "knowledgeItem": "it describes concepts",
    "planningItem": "it plans coverage",
    "catalogItem": "it declares schemes",
    "catalog": "it declares schemes",
    "groupSet": "it groups items and does not hold them",
}


def read(data: bytes, *, notes: Account | None = None, url: str | None = None) -> Article:
    """Read the story of a NewsML-G2 document; of several stories, the first.

    Args:
        data: a newsItem, or a newsMessage with its items; a fragment of an item will do.
        notes: learns every oddity of the document, and what an article has no field for.
        url: where the document came from; relative addresses are resolved against it.

    Raises:
        InvalidDocument: the bytes are not XML, or neither NewsML-G2 nor NewsML 1.x.
        NotAnArticle: the document holds no story: a package without its items, concepts, plans, a catalog.
    """
    notes = Account() if notes is None else notes
    stories = _stories(data, notes)
    if len(stories) > 1:
        guids = ", ".join(item.get("guid") or "?" for item in stories[1:])
        notes.add(
            Note("NA107", "newsml-g2", f"there are {len(stories)} stories; the first was read, not {guids[:400]}")
        )
    return _article(stories[0], data, notes, url)


def read_all(data: bytes, *, notes: Account | None = None, url: str | None = None) -> tuple[Article, ...]:
    """Read every story of a NewsML-G2 document, in its order; see ``read``.

    Raises:
        InvalidDocument: the bytes are not XML, or neither NewsML-G2 nor NewsML 1.x.
        NotAnArticle: the document holds no story.
    """
    notes = Account() if notes is None else notes
    return tuple(_article(item, data, notes, url) for item in _stories(data, notes))


# -- which items are stories --------------------------------------------------------------------------------------------


def _stories(data: bytes, notes: Account) -> list[etree._Element]:
    """Return the items that are stories, the texts where there are any."""
    root = parse_xml(data, what="newsml-g2")
    name = etree.QName(root).localname
    if name == "NewsML":
        if not (older := items_of(root)):
            raise NotAnArticle(f"newsml-g2: the NewsML {root.get('Version', '1')} document holds no item")
        return older
    _into_namespace(root, notes)
    if name in _PIECES:
        notes.add(Note("NA107", "newsml-g2", f"the root element is <{name}>: a part of an item, not a document"))
        item = etree.Element(nar("newsItem"))
        item.append(root)
        return [item]
    if root.find(f".//{nar('itemMetaExtProperty')}[@rel='{MODEL}']") is None:
        _oddities(root, notes)
    items = [root] if root.tag == nar("newsItem") else list(root.iter(nar("newsItem")))
    if not items:
        if name in _NO_STORY:
            raise NotAnArticle(f"newsml-g2: <{name}> holds no story: {_NO_STORY[name]}")
        kinds = sorted({etree.QName(part).localname for part in root.iter(f"{{{NAR}}}*")} & set(_NO_STORY))
        if name == "newsMessage":
            raise NotAnArticle(f"newsml-g2: the message holds no news item, only {', '.join(kinds) or 'nothing'}")
        raise InvalidDocument(f"newsml-g2: the root element is <{name}>, neither a newsItem nor a newsMessage")
    texts = [item for item in items if kind_of(item) in ("text", "composite", "")]
    return _in_order(root, texts) if texts else items


def _in_order(root: etree._Element, texts: list[etree._Element]) -> list[etree._Element]:
    """Return the stories in the order in which the first package names them, the rest behind."""
    named = [(ref.get("residref"), ref.get("version")) for ref in root.iter(nar("itemRef"))]
    order: dict[tuple[str | None, str | None], int] = {}
    for index, (guid, version) in enumerate(named):
        order.setdefault((guid, version), index)
        order.setdefault((guid, None), index)

    def place(item: etree._Element) -> int:
        guid = item.get("guid")
        return order.get((guid, item.get("version")), order.get((guid, None), len(named)))

    return sorted(texts, key=place)


def _into_namespace(root: etree._Element, notes: Account) -> None:
    """Put the elements into the namespace where they are in none, or in that of a draft."""
    namespace = etree.QName(root).namespace
    if namespace == NAR:
        return
    for element in root.iter():
        if isinstance(element.tag, str) and etree.QName(element).namespace == namespace:
            element.tag = nar(etree.QName(element).localname)
    notes.add(Note("NA107", "newsml-g2", f"the elements are in the namespace {namespace or '(none)'}, not {NAR}"))


def _oddities(root: etree._Element, notes: Account) -> None:
    """File how the document departs from NewsML-G2 2.35; its version alone is no departure."""
    count = 0
    for line, said in findings(root):
        if said.startswith(("standardversion is", "conformance is not power", "the item has no xml:lang", "<")):
            continue
        count += 1
        if count > _MAX_FINDINGS:
            notes.add(Note("NA107", "newsml-g2", "there are more departures from NewsML-G2 2.35 than are listed"))
            return
        notes.add(Note("NA107", "newsml-g2", said, "", f"line {line}"))


# -- one story ----------------------------------------------------------------------------------------------------------


def _article(item: etree._Element, data: bytes, notes: Account, url: str | None) -> Article:
    if item.tag != nar("newsItem"):
        return _older(item, data, notes, url)
    marks = [part.get("value") for part in item.iter(nar("itemMetaExtProperty")) if part.get("rel") == MODEL]
    if marks == [SCHEMA]:
        try:
            return _own(item, notes, url)
        except ValueError as error:
            notes.add(Note("NA107", "newsml-g2", f"the facts that newsarchive wrote were changed: {error}"))
    elif marks:
        notes.add(
            Note("NA107", "newsml-g2", f"written from the model {marks[0]}, read as any agency's", marks[0] or "")
        )
    return _foreign(item, data, notes, url)


def _own(item: etree._Element, notes: Account, url: str | None) -> Article:
    leaves = settle(told(item), extensions(item))
    story = own_story(item, printed=leaves.get("dateline.printed"), notes=notes, url=url)
    return article_of(leaves, body=story.body, lead=story.lead)


def _older(item: etree._Element, data: bytes, notes: Account, url: str | None) -> Article:
    """Read an item of NewsML 1.x."""
    facts, story = story_of(item, item.getroottree().getroot(), notes=notes, url=url)
    return _whole(facts, story.body, story.lead, data, notes, url, name="the item")


def _foreign(item: etree._Element, data: bytes, notes: Account, url: str | None) -> Article:
    facts = Facts(item, notes=notes, own=False).read()
    kind = KINDS.get(kind_of(item))
    story = story_in(item, facts, notes=notes, url=url)
    facts = _joined(facts, story.facts or {}, notes)
    lead, body = story.lead, story.body
    if kind is not None or not body:
        lead = figure_of(item, kind) or lead
    figures = [] if kind is not None else companions_of(item, Article(body=body, lead=lead), notes)
    if figures and lead is None:
        lead = figures.pop(0)
    body = (*body, *figures)
    for remote in item.iterfind(f"{nar('contentSet')}/{nar('remoteContent')}") if kind is None else ():
        if family_of(remote) not in FAMILIES:
            notes.lost("body", "content that lies elsewhere was not fetched", address_in(remote))
    return _whole(facts, body, lead, data, notes, url, name=f"the item {item.get('guid') or '(without guid)'}")


def _whole(
    facts: dict[str, Any],
    body: tuple[Block, ...],
    lead: Figure | None,
    data: bytes,
    notes: Account,
    url: str | None,
    *,
    name: str,
) -> Article:
    """Put the article of a stranger's item together; ``name`` names the item in messages."""
    body, dateline = opened(body, facts.get("dateline"), _agencies(facts), notes=notes, rule="newsml-g2")
    if dateline:
        facts["dateline"] = dateline
    if not (facts.get("headline") or body or lead or facts.get("summary")):
        raise NotAnArticle(f"newsml-g2: {name} has no headline, no words and no picture")
    if not body and lead is None:
        notes.add(
            Note(
                "NA103",
                "newsml-g2",
                "the item has a headline or a summary, and no content",
                facts.get("headline") or "",
            )
        )
    facts["provenance"] = {
        "sha256": hashlib.sha256(data).hexdigest(),
        "size": len(data),
        "format": "newsml-g2",
        "media_type": "application/vnd.iptc.g2.newsitem+xml",
        **({"url": url} if url else {}),
    }
    return article_of(leaves_of(facts), body=body, lead=lead)


def _agencies(facts: dict[str, Any]) -> list[str]:
    """Return the names under which the agency may stand in brackets after a dateline."""
    return [name for party in ("agency", "publisher") for name in facts.get(party, {}).values()]


def _joined(facts: dict[str, Any], content: dict[str, Any], notes: Account) -> dict[str, Any]:
    """Add what only the content tells; where both tell a fact, the item's metadata is believed."""
    out = dict(facts)
    for name, value in content.items():
        if name == "dateline" and name in out and not out[name].get("printed"):
            out[name] = {**value, **{key: part for key, part in out[name].items() if key != "printed"}}
        elif name not in out:
            out[name] = value
        elif out[name] != value and isinstance(value, str) and name not in ("language", "headline"):
            notes.add(
                Note("NA352", "newsml-g2", f"the content tells another {name}", value, fact=name, source="document")
            )
    return out
