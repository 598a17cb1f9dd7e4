"""Name the publisher: the paper or the site, not the platform, the page or the agency."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from newsarchive.model import Organisation
from newsarchive.page.facts.agency import agency_named
from newsarchive.page.facts.linked_data import Node, strings, things
from newsarchive.page.facts.record import Facts, Offer
from newsarchive.page.facts.words import key

__all__ = ["gather", "settle"]

_PLATFORMS = frozenset(
    "wordpress blogger medium substack facebook twitter youtube google drupal joomla ghost wix".split()
)
_NOT_NAMES = re.compile(
    r"^(?:home|news|website|publisher|organization|default|null|undefined|admin|blog)$", re.IGNORECASE
)
_RIGHTS = re.compile(
    r"版权所有|all rights reserved\.?|copyright|©|\(c\)|(?:19|20)\d\d(?:\s?[-–]\s?(?:19|20)\d\d)?", re.IGNORECASE
)
_META = (
    ("og:site_name", 0.88), ("application-name", 0.6), ("dc.publisher", 0.7), ("dcterms.publisher", 0.7),
    ("publisher", 0.6), ("citation_publisher", 0.6), ("apple-mobile-web-app-title", 0.55), ("cre", 0.6),
    ("twitter:app:name:iphone", 0.3), ("copyright", 0.2), ("al:android:app_name", 0.25),
)  # fmt: skip
_TITLE_TAIL = re.compile(r"\s(?:[|｜–—·•»-]|::)\s([^|｜–—·•»]{2,40})$")


def gather(facts: Facts, nodes: list[Node]) -> None:
    """Offer every name that the data give the publisher; must run before the headline, which needs the site's name."""
    head = facts.head
    assert head is not None
    for node in nodes[:3]:
        for prop, trust in (("publisher", 0.9), ("sourceOrganization", 0.6), ("copyrightHolder", 0.5)):
            for thing in things(node.props.get(prop)):
                name = next(strings(thing), None)
                address = thing.get("url") if isinstance(thing, dict) else None
                _offer(facts, name, node.source, trust, f"{prop}", address if isinstance(address, str) else None)
    for name, trust in head.among(_META):
        text = head.first(name)
        _offer(facts, text, "opengraph" if name.startswith("og:") else "meta", trust, name)
    if head.repeated and head.title:
        signs = [part for part in re.split(r"\s*[|｜·•»]\s*|\s[-–—]\s", head.title[len(head.repeated) :]) if part]
        if signs:
            _offer(facts, signs[0], "page-text", 0.6, "what follows the headline in the title")
    if head.title:
        match = _TITLE_TAIL.search(head.title)
        host = _host_words(facts)
        if match and host and (key(match[1]).removeprefix("the") in host or host in key(match[1])):
            _offer(facts, match[1], "meta", 0.5, "title")
    ranked = facts.offered("publisher")
    facts.site_name = head.first("og:site_name") or (ranked[0].value.name if ranked else None)


def _offer(facts: Facts, name: str | None, source: str, trust: float, where: str, address: str | None = None) -> None:
    if not name or len(name) > 80 or _NOT_NAMES.match(name) or key(name) in _PLATFORMS:
        return
    name = _bare(name)
    if name and not name.startswith(("http://", "https://", "©", "@")) and not name.isdigit():
        facts.offer("publisher", Organisation(name, url=address if address and address.startswith("http") else None),
                    source, trust, where)  # type: ignore[arg-type]  # fmt: skip


def _bare(name: str) -> str:
    """Cut the claim off a name: ``Hill Post | News from the hills``."""
    name = _RIGHTS.sub("", name).strip(" ,.©")
    first = re.split(r"\s+[|｜•·»–—-]\s+|\s*[|｜]\s*", name)[0].strip()
    return first if len(first) > 2 else name.strip()


def _host_words(facts: Facts) -> str:
    """Return the letters of the host's own part: ``hillpost`` of ``www.hill-post.example``."""
    if not facts.url:
        return ""
    try:
        host = urlsplit(facts.url).hostname or ""
    except ValueError:
        return ""
    parts = [part for part in host.split(".") if part not in ("www", "m", "amp", "news")]
    return key(parts[0]) if len(parts) > 1 else ""


def _no_agency(facts: Facts, ranked: list[Offer], host: str) -> Offer:
    """Take the most believed name that is not a wire service's on another paper's site; the wire is offered as the agency."""
    for offer in ranked:
        agency = agency_named(offer.value.name)
        if agency is None or not host or any(word in host for word in (key(agency.code), key(agency.name))):
            return offer
        facts.offer("agency_line", agency, offer.source, 0.7, f"publisher ({offer.where})", offer.value.name)
    return ranked[0]


def settle(facts: Facts) -> None:
    """Choose the publisher; a name that the host's own letters confirm is believed before one that they do not."""
    ranked = facts.offered("publisher")
    host = _host_words(facts)
    if not ranked:
        if facts.url:
            name = (urlsplit(facts.url).hostname or "").removeprefix("www.")
            if "." in name:
                facts.offer("publisher", Organisation(name), "url", 0.4, "host")
                facts.best("publisher", key=lambda value: key(value.name))
        return
    best = _no_agency(facts, ranked, host)
    if host and not _confirmed(best.value.name, host):
        named = ("og:site_name", "application-name")
        best = next((offer for offer in ranked if offer.where in named and _confirmed(offer.value.name, host)), best)
    facts.choose("publisher", best, key=lambda value: key(value.name))


def _confirmed(name: str, host: str) -> bool:
    """Tell whether the host's letters are those of a name, or its initials: ``hvp`` of the Hill Valley Post."""
    letters = key(name).removeprefix("the")
    initials = "".join(word[0] for word in name.split() if word[0].isupper()).lower()
    return len(letters) > 2 and (letters in host or host in letters or (len(initials) > 2 and initials == host))
