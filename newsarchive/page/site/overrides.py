"""What a user says about single pages: what was typed after ``--keep`` and ``--drop``, and several such words as one."""

from __future__ import annotations

import re
from collections.abc import Iterable

from newsarchive.errors import UsageError
from newsarchive.notes import RULES
from newsarchive.page.site.rules import Layout, Target
from newsarchive.page.site.work import check_selector

__all__ = ["joined", "typed"]

_KINDS = ("rule", "select", "text")
# What nobody would type for words of a page: a path, a class, an id, or a tag followed by one of these.
_SELECTOR = re.compile(r"\.?//?\S|[.#][A-Za-z_-]|\[[\w-]|[a-z][a-z0-9]*(?:[.#\[][\w-]|\s*>\s*[a-z.#])")


def typed(keep: Iterable[str] = (), drop: Iterable[str] = ()) -> Layout:
    """Read what was typed: the name of a rule, a selector (CSS or XPath), or words of a block.

    ``rule:``, ``select:`` and ``text:`` before it say which it is, where that is in doubt.

    >>> typed(keep=["read-more", "#facts"], drop=["Listen now"]).keep
    (Target(select='', text='', rule='read-more'), Target(select='#facts', text='', rule=''))

    Raises:
        UsageError: a selector that is none, a rule that is not there, a rule to drop.
    """
    return Layout(
        keep=tuple(_target("--keep", words) for words in keep),
        drop=tuple(_target("--drop", words, rule="site-rule") for words in drop),
    )


def joined(layouts: Iterable[Layout | None]) -> Layout | None:
    """Return what several say as one; of two that point at the story, or at a fact, the first is asked first."""
    said = [layout for layout in layouts if layout is not None]
    if len(said) < 2:
        return said[0] if said else None
    return Layout(
        story=tuple(select for layout in said for select in layout.story),
        drop=tuple(target for layout in said for target in layout.drop),
        keep=tuple(target for layout in said for target in layout.keep),
        facts=tuple(fact for layout in said for fact in layout.facts),
        clean=next((layout.clean for layout in said if layout.clean is not None), None),
    )


def _target(option: str, words: str, *, rule: str = "") -> Target:
    kind, colon, rest = words.partition(":")
    if not colon or kind not in _KINDS or not rest.strip():
        kind, rest = _guessed(words), words
    rest = rest.strip()
    if not rest:
        raise UsageError(f"{option}: name a rule, a selector, or words of the page")
    if kind == "rule":
        if rest not in RULES:
            raise UsageError(f"{option}: there is no rule {rest!r}; `newsarchive rules` lists all")
        if rule:
            raise UsageError(f"{option}: {rest} is a rule, which takes what it finds already; name a selector or words")
        return Target(rule=rest)
    if kind == "text":
        return Target(text=rest, rule=rule)
    if wrong := check_selector(rest):
        raise UsageError(f"{option}: {rest!r} is no selector: {wrong}; put text: before it if it stands on the page")
    return Target(select=rest, rule=rule)


def _guessed(words: str) -> str:
    if words.strip() in RULES:
        return "rule"
    return "select" if _SELECTOR.match(words.strip()) else "text"
