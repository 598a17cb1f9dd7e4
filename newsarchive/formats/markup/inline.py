"""Read the words inside an element as runs, each with its look: marks, link, language, footnote."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from urllib.parse import urljoin

from lxml import etree

from newsarchive.formats.markup.elements import (
    FRAMES,
    MEDIA,
    SILENT,
    SPACE,
    all_text,
    classes_of,
    dir_of,
    epub_type_of,
    is_block,
    is_footnote,
    lang_of,
    role_of,
)
from newsarchive.formats.markup.parse import local_name
from newsarchive.model import Direction, Mark, Paragraph, Run, Runs, joined
from newsarchive.model.gate import clean, safe_href
from newsarchive.notes import Account

__all__ = ["MAX_DEPTH", "Look", "Piece", "Tongue", "WordReader", "joined_runs", "paragraphs_of", "words_of"]

_MARKS: dict[str, Mark] = {
    "strong": "strong", "b": "strong", "em": "em", "i": "em", "cite": "em", "dfn": "em", "var": "em",
    "mark": "mark", "u": "underline", "ins": "underline", "s": "strike", "strike": "strike", "del": "strike",
    "code": "code", "kbd": "code", "samp": "code", "tt": "code", "sup": "sup", "sub": "sub",
}  # fmt: skip
MAX_DEPTH = 200


@dataclass(frozen=True, slots=True)
class Tongue:
    """Language and direction that a container passes on to the blocks in it."""

    lang: str | None = None
    dir: Direction | None = None


@dataclass(frozen=True, slots=True)
class Look:
    """How the words at a place look."""

    marks: frozenset[Mark] = frozenset()
    href: str | None = None
    lang: str | None = None
    dir: Direction | None = None
    note: str | None = None

    def run(self, text: str) -> Run:
        """Return words that look so."""
        return Run(text, tuple(sorted(self.marks)), self.href, self.lang, self.dir, self.note)


Piece = tuple[str, Look]


class WordReader:
    """Read words; ``footnotes`` are the ids of the notes in the document, by the ids of their elements."""

    def __init__(self, root: etree._Element, notes: Account, url: str | None) -> None:
        self.notes = notes
        self.url = url
        self.footnotes = {
            id_: part.get("data-id", id_) for part in root.iter() if is_footnote(part) and (id_ := part.get("id"))
        }

    def runs(self, element: etree._Element) -> Runs:
        """Return the words inside an element, blocks in it divided by line feeds."""
        return joined_runs(self.inside(element, Look(), 0))

    def inside(
        self, element: etree._Element, look: Look, depth: int, *, skip: frozenset[etree._Element] = frozenset()
    ) -> Iterator[Piece]:
        """Yield the words in an element, with their looks."""
        if element.text:
            yield SPACE.sub(" ", clean(element.text)), look
        for child in element:
            if child not in skip:
                yield from self.pieces(child, look, depth + 1)
            if child.tail:
                yield SPACE.sub(" ", clean(child.tail)), look

    def pieces(self, element: etree._Element, look: Look, depth: int) -> Iterator[Piece]:
        """Yield the words of an element as they look inside it."""
        name = local_name(element)
        if not name or name in SILENT or name in MEDIA or name in FRAMES:
            return
        if depth > MAX_DEPTH:
            yield SPACE.sub(" ", clean(all_text(element))), look
            return
        if name == "br":
            yield "\n", look
        elif name == "q":
            yield "“", look
            yield from self.inside(element, look, depth)
            yield "”", look
        elif is_block(element):
            yield "\n", look
            yield from self.inside(element, look, depth)
            yield "\n", look
        else:
            yield from self.inside(element, self.look(element, name, look), depth)

    def look(self, element: etree._Element, name: str, look: Look) -> Look:
        """Return how the words in an inline element look."""
        if mark := _MARKS.get(name):
            look = replace(look, marks=look.marks | {mark})
        if lang := lang_of(element):
            look = replace(look, lang=lang)
        if dir_ := dir_of(element):
            look = replace(look, dir=dir_)
        if "noteref" in classes_of(element) or role_of(element) == "doc-noteref" or epub_type_of(element) == "noteref":
            target = (element.get("href") or "").removeprefix("#")
            note = element.get("data-note") or self.footnotes.get(target) or target or None
            return replace(look, note=note, href=safe_href(element.get("data-href")))
        if name == "a" and (href := element.get("href")):
            return replace(look, href=self.address(href))
        return look

    def address(self, address: str | None) -> str | None:
        """Return where a link leads, None where nobody should follow it."""
        return safe_href(self.resolved(address)) if address else None

    def resolved(self, address: str) -> str:
        """Return an address as it is from where the document came from."""
        try:
            return urljoin(self.url, address) if self.url else address
        except ValueError:
            return address


def words_of(text: str | None) -> list[Piece]:
    """Return bare text as a piece, its white space folded as HTML does."""
    return [(SPACE.sub(" ", clean(text)), Look())] if text else []


def paragraphs_of(bare: list[Piece], tongue: Tongue) -> Iterator[Paragraph]:
    """Yield bare words as paragraphs; two line breaks in a row begin a new one."""
    groups: list[list[Piece]] = [[]]
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
        if runs := joined_runs(group):
            yield Paragraph(runs, None, tongue.lang, tongue.dir)


def joined_runs(pieces: Iterable[Piece]) -> Runs:
    """Return pieces as runs in normal form."""
    return joined(look.run(text) for text, look in pieces)
