"""Measure each block of a page: what it says of itself, where it stands, and what stands around it.

The numbers feed the learnt witness (``scorer.py``). Their order is the order of ``NAMES``; the weights in ``scorer.json`` are
trained on exactly these, so a change here asks for a new training run (``python -m newsarchive.page.train``).
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from newsarchive.page.hints import Hint

if TYPE_CHECKING:
    from collections.abc import Callable

    from newsarchive.page.tree import TextBlock, Tree

__all__ = ["HINTS", "INTEGERS", "NAMES", "Row", "Witnesses", "folded", "headline_block", "measure"]

Row: TypeAlias = list[float]


@dataclass(slots=True)
class Witnesses:
    """What the page says of its story outside of its visible text; each may be missing."""

    headline: str = ""
    description: str = ""
    article_body: str = ""


# The last two numbers of a row are sets of hints as integers: those of the block's element and its parent, and those of all
# its ancestors. The weights test single bits of them: ``near:related``, ``above:aside``.
HINTS: dict[str, int] = {name.lower(): bit for name, bit in vars(Hint).items() if isinstance(bit, int)}

NAMES: tuple[str, ...] = (
    "tag", "parent_tag", "length", "linked", "link_share", "words", "commas", "enders", "digits", "capitals", "ends_sentence",
    "opens_quote", "starts_upper", "cjk", "avg_word", "position", "char_position", "after_h1", "before_h1",
    "is_headline", "in_description", "in_article_body", "has_article_body", "repeats", "same_look", "same_look_mean",
    "same_look_link", "parent_share", "grand_share", "rich_share", "in_rich", "rich_depth", "parent_link_share",
    "grand_link_share", "parent_blocks", "prev_length", "prev_link", "prev2_length", "next_length", "next_link", "next2_length",
    "prose_before", "prose_after", "gap_prev_prose", "gap_next_prose", "depth", "bold", "has_time", "inline_tags", "page_prose",
    "page_blocks", "since_image", "hidden", "parent_prose_share", "heading_linked", "since_heading", "parent_twins",
    "grand_twins", "third_twins", "parent_prose_blocks", "comment_seen", "related_seen", "tags_seen", "articles",
    "ends_ellipsis", "all_bold", "all_em", "only_child", "link_count", "near", "above",
)  # fmt: skip

# Those that are whole numbers, of Python's type int, in every row; all others are floats.
INTEGERS = frozenset(
    NAMES.index(name)
    for name in (
        "length", "linked", "words", "commas", "enders", "after_h1", "before_h1", "repeats", "same_look", "rich_depth",
        "parent_blocks", "prev_length", "prev2_length", "next_length", "next2_length", "gap_prev_prose", "gap_next_prose",
        "depth", "page_blocks", "since_image", "since_heading", "parent_twins", "grand_twins", "third_twins",
        "parent_prose_blocks", "link_count", "near", "above",
    )
)  # fmt: skip

_TAGS = {
    tag: float(number)
    for number, tags in enumerate(
        (
            "p", "div", "section article main body", "h1", "h2", "h3", "h4 h5 h6", "li", "td th", "span", "figcaption",
            "blockquote", "header", "footer aside nav", "button label", "dd dt", "pre", "a", "time", "form fieldset legend", "title",
        )
    )
    for tag in tags.split()
}  # fmt: skip
_OTHER_TAG = 30.0
_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")
_DIGITS = re.compile(r"\d")
_CAPITALS = re.compile(r"[A-ZÀ-ÖØ-ÞА-ЯІЇЄҐ]")
# The same as bytes of ASCII: what a table of 256 bytes can tell is counted ten times as fast as by a pattern.
_ASCII = bytes(range(128))
_ASCII_DIGITS = b"0123456789"
_ASCII_CAPITALS = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_ASCII_ENDERS = b".!?"
_NO_ASCII_WORD = bytes(byte for byte in _ASCII if not chr(byte).isalnum())
_ASCII_LOWER = bytes(range(256)).lower()
_ENDERS = frozenset(".!?…。！？।؟۔")
_CLOSERS = "\"'”’»)]』」"
_OPENERS = frozenset("\"'“„«‚‘「『（(")
_NOT_WORD = re.compile(r"[\W_]+")
_PICTURES = frozenset({"img", "picture", "video", "iframe"})
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_BOLD = frozenset({"b", "strong"})
_EM = frozenset({"i", "em"})
_COMMENT = int(Hint.COMMENT)
_OTHERS = int(Hint.RELATED | Hint.POPULAR | Hint.TEASER)
_TAGGED = int(Hint.TAGS | Hint.SHARE | Hint.BIO | Hint.PROMPT)
_HEAD = 200  # characters of a block in which digits and capitals are counted
_LINK = 80  # characters: a longer link is looked at
_INNER = 12  # text nodes of a block that are looked into; more say nothing new
_ENDLESS = 6000  # characters: the longest paragraphs of real stories have some 3,000
PROSE = 60  # characters without white space and links: a block of running text; signs of unspaced scripts count three


def folded(text: str) -> str:
    """Return only the letters and digits, in one case: for comparing texts whose punctuation and space differ."""
    text = text.encode("utf-8", "replace").translate(_ASCII_LOWER, _NO_ASCII_WORD).decode()
    if text.isascii():
        return text
    return (text if text.isalnum() else _NOT_WORD.sub("", text)).casefold()


def _signs(text: str) -> tuple[int, int, int, int]:
    """Count the commas and the ends of sentences of a text, and the digits and capitals at its head."""
    raw = text.encode("utf-8", "replace")
    commas = raw.count(b",")
    enders = len(raw) - len(raw.translate(None, _ASCII_ENDERS))
    if len(text) == len(raw):
        raw = raw[:_HEAD]
        rest = ""
    else:
        commas += text.count("，") + text.count("、")
        enders += text.count("。") + text.count("！") + text.count("？")
        raw = text[:_HEAD].encode("utf-8", "replace")
        rest = raw.translate(None, _ASCII).decode()
    digits = len(raw) - len(raw.translate(None, _ASCII_DIGITS))
    capitals = len(raw) - len(raw.translate(None, _ASCII_CAPITALS))
    if rest:
        digits += len(_DIGITS.findall(rest))
        capitals += len(_CAPITALS.findall(rest))
    return commas, enders, digits, capitals


def measure(tree: Tree, witnesses: Witnesses, free: list[bool]) -> list[Row | None]:
    """Return one row of numbers for each block of the tree, in the order of NAMES; None where it is not ``free``."""
    return _Meter(tree, witnesses).rows(free)


def headline_block(tree: Tree, headline: str, fold: Callable[[str], str] = folded) -> int:
    """Return the number of the block that prints a folded headline, of the first ``h1`` where none does, or -1."""
    best, found = -1, -1
    tags, size = tree.tags, len(headline)
    likely = [
        block
        for block in tree.blocks
        if (tag := tags[block.e]) == "h1"
        or (tag in _PRINT_HEADLINES and -20 <= block.length - size <= 20)  # punctuation is not in the folded headline
    ]
    for block in likely:
        if tags[block.e] == "h1":
            if headline and fold(block.text)[:40] == headline[:40]:
                return block.b
            if found < 0:
                found = block.b
        elif best < 0 and headline and fold(block.text) == headline:
            best = block.b
    return best if best >= 0 else found


_PRINT_HEADLINES = frozenset({"h2", "h3", "div", "p", "span"})


class _Meter:
    def __init__(self, tree: Tree, witnesses: Witnesses) -> None:
        self.tree = tree
        blocks = tree.blocks
        self.n = len(blocks)
        self.headline = folded(witnesses.headline)
        self.description = folded(witnesses.description)
        self.article_body = folded(witnesses.article_body)
        sample = "".join([block.text[:200] for block in blocks[:400:7]])
        self.cjk_page = not sample.isascii() and len(_CJK.findall(sample)) * 3 > len(sample)
        weight = 3 if self.cjk_page else 1
        # What stands in the head is no text of the page, however long it is.
        # One endless block is one block: it must not make the others vanish beside it.
        self.unlinked = [
            0 if tree.context[block.e] & Hint.HEAD else min((block.length - block.linked) * weight, _ENDLESS)
            for block in blocks
        ]
        self.length = [min(block.length * weight, _ENDLESS) for block in blocks]
        self.prose = [
            u >= PROSE and block.linked * 3 < block.length for u, block in zip(self.unlinked, blocks, strict=True)
        ]
        self._containers()
        self.depths: dict[int, int] = {-1: 0}
        self.hidden: dict[int, bool] = {-1: False}

    def _containers(self) -> None:
        tree, parent = self.tree, self.tree.parent
        total: dict[int, int] = {}
        links: dict[int, int] = {}
        prose: dict[int, int] = {}
        count: dict[int, int] = {}
        score: dict[int, float] = {}
        for block, words, weight, is_prose in zip(tree.blocks, self.length, self.unlinked, self.prose, strict=True):
            e = block.e
            up = parent[e]
            grand = parent[up] if up >= 0 else -1
            for at in (up, grand):
                if at in total:
                    total[at] += words
                    links[at] += block.linked
                    count[at] += 1
                else:
                    total[at], links[at], count[at] = words, block.linked, 1
            if is_prose:
                prose[up] = prose.get(up, 0) + weight
                prose[grand] = prose.get(grand, 0) + weight
                score[up] = score.get(up, 0) + weight
                score[grand] = score.get(grand, 0) + weight * 0.5
                if tree.tags[e] != "p":  # loose text of the container itself
                    score[e] = score.get(e, 0) + weight * 0.7
        self.total, self.links, self.prose_of, self.count, self.score = total, links, prose, count, score
        self.all_prose = sum([u for u, is_prose in zip(self.unlinked, self.prose, strict=True) if is_prose]) or 1
        self.rich = max(score, key=lambda e: (score[e], -e)) if score else -1

    def rows(self, free: list[bool]) -> list[Row | None]:
        tree, n = self.tree, self.n
        blocks, tags, parent, hints, context, names = (
            tree.blocks,
            tree.tags,
            tree.parent,
            tree.hints,
            tree.context,
            tree.names,
        )
        lengths, unlinked, prose = self.length, self.unlinked, self.prose
        h1 = headline_block(tree, self.headline)
        looks: dict[tuple[str, str], list[int]] = {}
        look_of: list[list[int]] = []
        for block, length in zip(blocks, lengths, strict=True):
            e = block.e
            named = tags[e], names[e] or names[parent[e]]
            known = looks.get(named)
            if known is None:
                known = looks[named] = [0, 0, 0]
            known[0] += 1
            known[1] += length
            known[2] += block.linked
            look_of.append(known)
        repeats = Counter([block.text for block in blocks])
        gap_after = [0] * n
        gap = 50
        for i in range(n - 1, -1, -1):
            gap_after[i] = gap
            gap = 0 if prose[i] else min(gap + 1, 50)
        chars = sum(lengths) or 1
        all_prose = self.all_prose
        twins = self._twins()
        articles = float(min(tags.count("article"), 30))
        prose_in = Counter([parent[block.e] for block, is_prose in zip(blocks, prose, strict=True) if is_prose])
        boxes: dict[int, tuple[float, ...]] = {}
        rich = self.rich
        rich_end = tree.end[rich] if rich >= 0 else -1
        rich_score = self.score.get(rich, 1.0) or 1.0
        images = [tree.tfirst[e] for e, tag in enumerate(tags) if tag in _PICTURES]
        image_at = 0
        last_image = -1000
        prose_seen = 0
        char_at = 0
        gap = 50
        heading_linked = 0.0
        heading_at = -1
        comment_seen = related_seen = tags_seen = 0.0
        has_body = 1.0 if self.article_body else 0.0
        cjk = 1.0 if self.cjk_page else 0.0
        link_shares = [block.linked / (block.length or 1) for block in blocks]
        page_prose = float(sum([u for u, is_prose in zip(unlinked, prose, strict=True) if is_prose]))
        out: list[Row | None] = []
        for i, block in enumerate(blocks):
            e = block.e
            tag = tags[e]
            up = parent[e]
            length = lengths[i]
            while image_at < len(images) and images[image_at] <= block.first:
                last_image = i
                image_at += 1
            near = hints[e] | (hints[up] if up >= 0 else 0)
            if prose_seen:
                if near & _COMMENT:
                    comment_seen += 1.0
                if near & _OTHERS:
                    related_seen += 1.0
                if near & _TAGGED:
                    tags_seen += 1.0
            if tag in _HEADINGS:
                heading_linked = link_shares[i]
                heading_at = i
            if not free[i] or self._is_link(block, length, up):
                out.append(None)
            else:
                box = boxes.get(up)
                if box is None:
                    box = boxes[up] = self._box(up, twins, prose_in)
                text = block.text
                plain_words = text.count(" ") + 1
                commas, enders, digits, capitals = _signs(text)
                size = min(len(text), _HEAD) or 1
                stripped = text.rstrip(_CLOSERS)
                is_headline = i == h1
                in_description = in_body = 0.0
                if length > 30 and (has_body or (self.description and len(text) < 700)):
                    key = folded(text)
                    if self.description and key and (key in self.description or self.description in key):
                        in_description = 1.0
                    if has_body:
                        in_body = 1.0 if key in self.article_body else (0.5 if key[:25] in self.article_body else -1.0)
                elif has_body and length > 12:
                    in_body = 1.0 if folded(text) in self.article_body else -1.0
                look = look_of[i]
                bold = time = inline = 0.0
                all_bold = all_em = 0.0
                if block.last - block.first > 1 or tree.tel[block.first] != e:
                    bold, time, inline, all_bold, all_em = self._inner(block.first, block.last, e)
                out.append(
                    [
                        _TAGS.get(tag, _OTHER_TAG),
                        _TAGS.get(tags[up], _OTHER_TAG) if up >= 0 else 40.0,
                        length,
                        block.linked,
                        link_shares[i],
                        plain_words,
                        commas,
                        enders,
                        digits / size,
                        capitals / size,
                        1.0 if stripped[-1:] in _ENDERS else 0.0,
                        1.0 if text[:1] in _OPENERS else 0.0,
                        1.0 if text[:1].isupper() else 0.0,
                        cjk,
                        length / plain_words,
                        i / n,
                        char_at / chars,
                        i - h1 if i >= h1 >= 0 else -1,
                        h1 - i if h1 > i else -1,
                        1.0 if is_headline else 0.0,
                        in_description,
                        in_body,
                        has_body,
                        repeats[text],
                        look[0],
                        look[1] / look[0],
                        look[2] / (look[1] or 1),
                        box[0],
                        box[1],
                        self.score.get(up, 0.0) / rich_score,
                        1.0 if rich <= e < rich_end else 0.0,
                        box[2],
                        box[3],
                        box[4],
                        box[5],
                        lengths[i - 1] if i else -1,
                        link_shares[i - 1] if i else -1.0,
                        lengths[i - 2] if i > 1 else -1,
                        lengths[i + 1] if i + 1 < n else -1,
                        link_shares[i + 1] if i + 1 < n else -1.0,
                        lengths[i + 2] if i + 2 < n else -1,
                        prose_seen / all_prose,
                        (page_prose - prose_seen - (unlinked[i] if prose[i] else 0)) / all_prose,
                        gap,
                        gap_after[i],
                        box[6],
                        bold,
                        time,
                        inline,
                        page_prose,
                        n,
                        min(i - last_image, 30),
                        1.0 if self._is_hidden(e) else 0.0,
                        box[7],
                        heading_linked,
                        min(i - heading_at, 50) if heading_at >= 0 else -1,
                        box[8],
                        box[9],
                        box[10],
                        box[11],
                        comment_seen,
                        related_seen,
                        tags_seen,
                        articles,
                        1.0 if text.endswith(("...", "…", "[…]", "[...]")) else 0.0,
                        all_bold,
                        all_em,
                        1.0 if up + 1 == e and tree.end[up] == tree.end[e] else 0.0,
                        len({a for a in tree.links[block.first : block.last] if a >= 0}) if block.linked else 0,
                        near,
                        context[e],
                    ]
                )
            char_at += length
            if prose[i]:
                gap = 0
                prose_seen += unlinked[i]
            else:
                gap = min(gap + 1, 50)
        return out

    def _twins(self) -> Counter[tuple[int, str, str]]:
        """Count the likes (same parent, tag and names) of the three elements above each block."""
        tree = self.tree
        parent, tags, names = tree.parent, tree.tags, tree.names
        wanted = {-1}
        for up in {parent[block.e] for block in tree.blocks}:
            at = up
            for _ in range(3):
                at = parent[at] if at >= 0 else -1
                wanted.add(at)
        return Counter([(at, tags[e], names[e]) for e, at in enumerate(parent) if at in wanted])

    def _is_link(self, block: TextBlock, length: int, up: int) -> bool:
        """Tell a bare link, with no running text near it: two blocks of three on a news page, 0.1 % of the words of stories."""
        if length >= _LINK or block.linked < 0.9 * block.length or self.tree.tags[block.e] in _HEADINGS:
            return False
        return not self.prose_of.get(up) and not self.prose_of.get(self.tree.parent[up] if up >= 0 else -1)

    def _inner(self, first: int, last: int, e: int) -> tuple[float, float, float, float, float]:
        """Look at the inline elements of a block: how many are bold or a time, and whether all its words are bold or italic."""
        tree = self.tree
        tags, parent = tree.tags, tree.parent
        bold = time = inline = 0.0
        all_bold = all_em = 1.0
        for t in range(first, min(last, first + _INNER)):
            at = tree.tel[t]
            is_bold = is_em = False
            if at != e:
                inline += 1
                while at > e:
                    tag = tags[at]
                    is_bold = is_bold or tag in _BOLD
                    is_em = is_em or tag in _EM
                    time += tag == "time"
                    at = parent[at]
                bold += is_bold
            if not (is_bold and is_em) and not tree.texts[t].isspace():
                all_bold = all_bold if is_bold else 0.0
                all_em = all_em if is_em else 0.0
        return bold, time, inline, all_bold, all_em

    def _box(self, up: int, twins: Counter[tuple[int, str, str]], prose_in: Counter[int]) -> tuple[float, ...]:
        """Measure the parent of a block: its shares of the page's text, its links, its likes, its way to the richest element."""
        tree = self.tree
        parent, tags, names = tree.parent, tree.tags, tree.names
        grand = parent[up] if up >= 0 else -1
        third = parent[grand] if grand >= 0 else -1
        own, wide = self.total.get(up, 0) or 1, self.total.get(grand, 0) or 1
        steps = 0
        at = self.rich
        if at >= 0:
            end = tree.end
            while at >= 0 and not at <= up < end[at]:
                at = parent[at]
                steps += 1
        return (
            self.prose_of.get(up, 0) / self.all_prose,
            self.prose_of.get(grand, 0) / self.all_prose,
            steps,
            self.links.get(up, 0) / own,
            self.links.get(grand, 0) / wide,
            self.count.get(up, 0),
            self._depth(up),
            self.prose_of.get(up, 0) / own,
            twins[parent[up], tags[up], names[up]] if up >= 0 else 0,
            twins[parent[grand], tags[grand], names[grand]] if grand >= 0 else 0,
            twins[parent[third], tags[third], names[third]] if third >= 0 else 0,
            prose_in[up],
        )

    def _depth(self, e: int) -> int:
        depths, parent = self.depths, self.tree.parent
        trail = []
        while e not in depths:
            trail.append(e)
            e = parent[e]
        depth = depths[e]
        for at in reversed(trail):
            depth += 1
            depths[at] = depth
        return depth

    def _is_hidden(self, e: int) -> bool:
        known, tree = self.hidden, self.tree
        trail = []
        while e not in known:
            if tree.hides(e):
                known[e] = True
                break
            trail.append(e)
            e = tree.parent[e]
        for at in trail:
            known[at] = known[e]
        return known[e]
