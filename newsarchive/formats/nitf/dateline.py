"""Cut a dateline that the metadata tells from the paragraph that repeats it."""

from __future__ import annotations

import re

from msgspec.structs import replace

from newsarchive.model import Block, Paragraph, Run, plain
from newsarchive.notes import Account, Note

__all__ = ["cut_dateline"]

_END = re.compile(r"[\s,.]*(?:\([^()]{1,40}\))?[\s.]*(?:[-–—:_]+\s*|\Z)")
_SPACE = re.compile(r"\s+")


def cut_dateline(body: tuple[Block, ...], printed: str, *, notes: Account, rule: str) -> tuple[tuple[Block, ...], str]:
    """Return the story without the dateline at its start, and the dateline as it was printed there.

    Agencies tell ``LEEDS`` in the metadata and begin the story with ``LEEDS (Wire) - ``; then the latter is the
    printed line. Where the story does not begin with it, both are returned as they are.

    Args:
        body: the story.
        printed: the dateline as the metadata tells it.
        notes: learns that words were claimed.
        rule: the name of the format.
    """
    first = body[0] if body else None
    known = printed.strip(" -–—:_.,\u00a0")
    if not known or not isinstance(first, Paragraph):
        return body, printed
    text = plain(first.runs)
    start = re.compile(r"\s*" + r"\s+".join(map(re.escape, _SPACE.split(known))), re.IGNORECASE).match(text)
    if start is None or (end := _END.match(text, start.end())) is None:
        return body, printed
    words = text[: end.end()]
    notes.add(Note("NA302", rule, "the story begins with the dateline", words, fact="dateline"))
    rest = _from(first.runs, len(words))
    kept = (replace(first, runs=rest),) if rest else ()
    return (*kept, *body[1:]), words.lstrip()


def _from(runs: tuple[Run, ...], start: int) -> tuple[Run, ...]:
    """Return the runs from a character on."""
    out: list[Run] = []
    for part in runs:
        if start < len(part.text):
            out.append(replace(part, text=part.text[max(start, 0) :]))
        start -= len(part.text)
    return tuple(out)
