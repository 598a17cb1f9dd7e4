"""Read XHTML back into blocks: our own without loss, and leniently what agencies put into news formats."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

from lxml import etree

from newsarchive.formats.markup.elements import (
    BLOCKS,
    FRAMES,
    MEDIA,
    all_text,
    child_of,
    classes_of,
    dir_of,
    first_of,
    is_block,
    is_footnote,
    lang_of,
    number_in,
    printed_in,
    rows_of,
    span_in,
    spelled_in,
)
from newsarchive.formats.markup.inline import MAX_DEPTH, Look, Tongue, WordReader, joined_runs, paragraphs_of, words_of
from newsarchive.formats.markup.parse import local_name
from newsarchive.model import (
    Block,
    Cell,
    Credit,
    Embed,
    Figure,
    Footnote,
    Heading,
    Item,
    Listing,
    Media,
    MediaKind,
    Paragraph,
    Preformatted,
    Quote,
    Row,
    Rule,
    Runs,
    Table,
)
from newsarchive.model.gate import clean, squeeze
from newsarchive.notes import Account

__all__ = ["from_xhtml", "runs_from_xhtml"]

_CONTAINERS = frozenset({"div", "section", "article", "main", "body", "html", "header", "footer"})
_DISPLAYED = FRAMES | set(MEDIA)
_CREDIT_CLASS = re.compile(r"credit|copyright|byline|photographer", re.IGNORECASE)


def from_xhtml(element: etree._Element, *, notes: Account, url: str | None = None) -> tuple[Block, ...]:
    """Read what is inside an element as blocks; of an element that is itself a block, the block.

    Args:
        element: a container (``body``, ``div``, ``inlineXML`` …) or one block, in any namespace or none.
        notes: where oddities are filed.
        url: the address against which relative addresses are resolved.
    """
    reader = _Reader(element, notes, url)
    if local_name(element) in BLOCKS - _CONTAINERS:
        return tuple(reader.element(element, Tongue(), 0))
    return tuple(reader.content(element, Tongue(), 0))


def runs_from_xhtml(element: etree._Element, *, notes: Account, url: str | None = None) -> Runs:
    """Read the words inside an element as runs, blocks in it divided by line feeds."""
    return _Reader(element, notes, url).runs(element)


class _Reader(WordReader):
    """Read blocks."""

    def content(
        self, element: etree._Element, tongue: Tongue, depth: int, *, skip: frozenset[etree._Element] = frozenset()
    ) -> Iterator[Block]:
        """Yield the blocks in a container, those in ``skip`` passed over; words that stand bare become paragraphs."""
        bare = words_of(element.text)
        for child in element:
            if child in skip:
                pass
            elif is_block(child) and depth < MAX_DEPTH:
                yield from paragraphs_of(bare, tongue)
                bare = []
                yield from self.element(child, tongue, depth + 1)
            else:
                bare += self.pieces(child, Look(), depth + 1)
                if shown := list(self.displayed(child)):
                    yield from paragraphs_of(bare, tongue)
                    bare = []
                    yield from shown
            bare += words_of(child.tail)
        yield from paragraphs_of(bare, tongue)

    def element(self, element: etree._Element, outer: Tongue, depth: int) -> Iterator[Block]:
        """Yield what one block element holds."""
        name = local_name(element)
        tongue = Tongue(lang_of(element) or outer.lang, dir_of(element) or outer.dir)
        match name:
            case _ if is_footnote(element):
                yield self.footnote(element, tongue, depth)
            case "p" | "dt" | "summary":
                yield from self.paragraph(element, name, tongue, depth)
            case "h1" | "h2" | "h3" | "h4" | "h5" | "h6":
                level = number_in(element.get("data-level")) or int(name[1])
                if runs := self.runs(element):
                    yield Heading(runs, max(2, min(6, level)), tongue.lang, tongue.dir)
                yield from self.displayed(element)
            case "blockquote":
                yield from self.quote(element, element, tongue, depth)
            case "aside" if classes_of(element) & {"pull", "pullquote"}:
                yield from self.quote(element, child_of(element, "blockquote"), tongue, depth)
            case "ul" | "ol" | "menu" | "dir":
                yield from self.listing(element, tongue, depth)
            case "figure":
                yield from self.figure(element, tongue, depth)
            case "table":
                yield from self.table(element, tongue)
            case "pre":
                yield from self.preformatted(element, tongue)
            case "hr":
                yield Rule()
            case _:
                yield from self.content(element, tongue, depth)

    def paragraph(self, element: etree._Element, name: str, tongue: Tongue, depth: int) -> Iterator[Block]:
        classes = classes_of(element)
        if "media" in classes:
            yield Figure((self.neighbour(element),), lang=tongue.lang, dir=tongue.dir)
            return
        if any(is_block(part) for part in element.iterdescendants()):
            # HTML forbids it, but XML lets a list stand in a paragraph, and agencies do it.
            yield from self.content(element, tongue, depth)
            return
        role: Literal["timestamp", "question"] | None = (
            "timestamp" if "timestamp" in classes else "question" if "question" in classes else None
        )
        look = Look(marks=frozenset({"strong"})) if name == "dt" else Look()
        if runs := joined_runs(self.inside(element, look, 0)):
            yield Paragraph(runs, role, tongue.lang, tongue.dir)
        yield from self.displayed(element)

    def quote(
        self, outer: etree._Element, quoted: etree._Element | None, tongue: Tongue, depth: int
    ) -> Iterator[Block]:
        """Yield a quotation; its attribution stands beside it, or in its footer as HTML 5.1 had it."""
        source = outer if quoted is None else quoted
        said = next((part for part in outer if "attribution" in classes_of(part)), None)
        if said is None:
            said = child_of(source, "footer")
        attribution = self.runs(said) if said is not None else ()
        blocks = tuple(
            self.content(source, Tongue(), depth + 1, skip=frozenset() if said is None else frozenset({said}))
        )
        if blocks or attribution:
            pull = (classes_of(outer) | classes_of(source)) & {"pull", "pullquote"}
            cite = self.address(source.get("cite"))
            yield Quote(blocks, "pull" if pull else "block", attribution, cite, tongue.lang, tongue.dir)

    def listing(self, element: etree._Element, tongue: Tongue, depth: int) -> Iterator[Block]:
        items: list[Item] = []
        for child in element:
            if local_name(child) in ("ul", "ol") and items:
                # A list that stands beside the item it belongs to, as word processors write it.
                items[-1] = Item((*items[-1].blocks, *self.element(child, Tongue(), depth + 1)))
                continue
            own = Tongue(lang_of(child), dir_of(child))
            blocks = tuple(self.content(child, own, depth + 1))
            if blocks:
                items.append(Item(blocks))
        if items:
            start = number_in(element.get("start") or element.get("data-start"))
            ordered = local_name(element) == "ol"
            yield Listing(tuple(items), ordered, 1 if start is None else start, tongue.lang, tongue.dir)

    def footnote(self, element: etree._Element, tongue: Tongue, depth: int) -> Footnote:
        marks = [part for part in element if classes_of(part) & {"label", "backlink"}]
        label = element.get("data-label")
        if label is None:
            label = squeeze(all_text(marks[0])) if marks else ""
        id_ = element.get("data-id") or element.get("id") or ""
        blocks = tuple(self.content(element, Tongue(), depth + 1, skip=frozenset(marks)))
        return Footnote(id_, blocks, label, tongue.lang, tongue.dir)

    def preformatted(self, element: etree._Element, tongue: Tongue) -> Iterator[Block]:
        code = first_of(element, "code")
        named = (
            next((name[9:] for name in sorted(classes_of(code)) if name.startswith("language-")), None)
            if code is not None
            else None
        )
        text = clean("".join(spelled_in(element)))
        if text.strip():
            yield Preformatted(text, element.get("data-code") or named, tongue.lang, tongue.dir)

    # -- pictures, tables and what lives elsewhere ---------------------------------------------------------------

    def figure(self, element: etree._Element, tongue: Tongue, depth: int) -> Iterator[Block]:
        classes = classes_of(element)
        caption = child_of(element, "figcaption")
        if caption is None and "embed" not in classes:
            caption = first_of(element, "figcaption")
        if "quote" in classes and (quoted := child_of(element, "blockquote")) is not None:
            yield from self.quote(element, quoted, tongue, depth)
            return
        if "embed" in classes or (first_of(element, *FRAMES) is not None and "media" not in classes):
            yield from self.embed(element, caption, depth)
            return
        pictures = tuple(self.pictures(element))
        inner = None if pictures or "media" in classes else first_of(element, "blockquote", "table", "pre")
        if inner is not None and local_name(inner) == "blockquote" and inner.getparent() is element:
            said = frozenset(() if caption is None else {caption})
            said_blocks = tuple(self.content(inner, Tongue(), depth + 1))
            rest = tuple(self.content(element, tongue, depth + 1, skip=said | {inner}))
            by = self.runs(caption) if caption is not None else ()
            yield Quote(said_blocks, "block", by, self.address(inner.get("cite")), tongue.lang, tongue.dir)
            yield from rest
        elif inner is not None or not (pictures or "media" in classes or caption is not None):
            yield from self.content(element, tongue, depth)
        else:
            runs, credit = self.told(caption)
            if pictures or runs or credit:
                yield Figure(pictures, runs, credit, tongue.lang, tongue.dir)

    def told(self, caption: etree._Element | None) -> tuple[Runs, Credit | None]:
        """Read caption and credit from a figure caption."""
        if caption is None:
            return (), None
        part = next(
            (part for part in caption.iterdescendants() if _CREDIT_CLASS.search(" ".join(classes_of(part)))), None
        )
        own = next((child for child in caption if "caption" in classes_of(child)), None)
        credit = None
        if part is not None and (printed := printed_in(part)):
            credit = Credit(printed, part.get("data-photographer"), part.get("data-agency"))
        if own is not None:
            return self.runs(own), credit
        left_out = frozenset() if part is None else frozenset({part})
        return joined_runs(self.inside(caption, Look(), 0, skip=left_out)), credit

    def pictures(self, element: etree._Element) -> Iterator[Media]:
        """Yield the media inside an element, in order."""
        for part in element.iterdescendants():
            if "media" in classes_of(part) and local_name(part) == "p":
                yield self.neighbour(part)
            elif (kind := MEDIA.get(local_name(part))) and (media := self.medium(part, kind)):
                yield media

    def displayed(self, element: etree._Element) -> Iterator[Block]:
        """Yield pictures and frames that stand among words, each as a block of its own."""
        if not len(element) and local_name(element) not in _DISPLAYED:
            return
        for part in element.iter():
            name = local_name(part)
            if (kind := MEDIA.get(name)) and (media := self.medium(part, kind)):
                yield Figure((media,))
            elif name in FRAMES and (address := self.address(part.get("src") or part.get("data"))):
                yield Embed(address, title=squeeze(part.get("title") or "") or None)

    def medium(self, part: etree._Element, kind: MediaKind) -> Media | None:
        """Read a picture that is shown, or a sound or film."""
        source = part.get("data-url") or part.get("src")
        if source is None and (child := first_of(part, "source")) is not None:
            source = child.get("src")
        if not source:
            return None
        alt = None if part.get("data-alt") == "unknown" else part.get("alt")
        return self.kept(part, source, kind, None if alt is None else clean(alt))

    def neighbour(self, part: etree._Element) -> Media:
        """Read a picture that is only linked to."""
        link = first_of(part, "a")
        source = part.get("data-url") or (link.get("href") if link is not None else None) or squeeze(all_text(part))
        alt = part.get("data-alt")
        kind = part.get("data-kind")
        return self.kept(part, source, "video" if kind == "video" else "audio" if kind == "audio" else "image", alt)

    def kept(self, part: etree._Element, source: str, kind: MediaKind, alt: str | None) -> Media:
        return Media(
            self.resolved(source),
            kind,
            alt,
            number_in(part.get("data-width") or part.get("width")),
            number_in(part.get("data-height") or part.get("height")),
            part.get("data-type"),
            part.get("data-sha256"),
            part.get("data-title"),
        )

    def embed(self, element: etree._Element, caption: etree._Element | None, depth: int) -> Iterator[Block]:
        frame = first_of(element, *FRAMES)
        link = first_of(caption, "a") if caption is not None else None
        address = element.get("data-url")
        if address is None and frame is not None:
            address = self.address(frame.get("src") or frame.get("data"))
        elif address is None and link is not None:
            address = self.address(link.get("href"))
        own = "embed" in classes_of(element)
        title = element.get("data-title")
        if title is None and not own and caption is not None:
            title = printed_in(caption) or None
        skip = frozenset(part for part in (caption, frame) if part is not None)
        blocks = tuple(self.content(element, Tongue(), depth + 1, skip=skip))
        if address or title or blocks:
            yield Embed(address, element.get("data-provider"), blocks, title)

    def table(self, element: etree._Element, tongue: Tongue) -> Iterator[Block]:
        """Read a table; the blocks in a cell become its lines, a table in a cell becomes words."""
        rows: list[Row] = []
        head = 0
        for part in rows_of(element):
            cells = tuple(self.cell(child) for child in part if local_name(child) in ("td", "th"))
            if not cells:
                continue
            parent = part.getparent()
            if parent is not None and local_name(parent) == "thead" and head == len(rows):
                head += 1
            rows.append(Row(cells))
        if (
            head == 0
            and len(rows) > 1
            and all(cell.header for cell in rows[0].cells)
            and element.get("data-head") != "0"
        ):
            head = 1
        caption = child_of(element, "caption")
        runs = self.runs(caption) if caption is not None else ()
        if rows or runs:
            yield Table(tuple(rows), head, runs, tongue.lang, tongue.dir)
        if any(local_name(part) in MEDIA for part in element.iterdescendants()):
            yield from self.displayed(element)

    def cell(self, part: etree._Element) -> Cell:
        header = local_name(part) == "th"
        scope = part.get("data-scope") or part.get("scope")
        return Cell(
            self.runs(part),
            header,
            "col" if scope in ("col", "colgroup") else "row" if scope in ("row", "rowgroup") else None,
            span_in(part.get("data-colspan") or part.get("colspan")),
            span_in(part.get("data-rowspan") or part.get("rowspan")),
        )
