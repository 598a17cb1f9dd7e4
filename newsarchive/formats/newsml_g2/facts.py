"""Read the facts of a NewsML-G2 item into the shape of the model."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from lxml import etree

from newsarchive.formats.newsml_g2.labels import child_of
from newsarchive.formats.newsml_g2.parties import Parties, known
from newsarchive.formats.newsml_g2.terms import MODEL, XML, nar, tail
from newsarchive.model.gate import safe_href, squeeze
from newsarchive.model.leaves import leaves_of
from newsarchive.notes import Account, Note

__all__ = ["Facts", "extensions", "told"]

_NOTICES = ("correction", "clarification", "update", "translation", "disclosure", "companies", "contributors")
_SUBHEADS = re.compile(r"sub|deck|standfirst|teaser|unter|secondary", re.IGNORECASE)
_OVERLINES = re.compile(r"kicker|overline|ober|dach|eyebrow|pre-?title", re.IGNORECASE)
_NO_HEADLINE = re.compile(r"short|seo|push|sms|slug|mobile", re.IGNORECASE)
_NOTHING = frozenset({"none", "null", "n/a", "-"})
# What agencies tell and an article has no field for; said in the account, so that nobody looks for it in vain.
_UNPLACED = ("itemMeta/expires", "itemMeta/service", "itemMeta/signal", "contentMeta/urgency",
             "contentMeta/genre", "contentMeta/slugline", "contentMeta/audience")  # fmt: skip


def told(item: etree._Element) -> dict[str, str]:
    """Return the facts that the places of our own item tell, as leaves: what the writer need not add."""
    return leaves_of(Facts(item, notes=Account(), own=True).read())


def extensions(item: etree._Element) -> dict[str, str | None]:
    """Return the facts that our own item carries as extensions, None for those that are not given."""
    added: dict[str, str | None] = {}
    for name in ("itemMetaExtProperty", "contentMetaExtProperty"):
        for part in item.iter(nar(name)):
            rel = part.get("rel") or ""
            if rel.startswith("nafact:") and rel != MODEL:
                added[tail(rel)] = part.get("value")
    return added


class Facts(Parties):
    """Read the facts of one item."""

    def read(self) -> dict[str, Any]:
        """Return the facts by their names in the model; those that are not told are left out."""
        facts: dict[str, Any] = {
            **self._headlines(),
            "byline": self.line(self.first("by")),
            **self._people(),
            "agency": self._agency(),
            "publisher": self._publisher(),
            "dateline": self._dateline(),
            **self._dates(),
            **self._subjects(),
            "language": self._language(),
            "dir": self._direction(),
            "url": self._address(),
            "identifiers": self._identifiers(),
            "rights": self._rights(),
            **self._notices(),
            "evidence": self._evidence(),
            "provenance": self._provenance(),
        }
        if not self.own:
            self._unplaced()
        return {name: value for name, value in facts.items() if value not in (None, [], {})}

    # -- words --------------------------------------------------------------------------------------------------

    def _headlines(self) -> dict[str, str | None]:
        kicker = deck = main = None
        rest: list[str] = []
        told, others = self.spoken(self.all("headline"))
        for part in others:
            self.notes.lost("headline", "a headline in another language", self.label(part) or "")
        for part in told:
            words = self.label(part)
            role = tail(part.get("role")) or part.get("role") or ""
            if not words:
                continue
            if not self.own and _NO_HEADLINE.search(role):
                self.notes.lost("headline", f"a headline of the role {role} beside the main one", words)
            elif _OVERLINES.search(role) and kicker is None:
                kicker = words
            elif (
                _SUBHEADS.search(role) or (not self.own and part.get("rank", "1") not in ("0", "1"))
            ) and deck is None:
                deck = words
            elif main is None:
                main = words
            else:
                rest.append(words)
        if not self.own:
            if main is None:
                main = self.label(child_of(self.meta, "title"))
            if main is None:
                main, deck = deck, None
            if rest and deck is None:
                deck = rest.pop(0)
                self.guess("deck", "a second headline without a role", deck)
            for words in rest:
                self.notes.lost("headline", "a further headline", words)
        summary = teaser = None
        for part in self.all("description"):
            role = tail(part.get("role"))
            words = self.label(part)
            if words and role in ("summary", "abstract"):
                summary = summary or words
            elif words and not self.own and role not in ("caption", "caption-extended", "alt"):
                teaser = teaser or words
        return {"headline": main, "kicker": kicker, "deck": deck, "summary": summary or teaser}

    # -- when ------------------------------------------------------------------------------------------------------

    def _dates(self) -> dict[str, Any]:
        stamps = {
            name: self.date(element)
            for name, element in (
                ("created", child_of(self.about, "contentCreated")),
                ("modified", child_of(self.about, "contentModified")),
                (
                    "published",
                    next(self.item.iterfind(f"{nar('pubHistory')}/{nar('published')}/{nar('timestamp')}"), None),
                ),
                ("first", child_of(self.meta, "firstCreated")),
                ("version", child_of(self.meta, "versionCreated")),
            )
        }
        if self.own:
            return {"published": _moment(stamps["published"]), "updated": _moment(stamps["modified"])}
        made = stamps["published"] or stamps["created"] or stamps["first"]
        changed = stamps["modified"]
        if made is None:
            made = stamps["version"]
        elif changed is None and stamps["version"] != made and (self.item.get("version") or "1").strip() != "1":
            changed = stamps["version"]
        return {"published": _moment(made), "updated": _moment(changed)}

    # -- what about ---------------------------------------------------------------------------------------------

    def _subjects(self) -> dict[str, Any]:
        section = None
        subjects: list[dict[str, Any]] = []
        for part in self.all("subject"):
            kind = part.get("type") or ""
            coded = part.get("qcode") or part.get("literal") or part.get("uri")
            if kind == "natype:section" or (
                not self.own and re.search(r"category|desk|section|ressort", f"{kind} {coded}", re.IGNORECASE)
            ):
                section = section or self.name(part)
            elif coded:
                name = self.name(part)
                subjects.append({"code": coded, "name": name or tail(coded) or coded})
            elif name := self.name(part):
                subjects.append({"code": name, "name": name})
        keywords = [words for part in self.all("keyword") if (words := self.label(part))]
        return {"section": section, "subjects": subjects, "keywords": keywords}

    def _language(self) -> str | None:
        told = next((part.get("tag") for part in self.all("language") if part.get("tag")), None)
        tag = told or (self.item.get(f"{{{XML}}}lang") if not self.own else None)
        tag = squeeze(tag) if tag else None
        return None if tag in ("und", "") else tag

    def _direction(self) -> str | None:
        told = self.item.get("dir")
        return told if told in ("ltr", "rtl") else None

    def _address(self) -> str | None:
        for link in self.links():
            if link.get("rel") == "irel:derivedFrom" and (href := link.get("href")):
                return href if self.own else safe_href(href)
        return None

    def _identifiers(self) -> list[dict[str, str]]:
        found: list[dict[str, str]] = []
        if not self.own:
            if guid := squeeze(self.item.get("guid") or ""):
                found.append({"scheme": "guid", "value": guid})
            if (version := squeeze(self.item.get("version") or "")) not in ("", "1"):
                found.append({"scheme": "version", "value": version})
        told = ((tail(part.get("type")) or "id", self.line(part)) for part in self.all("altId"))
        found.extend({"scheme": scheme, "value": words} for scheme, words in told if words)
        return found

    # -- rights and notices -------------------------------------------------------------------------------------

    def _rights(self) -> dict[str, Any] | None:
        facts: dict[str, Any] = {}
        for info in self.item.iterchildren(nar("rightsInfo")):
            holder = self.name(child_of(info, "copyrightHolder"))
            license_url = next(
                (link.get("href") for link in info.iterchildren(nar("link")) if link.get("rel") == "narel:license"),
                None,
            )
            for key, value in (
                ("notice", self.line(child_of(info, "copyrightNotice"))),
                ("holder", holder),
                ("usage", self.line(child_of(info, "usageTerms"))),
                ("license_url", license_url),
            ):
                if not self.own and value and value.casefold() in _NOTHING:
                    self.notes.add(
                        Note("NA107", "newsml-g2", f"the {key} says nothing", value, f"line {info.sourceline}")
                    )
                elif value and key not in facts:
                    facts[key] = value
        if not self.own and (year := re.search(r"\b(1[89]|20)\d\d\b", facts.get("notice", ""))):
            facts["year"] = int(year[0])
        return facts or None

    def _notices(self) -> dict[str, Any]:
        first: dict[str, Any] | None = None
        notices: list[dict[str, Any]] = []
        for part in self.all("edNote", meta=True):
            words = self.line(part)
            role = part.get("role") or ""
            if not words:
                continue
            if role == "nanote:first-published":
                first = {"printed": words}
            elif role.startswith("nanote:") and tail(role) in (*_NOTICES, "editor", "other"):
                notices.append({"kind": tail(role), "printed": words})
            elif "nonpublic" in (part.get("pubconstraint") or ""):
                self.notes.lost("notices", "an editorial note that is not for publication", words)
            elif len(part):
                # Markup inside an editorial note repeats the plain notes beside it (dpa's notepad).
                self.notes.lost("notices", f"an editorial note in markup, of the role {role or 'none'}", words)
            else:
                kind = next((kind for kind in _NOTICES if kind in role.lower()), "editor")
                notices.append({"kind": kind, "printed": words})
        return {"first_published": first, "notices": [*notices, *self._warnings()]}

    def _warnings(self) -> Iterator[dict[str, str]]:
        """Yield as notices what must not be overlooked: an embargo, and a status other than usable."""
        if self.own:
            return
        embargo, status = child_of(self.meta, "embargoed"), child_of(self.meta, "pubStatus")
        until = None
        if embargo is not None:
            # An empty element stands for an embargo without a date (NewsML-G2 2.35, embargoed).
            until = (self.date(embargo) if (embargo.text or "").strip() else None) or "further notice"
        known = tail(status.get("qcode")) if status is not None else ""
        for said in (
            f"Embargoed until {until}" if until else "",
            f"Status: {known}" if known not in ("", "usable") else "",
        ):
            if said:
                self.guess("notices", "told by the metadata, and nowhere in print", said)
                yield {"kind": "other", "printed": said}

    # -- where it comes from ------------------------------------------------------------------------------------

    def _evidence(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = []
        for part in self.meta.iterchildren(nar("itemMetaExtProperty")) if self.meta is not None and self.own else ():
            if (part.get("rel") or "").startswith("naevid:"):
                try:
                    sure = float(part.get("value") or "1")
                except ValueError:
                    sure = 1.0
                facts = known(
                    fact=tail(part.get("rel")), source=part.get("literal"), printed=self.line(child_of(part, "note"))
                )
                found.append(facts if sure == 1.0 else {**facts, "confidence": sure})
        return found

    def _provenance(self) -> dict[str, Any] | None:
        if not self.own or self.meta is None:
            return None
        captured = software = None
        for hop in self.item.iterfind(f"{nar('hopHistory')}/{nar('hop')}"):
            party = child_of(hop, "party")
            if party is not None and party.get("literal") == "newsarchive":
                captured = hop.get("timestamp")
                name = self.name(party)
                software = name if name != "newsarchive" else None
        digest = next(
            (part.text for part in self.meta.iterchildren(nar("hash")) if part.get("scope") == "nahash:source"), None
        )
        return known(sha256=digest, captured=_moment(captured), software=software) or None

    def _unplaced(self) -> None:
        """Say what an article has no field for."""
        for path in _UNPLACED:
            group, _, name = path.partition("/")
            words = [
                self.label(part) or part.get("qcode") or part.get("literal") or ""
                for part in self.item.iterfind(f"{nar(group)}/{nar(name)}")
            ]
            if told := "; ".join(filter(None, words)):
                self.notes.lost(name, "an article has no field for it", told)


def _moment(iso: str | None) -> dict[str, str] | None:
    return {"iso": iso} if iso else None
