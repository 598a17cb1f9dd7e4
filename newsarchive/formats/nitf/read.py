"""Read NITF: our own exactly, and what agencies send with good will, whatever its version."""

from __future__ import annotations

import hashlib
from typing import Any

from lxml import etree

from newsarchive.errors import InvalidDocument, NotAnArticle
from newsarchive.formats.markup import local_name, parse_xml
from newsarchive.formats.nitf.facts import Facts, extensions, told
from newsarchive.formats.nitf.inward import from_nitf
from newsarchive.formats.nitf.terms import NAMESPACE, nitf, own
from newsarchive.formats.nitf.validate import findings
from newsarchive.formats.openings import opened
from newsarchive.model import SCHEMA, Article, Block, Figure
from newsarchive.model.leaves import article_of, leaves_of, settle
from newsarchive.notes import Account, Note

__all__ = ["read", "story_of"]

_MAX_FINDINGS = 20
_PART, _NONE, _SCHEMA = own("part"), own("none"), own("schema")


def read(data: bytes, *, notes: Account | None = None, url: str | None = None) -> Article:
    """Read an NITF document; a DOCTYPE is tolerated and never loaded, a missing namespace is no hindrance.

    Args:
        data: the document.
        notes: learns every oddity of the document, and what an article has no field for.
        url: where the document came from; relative addresses are resolved against it.

    Raises:
        InvalidDocument: the bytes are not XML, or not NITF.
        NotAnArticle: the document has neither a headline nor a story.
    """
    notes = Account() if notes is None else notes
    root = parse_xml(data, what="nitf")
    if local_name(root) != "nitf":
        raise InvalidDocument(f"nitf: the root element is <{local_name(root)}>, not <nitf>; is this another format?")
    if root.get(_SCHEMA) == SCHEMA:
        try:
            return _own(root, notes, url)
        except ValueError as error:
            notes.add(Note("NA107", "nitf", f"the facts that newsarchive wrote were changed: {error}"))
    _oddities(root, notes)
    facts, body, lead = story_of(root, notes=notes, url=url, own=False)
    agencies = facts.get("agency", {}).values()
    body, dateline = opened(body, facts.get("dateline"), agencies, notes=notes, rule="nitf")
    if dateline:
        facts["dateline"] = dateline
    if not (facts.get("headline") or body or lead):
        raise NotAnArticle("nitf: there is neither a headline nor a story in the document")
    source = {
        "sha256": hashlib.sha256(data).hexdigest(),
        "size": len(data),
        "format": "nitf",
        "media_type": "application/nitf+xml",
    }
    facts["provenance"] = {**source, **({"url": url} if url else {})}
    return article_of(leaves_of(facts), body=body, lead=lead)


def story_of(
    root: etree._Element, *, notes: Account, url: str | None = None, own: bool
) -> tuple[dict[str, Any], tuple[Block, ...], Figure | None]:
    """Return the facts, the story and the lead picture of a ``nitf`` element, which may stand inside another document.

    ``own`` tells that newsarchive wrote it, so that its facts are read exactly.
    """
    facts = Facts(root, notes=notes, own=own).read()
    contents = [
        content
        for body in root
        if local_name(body) == "body"
        for content in body
        if local_name(content) == "body.content"
    ]
    first = etree.Element(nitf("body.content"))
    for content in contents:
        for part in list(content):
            if part.get(_PART) == "lead":
                first.append(part)
            elif part.get(_NONE):
                content.remove(part)
    leads = from_nitf([first], notes=notes, url=url)
    lead = next((block for block in leads if isinstance(block, Figure)), None)
    return facts, from_nitf(contents, notes=notes, url=url), lead


def _own(root: etree._Element, notes: Account, url: str | None) -> Article:
    leaves = settle(told(root), extensions(root))
    _, body, lead = story_of(root, notes=notes, url=url, own=True)
    return article_of(leaves, body=body, lead=lead)


def _oddities(root: etree._Element, notes: Account) -> None:
    """File how the document departs from NITF 3.6."""
    if root.tag != f"{{{NAMESPACE}}}nitf":
        notes.add(Note("NA107", "nitf", "the elements are not in the namespace of NITF 3.6, as in versions up to 3.5"))
        return
    for count, (line, said) in enumerate(findings(root)):
        if count == _MAX_FINDINGS:
            notes.add(Note("NA107", "nitf", "there are more departures from NITF 3.6 than are listed"))
            return
        notes.add(Note("NA107", "nitf", said, "", f"line {line}"))
