"""Measure each line of a scrape: what it says, how it is laid out, what stands around it.

The numbers feed the learnt witness (``witness.py``). Their order is the order of ``NAMES``; ``weights.json`` is trained on exactly
these, so a change here asks for a new training run (``python -m newsarchive.page.scrape.train``).
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from newsarchive.page import words
from newsarchive.page.scrape.shapes import ADDRESS, BYLINE, CLOCK, CREDIT, DATE, ENDS, RIGHTS, STOP

if TYPE_CHECKING:
    from newsarchive.page.tree import TextBlock, Tree

__all__ = ["NAMES", "measure"]

_KINDS = (
    "related-stories", "popular-list", "read-more", "share-bar", "comments", "navigation", "advertising", "subscribe-prompt",
    "newsletter-prompt", "cookie-prompt", "author-box", "tag-list", "player", "reader-contact",
)  # fmt: skip
_STORIES = frozenset({"related-stories", "popular-list", "read-more"})
_AFTER = frozenset({"comments", "author-box", "tag-list", "share-bar", "reader-contact"})

_OWN = (
    "length", "words", "avg_word", "ends_sentence", "ends_colon", "ends_ellipsis", "starts_lower", "starts_quote", "starts_digit",
    "commas", "stops_inside", "digit_share", "capital_share", "lower_words", "short_words", "wide", "bulleted", "ordered",
    "indent", "blanks", "blanks_after", "gaps", "label", "lead", "prompt", "rights", "address", "date", "clock", "credit", "byline",
    "brackets", "is_title", "is_h1", "is_h2", "title_share", "repeats",
)  # fmt: skip
_PLACE = (
    "position", "prose_position", "since_h1", "before_h1", "since_prose", "until_prose", "prose_before", "prose_after",
    "page_prose", "page_lines", "indent_prose_share", "indent_line_share", "indent_prose_rate", "run_of_items", "run_length", "run_sentences",
    "since_stories", "since_after", "since_rights", "after_seen", "stories_seen", "same_indent_before", "same_indent_after", "deepest",
    "no_h1", "gap_rate",
)  # fmt: skip
_NEAR = ("length", "ends_sentence", "bulleted", "label", "lower_words", "indent_change", "blanks", "credit", "date")
NAMES: tuple[str, ...] = (
    _OWN
    + _PLACE
    + tuple(f"label_{kind}" for kind in _KINDS)
    + tuple(f"{name}_{where}" for where in ("prev2", "prev1", "next1", "next2") for name in _NEAR)
    + ("mean_length_7", "mean_length_15", "sentences_7", "sentences_15", "items_15", "labels_15", "longest_7")
)

_WORD = re.compile(r"[^\W\d_]+")
_WIDE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")
_OPENERS = frozenset("\"'“„«‚‘「『（(")
_FAR = 60.0
PROSE = 120  # characters; a sign of an unspaced script counts three


def measure(tree: Tree, free: list[bool]) -> list[list[float]]:
    """Return one row of numbers for each block of a scrape's tree, in the order of NAMES.

    ``free`` says which blocks no rule has taken yet.
    """
    return _Meter(tree, free).rows()


class _Meter:
    def __init__(self, tree: Tree, free: list[bool]) -> None:
        self.tree = tree
        self.free = free
        blocks = tree.blocks
        self.n = len(blocks)
        self.kinds = [words.label_class(block.text) for block in blocks]
        self.tags = [tree.tags[block.e] for block in blocks]
        self.bullets = [tag == "li" for tag in self.tags]
        self.indents = [self._number(block, "indent") for block in blocks]
        self.blanks = [self._number(block, "blanks") for block in blocks]
        self.gaps = [self._number(block, "gaps") for block in blocks]
        self.wides = [len(_WIDE.findall(block.text)) for block in blocks]
        self.lengths = [block.length + 2.0 * wide for block, wide in zip(blocks, self.wides, strict=True)]
        self.sentences = [bool(ENDS.search(block.text)) for block in blocks]
        self.prose = [
            length >= PROSE and (ends or length > 2 * PROSE) and gaps < 3
            for length, ends, gaps in zip(self.lengths, self.sentences, self.gaps, strict=True)
        ]
        self.lowers = [self._lower_share(block.text) for block in blocks]
        title = next((block.text for block in blocks if tree.tags[block.e] == "title"), "")
        self.title = frozenset(_WORD.findall(title.casefold()))
        self.credits = [float(bool(CREDIT.search(block.text[-160:]))) for block in blocks]
        self.dates = [float(bool(DATE.search(block.text))) for block in blocks]
        self.counts = Counter(block.text.casefold() for block in blocks)
        self.h1 = next((i for i, tag in enumerate(self.tags) if tag == "h1"), -1)

    def _number(self, block: TextBlock, name: str) -> int:
        return int(self.tree.attr(block.e, f"data-newsarchive-{name}") or 0)

    @staticmethod
    def _lower_share(text: str) -> float:
        found = _WORD.findall(text)
        return sum(word[0].islower() for word in found) / len(found) if found else 0.0

    def rows(self) -> list[list[float]]:
        own = [self._own(i) for i in range(self.n)]
        place = self._places()
        near = self._near()
        return [
            mine + there + [float(self.kinds[i] == kind) for kind in _KINDS] + beside
            for i, (mine, there, beside) in enumerate(zip(own, place, near, strict=True))
        ]

    def _own(self, i: int) -> list[float]:
        block = self.tree.blocks[i]
        text = block.text
        found = _WORD.findall(text)
        letters = sum(map(len, found)) or 1
        capitals = sum(sign.isupper() for sign in text[:300])
        mine = frozenset(word.casefold() for word in found)
        prompt = words.prompt_class(text)
        lead = words.lead_class(text) if len(text) < 260 else None
        first = text[:1]
        return [
            self.lengths[i],
            float(len(found)),
            letters / len(found) if found else 0.0,
            float(self.sentences[i]),
            float(text.endswith((":", "：", ";"))),
            float(text.endswith(("…", "...", "[...]"))),
            float(first.islower()),
            float(first in _OPENERS or first in "–—-"),
            float(first.isdigit()),
            float(text.count(",") + text.count("，") + text.count("、")),
            float(len(STOP.findall(text))),
            sum(sign.isdigit() for sign in text) / max(block.length, 1),
            capitals / min(letters, 300),
            self.lowers[i],
            sum(len(word) <= 3 for word in found) / len(found) if found else 0.0,
            self.wides[i] / max(block.length, 1),
            float(self.bullets[i]),
            float(self.bullets[i] and self.tree.tags[self.tree.parent[block.e]] == "ol"),
            float(self.indents[i]),
            float(self.blanks[i]),
            float(self.blanks[i + 1] if i + 1 < self.n else 9),
            float(self.gaps[i]),
            float(self.kinds[i] is not None),
            float(lead is not None),
            float(prompt is not None),
            float(bool(RIGHTS.search(text))),
            float(bool(ADDRESS.search(text))),
            self.dates[i],
            float(bool(CLOCK.search(text))),
            self.credits[i],
            float(bool(BYLINE.match(text))),
            float(first in "([【［〔"),
            float(self.tags[i] == "title"),
            float(self.tags[i] == "h1"),
            float(self.tags[i] == "h2"),
            len(mine & self.title) / len(mine) if mine else 0.0,
            float(self.counts[text.casefold()]),
        ]

    def _places(self) -> list[list[float]]:
        n, prose, lengths, indents = self.n, self.prose, self.lengths, self.indents
        weights = [length if is_prose else 0.0 for length, is_prose in zip(lengths, prose, strict=True)]
        total = sum(weights) or 1.0
        by_indent: Counter[int] = Counter()
        lines_by_indent: Counter[int] = Counter()
        prose_by_indent: Counter[int] = Counter()
        for i in range(n):
            by_indent[indents[i]] += int(weights[i])
            lines_by_indent[indents[i]] += 1
            prose_by_indent[indents[i]] += prose[i]
        until = _until(prose)
        same_after = _same_runs(indents)
        same_before = list(reversed(_same_runs(list(reversed(indents)))))
        item_runs = self._item_runs()
        rights = [bool(RIGHTS.search(block.text)) and len(block.text) < 250 for block in self.tree.blocks]
        deepest = max(indents, default=0)
        gap_rate = sum(gap > 0 for gap in self.gaps) / max(n, 1)
        out = []
        seen = before = 0.0
        last_prose = last_stories = last_after = last_rights = -_FAR
        stories = after = 0
        for i in range(n):
            run_items, run_length, run_sentences = item_runs[i]
            h1 = self.h1
            out.append(
                [
                    i / n,
                    seen / total,
                    min(i - h1, _FAR) if 0 <= h1 <= i else -1.0,
                    min(h1 - i, _FAR) if h1 > i else -1.0,
                    min(i - last_prose, _FAR),
                    float(until[i]),
                    before,
                    total - seen - weights[i],
                    total,
                    float(n),
                    by_indent[indents[i]] / total,
                    lines_by_indent[indents[i]] / n,
                    prose_by_indent[indents[i]] / lines_by_indent[indents[i]],
                    run_items,
                    run_length,
                    run_sentences,
                    min(i - last_stories, _FAR),
                    min(i - last_after, _FAR),
                    min(i - last_rights, _FAR),
                    float(after),
                    float(stories),
                    float(same_before[i]),
                    float(same_after[i]),
                    float(deepest),
                    float(h1 < 0),
                    gap_rate,
                ]
            )
            seen += weights[i]
            before += weights[i]
            if prose[i]:
                last_prose = i
            kind = self.kinds[i]
            if kind in _STORIES:
                last_stories, stories = i, stories + (seen > 0)
            elif kind in _AFTER:
                last_after, after = i, after + (seen > 0)
            if rights[i] and seen:
                last_rights = i
        return out

    def _item_runs(self) -> list[tuple[float, float, float]]:
        """Return for each line: how many list items stand together there, their median length, how many end in a full stop."""
        out: list[tuple[float, float, float]] = [(0.0, 0.0, 0.0)] * self.n
        i = 0
        while i < self.n:
            if not self.bullets[i]:
                i += 1
                continue
            j = i
            while j < self.n and self.bullets[j]:
                j += 1
            inside = sorted(self.lengths[i:j])
            found = (float(j - i), inside[len(inside) // 2], sum(self.sentences[i:j]) / (j - i))
            out[i:j] = [found] * (j - i)
            i = j
        return out

    def _near(self) -> list[list[float]]:
        n = self.n
        lengths = [min(length, 600.0) for length in self.lengths]
        sums = [
            _running(values)
            for values in (
                lengths,
                [float(flag) for flag in self.sentences],
                [float(flag) for flag in self.bullets],
                [float(kind is not None) for kind in self.kinds],
            )
        ]
        out = []
        for i in range(n):
            row: list[float] = []
            for j in (i - 2, i - 1, i + 1, i + 2):
                if 0 <= j < n:
                    row += [
                        self.lengths[j],
                        float(self.sentences[j]),
                        float(self.bullets[j]),
                        float(self.kinds[j] is not None),
                        self.lowers[j],
                        float(self.indents[j] - self.indents[i]),
                        float(self.blanks[j]),
                        self.credits[j],
                        self.dates[j] if self.lengths[j] < PROSE else 0.0,
                    ]
                else:
                    row += [-1.0] * len(_NEAR)
            low3, high3, low7, high7 = max(i - 3, 0), min(i + 4, n), max(i - 7, 0), min(i + 8, n)
            row += [
                _mean(sums[0], low3, high3),
                _mean(sums[0], low7, high7),
                _mean(sums[1], low3, high3),
                _mean(sums[1], low7, high7),
                _mean(sums[2], low7, high7),
                _mean(sums[3], low7, high7),
                max(lengths[low3:high3]),
            ]
            out.append(row)
        return out


def _until(flags: list[bool]) -> list[float]:
    """Return for each place how far the next flag is."""
    out = [0.0] * len(flags)
    last = len(flags) + _FAR
    for i in range(len(flags) - 1, -1, -1):
        out[i] = min(last - i, _FAR)
        if flags[i]:
            last = float(i)
    return out


def _same_runs(values: list[int]) -> list[int]:
    """Return for each place how many of the following values are the same as its own."""
    out = [0] * len(values)
    for i in range(len(values) - 2, -1, -1):
        out[i] = min(out[i + 1] + 1, 30) if values[i] == values[i + 1] else 0
    return out


def _running(values: list[float]) -> list[float]:
    sums = [0.0]
    for value in values:
        sums.append(sums[-1] + value)
    return sums


def _mean(sums: list[float], low: int, high: int) -> float:
    return (sums[high] - sums[low]) / (high - low)
