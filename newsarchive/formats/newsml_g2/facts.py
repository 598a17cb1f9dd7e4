"""Read the facts of a NewsML-G2 item into the shape of the model."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from lxml import etree

from newsarchive.formats.newsml_g2.labels import Labels, child_of, text_of
from newsarchive.formats.newsml_g2.terms import MODEL, XML, nar, tail
from newsarchive.formats.nitf.openings import names_in
from newsarchive.formats.nitf.terms import words_in
from newsarchive.model.gate import clean, safe_href, squeeze
from newsarchive.model.leaves import leaves_of
from newsarchive.notes import Account, Note

__all__ = ["Facts", "extensions", "told"]

_NOTICES = ("correction", "clarification", "update", "translation", "disclosure", "companies", "contributors")
_SUBHEADS = re.compile(r"sub|deck|standfirst|teaser|unter|secondary", re.IGNORECASE)
_OVERLINES = re.compile(r"kicker|overline|ober|dach|eyebrow|pre-?title", re.IGNORECASE)
_NO_HEADLINE = re.compile(r"short|seo|push|sms|slug|mobile", re.IGNORECASE)
_ALPHA3 = {"USA": "US", "GBR": "GB", "DEU": "DE", "FRA": "FR", "AUT": "AT", "CHE": "CH", "ITA": "IT", "ESP": "ES",
           "CAN": "CA", "AUS": "AU", "JPN": "JP", "CHN": "CN", "RUS": "RU", "IND": "IN", "BRA": "BR", "NLD": "NL",
           "BEL": "BE", "SWE": "SE", "NOR": "NO", "DNK": "DK", "FIN": "FI", "POL": "PL", "PRT": "PT", "IRL": "IE",
           "UKR": "UA", "TUR": "TR", "ISR": "IL", "EGY": "EG", "ZAF": "ZA", "KOR": "KR", "MEX": "MX"}  # fmt: skip
_BY = re.compile(r"^(?:by|von|par|por|di)\s+(?=[^\W\d_])", re.IGNORECASE)
_DATELINE = re.compile(
    r"(?P<places>[^\d(–—-][^(–—]*?)\s*(?:,\s*[^,(]*\d[^,(]*)?(?:\((?P<agency>[^)]{1,30})\))?[\s.]*(?:[–—:-]+\s*|\Z)"
)
# The slash in these names parts no places.
_ONE_PLACE = frozenset({"Frankfurt/Main", "Frankfurt/Oder", "Halle/Saale", "Freiburg/Breisgau", "Offenbach/Main"})
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


class Facts(Labels):
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

    # -- who ----------------------------------------------------------------------------------------------------

    def _people(self) -> dict[str, Any]:
        authors: list[dict[str, Any]] = []
        contributors: list[dict[str, Any]] = []
        for part in self.all("creator"):
            name = self.name(part)
            if name is None or not (self.own or self.named(part)):
                # A code that no catalog at hand explains is nobody's name.
                continue
            if not self.own and (bare := _BY.sub("", name)) != name and bare:
                self.guess("authors", "the word before the name is no part of it", name)
                name = bare
            authors.append(
                _told(
                    name=name,
                    role=self.note(part, "role") or (None if self.own else self._role(part)),
                    affiliation=self.name(part.find(f"{nar('personDetails')}/{nar('affiliation')}")),
                    url=part.get("uri") if self.own else safe_href(part.get("uri")),
                    kind=self.kind(part),
                )
            )
        for part in self.all("contributor"):
            if name := self.name(part):
                role = self.note(part, "role") or tail((part.get("role") or "").partition(" ")[0]) or None
                contributors.append(_told(name=name, role=role, place=self.note(part, "place"), kind=self.kind(part)))
        if not authors and not self.own and (byline := self.line(self.first("by"))):
            authors = [{"name": name} for name in names_in(byline)]
            if authors:
                self.guess("authors", "read from the byline", byline)
        return {"authors": authors, "contributors": contributors}

    def _role(self, part: etree._Element) -> str | None:
        return tail((part.get("jobtitle") or part.get("role") or "").partition(" ")[0]) or None

    def _agency(self) -> dict[str, Any] | None:
        credit = self.line(self.first("creditline"))
        sources = sorted(self.all("infoSource"), key=_source_rank)
        for source in sources:
            if not self.own and credit and not self.named(source):
                continue
            if (name := self.name(source)) is None:
                continue
            short = source.get("literal") if self.own else None
            return _told(
                name=name,
                code=short if short != name else None,
                url=source.get("uri") if self.own else safe_href(source.get("uri")),
                printed=credit if credit != name else None,
            )
        if self.own or credit is None:
            return None
        publisher = self.name(child_of(self.meta, "provider"))
        if len(credit) <= 40 and "\n" not in credit:
            self.guess("agency", "the credit line names it", credit)
            name = credit.partition("/")[0].strip() or credit
            if publisher and name.casefold() == publisher.casefold():
                name = publisher
            return _told(name=name, printed=credit if credit != name else None)
        return None

    def _publisher(self) -> dict[str, Any] | None:
        provider = child_of(self.meta, "provider")
        if provider is None:
            return None
        name = self.name(provider)
        if name is None:
            uri = provider.get("uri")
            if self.own or not uri:
                return None
            name = (urlsplit(uri).hostname or uri).removeprefix("www.") if safe_href(uri) else uri
        if self.own and name == "unknown":
            return None
        short = provider.get("literal") if self.own else None
        return _told(
            name=name,
            code=short if short != name else None,
            url=provider.get("uri") if self.own else safe_href(provider.get("uri")),
        )

    # -- where and when -----------------------------------------------------------------------------------------

    def _dateline(self) -> dict[str, Any] | None:
        line = self.first("dateline")
        if self.own:
            printed = text_of(line, exact=True) or ""
        else:
            words = words_in(line) if line is not None else ""
            # The space after the dash belongs to the dateline as it was printed.
            printed = re.sub(r"\s+", " ", clean(words)).lstrip()
        places = [place for part in self.all("located") if (place := self._place(part))]
        if not printed.strip() and not places:
            return None
        facts: dict[str, Any] = {"printed": printed}
        if not self.own and not places and len(printed) <= 200 and (found := _DATELINE.match(printed)):
            facts.update(self._guessed_dateline(found))
        if places:
            facts["place"] = places[0]["name"]
            if len(places) > 1 or len(places[0]) > 1:
                facts["places"] = places
        return facts

    def _guessed_dateline(self, found: re.Match[str]) -> dict[str, Any]:
        """Read place and agency from the words of a dateline: ``Tel Aviv/Beirut (dpa) - ``."""
        places, agency = found["places"].strip(" ,"), found["agency"]
        names = [places] if places in _ONE_PLACE else [name.strip() for name in places.split("/") if name.strip()]
        if not names or len(places) > 60:
            return {}
        names = [name.title() if name.isupper() and len(name) > 3 else name for name in names]
        self.guess("dateline", "place and agency are read from the words", found[0])
        several = [{"name": name} for name in names] if len(names) > 1 else None
        return _told(place=names[0], places=several, agency=agency.partition("/")[0].strip() if agency else None)

    def _place(self, part: etree._Element) -> dict[str, Any] | None:
        name = self.name(part)
        if name is None:
            return None
        region = country = None
        for broader in part.iterchildren(nar("broader")):
            alias, _, short = (broader.get("qcode") or "").partition(":")
            if alias == "iso3166-1a2":
                country = short
            elif alias == "iso3166-1a3" and not self.own:
                country = _ALPHA3.get(short)
            elif broader.get("type") == "natype:region" or (not self.own and "prov" in (broader.get("type") or "")):
                region = self.name(broader)
        geonames = wikidata = None
        for same in [part, *part.iterchildren(nar("sameAs"))]:
            alias, _, short = (same.get("qcode") or "").partition(":")
            if alias == "geonames" and short.isascii() and short.isdigit():
                geonames = int(short)
            elif alias == "wikidata":
                wikidata = short
        return _told(name=name, region=region, country=country, geonames=geonames, wikidata=wikidata)

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
                facts = _told(
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
        return _told(sha256=digest, captured=_moment(captured), software=software) or None

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


def _told(**facts: Any) -> dict[str, Any]:
    return {name: value for name, value in facts.items() if value is not None}


def _moment(iso: str | None) -> dict[str, str] | None:
    return {"iso": iso} if iso else None


def _source_rank(source: etree._Element) -> int:
    """Order the sources of information: the origin of the story before who supplied it."""
    role = tail(source.get("role"))
    return {"originfo": 0, "origcont": 1, "contentsource": 2, "": 3}.get(role.lower(), 4)
