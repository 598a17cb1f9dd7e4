"""Lines below the story that tell who wrote it: "Ada Wren is a reporter for …"."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from newsarchive.page.marks import Cut

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newsarchive.page.facts import Facts
    from newsarchive.page.tree import Tree

__all__ = ["bios"]

# What follows the name in such a line. A news story names its author nowhere else at the start of a paragraph.
_VERBS = (
    "is was has writes covers reports works joined lives leads edits hosts teaches founded serves contributes co-founded "  # English
    "ist war schreibt berichtet arbeitet leitet lebt studierte kam volontierte "  # German
    "est écrit couvre travaille dirige vit a "  # French
    "es escribe cubre trabaja dirige vive nació fue "  # Spanish
    "è scrive lavora dirige collabora vive é escreve trabalha cobre dirige mora "  # Italian, Portuguese
    "is schrijft werkt was är skriver arbetar er skriver arbejder jobber dekker on kirjoittaa työskentelee "  # Dutch, Nordic
    "jest pisze pracuje je píše pracuje este scrie lucrează "  # Polish, Czech, Slovak, Romanian
    "работает пишет освещает является працює пише є"  # Russian, Ukrainian
)
_LONGEST = 700  # characters
_STORY = 3  # paragraphs of the story before such a line


def bios(tree: Tree, facts: Facts) -> Iterator[Cut]:
    """Short paragraphs below the first ones that start with the name of an author whom the page's data gives, and a verb."""
    names = [name for name in facts.author_names if " " in name]
    if not names:
        return
    firsts = tuple(name[:4] for name in names)
    for block in tree.running()[_STORY:]:
        if len(block.text) <= _LONGEST and block.text.startswith(firsts):
            for name in names:
                if block.text.startswith(name) and _verb().match(block.text, len(name)):
                    yield Cut("author-box", f"tells about the author: it starts “{name} …”", block=block)
                    break


@cache
def _verb() -> re.Pattern[str]:
    verbs = "|".join(sorted(map(re.escape, set(_VERBS.split()))))
    return re.compile(rf",?\s(?:\([^()]{{1,60}}\)\s)?(?:{verbs})\s")
