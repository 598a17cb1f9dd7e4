"""Read the page's own words for what the story is about: section, keywords, and the Media Topics that they name plainly."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

from newsarchive.model import Subject
from newsarchive.page.facts.linked_data import strings, things
from newsarchive.page.facts.record import Facts, Offer
from newsarchive.page.facts.scene import Scene
from newsarchive.page.facts.words import by_language, key, plain_text, table
from newsarchive.page.hints import Hint
from newsarchive.page.tree import TextBlock

__all__ = ["gather", "media_topic", "offer_data", "settle", "split_keywords"]

_MOST = 60
_MOST_TAGS, _MANY_LABELS = 18, 4
_LABELLED = re.compile(r"^([A-Z][\w ]{1,20}):\s*(.+)$")
_SUBJECT_LABELS = frozenset(
    ("subject", "subjects", "topic", "topics", "tag", "tags", "keyword", "keywords", "theme", "category")
)
_META_WORDS = (("news_keywords", 0.8), ("keywords", 0.7), ("parsely-tags", 0.6), ("sailthru.tags", 0.6), ("dc.subject", 0.5),
               ("cxenseparse:keyword", 0.4), ("mpulse:keywords", 0.3))  # fmt: skip
_META_SECTIONS = (("article:section", 0.85), ("parsely-section", 0.75), ("og:section", 0.6), ("section", 0.6),
                  ("cxenseparse:recs:category", 0.4), ("sailthru.verticals", 0.3))  # fmt: skip
_NOT_OURS = int(Hint.RELATED | Hint.NAV | Hint.POPULAR | Hint.COMMENT)
_NOT_A_BOX = int(Hint.ASIDE | Hint.WIDGET | Hint.FOOTER)
_LONG_WORD, _YEAR = 6, 4  # letters, digits
_PATH, _DEEPEST = re.compile(r"\s*[/>|]\s*"), 6  # "News > Sport > Golf"
_UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")


def split_keywords(text: str) -> list[str]:
    """Return the single keywords of a list in one string.

    >>> split_keywords("ice, hill country, ice")
    ['ice', 'hill country']
    """
    sign = next((sign for sign in (";", "|", ",", "、", "，", "،") if sign in text), ",")
    if sign not in text and text.count(" ") >= 2 and _UNSPACED.search(text):
        sign = " "
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
    for name, trust in head.among(_META_WORDS):
        words = [word for content in head.all(name) for word in split_keywords(content)]
        if words:
            facts.offer("keywords", tuple(dict.fromkeys(words))[:_MOST], "meta", trust, name)
    for name, trust in head.among(_META_SECTIONS):
        named = head.first(name)
        if named and len(named) < 80:
            facts.offer("section", named, "opengraph" if ":" in name else "meta", trust, name)


def offer_data(facts: Facts, words: list[str], trust: float) -> None:
    """Offer keywords that the page's own data give."""
    found = _keywords(words)
    if found:
        facts.offer("keywords", tuple(found), "page-data", trust, "page data: keywords")


def _keywords(value: object) -> list[str]:
    """Return keywords from a string, a list of strings or terms, or a list with one long string."""
    found: dict[str, str] = {}
    for thing in things(value):
        for text in strings(thing):
            for word in (
                split_keywords(text) if ("," in text or ";" in text or _UNSPACED.search(text)) else [text.strip(" #")]
            ):
                if word and len(word) <= 80 and not word.startswith(("http", "tag:http")):
                    found.setdefault(word.casefold(), word)
    return list(found.values())[:_MOST]


def settle(facts: Facts, scene: Scene) -> None:
    """Choose keywords and section, and map what names a Media Topic plainly."""
    _offer_visible(facts, scene)
    ranked = [trimmed for offer in facts.offered("keywords") if (trimmed := _trimmed(offer, facts)) is not None]
    if ranked:
        facts.choose("keywords", ranked[0], key=lambda words: "|".join(sorted(map(key, words))))
    facts.best("section", key=key)
    _subjects(facts)


def _trimmed(offer: Offer, facts: Facts) -> Offer | None:
    """Return a list of keywords without the site's own name and what its system notes for itself; None where none is left."""
    words = list(offer.value)
    # "Subject: Ice", "Page Type: Article", "WC: 1000-1999": labels of a system, of which some are subjects
    labelled = [match for word in words if (match := _LABELLED.match(word))]
    if len(labelled) >= _MANY_LABELS:
        words = [match[2] for match in labelled if match[1].casefold() in _SUBJECT_LABELS]
    own = {key(other.value.name) for other in facts.offers.get("publisher", ())} | {key(facts.site_name or "")}
    kept = [word for word in words if key(word) not in own and not word.startswith("_") and not _is_no_word(word)]
    return Offer(tuple(kept), offer.source, offer.confidence, offer.where, offer.printed) if kept else None


def _is_no_word(word: str) -> bool:
    """Tell whether a keyword is a number of some system, or the text of a link that leads on."""
    return (word.isdigit() and len(word) > _YEAR) or word.casefold().strip(" .…>»→") in _links_on()


@cache
def _links_on() -> frozenset[str]:
    return frozenset(word.casefold() for word in by_language("phrases", "links_on"))


