"""Write an article as NITF 3.6."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable

from lxml import etree

from newsarchive._version import __version__
from newsarchive.errors import InvalidDocument
from newsarchive.formats.markup import language
from newsarchive.formats.nitf.facts import told
from newsarchive.formats.nitf.outward import to_nitf
from newsarchive.formats.nitf.terms import EXTENSION, FACT, NAMESPACE, VERSION, XML, nitf, own, words_in
from newsarchive.formats.nitf.validate import findings
from newsarchive.model import SCHEMA, Article
from newsarchive.model.gate import clean, safe_href
from newsarchive.model.leaves import leaves_of, residue
from newsarchive.model.media import MediaLookup, no_media
from newsarchive.model.walk import fingerprint, word_count
from newsarchive.notes import Account

__all__ = ["document", "write"]

_TOKEN = re.compile(r"[\w.\-]+\Z", re.ASCII)


def write(
    article: Article, *, notes: Account | None = None, media: MediaLookup = no_media, validate: bool = True
) -> bytes:
    """Write the article as an NITF 3.6 document.

    Facts without a place in NITF stand in ``head/meta`` under the name ``newsarchive:`` and their path.

    Args:
        article: the story.
        notes: learns what could not be written.
        media: not used; NITF points at pictures.
        validate: check the document against the schema before it is given out.

    Raises:
        InvalidDocument: the document breaks a rule, which is a fault of ours; the message names the place.
    """
    del media
    root = document(article, notes=Account() if notes is None else notes, whole=True)
    if validate:
        for line, said in findings(root):
            raise InvalidDocument(f"nitf: what was written breaks a rule (line {line}): {said}; please report it")
    return etree.tostring(root, encoding="utf-8", xml_declaration=True) + b"\n"


def document(article: Article, *, notes: Account, whole: bool) -> etree._Element:
    """Return the ``nitf`` element of an article; where not whole, without the facts that another format tells round it."""
    maker = _Maker(article, notes)
    root = maker.root()
    if whole:
        head = root[0]
        position = 1 + next(index for index, part in enumerate(head) if part.tag == nitf("meta"))
        for path, value in reversed(residue(leaves_of(article), told(root)).items()):
            # A meta must have content, so that a fact that is not given has a name of its own.
            meta = etree.Element(nitf("meta"), name=f"{'not-' if value is None else ''}{FACT}{path}")
            meta.set("content", maker.safe(value or "", "meta"))
            head.insert(position, meta)
    _indent(root, 0)
    return root


class _Maker:
    def __init__(self, article: Article, notes: Account) -> None:
        self.article = article
        self.notes = notes
        self.tag = language(article.language)
        if article.language and self.tag is None:
            notes.lost("language", "not a language tag (BCP 47); kept as an extension", article.language)

    def root(self) -> etree._Element:
        root = etree.Element(nitf("nitf"), nsmap={None: NAMESPACE, "na": EXTENSION})  # type: ignore[dict-item]
        root.set("version", VERSION)
        root.set(own("schema"), SCHEMA)
        if self.tag:
            root.set(f"{{{XML}}}lang", self.tag)
        if self.article.dir:
            root.set(own("dir"), self.article.dir)
        self.head(root)
        body = self.add(root, "body")
        self.body_head(body)
        content = self.add(body, "body.content")
        if self.article.lead:
            content.extend(to_nitf((self.article.lead,), notes=self.notes, prefix="lead-"))
            for media in content:
                media.set(own("part"), "lead")
        content.extend(to_nitf(self.article.body, notes=self.notes))
        if not words_in(content).strip():
            self.no_words(content)
        if self.article.first_published:
            self.add(self.add(body, "body.end"), "tagline", self.article.first_published.printed, type="std")
        return root

    def no_words(self, content: etree._Element) -> None:
        """Repeat the summary or the headline where the story has no words: receivers take an empty body for a fault."""
        article = self.article
        words = self.first_words(article.summary, article.headline, article.url)
        self.add(content, "p", words).set(own("none"), "1")

    def first_words(self, *choices: str | None) -> str:
        """Return the first that has words once it is cleaned."""
        return next((words for words in choices if words and clean(words).strip()), "Untitled")

    def head(self, root: etree._Element) -> None:
        article = self.article
        head = self.add(root, "head")
        if article.headline:
            self.add(head, "title", article.headline)
        self.add(head, "meta", name="generator", content=f"newsarchive {__version__}")
        self.docdata(head)
        publisher = article.publisher
        self.add(
            head,
            "pubdata",
            **{
                "type": "web",
                "item-length": str(word_count(article)),
                "unit-of-measure": "word",
                "date.publication": _norm(article.published.iso) if article.published else None,
                "name": publisher.name if publisher else None,
                "position.section": article.section,
                "ex-ref": safe_href(article.url),
            },
        )
        captured = article.provenance.captured
        self.add(
            head,
            "revision-history",
            name=article.provenance.software or "newsarchive",
            function="archivist",
            norm=_norm(captured.iso) if captured else None,
            comment="captured",
        )

    def docdata(self, head: etree._Element) -> None:
        article = self.article
        data = self.add(head, "docdata", **{"management-status": "usable"})
        source = article.publisher.name if article.publisher else None
        self.add(data, "doc-id", **{"regsrc": source, "id-string": _identifier(article)})
        for place in article.dateline.places if article.dateline else ():
            self.add(data, "evloc", **{"iso-cc": place.country, "state-prov": place.region, "city": place.name})
        issued = article.issued
        for name, moment in (("date.issue", issued), ("date.release", article.updated)):
            if moment and (norm := _norm(moment.iso)):
                self.add(data, name, norm=norm)
        if rights := article.rights:
            year = str(rights.year) if rights.year is not None else None
            if year or rights.holder:
                self.add(data, "doc.copyright", year=year, holder=rights.holder)
            if rights.holder or rights.usage:
                self.add(data, "doc.rights", owner=rights.holder, limitations=rights.usage)
        if article.keywords:
            keys = self.add(data, "key-list")
            for keyword in article.keywords:
                self.add(keys, "keyword", key=keyword)
        if article.subjects:
            content = self.add(data, "identified-content")
            for subject in article.subjects:
                alias = subject.code.partition(":")[0]
                self.add(content, "classifier", subject.name, type="subject", idsrc=alias, value=subject.code)

    def body_head(self, body: etree._Element) -> None:
        article = self.article
        head = self.add(body, "body.head")
        hedline = self.add(head, "hedline")
        self.add(hedline, "hl1", self.first_words(article.headline, article.url))
        for name, words in (("kicker", article.kicker), ("deck", article.deck)):
            if words:
                self.add(hedline, "hl2", words, **{"class": name})
        for notice in article.notices:
            note = self.add(head, "note", noteclass="editorsnote", **{"class": notice.kind})
            self.add(self.add(note, "body.content"), "p", notice.printed)
        if article.rights and article.rights.notice:
            self.add(head, "rights", article.rights.notice)
        self.bylines(head)
        if article.agency:
            self.add(self.add(head, "distributor"), "org", article.agency.name)
        self.dateline(head)
        if article.summary:
            self.add(self.add(head, "abstract"), "p", article.summary)

    def bylines(self, head: etree._Element) -> None:
        """Write the byline as printed, its authors marked in it, and the authors that it does not name."""
        printed = self.article.byline or ""
        if printed:
            named = [(person.name, "person", person.kind) for person in self.article.authors]
            rest = self.marked(self.add(head, "byline"), printed, named)
        else:
            rest = {person.name for person in self.article.authors}
        for person in self.article.authors:
            if person.name in rest:
                line = self.add(head, "byline", **{"class": "author"})
                who = self.add(line, "person", person.name)
                if person.kind != "person":
                    who.set(own("kind"), person.kind)
                if person.role:
                    who.tail = ", "
                    self.add(line, "byttl", person.role)

    def dateline(self, head: etree._Element) -> None:
        dateline = self.article.dateline
        if dateline and dateline.printed:
            line = self.add(head, "dateline")
            self.marked(line, dateline.printed, [(dateline.place, "location", None)] if dateline.place else [])

    def marked(self, element: etree._Element, text: str, names: Iterable[tuple[str, str, str | None]]) -> set[str]:
        """Fill an element with text in which names are marked; return the names that do not stand in it."""
        found: list[tuple[int, str, str, str | None]] = []
        missing: set[str] = set()
        for name, kind, detail in names:
            where = re.search(re.escape(name), text, re.IGNORECASE) if name else None
            at = where.start() if where else -1
            if at < 0 or any(at < start + len(other) and start < at + len(name) for start, other, _, _ in found):
                missing.add(name)
            else:
                found.append((at, text[at : at + len(name)], kind, detail))
        end = 0
        last: etree._Element | None = None
        for at, name, kind, detail in [*sorted(found), (len(text), "", "", None)]:
            between = self.safe(text[end:at], etree.QName(element).localname)
            if last is None:
                element.text = between
            else:
                last.tail = between
            if name:
                last = self.add(element, kind, name)
                if detail and detail != "person":
                    last.set(own("kind"), detail)
            end = at + len(name)
        return missing

    def add(
        self, parent: etree._Element, tag: str, text: str | None = None, /, **attributes: str | None
    ) -> etree._Element:
        """Add an element; words that XML forbids are dropped, and a note says so."""
        element = etree.SubElement(parent, nitf(tag))
        for key, value in attributes.items():
            if value is not None:
                element.set(key, self.safe(value, tag))
        if text is not None:
            element.text = self.safe(text, tag)
        return element

    def safe(self, text: str, name: str) -> str:
        cleaned = clean(text)
        if cleaned != text:
            self.notes.lost(name, "characters that XML or Unicode forbid were dropped", cleaned[:80], code="NA403")
        return cleaned


def _identifier(article: Article) -> str:
    """Return the publisher's own identifier, else the address, else the digest of the source or of the words."""
    if article.identifiers:
        return article.identifiers[0].value
    return article.url or article.provenance.sha256 or hashlib.sha256(fingerprint(article).encode()).hexdigest()


