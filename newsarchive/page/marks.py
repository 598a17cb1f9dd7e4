"""Say for each text node who owns it: the story, a fact, or a rule that removed it. The only hand that takes words away.

Passes and facts propose; the ledger marks. Once a text node (or a stretch of one) has an owner it keeps it: what comes later gets
what is left. So the pieces never overlap, and at the end body + claimed + removed = page.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from newsarchive.notes import Note

if TYPE_CHECKING:
    from newsarchive.page.tree import TextBlock, Tree

__all__ = ["BODY", "FREE", "Cut", "Ledger", "Mark"]

FREE = 0  # nobody's yet
BODY = 1  # the story's


class Cut(Struct, frozen=True):
    """A proposal to remove: the subtree of element ``e``, or the one block ``block``, by ``rule`` for ``reason``.

    ``sure`` lifts the guard that keeps a cut from taking most of the page's running text: a long discussion below a short story.
    """

    rule: str
    reason: str
    e: int = -1
    block: TextBlock | None = None
    sure: bool = False


class Mark(Struct):
    """One removal or claim: by which rule, why, at which element; its words are found when asked for."""

    code: str
    rule: str
    reason: str
    e: int
    fact: str | None = None
    source: str | None = None
    confidence: float | None = None
    spans: list[tuple[int, int, int]] = []  # (text node, from, to) in characters
    skipped: list[int] = []  # elements whose inside was never walked


class Ledger:
    """Who owns which words of one page.

    ``owner[t]`` is FREE, BODY or the number of a mark. ``parts[t]`` lists the stretches of a text node that were claimed
    while the rest of it stayed free or went to the story: ``(from, to, mark)`` in order.
    """

    __slots__ = ("_borders", "marks", "owner", "parts", "tree")

    def __init__(self, tree: Tree) -> None:
        self.tree = tree
        self._borders: set[int] | None = None  # text nodes that begin a block, worked out when words are asked for
        self.owner: list[int] = [FREE] * len(tree.texts)
        self.parts: dict[int, list[tuple[int, int, int]]] = {}
        self.marks: list[Mark] = [Mark("", "free", "", -1), Mark("", "body", "", -1)]

    def free(self, block: TextBlock) -> bool:
        """Tell whether a block still has words that nobody owns."""
        owner = self.owner
        return FREE in owner[block.first : block.last]

    def take(self, mark: Mark, first: int, last: int) -> int:
        """Give the free text nodes ``first .. last - 1`` to a mark; return how many it got."""
        owner, parts, texts = self.owner, self.parts, self.tree.texts
        number = len(self.marks)
        got = 0
        spans = mark.spans
        for t in range(first, last):
            if owner[t] == FREE:
                owner[t] = number
                got += 1
                if t in parts:
                    spans.extend([(t, a, b) for a, b in self.gaps(t)])
                else:
                    spans.append((t, 0, len(texts[t])))
        if got or mark.skipped:
            self.marks.append(mark)
        return got

    def take_element(self, mark: Mark) -> int:
        """Give what is free in the subtree of the mark's element to it."""
        return self.take(mark, self.tree.tfirst[mark.e], self.tree.tlast[mark.e])

    def take_block(self, mark: Mark, block: TextBlock) -> int:
        """Give what is free of a block to a mark."""
        return self.take(mark, block.first, block.last)

    def take_span(self, mark: Mark, block: TextBlock, start: int, stop: int) -> bool:
        """Give the characters ``start .. stop - 1`` of ``block.text`` to a mark, if all of them are still free.

        The rest of the block stays as it is. White space next to the stretch goes where it falls.
        """
        text = block.text
        before = start - text.count(" ", 0, start)
        inside = stop - start - text.count(" ", start, stop)
        spans: list[tuple[int, int, int]] = []
        seen = 0
        for t in range(block.first, block.last):
            raw = self.tree.texts[t]
            begin = -1
            end = 0
            for at, char in enumerate(raw):
                if char.isspace():
                    continue
                if before <= seen < before + inside:
                    if begin < 0:
                        begin = at
                    end = at + 1
                seen += 1
            if begin >= 0:
                if self.owner[t] != FREE or any(a < end and begin < b for a, b, _ in self.parts.get(t, ())):
                    return False
                spans.append((t, begin, end))
        if not spans:
            return False
        number = len(self.marks)
        self.marks.append(mark)
        mark.spans = spans
        for t, begin, end in spans:
            if begin == 0 and end == len(self.tree.texts[t]):
                self.owner[t] = number
            else:
                self.parts.setdefault(t, []).append((begin, end, number))
                self.parts[t].sort()
        return True

    def keep(self, block: TextBlock) -> None:
        """Give what is free of a block to the story."""
        owner = self.owner
        for t in range(block.first, block.last):
            if owner[t] == FREE:
                owner[t] = BODY

    def gaps(self, t: int) -> list[tuple[int, int]]:
        """Return the stretches of a text node that no part of it was claimed from."""
        found, at = [], 0
        for begin, end, _ in self.parts.get(t, ()):
            if at < begin:
                found.append((at, begin))
            at = max(at, end)
        if at < len(self.tree.texts[t]):
            found.append((at, len(self.tree.texts[t])))
        return found

    def words_of(self, number: int) -> str:
        """Return the words of a mark, white space as it stands; what stands in different boxes is set apart by a line feed."""
        mark, tree = self.marks[number], self.tree
        if self._borders is None:
            self._borders = {block.first for block in tree.blocks}
        pieces: list[str] = []
        for t, begin, end in mark.spans:
            if pieces and begin == 0 and t in self._borders:
                pieces.append("\n")
            pieces.append(tree.texts[t][begin:end])
        pieces.extend(("\n" if e in tree.passed else "").join(map(str, tree.els[e].itertext())) for e in mark.skipped)
        return "".join(pieces)

    def notes(self) -> list[Note]:
        """Return the account of this ledger: a note for each removal and claim that has words, in page order."""
        numbers = [n for n in range(2, len(self.marks)) if self.marks[n].spans or self.marks[n].skipped]
        numbers.sort(key=lambda n: (self.marks[n].spans[0] if self.marks[n].spans else (len(self.owner), 0, 0), n))
        return [self._note(n) for n in numbers]

    def _note(self, number: int) -> Note:
        mark, tree = self.marks[number], self.tree
        return Note(
            mark.code,
            mark.rule,
            mark.reason,
            lambda: self.words_of(number),
            lambda: tree.path(mark.e) if mark.e >= 0 else "",
            fact=mark.fact,
            source=mark.source,
            confidence=mark.confidence,
        )
