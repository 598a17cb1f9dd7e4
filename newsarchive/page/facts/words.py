"""Load the word lists: agencies, months, phrases and particles by language, each a TOML file that anyone can add to."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable
from functools import cache
from html import unescape
from importlib.resources import files
from typing import Any

from newsarchive.model.gate import squeeze

__all__ = ["alternation", "by_language", "fold", "holds_any", "key", "plain_text", "table"]

_TAG = re.compile(r"<[a-zA-Z/!][^<>]{0,300}>")
_SIGNS = re.compile(r"[\W_]+")
_QUOTES = str.maketrans({
    "‘": "'", "’": "'", "‚": "'", "‛": "'", "`": "'", "´": "'", "“": '"', "”": '"', "„": '"', "‟": '"', "«": '"', "»": '"',
    "‹": "'", "›": "'", "–": "-", "—": "-", "‐": "-", "‑": "-", "−": "-", "…": "...",
    "\u00ad": None, "\u200b": None, "\u200e": None, "\u200f": None, "\ufeff": None,
})  # fmt: skip


@cache
def table(name: str) -> dict[str, Any]:
    """Return one word list as it is written in ``data/<name>.toml``."""
    return tomllib.loads((files(__package__) / "data" / f"{name}.toml").read_text("utf-8"))


@cache
def by_language(name: str, section: str) -> tuple[str, ...]:
    """Return the words of one section of a list, all languages together, the longest first."""
    words = {word for entries in table(name)[section].values() for word in entries}
    return tuple(sorted(words, key=lambda word: (-len(word), word)))


def alternation(words: Iterable[str]) -> str:
    r"""Write words as an alternative of a pattern, the longest first; a space stands for any white space.

    >>> alternation(["by", "written by"])
    'written\\s+by|by'
    """
    ordered = sorted(set(words), key=lambda word: (-len(word), word))
    return "|".join(r"\s+".join(re.escape(part) for part in word.split()) for word in ordered)


def holds_any(text: str, name: str, section: str) -> bool:
    """Tell whether a text holds any word of one section of a list, whatever its case: a quick look before a pattern."""
    lowered = text.lower()
    return any(word in lowered for word in _lowered(name, section))


@cache
def _lowered(name: str, section: str) -> tuple[str, ...]:
    return tuple(word.lower() for word in by_language(name, section))


def plain_text(value: str) -> str:
    """Return the words of a value that may hold entities and tags, in one line.

    >>> plain_text("Tom &amp; <b>Jerry</b>")
    'Tom & Jerry'
    """
    if "&" in value:
        value = unescape(value)
        if "&" in value and ";" in value:
            value = unescape(value)
    if "<" in value:
        value = _TAG.sub("", value)
    return squeeze(value)


def fold(text: str) -> str:
    r"""Return a text as it compares: one kind of quote and dash, one space, no case.

    >>> fold("“Ice” – Out")
    '"ice" - out'
    """
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text.translate(_QUOTES)).translate(_QUOTES)
    return " ".join(text.split()).casefold()


def key(text: str) -> str:
    """Return the letters and digits of a text alone, without case and accents.

    >>> key("Le Monde.fr")
    'lemondefr'
    """
    if not text.isascii():
        # combining marks are no word characters, so they go with the signs
        text = unicodedata.normalize("NFKD", text)
    return _SIGNS.sub("", text.casefold())
