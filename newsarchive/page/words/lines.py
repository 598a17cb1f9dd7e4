"""Ask about all lines of a page together: they are folded in one go, and most of them turn out to say nothing at a glance."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from newsarchive.page import native
from newsarchive.page.words import (
    LABEL,
    LEAD,
    LONGEST_LABEL,
    LONGEST_PROMPT,
    NUMBER,
    PROMPT,
    WORD,
    Words,
    case_folded,
    label_class,
    lead_class,
    lexicon,
    prompt_class,
    starts_a_lead,
)

if TYPE_CHECKING:
    from newsarchive.page.tree import Tree

__all__ = ["Lines", "lines_of", "looked_up", "sieved", "words_of_lines"]

# Folded by tables: what is in no word a space, the line feed as it is, digits 0; and for ASCII letters lower.
_SPACED = re.sub(rb"[^\w\n\x80-\xff]", b" ", re.sub(rb"\d", b"0", bytes(range(256))))
_FOLDED = re.sub(rb"[\x80-\xff]", b" ", _SPACED.lower())
# The commonest signs beyond ASCII that are in no word, in UTF-8: quotation marks and dashes (U+2000 to U+203F), the signs
# of Latin-1, and the marks of East Asian scripts. Whatever else there is, is found word by word.
_QUOTATION = re.compile(rb"\xe2\x80[\x80-\xbf]")
_LATIN = re.compile(rb"\xc2[\x80-\xa9\xab-\xb1\xb4\xb6-\xb8\xbb\xbf]")
_EAST_ASIAN = re.compile(rb"\xe3\x80[\x80-\x82\x88-\x91]|\xef\xbc[\x81-\x8f\x9a-\xa0]")
# The first bytes of what lies between U+0800 and U+DFFF, without U+2000 to U+2FFF: every script that joins words does.
_MAY_JOIN = re.compile(rb"[\xe0\xe1\xe3-\xed]")
_OTHER_DIGIT = re.compile(r"[^\D0-9]")
# Marks that part words (U+0300 to U+036F), as UTF-8 begins them: where there are none, folding joins no words and parts none,
# unless the text was not composed.
_MARKS = (b"\xcc", b"\xcd")
_PARTING = ("\u0307", "\u0345")  # those that are no longer there, or a letter, when they are folded


class Lines:
    """What the lexicon says about the lines of a page: the numbers of those with a rule, in order, and the rule.

    ``labels``, ``leads`` and ``prompts`` say what ``label_class``, ``lead_class`` and ``prompt_class`` say of each line alone.
    Their words are not kept: a list for each line is more for the collector of garbage than asking all three costs.
    """

    __slots__ = ("labels", "leads", "prompts")

    def __init__(self, texts: list[str]) -> None:
        """Ask about all lines; none holds a line feed. A line that is not to be asked about is ""."""
        self.labels: list[tuple[int, str]] = []
        self.leads: list[tuple[int, str]] = []
        self.prompts: list[tuple[int, str]] = []
        for i, kinds in looked_up(texts) if native.promising is None else sieved(texts):
            text = texts[i]
            if kinds & LABEL and (kind := label_class(text)):
                self.labels.append((i, kind))
            if kinds & LEAD and (kind := lead_class(text)):
                self.leads.append((i, kind))
            if kinds & PROMPT and (kind := prompt_class(text)):
                self.prompts.append((i, kind))


def lines_of(tree: Tree) -> Lines:
    """Return what the lexicon says about the blocks of a page; those that are longer than its phrases allow are not asked about."""
    if tree.lines is None:
        texts = [block.text for block in tree.blocks]
        tree.lines = Lines([text if len(text) <= LONGEST_PROMPT else "" for text in texts])
    return tree.lines


def sieved(texts: list[str]) -> list[tuple[int, int]]:
    """Return the numbers of the lines that may hold a phrase, and of which kinds; the compiled part looks at their words."""
    assert native.promising is not None
    others = [text for text in texts if not text.isascii()]
    if not others:
        return native.promising(texts, [])
    folded, even = _folded("\n".join(others))
    found = native.promising(texts, folded.split("\n"))
    if even:
        return found
    known = dict(found)
    asked = [known.get(i, 0) | LEAD * (not text.isascii() and not _folded(text)[1]) for i, text in enumerate(texts)]
    return [(i, kinds) for i, kinds in enumerate(asked) if kinds]


def looked_up(texts: list[str]) -> Iterator[tuple[int, int]]:
    """Yield the numbers of the lines that may hold a phrase, and of which kinds."""
    folded = _Words(texts)
    known = lexicon()
    labels, firsts, lasts, leads = known.labels, known.wild_labels, known.wild_ends, known.lead_lengths
    silent = known.tellers.isdisjoint
    even, join = folded.even, folded.join
    for i, (text, said) in enumerate(zip(texts, folded.words, strict=True)):
        if not said:
            continue
        other = not text.isascii()
        kinds = 0
        if len(text) <= LONGEST_LABEL and (" ".join(said) in labels or said[0] in firsts or said[-1] in lasts):
            kinds = LABEL
        if (said[0] in leads and starts_a_lead(said)) or (other and not even):
            kinds |= LEAD
        if not silent(said) or (other and join):
            kinds |= PROMPT
        if kinds:
            yield i, kinds


class _Words:
    """The words of many lines, folded in one go, to be gone through once."""

    def __init__(self, texts: Sequence[str]) -> None:
        self.even = True  # folding joins no words and parts none
        self.join = False  # some lines may be in a script that joins words
        plain = [text for text in texts if text.isascii()]
        ascii_lines = _numbered("\n".join(plain).encode().translate(_FOLDED)).split("\n")
        self.words: Iterable[Words] = map(str.split, ascii_lines if texts else [])
        if len(plain) < len(texts):
            ascii_words = iter(self.words)
            other_words = self._of_others("\n".join([text for text in texts if not text.isascii()]))
            self.words = (next(ascii_words if text.isascii() else other_words) for text in texts)

    def _of_others(self, text: str) -> Iterator[Words]:
        text, self.even = _folded(text)
        if _OTHER_DIGIT.search(text):
            text = NUMBER.sub("0", text)
        raw = text.encode("utf-8", "replace").translate(_SPACED)
        self.join = _MAY_JOIN.search(raw) is not None
        raw = _LATIN.sub(b" ", _QUOTATION.sub(b" ", raw))
        if self.join:
            raw = _EAST_ASIAN.sub(b" ", raw)
        return map(_parted, _numbered(raw).split("\n"))


def words_of_lines(lines: Sequence[str]) -> list[Words]:
    """Return the words of many lines at once, as the functions for single lines take them; no line holds a line feed.

    >>> words_of_lines(["Read more: 12 stories", "Café"])
    [['read', 'more', '0', 'stories'], ['café']]
    """
    return list(_Words(lines).words)


def _folded(text: str) -> tuple[str, bool]:
    """Return a text in one case, and whether each of its words is still one: folding may join words, and part them."""
    even = unicodedata.is_normalized("NFC", text) and not any(mark in text for mark in _PARTING)
    text = case_folded(text)
    raw = text.encode("utf-8", "replace")
    return text, even and not any(mark in raw for mark in _MARKS)


def _numbered(raw: bytes) -> str:
    """Return folded lines with each number as one digit."""
    while b"00" in raw:
        raw = raw.replace(b"00", b"0")
    return raw.decode()


def _parted(line: str) -> list[str]:
    """Return the words of a folded line, in which the commonest signs that are in no word are spaces already."""
    pieces = line.split()
    if "".join(pieces).isalnum():
        return pieces
    return [word for piece in pieces for word in ((piece,) if piece.isalnum() else WORD.findall(piece))]
