"""Read the byline: the line that names who wrote the story, as printed, and the people in it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from newsarchive.model import Person
from newsarchive.page.facts.agency import agency_named
from newsarchive.page.facts.dates import find_dates
from newsarchive.page.facts.linked_data import strings, things, types_of
from newsarchive.page.facts.people import beats, clean_name, is_desk, is_name, is_role, people_in
from newsarchive.page.facts.places import is_place
from newsarchive.page.facts.record import Facts, Offer
from newsarchive.page.facts.scene import ELSEWHERE, Scene
from newsarchive.page.facts.topics import media_topic
from newsarchive.page.facts.words import alternation, beginning, by_language, key, one_line, plainly_cased
from newsarchive.page.hints import Hint
from newsarchive.page.tree import TextBlock

__all__ = ["gather", "offer_data", "parse_byline", "settle"]

_LONGEST = 220  # characters
_CLOSE = 5  # blocks below the headline
_LABEL, _ONE_NAME, _MOST_BELOW = 25, 60, 4  # characters of a label, of a name below it, and lines of names
_NO_SPACE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_PARTS = re.compile(r"\s*[|•·]\s*|\s+[–—-]\s+|\s*,\s+(?=(?:von|by|par|por)\s)")
# What each of these divisions holds, where white space is spaces.
_PARTED = ("|", "•", "·", " – ", " — ", " - ", ", von ", ", by ", ", par ", ", por ")
_META = (
    ("parsely-author", "meta", 0.8), ("sailthru.author", "meta", 0.75), ("author", "meta", 0.7), ("article:author", "opengraph", 0.65),
    ("dc.creator", "meta", 0.65), ("dcterms.creator", "meta", 0.65), ("byl", "meta", 0.75), ("byline", "meta", 0.7),
    ("article.author", "meta", 0.65), ("citation_author", "meta", 0.82), ("cxenseparse:author", "meta", 0.65), ("authors", "meta", 0.65),
    ("og:article:author", "opengraph", 0.6), ("article:author_name", "opengraph", 0.7), ("cse:author", "meta", 0.6),
    ("vr:author", "meta", 0.65), ("shareaholic:article_author_name", "meta", 0.65), ("bt:author", "meta", 0.65), ("creator", "meta", 0.6),
    ("twitter:data1", "meta", 0.35), ("og:author", "opengraph", 0.6),
)  # fmt: skip
_REAL_BY = ("by", "von", "par", "por", "di", "door", "af", "av", "oleh", "Автор", "Par", "Von", "Por")
_ACCOUNT = re.compile(r"/(?:admin|administrator|root|webmaster|redaktion|editor|newsroom)\d*/?$", re.IGNORECASE)
_PERSON_PAGE = re.compile(
    r"/(?:authors?|autore?n?s?|profiles?|people|person|staff|journalists?|contributors?|redakteure?|by|writers?|columnists?)/[^/]",
    re.IGNORECASE,
)
_DIGIT = re.compile(r"\d")
_DASHES = ("—", "–", "-")
_LONGEST_BY = 60  # characters; by-words are shorter
_SHORT = 120  # characters
_INITIALS = 4  # characters
_LEAST = 0.75  # what a line must reach to be the byline: one clear sign, far from the headline
_TRAILING = re.compile(
    r"\s+(?:on|am|at|in|le|el|em|il|den|um|à|the|published|updated|posted|veröffentlicht|publié|publicado)\s*$",
    re.IGNORECASE,
)
_JA_TAIL = re.compile(r"[（(【]([\u3400-\u9fff]{2,5}(?:[・、][\u3400-\u9fff]{2,5}){0,3})(?:記者|特派員)?[）)】]\s*$")
_JA_LINE = re.compile(
    r"^([\u3400-\u9fff々]{2,6}(?:[・、\s]+[\u3400-\u9fff々]{2,6}){0,3})\s*(?:記者|特派員|編集委員|論説委員|支局長)$"
)
_FIRST_SIGN = "々"  # the first sign of those with which either of these begins
_KO_LINE = re.compile(r"^([\uac00-\ud7a3]{2,4})\s*(?:선임|수습|인턴|전문|객원)?\s*(?:기자|특파원|논설위원)")


def parse_byline(text: str, *, trusted: bool = False) -> list[Person]:
    """Read a line as a byline: the people, desks and agencies that it names; nothing where it is no byline.

    ``trusted``: something else says that it is one, so a pseudonym of one word is a name.

    >>> [person.name for person in parse_byline("By Jane Doe and Ali Said, Staff Writers")]
    ['Jane Doe', 'Ali Said']
    >>> parse_byline("By the end of the day the ice was gone")
    []
    """
    text = one_line(text)
    if not text or len(text) > _LONGEST:
        return []
    match = _led_by(text)
    if match:
        return people_in(text[match.end() :], trusted=trusted) if match.end() < len(text) else []
    match = _KO_LINE.match(text)
    if match:
        return [Person(match[1])]
    match = _JA_LINE.match(text)
    if match:
        return [Person(name) for name in re.split(r"[・、\s]+", match[1])]
    return []


@cache
def _by() -> re.Pattern[str]:
    """Return the pattern of a byline's first words; where the word is short it must stand before a capital."""
    words = by_language("bylines", "by")
    return re.compile(
        rf"^[—–-]?\s*(?:(?i:{alternation(words)}))(?:\s*[:：／]\s*|\s+)(?=[^\Wa-z\d_]|[a-z]{{2,4}}\s+[A-Z]|[\"“]|the\s)"
    )


