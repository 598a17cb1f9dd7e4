"""Read what a page's own scripts hold of the story: the state from which Next, Fusion, Apollo and their like draw the page.

The last witness: it is asked only where linked data, tags and meta elements are silent, whatever its shape, and believed
least. An object counts as this story's where its title is the page's and it holds something that a story has.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator, Sequence
from typing import Any

from newsarchive.page.facts import byline, published, topics
from newsarchive.page.facts.lenient import decode_at
from newsarchive.page.facts.linked_data import page_key
from newsarchive.page.facts.record import Facts
from newsarchive.page.facts.words import key, plain_text

__all__ = ["gather", "states"]

# What state is called in scripts.
_NAMES = (
    *[f"__{whose}_{what}__" for whose in ("APOLLO", "INITIAL", "PRELOADED", "REDUX", "REACT_QUERY", "SERVER")
      for what in ("STATE", "DATA", "PROPS")],
    "__NUXT__", "__STATE__", "__DATA__", "__PAGE_DATA__",
    "Fusion.globalContent", "Fusion.contentCache", "pageData", "articleData", "initialState", "preloadedState",
)  # fmt: skip
_GIVEN = re.compile(r"[\"'\]]*\s*=(?!=)\s*")
_WORD = re.compile(r"[^\W_]+")
_SIGNS = (
    "_STATE__",
    "_DATA__",
    "_PROPS__",
    "__NUXT__",
    "__STATE__",
    "__DATA__",
    "Fusion.",
    "ageData",
    "articleData",
    "dState",
    "lState",
)  # each name holds one of these
_NAMES_WITH = {sign: [(name, name.index(sign)) for name in _NAMES if sign in name] for sign in _SIGNS}
_IN_SIGNS = ("__", "Fusion.", "eData", "State")  # a quicker look: each sign holds one of these
_LONGEST, _MOST_SCRIPTS, _MOST_OBJECTS, _DEEPEST = 2_000_000, 12, 12_000, 16  # characters, scripts, objects, levels
_MOST_STATES = 4  # of a script
_NESTED = (dict, list)
_START = 200  # characters of a script that are not all white space, as a rule
_SHORTEST_TITLE, _SHORTEST_BODY = 12, 200  # characters
_TEXTS = (
    "basic",
    "default",
    "value",
    "text",
    "html",
    "rendered",
    "main",
    "web",
    "name",
    "title",
    "label",
    "displayName",
    "content",
)
_TITLES = ("headline", "title", "headlines", "articleTitle", "pageTitle", "name", "hed")
_DECKS = (
    "subheadlines",
    "subheadline",
    "standfirst",
    "subtitle",
    "dek",
    "deck",
    "lead",
    "description",
    "excerpt",
    "summary",
    "teaser",
)
_WRITERS = (
    "authors",
    "author",
    "byline",
    "bylines",
    "credits",
    "writers",
    "journalists",
    "contributors",
    "creator",
    "creators",
)
_DATES = ("datePublished", "publishedAt", "published_at", "firstPublishedAt", "first_publish_date", "firstPublished", "publishDate",
          "publish_date", "publicationDate", "publication_date", "publishedDate", "published_date", "displayDate", "display_date",
          "pubDate", "published", "publishTime", "publish_time", "publishedOn", "datePosted", "releaseDate", "createdAt")  # fmt: skip
_CHANGES = ("dateModified", "updatedAt", "updated_at", "modifiedAt", "modified_at", "lastUpdated", "last_updated", "last_updated_date",
            "lastModified", "last_modified", "updatedDate", "modified", "updated", "updateDate")  # fmt: skip
_SECTIONS = (
    "articleSection",
    "primarySection",
    "primary_section",
    "section",
    "sections",
    "category",
    "channel",
    "ressort",
)
_KEYWORDS = ("keywords", "tags", "topics", "taxonomy")
_PICTURES = ("image", "leadImage", "lead_image", "mainImage", "main_image", "heroImage", "featuredImage", "featured_image", "promo_items",
             "promoImage", "picture", "images", "media", "content_elements", "elements", "body", "gallery")  # fmt: skip
_PLACES = ("url", "canonical_url", "canonicalUrl", "canonical", "permalink", "website_url", "link", "path", "slug")
_BODIES = frozenset(
    (
        "body",
        "content",
        "content_elements",
        "articleBody",
        "bodyText",
        "elements",
        "paragraphs",
        "blocks",
        "text",
        "html",
    )
)


def gather(facts: Facts, titles: list[str]) -> None:
    """Offer what the page's scripts say of this story, where nothing better says it; ``titles`` is what the page calls it."""
    head = facts.head
    if head is None or all(facts.offers.get(fact) for fact in ("headline", "authors", "published")):
        return
    wanted = [title for title in dict.fromkeys(titles) if len(title) >= _SHORTEST_TITLE]
    if not wanted:
        return
    scripts = states(head.scripts, holding=list(dict.fromkeys(map(_opening, wanted))))
    found = _story(scripts, wanted, [page_key(url) for url in (facts.url, head.canonical) if url])
    if found is None:
        return
    story, root = found
    _offer(facts, story, root)


