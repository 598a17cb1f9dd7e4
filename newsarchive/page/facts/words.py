"""Load the word lists: agencies, months, phrases and particles by language, each a TOML file that anyone can add to."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Callable, Iterable
from functools import cache, lru_cache
from html import unescape
from importlib.resources import files
from typing import Any

from newsarchive.model.gate import squeeze
from newsarchive.page import native

__all__ = ["alternation", "as_plain", "beginning", "by_language", "fold", "holding", "holds_any", "key", "may_read", "one_line", "plain_holding",
           "plain_text", "plainly_cased", "table"]  # fmt: skip

_COMMONEST, _RAREST = " etaonirshldcumfpgwybvkxjqz", 99  # what is not among them is rarer than all
_ODDLY_CASED = re.compile("[\u00b5\u0130\u0131\u017f\u0345\u0370-\u03ff\u1c80-\u1c8f\u1e9b\u1f00-\u1fff\ufb00-\ufb06]")
# What a pattern that ignores case reads beside them; the others of these letters are read as letters of their kind alone.
_PLAINLY = str.maketrans({"\u0130": "i", "\u0131": "i", "\u017f": "s"})
_TELLING = 3  # letters by which words are told from most others
_TAG = re.compile(r"<[a-zA-Z/!][^<>]{0,300}>")
_SIGNS = re.compile(r"[\W_]+")
_ASCII_SIGNS = bytes(sign for sign in range(128) if not chr(sign).isalnum())
_QUOTES = str.maketrans({
    "‘": "'", "’": "'", "‚": "'", "‛": "'", "`": "'", "´": "'", "“": '"', "”": '"', "„": '"', "‟": '"', "«": '"', "»": '"',
    "‹": "'", "›": "'", "–": "-", "—": "-", "‐": "-", "‑": "-", "−": "-", "…": "...",
    "\u00ad": None, "\u200b": None, "\u200e": None, "\u200f": None, "\ufeff": None,
})  # fmt: skip
_UNQUOTED = {chr(sign): plain or "" for sign, plain in _QUOTES.items()}
_QUOTED = re.compile(f"[{''.join(map(chr, _QUOTES))}]")


@cache
def table(name: str) -> dict[str, Any]:
    """Return one word list as it is written in ``data/<name>.toml``."""
    return tomllib.loads((files(__package__) / "data" / f"{name}.toml").read_text("utf-8"))


@cache
def by_language(name: str, section: str) -> tuple[str, ...]:
    """Return the words of one section of a list, all languages together, the longest first."""
    words = {word for entries in table(name)[section].values() for word in entries}
    return tuple(sorted(words, key=lambda word: (-len(word), word)))


class _Letters(dict[str, "_Letters"]):
    """Words as a tree: what may follow a beginning, letter by letter; "" where a word ends."""

    def pattern(self) -> str:
        """Write what may follow as a pattern, the longest that fits first."""
        ways = [(r"\s+" if sign == " " else re.escape(sign)) + rest.pattern() for sign, rest in self.items() if sign]
        pattern = ways[0] if len(ways) == 1 else f"(?:{'|'.join(ways)})" if ways else ""
        return f"(?:{pattern})?" if ways and "" in self else pattern


def alternation(words: Iterable[str]) -> str:
    r"""Write words as an alternative of a pattern, the longest that fits first; a space stands for any white space.

    What several words begin with is written once, so a line is held against hundreds of words at the price of a few.

    >>> alternation(["by", "bylined", "written by"])
    '(?:by(?:lined)?|written\\s+by)'
    """
    tree = _Letters()
    for word in words:
        branch = tree
        for sign in " ".join(word.split()):
            branch = branch.setdefault(sign, _Letters())
        branch[""] = _Letters()
    return tree.pattern()


def holds_any(text: str, name: str, section: str) -> bool:
    """Tell whether a text holds any word of one section of a list, whatever its case; its white space is spaces and line feeds."""
    return _holding(name, section)(text)


def may_read(text: str, name: str, section: str) -> bool:
    """Tell whether a pattern of one section of a list that ignores case can find anything in a text; where it cannot, it need not try."""
    return not plainly_cased(text) or _holding_plainly(name, section)(one_line(text))


@cache
def _holding_plainly(name: str, section: str) -> Callable[[str], bool]:
    return holding(map(as_plain, by_language(name, section)))


@cache
def _holding(name: str, section: str) -> Callable[[str], bool]:
    return holding(by_language(name, section))


def holding(words: Iterable[str]) -> Callable[[str], bool]:
    """Return a function that tells whether a text, whatever its case, holds any of these words.

    >>> holds = holding(["published", "vidéo"])
    >>> holds("First published"), holds("une vidéo."), holds("video")
    (True, True, False)
    """
    known = sorted({word.lower() for word in words})
    return plain_holding(known) if native.Phrases is None else native.Phrases(known).held_by


def plain_holding(known: list[str]) -> Callable[[str], bool]:
    """Do what ``holding`` does with words in lower case, where the compiled search is not there."""
    plain = _by_rarest([word for word in known if word.isascii()])
    other = _by_rarest([word for word in known if not word.isascii()])

    def holds(text: str) -> bool:
        text = text.lower()
        return plain.search(text) is not None or (not text.isascii() and other.search(text) is not None)

    return holds


def beginning(words: Iterable[str]) -> Callable[[str, int], list[str]]:
    """Return a function that gives those of these words with which a text goes on from a place, the longest first.

    It reads what a pattern of their ``alternation`` reads that ignores case, in a line in lower case that was ``plainly_cased``,
    its white space single spaces; and it is made in a hundredth of the time that a pattern of hundreds of words takes.

    >>> begins = beginning(["Update", "updated", "İlk"])
    >>> begins("* updated on monday", 2), begins("ilk", 0), begins("later", 0)
    (['updated', 'update'], ['ilk'], [])
    """
    plain = sorted({as_plain(" ".join(word.split())) for word in words}, key=len, reverse=True)
    size = min([_TELLING, *map(len, plain)])
    known: dict[str, tuple[str, ...]] = {}
    for word in plain:
        known[word[:size]] = (*known.get(word[:size], ()), word)

    def begins(text: str, at: int) -> list[str]:
        # the first letters tell nearly every line from all words
        near = known.get(text[at : at + size])
        if near is None or not text.startswith(near, at):
            return []
        return [word for word in near if text.startswith(word, at)]

    return begins


def as_plain(word: str) -> str:
    """Return a word in lower case with the letters that a pattern reads for its own odd ones; see ``plainly_cased``."""
    return word.translate(_PLAINLY).lower()


def plainly_cased(text: str) -> bool:
    """Tell whether a text in lower case is what patterns that ignore case read in it; some letters have two lower cases.

    >>> plainly_cased("GRÖSSE – “Ice”"), plainly_cased("TARİH")
    (True, False)
    """
    return text.isascii() or _ODDLY_CASED.search(text) is None


def _by_rarest(words: list[str]) -> re.Pattern[str]:
    """Write a pattern that looks for the rarest letter of each word, and only there for the rest around it.

    One that looks for the first letters of a hundred words tries nearly every letter of a text.
    """
    around: dict[str, list[str]] = {}
    for word in words:
        sign = max(word, key=lambda sign: (not sign.isascii(), _COMMONEST.find(sign) % _RAREST))
        before, _, behind = word.partition(sign)
        led = f"(?<={re.escape(before + sign)})" if before else ""
        around.setdefault(re.escape(sign), []).append(led + re.escape(behind))
    ways = [f"{sign}(?:{'|'.join(rest)})" for sign, rest in around.items()]
    return re.compile("|".join(ways) or "(?!)")


def plain_text(value: str) -> str:
    """Return the words of a value that may hold entities and tags, in one line.

    >>> plain_text("Tom &amp; <b>Jerry</b>")
    'Tom & Jerry'
    """
    if "&" not in value and "<" not in value:
        # most values are a line already; the only white space that is printable is the space
        return value.strip() if "  " not in value and value.isprintable() else squeeze(value)
    if "&" in value:
        value = unescape(value)
        if "&" in value and ";" in value:
            value = unescape(value)
    if "<" in value:
        value = _TAG.sub("", value)
    return squeeze(value)


@lru_cache(maxsize=256)  # the titles and summaries of a page are held against each other, and against its lines
def fold(text: str) -> str:
    r"""Return a text as it compares: one kind of quote and dash, one space, no case.

    >>> fold("“Ice” – Out")
    '"ice" - out'
    """
    if not text.isascii():
        # letters with accents are no reason to write a text anew sign by sign: most texts hold none of these
        for sign in set(_QUOTED.findall(text)):  # a few, each in one go; and none becomes another one of them
            text = text.replace(sign, _UNQUOTED[sign])
        if not unicodedata.is_normalized("NFKC", text):
            text = unicodedata.normalize("NFKC", text).translate(_QUOTES)
    return one_line(text).casefold()


def one_line(text: str) -> str:
    """Return a text with each stretch of white space one space, none at the ends; the text of a block is so already."""
    if "  " not in text and text.isprintable():  # the only white space that is printable is the space
        return text.strip()
    return " ".join(text.split())


@lru_cache(maxsize=1024)  # the names of a site, its authors and its agencies are held against everything
def key(text: str) -> str:
    """Return the letters and digits of a text alone, without case and accents.

    >>> key("Le Monde.fr")
    'lemondefr'
    """
    if not text.isascii():
        # combining marks are no word characters, so they go with the signs
        text = unicodedata.normalize("NFKD", text)
    letters = "".join(text.casefold().split())
    if letters.isalnum():
        return letters
    return letters.encode().translate(None, _ASCII_SIGNS).decode() if letters.isascii() else _SIGNS.sub("", letters)
