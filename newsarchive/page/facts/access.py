"""Tell whether the page says that its text is cut for those who do not pay."""

from __future__ import annotations

from newsarchive.page.facts.linked_data import things
from newsarchive.page.facts.record import Facts
from newsarchive.page.facts.scene import Scene
from newsarchive.page.facts.words import holds_any
from newsarchive.page.hints import Hint

__all__ = ["settle"]

_NOT_PROMPTS = int(Hint.FOOTER | Hint.NAV | Hint.COOKIE)


def settle(facts: Facts, scene: Scene) -> None:
    """Set ``paywalled``: True where data and page agree, or the page alone says so; False where the data say it is free."""
    stated = _stated(facts)
    shown = _shown(scene)
    if shown and stated is not False:
        facts.offer("paywalled", True, "page-text", 0.85 if stated else 0.7, "prompt after the story")
    elif stated is not None:
        facts.offer("paywalled", stated, "json-ld", 0.6, "isAccessibleForFree")
    facts.best("paywalled")


def _stated(facts: Facts) -> bool | None:
    """Return True where the data say that the text is not free, False where they say that it is."""
    head = facts.head
    for node in facts.nodes[:1]:
        for value in things(node.props.get("isAccessibleForFree")):
            text = str(value).strip().lower().rpartition("/")[2]
            if text in ("false", "no", "0"):
                return True
            if text in ("true", "yes", "1"):
                return False
    tier = head.first("article:content_tier", "content_tier") if head else None
    if tier:
        lowered = tier.lower()
        return True if lowered in ("locked", "metered", "premium", "paid") else False if lowered == "free" else None
    return None


def _shown(scene: Scene) -> bool:
    """Tell whether a prompt to subscribe stands in or right behind the story."""
    context = scene.tree.context
    near = [
        block.text
        for block in [*scene.story[-2:], *scene.below[:12]]
        if block.length < 300 and not context[block.e] & _NOT_PROMPTS
    ]
    return bool(near) and holds_any("\n".join(near), "phrases", "paywall")