def _offer(facts: Facts, story: dict[str, Any], root: Any) -> None:
    """Offer each fact of a story's object that nobody else offers."""
    if not facts.offers.get("headline"):
        title = next((text for name in _TITLES if (text := _text(story.get(name), root))), None)
        facts.offer("headline", title, "page-data", 0.5, "page data: title")
    if not facts.offers.get("authors"):
        byline.offer_data(
            facts, [_named(value, root) for name in _WRITERS for value in _each(story.get(name), root)], 0.5
        )
    for fact, names in (("published", _DATES), ("updated", _CHANGES)):
        if not facts.offers.get(fact):
            stated = next((text for name in names if (text := _stamp(story.get(name)))), None)
            if stated:
                published.offer_data(facts, fact, stated, 0.55)
    if not facts.offers.get("summary"):
        told = next(
            (text for name in _DECKS if (text := _text(story.get(name), root)) and len(text) > _SHORTEST_TITLE), None
        )
        facts.offer("summary", told, "page-data", 0.4, "page data: description")
    if not facts.offers.get("section"):
        named = next(
            (text for name in _SECTIONS for value in _each(story.get(name), root) if (text := _text(value, root))), None
        )
        if named and len(named) < 60:
            facts.offer("section", named, "page-data", 0.4, "page data: section")
    if not facts.offers.get("keywords"):
        words = [_text(value, root) for name in _KEYWORDS for value in _each(story.get(name), root)]
        topics.offer_data(facts, [word for word in words if word], 0.4)
    facts.pictured = list(_pictures(story, root))[:40]


def states(scripts: list[str], *, holding: Sequence[str] = ("",)) -> Iterator[Any]:
    """Yield the objects in a page's scripts: whole scripts of JSON, and what is assigned to a name of state.

    Scripts that hold none of the words ``holding`` (in lower case) are left out.
    """
    for script in scripts[:_MOST_SCRIPTS]:
        if len(script) > _LONGEST:
            continue
        whole = (script[:_START].lstrip() or script.lstrip())[:1] in ("{", "[")
        given = _given(script) if not whole and any(map(script.__contains__, _IN_SIGNS)) else []
        if not (whole or given) or not any(map(script.lower().__contains__, holding)):
            continue
        if whole:
            value = decode_at(script, 0)
            if value is not None:
                yield value
            continue
        for at in given[:_MOST_STATES]:
            value = decode_at(script, at)
            if isinstance(value, dict | list):
                yield value


def _given(script: str) -> list[int]:
    """Return where the values begin that a script gives to names of state, in order.

    To look for what the names have in common, and at the names there, is a hundredth of the work of a search for all names.
    """
    found = set()
    for sign in _SIGNS:
        at = script.find(sign)
        while at >= 0:
            for name, before in _NAMES_WITH[sign]:
                if script.startswith(name, at - before) and at >= before:
                    if match := _GIVEN.match(script, at - before + len(name)):
                        found.add(match.end())
                    break
            at = script.find(sign, at + 1)
    return sorted(found)


def _opening(title: str) -> str:
    """Return the longest of the words with which every title begins that can be this one, in lower case; "" where none is plain.

    Data write letters beyond ASCII in many ways, and these in one. To look for them is a hundredth of the work of decoding.

    >>> _opening("Ice breaks early on the lake")
    'breaks'
    """
    best, left = "", _SHORTEST_TITLE
    for word in _WORD.findall(title.lower()):
        part = word[:left]
        if part.isascii() and len(part) > len(best):
            best = part
        left -= len(word) if word.isascii() else len(key(word))
        if left <= 0:
            break
    return best


def _story(roots: Iterator[Any], titles: list[str], here: list[str]) -> tuple[dict[str, Any], Any] | None:
    """Find the object that is this story: its title is the page's, and it holds the most of what a story has."""
    wanted = [key(title) for title in titles]
    best: tuple[int, dict[str, Any], Any] | None = None
    for root in roots:
        for thing in _objects(root):
            score = _score(thing, root, wanted, here)
            if score and (best is None or score > best[0]):
                best = (score, thing, root)
    return (best[1], best[2]) if best else None


def _score(thing: dict[str, Any], root: Any, wanted: list[str], here: list[str]) -> int:
    titled = False
    for name in _TITLES:
        if name in thing:
            mark = key(_text(thing[name], root) or "")
            if len(mark) >= _SHORTEST_TITLE and any(mark == title or title.startswith(mark) for title in wanted):
                titled = True
                break
    if not titled:
        return 0
    score = sum(2 for names in (_DATES, _WRITERS) if any(thing.get(name) for name in names))
    score += 2 if any(_long(thing.get(name)) for name in _BODIES) else 0
    if not score:
        return 0
    score += sum(
        1 for names in (_CHANGES, _SECTIONS, _KEYWORDS, _DECKS, _PICTURES) if any(thing.get(name) for name in names)
    )
    paths = {page_key(url) for name in _PLACES if isinstance(url := thing.get(name), str) and url.startswith("http")}
    return score + 4 if paths & set(here) else score


