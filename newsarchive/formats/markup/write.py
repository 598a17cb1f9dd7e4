"""Write blocks as well-formed XHTML that is valid HTML as well, so that any parser reads the same."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import groupby
from typing import Literal, TypeAlias

from msgspec.structs import replace

from newsarchive.formats.markup.escape import attributes, direction_of, escape, language, language_attributes
from newsarchive.model import (
    Block,
    Cell,
    Embed,
    Figure,
    Footnote,
    Heading,
    Item,
    Listing,
    Media,
    Paragraph,
    Preformatted,
    Quote,
    Row,
    Rule,
    Run,
    Runs,
    Table,
    plain,
)
from newsarchive.model.gate import clean, safe_href
from newsarchive.notes import Account

__all__ = ["MAX_DEPTH", "Flavour", "runs_to_xhtml", "to_xhtml", "with_dateline"]

Flavour: TypeAlias = Literal["html", "epub", "pdf", "xml"]
PictureSource: TypeAlias = Callable[[Media], str | None]

MAX_DEPTH = (
    24  # blocks within blocks; deeper ones are written side by side. A paragraph at 24 is some 60 elements deep.
)
MAX_COLSPAN = 100  # HTML allows 1000, yet a renderer lays out every column of them
MAX_START = 2**31 - 1
MAX_SPAN_OF_PIXELS = 100_000

# The order in which marks nest, outermost first; any fixed order will do.
_ELEMENTS = {"strong": "strong", "em": "em", "mark": "mark", "underline": "u", "strike": "s", "code": "code", "sup": "sup", "sub": "sub"}  # fmt: skip
_REMOTE = re.compile(r"\s*([a-z][a-z0-9+.\-]*:|//|\\\\)", re.IGNORECASE)
_CODE_NAME = re.compile(r"[\w+#.\-]{1,40}\Z")
# A figure of pictures holds no other figure.
_MEDIA_FIGURE = re.compile(r'<figure class="media"[^>]*>.*?</figure>\s*', re.DOTALL)


def to_xhtml(
    blocks: Iterable[Block],
    *,
    notes: Account,
    picture: PictureSource,
    flavour: Flavour,
    heading: int = 2,
    prefix: str = "",
) -> str:
    """Write blocks as a fragment of XHTML, one block a line, without a namespace declaration.

    Args:
        blocks: the story, or a part of it.
        notes: where it is filed what could not be written as it is.
        picture: gives the ``src`` of an embedded or neighbouring picture, or None: then the figure keeps its
            caption, its credit and a link to the picture's address. A remote ``src`` counts as None.
        flavour: ``html`` and ``xml`` carry data attributes from which ``from_xhtml`` reads the same blocks;
            ``epub`` has ``epub:type`` and roles (the document must declare the prefix ``epub``).
        heading: the level at which a Heading of level 2 is written; levels are never skipped.
        prefix: put before every id, so that several stories can stand in one document.
    """
    return _Writer(tuple(blocks), notes, picture, flavour, heading=heading, prefix=prefix).fragment()


def runs_to_xhtml(runs: Runs, *, notes: Account, flavour: Flavour) -> str:
    """Write runs as inline XHTML; a reference to a footnote is written without its link."""
    return _Writer((), notes, lambda _: None, flavour).inline(runs)


class _Writer:
    """The state of one fragment: numbers of footnotes, references met, and the last heading level."""

    def __init__(
        self,
        blocks: tuple[Block, ...],
        notes: Account,
        picture: PictureSource,
        flavour: Flavour,
        *,
        heading: int = 2,
        prefix: str = "",
    ) -> None:
        self.blocks = blocks
        self.notes = notes
        self.picture = picture
        self.flavour = flavour
        self.keep = flavour in ("html", "xml")  # read back from the markup, so what it cannot show is kept beside it
        self.base = heading
        self.level = heading - 1
        self.prefix = prefix
        self.numbers: dict[str, int] = {}
        for block in _flat(blocks):
            if isinstance(block, Footnote):
                self.numbers.setdefault(block.id, len(self.numbers) + 1)
        self.references: dict[str, int] = {}
        self.labels: list[tuple[str, str]] = []  # of the footnotes, as written: id and label

    def fragment(self) -> str:
        whole = self.join(self.blocks, 0)
        # How often a footnote is referred to is known only now; U+0000 never comes out of the gate.
        return re.sub("\0([0-9]+)\0", lambda found: self.backlinks(int(found[1])), whole)

    def join(self, blocks: Iterable[Block], depth: int) -> str:
        return "\n".join(filter(None, (self.block(block, depth) for block in blocks)))

    def block(self, block: Block, depth: int) -> str:
        emptied = isinstance(block, (Embed, Footnote)) and not block.blocks
        if depth >= MAX_DEPTH and isinstance(block, (Quote, Listing, Embed, Footnote)) and not emptied:
            self.notes.lost("blocks", f"nested deeper than {MAX_DEPTH}; written side by side", code="NA404")
            return self.join(_side_by_side(block), depth)
        match block:
            case Paragraph():
                return f"<p{attributes(class_=block.role)}{self.tongue(block)}>{self.inline(block.runs)}</p>"
            case Heading():
                return self.heading(block)
            case Quote():
                return self.quote(block, depth)
            case Listing():
                return self.listing(block, depth)
            case Figure():
                return self.figure(block)
            case Table():
                return self.table(block)
            case Embed():
                return self.embed(block, depth)
            case Preformatted():
                return self.preformatted(block)
            case Rule():
                return "<hr/>"
            case Footnote():
                return self.footnote(block, depth)

    def tongue(
        self, part: Run | Paragraph | Heading | Quote | Listing | Figure | Table | Preformatted | Footnote
    ) -> str:
        """Return language and direction of a part, the direction from the language where none is given."""
        if part.lang is None and part.dir is None:
            return ""
        if part.lang and not language(part.lang):
            self.notes.lost("lang", "not a language tag (BCP 47)", part.lang)
        direction: str | None = part.dir
        if direction is None and direction_of(language(part.lang)) == "rtl":
            direction = "auto" if self.keep else "rtl"  # "auto" is read back as: not given
        return language_attributes(part.lang, direction)

    # -- runs ---------------------------------------------------------------------------------------------------

    def inline(self, runs: Runs) -> str:
        return self.wrapped([(self.wrappers(run), run.text) for run in runs if run.text])

    def wrappers(self, run: Run) -> tuple[tuple[str, str, str], ...]:
        """Return what stands round a run, outermost first, each as (kind, value, attributes)."""
        out: list[tuple[str, str, str]] = []
        href = safe_href(run.href) if run.href else None
        if run.href and href is None:
            self.notes.lost("link", "the address is not one that a reader may follow", run.href[:200])
        if run.note is not None:
            if href:
                self.notes.lost(
                    "link", "the words refer to a footnote, and one stretch has one link", href, code="NA402"
                )
            out.append(("note", run.note, attributes(data_href=href) if self.keep else ""))
        elif href:
            out.append(("a", href, attributes(href=href)))
        if tongue := self.tongue(run):
            out.append(("span", "", tongue))
        if run.marks:
            out.extend((_ELEMENTS[mark], "", "") for mark in _ELEMENTS if mark in run.marks)
        return tuple(out)

    def wrapped(self, parts: list[tuple[tuple[tuple[str, str, str], ...], str]]) -> str:
        """Write parts, those that share their outermost wrapper in one element: a link is one link."""
        out: list[str] = []
        for wrapper, group in groupby(parts, key=lambda part: part[0][0] if part[0] else None):
            if wrapper is None:
                out.extend(self.words(text) for _, text in group)
                continue
            inner = self.wrapped([(wrappers[1:], text) for wrappers, text in group])
            kind, value, extra = wrapper
            out.append(self.reference(value, extra, inner) if kind == "note" else f"<{kind}{extra}>{inner}</{kind}>")
        return "".join(out)

    def words(self, text: str) -> str:
        return self.clean(text).replace("\n", "<br/>")

    def clean(self, text: str) -> str:
        """Return the words escaped; it is filed where characters had to go."""
        cleaned = clean(text)
        if len(cleaned) != len(text) and cleaned != text.replace("\r\n", "\n").replace("\r", "\n"):
            self.notes.lost("text", "characters that XML or Unicode forbid were dropped", cleaned[:80], code="NA403")
        return escape(cleaned)

    def reference(self, id_: str, extra: str, inner: str) -> str:
        kept = attributes(data_note=id_ if self.keep else None) + extra
        if id_ not in self.numbers:
            return f"<span{attributes(class_='noteref')}{kept}>{inner}</span>"
        self.references[id_] = self.references.get(id_, 0) + 1
        roles = attributes(epub__type="noteref", role="doc-noteref") if self.flavour == "epub" else ""
        place = attributes(
            class_="noteref", href=f"#{self.note_id(id_)}", id=self.reference_id(id_, self.references[id_])
        )
        return f"<a{place}{roles}{kept}>{inner}</a>"

    def note_id(self, id_: str) -> str:
        return f"{self.prefix}fn{self.numbers[id_]}"

    def reference_id(self, id_: str, count: int) -> str:
        return f"{self.prefix}fnref{self.numbers[id_]}" + (f"-{count}" if count > 1 else "")

    # -- blocks -------------------------------------------------------------------------------------------------

    def heading(self, block: Heading) -> str:
        wanted = min(6, max(self.base, self.base + block.level - 2))
        self.level = min(wanted, self.level + 1)
        name = f"h{self.level}"
        level = block.level if self.keep and block.level != self.level else None
        return f"<{name}{attributes(data_level=level)}{self.tongue(block)}>{self.inline(block.runs)}</{name}>"

    def quote(self, block: Quote, depth: int) -> str:
        cite = safe_href(block.cite)
        if block.cite and cite is None:
            self.notes.lost("cite", "the address is not one that a reader may follow", block.cite[:200])
        inner = self.join(block.blocks, depth + 1)
        said = self.inline(block.attribution)
        if block.kind == "pull":
            roles = attributes(epub__type="pullquote", role="doc-pullquote") if self.flavour == "epub" else ""
            by = f'\n<p class="attribution">{said}</p>' if said else ""
            quoted = f"<blockquote{attributes(cite=cite)}>\n{inner}\n</blockquote>"
            return f'<aside class="pull"{roles}{self.tongue(block)}>\n{quoted}{by}\n</aside>'
        if not said:
            return f"<blockquote{attributes(cite=cite)}{self.tongue(block)}>\n{inner}\n</blockquote>"
        # HTML, section 4.4.4: the attribution of a quotation stands outside the blockquote element.
        quoted = f"<blockquote{attributes(cite=cite)}>\n{inner}\n</blockquote>"
        caption = f'<figcaption class="attribution">{said}</figcaption>'
        return f'<figure class="quote"{self.tongue(block)}>\n{quoted}\n{caption}\n</figure>'

    def listing(self, block: Listing, depth: int) -> str:
        if not block.items:
            return ""
        name = "ol" if block.ordered else "ul"
        start = max(-MAX_START, min(MAX_START, block.start)) if block.start != 1 else None
        first = (
            attributes(**{("start" if block.ordered else "data_start"): start}) if block.ordered or self.keep else ""
        )
        items = "\n".join(self.item(item, depth + 1) for item in block.items)
        return f"<{name}{first}{self.tongue(block)}>\n{items}\n</{name}>"

    def item(self, item: Item, depth: int) -> str:
        match item.blocks:
            case (Paragraph(role=None, lang=None, dir=None) as first, *rest) if (
                first.runs
                and all(isinstance(block, Listing) for block in rest)
                and "\n\n" not in plain(first.runs)  # bare words with two line breaks read as two paragraphs
            ):
                nested = self.join(rest, depth)
                return f"<li>{self.inline(first.runs)}{nested and f'{chr(10)}{nested}{chr(10)}'}</li>"
            case _:
                return f"<li>{self.join(item.blocks, depth)}</li>"

    def figure(self, block: Figure) -> str:
        parts = [self.media(media, block) for media in block.media]
        caption = self.inline(block.caption)
        told = [f'<span class="caption">{caption}</span>'] if caption else []
        if block.credit:
            credit = block.credit
            kept = attributes(data_photographer=credit.photographer, data_agency=credit.agency) if self.keep else ""
            told.append(f'<span class="credit"{kept}>{self.words(credit.printed)}</span>')
        if told:
            parts.append(f"<figcaption>{' '.join(told)}</figcaption>")
        lines = "".join(f"{part}\n" for part in parts)
        return f'<figure class="media"{self.tongue(block)}>\n{lines}</figure>' if parts else ""

    def media(self, media: Media, figure: Figure) -> str:
        src = self.picture(media) if media.kind == "image" else None
        if src is not None and _REMOTE.match(src) and not src.startswith("data:image/"):
            src = None
        kept = (
            attributes(
                data_kind=media.kind if media.kind != "image" else None,
                data_url=media.url if src != media.url else None,
                data_type=media.media_type,
                data_sha256=media.sha256,
                data_title=media.title,
            )
            if self.keep
            else ""
        )
        if src is not None:
            # A picture without words of its own is told by its caption; a reader of the markup is told that it is so.
            alt = media.alt if media.alt is not None else plain(figure.caption) or media.title or ""
            unknown = attributes(data_alt="unknown" if media.alt is None and self.keep else None)
            size = attributes(width=_size(media.width), height=_size(media.height))
            if self.keep and (_size(media.width), _size(media.height)) != (media.width, media.height):
                kept += attributes(data_width=media.width, data_height=media.height)
            return f"<img{attributes(src=src, alt=alt)}{unknown}{size}{kept}/>"
        if self.keep:
            kept += attributes(data_alt=media.alt, data_width=media.width, data_height=media.height)
        href = safe_href(media.url)
        label = media.alt or media.title or _shown(media.url)
        words = self.words(label)
        return f'<p class="media"{kept}>' + (f"<a{attributes(href=href)}>{words}</a>" if href else words) + "</p>"

    def table(self, block: Table) -> str:
        head = max(0, min(block.head, len(block.rows)))
        caption = self.inline(block.caption)
        lines = [f"<caption>{caption}</caption>"] if caption else []
        for name, rows in (("thead", block.rows[:head]), ("tbody", block.rows[head:])):
            if rows:
                written = "\n".join(self.row(row, len(rows) - index, name) for index, row in enumerate(rows))
                lines.append(f"<{name}>\n{written}\n</{name}>")
        # A first row of header cells reads as a head, unless told that it is none.
        first = block.rows[0].cells if block.rows else ()
        none = 0 if self.keep and not head and first and all(cell.header for cell in first) else None
        return f"<table{attributes(data_head=none)}{self.tongue(block)}>\n" + "\n".join(lines) + "\n</table>"

    def row(self, row: Row, left: int, group: str) -> str:
        return "<tr>" + "".join(self.cell(cell, left, group) for cell in row.cells) + "</tr>"

    def cell(self, cell: Cell, left: int, group: str) -> str:
        colspan = max(1, min(cell.colspan, MAX_COLSPAN))
        rowspan = max(1, min(cell.rowspan, left))
        spans = attributes(colspan=colspan if colspan > 1 else None, rowspan=rowspan if rowspan > 1 else None)
        if (colspan, rowspan) != (cell.colspan, cell.rowspan):
            # HTML, section 4.9.12: a cell does not reach beyond its group of rows.
            if self.keep:
                spans += attributes(data_colspan=cell.colspan, data_rowspan=cell.rowspan)
            else:
                self.notes.lost("table", "a cell reaches beyond its table", plain(cell.runs)[:80], code="NA404")
        if not cell.header:
            if cell.scope and self.keep:
                spans += attributes(data_scope=cell.scope)
            return f"<td{spans}>{self.inline(cell.runs)}</td>"
        if cell.scope:
            scope = attributes(scope=cell.scope)
        else:
            # Every header cell says what it heads, also where the page did not (WCAG 2.2, H63).
            scope = attributes(scope="col" if group == "thead" else "row", data_scope="none" if self.keep else None)
        return f"<th{scope}{spans}>{self.inline(cell.runs)}</th>"

    def embed(self, block: Embed, depth: int) -> str:
        kept = attributes(data_url=block.url, data_provider=block.provider, data_title=block.title) if self.keep else ""
        inner = self.join(block.blocks, depth + 1)
        href = safe_href(block.url)
        words = self.words(" · ".join(filter(None, (block.provider, block.title))) or _shown(block.url or ""))
        link = f"<a{attributes(href=href)}>{words}</a>" if href else words
        lines = [inner, f'<figcaption class="source">{link}</figcaption>' if link else ""]
        return f'<figure class="embed"{kept}>\n' + "".join(f"{line}\n" for line in lines if line) + "</figure>"

    def preformatted(self, block: Preformatted) -> str:
        named = block.code is not None and _CODE_NAME.match(block.code)
        kept = attributes(data_code=block.code) if self.keep and block.code is not None and not named else ""
        name = attributes(class_=f"language-{block.code}" if named else None)
        # The code element is there in any case: HTML drops a line feed that comes first in pre, XML does not.
        return f"<pre{kept}{self.tongue(block)}><code{name}>{self.clean(block.text)}</code></pre>"

    def footnote(self, block: Footnote, depth: int) -> str:
        label = block.label or str(len(self.labels) + 1)
        known = any(id_ == block.id for id_, _ in self.labels)  # a second footnote of that id has no place of its own
        self.labels.append(("" if known else block.id, label))
        roles = attributes(epub__type="footnote", role="doc-footnote") if self.flavour == "epub" else ""
        kept = attributes(data_id=block.id, data_label=None if block.label else "") if self.keep else ""
        place = attributes(id=None if known else self.note_id(block.id))
        slot = f"\0{len(self.labels) - 1}\0"
        inner = self.join(block.blocks, depth + 1)
        return f'<aside class="footnote"{place}{roles}{kept}{self.tongue(block)}>\n{slot}\n{inner}\n</aside>'

    def backlinks(self, index: int) -> str:
        """Return the label of a footnote as a link to its first reference, and a sign for each further one."""
        id_, label = self.labels[index]
        count = self.references.get(id_, 0) if id_ in self.numbers else 0
        if not count:
            return f'<span class="label">{self.words(label)}</span>'
        role = attributes(role="doc-backlink") if self.flavour == "epub" else ""
        links = (
            f'<a class="backlink"{attributes(href=f"#{self.reference_id(id_, number)}")}{role}>'
            f"{self.words(label) if number == 1 else f'↩{number}'}</a>"
            for number in range(1, count + 1)
        )
        return " ".join(links)


def _flat(blocks: Iterable[Block]) -> Iterator[Block]:
    """Yield every block, each before those inside it, however deep they are nested."""
    stack = list(blocks)[::-1]
    while stack:
        block = stack.pop()
        yield block
        match block:
            case Quote() | Embed() | Footnote():
                stack.extend(reversed(block.blocks))
            case Listing():
                stack.extend(part for item in reversed(block.items) for part in reversed(item.blocks))
            case _:
                pass


def _side_by_side(block: Block) -> Iterator[Block]:
    for part in _flat((block,)):
        match part:
            case Quote():
                if part.attribution:
                    yield Paragraph(part.attribution)
            case Listing():
                pass
            case Embed() | Footnote():
                yield replace(part, blocks=())
            case _:
                yield part


def _size(pixels: int | None) -> int | None:
    return pixels if pixels is not None and 0 < pixels <= MAX_SPAN_OF_PIXELS else None


def _shown(url: str) -> str:
    """Return an address as words; the bytes of a data address are no words."""
    return url if len(url) <= 200 and not url.startswith("data:") else f"{url[:40]}…"


def with_dateline(xhtml: str, printed: str | None) -> str:
    """Return a fragment whose first paragraph begins with the dateline, as it did in print; figures may stand before it.

    Where the story does not begin with a plain paragraph, the dateline is a paragraph of its own.

    >>> with_dateline("<p>The council …</p>", "OTTAWA - ")
    '<p><span class="dateline">OTTAWA - </span>The council …</p>'
    """
    if not printed:
        return xhtml
    line = f'<span class="dateline">{escape(printed)}</span>'
    start = 0
    while figure := _MEDIA_FIGURE.match(xhtml, start):
        start = figure.end()
    found = re.compile(r"<p(?! class)[^>]*>").match(xhtml, start)
    at = found.end() if found else 0
    return f"{xhtml[:at]}{line}{xhtml[at:]}" if found else f"<p>{line}</p>\n{xhtml}"
