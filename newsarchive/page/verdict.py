"""Say what kind of page it seems to be, and whether an archivist should look at it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsarchive.notes import Note

if TYPE_CHECKING:
    from newsarchive.model import Article
    from newsarchive.page.choose import Choice
    from newsarchive.page.facts import Facts
    from newsarchive.page.tree import Tree

__all__ = ["THIN", "verdict"]

THIN = 60  # words (characters of unspaced scripts count a third): shorter than a news brief
_LONG = 7 * THIN  # characters: no need to count the words
_LINKED = 0.55
_UNSURE = 0.5


def verdict(article: Article, facts: Facts, tree: Tree, choice: Choice) -> list[Note]:
    """Return the notes ``thin-body``, ``paywalled`` and ``not-an-article`` where they are due."""
    notes = []
    text = article.text
    words = max(len(text) // 7, len(text.split()) if len(text) < _LONG else THIN)
    if article.paywalled:
        notes.append(Note("NA104", "paywalled", "the page says that its text is cut"))
    if words < THIN:
        notes.append(Note("NA103", "thin-body", f"the body has {words} words"))
    if why := _not_an_article(article, facts, tree, choice, words):
        notes.append(Note("NA105", "not-an-article", why))
    return notes


def _not_an_article(article: Article, facts: Facts, tree: Tree, choice: Choice, words: int) -> str | None:
    if not article.body:
        return "no running text that could be a story"
    length = sum(block.length for block in choice.story)
    linked = sum(block.linked for block in choice.story)
    if length and linked > _LINKED * length:
        return f"{100 * linked // length} % of the text are links, as on a section front"
    page_type = (facts.page_type or "").lower()
    if words < THIN and ("video" in page_type or any(tree.find("video"))):
        return "a video with little text"
    if words < THIN and choice.confidence < _UNSURE:
        return "little text, and nothing that marks it as a story"
    return None
