"""Offer what stood beside the page in its source: in the entry of a feed, the line of JSON, the news sitemap of its site.

Whoever wrote it there may have meant another version of the story, or copied it from one, so that it is believed less than
what the page says of itself, and more than what is guessed from its title.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any

from newsarchive.model import Organisation, Rights
from newsarchive.page.facts.dates import parse_date
from newsarchive.page.facts.language import well_formed
from newsarchive.page.facts.people import people_in
from newsarchive.page.facts.record import Facts
from newsarchive.page.facts.rights import parse_rights
from newsarchive.sources.page import Aside

__all__ = ["gather"]

_LONGEST = 500
_MAIL = re.compile(r"\S{1,100}@\S{1,100}\s{1,4}\((.{1,200})\)$")
_TOPICS = 30


def gather(facts: Facts, sidecar: Iterable[Aside]) -> None:
    """Offer each fact as its own kind of value; what cannot be read as that is left alone."""
    for aside in sidecar:
        text = " ".join(aside.text.split())
        if not text or len(text) > _LONGEST or aside.fact not in _READ:
            continue
        name, trust, read = _READ[aside.fact]
        facts.offer(name, read(text, facts), "sidecar", trust, aside.where, text)
    if not facts.headline_guess and (told := facts.offered("headline")):
        facts.headline_guess = told[0].value


def _words(text: str, facts: Facts) -> str:
    del facts
    return text


def _people(text: str, facts: Facts) -> Any:
    del facts
    # RSS 2.0 wants an address for mail there, the name in brackets behind it.
    mail = _MAIL.match(text)
    return tuple({person.name: person for person in people_in(mail[1] if mail else text, trusted=True)}.values())


def _moment(text: str, facts: Facts) -> Any:
    moment = parse_date(text, facts.language, facts.captured)
    return moment if moment is not None and len(moment.iso) >= len("2024-03-01") else None


def _publisher(text: str, facts: Facts) -> Organisation:
    del facts
    return Organisation(text)


def _language(text: str, facts: Facts) -> str | None:
    del facts
    return well_formed(text)


def _rights(text: str, facts: Facts) -> Rights:
    del facts
    if text.lower().startswith(("http://", "https://")):
        return Rights(None, None, None, None, text)
    return parse_rights(text) or Rights(text)


def _topics(text: str, facts: Facts) -> tuple[str, ...]:
    del facts
    return tuple(dict.fromkeys(word.strip() for word in text.split(",") if word.strip()))[:_TOPICS]


def _address(text: str, facts: Facts) -> str | None:
    del facts
    return text if text.lower().startswith(("http://", "https://")) else None


# fact beside the page: the fact of an article, how far it is believed, how it is read
_READ: dict[str, tuple[str, float, Callable[[str, Facts], Any]]] = {
    "headline": ("headline", 0.6, _words),
    "deck": ("deck", 0.4, _words),
    "byline": ("authors", 0.6, _people),
    "published": ("published", 0.62, _moment),
    "updated": ("updated", 0.5, _moment),
    "publisher": ("publisher", 0.45, _publisher),
    "language": ("language", 0.5, _language),
    "rights": ("rights", 0.3, _rights),
    "keywords": ("keywords", 0.45, _topics),
    "url": ("url", 0.5, _address),
}
