"""Say in the language of the story what we say round it: labels, dates, and what stands for a missing headline."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from newsarchive.formats.markup import attributes, direction_of, escape, language, language_attributes
from newsarchive.model import Article, Moment
from newsarchive.model.gate import squeeze
from newsarchive.model.walk import text_of

__all__ = [
    "Words",
    "date_words",
    "headline_of",
    "isolated",
    "label",
    "language_of",
    "no_words",
    "story_direction",
    "time_element",
    "words_for",
]

_ISO = re.compile(
    r"(\d{4})(?:-(0[1-9]|1[0-2])(?:-(0[1-9]|[12]\d|3[01])(?:T([01]\d:[0-5]\d|2[0-3]:[0-5]\d)(?::[0-5]\d(?:\.\d+)?)?(Z|[+-]\d\d:?\d\d)?)?)?)?\Z",
    re.ASCII,
)


@dataclass(frozen=True, slots=True)
class Words:
    """The words that we say round a story, in one language (``lang``)."""

    lang: str
    table: Mapping[str, str | list[str]]

    def __getitem__(self, key: str) -> str:
        value = self.table[key]
        assert isinstance(value, str)
        return value

    @property
    def months(self) -> list[str]:
        """The names of the twelve months, as they stand in a date."""
        value = self.table["months"]
        assert isinstance(value, list)
        return value


@cache
def _tables() -> dict[str, dict[str, str | list[str]]]:
    return tomllib.loads(Path(__file__).with_name("words.toml").read_text("utf-8"))


def words_for(tag: str | None) -> Words:
    """Return the words of a language, English where we do not have it.

    >>> words_for("fr-CA").lang, words_for("zh-TW").lang, words_for("fi").lang
    ('fr', 'zh-Hant', 'en')
    """
    tables = _tables()
    parts = (tag or "").replace("_", "-").split("-")
    first = {"iw": "he"}.get(parts[0].lower(), parts[0].lower())
    if first == "zh" and {part.lower() for part in parts} & {"hant", "tw", "hk", "mo"}:
        return Words("zh-Hant", tables["zh-Hant"])
    name = first if first in tables else "en"
    return Words(name, tables[name])


@cache
def no_words() -> frozenset[str]:
    """Return what may stand for a picture without describing it, in every language, and no words at all."""
    return frozenset({"", *(str(table["no_alt"]) for table in _tables().values())})


def language_of(article: Article) -> str:
    """Return the article's language as a tag that every format takes; ``und`` where it is not known (RFC 5646, 4.1)."""
    return language(article.language) or "und"


def story_direction(article: Article) -> str:
    """Return the direction in which the article is written."""
    return article.dir or direction_of(language_of(article)) or "ltr"


def headline_of(article: Article, *, limit: int = 2000) -> str:
    """Return words to call the article by: its headline, else its first words, else that it has no title."""
    for text in (article.headline, article.deck, article.summary):
        if shown := squeeze(text or ""):
            return shown[:limit]
    if first := squeeze(text_of(article.body[:3])):
        return first if len(first) <= 80 else first[:79].rsplit(" ", 1)[0] + "…"
    return words_for(article.language)["untitled"]


def label(key: str, words: Words, article: Article) -> str:
    """Return one of our words as XHTML, its language told where it is not the article's."""
    shown = escape(words[key])
    if _same_language(words, article):
        return shown
    return f"<span{language_attributes(words.lang, 'ltr')}>{shown}</span>"


def date_words(moment: Moment, words: Words) -> str:
    """Return a date as the language writes it, at the precision that is known; what is not ISO 8601 as it is.

    >>> date_words(Moment("2021-02-17"), words_for("de"))
    '17. Februar 2021'
    >>> date_words(Moment("2021-02-17T09:05:30-08:00"), words_for("en"))
    '17 February 2021, 09:05 UTC−08:00'
    """
    found = _ISO.match(moment.iso)
    if not found:
        return squeeze(moment.printed or moment.iso)
    year, month, day, time, zone = found.groups()
    if month is None:
        return year
    name = words.months[int(month) - 1]
    if day is None:
        return words["month"].format(m=name, y=year, n=int(month))
    date = words["date"].format(d=int(day), m=name, y=year)
    shown_zone = "" if zone is None else " UTC" if zone == "Z" else f" UTC{zone.replace('-', '−')}"
    return f"{date}, {time}{shown_zone}" if time else date


def time_element(moment: Moment, words: Words, article: Article) -> str:
    """Return a date as XHTML for people, with its machine form where it is one (HTML, 4.5.14)."""
    shown = escape(date_words(moment, words))
    tongue = "" if _same_language(words, article) else language_attributes(words.lang, "ltr")
    if _ISO.match(moment.iso):
        return f"<time{attributes(datetime=moment.iso)}{tongue}>{shown}</time>"
    return isolated(date_words(moment, words), story_direction(article))


def isolated(text: str, around: str) -> str:
    """Return words as XHTML, set apart where they run the other way than what stands round them (UAX 9, 4.3).

    >>> isolated("© 2021 Example Wire", "rtl")
    '<bdi dir="ltr">© 2021 Example Wire</bdi>'
    """
    strong = next((kind for kind in map(unicodedata.bidirectional, text) if kind in ("L", "R", "AL")), None)
    direction = around if strong is None else "ltr" if strong == "L" else "rtl"
    return escape(text) if direction == around else f"<bdi{attributes(dir=direction)}>{escape(text)}</bdi>"


def _same_language(words: Words, article: Article) -> bool:
    return language_of(article).split("-")[0].lower() == words.lang.split("-")[0]
