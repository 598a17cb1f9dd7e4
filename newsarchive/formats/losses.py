"""File what a format did not hold, by reading back what was written: no fact is forgotten by hand."""

from __future__ import annotations

from newsarchive.model import Article, plain
from newsarchive.model.leaves import leaves_of
from newsarchive.model.walk import text_of
from newsarchive.notes import Account

__all__ = ["file_losses"]


def file_losses(article: Article, back: Article, *, notes: Account, what: str) -> None:
    """Add a ``lost`` note for each fact of ``article`` that ``back`` has not, or has in other words.

    Args:
        article: what was written.
        back: what the format's own reader makes of it.
        notes: where the losses are filed, one a fact, with the parts that are lost.
        what: the name of the format.
    """
    told = leaves_of(back)
    lost: dict[str, list[tuple[str, str]]] = {}
    for path, value in leaves_of(article).items():
        if told.get(path) != value and not path.endswith("._"):
            fact, _, part = path.partition(".")
            lost.setdefault(fact, []).append((part, value))
    for fact, parts in lost.items():
        named = ", ".join(part for part, _ in parts if part)
        reason = f"{what} has no place for it as it is" + (f": {named}" if named else "")
        notes.lost(fact, reason, parts[0][1])
    if back.lead != article.lead and article.lead:
        notes.lost("lead", f"{what} does not hold every part of the figure", plain(article.lead.caption), code="NA402")
    if back.body != article.body:
        same = text_of(back.body) == text_of(article.body)
        kept = "its words are kept, its structure is not" if same else "its words are kept, divided otherwise"
        notes.lost("body", f"{what}: {kept}", code="NA402")
