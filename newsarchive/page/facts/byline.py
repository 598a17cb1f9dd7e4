"""Read the byline: the line that names who wrote the story, as printed, and the people in it."""

from __future__ import annotations

import re
from functools import cache

from newsarchive.model import Person
from newsarchive.page.facts.agency import agency_named
from newsarchive.page.facts.linked_data import strings, things, types_of
from newsarchive.page.facts.people import clean_name, is_desk, is_name, people_in
from newsarchive.page.facts.record import Facts, Offer
from newsarchive.page.facts.scene import ELSEWHERE, Scene
from newsarchive.page.facts.words import alternation, by_language, key
from newsarchive.page.hints import Hint
from newsarchive.page.tree import TextBlock

__all__ = ["gather", "parse_byline", "settle"]

_LONGEST = 220
_META = (
    ("parsely-author", "meta", 0.8), ("sailthru.author", "meta", 0.75), ("author", "meta", 0.7), ("article:author", "opengraph", 0.65),
    ("dc.creator", "meta", 0.65), ("dcterms.creator", "meta", 0.65), ("byl", "meta", 0.75), ("byline", "meta", 0.7),
    ("article.author", "meta", 0.65), ("citation_author", "meta", 0.6), ("cxenseparse:author", "meta", 0.65), ("authors", "meta", 0.65),
    ("og:article:author", "opengraph", 0.6), ("article:author_name", "opengraph", 0.7), ("cse:author", "meta", 0.6),
    ("vr:author", "meta", 0.65), ("shareaholic:article_author_name", "meta", 0.65), ("bt:author", "meta", 0.65), ("creator", "meta", 0.6),
    ("twitter:data1", "meta", 0.35), ("og:author", "opengraph", 0.6),
)  # fmt: skip
_REAL_BY = ("by", "von", "par", "por", "di", "door", "af", "av", "oleh", "Автор", "Par", "Von", "Por")
_JA_TAIL = re.compile(r"[（(【]([\u3400-\u9fff]{2,5}(?:[・、][\u3400-\u9fff]{2,5}){0,3})(?:記者|特派員)?[）)】]\s*$")
_KO_LINE = re.compile(r"^([\uac00-\ud7a3]{2,4})\s*(?:선임|수습|인턴|전문|객원)?\s*(?:기자|특파원|논설위원)")


def parse_byline(text: str) -> list[Person]:
    """Read a line as a byline: the people, desks and agencies that it names; nothing where it is no byline.

    >>> [person.name for person in parse_byline("By Jane Doe and Ali Said, Staff Writers")]
    ['Jane Doe', 'Ali Said']
    >>> parse_byline("By the end of the day the ice was gone")
    []
    """
    text = " ".join(text.split())
    if not text or len(text) > _LONGEST:
        return []
    match = _by().match(text)
    if match:
        return people_in(text[match.end() :]) if match.end() < len(text) else []
    match = _KO_LINE.match(text)
    if match:
        return [Person(match[1])]
    return []


@cache
def _by() -> re.Pattern[str]:
    """Return the pattern of a byline's first words; where the word is short it must stand before a capital."""
    words = by_language("bylines", "by")
    return re.compile(
        rf"^[—–-]?\s*(?:(?i:{alternation(words)}))(?:\s*[:：／]\s*|\s+)(?=[^\Wa-z\d_]|[a-z]{{2,4}}\s+[A-Z]|[\"“]|the\s)"
    )


def gather(facts: Facts) -> None:
    """Offer every name that the data and the head give as author; the site, its address and its accounts are none."""
    head = facts.head
    assert head is not None
    own = {
        key(name)
        for name in (facts.site_name or "", *(offer.value.name for offer in facts.offers.get("publisher", ())))
        if name
    }
    for rank, node in enumerate(facts.nodes[:3]):
        for prop, less in (("author", 0.0), ("creator", 0.1), ("byline", 0.15)):
            people = _people(node.props.get(prop), own)
            if people:
                trust = {"json-ld": 0.92, "page-data": 0.8}.get(node.source, 0.75) - less - 0.25 * rank
                facts.offer("authors", people, node.source, trust, prop)
                break
    for name, source, trust in _META:
        contents = [content for content in head.all(name) if not content.startswith(("http", "/", "@", "www."))]
        if name == "twitter:data1" and not (head.first("twitter:label1") or "").lower().startswith(
            ("written", "by", "verfasst", "écrit", "escrito", "von", "author", "geschr", "par")
        ):
            continue
        people = _merged([person for content in contents[:12] for person in people_in(content, trusted=True)], own)
        if people:
            facts.offer("authors", people, source, trust, name)  # type: ignore[arg-type]
    ranked = facts.offered("authors")
    if ranked:
        facts.author_names = tuple(person.name for person in ranked[0].value)


