"""Hold the words of a block as flat runs, each with its marks, link, language and direction."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise
from typing import Literal, TypeAlias

from msgspec import Struct
from msgspec.structs import replace

__all__ = ["Direction", "Mark", "Run", "Runs", "are_settled", "joined", "plain", "run"]

Mark: TypeAlias = Literal["code", "em", "mark", "strike", "strong", "sub", "sup", "underline"]
Direction: TypeAlias = Literal["ltr", "rtl"]


# The values of the model are trees: they never hold themselves, and so the collector of garbage need not look at them (``gc``).
# A page makes hundreds of them, which brought it round half as often again.


class Run(Struct, frozen=True, gc=False, omit_defaults=True):
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

_SPACE = re.compile(r"[ \t\r\f]+")  # what every format folds; a no-break space is a word's own


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
    if len(runs) == 1:
        return runs[0].text
    return "".join([part.text for part in runs])


def joined(runs: Iterable[Run]) -> Runs:
    """Return runs in normal form: neighbours look different, spaces are single, none at line breaks or at the ends.

    Every reader gives runs in this form, so that one story is one value, whatever markup it came in.

    >>> [part.text for part in joined((Run(" Ottawa "), Run(" said"), Run(", "), Run("twice ", ("em",))))]
    ['Ottawa said, ', 'twice']
    """
    if isinstance(runs, tuple) and are_settled(runs):
        return runs  # most paragraphs
    out: list[Run] = []
    last = "\n"
    for part in runs:
        text = part.text
        if "  " in text or "\t" in text or "\r" in text or "\f" in text:
            text = _SPACE.sub(" ", text)
        if last in " \n":
            text = text.lstrip(" ")
        if "\n" in text:
            text = re.sub(r" ?\n ?", "\n", text)
            if text[0] == "\n":
                _trim(out, " ")
        if not text:
            continue
        last = text[-1]
        before = out[-1] if out else None
        if before is not None and _looks_like(before, part):
            out[-1] = replace(before, text=before.text + text)
        else:
            out.append(part if text is part.text else replace(part, text=text))
    _trim(out, " \n")
    while out and not (text := out[0].text.lstrip("\n")):
        out.pop(0)
    if out and text is not out[0].text:
        out[0] = replace(out[0], text=text)
    return tuple(out)


def are_settled(runs: Runs) -> bool:
    """Tell whether runs are surely in normal form (see ``joined``); what has line breaks is looked at more closely there."""
    text = runs[0].text if len(runs) == 1 else "".join([part.text for part in runs])
    if not text:
        return not runs
    if text[0] == " " or text[-1] == " " or "  " in text:
        return False
    # The only white space that is printable is the space: most texts need no closer look.
    if not text.isprintable() and ("\n" in text or "\t" in text or "\r" in text or "\f" in text):
        return False
    if len(runs) > 1:
        for one, other in pairwise(runs):
            if not (one.text and other.text) or _looks_like(one, other):
                return False
    return True


def _looks_like(one: Run, other: Run) -> bool:
    return (
        one.marks == other.marks
        and one.href == other.href
        and one.lang == other.lang
        and one.dir == other.dir
        and one.note == other.note
    )


def _trim(runs: list[Run], what: str) -> None:
    """Drop trailing white space, and the runs that it empties."""
    while runs:
        last = runs[-1]
        kept = last.text.rstrip(what)
        if kept:
            if kept != last.text:
                runs[-1] = replace(last, text=kept)
            return
        runs.pop()
