"""Read the facts of an NITF document into the shape of the model."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from lxml import etree

from newsarchive.formats.dates import moment_of
from newsarchive.formats.markup import local_name
from newsarchive.formats.nitf.terms import FACT, XML, own, words_in
from newsarchive.formats.openings import names_in
from newsarchive.model.gate import clean, safe_href, squeeze
from newsarchive.model.leaves import leaves_of
from newsarchive.notes import Account, Note

__all__ = ["Facts", "extensions", "told"]


def told(root: etree._Element) -> dict[str, str]:
    """Return the facts that the places of our own document tell, as leaves: what the writer need not add."""
    return leaves_of(Facts(root, notes=Account(), own=True).read())


def extensions(root: etree._Element) -> dict[str, str | None]:
    """Return the facts that our own document carries as ``meta``, None for those that are not given."""
    added: dict[str, str | None] = {}
    for meta in root.iter():
        name = meta.get("name") or "" if local_name(meta) == "meta" else ""
        if name.startswith(FACT):
            added[name.removeprefix(FACT)] = meta.get("content") or ""
        elif name.startswith(f"not-{FACT}"):
            added[name.removeprefix(f"not-{FACT}")] = None
    return added


class Facts:
    """Read the facts of one document, in any namespace or none; ``own`` documents say everything exactly."""

    def __init__(self, root: etree._Element, *, notes: Account, own: bool) -> None:
        self.root = root
        self.notes = notes
        self.own = own
        self.head = _first(root, "head")
        body = _first(root, "body")
        self.body_head = _first(body, "body.head")
        self.body_end = _first(body, "body.end")
        self.data = _first(self.head, "docdata")

    def read(self) -> dict[str, Any]:
        """Return the facts by their names in the model; those that are not told are left out."""
        facts: dict[str, Any] = {
            **self._headlines(),
            **self._people(),
            "agency": self._agency(),
            "dateline": self._dateline(),
            "published": self._moment("date.issue"),
            "updated": self._moment("date.release") if self.own else None,
            "first_published": self._first_published(),
            "keywords": self._keywords(),
            "subjects": self._subjects(),
            "language": self._language(),
            "identifiers": self._identifiers(),
            "summary": self._summary(),
            "rights": self._rights(),
            "notices": self._notices(),
            **self._publication(),
            "provenance": self._provenance(),
        }
        return {name: value for name, value in facts.items() if value not in (None, [], {})}

    def _words(self, element: etree._Element | None) -> str | None:
        if element is None:
            return None
        text = words_in(element)
        return (text if self.own else squeeze(text)) or None

    def _paragraphs(self, element: etree._Element | None) -> str | None:
        """Return the words of an element that holds blocks, a line for each paragraph."""
        parts = list(_every(element, "p"))
        return "\n".join(filter(None, map(self._words, parts))) or None if parts else self._words(element)

    def _headlines(self) -> dict[str, str | None]:
        main = kicker = deck = None
        for hedline in _all(self.body_head, "hedline"):
            main = main or self._words(_first(hedline, "hl1"))
            for part in _all(hedline, "hl2"):
                words = self._words(part)
                if not self.own and words == main:
                    continue  # AP repeats the headline as "originalHeadline"
                if (part.get("class") or "") == "kicker":
                    kicker = kicker or words
                elif deck is None:
                    deck = words
                elif words and not self.own:
                    self.notes.lost("headline", "a further hl2", words)
        if main is None and not self.own:
            main = self._words(_first(self.head, "title"))
        return {"headline": main, "kicker": kicker, "deck": deck}

    def _people(self) -> dict[str, Any]:
        byline = None
        authors: list[dict[str, Any]] = []
        for line in _all(self.body_head, "byline"):
            if line.get("class") != "author" and byline is None:
                byline = self._words(line) if self.own else _spaced(line)
            title = _first(line, "byttl")
            people = [part for part in line.iter() if local_name(part) == "person"]
            for person in people:
                name = self._words(person)
                if name:
                    role = self._words(title) if len(people) == 1 else None
                    kind = "organisation" if person.get(own("kind")) == "organisation" else None
                    authors.append(_told(name=name, role=role, kind=kind))
        if not authors and byline and not self.own:
            authors = self._authors_of(byline, _first(self.body_head, "byline"))
        return {"byline": byline, "authors": authors}

    def _authors_of(self, byline: str, line: etree._Element | None) -> list[dict[str, Any]]:
        """Read a byline without marked persons: ``By Ann Lee, Staff Writer``."""
        title = self._words(_first(line, "byttl"))
        names = names_in(byline.removesuffix(title) if title else byline)
        if names:
            said = "read from the byline"
            self.notes.add(Note("NA351", "nitf", said, byline, fact="authors", source="document", confidence=0.7))
        return [_told(name=name, role=title if len(names) == 1 else None) for name in names]

    def _agency(self) -> dict[str, Any] | None:
        distributor = _first(self.body_head, "distributor")
        name = self._words(_first(distributor, "org")) or self._words(distributor)
        return {"name": name} if name else None

    def _dateline(self) -> dict[str, Any] | None:
        line = _first(self.body_head, "dateline")
        if line is None:
            return None
        printed = words_in(line)
        if not self.own:
            printed = re.sub(r"\s+", " ", clean(printed)).lstrip()
        if not printed.strip():
            return None
        location = _first(line, "location")
        city = _first(location, "city")
        place = self._words(city if city is not None else location)
        return _told(printed=printed, place=place.strip(" ,-–—") if place and not self.own else place)

    def _moment(self, name: str) -> dict[str, str] | None:
        element = _first(self.data, name)
        norm = element.get("norm") if element is not None else None
        if norm is None and name == "date.issue" and not self.own:
            story = next((part for part in _every(self.body_head, "story.date")), None)
            published = _first(self.head, "pubdata")
            released = _first(self.data, "date.release")
            norm = released.get("norm") if released is not None else None
            norm = (
                norm
                or (story.get("norm") if story is not None else None)
                or (published.get("date.publication") if published is not None else None)
            )
        moment = moment_of(norm)
        if norm and moment is None:
            self.notes.add(Note("NA107", "nitf", f"{name} is no date", norm, f"line {self.root.sourceline}"))
        return {"iso": moment.iso} if moment else None

    def _first_published(self) -> dict[str, str] | None:
        tagline = _first(self.body_end, "tagline")
        words = self._words(tagline)
        is_one = tagline is not None and (self.own or re.search(r"first published|zuerst", words or "", re.IGNORECASE))
        return {"printed": words} if words and is_one else None

    def _keywords(self) -> list[str]:
        return [
            key for part in _every(self.data, "keyword") if (key := part.get("key") or "") and (self.own or key.strip())
        ]

    def _subjects(self) -> list[dict[str, str]]:
        found: list[dict[str, str]] = []
        for part in _every(self.data, "classifier"):
            code, name = part.get("value"), self._words(part)
            if part.get("type") == "subject" and code and name:
                found.append({"code": code, "name": name})
        for part in _every(self.head, "tobject.subject") if not found else ():
            code = part.get("tobject.subject.refnum") or part.get("tobject.subject.code")
            names = (part.get(f"tobject.subject.{name}") for name in ("detail", "matter", "type"))
            name = next(filter(None, names), None)
            if code and name:
                found.append({"code": code, "name": name})
        return found

    def _language(self) -> str | None:
        for element in (self.root, _first(self.root, "body")):
            tag = element.get(f"{{{XML}}}lang") if element is not None else None
            if tag and tag != "und":
                return tag
        return self.root.get("baselang") if not self.own else None

    def _identifiers(self) -> list[dict[str, str]]:
        if self.own:
            return []
        return [
            {"scheme": squeeze(part.get("regsrc") or "") or "doc-id", "value": value}
            for part in _every(self.data, "doc-id")
            if (value := squeeze(part.get("id-string") or ""))
        ]

    def _summary(self) -> str | None:
        return self._paragraphs(_first(self.body_head, "abstract"))

    def _rights(self) -> dict[str, Any] | None:
        copyright_, rights = _first(self.data, "doc.copyright"), _first(self.data, "doc.rights")
        year = copyright_.get("year") if copyright_ is not None else None
        holder = copyright_.get("holder") if copyright_ is not None else None
        if holder is None and rights is not None and not self.own:
            holder = rights.get("owner")
        facts = _told(
            notice=self._words(_first(self.body_head, "rights")),
            holder=holder,
            year=int(year) if year and re.fullmatch(r"[12]\d{3}", year, re.ASCII) else None,
            usage=rights.get("limitations") if rights is not None else None,
        )
        return facts or None

    def _notices(self) -> list[dict[str, str]]:
        found: list[dict[str, str]] = []
        for note in _all(self.body_head, "note"):
            if note.get("type") == "npa":
                self.notes.lost("notices", "a note that is not for publication", self._paragraphs(note) or "")
            elif words := self._paragraphs(note):
                kind = note.get("class") if self.own else None
                found.append({"kind": kind or "editor", "printed": words})
        tagline = self._words(_first(self.body_end, "tagline")) if not self.own else None
        if tagline and not self._first_published():
            found.append({"kind": "contributors", "printed": tagline})
        if not self.own:
            told = [*_every(self.data, "correction"), *_every(self.data, "ed-msg")]
            found.extend(
                {"kind": "correction" if local_name(part) == "correction" else "editor", "printed": words}
                for part in told
                if (words := squeeze(part.get("info") or ""))
            )
            status = squeeze(self.data.get("management-status") or "") if self.data is not None else ""
            if status not in ("", "usable"):
                said = f"Status: {status}"
                why = "told by the metadata, and nowhere in print"
                self.notes.add(Note("NA351", "nitf", why, said, fact="notices", source="document"))
                found.append({"kind": "other", "printed": said})
        return found

    def _publication(self) -> dict[str, Any]:
        data = _first(self.head, "pubdata")
        kind = next((part.get("tobject.type") for part in _every(self.head, "tobject")), None)
        section = None if self.own or (kind or "").lower() in ("", "news", "text", "undefined") else kind
        if data is None:
            return {"section": section}
        name, address = data.get("name"), data.get("ex-ref")
        return {
            "publisher": {"name": name} if name else None,
            "url": address if self.own else safe_href(address),
            "section": data.get("position.section") or section,
        }

    def _provenance(self) -> dict[str, Any] | None:
        history = next(
            (part for part in _all(self.head, "revision-history") if part.get("function") == "archivist"), None
        )
        if not self.own or history is None:
            return None
        captured = moment_of(history.get("norm"))
        name = history.get("name")
        software = name if name != "newsarchive" else None
        return _told(captured={"iso": captured.iso} if captured else None, software=software) or None


def _all(parent: etree._Element | None, name: str) -> list[etree._Element]:
    return [] if parent is None else [child for child in parent if local_name(child) == name]


def _first(parent: etree._Element | None, name: str) -> etree._Element | None:
    return next(iter(_all(parent, name)), None)


def _every(parent: etree._Element | None, name: str) -> Iterator[etree._Element]:
    return iter(()) if parent is None else (part for part in parent.iter() if local_name(part) == name)


def _told(**facts: Any) -> dict[str, Any]:
    return {name: value for name, value in facts.items() if value is not None}


def _spaced(element: etree._Element) -> str | None:
    """Return the words of a line whose parts stand in elements of their own, as on a line each in the source or with nothing between."""
    parts: list[str] = []
    for text in map(str, element.itertext()):
        if parts and text and text[0].isalnum() and parts[-1][-1:].isalnum():
            parts.append(" ")
        if text:
            parts.append(text)
    return squeeze("".join(parts)) or None
