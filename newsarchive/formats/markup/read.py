"""Read XHTML back into blocks: our own without loss, and leniently what agencies put into news formats."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Literal
from urllib.parse import urljoin

from lxml import etree

from newsarchive.formats.markup.parse import local_name
from newsarchive.model import (
    Block,
    Cell,
    Credit,
    Direction,
    Embed,
    Figure,
    Footnote,
    Heading,
    Item,
    Listing,
    Mark,
    Media,
    MediaKind,
    Paragraph,
    Preformatted,
    Quote,
    Row,
    Rule,
    Run,
    Runs,
    Table,
    joined,
)
from newsarchive.model.gate import clean, safe_href, squeeze
from newsarchive.notes import Account

__all__ = ["from_xhtml", "runs_from_xhtml"]

_MARKS: dict[str, Mark] = {
    "strong": "strong", "b": "strong", "em": "em", "i": "em", "cite": "em", "dfn": "em", "var": "em",
    "mark": "mark", "u": "underline", "ins": "underline", "s": "strike", "strike": "strike", "del": "strike",
    "code": "code", "kbd": "code", "samp": "code", "tt": "code", "sup": "sup", "sub": "sub",
}  # fmt: skip
_BLOCKS = frozenset({
    "p", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "ul", "ol", "dl", "dt", "dd", "li", "figure", "figcaption",
    "table", "pre", "hr", "aside", "div", "section", "article", "main", "header", "footer", "address", "details", "summary",
    "center", "fieldset", "form", "body", "html", "nav", "dir", "menu",
})  # fmt: skip
_CONTAINERS = frozenset({"div", "section", "article", "main", "body", "html", "header", "footer"})
_MEDIA: dict[str, MediaKind] = {"img": "image", "image": "image", "video": "video", "audio": "audio"}
_FRAMES = frozenset({"iframe", "object", "embed", "frame"})
_DISPLAYED = _FRAMES | set(_MEDIA)
_SILENT = frozenset({
    "script", "style", "template", "head", "link", "meta", "title", "base", "noscript", "button", "input", "select",
    "textarea", "source", "track", "param", "map", "svg", "math", "canvas",
})  # fmt: skip
_SPACE = re.compile(r"[ \t\n\r\f]+")  # what HTML collapses; a no-break space is a word's own
_SPACES_AT_BREAK = re.compile(r" *\n *")
_MAX_DEPTH = 200
_MAX_SPAN = 65534  # HTML, section 4.9.11
_CREDIT_CLASS = re.compile(r"credit|copyright|byline|photographer", re.IGNORECASE)


def from_xhtml(element: etree._Element, *, notes: Account, url: str | None = None) -> tuple[Block, ...]:
    """Read what is inside an element as blocks; of an element that is itself a block, the block.

    Args:
        element: a container (``body``, ``div``, ``inlineXML`` …) or one block, in any namespace or none.
        notes: where oddities are filed.
        url: the address against which relative addresses are resolved.
    """
    reader = _Reader(element, notes, url)
    if local_name(element) in _BLOCKS - _CONTAINERS:
        return tuple(reader.element(element, _Tongue(), 0))
    return tuple(reader.content(element, _Tongue(), 0))


def runs_from_xhtml(element: etree._Element, *, notes: Account, url: str | None = None) -> Runs:
    """Read the words inside an element as runs, blocks in it divided by line feeds."""
    return _Reader(element, notes, url).runs(element)


@dataclass(frozen=True, slots=True)
class _Tongue:
    """Language and direction that a container passes on to the blocks in it."""

    lang: str | None = None
    dir: Direction | None = None


@dataclass(frozen=True, slots=True)
class _Look:
    """How the words at a place look."""

    marks: frozenset[Mark] = frozenset()
    href: str | None = None
    lang: str | None = None
    dir: Direction | None = None
    note: str | None = None

    def run(self, text: str) -> Run:
        return Run(text, tuple(sorted(self.marks)), self.href, self.lang, self.dir, self.note)


_Piece = tuple[str, _Look]


class _Reader:
    def __init__(self, root: etree._Element, notes: Account, url: str | None) -> None:
        self.notes = notes
        self.url = url
        self.footnotes = {
            id_: part.get("data-id", id_) for part in root.iter() if _is_footnote(part) and (id_ := part.get("id"))
        }

    # -- blocks -------------------------------------------------------------------------------------------------

    def content(
        self, element: etree._Element, tongue: _Tongue, depth: int, *, skip: frozenset[etree._Element] = frozenset()
    ) -> Iterator[Block]:
        """Yield the blocks in a container, those in ``skip`` passed over; words that stand bare become paragraphs."""
        bare = _words(element.text)
        for child in element:
            if child in skip:
                pass
            elif _is_block(child) and depth < _MAX_DEPTH:
                yield from _paragraphs(bare, tongue)
                bare = []
                yield from self.element(child, tongue, depth + 1)
            else:
                bare += self.pieces(child, _Look(), depth + 1)
                if shown := list(self.displayed(child)):
                    yield from _paragraphs(bare, tongue)
                    bare = []
                    yield from shown
            bare += _words(child.tail)
        yield from _paragraphs(bare, tongue)

    def element(self, element: etree._Element, outer: _Tongue, depth: int) -> Iterator[Block]:
        """Yield what one block element holds."""
        name = local_name(element)
        tongue = _Tongue(_lang(element) or outer.lang, _dir(element) or outer.dir)
        match name:
            case _ if _is_footnote(element):
                yield self.footnote(element, tongue, depth)
            case "p" | "dt" | "summary":
                yield from self.paragraph(element, name, tongue, depth)
            case "h1" | "h2" | "h3" | "h4" | "h5" | "h6":
                level = _number(element.get("data-level")) or int(name[1])
                if runs := self.runs(element):
                    yield Heading(runs, max(2, min(6, level)), tongue.lang, tongue.dir)
                yield from self.displayed(element)
            case "blockquote":
                yield from self.quote(element, element, tongue, depth)
            case "aside" if _classes(element) & {"pull", "pullquote"}:
                yield from self.quote(element, _child(element, "blockquote"), tongue, depth)
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

    def paragraph(self, element: etree._Element, name: str, tongue: _Tongue, depth: int) -> Iterator[Block]:
        classes = _classes(element)
        if "media" in classes:
            yield Figure((self.neighbour(element),), lang=tongue.lang, dir=tongue.dir)
            return
        if any(_is_block(part) for part in element.iterdescendants()):
            # HTML forbids it, but XML lets a list stand in a paragraph, and agencies do it.
            yield from self.content(element, tongue, depth)
            return
        role: Literal["timestamp", "question"] | None = (
            "timestamp" if "timestamp" in classes else "question" if "question" in classes else None
        )
        look = _Look(marks=frozenset({"strong"})) if name == "dt" else _Look()
        if runs := _joined(self.inside(element, look, 0)):
            yield Paragraph(runs, role, tongue.lang, tongue.dir)
        yield from self.displayed(element)

    def quote(
        self, outer: etree._Element, quoted: etree._Element | None, tongue: _Tongue, depth: int
    ) -> Iterator[Block]:
        """Yield a quotation; its attribution stands beside it, or in its footer as HTML 5.1 had it."""
        source = outer if quoted is None else quoted
        said = next((part for part in outer if "attribution" in _classes(part)), None)
        if said is None:
            said = _child(source, "footer")
        attribution = self.runs(said) if said is not None else ()
        blocks = tuple(
            self.content(source, _Tongue(), depth + 1, skip=frozenset() if said is None else frozenset({said}))
        )
        if blocks or attribution:
            pull = (_classes(outer) | _classes(source)) & {"pull", "pullquote"}
            cite = self.address(source.get("cite"))
            yield Quote(blocks, "pull" if pull else "block", attribution, cite, tongue.lang, tongue.dir)

    def listing(self, element: etree._Element, tongue: _Tongue, depth: int) -> Iterator[Block]:
        items: list[Item] = []
        for child in element:
            if local_name(child) in ("ul", "ol") and items:
                # A list that stands beside the item it belongs to, as word processors write it.
                items[-1] = Item((*items[-1].blocks, *self.element(child, _Tongue(), depth + 1)))
                continue
            own = _Tongue(_lang(child), _dir(child))
            blocks = tuple(self.content(child, own, depth + 1))
            if blocks:
                items.append(Item(blocks))
        if items:
            start = _number(element.get("start") or element.get("data-start"))
            ordered = local_name(element) == "ol"
            yield Listing(tuple(items), ordered, 1 if start is None else start, tongue.lang, tongue.dir)

    def footnote(self, element: etree._Element, tongue: _Tongue, depth: int) -> Footnote:
        marks = [part for part in element if _classes(part) & {"label", "backlink"}]
        label = element.get("data-label")
        if label is None:
            label = squeeze(_all_text(marks[0])) if marks else ""
        id_ = element.get("data-id") or element.get("id") or ""
        blocks = tuple(self.content(element, _Tongue(), depth + 1, skip=frozenset(marks)))
        return Footnote(id_, blocks, label, tongue.lang, tongue.dir)

    def preformatted(self, element: etree._Element, tongue: _Tongue) -> Iterator[Block]:
        code = _first(element, "code")
        named = (
            next((name[9:] for name in sorted(_classes(code)) if name.startswith("language-")), None)
            if code is not None
            else None
        )
        text = clean("".join(_spelled(element)))
        if text.strip():
            yield Preformatted(text, element.get("data-code") or named, tongue.lang, tongue.dir)

    # -- pictures, tables and what lives elsewhere ---------------------------------------------------------------

    def figure(self, element: etree._Element, tongue: _Tongue, depth: int) -> Iterator[Block]:
        classes = _classes(element)
        caption = _child(element, "figcaption")
        if caption is None and "embed" not in classes:
            caption = _first(element, "figcaption")
        if "quote" in classes and (quoted := _child(element, "blockquote")) is not None:
            yield from self.quote(element, quoted, tongue, depth)
            return
        if "embed" in classes or (_first(element, *_FRAMES) is not None and "media" not in classes):
            yield from self.embed(element, caption, depth)
            return
        pictures = tuple(self.pictures(element))
        inner = None if pictures or "media" in classes else _first(element, "blockquote", "table", "pre")
        if inner is not None and local_name(inner) == "blockquote" and inner.getparent() is element:
            said = frozenset(() if caption is None else {caption})
            said_blocks = tuple(self.content(inner, _Tongue(), depth + 1))
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
            (part for part in caption.iterdescendants() if _CREDIT_CLASS.search(" ".join(_classes(part)))), None
        )
        own = next((child for child in caption if "caption" in _classes(child)), None)
        credit = None
        if part is not None and (printed := _printed(part)):
            credit = Credit(printed, part.get("data-photographer"), part.get("data-agency"))
        if own is not None:
            return self.runs(own), credit
        left_out = frozenset() if part is None else frozenset({part})
        return _joined(self.inside(caption, _Look(), 0, skip=left_out)), credit

    def pictures(self, element: etree._Element) -> Iterator[Media]:
        """Yield the media inside an element, in order."""
        for part in element.iterdescendants():
            if "media" in _classes(part) and local_name(part) == "p":
                yield self.neighbour(part)
            elif (kind := _MEDIA.get(local_name(part))) and (media := self.medium(part, kind)):
                yield media

    def displayed(self, element: etree._Element) -> Iterator[Block]:
        """Yield pictures and frames that stand among words, each as a block of its own."""
        if not len(element) and local_name(element) not in _DISPLAYED:
            return
        for part in element.iter():
            name = local_name(part)
            if (kind := _MEDIA.get(name)) and (media := self.medium(part, kind)):
                yield Figure((media,))
            elif name in _FRAMES and (address := self.address(part.get("src") or part.get("data"))):
                yield Embed(address, title=squeeze(part.get("title") or "") or None)

    def medium(self, part: etree._Element, kind: MediaKind) -> Media | None:
        """Read a picture that is shown, or a sound or film."""
        source = part.get("data-url") or part.get("src")
        if source is None and (child := _first(part, "source")) is not None:
            source = child.get("src")
        if not source:
            return None
        alt = None if part.get("data-alt") == "unknown" else part.get("alt")
        return self.kept(part, source, kind, None if alt is None else clean(alt))

    def neighbour(self, part: etree._Element) -> Media:
        """Read a picture that is only linked to."""
        link = _first(part, "a")
        source = part.get("data-url") or (link.get("href") if link is not None else None) or squeeze(_all_text(part))
        alt = part.get("data-alt")
        kind = part.get("data-kind")
        return self.kept(part, source, "video" if kind == "video" else "audio" if kind == "audio" else "image", alt)

    def kept(self, part: etree._Element, source: str, kind: MediaKind, alt: str | None) -> Media:
        return Media(
            self.resolved(source),
            kind,
            alt,
            _number(part.get("data-width") or part.get("width")),
            _number(part.get("data-height") or part.get("height")),
            part.get("data-type"),
            part.get("data-sha256"),
            part.get("data-title"),
        )

    def embed(self, element: etree._Element, caption: etree._Element | None, depth: int) -> Iterator[Block]:
        frame = _first(element, *_FRAMES)
        link = _first(caption, "a") if caption is not None else None
        address = element.get("data-url")
        if address is None and frame is not None:
            address = self.address(frame.get("src") or frame.get("data"))
        elif address is None and link is not None:
            address = self.address(link.get("href"))
        own = "embed" in _classes(element)
        title = element.get("data-title")
        if title is None and not own and caption is not None:
            title = _printed(caption) or None
        skip = frozenset(part for part in (caption, frame) if part is not None)
        blocks = tuple(self.content(element, _Tongue(), depth + 1, skip=skip))
        if address or title or blocks:
            yield Embed(address, element.get("data-provider"), blocks, title)

    def table(self, element: etree._Element, tongue: _Tongue) -> Iterator[Block]:
        """Read a table; the blocks in a cell become its lines, a table in a cell becomes words."""
        rows: list[Row] = []
        head = 0
        for part in _table_rows(element):
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
        caption = _child(element, "caption")
        runs = self.runs(caption) if caption is not None else ()
        if rows or runs:
            yield Table(tuple(rows), head, runs, tongue.lang, tongue.dir)
        if any(local_name(part) in _MEDIA for part in element.iterdescendants()):
            yield from self.displayed(element)

    def cell(self, part: etree._Element) -> Cell:
        header = local_name(part) == "th"
        scope = part.get("data-scope") or part.get("scope")
        return Cell(
            self.runs(part),
            header,
            "col" if scope in ("col", "colgroup") else "row" if scope in ("row", "rowgroup") else None,
            _span(part.get("data-colspan") or part.get("colspan")),
            _span(part.get("data-rowspan") or part.get("rowspan")),
        )

    # -- words --------------------------------------------------------------------------------------------------

    def runs(self, element: etree._Element) -> Runs:
        return _joined(self.inside(element, _Look(), 0))

    def inside(
        self, element: etree._Element, look: _Look, depth: int, *, skip: frozenset[etree._Element] = frozenset()
    ) -> Iterator[_Piece]:
        """Yield the words in an element, with their looks."""
        if element.text:
            yield _SPACE.sub(" ", clean(element.text)), look
        for child in element:
            if child not in skip:
                yield from self.pieces(child, look, depth + 1)
            if child.tail:
                yield _SPACE.sub(" ", clean(child.tail)), look

    def pieces(self, element: etree._Element, look: _Look, depth: int) -> Iterator[_Piece]:
        """Yield the words of an element as they look inside it."""
        name = local_name(element)
        if not name or name in _SILENT or name in _MEDIA or name in _FRAMES:
            return
        if depth > _MAX_DEPTH:
            yield _SPACE.sub(" ", clean(_all_text(element))), look
            return
        if name == "br":
            yield "\n", look
        elif name == "q":
            yield "“", look
            yield from self.inside(element, look, depth)
            yield "”", look
        elif _is_block(element):
            yield "\n", look
            yield from self.inside(element, look, depth)
            yield "\n", look
        else:
            yield from self.inside(element, self.look(element, name, look), depth)

    def look(self, element: etree._Element, name: str, look: _Look) -> _Look:
        """Return how the words in an inline element look."""
        if mark := _MARKS.get(name):
            look = replace(look, marks=look.marks | {mark})
        if lang := _lang(element):
            look = replace(look, lang=lang)
        if dir_ := _dir(element):
            look = replace(look, dir=dir_)
        if "noteref" in _classes(element) or _role(element) == "doc-noteref" or _epub_type(element) == "noteref":
            target = (element.get("href") or "").removeprefix("#")
            note = element.get("data-note") or self.footnotes.get(target) or target or None
            return replace(look, note=note, href=safe_href(element.get("data-href")))
        if name == "a" and (href := element.get("href")):
            return replace(look, href=self.address(href))
        return look

    def address(self, address: str | None) -> str | None:
        return safe_href(self.resolved(address)) if address else None

    def resolved(self, address: str) -> str:
        try:
            return urljoin(self.url, address) if self.url else address
        except ValueError:
            return address


# -- what an element says -------------------------------------------------------------------------------------------


def _is_block(element: etree._Element) -> bool:
    name = local_name(element)
    if name in _BLOCKS:
        return True
    if not len(element):
        return False
    # An inline element round blocks (a link round a card) counts as a container.
    return name in ("a", "span", "font", "ins", "del", "strong", "em", "b", "i") and any(
        local_name(part) in _BLOCKS for part in element.iterdescendants()
    )


def _is_footnote(element: etree._Element) -> bool:
    # Most elements have no attributes, and this is asked of each.
    return bool(element.attrib) and (
        _role(element) == "doc-footnote"
        or _epub_type(element) in ("footnote", "endnote", "rearnote")
        or (local_name(element) == "aside" and "footnote" in _classes(element))
    )


def _classes(element: etree._Element) -> frozenset[str]:
    return frozenset((element.get("class") or "").split()) if isinstance(element.tag, str) else frozenset()


def _role(element: etree._Element) -> str | None:
    return element.get("role")


def _epub_type(element: etree._Element) -> str | None:
    return element.get("{http://www.idpf.org/2007/ops}type") or element.get("epub:type")


def _lang(element: etree._Element) -> str | None:
    tag = element.get("{http://www.w3.org/XML/1998/namespace}lang") or element.get("lang") or element.get("xml:lang")
    return squeeze(tag) or None if tag else None


def _dir(element: etree._Element) -> Direction | None:
    match (element.get("dir") or "").strip().lower():
        case "rtl":
            return "rtl"
        case "ltr":
            return "ltr"
        case _:
            return None


def _number(text: str | None) -> int | None:
    found = re.match(r"\s*(-?[0-9]{1,10})(?![0-9.%])", text or "")
    return int(found[1]) if found else None


def _span(text: str | None) -> int:
    return max(1, min(_MAX_SPAN, _number(text) or 1))


def _first(element: etree._Element, *names: str) -> etree._Element | None:
    return next((part for part in element.iterdescendants() if local_name(part) in names), None)


def _child(element: etree._Element, name: str) -> etree._Element | None:
    return next((part for part in element if local_name(part) == name), None)


def _table_rows(table: etree._Element) -> Iterator[etree._Element]:
    """Yield the rows of a table, not those of tables in its cells."""
    for child in table:
        if local_name(child) == "tr":
            yield child
        elif local_name(child) in ("thead", "tbody", "tfoot"):
            yield from (row for row in child if local_name(row) == "tr")


def _printed(element: etree._Element) -> str:
    """Return the words of an element as they were printed, its line breaks kept."""
    return _SPACES_AT_BREAK.sub("\n", "".join(_spelled(element, fold=True))).strip(" \n")


def _all_text(element: etree._Element) -> str:
    return "".join(str(part) for part in element.itertext())


def _spelled(element: etree._Element, *, fold: bool = False) -> Iterator[str]:
    def words(text: str | None) -> str:
        return _SPACE.sub(" ", clean(text or "")) if fold else text or ""

    yield words(element.text)
    for child in element:
        if local_name(child) == "br":
            yield "\n"
        elif local_name(child) not in _SILENT:
            yield from _spelled(child, fold=fold)
        yield words(child.tail)


# -- words into runs ------------------------------------------------------------------------------------------------


def _words(text: str | None) -> list[_Piece]:
    return [(_SPACE.sub(" ", clean(text)), _Look())] if text else []


def _paragraphs(bare: list[_Piece], tongue: _Tongue) -> Iterator[Paragraph]:
    """Yield bare words as paragraphs; two line breaks in a row begin a new one."""
    groups: list[list[_Piece]] = [[]]
    breaks = 0
    for piece in bare:
        if piece[0] == "\n":
            breaks += 1
        elif piece[0].strip(" "):
            if breaks > 1:
                groups.append([])
            breaks = 0
        groups[-1].append(piece)
    for group in groups:
        if runs := _joined(group):
            yield Paragraph(runs, None, tongue.lang, tongue.dir)


def _joined(pieces: Iterable[_Piece]) -> Runs:
    return joined(look.run(text) for text, look in pieces)
