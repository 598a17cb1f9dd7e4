"""Choose the blocks that are the story: the learnt witness rates each block, and structure has the last word.

What the witness cannot know, because it sees one block at a time: a table or a list is in or out as a whole, a subhead belongs to
what follows it, a short line between two paragraphs of the story is part of it, and a lone block far from the rest is not.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass
from itertools import accumulate, compress, pairwise
from typing import TYPE_CHECKING

from newsarchive.page import native, scorer
from newsarchive.page.data_story import MARK
from newsarchive.page.features import Witnesses
from newsarchive.page.footnotes import footnote_targets
from newsarchive.page.hints import Hint
from newsarchive.page.marks import FREE
from newsarchive.page.tables import is_data_table
from newsarchive.page.tree import PROSE

if TYPE_CHECKING:
    from newsarchive.page.marks import Ledger
    from newsarchive.page.tree import TextBlock, Tree

__all__ = ["Choice", "choose", "confidence", "decide"]

rates_of = native.rates or scorer.rates

_KEEP = 0.5
_HEADINGS = frozenset({"h2", "h3", "h4", "h5", "h6"})
_UNITS = {"table": 0.35, "ul": 0.45, "ol": 0.4, "dl": 0.4}  # how likely on average, to be kept as a whole
_PARTS = frozenset(
    "table thead tbody tfoot tr td th ul ol li dl dt dd blockquote figure figcaption".split()
)  # never the core of a story
_HEADING_KEEP = 0.3  # a subhead whose section is kept
_HEADING_SURE = 0.75  # a subhead that is kept whatever follows
_BETWEEN_KEEP = 0.3  # a line between two sure paragraphs of one parent
_SURE = 0.85
_LONE_KEEP = 0.8  # a block that stands far from the rest
_FAR = 12  # blocks
_CORE_SHARE = 0.6  # of the story: the smallest element that holds so much is its core
_ENDLESS = 6000  # characters: a longer block counts as much as this
_AFTER_KEEP = 0.85  # a block behind the core; measured with the next by cross-validation over domains: +.010 on English
_OTHER_KEEP = 0.95  # news pages, +.002 on those of 24 languages (a block in another article element)
_BOXES = frozenset({"article", "section", "div", "li", "ul", "ol", "main"})
_LIKE_COUNT = 4  # blocks of one look that are kept, so that
_LIKE_SHARE = 0.6  # of all blocks of that look are, make
_LIKE_KEEP = 0.3  # the others likely
_FAMILY_COUNT = 3  # paragraphs without a class in one box that are kept, so that
_FAMILY_SHARE = 0.4  # of all of them there are, make the others as likely
_CODE_KEEP = 0.1  # preformatted text between two blocks of the story: code, a poem, a table of old; no clutter is
_GIVEN = 0.96  # running text that the page's data give as its story
_LOOSE = 60  # characters of text that stands directly in the box of the paragraphs
_LOOSE_KEEP = 0.15
_SPEAKER = 100  # characters of a line that names who is quoted
_LONGEST_NOTE = 2000  # characters
_HUGE = 200  # blocks
_BEYOND_KEEP = 0.2  # a paragraph behind so many blocks, if its like before them is kept
_DOUBTED = 0.12  # how likely running text is at least, to be counted where nearly all is dropped
_FULL = 3000  # characters of such text: a page full of prose
_HARDLY = 0.15  # of it
_BOLDER = 0.4  # the power that makes 0.25 a likely block, and leaves the order as it is
_MOST = 0.4  # of the story: a list or table that holds more is the story


@dataclass(slots=True)
class Choice:
    """The story's blocks in page order, how likely each block of the page was (0 to 1), and how sure the whole is."""

    story: list[TextBlock]
    rates: list[float]
    confidence: float


def choose(tree: Tree, ledger: Ledger, witnesses: Witnesses) -> Choice:
    """Choose the blocks that are the story among those that nobody owns yet."""
    context, owner, head = tree.context, ledger.owner, Hint.HEAD
    free = [FREE in owner[block.first : block.last] and not context[block.e] & head for block in tree.blocks]
    rates = _told(tree, rates_of(tree, witnesses, free))
    kept = decide(tree, rates, free)
    if _hardly_any(tree, rates, free, kept):
        kept = decide(tree, [rate**_BOLDER for rate in rates], free)
    _footnotes(tree, free, kept)
    story = list(compress(tree.blocks, kept))
    return Choice(story, rates, confidence(tree, story, rates))


