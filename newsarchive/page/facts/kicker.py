"""Find the kicker: the short line over the headline that says what it is about."""

from __future__ import annotations

from newsarchive.page.facts.credit import is_credit
from newsarchive.page.facts.record import Facts
from newsarchive.page.facts.scene import ELSEWHERE, Scene
from newsarchive.page.facts.words import fold
from newsarchive.page.hints import Hint
from newsarchive.page.tree import TextBlock

__all__ = ["settle"]

_SHORTEST, _LONGEST = 2, 70  # characters
_REACH = 3  # blocks above the headline
_LINE = 30  # characters of one that only its capitals and its place tell


def settle(facts: Facts, scene: Scene) -> None:
    """Choose the kicker that stands over the headline or in its first line, and claim its line."""
    headline = scene.headline
    if headline is not None:
        title = fold(facts.values.get("headline") or "")
        section = {fold(offer.value) for offer in facts.offers.get("section", ())}
        for block in reversed(scene.tree.blocks[max(0, headline.b - _REACH) : headline.b]):
            text = fold(block.text.strip(" :|"))
            if not _is_kicker(scene, block) or text in section or is_credit(block.text):
                continue
            if title in text or title.startswith(text):
                continue  # the headline as it was read has it
            facts.offer("kicker", block.text.strip(" :|"), "page-text", 0.8, "line over the headline", block.text)
            scene.claim(block, "kicker", "the kicker over the headline", "kicker", confidence=0.8)
            break
    facts.best("kicker", key=fold)


def _is_kicker(scene: Scene, block: TextBlock) -> bool:
    """Tell whether a short line calls itself a kicker; a line of links is a way through the site."""
    tree, at = scene.tree, scene.tree.tel[block.first]
    if not _SHORTEST <= len(block.text) <= _LONGEST or not scene.open(block) or block.linked > 0.5 * block.length:
        return False
    if block.text[:1] == "#":  # a tag
        return False
    if scene.bits(block) & (ELSEWHERE | Hint.CRUMBS | Hint.BUTTON):
        return False
    if scene.headline is not None and block.b == scene.headline.b - 1 and block.b in scene.kept:
        # Of a story that holds its headline, what stands right above it.
        return len(block.text) <= _LINE and block.text.isupper() and not block.linked
    for _ in range(3):
        if at <= 0 or scene.headline is None or tree.inside(scene.headline.e, at):
            return False
        if tree.hints[at] & Hint.KICKER:
            return True
        at = tree.parent[at]
    return False
