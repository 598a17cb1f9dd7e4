"""Find the canonical address of the page, free of what only counts visitors, and the identifiers that it gives."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit, urlunsplit

from newsarchive.model import Identifier
from newsarchive.model.gate import is_whole, safe_href
from newsarchive.page.facts.linked_data import page_key, strings, things
from newsarchive.page.facts.record import Facts, Offer

__all__ = ["ROOTED", "gather", "resolve", "root_of", "settle", "without_tracking"]

_ROOT = re.compile(r"https?://[A-Za-z0-9.-]*[A-Za-z0-9](?=/|$)")
# From the root of the site, of plain signs alone, without steps up or on the spot.
ROOTED = re.compile(r"/(?![/.])(?:(?!/\.)[!\"$-:<->@-~])*(?:\?[!\"$-~]+)?(?:#[!-~]+)?")
_TRACKING = re.compile(
    r"^(?:utm_\w+|mtm_\w+|pk_\w+|fbclid|gclid|dclid|msclkid|yclid|igshid|mc_[ce]id|_ga|ref|ref_src|ref_url|cmp|cmpid|"
    r"ocid|ito|icid|ncid|sh|smid|s_cid|source|src|at_\w+|xtor|wt_\w+|wtrid|kwp|sfnsn|share|feature|partner|ftag|taid|cid|rss|outputType|_gl|ns_\w+)$",
    re.IGNORECASE,
)
_IDS = (("article:id", "cms"), ("articleid", "cms"), ("article_id", "cms"), ("cms_id", "cms"), ("parsely-post-id", "cms"),
        ("cxenseparse:articleid", "cms"), ("cxenseparse:recs:articleid", "cms"), ("dc.identifier", "dc"), ("dcterms.identifier", "dc"),
        ("citation_doi", "doi"), ("guid", "guid"), ("bt:id", "cms"), ("brightspot.contentid", "cms"), ("vr:contentid", "cms"),
        ("nrk:id", "cms"), ("content-id", "cms"))  # fmt: skip


def resolve(address: str | None, base: str | None) -> str | None:
    """Return an address as absolute, or None where it leads nowhere a reader may go."""
    if not address:
        return None
    address = address.strip()
    if is_whole(address):
        return address
    if base:
        # most lead on from the root of the site, or leave its scheme out: their parts need no look
        root = root_of(base)
        if root and ROOTED.fullmatch(address):
            return safe_href(root + address)
        if root and address.startswith("//") and is_whole(whole := root[: root.index("/")] + address):
            return whole
        try:
            address = urljoin(base, address)
        except ValueError:
            return None
    return safe_href(address)


@lru_cache(maxsize=16)  # all addresses of a page are told from one or two
def root_of(base: str) -> str | None:
    """Return the scheme and the host with which an address begins, where they are plain; else None."""
    found = _ROOT.match(base)
    return found[0] if found else None


def without_tracking(url: str) -> str:
    """Return an address without the parameters and the fragment that say how a visitor came.

    >>> without_tracking("https://paper.example/a?id=7&utm_source=x#top")
    'https://paper.example/a?id=7'
    """
    try:
        parts = urlsplit(url)
    except ValueError:
        return url
    if not parts.query and not parts.fragment:
        return url
    query = parts.query
    if query:
        kept = [(name, value) for name, value in parse_qsl(query, keep_blank_values=True) if not _TRACKING.match(name)]
        if len(kept) != len(parse_qsl(query, keep_blank_values=True)):
            query = urlencode(kept)
    fragment = parts.fragment if parts.fragment.startswith("!") else ""
    return urlunsplit((parts.scheme, parts.netloc, parts.path, query, fragment))


def gather(facts: Facts) -> None:
    """Offer every address that the page gives itself."""
    head = facts.head
    assert head is not None
    base = resolve(head.base, facts.url) or facts.url
    for address, source, trust, where in (
        (head.canonical, "meta", 0.9, "link canonical"),
        (head.first("og:url"), "opengraph", 0.8, "og:url"),
        (head.first("twitter:url", "parsely-link", "syndication-source", "original-source"), "meta", 0.5, "meta"),
        (facts.url, "document", 0.6, "address of the page"),
    ):
        found = resolve(address, base)
        if found and not found.startswith("mailto:"):
            facts.offer("url", without_tracking(found), source, trust, where)  # type: ignore[arg-type]
    for node in facts.nodes[:1]:
        for name in ("mainEntityOfPage", "url"):
            for thing in things(node.props.get(name)):
                address = thing.get("@id") or thing.get("url") if isinstance(thing, dict) else thing
                found = resolve(address, base) if isinstance(address, str) else None
                if found:
                    facts.offer("url", without_tracking(found), node.source, 0.55, name)


def settle(facts: Facts) -> None:
    """Choose the address: what the page declares, unless it declares its front page or another site's."""
    ranked = facts.offered("url")
    if not ranked:
        return
    best = ranked[0]
    fetched = next((offer for offer in ranked if offer.source == "document"), None)
    if fetched is not None and best is not fetched:
        for offer in ranked:
            if _plausible(offer, fetched):
                best = offer
                break
    facts.choose("url", best, key=page_key)
    _identify(facts)


def _plausible(offer: Offer, fetched: Offer) -> bool:
    """Tell whether a declared address can be that of the page that was fetched there."""
    mine, theirs = urlsplit(offer.value), urlsplit(fetched.value)
    if mine.path.rstrip("/") == "" and theirs.path.rstrip("/") != "":
        return bool(mine.query and mine.query == theirs.query)
    # another host is where the story came from, or goes to; this copy stands where it was fetched
    here, there = _site(mine.hostname or ""), _site(theirs.hostname or "")
    return here == there or (
        mine.path.rstrip("/") == theirs.path.rstrip("/") and here.split(".")[-2:] == there.split(".")[-2:]
    )


def _site(host: str) -> str:
    """Return a host without the names that one site gives its doors."""
    for door in ("www.", "m.", "amp.", "mobile.", "www2."):
        host = host.removeprefix(door)
    return host


def _identify(facts: Facts) -> None:
    """Collect the identifiers that the publisher gives the story."""
    head = facts.head
    assert head is not None
    found: dict[tuple[str, str], Identifier] = {}
    for name, scheme in head.among(_IDS):
        value = head.first(name)
        if value and len(value) < 120 and not value.startswith("http"):
            found.setdefault((scheme, value), Identifier(scheme, value))
    for node in facts.nodes[:1]:
        for thing in things(node.props.get("identifier")):
            if isinstance(thing, dict):
                value, scheme = next(strings(thing.get("value")), None), next(strings(thing.get("propertyID")), "cms")
            else:
                value, scheme = next(strings(thing), None), "cms"
            if value and len(value) < 120 and not value.startswith("http"):
                found.setdefault((scheme.lower(), value), Identifier(scheme.lower(), value))
    if found:
        facts.values["identifiers"] = tuple(found.values())
