"""Read who made a NewsML-G2 item, who supplied it, and where it comes from."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

from lxml import etree

from newsarchive.formats.newsml_g2.labels import Labels, child_of, text_of
from newsarchive.formats.newsml_g2.terms import nar, tail
from newsarchive.formats.nitf.terms import words_in
from newsarchive.formats.openings import names_in
from newsarchive.model.gate import clean, safe_href

__all__ = ["Parties", "known"]

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


class Parties(Labels):
    """The people, organisations and places that an item tells."""

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
                known(
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
                contributors.append(known(name=name, role=role, place=self.note(part, "place"), kind=self.kind(part)))
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
            return known(
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
            return known(name=name, printed=credit if credit != name else None)
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
        return known(
            name=name,
            code=short if short != name else None,
            url=provider.get("uri") if self.own else safe_href(provider.get("uri")),
        )

    # -- where -----------------------------------------------------------------------------------------------------

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
        return known(place=names[0], places=several, agency=agency.partition("/")[0].strip() if agency else None)

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
        return known(name=name, region=region, country=country, geonames=geonames, wikidata=wikidata)


def known(**facts: Any) -> dict[str, Any]:
    """Return the facts that are told, without those that are None."""
    return {name: value for name, value in facts.items() if value is not None}


def _source_rank(source: etree._Element) -> int:
    """Order the sources of information: the origin of the story before who supplied it."""
    role = tail(source.get("role"))
    return {"originfo": 0, "origcont": 1, "contentsource": 2, "": 3}.get(role.lower(), 4)