def _led_by(text: str) -> re.Match[str] | None:
    """Match the pattern of a byline's first words against a line whose white space is single spaces."""
    head = (text[1:] if text[:1] in _DASHES else text).lstrip()[:_LONGEST_BY]
    # the first letters tell nearly every line from a byline
    if plainly_cased(head) and not _begins_by()(head.lower(), 0):
        return None
    return _by().match(text)


@cache
def _by_starts() -> dict[str, tuple[str, ...]]:
    """Return how a line that begins with a by-word begins, in lower case, by its first letter."""
    found: dict[str, list[str]] = {}
    for word in {word.split()[0].lower() for word in by_language("bylines", "by")} | set(_DASHES):
        found.setdefault(word[0], []).append(word)
    return {first: tuple(words) for first, words in found.items()}


@cache
def _inner_by() -> re.Pattern[str]:
    """Return the pattern of a by-word inside a line of dates and counts: ``Posted on … by A``."""
    return re.compile(r"(?<!\w)(?:by|By|BY|von|Von|vom|par|Par|por|Por|door|av|Av|af|Af|oleh|Oleh|di)\s+(?=[^\W\d_])")


@cache
def _glued_by() -> re.Pattern[str]:
    """Return the pattern of a by-word that a bar parts from its name."""
    return re.compile(rf"(?:(?<=^)|(?<=\| ))((?i:{alternation(by_language('bylines', 'by'))}):?)\s*\|\s*")


def _may_be_glued(text: str) -> bool:
    """Tell whether a by-word may begin a line, or follow a bar in it: what the pattern above needs, at a glance."""
    if not plainly_cased(text):
        return True
    begins = _begins_by()
    return any(begins(part, 0) for part in text.lower().split("| "))


@cache
def _begins_by() -> Callable[[str, int], list[str]]:
    return beginning(by_language("bylines", "by"))


def gather(facts: Facts) -> None:
    """Offer every name that the data and the head give as author; the site, its address and its accounts are none."""
    head = facts.head
    assert head is not None
    own = _own_names(facts)
    for rank, node in enumerate(facts.nodes[:3]):
        for prop, less in (("author", 0.0), ("creator", 0.1), ("byline", 0.15)):
            people = _people(node.props.get(prop), own)
            if people:
                trust = (0.92 if node.source == "json-ld" else 0.75) - less - 0.25 * rank
                facts.offer("authors", people, node.source, trust, prop)
                break
    for name, source, trust in head.among(_META):
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