def _offer_visible(facts: Facts, scene: Scene) -> None:
    """Offer the words of the story's own list of tags: links that say so, or links in a box that is called so."""
    near = [*reversed(scene.above[:12]), *scene.below[:45]]
    context = scene.tree.context
    tags: list[str] = []
    filed: list[str] = []
    boxed: list[str] = []
    for block in near:
        if not block.linked or block.b in scene.kept:
            continue
        bits = scene.bits(block)
        if bits & _NOT_OURS:
            continue
        boxed_here = context[block.e] & Hint.TAGS and not bits & _NOT_A_BOX and _near_hints(scene, block) & Hint.TAGS
        links = _links(scene, block, every=bool(boxed_here))
        if not links:
            continue
        tags += [word for word, rel in links if "tag" in rel and "category" not in rel]
        filed += [word for word, rel in links if "tag" in rel and "category" in rel]
        if boxed_here and block.linked > 0.6 * block.length and not any("tag" in rel for _, rel in links):
            boxed += [word for word, _ in links]
    # what a story is filed under is a section of the site; it tells the topic where there are no tags
    words = tags or boxed or filed
    kept = [
        word
        for word in dict.fromkeys(words)
        if (1 < len(word) <= 50 or _UNSPACED.match(word)) and len(word.split()) <= 6
    ]
    kept = [word for word in kept if not _is_no_word(word)]
    # a cloud of all the site's tags is longer, and is not about this story
    if kept and len(kept) <= _MOST_TAGS:
        facts.offer("keywords", tuple(kept), "page-text", 0.75 if tags else 0.5, "list of tags")
    if filed:
        facts.offer("section", filed[0], "page-text", 0.4, "category under which the story is filed")


def _near_hints(scene: Scene, block: TextBlock) -> int:
    """Return the hints of a block's element and the three around it, inside the box of the story only."""
    tree, at = scene.tree, block.e
    bits = 0
    for _ in range(4):
        if at <= 0 or tree.inside(scene.root, at):
            break
        bits |= tree.hints[at]
        at = tree.parent[at]
    return bits


def _links(scene: Scene, block: TextBlock, *, every: bool) -> list[tuple[str, list[str]]]:
    """Return the words of a block's links, each with what the link says it is (``rel``; the microformat is rel-tag).

    Without ``every`` only of those that say that they are a tag.
    """
    tree = scene.tree
    links = dict.fromkeys(tree.links[block.first : block.last])  # in their order, each once
    found: list[tuple[str, list[str]]] = []
    for e in links:
        rel = tree.attr(e, "rel").split() if e >= 0 else []
        if e >= 0 and (every or "tag" in rel):
            parts = [tree.texts[t] for t in range(block.first, block.last) if tree.links[t] == e]
            found.append((" ".join("".join(parts).split()).strip(" #,"), rel))
    return found


@cache
def _names() -> dict[str, str]:
    """Return the names of the Media Topics by their codes."""
    lines = (files(__package__) / "data" / "mediatopics.tsv").read_text("utf-8").splitlines()
    return dict(line.split("\t") for line in lines if line[:1].isdigit())


@cache
def _words() -> dict[str, dict[str, str]]:
    """Return the codes of the Media Topics by the words that name them plainly, by language; a code of "" is two topics."""
    english = {_key(re.sub(r"\s*\([^)]*\)$", "", name)): code for code, name in _names().items()}
    found: dict[str, dict[str, str]] = {"en": english, "": {}}
    data = table("topics")
    for code, entry in data["topic"].items():
        for language, words in entry["words"].items():
            for word in words:
                found.setdefault(language, {}).setdefault(_key(word), code)  # what IPTC itself calls so goes before
    for language, named in data["named"].items():
        found.setdefault(language, {}).update((_key(word), code) for word, code in named.items())
    anywhere = found[""]
    for language, words_of in found.items():
        for word, code in words_of.items() if language else ():
            anywhere[word] = code if anywhere.get(word, code) == code else ""
    return found


def _key(word: str) -> str:
    return key(word.replace("&", " and "))


def media_topic(word: str, language: str | None = None) -> Subject | None:
    """Return the Media Topic that a section or a keyword names, or None; never a guess.

    A word is read in the language of its page, in English, in which systems keep their keywords, and where all languages
    agree in any.

    >>> media_topic("Sports").code
    'medtop:15000000'
    >>> media_topic("Clima", "es").name, media_topic("Clima", "it").name
    ('weather', 'climate change')
    """
    mark, words = _key(word), _words()
    own = (language or "").lower().partition("-")[0]
    own = "no" if own in ("nb", "nn") else own
    here = words[own] if own in words and own else {}
    code = next((known[mark] for known in (here, words["en"]) if mark in known), None)
    if code is None:
        code = words["en"].get(mark.removesuffix("s"))
    # short words mean one thing here and another there
    if code is None and (not here or len(mark) >= _LONG_WORD or not mark.isascii()):
        code = words[""].get(mark)
    return Subject(f"medtop:{code}", _names()[code], word) if code else None


def _subjects(facts: Facts) -> None:
    section = facts.values.get("section")
    words = [section] if section else []
    words += facts.values.get("keywords", ())
    found: dict[str, Subject] = {}
    read_from = []
    for word in words:
        subject = media_topic(word, facts.language) or next(
            (topic for part in _PATH.split(word)[:_DEEPEST] if (topic := media_topic(part, facts.language))), None
        )
        if subject:
            found.setdefault(subject.code, subject)
            read_from.append("section" if word == section else "keywords")
    if found:
        heard = facts.evidence[read_from[0]]
        printed = "; ".join(subject.printed for subject in found.values() if subject.printed)
        where = f"the words of the page: {', '.join(dict.fromkeys(read_from))}"
        facts.choose("subjects", Offer(tuple(found.values()), heard.source, heard.confidence, where, printed))
