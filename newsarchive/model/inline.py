"""Hold the words of a block as flat runs, each with its marks, link, language and direction."""

from __future__ import annotations

from typing import Literal, TypeAlias

from msgspec import Struct

__all__ = ["Direction", "Mark", "Run", "Runs", "plain", "run"]

Mark: TypeAlias = Literal["code", "em", "mark", "strike", "strong", "sub", "sup", "underline"]
Direction: TypeAlias = Literal["ltr", "rtl"]


class Run(Struct, frozen=True, omit_defaults=True):
    """A stretch of text with one appearance.

    White space is collapsed, except that a line feed in ``text`` is a line break that the author made
    (an address, a poem). ``marks`` are sorted and without repeats. ``lang`` (BCP 47) and ``dir`` are given
    only where they differ from the block's. ``note`` is the ``id`` of the Footnote that this run refers to.
    """

    text: str
    marks: tuple[Mark, ...] = ()
    href: str | None = None
    lang: str | None = None
    dir: Direction | None = None
    note: str | None = None


Runs: TypeAlias = tuple[Run, ...]


def run(text: str, *marks: Mark, href: str | None = None) -> Run:
    """Make a run, its marks sorted and without repeats.

    >>> run("Ottawa", "strong", "em").marks
    ('em', 'strong')
    """
    return Run(text, tuple(sorted(set(marks))), href)


def plain(runs: Runs) -> str:
    """Return the words of runs without their appearance.

    >>> plain((Run("Ottawa"), Run(" said", ("em",))))
    'Ottawa said'
    """
    return "".join(part.text for part in runs)