def offer_data(facts: Facts, names: list[str | None], trust: float) -> None:
    """Offer names that the page's own data give as those of the authors."""
    people = _merged([person for name in names if name for person in people_in(name, trusted=True)], _own_names(facts))
    if people:
        facts.offer("authors", people, "page-data", trust, "page data: authors")
        facts.author_names = facts.author_names or tuple(person.name for person in people)


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
            address = thing.get("url") or thing.get("sameAs")
            address = address[0] if isinstance(address, list) and address else address
            address = address if isinstance(address, str) and address.startswith("http") else None
            if not name or (address and _ACCOUNT.search(address)):
                continue
            role = next(strings(thing.get("jobTitle")), None)
            works = next(strings(thing.get("worksFor") or thing.get("affiliation")), None)
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


@dataclass(slots=True)
class _Line:
    """A line that may be the byline: how sure, where, whom it names, and whether it stands alone right at the headline."""

    score: float
    block: TextBlock
    people: tuple[Person, ...]
    printed: str
    plain: bool
    more: tuple[TextBlock, ...] = ()  # the lines below a label


def settle(facts: Facts, scene: Scene) -> None:
    """Find the printed byline, choose the authors, and claim the line."""
    own = _own_names(facts)
    line = _find(facts, scene, own)
    if line is not None:
        facts.values["byline"] = line.printed
        if line.people:
            # the page is right where a system's account signs another name; where both agree, the data are the cleaner
            trust = 0.94 if line.plain and not _agree(facts, line.people) else 0.78
            if not any(" " in person.name or not person.name.isascii() for person in line.people):
                trust = 0.56  # a lone word may be a pseudonym, and may be anything
            facts.offer("authors", line.people, "page-text", trust, "byline", line.printed)
    elif not facts.offers.get("authors"):
        _offer_signature(facts, scene)
    ranked = facts.offered("authors")
    if ranked:
        best = _people_first(_choice(ranked), ranked)
        facts.choose("authors", best, key=lambda people: "|".join(key(person.name) for person in people))


def _agree(facts: Facts, people: tuple[Person, ...]) -> bool:
    """Tell whether the linked data name any of these people, in a longer or a shorter form."""
    shown = [frozenset(key(word) for word in person.name.split()) for person in people]
    stated = [
        frozenset(key(word) for word in person.name.split())
        for offer in facts.offers.get("authors", ())
        if offer.confidence > 0.78
        for person in offer.value
    ]
    return any(len(one & other) >= min(2, len(other)) for one in shown for other in stated)


def _own_names(facts: Facts) -> set[str]:
    """Return the keys of the names by which the site calls itself."""
    names = (facts.site_name or "", *(offer.value.name for offer in facts.offers.get("publisher", ())))
    return {key(name) for name in names if name}


def _people_first(best: Offer, ranked: list[Offer]) -> Offer:
    """Leave out desks and agencies where a person signs as well, in the same list or in another that is believed."""
    for offer in (best, *ranked):
        people = tuple(person for person in offer.value if person.kind == "person")
        if people and (offer is best or (offer.confidence >= 0.6 and all(" " in person.name for person in people))):
            return Offer(people, offer.source, offer.confidence, offer.where, offer.printed)
    return best


def _choice(ranked: list[Offer]) -> Offer:
    """Take the most believed list of authors; what the page prints completes or corrects what a system wrote."""
    best = ranked[0]
    mine = {key(person.name) for person in best.value}
    if all(len(person.name) <= _INITIALS and person.name.isupper() for person in best.value):
        for other in ranked[1:]:  # "LN" is the paper, or a shorthand for the one whom the page names
            if other.where == "byline" and all(" " in person.name for person in other.value):
                return other
    for other in ranked[1:]:
        theirs = {key(person.name) for person in other.value if person.kind == "person"}
        if mine < theirs and other.confidence > 0.6 and len(theirs) <= 8:
            return other
        # the same person, written out in the data: "J. Doe" on the page, a lone account name in the system
        if len(mine) == 1 and len(theirs) == 1 and len(best.value[0].name.split()) == 1 and other.confidence > 0.6:
            name = next(iter(theirs))
            if next(iter(mine)) in name:
                return other
        if best.where == "byline" and other.source == "json-ld" and mine & theirs:
            return other
    return best


