"""Hold the order of the passes, and the only hand that carries out what they propose."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from itertools import accumulate
from typing import TYPE_CHECKING, TypeAlias

from newsarchive.errors import UsageError
from newsarchive.notes import RULES, Note
from newsarchive.page.marks import Cut, Ledger, Mark

if TYPE_CHECKING:
    from newsarchive.page.facts import Facts
    from newsarchive.page.tree import Tree

__all__ = ["Chain", "Pass"]

Pass: TypeAlias = "Callable[[Tree, Facts], Iterable[Cut]]"  # noqa: S105 - not a password

# A cut that takes more than this share of the page's running text along with it is refused: it would be the story.
_TOO_MUCH = 0.4


class Chain:
    """A sequence of named passes; each verb returns a new chain.

    A pass is any callable ``(tree, facts) -> iterable of Cut``; it proposes and touches nothing.
    """

    __slots__ = ("_passes",)

    def __init__(self, passes: Iterable[tuple[str, Pass]]) -> None:
        self._passes = tuple(passes)

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the passes in order."""
        return tuple(name for name, _ in self._passes)

    def without(self, *names: str) -> Chain:
        """Leave passes out."""
        self._known(names)
        return Chain(entry for entry in self._passes if entry[0] not in names)

    def only(self, *names: str) -> Chain:
        """Leave all other passes out."""
        self._known(names)
        return Chain(entry for entry in self._passes if entry[0] in names)

    def before(self, name: str, *mine: tuple[str, Pass]) -> Chain:
        """Put passes of one's own before the one named."""
        self._known((name,))
        at = self.names.index(name)
        return Chain((*self._passes[:at], *mine, *self._passes[at:]))

    def after(self, name: str, *mine: tuple[str, Pass]) -> Chain:
        """Put passes of one's own after the one named."""
        self._known((name,))
        at = self.names.index(name) + 1
        return Chain((*self._passes[:at], *mine, *self._passes[at:]))

    def _known(self, names: Iterable[str]) -> None:
        for name in names:
            if name not in self.names:
                raise UsageError(f"there is no pass {name!r}; the chain holds {', '.join(self.names)}")

    def __iter__(self) -> Iterator[tuple[str, Pass]]:
        return iter(self._passes)

    def run(
        self, tree: Tree, facts: Facts, ledger: Ledger, notes: list[Note], *, spared: frozenset[str] = frozenset()
    ) -> None:
        """Let each pass propose and carry out its cuts.

        A cut that would take the story along is refused, with a note. Rules in ``spared`` are proposed in vain: the user
        said so.
        """
        prose = _Prose(tree)
        for _, propose in self._passes:
            for cut in propose(tree, facts):
                if cut.rule in spared:
                    continue
                code = RULES[cut.rule][0] if cut.rule in RULES else "NA211"
                mark = Mark(code, cut.rule, cut.reason, cut.block.e if cut.block else cut.e)
                if cut.block is not None:
                    ledger.take_block(mark, cut.block)
                elif not cut.sure and prose.is_mostly_in(cut.e):
                    notes.append(
                        Note(
                            "NA108",
                            cut.rule,
                            f"refused, the story would go with it: {cut.reason}",
                            "",
                            tree.path(cut.e),
                        )
                    )
                else:
                    ledger.take_element(mark)


class _Prose:
    """The running text of a page, counted up once, so that each element can be asked for its share."""

    def __init__(self, tree: Tree) -> None:
        blocks = tree.running()
        self.tree = tree
        self.firsts = [block.first for block in blocks]
        self.before = [0, *accumulate([block.length - block.linked for block in blocks])]

    def is_mostly_in(self, e: int) -> bool:
        """Tell whether more of it stands in an element than a cut may take along."""
        first, last = (bisect_left(self.firsts, at) for at in (self.tree.tfirst[e], self.tree.tlast[e]))
        return self.before[last] - self.before[first] > self.before[-1] * _TOO_MUCH > 0
