"""What was never meant to be read and stands among the words of a page: messages of its programs, filler of its templates."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from newsarchive.page.marks import Cut

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newsarchive.page.facts import Facts
    from newsarchive.page.tree import Tree

__all__ = ["leaks"]

_STARTS = (
    "Lorem ", "lorem ", "LOREM ", "Warning: ", "Notice: ", "Deprecated: ", "Strict Standards: ", "Fatal error: ", "Parse error: ",
    "(function", "!function", "http://", "https://", "//",
)  # fmt: skip
# What PHP prints where its errors are shown: "Warning: Undefined variable $post in /srv/www/single.php on line 12".
_PHP = re.compile(
    r"(?:Warning|Notice|Deprecated|Strict Standards|Fatal error|Parse error): .{0,400}? in \S+ on line \d+", re.DOTALL
)
_FILLER = re.compile(r"lorem ipsum(?:\b.{0,12}$| dolor sit amet)", re.IGNORECASE | re.DOTALL)
_PROGRAM = re.compile(r"[(!]function\s*\w*\([\w$, ]*\)\s*\{")
_SCRIPTS = re.compile(r"(?:https?:)?//\S+\.(?:js|css|mjs)(?:\?\S*)?")
_SHOWN = frozenset({"pre", "code", "samp", "kbd"})  # code that is shown as such


def leaks(tree: Tree, facts: Facts) -> Iterator[Cut]:
    """Blocks that start as a message of PHP does, as a script, as "Lorem ipsum", or that are the address of a script."""
    del facts
    for block in [block for block in tree.blocks if block.text.startswith(_STARTS)]:
        text = block.text
        if _shown_as_code(tree, block.e):
            continue
        if _FILLER.match(text):
            yield Cut("template", "filler of a template: “Lorem ipsum”", block=block)
        elif _PHP.match(text):
            yield Cut("script", "a message of the program that makes the page", block=block)
        elif _PROGRAM.match(text) or _SCRIPTS.fullmatch(text):
            yield Cut("script", "program text, or its address, that stands among the words of the page", block=block)


def _shown_as_code(tree: Tree, e: int) -> bool:
    return tree.tags[e] in _SHOWN or any(tree.tags[up] in _SHOWN for up in tree.ancestors(e))
