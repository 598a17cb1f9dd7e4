"""Settle the language: what the page declares, unless the words of the story say otherwise."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from functools import cache

from newsarchive.page.facts.record import Facts
from newsarchive.page.facts.scene import Scene
from newsarchive.page.facts.words import table
from newsarchive.page.native import WordList
from newsarchive.page.tree import TextBlock
from newsarchive.page.words.vocabulary import Vocabulary

__all__ = ["gather", "language_of", "other_languages", "settle", "well_formed"]

_TAG = re.compile(r"^([a-zA-Z]{2,3})(?:[-_]([a-zA-Z]{4}))?(?:[-_]([a-zA-Z]{2}|\d{3}))?(?:[-_.@].*)?$")
_NAMES = {"english": "en", "deutsch": "de", "german": "de", "français": "fr", "french": "fr", "español": "es", "spanish": "es",
          "italiano": "it", "português": "pt", "cn": "zh", "jp": "ja", "gr": "el", "ua": "uk", "kr": "ko", "cz": "cs", "se": "sv",
          "dk": "da", "in": "id", "iw": "he"}  # fmt: skip
_RTL = frozenset(("ar", "fa", "he", "ur", "ps", "yi", "ku", "sd", "ug", "dv", "ckb"))
_SCRIPTS = (("HANGUL", "ko"), ("HIRAGANA", "ja"), ("KATAKANA", "ja"), ("THAI", "th"), ("HEBREW", "he"), ("GREEK", "el"), ("ARMENIAN", "hy"),
            ("GEORGIAN", "ka"), ("TAMIL", "ta"), ("TELUGU", "te"), ("KANNADA", "kn"), ("MALAYALAM", "ml"), ("GUJARATI", "gu"),
            ("GURMUKHI", "pa"), ("BENGALI", "bn"), ("SINHALA", "si"), ("KHMER", "km"), ("LAO", "lo"), ("MYANMAR", "my"), ("ETHIOPIC", "am"))  # fmt: skip
_NOT_LATIN = re.compile("[\u0250-\U0010ffff]")
_SAMPLE = 3000
_LEAST_BLOCK, _LEAST_WORDS = 70, 14  # letters and words of a block; below, it says little
_AT_HOME, _FOREIGN = 0.09, 0.28  # shares of the commonest words
_SCRIPTED = frozenset(language for _, language in _SCRIPTS) | {"zh"}
_CLEAR = 0.25  # share of the commonest words that leaves no doubt, if no other language has half as many
# words, their share, and how many times those of the other language: enough to tell two apart
_TELLING, _TOLD, _TELLS = 3, 0.03, 3
_LONG = 80  # words; from there on, counts of the commonest words are no accident
_AHEAD = 1.5  # times the share of the next language, in a long text
_SECOND_VOICE = 0.08  # share of the words that only one of two languages has, if a text speaks both
_SPRINKLED = 0.1  # share of the letters of a script that only one language writes, in a text that its words do not tell
_WRITTEN_AS = {"nb": "no", "nn": "no"}
_ENOUGH = 40  # words; below, a text says little about its language


def well_formed(tag: str | None) -> str | None:
    """Return a language tag in the form of BCP 47 (RFC 5646, section 2.1.1), or None where it is none.

    >>> well_formed("en_us"), well_formed("de-DE-x"), well_formed("true")
    ('en-US', 'de-DE', None)
    """
    if not tag:
        return None
    tag = tag.strip().split(",")[0].strip()
    lowered = tag.lower()
    if lowered in _NAMES and lowered not in ("in", "se"):
        return _NAMES[lowered]
    match = _TAG.match(tag)
    if not match or lowered in ("und", "mul", "zxx"):
        return None
    language, script, region = match.groups()
    parts = [language.lower()]
    if script:
        parts.append(script.title())
    if region:
        parts.append(region.upper())
    return "-".join(parts)


def gather(facts: Facts) -> None:
    """Offer every language that the page declares."""
    head = facts.head
    assert head is not None
    for text, source, trust, where in (
        (head.lang, "document", 0.85, "html lang"),
        (head.first("og:locale"), "opengraph", 0.65, "og:locale"),
        (head.first("content-language", "http-equiv:content-language"), "meta", 0.6, "content-language"),
        (head.first("language", "dc.language", "dcterms.language", "inlanguage", "lang"), "meta", 0.6, "language"),
    ):
        tag = well_formed(text)
        if tag:
            facts.offer("language", tag, source, trust, where)  # type: ignore[arg-type]
    for node in facts.nodes[:1]:
        for text in node.texts("inLanguage")[:1]:
            tag = well_formed(text)
            if tag:
                facts.offer("language", tag, node.source, 0.8, "inLanguage")
    ranked = facts.offered("language")
    facts.language = ranked[0].value if ranked else None


def settle(facts: Facts, scene: Scene) -> None:
    """Choose the language; read the text where nothing is declared, or where the words speak against it."""
    text = " ".join(block.text for block in scene.story[:40])[:_SAMPLE]
    ranked = facts.offered("language")
    declared = ranked[0].value if ranked else None
    if text and (declared is None or _doubtful(text, declared)):
        found = language_of(text, facts.values.get("headline"), declared)
        if found and found.partition("-")[0] != (declared or "").partition("-")[0]:
            fitting = next((offer.value for offer in ranked if offer.value.partition("-")[0] == found), found)
            facts.offer("language", fitting, "page-text", 0.9, "the words of the story")
    chosen = facts.best("language")
    if chosen:
        facts.language = chosen.value
        facts.block_languages = other_languages(scene.story, chosen.value)
        head = facts.head
        direction = (head.direction or "").lower() if head else ""
        if chosen.value.partition("-")[0] in _RTL or (direction == "rtl" and _script(text) in ("ar", "he")):
            facts.values["dir"] = "rtl"


def other_languages(story: list[TextBlock], language: str | None) -> dict[int, str]:
    """Return the blocks of a story that are plainly in another language than its own: block number to language.

    A block says so by its script, or by the commonest words: hardly any of the story's language, many of another one.
    """
    own = (language or "").partition("-")[0]
    mine = _common().get(own)
    if mine is None and own not in _SCRIPTED:
        return {}
    found: dict[int, str] = {}
    soon_reach = _vocabulary(own).soon_reach if mine is not None else None
    for block in story:
        if block.length < _LEAST_BLOCK:
            continue
        text = block.text
        number = len(text) - block.length + 1  # each space divides two words
        wordy = soon_reach is not None and number >= _LEAST_WORDS
        if wordy and (soon_reach(text, _AT_HOME * number) or _at_home(text, number, own)):  # type: ignore[misc]
            continue
        script = _script(text)
        if script is not None:
            if script != own and not {script, own} <= {"ja", "zh"}:
                found[block.b] = script
        elif mine is not None and wordy:
            words = text.lower().split()
            (best, share), _ = _commonest(words)
            if share >= _FOREIGN and share * len(words) >= 4 * sum(map(mine.__contains__, words)):
                found[block.b] = best
    return found


def _at_home(text: str, words: int, language: str) -> bool:
    """Tell whether enough words of a text in one line, which has so many, are among the commonest of a language.

    The first of them are mostly as many as the whole must have; then the rest is not read.
    """
    needed = _AT_HOME * words
    vocabulary = _vocabulary(language)
    if vocabulary.soon_reach(text, needed):
        return True
    lowered = text.lower()
    return vocabulary.known_in(lowered, 0, len(lowered)) >= needed


@cache
def _vocabulary(language: str) -> WordList:
    """Return the commonest words of a language, to be counted."""
    return Vocabulary(_common()[language])


@cache
def _common() -> dict[str, frozenset[str]]:
    """Return the commonest words of each language."""
    return {language: frozenset(words.split()) for language, words in table("common")["words"].items()}


@cache
def _languages_by_word() -> dict[str, tuple[str, ...]]:
    """Return the languages that each of the commonest words belongs to."""
    found: dict[str, tuple[str, ...]] = {}
    for language, words in _common().items():
        for word in words:
            found[word] = (*found.get(word, ()), language)
    return found


def _commonest(words: list[str]) -> tuple[tuple[str, float], tuple[str, float]]:
    """Return the two languages whose commonest words make up the largest shares of a text, with these."""
    known = _languages_by_word()
    counts = Counter(language for word in words for language in known.get(word, ()))
    first, second = (*counts.most_common(2), ("", 0), ("", 0))[:2]
    return (first[0], first[1] / len(words)), (second[0], second[1] / len(words))


def _told_apart(words: list[str], one: str, other: str) -> str | None:
    """Return which of two languages a text is in, by the commonest words that only one of them has, or None."""
    common = _common()
    first, second = common.get(one, frozenset()), common.get(other, frozenset())
    mine, theirs = list(map((first - second).__contains__, words)), list(map((second - first).__contains__, words))
    ours, others = sum(mine), sum(theirs)
    if max(ours, others) < max(_TELLING, _TOLD * len(words)):
        return None
    if len(words) >= _LONG and min(ours, others) >= _SECOND_VOICE * len(words):
        # a text in two languages, such as a story with its translation: it is in the one that it begins with
        half = len(words) // 2
        return one if sum(mine[:half]) >= sum(theirs[:half]) else other
    return one if ours >= _TELLS * others else other if others >= _TELLS * ours else None


def _doubtful(text: str, declared: str) -> bool:
    """Tell whether a text in one line lacks the commonest words of the language that is declared for it."""
    language = declared.partition("-")[0].lower()
    script = _script(text)
    if script:
        return script != language and not (script == "ja" and language == "zh")
    words = text.count(" ") + 1
    if words < _ENOUGH:
        return False
    if language not in _common():
        return language not in ("zh", "ja", "th", "my", "km", "lo")
    return not _at_home(text, words, language)


def _script(text: str, least: float = 0.5) -> str | None:
    """Return the language that a script alone gives away, which must make up ``least`` of the letters, or None."""
    sample = text[:400]
    if sample.isascii():
        return None
    # Most of what is no Latin letter there is a quotation mark or a dash.
    letters = [char for char in _NOT_LATIN.findall(sample) if char.isalpha()]
    if not letters:
        return None
    total = sum(map(str.isalpha, sample))
    counts: Counter[str] = Counter()
    for char, number in Counter(letters).items():
        counts[unicodedata.name(char, "").partition(" ")[0]] += number
    if counts.get("HIRAGANA", 0) + counts.get("KATAKANA", 0) > 0.05 * max(total, 1):
        return "ja"
    for name, language in _SCRIPTS:
        if counts.get(name, 0) > least * max(total, 1):
            return language
    if counts.get("CJK", 0) > (least + 0.1) * max(total, 1):
        return "zh"
    return None


def language_of(text: str, title: str | None = None, declared: str | None = None) -> str | None:
    """Return the language of a text (ISO 639-1), or None where it is too short to say.

    Counts of the commonest words decide where they are clear, and where they are few but speak for what is ``declared``;
    else the trained model of py3langid is asked, which takes half a second to load: short texts need it, pages hardly ever.
    """
    script = _script(text)
    if script:
        return script
    words = text.lower().split()
    if len(words) < 8:
        return None
    (best, share), (second, other) = _commonest(words)
    if share >= _CLEAR and share >= 2 * other:
        return best
    if found := _told_apart(words, best, second):
        return found
    stated = (declared or "").partition("-")[0].lower()
    if best and _WRITTEN_AS.get(stated, stated) == best:
        return best
    if len(words) >= _LONG:
        if share >= _AT_HOME and share >= _AHEAD * other:
            return best
        if sprinkled := _script(text, _SPRINKLED):
            return sprinkled
    import py3langid  # type: ignore[import-untyped]

    found = py3langid.classify(f"{title}. {text}" if title else text)
    language = str(found[0])
    return _WRITTEN_AS.get(language, language)