def _norm(iso: str) -> str | None:
    """Return a date in the basic format of ISO 8601, which NITF's ``norm`` wants, at the precision that is known.

    >>> _norm("2021-02-17T09:05:30-08:00"), _norm("2021-02"), _norm("2021-02-17T09:05Z")
    ('20210217T090530-0800', '2021-02', '20210217T0905Z')
    """
    if len(iso) < 10:
        return iso if re.fullmatch(r"\d{4}(-\d\d)?", iso, re.ASCII) else None
    date, _, time = iso.partition("T")
    clock, zone = [*re.split(r"(?=[Z+-])", time, maxsplit=1), ""][:2]
    whole = date.replace("-", "") + (f"T{clock.replace(':', '')}" if clock else "") + zone.replace(":", "")
    return whole if re.fullmatch(r"\d{8}(T\d{4}(\d\d)?(Z|[+-]\d{4})?)?", whole, re.ASCII) else None


_FLOW = frozenset(map(nitf, ("nitf", "head", "docdata", "key-list", "identified-content", "body", "body.head", "hedline", "body.content",
                             "block", "bq", "ul", "ol", "table", "thead", "tbody", "tr", "media", "fn", "abstract", "note", "body.end",
                             "distributor-list")))  # fmt: skip


def _indent(element: etree._Element, level: int) -> None:
    """Put each element that is not among words on a line of its own."""
    children = [child for child in element if isinstance(child.tag, str)]
    if element.tag not in _FLOW or not children:
        return
    element.text = "\n" + " " * (level + 1)
    for child in children:
        _indent(child, level + 1)
        child.tail = "\n" + " " * (level + 1)
    children[-1].tail = "\n" + " " * level
