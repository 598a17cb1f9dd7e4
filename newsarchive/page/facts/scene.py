"""Look at the page around the chosen story: what stands above it, in it and below it, and who owns which block."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from newsarchive.model import Source
from newsarchive.page.facts.words import fold, one_line
from newsarchive.page.hints import Hint
from newsarchive.page.marks import FREE, Ledger, Mark
from newsarchive.page.tree import TextBlock, Tree

__all__ = ["ELSEWHERE", "Scene", "look_around"]

# What stands in such a part of the page is not said about this story.
ELSEWHERE = int(
    Hint.NAV | Hint.RELATED | Hint.POPULAR | Hint.COMMENT | Hint.AD | Hint.COOKIE | Hint.FOOTER | Hint.SEARCH | Hint.HEAD
    | Hint.PROMPT
)  # fmt: skip
_ABOVE = 90
_BELOW = 40


@dataclass(slots=True)
class Scene:
    """The page as the facts see it.

    ``above`` are the blocks before the story, the nearest first; ``below`` those behind it, the nearest first; ``story`` the
    kept blocks in order. ``headline`` is the block of the visible headline once it is known.
    """

    tree: Tree
    ledger: Ledger
    story: list[TextBlock]
    above: list[TextBlock] = field(default_factory=list)
    below: list[TextBlock] = field(default_factory=list)
    kept: set[int] = field(default_factory=set)
    headline: TextBlock | None = None
    root: int = 0  # the smallest element that holds the story
    common: int = 0  # hints of the whole box of the story, which say nothing about a block in it
    _folded: dict[int, str] = field(default_factory=dict)

    def folded(self, block: TextBlock) -> str:
        """Return a block's text as it compares, worked out once."""
        found = self._folded.get(block.b)
        if found is None:
            found = self._folded[block.b] = fold(block.text)
        return found

    def free(self, block: TextBlock) -> bool:
        """Tell whether nobody owns any word of a block."""
        return not any(self.ledger.owner[block.first : block.last]) and not self.parted(block)  # FREE is 0

    def parted(self, block: TextBlock) -> bool:
        """Tell whether a fact took a stretch of a block already."""
        parts = self.ledger.parts
        return bool(parts) and any(map(parts.__contains__, range(block.first, block.last)))

    def open(self, block: TextBlock, *, partly: bool = False) -> bool:
        """Tell whether a fact may read and take a block: nobody's yet, or removed with what stands around it.

        A pass that removes a box does not know that the byline stands in it; what became a fact or a caption stays that.
        ``partly``: a stretch of the block may be claimed already.
        """
        ledger, first = self.ledger, block.first
        if block.last - first == 1:  # as most are: what follows, for one text node
            number = ledger.owner[first]
            if number and self._sealed(number):  # FREE is 0
                return False
            if partly:
                return not number or not self.tree.texts[first].isspace()
            return first not in ledger.parts
        owners = ledger.owner[first : block.last]
        if not any(owners):
            return partly or not ledger.parts or not self.parted(block)
        if not partly:
            return not any(map(self._sealed, owners)) and not self.parted(block)
        texts = self.tree.texts
        return any(not self._sealed(number) and not texts[t].isspace() for t, number in enumerate(owners, first))

    def _sealed(self, number: int) -> bool:
        """Tell whether an owner is more than a pass that removed a box: the story, or a fact."""
        return number != FREE and not self.ledger.marks[number].code.startswith("NA2")

    def claim(
        self,
        block: TextBlock,
        rule: str,
        reason: str,
        fact: str | None,
        *,
        code: str = "NA301",
        source: Source = "page-text",
        confidence: float = 1.0,
        read: str | None = None,
    ) -> None:
        """Claim a block; what a pass had removed of it is taken back first.

        ``read`` is what became of the words; the account says it where it is not what the block prints.
        """
        reason = _saying(reason, read, block.text)
        self.release(block)
        self.ledger.take_block(Mark(code, rule, reason, block.e, fact, source, confidence), block)

    def release(self, block: TextBlock) -> None:
        """Take back the words of a block that a pass had removed with what stands around them."""
        owner, marks = self.ledger.owner, self.ledger.marks
        for t in range(block.first, block.last):
            removal = marks[owner[t]]
            if owner[t] != FREE and removal.code.startswith("NA2"):
                removal.spans = [span for span in removal.spans if span[0] != t]
                owner[t] = FREE

    def pieces(self, block: TextBlock) -> str:
        """Return a block's text with a bar where two inline elements stand side by side: a name and a paper."""
        if block.last - block.first == 1:
            return block.text
        tree = self.tree
        texts, tel = tree.texts, tree.tel
        out = ""
        before = -1
        for t in range(block.first, block.last):
            part = texts[t]
            if part.isspace():
                out += " "
                continue
            here = tel[t]
            if (before >= 0 and here != before and not tree.inside(here, before) and not tree.inside(before, here)) or (
                out and part[:1].isalnum() and out[-1:].isalnum() and here != before
            ):
                out += " | "
            out += part
            before = here
        return " ".join(out.split())

    def claim_span(
        self,
        block: TextBlock,
        start: int,
        stop: int,
        rule: str,
        reason: str,
        fact: str | None,
        *,
        code: str = "NA301",
        confidence: float = 1.0,
        read: str | None = None,
    ) -> bool:
        """Claim a stretch of a block's text; False where somebody owns a part of it already. ``read``: see ``claim``."""
        reason = _saying(reason, read, block.text[start:stop])
        return self.ledger.take_span(
            Mark(code, rule, reason, block.e, fact, "page-text", confidence), block, start, stop
        )

    def bits(self, block: TextBlock) -> int:
        """Return the hints around a block, without those that the whole box of the story has: they say nothing here."""
        return self.tree.context[block.e] & ~self.common

    def crown(self, headline: TextBlock) -> None:
        """Make a block the visible headline."""
        self.headline = headline
        self.common = self.tree.context[self.root] | self.tree.context[headline.e] & ELSEWHERE

    def before(self, e: int) -> bool:
        """Tell whether an element stands before the story."""
        return bool(self.story) and e < self.story[0].e

    def inside(self, e: int) -> list[TextBlock]:
        """Return the blocks whose text stands inside an element, without looking at all others."""
        return self.tree.blocks_in(e)

    def near(self) -> list[TextBlock]:
        """Return the blocks around the headline and the start of the story, in page order, kept ones included."""
        blocks = self.tree.blocks
        if not self.story:
            top = self.headline.b if self.headline else 0
            return blocks[max(0, top - 12) : top + 40]
        first = self.story[0].b
        top = self.headline.b if self.headline and self.headline.b <= first else first - 25
        return blocks[max(0, top - 12, first - _ABOVE) : self.story[min(3, len(self.story) - 1)].b + 1]

    def left(self) -> Iterator[TextBlock]:
        """Yield the story's blocks that still have words nobody owns."""
        return filter(self.ledger.free, self.story)


def _saying(reason: str, read: str | None, printed: str) -> str:
    """Return a reason with what the words were read as, where they print more or something else."""
    return reason if read is None or one_line(read) == printed.strip() else f"{reason}: {one_line(read)}"


def look_around(tree: Tree, ledger: Ledger, story: list[TextBlock]) -> Scene:
    """Lay out what stands around a story."""
    scene = Scene(tree, ledger, story, kept={block.b for block in story})
    blocks = tree.blocks
    if story:
        first, last = story[0].b, story[-1].b
        scene.above = [
            block for block in reversed(blocks[max(0, first - _ABOVE) : first]) if tree.tags[block.e] != "head"
        ]
        scene.below = blocks[last + 1 : last + 1 + _BELOW]
        low, high = story[0].e, story[-1].e
        root = low
        while root > 0 and not (tree.inside(high, root) and len(story) > 0):
            root = tree.parent[root]
        scene.root = max(root, 0)
    else:
        scene.above = list(reversed(blocks[:_ABOVE]))
    scene.common = tree.context[scene.root]
    return scene