def _find(facts: Facts, scene: Scene, own: set[str]) -> _Line | None:
    """Find the block that prints the byline, nearest to the headline first, and claim it."""
    top = scene.headline.b if scene.headline else -100
    known = {
        person.name.lower()
        for offer in facts.offers.get("authors", ())
        for person in offer.value
        if len(person.name) > 5
    }
    best: _Line | None = None
    for place, block in enumerate([*scene.near(), *scene.story[-2:], *scene.below[:12]]):
        if not 3 <= block.length <= _LONGEST or block is scene.headline:
            continue
        line = (block.length <= _LABEL and _labelled(scene, block, own)) or _judge(facts, scene, block, known, own)
        if line is None:
            continue
        line.score -= 0.005 * min(place, 40)
        line.plain = line.plain and 0 < block.b - top <= _CLOSE
        if line.score > _LEAST and (best is None or line.score > best.score):
            best = line
    if best is None:
        return None
    confidence = min(0.95, 0.5 + best.score / 6)
    read = best.printed if not best.more else None
    for block in (best.block, *best.more):
        scene.claim(block, "byline", "names who wrote the story", "byline", confidence=confidence, read=read)
    said = best.block.text.casefold()
    for block in [*scene.near(), *scene.story[-2:], *scene.below[:6]]:
        if (
            block is not best.block
            and block.length == best.block.length
            and block.text.casefold() == said
            and scene.open(block)
        ):
            scene.claim(block, "byline-repeat", "repeats the byline", "byline", code="NA302")
    for person in best.people:
        agency = agency_named(person.name)
        if agency:
            facts.offer("agency_line", agency, "page-text", 0.8, "byline", best.printed)
            break
    return best


@cache
def _labels() -> frozenset[str]:
    return frozenset(word.casefold() for word in by_language("bylines", "labels"))


def _labelled(scene: Scene, block: TextBlock, own: set[str]) -> _Line | None:
    """Read the names below a label that stands alone: ``Written by``, and the next line names somebody."""
    if block.text.strip(" :：").casefold() not in _labels():
        return None
    if scene.bits(block) & ELSEWHERE or not scene.open(block, partly=True):
        return None
    taken: list[TextBlock] = []
    people: list[Person] = []
    for below in scene.tree.blocks[block.b + 1 : block.b + 1 + _MOST_BELOW]:
        if below.length > _ONE_NAME or not scene.open(below) or (below.b in scene.kept and taken):
            break
        named = people_in(below.text, trusted=bool(_NO_SPACE.search(below.text)))
        # a list of names is one name a line
        if not named or any(person.kind != "person" for person in named) or (taken and not below.linked):
            break
        taken.append(below)
        people += named
    found = _merged(people, own)
    if not found:
        return None
    printed = " ".join([block.text, ", ".join(below.text for below in taken)])
    return _Line(2.6, block, found, printed, plain=True, more=tuple(taken))


