"""Find the elements of a NewsML-G2 item and read their words."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from newsarchive.formats.newsml_g2.dates import lenient
from newsarchive.formats.newsml_g2.terms import XML, nar, tail
from newsarchive.formats.nitf.terms import words_in
from newsarchive.model.gate import clean, squeeze
from newsarchive.notes import Account, Note

__all__ = ["Labels", "child_of", "text_of"]

_LANG = f"{{{XML}}}lang"


def text_of(element: etree._Element | None, *, exact: bool) -> str | None:
    """Return the words of a label or a block; where not exact, its white space folded and its lines kept."""
    if element is None:
        return None
    if exact:
        return words_in(element) or None
    parts: list[str] = []
    for event, part in etree.iterwalk(element, events=("start", "end")):
        if event == "start":
            if isinstance(part.tag, str) and etree.QName(part).localname in ("br", "p", "li", "section", "h3", "h4"):
                parts.append("\u2028")
            parts.append(part.text or "")
        elif part is not element:
            parts.append(part.tail or "")
    words = clean("".join(parts)).strip()
    # Lines that begin with space were wrapped by the indentation of the document, not by an author.
    words = re.sub(r"\n[ \t]+", " ", words)
    words = words.replace("\u2028", "\n")
    return "\n".join(filter(None, map(squeeze, words.split("\n")))) or None


def child_of(parent: etree._Element | None, name: str) -> etree._Element | None:
    """Return the first child of a name, None where there is none."""
    return parent.find(nar(name)) if parent is not None else None


class Labels:
    """What an item tells in words; ``own`` items say everything exactly, strangers' are read with good will."""

    def __init__(self, item: etree._Element, *, notes: Account, own: bool) -> None:
        self.item = item
        self.notes = notes
        self.own = own
        self.meta = child_of(item, "itemMeta")
        self.about = child_of(item, "contentMeta")

    def label(self, element: etree._Element | None) -> str | None:
        """Return the words of a label, on one line where they are a stranger's."""
        return text_of(element, exact=True) if self.own else squeeze(text_of(element, exact=False) or "") or None

    def line(self, element: etree._Element | None) -> str | None:
        """Return the words of a block, with its lines."""
        return text_of(element, exact=self.own)

    def name(self, element: etree._Element | None) -> str | None:
        """Return what a concept is called: its name, else its literal, else the code of its QCode."""
        if element is None:
            return None
        names = [part for part in element.iterchildren(nar("name")) if self.label(part)]
        if names:
            return self.label(self.spoken(names)[0][0])
        if words := element.get("literal"):
            return words if self.own else squeeze(words.rpartition("#")[2]) or None
        if qcode := element.get("qcode"):
            if not self.own:
                self.notes.add(
                    Note(
                        "NA107",
                        "newsml-g2",
                        f"{_local(element)} has no name; the code is read as one",
                        qcode,
                        f"line {element.sourceline}",
                    )
                )
            return tail(qcode) or None
        return None

    def named(self, element: etree._Element) -> bool:
        """Tell whether a concept is named in words, not only by a code."""
        return bool(element.get("literal")) or any(self.label(part) for part in element.iterchildren(nar("name")))

    def spoken(self, parts: list[etree._Element]) -> tuple[list[etree._Element], list[etree._Element]]:
        """Return the elements in the language of the item, or in none, and those in others; the first where all are."""
        tag = self.item.get(_LANG) or ""
        told = [part for part in parts if (part.get(_LANG) or tag).partition("-")[0] == tag.partition("-")[0]]
        return (told or parts[:1]), [part for part in parts if part not in (told or parts[:1])]

    def note(self, part: etree._Element, role: str) -> str | None:
        """Return the words of one of our notes on a party."""
        for note in part.iterchildren(nar("note")):
            if note.get("role") == f"narole:{role}":
                return self.line(note)
        return None

    def kind(self, part: etree._Element) -> str | None:
        """Tell an organisation from a person, who is nothing special."""
        organised = part.get("type") == "cpnat:organisation" or part.find(nar("organisationDetails")) is not None
        return "organisation" if organised else None

    def date(self, element: etree._Element | None) -> str | None:
        """Return a date as ISO 8601; what is none is an oddity."""
        if element is None:
            return None
        iso = lenient(element.text)
        if iso is None and not self.own:
            said = f"{_local(element)} is {'empty' if not (element.text or '').strip() else 'no date'}"
            self.notes.add(Note("NA107", "newsml-g2", said, (element.text or "").strip(), f"line {element.sourceline}"))
        return iso

    def all(self, name: str, *, meta: bool = False) -> list[etree._Element]:
        """Return the elements of a name, in contentMeta or in itemMeta."""
        parent = self.meta if meta else self.about
        found = list(parent.iterchildren(nar(name))) if parent is not None else []
        if not found and not self.own:
            # Seen in the wild: descriptive elements that stand in itemMeta, and the other way round.
            other = self.about if meta else self.meta
            found = list(other.iterchildren(nar(name))) if other is not None else []
        return found

    def first(self, name: str) -> etree._Element | None:
        """Return the first element of a name in contentMeta."""
        return next(iter(self.all(name)), None)

    def guess(self, fact: str, reason: str, words: str) -> None:
        """File that a fact was guessed."""
        self.notes.add(Note("NA351", "newsml-g2", reason, words, fact=fact, source="document", confidence=0.6))

    def links(self) -> Iterator[etree._Element]:
        """Yield the links of the item."""
        if self.meta is not None:
            yield from self.meta.iterchildren(nar("link"))


def _local(element: etree._Element) -> str:
    return etree.QName(element).localname