def decide(tree: Tree, rates: list[float], free: list[bool]) -> list[bool]:
    """Say for each block whether it is kept, given how likely each is and which of them are free."""
    kept = [p > _KEEP and is_free for p, is_free in zip(rates, free, strict=True)]
    _whole_units(tree, rates, free, kept)
    _lines_between(tree, rates, free, kept)
    _subheads(tree, rates, free, kept)
    _beyond_a_huge_unit(tree, rates, free, kept)
    _lone_blocks(tree, rates, kept)
    _after_the_core(tree, rates, kept)
    _other_articles(tree, rates, kept)
    _likes(tree, rates, free, kept)
    _families(tree, rates, free, kept)
    _preformatted(tree, rates, free, kept)
    _whole_quotes(tree, free, kept)
    _live_entries(tree, free, kept)
    return kept


def _told(tree: Tree, rates: list[float]) -> list[float]:
    """Return the rates, of what was put back from the page's data no less than it is: the data say that it is the story."""
    last = tree.blocks[-1].e if tree.blocks else 0
    home = next((e for e in tree.ancestors(last) if tree.parent[e] == 0), 0)
    if not tree.attr(home, MARK):
        return rates
    prose = {block.b for block in tree.running() if tree.inside(block.e, home)}
    return [max(rate, _GIVEN) if b in prose else rate for b, rate in enumerate(rates)]


def _hardly_any(tree: Tree, rates: list[float], free: list[bool], kept: list[bool]) -> bool:
    """Tell whether nothing is kept of a page, or next to nothing of one full of prose: the witness knows no page like it."""
    there = held = 0
    for block in tree.running():
        if free[block.b] and rates[block.b] >= _DOUBTED:
            there += block.length
            held += block.length * kept[block.b]
    return (held == 0 < there and not any(kept)) or (there >= _FULL and held < _HARDLY * there)


def _whole_units(tree: Tree, rates: list[float], free: list[bool], kept: list[bool]) -> None:
    """Keep or drop the outermost table or list as a whole, by the mean of its blocks."""
    blocks, tags, parent = tree.blocks, tree.tags, tree.parent
    unit_of: dict[int, int] = {-1: -1}
    # what holds nothing that is kept stays dropped
    held_blocks = list(compress(blocks, kept))
    units = dict.fromkeys([_outermost(block.e, tags, parent, unit_of) for block in held_blocks])
    units.pop(-1, None)
    if not units:
        return
    total = sum([block.length for block in held_blocks])
    for unit in units:
        inside = [block.b for block in tree.blocks_in(unit)]
        members = [i for i in inside if free[i]]
        some = [kept[i] for i in members].count(True)
        if len(members) < 2 or some in {0, len(members)}:
            continue
        weights = [min(blocks[i].length, 80) + 1 for i in members]
        mean = sum([rates[i] * w for i, w in zip(members, weights, strict=True)]) / sum(weights)
        # what lays out the page, or carries the story itself, is no unit
        if tags[unit] == "table" and not is_data_table(tree, unit):
            continue
        held = sum([blocks[i].length for i in members if kept[i]])
        if held > _MOST * total:
            continue
        whole = mean >= _UNITS[tags[unit]] and (mean >= _KEEP or _beside_story(inside, kept))
        for i in members:
            kept[i] = whole


def _outermost(e: int, tags: list[str], parent: list[int], known: dict[int, int]) -> int:
    trail = []
    while (unit := known.get(e)) is None:
        trail.append(e)
        e = parent[e]
    for at in reversed(trail):
        if unit < 0 and tags[at] in _UNITS:
            unit = at
        known[at] = unit
    return unit


def _beside_story(inside: list[int], kept: list[bool]) -> bool:
    first, last = inside[0], inside[-1]
    return any(kept[max(first - 3, 0) : first]) or any(kept[last + 1 : last + 4])


def _lines_between(tree: Tree, rates: list[float], free: list[bool], kept: list[bool]) -> None:
    blocks, parent = tree.blocks, tree.parent
    likely = [i for i, p in enumerate(rates) if p >= _BETWEEN_KEEP and free[i] and not kept[i]]
    for i in likely:
        if not 0 < i < len(blocks) - 1:
            continue
        up = parent[blocks[i].e]
        near = (i - 1, i + 1)
        if all(kept[j] and rates[j] > _SURE and parent[blocks[j].e] == up for j in near):
            kept[i] = True


def _subheads(tree: Tree, rates: list[float], free: list[bool], kept: list[bool]) -> None:
    """A subhead goes with what follows it: the next block that is not a subhead."""
    if not tree.has(*_HEADINGS):
        return
    blocks, tags = tree.blocks, tree.tags
    follows = False
    for i in range(len(blocks) - 1, -1, -1):
        if tags[blocks[i].e] in _HEADINGS:
            if not follows and rates[i] < _HEADING_SURE:
                kept[i] = False
            elif follows and free[i] and rates[i] >= _HEADING_KEEP:
                kept[i] = True
        elif kept[i]:
            follows = True
        elif blocks[i].length > 25:
            follows = False