def _judge(facts: Facts, scene: Scene, block: TextBlock, known: set[str], own: set[str]) -> _Line | None:
    """Judge whether one block is the byline."""
    bits = scene.bits(block)
    if bits & ELSEWHERE and not bits & Hint.BYLINE:
        return None
    marked = bool(bits & (Hint.BYLINE | Hint.BIO)) or (block.linked > 0 and _author_link(scene, block))
    plain = block.text
    numbered = _DIGIT.search(plain) is not None
    if not marked and not numbered:
        # most lines near a headline are neither marked nor dated: then they begin with a by-word or name somebody known
        lowered = plain.lower()
        if (
            not lowered.startswith(_by_starts().get(lowered[:1], ()))
            and not any(map(lowered.__contains__, known))
            and not _signs(plain)
        ):
            return _unmarked(facts, scene, block) if facts.head and facts.head.scrape else None
    if not scene.open(block, partly=True):
        return None
    text = scene.pieces(block)
    dated = False
    shown = plain
    if numbered:
        for start, stop, _ in reversed(find_dates(text, facts.language)):
            text, dated = f"{text[:start]} | {text[stop:]}", True
        for start, stop, _ in reversed(find_dates(plain, facts.language) if dated else []):
            shown = " ".join(f"{shown[:start]} {shown[stop:]}".split()).strip(" |,;·•–—-")
    if "|" in text and _may_be_glued(text):
        text = _glued_by().sub(r"\1 ", text)
    parts = _parts_of(text)
    led = next((part for part in parts if _led_by(part) or _signs(part)), None)
    if led is None and (marked or dated) and block.length < _SHORT:
        inner = _inner_by().search(text)
        led = text[inner.start() :].strip(" |") if inner else None
        led = _parts_of(led)[0] if led else None
    led = _TRAILING.sub("", led) if led and dated else led
    if led is None and dated and not marked:
        name = _name_and_role(scene, block, text)
        text, marked = name or text, name is not None
        parts = _parts_of(text) if name else parts
    lowered = text.lower() if known and block.length < 160 else ""
    mentions = sum(map(lowered.__contains__, known))
    if not (led or marked or mentions):
        return None
    named_in = parse_byline(led, trusted=marked or dated) if led else people_in(text)
    named_in = _parted(named_in, known)
    if led and not named_in and " in " in led:
        # "Written by A in Section"
        led = led.partition(" in ")[0]
        named_in = parse_byline(led, trusted=marked)
    # "By Ana Gil | The Associated Press": the wire stands beside the name
    wires = [Person(part.strip(), kind="organisation") for part in parts if part != led and agency_named(part)]
    named_in = [*named_in, *(wire for wire in wires if wire.name not in {person.name for person in named_in})]
    people = tuple(person for person in named_in if key(person.name) not in own)
    if marked and not people and not led:
        first = _PARTS.split(text.strip(" |"))[0]
        title = facts.values.get("headline", "")
        if is_name(clean_name(first)) and len(first) < 50 and not is_desk(first) and key(first) != key(title):
            people = _merged(people_in(first, trusted=len(first.split()) > 1 or _author_link(scene, block)), own)
    score = (2.0 if led and people else 0.0) + (1.2 if marked and people else 0.0) + 1.5 * min(mentions, 2)
    if bits & Hint.BIO and not bits & Hint.BYLINE:
        score -= 0.5
    if block.b in scene.kept and block.length > 60:
        score -= 2.0
    if scene.story and block.b > scene.story[-1].b:
        score -= 1.0
    if block.length > 90:
        score -= 0.5
    alone = len(key(text)) <= sum(len(key(person.name)) for person in people) + 12
    named = [person for person in people if person.kind == "person" and " " in person.name]
    return _Line(score, block, people, led or shown, bool(named) and (marked or led is not None) and alone)


def _parts_of(text: str) -> list[str]:
    """Divide a line where a bar, a dash or a by-word behind a comma stands; most lines hold none."""
    return _PARTS.split(text) if any(map(text.__contains__, _PARTED)) else [text]


def _signs(text: str) -> bool:
    """Tell whether a line is a name and the word for a reporter behind it, as papers in Japan and Korea sign."""
    return text[:1] >= _FIRST_SIGN and bool(_KO_LINE.match(text) or _JA_LINE.match(text))


