"""Settle the agency: which wire service the story came from, by its dateline, byline, closing lines and data."""

from __future__ import annotations

import re

from newsarchive.model import Organisation
from newsarchive.page.facts.agency import Agency, agencies_in, agency_named
from newsarchive.page.facts.linked_data import strings
from newsarchive.page.facts.record import Facts
from newsarchive.page.facts.words import key

__all__ = ["settle"]

_META = ("source", "dc.source", "agency", "article:agency", "news_source", "original-source", "provider")


def settle(facts: Facts) -> None:
    """Choose among what the page says; the publisher itself is no agency of its own story."""
    own = key(facts.values["publisher"].name) if facts.values.get("publisher") else ""
    dateline = facts.values.get("dateline")
    if dateline and dateline.agency:
        agency = agency_named(dateline.agency)
        if agency:
            _offer(facts, agency, "page-text", 0.95, "dateline", dateline.printed)
    for offer in facts.offers.get("agency_line", ()):
        _offer(facts, offer.value, offer.source, offer.confidence, offer.where, offer.printed)
    for offer in facts.offers.get("authors", ()):
        named = [person for person in offer.value if person.kind == "organisation" and agency_named(person.name)]
        people = [person for person in offer.value if person.kind == "person"]
        for person in named:
            agency = agency_named(person.name)
            if agency and not agency.photo:
                _offer(facts, agency, offer.source, 0.8 if not people else 0.7, f"author ({offer.where})", person.name)
    for node in facts.nodes[:1]:
        for prop in ("sourceOrganization", "provider", "creditText", "isBasedOn"):
            for text in strings(node.props.get(prop)):
                for agency in agencies_in(text):
                    if not agency.photo:
                        _offer(facts, agency, node.source, 0.65, prop, text)
    rights = facts.values.get("rights")
    if rights and rights.notice:
        for agency in agencies_in(re.split(r"\s*[|,.]\s", rights.holder or rights.notice.strip(" ©"))[0]):
            if not agency.photo:
                _offer(facts, agency, "page-text", 0.6, "rights line", rights.notice)
    head = facts.head
    if head is not None:
        for name in filter(head.meta.__contains__, _META):
            stated = head.first(name)
            if stated and len(stated) < 60:
                for agency in agencies_in(stated):
                    _offer(facts, agency, "meta", 0.6, name, stated)
    facts.offers["agency"] = [
        offer
        for offer in facts.offers.get("agency", ())
        if key(offer.value.name) != own and key(offer.value.code or "") != own
    ]
    facts.best("agency", key=lambda agency: agency.name)


def _offer(facts: Facts, agency: Agency, source: str, trust: float, where: str, printed: str | None) -> None:
    if not agency.mock:
        facts.offer("agency", Organisation(agency.name, agency.code, printed=printed), source, trust, where, printed)  # type: ignore[arg-type]