def _beyond_a_huge_unit(tree: Tree, rates: list[float], free: list[bool], kept: list[bool]) -> None:
    """Keep the paragraphs behind a table of thousands of cells: so far from the rest, the witness doubts them."""
    if len(tree.blocks) < _HUGE:
        return
    families: dict[tuple[int, str, str], list[int]] = {}
    for block in tree.blocks:
        if free[block.b]:
            e = block.e
            families.setdefault((tree.parent[e], tree.tags[e], tree.names[e]), []).append(block.b)
    for members in families.values():
        seen = beyond = False
        for before, at in pairwise(members):
            seen = seen or kept[before]
            beyond = beyond or (seen and at - before > _HUGE)
            if beyond and rates[at] >= _BEYOND_KEEP:
                kept[at] = True


def _lone_blocks(tree: Tree, rates: list[float], kept: list[bool]) -> None:
    """Drop what stands far from the main run of the story, unless the witness is sure of it."""
    blocks = tree.blocks
    runs: list[list[int]] = []
    for i in compress(range(len(blocks)), kept):
        if runs and i - runs[-1][-1] <= _FAR:
            runs[-1].append(i)
        else:
            runs.append([i])
    if len(runs) < 2:
        return
    mass = [sum([rates[i] * blocks[i].length for i in run]) for run in runs]
    most = max(mass)
    # However many cells a table has, the story is where its running text is, too.
    prose = [sum([rates[i] * blocks[i].length for i in run if blocks[i].length >= PROSE]) for run in runs]
    much = 0.25 * max(prose)
    home = {tree.parent[blocks[i].e] for i in runs[mass.index(most)]}
    for run, size, running in zip(runs, mass, prose, strict=True):
        if any(tree.parent[blocks[i].e] in home for i in run):
            continue  # a long table or gallery stands between two parts of one story
        if size < most * 0.25 and running <= much and max(rates[i] for i in run) < _LONE_KEEP:
            for i in run:
                kept[i] = False


def _after_the_core(tree: Tree, rates: list[float], kept: list[bool]) -> None:
    """Drop what follows the element that holds most of the story, unless the witness is sure: teasers, a widget's notes."""
    held = [(block.e, rates[block.b] * min(block.length, _ENDLESS)) for block in compress(tree.blocks, kept)]
    total = sum([weight for _, weight in held])
    # what holds more than half of the story is around the middle of it
    amounts = list(accumulate([weight for _, weight in held]))
    core = held[bisect_left(amounts, total / 2)][0] if held else -1
    while core >= 0:
        end = tree.end[core]
        if sum([weight for e, weight in held if core < e < end]) >= _CORE_SHARE * total:
            break
        core = tree.parent[core]
    while core >= 0 and tree.tags[core] in _PARTS:
        core = tree.parent[core]
    if core < 0:
        return
    end = tree.end[core]
    for block in reversed(tree.blocks):
        if block.e < end:
            break
        if kept[block.b] and rates[block.b] < _AFTER_KEEP:
            kept[block.b] = False


def _other_articles(tree: Tree, rates: list[float], kept: list[bool]) -> None:
    """Drop what stands in another ``article`` element below the story's own: the next story, a list of them.

    The entries of a live blog are articles of their own as well; they stay.
    """
    first = next(compress(tree.blocks, kept), None)
    if first is None or tree.context[first.e] & Hint.LIVE:
        return
    own = next((e for e in (first.e, *tree.ancestors(first.e)) if tree.tags[e] == "article"), -1)
    if own < 0:
        return
    end = tree.end[own]
    for block in reversed(tree.blocks):
        if block.e < end:
            break
        if kept[block.b] and rates[block.b] < _OTHER_KEEP and not tree.context[block.e] & Hint.LIVE:
            around = (e for e in (block.e, *tree.ancestors(block.e)) if tree.tags[e] == "article")
            if any(not tree.inside(own, e) for e in around):
                kept[block.b] = False


