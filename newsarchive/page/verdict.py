"""Say what kind of page it seems to be, and whether an archivist should look at it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from newsarchive.notes import Note
from newsarchive.page.parts import next_part
from newsarchive.page.words import title_class

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
_CALLED = {
    "error-page": "an error page",
    "consent-page": "a page that asks for consent",
    "login-page": "a page to log in",
}
_ERROR = re.compile(r"\W*(?:error\s)?(?:404|403|410|500|503)\b", re.IGNORECASE)


def verdict(article: Article, facts: Facts, tree: Tree, choice: Choice) -> list[Note]:
    """Return the notes ``thin-body``, ``paywalled``, ``part-of-a-story`` and ``not-an-article`` where they are due."""
    notes = []
    text = article.text
    words = max(len(text) // 7, len(text.split()) if len(text) < _LONG else THIN)
    if article.paywalled:
        notes.append(Note("NA104", "paywalled", "the page says that its text is cut"))
    if words < THIN:
        notes.append(Note("NA103", "thin-body", f"the body has {words} words"))
    if address := next_part(tree, facts, article.url or facts.url):
        notes.append(Note("NA112", "part-of-a-story", f"the story goes on at {address}"))
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
    if words < THIN and (kind := _called(article, facts)):
        return f"little text, and a title as {kind} has it"
    if words < THIN and choice.confidence < _UNSURE:
        return "little text, and nothing that marks it as a story"
    return None


def _called(article: Article, facts: Facts) -> str | None:
    """Say what kind of page, none of them a story, the title or the headline is that of."""
    title = facts.head.title if facts.head else None
    for text in filter(None, (article.headline, title)):
        if kind := title_class(text):
            return _CALLED[kind]
        if _ERROR.match(text):
            return _CALLED["error-page"]
    return None
