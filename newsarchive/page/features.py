"""Measure each block of a page: what it says of itself, where it stands, and what stands around it.

The numbers feed the learnt witness (``scorer.py``). Their order is the order of ``NAMES``; the weights in ``scorer.json`` are
trained on exactly these, so a change here asks for a new training run (``python -m newsarchive.page.train``).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from newsarchive.page.hints import Hint

if TYPE_CHECKING:
    from newsarchive.page.tree import Tree

__all__ = ["NAMES", "Witnesses", "folded", "measure"]


@dataclass(slots=True)
class Witnesses:
    """What the page says of its story outside of its visible text; each may be missing."""

    headline: str = ""
    description: str = ""
    article_body: str = ""


# Hints that are looked up on the way to the root, each as three bits: on the block's own element and its parent,
# on the two above, or anywhere.
_HINTS = (
    Hint.NAV, Hint.HEADER, Hint.FOOTER, Hint.ASIDE, Hint.ARTICLE, Hint.MAIN, Hint.FIGURE, Hint.CAPTION, Hint.QUOTE, Hint.TABLE,
    Hint.LIST, Hint.FORM, Hint.RELATED, Hint.TEASER, Hint.SHARE, Hint.COMMENT, Hint.AD, Hint.PROMPT, Hint.BIO, Hint.BYLINE,
    Hint.DATE, Hint.TAGS, Hint.CREDIT, Hint.MEDIA, Hint.BODY, Hint.TITLE, Hint.DECK, Hint.WIDGET, Hint.HIDDEN, Hint.LIVE,
    Hint.PULL, Hint.BOX, Hint.NOTE, Hint.META, Hint.POPULAR, Hint.KICKER, Hint.PAYWALL, Hint.EMBED, Hint.BUTTON, Hint.AUDIO,
    Hint.RIGHTS, Hint.CRUMBS, Hint.COOKIE,
)  # fmt: skip
_BITS = tuple(int(hint) for hint in _HINTS)

_TAGS = {
    tag: number
    for number, tags in enumerate(
        ("p", "div", "section article main body", "h1", "h2", "h3", "h4 h5 h6", "li", "td th", "span", "figcaption", "blockquote",
         "header", "footer aside nav", "button label", "dd dt", "pre", "a", "time", "form fieldset legend", "title")
    )
    for tag in tags.split()
}  # fmt: skip
_OTHER_TAG = 30

_PAGE_NAMES = (
    "tag", "parent_tag", "length", "linked", "link_share", "words", "commas", "enders", "digits", "capitals", "ends_sentence",
    "opens_quote", "ends_colon", "starts_upper", "cjk", "avg_word", "position", "char_position", "after_h1", "before_h1",
    "is_headline", "in_description", "in_article_body", "has_article_body", "repeats", "same_look", "same_look_mean",
    "same_look_link", "parent_share", "grand_share", "rich_share", "in_rich", "in_rich2", "rich_depth", "parent_link_share",
    "grand_link_share", "parent_blocks", "prev_length", "prev_link", "prev2_length", "next_length", "next_link", "next2_length",
    "prev_same_parent", "next_same_parent", "prev_prose", "next_prose", "prose_before", "prose_after", "gap_prev_prose",
    "gap_next_prose", "depth", "bold", "has_time", "inline_tags", "page_prose", "page_blocks", "since_image", "hidden",
    "parent_prose_share", "colon_lead",
)  # fmt: skip
NAMES: tuple[str, ...] = _PAGE_NAMES + tuple(
    f"{hint.name}_{where}".lower() for hint in _HINTS for where in ("near", "above")
)

_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")
_ENDERS = ".!?…。！？।؟۔"
_CLOSERS = "\"'”’»)]』」"
_OPENERS = frozenset("\"'“„«‚‘「『（(")
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_NOT_WORD = re.compile(r"[\W_]+")
PROSE = 60  # characters without white space and links: a block of running text; CJK signs count three


def folded(text: str) -> str:
    """Return only the letters and digits, in one case: for comparing texts whose punctuation and space differ."""
    return _NOT_WORD.sub("", text).casefold()


def measure(tree: Tree, witnesses: Witnesses) -> list[list[float]]:
    """Return one row of numbers for each block of the tree, in the order of NAMES."""
    return _Meter(tree, witnesses).rows()


class _Meter:
    def __init__(self, tree: Tree, witnesses: Witnesses) -> None:
        self.tree = tree
        blocks = tree.blocks
        self.n = len(blocks)
        self.headline = folded(witnesses.headline)
        self.description = folded(witnesses.description)
        self.article_body = folded(witnesses.article_body)
        sample = "".join(block.text[:200] for block in blocks[:400:7])
        self.cjk_page = len(_CJK.findall(sample)) * 3 > len(sample)
        weight = 3 if self.cjk_page else 1
        self.unlinked = [(block.length - block.linked) * weight for block in blocks]
        self.length = [block.length * weight for block in blocks]
        self.prose = [
            u >= PROSE and block.linked * 3 < block.length for u, block in zip(self.unlinked, blocks, strict=True)
        ]
        self._containers()

    def _containers(self) -> None:
        tree, parent = self.tree, self.tree.parent
        total: dict[int, int] = {}
        links: dict[int, int] = {}
        prose: dict[int, int] = {}
        count: dict[int, int] = {}
        score: dict[int, float] = {}
        for i, block in enumerate(tree.blocks):
            e = block.e
            up = parent[e]
            grand = parent[up] if up >= 0 else -1
            words = self.length[i]
            for at in (up, grand):
                total[at] = total.get(at, 0) + words
                links[at] = links.get(at, 0) + block.linked
                count[at] = count.get(at, 0) + 1
            if self.prose[i]:
                weight = self.unlinked[i]
                prose[up] = prose.get(up, 0) + weight
                prose[grand] = prose.get(grand, 0) + weight
                score[up] = score.get(up, 0) + weight
                score[grand] = score.get(grand, 0) + weight * 0.5
                if tree.tags[e] != "p":  # loose text of the container itself
                    score[e] = score.get(e, 0) + weight * 0.7
        self.total, self.links, self.prose_of, self.count, self.score = total, links, prose, count, score
        self.all_prose = sum(u for u, is_prose in zip(self.unlinked, self.prose, strict=True) if is_prose) or 1
        self.rich = max(score, key=lambda e: (score[e], -e)) if score else -1
        self.rich_parent = parent[self.rich] if self.rich >= 0 else -1

    def _headline_block(self) -> int:
        tree = self.tree
        best, found = -1, -1
        for i, block in enumerate(tree.blocks):
            tag = tree.tags[block.e]
            if tag == "h1":
                same = bool(self.headline) and folded(block.text)[:40] == self.headline[:40]
                if same:
                    return i
                if found < 0:
                    found = i
            elif (
                best < 0
                and self.headline
                and tag in {"h2", "h3", "div", "p", "span"}
                and folded(block.text) == self.headline
            ):
                best = i
        return best if best >= 0 else found

    def rows(self) -> list[list[float]]:
        tree = self.tree
        blocks, tags, parent, hints, context, names = (
            tree.blocks,
            tree.tags,
            tree.parent,
            tree.hints,
            tree.context,
            tree.names,
        )
        n = self.n
        h1 = self._headline_block()
        looks: dict[tuple[str, str], list[int]] = {}
        look_of = []
        repeats: dict[str, int] = {}
        for i, block in enumerate(blocks):
            look = (tags[block.e], names[block.e] or names[parent[block.e]])
            look_of.append(look)
            known = looks.setdefault(look, [0, 0, 0])
            known[0] += 1
            known[1] += self.length[i]
            known[2] += block.linked
            repeats[block.text] = repeats.get(block.text, 0) + 1
        prose_seen = 0
        gap_before = []
        gap = 50
        before = []
        for i in range(n):
            gap_before.append(gap)
            before.append(prose_seen)
            if self.prose[i]:
                gap = 0
                prose_seen += self.unlinked[i]
            else:
                gap = min(gap + 1, 50)
        gap_after = [0] * n
        gap = 50
        for i in range(n - 1, -1, -1):
            gap_after[i] = gap
            gap = 0 if self.prose[i] else min(gap + 1, 50)
        chars = sum(self.length) or 1
        char_at = 0
        depth: dict[int, int] = {-1: 0}
        near_cache: dict[int, list[float]] = {}
        parts_of: dict[int, tuple[float, ...]] = {}
        out = []
        rich, rich_parent = self.rich, self.rich_parent
        rich_end = tree.end[rich] if rich >= 0 else -1
        rich_parent_end = tree.end[rich_parent] if rich_parent >= 0 else -1
        images = [tree.tfirst[e] for e, tag in enumerate(tags) if tag in {"img", "picture", "video", "iframe"}]
        image_at = 0
        last_image = -1000
        for i, block in enumerate(blocks):
            e = block.e
            text = block.text
            tag = tags[e]
            up = parent[e]
            length, unlinked = self.length[i], self.unlinked[i]
            while image_at < len(images) and images[image_at] <= block.first:
                last_image = i
                image_at += 1
            bits = near_cache.get(e)
            if bits is None:
                near = hints[e] | (hints[up] if up >= 0 else 0)
                anywhere = context[e]
                bits = []
                push = bits.append
                for bit in _BITS:
                    push(1.0 if near & bit else 0.0)
                    push(1.0 if anywhere & bit else 0.0)
                near_cache[e] = bits
            box = parts_of.get(up)
            if box is None:
                box = parts_of[up] = self._box(up, depth)
            plain_words = text.count(" ") + 1
            stripped = text.rstrip(_CLOSERS)
            is_long = length > 30
            key = folded(text) if is_long or i == h1 or (self.headline and len(text) < 300 and tag[0] == "h") else ""
            in_body = 0.0
            if self.article_body and len(text) > 15:
                key = key or folded(text)
                in_body = 1.0 if key in self.article_body else (0.5 if key[:25] in self.article_body else -1.0)
            look = looks[look_of[i]]
            tel = tree.tel
            bold = time = inline = 0
            for t in range(block.first, min(block.last, block.first + 12)):
                at = tel[t]
                if at != e:
                    inline += 1
                    inner = tags[at]
                    bold += inner in {"b", "strong"}
                    time += inner == "time"
            colon = text.find(":", 0, 30)
            row = [
                float(_TAGS.get(tag, _OTHER_TAG)),
                float(_TAGS.get(tags[up], _OTHER_TAG)) if up >= 0 else 40.0,
                float(length),
                float(block.linked),
                block.linked / block.length if block.length else 0.0,
                float(plain_words),
                text.count(",") + text.count("，") + text.count("、") + 0.0,
                sum(map(text.count, ".!?。！？")) + 0.0,
                sum(map(str.isdigit, text[:200])) / max(1, min(200, len(text))),
                sum(map(str.isupper, text[:200])) / max(1, min(200, len(text))),
                1.0 if stripped[-1:] in _ENDERS and stripped else 0.0,
                1.0 if text[:1] in _OPENERS else 0.0,
                1.0 if text[-1:] in ":：" and text else 0.0,
                1.0 if text[:1].isupper() else 0.0,
                1.0 if self.cjk_page else 0.0,
                length / plain_words,
                i / n,
                char_at / chars,
                float(i - h1) if h1 >= 0 and i >= h1 else -1.0,
                float(h1 - i) if h1 > i else -1.0,
                1.0 if i == h1 or (self.headline and key == self.headline) else 0.0,
                (1.0 if key and self.description and (key in self.description or self.description in key) else 0.0),
                in_body,
                1.0 if self.article_body else 0.0,
                float(repeats[text]),
                float(look[0]),
                look[1] / look[0],
                look[2] / (look[1] or 1),
                box[0],
                box[1],
                self.score.get(up, 0.0) / (self.score.get(rich, 1.0) or 1.0),
                1.0 if rich <= e < rich_end else 0.0,
                1.0 if rich_parent <= e < rich_parent_end else 0.0,
                box[5],
                box[2],
                box[3],
                box[4],
                float(self.length[i - 1]) if i else -1.0,
                blocks[i - 1].linked / (blocks[i - 1].length or 1) if i else -1.0,
                float(self.length[i - 2]) if i > 1 else -1.0,
                float(self.length[i + 1]) if i + 1 < n else -1.0,
                blocks[i + 1].linked / (blocks[i + 1].length or 1) if i + 1 < n else -1.0,
                float(self.length[i + 2]) if i + 2 < n else -1.0,
                1.0 if i and parent[blocks[i - 1].e] == up else 0.0,
                1.0 if i + 1 < n and parent[blocks[i + 1].e] == up else 0.0,
                1.0 if i and self.prose[i - 1] else 0.0,
                1.0 if i + 1 < n and self.prose[i + 1] else 0.0,
                before[i] / self.all_prose,
                (prose_seen - before[i] - (unlinked if self.prose[i] else 0)) / self.all_prose,
                float(gap_before[i]),
                float(gap_after[i]),
                box[6],
                float(bold),
                float(time),
                float(inline),
                float(prose_seen),
                float(n),
                float(min(i - last_image, 30)),
                1.0 if self._hidden(e) else 0.0,
                box[7],
                float(colon),
            ]
            row += bits
            out.append(row)
            char_at += length
        return out

    def _box(self, up: int, depth: dict[int, int]) -> tuple[float, ...]:
        """Measure the parent of a block: its shares of the page's text, its links, its way to the richest element."""
        parent = self.tree.parent
        grand = parent[up] if up >= 0 else -1
        total = self.total
        own, wide = total.get(up, 0) or 1, total.get(grand, 0) or 1
        trail = []
        at = up
        while at not in depth:
            trail.append(at)
            at = parent[at]
        d = depth[at]
        for at in reversed(trail):
            d += 1
            depth[at] = d
        steps = 0
        at = self.rich
        if at >= 0:
            end = self.tree.end
            while at >= 0 and not at <= up < end[at]:
                at = parent[at]
                steps += 1
        return (
            self.prose_of.get(up, 0) / self.all_prose,
            self.prose_of.get(grand, 0) / self.all_prose,
            self.links.get(up, 0) / own,
            self.links.get(grand, 0) / wide,
            float(self.count.get(up, 0)),
            float(steps),
            float(depth[up]),
            self.prose_of.get(up, 0) / own,
        )

    def _hidden(self, e: int) -> bool:
        tree = self.tree
        steps = 0
        while e >= 0 and steps < 6:
            element = tree.els[e]
            style = element.get("style")
            if (
                (style and _HIDDEN.search(style))
                or element.get("hidden") is not None
                or element.get("aria-hidden") == "true"
            ):
                return True
            e = tree.parent[e]
            steps += 1
        return False