def _likes(tree: Tree, rates: list[float], free: list[bool], kept: list[bool]) -> None:
    """Keep what looks like the story: blocks of the same tag and class, and loose text in the box of its paragraphs."""
    tags, names = tree.tags, tree.names
    held = list(compress(tree.blocks, kept))
    homes = Counter([tree.parent[block.e] for block in held])
    counts = Counter([(tags[block.e], names[block.e]) for block in held if free[block.b] and names[block.e]])
    looks: dict[tuple[str, str], list[int]] = {look: [] for look, count in counts.items() if count >= _LIKE_COUNT}
    for block in tree.blocks if looks else ():
        look = tags[block.e], names[block.e]
        if look in looks and free[block.b]:
            looks[look].append(block.b)
    for look, members in looks.items():
        if counts[look] >= _LIKE_SHARE * len(members):
            for i in members:
                kept[i] = kept[i] or rates[i] >= _LIKE_KEEP
    boxes = {e for e, count in homes.items() if count >= _LIKE_COUNT}
    for block in [block for block in tree.blocks if block.e in boxes] if boxes else ():
        if block.length - block.linked >= _LOOSE and free[block.b] and rates[block.b] >= _LOOSE_KEEP:
            kept[block.b] = True


def _families(tree: Tree, rates: list[float], free: list[bool], kept: list[bool]) -> None:
    """Keep the paragraphs without a class of a box that has some of the story; the lines of a text dump are all in one box."""
    boxes: dict[int, list[int]] = {}
    for i in [i for i, rate in enumerate(rates) if rate >= _LIKE_KEEP and not kept[i] and free[i]]:
        if _is_plain(tree, e := tree.blocks[i].e):
            boxes.setdefault(tree.parent[e], []).append(i)
    for box, likely in boxes.items():
        family = [block for block in tree.blocks_in(box) if tree.parent[block.e] == box and _is_plain(tree, block.e)]
        held = [kept[block.b] for block in family].count(True)
        if (
            held >= _FAMILY_COUNT
            and held >= _FAMILY_SHARE * len(family)
            and not tree.attr(family[0].e, "data-newsarchive-line")
        ):
            for i in likely:
                kept[i] = True


def _is_plain(tree: Tree, e: int) -> bool:
    return tree.tags[e] == "p" and not tree.names[e]


def _preformatted(tree: Tree, rates: list[float], free: list[bool], kept: list[bool]) -> None:
    """Keep preformatted text that stands inside the story."""
    if not tree.has("pre") or True not in kept:
        return
    first, last = kept.index(True), len(kept) - kept[::-1].index(True)
    for block in tree.blocks[first:last]:
        if tree.tags[block.e] == "pre" and free[block.b] and rates[block.b] >= _CODE_KEEP:
            kept[block.b] = True


def _whole_quotes(tree: Tree, free: list[bool], kept: list[bool]) -> None:
    """Keep the speaker with the quotation: a short line inside a blockquote of which most is kept."""
    for e in tree.find("blockquote"):
        inside = tree.blocks_in(e)
        held = sum(block.length for block in inside if kept[block.b])
        if held * 2 > sum(block.length for block in inside):
            for block in inside:
                if free[block.b] and block.length < _SPEAKER:
                    kept[block.b] = True


def _live_entries(tree: Tree, free: list[bool], kept: list[bool]) -> None:
    """Keep the entries of a live blog whole, each with its time, where some of them are kept."""
    context = tree.context
    if not [block for block in compress(tree.blocks, kept) if context[block.e] & Hint.LIVE]:
        return
    tags, parent, end = tree.tags, tree.parent, tree.end
    boxes = [e for e, bits in enumerate(tree.hints) if bits & Hint.LIVE and tags[e] in _BOXES]
    for box in boxes:
        entries: list[int] = []
        while True:
            entries = [e for e in range(box + 1, end[box]) if parent[e] == box and tags[e] in _BOXES]
            if len(entries) != 1:
                break
            box = entries[0]  # noqa: PLW2901 - a wrapper around the entries
        inside = [tree.blocks_in(e) for e in entries]
        alive = [blocks for blocks in inside if any(kept[block.b] for block in blocks)]
        if len(alive) > 1:
            for block in (block for blocks in alive for block in blocks):
                kept[block.b] = kept[block.b] or free[block.b]


def _footnotes(tree: Tree, free: list[bool], kept: list[bool]) -> None:
    """Keep the footnotes that the story's marks point at, wherever they stand."""
    story = compress(tree.blocks, kept)
    for e in footnote_targets(tree, story).values():
        inside = tree.blocks_in(e)
        if sum(block.length for block in inside) < _LONGEST_NOTE:
            for block in inside:
                kept[block.b] = kept[block.b] or free[block.b]


def confidence(tree: Tree, story: list[TextBlock], rates: list[float]) -> float:
    """Return how sure the choice is: the expected overlap of the chosen words and the story's."""
    chosen = {block.b for block in story}
    hit = sum(rates[block.b] * block.length for block in story)
    size = sum(block.length for block in story)
    wanted = sum(p * block.length for p, block in zip(rates, tree.blocks, strict=True) if block.b in chosen or p > 0.1)
    return 2 * hit / (size + wanted) if size + wanted else 0.0
