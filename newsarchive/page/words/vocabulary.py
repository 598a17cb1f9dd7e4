"""Count the words of a text that are in a short list; ``native/_words.pyx`` does the same in compiled code."""

from __future__ import annotations

from collections.abc import Iterable

from newsarchive.page import native

__all__ = ["PlainVocabulary", "Vocabulary"]


class PlainVocabulary:
    """A list of words."""

    __slots__ = ("_holds",)

    def __init__(self, words: Iterable[str]) -> None:
        self._holds = frozenset(words).__contains__

    def known_in(self, text: str, begin: int, end: int) -> int:
        """Return how many words of a stretch of a text are in the list, letter for letter."""
        return sum(map(self._holds, text[begin:end].split()))


Vocabulary = native.Vocabulary or PlainVocabulary