def _unmarked(facts: Facts, scene: Scene, block: TextBlock) -> _Line | None:
    """Read a line of a scrape as a byline where nothing but its place says so: names alone, right above the story's date."""
    top = scene.headline
    if top is None or not 0 < block.b - top.b <= _CLOSE or block.length > _ONE_NAME:
        return None
    below = scene.tree.blocks[block.b + 1] if block.b + 1 < len(scene.tree.blocks) else None
    if below is None or below.length > _ONE_NAME or not find_dates(below.text, facts.language) or not scene.open(block):
        return None
    people = people_in(block.text)
    written = len(key(block.text)) - sum(len(key(person.name)) for person in people)
    if not people or not 0 <= written <= len("and") * (len(people) - 1) or not all(map(_plainly_somebody, people)):
        return None
    return _Line(1.0, block, tuple(people), block.text, plain=False)


def _plainly_somebody(person: Person) -> bool:
    """Tell whether a name is that of a person beyond doubt: no place, no desk, no section of a paper."""
    words = person.name.lower().split()
    return (
        person.kind == "person"
        and 2 <= len(words) <= 4
        and not is_place(person.name)
        and not any(word in beats() or media_topic(word) for word in words)
    )


def _name_and_role(scene: Scene, block: TextBlock, text: str) -> str | None:
    """Return the name of a line right under the headline that gives a name, a role and a date, and says nothing else."""
    if scene.headline is None or not 0 < block.b - scene.headline.b <= 2 or block.length > _SHORT:
        return None
    parts = [part for part in _PARTS.split(text.strip(" |")) if part]
    if len(parts) < 2 or not is_name(parts[0]) or not 2 <= len(parts[0].split()) <= 4:
        return None
    return parts[0] if all(is_role(part) for part in parts[1:]) else None


def _parted(people: list[Person], known: set[str]) -> list[Person]:
    """Part names that stand side by side without a comma, where the data know them one by one."""
    found: list[Person] = []
    for person in people:
        inside = sorted((person.name.lower().find(name), name) for name in known if name in person.name.lower())
        if len(inside) < 2 or sum(len(name) for _, name in inside) + len(inside) - 1 != len(person.name):
            found.append(person)
            continue
        found += [Person(person.name[at : at + len(name)], kind=person.kind) for at, name in inside]
    return found


def _author_link(scene: Scene, block: TextBlock) -> bool:
    """Tell whether a short line is a link to the page of a person."""
    if not block.linked or block.length > 80 or block.linked < 0.5 * block.length:
        return False
    tree = scene.tree
    link = next((link for link in tree.links[block.first : block.last] if link >= 0), -1)
    return link >= 0 and (tree.attr(link, "rel") == "author" or bool(_PERSON_PAGE.search(tree.attr(link, "href"))))


def _offer_signature(facts: Facts, scene: Scene) -> None:
    """Offer a name alone on the last line of the story, or in capitals on its first, where nothing else names an author."""
    if len(scene.story) < 3:
        return
    candidates = [(block, "last line") for block in (*scene.story[-1:], *scene.below[:1])] + [
        (scene.story[0], "first line")
    ]
    for block, where in candidates:
        text = block.text
        if not 5 <= len(text) <= 40 or not scene.open(block) or block.linked or not 2 <= len(text.split()) <= 4:
            continue
        if text.isupper() != (where == "first line") or not (
            where == "first line" or _set_like_a_signature(scene, block)
        ):
            continue
        people = people_in(text)
        if len(people) == 1 and people[0].kind == "person" and text[-1:].isalpha() and not is_place(text):
            facts.offer("authors", tuple(people), "page-text", 0.5, where, text)
            facts.values["byline"] = text
            scene.claim(block, "byline", "names who wrote the story", "byline", confidence=0.5)
            return


def _set_like_a_signature(scene: Scene, block: TextBlock) -> bool:
    """Tell whether a last line is set to the right, or in bold or italics, as a signature is; headings are not."""
    tree, e = scene.tree, block.e
    if tree.tags[e] not in {"p", "div", "span", "em", "strong"} or tree.context[e] & ELSEWHERE:
        return False
    inner = tree.tel[block.first]
    return "right" in tree.attr(e, "style") or (inner != e and tree.tags[inner] in {"em", "strong", "b", "i"})