def _long(value: Any) -> bool:
    return bool(value) and (len(value) > _SHORTEST_BODY if isinstance(value, str) else isinstance(value, list | dict))


def _objects(root: Any) -> Iterator[dict[str, Any]]:
    """Yield the objects of a tree from the top downwards, so many and no more."""
    queue: deque[tuple[Any, int]] = deque([(root, 0)])
    left = _MOST_OBJECTS
    while queue and left:
        value, depth = queue.popleft()
        if isinstance(value, dict):
            left -= 1
            yield value
            children: Any = value.values()
        else:
            children = value
        if depth < _DEEPEST:
            depth += 1
            queue.extend([(child, depth) for child in children if child and isinstance(child, _NESTED)])


def _followed(value: Any, root: Any) -> Any:
    """Follow a reference as Apollo writes it: ``{"__ref": "Author:1"}``."""
    if isinstance(value, dict) and isinstance(root, dict):
        name = value.get("__ref") or (value.get("id") if value.get("type") == "id" else None)
        target = root.get(name) if isinstance(name, str) else None
        if isinstance(target, dict):
            return target
    return value


def _each(value: Any, root: Any) -> Iterator[Any]:
    """Yield the members of a value: of a list, of the lists in a wrapper, or the value itself."""
    value = _followed(value, root)
    if isinstance(value, list):
        for member in value[:40]:
            yield _followed(member, root)
    elif isinstance(value, dict):
        wrapped = next(
            (
                value[name]
                for name in ("by", "items", "nodes", "edges", "data", "tags", "authors")
                if isinstance(value.get(name), list)
            ),
            None,
        )
        if wrapped is None:
            yield value
        else:
            for edge in wrapped[:40]:
                member = _followed(edge, root)
                yield member.get("node", member) if isinstance(member, dict) else member
    elif value:
        yield value


def _text(value: Any, root: Any, depth: int = 0) -> str | None:
    """Return the text of a value, whatever wraps it."""
    value = _followed(value, root)
    if isinstance(value, str):
        return plain_text(value[:2000]) or None
    if isinstance(value, dict) and depth < 3:
        return next((text for name in _TEXTS if name in value and (text := _text(value[name], root, depth + 1))), None)
    return None


def _named(value: Any, root: Any) -> str | None:
    """Return the name of a person's object, or a name as it stands."""
    if isinstance(value, dict):
        for name in ("name", "displayName", "display_name", "fullName", "full_name", "authorName", "byline", "title"):
            if isinstance(value.get(name), str) and value[name].strip():
                return plain_text(value[name])
        parts = [
            value.get(name) for name in ("firstName", "first_name", "givenName", "lastName", "last_name", "familyName")
        ]
        return " ".join(part for part in parts if isinstance(part, str) and part) or _text(value, root, 2)
    return plain_text(value) if isinstance(value, str) else None


def _stamp(value: Any) -> str | None:
    """Return a date as text: a string, seconds or milliseconds since 1970, or what wraps one of them."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        return str(int(value)) if value > 100_000_000 else None
    if isinstance(value, dict):
        return next(
            (text for name in ("iso", "date", "value", "utc", "timestamp") if (text := _stamp(value.get(name)))), None
        )
    return value.strip() or None if isinstance(value, str) and len(value) < 80 else None


def _pictures(story: dict[str, Any], root: Any) -> Iterator[dict[str, Any]]:
    """Yield the pictures of a story's object: address, caption and credit, and whether it is named as the lead."""
    seen: set[str] = set()
    for name in _PICTURES:
        for thing in _objects([_followed(value, root) for value in _each(story.get(name), root)]):
            url = next(
                (
                    thing[place]
                    for place in ("url", "src", "href", "contentUrl", "originalUrl")
                    if isinstance(thing.get(place), str)
                ),
                None,
            )
            kind = str(thing.get("type") or thing.get("__typename") or "").lower()
            if not url or url in seen or not ("image" in kind or "photo" in kind or "picture" in kind or _is_file(url)):
                continue
            seen.add(url)
            credit = next((text for place in ("credit", "credits", "photographer", "copyright", "attribution", "source", "creditText")
                           if (text := _credit(thing.get(place), root))), None)  # fmt: skip
            caption = next(
                (
                    text
                    for place in ("caption", "description", "subtitle", "legend")
                    if (text := _text(thing.get(place), root))
                ),
                None,
            )
            yield {
                "url": url,
                "prop": f"page data: {name}",
                "caption": caption,
                "credit": credit,
                "alt": _text(thing.get("alt") or thing.get("altText"), root),
            }


def _is_file(url: str) -> bool:
    return bool(re.search(r"\.(?:jpe?g|png|webp|gif|avif)(?:$|[?&#])", url, re.IGNORECASE))


def _credit(value: Any, root: Any) -> str | None:
    names = [_named(member, root) for member in _each(value, root)]
    return " / ".join(dict.fromkeys(name for name in names if name)) or None
