"""Know what clutter says: the words of labels, leads and prompts in many languages, as data that anyone can add to.

Each file of this folder is one language, with up to four tables; a key of the first three is the name of the rule that will be on the account.

``[label]``   a short line that is nothing but this: "Most read", "3 comments", "Anzeige"
``[lead]``    a line that starts with this: "Read more: …", "Lesen Sie auch …"
``[prompt]``  a short block that holds this anywhere asks the reader for something: "delivered to your inbox"
``[title]``   what a page that is no story is called: "Page not found", "Your privacy"

Case, accents' form, punctuation and the kind of number do not matter: ``0`` stands for any number. ``…`` stands for one to four
words inside a label, and for anything inside a lead. A lead that ends in a mark (``:``, ``|``, ``-``) wants that kind of mark on
the page; what follows ``…`` in a lead must come later in the line. All languages are asked at once, since a page in one language
carries labels in another.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from importlib.resources import files
from typing import NamedTuple, TypeAlias

__all__ = [
    "LONGEST_LABEL",
    "LONGEST_PROMPT",
    "NUMBER",
    "WORD",
    "Lexicon",
    "Words",
    "case_folded",
    "fold",
    "label_class",
    "label_of",
    "lead_class",
    "lexicon",
    "prompt_class",
    "starts_a_lead",
    "title_class",
]

Words: TypeAlias = Sequence[str]  # of a line, folded

LONGEST_LABEL = 90  # characters; a longer line is no label
LONGEST_PROMPT = 320  # characters; a longer block says something of its own
_SHORTEST_PROMPT = 4
_LEAD_WORDS = 14  # of a line, looked at for a lead
_WILD = 4  # words that "…" may stand for; numbers do not count

WORD = re.compile(r"\w+")
NUMBER = re.compile(r"\d+")
_PARTS = re.compile(r"\s[-–—|·•»]\s")  # of a title
_MARK = re.compile(r"\s*[^\w\s(]*(?:[:：|｜>»!?】\]］›・]|(?:(?<=\s)|(?=.\s))[\-–—])")
_SOON_MARKED = re.compile(r"(?:\W*\w+){0,5}?\s*[:：|｜]")
_NAMED = re.compile(r"\W*[A-ZÀ-ÞĀ-ŽА-ЯЁ\d]|\s*[“\"«„‘']")
# Scripts that join words, or join particles to them: a phrase is looked for inside the run of signs.
_JOINED = re.compile(r"[\u0e01-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_DIALECTS = (("\u0307", ""), ("ı", "i"), ("ё", "е"))  # Turkish i without and with its dot, Russian yo


class _Lead(NamedTuple):
    words: tuple[str, ...]
    ending: (
        str  # "mark": a mark must follow; "soon": within a few words; "name": a name or a quotation; "open": anything
    )
    needle: str  # what must come later in the line, folded; "?" for a question
    kind: str


@dataclass(slots=True)
class Lexicon:
    """All languages folded into tables that are asked by one word."""

    labels: dict[str, str] = field(default_factory=dict)
    wild_labels: dict[str, list[tuple[tuple[str, ...], tuple[str, ...], str]]] = field(default_factory=dict)
    wild_ends: dict[str, list[tuple[tuple[str, ...], tuple[str, ...], str]]] = field(default_factory=dict)
    leads: dict[str, list[_Lead]] = field(default_factory=dict)
    prompts: dict[str, list[tuple[str, str]]] = field(
        default_factory=dict
    )  # by their longest word, the rarest as a rule
    tellers: frozenset[str] = frozenset()  # the keys of prompts
    joined: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    titles: dict[str, str] = field(default_factory=dict)


def label_class(text: str, said: Words | None = None) -> str | None:
    """Return the rule of a short line that is a label, or None; ``said`` are its words where they are known.

    >>> label_class("Most read"), label_class("3 Comments »"), label_class("Popular Port Larch News"), label_class("He left.")
    ('popular-list', 'comments', 'popular-list', None)
    """
    if len(text) > LONGEST_LABEL:
        return None
    words = _words(text) if said is None else said
    if not words:
        return None
    return label_of(lexicon(), words)


def label_of(known: Lexicon, words: Words) -> str | None:
    """Return the rule of the words of a label, at least one, or None."""
    found = known.labels.get(" ".join(words))
    if found is not None:
        return found
    for table, key in ((known.wild_labels, words[0]), (known.wild_ends, words[-1])):
        if key in table:
            for head, tail, kind in table[key]:
                if _fits(words, head, tail):
                    return kind
    return None


def lead_class(text: str) -> str | None:
    """Return the rule of a line that starts with a label, or None.

    >>> lead_class("Read more: Ferry back in service"), lead_class("Read more books, she said.")
    ('read-more', None)
    """
    known = lexicon().leads
    found = WORD.search(text)
    leads = known.get(_plain(found[0])) if found else None
    if leads is None:
        return None
    tokens = []
    for token in WORD.finditer(text):
        tokens.append(token)
        if len(tokens) == _LEAD_WORDS:
            break
    words = tuple(_plain(token[0]) for token in tokens)
    for lead in leads:
        n = len(lead.words)
        if words[:n] == lead.words and _leads_on(lead, text, tokens[n - 1].end()):
            return lead.kind
    return None


def starts_a_lead(words: Words) -> bool:
    """Tell whether a line with these words, at least one, may start with a label."""
    start = tuple(words[:_LEAD_WORDS])
    return any(start[: len(lead.words)] == lead.words for lead in lexicon().leads.get(words[0], ()))


def prompt_class(text: str, said: Words | None = None) -> str | None:
    """Return the rule of a short block that asks the reader to do something, or None; ``said`` as above.

    >>> prompt_class("Would you like to subscribe to our newsletter?"), prompt_class("She would like to subscribe.")
    ('subscribe-prompt', None)
    """
    if not _SHORTEST_PROMPT <= len(text) <= LONGEST_PROMPT:
        return None
    known, words = lexicon(), _words(text) if said is None else said
    if found := known.tellers.intersection(words):
        line = f" {' '.join(words)} "
        hits = [(at, kind) for word in found for phrase, kind in known.prompts[word] if (at := line.find(phrase)) >= 0]
        if hits:
            return min(hits)[1]  # the first one said; a set has no order to go by
    if not text.isascii() and _JOINED.search(text):
        run = "".join(words)
        for i in range(len(run) - 1):
            for inside, kind in known.joined.get(run[i : i + 2], ()):
                if run.startswith(inside, i):
                    return kind
    return None


def title_class(text: str) -> str | None:
    """Return what kind of page, none of them a story, has this title or this as a part of its title; None for others.

    >>> title_class("Page not found - Larch Herald"), title_class("“Page not found”: how a town lost its archive")
    ('error-page', None)
    """
    titles = lexicon().titles
    return next((kind for part in _PARTS.split(text) if (kind := titles.get(fold(part)))), None)


def fold(text: str) -> str:
    """Return a text as it compares: words alone, in one case, each number as 0.

    >>> fold("  12 Comments — so far… ")
    '0 comments so far'
    """
    return " ".join(_words(text))


@cache
def lexicon() -> Lexicon:
    """Read every language once and lay the phrases out by one of their words."""
    known = Lexicon()
    for entry in sorted(files(__name__).iterdir(), key=lambda entry: entry.name):
        if entry.name.endswith(".toml"):
            tables = tomllib.loads(entry.read_text("utf-8"))
            for kind, phrases in tables.get("label", {}).items():
                for phrase in phrases:
                    _add_label(known, phrase, kind)
            for kind, phrases in tables.get("lead", {}).items():
                for phrase in phrases:
                    _add_lead(known, phrase, kind)
            for kind, phrases in tables.get("prompt", {}).items():
                for phrase in phrases:
                    _add_prompt(known, phrase, kind)
            for kind, phrases in tables.get("title", {}).items():
                known.titles.update((fold(phrase), kind) for phrase in phrases)
    for leads in known.leads.values():
        leads.sort(key=lambda lead: -len(lead.words))
    known.tellers = frozenset(known.prompts)
    return known


def _add_label(known: Lexicon, phrase: str, kind: str) -> None:
    head, wild, tail = phrase.partition("…")
    first, last = _words(head), _words(tail)
    if not wild:
        known.labels.setdefault(" ".join(first), kind)
    elif first:
        known.wild_labels.setdefault(first[0], []).append((first, last, kind))
    elif last:
        known.wild_ends.setdefault(last[-1], []).append((first, last, kind))


def _add_lead(known: Lexicon, phrase: str, kind: str) -> None:
    head, wild, tail = phrase.partition("…")
    words = _words(head)
    if not words:
        return
    tail = tail.strip()
    needle = ""
    if not wild:
        marked = not head.rstrip()[-1:].isalnum() and not unicodedata.combining(head.rstrip()[-1:])
        ending = "mark" if marked else "name"
    elif tail[:1] in {":", "|"}:
        ending = "soon"
    else:
        ending = "open"
        needle = "?" if tail == "?" else fold(tail)
        if tail.endswith("?") and not needle:
            needle = "?"
    known.leads.setdefault(words[0], []).append(_Lead(words, ending, needle, kind))


def _add_prompt(known: Lexicon, phrase: str, kind: str) -> None:
    words = _words(phrase)
    if _JOINED.search(phrase):
        run = "".join(words)
        known.joined.setdefault(run[:2], []).append((run, kind))
    elif words:
        known.prompts.setdefault(max(words, key=len), []).append((f" {' '.join(words)} ", kind))


@lru_cache(maxsize=2048)  # a line is asked about as a label and as a prompt, in turn
def _words(text: str) -> tuple[str, ...]:
    return tuple(WORD.findall(_plain(text)))


def _plain(text: str) -> str:
    return NUMBER.sub("0", text.casefold() if text.isascii() else case_folded(text))


def case_folded(text: str) -> str:
    """Return a text in one case, composed (Unicode, form NFC), letters of which one is another's dialect as that."""
    if not unicodedata.is_normalized("NFC", text):
        text = unicodedata.normalize("NFC", text)
    text = text.casefold()
    for sign, plain in _DIALECTS:
        if sign in text:
            text = text.replace(sign, plain)
    return text


def _fits(words: Words, head: tuple[str, ...], tail: tuple[str, ...]) -> bool:
    """Tell whether words start with ``head``, end with ``tail`` and have a few of their own between."""
    between = words[len(head) : len(words) - len(tail)]
    return (
        bool(between)
        and sum(word != "0" for word in between) <= _WILD
        and tuple(words[: len(head)]) == head
        and (not tail or tuple(words[-len(tail) :]) == tail)
    )


def _leads_on(lead: _Lead, text: str, end: int) -> bool:
    rest = text[end:]
    if not rest.strip():
        return False
    if lead.ending == "mark":
        return _MARK.match(rest) is not None
    if lead.ending == "soon":
        return _SOON_MARKED.match(rest) is not None
    if lead.ending == "name":
        return _NAMED.match(rest) is not None
    if lead.needle == "?":
        return "?" in rest or "؟" in rest
    return not lead.needle or lead.needle in fold(rest)
