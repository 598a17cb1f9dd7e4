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

    def soon_reach(self, text: str, needed: float) -> bool:
        """Tell whether so many words of the list stand in the first half of a text, a quarter first; letter for letter."""
        known = begin = 0
        for part in (4, 2):
            end = text.rfind(" ", 0, len(text) // part) + 1
            known += self.known_in(text, begin, end)
            if known >= needed:
                return True
            begin = end
        return False


Vocabulary = native.Vocabulary or PlainVocabulary
