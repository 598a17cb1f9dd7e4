"""Read the page's own words for what the story is about: section, keywords, and the Media Topics that they name plainly."""

from __future__ import annotations

import re
from functools import cache

from newsarchive.model import Subject
from newsarchive.page.facts.linked_data import strings, things
from newsarchive.page.facts.record import Facts, Offer
from newsarchive.page.facts.scene import Scene
from newsarchive.page.facts.words import key, plain_text, table
from newsarchive.page.hints import Hint

__all__ = ["gather", "media_topic", "settle", "split_keywords"]

_MOST = 60
_BOILERPLATE = re.compile(r"^(?:news|home|article|articles|story|breaking news|latest news)$", re.IGNORECASE)


def split_keywords(text: str) -> list[str]:
    """Return the single keywords of a list in one string.

    >>> split_keywords("ice, hill country; ice")
    ['ice', 'hill country']
    """
    sign = next((sign for sign in (";", "|", ",", "、", "，", "،") if sign in text), ",")
    if sign == ";" and text.count(",") > 2 * text.count(";"):
        sign = ","
    found: dict[str, str] = {}
    for part in text.replace(";", sign).split(sign):
        word = plain_text(part).strip(" #\"'[]")
        if word and len(word) <= 80:
            found.setdefault(word.casefold(), word)
    return list(found.values())[:_MOST]


def gather(facts: Facts) -> None:
    """Offer the keywords and sections that the data and the head give."""
    head = facts.head
    assert head is not None
    for rank, node in enumerate(facts.nodes[:2]):
        words = _keywords(node.props.get("keywords"))
        if words:
            facts.offer("keywords", tuple(words), node.source, 0.9 - 0.3 * rank, "keywords")
        about = [name for thing in things(node.props.get("about")) for name in strings(thing) if len(name) < 60]
        if about and rank == 0:
            facts.offer("keywords", tuple(dict.fromkeys(about)), node.source, 0.5, "about")
        for text in node.texts("articleSection")[:3]:
            if len(text) < 80:
                facts.offer("section", text, node.source, 0.9 - 0.3 * rank, "articleSection")
    tags = [
        tag for content in head.all("article:tag") for tag in (split_keywords(content) if "," in content else [content])
    ]
    if tags:
        facts.offer("keywords", tuple(dict.fromkeys(tags))[:_MOST], "opengraph", 0.85, "article:tag")
    for name, trust in (("news_keywords", 0.8), ("keywords", 0.7), ("parsely-tags", 0.6), ("sailthru.tags", 0.6), ("dc.subject", 0.5),
                        ("cxenseparse:keyword", 0.4), ("mpulse:keywords", 0.3)):  # fmt: skip
        words = [word for content in head.all(name) for word in split_keywords(content)]
        if words:
            facts.offer("keywords", tuple(dict.fromkeys(words))[:_MOST], "meta", trust, name)
    for name, trust in (("article:section", 0.85), ("parsely-section", 0.75), ("og:section", 0.6), ("section", 0.6),
                        ("cxenseparse:recs:category", 0.4), ("sailthru.verticals", 0.3)):  # fmt: skip
        named = head.first(name)
        if named and len(named) < 80:
            facts.offer("section", named, "opengraph" if ":" in name else "meta", trust, name)


def _keywords(value: object) -> list[str]:
    """Return keywords from a string, a list of strings or terms, or a list with one long string."""
    found: dict[str, str] = {}
    for thing in things(value):
        for text in strings(thing):
            for word in split_keywords(text) if ("," in text or ";" in text) else [text.strip(" #")]:
                if word and len(word) <= 80 and not word.startswith(("http", "tag:http")):
                    found.setdefault(word.casefold(), word)
    return list(found.values())[:_MOST]


def settle(facts: Facts, scene: Scene) -> None:
    """Choose keywords and section, and map what names a Media Topic plainly."""
    ranked = facts.offered("keywords")
    if not ranked:
        _offer_visible(facts, scene)
        ranked = facts.offered("keywords")
    if ranked:
        facts.choose("keywords", _likeliest(ranked), key=lambda words: "|".join(sorted(map(key, words))))
    facts.best("section", key=key)
    _subjects(facts)


def _likeliest(ranked: list[Offer]) -> Offer:
    """Prefer the list that is the story's own; one that repeats the site's name and slogans comes last."""
    return ranked[0]


def _offer_visible(facts: Facts, scene: Scene) -> None:
    """Offer the words of a list of tags near the story, each a link."""
    tree = scene.tree
    for block in scene.below[:25]:
        if (
            tree.context[block.e] & Hint.TAGS
            and not tree.context[block.e] & (Hint.RELATED | Hint.NAV | Hint.FOOTER)
            and block.linked
        ):
            words: list[str] = []
            at = block.b
            while at < len(tree.blocks) and len(words) < 20:
                other = tree.blocks[at]
                if not tree.context[other.e] & Hint.TAGS:
                    break
                links: dict[int, list[str]] = {}
                for t in range(other.first, other.last):
                    if tree.links[t] >= 0:
                        links.setdefault(tree.links[t], []).append(tree.texts[t])
                words += [" ".join("".join(parts).split()).strip(" #,") for parts in links.values()]
                at += 1
            kept = [word for word in dict.fromkeys(words) if 1 < len(word) <= 60]
            if kept:
                facts.offer("keywords", tuple(kept), "page-text", 0.5, "list of tags")
            return


@cache
def _topics() -> dict[str, tuple[str, str]]:
    """Return the code and the name of each Media Topic by the keys of the words that name it plainly."""
    found: dict[str, tuple[str, str]] = {}
    for code, entry in table("topics")["topic"].items():
        for words in entry["words"].values():
            for word in words:
                found.setdefault(key(word), (code, entry["name"]))
        found.setdefault(key(entry["name"]), (code, entry["name"]))
    return found


def media_topic(word: str) -> Subject | None:
    """Return the Media Topic that a section or a keyword names, or None; never a guess.

    >>> media_topic("Sports").code
    'medtop:15000000'
    """
    found = _topics().get(key(word))
    return Subject(f"medtop:{found[0]}", found[1], word) if found else None


def _subjects(facts: Facts) -> None:
    section = facts.values.get("section")
    words = [section] if section else []
    words += facts.values.get("keywords", ())
    found: dict[str, Subject] = {}
    for word in words:
        subject = media_topic(word) or next(
            (topic for part in re.split(r"\s*[/>|]\s*", word) if (topic := media_topic(part))), None
        )
        if subject:
            found.setdefault(subject.code, subject)
    if found:
        facts.values["subjects"] = tuple(found.values())
