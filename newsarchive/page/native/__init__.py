"""Offer the compiled walk, witness, sieve of lines, count of words and search for phrases, where the package was built with them; each is None where it was not.

They do what ``walk.walk``, ``scorer.rates``, the loop of ``words.lines`` and others do, with the same results, at a fraction of the cost:
nine tenths of the time that a page takes goes into looking at each of its elements and blocks. ``NEWSARCHIVE_PURE=1`` in the environment leaves them alone.
"""

from __future__ import annotations

import contextlib
import os
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from lxml import etree

    from newsarchive.page.features import Witnesses
    from newsarchive.page.tree import Tree

__all__ = ["PhraseList", "Phrases", "Vocabulary", "Walk", "WordList", "promising", "rates", "walk"]


class Walk(Protocol):
    """What lays a page out flat."""

    def __call__(self, root: etree._Element, skipped_tags: frozenset[str], *, passing: bool) -> Tree:
        """See ``walk.walk``."""


class WordList(Protocol):
    """A list of words that are counted in texts."""

    def known_in(self, text: str, begin: int, end: int) -> int:
        """See ``words.vocabulary``."""

    def soon_reach(self, text: str, needed: float) -> bool:
        """See ``words.vocabulary``."""


class PhraseList(Protocol):
    """Phrases that are looked for all at once."""

    def held_by(self, text: str) -> bool:
        """See ``facts.words.holding``."""


Phrases: Callable[[Iterable[str]], PhraseList] | None = None
Vocabulary: Callable[[Iterable[str]], WordList] | None = None
walk: Walk | None = None
rates: Callable[[Tree, Witnesses, list[bool]], list[float]] | None = None
promising: Callable[[list[str], list[str]], list[tuple[int, int]]] | None = None

if not os.environ.get("NEWSARCHIVE_PURE"):
    # Not built; or built for another lxml, which says so as an ImportError, a TypeError or a ValueError.
    with contextlib.suppress(ImportError, TypeError, ValueError):
        from newsarchive.page.native._walk import walk
    with contextlib.suppress(ImportError):
        from newsarchive.page.native._rates import rates
    with contextlib.suppress(ImportError):
        from newsarchive.page.native._lines import promising
    with contextlib.suppress(ImportError):
        from newsarchive.page.native._words import Vocabulary
    with contextlib.suppress(ImportError):
        from newsarchive.page.native._phrases import Phrases
