"""Ask an element of a stranger's markup what it says of itself: its kind, its language, its words."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from newsarchive.formats.markup.parse import local_name
from newsarchive.model import Direction, MediaKind
from newsarchive.model.gate import clean, squeeze

__all__ = [
    "BLOCKS", "FRAMES", "MEDIA", "SILENT", "SPACE", "all_text", "child_of", "classes_of", "dir_of", "epub_type_of", "first_of",
    "is_block", "is_footnote", "lang_of", "number_in", "printed_in", "role_of", "rows_of", "span_in", "spelled_in",
]  # fmt: skip

BLOCKS = frozenset({
    "p", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "ul", "ol", "dl", "dt", "dd", "li", "figure", "figcaption",
    "table", "pre", "hr", "aside", "div", "section", "article", "main", "header", "footer", "address", "details", "summary",
    "center", "fieldset", "form", "body", "html", "nav", "dir", "menu",
})  # fmt: skip
MEDIA: dict[str, MediaKind] = {"img": "image", "image": "image", "video": "video", "audio": "audio"}
FRAMES = frozenset({"iframe", "object", "embed", "frame"})
SILENT = frozenset({
    "script", "style", "template", "head", "link", "meta", "title", "base", "noscript", "button", "input", "select",
    "textarea", "source", "track", "param", "map", "svg", "math", "canvas",
})  # fmt: skip
SPACE = re.compile(r"[ \t\n\r\f]+")  # what HTML collapses; a no-break space is a word's own
_SPACES_AT_BREAK = re.compile(r" *\n *")
_MAX_SPAN = 65534  # HTML, section 4.9.11


def is_block(element: etree._Element) -> bool:
    """Tell whether an element stands on lines of its own, or holds one that does."""
    name = local_name(element)
    if name in BLOCKS:
        return True
    if not len(element):
        return False
    # An inline element round blocks (a link round a card) counts as a container.
    return name in ("a", "span", "font", "ins", "del", "strong", "em", "b", "i") and any(
        local_name(part) in BLOCKS for part in element.iterdescendants()
    )


def is_footnote(element: etree._Element) -> bool:
    """Tell whether an element is a footnote, by its role, its EPUB type or its class."""
    # Most elements have no attributes, and this is asked of each.
    return bool(element.attrib) and (
        role_of(element) == "doc-footnote"
        or epub_type_of(element) in ("footnote", "endnote", "rearnote")
        or (local_name(element) == "aside" and "footnote" in classes_of(element))
    )


def classes_of(element: etree._Element) -> frozenset[str]:
    """Return the classes of an element."""
    return frozenset((element.get("class") or "").split()) if isinstance(element.tag, str) else frozenset()


def role_of(element: etree._Element) -> str | None:
    """Return the ARIA role of an element."""
    return element.get("role")


def epub_type_of(element: etree._Element) -> str | None:
    """Return the EPUB type of an element."""
    return element.get("{http://www.idpf.org/2007/ops}type") or element.get("epub:type")


def lang_of(element: etree._Element) -> str | None:
    """Return the language that an element declares, whatever the attribute."""
    tag = element.get("{http://www.w3.org/XML/1998/namespace}lang") or element.get("lang") or element.get("xml:lang")
    return squeeze(tag) or None if tag else None


def dir_of(element: etree._Element) -> Direction | None:
    """Return the direction that an element declares."""
    match (element.get("dir") or "").strip().lower():
        case "rtl":
            return "rtl"
        case "ltr":
            return "ltr"
        case _:
            return None


def number_in(text: str | None) -> int | None:
    """Return the whole number that an attribute begins with."""
    found = re.match(r"\s*(-?[0-9]{1,10})(?![0-9.%])", text or "")
    return int(found[1]) if found else None


def span_in(text: str | None) -> int:
    """Return over how many rows or columns a cell reaches, within what HTML allows."""
    return max(1, min(_MAX_SPAN, number_in(text) or 1))


def first_of(element: etree._Element, *names: str) -> etree._Element | None:
    """Return the first element below another that has one of these names."""
    return next((part for part in element.iterdescendants() if local_name(part) in names), None)


def child_of(element: etree._Element, name: str) -> etree._Element | None:
    """Return the first child of this name."""
    return next((part for part in element if local_name(part) == name), None)


def rows_of(table: etree._Element) -> Iterator[etree._Element]:
    """Yield the rows of a table, not those of tables in its cells."""
    for child in table:
        if local_name(child) == "tr":
            yield child
        elif local_name(child) in ("thead", "tbody", "tfoot"):
            yield from (row for row in child if local_name(row) == "tr")


def printed_in(element: etree._Element) -> str:
    """Return the words of an element as they were printed, its line breaks kept."""
    return _SPACES_AT_BREAK.sub("\n", "".join(spelled_in(element, fold=True))).strip(" \n")


def all_text(element: etree._Element) -> str:
    """Return every character of text below an element."""
    return "".join(str(part) for part in element.itertext())


def spelled_in(element: etree._Element, *, fold: bool = False) -> Iterator[str]:
    """Yield the words of an element as they stand, a line feed for each break; ``fold`` folds white space as HTML does."""

    def words(text: str | None) -> str:
        return SPACE.sub(" ", clean(text or "")) if fold else text or ""

    yield words(element.text)
    for child in element:
        if local_name(child) == "br":
            yield "\n"
        elif local_name(child) not in SILENT:
            yield from spelled_in(child, fold=fold)
        yield words(child.tail)
