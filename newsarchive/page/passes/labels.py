"""Short lines that are nothing but a label: "Most read", "3 comments", "Advertisement"; with the list that one heads."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING

from newsarchive.notes import RULES
from newsarchive.page import words
from newsarchive.page.hints import Hint
from newsarchive.page.marks import Cut
from newsarchive.page.words.lines import lines_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newsarchive.page.facts import Facts
    from newsarchive.page.tree import TextBlock, Tree

__all__ = ["labels"]

# Words that are too much at home in a story's tables and subheads to be cut for themselves, or that a fact will claim.
_LEFT_ALONE = frozenset({"navigation", "tag-list", "end-mark"})
_HEADS_STORIES = frozenset({"related-stories", "popular-list", "read-more"})
_CELLS = frozenset({"td", "th", "dt", "dd", "figcaption", "caption", "option"})
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_WHOLES = frozenset({"html", "body", "main", "article"})
_PROSE = 80  # characters outside of links: running text
_TEASER = 240  # a teaser's summary is no longer
_LINKED = 0.8  # of a line: a link
_FOLLOWERS = 40  # blocks that one label can head
_INSIDE_STORY = 8


def labels(tree: Tree, facts: Facts) -> Iterator[Cut]:
    """Lines that are a label, what a list of other stories or the comments' heading stands over included."""
    del facts
    tags = tree.tags
    prose = [block.b for block in tree.running()]
    taken = 0  # text nodes before this one are in a cut already
    for i, rule in lines_of(tree).labels:
        block = tree.blocks[i]
        if rule in _LEFT_ALONE or block.first < taken or tags[block.e] == "title" or tags[block.e] in _CELLS:
            continue
        if _could_be_a_subhead(tree, i, rule):
            continue
        said = RULES[rule][1]
        reason = f"{said[:1].lower()}{said[1:-1]}: “{block.text}”"
        if rule in _HEADS_STORIES:
            inside = len(prose) - bisect_right(prose, i) > 1
            for cut in _with_its_list(tree, i, rule, reason, inside=inside):
                taken = max(taken, tree.tlast[cut.e] if cut.block is None else cut.block.last)
                yield cut
        elif rule == "comments" and (prose_before := _paragraphs(tree, prose[: bisect_left(prose, i)])):
            e = _discussion(tree, block, prose_before)
            taken = max(taken, tree.tlast[e] if e >= 0 else block.last)
            yield Cut(rule, reason, e, sure=True) if e >= 0 else Cut(rule, reason, block=block)
        else:
            yield Cut(rule, reason, block=block)


def _paragraphs(tree: Tree, prose: list[int]) -> int:
    """Count the blocks that are too long for a label."""
    return sum(len(tree.blocks[b].text) > words.LONGEST_LABEL for b in prose)


def _could_be_a_subhead(tree: Tree, i: int, rule: str) -> bool:
    """Tell whether a label of one everyday word stands where a story has its subheads and list items."""
    block = tree.blocks[i]
    if " " in block.text.strip(" :>»") or block.linked:
        return False
    if rule == "player":
        return tree.tags[block.e] in _HEADINGS or tree.tags[block.e] == "li"
    if rule == "share-bar":  # the name of a network: alone it may be the name of a company
        near = (tree.blocks[j].text for j in (i - 1, i + 1) if 0 <= j < len(tree.blocks))
        return not any(len(text) <= words.LONGEST_LABEL and words.label_class(text) == "share-bar" for text in near)
    return False


def _with_its_list(tree: Tree, i: int, rule: str, reason: str, *, inside: bool) -> Iterator[Cut]:
    """Cut a label, and the other stories that it heads."""
    block = tree.blocks[i]
    e = -1 if tree.attr(block.e, "data-newsarchive-line") else _list_section(tree, block)
    if e >= 0:
        yield Cut(rule, reason, e)
        return
    yield Cut(rule, reason, block=block)
    if block.linked or (rule == "read-more" and not inside):
        return  # the label is a link of its own: what follows is the next card
    under = f"stands under “{block.text}”"
    scraped = bool(tree.attr(block.e, "data-newsarchive-line"))
    limit = _INSIDE_STORY if inside and not scraped else _FOLLOWERS
    for other in tree.blocks[i + 1 : i + 1 + limit]:
        if scraped:
            if tree.tags[other.e] != "li" or other.length > _TEASER:
                return
        elif other.linked < _LINKED * other.length or tree.tags[other.e] in _CELLS:
            return
        yield Cut(rule, under, block=other)


def _list_section(tree: Tree, block: TextBlock) -> int:
    """Return the largest element that starts with the label and holds nothing but teasers, or -1."""
    found = -1
    e = tree.parent[block.e] if tree.tfirst[block.e] == block.first and tree.tlast[block.e] == block.last else block.e
    while e > 0 and tree.tfirst[e] == block.first and tree.tags[e] not in _WHOLES:
        inside = tree.blocks_in(e)[1:]
        prose = sum(other.length - other.linked >= _PROSE for other in inside)
        longest = max((other.length - other.linked for other in inside), default=0)
        links = sum(other.linked >= _LINKED * other.length for other in inside)
        if (
            longest > _TEASER
            or 2 * prose > links
            or (inside and not links)
            or any(tree.tags[other.e] == "h1" for other in inside)
        ):
            break
        if inside:
            found = e
        e = tree.parent[e]
    return found


def _discussion(tree: Tree, block: TextBlock, prose_before: int) -> int:
    """Return the largest element that starts with the heading of the comments and holds no more than them, or -1."""
    found = -1
    e = block.e
    while e > 0 and tree.tfirst[e] == block.first and tree.tags[e] not in _WHOLES:
        if tree.tlast[e] > block.last:
            prose = sum(other.length - other.linked >= _PROSE for other in tree.blocks_in(e))
            if prose > prose_before and not tree.hints[e] & Hint.COMMENT:
                break
            found = e
        e = tree.parent[e]
    return found
