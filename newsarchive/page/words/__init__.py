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
from itertools import islice
from typing import NamedTuple, TypeAlias

__all__ = [
    "JOINED_SCRIPTS",
    "LABEL",
    "LEAD",
    "LEAD_WORDS",
    "LONGEST_LABEL",
    "LONGEST_PROMPT",
    "NUMBER",
    "PROMPT",
    "WORD",
    "Lexicon",
    "Words",
    "case_folded",
    "fold",
    "label_class",
    "lead_class",
    "lexicon",
    "prompt_class",
    "starts_a_lead",
    "title_class",
]

Words: TypeAlias = Sequence[str]  # of a line, folded

LABEL, LEAD, PROMPT = 1, 2, 4  # what a line may be, as bits
LONGEST_LABEL = 90  # characters; a longer line is no label
LONGEST_PROMPT = 320  # characters; a longer block says something of its own
_SHORTEST_PROMPT = 4
LEAD_WORDS = 14  # of a line, looked at for a lead
_WILD = 4  # words that "…" may stand for; numbers do not count

WORD = re.compile(r"\w+")
NUMBER = re.compile(r"\d+")
_PARTS = re.compile(r"\s[-–—|·•»]\s")  # of a title
_MARK = re.compile(r"\s*[^\w\s(]*(?:[:：|｜>»!?】\]］›・]|(?:(?<=\s)|(?=.\s))[\-–—])")
_SOON_MARKED = re.compile(r"(?:\W*\w+){0,5}?\s*[:：|｜]")
_NAMED = re.compile(r"\W*[A-ZÀ-ÞĀ-ŽА-ЯЁ\d]|\s*[“\"«„‘']")
# Scripts that join words, or join particles to them: a phrase is looked for inside the run of signs.
JOINED_SCRIPTS = (
    ("\u0e01", "\u0eff"), ("\u1000", "\u109f"), ("\u1780", "\u17ff"), ("\u3040", "\u30ff"), ("\u3400", "\u9fff"), ("\uac00", "\ud7af"),
)  # fmt: skip
_JOINED = re.compile(f"[{''.join(f'{first}-{last}' for first, last in JOINED_SCRIPTS)}]")
_DIALECTS = (("\u0307", ""), ("ı", "i"), ("ё", "е"))  # Turkish i without and with its dot, Russian yo


class _Lead(NamedTuple):
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
    leads: dict[tuple[str, ...], list[_Lead]] = field(default_factory=dict)  # by their words
    lead_lengths: dict[str, list[int]] = field(default_factory=dict)  # of those with this first word, the longest first
    prompts: dict[str, list[tuple[str, str]]] = field(
        default_factory=dict
    )  # by their longest word, the rarest as a rule
    tellers: frozenset[str] = frozenset()  # the keys of prompts
    joined: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    titles: dict[str, str] = field(default_factory=dict)


def label_class(text: str) -> str | None:
    """Return the rule of a short line that is a label, or None.

    >>> label_class("Most read"), label_class("3 Comments »"), label_class("Popular Port Larch News"), label_class("He left.")
    ('popular-list', 'comments', 'popular-list', None)
    """
    if len(text) > LONGEST_LABEL:
        return None
    words = _words(text)
    if not words:
        return None
    known = lexicon()
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
    known = lexicon()
    found = WORD.search(text)
    lengths = known.lead_lengths.get(_plain(found[0])) if found else None
    if not lengths:
        return None
    ends = [token.end() for token in islice(WORD.finditer(text), min(lengths[0], LEAD_WORDS))]
    if text.isascii():
        words = tuple(WORD.findall(_plain(text[: ends[-1]])))
    else:  # one by one: folding may join or part them
        words = tuple([_plain(token) for token in WORD.findall(text, 0, ends[-1])])
    for n in lengths:
        leads = known.leads.get(words[:n]) if n <= len(words) else None
        if leads:
            for lead in leads:
                if _leads_on(lead, text, ends[n - 1]):
                    return lead.kind
    return None


def starts_a_lead(words: Words) -> bool:
    """Tell whether a line with these words, at least one, may start with a label."""
    known = lexicon()
    return any(tuple(words[:n]) in known.leads for n in known.lead_lengths.get(words[0], ()))


def prompt_class(text: str) -> str | None:
    """Return the rule of a short block that asks the reader to do something, or None.

    >>> prompt_class("Would you like to subscribe to our newsletter?"), prompt_class("She would like to subscribe.")
    ('subscribe-prompt', None)
    """
    if not _SHORTEST_PROMPT <= len(text) <= LONGEST_PROMPT:
        return None
    known, words = lexicon(), _words(text)
    if found := known.tellers.intersection(words):
        line = f" {' '.join(words)} "
        hits = [(at, kind) for word in found for phrase, kind in known.prompts[word] if (at := line.find(phrase)) >= 0]
        if hits:
            return min(hits)[1]  # the first one said; a set has no order to go by
    if not text.isascii() and _JOINED.search(text):
        run, joined = "".join(words), known.joined
        for i, start in enumerate(map(str.__add__, run, run[1:])):
            if start in joined:
                for inside, kind in joined[start]:
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
    for words in sorted(known.leads, key=len, reverse=True):
        lengths = known.lead_lengths.setdefault(words[0], [])
        if len(words) not in lengths and len(words) <= LEAD_WORDS:
            lengths.append(len(words))
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
    known.leads.setdefault(words, []).append(_Lead(ending, needle, kind))


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