def _people(value: object, own: set[str]) -> tuple[Person, ...]:
    """Read the authors of a node: strings, persons, organisations, lists of them, names in parts."""
    found: list[Person] = []
    for thing in things(value):
        if isinstance(thing, dict):
            kinds = types_of(thing)
            kind = (
                "organisation" if any("organization" in word or word == "corporation" for word in kinds) else "person"
            )
            name = next(strings(thing.get("name")), None)
            if not name:
                parts = [next(strings(thing.get(part)), "") for part in ("givenName", "additionalName", "familyName")]
                name = " ".join(filter(None, parts)) or next(strings(thing), None)
            if not name:
                continue
            role = next(strings(thing.get("jobTitle")), None)
            works = next(strings(thing.get("worksFor") or thing.get("affiliation")), None)
            address = thing.get("url") or thing.get("sameAs")
            address = address[0] if isinstance(address, list) and address else address
            address = address if isinstance(address, str) and address.startswith("http") else None
            people = people_in(name, trusted=True, kind=kind)
            if kind == "organisation":
                # a person whom the system calls an organisation
                persons = people_in(name)
                if persons and all(person.kind == "person" for person in persons) and key(name) not in own:
                    people = persons if len(name.split()) <= 4 else people
            if len(people) == 1:
                one = people[0]
                people = [
                    Person(one.name, (role or one.role) if len(role or "") < 90 else one.role, works, address, one.kind)
                ]
            found.extend(people)
        elif isinstance(thing, str):
            text = next(strings(thing), "")
            if not text.startswith(("http", "/")):
                found.extend(people_in(text, trusted=True))
    return _merged(found, own)


def _merged(people: list[Person], own: set[str]) -> tuple[Person, ...]:
    """Return each author once, without the site's own name."""
    found: dict[str, Person] = {}
    for person in people:
        mark = key(person.name)
        if (
            mark
            and mark not in own
            and not (mark.endswith(("com", "news", "online")) and any(name and name in mark for name in own))
        ):
            found.setdefault(mark, person)
    return tuple(found.values())


def settle(facts: Facts, scene: Scene) -> None:
    """Find the printed byline, choose the authors, and claim the line."""
    own = {
        key(name)
        for name in (facts.site_name or "", *(offer.value.name for offer in facts.offers.get("publisher", ())))
        if name
    }
    line = _find(facts, scene, own)
    if line is not None:
        _, people, printed = line
        facts.values["byline"] = printed
        if people:
            facts.offer("authors", people, "page-text", 0.78, "byline", printed)
    ranked = facts.offered("authors")
    if ranked:
        best = _choice(ranked)
        people = tuple(person for person in best.value if person.kind == "person")
        if people:
            best = Offer(people, best.source, best.confidence, best.where, best.printed)
        else:
            named = next((offer for offer in ranked if any(person.kind == "person" for person in offer.value)), None)
            if named:
                best = Offer(
                    tuple(p for p in named.value if p.kind == "person"),
                    named.source,
                    named.confidence,
                    named.where,
                    named.printed,
                )
        facts.choose("authors", best, key=lambda people: "|".join(key(person.name) for person in people))


def _choice(ranked: list[Offer]) -> Offer:
    """Take the most believed list of authors; a longer one that holds all of its names completes it."""
    best = ranked[0]
    mine = {key(person.name) for person in best.value}
    for other in ranked[1:]:
        theirs = {key(person.name) for person in other.value if person.kind == "person"}
        if mine < theirs and other.confidence > 0.6 and len(theirs) <= 8:
            return other
        # a lone account name, spelt out elsewhere
        if len(mine) == 1 and len(theirs) == 1 and len(best.value[0].name.split()) == 1 and other.confidence > 0.6:
            name = next(iter(theirs))
            if next(iter(mine)) in name:
                return other
    return best


def _find(facts: Facts, scene: Scene, own: set[str]) -> tuple[TextBlock, tuple[Person, ...], str] | None:
    """Find the block that prints the byline, nearest to the headline first, and claim it."""
    tree = scene.tree
    top = scene.headline.b if scene.headline else 0
    known = {key(person.name) for offer in facts.offers.get("authors", ()) for person in offer.value}
    zone = sorted((block for block in scene.above if block.b >= top - 6), key=lambda block: block.b)[:70]
    best: tuple[float, TextBlock, tuple[Person, ...], str] | None = None
    for place, block in enumerate([*zone, *scene.story[:3], *scene.below[:12]]):
        if block.length > 200 or block.length < 3 or not scene.open(block):
            continue
        bits = tree.context[block.e]
        if bits & ELSEWHERE and not bits & Hint.BYLINE:
            continue
        text = scene.pieces(block)
        marked = bool(bits & (Hint.BYLINE | Hint.BIO))
        in_story = block.b in scene.kept
        by = _by().match(text)
        mentions = (
            sum(1 for name in known if len(name) > 5 and name in key(text)) if known and block.length < 160 else 0
        )
        if not (by or marked or mentions):
            continue
        people = tuple(
            person for person in (parse_byline(text) if by else people_in(text)) if key(person.name) not in own
        )
        if marked and not people and is_name(clean_name(text)) and len(text) < 50 and not is_desk(text):
            people = _merged(people_in(text, trusted=len(text.split()) > 1), own)
        score = (2.0 if by and people else 0.0) + (1.2 if marked and people else 0.0) + 1.5 * min(mentions, 2)
        if bits & Hint.BIO and not bits & Hint.BYLINE:
            score -= 0.5
        if in_story and block.length > 60:
            score -= 2.0
        if block.b > (scene.story[-1].b if scene.story else 10**9):
            score -= 1.0
        score -= 0.01 * place
        if block.length > 90:
            score -= 0.5
        if score > 0.9 and (best is None or score > best[0]):
            best = (score, block, people, text)
    if best is None:
        return None
    _, block, people, printed = best
    scene.claim(block, "byline", "names who wrote the story", "byline", confidence=min(0.95, 0.5 + best[0] / 6))
    agencies = [agency for person in people if (agency := agency_named(person.name))]
    if agencies:
        facts.offer("agency_line", agencies[0], "page-text", 0.8, "byline", printed)
    return block, people, printed
