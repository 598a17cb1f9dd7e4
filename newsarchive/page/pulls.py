"""Know pull quotes: words of the story, set apart and told a second time, for the eye."""

from __future__ import annotations

import re

from newsarchive.notes import Note
from newsarchive.page.hints import Hint
from newsarchive.page.tree import TextBlock, Tree

__all__ = ["pull_notes", "pull_quotes"]

_SHORTEST, _LONGEST = 20, 500  # characters
_TOLD_AGAIN = 0.8  # of its sequences of four words; editors shorten, and name the speaker
_BESIDES = 1.6  # times its own length: what else the box may hold, the speaker's name
_LEVELS = 4
_SET_APART = int(Hint.PULL | Hint.QUOTE)
_MAYBE_APART = _SET_APART | int(Hint.ASIDE)
_BOXES = frozenset({"blockquote", "aside", "q"})
_ASCII = re.sub(rb"\W", b" ", bytes(range(256)).lower())
_WORD = re.compile(r"[぀-ヿ㐀-鿿가-힣]|[^\W぀-ヿ㐀-鿿가-힣]+")


def pull_quotes(tree: Tree, story: list[TextBlock]) -> frozenset[int]:
    """Return the elements that hold nothing but words which another part of the story says as well.

    Only what the page sets apart, by its tag or its class, can be one: a paragraph that is there twice is a fault of the page.
    """
    context = tree.context
    maybe = [block for block in story if context[block.e] & _MAYBE_APART and _SHORTEST <= len(block.text) <= _LONGEST]
    boxes = {block.b: box for block in maybe if (box := _box(tree, block)) >= 0}
    if not boxes:
        return frozenset()
    said = [_words(block.text) for block in story]
    told = {block.b: _fours(words) for block, words in zip(story, said, strict=True) if block.b in boxes}
    boxed = {run for fours in told.values() for run in fours}
    firsts = {run[0] for run in boxed}
    runs: dict[tuple[str, ...], int] = {}
    for block, words in zip(story, said, strict=True):
        fours = told[block.b] if block.b in told else _fours(words) if not firsts.isdisjoint(words) else ()
        for run in boxed.intersection(fours):
            runs[run] = runs.get(run, 0) + 1
    found = set()
    for b, fours in told.items():
        if fours and sum([runs[run] > 1 for run in fours]) >= _TOLD_AGAIN * len(fours):
            found.add(boxes[b])
    return frozenset(found)


def pull_notes(tree: Tree, story: list[TextBlock], pulls: frozenset[int]) -> list[Note]:
    """Say of each pull quote that its words are left out of the plain text, which has them already."""
    reason = "words of the story, set apart and told a second time: kept as a pull quote, left out of the plain text"
    told = ((e, "\n".join(block.text for block in story if tree.inside(block.e, e))) for e in sorted(pulls))
    return [Note("NA302", "pull-quote", reason, text, tree.path(e)) for e, text in told]


def _box(tree: Tree, block: TextBlock) -> int:
    """Return the element that sets a block apart from the story, or -1."""
    e, found = block.e, -1
    for _ in range(_LEVELS):
        if e < 0 or _holds_more(tree, e, _BESIDES * block.length):
            break
        if tree.tags[e] == "blockquote":
            return e
        if tree.tags[e] in _BOXES or tree.hints[e] & _SET_APART:
            found = e
        e = tree.parent[e]
    return found


def _holds_more(tree: Tree, e: int, most: float) -> bool:
    held = 0
    for block in tree.blocks_in(e):
        held += block.length
        if held > most:
            return True
    return False


def _words(text: str) -> list[str]:
    """Return the words of a text in one case; in scripts without spaces each sign is one."""
    if text.isascii():  # the same by a table, at a fifth of the time
        return text.encode().translate(_ASCII).decode().split()
    return _WORD.findall(text.casefold())


def _fours(words: list[str]) -> list[tuple[str, ...]]:
    return list(zip(words, words[1:], words[2:], words[3:], strict=False))
