"""The law of claims: what a fact took from the page is found among the facts, or the account says what became of it."""

from __future__ import annotations

import msgspec

_EDGES = " |()[]{}（）［］【】•·–—-:：,;.*"  # signs that part a fact from its line


def lost_claims(facts, notes):
    """Return each claimed text that no fact prints, white space aside, and of which its note does not say what it became.

    ``facts`` is an article, or anything that msgspec can write; ``notes`` are those of the account.
    """
    printed = [_bare(text) for text in _texts(msgspec.to_builtins(facts))]
    lost = []
    for note in notes:
        words = _bare(note.text).strip(_EDGES)
        said = _bare(note.reason.partition(": ")[2])
        became = said and (all(part in words for part in said.split(",")) or any(said in text for text in printed))
        if note.code == "NA301" and not became and not any(words in text for text in printed):
            lost.append((note.rule, note.text.strip()))
    return lost


def _bare(text):
    return "".join(text.split())


def _texts(value):
    """Yield each text in a value, and the runs of a caption joined."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for member in value.values():
            yield from _texts(member)
    elif isinstance(value, list | tuple):
        if all(isinstance(member, dict) and "text" in member for member in value):
            yield "".join(member["text"] for member in value)
        for member in value:
            yield from _texts(member)
